//! The first bytes of a stream in, what it holds out. Names and endings count for nothing.

use demarche::read;

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
    Mail,
    Feed,
    /// A table with a header that names a text; its delimiter.
    Table(u8),
    Parquet,
    /// One JSON object a line.
    Lines,
    Pdf,
    /// Anything that the engine tells apart.
    Page,
}

const SIGNATURES: &[(&[u8], Kind)] = &[
    (b"\x1f\x8b", Kind::Gzip),
    (b"\x28\xb5\x2f\xfd", Kind::Zstd),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"WARC/", Kind::Warc),
    (b"%PDF-", Kind::Pdf),
    (b"PAR1", Kind::Parquet),
];

pub(super) fn kind(head: &[u8]) -> Kind {
    if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
        return *kind;
    }
    let is_skippable_frame = head.get(1..4) == Some(b"\x2a\x4d\x18") && head.first().is_some_and(|b| b & 0xf0 == 0x50);
    if is_skippable_frame {
        return Kind::Zstd;
    }
    if head.get(257..262) == Some(b"ustar") {
        return Kind::Tar;
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') {
        return if is_feed(text) { Kind::Feed } else { Kind::Page };
    }
    if is_lines(text) {
        return Kind::Lines;
    }
    if is_mail(text) {
        return Kind::Mail;
    }
    delimiter(text).map_or(Kind::Page, Kind::Table)
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

/// The delimiter of a table whose header names its columns, among them a text.
fn delimiter(text: &str) -> Option<u8> {
    let header = text.lines().next()?;
    let columns =
        |delimiter: char| -> Vec<&str> { header.split(delimiter).map(|c| c.trim().trim_matches('"')).collect() };
    let is_header = |delimiter: &char| {
        let columns = columns(*delimiter);
        let plain =
            columns.iter().all(|column| column.len() <= 40 && !column.contains(['{', '<']) && !column.ends_with('.'));
        columns.len() > 1 && plain && columns.iter().any(|column| read::is_text_column(column))
    };
    ['\t', ',', ';', '|'].iter().find(|d| is_header(d)).and_then(|d| u8::try_from(u32::from(*d)).ok())
}
