//! The passages of one act in, the event out: what they agree on, and the fullest telling of the rest.

use super::digest::digest_of;
use super::passage::{Passage, set};
use crate::event::Event;
use crate::mention::{Actor, Magnitude, Place, Precision, Status, TimeSpan};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How much of the doubt that is left one more independent origin takes away.
const CONFIRMATION: f64 = 0.3;
/// Hexadecimal digits of an event's id.
const ID_DIGITS: usize = 12;

/// Builds the event that the passages tell; they come in their own order, and there is at least one.
pub(super) fn assemble(passages: &[&Passage<'_>]) -> Event {
    let mut told: Vec<&Passage<'_>> = passages.to_vec();
    told.sort_by(|a, b| evidence(a).cmp(&evidence(b)).then(a.at.cmp(&b.at)));
    let speaker = fullest(&told);
    let origins = set(told.iter().map(|p| p.origin)).len();
    let mean = told.iter().map(|p| p.mention.score).sum::<f64>() / told.len().max(1) as f64;
    // Where a person makes one of two kinds, the mode of the other falls.
    let kind = speaker.mention.kind;
    let doubt = (1.0 - mean) * (1.0 - CONFIRMATION).powi(i32::try_from(origins).unwrap_or(i32::MAX) - 1);
    Event {
        id: id(&told),
        kind,
        mode: commonest(told.iter().filter_map(|p| p.mention.mode).filter(|mode| kind.modes().contains(mode))),
        actors: unplaced(&speaker.mention.actors),
        recipients: unplaced(&speaker.mention.recipients),
        symmetric: speaker.mention.symmetric,
        time: time(&told),
        place: place(&told),
        magnitudes: magnitudes(&told),
        status: status(&told),
        historical: told.iter().all(|p| p.mention.historical),
        mentions: told.iter().map(|p| p.at).collect(),
        origins,
        score: 1.0 - doubt,
    }
}

/// By publication, article and place in it.
fn evidence<'a>(p: &Passage<'a>) -> impl Ord + use<'a> {
    ((p.published.is_none(), p.published), p.mention.doc.as_str(), (p.mention.sentence, p.mention.trigger), p.order())
}

/// Type and first evidence: articles that come later do not change the name of what is known already.
fn id(told: &[&Passage<'_>]) -> String {
    let Some(m) = told.first().map(|p| p.mention) else { return String::new() };
    let side = |actors: &[Actor]| set(actors.iter().map(Actor::key)).join(" ");
    let place = format!("{}-{}", m.trigger.start, m.trigger.end);
    let parts = [m.kind.name(), m.status.name(), &side(&m.actors), &side(&m.recipients), &m.doc, &place];
    let mut id = format!("{:016x}", digest_of(&parts));
    id.truncate(ID_DIGITS);
    id
}

/// The passage that speaks for all: the sides that most origins tell, then the one that names most persons, then the first.
fn fullest<'p, 'a>(told: &[&'p Passage<'a>]) -> &'p Passage<'a> {
    fn sides<'p>(p: &'p Passage<'_>) -> impl Ord + use<'p> {
        (p.actors.as_slice(), p.recipients.as_slice(), p.mention.symmetric)
    }
    let mut tellers: BTreeMap<_, Vec<u64>> = BTreeMap::new();
    for p in told {
        tellers.entry(sides(p)).or_default().push(p.origin);
    }
    let origins: BTreeMap<_, usize> =
        tellers.into_iter().map(|(sides, origins)| (sides, set(origins.into_iter()).len())).collect();
    let weight = |p: &'p Passage<'a>| {
        let named = p.mention.actors.iter().chain(&p.mention.recipients).filter(|a| a.name.is_some()).count();
        let told_by = origins.get(&sides(p)).copied().unwrap_or_default();
        (p.mention.status == Status::Reported, told_by, p.parties.len(), named)
    };
    let mut best = (weight(told[0]), told[0]);
    for p in told.iter().skip(1) {
        let weight = weight(p);
        if weight > best.0 {
            best = (weight, p);
        }
    }
    best.1
}

/// Actors without the place where one article names them.
fn unplaced(actors: &[Actor]) -> Vec<Actor> {
    actors.iter().map(|a| Actor { span: Default::default(), ..a.clone() }).collect()
}

fn commonest<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(value, count)| (*count, Reverse(*value))).map(|(value, _)| value)
}

/// The days that the dated passages have in common, the surest and narrowest first; those that tell it as done count
/// before those that only foretell it.
fn time(told: &[&Passage<'_>]) -> Option<TimeSpan> {
    let mut same: BTreeMap<TimeSpan, usize> = BTreeMap::new();
    for span in told.iter().filter_map(|p| p.mention.time) {
        *same.entry(span).or_default() += 1;
    }
    let mut dated: Vec<(bool, i32, usize, TimeSpan)> = Vec::new();
    for p in told {
        let (Some(span), Some(days)) = (p.mention.time, p.time) else { continue };
        dated.push((p.foretold(), days.length(), usize::MAX - same.get(&span).copied().unwrap_or_default(), span));
    }
    dated.sort_unstable();
    let (foretold, _, _, mut narrowest) = *dated.first()?;
    for (_, _, _, other) in dated.iter().filter(|d| d.0 == foretold) {
        let (start, end) = (narrowest.start.max(other.start), narrowest.end.min(other.end));
        if start <= end && (start, end) != (narrowest.start, narrowest.end) {
            let precision = if start == end { Precision::Day } else { Precision::Span };
            narrowest = TimeSpan { start, end, precision };
        }
    }
    Some(narrowest)
}

/// The place that most passages name; of equals the one with coordinates, then the first by name.
fn place(told: &[&Passage<'_>]) -> Option<Place> {
    let places = || told.iter().filter_map(|p| p.mention.place.as_ref());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for place in places() {
        *counts.entry(&place.name).or_default() += 1;
    }
    let count = |place: &Place| counts.get(place.name.as_str()).copied();
    let best = places().min_by_key(|p| (Reverse(count(p)), p.lat.is_none(), &p.name, &p.country))?;
    Some(Place { span: Default::default(), ..best.clone() })
}

/// Every figure once, exact ones first, by unit and value.
fn magnitudes(told: &[&Passage<'_>]) -> Vec<Magnitude> {
    let all = told.iter().flat_map(|p| &p.mention.magnitudes);
    let mut figures: Vec<Magnitude> = all.map(|m| Magnitude { span: Default::default(), ..m.clone() }).collect();
    figures.sort_by(|a, b| {
        a.vague.cmp(&b.vague).then_with(|| a.unit.cmp(&b.unit)).then_with(|| a.value.total_cmp(&b.value))
    });
    figures.dedup();
    figures
}

/// Told as done by anybody neutral, it is so; else what the latest article says, where a claim stands before its denial.
fn status(told: &[&Passage<'_>]) -> Status {
    let latest = |p: &&&Passage<'_>| (p.published.is_some(), p.published);
    let reported = told.iter().filter(|p| p.mention.status == Status::Reported).max_by_key(latest);
    // "It has not taken place", said by an article itself after others had told it.
    let undone = told.iter().filter(|p| p.mention.status == Status::Denied && p.mention.said_by.is_empty());
    match (reported, undone.max_by_key(latest)) {
        (Some(reported), Some(undone)) if undone.published > reported.published => Status::Denied,
        (Some(_), _) => Status::Reported,
        _ => {
            let last = told.iter().map(|p| p.published).max().flatten();
            let now = told.iter().filter(|p| p.published == last).map(|p| p.mention.status);
            now.min().unwrap_or(Status::Reported)
        }
    }
}
