//! Lines with what they are in; out: which sentences, and which lines below a text, point to other articles.

use super::label::Line;
use super::units::{Shape, Unit, trim};
use crate::article::{BlockKind, Span};
use crate::resources::page::{CueKind, PageCues};

/// What stands between a letter and who wrote it.
const SIGNATURE: &str = "--";
/// A statement of that many words ends whatever a teaser or newsletter heading began.
const LONG: usize = 30;
/// Letters of a word that ends a sentence; a shorter one that is written large is likelier an abbreviation.
const WHOLE: usize = 3;

/// Cuts the sentences that point to other articles off the statements beside them: "Russland griff Kiew an. Die Entwicklungen
/// im Liveblog."
pub(super) fn split<'t>(text: &'t str, lines: Vec<Line<'t>>, cues: &[&PageCues]) -> Vec<Line<'t>> {
    let mut split = Vec::with_capacity(lines.len());
    for line in lines {
        let points = |line: &Line<'_>| line.cue.is_some_and(|hit| hit.kind == CueKind::Teaser);
        // What opens so goes on with the headline of the other article.
        if !points(&line) || !line.prose || line.cue.is_some_and(|hit| hit.opens) {
            split.push(line);
            continue;
        }
        let sentences = sentences(text, line.unit.span).into_iter();
        let parts: Vec<Line<'_>> =
            sentences.map(|span| Line::measure(text, Unit { span, ..line.unit }, cues)).collect();
        let runs: Vec<&[Line<'_>]> = parts.chunk_by(|a, b| points(a) == points(b)).collect();
        match runs.len() {
            1 => split.push(line),
            _ => split.extend(runs.into_iter().enumerate().filter_map(|(at, run)| {
                let span = Span::join(run.first()?.unit.span, run.last()?.unit.span);
                Some(Line::measure(text, Unit { span, gap: line.unit.gap && at == 0, ..line.unit }, cues))
            })),
        }
    }
    split
}

/// The sentences of a paragraph, as far as they show without its grammar.
fn sentences(text: &str, span: Span) -> Vec<Span> {
    let inside = span.of(text);
    let (mut start, mut looked) = (0, 0);
    let mut found = Vec::new();
    for (at, _) in inside.match_indices(['.', '!', '?', '\u{2026}']) {
        // Of signs in a row the first speaks for all.
        let Some((before, behind)) = inside.split_at_checked(at).filter(|_| at >= looked) else { continue };
        let rest = behind.trim_start_matches(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
        looked = inside.len() - rest.len();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_word = word.starts_with(char::is_lowercase) || word.chars().nth(WHOLE - 1).is_some();
        let begins = rest.starts_with(char::is_whitespace) && !rest.trim_start().starts_with(char::is_lowercase);
        if is_word && begins && !word.starts_with(|c: char| c.is_ascii_digit()) {
            let end = inside.len() - rest.len();
            found.push(trim(text, Span::new(span.start + start, span.start + end)));
            start = end;
        }
    }
    found.push(trim(text, Span::new(span.start + start, span.end)));
    found.retain(|span| span.start < span.end);
    found
}

/// What stands below "read more", "newsletter" and the like at the end of a page belongs to it, up to a long paragraph.
pub(super) fn mark_below(text: &str, lines: &mut [Line<'_>]) {
    let last_long = lines
        .iter()
        .rposition(|l| l.is_statement() && l.words.len() >= LONG)
        .or_else(|| lines.iter().rposition(Line::is_statement))
        .unwrap_or(0);
    let (mut teased, mut signed) = (false, false);
    for line in lines.iter_mut().skip(last_long + 1) {
        let opens = line.cue.is_some_and(|hit| match hit.kind {
            CueKind::Newsletter | CueKind::Paywall | CueKind::Farewell => true,
            // "Read also: a headline" is complete in itself; "Read also" alone has its links below.
            CueKind::Teaser | CueKind::Advert | CueKind::Comments | CueKind::Tags => line.words.len() == hit.length,
            _ => false,
        });
        teased |= opens && !line.prose;
        signed |= line.unit.shape == Shape::Line && line.unit.span.of(text) == SIGNATURE;
        if (teased || signed && !line.prose) && line.kind != Some(BlockKind::Title) {
            line.kind = Some(BlockKind::Boilerplate);
        }
    }
}
