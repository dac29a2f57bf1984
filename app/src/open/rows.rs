//! A table in, the bytes of its rows out, each with the line on which it begins. A quotation mark that opens a cell and is
//! never closed costs its row and the text below it, up to the next line that begins a row of the table.
//!
//! Every byte is looked at once as its line is read, and every line is gone over a bounded number of times.

use super::limits::{self, Limits};
use std::collections::VecDeque;
use std::io::BufRead;

/// A row as it stands in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Row {
    Whole(Vec<u8>),
    /// It has more bytes than a document may have.
    Large,
    /// A cell was opened in it and not closed; what follows on the next lines is left out as its text.
    Open,
}

pub(super) struct Rows<'r> {
    reader: Box<dyn BufRead + 'r>,
    limits: Limits,
    delimiter: u8,
    /// Lines that were read in search of the end of a cell.
    ahead: VecDeque<Line>,
    /// Lines read.
    count: u64,
    /// No cell that is open at the end of a line before this one is closed in good order.
    hopeless: u64,
    /// Cells of the header, and of the last row.
    widths: [usize; 2],
    /// Rows below the header, and those of them that have a cell in quotation marks.
    seen: u64,
    quoted: u64,
}

/// A line, with what it is as the beginning of a row and as the next line of an open cell.
struct Line {
    number: u64,
    /// Nothing where the line is larger than a document may be.
    bytes: Option<Vec<u8>>,
    size: u64,
    begun: Walk,
    within: Walk,
}

/// Where in a row a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Begin,
    Plain,
    Quoted,
    /// Behind a mark in a quoted cell: its end, or the first of two that stand for one.
    Mark,
}

/// What a walk over bytes has seen.
#[derive(Clone, Copy)]
struct Walk {
    state: State,
    /// Delimiters between cells.
    joints: usize,
    /// Text follows the end of a quoted cell.
    is_odd: bool,
    has_quoted: bool,
    /// A cell begins with a space, as the words behind a comma do.
    is_spaced: bool,
}

impl Walk {
    fn from(state: State) -> Self {
        Self { state, joints: 0, is_odd: false, has_quoted: false, is_spaced: false }
    }

    fn step(&mut self, byte: u8, delimiter: u8) {
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::Mark,
            (State::Quoted, _) | (State::Mark, b'"') => State::Quoted,
            (State::Begin, b'"') => {
                self.has_quoted = true;
                State::Quoted
            }
            (_, byte) if byte == delimiter => {
                self.joints += 1;
                State::Begin
            }
            (state, byte) => {
                let ends = matches!(byte, b'\r' | b'\n');
                self.is_odd |= state == State::Mark && !ends;
                self.is_spaced |= state == State::Begin && byte == b' ';
                State::Plain
            }
        };
    }
}

/// The lines that a row may take.
struct Gathered {
    lines: Vec<Line>,
    /// Every cell is closed, and on a later line none is opened behind its end.
    is_closed: bool,
    size: u64,
    cells: usize,
    has_quoted: bool,
}

/// Memory for lines that may have to be gone over again, where documents may have less.
const AHEAD: u64 = 1 << 20;

impl<'r> Rows<'r> {
    pub(super) fn new(reader: Box<dyn BufRead + 'r>, delimiter: u8, limits: &Limits) -> Self {
        let (limits, ahead) = (limits.clone(), VecDeque::new());
        Self { reader, limits, delimiter, ahead, count: 0, hopeless: 0, widths: [0, 0], seen: 0, quoted: 0 }
    }

    /// The next row that is not blank, with its line.
    pub(super) fn next(&mut self) -> anyhow::Result<Option<(u64, Row)>> {
        let Some(first) = self.take_filled()? else { return Ok(None) };
        let begin = first.number;
        let gathered = self.gather(first)?;
        if !gathered.is_closed {
            self.put_back(gathered.lines);
            self.recover()?;
            return Ok(Some((begin, Row::Open)));
        }
        let is_header = self.widths == [0, 0];
        self.widths = if is_header { [gathered.cells; 2] } else { [self.widths[0], gathered.cells] };
        self.seen += u64::from(!is_header);
        self.quoted += u64::from(!is_header && gathered.has_quoted);
        let bytes = gathered.lines.into_iter().map(|line| line.bytes).collect::<Option<Vec<_>>>();
        let whole = bytes.filter(|_| gathered.size <= self.limits.size);
        Ok(Some((begin, whole.map_or(Row::Large, |lines| Row::Whole(lines.concat())))))
    }

    /// The row that begins with a line: with the lines that its open cell takes.
    fn gather(&mut self, first: Line) -> anyhow::Result<Gathered> {
        let (mut state, mut size, mut memory) = (first.begun.state, first.size, 0);
        let (mut cells, has_quoted, mut last) = (first.begun.joints + 1, first.begun.has_quoted, first.number);
        let mut lines = vec![first];
        let mut is_closed = state != State::Quoted || last >= self.hopeless;
        while is_closed && state == State::Quoted {
            let Some(next) = self.take()? else {
                is_closed = false;
                break;
            };
            (state, last) = (next.within.state, next.number);
            size += next.size;
            cells += next.within.joints;
            memory += next.size + size_of::<Line>() as u64;
            // A mark that ends a cell on a later line and has text behind it opens one there.
            is_closed = !next.within.is_odd;
            if memory <= self.limits.size.max(AHEAD) || !is_closed {
                lines.push(next);
            }
        }
        if !is_closed {
            self.hopeless = self.hopeless.max(last);
        }
        Ok(Gathered { lines, is_closed, size, cells, has_quoted })
    }

    /// Leaves out what may be text of a cell that was not closed, up to a line that begins a row: with as many cells as the
    /// table has, in good order.
    fn recover(&mut self) -> anyhow::Result<()> {
        let always_quoted = self.seen > 0 && self.quoted == self.seen;
        while let Some(first) = self.take()? {
            let walk = first.begun;
            let may_begin = !walk.is_odd && !walk.is_spaced && (walk.has_quoted || !always_quoted && walk.joints > 0);
            if !may_begin {
                continue;
            }
            let gathered = self.gather(first)?;
            let is_row = gathered.is_closed && self.widths.contains(&gathered.cells);
            if !is_row {
                // Lines below would be closed at the same place, and are no better.
                self.hopeless = self.hopeless.max(gathered.lines.last().map_or(0, |line| line.number));
            }
            let lines = gathered.lines.into_iter();
            if is_row {
                lines.rev().for_each(|line| self.ahead.push_front(line));
                return Ok(());
            }
            self.put_back(lines.collect());
        }
        Ok(())
    }

    /// All lines of a row but the first are gone over again.
    fn put_back(&mut self, lines: Vec<Line>) {
        lines.into_iter().skip(1).rev().for_each(|line| self.ahead.push_front(line));
    }

    fn take_filled(&mut self) -> anyhow::Result<Option<Line>> {
        loop {
            let line = self.take()?;
            let is_blank = |line: &Line| {
                line.bytes.as_ref().is_some_and(|bytes| bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n')))
            };
            if !line.as_ref().is_some_and(is_blank) {
                return Ok(line);
            }
        }
    }

    fn take(&mut self) -> anyhow::Result<Option<Line>> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.read(),
        }
    }

    /// A line with its end: a line feed, a carriage return, or both.
    fn read(&mut self) -> anyhow::Result<Option<Line>> {
        let (mut begun, mut within) = (Walk::from(State::Begin), Walk::from(State::Quoted));
        let (mut bytes, mut size) = (Some(Vec::new()), 0);
        loop {
            let buffer = self.reader.fill_buf().map_err(limits::unpacking)?;
            let end = buffer.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let taken = end.map_or(buffer.len(), |end| end + 1);
            let part = buffer.get(..taken).unwrap_or_default();
            for byte in part {
                begun.step(*byte, self.delimiter);
                within.step(*byte, self.delimiter);
            }
            size += part.len() as u64;
            if size > self.limits.size {
                bytes = None;
            }
            if let Some(bytes) = &mut bytes {
                bytes.extend_from_slice(part);
            }
            let ends_in_return = part.ends_with(b"\r");
            self.reader.consume(taken);
            if ends_in_return && self.reader.fill_buf().map_err(limits::unpacking)?.first() == Some(&b'\n') {
                self.reader.consume(1);
                size += 1;
                bytes.iter_mut().for_each(|bytes| bytes.push(b'\n'));
            }
            if taken == 0 || end.is_some() {
                break;
            }
        }
        self.count += u64::from(size > 0);
        Ok((size > 0).then_some(Line { number: self.count, bytes, size, begun, within }))
    }
}
