//! Events in, the facts on which their passages differ out: each with its versions, their holders and passages.

use super::passage::{both, codes, day, set};
use super::telling::{NEAR, Told, beforehand, passages};
use super::words::{alike, shared};
use crate::event::{Coded, Dispute, DisputeField, Event, Version};
use crate::mention::{Actor, Magnitude, Status, TimeSpan};

/// What a vague figure may differ by from one that means the same.
const ROUNDING: f64 = 0.05;
/// Times by which figures of one thing differ at most.
const FAR_OFF: f64 = 7.0;

/// All disputes, in the order of the events.
pub(super) fn find(coded: &[Coded], events: &[Event]) -> Vec<Dispute> {
    let mut disputes = Vec::new();
    for (event, of) in events.iter().enumerate() {
        let told = passages(coded, of);
        let fields = [
            (DisputeField::Happened, happened(&told)),
            (DisputeField::Actor, actors(&told)),
            (DisputeField::Number, numbers(&told)),
            (DisputeField::Date, dates(&told)),
            (DisputeField::Place, places(&told)),
        ];
        for (field, versions) in fields {
            if versions.len() > 1 {
                disputes.push(Dispute { event, field, versions, confirmed_later: confirmed_later(field, &told) });
            }
        }
    }
    disputes
}

/// Whether it happened: somebody denies what the article or another party tells as done. Who only says beforehand that it
/// will not come to it disputes nothing; that is a prediction.
fn happened(told: &[Told<'_>]) -> Vec<Version> {
    let denied = |t: &Told<'_>| t.mention.status == Status::Denied && !t.mention.said_by.is_empty() && !beforehand(t);
    let held = |t: &Told<'_>| matches!(t.mention.status, Status::Reported | Status::Claimed);
    let denies = |d: &Told<'_>| denied(d) && told.iter().any(|t| held(t) && denies(d, t));
    if !told.iter().any(denies) {
        return Vec::new();
    }
    grouped(told.iter().filter(|t| denies(t) || held(t)), |t| Some(t.mention.status.name().to_owned()))
}

/// Whether a denial is one of this telling: it names no party that the other leaves out and no other mode, and their
/// articles or their times lie near.
fn denies(denial: &Told<'_>, told: &Told<'_>) -> bool {
    let (d, t) = (denial.mention, told.mention);
    let named = codes(both(t));
    let parties = codes(both(d)).iter().all(|code| named.contains(code));
    let mode = d.mode.is_none() || t.mode.is_none() || d.mode == t.mode;
    let days = denial.published.zip(told.published).map(|(x, y)| (day(x) - day(y)).abs());
    let times = d.time.zip(t.time).is_some_and(|(x, y)| overlap(x, y));
    parties && mode && (times || days.is_none_or(|days| days <= NEAR))
}

/// Denied once, and told as fact by an article that is younger than the denial.
fn confirmed_later(field: DisputeField, told: &[Told<'_>]) -> bool {
    let denials = || told.iter().filter(|t| t.mention.status == Status::Denied);
    let denied = denials().filter_map(|t| t.published).min();
    // The word of whoever claims it confirms nothing; that of the articles does, and of who denied it.
    let denier = |s: &Actor| denials().any(|t| t.mention.said_by.iter().any(|d| d.code == s.code));
    let confirms = |t: &&Told<'_>| t.mention.said_by.is_empty() || t.mention.said_by.iter().any(denier);
    let reported = told.iter().filter(|t| t.mention.status == Status::Reported);
    let confirmed = reported.filter(confirms).filter_map(|t| t.published).max();
    field == DisputeField::Happened && matches!((denied, confirmed), (Some(denied), Some(told)) if denied < told)
}

/// Who did it: two passages name actors none of whom the other names.
fn actors(told: &[Told<'_>]) -> Vec<Version> {
    let named: Vec<&Told<'_>> = told
        .iter()
        .filter(|t| !t.mention.symmetric && !t.mention.actors.is_empty() && t.mention.status != Status::Denied)
        .collect();
    let sides: Vec<Vec<&str>> = set(named.iter().map(|t| codes(t.mention.actors.iter())));
    let apart = |x: &Vec<&str>| sides.iter().any(|y| x.iter().all(|code| !y.contains(code)));
    grouped(named.into_iter().filter(|t| apart(&codes(t.mention.actors.iter()))), |t| {
        Some(set(t.mention.actors.iter().map(Actor::key)).join(", "))
    })
}

/// How many: figures that count the same and differ.
fn numbers(told: &[Told<'_>]) -> Vec<Version> {
    let figures: Vec<(&Told<'_>, &Magnitude)> =
        told.iter().flat_map(|t| t.mention.magnitudes.iter().map(move |m| (t, m))).collect();
    let differs = |(t, m): &(&Told<'_>, &Magnitude)| {
        figures.iter().any(|(u, n)| counts_the_same((t, m), (u, n)) && !same_value(m, n))
    };
    let disputed = figures.iter().filter(|f| differs(f));
    by_value(disputed.map(|(t, m)| (figure(m), **t)).collect())
}

/// Whether two figures are of one thing: they have one unit, or the figures of each passage are of one thing, in two articles
/// or of an act between the same two states. They are told of times that can be one, and near each other.
fn counts_the_same((t, m): (&Told<'_>, &Magnitude), (u, n): (&Told<'_>, &Magnitude)) -> bool {
    let (ours, theirs) = (codes(both(t.mention)), codes(both(u.mention)));
    let known = t.at.article != u.at.article || shared(&ours, &theirs).count() > 1;
    let only = [t, u]
        .iter()
        .all(|told| told.mention.magnitudes.windows(2).all(|two| unit_stem(&two[0]) == unit_stem(&two[1])));
    let near = m.value <= n.value * FAR_OFF && n.value <= m.value * FAR_OFF;
    near && (unit_stem(m) == unit_stem(n) || (known && only)) && one_time(t, u) && !one_voice(t, u)
}

/// Whether one article says both in its own or in one speaker's words: nobody contradicts himself, so these are two things
/// ("87 Tote und 120 Verletzte", one year's dead and the next year's).
fn one_voice(t: &Told<'_>, u: &Told<'_>) -> bool {
    t.at.article == u.at.article && codes(t.mention.said_by.iter()) == codes(u.mention.said_by.iter())
}

fn same_value(m: &Magnitude, n: &Magnitude) -> bool {
    let slack = if m.vague || n.vague { ROUNDING } else { 0.0 };
    (m.value - n.value).abs() <= slack * m.value.abs().max(n.value.abs())
}

/// The beginning of a unit, under which its inflected forms fall together.
fn unit_stem(m: &Magnitude) -> String {
    m.unit.to_lowercase().chars().take(4).collect()
}

fn figure(m: &Magnitude) -> String {
    format!("{}{} {}", if m.vague { "~" } else { "" }, m.value, m.unit).trim_end().to_owned()
}

/// When: days told as those of the deed that exclude each other.
fn dates(told: &[Told<'_>]) -> Vec<Version> {
    let done: Vec<&Told<'_>> =
        told.iter().filter(|t| matches!(t.mention.status, Status::Reported | Status::Claimed)).collect();
    let apart = |t: &Told<'_>| {
        done.iter().any(|u| !one_voice(t, u) && t.mention.time.zip(u.mention.time).is_some_and(|(x, y)| !overlap(x, y)))
    };
    grouped(done.iter().copied(), |t| {
        let time = t.mention.time?;
        apart(t).then(|| time.to_string())
    })
}

/// Where: places in different countries, told of times that can be one.
fn places(told: &[Told<'_>]) -> Vec<Version> {
    let places: Vec<_> = told.iter().filter_map(|t| Some((t, t.mention.place.as_ref()?))).collect();
    grouped(told.iter(), |t| {
        let place = t.mention.place.as_ref()?;
        let elsewhere = places.iter().filter(|(u, _)| one_time(t, u) && !one_voice(t, u)).any(|(_, other)| {
            let countries = place.country.as_ref().zip(other.country.as_ref());
            countries.is_some_and(|(a, b)| a != b) && !alike(&place.name, &other.name)
        });
        elsewhere.then(|| place.name.clone())
    })
}

fn overlap(a: TimeSpan, b: TimeSpan) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// Whether the times of two passages can be that of one act.
fn one_time(t: &Told<'_>, u: &Told<'_>) -> bool {
    match (t.mention.time, u.mention.time) {
        (Some(a), Some(b)) => overlap(a, b),
        _ => t.mention.historical == u.mention.historical,
    }
}

fn grouped<'a, 't: 'a>(
    told: impl Iterator<Item = &'a Told<'t>>,
    value: impl Fn(&Told<'t>) -> Option<String>,
) -> Vec<Version> {
    by_value(told.filter_map(|t| Some((value(t)?, *t))).collect())
}

/// Versions in the order in which they were first told.
fn by_value(told: Vec<(String, Told<'_>)>) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    for (value, t) in told {
        let at = versions.iter().position(|v| v.value == value).unwrap_or(versions.len());
        if at == versions.len() {
            versions.push(Version { value, holders: Vec::new(), mentions: Vec::new() });
        }
        let version = &mut versions[at];
        version.mentions.push(t.at);
        for holder in &t.mention.said_by {
            if !version.holders.iter().any(|h| h.key() == holder.key()) {
                version.holders.push(Actor { span: Default::default(), ..holder.clone() });
            }
        }
    }
    versions
}
