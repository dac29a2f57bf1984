//! A list of JSON objects in, portions of it out as documents that know their first line; a short list stays whole.

use super::limits::{self, Limits};
use super::{Body, Document, Sink, Stream, sniff};
use demarche::read::Hints;
use std::io::{BufRead, BufReader, Read};

/// Bytes of a list that is handed on whole, and of the items of a longer one that travel together.
const WHOLE: u64 = 16 << 20;
const PORTION: usize = 1 << 17;

pub(super) fn each(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let mut head = Vec::new();
    let whole = WHOLE.min(limits.size);
    (&mut stream.reader).take(whole).read_to_end(&mut head).map_err(limits::unpacking)?;
    // Marks stand alone in one byte each only where letters do.
    let is_wide = sniff::is_wide(&head);
    if is_wide {
        (&mut stream.reader).take(limits.size).read_to_end(&mut head).map_err(limits::unpacking)?;
        limits.check_size(head.len() as u64)?;
    }
    if is_wide || (head.len() as u64) < whole {
        return sink(Ok(stream.document(Body::Bytes(head))));
    }
    let mut reader = BufReader::new(head.as_slice().chain(stream.reader));
    let mut list = List { most: usize::try_from(limits.size).unwrap_or(usize::MAX), ..List::default() };
    loop {
        let buffer = reader.fill_buf().map_err(limits::unpacking)?;
        let count = buffer.len();
        for byte in buffer {
            let ended = list.take(*byte);
            if !ended {
                continue;
            }
            if std::mem::take(&mut list.is_over)
                && let Err(error) = limits.check_size(limits.size.saturating_add(1))
            {
                sink(Err(error.context(format!("{}:{}", stream.name, list.line + 1))))?;
            }
            if list.portion.len() >= PORTION {
                let mut bytes = std::mem::replace(&mut list.portion, vec![b'[']);
                bytes.push(b']');
                let hints = Hints { lines_before: list.before, in_list: true, ..stream.hints.clone() };
                list.before = list.line;
                sink(Ok(Document { name: stream.name.clone(), body: Body::Bytes(bytes), hints }))?;
            }
            list.item = list.portion.len();
        }
        reader.consume(count);
        if count == 0 {
            break;
        }
    }
    if list.portion == b"[]" {
        return Ok(());
    }
    let hints = Hints { lines_before: list.before, in_list: true, ..stream.hints.clone() };
    sink(Ok(Document { name: stream.name, body: Body::Bytes(list.portion), hints }))
}

/// Where in a list the reading stands.
#[derive(Default)]
struct List {
    portion: Vec<u8>,
    /// Where in the portion the open item begins.
    item: usize,
    /// Lines before this place, and before the portion.
    line: usize,
    before: usize,
    /// The brackets that are open, that of the list first.
    open: Vec<u8>,
    /// The last byte that is no space.
    last: u8,
    in_text: bool,
    escaped: bool,
    /// Bytes that an item may have.
    most: usize,
    /// The open item has more, and is left out.
    is_over: bool,
    /// A string of the open item has no end on its line, so its brackets tell nothing.
    is_torn: bool,
    /// Nothing but a comma and spaces stand before this place on its line.
    begins: bool,
}

impl List {
    /// Adds a byte; true where an item of the list ends with it.
    fn take(&mut self, byte: u8) -> bool {
        self.line += usize::from(byte == b'\n');
        if byte == b'{' && !self.in_text && (self.is_torn && self.begins || self.is_unclosed()) {
            self.is_torn = false;
            self.open.truncate(1);
            self.item = self.portion.len();
        }
        self.begins = byte == b'\n' || self.begins && (byte == b',' || byte.is_ascii_whitespace());
        let between = self.portion == b"[" && (byte == b',' || byte.is_ascii_whitespace());
        if between {
            self.before = self.line;
            return false;
        }
        if self.portion.len() - self.item >= self.most {
            self.portion.truncate(self.item);
            self.is_over = true;
        }
        if !self.is_over {
            self.portion.push(byte);
        }
        if self.in_text {
            self.is_torn |= byte == b'\n';
            self.in_text = byte != b'\n' && (self.escaped || byte != b'"');
            self.escaped = !self.escaped && byte == b'\\';
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => {
                if self.open.is_empty() {
                    self.item = self.portion.len();
                }
                self.open.push(byte);
            }
            b'}' | b']' => {
                self.open.pop();
                self.is_torn &= self.open.len() > 1;
                self.last = byte;
                return self.open.len() == 1;
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            self.last = byte;
        }
        false
    }

    /// Whether an object that begins here stands in the open item where only a name may: that item was not closed.
    fn is_unclosed(&self) -> bool {
        self.open.len() > 1 && self.open.last() == Some(&b'{') && self.last != b':'
    }
}
