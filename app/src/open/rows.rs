//! A table in, the bytes of its rows out, each with the line on which it begins. A quotation mark that opens a cell and is
//! never closed costs its row, not all below it.

use super::limits::{self, Limits};
use std::collections::VecDeque;
use std::io::BufRead;

/// A row as it stands in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Row {
    Whole(Vec<u8>),
    /// A cell was opened in it and not closed; what follows on the next lines may still be its text.
    Open,
}

pub(super) struct Rows<'r> {
    reader: Box<dyn BufRead + 'r>,
    limits: Limits,
    delimiter: u8,
    /// Lines that were read in search of the end of a cell.
    ahead: VecDeque<Vec<u8>>,
    line: u64,
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

impl<'r> Rows<'r> {
    pub(super) fn new(reader: Box<dyn BufRead + 'r>, delimiter: u8, limits: &Limits) -> Self {
        Self { reader, limits: limits.clone(), delimiter, ahead: VecDeque::new(), line: 0 }
    }

    /// The next row that is not blank, with its line.
    pub(super) fn next(&mut self) -> anyhow::Result<Option<(u64, Row)>> {
        loop {
            let Some(first) = self.take()? else { return Ok(None) };
            let begin = self.line;
            if first.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
                continue;
            }
            let (mut state, mut odd) = self.walk(State::Begin, &first);
            let mut lines = vec![first];
            let mut size = 0;
            while state == State::Quoted {
                size += lines.last().map_or(0, Vec::len) as u64;
                let next = if size > self.limits.size { None } else { self.take()? };
                let Some(next) = next else { break };
                let (after, is_odd) = self.walk(state, &next);
                (state, odd) = (after, odd || is_odd);
                lines.push(next);
            }
            // A mark that ends a cell on a later line and has text behind it opens one there.
            if state == State::Quoted || odd && lines.len() > 1 {
                self.line = begin;
                lines.drain(1..).rev().for_each(|line| self.ahead.push_front(line));
                return Ok(Some((begin, Row::Open)));
            }
            return Ok(Some((begin, Row::Whole(lines.concat()))));
        }
    }

    /// The state behind a line, and whether text follows the end of a quoted cell in it.
    fn walk(&self, mut state: State, line: &[u8]) -> (State, bool) {
        let mut odd = false;
        for byte in line {
            state = match (state, *byte) {
                (State::Quoted, b'"') => State::Mark,
                (State::Quoted, _) => State::Quoted,
                (State::Mark, b'"') => State::Quoted,
                (State::Begin, b'"') => State::Quoted,
                (_, byte) if byte == self.delimiter => State::Begin,
                (State::Mark, b'\r' | b'\n') => State::Plain,
                (State::Mark, _) => {
                    odd = true;
                    State::Plain
                }
                _ => State::Plain,
            };
        }
        (state, odd)
    }

    /// The next line with its end.
    fn take(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        let line = match self.ahead.pop_front() {
            Some(line) => line,
            None => self.read()?,
        };
        self.line += 1;
        Ok((!line.is_empty()).then_some(line))
    }

    /// A line ends with a line feed, a carriage return, or both.
    fn read(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            let buffer = self.reader.fill_buf().map_err(limits::unpacking)?;
            let end = buffer.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let taken = end.map_or(buffer.len(), |end| end + 1);
            line.extend_from_slice(buffer.get(..taken).unwrap_or_default());
            self.reader.consume(taken);
            self.limits.check_size(line.len() as u64)?;
            if taken == 0 || end.is_some() {
                break;
            }
        }
        let follows =
            line.ends_with(b"\r") && self.reader.fill_buf().map_err(limits::unpacking)?.first() == Some(&b'\n');
        if follows {
            self.reader.consume(1);
            line.push(b'\n');
        }
        Ok(line)
    }
}
