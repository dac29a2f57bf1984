//! The answer of a web server in, the page in it out.

use super::compressed::Meter;
use super::limits::Limits;
use anyhow::anyhow;
use std::io::{BufRead, BufReader, Read};

/// The header of an answer is no longer.
pub(super) const LONGEST_HEADER: u64 = 256 << 10;

/// Bytes that are unpacked at a time.
const BUFFER: usize = 16 << 10;

/// Whether a type of content may hold articles.
pub(super) fn is_readable(content: &str) -> bool {
    let kind = content.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.is_empty()
        || kind.starts_with("text/html")
        || kind.starts_with("text/plain")
        || kind.ends_with("xml")
        || kind.ends_with("json")
        || kind == "application/pdf"
}

/// The encoding that a type of content names.
pub(crate) fn charset(content: &str) -> Option<String> {
    let named = content.split(';').skip(1).filter_map(|part| part.split_once('='));
    let mut named = named.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    named.next().map(|(_, label)| label.trim().trim_matches(['"', '\'']).to_owned())
}

/// The body of a good answer that may hold an article, with the encoding that the server named.
pub(super) fn answer(reader: &mut dyn Read, limits: &Limits) -> anyhow::Result<Option<(Vec<u8>, Option<String>)>> {
    let mut reader = BufReader::new(reader);
    let mut head = next_head(&mut reader)?;
    // What led elsewhere stands before the answer from there.
    while status(&head).starts_with(['1', '3']) && reader.fill_buf()?.starts_with(b"HTTP/") {
        head = next_head(&mut reader)?;
    }
    let value = |wanted: &str| {
        let fields = head.lines().filter_map(|line| line.split_once(':'));
        fields
            .filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
            .map(|(_, v)| v.trim().to_ascii_lowercase())
            .next()
    };
    let kind = value("content-type").unwrap_or_default();
    if !matches!(status(&head), "200" | "203") || !is_readable(&kind) {
        return Ok(None);
    }
    let mut body = limits.read(&mut reader)?;
    if value("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
        // Archives keep the chunks or have joined them already, whatever the header says.
        body = chunks(&body).unwrap_or(body);
    }
    let body = unpack(body, value("content-encoding").unwrap_or_default().as_str(), limits)?;
    Ok((!body.is_empty()).then(|| (body, charset(&kind))))
}

/// The body without what its header says it is packed with. Archives keep it packed or have unpacked it already, whatever
/// the header says.
pub(crate) fn unpack(body: Vec<u8>, coding: &str, limits: &Limits) -> anyhow::Result<Vec<u8>> {
    let meter = Meter::new(limits);
    let packed = meter.count_in(body.as_slice());
    match coding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            limits.read(&mut meter.count_out(flate2::read::MultiGzDecoder::new(packed)))
        }
        "deflate" => limits.read(&mut meter.count_out(flate2::read::ZlibDecoder::new(packed))),
        "zstd" => limits.read(&mut meter.count_out(zstd::Decoder::new(packed)?)),
        "br" if std::str::from_utf8(&body).is_err() => {
            limits.read(&mut meter.count_out(brotli_decompressor::Decompressor::new(packed, BUFFER)))
        }
        _ => Ok(body),
    }
}

fn status(head: &str) -> &str {
    head.lines().next().and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default()
}

fn next_head(reader: &mut impl BufRead) -> anyhow::Result<String> {
    let mut head = Vec::new();
    let mut reader = reader.take(LONGEST_HEADER);
    loop {
        let before = head.len();
        reader.read_until(b'\n', &mut head)?;
        let line = head.get(before..).unwrap_or_default();
        if line.is_empty() {
            return Err(anyhow!("the answer of the server has no end of its header"));
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            return Ok(String::from_utf8_lossy(&head).into_owned());
        }
    }
}

/// The chunks of a body joined; none where it is not made of chunks.
fn chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    loop {
        let end = body.iter().position(|b| *b == b'\n')?;
        let (line, rest) = body.split_at_checked(end + 1)?;
        let digits = std::str::from_utf8(line).ok()?.trim().split(';').next()?;
        let length = usize::from_str_radix(digits.trim(), 16).ok()?;
        if length == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(rest.get(..length)?);
        let rest = rest.get(length..)?;
        body = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if body.is_empty() {
            return Some(joined);
        }
    }
}
