//! Events in, what was announced or denied beforehand out, each with what became of it.

use super::agreements::about_treaty;
use super::passage::{both, codes, day};
use super::telling::{Told, is_called_off, passages};
use super::words::alike;
use crate::event::{Coded, Event, MentionRef, Outcome, Prediction};
use crate::mention::{EventType, Mention, Status};
use jiff::civil::Date;

/// Days by which a told time may miss the one that was announced.
const BLUR: i32 = 2;
/// Days of a time that is narrow enough to know an act by it.
const MONTH: i32 = 31;
/// Days within which the same manner of act is taken for the one that was announced.
const SOON: i32 = 90;

/// All predictions, in the order of the events and of their passages.
pub(super) fn find(coded: &[Coded], events: &[Event], today: Option<Date>) -> Vec<Prediction> {
    let mut predictions = Vec::new();
    for (event, of) in events.iter().enumerate() {
        let told = passages(coded, of);
        let mut found_of: Vec<(&Told<'_>, Prediction)> = Vec::new();
        for made in &told {
            let found = match made.mention.status {
                Status::Planned | Status::Possible if made.mention.historical => None,
                Status::Planned | Status::Possible => Some(settle(made, &told, today)),
                Status::Denied => denied_beforehand(made, &told),
                Status::Reported | Status::Claimed => None,
            };
            if let Some((outcome, settled)) = found {
                found_of.push((made, Prediction { event, made: made.at, outcome, settled, again: false }));
            }
        }
        mark_repeated(&mut found_of);
        predictions.extend(found_of.into_iter().map(|(_, prediction)| prediction));
    }
    predictions
}

/// A total order by what is said alone, wherever it stood in the batch: the first told first.
fn said<'a>(made: &Told<'a>) -> impl Ord + use<'a> {
    let m = made.mention;
    (made.published.is_none(), made.published, &m.doc, m.sentence, m.trigger, &m.actors, &m.recipients)
}

/// Marks what an earlier passage about the event announced: of which the same became, for the same last day. Who names no
/// day any more says nothing new, who names one for the first time does.
fn mark_repeated(found: &mut [(&Told<'_>, Prediction)]) {
    let due = |made: &Told<'_>| made.mention.time.map(|time| time.end);
    let is_denial = |made: &Told<'_>| made.mention.status == Status::Denied;
    // Whether an open one has fallen silent depends on its day alone.
    let became = |outcome| if outcome == Outcome::Silent { Outcome::Open } else { outcome };
    let mut marks = Vec::with_capacity(found.len());
    for (made, one) in &*found {
        marks.push(found.iter().any(|(before, other)| {
            let same = is_denial(before) == is_denial(made) && became(other.outcome) == became(one.outcome);
            said(before) < said(made) && same && (due(made).is_none() || due(before) == due(made))
        }));
    }
    for ((_, prediction), mark) in found.iter_mut().zip(marks) {
        prediction.again = mark;
    }
}

fn settle(made: &Told<'_>, told: &[Told<'_>], today: Option<Date>) -> (Outcome, Option<MentionRef>) {
    let due = made.mention.time.map(|t| t.end);
    if let Some(report) = first_after(made, told, |t| t.mention.status == Status::Reported && fulfils(t, made)) {
        let late = report.mention.time.zip(due).is_some_and(|(done, due)| done.start > due);
        return (if late { Outcome::Late } else { Outcome::Happened }, Some(report.at));
    }
    let passed = |t: &Told<'_>| t.published.zip(due).is_some_and(|(published, due)| published > due);
    // "Not yet", said by the article before the time is up, settles nothing; a party that says so calls it off, and so does
    // "was cancelled".
    let settles = |t: &Told<'_>| {
        let off = !t.mention.said_by.is_empty() || is_called_off(t.mention);
        t.mention.status == Status::Denied && (off || passed(t))
    };
    if let Some(denial) = first_after(made, told, settles) {
        return (if passed(denial) { Outcome::Contradicted } else { Outcome::Cancelled }, Some(denial.at));
    }
    let passed = today.zip(due).is_some_and(|(today, due)| today > due);
    (if passed { Outcome::Silent } else { Outcome::Open }, None)
}

/// Whether a report tells what was announced: all parties act in it, at a time for which it was announced, and to sign a
/// treaty is not to support each other. Where the sides are those of many acts, something more must be the same.
fn fulfils(report: &Told<'_>, made: &Told<'_>) -> bool {
    let named = codes(both(report.mention));
    let announced = codes(both(made.mention));
    let complete = announced.iter().all(|code| named.contains(code));
    let words = matches!(made.mention.kind, EventType::Agree | EventType::Support);
    let matter = !words || about_treaty(made.mention) == about_treaty(report.mention);
    complete && matter && in_time(report, made) && (announced.len() > 1 || in_common(report, made))
}

/// Whether the report is none of old, and what it tells lies neither before the announcement nor before the time for which
/// that was made.
fn in_time(report: &Told<'_>, made: &Told<'_>) -> bool {
    let Some(said) = made.published else { return false };
    let due = made.mention.time.map_or(said, |t| t.start.max(said));
    let done = report.mention.time.map(|t| t.end).or(report.published);
    !report.mention.historical && done.is_some_and(|done| day(done) >= day(due) - BLUR)
}

/// The days for which it was announced, a place, a figure, a person or body, a treaty, or soon the same manner of act.
fn in_common(report: &Told<'_>, made: &Told<'_>) -> bool {
    let (r, m) = (report.mention, made.mention);
    let names = |m: &Mention| both(m).filter_map(|a| a.name.clone()).collect::<Vec<_>>();
    let on_time = r.time.zip(m.time).is_some_and(|(done, due)| {
        day(due.end) - day(due.start) < MONTH && done.start <= due.end && due.start <= done.end
    });
    let place = r.place.as_ref().zip(m.place.as_ref()).is_some_and(|(x, y)| alike(&x.name, &y.name));
    let person = names(r).iter().any(|x| names(m).iter().any(|y| alike(x, y)));
    let soon = report.published.zip(made.published).is_some_and(|(told, said)| day(told) - day(said) < SOON);
    let figure = r.magnitudes.iter().any(|x| m.magnitudes.iter().any(|y| x.value == y.value));
    on_time
        || place
        || figure
        || person
        || (about_treaty(r) && about_treaty(m))
        || (soon && r.mode.is_some() && r.mode == m.mode)
}

/// "No such meeting is planned", and then it took place.
fn denied_beforehand(made: &Told<'_>, told: &[Told<'_>]) -> Option<(Outcome, Option<MentionRef>)> {
    if made.mention.said_by.is_empty() {
        return None;
    }
    let report = first_after(made, told, |t| t.mention.status == Status::Reported)?;
    let later = report.mention.time.zip(made.published).is_some_and(|(done, said)| done.start > said);
    later.then_some((Outcome::Contradicted, Some(report.at)))
}

/// The first passage of a younger article that meets the test.
fn first_after<'t, 'a>(
    made: &Told<'_>,
    told: &'t [Told<'a>],
    test: impl Fn(&Told<'_>) -> bool,
) -> Option<&'t Told<'a>> {
    let younger = |t: &Told<'_>| matches!((made.published, t.published), (Some(said), Some(told)) if said < told);
    told.iter().filter(|t| younger(t) && test(t)).min_by_key(|t| t.published)
}
