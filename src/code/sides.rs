//! Matches with the sides that their own words name in, their sides out: what a passage leaves to its article is sought
//! there, in other passages and in what the article is about.

use super::Coding;
use super::match_frames::Match;
use super::place;
use super::status::Settled;
use crate::mention::{Actor, EventType, Mode, Sector};

/// Who did something, and toward whom.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides {
    pub actors: Vec<Actor>,
    pub recipients: Vec<Actor>,
}

/// The sides of every match.
pub(super) fn all(coding: &Coding<'_>, matches: &[Match], settled: &[Settled]) -> Vec<Sides> {
    let own = |(m, settled): (&Match, &Settled)| {
        let mut sides = Sides { actors: m.actors.clone(), recipients: m.recipients.clone() };
        speaker_as_subject(coding, m, settled, &mut sides.actors);
        sides
    };
    let mut all: Vec<Sides> = matches.iter().zip(settled).map(own).collect();
    elsewhere(coding, matches, &mut all);
    for (m, sides) in matches.iter().zip(&mut all) {
        let Some((kind, mode)) = event(coding, m) else { continue };
        authorities(coding, m, (kind, mode), &mut sides.recipients, &mut sides.actors);
        protesters(coding, m, kind, &mut sides.recipients, &mut sides.actors);
        if sides.recipients.is_empty() && takes_recipient(coding, m) {
            let span = coding.parse.words[m.word].span;
            sides.recipients = coding.recipients_by_context(kind, &sides.actors, span);
            if sides.recipients.is_empty() && !m.symmetric {
                sides.recipients = around(coding, m, kind, &sides.actors);
            }
        }
    }
    all
}

/// A side that a passage leaves out, as the nearest passage tells it that tells the same act by the other side.
fn elsewhere(coding: &Coding<'_>, matches: &[Match], all: &mut [Sides]) {
    let told: Vec<Sides> = all.to_vec();
    for (at, m) in matches.iter().enumerate() {
        let Some((kind, _)) = event(coding, m).filter(|(kind, _)| is_conflict(*kind) && !m.symmetric) else { continue };
        let own = &told[at];
        let shared = |a: &[Actor], b: &[Actor]| a.iter().any(|x| b.iter().any(|y| x.code == y.code));
        let others = || {
            let mut others: Vec<usize> = (0..matches.len())
                .filter(|o| {
                    *o != at && !matches[*o].symmetric && event(coding, &matches[*o]).is_some_and(|(k, _)| k == kind)
                })
                .collect();
            others.sort_by_key(|o| (o.abs_diff(at), *o));
            others
        };
        if own.recipients.is_empty() && !own.actors.is_empty() && takes_recipient(coding, m) {
            let found = others()
                .into_iter()
                .map(|o| &told[o])
                .find(|o| !o.recipients.is_empty() && shared(&o.actors, &own.actors));
            if let Some(found) = found {
                all[at].recipients.clone_from(&found.recipients);
            }
        }
        if own.actors.is_empty() && !own.recipients.is_empty() {
            let found = others()
                .into_iter()
                .map(|o| &told[o])
                .find(|o| !o.actors.is_empty() && shared(&o.recipients, &own.recipients));
            if let Some(found) = found {
                all[at].actors.clone_from(&found.actors);
            }
        }
    }
}

/// Acts that somebody suffers: those who tell them without a recipient leave him to what is told around.
fn is_conflict(kind: EventType) -> bool {
    use EventType::{Accuse, Assault, Coerce, Protest, Reject, Request, Sanction, Threaten};
    matches!(kind, Assault | Coerce | Sanction | Accuse | Reject | Request | Threaten | Protest)
}

/// Toward whom a conflict is that names nobody: the country of its place, the other of the pair that the article is
/// about, the country that it is about.
fn around(coding: &Coding<'_>, m: &Match, kind: EventType, actors: &[Actor]) -> Vec<Actor> {
    if actors.is_empty() || !is_conflict(kind) {
        return Vec::new();
    }
    let own = |code: &String| actors.iter().any(|a| a.code == *code);
    let force = matches!(kind, EventType::Assault | EventType::Coerce);
    let placed = place::place(coding, m).filter(|_| force).and_then(|p| p.country);
    let other = coding.pair.iter().filter(|p| p.iter().any(own)).flatten().find(|c| !own(c)).cloned();
    let placed_abroad = placed.clone().filter(|c| !own(c));
    let code = placed_abroad.or(other).or_else(|| coding.home.clone()).or(placed);
    let Some(code) = code else { return Vec::new() };
    let rules = actors.iter().any(|a| {
        a.code == code && matches!(a.sector, Some(Sector::Gov | Sector::Cop | Sector::Mil | Sector::Jud | Sector::Leg))
    });
    let sector = if force || rules && kind != EventType::Request { Sector::Cvl } else { Sector::Gov };
    let span = coding.parse.words[m.word].span;
    vec![Actor { code, sector: Some(sector), name: None, role: None, span }]
}

fn event(coding: &Coding<'_>, m: &Match) -> Option<(EventType, Option<Mode>)> {
    coding.language.frames.frame(m.frame)?.event
}

fn takes_recipient(coding: &Coding<'_>, m: &Match) -> bool {
    coding.language.frames.frame(m.frame).is_some_and(|f| !f.recipient.is_empty() && !f.flags.no_recipient)
}

/// Who protests where no one is named: the people of the country protested against, else of the place.
fn protesters(coding: &Coding<'_>, m: &Match, kind: EventType, recipients: &mut Vec<Actor>, actors: &mut Vec<Actor>) {
    if kind != EventType::Protest || !actors.is_empty() {
        return;
    }
    let told = recipients.iter().find(|r| r.code.len() == 3).map(|r| r.code.clone());
    let placed = || place::place(coding, m).and_then(|p| p.country);
    if let Some(code) = told.or_else(placed) {
        let span = coding.parse.words[m.word].span;
        actors.push(Actor { code, sector: Some(Sector::Cvl), name: None, role: None, span });
        recipients.retain(|r| r.sector != Some(Sector::Cvl));
    }
}

/// Who arrests, charges, convicts, bans and frees where no one is named: the authorities of the country of those
/// concerned; in an article about one country, of that country.
fn authorities(
    coding: &Coding<'_>,
    m: &Match,
    (kind, mode): (EventType, Option<Mode>),
    recipients: &mut Vec<Actor>,
    actors: &mut Vec<Actor>,
) {
    let sector = match (kind, mode) {
        (EventType::Coerce, Some(Mode::Arrest)) | (EventType::Assault, Some(Mode::CrowdControl)) => Sector::Cop,
        (EventType::Accuse, Some(Mode::Allege | Mode::Investigate)) | (EventType::Sanction, Some(Mode::Convict)) => {
            Sector::Jud
        }
        (EventType::Retreat, Some(Mode::Release))
        | (EventType::Sanction, Some(Mode::Expel))
        | (EventType::Coerce, Some(_)) => Sector::Gov,
        _ => return,
    };
    let passive = coding.parse.clauses[m.clause].verb.as_ref().is_some_and(|v| v.passive);
    if !actors.is_empty() || !(m.phrase.is_some() || passive) {
        return;
    }
    let span = coding.parse.words[m.word].span;
    let of = |code: &String, sector| Actor { code: code.clone(), sector: Some(sector), name: None, role: None, span };
    match (recipients.as_slice(), &coding.home) {
        ([only], _) if only.code.len() == 3 => actors.push(of(&only.code, sector)),
        ([], Some(home)) if kind == EventType::Coerce && passive => {
            actors.push(of(home, sector));
            recipients.push(of(home, Sector::Cvl));
        }
        _ => {}
    }
}

/// "Wir sind bereit …" in a quotation: the speaker acts.
fn speaker_as_subject(coding: &Coding<'_>, m: &Match, settled: &Settled, actors: &mut Vec<Actor>) {
    let clause = &coding.parse.clauses[m.clause];
    let first_person = clause.phrases.clone().any(|p| {
        let phrase = coding.phrase(p);
        phrase.pronoun && coding.language.lexicon.is_first_person(coding.parse.words[phrase.head].closed)
    });
    if actors.is_empty() && first_person {
        actors.clone_from(&settled.said_by);
    }
}
