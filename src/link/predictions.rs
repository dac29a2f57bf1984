//! Events in, what was announced or denied beforehand out, each with what became of it.

use super::affinity::{UNDER_WAY, is_speech};
use super::agreements::about_treaty;
use super::disputes::{Told, passages};
use super::passage::{both, codes, day};
use super::words::alike;
use crate::event::{Coded, Event, MentionRef, Outcome, Prediction};
use crate::mention::{EventType, Mention, Status};
use jiff::civil::Date;

/// All predictions, in the order of the events and of their passages. "Today" is the youngest article's day.
pub(super) fn find(coded: &[Coded], events: &[Event]) -> Vec<Prediction> {
    let today = coded.iter().filter_map(|c| c.article.published).map(|(date, _)| date).max();
    let mut predictions = Vec::new();
    for (event, of) in events.iter().enumerate() {
        let told = passages(coded, of);
        for made in &told {
            let found = match made.mention.status {
                Status::Planned | Status::Possible => Some(settle(made, &told, today)),
                Status::Denied => denied_beforehand(made, &told),
                Status::Reported | Status::Claimed => None,
            };
            if let Some((outcome, settled)) = found {
                predictions.push(Prediction { event, made: made.at, outcome, settled });
            }
        }
    }
    predictions
}

fn settle(made: &Told<'_>, told: &[Told<'_>], today: Option<Date>) -> (Outcome, Option<MentionRef>) {
    let due = made.mention.time.map(|t| t.end);
    if let Some(report) = first_after(made, told, |t| t.mention.status == Status::Reported && fulfils(t, made)) {
        let late = report.mention.time.zip(due).is_some_and(|(done, due)| done.start > due);
        return (if late { Outcome::Late } else { Outcome::Happened }, Some(report.at));
    }
    let passed = |t: &Told<'_>| t.published.zip(due).is_some_and(|(published, due)| published > due);
    // "Not yet", said by the article before the time is up, settles nothing; a party that says so calls it off.
    let settles = |t: &Told<'_>| t.mention.status == Status::Denied && (passed(t) || !t.mention.said_by.is_empty());
    if let Some(denial) = first_after(made, told, settles) {
        return (if passed(denial) { Outcome::Contradicted } else { Outcome::Cancelled }, Some(denial.at));
    }
    let passed = today.zip(due).is_some_and(|(today, due)| today > due);
    (if passed { Outcome::Silent } else { Outcome::Open }, None)
}

/// Whether a report tells what was announced: all parties act in it, not before it was announced, and it is about the
/// same matter. Words that are announced without a time ("will enger zusammenarbeiten") come true by no act that has
/// nothing but the sides in common with them.
fn fulfils(report: &Told<'_>, made: &Told<'_>) -> bool {
    let (done, plan) = (report.mention, made.mention);
    let named = codes(both(done));
    let complete = codes(both(plan)).iter().all(|code| named.contains(code));
    let before = done.time.zip(made.published).is_some_and(|(t, said)| day(t.end) < day(said) - UNDER_WAY);
    let matter =
        !matches!(plan.kind, EventType::Agree | EventType::Support) || about_treaty(plan) == about_treaty(done);
    complete && !before && matter && (plan.time.is_some() || !is_speech(plan.kind) || in_particular(plan, done))
}

/// A manner, a place, a person or a treaty that both passages name.
fn in_particular(plan: &Mention, done: &Mention) -> bool {
    let places = plan.place.as_ref().zip(done.place.as_ref());
    let names = |m: &Mention| both(m).filter_map(|a| a.name.clone()).collect::<Vec<_>>();
    let (ours, theirs) = (names(plan), names(done));
    plan.mode.is_some() && plan.mode == done.mode
        || places.is_some_and(|(a, b)| alike(&a.name, &b.name))
        || ours.iter().any(|a| theirs.iter().any(|b| alike(a, b)))
        || about_treaty(plan) && about_treaty(done)
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
