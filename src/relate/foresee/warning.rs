//! A table with classes of acts, two actors and a day in; how many acts to expect of each class in the coming days, and
//! a warning of conflict, measured against what is usual between the two.

use super::counts::{Counts, Method};
use super::lanes::{Counted, Lane, Pair, Sample, Weeks};
use super::likely::{Likely, Proof, cut, moments, thinned};
use super::spells::Spells;
use super::table::{Dated, EventTable};
use crate::relate::numbers::{exp, ln};
use std::collections::BTreeMap;

/// Weeks looked at, the latest: what was before tells nothing of the coming days.
const MOST_WEEKS: u32 = 520;
/// How many times as much something supposed can make of a class.
const MOST_GROWN: f64 = 10.0;
/// What is left of the weight of a week at the next, where acts of conflict are told from all others.
const KEPT: f64 = 0.95;
/// Days between two lessons.
const LESSON: u32 = 28;

/// How many acts to expect in the coming week, and the chance of at least one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Expected {
    pub number: f64,
    pub chance: f64,
}

impl Expected {
    /// What is expected of a part of these acts: where any come at all, so many do, and each is of the part by its share.
    pub(super) fn part(self, share: f64) -> Self {
        let many = (self.number / self.chance.max(f64::MIN_POSITIVE)).max(1.0);
        let chance = self.chance * (1.0 - none(share, many));
        Self { number: self.number * share, chance: chance.clamp(0.0, self.chance) }
    }
}

/// The chance that nothing comes in so many trials, each of which has this chance that something does.
fn none(chance: f64, times: f64) -> f64 {
    f64::from(exp((times * f64::from(ln((1.0 - chance).max(1e-6) as f32))) as f32))
}

/// What to expect of one actor towards another.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    pub counted: Counted,
    /// How many in the coming week: as many as counts foretell where one comes at all, times the chance of that.
    pub expected: f64,
    /// At least one within 7 and within 30 days.
    pub within: [f64; 2],
    /// The share of past weeks, and of past stretches of 30 days, that had one, after quiet weeks or after others.
    pub usual: [f64; 2],
    /// How such chances, within 7 and within 30 days, fared in weeks not learnt from; where they did no better than the
    /// pair's own share, that is stated.
    pub proofs: [Proof; 2],
    /// Nothing of the sort in the last four weeks: what came now would be new.
    pub onset: bool,
    /// The one never acted upon the other so far: what is usual is stated.
    pub first: bool,
    /// Which part of what is expected of all acts is no conflict.
    pub peaceful: f64,
    /// Rows of the latest such events, the latest first.
    pub drivers: Vec<u32>,
    /// Weeks of history of which the table tells anything.
    pub weeks: usize,
}

/// What was learnt of weekly counts from pairs of all sizes.
#[derive(Debug)]
pub struct Watch {
    day: u32,
    weeks: Weeks,
    spells: Spells,
    /// Of all acts, of conflict.
    learnt: [(Counts, Likely); 2],
}

impl Watch {
    /// Weeks count back from `day`, which they leave out.
    pub fn new(table: &EventTable, day: u32) -> Self {
        let spells = Spells::new();
        let learnt = learn(table, learnt_until(day), &spells);
        Self { day, weeks: Weeks::before(table, day, MOST_WEEKS), spells, learnt }
    }

    /// What to expect of the subject towards the object in the days from the day of issue on.
    pub fn warn(&self, table: &EventTable, pair: Pair, counted: Counted) -> Warning {
        let [all, conflict] = self.of_pair(table, pair);
        if counted == Counted::All { all } else { conflict }
    }

    /// Of all acts, and of conflict.
    fn of_pair(&self, table: &EventTable, pair: Pair) -> [Warning; 2] {
        let lane = Lane::of(table, &[pair], self.day).into_iter().next().unwrap_or_default();
        self.of_lane(&lane).map(|warning| {
            let counts = |kind: u32| warning.counted == Counted::All || table.is_conflict(kind);
            let of_pair = |e: &Dated| e.day < self.day && [e.triple[0], e.triple[2]] == pair;
            let rows = table.events.iter().enumerate().rev().filter(|(_, e)| of_pair(e) && counts(e.triple[1]));
            let drivers = rows.map(|(row, _)| row as u32).take(3).collect();
            Warning { drivers, ..warning }
        })
    }

    /// The same of a lane that is known already, without its rows. Conflict is never likelier than any act, nor seven days
    /// than thirty.
    pub fn of_lane(&self, lane: &Lane) -> [Warning; 2] {
        let [mut all, mut conflict] = [Counted::All, Counted::Conflict].map(|counted| self.alone(lane, counted));
        for at in 0..2 {
            all.usual[at] = all.usual[at].max(conflict.usual[at]);
            // Where a trial speaks for what is stated of any act, that is the bound; else a war is an act as well.
            if all.proofs[at].holds() {
                conflict.within[at] = conflict.within[at].min(all.within[at]);
            } else {
                all.within[at] = all.within[at].max(conflict.within[at]);
            }
        }
        all.within[1] = all.within[1].max(all.within[0]);
        conflict.within[0] = conflict.within[0].min(conflict.within[1]);
        // As many as come where one comes at all, times the chance of that; of all acts as many as of conflict and others.
        conflict.expected *= conflict.within[0];
        all.expected *= all.within[0];
        let peaceful = all.expected * self.peaceful(lane);
        all.expected = all.expected.max(conflict.expected + peaceful);
        all.peaceful = peaceful / all.expected.max(f64::MIN_POSITIVE);
        [all, conflict]
    }

    /// The share of what the one did so far that was no conflict, late weeks counting most; one where nothing is known.
    fn peaceful(&self, lane: &Lane) -> f64 {
        let [all, conflict] = [Counted::All, Counted::Conflict].map(|counted| self.weeks.series(lane, counted).own);
        let acts = all.iter().zip(&conflict).map(|(all, conflict)| [f64::from(*all), f64::from(all - conflict)]);
        let [all, peaceful] = acts.fold([1.0; 2], |sums, acts| [KEPT * sums[0] + acts[0], KEPT * sums[1] + acts[1]]);
        peaceful / all
    }

    fn alone(&self, lane: &Lane, counted: Counted) -> Warning {
        let (model, likely) = &self.learnt[usize::from(counted == Counted::Conflict)];
        let moment = moments(lane, model, &self.spells, counted, &self.weeks).pop();
        let [week, month] = moment.map(|moment| likely.chances(&moment)).unwrap_or_default();
        let when_any = moment.map_or(1.0, |moment| moment.when_any);
        Warning {
            counted,
            expected: when_any,
            within: [week.0, month.0.max(week.0)],
            usual: moment.map(|moment| moment.usual).unwrap_or_default(),
            proofs: [week.1, month.1],
            onset: moment.is_none_or(|moment| moment.is_onset()),
            first: lane.first().is_none(),
            peaceful: 1.0,
            drivers: Vec::new(),
            weeks: self.weeks.told.len(),
        }
    }
}

/// The first day of which nothing common to all pairs is learnt: it moves only every four weeks, so that an event reported
/// since then touches no pair but its own.
pub(super) fn learnt_until(day: u32) -> u32 {
    day - day % LESSON
}

/// Of all acts and of conflict: weekly counts, and chances.
fn learn(table: &EventTable, until: u32, spells: &Spells) -> [(Counts, Likely); 2] {
    let weeks = Weeks::before(table, until, MOST_WEEKS);
    let sample = Sample::new(table, until, weeks.told.len());
    let pairs: Vec<Pair> = sample.pairs.iter().map(|sampled| sampled.pair).collect();
    let lanes = Lane::of(table, &pairs, until);
    let step = thinned(lanes.len(), weeks.told.len());
    [Counted::All, Counted::Conflict].map(|counted| {
        let mut cases = Vec::new();
        for (sampled, lane) in sample.pairs.iter().zip(&lanes) {
            let mut dealt = 0;
            let all = weeks.series(lane, Counted::All);
            let series = weeks.series(lane, counted);
            let counts = all.own.iter().zip(&weeks.told);
            for (case, (count, week)) in Method::Full.cases(&series).into_iter().zip(counts) {
                if dealt > 0 && sampled.looks_at(weeks.day(*week), step) {
                    cases.push((*week, (case.0, case.1, sample.weight(sampled))));
                }
                dealt += *count;
            }
        }
        let cut = cut(cases.iter().map(|case| case.0).collect());
        // What never came before the cut is learnt of from all weeks: no line is tried on it.
        let is_new = !cases.iter().any(|case| case.0 < cut && case.1.1 > 0.0);
        let early = cases.into_iter().filter(|case| is_new || case.0 < cut);
        let early: Vec<_> = early.map(|case| case.1).collect();
        let counts = Counts::fit(Method::Full, &early);
        let likely = Likely::learn(&sample, &lanes, &counts, spells, counted, &weeks, cut);
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
    knows_conflict: bool,
}

/// Expected acts by who acts: of conflict, and of all.
pub type ClassSums = BTreeMap<(u32, bool), f64>;

impl Between {
    pub fn new(table: &EventTable, watch: &Watch, [one, other]: Pair) -> Self {
        let conflict = (0..table.kinds.len() as u32).map(|kind| table.is_conflict(kind)).collect();
        // What others did since the last lesson says nothing of these two.
        let own = |e: &Dated| [[one, other], [other, one]].contains(&[e.triple[0], e.triple[2]]);
        let mut told = table.events.iter().filter(|e| e.day < learnt_until(watch.day) || own(e));
        let knows_conflict = told.any(|e| table.is_conflict(e.triple[1]));
        let warnings = [[one, other], [other, one]].map(|pair| watch.of_pair(table, pair));
        Self { warnings, pair: [one, other], conflict, knows_conflict }
    }

    /// With what is supposed in the pasts: the same questions asked again. Where a class was known before, no less is expected
    /// than without it, times what it adds to the learnt acts of the class: what these come to without it and with it.
    pub fn supposing(mut self, without: &Self, before: &ClassSums, after: &ClassSums) -> Self {
        for (from, (warnings, known)) in self.pair.into_iter().zip(self.warnings.iter_mut().zip(&without.warnings)) {
            for (warning, known) in warnings.iter_mut().zip(known) {
                let class = (from, warning.counted == Counted::Conflict);
                let sum = |of: &ClassSums| of.get(&class).copied().filter(|sum| *sum > 0.0);
                let grown = sum(before).zip(sum(after)).map_or(1.0, |(before, after)| after / before).min(MOST_GROWN);
                let stretched = known.within.map(|chance| 1.0 - none(chance, grown));
                warning.within = std::array::from_fn(|at| warning.within[at].max(stretched[at]));
                warning.expected = warning.expected.max(known.expected * grown).max(warning.within[0]);
                warning.usual = known.usual;
                // No trial was made of what is supposed.
                warning.proofs = Default::default();
            }
            let [all, conflict] = warnings;
            let peaceful = all.expected * all.peaceful;
            all.expected = all.expected.max(conflict.expected + peaceful);
            all.peaceful = peaceful / all.expected.max(f64::MIN_POSITIVE);
            all.within = std::array::from_fn(|at| all.within[at].max(conflict.within[at]));
        }
        self
    }

    /// Whether the table tells which acts are conflict.
    pub fn knows_conflict(&self) -> bool {
        self.knows_conflict
    }

    /// Who, towards whom, and what to expect of that; of conflict only where it is known.
    pub fn warnings(&self) -> impl Iterator<Item = (Pair, &Warning)> {
        let [one, other] = self.pair;
        let told = |warning: &&Warning| warning.counted == Counted::All || self.knows_conflict();
        let ways = [[one, other], [other, one]].into_iter().zip(&self.warnings);
        ways.flat_map(move |(pair, warnings)| warnings.iter().filter(told).map(move |warning| (pair, warning)))
    }

    /// Of what acts of this kind are a part: acts of conflict of conflict, others of all.
    pub fn class(&self, from: u32, kind: u32) -> &Warning {
        let [all, conflict] = &self.warnings[usize::from(from != self.pair[0])];
        if self.is_conflict(kind) { conflict } else { all }
    }

    /// What to expect of a kind of act that makes up such a share of its like: of conflict, or of all that is none.
    pub(super) fn of_kind(&self, from: u32, kind: u32, share: f64) -> Expected {
        let [all, conflict] = &self.warnings[usize::from(from != self.pair[0])];
        let class = if self.is_conflict(kind) { conflict } else { all };
        // What is conflict is no part of the rest: so all kinds together make up what is expected of all.
        let share = if self.knows_conflict && !self.is_conflict(kind) { share * all.peaceful } else { share };
        Expected { number: class.expected, chance: class.within[0] }.part(share)
    }

    /// Whether acts of this kind are part of a conflict that is known.
    pub(super) fn is_conflict(&self, kind: u32) -> bool {
        self.knows_conflict && self.conflict.get(kind as usize).copied().unwrap_or_default()
    }
}
