//! Bytes in, text out: the encoding is found by mark, by declaration, else by what the bytes allow.

use super::error::Cause;
use crate::note::{Note, NoteKind};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its declared encoding is looked for.
const DECLARED_WITHIN: usize = 2048;

/// Signatures of files that hold no text, with what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite file"),
    (b"\x7fELF", "a program"),
];

/// Fewer bytes beyond ASCII do not show an encoding; they are taken for Western ones, which are the most.
const ENOUGH: usize = 16;
/// Of so many bytes one may be zero in a text.
const STRAY_ZEROS: usize = 10;

/// The text of the bytes, with a note where they had to be repaired. `told` is the encoding that came with them.
pub(super) fn decode(bytes: &[u8], told: Option<&str>) -> Result<(String, Option<Note>), Cause> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Cause::Empty);
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(Cause::Binary(what));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return known(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if bytes.contains(&0) {
        return utf16(bytes).or_else(|| without_zeros(bytes)).ok_or(Cause::Binary("a binary file"));
    }
    let told = told.and_then(|label| Encoding::for_label(label.as_bytes())).or_else(|| declared(bytes));
    match std::str::from_utf8(bytes) {
        // Of all encodings this alone writes other letters with those of ASCII.
        Ok(_) if told == Some(ISO_2022_JP) => known(ISO_2022_JP, bytes),
        Ok(text) => Ok((tidy(text), None)),
        Err(error) => match told.filter(|encoding| *encoding != UTF_8) {
            Some(encoding) => known(encoding, bytes),
            None => repair(bytes, error.valid_up_to()),
        },
    }
}

fn known(encoding: &'static Encoding, bytes: &[u8]) -> Result<(String, Option<Note>), Cause> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let note = broken.then(|| {
        let message = format!("some bytes are no valid {}; they were replaced by U+FFFD", encoding.name());
        Note::new(NoteKind::Repaired, message)
    });
    Ok((tidy(&text), note))
}

/// A text into which a few zeros have strayed.
fn without_zeros(bytes: &[u8]) -> Option<(String, Option<Note>)> {
    let zeros = bytes.iter().filter(|b| **b == 0).count();
    let text = std::str::from_utf8(bytes).ok().filter(|_| zeros * STRAY_ZEROS < bytes.len())?;
    let message = format!("{zeros} bytes are zero; they were replaced by U+FFFD");
    Some((tidy(&text.replace('\0', "\u{fffd}")), Some(Note::new(NoteKind::Repaired, message))))
}

/// UTF-16 without a mark shows by a zero in nearly every other byte.
fn utf16(bytes: &[u8]) -> Option<(String, Option<Note>)> {
    let head = bytes.get(..bytes.len().min(1000))?;
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 3;
    let encoding = match (even > many, odd > many) {
        (false, true) => UTF_16LE,
        (true, false) => UTF_16BE,
        _ => return None,
    };
    known(encoding, bytes).ok()
}

/// The encoding that a page names in its head.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(DECLARED_WITHIN).map(|b| b.to_ascii_lowercase() as char).collect();
    let (_, rest) = ["charset=", "encoding="].iter().find_map(|key| head.split_once(key))?;
    let label: String = rest
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(label.as_bytes())
}

/// Bytes that claim nothing and are no UTF-8: a few stray bytes are replaced, many mean an old encoding, which shows by
/// how often they come beside each other.
fn repair(bytes: &[u8], first_bad: usize) -> Result<(String, Option<Note>), Cause> {
    let high = bytes.iter().filter(|b| **b >= 0x80).count();
    let lossy = String::from_utf8_lossy(bytes);
    let replaced = lossy.matches('\u{fffd}').count();
    let line = bytes.iter().take(first_bad).filter(|b| **b == b'\n').count() + 1;
    if is_damaged(replaced, high) {
        let message = format!("line {line}: {replaced} bytes are no valid UTF-8; they were replaced by U+FFFD");
        return Ok((tidy(&lossy), Some(Note::new(NoteKind::Repaired, message))));
    }
    let encoding = guess(bytes, high);
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let beyond = text.chars().filter(|c| !c.is_ascii()).count();
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    // Western texts are plain letters for the most part.
    let is_western = encoding != WINDOWS_1252 || high * 5 < bytes.len();
    if broken || controls > 0 || letters * 2 < beyond || !is_western {
        return Err(Cause::Encoding { line });
    }
    let message = format!("line {line}: no valid UTF-8; read as {}", encoding.name());
    Ok((tidy(&text), Some(Note::new(NoteKind::Repaired, message))))
}

/// Real UTF-8 with a few bad bytes keeps most of its high bytes in valid sequences.
fn is_damaged(replaced: usize, high: usize) -> bool {
    replaced * 4 < high
}

/// The old encoding that bytes show, `high` of which are beyond ASCII.
fn guess(bytes: &[u8], high: usize) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = if high < ENOUGH { WINDOWS_1252 } else { detector.guess(None, Utf8Detection::Deny) };
    let is_old_mac =
        encoding == WINDOWS_1252 && misplaced(encoding, bytes) > 2 * misplaced(MACINTOSH, bytes) + high / 4;
    if is_old_mac { MACINTOSH } else { encoding }
}

/// The name of the old encoding of a text by the bytes with which it begins; nothing where they are UTF-8.
pub(super) fn charset(head: &[u8]) -> Option<&'static str> {
    // The last letter of a beginning may be cut.
    std::str::from_utf8(head).err()?.error_len()?;
    let high = head.iter().filter(|byte| **byte >= 0x80).count();
    let replaced = String::from_utf8_lossy(head).matches('\u{fffd}').count();
    (!is_damaged(replaced, high)).then(|| guess(head, high).name())
}

/// Signs and capital letters that an encoding puts behind small letters, inside words: "fŠhrt", "grš§te".
fn misplaced(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let inside = text.chars().zip(text.chars().skip(1)).zip(text.chars().skip(2));
    let is_odd = |c: char| !c.is_ascii() && (c.is_uppercase() || !c.is_alphanumeric());
    inside.filter(|((before, c), after)| before.is_lowercase() && is_odd(*c) && after.is_alphabetic()).count()
}

/// Line ends of other systems become `\n`; nothing else changes.
fn tidy(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // In steps, each of which looks at many bytes at once.
    let has_return = text.as_bytes().chunks(512).any(|part| part.iter().fold(false, |has, b| has | (*b == b'\r')));
    if has_return { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}
