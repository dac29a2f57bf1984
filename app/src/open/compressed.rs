//! Packed bytes in, unpacked ones out, with an eye on how much becomes of how little, and past what is damaged.

use super::limits::Limits;
use std::cell::Cell;
use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// Counts what goes into an unpacker and what comes out.
pub(super) struct Meter {
    packed: Rc<Cell<u64>>,
    limits: Limits,
}

impl Meter {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { packed: Rc::default(), limits: limits.clone() }
    }

    pub(super) fn count_in<R: Read>(&self, reader: R) -> CountIn<R> {
        CountIn { reader, packed: Rc::clone(&self.packed) }
    }

    pub(super) fn count_out<R: Read>(&self, reader: R) -> CountOut<R> {
        CountOut { reader, packed: Rc::clone(&self.packed), limits: self.limits.clone(), unpacked: 0 }
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
    limits: Limits,
    unpacked: u64,
}

impl<R: Read> Read for CountOut<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.unpacked += count as u64;
        self.limits.check_growth(self.packed.get(), self.unpacked)?;
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

/// How a member of a gzip file begins.
const MEMBER: &[u8] = b"\x1f\x8b\x08";

/// The members of a gzip file, one after the other. One that is damaged is an error, and what is read after it begins
/// with the next.
pub(super) struct Members<R> {
    open: Option<Member<R>>,
    /// Something of the open member was read.
    is_begun: bool,
}

/// What is wrong with a member of which nothing was read: all before it was sound.
#[derive(Debug)]
pub(super) struct Unbegun(io::Error);

impl fmt::Display for Unbegun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Unbegun {}

/// What was read of a member while it was sought stands before the rest.
type Member<R> = flate2::bufread::GzDecoder<io::Chain<&'static [u8], R>>;

impl<R: BufRead> Members<R> {
    pub(super) fn new(packed: R) -> Self {
        Self { open: Some(Member::new((&[] as &[u8]).chain(packed))), is_begun: false }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.open {
            let done = member.read(buffer);
            if matches!(done, Ok(count) if count > 0 || buffer.is_empty()) {
                self.is_begun = true;
                return done;
            }
            let Some(mut packed) = self.open.take().map(|member| member.into_inner().into_inner().1) else { break };
            if let Err(error) = done {
                self.open = is_member_ahead(&mut packed).then(|| Member::new(MEMBER.chain(packed)));
                let is_begun = std::mem::take(&mut self.is_begun);
                return Err(if is_begun { error } else { io::Error::new(error.kind(), Unbegun(error)) });
            }
            if packed.fill_buf()?.is_empty() {
                break;
            }
            *self = Self::new(packed);
        }
        Ok(0)
    }
}

/// Goes to where the next member begins, and past its first bytes.
fn is_member_ahead(packed: &mut impl BufRead) -> bool {
    let mut met = 0;
    for byte in packed.bytes().map_while(Result::ok) {
        met = if MEMBER.get(met) == Some(&byte) { met + 1 } else { usize::from(MEMBER.first() == Some(&byte)) };
        if met == MEMBER.len() {
            return true;
        }
    }
    false
}
