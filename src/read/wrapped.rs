//! Lines of plain text without a blank one among them in, the paragraphs that were wrapped at a column out: a message, a
//! despatch, whose lines are of about one length, with no sign between paragraphs but a short last line.

use super::units::{NARROWEST, WIDEST, ends_sentence};
use crate::article::Span;

/// Letters by which a line may be shorter than the next word alone explains.
const RAGGED: usize = 14;
/// Of so many lines one at least begins within a sentence and shows it.
const SHOWN: usize = 5;

/// The paragraphs; nothing where the lines were not wrapped, as in lists. A short line that ends no sentence stands alone, but
/// never within a paragraph.
pub(super) fn paragraphs(text: &str, group: &[Span]) -> Option<Vec<Span>> {
    let width = |span: &Span| span.of(text).chars().count();
    let widest = group.iter().map(width).max().filter(|widest| (NARROWEST..=WIDEST).contains(widest))?;
    // The length that the line would have with the next word.
    let with_next = |at: usize| {
        let next = group.get(at + 1)?.of(text).split_whitespace().next()?;
        Some(width(&group[at]) + 1 + next.chars().count())
    };
    let (mut paragraphs, mut open, mut continued): (Vec<Span>, Option<Span>, usize) = (Vec::new(), None, 0);
    for (at, line) in group.iter().enumerate() {
        let inside = line.of(text);
        let ends = ends_sentence(inside);
        let slack = if ends { 0 } else { RAGGED };
        let goes_on = with_next(at).is_some_and(|length| length + slack > widest);
        if open.is_some() && !goes_on && !ends {
            return None;
        }
        continued += usize::from(open.is_some() && inside.starts_with(char::is_lowercase));
        let whole = open.map_or(*line, |open: Span| open.join(*line));
        open = goes_on.then_some(whole);
        paragraphs.extend((!goes_on).then_some(whole));
    }
    // What begins with a small letter goes on with a sentence; headlines in a row do not.
    (continued * SHOWN >= group.len()).then_some(paragraphs)
}
