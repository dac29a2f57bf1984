//! A text in, its words as cues of pages see them out.

use super::letters::lower;
use std::borrow::Cow;

/// Bytes that a word and the sign behind it take, in texts of short words.
const SHORT_WORD: usize = 5;

/// The words of a text as cues see them: runs of letters and digits, lower-cased.
pub fn cue_words(text: &str) -> Vec<Cow<'_, str>> {
    let mut words = Vec::with_capacity(text.len() / SHORT_WORD + 1);
    words.extend(bare_words(text).map(lower));
    words
}

/// The same as they are written.
pub fn bare_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
