//! What is between pairs of actors in; the network around one of them, the matrix of all, and the same as a list, out.

use super::super::chart;
use super::super::chart::matrix::{self, Cell, Matrix};
use super::super::chart::network::{self, Edge, Network, Node};
use super::super::pattern::Slots;
use super::{Figure, Lead, Row, Showing, signed};
use std::collections::{BTreeMap, BTreeSet};

/// What one does to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tie {
    pub from: String,
    pub to: String,
    pub events: usize,
    /// How many of them are told as done, and the sum of their scores.
    pub done: usize,
    pub score: f64,
    /// Those of them that stand in the other direction, too: what both do together.
    pub shared: Shared,
}

/// What two do together, counted as in [`Tie`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shared {
    pub events: usize,
    pub done: usize,
    pub score: f64,
}

impl Tie {
    /// Mean score of what is told as done, if anything is.
    pub fn tone(&self) -> Option<f64> {
        (self.done > 0).then(|| self.score / self.done as f64)
    }
}

/// Whose ties are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crowd<'a> {
    /// The one around whom all others stand.
    pub middle: Option<&'a str>,
    /// Whether there are more than are drawn.
    pub more: bool,
}

/// Both directions together, by names in order; what both do together is one event.
pub fn pairs(ties: &[Tie]) -> BTreeMap<(&str, &str), Tie> {
    let mut pairs: BTreeMap<(&str, &str), Tie> = BTreeMap::new();
    for tie in ties.iter().filter(|tie| tie.from != tie.to) {
        let (a, b) = if tie.from < tie.to { (&tie.from, &tie.to) } else { (&tie.to, &tie.from) };
        let sum = pairs.entry((a, b)).or_default();
        (sum.from, sum.to) = (a.clone(), b.clone());
        let twice = if tie.from < tie.to { Shared::default() } else { tie.shared };
        sum.events += tie.events.saturating_sub(twice.events);
        sum.done += tie.done.saturating_sub(twice.done);
        sum.score += tie.score - twice.score;
    }
    pairs
}

/// Actors by how much they have to do with others, the middle one first.
fn actors<'a>(pairs: &BTreeMap<(&'a str, &'a str), Tie>, middle: Option<&'a str>) -> Vec<(&'a str, usize, usize)> {
    let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for ((a, b), tie) in pairs {
        for code in [a, b] {
            let sum = sums.entry(code).or_default();
            *sum = (sum.0 + tie.events, sum.1 + 1);
        }
    }
    let mut all: Vec<(&str, usize, usize)> =
        sums.into_iter().map(|(code, (events, ties))| (code, events, ties)).collect();
    all.sort_by(|a, b| (Some(b.0) == middle, b.1).cmp(&(Some(a.0) == middle, a.1)).then(a.0.cmp(b.0)));
    all
}

/// What a drawing of the network is called.
pub fn title(showing: &Showing<'_>, middle: Option<&str>) -> String {
    showing.say("network.title", &around(showing, middle))
}

fn around(showing: &Showing<'_>, middle: Option<&str>) -> Slots {
    let mut slots = Slots::default();
    if let Some(code) = middle {
        slots.text("A", showing.name(code));
    }
    slots
}

/// Who deals with whom, around one or among all.
pub fn network(showing: &Showing<'_>, ties: &[Tie], crowd: Crowd<'_>) -> Figure {
    let (pairs, middle) = (pairs(ties), crowd.middle);
    let mut actors = actors(&pairs, middle);
    actors.truncate(network::MOST);
    let at: BTreeMap<&str, usize> = actors.iter().enumerate().map(|(at, (code, ..))| (*code, at)).collect();
    let (title, caption) = found(showing, &pairs, &actors, crowd);
    let node = |(code, events, ties): &(&str, usize, usize)| Node {
        code: (*code).to_owned(),
        name: showing.name(code),
        events: *events,
        address: (showing.lead)(Lead::Actor(code)),
        title: showing.say("network.node", &node_slots(showing, code, *events, *ties)),
    };
    let edge = |((a, b), tie): (&(&str, &str), &Tie)| {
        Some(Edge {
            from: *at.get(a)?,
            to: *at.get(b)?,
            events: tie.events,
            tone: tie.tone(),
            address: (showing.lead)(Lead::Pair(a, b)),
            title: told(showing, tie, "\u{2013}"),
        })
    };
    let drawing = Network {
        said: showing.said(&title, &caption),
        nodes: actors.iter().map(node).collect(),
        edges: pairs.iter().filter_map(edge).collect(),
        middle: middle.and_then(|code| at.get(code).copied()),
        keys: showing.tones(),
        empty: showing.word("empty"),
    };
    let columns = showing.columns(["actor", "events", "partners", "most"]);
    let rows = actors.iter().map(|(code, events, count)| Row {
        cells: vec![showing.name(code), events.to_string(), count.to_string(), partners(showing, &pairs, code)],
        address: (showing.lead)(Lead::Actor(code)),
    });
    let rows = rows.collect();
    Figure { svg: drawing.svg(), title, caption, columns, rows }
}

/// The same as a matrix: who acts in rows, towards whom in columns.
pub fn matrix(showing: &Showing<'_>, ties: &[Tie], crowd: Crowd<'_>) -> Figure {
    let (pairs, middle) = (pairs(ties), crowd.middle);
    let mut actors = actors(&pairs, middle);
    actors.truncate(matrix::MOST);
    let at: BTreeMap<&str, usize> = actors.iter().enumerate().map(|(at, (code, ..))| (*code, at)).collect();
    let (title, caption) = found(showing, &pairs, &actors, crowd);
    let cell = |tie: &Tie| {
        Some(Cell {
            row: *at.get(tie.from.as_str())?,
            column: *at.get(tie.to.as_str())?,
            events: tie.events,
            tone: tie.tone(),
            address: (showing.lead)(Lead::Pair(&tie.from, &tie.to)),
            title: told(showing, tie, "\u{2192}"),
        })
    };
    let mut sorted: Vec<&Tie> = ties.iter().filter(|tie| tie.from != tie.to).collect();
    sorted.sort_by(|a, b| b.events.cmp(&a.events).then((&a.from, &a.to).cmp(&(&b.from, &b.to))));
    let drawing = Matrix {
        said: showing.said(&title, &caption),
        names: actors.iter().map(|(code, ..)| showing.name(code)).collect(),
        cells: sorted.iter().filter_map(|tie| cell(tie)).collect(),
        keys: showing.tones(),
        empty: showing.word("empty"),
    };
    let columns = showing.columns(["from", "to", "events", "done", "tone"]);
    let rows = sorted.iter().map(|tie| Row {
        cells: vec![
            showing.name(&tie.from),
            showing.name(&tie.to),
            tie.events.to_string(),
            tie.done.to_string(),
            tie.tone().map_or(String::new(), |tone| signed(showing, tone)),
        ],
        address: (showing.lead)(Lead::Pair(&tie.from, &tie.to)),
    });
    let rows = rows.collect();
    Figure { svg: drawing.svg(), title, caption, columns, rows }
}

fn node_slots(showing: &Showing<'_>, code: &str, events: usize, ties: usize) -> Slots {
    let mut slots = Slots::default();
    slots.text("A", showing.name(code)).set("n", showing.count(events)).set("m", showing.count(ties));
    slots
}

/// "Peru – Chile: 12 events, tone +2.1"
fn told(showing: &Showing<'_>, tie: &Tie, sign: &str) -> String {
    let mut slots = Slots::default();
    slots.text("A", format!("{} {sign} {}", showing.name(&tie.from), showing.name(&tie.to)));
    slots.set("n", showing.count(tie.events));
    showing.with_tone(slots, tie.tone())
}

/// The partners with whom most is.
fn partners(showing: &Showing<'_>, pairs: &BTreeMap<(&str, &str), Tie>, code: &str) -> String {
    let of = |((a, b), tie): (&(&str, &str), &Tie)| match code {
        c if c == *a => Some((tie.events, showing.name(b))),
        c if c == *b => Some((tie.events, showing.name(a))),
        _ => None,
    };
    let mut found: Vec<(usize, String)> = pairs.iter().filter_map(of).collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    found.iter().take(4).map(|(events, name)| format!("{name} ({events})")).collect::<Vec<_>>().join(", ")
}

fn found(
    showing: &Showing<'_>,
    pairs: &BTreeMap<(&str, &str), Tie>,
    actors: &[(&str, usize, usize)],
    Crowd { middle, more }: Crowd<'_>,
) -> (String, String) {
    let (title, mut slots) = (title(showing, middle), around(showing, middle));
    let within: BTreeSet<&str> = actors.iter().map(|(code, ..)| *code).collect();
    let shown = || pairs.values().filter(|t| within.contains(t.from.as_str()) && within.contains(t.to.as_str()));
    let of_middle = |tie: &&Tie| middle.is_none_or(|code| tie.from == code || tie.to == code);
    let Some(most) = shown().filter(of_middle).max_by_key(|tie| (tie.events, &tie.to)) else {
        return (title, showing.word("empty"));
    };
    let count = |meets| showing.count(shown().filter(|tie| chart::tone(tie.tone()) == meets).count());
    slots.set("n", showing.count(actors.len())).set("m", showing.count(shown().count()));
    slots.set("f", count("warm")).set("h", count("cold"));
    slots.text("P", format!("{} \u{2013} {}", showing.name(&most.from), showing.name(&most.to)));
    slots.set("k", showing.count(most.events));
    let caption = showing.say("network.found", &slots);
    if !more {
        return (title, caption);
    }
    let others = actors.iter().filter(|(code, ..)| Some(*code) != middle).count();
    let most = showing.say("network.most", around(showing, middle).set("n", showing.count(others)));
    (title, format!("{caption} {most}"))
}
