//! What matters most: an event goes in, its weight comes out, from how many independent origins and passages tell it,
//! what kind of act it is, how late it is, how sure it is, and whether it is disputed or makes a treaty.

use super::teller::Teller;
use crate::mention::{EventType, Quad, Status};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What a second event of the same kind loses, so that the key statements do not all say the same.
const SAME_TYPE: f64 = 1.5;
const SAME_PARTIES: f64 = 0.7;
const SAME_DAYS: f64 = 1.0;

/// The weights of all events, by index.
pub(super) fn weights(teller: &Teller<'_>) -> Vec<f64> {
    let ends = teller.linked.events.iter().filter(|e| !e.historical).filter_map(|e| e.time.map(|t| t.end));
    let days = ends.clone().min().zip(ends.max());
    (0..teller.linked.events.len()).map(|index| weight(teller, index, days)).collect()
}

/// The weight of an event by itself; `days` are the first and the last of the batch.
fn weight(teller: &Teller<'_>, index: usize, days: Option<(Date, Date)>) -> f64 {
    let Some(event) = teller.event(index) else { return 0.0 };
    let passages = f64::from(u32::try_from(event.mentions.len().min(8)).unwrap_or(8));
    let origins = f64::from(u32::try_from(event.origins.min(8)).unwrap_or(8));
    let deed = match event.kind.quad() {
        Quad::MaterialConflict => 3.0,
        Quad::MaterialCooperation => 2.5,
        Quad::VerbalCooperation | Quad::VerbalConflict => 1.0,
    };
    let standing = match event.status {
        Status::Reported => 0.0,
        Status::Denied => -2.0,
        Status::Claimed | Status::Planned => -1.5,
        Status::Possible => -2.5,
    };
    let treaty = if teller.is_treaty(index) { 3.0 } else { 0.0 };
    let dispute = if teller.is_disputed(index) { 1.5 } else { 0.0 };
    let told = if teller.is_told(index) { 0.0 } else { -4.0 };
    let past = if event.historical { -5.0 } else { 0.0 };
    // A meeting is more than words: it has a day and a place.
    let meeting = if event.kind == EventType::Consult && teller.time(index).is_some() { 1.0 } else { 0.0 };
    let known =
        if teller.time(index).is_some() { 0.5 } else { -1.0 } + if event.actors.is_empty() { -1.0 } else { 0.0 };
    2.0 * origins
        + 0.5 * passages
        + deed
        + standing
        + treaty
        + dispute
        + told
        + past
        + meeting
        + known
        + recency(event.time.map(|t| t.end), days)
        + event.score
}

/// From 0 for the first to 2 for the latest day of the batch.
fn recency(end: Option<Date>, days: Option<(Date, Date)>) -> f64 {
    let (Some(end), Some((first, last))) = (end, days) else { return 0.0 };
    let count = |a: Date, b: Date| f64::from((b - a).get_days());
    let whole = count(first, last);
    if whole > 0.0 { 2.0 * (count(first, end) / whole).clamp(0.0, 1.0) } else { 0.0 }
}

/// The given events, weightiest first; ties in order of time.
pub(super) fn ranked(teller: &Teller<'_>, mut events: Vec<usize>) -> Vec<usize> {
    events.sort_by(|a, b| teller.weight(*b).total_cmp(&teller.weight(*a)).then(a.cmp(b)));
    events
}

/// The weightiest events that also differ from each other in type, parties and time.
pub(super) fn various(teller: &Teller<'_>, events: Vec<usize>, most: usize) -> Vec<usize> {
    let mut rest: Vec<(usize, f64)> = events.into_iter().map(|e| (e, teller.weight(e))).collect();
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < most {
        let worth =
            |(index, weight): &(usize, f64)| weight - chosen.iter().map(|c| likeness(teller, *c, *index)).sum::<f64>();
        let best = rest.iter().enumerate().max_by(|(i, a), (j, b)| worth(a).total_cmp(&worth(b)).then(j.cmp(i)));
        let Some((at, _)) = best else { break };
        chosen.push(rest.remove(at).0);
    }
    chosen
}

fn likeness(teller: &Teller<'_>, chosen: usize, other: usize) -> f64 {
    let (Some(a), Some(b)) = (teller.event(chosen), teller.event(other)) else { return 0.0 };
    let parties: (BTreeSet<&str>, BTreeSet<&str>) = (Teller::codes(a), Teller::codes(b));
    let same = |condition: bool, cost: f64| if condition { cost } else { 0.0 };
    let (kind, sides) = (a.kind == b.kind, parties.0 == parties.1);
    let days = a.time.is_some() && a.time.map(|t| t.start) == b.time.map(|t| t.start);
    // The same parties doing the same thing on the same day: one statement is enough.
    same(kind, SAME_TYPE) + same(sides, SAME_PARTIES) + same(days, SAME_DAYS) + same(kind && sides && days, 4.0)
}
