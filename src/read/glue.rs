//! Places where page builders glued texts together: a headline and what follows it, a caption and its credit, the
//! place and agency before the first sentence.

use super::label::Labelled;
use super::people;
use super::units::trim;
use crate::article::{Block, BlockKind, Span};
use crate::resources::page::{CueKind, PageCues, bare_words, cue_words};
use std::borrow::Cow;

/// How far behind a repeated headline the seam may be: " - photo 1" may stand between it and the caption.
const SEAM: usize = 24;
/// The longest place and agency before a first sentence, in bytes.
const DATELINE: usize = 90;
/// Words of a line that is one alone, at most.
const LONE: usize = 5;

/// The longest credit of a picture, in words.
const LONGEST: usize = 12;

/// Where the text that is glued to a leading `title` begins; none where the text goes on as a sentence would.
pub(super) fn prefix(text: &str, title: &str) -> Option<usize> {
    let rest = text.strip_prefix(title)?;
    if rest.is_empty() {
        return Some(text.len());
    }
    if rest.starts_with(char::is_uppercase) {
        return Some(title.len());
    }
    let mut before = None;
    for (place, c) in rest.char_indices().take(SEAM) {
        let seam = before.is_some_and(|b: char| b.is_lowercase() || b.is_ascii_digit());
        if seam && c.is_uppercase() {
            return Some(title.len() + place);
        }
        before = Some(c);
    }
    None
}

/// Where the credit of a picture begins at the end of a text: `(Foto: Archiv)`, `| Bild: Archiv`, or a copyright sign.
pub(super) fn credit(text: &str, cues: &[&PageCues]) -> Option<usize> {
    let is_credit = |part: &str| {
        let is_short = bare_words(part).nth(LONGEST).is_none();
        let words = if is_short { cue_words(part) } else { return false };
        let hit = cues.iter().find_map(|table| table.find(&words, false));
        hit.is_some_and(|hit| matches!(hit.kind, CueKind::Credit | CueKind::Source) && hit.opens)
    };
    let bracket = text.rfind('(').filter(|_| text.trim_end().ends_with([')', '.']) && text.contains(')'));
    let bar = text.rfind('|').or_else(|| text.rfind('\u{a9}'));
    let stop = text.rfind(". ").map(|place| place + 2);
    for place in [bracket, bar, stop].into_iter().flatten() {
        let part = text.get(place..)?;
        if part.starts_with('\u{a9}') || is_credit(part) {
            return Some(place);
        }
    }
    (text.contains([':', '/']) && is_credit(text)).then_some(0)
}

/// Cuts place and agency off the first paragraph, so that its sentence begins at its first word, and notes the agency:
/// "Genf/Wien (ddm) - Der Minister ...".
pub(super) fn detach_dateline(text: &str, labelled: &mut Labelled, cues: &[&PageCues]) {
    let Some(index) = labelled.blocks.iter().position(|block| block.kind == BlockKind::Paragraph) else { return };
    let mut above = labelled.blocks.get(..index).unwrap_or_default().iter().filter(|block| !block.kind.is_coded());
    let alone = above.find_map(|block| lone_dateline(block.span.of(text), cues));
    labelled.agency = alone.or_else(|| labelled.agency.take());
    let block = labelled.blocks[index];
    let inside = block.span.of(text);
    let Some((head, cut)) = dateline(inside, cues).or_else(|| signed(inside, cues)) else { return };
    labelled.agency = agency(head).or_else(|| labelled.agency.take());
    let middle = block.span.start + cut;
    let place = trim(text, Span::new(block.span.start, middle));
    labelled.blocks[index] = Block { span: Span::new(middle, block.span.end), kind: block.kind };
    labelled.blocks.insert(index, Block { span: place, kind: BlockKind::Boilerplate });
}

/// The head of a dateline and where the sentence after it begins. A day stands in it beside its month, before an agency.
fn dateline<'a>(text: &'a str, cues: &[&PageCues]) -> Option<(&'a str, usize)> {
    let dash = text.char_indices().take_while(|(place, _)| *place < DATELINE).find(|(place, c)| {
        let spaced = text.get(..*place).is_some_and(|t| t.ends_with([' ', ')', '\u{a0}']));
        matches!(c, '-' | '\u{2013}' | '\u{2014}' | '|') && spaced
    })?;
    let head = text.get(..dash.0)?.trim();
    let after = text.get(dash.0 + dash.1.len_utf8()..)?;
    let rest = after.trim_start();
    // "Frankfurt am Main" has one small word; a clause before a dash has more or longer ones.
    let small = |word: &str| word.chars().all(char::is_lowercase) && word.chars().count() <= 3;
    let signs = agency(head).is_some_and(|name| people::is_agency(&name, cues)) && names_day(&cue_words(head), cues);
    let word_is_name = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.starts_with(char::is_uppercase)
            || word.starts_with('(')
            || word.ends_with(')')
            || small(bare)
            || bare.is_empty()
            || signs && is_day(bare)
    };
    let plain = !head.contains([':', '"', '\u{201e}', '\u{201c}', '?', '!'])
        && head.split_whitespace().filter(|w| small(w)).count() <= 1;
    let named = head.starts_with(|c: char| c.is_uppercase() || c == '(' || signs && c.is_ascii_digit());
    let begins = rest.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '\u{201e}' | '\u{201c}' | '\u{bb}' | '\u{ab}')
    });
    let short = plain && head.split_whitespace().count() <= 6 && head.split_whitespace().all(word_is_name);
    (named && begins && short && after.starts_with(char::is_whitespace)).then_some((head, text.len() - rest.len()))
}

/// The agency in brackets without a dash behind it, a place before it or none, and where the sentence after it begins:
/// "(dpa) Der Minister", "Wien (dpa). Der Minister".
fn signed<'a>(text: &'a str, cues: &[&PageCues]) -> Option<(&'a str, usize)> {
    let (place, rest) = text.split_once('(').filter(|(place, _)| place.len() <= DATELINE)?;
    let (inside, behind) = rest.split_once(')')?;
    let is_agency = |name: &str| people::is_agency(name, cues);
    let initials: String = place.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
    // "Associated Press (AP)" is one name, and of the sentence.
    let is_spelt = initials.eq_ignore_ascii_case(inside.trim()) || is_agency(place);
    let is_name = |word: &str| word.starts_with(char::is_uppercase) && !word.ends_with('.');
    let sentence = behind.trim_start_matches(['.', ':', ' ', '\u{a0}']);
    let begins = behind.len() > sentence.len() && sentence.starts_with(|c: char| !c.is_lowercase());
    let is_one =
        inside.split(['/', ',']).all(is_agency) && place.split_whitespace().all(is_name) && begins && !is_spelt;
    is_one.then(|| (text.get(..text.len() - behind.len()).unwrap_or_default(), text.len() - sentence.len()))
}

/// The agency of a line that is a dateline and no more: "Lisbon, May 7 (Reuters) -".
pub(super) fn lone_dateline(line: &str, cues: &[&PageCues]) -> Option<String> {
    let head = line.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | '\u{2014}'));
    let is_short = || head.split_whitespace().nth(LONE).is_none();
    let is_told = || head.len() < line.len() || names_day(&cue_words(head), cues);
    let is_agency = |name: &String| name.split(['/', ',']).all(|name| people::is_agency(name, cues));
    agency(head).filter(|name| is_short() && is_told() && is_agency(name))
}

/// Whether a day stands beside its month.
fn names_day(words: &[Cow<'_, str>], cues: &[&PageCues]) -> bool {
    let is_month = |word: &str| cues.iter().any(|table| table.month(word).is_some());
    words.windows(2).any(|pair| is_day(&pair[0]) && is_month(&pair[1]) || is_month(&pair[0]) && is_day(&pair[1]))
}

fn is_day(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

/// The agency in a dateline: what stands in brackets at its end.
fn agency(head: &str) -> Option<String> {
    let inside = head.strip_suffix(')')?.rsplit('(').next()?.trim();
    let plausible =
        !inside.is_empty() && inside.split_whitespace().count() <= 3 && !inside.contains(|c: char| c.is_ascii_digit());
    plausible.then(|| inside.to_owned())
}
