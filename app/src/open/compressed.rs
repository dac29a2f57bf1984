//! Packed bytes in, unpacked ones out, with an eye on how much becomes of how little.

use super::limits::{self, Limits};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

/// So much may come out before it is asked what went in: small pages of one repeated word are no attack.
const HARMLESS: u64 = 16 << 20;

/// Counts what goes into an unpacker and what comes out.
pub(super) struct Meter {
    packed: Rc<Cell<u64>>,
    ratio: u64,
}

impl Meter {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { packed: Rc::default(), ratio: limits.ratio }
    }

    pub(super) fn count_in<R: Read>(&self, reader: R) -> CountIn<R> {
        CountIn { reader, packed: Rc::clone(&self.packed) }
    }

    pub(super) fn count_out<R: Read>(&self, reader: R) -> CountOut<R> {
        CountOut { reader, packed: Rc::clone(&self.packed), ratio: self.ratio, unpacked: 0 }
    }
}

pub(super) struct CountIn<R> {
    reader: R,
    packed: Rc<Cell<u64>>,
}

impl<R: Read> Read for CountIn<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.packed.set(self.packed.get() + count as u64);
        Ok(count)
    }
}

pub(super) struct CountOut<R> {
    reader: R,
    packed: Rc<Cell<u64>>,
    ratio: u64,
    unpacked: u64,
}

impl<R: Read> Read for CountOut<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.unpacked += count as u64;
        if self.unpacked > HARMLESS && self.unpacked > self.packed.get().saturating_mul(self.ratio) {
            return Err(limits::bomb(self.ratio));
        }
        Ok(count)
    }
}

/// The frames of a zstd file, one after the other.
pub(super) struct Frames<R: Read> {
    state: State<R>,
}

enum State<R: Read> {
    Between(BufReader<R>),
    Inside(BufReader<R>, Box<FrameDecoder>),
    Done,
}

impl<R: Read> Frames<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { state: State::Between(BufReader::new(reader)) }
    }

    /// Opens the next frame; skips those that hold no text.
    fn open(mut reader: BufReader<R>) -> io::Result<State<R>> {
        loop {
            if reader.fill_buf()?.is_empty() {
                return Ok(State::Done);
            }
            let mut decoder = FrameDecoder::new();
            match decoder.init(&mut reader) {
                Ok(()) => return Ok(State::Inside(reader, Box::new(decoder))),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut (&mut reader).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
            }
        }
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            self.state = match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Ok(0),
                State::Between(reader) => Self::open(reader)?,
                State::Inside(mut reader, mut decoder) => {
                    while decoder.can_collect() < buffer.len() && !decoder.is_finished() {
                        let wanted = BlockDecodingStrategy::UptoBytes(buffer.len() - decoder.can_collect());
                        let decoded = decoder.decode_blocks(&mut reader, wanted);
                        let _ = decoded.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
                    }
                    let count = decoder.read(buffer)?;
                    if count > 0 || buffer.is_empty() {
                        self.state = State::Inside(reader, decoder);
                        return Ok(count);
                    }
                    State::Between(reader)
                }
            };
        }
    }
}

impl Meter {
    /// A reader that unpacks by itself what was so long while it was packed.
    pub(super) fn given<R: Read>(&self, packed: u64, reader: R) -> R {
        self.packed.set(packed);
        reader
    }
}
