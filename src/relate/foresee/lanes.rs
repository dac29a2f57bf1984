//! A table and ordered pairs in; the days on which one acted upon the other, and their weekly counts, out; and which pairs
//! to look at: the busiest, or some of every size.

use super::counts::Series;
use super::table::EventTable;
use crate::relate::numbers::Stream;
use rustc_hash::FxHashMap;

pub const WEEK: u32 = 7;
/// Sampled pairs of about the same number of acts.
const OF_A_SIZE: usize = 48;

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

/// The pairs with the most acts before a day.
pub fn busiest(table: &EventTable, end: u32, most: usize) -> Vec<Pair> {
    let mut totals = totals(table, end);
    totals.sort_by_key(|(pair, count)| (std::cmp::Reverse(*count), *pair));
    totals.into_iter().take(most).map(|total| total.0).collect()
}

/// As many pairs drawn from all that had an act before a day.
pub fn drawn(table: &EventTable, end: u32, most: usize) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = totals(table, end).into_iter().map(|total| total.0).collect();
    pairs.sort_by_key(|pair| (lot(*pair), *pair));
    pairs.truncate(most);
    pairs
}

fn lot([from, to]: Pair) -> u32 {
    Stream::of([from, to, 0]).next()
}

/// Which class of numbers of acts one belongs to: 1, 2–3, 4–7 …
fn size(acts: u32) -> usize {
    acts.max(1).ilog2() as usize
}

/// Some pairs of every size, and which part of each size they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample {
    /// With how many acts each had.
    pub pairs: Vec<(Pair, u32)>,
    parts: Vec<f64>,
}

impl Sample {
    pub(super) fn new(table: &EventTable, end: u32) -> Self {
        let mut sizes: Vec<Vec<(Pair, u32)>> = vec![Vec::new(); 32];
        for (pair, total) in totals(table, end) {
            if let Some(of_size) = sizes.get_mut(size(total)) {
                of_size.push((pair, total));
            }
        }
        let mut sample = Self::default();
        for mut of_size in sizes {
            of_size.sort_by_key(|(pair, _)| (lot(*pair), *pair));
            let taken = of_size.len().min(OF_A_SIZE);
            sample.parts.push(taken as f64 / of_size.len().max(1) as f64);
            sample.pairs.extend(of_size.into_iter().take(taken));
        }
        sample
    }

    /// What a moment of a pair counts that had `before` acts then and `total` in the end: pairs were drawn by what they
    /// had in the end, which nobody knew at that moment.
    pub(super) fn weight(&self, before: u32, total: u32) -> f64 {
        let part = |acts: u32| self.parts.get(size(acts)).copied().filter(|part| *part > 0.0).unwrap_or(1.0);
        part(before) / part(total)
    }
}
