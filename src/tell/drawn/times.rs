//! Events with their lanes in; the lines of time, and the same as a list, out.

use super::super::chart::lanes::{Item, Lane, Lanes};
use super::super::pattern::Slots;
use super::{Figure, Lead, Row, Showing};
use crate::mention::{Quad, Status};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Lanes that a page has room for.
const MOST: usize = 10;

/// An event as a line of time shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub id: String,
    /// Codes of the actor or the pair whose lane it is.
    pub lane: Vec<String>,
    pub first: Date,
    pub last: Date,
    /// Only the interval is told, or only the day of the article.
    pub soft: bool,
    pub status: Status,
    pub quad: Quad,
    /// When it came true, where it was announced on the days above.
    pub became: Option<Date>,
    /// In words: the days, and what was.
    pub when: String,
    pub what: String,
}

/// What happened when: a lane for each of those to whom most happened.
pub fn lanes(showing: &Showing<'_>, told: &[Told]) -> Figure {
    let mut by_lane: BTreeMap<&[String], Vec<&Told>> = BTreeMap::new();
    for one in told {
        by_lane.entry(&one.lane).or_default().push(one);
    }
    let mut chosen: Vec<(&[String], Vec<&Told>)> = by_lane.into_iter().collect();
    chosen.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(b.0)));
    let left = chosen.split_off(MOST.min(chosen.len()));
    let title = showing.word("lanes.title");
    let caption = extent(showing, told, &chosen, left.iter().map(|(_, told)| told.len()).sum());
    let name = |codes: &[String]| codes.iter().map(|code| showing.name(code)).collect::<Vec<_>>().join(" \u{2013} ");
    // Of what came true both marks lead to one event: they say what it was and what it is.
    let status = |one: &Told| match one.became {
        Some(_) if one.status != Status::Planned => {
            format!("{} \u{2192} {}", showing.status(Status::Planned), showing.status(one.status))
        }
        _ => showing.status(one.status),
    };
    let item = |one: &&Told| Item {
        first: one.first,
        last: one.last,
        soft: one.soft,
        status: if one.became.is_some() { Status::Planned } else { one.status },
        quad: one.quad,
        became: one.became,
        title: format!("{}: {} ({})", one.when, one.what, status(one)),
        address: (showing.lead)(Lead::Event(&one.id)),
    };
    let lane = |(codes, told): &(&[String], Vec<&Told>)| Lane {
        name: name(codes),
        address: match codes {
            [one, other] => (showing.lead)(Lead::Pair(one, other)),
            [one] => (showing.lead)(Lead::Actor(one)),
            _ => String::new(),
        },
        items: told.iter().map(item).collect(),
    };
    let more = |at: usize, first: Date, last: Date| {
        let codes: Vec<&str> =
            chosen.get(at).map_or(Vec::new(), |(codes, _)| codes.iter().map(String::as_str).collect());
        (showing.lead)(Lead::Days { actors: &codes, first, last })
    };
    let many = |count: usize| showing.say("lanes.more", Slots::default().set("n", showing.count(count)));
    let drawing = Lanes {
        said: showing.said(&title, &caption),
        lanes: chosen.iter().map(lane).collect(),
        states: [Status::Reported, Status::Claimed, Status::Denied, Status::Planned, Status::Possible]
            .map(|status| showing.status(status)),
        sides: ["side.cooperation", "side.conflict"].map(|key| showing.word(key)),
        empty: showing.word("empty"),
        more: Some(&more),
        many: Some(&many),
    };
    let svg = drawing.svg();
    let rows = told.iter().map(|one| Row {
        cells: vec![one.when.clone(), name(&one.lane), one.what.clone(), status(one)],
        address: (showing.lead)(Lead::Event(&one.id)),
    });
    let rows = rows.collect();
    Figure { title, caption, svg, columns: showing.columns(["when", "lane", "what", "status"]), rows }
}

fn extent(showing: &Showing<'_>, told: &[Told], chosen: &[(&[String], Vec<&Told>)], left: usize) -> String {
    let first = told.iter().map(|one| one.first).min();
    let last = told.iter().map(|one| one.last).max();
    let Some((first, last)) = first.zip(last) else { return showing.word("empty") };
    let mut slots = Slots::default();
    slots.set("n", showing.count(told.len())).text("a", showing.day(first)).text("b", showing.day(last));
    if let Some((codes, most)) = chosen.first().filter(|_| chosen.len() > 1) {
        let name = codes.iter().map(|code| showing.name(code)).collect::<Vec<_>>().join(" \u{2013} ");
        slots.text("L", name).set("k", showing.count(most.len()));
    }
    let announced = told.iter().filter(|one| one.became.is_some() || one.status == Status::Planned).count();
    let came = told.iter().filter(|one| one.became.is_some()).count();
    if announced > 0 {
        slots.set("p", showing.count(announced)).set("c", showing.count(came));
    }
    if left > 0 {
        slots.set("m", showing.count(left));
    }
    showing.say("lanes.found", &slots)
}
