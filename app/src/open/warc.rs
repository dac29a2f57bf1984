//! A WARC file in, the pages of its responses out, one record after the other.

use super::http;
use super::limits::Limits;
use super::{Sink, Stream, inside, torn};
use anyhow::anyhow;
use demarche::read::Hints;
use std::io::{self, BufRead, Read};

/// A record's header is no longer.
const LONGEST_HEADER: u64 = 64 << 10;

/// What the header of a record says.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    uri: String,
    date: String,
    content: String,
    length: u64,
}

pub(super) fn each(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    while let Some(header) = header(&mut stream.reader).map_err(|error| torn("WARC file", &error))? {
        let mut block = (&mut stream.reader).take(header.length);
        let (name, depth) = (inside(&stream.name, &header.uri), stream.depth);
        let base = hints(&stream.hints, &header);
        match header.kind.as_str() {
            "response" if header.content.starts_with("application/http") => {
                let answer = http::answer(&mut block, limits);
                match answer {
                    Ok(Some(body)) => {
                        let inner = Stream::new(name, body.as_slice(), base);
                        super::each(Stream { depth: depth + 1, ..inner }, limits, sink)?;
                    }
                    Ok(None) => {}
                    Err(error) => sink(Err(error.context(name)))?,
                }
            }
            "resource" | "conversion" if http::is_readable(&header.content) => {
                let inner = Stream::new(name, &mut block, base);
                super::each(Stream { depth: depth + 1, ..inner }, limits, sink)?;
            }
            _ => {}
        }
        let rest = io::copy(&mut block, &mut io::sink()).map_err(|error| torn("WARC file", &error))?;
        if block.limit() > 0 {
            return Err(torn("WARC file", &anyhow!("a record ends {} bytes early after {rest}", block.limit())));
        }
    }
    Ok(())
}

fn hints(given: &Hints, header: &Header) -> Hints {
    let day = header.date.get(..10).and_then(|date| date.parse().ok());
    Hints {
        id: Some(header.uri.clone()),
        url: given.url.clone().or_else(|| Some(header.uri.clone())),
        file_time: day.or(given.file_time),
        ..given.clone()
    }
}

/// The next header; none at the end of the file.
fn header(reader: &mut dyn BufRead) -> io::Result<Option<Header>> {
    let mut reader = reader.take(LONGEST_HEADER);
    let mut line = String::new();
    // Empty lines stand between records.
    while line.trim().is_empty() {
        line.clear();
        if read_line(&mut reader, &mut line)? == 0 {
            return Ok(None);
        }
    }
    if !line.starts_with("WARC/") {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "no record begins here"));
    }
    let mut header = Header::default();
    loop {
        line.clear();
        if read_line(&mut reader, &mut line)? == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a header has no end"));
        }
        if line.trim().is_empty() {
            return Ok(Some(header));
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['<', '>']);
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            "warc-target-uri" => header.uri = value.to_owned(),
            "warc-date" => header.date = value.to_owned(),
            "content-type" => header.content = value.to_ascii_lowercase(),
            "content-length" => {
                let wrong = |_| io::Error::new(io::ErrorKind::InvalidData, "a record tells no length");
                header.length = value.parse().map_err(wrong)?;
            }
            _ => {}
        }
    }
}

fn read_line(reader: &mut impl BufRead, line: &mut String) -> io::Result<usize> {
    let mut bytes = Vec::new();
    let count = reader.read_until(b'\n', &mut bytes)?;
    line.push_str(&String::from_utf8_lossy(&bytes));
    Ok(count)
}
