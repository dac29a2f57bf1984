//! The words behind "als" or "für" in, the adjective out that says what something is held to be: "als völlig falsch".

use super::{Tag, Word};
use crate::resources::Language;
use crate::resources::letters::lower;
use std::ops::Range;

/// The adjective that closes the adverbs which `range` begins with, if no noun follows that it could belong to.
pub(super) fn head(language: &Language, text: &str, words: &[Word<'_>], range: Range<usize>) -> Option<usize> {
    let end = range.end;
    let bare = range.take_while(|i| words.get(*i).is_some_and(|w| w.tag == Tag::Adverb));
    let adjective = |i: &usize| language.syntax.is_adjective(&lower(words[*i].span.of(text)));
    let head = bare.filter(adjective).last()?;
    let next = words.get(head + 1).filter(|_| head + 1 < end).map(|w| w.tag);
    let noun = matches!(next, Some(Tag::Adjective | Tag::Noun | Tag::Name | Tag::Number));
    (!noun).then_some(head)
}
