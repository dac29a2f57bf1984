//! A side that a passage leaves untold in, whoever is meant out: each actor told around the passage or known to be
//! what the article is about is weighed by where it stands, against nobody. The weights are fitted on hand-coded
//! articles (`world/untold.tsv`).

use super::Coding;
use super::emit;
use super::match_frames::Match;
use super::place;
use super::sides::{self, Filled, Sides};
use super::status::Settled;
use crate::article::{Article, Span};
use crate::mention::{Actor, EventType, Mention, Mode, Quad, Sector};
use crate::parse::Parse;
use crate::resources::Language;
use crate::resources::descriptions::Kind;
use crate::resources::frames::Frame;
use crate::resources::untold::{Mark, Side, Weights};
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Matches around one in which the same act may be told with the side that it leaves out.
const REACH: usize = 20;

/// Sentences before a passage in which actors and places are sought.
const NEAR: usize = 6;

/// Sentences that say what an article is about.
const LEAD: usize = 2;

/// How likely a side must be that a row needs and its passage leaves untold: between this and chance what is coded more
/// is as often false as right (hand-coded articles).
const SURE: f64 = 0.65;

/// Somebody who may be meant, and what speaks for it. No actors stand for nobody.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub actors: Vec<Actor>,
    pub marks: SmallVec<[Mark; 8]>,
}

/// A side that a passage leaves untold, with everybody who may be meant.
#[derive(Clone, Debug)]
pub struct Untold {
    pub side: Side,
    pub kind: EventType,
    pub candidates: Vec<Candidate>,
}

impl Candidate {
    /// A state as a whole, for one mark.
    pub(super) fn state(code: String, span: Span, mark: Mark) -> Self {
        let actor = Actor { code, sector: None, name: None, role: None, span };
        Self { actors: vec![actor], marks: SmallVec::from_slice(&[mark]) }
    }
}

impl Untold {
    /// The likeliest candidate and its probability.
    pub(super) fn choose(self, weights: &Weights) -> Option<(Candidate, f64)> {
        let score = |c: &Candidate| weights.score(self.side, self.kind, &c.marks);
        let scores: Vec<f64> = self.candidates.iter().map(score).collect();
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = scores.iter().map(|s| (s - most).exp()).sum();
        let best = scores.iter().position(|s| *s == most)?;
        self.candidates.into_iter().nth(best).map(|c| (c, 1.0 / total))
    }
}

/// Everything that candidates are drawn from: the article's matches with the sides that their passages tell.
pub(super) struct Told<'t, 'a> {
    pub coding: &'t Coding<'a>,
    pub matches: &'t [Match],
    pub settled: &'t [Settled],
    pub sides: &'t [Sides],
    pub story: Story<'t>,
}

/// Codes of those whom the start of an article names, and of those who act or suffer in it.
pub(super) struct Story<'t> {
    lead: BTreeSet<&'t str>,
    lead_subjects: BTreeSet<&'t str>,
    /// With the number of acts.
    acts: BTreeMap<&'t str, usize>,
}

impl<'t> Story<'t> {
    pub(super) fn of(coding: &'t Coding<'_>, matches: &[Match], told: &'t [Sides]) -> Self {
        let mut story = Self { lead: BTreeSet::new(), lead_subjects: BTreeSet::new(), acts: BTreeMap::new() };
        for clause in coding.parse.sentences.iter().take(LEAD).flat_map(|s| s.clauses.clone()) {
            story.lead.extend(coding.parse.clauses[clause].phrases.clone().flat_map(|p| heads(coding, p)));
            story.lead_subjects.extend(coding.roles(clause).subject.into_iter().flat_map(|p| heads(coding, p)));
        }
        for (_, sides) in matches.iter().zip(told).filter(|(m, _)| sides::event(coding, m).is_some()) {
            let codes: BTreeSet<&str> = sides.actors.iter().chain(&sides.recipients).map(|a| &*a.code).collect();
            codes.into_iter().for_each(|code| *story.acts.entry(code).or_default() += 1);
        }
        story
    }
}

/// The codes of those whom a phrase names by its head.
pub(super) fn heads<'t>(coding: &'t Coding<'_>, phrase: usize) -> impl Iterator<Item = &'t str> {
    coding.referents[phrase].iter().filter(|r| r.head && !r.place).map(|r| r.actor.code.as_str())
}

impl Told<'_, '_> {
    /// The sides of a match with whoever is likely meant by what its passage leaves untold.
    pub(super) fn complete(&self, at: usize, weights: &Weights) -> Sides {
        let mut sides = self.sides[at].clone();
        for side in [Side::Actor, Side::Recipient] {
            let chosen = self.untold(at, side, &sides).and_then(|u| u.choose(weights));
            let sure = |chance: &f64| !self.matches[at].wanting || *chance >= SURE;
            if let Some((candidate, _)) = chosen.filter(|(_, chance)| sure(chance)) {
                match side {
                    Side::Actor => sides.actors = candidate.actors,
                    Side::Recipient => sides.recipients = candidate.actors,
                }
            }
        }
        sides
    }

    /// The candidates for a side of a match; `None` where the passage tells it or its row has none.
    pub(super) fn untold(&self, at: usize, side: Side, sides: &Sides) -> Option<Untold> {
        let (coding, m) = (self.coding, &self.matches[at]);
        let frame = coding.language.frames.frame(m.frame)?;
        let (kind, mode) = frame.event?;
        let (own, other) = match side {
            Side::Actor => (&sides.actors, &sides.recipients),
            Side::Recipient => (&sides.recipients, &sides.actors),
        };
        let slot = match side {
            Side::Actor => !frame.is_quoted_speech(),
            Side::Recipient => (m.symmetric || !frame.recipient.is_empty()) && !frame.flags.no_recipient,
        };
        // Of a reciprocal act the side told may stand on either side.
        let gathered = m.symmetric && coding.is_gathering(m.clause, m.phrase, &m.actors, &m.recipients);
        if !own.is_empty() || !slot || m.symmetric && other.len() > 1 || gathered {
            return None;
        }
        let filled = sides::filled(coding, m, frame, side);
        // "Mehrere Länder kritisierten …": they are told, though not by name.
        if self.has_unnamed(m, frame, side) {
            return None;
        }
        let mut list = List {
            other,
            side,
            kind,
            mode,
            at: m.word,
            span: coding.parse.words[m.word].span,
            filled,
            found: Vec::new(),
        };
        self.nobody(&mut list, frame);
        self.named(&mut list, at);
        self.acts(&mut list, at, (kind, mode));
        self.about(&mut list, at);
        if let Some(crowd) = self.crowd(&list, m) {
            list.found = vec![crowd];
        }
        if let Some(power) = self.power(&list, m) {
            list.found = vec![power];
        }
        if side == Side::Actor {
            let may_do = self.may_do(at, kind);
            list.found.retain(|c| may_do(&c.actors));
        }
        self.story(&mut list, at);
        list.describe(coding);
        // Nobody meets or signs with himself; a group or body that is one does nothing to itself, and a government says
        // nothing against itself, where the article is not about its state alone.
        let against = side == Side::Recipient && coding.home.is_none() && kind.quad() == Quad::VerbalConflict;
        let abroad = |a: &Actor, o: &Actor| against && [a, o].iter().all(|s| s.sector == Some(Sector::Gov));
        // "The president urged Chad": a state that the verb names as its object has another before it.
        let governs = |a: &Actor| a.sector.is_none_or(|s| s == Sector::Gov);
        let named = |a: &Actor, o: &Actor| governs(a) && m.phrase.is_none() && coding.is_object(m.clause, o);
        let is = |a: &Actor, o: &Actor| m.symmetric || a.code.len() != 3 || abroad(a, o) || named(a, o);
        let own = |a: &Actor| other.iter().any(|o| o.code == a.code && is(a, o));
        list.found.retain(|c| c.actors.is_empty() || !c.actors.iter().all(own));
        Some(Untold { side, kind, candidates: list.found })
    }

    /// True where a slot of a side holds states that are not told by name.
    fn has_unnamed(&self, m: &Match, frame: &Frame, side: Side) -> bool {
        let unnamed = |p: usize| {
            let noun = self.coding.parse.words[self.coding.phrase(p).head].lemma;
            match self.coding.language.descriptions.of(noun).map(|d| d.kind) {
                Some(Kind::Several) => true,
                Some(Kind::Country) => self.coding.phrase(p).agree.is_plural() && self.coding.referents[p].is_empty(),
                _ => false,
            }
        };
        sides::in_slots(self.coding, m, frame, side).into_iter().any(unnamed)
    }

    /// The matches around one.
    pub(super) fn near(&self, at: usize) -> Range<usize> {
        at.saturating_sub(REACH)..self.matches.len().min(at + REACH + 1)
    }

    /// Nobody, and what speaks for it.
    fn nobody(&self, list: &mut List<'_>, frame: &Frame) {
        let coding = self.coding;
        let mut marks: SmallVec<[Mark; 8]> = SmallVec::from_slice(&[Mark::Nobody]);
        let mut note = |holds: bool, mark| {
            if holds {
                marks.push(mark)
            }
        };
        note(list.filled == Filled::Thing, Mark::NobodyForThing);
        note(list.filled == Filled::Somebody, Mark::NobodyForSomebody);
        note(list.other.is_empty(), Mark::NobodyAlone);
        note(coding.home.is_some(), Mark::NobodyAtHome);
        note(coding.pair.is_some(), Mark::NobodyOfPair);
        note(list.other.iter().any(rules), Mark::NobodyForRulers);
        note(list.other.iter().any(|a| a.sector == Some(Sector::Cvl)), Mark::NobodyForPeople);
        note(frame.tests.iter().any(|t| !t.negated), Mark::NobodyOfWords);
        note(list.mode.is_some(), Mark::NobodyOfMode);
        list.found.push(Candidate { actors: Vec::new(), marks });
    }

    /// Actors named in the clause, the sentence and the sentences before.
    fn named(&self, list: &mut List<'_>, at: usize) {
        let (coding, m) = (self.coding, &self.matches[at]);
        let own = coding.parse.clauses[m.clause].sentence;
        let speakers = &self.settled[at].said_by;
        // "nach Angaben der Agentur": a medium that tells of an act has no part in it.
        let medium = |a: &Actor| a.sector == Some(Sector::Med) && speakers.iter().any(|s| s.key() == a.key());
        // "Lund von der Opposition kritisierte das Gesetz": what hangs on whoever acts is part of him.
        let is_other = |p: &usize| {
            list.side == Side::Recipient
                && coding.referents[*p].iter().any(|r| r.head && list.other.iter().any(|o| o.span == r.actor.span))
        };
        let sentence = coding.parse.sentences[own].clauses.clone();
        let others: SmallVec<[usize; 4]> =
            sentence.flat_map(|c| coding.parse.clauses[c].phrases.clone()).filter(is_other).collect();
        let mut before = false;
        for sentence in (own.saturating_sub(NEAR)..=own).rev() {
            let mut here = false;
            for clause in coding.parse.sentences[sentence].clauses.clone().rev() {
                // "wird vorgeworfen, die Rebellen zu unterstützen": whoever is told of in the accusation does not make it.
                let c = &coding.parse.clauses[clause];
                if list.side == Side::Actor && c.content && c.parent == Some(m.clause) {
                    continue;
                }
                let subject = coding.roles(clause).subject;
                for phrase in coding.parse.clauses[clause].phrases.clone().rev() {
                    if others.iter().any(|o| coding.hangs_on(phrase, *o)) {
                        continue;
                    }
                    for r in coding.referents[phrase].iter().filter(|r| !medium(&r.actor)) {
                        let mark = match (sentence == own, clause == m.clause, r.place, r.head) {
                            (_, _, true, _) if sentence == own => Mark::PlaceInSentence,
                            (_, _, true, _) => Mark::PlaceBefore,
                            (true, true, _, true) => Mark::Clause,
                            (true, true, _, false) => Mark::ClauseInside,
                            (true, false, _, true) => Mark::Sentence,
                            (true, false, _, false) => Mark::SentenceInside,
                            (false, _, _, true) if !before => Mark::Before,
                            (false, _, _, true) => Mark::Earlier,
                            (false, _, _, false) => continue,
                        };
                        here |= r.head && !r.place;
                        list.add(&r.actor, mark);
                        if subject == Some(phrase) && r.head && !r.place {
                            list.add(&r.actor, if sentence == own { Mark::Subject } else { Mark::SubjectBefore });
                        }
                    }
                }
            }
            before |= here && sentence != own;
        }
        for speaker in speakers.iter().filter(|s| !medium(s)) {
            list.add(speaker, Mark::Speaker);
        }
    }

    /// Sides of other acts: of the one that governs the passage, of the nearest of the same type.
    fn acts(&self, list: &mut List<'_>, at: usize, (kind, mode): (EventType, Option<Mode>)) {
        if let Some(governor) = self.settled[at].governor {
            self.sides[governor].actors.iter().for_each(|a| list.add(a, Mark::GovernorActor));
            self.sides[governor].recipients.iter().for_each(|a| list.add(a, Mark::GovernorRecipient));
        }
        let event = |o: usize| sides::event(self.coding, &self.matches[o]);
        let side = list.side;
        let other: Vec<String> = list.other.iter().map(|a| a.code.clone()).collect();
        let told = |o: usize| match side {
            Side::Actor => (&self.sides[o].actors, &self.sides[o].recipients),
            Side::Recipient => (&self.sides[o].recipients, &self.sides[o].actors),
        };
        let nearest = |fits: &dyn Fn(usize) -> bool| {
            let fitting = self.near(at).filter(|o| *o != at && !told(*o).0.is_empty() && fits(*o));
            fitting.min_by_key(|o| (o.abs_diff(at), *o)).map(|o| told(o).0.clone())
        };
        let shares = |o: usize| told(o).1.iter().any(|x| other.contains(&x.code));
        let found = [
            (Mark::SameType, nearest(&|o| event(o).is_some_and(|(k, _)| k == kind))),
            (Mark::SameMode, nearest(&|o| mode.is_some() && event(o) == Some((kind, mode)))),
            (Mark::SameOther, nearest(&|o| event(o).is_some_and(|(k, _)| k == kind) && shares(o))),
            (Mark::AnyAct, nearest(&|o| event(o).is_some())),
        ];
        for (mark, actors) in found {
            list.add_all(&actors.unwrap_or_default(), mark);
        }
        let taken = nearest(&|o| takes(event(o)) && o < at && kind == EventType::Retreat);
        list.add_all(&taken.unwrap_or_default(), Mark::Taker);
    }

    /// Where the rest of the article tells of the candidates.
    fn story(&self, list: &mut List<'_>, at: usize) {
        let own = &self.sides[at];
        let alone = |code: &str| {
            let here = own.actors.iter().chain(&own.recipients).any(|a| a.code == code);
            self.story.acts.get(code).copied().unwrap_or(0) == usize::from(here)
        };
        let nearest = self.nearest(list, at);
        // The start of a note of two sentences is all of it.
        let long = self.coding.parse.sentences.len() > LEAD;
        for Candidate { actors, marks } in list.found.iter_mut().filter(|c| !c.actors.is_empty()) {
            let any = |codes: &BTreeSet<&str>| actors.iter().any(|a| codes.contains(&*a.code));
            let mut note = |holds: bool, mark| {
                if holds {
                    marks.push(mark)
                }
            };
            note(long && any(&self.story.lead), Mark::Lead);
            note(long && any(&self.story.lead_subjects), Mark::LeadSubject);
            note(actors.iter().all(|a| alone(&a.code)), Mark::NeverTold);
            note(nearest.is_some_and(|c| actors.iter().all(|a| a.code == c)), Mark::Nearest);
        }
    }

    /// Whoever else is named last before an act.
    fn nearest(&self, list: &List<'_>, at: usize) -> Option<&str> {
        let (coding, m) = (self.coding, &self.matches[at]);
        let own = coding.parse.clauses[m.clause].sentence;
        let sentences = &coding.parse.sentences[own.saturating_sub(NEAR)..=own];
        let phrases = sentences
            .iter()
            .flat_map(|s| coding.parse.clauses[s.clauses.clone()].iter())
            .flat_map(|c| c.phrases.clone());
        let other = |code: &str| list.other.iter().any(|o| o.code == code);
        let named = phrases.filter_map(|p| Some((coding.phrase(p).head, heads(coding, p).find(|c| !other(c))?)));
        named.filter(|(word, _)| *word < m.word).max_by_key(|(word, _)| *word).map(|(_, code)| code)
    }

    /// States: of the place of the act, those that the article is about, that of the other side.
    fn about(&self, list: &mut List<'_>, at: usize) {
        let coding = self.coding;
        if let Some(code) = place::place(coding, &self.matches[at]).and_then(|p| p.country) {
            list.state(&code, Mark::Place);
        }
        if let Some(home) = &coding.home {
            list.state(home, Mark::Home);
        }
        let acts = |c: &&String| list.other.iter().any(|a| a.code == **c);
        let pair: Vec<String> = coding.pair.iter().flatten().filter(|c| !acts(c)).cloned().collect();
        let mark = if pair.len() == 1 { Mark::PairOther } else { Mark::PairEither };
        pair.iter().for_each(|code| list.state(code, mark));
        for ((code, _), mark) in coding.states.iter().zip([Mark::MostNamed, Mark::NextNamed]) {
            list.state(code, mark);
        }
        let own = list.other.first().filter(|a| a.code.len() == 3).map(|a| a.code.clone());
        if let Some(code) = own {
            list.state(&code, Mark::Own);
        }
    }
}

/// Marks of somebody who is told as an actor, not only by his country.
fn tells(mark: Mark) -> bool {
    use Mark::*;
    let acts = matches!(mark, GovernorActor | GovernorRecipient | SameType | SameMode | SameOther | AnyAct | Taker);
    acts || matches!(mark, Clause | Sentence | Subject | SubjectBefore | Before | Earlier | Speaker)
}

/// Acts that take somebody who may be freed later.
fn takes(event: Option<(EventType, Option<Mode>)>) -> bool {
    matches!(event, Some((EventType::Assault, Some(Mode::Abduct)) | (EventType::Coerce, Some(Mode::Arrest))))
}

/// An actor that has a state's power.
pub(super) fn rules(actor: &Actor) -> bool {
    matches!(actor.sector, Some(Sector::Gov | Sector::Cop | Sector::Mil | Sector::Jud | Sector::Leg))
}

/// Candidates as they are found.
pub(super) struct List<'l> {
    other: &'l [Actor],
    pub(super) side: Side,
    pub(super) kind: EventType,
    pub(super) mode: Option<Mode>,
    at: usize,
    pub(super) span: Span,
    pub(super) filled: Filled,
    found: Vec<Candidate>,
}

impl List<'_> {
    fn add(&mut self, actor: &Actor, mark: Mark) {
        self.add_all(std::slice::from_ref(actor), mark);
    }

    /// Several who are meant together. Whoever is the other side already, itself, is not meant.
    fn add_all(&mut self, actors: &[Actor], mark: Mark) {
        let same = |a: &Actor| self.other.iter().any(|o| o.span == a.span && o.code == a.code);
        if actors.is_empty() || actors.iter().all(same) {
            return;
        }
        let within = |a: &[Actor], b: &[Actor]| a.iter().all(|x| b.iter().any(|y| x.code == y.code));
        match self.found.iter_mut().find(|c| within(&c.actors, actors) && within(actors, &c.actors)) {
            Some(known) if known.marks.contains(&mark) => {}
            Some(known) => known.marks.push(mark),
            None => {
                let marks = SmallVec::from_slice(&[mark]);
                self.found.push(Candidate { actors: actors.to_vec(), marks });
            }
        }
    }

    /// A state as a whole.
    fn state(&mut self, code: &str, mark: Mark) {
        match self.found.iter_mut().find(|c| matches!(c.actors.as_slice(), [a] if a.code == code)) {
            Some(known) if known.marks.contains(&mark) => {}
            Some(known) => known.marks.push(mark),
            None => self.found.push(Candidate::state(code.to_owned(), self.span, mark)),
        }
    }

    /// What each candidate is, whatever it was found by.
    fn describe(&mut self, coding: &Coding<'_>) {
        let quoted = coding.parse.words[self.at].quoted;
        let whole = usual_sector(self.side, self.kind, self.mode, self.other);
        for candidate in self.found.iter_mut().filter(|c| !c.actors.is_empty()) {
            // A state that is only named, or not even that, acts and suffers by its usual part.
            if let ([state], false) = (candidate.actors.as_mut_slice(), candidate.marks.iter().any(|m| tells(*m))) {
                *state =
                    Actor { code: state.code.clone(), sector: Some(whole), name: None, role: None, span: self.span };
            }
            let state = candidate.actors.iter().all(|a| a.code.len() == 3);
            let same = candidate.actors.iter().any(|a| self.other.iter().any(|o| o.code == a.code));
            let person = candidate.actors.iter().any(|a| a.name.is_some());
            let mut note = |holds: bool, mark| {
                if holds {
                    candidate.marks.push(mark)
                }
            };
            note(!state, Mark::NoState);
            note(person, Mark::Person);
            note(candidate.actors.len() > 1, Mark::Several);
            note(same, Mark::SameState);
            note(same && self.other.iter().any(rules), Mark::SameStateRules);
            note(same && coding.home.is_none(), Mark::SameStateAbroad);
            note(!same && !self.other.is_empty() && state, Mark::OtherState);
            note(quoted, Mark::Quoted);
        }
    }
}

/// The part of a state that an act of this kind usually comes from or goes to.
fn usual_sector(side: Side, kind: EventType, mode: Option<Mode>, other: &[Actor]) -> Sector {
    use EventType::{Accuse, Assault, Coerce, Protest, Sanction};
    match (side, kind, mode) {
        (Side::Actor, Coerce, Some(Mode::Arrest)) | (Side::Actor, Assault, Some(Mode::CrowdControl)) => Sector::Cop,
        (Side::Actor, Accuse, Some(Mode::Allege | Mode::Investigate))
        | (Side::Actor, Sanction, Some(Mode::Convict)) => Sector::Jud,
        (Side::Actor, Protest, _) | (Side::Recipient, Assault | Coerce, _) => Sector::Cvl,
        (Side::Recipient, Accuse | Sanction, _) if other.iter().any(rules) => Sector::Cvl,
        _ => Sector::Gov,
    }
}

/// Every act of an article with the sides that it leaves untold, for fitting the weights: the trigger, the sentence and
/// the sides as the passage tells them (the actor completed where the recipient is asked for).
pub fn untold(language: &Language, article: &Article, parse: &Parse<'_>) -> Vec<(Mention, Vec<Untold>)> {
    let coding = Coding::new(language, article, parse);
    let (matches, settled) = coding.told();
    let sides = sides::told(&coding, &matches, &settled);
    let story = Story::of(&coding, &matches, &sides);
    let told = Told { coding: &coding, matches: &matches, settled: &settled, sides: &sides, story };
    let mut all = Vec::new();
    for at in 0..matches.len() {
        let mut now = sides[at].clone();
        let actor = told.untold(at, Side::Actor, &now);
        if let Some((best, _)) = actor.clone().and_then(|u| u.choose(&language.untold)) {
            now.actors = best.actors;
        }
        let recipient = told.untold(at, Side::Recipient, &now);
        let asked: Vec<Untold> = actor.into_iter().chain(recipient).collect();
        if let Some(mention) = emit::draft(&coding, &matches[at], &settled[at], now).filter(|_| !asked.is_empty()) {
            all.push((mention, asked));
        }
    }
    all
}
