//! A passage in, all that touch it out: those that share a block with it, directly or through others. Linking looks at
//! nothing else, so what it finds for them is what it finds when it sees everything at once.

use super::passages::Stored;
use super::settle::Recent;
use rusqlite::Connection;
use std::collections::HashSet;

/// The group of a passage, by number.
pub(super) fn around(connection: &Connection, recent: &mut Recent, passage: i64) -> anyhow::Result<Vec<Stored>> {
    let mut members = connection.prepare_cached("SELECT mention FROM block WHERE key = ?1")?;
    let (mut met, mut seen) = (HashSet::from([passage]), HashSet::new());
    let mut next = vec![passage];
    let mut group = Vec::new();
    while let Some(id) = next.pop() {
        let stored = recent.passage(connection, id)?;
        for key in stored.keys.iter().filter(|key| seen.insert(**key)) {
            for member in members.query_map([*key], |row| row.get(0))? {
                let member = member?;
                if met.insert(member) {
                    next.push(member);
                }
            }
        }
        group.push(stored);
    }
    group.sort_unstable_by_key(|stored| stored.id);
    Ok(group)
}

/// The passage that has waited longest for linking.
pub(super) fn pending(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    connection.prepare_cached("SELECT min(mention) FROM pending")?.query_row([], |row| row.get(0))
}

/// Has linking look at a passage.
pub(super) fn pend(connection: &Connection, passage: i64) -> rusqlite::Result<()> {
    pend_all(connection, std::iter::once(passage))
}

/// The same of many.
pub(super) fn pend_all(connection: &Connection, mut passages: impl Iterator<Item = i64>) -> rusqlite::Result<()> {
    let mut pend = connection.prepare_cached("INSERT OR IGNORE INTO pending(mention) VALUES(?1)")?;
    passages.try_for_each(|passage| pend.execute([passage]).map(drop))
}
