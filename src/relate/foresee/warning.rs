//! A table with classes of acts, two actors and a day in; how many acts to expect of each class in the coming days, and
//! a warning of conflict, measured against what is usual between the two.

use super::calibration::Calibration;
use super::counts::{Counts, Method, Series, Spread};
use super::table::{Dated, EventTable};
use crate::relate::numbers::{exp, ln};
use rustc_hash::FxHashMap;

const WEEK: u32 = 7;
/// Pairs from which the common weights are learnt.
const LEARNT_FROM: usize = 500;
/// Weeks without conflict after which a new one counts as an onset.
const QUIET: usize = 4;
/// Pairs and weeks from which the record of such chances is made, and the fewest cases that make one.
const NOTED: usize = 200;
const NOTED_WEEKS: usize = 26;
const LEAST_RECORD: usize = 200;

/// Which acts are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    All,
    /// Acts whose class is conflict, in words or deeds.
    Conflict,
}

/// What to expect of one actor towards another.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    pub counted: Counted,
    /// The coming week.
    pub week: Spread,
    /// At least one within 7 and within 30 days.
    pub within: [f64; 2],
    /// The share of past weeks, and of past stretches of 30 days, that had one.
    pub usual: [f64; 2],
    /// Nothing of the sort in the last four weeks: what came now would be new.
    pub onset: bool,
    /// Rows of the latest such events, the latest first.
    pub drivers: Vec<u32>,
    /// Weeks of history.
    pub weeks: usize,
}

/// Weekly counts of every ordered pair up to a day, and the rows of a pair's events.
#[derive(Debug)]
pub struct Weeks {
    series: FxHashMap<(u32, u32), Vec<u32>>,
    /// The pairs with the most events, the busiest first.
    pub busiest: Vec<(u32, u32)>,
    pub weeks: usize,
}

impl Weeks {
    /// Weeks count back from `end`, which they leave out; days before the first whole week are dropped.
    pub fn new(table: &EventTable, end: u32, counts: impl Fn(u32) -> bool) -> Self {
        let first = table.events.first().map_or(end, |e| e.day).min(end);
        let weeks = ((end - first) / WEEK) as usize;
        let start = end - weeks as u32 * WEEK;
        let mut series: FxHashMap<(u32, u32), Vec<u32>> = FxHashMap::default();
        let mut order = Vec::new();
        for event in table.events.iter().filter(|e| (start..end).contains(&e.day) && counts(e.triple[1])) {
            let pair = (event.triple[0], event.triple[2]);
            let counts = series.entry(pair).or_insert_with(|| {
                order.push(pair);
                vec![0; weeks]
            });
            counts[((event.day - start) / WEEK) as usize] += 1;
        }
        let total = |pair: &(u32, u32)| series.get(pair).map_or(0, |s| s.iter().sum::<u32>());
        let mut busiest: Vec<(u32, (u32, u32))> = order.iter().map(|pair| (total(pair), *pair)).collect();
        busiest.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        Self { busiest: busiest.into_iter().map(|b| b.1).collect(), series, weeks }
    }

    pub fn of(&self, subject: u32, object: u32) -> Series {
        let of = |pair| self.series.get(&pair).cloned().unwrap_or_else(|| vec![0; self.weeks]);
        Series { own: of((subject, object)), other: of((object, subject)) }
    }
}

/// How often weeks brought anything where the model held it so likely: after quiet weeks and after others. A model of
/// counts knows how busy a pair is, not that a quiet one mostly stays quiet.
#[derive(Clone, Debug, Default)]
pub struct Onset {
    /// After quiet weeks, after others.
    record: [Calibration; 2],
    noted: [usize; 2],
}

impl Onset {
    /// Learns from the weeks `from..to` of all series.
    pub fn learn(model: &Counts, all: &[Series], from: usize, to: usize) -> Self {
        let mut onset = Self::default();
        for series in all {
            for week in from..to.min(series.own.len()) {
                let at = usize::from(Self::is_ongoing(series, week));
                onset.record[at].note(model.foretell(series, week).at_least(1), series.own[week] > 0);
                onset.noted[at] += 1;
            }
        }
        for record in &mut onset.record {
            record.settle();
        }
        onset
    }

    /// Whether the weeks just before one had any.
    pub fn is_ongoing(series: &Series, week: usize) -> bool {
        let until = week.min(series.own.len());
        series.own[until.saturating_sub(QUIET)..until].iter().any(|count| *count > 0)
    }

    /// The chance that a week brings any, corrected by the record where that is long enough.
    pub fn chance(&self, series: &Series, week: usize, stated: f64) -> f64 {
        let at = usize::from(Self::is_ongoing(series, week));
        if self.noted[at] < LEAST_RECORD { stated } else { self.record[at].correct(stated) }
    }
}

/// Weekly counts of all pairs up to a day, with what was learnt from the busiest.
#[derive(Debug)]
pub struct Watch {
    pub counted: Counted,
    pub weeks: Weeks,
    model: Counts,
    onset: Onset,
    day: u32,
}

impl Watch {
    pub fn new(table: &EventTable, day: u32, counted: Counted) -> Self {
        let weeks = Weeks::new(table, day, |kind| counted == Counted::All || table.is_conflict(kind));
        let busiest: Vec<Series> = weeks.busiest.iter().take(LEARNT_FROM).map(|(s, o)| weeks.of(*s, *o)).collect();
        let model = Counts::learn(Method::Full, &busiest, weeks.weeks / 3, weeks.weeks);
        let (recent, noted) = (weeks.weeks.saturating_sub(NOTED_WEEKS), busiest.get(..NOTED.min(busiest.len())));
        let onset = Onset::learn(&model, noted.unwrap_or_default(), recent.max(weeks.weeks / 3), weeks.weeks);
        Self { counted, weeks, model, onset, day }
    }

    /// What to expect of the subject towards the object in the days from the day of issue on.
    pub fn warn(&self, table: &EventTable, [subject, object]: [u32; 2]) -> Warning {
        let weeks = self.weeks.weeks;
        let series = self.weeks.of(subject, object);
        let week = self.model.foretell(&series, weeks);
        let month = week.over(30.0 / f64::from(WEEK));
        let chance = self.onset.chance(&series, weeks, week.at_least(1));
        let had = |stretch: &[u32]| stretch.iter().any(|c| *c > 0);
        let share =
            |stretches: Vec<bool>| stretches.iter().filter(|s| **s).count() as f64 / stretches.len().max(1) as f64;
        let usual =
            [share(series.own.iter().map(|c| *c > 0).collect()), share(series.own.windows(QUIET).map(had).collect())];
        let counts = |kind: u32| self.counted == Counted::All || table.is_conflict(kind);
        let of_pair = |e: &Dated| e.day < self.day && [e.triple[0], e.triple[2]] == [subject, object];
        let rows = table.events.iter().enumerate().rev().filter(|(_, e)| of_pair(e) && counts(e.triple[1]));
        Warning {
            counted: self.counted,
            within: [chance, longer(week.at_least(1), month.at_least(1), chance)],
            week,
            usual,
            onset: !Onset::is_ongoing(&series, weeks),
            drivers: rows.map(|(row, _)| row as u32).take(3).collect(),
            weeks,
        }
    }
}

/// The chance over a longer time, where that of the week was corrected: as many more weeks as the model held it to be.
fn longer(week: f64, month: f64, corrected: f64) -> f64 {
    let none = |chance: f64| f64::from(ln((1.0 - chance).max(1e-6) as f32));
    let weeks = none(month) / none(week).min(-1e-6);
    1.0 - f64::from(exp((weeks * none(corrected)) as f32))
}

/// What to expect of the subject towards the object in the days from `day` on.
pub fn warn(table: &EventTable, pair: [u32; 2], day: u32, counted: Counted) -> Warning {
    Watch::new(table, day, counted).warn(table, pair)
}
