//! New passages in, the part of the file that they can change out: the events near them, with the passages that speak for
//! each.
//!
//! The work is bounded whatever the size of the file: a passage meets its neighbours in time in each of its blocks, of
//! these the likeliest, and of a large event only those who speak for it.

use super::articles::WITHIN;
use super::passages::{self, Fresh, Stored};
use rusqlite::{Connection, params};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Neighbours to either side in one block, and those that a passage is compared with in the end.
const NEIGHBOURS: i64 = 6;
const NEAREST: usize = 12;
/// Events near one passage.
const EVENTS: usize = 4;
/// Up to so many passages an event can still fall apart or join others whole; a larger one only grows.
pub(super) const LOOSE: usize = 12;
/// The earliest passages that speak for a larger event, as in the engine.
const SPOKESMEN: usize = 8;

/// What is linked anew.
#[derive(Default)]
pub(super) struct Region {
    pub(super) passages: Vec<Stored>,
    /// Events that keep the passages they have.
    pub(super) fixed: BTreeSet<i64>,
    /// Of these, those that a person has made: they do not join others.
    pub(super) pinned: BTreeSet<i64>,
    /// Events whose passages are all here and find their events anew.
    pub(super) loose: BTreeSet<i64>,
}

pub(super) fn around(connection: &Connection, fresh: &[Fresh]) -> anyhow::Result<Region> {
    let mut near: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for passage in fresh {
        // One that takes the place of another has an event already.
        let own = event_of(connection, passage.id)?;
        let mut events: Vec<i64> = Vec::new();
        if own != 0 {
            events.push(own);
            near.entry(own).or_default().insert(passage.id);
        }
        for id in nearest(connection, passage)? {
            let event = event_of(connection, id)?;
            if event == 0 || (!events.contains(&event) && events.len() == EVENTS) {
                continue;
            }
            if !events.contains(&event) {
                events.push(event);
            }
            near.entry(event).or_default().insert(id);
        }
    }
    let mut region = Region::default();
    let mut ids: BTreeSet<i64> = fresh.iter().map(|f| f.id).collect();
    for (event, met) in near {
        let (passages, pinned): (i64, bool) = connection
            .prepare_cached("SELECT passages, pinned FROM event WHERE id = ?1")?
            .query_row([event], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if !pinned && passages <= LOOSE as i64 {
            region.loose.insert(event);
            ids.extend(passages::ids_of_event(connection, event, LOOSE, 0)?);
        } else {
            region.fixed.insert(event);
            if pinned {
                region.pinned.insert(event);
            }
            ids.extend(passages::ids_of_event(connection, event, SPOKESMEN, 0)?);
            ids.extend(met);
        }
    }
    region.passages = ids.into_iter().map(|id| passages::one(connection, id)).collect::<Result<_, _>>()?;
    Ok(region)
}

/// The passages that share most blocks with this one and stand next to it there; ties go to the nearer, then the younger.
/// Passages of its own article are linked with it anyway.
fn nearest(connection: &Connection, passage: &Fresh) -> rusqlite::Result<Vec<i64>> {
    let mut before = connection.prepare_cached(
        "SELECT mention, day FROM block WHERE key = ?1 AND (day, mention) < (?2, ?3)
         ORDER BY day DESC, mention DESC LIMIT ?4",
    )?;
    let mut after = connection.prepare_cached(
        "SELECT mention, day FROM block WHERE key = ?1 AND (day, mention) > (?2, ?3) ORDER BY day, mention LIMIT ?4",
    )?;
    let mut met: BTreeMap<i64, (usize, i64)> = BTreeMap::new();
    for key in &passage.keys {
        for side in [&mut before, &mut after] {
            let rows = side.query_map(params![key, passage.day, passage.id, NEIGHBOURS], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
            })?;
            for row in rows {
                let (id, day) = row?;
                if id >> WITHIN != passage.id >> WITHIN {
                    met.entry(id).or_insert((0, (day - passage.day).abs())).0 += 1;
                }
            }
        }
    }
    let mut met: Vec<_> = met.into_iter().map(|(id, (keys, apart))| (Reverse(keys), apart, Reverse(id))).collect();
    met.sort_unstable();
    Ok(met.into_iter().take(NEAREST).map(|(_, _, id)| id.0).collect())
}

fn event_of(connection: &Connection, mention: i64) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT event FROM mention WHERE id = ?1")?.query_row([mention], |row| row.get(0))
}
