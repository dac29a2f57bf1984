//! The rows that should follow from an event in, those of the file changed where they differ out.
//!
//! Most events that a new article touches keep most of what follows from them; each row that stays is a page of the file,
//! or several, that need not be written.

use rusqlite::{Connection, params_from_iter};
use std::collections::BTreeSet;

/// A table whose rows follow from events: the column of the event is `event`, the others come here, the first of them
/// those that tell its rows apart.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) key: usize,
    pub(super) columns: &'static [&'static str],
}

pub(super) const PART: Table = Table { name: "part", key: 3, columns: &["code", "first", "side", "kind", "status"] };
pub(super) const PAIR: Table =
    Table { name: "pair", key: 3, columns: &["actor", "recipient", "first", "kind", "mode", "status"] };
pub(super) const DISPUTE: Table =
    Table { name: "dispute", key: 1, columns: &["field", "first", "confirmed", "record"] };
pub(super) const PREDICTION: Table =
    Table { name: "prediction", key: 1, columns: &["made", "said", "due", "outcome", "settled"] };

pub(super) const ALL: [&Table; 4] = [&PART, &PAIR, &DISPUTE, &PREDICTION];

/// The values of a row as texts; the columns make numbers of them where they hold such.
pub(super) type Values = Vec<Option<String>>;

impl Table {
    /// Makes the rows of an event these.
    pub(super) fn set(&self, connection: &Connection, event: i64, wanted: &BTreeSet<Values>) -> rusqlite::Result<()> {
        let had = self.of(connection, event)?;
        if had == *wanted {
            return Ok(());
        }
        let keys: Vec<String> = self.columns[..self.key].iter().map(|column| format!("{column} = ?")).collect();
        let delete = format!("DELETE FROM {} WHERE event = ? AND {}", self.name, keys.join(" AND "));
        for row in had.difference(wanted) {
            let values = [Some(event.to_string())].into_iter().chain(row[..self.key].iter().cloned());
            connection.prepare_cached(&delete)?.execute(params_from_iter(values))?;
        }
        // A row of another event goes where its passage has gone.
        let marks = vec!["?"; self.columns.len()].join(", ");
        let insert =
            format!("INSERT OR REPLACE INTO {}(event, {}) VALUES(?, {marks})", self.name, self.columns.join(", "));
        for row in wanted.difference(&had) {
            let values = [Some(event.to_string())].into_iter().chain(row.iter().cloned());
            connection.prepare_cached(&insert)?.execute(params_from_iter(values))?;
        }
        Ok(())
    }

    fn of(&self, connection: &Connection, event: i64) -> rusqlite::Result<BTreeSet<Values>> {
        let texts: Vec<String> = self.columns.iter().map(|column| format!("CAST({column} AS TEXT)")).collect();
        let sql = format!("SELECT {} FROM {} WHERE event = ?", texts.join(", "), self.name);
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map([event], |row| (0..self.columns.len()).map(|at| row.get(at)).collect())?;
        rows.collect()
    }
}
