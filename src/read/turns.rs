//! Which short lines are what somebody says in turn: those of an interview begin with who speaks, as in "Question: Why?".

use super::label::Line;
use super::units::ends_sentence;
use crate::article::BlockKind;
use crate::resources::page::bare_words;
use rustc_hash::FxHashMap;

/// Lines that one speaker opens from which on the lines are turns.
const TURNS: usize = 3;
/// The longest name of a speaker, in words.
const LONGEST: usize = 3;

/// Marks them as paragraphs, how short they are and however often they are said.
pub(super) fn mark(text: &str, lines: &mut [Line<'_>]) {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for speaker in lines.iter().filter_map(|line| speaker(text, line)) {
        *counts.entry(speaker).or_default() += 1;
    }
    for line in lines {
        let is_turn = speaker(text, line).is_some_and(|speaker| counts.get(speaker).is_some_and(|n| *n >= TURNS));
        if is_turn && ends_sentence(line.unit.span.of(text)) {
            line.kind = Some(BlockKind::Paragraph);
        }
    }
}

/// Who speaks in a line that nothing else is known of.
fn speaker<'t>(text: &'t str, line: &Line<'_>) -> Option<&'t str> {
    let (speaker, said) = line.unit.span.of(text).split_once(':')?;
    let is_name = speaker.starts_with(char::is_uppercase) && bare_words(speaker).nth(LONGEST).is_none();
    let is_open = line.kind.is_none() && line.cue.is_none();
    (is_open && is_name && said.starts_with(char::is_whitespace)).then_some(speaker)
}
