//! Matches with the sides that their own words name in, their sides out: what a passage leaves to its article is sought
//! there, in other passages and in what the article is about.

use super::Coding;
use super::match_frames::Match;
use super::place;
use super::sites::Site;
use super::status::{Settled, promised};
use crate::article::Span;
use crate::mention::{Actor, EventType, Mode, Sector};
use crate::resources::frames::{Frame, Slot};
use crate::resources::lexicon::WordClass;
use crate::resources::syntax::Roles as By;

/// Passages around one in which the side that it leaves out may be told.
const REACH: usize = 20;

/// Who did something, and toward whom.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides {
    pub actors: Vec<Actor>,
    pub recipients: Vec<Actor>,
}

/// The sides of every match.
pub(super) fn all(coding: &Coding<'_>, matches: &[Match], settled: &[Settled]) -> Vec<Sides> {
    let own = |(at, m): (usize, &Match)| {
        let mut sides = Sides { actors: m.actors.clone(), recipients: m.recipients.clone() };
        speaker_as_subject(coding, m, &settled[at], &mut sides.actors);
        if sides.recipients.is_empty() {
            sides.recipients = told_toward(coding, matches, settled, at);
        }
        sides
    };
    let told: Vec<Sides> = matches.iter().enumerate().map(own).collect();
    let mut all: Vec<Sides> = (0..matches.len()).map(|at| elsewhere(coding, matches, &told, at)).collect();
    for (m, sides) in matches.iter().zip(&mut all) {
        let Some((kind, mode)) = event(coding, m) else { continue };
        authorities(coding, m, (kind, mode), &mut sides.recipients, &mut sides.actors);
        protesters(coding, m, kind, &mut sides.recipients, &mut sides.actors);
        if sides.recipients.is_empty() && takes_recipient(coding, m) {
            sides.recipients = from_article(coding, m, kind, &sides.actors);
        }
        at_home(coding, m, kind, sides);
        // Nobody does toward himself what he does toward others.
        if !m.symmetric && coding.language.syntax.roles == By::Order {
            let own: Vec<String> = sides.actors.iter().map(|a| a.code.clone()).collect();
            let public = |r: &Actor| matches!(r.sector, None | Some(Sector::Gov | Sector::Mil | Sector::Igo));
            let foreign = sides.recipients.iter().any(|r| !own.contains(&r.code));
            let keeps = |r: &Actor| !own.contains(&r.code) || !(foreign || is_outward(kind) && public(r));
            sides.recipients.retain(keeps);
        }
        // What several do together is not done toward them ("bekräftigten ihre Absichten").
        let acts = |r: &Actor| sides.actors.iter().any(|a| a.key() == r.key());
        if !m.symmetric && sides.actors.len() > 1 && sides.recipients.iter().all(acts) {
            sides.recipients.clear();
        }
    }
    all
}

/// "threatened to break relations with Chad": words without a recipient are toward whom the act is that they are about.
fn told_toward(coding: &Coding<'_>, matches: &[Match], settled: &[Settled], at: usize) -> Vec<Actor> {
    use EventType::{Agree, Concede, Reject, Threaten};
    let m = &matches[at];
    let words = event(coding, m).is_some_and(|(kind, _)| matches!(kind, Threaten | Agree | Reject | Concede));
    if !words || m.symmetric || !takes_recipient(coding, m) {
        return Vec::new();
    }
    // What is promised is told in a clause of its own: "agreed to lift sanctions on Chad".
    let promise = |o: &Match| o.clause != m.clause && promised(coding, matches, o) == Some(m.word);
    let told = |o: &Match, s: &Settled| s.governor == Some(at) || promise(o);
    let about = matches.iter().zip(settled).find(|(o, s)| told(o, s) && !o.recipients.is_empty());
    let others = about.into_iter().flat_map(|(o, _)| o.recipients.iter());
    others.filter(|r| !m.actors.iter().any(|a| a.code == r.code)).cloned().collect()
}

/// The sides of a match; one that its passage leaves out, as the nearest passage tells it that tells the same act by
/// the other side.
fn elsewhere(coding: &Coding<'_>, matches: &[Match], told: &[Sides], at: usize) -> Sides {
    let mut own = told[at].clone();
    let act = |o: usize| event(coding, &matches[o]).filter(|_| !matches[o].symmetric).map(|(kind, _)| kind);
    let shared = |a: &[Actor], b: &[Actor]| a.iter().any(|x| b.iter().any(|y| x.code == y.code));
    if event(coding, &matches[at]) == Some((EventType::Retreat, Some(Mode::Release))) && own.actors.is_empty() {
        own.actors = takers(coding, matches, told, at);
        return own;
    }
    let Some(kind) = act(at).filter(|k| is_conflict(*k)) else { return own };
    let nearest = |fits: &dyn Fn(&Sides) -> bool| {
        let near = at.saturating_sub(REACH)..matches.len().min(at + REACH + 1);
        let others = near.filter(|o| *o != at && act(*o) == Some(kind) && fits(&told[*o]));
        others.min_by_key(|o| (o.abs_diff(at), *o)).map(|o| &told[o])
    };
    match (own.actors.is_empty(), own.recipients.is_empty()) {
        (false, true) if takes_recipient(coding, &matches[at]) && !asks_public(kind, &own.actors) => {
            let found = nearest(&|o| !o.recipients.is_empty() && shared(&o.actors, &own.actors));
            own.recipients = found.map(|o| o.recipients.clone()).unwrap_or_default();
        }
        (true, false) => {
            let known = |a: &Actor| kind != EventType::Assault || is_plain(coding, a);
            let plain = |o: &Sides| !o.actors.is_empty() && o.actors.iter().all(known);
            let found = nearest(&|o| plain(o) && shared(&o.recipients, &own.recipients));
            own.actors = found.map(|o| o.actors.clone()).unwrap_or_default();
        }
        _ => {}
    }
    own
}

/// Whoever took hostages or prisoners frees them: of the takings told before, the last by somebody known.
fn takers(coding: &Coding<'_>, matches: &[Match], told: &[Sides], at: usize) -> Vec<Actor> {
    use EventType::{Assault, Coerce};
    let freed = &told[at].recipients;
    let concern = |taken: &[Actor]| {
        taken.is_empty() || freed.is_empty() || taken.iter().any(|t| freed.iter().any(|f| f.code == t.code))
    };
    let takes = |o: &usize| {
        matches!(event(coding, &matches[*o]), Some((Assault, Some(Mode::Abduct)) | (Coerce, Some(Mode::Arrest))))
            && !told[*o].actors.is_empty()
            && told[*o].actors.iter().all(|a| is_plain(coding, a))
            && concern(&told[*o].recipients)
    };
    (0..at).rev().find(takes).map(|o| told[o].actors.clone()).unwrap_or_default()
}

/// Toward whom an act is that names nobody.
fn from_article(coding: &Coding<'_>, m: &Match, kind: EventType, actors: &[Actor]) -> Vec<Actor> {
    // "Proteste gegen Atomkraft": against what, not whom.
    if kind == EventType::Protest && faces_thing(coding, m) || asks_public(kind, actors) {
        return Vec::new();
    }
    let known = coding.recipients_by_context(kind, actors, coding.parse.words[m.word].span);
    if known.is_empty() && !m.symmetric { around(coding, m, kind, actors) } else { known }
}

/// The police ask the public, a court's office asks the court: nobody whom the article is about.
fn asks_public(kind: EventType, actors: &[Actor]) -> bool {
    kind == EventType::Request && actors.iter().any(|a| matches!(a.sector, Some(Sector::Cop | Sector::Jud)))
}

/// "nahm einen Händler fest": somebody in the slot of the recipient whom no words place.
pub(super) fn somebody(coding: &Coding<'_>, m: &Match, frame: &Frame) -> Option<Span> {
    let roles = coding.roles(m.clause);
    let noun = m.phrase.map(|p| (p, m.word));
    let site = Site { clause: m.clause, roles: &roles, noun, subject_acts: false };
    let filler = frame.recipient.iter().find_map(|s| coding.fillers(&site, *s).into_iter().next());
    filler.filter(|p| coding.is_someone(*p)).map(|p| coding.phrase_span(p))
}

/// A slot for the recipient is filled by something that is no actor.
fn faces_thing(coding: &Coding<'_>, m: &Match) -> bool {
    let Some(frame) = coding.language.frames.frame(m.frame) else { return false };
    let roles = coding.roles(m.clause);
    let noun = m.phrase.map(|p| (p, m.word));
    let site = Site { clause: m.clause, roles: &roles, noun, subject_acts: false };
    let place = |w| coding.language.lexicon.place_prepositions().any(|p| p == w);
    let slots = frame.recipient.iter().filter(|s| matches!(s, Slot::Preposition(w) if !place(*w)));
    slots.into_iter().any(|s| !coding.fillers(&site, *s).is_empty())
}

/// What an article about one country leaves to it: the other party of an agreement or meeting with one foreign state,
/// and who tests a weapon.
fn at_home(coding: &Coding<'_>, m: &Match, kind: EventType, sides: &mut Sides) {
    let Some(home) = &coding.home else { return };
    let parties: Vec<&Actor> = sides.actors.iter().chain(&sides.recipients).collect();
    let [only] = parties.as_slice() else { return };
    let actor = || Actor {
        code: home.clone(),
        sector: Some(Sector::Gov),
        name: None,
        role: None,
        span: coding.parse.words[m.word].span,
    };
    let foreign = only.code.len() == 3 && only.code != *home;
    if m.symmetric && foreign {
        if sides.actors.is_empty() { sides.actors.push(actor()) } else { sides.recipients.push(actor()) }
    } else if kind == EventType::Mobilize && sides.actors.is_empty() && only.code == *home {
        *sides = Sides { actors: vec![actor()], recipients: Vec::new() };
    }
}

/// Somebody told by name, by nation or as known; not "Bewaffnete", who may be others elsewhere.
fn is_plain(coding: &Coding<'_>, actor: &Actor) -> bool {
    let words = &coding.parse.words;
    let first = words.partition_point(|w| w.span.start < actor.span.start);
    let inside = || (first..words.len()).take_while(|at| words[*at].span.start < actor.span.end);
    inside().any(|at| {
        let word = &words[at];
        let determines = word.closed.iter().any(|c| c.class == WordClass::Determiner)
            && !coding.language.lexicon.is_indefinite(word.closed);
        word.name.is_some() || determines || !coding.adjective_nations(coding.text(at)).is_empty()
    })
}

/// Acts that those of one government hardly do toward each other.
fn is_outward(kind: EventType) -> bool {
    use EventType::{Agree, Aid, Cooperate, Mobilize, Retreat, Support, Threaten};
    matches!(kind, Agree | Aid | Cooperate | Mobilize | Retreat | Support | Threaten)
}

/// Acts that somebody suffers: those who tell them without a recipient leave him to what is told around.
fn is_conflict(kind: EventType) -> bool {
    use EventType::{Accuse, Assault, Coerce, Protest, Reject, Request, Sanction, Threaten};
    matches!(kind, Assault | Coerce | Sanction | Accuse | Reject | Request | Threaten | Protest)
}

/// Toward whom a conflict or praise is that names nobody: the country of its place, the other of the pair that the article is
/// about, the country that it is about.
fn around(coding: &Coding<'_>, m: &Match, kind: EventType, actors: &[Actor]) -> Vec<Actor> {
    let ordered = coding.language.syntax.roles == By::Order;
    let eased = ordered && kind == EventType::Retreat && event(coding, m).is_some_and(|(_, mode)| mode.is_none());
    if actors.is_empty() || !is_conflict(kind) && kind != EventType::Support && !eased {
        return Vec::new();
    }
    let own = |code: &String| actors.iter().any(|a| a.code == *code);
    let force = matches!(kind, EventType::Assault | EventType::Coerce);
    let placed = place::place(coding, m).and_then(|p| p.country);
    let pair = coding.pair.as_ref().filter(|_| kind != EventType::Protest);
    let other = pair.into_iter().filter(|p| p.iter().any(own)).flatten().find(|c| !own(c)).cloned();
    let abroad = placed.clone().filter(|c| force && !own(c));
    let code = abroad.or(other).or_else(|| coding.home.clone()).or(placed.filter(|_| kind != EventType::Protest));
    // Police and courts act on somebody at home.
    let officers = |a: &&Actor| a.code.len() == 3 && matches!(a.sector, Some(Sector::Cop | Sector::Jud));
    let kinds = matches!(kind, EventType::Coerce | EventType::Sanction | EventType::Accuse);
    let frame = coding.language.frames.frame(m.frame).filter(|_| kinds && takes_recipient(coding, m));
    let acted = frame.is_some_and(|f| somebody(coding, m, f).is_some());
    let code = code.or_else(|| actors.iter().find(officers).filter(|_| acted).map(|a| a.code.clone()));
    let Some(code) = code else { return Vec::new() };
    // A government asks, threatens and praises others than itself.
    let words = eased
        || ordered && matches!(kind, EventType::Request | EventType::Threaten | EventType::Support | EventType::Reject);
    if words && actors.iter().any(|a| a.code == code && a.sector == Some(Sector::Gov)) {
        return Vec::new();
    }
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

/// Who protests where no one is named: the people of the place, else of the country protested against.
fn protesters(coding: &Coding<'_>, m: &Match, kind: EventType, recipients: &mut Vec<Actor>, actors: &mut Vec<Actor>) {
    if kind != EventType::Protest || !actors.is_empty() {
        return;
    }
    let told = recipients.iter().find(|r| r.code.len() == 3).map(|r| r.code.clone());
    let placed = place::place(coding, m).and_then(|p| p.country);
    if let Some(code) = placed.or(told) {
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
        (EventType::Retreat, mode) if !matches!(mode, Some(Mode::Withdraw | Mode::Ceasefire | Mode::Resign)) => {
            Sector::Gov
        }
        (EventType::Sanction, Some(Mode::Expel)) | (EventType::Coerce, Some(_)) => Sector::Gov,
        _ => return,
    };
    let passive = coding.parse.clauses[m.clause].verb.as_ref().is_some_and(|v| v.passive);
    if !actors.is_empty() || !(m.phrase.is_some() || passive) {
        return;
    }
    let span = coding.parse.words[m.word].span;
    let of = |code: &String, sector| Actor { code: code.clone(), sector: Some(sector), name: None, role: None, span };
    // The police of the place act, else those of the country of the one concerned, else of the article's.
    let placed = place::place(coding, m).and_then(|p| p.country).filter(|c| !c.is_empty());
    match (recipients.as_slice(), &coding.home) {
        ([only], _) if only.code.len() == 3 => actors.push(of(placed.as_ref().unwrap_or(&only.code), sector)),
        ([_], Some(home)) if kind == EventType::Coerce && passive => {
            actors.push(of(placed.as_ref().unwrap_or(home), sector));
        }
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
