//! Matches with the sides that their own words name in, their sides out: what a passage leaves to its article is sought
//! there, in other passages and in what the article is about.

use super::Coding;
use super::match_frames::Match;
use super::sites::Site;
use super::status::{Settled, is_contested, promised};
use super::untold::{Story, Told};
use crate::article::Span;
use crate::mention::{Actor, EventType, Mode, Sector, Status};
use crate::parse::{Attachment, Tag};
use crate::resources::frames::{Frame, Slot};
use crate::resources::grammar::Agree;
use crate::resources::syntax::Roles as By;
use crate::resources::untold::Side;

/// Matches around one among which a verb of its clause is sought.
const NEAR: usize = 6;

/// Who did something, and toward whom.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides {
    pub actors: Vec<Actor>,
    pub recipients: Vec<Actor>,
}

/// The sides of every match: what its passage tells, then whoever is likely meant by what it leaves untold.
pub(super) fn all(coding: &Coding<'_>, matches: &[Match], settled: &[Settled]) -> Vec<Sides> {
    let told = told(coding, matches, settled);
    let story = Story::of(coding, matches, &told);
    let told = Told { coding, matches, settled, sides: &told, story };
    (0..matches.len())
        .map(|at| {
            let mut sides = told.complete(at, &coding.language.untold);
            toward_others(coding, &matches[at], &mut sides);
            // What several do together is not done toward them ("bekräftigten ihre Absichten").
            let acts = |r: &Actor| sides.actors.iter().any(|a| a.key() == r.key());
            if !matches[at].symmetric && sides.actors.len() > 1 && sides.recipients.iter().all(acts) {
                sides.recipients.clear();
            }
            sides
        })
        .collect()
}

/// Nobody does toward himself what he does toward others; where order tells the sides, objects are often his own.
fn toward_others(coding: &Coding<'_>, m: &Match, sides: &mut Sides) {
    use EventType::{Agree, Aid, Cooperate, Mobilize, Retreat, Support, Threaten};
    let Some((kind, _)) = event(coding, m).filter(|_| !m.symmetric) else { return };
    let own: Vec<String> = sides.actors.iter().map(|a| a.code.clone()).collect();
    let ordered = coding.language.syntax.roles == By::Order;
    let outward = ordered && matches!(kind, Agree | Aid | Cooperate | Mobilize | Retreat | Support | Threaten);
    let public = |r: &Actor| matches!(r.sector, None | Some(Sector::Gov | Sector::Mil | Sector::Igo));
    let foreign: Vec<Actor> = sides.recipients.iter().filter(|r| !own.contains(&r.code)).cloned().collect();
    // "Ghanas Opposition forderte die Regierung Ghanas und die EU auf": whoever does not rule may mean those who do; and
    // those told side by side are meant alike.
    let rules = ordered || sides.actors.iter().all(public);
    // What is told around the act, not what was sought for it elsewhere.
    let (trigger, sentence) =
        (coding.parse.words[m.word].span, coding.parse.sentences[coding.parse.clauses[m.clause].sentence].span);
    let told = |r: &Actor| r.span != trigger && sentence.overlaps(r.span);
    let beside = |r: &Actor| told(r) && foreign.iter().any(|f| told(f) && coding.stand_together(r.span, f.span));
    let others = |r: &Actor| !foreign.is_empty() && rules && (ordered || public(r) && !beside(r));
    sides.recipients.retain(|r| !own.contains(&r.code) || !(others(r) || outward && public(r)));
}

/// The sides that the passages tell.
pub(super) fn told(coding: &Coding<'_>, matches: &[Match], settled: &[Settled]) -> Vec<Sides> {
    let own = |(at, m): (usize, &Match)| {
        let mut sides = Sides { actors: m.actors.clone(), recipients: m.recipients.clone() };
        speaker_as_subject(coding, m, &settled[at], &mut sides.actors);
        if sides.actors.is_empty() && sides.recipients.is_empty() {
            sides = asked_for(coding, matches, settled, at);
        }
        if sides.actors.is_empty() {
            sides.actors = accused(coding, matches, settled, at);
        }
        if sides.actors.is_empty() {
            sides.actors = answered_for(coding, matches, settled, at);
        }
        if sides.actors.is_empty() {
            sides.actors = demanded(coding, matches, settled, at);
        }
        if sides.recipients.is_empty() {
            sides.recipients = told_toward(coding, matches, settled, at);
        }
        if sides.recipients.is_empty() {
            sides.recipients = answering(coding, matches, at);
        }
        // "Russland wies die Vorwürfe der Ukraine zurück": whoever rejects an accusation is accused.
        if let Some(denial) = settled[at].governor.filter(|_| sides.recipients.is_empty())
            && is_contested(coding, matches, settled, at)
        {
            sides.recipients.clone_from(&matches[denial].actors);
        }
        sides
    };
    matches.iter().enumerate().map(own).collect()
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

/// "Iran demanded of the EU that sanctions be lifted": whoever is asked for what helps does it, toward him who asks.
fn asked_for(coding: &Coding<'_>, matches: &[Match], settled: &[Settled], at: usize) -> Sides {
    use EventType::{Aid, Concede, Request, Retreat};
    let m = &matches[at];
    let kind = |m: &Match| event(coding, m).map(|(kind, _)| kind);
    let helps = m.phrase.is_none() && matches!(kind(m), Some(Aid | Concede | Retreat)) && takes_recipient(coding, m);
    let request = settled[at].governor.map(|g| &matches[g]).filter(|g| helps && kind(g) == Some(Request));
    request.map_or_else(Sides::default, |g| Sides { actors: g.recipients.clone(), recipients: g.actors.clone() })
}

/// "forderte von Chile den Abbruch der Beziehungen": whoever is asked for an act by its noun does it.
fn demanded(coding: &Coding<'_>, matches: &[Match], settled: &[Settled], at: usize) -> Vec<Actor> {
    let m = &matches[at];
    let request = settled[at].governor.map(|g| &matches[g]).filter(|g| m.phrase.is_some() && g.clause == m.clause);
    let request = request.filter(|g| event(coding, g).is_some_and(|(kind, _)| kind == EventType::Request));
    apart(request.map(|g| g.recipients.clone()).unwrap_or_default(), &m.recipients)
}

/// "Die Forderung Ghanas lehnte Chile ab": whoever rejects, accepts or grants what others ask, offer or threaten is the one
/// to whom they do.
fn answering(coding: &Coding<'_>, matches: &[Match], at: usize) -> Vec<Actor> {
    use EventType::{Agree, Concede, Reject, Request, Threaten};
    let m = &matches[at];
    let kind = |m: &Match| event(coding, m).map(|(kind, _)| kind);
    let asks = matches!(kind(m), Some(Agree | Request | Threaten)) && !m.symmetric && takes_recipient(coding, m);
    let Some(phrase) = m.phrase.filter(|_| asks) else { return Vec::new() };
    let object = || coding.roles(m.clause).accusative.is_some_and(|o| coding.conjuncts(o).contains(&phrase));
    let answers =
        |o: &Match| o.clause == m.clause && o.phrase.is_none() && matches!(kind(o), Some(Agree | Concede | Reject));
    let near = at.saturating_sub(NEAR)..matches.len().min(at + NEAR + 1);
    let answer = matches[near].iter().find(|o| answers(o)).filter(|_| object());
    apart(answer.map(|o| o.actors.clone()).unwrap_or_default(), &m.actors)
}

/// Those found for one side of an act, unless any of them stands on the other.
fn apart(found: Vec<Actor>, other: &[Actor]) -> Vec<Actor> {
    if found.iter().any(|a| other.iter().any(|o| o.code == a.code)) { Vec::new() } else { found }
}

/// "warf Chile die Verlegung von Truppen vor", "blamed Chad for the attack": whoever is accused of an act did it.
fn accused(coding: &Coding<'_>, matches: &[Match], settled: &[Settled], at: usize) -> Vec<Actor> {
    let m = &matches[at];
    let Some(phrase) = m.phrase.filter(|_| !m.symmetric) else { return Vec::new() };
    let cause = coding.phrase(phrase).preposition.is_some_and(|w| coding.language.lexicon.names_cause(w));
    let blames = |o: &usize| {
        let other = &matches[*o];
        let charged = || settled[at].governor == Some(*o) || is_charge(coding, other, phrase);
        other.clause == m.clause
            && other.phrase.is_none()
            && match event(coding, other) {
                Some((EventType::Accuse, Some(Mode::Allege))) => cause || charged(),
                Some((EventType::Accuse, Some(Mode::Disapprove))) => cause,
                // "wurden wegen eines Anschlags verurteilt"
                Some((EventType::Coerce, Some(Mode::Arrest)) | (EventType::Sanction, Some(Mode::Convict))) => cause,
                _ => false,
            }
    };
    let near = at.saturating_sub(NEAR)..matches.len().min(at + NEAR + 1);
    let accused = near.into_iter().find(blames).map(|o| matches[o].recipients.clone()).unwrap_or_default();
    let suffers = |a: &Actor| m.recipients.iter().any(|r| r.span.overlaps(a.span));
    if accused.iter().any(suffers) { Vec::new() } else { accused }
}

/// "dementierte einen Angriff auf Tschad", "admitted an attack": an act that nobody does in the words is denied, or
/// admitted, by whoever is said to have done it.
fn answered_for(coding: &Coding<'_>, matches: &[Match], settled: &[Settled], at: usize) -> Vec<Actor> {
    let m = &matches[at];
    let denial = settled[at].governor.map(|g| &matches[g]).filter(|g| m.phrase.is_some() && g.clause == m.clause);
    let own = |g: &Match| {
        let frame = coding.language.frames.frame(g.frame).filter(|_| g.phrase.is_none());
        frame.is_some_and(|f| f.flags.own || f.content == Some((Status::Denied, Some(Slot::Subject))))
    };
    apart(denial.filter(|g| !m.symmetric && own(g)).map(|g| g.actors.clone()).unwrap_or_default(), &m.recipients)
}

/// "beschuldigte Chile der Entführung", "accused Chad of an attack": what stands beside the accused, or hangs on him.
fn is_charge(coding: &Coding<'_>, accusation: &Match, phrase: usize) -> bool {
    let p = coding.phrase(phrase);
    let accused = |q: usize| accusation.recipients.iter().any(|a| coding.phrase_span(q).overlaps(a.span));
    match p.attached {
        None => p.preposition.is_none() && coding.roles(accusation.clause).subject != Some(phrase) && !accused(phrase),
        Some((to, Attachment::Genitive)) => accused(to),
        Some(_) => false,
    }
}

/// "nahm einen Händler fest": somebody in a slot of a side whom no words place.
pub(super) fn somebody(coding: &Coding<'_>, m: &Match, slots: &[Slot]) -> Option<Span> {
    let filler = fillers(coding, m, slots).first().copied();
    filler.filter(|p| coding.is_someone(*p)).map(|p| coding.phrase_span(p))
}

/// The phrases that fill slots of a match.
fn fillers<'s>(coding: &Coding<'_>, m: &Match, slots: impl IntoIterator<Item = &'s Slot>) -> Vec<usize> {
    let roles = coding.roles(m.clause);
    let noun = m.phrase.map(|p| (p, m.word));
    let site = Site { clause: m.clause, roles: &roles, noun, subject_acts: false };
    slots.into_iter().flat_map(|s| coding.fillers(&site, *s)).collect()
}

/// What stands in the slots of a side that names no known actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filled {
    Nothing,
    Thing,
    /// A name, an office, a person's pronoun.
    Somebody,
}

/// What stands in the slots of a side, places aside.
pub(super) fn filled(coding: &Coding<'_>, m: &Match, frame: &Frame, side: Side) -> Filled {
    let mut found = in_slots(coding, m, frame, side);
    found.retain(|p| side == Side::Recipient || !coding.is_nobody(*p));
    match found.iter().any(|p| coding.is_someone(*p)) {
        true => Filled::Somebody,
        false if found.is_empty() => Filled::Nothing,
        false => Filled::Thing,
    }
}

/// The phrases in the slots of a side, places aside.
pub(super) fn in_slots(coding: &Coding<'_>, m: &Match, frame: &Frame, side: Side) -> Vec<usize> {
    let place = |w| coding.language.lexicon.place_prepositions().any(|p| p == w);
    let slots = if side == Side::Actor { &frame.actor } else { &frame.recipient };
    let told = slots.iter().filter(|s| !matches!(s, Slot::Preposition(w) if place(*w)));
    fillers(coding, m, told)
}

/// Type and mode of the row that fired.
pub(super) fn event(coding: &Coding<'_>, m: &Match) -> Option<(EventType, Option<Mode>)> {
    coding.language.frames.frame(m.frame)?.event
}

fn takes_recipient(coding: &Coding<'_>, m: &Match) -> bool {
    coding.language.frames.frame(m.frame).is_some_and(|f| !f.recipient.is_empty() && !f.flags.no_recipient)
}

/// "Wir sind bereit …" in a quotation, "man sei bereit": the speaker acts.
fn speaker_as_subject(coding: &Coding<'_>, m: &Match, settled: &Settled, actors: &mut Vec<Actor>) {
    let clause = &coding.parse.clauses[m.clause];
    let shared = clause.shares.into_iter().filter_map(|c| coding.parse.clauses[c].arguments.subject);
    if actors.is_empty() && clause.phrases.clone().chain(shared).any(|p| coding.means_speaker(p)) {
        actors.clone_from(&settled.said_by);
    }
}

impl Coding<'_> {
    /// Whether what stands at two places are phrases joined with each other.
    fn stand_together(&self, one: Span, other: Span) -> bool {
        let at = |span: Span| (0..self.parse.phrases.len()).filter(move |p| self.phrase_span(*p).overlaps(span));
        at(one).any(|p| self.conjuncts_back(p).iter().any(|q| at(other).any(|o| o == *q)))
    }

    /// True where a phrase that names nobody known is somebody all the same: a name, a person's pronoun, an office.
    pub(super) fn is_someone(&self, phrase: usize) -> bool {
        let p = self.phrase(phrase);
        let head = &self.parse.words[p.head];
        if p.pronoun {
            let named = Agree::NOM & (Agree::MASCULINE | Agree::FEMININE | Agree::PLURAL);
            return self.language.lexicon.is_personal(head.closed) && p.agree.meets(named);
        }
        (head.name.is_none() && head.tag == Tag::Name) || self.own_office(p.head).is_some()
    }

    /// "Manche", "viele", "die": a pronoun that can be of people.
    pub(super) fn is_anybody(&self, phrase: usize) -> bool {
        let p = self.phrase(phrase);
        p.pronoun && p.agree.meets(Agree::NOM & (Agree::MASCULINE | Agree::FEMININE | Agree::PLURAL))
    }
}
