//! Plain text in, its lines and paragraphs as units to be labelled out. Spans index the text as it is.

use super::wrapped;
use crate::article::Span;

/// What the source itself says of a unit. Plain text says little; HTML and Markdown say more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A line of plain text: anything.
    Line,
    /// The main heading of the page.
    Headline,
    Heading,
    Item,
    /// A row of a table, its cells in one line.
    Row,
    Caption,
    Paragraph,
    /// Text that is shown as it was written.
    Code,
}

/// A stretch of text that gets one label, or a few when it turns out to be glued together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) span: Span,
    pub(super) shape: Shape,
    /// A blank line or a block boundary stands before it.
    pub(super) gap: bool,
    /// The markup of a page gave its shape.
    pub(super) marked: bool,
}

/// Marks that open a list item, when a space follows.
const BULLETS: &[char] = &['-', '*', '\u{2022}', '\u{2013}', '\u{2023}', '\u{25e6}', '\u{25aa}', '\u{b7}', '\u{25cf}'];

/// The widest line that may be the result of wrapping at a column.
pub(super) const WIDEST: usize = 130;
/// The narrowest such column.
pub(super) const NARROWEST: usize = 40;

/// Splits a plain text into units: one a line, or one a paragraph where lines were wrapped at a column.
pub(super) fn split(text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut group: Vec<Span> = Vec::new();
    for line in lines(text) {
        if line.start == line.end {
            flush(text, &mut group, &mut units);
        } else {
            group.push(line);
        }
    }
    flush(text, &mut group, &mut units);
    units.into_iter().flat_map(|unit| halves(text, unit)).collect()
}

/// The trimmed lines of a text; blank ones are empty spans.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split_inclusive(['\n', '\u{2028}', '\u{85}']).map(move |line| {
        let span = trim(text, Span::new(start, start + line.len()));
        start += line.len();
        span
    })
}

/// The span without white space at its ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let start = span.start + (inside.len() - inside.trim_start().len());
    Span::new(start, start + inside.trim().len())
}

fn flush(text: &str, group: &mut Vec<Span>, units: &mut Vec<Unit>) {
    let join = |lines: &[Span]| lines.iter().copied().reduce(Span::join).unwrap_or_default();
    if is_wrapped(text, group) {
        units.push(unit(text, join(group), true));
    } else if let Some(paragraphs) = wrapped::paragraphs(text, group) {
        units.extend(paragraphs.into_iter().map(|paragraph| unit(text, paragraph, true)));
    } else if let Some((above, lines, below)) = wrapped_inside(text, group) {
        let whole = join(lines);
        let all = above.iter().copied().chain([whole]).chain(below.iter().copied());
        units.extend(all.enumerate().map(|(i, span)| unit(text, span, i == 0 || span == whole)));
    } else {
        units.extend(group.iter().enumerate().map(|(i, line)| unit(text, *line, i == 0)));
    }
    group.clear();
}

/// Lines that are one paragraph wrapped at a column, between a headline right above it and an address or agency right
/// below, or one of both.
fn wrapped_inside<'g>(text: &str, group: &'g [Span]) -> Option<(&'g [Span], &'g [Span], &'g [Span])> {
    let cut = |(above, below): (usize, usize)| {
        let (first, rest) = group.split_at_checked(above)?;
        let (lines, last) = rest.split_at_checked(rest.len().checked_sub(below)?)?;
        // Of headlines in a row none begins or ends one sentence within another.
        let within = |line: &Span| line.of(text).starts_with(char::is_lowercase) || line.of(text).contains(". ");
        (lines.iter().skip(1).any(within) && is_wrapped(text, lines)).then_some((first, lines, last))
    };
    [(1, 0), (0, 1), (1, 1)].into_iter().find_map(cut)
}

fn unit(text: &str, span: Span, gap: bool) -> Unit {
    let inside = span.of(text);
    let rest = inside.trim_start_matches(BULLETS);
    let marks = inside.len() - rest.len();
    let marked = marks > 0 && rest.starts_with(char::is_whitespace);
    let numbered = if marked { 0 } else { number_mark(inside) };
    if marked || numbered > 0 {
        let body = Span::new(span.start + marks.max(numbered), span.end);
        return Unit { span: trim(text, body), shape: Shape::Item, gap, marked: false };
    }
    Unit { span, shape: Shape::Line, gap, marked: false }
}

/// The length of a list number such as `3)`; a number with a full stop may as well begin a date.
fn number_mark(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text.get(digits..).is_some_and(|rest| rest.starts_with(") "));
    if mark && (1..=2).contains(&digits) { digits + 1 } else { 0 }
}

/// Whether the lines are one paragraph wrapped at a column: each is so long that the next word would not have fitted.
fn is_wrapped(text: &str, group: &[Span]) -> bool {
    let width = |span: &Span| span.of(text).chars().count();
    let widest = group.iter().map(width).max().unwrap_or(0);
    if group.len() < 2 || !(NARROWEST..=WIDEST).contains(&widest) {
        return false;
    }
    let full = group.windows(2).all(|pair| {
        let next = pair[1].of(text).split_whitespace().next().map_or(0, |w| w.chars().count());
        width(&pair[0]) + 1 + next > widest
    });
    full && group.iter().rev().skip(1).any(|line| !ends_sentence(line.of(text)))
}

/// A unit that holds the same words twice (a headline glued to itself) becomes two.
fn halves(text: &str, whole: Unit) -> Vec<Unit> {
    let inside = whole.span.of(text);
    let half = inside.len() / 2;
    for (end, start) in [(half, half), (half, half + 1), (half.saturating_sub(1), half + 1)] {
        if let (Some(first), Some(second)) = (inside.get(..end), inside.get(start..))
            && first.trim() == second.trim()
            && first.split_whitespace().count() > 2
        {
            let middle = whole.span.start + start;
            let first = trim(text, Span::new(whole.span.start, whole.span.start + end));
            return vec![
                Unit { span: first, ..whole },
                Unit { span: trim(text, Span::new(middle, whole.span.end)), gap: false, ..whole },
            ];
        }
    }
    vec![whole]
}

/// Whether the text ends as a sentence does, closing quotation marks and brackets aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let inner = text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | ')' | ']' | '\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}' | '\u{ab}' | '\u{bb}'
            )
    });
    inner.ends_with(['.', '!', '?', '\u{2026}', '\u{3002}'])
}
