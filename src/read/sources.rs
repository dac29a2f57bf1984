//! A paragraph in, its statement out: without the source, the sign or the mark of a footnote behind its full stop.

use super::people;
use super::units::ends_sentence;
use crate::resources::page::{CueKind, PageCues, bare_words, cue_words};

/// Words of what stands behind a statement, at most.
const LONGEST: usize = 6;
/// Letters of a word that ends a sentence; a shorter one that is written large is likelier an abbreviation.
const WHOLE: usize = 3;
/// Marks behind a statement, at most.
const MARKS: usize = 8;
/// Digits of the number of a footnote, at most.
const DIGITS: usize = 3;
/// Signs that close quotations and brackets, and those that end a clause.
const CLOSING: &[char] =
    &['"', '\'', ')', ']', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{ab}', '\u{bb}', ':', ',', ';'];
const CALLS: &[char] = &['!', '?'];
const STOPS: &[char] = &['.', '!', '?', '\u{2026}', '\u{3002}'];

/// The text up to its last full stop, where nothing but marks, brackets and sources stands behind it; else all of it.
pub(super) fn statement<'t>(text: &'t str, cues: &[&PageCues]) -> &'t str {
    let mut rest = text;
    for _ in 0..MARKS {
        let Some(head) = before_mark(rest, cues) else { break };
        rest = head.trim_end();
    }
    if ends_sentence(rest) { rest } else { text }
}

/// The text up to its last full stop, where a few words stand behind that: "Brasilien protestierte. Eva Lang". Behind a
/// question or a call they are what it leads to: "Noch kein Konto? Jetzt registrieren".
pub(super) fn before_tail(text: &str) -> Option<&str> {
    let stops = text.rmatch_indices(STOPS).take(MARKS);
    let mut ends = stops.filter_map(|(at, stop)| {
        let (before, behind) = (text.get(..at)?, text.get(at + stop.len()..)?);
        let tail = behind.trim_start_matches(CLOSING);
        // "Nr. 1", "10.30", "Dr. Alt"
        let calls = stop.starts_with(CALLS) && behind.starts_with(char::is_whitespace) && !before.contains(". ");
        let word = before.trim_end_matches(CLOSING).rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_word = word.starts_with(char::is_lowercase) || word.chars().nth(WHOLE - 1).is_some();
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        let is_apart = tail.starts_with(char::is_whitespace);
        (is_word && !is_number && is_apart).then(|| (text.split_at(text.len() - tail.len()), calls))
    });
    let (head, tail) = ends.next().filter(|(_, calls)| !calls)?.0;
    bare_words(tail).nth(LONGEST).is_none().then_some(head)
}

/// Whether a text ends as a sentence does, a few words behind it aside.
pub(super) fn ends_stated(text: &str) -> bool {
    ends_sentence(text) || before_tail(text).is_some()
}

/// What stands before the last mark of a text.
fn before_mark<'t>(text: &'t str, cues: &[&PageCues]) -> Option<&'t str> {
    let is_sign = |c: char| !c.is_alphanumeric() && !CLOSING.contains(&c) && !STOPS.contains(&c);
    let bare = text.trim_end_matches(is_sign);
    if bare.len() < text.len() {
        return Some(bare);
    }
    let open = text.strip_suffix('.').unwrap_or(text);
    let bracket = match open.chars().next_back()? {
        ')' => open.rfind('('),
        ']' => open.rfind('['),
        _ => None,
    };
    if let Some((head, inside)) = bracket.and_then(|at| open.split_at_checked(at)) {
        return bare_words(inside).nth(LONGEST).is_none().then_some(head);
    }
    // "einbestellt.1", but neither "Nr. 1" nor "10.30".
    let plain = text.trim_end_matches(char::is_numeric);
    let is_note = ends_sentence(plain)
        && text.chars().rev().take_while(|c| c.is_numeric()).nth(DIGITS).is_none()
        && plain
            .trim_end_matches(CLOSING)
            .trim_end_matches(STOPS)
            .trim_end_matches(CLOSING)
            .ends_with(char::is_alphabetic);
    if plain.len() < text.len() {
        return is_note.then_some(plain);
    }
    let (at, stop) = open.rmatch_indices(STOPS).next()?;
    let (head, tail) = open.split_at_checked(at + stop.len())?;
    is_source(tail.trim_start_matches(CLOSING), cues).then_some(head)
}

/// Whether a few words tell where a text is from: "dpa/rtr", "Quelle: dpa". Who took a picture is told otherwise.
pub(super) fn is_source(part: &str, cues: &[&PageCues]) -> bool {
    if bare_words(part).nth(LONGEST).is_some() {
        return false;
    }
    let part = part.trim().trim_matches(|c: char| !c.is_alphanumeric());
    let words = cue_words(part);
    let hit = cues.iter().find_map(|table| table.find(&words, false));
    let is_agency = |name: &str| people::is_agency(name.trim_matches(|c: char| !c.is_alphanumeric()), cues);
    match hit.filter(|hit| hit.opens && hit.length < words.len()).map(|hit| hit.kind) {
        Some(CueKind::Source) => true,
        Some(CueKind::Credit) => false,
        _ if part.contains(char::is_whitespace) => part.rsplit([' ', '/', ',']).next().is_some_and(is_agency),
        _ => part.split('/').any(is_agency),
    }
}
