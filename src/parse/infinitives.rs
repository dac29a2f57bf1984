//! A stretch of words with a finite verb and a marked infinitive in; the two clauses that they make out.

use super::Tag;
use super::clauses::Builder;
use super::phrases;
use super::segments::{self, Verbs};
use super::tags::has;
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use std::ops::Range;

/// The words of the finite verb's clause and, where the infinitive makes a clause of its own, the words of that one.
pub(super) fn split(
    builder: &Builder<'_, '_>,
    range: Range<usize>,
    verbs: Verbs,
    verb_last: bool,
) -> (Vec<usize>, Option<Range<usize>>) {
    let whole = (range.clone().collect(), None);
    let (Some(finite), Some(marked)) = (verbs.finite, verbs.marked) else { return whole };
    let words = &builder.parse.words;
    let coherent = &builder.language.syntax.coherent;
    let rules = words[finite].verbs.iter().any(|r| coherent.contains(&r.lemma))
        || words[finite].auxiliary && verbs.nonfinite.is_none();
    if rules {
        return whole;
    }
    let (from, subject) = if finite < marked {
        let from = verbs.nonfinite.filter(|n| *n > finite && *n < marked).unwrap_or(finite);
        (from + 1, from != finite || verb_last || starts_with_subject(builder, range.start, finite))
    } else {
        // "dass er die Stadt anzugreifen drohte"
        let opening = segments::opener(words, range.clone()).map_or(range.start, |o| o + 1);
        (opening, words.get(opening.wrapping_sub(1)).is_some_and(|w| w.tag == Tag::Relative))
    };
    let cut = arguments_from(builder, from, marked, subject);
    let inner = cut..marked + 1;
    (range.filter(|i| !inner.contains(i)).collect(), Some(inner))
}

/// A bare phrase that can be the subject stands before the finite verb.
fn starts_with_subject(builder: &Builder<'_, '_>, start: usize, finite: usize) -> bool {
    let words = &builder.parse.words;
    let first = (start..finite).find(|i| !words[*i].sign && words[*i].tag != Tag::Coordinator);
    match first {
        Some(at) if words[at].tag == Tag::Pronoun => true,
        Some(at) => phrases::extent(builder.language, builder.text, words, at, finite)
            .is_some_and(|(_, agree)| agree.meets(Agree::NOM)),
        None => true,
    }
}

/// Where the infinitive's own phrases begin: behind pronouns, particles and the subject of the finite verb.
fn arguments_from(builder: &Builder<'_, '_>, from: usize, marked: usize, mut subject: bool) -> usize {
    let words = &builder.parse.words;
    let mut at = from;
    while at < marked {
        let word = &words[at];
        let skip = match word.tag {
            Tag::Pronoun => {
                subject |= word
                    .closed
                    .iter()
                    .any(|c| c.class == WordClass::Pronoun && c.agree.meets(Agree::NOM) && !c.agree.meets(Agree::ACC));
                Some(at + 1)
            }
            Tag::Particle | Tag::Quote | Tag::Other => Some(at + 1),
            Tag::Adverb | Tag::Negation | Tag::Proadverb if !subject || has(word, WordClass::Proadverb) => Some(at + 1),
            _ if !subject => {
                subject = true;
                phrases::extent(builder.language, builder.text, words, at, marked).map(|(end, _)| end)
            }
            _ => None,
        };
        match skip {
            Some(next) => at = next,
            None => break,
        }
    }
    // The mark itself always goes with its verb.
    let mark = marked.checked_sub(1).filter(|mark| words[*mark].tag == Tag::InfinitiveMark);
    at.min(mark.unwrap_or(marked))
}
