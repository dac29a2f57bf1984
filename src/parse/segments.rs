//! The tagged words of a sentence in, segments out: stretches between commas, breaks and brackets, cut again where a
//! coordinator stands between two verb groups.

use super::{Tag, Word};
use crate::resources::grammar::Form;
use std::ops::Range;

/// How a segment begins, or what it is by its verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// A subordinating conjunction, at this word.
    Subordinator(usize),
    /// A relative pronoun, at this word.
    Relative(usize),
    /// An infinitive with its mark, and no finite verb.
    Infinitive,
    /// A finite verb.
    Finite,
    /// No verb.
    Bare,
}

#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub words: Range<usize>,
    pub opening: Opening,
    pub finite: Option<usize>,
    /// Any verb that is not finite.
    pub nonfinite: Option<usize>,
    /// A coordinator links it to the segment before, with no comma between.
    pub coordinated: bool,
    /// A dash, colon or semicolon ends it.
    pub broken_off: bool,
    /// Stands in brackets.
    pub bracketed: bool,
}

/// The segments of the words in `range`.
pub(super) fn cut(words: &[Word<'_>], range: Range<usize>) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut start = range.start;
    let mut depth = 0usize;
    for at in range.clone() {
        let boundary = match words[at].tag {
            Tag::Comma | Tag::Break => true,
            Tag::Open | Tag::Close => true,
            _ => false,
        };
        if !boundary {
            continue;
        }
        let before = segments.len();
        add(words, start..at, depth > 0, &mut segments);
        if let Some(last) = segments.get_mut(before..).and_then(<[Segment]>::last_mut) {
            last.broken_off = words[at].tag == Tag::Break;
        }
        match words[at].tag {
            Tag::Open => depth += 1,
            Tag::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        start = at + 1;
    }
    add(words, start..range.end, depth > 0, &mut segments);
    segments
}

fn add(words: &[Word<'_>], range: Range<usize>, bracketed: bool, segments: &mut Vec<Segment>) {
    let mut start = range.start;
    let mut coordinated = false;
    for at in range.clone() {
        if words[at].tag == Tag::Coordinator && at > start && splits(words, start, at, range.end) {
            push(words, start..at, coordinated, bracketed, segments);
            start = at;
            coordinated = true;
        }
    }
    push(words, start..range.end, coordinated, bracketed, segments);
}

fn push(words: &[Word<'_>], range: Range<usize>, coordinated: bool, bracketed: bool, segments: &mut Vec<Segment>) {
    if range.clone().all(|i| matches!(words[i].tag, Tag::Other | Tag::Quote)) {
        return;
    }
    let group = group(words, range.clone());
    let opening = match (opener(words, range.clone()), group) {
        (Some(opening), _) => opening,
        (None, Group { finite: Some(_), .. }) => Opening::Finite,
        (None, Group { marked: true, .. }) => Opening::Infinitive,
        _ => Opening::Bare,
    };
    let Group { finite, nonfinite, .. } = group;
    segments.push(Segment { words: range, opening, finite, nonfinite, coordinated, broken_off: false, bracketed });
}

/// The verbs of a stretch of words.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    finite: Option<usize>,
    nonfinite: Option<usize>,
    /// An infinitive with its mark.
    marked: bool,
}

impl Group {
    /// The bracket is closed: a full verb is finite, or an auxiliary has its participle or infinitive.
    fn complete(self, words: &[Word<'_>]) -> bool {
        match (self.finite, self.nonfinite) {
            (Some(finite), None) => !words[finite].auxiliary,
            (Some(_), Some(_)) | (None, Some(_)) => true,
            (None, None) => false,
        }
    }
}

/// Which verb is finite: one that can be nothing else, else the last of a verb-last stretch, else the first.
fn group(words: &[Word<'_>], range: Range<usize>) -> Group {
    let mut group = Group::default();
    let mut ambiguous: Vec<usize> = Vec::new();
    let opened = opener(words, range.clone()).is_some();
    for at in range.clone() {
        let word = &words[at];
        if word.tag != Tag::Verb {
            continue;
        }
        let marked = word.can_be(Form::MARKED_INFINITIVE) || (at > range.start && words[at - 1].tag == Tag::InfinitiveMark);
        if marked {
            group.marked = true;
            group.nonfinite = group.nonfinite.or(Some(at));
            continue;
        }
        let finite = word.can_be(Form::FINITE);
        let other = word.can_be(Form::INFINITIVE | Form::PARTICIPLE | Form::PRESENT_PARTICIPLE);
        match (finite, other) {
            (true, false) if group.finite.is_none() || opened => {
                if let Some(earlier) = group.finite.replace(at) {
                    group.nonfinite = group.nonfinite.or(Some(earlier));
                }
            }
            (true, _) => ambiguous.push(at),
            _ => group.nonfinite = group.nonfinite.or(Some(at)),
        }
    }
    if group.finite.is_none() && !group.marked {
        group.finite = if opened { ambiguous.pop() } else if ambiguous.is_empty() { None } else { Some(ambiguous.remove(0)) };
    } else if group.finite.is_none() && opened && !ambiguous.is_empty() {
        group.finite = ambiguous.pop();
    }
    group.nonfinite = group.nonfinite.or(ambiguous.first().copied());
    group
}

/// The subordinator or relative pronoun at the head of a stretch, behind a coordinator, adverb or preposition at most.
fn opener(words: &[Word<'_>], range: Range<usize>) -> Option<Opening> {
    for at in range.clone().take(4) {
        match words[at].tag {
            Tag::Subordinator => return Some(Opening::Subordinator(at)),
            Tag::Relative => return Some(Opening::Relative(at)),
            Tag::Coordinator | Tag::Adverb | Tag::Quote | Tag::Negation | Tag::Preposition => {}
            _ => return None,
        }
    }
    None
}

/// True where the coordinator at `at` stands between two verb groups, not between two phrases.
fn splits(words: &[Word<'_>], start: usize, at: usize, end: usize) -> bool {
    let left = group(words, start..at);
    // A clause that a conjunction opened ends with its finite verb: "dass X ein Partner ist | und wir …".
    let closed = opener(words, start..at).is_some() && left.finite == Some(at - 1);
    if !closed && !left.complete(words) {
        return false;
    }
    let stop = (at + 1..end).find(|i| words[*i].tag == Tag::Coordinator && has_verb(words, at + 1, *i)).unwrap_or(end);
    let right = group(words, at + 1..stop);
    match (right.finite, right.nonfinite) {
        (Some(_), _) => true,
        (None, Some(_)) => left.nonfinite.is_some(),
        (None, None) => false,
    }
}

fn has_verb(words: &[Word<'_>], from: usize, to: usize) -> bool {
    words[from..to].iter().any(|w| w.tag == Tag::Verb)
}
