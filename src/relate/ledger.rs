//! Forecasts as they were issued and the events since in; what came of each, and what the record is worth, out.

use super::foresee::{Calibration, EventTable};
use super::numbers::ln;
use std::collections::BTreeMap;

/// What is to come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// An act of this kind.
    Act(String),
    /// Any act.
    Any,
    /// Any act of conflict.
    Conflict,
}

/// A forecast as issued: it is never changed. Within the days the subject does this to the object at least once.
#[derive(Clone, Debug, PartialEq)]
pub struct Issued {
    /// Day of issue, the first day it speaks of; days are numbers since 1970.
    pub day: u32,
    /// The first day it no longer speaks of.
    pub end: u32,
    /// The day on which it was written down.
    pub written: u32,
    pub subject: String,
    pub what: What,
    pub object: String,
    pub chance: f64,
    /// What the share of past weeks with such an act would have stated.
    pub usual: f64,
    /// How many events were known on the day of issue.
    pub events: usize,
}

impl Issued {
    /// Whether it was written before its days began, and not made of what had come already.
    pub fn is_ahead(&self) -> bool {
        self.written <= self.day
    }
}

/// What came of a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Its days are not over, or the table does not reach beyond them.
    Open,
    Came,
    Failed,
    /// These events cannot tell: they never name one of the actors or the act, or know less of the days before than was
    /// known when it was issued.
    Unknown,
}

/// Events that know less than this part of what was known on the day of issue are others.
const SAME: f64 = 0.9;

/// What the record is worth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    pub issued: usize,
    pub settled: usize,
    pub came: usize,
    /// Mean of the stated chances.
    pub stated: f64,
    /// Mean square of what chances missed; the same of the usual shares.
    pub brier: f64,
    pub usual_brier: f64,
    /// Mean surprise: minus the logarithm of the chance given to what happened.
    pub surprise: f64,
    pub usual_surprise: f64,
    /// Mean distance between stated and seen frequency.
    pub calibration: f64,
    /// For each tenth of stated chances: how many, the mean stated, the share that came.
    pub classes: Vec<(usize, f64, f64)>,
}

impl Record {
    /// Which part of the error of the usual shares is avoided: 1 is perfect, below 0 worse than they.
    pub fn skill(&self) -> Option<f64> {
        (self.settled > 0 && self.usual_brier > 0.0).then(|| 1.0 - self.brier / self.usual_brier)
    }
}

/// The share of past weeks, with half a week each way, in which the act came; for the day of issue.
pub fn usual(table: &EventTable, triple: [u32; 3], day: u32) -> f64 {
    let Some(first) = table.events.first().map(|event| event.day).filter(|first| *first < day) else { return 0.5 };
    let weeks = (day - first) / 7;
    let mut had: Vec<u32> = table
        .events
        .iter()
        .take_while(|event| event.day < day)
        .filter(|event| event.triple == triple)
        .map(|event| (day - 1 - event.day) / 7)
        .filter(|week| *week < weeks)
        .collect();
    had.dedup();
    (had.len() as f64 + 0.5) / (f64::from(weeks) + 1.0)
}

/// Settles forecasts by a table in which all days before `known` are complete, and none later: came, if it holds at least one such event.
pub fn settle(issued: &[Issued], table: &EventTable, known: u32) -> Vec<Settled> {
    let numbers = |names: &[String]| -> BTreeMap<String, u32> { names.iter().cloned().zip(0..).collect() };
    let (actors, kinds) = (numbers(&table.actors), numbers(&table.kinds));
    let until = |day: u32| table.events.partition_point(|event| event.day < day);
    let of = |one: &Issued| {
        let kind = match &one.what {
            What::Act(kind) => kinds.get(kind).copied().map(Some),
            What::Any | What::Conflict => Some(None),
        };
        let (Some(subject), Some(object), Some(kind)) = (actors.get(&one.subject), actors.get(&one.object), kind)
        else {
            return Settled::Unknown;
        };
        if (until(one.day) as f64) < SAME * one.events as f64 {
            return Settled::Unknown;
        }
        let counts =
            |of: u32| kind.is_none_or(|kind| kind == of) && (one.what != What::Conflict || table.is_conflict(of));
        let mut days = table.events.iter().take(until(one.end)).skip(until(one.day));
        match days.any(|e| e.triple[0] == *subject && e.triple[2] == *object && counts(e.triple[1])) {
            true => Settled::Came,
            false => Settled::Failed,
        }
    };
    issued.iter().map(|one| if one.end <= known { of(one) } else { Settled::Open }).collect()
}

/// The record of the forecasts that are wanted and what came of them.
pub fn record(issued: &[Issued], settled: &[Settled], wanted: &dyn Fn(&Issued) -> bool) -> Record {
    let all: Vec<(&Issued, Settled)> =
        issued.iter().zip(settled.iter().copied()).filter(|(one, _)| wanted(one)).collect();
    let mut record = Record { issued: all.len(), ..Record::default() };
    let mut calibration = Calibration::default();
    let mut classes = vec![(0_usize, 0.0, 0.0); 10];
    for (one, settled) in all.into_iter().filter(|(_, settled)| matches!(settled, Settled::Came | Settled::Failed)) {
        let came = settled == Settled::Came;
        let truth = f64::from(u8::from(came));
        let given = |chance: f64| if came { chance } else { 1.0 - chance };
        let surprise = |chance: f64| -f64::from(ln(given(chance).max(LEAST_GIVEN) as f32));
        record.settled += 1;
        record.came += usize::from(came);
        record.stated += one.chance;
        record.brier += (one.chance - truth) * (one.chance - truth);
        record.usual_brier += (one.usual - truth) * (one.usual - truth);
        record.surprise += surprise(one.chance);
        record.usual_surprise += surprise(one.usual);
        calibration.note(one.chance, came);
        if let Some(class) = classes.get_mut(((one.chance * 10.0) as usize).min(9)) {
            *class = (class.0 + 1, class.1 + one.chance, class.2 + truth);
        }
    }
    let count = record.settled.max(1) as f64;
    let [stated, brier, surprise] = [&mut record.stated, &mut record.brier, &mut record.surprise];
    for sum in [stated, brier, surprise, &mut record.usual_brier, &mut record.usual_surprise] {
        *sum /= count;
    }
    record.calibration = calibration.error();
    record.classes = classes.into_iter().map(|(n, p, c)| (n, p / n.max(1) as f64, c / n.max(1) as f64)).collect();
    record
}

/// What was held impossible and came would surprise without end: it counts as one in a thousand.
const LEAST_GIVEN: f64 = 0.001;
