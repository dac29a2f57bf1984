//! Rows "who, what, to whom, when" in, numbered events in order of days out.

use super::Triple;
use rustc_hash::FxHashMap;

/// One event of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    pub triple: Triple,
    /// Days on any one calendar; only differences count.
    pub day: u32,
}

/// Events with the names of actors and of kinds of act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventTable {
    pub actors: Vec<String>,
    pub kinds: Vec<String>,
    /// By day; within a day by what they say, so that the order of rows changes nothing.
    pub events: Vec<Dated>,
}

impl EventTable {
    /// From rows of subject, kind, object and day. Actors and kinds are numbered in the order of their names, and what
    /// stands twice counts once.
    pub fn from_rows(mut rows: Vec<([String; 3], u32)>) -> Self {
        rows.sort_unstable_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        rows.dedup();
        let mut actors: Vec<String> = rows.iter().flat_map(|(r, _)| [r[0].clone(), r[2].clone()]).collect();
        let mut kinds: Vec<String> = rows.iter().map(|(r, _)| r[1].clone()).collect();
        for names in [&mut actors, &mut kinds] {
            names.sort_unstable();
            names.dedup();
        }
        let number = |names: &[String]| -> FxHashMap<String, u32> { names.iter().cloned().zip(0..).collect() };
        let (actor_of, kind_of) = (number(&actors), number(&kinds));
        let triple = |row: &[String; 3]| [actor_of[&row[0]], kind_of[&row[1]], actor_of[&row[2]]];
        let events = rows.iter().map(|(row, day)| Dated { triple: triple(row), day: *day }).collect();
        Self { actors, kinds, events }
    }

    /// The days that have events, in order, each with its events.
    pub fn days(&self) -> impl Iterator<Item = (u32, Vec<Triple>)> + '_ {
        let days = self.events.chunk_by(|a, b| a.day == b.day);
        days.filter_map(|day| Some((day.first()?.day, day.iter().map(|e| e.triple).collect())))
    }
}
