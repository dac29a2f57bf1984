//! The courses of two directions in; the index curve, and the months by class, out.

use super::super::chart::course::{Curves, Mark, Way};
use super::super::chart::months::{Bin, Months, bins};
use super::super::pattern::Slots;
use super::super::when::{When, when};
use super::{Figure, Row, Showing, decimal, signed};
use super::{Lead, class_of};
use crate::mention::{Precision, TimeSpan};
use crate::relate::acts::{Act, date};
use crate::relate::course::{Course, WEEK};
use crate::relate::turns::{Turn, Turned, turns};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Events marked on a curve: those that moved it most.
const MARKED: usize = 12;
/// Movements below this are not marked.
const STILL: f64 = 0.3;
/// Of fewer acts no turn is told.
const FEW: usize = 8;

/// Two actors, how each acts towards the other, and what an act is in words.
#[derive(Clone, Copy)]
pub struct Between<'a> {
    pub one: &'a str,
    pub other: &'a str,
    pub forth: &'a Course,
    pub back: &'a Course,
    pub act: &'a dyn Fn(u32) -> Acted,
    /// Events of which no month is told.
    pub loose: &'a BTreeSet<u32>,
}

/// An act in words: when it was, as exactly as that is told, what was done, and its address.
#[derive(Clone, Debug, Default)]
pub struct Acted {
    pub when: String,
    pub what: String,
    pub address: String,
}

impl<'a> Between<'a> {
    fn ways(&self) -> Vec<(&'a str, &'a str, &'a Course)> {
        let ways = [(self.one, self.other, self.forth), (self.other, self.one, self.back)];
        ways.into_iter().filter(|(_, _, course)| !course.acts().is_empty()).collect()
    }

    fn acts(&self) -> Vec<Act> {
        let mut acts: Vec<Act> = self.forth.acts().iter().chain(self.back.acts()).copied().collect();
        // A reciprocal act stands in both directions and is one.
        acts.sort_by_key(|act| (act.day, act.event));
        acts.dedup_by_key(|act| (act.day, act.event));
        acts
    }
}

/// How the two stand to each other, week by week.
pub fn course(showing: &Showing<'_>, between: &Between<'_>) -> Figure {
    let ways = between.ways();
    let turns: Vec<(usize, Turn)> = ways.iter().enumerate().flat_map(|(at, (_, _, c))| turned(at, c)).collect();
    let mut slots = Slots::default();
    slots.text("A", showing.name(between.one)).text("B", showing.name(between.other));
    let title = showing.say("course.title", &slots);
    let caption = standing(showing, &ways, &turns);
    let mark = |(way, turn): &(usize, Turn)| {
        let mut slots = Slots::default();
        slots
            .text("d", told(showing, turn.start))
            .text("x", signed(showing, turn.before))
            .text("y", signed(showing, turn.after));
        slots.text("A", ways.get(*way).map_or(String::new(), |w| showing.name(w.0)));
        slots.text("B", ways.get(*way).map_or(String::new(), |w| showing.name(w.1)));
        let pair = [between.one, between.other];
        let days = date(turn.start).zip(date(turn.start + 4 * WEEK));
        let address =
            days.map_or(String::new(), |(first, last)| (showing.lead)(Lead::Days { actors: &pair, first, last }));
        Mark { day: turn.start, way: *way, title: showing.say("course.turn", &slots), address }
    };
    let drawing = Curves {
        said: showing.said(&title, &caption),
        ways: ways
            .iter()
            .map(|(from, to, course)| Way {
                name: format!("{} \u{2192} {}", showing.name(from), showing.name(to)),
                weeks: &course.weeks,
            })
            .collect(),
        turns: turns.iter().map(mark).collect(),
        points: ways.iter().enumerate().flat_map(|(at, (_, _, course))| moved(showing, between, at, course)).collect(),
        friendly: showing.word("tone.friendly"),
        hostile: showing.word("tone.hostile"),
        turn: showing.word("course.turns"),
        empty: showing.word("empty"),
    };
    let mut rows = Vec::new();
    for (number, (from, to, course)) in ways.iter().enumerate() {
        let last = course.weeks.len().saturating_sub(1);
        for (_, week) in course.weeks.iter().enumerate().filter(|(at, week)| week.volume > 0 || *at == last) {
            let days = date(week.start).zip(date(week.start + WEEK - 1));
            let pair = [*from, *to];
            let (index, band) = (signed(showing, week.index), decimal(showing, week.band));
            let way = format!("{} \u{2192} {}", showing.name(from), showing.name(to));
            let turn =
                turns.iter().any(|(way, turn)| *way == number && (week.start..week.start + WEEK).contains(&turn.start));
            let turn = if turn { showing.word("course.turns") } else { String::new() };
            rows.push(Row {
                cells: vec![shown(week.start), way, index, band, week.volume.to_string(), turn],
                address: days
                    .map_or(String::new(), |(first, last)| (showing.lead)(Lead::Days { actors: &pair, first, last })),
            });
        }
    }
    let columns = showing.columns(["week", "way", "index", "band", "events", "turn"]);
    Figure { svg: drawing.svg(), title, caption, columns, rows }
}

/// How it stands at the end, and the last turn.
fn standing(showing: &Showing<'_>, ways: &[(&str, &str, &Course)], turns: &[(usize, Turn)]) -> String {
    if ways.is_empty() {
        return showing.word("empty");
    }
    let mut slots = Slots::default();
    for ((from, to, course), [a, b, x, band, word]) in
        ways.iter().zip([["A", "B", "x", "b", "w"], ["C", "D", "y", "c", "v"]])
    {
        if let Some(week) = course.last() {
            slots.text(a, showing.name(from)).text(b, showing.name(to));
            slots.text(x, signed(showing, week.index)).text(band, decimal(showing, week.band));
            slots.text(word, showing.tone(week.index));
        }
    }
    if let Some((_, turn)) = turns.iter().max_by_key(|(_, turn)| turn.start) {
        slots.set("n", showing.count(turns.len())).text("d", told(showing, turn.start));
    }
    showing.say("course.found", &slots)
}

fn turned(way: usize, course: &Course) -> Vec<(usize, Turn)> {
    if course.acts().len() < FEW {
        return Vec::new();
    }
    turns(course).into_iter().filter(|turn| turn.what == Turned::Tone).map(|turn| (way, turn)).collect()
}

/// The acts that moved the index most in the week in which they came.
fn moved(showing: &Showing<'_>, between: &Between<'_>, way: usize, course: &Course) -> Vec<Mark> {
    let mut found: Vec<(f64, u32, u32)> = Vec::new();
    for (at, week) in course.weeks.iter().enumerate().filter(|(_, week)| week.volume > 0) {
        let first = course.moved(at, week.start).first().copied();
        found.extend(first.filter(|m| m.by.abs() >= STILL).map(|m| (m.by, m.day, m.event)));
    }
    found.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(&b.1)));
    found.truncate(MARKED);
    found.sort_by_key(|(_, day, event)| (*day, *event));
    let mark = |(by, day, event): (f64, u32, u32)| {
        let Acted { when, what, address } = (between.act)(event);
        Mark { day, way, title: format!("{when}: {what} ({})", signed(showing, by)), address }
    };
    found.into_iter().map(mark).collect()
}

/// What the two did, by months and classes.
pub fn months(showing: &Showing<'_>, between: &Between<'_>) -> Figure {
    let (loose, acts): (Vec<Act>, Vec<Act>) =
        between.acts().into_iter().partition(|act| between.loose.contains(&act.event));
    let dated = acts.into_iter().filter_map(|act| Some((date(act.day)?, class_of(act.quad?))));
    let dated: Vec<(Date, usize)> = dated.collect();
    let mut bins = bins(&dated);
    let pair = [between.one, between.other];
    for bin in &mut bins {
        bin.title = showing.say("months.bar", counted(showing, bin).text("d", time(showing, bin).label));
        bin.address = (showing.lead)(Lead::Days { actors: &pair, first: bin.first, last: bin.last });
    }
    let mut slots = Slots::default();
    slots.text("A", showing.name(between.one)).text("B", showing.name(between.other));
    let title = showing.say("months.title", &slots);
    let mut caption = most(showing, &bins);
    if !loose.is_empty() {
        let mut slots = Slots::default();
        slots.set("n", showing.count(loose.len()));
        caption = format!("{caption} {}", showing.say("months.loose", &slots));
    }
    let rows = bins.iter().filter(|bin| bin.counts.iter().any(|count| *count > 0)).map(|bin| Row {
        cells: [bin.label.clone()].into_iter().chain(bin.counts.map(|count| count.to_string())).collect(),
        address: bin.address.clone(),
    });
    let rows = rows.collect();
    let mut columns = showing.columns(["month"]);
    columns.extend(showing.classes());
    let (said, empty) = (showing.said(&title, &caption), showing.word("empty"));
    let svg = Months { said, classes: showing.classes(), bins, empty }.svg();
    Figure { title, caption, svg, columns, rows }
}

/// When the acts of a bar were.
fn time(showing: &Showing<'_>, bin: &Bin) -> When {
    let span = TimeSpan { start: bin.first, end: bin.last, precision: Precision::Month };
    when(&showing.wording.phrases, span, &[])
}

fn counted(showing: &Showing<'_>, bin: &Bin) -> Slots {
    let mut slots = Slots::default();
    for (slot, count) in ["p", "q", "r", "s"].into_iter().zip(bin.counts) {
        slots.set(slot, showing.count(count as usize));
    }
    slots
}

/// How many of each class, and when most.
fn most(showing: &Showing<'_>, bins: &[Bin]) -> String {
    let sum = |bin: &Bin| bin.counts.iter().sum::<u32>();
    let Some(fullest) = bins.iter().rev().max_by_key(|bin| sum(bin)).filter(|bin| sum(bin) > 0) else {
        return showing.word("empty");
    };
    let all = bins.iter().fold(Bin::default(), |mut all, bin| {
        all.counts.iter_mut().zip(bin.counts).for_each(|(sum, count)| *sum += count);
        all
    });
    let mut slots = counted(showing, &all);
    slots.set("n", showing.count(sum(&all) as usize)).text("d", time(showing, fullest).adverb);
    slots.set("k", showing.count(sum(fullest) as usize));
    showing.say("months.found", &slots)
}

fn told(showing: &Showing<'_>, day: u32) -> String {
    date(day).map(|date| showing.day(date)).unwrap_or_default()
}

/// A day as tables and files have it, so that it can be sorted and reckoned with.
fn shown(day: u32) -> String {
    date(day).map(|date| date.to_string()).unwrap_or_default()
}
