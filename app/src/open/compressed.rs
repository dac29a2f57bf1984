//! Packed bytes in, unpacked ones out, with an eye on how much becomes of how little.

use super::limits::{self, Limits};
use std::cell::Cell;
use std::io::{self, Read};
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

impl Meter {
    /// A reader that unpacks by itself what was so long while it was packed.
    pub(super) fn given<R: Read>(&self, packed: u64, reader: R) -> R {
        self.packed.set(packed);
        reader
    }
}
