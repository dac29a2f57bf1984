//! A passage in, the keys of the blocks out in which other passages of the same act would be found.
//!
//! Two passages are compared only if they share a key. All share the type of the act and a pair of codes; narrower keys
//! add the month or a name of the clause, so that in a crowded block like finds like. A passage that names one side only
//! meets those that name both where their months agree.

use super::digest::{digest_of, mixed};
use super::passage::Passage;
use std::fmt;

/// Codes on one side up to which every pair is a key of its own.
const PAIRED: usize = 4;
/// Months that an interval may span to be keyed by each.
const MONTHS: i32 = 3;
/// Names of the clause that make keys.
const NAMES: usize = 6;

/// The bits by which parts of one block differ.
const PART: u64 = (1 << 24) - 1;

/// A block, as a number that is the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockKey(pub u64);

impl fmt::Display for BlockKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The keys of one passage, sorted, each once.
pub fn key(passage: &Passage<'_>) -> Vec<BlockKey> {
    let keyed = |(a, b): &(&str, &str)| digest_of(&[passage.kind().name(), a, b]);
    let pairs: Vec<u64> = pairs(passage).iter().map(keyed).collect();
    let lone: Vec<u64> = passage.actors.iter().take(PAIRED).map(|a| keyed(&(a, ""))).collect();
    let whole = digest_of(&[&[passage.kind().name()], &passage.parties[..]].concat());
    let mut keys: Vec<u64> = pairs.clone();
    keys.push(whole);
    keys.extend(months(passage).flat_map(|m| pairs.iter().chain(&lone).map(move |p| narrower(*p, m))));
    keys.extend(passage.said.clause.names.iter().take(NAMES).map(|name| narrower(whole, *name)));
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().map(BlockKey).collect()
}

/// The key of a part of a block. It begins as the key of the whole block does, so that a store that orders keys finds and
/// writes them side by side.
fn narrower(block: u64, by: u64) -> u64 {
    (block & !PART) | (mixed(block ^ by) & PART)
}

/// Unordered pairs of an actor and a recipient; a lone side is paired with nobody.
fn pairs<'a>(passage: &Passage<'a>) -> Vec<(&'a str, &'a str)> {
    let (actors, recipients) = (&passage.actors, &passage.recipients);
    let mut pairs = Vec::new();
    if passage.mention.symmetric {
        let parties = &passage.parties;
        for (at, a) in parties.iter().enumerate().take(PAIRED) {
            pairs.extend(parties.iter().skip(at + 1).take(PAIRED).map(|b| (*a, *b)));
        }
    }
    for a in actors.iter().take(PAIRED) {
        pairs.extend(recipients.iter().take(PAIRED).map(|b| (*a.min(b), *a.max(b))));
    }
    if recipients.is_empty() {
        pairs.extend(actors.iter().take(PAIRED).map(|a| (*a, "")));
    }
    if actors.is_empty() {
        pairs.extend(recipients.iter().take(PAIRED).map(|b| ("", *b)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The months of a narrow interval; none for wide and missing ones.
fn months(passage: &Passage<'_>) -> impl Iterator<Item = u64> + use<> {
    let months = passage.mention.time.map(|t| {
        let number = |d: jiff::civil::Date| i32::from(d.year()) * 12 + i32::from(d.month());
        (number(t.start), number(t.end))
    });
    let (first, last) = months.filter(|(first, last)| last - first < MONTHS).unwrap_or((1, 0));
    (first..=last).map(|m| mixed(m.unsigned_abs().into()))
}
