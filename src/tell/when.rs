//! Times as words: an interval of days goes in, "im Juni 2024" and the label of a timeline come out, never more exact
//! than the interval is.

use super::pattern::{Slots, say};
use crate::article::Origin;
use crate::mention::{Precision, TimeSpan};
use crate::resources::phrases::Phrases;
use jiff::civil::Date;

/// One time in both its wordings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct When {
    /// Inside a sentence.
    pub(super) adverb: String,
    /// On its own.
    pub(super) label: String,
}

/// The words for an interval. `published` are the days of the articles that tell of it: an interval that runs up to one
/// of them is half open ("seit 2000").
pub(super) fn when(phrases: &Phrases, span: TimeSpan, published: &[Date]) -> When {
    let shape = shape(span, published);
    let mut slots = Slots::default();
    slots.text("d1", span.start.day().to_string()).text("d2", span.end.day().to_string());
    slots.text("m1", month(phrases, span.start)).text("m2", month(phrases, span.end));
    slots.text("y1", span.start.year().to_string()).text("y2", span.end.year().to_string());
    let words = |kind: &str| say(phrases, &format!("{kind}.{shape}"), &slots).unwrap_or_default();
    When { adverb: words("time"), label: words("date") }
}

/// One day, as a label.
pub(super) fn day(phrases: &Phrases, date: Date) -> String {
    when(phrases, TimeSpan { start: date, end: date, precision: Precision::Day }, &[]).label
}

/// The day of publishing, as a label; of a guessed one no more than the guess says: a first of a month or year stands for
/// all of it, and the latest time that a text names is the earliest at which it can have been written.
pub(super) fn published(phrases: &Phrases, (date, origin): (Date, Origin)) -> String {
    let exact = day(phrases, date);
    let (key, words) = match (origin, date.month(), date.day()) {
        (Origin::Given | Origin::Metadata | Origin::Page, ..) => return exact,
        (Origin::FileTime, ..) => ("date.guessed", exact.clone()),
        (Origin::Estimated, 1, 1) => ("date.earliest", all_of(phrases, date, date.last_of_year())),
        (Origin::Estimated, _, 1) => ("date.earliest", all_of(phrases, date, date.last_of_month())),
        (Origin::Estimated, ..) => ("date.earliest", exact.clone()),
    };
    say(phrases, key, Slots::default().text("d", words)).unwrap_or(exact)
}

fn all_of(phrases: &Phrases, start: Date, end: Date) -> String {
    when(phrases, TimeSpan { start, end, precision: Precision::Span }, &[]).label
}

fn month(phrases: &Phrases, date: Date) -> &str {
    phrases.word(&format!("month.{}", date.month()))
}

/// The key under `time.` and `date.` that says the interval without claiming more.
fn shape(span: TimeSpan, published: &[Date]) -> String {
    let (start, end) = (span.start, span.end);
    let whole_months = start.day() == 1 && end == end.last_of_month();
    let one_year = start.year() == end.year();
    let name = if start == end {
        "day"
    } else if whole_months && start.month() == 1 && end.month() == 12 {
        match (one_year, end.year() - start.year(), start.year() % 10) {
            (true, ..) => "year",
            (false, 9, 0) => "decade",
            _ => "years",
        }
    } else if whole_months {
        return months(span);
    } else if published.contains(&end) && months_between(start, end) > 1 {
        match (start.month(), start.day()) {
            (1, 1) => "since.year",
            (_, 1) => "since.month",
            _ => "since.day",
        }
    } else if one_year && start.month() == end.month() {
        days_of_month(span)
    } else if is_week(span) {
        "week"
    } else if one_year {
        "days.year"
    } else {
        "days"
    };
    name.to_owned()
}

fn is_week(span: TimeSpan) -> bool {
    span.precision == Precision::Week && (span.end - span.start).get_days() == 6
}

fn days_of_month(span: TimeSpan) -> &'static str {
    match (span.start.day(), span.end.day()) {
        _ if is_week(span) => "week",
        (1, 10) => "early",
        (11, 20) => "mid",
        (21, last) if last == span.end.days_in_month() => "late",
        _ => "days.month",
    }
}

/// Intervals of whole months that are no whole years.
fn months(span: TimeSpan) -> String {
    let (first, last) = (span.start.month(), span.end.month());
    let name = match months_between(span.start, span.end) {
        0 => "month",
        2 if span.precision == Precision::Season && first % 3 == 0 => return format!("season.{first}"),
        2 if span.start.year() == span.end.year() && last % 3 == 0 => return format!("quarter.{}", last / 3),
        5 if first == 4 => "half",
        _ if span.start.year() == span.end.year() => "months.year",
        _ => "months",
    };
    name.to_owned()
}

fn months_between(start: Date, end: Date) -> i32 {
    let count = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    count(end) - count(start)
}
