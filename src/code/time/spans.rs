//! The expressions of a sentence in, the times that a mention can take out: ranges are joined, half-open times closed.

use super::calendar::Stretch;
use super::{Expression, Reader, Tense, TimeHit, Value, span_between};
use crate::mention::{Precision, TimeSpan};
use crate::parse::Tag;
use crate::resources::times::{Era, Relation, TimeWord};
use jiff::civil::Date;

pub(super) fn hits(reader: &Reader<'_, '_>, expressions: &[Expression]) -> Vec<TimeHit> {
    let mut hits: Vec<TimeHit> = Vec::new();
    let mut at = 0;
    while let Some(first) = expressions.get(at) {
        at += 1;
        if !first.found.says_when {
            continue;
        }
        if let Some(second) = expressions.get(at)
            && let Some(time) = joined(reader, first, second)
        {
            hits.push(TimeHit { words: first.words.start..second.words.end, time: Some(time), passing: false });
            at += 1;
            continue;
        }
        let passing = first.found.value == Value::Era(Era::Meanwhile);
        hits.push(TimeHit { words: first.words.clone(), time: closed(reader, first), passing });
    }
    hits
}

/// The interval from one expression to another: "von Juli bis November 2023", "zwischen 1950 und 1953", "1950–1953",
/// "am 3. und 4. Mai".
fn joined(reader: &Reader<'_, '_>, first: &Expression, second: &Expression) -> Option<TimeSpan> {
    let (from, to) = (first.found.time?, second.found.time?);
    let gap = first.words.end..second.words.start;
    if gap.len() > 3 {
        return None;
    }
    let mut until = first.words == second.words;
    let mut and = false;
    for at in gap {
        match (reader.said(at), reader.word(at)?.tag) {
            (Some(TimeWord::Relation(Relation::Until)), _) | (_, Tag::Break) => until = true,
            (_, Tag::Coordinator) => and = true,
            (Some(TimeWord::Around | TimeWord::Stress), _) => {}
            _ if reader.is_binding(at) => {}
            _ => return None,
        }
    }
    let next_day = || from.precision == Precision::Day && from.end.tomorrow().is_ok_and(|d| d == to.start);
    if !(until || and && (first.relation == Some(Relation::Range) || next_day())) {
        return None;
    }
    let start = if first.found.dated == second.found.dated || first.found.dated {
        from.start
    } else {
        moved_to(first, to.end)?
    };
    span_between(start, to.end)
}

/// The first of a range takes its year from the second.
fn moved_to(first: &Expression, end: Date) -> Option<Date> {
    let start = first.found.time?.start;
    if !matches!(first.found.value, Value::On(Stretch::Day(_) | Stretch::Month(_) | Stretch::Season(..))) {
        return Some(start);
    }
    let in_year = |year: i16| Date::new(year, start.month(), start.day()).ok();
    in_year(end.year()).filter(|d| *d <= end).or_else(|| in_year(end.year() - 1))
}

/// A half-open time runs to the article's date, or from it.
fn closed(reader: &Reader<'_, '_>, one: &Expression) -> Option<TimeSpan> {
    let time = one.found.time?;
    if !matches!(one.found.value, Value::On(_) | Value::At(..)) {
        return Some(time);
    }
    let today = reader.anchor.filter(|(_, exact)| *exact).map(|(day, _)| day);
    match one.relation {
        Some(Relation::Since) => span_between(time.start, today?),
        Some(Relation::From)
            if today.is_some_and(|t| time.start <= t)
                && reader.tense(one.words.start, one.words.end) != Tense::Future =>
        {
            span_between(time.start, today?)
        }
        Some(Relation::Until | Relation::Within) if today.is_some_and(|t| t <= time.end) => {
            span_between(today?, time.end)
        }
        _ => Some(time),
    }
}
