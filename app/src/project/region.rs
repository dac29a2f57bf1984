//! A passage in, all that touch it out: those that share a block with it, directly or through others. Linking looks at
//! nothing else, so what it finds for them is what it finds when it sees everything at once.

use super::passages::{self, Stored};
use rusqlite::Connection;
use std::collections::{BTreeSet, HashSet};

/// The group of a passage, by number.
pub(super) fn around(connection: &Connection, passage: i64) -> anyhow::Result<Vec<Stored>> {
    let mut members = connection.prepare_cached("SELECT mention FROM block WHERE key = ?1")?;
    let (mut met, mut seen) = (BTreeSet::from([passage]), HashSet::new());
    let mut next = vec![passage];
    while let Some(id) = next.pop() {
        for key in passages::blocks(connection, id)? {
            if seen.insert(key) {
                for member in members.query_map([key], |row| row.get(0))? {
                    let member = member?;
                    if met.insert(member) {
                        next.push(member);
                    }
                }
            }
        }
    }
    met.into_iter().map(|id| passages::one(connection, id)).collect()
}

/// The passage that has waited longest for linking.
pub(super) fn pending(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    connection.prepare_cached("SELECT min(mention) FROM pending")?.query_row([], |row| row.get(0))
}

/// Has linking look at a passage.
pub(super) fn pend(connection: &Connection, passage: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR IGNORE INTO pending(mention) VALUES(?1)")?.execute([passage]).map(drop)
}
