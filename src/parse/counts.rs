//! Words before a number that only blur it in, where the number begins out: "mehr als 1000 Menschen", "bis zu 500".

use super::{Tag, Word};
use crate::resources::Language;
use crate::resources::symbol::Symbol;

/// Where the number begins that the words around `at` blur; they govern nothing.
pub(super) fn blurred(language: &Language, words: &[Word<'_>], at: usize) -> Option<usize> {
    let says = |at: usize, word: &Symbol| words.get(at).is_some_and(|w| w.form == *word);
    let behind = |phrase: &[Symbol]| {
        let place = phrase.iter().position(|w| says(at, w))?;
        let first = at.checked_sub(place)?;
        let whole = phrase.iter().enumerate().all(|(i, w)| says(first + i, w));
        whole.then_some(first + phrase.len())
    };
    let from = language.lexicon.counting_phrases().find_map(behind)?;
    words.get(from).filter(|w| w.tag == Tag::Number).map(|_| from)
}
