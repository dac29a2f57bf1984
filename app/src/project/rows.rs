//! The rows that should follow from an event in, those of the file changed where they differ out.
//!
//! Most events that a new article touches keep most of what follows from them; each row that stays is a page of the file,
//! or several, that need not be written.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::collections::BTreeSet;

/// A table whose rows follow from events: what it is asked and told. Of the columns beside the event the first `key` tell
/// its rows apart.
pub(super) struct Table {
    key: usize,
    select: &'static str,
    delete: &'static str,
    insert: &'static str,
}

/// The table of this name with these columns.
macro_rules! table {
    ($name:literal, $columns:literal, $texts:literal, $marks:literal, $key:literal, $keys:literal) => {
        Table {
            key: $key,
            select: concat!("SELECT ", $texts, " FROM ", $name, " WHERE event = ?"),
            delete: concat!("DELETE FROM ", $name, " WHERE event = ? AND ", $keys),
            // A row of another event goes where its passage has gone.
            insert: concat!("INSERT OR REPLACE INTO ", $name, "(event, ", $columns, ") VALUES(?, ", $marks, ")"),
        }
    };
}

pub(super) const PART: Table = table!(
    "part",
    "code, first, side, kind, status",
    "code, first, side, kind, status",
    "?, ?, ?, ?, ?",
    3,
    "code = ? AND first = ? AND side = ?"
);
pub(super) const PAIR: Table = table!(
    "pair",
    "actor, recipient, first, kind, mode, status",
    "actor, recipient, first, kind, mode, status",
    "?, ?, ?, ?, ?, ?",
    3,
    "actor = ? AND recipient = ? AND first = ?"
);
pub(super) const DISPUTE: Table = table!(
    "dispute",
    "field, first, confirmed, record",
    "field, first, CAST(confirmed AS TEXT), record",
    "?, ?, ?, ?",
    1,
    "field = ?"
);
pub(super) const PREDICTION: Table = table!(
    "prediction",
    "made, said, due, outcome, settled, again",
    "CAST(made AS TEXT), said, due, outcome, CAST(settled AS TEXT), CAST(again AS TEXT)",
    "?, ?, ?, ?, ?, ?",
    1,
    "made = ?"
);

pub(super) const ANNOUNCED: Table = table!(
    "announced",
    "made, since, until, said, due, outcome, settled, again",
    "CAST(made AS TEXT), since, until, said, due, outcome, CAST(settled AS TEXT), CAST(again AS TEXT)",
    "?, ?, ?, ?, ?, ?, ?, ?",
    2,
    "made = ? AND since = ?"
);

pub(super) const ALL: [&Table; 5] = [&PART, &PAIR, &DISPUTE, &PREDICTION, &ANNOUNCED];

/// The values of a row as texts; the columns make numbers of them where they hold such.
pub(super) type Values = Vec<Option<String>>;

impl Table {
    /// Makes the rows of an event these; a new event has none yet.
    pub(super) fn set(
        &self,
        connection: &Connection,
        event: i64,
        wanted: &BTreeSet<Values>,
        is_new: bool,
    ) -> rusqlite::Result<()> {
        let had = if is_new { BTreeSet::new() } else { self.of(connection, event)? };
        if had == *wanted {
            return Ok(());
        }
        let row = |values: &[Option<String>]| -> Vec<Value> {
            let own = std::iter::once(Value::Integer(event));
            own.chain(values.iter().cloned().map(Value::from)).collect()
        };
        if !had.is_empty() {
            let mut delete = connection.prepare_cached(self.delete)?;
            for gone in had.difference(wanted) {
                delete.execute(params_from_iter(row(&gone[..self.key])))?;
            }
        }
        let mut insert = connection.prepare_cached(self.insert)?;
        wanted.difference(&had).try_for_each(|new| insert.execute(params_from_iter(row(new))).map(drop))
    }

    /// The rows of an event that are in the file.
    pub(super) fn of(&self, connection: &Connection, event: i64) -> rusqlite::Result<BTreeSet<Values>> {
        let mut statement = connection.prepare_cached(self.select)?;
        let columns = statement.column_count();
        let rows = statement.query_map([event], |row| (0..columns).map(|at| row.get(at)).collect())?;
        rows.collect()
    }
}
