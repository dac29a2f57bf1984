//! The first bytes of a stream in, what it holds out. Names and endings count for nothing.

use super::table::{self, Layout};
use demarche::read;
use std::borrow::Cow;

/// So many bytes are looked at.
pub(super) const HEAD: usize = 64 << 10;

/// What a stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Gzip,
    Zstd,
    Zip,
    Tar,
    Warc,
    /// What a server answered, with its header.
    Answer,
    Mail,
    Feed,
    /// A table with a header.
    Table(Layout),
    Parquet,
    /// One JSON object a line.
    Lines,
    /// JSON objects in brackets.
    List,
    Pdf,
    /// What is known and not read: what it is, and what to do.
    Stranger(&'static str, &'static str),
    /// Anything that the engine tells apart.
    Page,
}

const SIGNATURES: &[(&[u8], Kind)] = &[
    (b"\x1f\x8b", Kind::Gzip),
    (b"\x28\xb5\x2f\xfd", Kind::Zstd),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"WARC/", Kind::Warc),
    (b"HTTP/1.", Kind::Answer),
    (b"HTTP/2 ", Kind::Answer),
    (b"%PDF-", Kind::Pdf),
    (b"PAR1", Kind::Parquet),
];

/// Files of other programs that begin so.
const STRANGERS: &[(&[u8], &str, &str)] = &[
    (b"{\\rtf", "an RTF document", "save it as DOCX, HTML or text"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as DOCX, HTML or text"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it with xz -d, or pack it with gzip or zstd"),
    (b"BZh", "a bzip2 archive", "unpack it with bzip2 -d, or pack it with gzip or zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it, or pack it as ZIP or tar"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it, or pack it as ZIP or tar"),
    (b"\x04\x22\x4d\x18", "an LZ4 archive", "unpack it with lz4 -d, or pack it with gzip or zstd"),
    (b"\xff\xfe\x00\x00", "a text in UTF-32", "convert it to UTF-8, for example with iconv"),
    (b"\x00\x00\xfe\xff", "a text in UTF-32", "convert it to UTF-8, for example with iconv"),
    (b"From ", "a mailbox of several messages", "save each message as a file of its own (EML)"),
];

pub(super) fn kind(head: &[u8]) -> Kind {
    let signed = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature));
    if let Some((_, kind)) = signed.filter(|(_, kind)| *kind != Kind::Answer || is_answer(head)) {
        return *kind;
    }
    let is_skippable_frame = head.get(1..4) == Some(b"\x2a\x4d\x18") && head.first().is_some_and(|b| b & 0xf0 == 0x50);
    if is_skippable_frame {
        return Kind::Zstd;
    }
    if head.get(257..262) == Some(b"ustar") {
        return Kind::Tar;
    }
    if pdf_at(head).is_some() {
        return Kind::Pdf;
    }
    let is_mailbox = |signature: &[u8]| signature != b"From " || is_mailbox(head);
    if let Some((_, what, remedy)) =
        STRANGERS.iter().find(|(signature, ..)| head.starts_with(signature) && is_mailbox(signature))
    {
        return Kind::Stranger(what, remedy);
    }
    let text = match String::from_utf8_lossy(head) {
        // Wide letters and old encodings hide what a header says.
        Cow::Owned(lossy) => read::decode(head).map_or(lossy, |(text, _)| text).into(),
        text => text,
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') {
        return if is_feed(text) { Kind::Feed } else { Kind::Page };
    }
    if is_lines(text) {
        return Kind::Lines;
    }
    if text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{')) {
        return Kind::List;
    }
    if is_mail(text) {
        return Kind::Mail;
    }
    table::layout(text, head.len() < HEAD).map_or(Kind::Page, Kind::Table)
}

/// Whether the first line tells the status of an answer: words on a protocol may begin a text.
fn is_answer(head: &[u8]) -> bool {
    let status = head.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
    let (number, rest) = status.split_at_checked(3).unwrap_or_default();
    number.len() == 3 && number.iter().all(u8::is_ascii_digit) && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
}

/// Where a PDF file begins: some programs put lines of their own before it.
pub(super) fn pdf_at(head: &[u8]) -> Option<usize> {
    const REACH: usize = 1024;
    let at = head.windows(6).take(REACH).position(|window| window == b"\n%PDF-").map(|at| at + 1);
    at.filter(|_| head.windows(5).any(|window| window == b" obj\n" || window == b" obj\r"))
}

fn is_feed(text: &str) -> bool {
    let begin: String = text.chars().take(2048).collect::<String>().to_lowercase();
    let is_page = begin.contains("<html") || begin.contains("<!doctype html");
    !is_page && ["<rss", "<feed", "<rdf:rdf"].iter().any(|tag| begin.contains(tag))
}

fn is_lines(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default().trim();
    text.starts_with("{\"") || (first.len() > 1 && first.starts_with('{') && first.ends_with('}'))
}

/// A line of an envelope before the header of a message, as only mailboxes have it, and another message below.
fn is_mailbox(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    is_mail(rest) && first.contains(':') && (rest.contains("\nFrom ") || head.len() == HEAD)
}

/// The header of a message: lines of a name, a colon and a value, among them those that only messages have.
fn is_mail(text: &str) -> bool {
    const SURE: &[&str] = &["mime-version", "message-id", "received", "return-path", "snapshot-content-location"];
    const LIKELY: &[&str] = &["from", "to", "subject", "date"];
    let mut names = Vec::new();
    for line in text.lines().take(60).take_while(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t']) && !names.is_empty() {
            continue;
        }
        match line.split_once(':') {
            Some((name, _)) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {
                names.push(name.to_ascii_lowercase());
            }
            _ if names.is_empty() && line.starts_with("From ") => {}
            _ => return false,
        }
    }
    let has = |name: &&&str| names.iter().any(|known| known == *name);
    SURE.iter().any(|name| has(&name)) || LIKELY.iter().filter(has).count() >= 3
}

/// Whether a text says that its letters take two bytes each.
pub(super) fn is_wide(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}
