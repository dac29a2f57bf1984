//! What a hostile input may cost at most: bytes of a document, depth of containers, growth by unpacking, number of
//! entries, time of an article.

use anyhow::{anyhow, bail, ensure};
use std::io::{self, Read};
use std::time::Duration;

/// So much may come out before it is asked what went in: small pages of one repeated word are no attack.
const HARMLESS: u64 = 16 << 20;

/// The limits of a run.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Bytes of one document once it is unpacked.
    pub(crate) size: u64,
    /// Containers in containers.
    pub(crate) depth: usize,
    /// Bytes that one packed byte may become.
    pub(crate) ratio: u64,
    /// Entries of one archive.
    pub(crate) entries: u64,
    /// Work on one article.
    pub(crate) time: Duration,
}

impl Limits {
    pub(crate) fn read(&self, reader: &mut dyn Read) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        reader.take(self.size.saturating_add(1)).read_to_end(&mut bytes).map_err(unpacking)?;
        self.check_size(bytes.len() as u64)?;
        Ok(bytes)
    }

    pub(crate) fn check_size(&self, size: u64) -> anyhow::Result<()> {
        ensure!(size <= self.size, self.too_large());
        Ok(())
    }

    /// What to say of a document that is larger than one may be.
    pub(crate) fn too_large(&self) -> anyhow::Error {
        anyhow!("it is larger than {}; raise --max-size to read it", in_words(self.size))
    }

    /// Whether so much may have been unpacked of so little.
    pub(crate) fn check_growth(&self, packed: u64, unpacked: u64) -> io::Result<()> {
        if unpacked > HARMLESS && unpacked > packed.saturating_mul(self.ratio) {
            let ratio = self.ratio;
            return Err(io::Error::other(format!(
                "it unpacks to more than {ratio} times its size; raise --max-ratio if you trust it"
            )));
        }
        Ok(())
    }

    pub(crate) fn check_depth(&self, depth: usize) -> anyhow::Result<()> {
        ensure!(depth <= self.depth, "it is packed more than {} times; raise --max-depth to read it", self.depth);
        Ok(())
    }

    pub(crate) fn check_entries(&self, entries: u64) -> anyhow::Result<()> {
        ensure!(entries <= self.entries, "the archive has more than {} entries; raise --max-entries", self.entries);
        Ok(())
    }
}

/// Our own refusals come through readers of others; they keep their words.
pub(super) fn unpacking(error: io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::Other if error.get_ref().is_some() => anyhow::anyhow!("{error}"),
        _ => anyhow::anyhow!("it cannot be unpacked ({error}); get a whole copy"),
    }
}

const UNITS: &[(char, u64)] = &[('K', 1 << 10), ('M', 1 << 20), ('G', 1 << 30)];

/// `64M` and the like as bytes.
pub(crate) fn bytes(text: &str) -> Result<u64, String> {
    let wrong = || "give a number of bytes, or one with K, M or G behind it, for example 64M".to_owned();
    let last = text.chars().last().map(|c| c.to_ascii_uppercase()).ok_or_else(wrong)?;
    let unit = UNITS.iter().find(|(letter, _)| *letter == last);
    let number = unit.map_or(Some(text), |_| text.get(..text.len() - 1)).ok_or_else(wrong)?;
    let count: u64 = number.trim().parse().map_err(|_| wrong())?;
    count.checked_mul(unit.map_or(1, |(_, factor)| *factor)).filter(|n| *n > 0).ok_or_else(wrong)
}

pub(crate) fn in_words(bytes: u64) -> String {
    let unit = UNITS.iter().rev().find(|(_, factor)| bytes >= *factor && bytes.is_multiple_of(*factor));
    unit.map_or_else(|| format!("{bytes} bytes"), |(letter, factor)| format!("{}{letter}", bytes / factor))
}

/// Seconds, also with a fraction.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.trim_end_matches('s').parse::<f64>().ok().filter(|n| *n > 0.0 && *n < 1e6);
    number.map(Duration::from_secs_f64).ok_or_else(|| "give a number of seconds, for example 10".to_owned())
}

/// A message for what is wrong with an input, as an error.
pub(crate) fn refuse<T>(message: &str) -> anyhow::Result<T> {
    bail!("{message}")
}
