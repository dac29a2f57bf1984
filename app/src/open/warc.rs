//! A WARC file in, the pages of its responses out, one record after the other.

use super::compressed::Unbegun;
use super::http;
use super::limits::Limits;
use super::{Sink, Stream, inside, torn};
use anyhow::anyhow;
use demarche::read::Hints;
use std::io::{self, BufRead, Cursor, Read};

/// A record's header is no longer.
const LONGEST_HEADER: u64 = 64 << 10;

/// How a record begins, and how one does behind another.
const OPENING: &[u8] = b"WARC/";
const NEXT: &[u8] = b"\r\n\r\nWARC/1.";

/// Damaged records of a file whose bytes are read again for those that they have taken: each time costs a document.
const REREAD: u64 = 16;

/// What stands between records and behind the last: empty lines, and zeros where a place was kept for more.
fn is_padding(byte: &u8) -> bool {
    byte.is_ascii_whitespace() || *byte == 0
}

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
    let mut faults = 0;
    loop {
        match records(&mut stream, limits, sink) {
            Err(Fault::Record { error, taken }) => {
                if faults < REREAD && !taken.is_empty() {
                    let rest = std::mem::replace(&mut stream.reader, Box::new(io::empty()));
                    stream.reader = Box::new(Cursor::new(taken).chain(rest));
                }
                let goes_on = is_record_ahead(&mut stream.reader).unwrap_or(false);
                faults += 1;
                limits.check_entries(faults)?;
                if !goes_on {
                    return Err(torn("WARC file", &error));
                }
                let error = anyhow!("a record of the WARC file is damaged ({error}); get a whole copy for it");
                sink(Err(error.context(stream.name.clone())))?;
            }
            Err(Fault::Output(error)) => return Err(error),
            Ok(()) => return Ok(()),
        }
    }
}

/// What ends the reading of records.
enum Fault {
    /// `taken` are later records that the damaged one took for its own.
    Record {
        error: io::Error,
        taken: Vec<u8>,
    },
    Output(anyhow::Error),
}

impl Fault {
    /// A record has another length than it tells: the bytes that were read for it hold others.
    fn of_length(error: io::Error, mut block: Vec<u8>) -> Self {
        let next = block.windows(NEXT.len()).position(|bytes| bytes == NEXT);
        let taken = next.map(|at| block.split_off(at)).unwrap_or_default();
        Self::Record { error, taken }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Record { error, taken: Vec::new() }
    }
}

impl From<anyhow::Error> for Fault {
    fn from(error: anyhow::Error) -> Self {
        Self::Output(error)
    }
}

/// A record is handed on once its end has been seen: only there an unpacker tells that its bytes are damaged.
fn records(stream: &mut Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Fault> {
    while let Some(header) = header(&mut stream.reader)? {
        let mut block = (&mut stream.reader).take(header.length);
        let mut bytes = Vec::new();
        if is_wanted(&header) {
            let most = limits.size.saturating_add(http::LONGEST_HEADER + 1);
            (&mut block).take(most).read_to_end(&mut bytes)?;
        }
        let rest = bytes.len() as u64 + io::copy(&mut block, &mut io::sink())?;
        if block.limit() > 0 {
            let message = format!("a record ends {} bytes early after {rest}", block.limit());
            return Err(Fault::of_length(io::Error::new(io::ErrorKind::UnexpectedEof, message), bytes));
        }
        let end = match check_end(&mut stream.reader) {
            // That is of the next record, which will say so itself no more.
            Err(error) if error.get_ref().is_some_and(|cause| cause.is::<Unbegun>()) => Some(error),
            Err(error) => return Err(Fault::of_length(error, bytes)),
            Ok(end) => end,
        };
        let (name, depth) = (inside(&stream.name, &header.uri), stream.depth);
        match content(&header, bytes, limits) {
            Ok(Some((body, charset))) => {
                let inner = Stream::new(name, body.as_slice(), Hints { charset, ..hints(&stream.hints, &header) });
                super::each(Stream { depth: depth + 1, ..inner }, limits, sink)?;
            }
            Ok(None) => {}
            Err(error) => sink(Err(error.context(name)))?,
        }
        if let Some(error) = end {
            return Err(error.into());
        }
    }
    Ok(())
}

/// Whether a record may hold a page: as the answer of a server, or by itself.
fn is_wanted(header: &Header) -> bool {
    match header.kind.as_str() {
        "response" => header.content.starts_with("application/http"),
        "resource" | "conversion" => http::is_readable(&header.content),
        _ => false,
    }
}

/// The page in the block of a record, with the encoding that its server named.
fn content(header: &Header, block: Vec<u8>, limits: &Limits) -> anyhow::Result<Option<(Vec<u8>, Option<String>)>> {
    if header.kind == "response" {
        return http::answer(&mut block.as_slice(), limits);
    }
    limits.check_size(block.len() as u64)?;
    Ok((!block.is_empty()).then(|| (block, http::charset(&header.content))))
}

/// Goes to the next record or the end of the file, over the empty lines that end a record: two, or what follows tells it.
fn check_end(reader: &mut dyn BufRead) -> io::Result<Option<io::Error>> {
    let mut ended = 0;
    loop {
        let ahead = reader.fill_buf()?;
        let blank = ahead.iter().take_while(|byte| is_padding(byte)).count();
        let next = ahead.get(blank..).unwrap_or_default();
        ended += ahead.iter().take(blank).filter(|byte| **byte == b'\n').count();
        if ended < 2 && !next.is_empty() && !next.starts_with(OPENING) && !OPENING.starts_with(next) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a record has another length than it tells"));
        }
        if ahead.is_empty() || !next.is_empty() {
            return Ok(None);
        }
        reader.consume(blank);
    }
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
    skip_padding(reader)?;
    let ahead = reader.fill_buf()?;
    // What begins none is left where it is: the next record may stand in the same line.
    if !ahead.starts_with(OPENING) && !OPENING.starts_with(ahead) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "no record begins here"));
    }
    let mut reader = reader.take(LONGEST_HEADER);
    let mut line = String::new();
    if read_line(&mut reader, &mut line)? == 0 {
        return Ok(None);
    }
    if !line.as_bytes().starts_with(OPENING) {
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

fn skip_padding(reader: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let ahead = reader.fill_buf()?;
        let padding = ahead.iter().take_while(|byte| is_padding(byte)).count();
        let ends = padding < ahead.len() || ahead.is_empty();
        reader.consume(padding);
        if ends {
            return Ok(());
        }
    }
}

/// Goes to the next line that opens a record.
fn is_record_ahead(reader: &mut dyn BufRead) -> io::Result<bool> {
    let mut is_within = false;
    loop {
        if !is_within {
            skip_padding(reader)?;
        }
        let rest = reader.fill_buf()?;
        if rest.is_empty() || !is_within && rest.starts_with(OPENING) {
            return Ok(!rest.is_empty());
        }
        // Zeros end rubbish, too.
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | 0));
        is_within = end.is_none();
        let skipped = end.map_or(rest.len(), |at| at + 1);
        reader.consume(skipped);
    }
}

fn read_line(reader: &mut impl BufRead, line: &mut String) -> io::Result<usize> {
    let mut bytes = Vec::new();
    let count = reader.read_until(b'\n', &mut bytes)?;
    line.push_str(&String::from_utf8_lossy(&bytes));
    Ok(count)
}
