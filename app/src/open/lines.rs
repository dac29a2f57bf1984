//! JSON lines in, portions of them out as documents that know their first line; articles as `demarche read` writes them
//! keep the blocks that they were read with.

use super::limits::{self, Limits};
use super::{Body, Document, Sink, Stream};
use demarche::Article;
use demarche::read::{self, Hints};
use demarche::records::{Line, articles};
use serde::de::IgnoredAny;
use std::io::{BufRead, Read};

/// Bytes of lines that travel together.
const PORTION: usize = 1 << 17;

pub(super) fn each(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let mut portion = Vec::new();
    line(&mut stream, limits, &mut portion)?;
    let is_object = serde_json::from_slice::<IgnoredAny>(&portion).is_ok();
    if !is_object {
        // One object over many lines, or something that only begins like one: the engine sees it whole.
        (&mut stream.reader).take(limits.size).read_to_end(&mut portion)?;
        limits.check_size(portion.len() as u64)?;
        return sink(Ok(stream.document(Body::Bytes(portion))));
    }
    let (mut before, mut open, mut next) = (0, 0, std::mem::take(&mut portion));
    for lines in 1.. {
        let article = std::str::from_utf8(&next).ok().and_then(|json| article(&stream.name, lines, json));
        let whole = article.is_some();
        if !whole {
            open = still_open(open, &next);
            portion.append(&mut next);
        }
        next.clear();
        // What breaks off costs its line, not those before it.
        let (more, broken) = match line(&mut stream, limits, &mut next) {
            Ok(more) => (more, None),
            Err(error) => (false, Some(error)),
        };
        let hints = |before: usize| Hints { lines_before: before, ..stream.hints.clone() };
        let is_full = portion.len() >= PORTION && open == 0 || portion.len() as u64 >= limits.size;
        if is_full || (!more || whole) && !portion.is_empty() {
            let mut line = before;
            for part in of_one_encoding(&portion) {
                if !part.trim_ascii().is_empty() {
                    let body = Body::Bytes(part.to_vec());
                    sink(Ok(Document { name: stream.name.clone(), body, hints: hints(line) }))?;
                }
                line += part.iter().filter(|byte| **byte == b'\n').count();
            }
            portion.clear();
            open = 0;
        }
        if let Some(article) = article {
            let body = Body::Article(Box::new(article));
            sink(Ok(Document { name: stream.name.clone(), body, hints: hints(lines) }))?;
        }
        if portion.is_empty() {
            before = lines;
        }
        if let Some(error) = broken {
            return Err(error);
        }
        if !more {
            break;
        }
    }
    Ok(())
}

/// How many brackets are open behind a line, where so many were before it: an object may go on over several lines. One that
/// is whole by itself shows that what was open before is broken. A text ends with its line.
fn still_open(before: usize, line: &[u8]) -> usize {
    let (mut open, mut least) = (0_isize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in line {
        match byte {
            _ if in_text => {
                in_text = escaped || *byte != b'"';
                escaped = !escaped && *byte == b'\\';
            }
            b'"' => in_text = true,
            b'{' | b'[' => open += 1,
            b'}' | b']' => {
                open -= 1;
                least = least.min(open);
            }
            _ => {}
        }
    }
    let is_whole = line.starts_with(b"{") && open == 0 && least == 0;
    if is_whole { 0 } else { before.saturating_add_signed(open) }
}

/// A portion as it is where one encoding explains it, else its lines.
fn of_one_encoding(portion: &[u8]) -> Vec<&[u8]> {
    let lines = || portion.split_inclusive(|byte| *byte == b'\n');
    let is_mixed = || lines().any(|line| !line.is_ascii() && std::str::from_utf8(line).is_ok());
    let is_one = std::str::from_utf8(portion).is_ok() || !is_mixed() && read::decode(portion).is_ok();
    if is_one { vec![portion] } else { lines().collect() }
}

/// The article of a line that `demarche read` wrote; nothing for other records.
pub(crate) fn article(file: &str, number: usize, json: &str) -> Option<Article> {
    let likely = json.contains("\"blocks\"");
    let read = likely.then(|| articles::read(Line { file, number }, json).ok()).flatten();
    read.filter(|article| !article.blocks.is_empty())
}

/// Adds the next line; false where there is none.
fn line(stream: &mut Stream<'_>, limits: &Limits, into: &mut Vec<u8>) -> anyhow::Result<bool> {
    let before = into.len();
    (&mut stream.reader).take(limits.size.saturating_add(1)).read_until(b'\n', into).map_err(limits::unpacking)?;
    let count = into.len() - before;
    limits.check_size(count as u64)?;
    Ok(count > 0)
}
