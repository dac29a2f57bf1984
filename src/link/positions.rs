//! Events in, who else takes a stand on them out: somebody who is no party of an event and welcomes, criticises, rejects,
//! threatens or asks for it, with the passages, since when, and whether it changed.

use crate::event::{Coded, Event, MentionRef, Position, Stance, Stand};
use crate::mention::{Actor, EventType, Mention, Mode, Quad, Sector, Status};
use jiff::civil::Date;

/// All positions, in the order of the events; the holders of one event in the order in which they are first told.
pub(super) fn find(coded: &[Coded], events: &[Event]) -> Vec<Position> {
    let stands: Vec<Vec<(usize, Stance)>> = coded.iter().map(stands).collect();
    let of = |(at, event)| of_event(coded, &stands, at, event);
    events.iter().enumerate().flat_map(of).collect()
}

/// Few of the mentions of an article take a stand: they are sought once, not for each act that it tells.
fn stands(one: &Coded) -> Vec<(usize, Stance)> {
    one.mentions.iter().enumerate().filter_map(|(at, mention)| Some((at, stance(mention)?))).collect()
}

fn of_event(coded: &[Coded], stands: &[Vec<(usize, Stance)>], event: usize, of: &Event) -> Vec<Position> {
    let mut positions: Vec<Position> = Vec::new();
    for told in &of.mentions {
        let Some((one, stands)) = coded.get(told.article).zip(stands.get(told.article)) else { continue };
        let Some(act) = one.mentions.get(told.mention) else { continue };
        let published = one.article.published.map(|(day, _)| day);
        for (mention, stance) in stands.iter().copied() {
            let (stand, place) = (&one.mentions[mention], MentionRef { article: told.article, mention });
            let about = stand.about.contains(&act.trigger) && !of.mentions.contains(&place);
            if about && !is_concerned(stand, act) {
                for holder in stand.actors.iter().filter(|a| is_told(stand, a) && !is_party(of, act, a)) {
                    add(&mut positions, event, holder, stance, (place, published));
                }
            }
        }
    }
    for position in &mut positions {
        position.changed = changed(&position.stands);
    }
    positions
}

/// What a mention says of the act that it is about; nothing where it is itself denied, planned or only possible.
fn stance(mention: &Mention) -> Option<Stance> {
    let told = matches!(mention.status, Status::Reported | Status::Claimed);
    Stance::of(mention.kind).filter(|_| told && !mention.about.is_empty())
}

/// Whoever takes this stand may be the side of the act that nobody tells: who refuses an offer or a demand has got it, and
/// who accuses somebody of harm, refuses it or punishes it may be the one harmed.
fn is_concerned(stand: &Mention, act: &Mention) -> bool {
    use EventType::{Accuse, Agree, Consult, Mobilize, Reject, Request, Sanction, Threaten};
    let offered = matches!(act.kind, Agree | Request | Consult | Threaten);
    let told = act.symmetric || act.recipients.iter().any(|r| act.actors.iter().all(|a| a.code != r.code));
    let harm = matches!(act.kind.quad(), Quad::MaterialConflict | Quad::VerbalConflict) && act.kind != Mobilize;
    let alleged = stand.kind == Accuse && stand.mode != Some(Mode::Disapprove);
    let claims = alleged || matches!(stand.kind, Reject | Sanction | Threaten);
    stand.kind == Reject && offered || (harm || !act.recipients.is_empty()) && !told && claims
}

/// Named in the sentence of the stand, and not just somebody of a country.
fn is_told(stand: &Mention, holder: &Actor) -> bool {
    let within = stand.sentence.start <= holder.span.start && holder.span.end <= stand.sentence.end;
    within && holder.span.start < holder.span.end && (holder.sector != Some(Sector::Cvl) || holder.name.is_some())
}

/// On either side of the event, or of the passage that is spoken of.
fn is_party(event: &Event, act: &Mention, actor: &Actor) -> bool {
    let sides = event.actors.iter().chain(&event.recipients).chain(&act.actors).chain(&act.recipients);
    sides.into_iter().any(|side| side.code == actor.code)
}

fn add(
    positions: &mut Vec<Position>,
    event: usize,
    holder: &Actor,
    stance: Stance,
    (at, on): (MentionRef, Option<Date>),
) {
    let known = positions.iter().position(|p| p.holder.key() == holder.key()).unwrap_or(positions.len());
    if known == positions.len() {
        let holder = Actor { code: holder.code.clone(), sector: holder.sector, ..Actor::default() };
        positions.push(Position { event, holder, stands: Vec::new(), changed: false });
    }
    let stands = &mut positions[known].stands;
    match stands.iter_mut().find(|s| s.stance == stance) {
        Some(stand) if !stand.mentions.contains(&at) => stand.mentions.push(at),
        Some(_) => {}
        None => stands.push(Stand { stance, since: on, mentions: vec![at] }),
    }
}

/// For it on one day and against it on another.
fn changed(stands: &[Stand]) -> bool {
    let days = |friendly: bool| {
        stands.iter().filter(move |s| s.stance.is_friendly() == Some(friendly)).filter_map(|s| s.since)
    };
    days(true).any(|day| days(false).any(|other| other != day))
}
