//! A table and ordered pairs in; the days on which one acted upon the other, and their weekly counts, out; and which pairs
//! to look at: the busiest, or some of every size.

use super::counts::Series;
use super::table::EventTable;
use crate::relate::numbers::Stream;
use rustc_hash::FxHashMap;

pub const WEEK: u32 = 7;
/// Sampled pairs of about the same number of acts: as many as have so many weeks together, within bounds.
const OF_A_SIZE: (usize, usize) = (48, 96);
const MOST_TOGETHER: usize = 150_000;
/// Pairs that are learnt from are drawn otherwise than those by which chances are measured.
const LEARNT: u32 = 0;
const SHOWN: u32 = 1;

/// Which acts are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    All,
    /// Acts whose class is conflict, in words or deeds.
    Conflict,
}

/// One actor and another, in this order.
pub type Pair = [u32; 2];

/// The acts of one towards another and back: the day of each, and whether it is conflict, in order of days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    own: Vec<(u32, bool)>,
    other: Vec<(u32, bool)>,
}

impl Lane {
    /// The lanes of these pairs, up to a day that they leave out.
    pub fn of(table: &EventTable, pairs: &[Pair], end: u32) -> Vec<Self> {
        let conflict: Vec<bool> = (0..table.kinds.len() as u32).map(|kind| table.is_conflict(kind)).collect();
        let places: FxHashMap<Pair, usize> = pairs.iter().copied().zip(0..).collect();
        let mut lanes = vec![Self::default(); pairs.len()];
        for event in table.events.iter().filter(|event| event.day < end) {
            let [from, kind, to] = event.triple;
            let act = (event.day, conflict.get(kind as usize).copied().unwrap_or_default());
            if let Some(lane) = places.get(&[from, to]).and_then(|at| lanes.get_mut(*at)) {
                lane.own.push(act);
            }
            if let Some(lane) = places.get(&[to, from]).and_then(|at| lanes.get_mut(*at)) {
                lane.other.push(act);
            }
        }
        // What is supposed stands at the end of a table, whatever its day.
        for lane in &mut lanes {
            lane.own.sort_by_key(|act| act.0);
            lane.other.sort_by_key(|act| act.0);
        }
        lanes
    }

    /// Counts of the weeks from `start` on.
    pub fn series(&self, counted: Counted, start: u32, weeks: usize) -> Series {
        let count = |acts: &[(u32, bool)]| {
            let mut counts = vec![0; weeks];
            for (day, _) in acts.iter().filter(|act| act.0 >= start && (act.1 || counted == Counted::All)) {
                if let Some(count) = counts.get_mut(((day - start) / WEEK) as usize) {
                    *count += 1;
                }
            }
            counts
        };
        Series { own: count(&self.own), other: count(&self.other) }
    }

    /// The days on which one acted so upon the other.
    pub(super) fn days(&self, counted: Counted) -> Vec<u32> {
        let acts = self.own.iter().filter(|act| act.1 || counted == Counted::All);
        let mut days: Vec<u32> = acts.map(|act| act.0).collect();
        days.dedup();
        days
    }

    /// The day of its first act of any.
    pub(super) fn first(&self) -> Option<u32> {
        self.own.first().map(|act| act.0)
    }

    /// Whether one acted so upon the other on one of these days.
    pub fn came(&self, counted: Counted, days: std::ops::Range<u32>) -> bool {
        let from = self.own.partition_point(|act| act.0 < days.start);
        let within = self.own.iter().skip(from).take_while(|act| act.0 < days.end);
        within.into_iter().any(|act| act.1 || counted == Counted::All)
    }
}

/// How many acts each ordered pair had before a day, by pairs.
fn totals(table: &EventTable, end: u32) -> Vec<(Pair, u32)> {
    let mut totals: FxHashMap<Pair, u32> = FxHashMap::default();
    for event in table.events.iter().take_while(|event| event.day < end) {
        *totals.entry([event.triple[0], event.triple[2]]).or_default() += 1;
    }
    let mut totals: Vec<(Pair, u32)> = totals.into_iter().collect();
    totals.sort_unstable();
    totals
}

/// The whole weeks before a day of which a table tells anything at all: of the others, silence says nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Weeks {
    /// First day of the first.
    start: u32,
    /// How many there are, told or not.
    pub span: usize,
    /// Which of them are told.
    pub told: Vec<usize>,
}

impl Weeks {
    /// At most so many before a day, which they leave out; days before the first whole week are dropped.
    pub(super) fn before(table: &EventTable, day: u32, most: u32) -> Self {
        let first = table.events.first().map_or(day, |e| e.day).min(day);
        let span = ((day - first) / WEEK).min(most);
        let start = day - span * WEEK;
        let days = table.events.iter().map(|event| event.day).filter(|on| (start..day).contains(on));
        let mut told: Vec<usize> = days.map(|on| ((on - start) / WEEK) as usize).collect();
        told.dedup();
        // What is supposed stands at the end of a table, whatever its day.
        told.sort_unstable();
        told.dedup();
        Self { start, span: span as usize, told }
    }

    pub(super) fn day(&self, week: usize) -> u32 {
        self.start + week as u32 * WEEK
    }

    /// Whether most of so many weeks from a told one on are told.
    pub(super) fn tells(&self, at: usize, lasts: usize) -> bool {
        let end = self.told.get(at).map_or(0, |week| week + lasts);
        2 * self.told.iter().skip(at).take_while(|week| **week < end).count() >= lasts
    }

    /// Counts of the told weeks.
    pub(super) fn series(&self, lane: &Lane, counted: Counted) -> Series {
        let Series { own, other } = lane.series(counted, self.start, self.span);
        let told = |counts: &[u32]| self.told.iter().filter_map(|week| counts.get(*week).copied()).collect();
        Series { own: told(&own), other: told(&other) }
    }
}

/// The pairs with the most acts before a day.
pub fn busiest(table: &EventTable, end: u32, most: usize) -> Vec<Pair> {
    let mut totals = totals(table, end);
    totals.sort_by_key(|(pair, count)| (std::cmp::Reverse(*count), *pair));
    totals.into_iter().take(most).map(|total| total.0).collect()
}

/// As many pairs drawn from all that had an act before a day.
pub fn drawn(table: &EventTable, end: u32, most: usize) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = totals(table, end).into_iter().map(|total| total.0).collect();
    pairs.sort_by_cached_key(|pair| (lot(table, *pair, SHOWN), *pair));
    pairs.truncate(most);
    pairs
}

/// By the names, which no other event changes.
fn lot(table: &EventTable, pair: Pair, salt: u32) -> u32 {
    let hash = |actor: u32| {
        let name = table.actors.get(actor as usize).map_or("", String::as_str);
        name.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    };
    Stream::of([hash(pair[0]), hash(pair[1]), salt]).next()
}

/// Which class of numbers of acts one belongs to: 1, 2–3, 4–7 …
fn size(acts: u32) -> usize {
    acts.max(1).ilog2() as usize
}

/// A pair that is learnt from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sampled {
    pub pair: Pair,
    /// How many acts it had.
    total: u32,
    lot: u32,
}

impl Sampled {
    /// Whether the week that begins on this day is one of those looked at, every `step`-th: which, the lot of the pair says,
    /// so that no other pair shifts them.
    pub(super) fn looks_at(&self, day: u32, step: u32) -> bool {
        (day / WEEK).wrapping_add(self.lot).is_multiple_of(step)
    }
}

/// Some pairs of every size, and which part of each size they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample {
    pub pairs: Vec<Sampled>,
    parts: Vec<f64>,
}

impl Sample {
    pub(super) fn new(table: &EventTable, end: u32, weeks: usize) -> Self {
        let mut sizes: Vec<Vec<Sampled>> = vec![Vec::new(); 32];
        for (pair, total) in totals(table, end) {
            if let Some(of_size) = sizes.get_mut(size(total)) {
                of_size.push(Sampled { pair, total, lot: lot(table, pair, LEARNT) });
            }
        }
        let there = sizes.iter().filter(|of_size| !of_size.is_empty()).count();
        let most = (MOST_TOGETHER / (there * weeks).max(1)).clamp(OF_A_SIZE.0, OF_A_SIZE.1);
        let mut sample = Self::default();
        for mut of_size in sizes {
            of_size.sort_by_key(|one| (one.lot, one.pair));
            let taken = of_size.len().min(most);
            sample.parts.push(taken as f64 / of_size.len().max(1) as f64);
            sample.pairs.extend(of_size.into_iter().take(taken));
        }
        sample
    }

    /// How many pairs this one stands for.
    pub(super) fn weight(&self, one: &Sampled) -> f64 {
        self.parts.get(size(one.total)).copied().filter(|part| *part > 0.0).map_or(1.0, |part| 1.0 / part)
    }
}
