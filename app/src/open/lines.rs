//! JSON lines in, portions of them out as documents that know their first line.

use super::limits::Limits;
use super::{Body, Document, Sink, Stream};
use demarche::read::Hints;
use serde::de::IgnoredAny;
use std::io::{BufRead, Read};

/// Bytes of lines that travel together.
const PORTION: usize = 1 << 20;

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
    let (mut before, mut lines) = (0, 1);
    loop {
        let more = line(&mut stream, limits, &mut portion)?;
        lines += usize::from(more);
        if portion.len() >= PORTION || !more {
            let hints = Hints { lines_before: before, ..stream.hints.clone() };
            let body = Body::Bytes(std::mem::take(&mut portion));
            sink(Ok(Document { name: stream.name.clone(), body, hints }))?;
            before = lines;
        }
        if !more {
            return Ok(());
        }
    }
}

/// Adds the next line; false where there is none.
fn line(stream: &mut Stream<'_>, limits: &Limits, into: &mut Vec<u8>) -> anyhow::Result<bool> {
    let before = into.len();
    (&mut stream.reader).take(limits.size.saturating_add(1)).read_until(b'\n', into)?;
    let count = into.len() - before;
    limits.check_size(count as u64)?;
    Ok(count > 0)
}
