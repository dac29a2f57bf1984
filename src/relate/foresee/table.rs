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
    /// From rows of subject, kind, object and day.
    pub fn from_rows(rows: Vec<([String; 3], u32)>) -> Self {
        let mut table = Rows::default();
        rows.iter().for_each(|(row, day)| table.add(row.each_ref().map(String::as_str), *day));
        table.table()
    }

    /// The table as it was before a day: of later events not even the names are known.
    pub fn before(self, day: u32) -> Self {
        if self.events.last().is_none_or(|event| event.day < day) {
            return self;
        }
        let mut events = self.events;
        events.retain(|event| event.day < day);
        let (mut actors, mut kinds) = (vec![false; self.actors.len()], vec![false; self.kinds.len()]);
        for [subject, kind, object] in events.iter().map(|event| event.triple) {
            actors[subject as usize] = true;
            actors[object as usize] = true;
            kinds[kind as usize] = true;
        }
        // Names stay in their order.
        let renumbered = |known: &[bool]| -> Vec<u32> {
            known.iter().scan(0, |next, known| Some(std::mem::replace(next, *next + u32::from(*known)))).collect()
        };
        let (actor, kind) = (renumbered(&actors), renumbered(&kinds));
        for event in &mut events {
            let [subject, of_kind, object] = event.triple.map(|at| at as usize);
            event.triple = [actor[subject], kind[of_kind], actor[object]];
        }
        let kept = |names: Vec<String>, known: &[bool]| {
            names.into_iter().zip(known).filter(|(_, known)| **known).map(|(name, _)| name).collect()
        };
        let classes = self.classes.into_iter().zip(&kinds).filter(|(_, known)| **known).map(|(class, _)| class);
        Self { classes: classes.collect(), actors: kept(self.actors, &actors), kinds: kept(self.kinds, &kinds), events }
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

/// Rows on their way to a table. Actors and kinds are numbered in the order of their names. Two events of one kind between
/// the same two on one day are two.
#[derive(Debug, Default)]
pub struct Rows {
    actors: Names,
    kinds: Names,
    events: Vec<Dated>,
}

impl Rows {
    /// Adds a row of subject, kind and object.
    pub fn add(&mut self, [subject, kind, object]: [&str; 3], day: u32) {
        let triple = [self.actors.number(subject), self.kinds.number(kind), self.actors.number(object)];
        self.events.push(Dated { triple, day });
    }

    /// The table of the rows that were added.
    pub fn table(self) -> EventTable {
        let ((actors, actor), (kinds, kind)) = (self.actors.sorted(), self.kinds.sorted());
        let mut events = self.events;
        for event in &mut events {
            let [subject, of_kind, object] = event.triple.map(|at| at as usize);
            event.triple = [actor[subject], kind[of_kind], actor[object]];
        }
        events.sort_unstable_by_key(|event| (event.day, event.triple));
        let classes = kinds.iter().map(|kind| class(kind)).collect();
        EventTable { actors, kinds, classes, events }
    }
}

/// Names with numbers in the order in which they come.
#[derive(Debug, Default)]
struct Names(FxHashMap<String, u32>);

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        let next = self.0.len() as u32;
        match self.0.get(name) {
            Some(known) => *known,
            None => *self.0.entry(name.to_owned()).or_insert(next),
        }
    }

    /// The names in their own order, and for each number the one it becomes.
    fn sorted(self) -> (Vec<String>, Vec<u32>) {
        let mut names: Vec<(String, u32)> = self.0.into_iter().collect();
        names.sort_unstable();
        let mut numbers = vec![0; names.len()];
        for ((_, was), becomes) in names.iter().zip(0..) {
            numbers[*was as usize] = becomes;
        }
        (names.into_iter().map(|name| name.0).collect(), numbers)
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
