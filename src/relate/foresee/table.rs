//! Rows "who, what, to whom, when" in, numbered events in order of days out.

use super::Triple;
use crate::mention::{EventType, Quad};
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
    /// The class of each kind, where the table or its code tells; may be shorter than the kinds.
    pub classes: Vec<Option<Quad>>,
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
        let classes = kinds.iter().map(|kind| class(kind)).collect();
        Self { actors, kinds, classes, events }
    }

    /// Whether acts of this kind are conflict, in words or deeds, as far as is known.
    pub fn is_conflict(&self, kind: u32) -> bool {
        let class = self.classes.get(kind as usize).copied().flatten();
        matches!(class, Some(Quad::VerbalConflict | Quad::MaterialConflict))
    }

    /// The days that have events, in order, each with its events.
    pub fn days(&self) -> impl Iterator<Item = (u32, Vec<Triple>)> + '_ {
        let days = self.events.chunk_by(|a, b| a.day == b.day);
        days.filter_map(|day| Some((day.first()?.day, day.iter().map(|e| e.triple).collect())))
    }
}

/// The class of an act by its name: a type of the codebook (`ACCUSE`, also with a mode after it), or a CAMEO code.
pub fn class(kind: &str) -> Option<Quad> {
    let code = kind.split([' ', '_', '-', ':', '.']).next().unwrap_or(kind);
    if let Ok(kind) = code.parse::<EventType>() {
        return Some(kind.quad());
    }
    let is_code = (2..=4).contains(&code.len()) && code.chars().all(|c| c.is_ascii_digit());
    match code.get(..2).filter(|_| is_code)?.parse::<u32>().ok()? {
        1..=5 => Some(Quad::VerbalCooperation),
        6..=8 => Some(Quad::MaterialCooperation),
        9..=13 => Some(Quad::VerbalConflict),
        14..=20 => Some(Quad::MaterialConflict),
        _ => None,
    }
}
