//! A WARC file in, the pages of its responses out, one record after the other.

use super::compressed::Unbegun;
use super::http;
use super::limits::Limits;
use super::{Sink, Stream, inside, torn};
use anyhow::anyhow;
use demarche::read::Hints;
use std::io::{self, BufRead, Read};

/// A record's header is no longer.
const LONGEST_HEADER: u64 = 64 << 10;

/// How a record begins, and how one does behind an empty line.
const OPENING: &[u8] = b"WARC/";
const NEXT: &[u8] = b"\nWARC/1.";
/// Bytes in which that and the empty line may have begun.
const NEAR: usize = NEXT.len() + 1;

/// Documents of the largest size whose bytes a file may cost again for the records that damaged ones have taken.
const REREAD: u64 = 16;
/// Bytes of a record without a page that are kept until its end has been seen.
const KEPT: u64 = 1 << 20;
/// Damaged members of a gzip file in a row that are passed over.
const MEMBERS: usize = 16;
/// Bytes of a longer one that are looked at together.
const CHUNK: u64 = 64 << 10;

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
    let rest = std::mem::replace(&mut stream.reader, Box::new(io::empty()));
    let mut reader = Again { bytes: Vec::new(), at: 0, rest };
    let (mut faults, mut reread) = (0, limits.size.saturating_mul(REREAD));
    loop {
        match records(&stream, &mut reader, limits, sink) {
            Err(Fault::Record { error, taken }) => {
                if let Some(left) = reread.checked_sub(taken.len() as u64) {
                    reread = left;
                    reader.give_back(taken);
                }
                faults += 1;
                limits.check_entries(faults)?;
                if !is_next_found(&mut reader) {
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

/// A reader that may be given back what was read last. It holds no more than that.
struct Again<'r> {
    bytes: Vec<u8>,
    at: usize,
    rest: Box<dyn BufRead + 'r>,
}

impl Again<'_> {
    fn ahead(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Brings so many bytes together, unless the end is nearer: they may stand on both sides of the end of a buffer.
    fn read_ahead(&mut self, count: usize) -> io::Result<()> {
        if self.fill_buf()?.len() < count {
            let mut near = Vec::new();
            self.take(count as u64).read_to_end(&mut near)?;
            self.give_back(near);
        }
        Ok(())
    }

    fn give_back(&mut self, bytes: Vec<u8>) {
        let ahead = self.bytes.split_off(self.at.min(self.bytes.len()));
        (self.bytes, self.at) = (bytes, 0);
        self.bytes.extend(ahead);
    }
}

impl Read for Again<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Again<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.bytes.len() {
            return Ok(self.ahead());
        }
        (self.bytes, self.at) = (Vec::new(), 0);
        self.rest.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        if self.at < self.bytes.len() {
            self.at += count;
        } else {
            self.rest.consume(count);
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
        block.drain(..next_record(&block).unwrap_or(block.len()));
        Self::Record { error, taken: block }
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

/// Where another record begins in the bytes of one: behind an empty line.
fn next_record(bytes: &[u8]) -> Option<usize> {
    let is_next = |at: usize, window: &[u8]| {
        window == NEXT && bytes.get(..at).is_some_and(|before| before.ends_with(b"\n\r") || before.ends_with(b"\n"))
    };
    bytes.windows(NEXT.len()).enumerate().find(|(at, window)| is_next(*at, window)).map(|(at, _)| at)
}

/// Reads past the rest of a long block, up to a record that begins in it. `near` is the end of what was read of it.
fn skip(block: &mut dyn Read, mut near: Vec<u8>) -> Result<(), Fault> {
    while (&mut *block).take(CHUNK).read_to_end(&mut near)? > 0 {
        if next_record(&near).is_some() {
            return Err(Fault::of_length(other_length(), near));
        }
        near.drain(..near.len().saturating_sub(NEAR));
    }
    Ok(())
}

fn other_length() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a record has another length than it tells")
}

/// A record is handed on once its end has been seen: only there an unpacker tells that its bytes are damaged.
fn records(stream: &Stream<'_>, reader: &mut Again<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Fault> {
    while let Some(header) = header(reader)? {
        let mut block = (&mut *reader).take(header.length);
        let (mut bytes, is_wanted) = (Vec::new(), is_wanted(&header));
        let most = if is_wanted { limits.size.saturating_add(http::LONGEST_HEADER + 1) } else { KEPT };
        (&mut block).take(most).read_to_end(&mut bytes)?;
        if header.length > most {
            if next_record(&bytes).is_some() {
                return Err(Fault::of_length(other_length(), bytes));
            }
            skip(&mut block, bytes.iter().rev().take(NEAR).rev().copied().collect())?;
        }
        if block.limit() > 0 {
            let message =
                format!("a record ends {} bytes early after {}", block.limit(), header.length - block.limit());
            return Err(Fault::of_length(io::Error::new(io::ErrorKind::UnexpectedEof, message), bytes));
        }
        let end = match check_end(reader) {
            // That is of the next record, which will say so itself no more.
            Err(error) if error.get_ref().is_some_and(|cause| cause.is::<Unbegun>()) => Some(error),
            Err(error) => return Err(Fault::of_length(error, bytes)),
            Ok(()) => None,
        };
        if !is_wanted {
            bytes.clear();
        }
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
fn check_end(reader: &mut dyn BufRead) -> io::Result<()> {
    let mut ended = 0;
    loop {
        let ahead = reader.fill_buf()?;
        let blank = ahead.iter().take_while(|byte| is_padding(byte)).count();
        let next = ahead.get(blank..).unwrap_or_default();
        ended += ahead.iter().take(blank).filter(|byte| **byte == b'\n').count();
        if ended < 2 && !next.is_empty() && !next.starts_with(OPENING) && !OPENING.starts_with(next) {
            return Err(other_length());
        }
        if ahead.is_empty() || !next.is_empty() {
            return Ok(());
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

/// Goes to the next record, past what else is damaged of the members of a gzip file in which the last one stood.
fn is_next_found(reader: &mut Again<'_>) -> bool {
    let is_of_member =
        |error: &io::Error| matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData);
    let mut tries = (0..MEMBERS).map(|_| is_record_ahead(reader));
    tries.find(|found| !found.as_ref().is_err_and(is_of_member)).is_some_and(|found| found.unwrap_or(false))
}

/// Goes to the next line that opens a record.
fn is_record_ahead(reader: &mut Again<'_>) -> io::Result<bool> {
    let mut is_within = false;
    loop {
        if !is_within {
            skip_padding(reader)?;
            reader.read_ahead(OPENING.len())?;
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
