//! Which items of a list are of the article, though menus use their words as well: names of countries, of departments.

use super::label::Line;
use super::units::{Shape, ends_sentence};
use crate::article::BlockKind;
use crate::resources::page::CueKind;

/// Words of a text that leads up to a list without a colon.
const LEADING: usize = 3;

/// Whether the line leads up to the list below it: "These states agreed:".
pub(super) fn leads(text: &str, lines: &[Line<'_>], at: usize) -> bool {
    let Some([line, next]) = lines.get(at..at + 2) else { return false };
    let inside = line.unit.span.of(text);
    let is_open = line.cue.is_none() && !matches!(line.kind, Some(BlockKind::Boilerplate | BlockKind::Title));
    let breaks_off = line.unit.shape == Shape::Paragraph && line.words.len() >= LEADING && !ends_sentence(inside);
    next.unit.shape == Shape::Item && is_open && (inside.ends_with(':') || breaks_off)
}

/// Words of menus are none in a list that a line leads up to, nor where most items that the page's
/// markup has in their list are others.
pub(super) fn spare_items(text: &str, lines: &mut [Line<'_>]) {
    let mut index = 0;
    while index < lines.len() {
        let items = lines[index..].iter().take_while(|line| line.unit.shape == Shape::Item).count();
        let run = index..index + items;
        let is_led = index > 0 && leads(text, lines, index - 1);
        let others = lines[run.clone()].iter().filter(|line| line.cue.is_none() && line.unit.marked).count();
        let is_mixed = others * 2 > items;
        for line in lines[run].iter_mut().filter(|_| is_led || is_mixed) {
            line.cue = line.cue.filter(|hit| hit.kind != CueKind::Navigation);
        }
        index += items.max(1);
    }
}
