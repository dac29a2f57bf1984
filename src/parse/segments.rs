//! The tagged words of a sentence in, segments out: stretches between commas, breaks and brackets, cut again where a
//! coordinator stands between two verb groups.

use super::tags::has;
use super::{Tag, Word};
use crate::resources::Language;
use crate::resources::grammar::Form;
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;
use std::ops::Range;

/// What stands on one side of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Boundary {
    /// Start or end of the sentence, a colon or semicolon.
    Full,
    Comma,
    Dash,
    Bracket,
    /// A conjunction with no comma.
    Coordinator,
    /// The end of a quotation, with no comma.
    Quote,
}

#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub words: Range<usize>,
    pub before: Boundary,
    pub after: Boundary,
    /// Stands in brackets or between two dashes.
    pub bracketed: bool,
    /// Its first word is a coordinator.
    pub coordinated: bool,
}

/// The verbs of a stretch of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verbs {
    pub finite: Option<usize>,
    /// Nothing but signs and other verbs stands behind the finite verb.
    pub last: bool,
    /// Nothing but signs and coordinators stands before the finite verb.
    pub first: bool,
    /// A participle or infinitive without its mark.
    pub nonfinite: Option<usize>,
    /// An infinitive with its mark.
    pub marked: Option<usize>,
}

/// Signs that open or close an insertion, and those that end a part of a sentence.
const DASHES: [&str; 4] = ["–", "—", "-", "--"];

/// The segments of the words in `range`.
pub(super) fn cut(language: &Language, text: &str, words: &[Word<'_>], range: Range<usize>) -> Vec<Segment> {
    let mut cutter = Cutter { copula: language.auxiliaries.copula, words, segments: Vec::new() };
    let dashes: Vec<usize> =
        range.clone().filter(|at| words[*at].tag == Tag::Break && DASHES.contains(&words[*at].span.of(text))).collect();
    let paired = |at: usize| dashes.iter().position(|d| *d == at).is_some_and(|n| n < dashes.len() / 2 * 2);
    let (mut start, mut before) = (range.start, Boundary::Full);
    let (mut depth, mut inserted) = (0usize, false);
    for at in range.clone() {
        let after = match words[at].tag {
            Tag::Comma if !words[at].inner => Boundary::Comma,
            Tag::Break if dashes.contains(&at) => {
                if paired(at) {
                    Boundary::Bracket
                } else {
                    Boundary::Dash
                }
            }
            Tag::Break if matches!(words[at].span.of(text), "…" | "/" | "•") => continue,
            Tag::Break => Boundary::Full,
            Tag::Open | Tag::Close => Boundary::Bracket,
            _ => continue,
        };
        cutter.add(start..at, (before, after), depth > 0 || inserted);
        match words[at].tag {
            Tag::Open => depth += 1,
            Tag::Close => depth = depth.saturating_sub(1),
            Tag::Break if after == Boundary::Bracket => inserted = !inserted,
            _ => {}
        }
        (start, before) = (at + 1, after);
    }
    cutter.add(start..range.end, (before, Boundary::Full), depth > 0 || inserted);
    cutter.segments
}

struct Cutter<'c, 'a> {
    copula: Symbol,
    words: &'c [Word<'a>],
    segments: Vec<Segment>,
}

impl Cutter<'_, '_> {
    fn add(&mut self, range: Range<usize>, (mut before, after): (Boundary, Boundary), bracketed: bool) {
        let words = self.words;
        let mut start = range.start;
        for at in range.clone() {
            let joins = match words[at].tag {
                Tag::Coordinator if !words[at].inner && self.splits(start, at, range.end) => Boundary::Coordinator,
                Tag::Quote if at > start && !words[at].quoted && self.resumes(start, at, range.end) => Boundary::Quote,
                _ => continue,
            };
            if at > start {
                self.push(start..at, (before, joins), bracketed);
                (start, before) = (at, joins);
            }
        }
        self.push(start..range.end, (before, after), bracketed);
    }

    fn push(&mut self, range: Range<usize>, (before, after): (Boundary, Boundary), bracketed: bool) {
        let Some(first) = range.clone().find(|i| !self.words[*i].sign) else { return };
        let coordinated = self.words[first].tag == Tag::Coordinator;
        self.segments.push(Segment { words: range, before, after, bracketed, coordinated });
    }

    /// A form that can only be finite.
    fn sure(&self, verb: Option<usize>) -> bool {
        verb.is_some_and(|v| !self.words[v].can_be(Form::INFINITIVE | Form::PARTICIPLE))
    }

    /// "„… bereit“ sagte er": a finished quotation, then a verb.
    fn resumes(&self, start: usize, at: usize, end: usize) -> bool {
        let words = self.words;
        let verb = at + 1 < end
            && words[at + 1].tag == Tag::Verb
            && words[at + 1].can_be(Form::FINITE)
            && self.sure(Some(at + 1));
        verb && self.sure(verbs(words, start..at, false).finite)
    }

    /// True where the coordinator at `at` stands between two verb groups, not between two phrases.
    fn splits(&self, start: usize, at: usize, end: usize) -> bool {
        let words = self.words;
        let verb_last = opens(words, start..at);
        let left = verbs(words, start..at, verb_last);
        let stop = (at + 1..end)
            .find(|i| {
                words[*i].tag == Tag::Coordinator
                    && !words[*i].inner
                    && words[at + 1..*i].iter().any(|w| w.tag == Tag::Verb)
            })
            .unwrap_or(end);
        let right = verbs(words, at + 1..stop, verb_last);
        let next = words.get(at + 1).filter(|_| at + 1 < end);
        // A new conjunction or relative pronoun opens a clause of its own.
        if next.is_some_and(|w| matches!(w.tag, Tag::Subordinator | Tag::Relative))
            && (left.finite.is_some() || verb_last)
        {
            return true;
        }
        // "…, X und sagte": a finite verb right behind the conjunction.
        if next.is_some_and(|w| w.tag == Tag::Verb)
            && right.finite == Some(at + 1)
            && (self.sure(right.finite)
                || self.is_copula(left.finite) && left.nonfinite.is_none() && !words[at + 1].can_be(Form::PARTICIPLE))
        {
            return !verb_last || left.finite.is_some();
        }
        let complete = match (left.finite, left.nonfinite) {
            (Some(finite), None) => !words[finite].auxiliary,
            (Some(_), Some(_)) => true,
            // "hat A besetzt, | B geschlossen und C verhaftet"
            (None, Some(nonfinite)) if left.marked.is_none() => ends(words, nonfinite, at) && right.marked.is_none(),
            (None, _) => left.marked.is_some() && right.marked.is_some() && right.finite.is_none(),
        };
        match (right.finite, right.nonfinite.or(right.marked)) {
            (Some(_), _) if left.finite.is_some() && self.sure(right.finite) => true,
            // "dass er A gemacht und B gesagt hat"
            (Some(finite), Some(_)) if left.finite.is_none() => {
                let list = || complete && !looks_relative(words, start..at);
                (verb_last && left.nonfinite.is_some() || list()) && words[finite].auxiliary && right.last
            }
            (Some(_), _) => complete && left.finite.is_some(),
            (None, Some(nonfinite)) if left.finite.is_none() => {
                complete && (right.marked.is_some() || ends(words, nonfinite, stop))
            }
            (None, Some(nonfinite))
                if left.finite.is_some_and(|f| words[f].can_be(Form::PARTICIPLE) && ends(words, f, at))
                    && words[nonfinite].can_be(Form::PARTICIPLE)
                    && ends(words, nonfinite, stop) =>
            {
                true
            }
            (None, Some(_)) => {
                complete
                    && (left.nonfinite.is_some() && right.marked.is_none()
                        || left.marked.is_some() && right.marked.is_some())
            }
            (None, None) => false,
        }
    }

    fn is_copula(&self, verb: Option<usize>) -> bool {
        verb.is_some_and(|v| self.words[v].verbs.first().is_some_and(|r| r.lemma == self.copula))
    }
}

/// Nothing but signs and other verbs stands between a verb and the end of its stretch.
pub(super) fn ends(words: &[Word<'_>], verb: usize, end: usize) -> bool {
    words[verb + 1..end].iter().all(|w| w.sign || w.tag == Tag::Verb)
}

/// A word that can be a relative pronoun opens the stretch, or stands behind a preposition there.
fn looks_relative(words: &[Word<'_>], stretch: Range<usize>) -> bool {
    let mut first = words[stretch].iter().filter(|w| !w.sign && w.tag != Tag::Preposition);
    first.next().is_some_and(|w| has(w, WordClass::Relative))
}

/// A subordinator or relative pronoun near the head of the stretch.
pub(super) fn opens(words: &[Word<'_>], range: Range<usize>) -> bool {
    opener(words, range).is_some()
}

/// The subordinator or relative pronoun at the head of a stretch, behind a coordinator, adverb or preposition at most.
pub(super) fn opener(words: &[Word<'_>], range: Range<usize>) -> Option<usize> {
    for at in range.take(5) {
        match words[at].tag {
            Tag::Subordinator | Tag::Relative => return Some(at),
            Tag::Coordinator | Tag::Adverb | Tag::Quote | Tag::Negation | Tag::Preposition | Tag::Particle => {}
            _ => return None,
        }
    }
    None
}

/// Which verb of a stretch is finite: one that can be nothing else, else an auxiliary, else the last of a verb-last
/// stretch and the first of any other.
pub(super) fn verbs(words: &[Word<'_>], stretch: impl Iterator<Item = usize> + Clone, verb_last: bool) -> Verbs {
    let mut found = Verbs::default();
    let other = Form::INFINITIVE | Form::PARTICIPLE | Form::PRESENT_PARTICIPLE;
    let (mut sure, mut helping, mut ambiguous) = (None, None, None);
    let keep = |slot: &mut Option<usize>, at: usize| {
        if verb_last || slot.is_none() {
            *slot = Some(at)
        }
    };
    let mut before = None;
    for at in stretch.clone() {
        let word = &words[at];
        let led = before.replace(at).is_some_and(|b: usize| words[b].tag == Tag::InfinitiveMark);
        if word.tag != Tag::Verb {
            continue;
        }
        if led || word.can_be(Form::MARKED_INFINITIVE) && !word.can_be(Form::FINITE) {
            found.marked = Some(at);
            // "verlegt zu haben", "angreifen zu wollen", "beteiligt gewesen zu sein": the forms right before belong to
            // the infinitive, whatever else they could be.
            let group = (0..at.saturating_sub(1)).rev().take_while(|i| {
                led && word.auxiliary
                    && words[*i].tag == Tag::Verb
                    && words[*i].can_be(Form::PARTICIPLE | Form::INFINITIVE)
            });
            let from = group.last().unwrap_or(at);
            ambiguous = ambiguous.filter(|a| *a < from);
        } else if word.can_be(Form::FINITE) {
            let slot = match (word.can_be(other), word.auxiliary) {
                (false, _) => &mut sure,
                (true, true) => &mut helping,
                (true, false) => &mut ambiguous,
            };
            keep(slot, at);
        }
    }
    let last_helper = helping.filter(|h| !verb_last || ambiguous.is_none_or(|a| *h > a));
    found.finite = sure.or(last_helper).or(ambiguous).or(helping);
    for at in stretch.clone() {
        let plain = words[at].tag == Tag::Verb && Some(at) != found.finite && Some(at) != found.marked;
        if plain && words[at].can_be(other) {
            found.nonfinite = Some(at);
        }
    }
    if let Some(finite) = found.finite {
        found.last = stretch
            .clone()
            .filter(|i| *i > finite)
            .all(|i| words[i].sign || words[i].tag == Tag::Verb && words[i].can_be(Form::INFINITIVE));
        found.first = stretch
            .take_while(|i| *i != finite)
            .all(|i| words[i].sign || matches!(words[i].tag, Tag::Coordinator | Tag::Quote));
    }
    found
}
