//! Forecasts as they were issued and the events since in; what came of each, and what the record is worth, out.

use super::foresee::{Calibration, EventTable};
use super::numbers::ln;

/// A forecast as issued: it is never changed. Within the days the subject does this to the object at least once.
#[derive(Clone, Debug, PartialEq)]
pub struct Issued {
    /// Day of issue, the first day it speaks of; days are numbers since 1970.
    pub day: u32,
    /// The first day it no longer speaks of.
    pub end: u32,
    pub subject: String,
    pub kind: String,
    pub object: String,
    pub chance: f64,
    /// What the share of past weeks with such an act would have stated.
    pub usual: f64,
}

/// What came of a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Its days are not over, or the table does not reach beyond them.
    Open,
    Came,
    Failed,
}

/// What the record is worth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    pub issued: usize,
    pub settled: usize,
    pub came: usize,
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

/// Settles forecasts by a table in which all days before `known` are complete: came, if it holds at least one such event.
pub fn settle(issued: &[Issued], table: &EventTable, known: u32) -> Vec<Settled> {
    let number = |names: &[String], name: &str| names.iter().position(|n| n == name).map(|at| at as u32);
    let came = |one: &Issued| {
        let triple = (|| {
            let subject = number(&table.actors, &one.subject)?;
            Some([subject, number(&table.kinds, &one.kind)?, number(&table.actors, &one.object)?])
        })();
        let from = table.events.partition_point(|event| event.day < one.day);
        let days = table.events.iter().skip(from).take_while(|event| event.day < one.end);
        triple.is_some_and(|triple| days.into_iter().any(|event| event.triple == triple))
    };
    let of = |one: &Issued| match one.end <= known {
        false => Settled::Open,
        true if came(one) => Settled::Came,
        true => Settled::Failed,
    };
    issued.iter().map(of).collect()
}

/// The record of forecasts and what came of them.
pub fn record(issued: &[Issued], settled: &[Settled]) -> Record {
    let mut record = Record { issued: issued.len(), ..Record::default() };
    let mut calibration = Calibration::default();
    let mut classes = vec![(0_usize, 0.0, 0.0); 10];
    for (one, settled) in issued.iter().zip(settled).filter(|(_, settled)| **settled != Settled::Open) {
        let came = *settled == Settled::Came;
        let truth = f64::from(u8::from(came));
        let given = |chance: f64| if came { chance } else { 1.0 - chance };
        let surprise = |chance: f64| -f64::from(ln(given(chance).max(1e-6) as f32));
        record.settled += 1;
        record.came += usize::from(came);
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
    for sum in [&mut record.brier, &mut record.usual_brier, &mut record.surprise, &mut record.usual_surprise] {
        *sum /= count;
    }
    record.calibration = calibration.error();
    record.classes = classes.into_iter().map(|(n, p, c)| (n, p / n.max(1) as f64, c / n.max(1) as f64)).collect();
    record
}
