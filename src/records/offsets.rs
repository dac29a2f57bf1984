//! A text in, a converter between its byte offsets and code points out; built in one pass, asked in constant time.

use crate::article::Span;

const STEP: usize = 64;

/// Converts offsets of one text in both directions.
#[derive(Debug)]
pub struct Offsets<'a> {
    text: &'a str,
    /// Code points that begin before byte `STEP * k`; empty for plain ASCII, where both counts agree.
    points: Vec<usize>,
}

impl<'a> Offsets<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut points = Vec::new();
        if !text.is_ascii() {
            let mut seen = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                points.push(seen);
                seen += begun(chunk);
            }
            points.push(seen);
        }
        Self { text, points }
    }

    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The code points before a byte offset.
    pub fn to_point(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        match self.points.get(byte / STEP) {
            Some(before) => before + self.text.as_bytes().get(byte / STEP * STEP..byte).map_or(0, begun),
            None => byte,
        }
    }

    /// The byte offset of a code point; `None` behind the end of the text.
    pub fn to_byte(&self, point: usize) -> Option<usize> {
        if self.points.is_empty() {
            return (point <= self.text.len()).then_some(point);
        }
        let step = self.points.partition_point(|before| *before <= point).checked_sub(1)?;
        let mut left = point - self.points.get(step)?;
        let from = step * STEP;
        for (at, byte) in self.text.as_bytes().iter().enumerate().skip(from) {
            if begins(*byte) {
                if left == 0 {
                    return Some(at);
                }
                left -= 1;
            }
        }
        (left == 0).then_some(self.text.len())
    }

    /// A byte span as first and last code point.
    pub fn to_points(&self, span: Span) -> (usize, usize) {
        (self.to_point(span.start), self.to_point(span.end))
    }

    /// The byte span of a stretch of code points; `None` where it does not fit the text.
    pub fn to_span(&self, start: usize, end: usize) -> Option<Span> {
        let span = Span::new(self.to_byte(start)?, self.to_byte(end)?);
        (span.start <= span.end).then_some(span)
    }
}

/// Whether a byte begins a code point.
fn begins(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| begins(**b)).count()
}
