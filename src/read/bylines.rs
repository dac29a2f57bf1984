//! Lines of a page in, those marked that name who wrote it.

use super::label::Line;
use super::people;
use super::units::Shape;
use crate::resources::page::{CueKind, Hit, PageCues, cue_words};

/// By-lines that name people stand at the head, where a lead may be before them, or behind the last statement: between
/// statements such a line is a heading. One by its label alone ("Interview: Jane Park") stands between the headline,
/// which may be `title`, and the text, and beside no other.
pub(super) fn find(text: &str, lines: &mut [Line<'_>], title: Option<&str>, cues: &[&PageCues]) {
    let mut named: Vec<Option<Hit>> = lines.iter().map(|line| byline(text, line, cues)).collect();
    forget_labelled(text, lines, &mut named, title, cues);
    let states = |index: &usize| {
        lines.get(*index).is_some_and(|line| line.prose && line.cue.is_none()) && named[*index].is_none()
    };
    let second = (0..lines.len()).filter(states).nth(1).unwrap_or(lines.len());
    let last = (0..lines.len()).rfind(states).unwrap_or(0);
    for (index, (line, named)) in lines.iter_mut().zip(named).enumerate() {
        let is_placed = index < second || index > last;
        if line.cue.is_none() && is_placed {
            line.cue = named;
        } else if opening(line)
            .is_some_and(|hit| !is_placed || people::tells_of_two(line.unit.span.of(text), hit.length, cues))
        {
            line.cue = None;
        }
    }
}

/// The by-line that a line is, if nothing else shows what it is.
fn byline(text: &str, line: &Line<'_>, cues: &[&PageCues]) -> Option<Hit> {
    let is_open = line.cue.is_none() && !matches!(line.unit.shape, Shape::Heading | Shape::Headline);
    is_open.then(|| people::byline(line.unit.span.of(text), &line.words, cues)).flatten()
}

/// The cue of a line that opens a by-line and has names behind it.
fn opening(line: &Line<'_>) -> Option<Hit> {
    line.cue.filter(|hit| hit.kind == CueKind::Byline && hit.opens && line.words.len() > hit.length)
}

/// Takes by-lines by their label alone for none where they are the headline or a caption, or another names who wrote.
fn forget_labelled(text: &str, lines: &[Line<'_>], named: &mut [Option<Hit>], title: Option<&str>, cues: &[&PageCues]) {
    let is_labelled = |line: &Line<'_>| people::is_labelled(line.unit.span.of(text), cues);
    let mut all = lines.iter().zip(named.iter());
    let is_signed = all.any(|(line, named)| opening(line).is_some() || named.is_some() && !is_labelled(line));
    let title = title.filter(|title| !title.trim().is_empty()).map(cue_words);
    let up_to = |is_headline: &dyn Fn(&Line<'_>) -> bool| lines.iter().position(is_headline).map(|at| at + 1);
    let below = match &title {
        Some(title) => up_to(&|line| line.words == *title).unwrap_or(0),
        None => up_to(&|line| line.cue.is_none() && line.words.len() >= HEADLINE).unwrap_or(lines.len()),
    };
    let first = lines.iter().position(|line| line.prose && line.cue.is_none()).unwrap_or(lines.len());
    for (index, (line, named)) in lines.iter().zip(named).enumerate() {
        let is_other = is_signed || !(below..first).contains(&index) || line.unit.shape == Shape::Caption;
        if named.is_some() && is_other && is_labelled(line) {
            *named = None;
        }
    }
}

/// Words of a headline, at least.
const HEADLINE: usize = 3;
