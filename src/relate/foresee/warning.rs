//! A table with classes of acts, two actors and a day in; how many acts to expect of each class in the coming days, and
//! a warning of conflict, measured against what is usual between the two.

use super::counts::{Counts, Method, Spread};
use super::lanes::{Counted, Lane, Pair, Sample, WEEK};
use super::likely::{Likely, Proof, moments, thinned};
use super::table::{Dated, EventTable};
use std::collections::BTreeMap;

/// Weeks looked at, the latest: what was before tells nothing of the coming days.
const MOST_WEEKS: u32 = 520;
/// Days between two lessons.
const LESSON: u32 = 28;
/// Above this chance a count says nothing of its mean.
const NEARLY_SURE: f64 = 0.95;

/// The least part of all acts that is no conflict: the two are counted apart and need not agree.
const LEAST_REST: f64 = 0.05;

/// What to expect of one actor towards another.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    pub counted: Counted,
    /// The coming week.
    pub week: Spread,
    /// At least one within 7 and within 30 days.
    pub within: [f64; 2],
    /// The share of past weeks, and of past stretches of 30 days, that had one, after quiet weeks or after others.
    pub usual: [f64; 2],
    /// How such chances, within 7 and within 30 days, fared in weeks not learnt from; where they did no better than the
    /// usual share, that is stated.
    pub proofs: [Proof; 2],
    /// Nothing of the sort in the last four weeks: what came now would be new.
    pub onset: bool,
    /// Rows of the latest such events, the latest first.
    pub drivers: Vec<u32>,
    /// Weeks of history.
    pub weeks: usize,
}

/// What was learnt of weekly counts from pairs of all sizes.
#[derive(Debug)]
pub struct Watch {
    day: u32,
    start: u32,
    weeks: usize,
    /// Of all acts, of conflict.
    learnt: [(Counts, Likely); 2],
}

impl Watch {
    /// Weeks count back from `day`, which they leave out; days before the first whole week are dropped.
    pub fn new(table: &EventTable, day: u32) -> Self {
        let (start, weeks) = whole_weeks(table, day);
        Self { day, start, weeks, learnt: learn(table, learnt_until(day)) }
    }

    /// What to expect of the subject towards the object in the days from the day of issue on.
    pub fn warn(&self, table: &EventTable, pair: Pair, counted: Counted) -> Warning {
        let lane = Lane::of(table, &[pair], self.day).into_iter().next().unwrap_or_default();
        let counts = |kind: u32| counted == Counted::All || table.is_conflict(kind);
        let of_pair = |e: &Dated| e.day < self.day && [e.triple[0], e.triple[2]] == pair;
        let rows = table.events.iter().enumerate().rev().filter(|(_, e)| of_pair(e) && counts(e.triple[1]));
        let drivers = rows.map(|(row, _)| row as u32).take(3).collect();
        Warning { drivers, ..self.of_lane(&lane, counted) }
    }

    /// The same of a lane that is known already, without its rows.
    pub fn of_lane(&self, lane: &Lane, counted: Counted) -> Warning {
        let (model, likely) = &self.learnt[usize::from(counted == Counted::Conflict)];
        let moments = moments(lane, model, counted, self.start, self.weeks);
        let moment = moments[self.weeks];
        let [week, month] = likely.chances(&moment);
        let spread = moment.spread.with_chance(week.0, NEARLY_SURE);
        let chance = spread.at_least(1);
        Warning {
            counted,
            week: spread,
            // A longer time never holds less.
            within: [chance, month.0.max(chance)],
            usual: moment.usual,
            proofs: [week.1, month.1],
            onset: moment.is_onset(),
            drivers: Vec::new(),
            weeks: self.weeks,
        }
    }
}

/// The first day of which nothing common to all pairs is learnt: it moves only every four weeks, so that an event reported
/// since then touches no pair but its own.
pub(super) fn learnt_until(day: u32) -> u32 {
    day - day % LESSON
}

/// First day and number of the whole weeks before a day.
fn whole_weeks(table: &EventTable, day: u32) -> (u32, usize) {
    let first = table.events.first().map_or(day, |e| e.day).min(day);
    let weeks = ((day - first) / WEEK).min(MOST_WEEKS);
    (day - weeks * WEEK, weeks as usize)
}

/// Of all acts and of conflict: weekly counts, and chances.
fn learn(table: &EventTable, until: u32) -> [(Counts, Likely); 2] {
    let (start, weeks) = whole_weeks(table, until);
    let sample = Sample::new(table, until);
    let pairs: Vec<Pair> = sample.pairs.iter().map(|sampled| sampled.0).collect();
    let lanes = Lane::of(table, &pairs, until);
    [Counted::All, Counted::Conflict].map(|counted| {
        let step = thinned(lanes.len(), weeks);
        let mut cases = Vec::new();
        for (at, ((_, total), lane)) in sample.pairs.iter().zip(&lanes).enumerate() {
            let mut dealt = 0;
            let all = lane.series(Counted::All, start, weeks);
            let series = lane.series(counted, start, weeks);
            for (week, case) in Method::Full.cases(&series).into_iter().enumerate().take(weeks) {
                if dealt > 0 && (week + at).is_multiple_of(step) {
                    cases.push((case.0, case.1, sample.weight(dealt, *total)));
                }
                dealt += all.own.get(week).copied().unwrap_or(0);
            }
        }
        let counts = Counts::fit(Method::Full, &cases);
        let likely = Likely::learn(&sample, &lanes, &counts, counted, start, weeks);
        (counts, likely)
    })
}

/// What to expect of two actors towards one another.
#[derive(Debug)]
pub struct Between {
    /// Of each towards the other: of all acts, of conflict.
    warnings: [[Warning; 2]; 2],
    pub pair: Pair,
    conflict: Vec<bool>,
    /// What the learnt acts of each class came to before anything was supposed.
    pub(super) before: Option<ClassSums>,
}

/// Expected acts by who acts and whether they are conflict.
pub type ClassSums = BTreeMap<(u32, bool), f64>;

impl Between {
    pub fn new(table: &EventTable, watch: &Watch, [one, other]: Pair) -> Self {
        let towards = |pair: Pair| [Counted::All, Counted::Conflict].map(|counted| watch.warn(table, pair, counted));
        let conflict = (0..table.kinds.len() as u32).map(|kind| table.is_conflict(kind)).collect();
        Self { warnings: [[one, other], [other, one]].map(towards), pair: [one, other], conflict, before: None }
    }

    /// The same, where the learnt acts came to so much before something was supposed: what it adds is not shared out.
    pub fn supposing(self, before: ClassSums) -> Self {
        Self { before: Some(before), ..self }
    }

    /// Whether the table tells which acts are conflict.
    pub fn knows_conflict(&self) -> bool {
        self.conflict.contains(&true)
    }

    /// Whether chances of pairs that dealt about as much with one another held out: then even few events say something.
    pub fn is_proven(&self) -> bool {
        self.warnings().all(|(_, warning)| warning.proofs.iter().all(Proof::holds))
    }

    /// Who, towards whom, and what to expect of that; of conflict only where it is known.
    pub fn warnings(&self) -> impl Iterator<Item = (Pair, &Warning)> {
        let [one, other] = self.pair;
        let told = |warning: &&Warning| warning.counted == Counted::All || self.knows_conflict();
        let ways = [[one, other], [other, one]].into_iter().zip(&self.warnings);
        ways.flat_map(move |(pair, warnings)| warnings.iter().filter(told).map(move |warning| (pair, warning)))
    }

    /// How many acts of the class of this kind to expect of one towards the other in the coming week: conflict, or the
    /// rest of what is expected of all.
    pub(super) fn of_class(&self, from: u32, kind: u32) -> Spread {
        let [all, conflict] = &self.warnings[usize::from(from != self.pair[0])];
        if !self.knows_conflict() {
            return all.week;
        }
        match self.is_conflict(kind) {
            true => conflict.week,
            false => Spread { mean: (all.week.mean - conflict.week.mean).max(LEAST_REST * all.week.mean), ..all.week },
        }
    }

    pub(super) fn is_conflict(&self, kind: u32) -> bool {
        self.conflict.get(kind as usize).copied().unwrap_or_default()
    }
}
