//! A region in, its passages in their events out: what the engine's `merge` says of it, fitted to the events there are.
//!
//! An event keeps its number, and with it its id, where most of its passages stay together. Of events that join, the one
//! that was there first stays, and the ids of the others lead to it.

use super::passages::number;
use super::region::Region;
use demarche::link;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// Events that a change touched, and how.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Events that only gained passages: their numbers.
    pub(super) grown: BTreeMap<i64, Vec<i64>>,
    /// Events that are to be made anew from all their passages.
    pub(super) changed: BTreeSet<i64>,
}

impl Touched {
    pub(super) fn gain(&mut self, event: i64, mention: i64) {
        self.grown.entry(event).or_default().push(mention);
    }

    /// All of them, each with what it gained, or nothing where it is to be made anew.
    pub(super) fn events(&self) -> BTreeMap<i64, Option<&[i64]>> {
        let grown = self.grown.iter().map(|(event, gained)| (*event, Some(gained.as_slice())));
        let mut all: BTreeMap<i64, Option<&[i64]>> = grown.collect();
        all.extend(self.changed.iter().map(|event| (*event, None)));
        all
    }
}

/// Links the passages of the region anew and stores where they belong.
pub(super) fn relink(connection: &Connection, region: &Region) -> anyhow::Result<Touched> {
    let passages: Vec<link::Passage<'_>> = region.passages.iter().map(|p| p.passage()).collect();
    let owner: BTreeMap<i64, i64> = region.passages.iter().map(|p| (p.id, p.event)).collect();
    let mut clusters: Vec<Vec<i64>> =
        link::merge(&passages).iter().map(|e| e.mentions.iter().map(|at| number(*at)).collect()).collect();
    clusters.iter_mut().for_each(|c| c.sort_unstable());
    clusters.sort_unstable();
    let homes = homes(region, &owner, &clusters);
    let mut touched = Touched::default();
    let mut next = super::events::fresh_number(connection)?;
    let mut joined: BTreeMap<i64, i64> = BTreeMap::new();
    for (cluster, home) in clusters.iter().zip(&homes) {
        let event = home.event.unwrap_or_else(|| {
            next += 1;
            next - 1
        });
        joined.extend(home.others.iter().map(|other| (*other, event)));
        for mention in cluster {
            let from = owner.get(mention).copied().unwrap_or_default();
            if from != event && !region.fixed.contains(&from) {
                set_event(connection, *mention, event)?;
                touched.changed.insert(from);
                if region.fixed.contains(&event) {
                    touched.gain(event, *mention);
                } else {
                    touched.changed.insert(event);
                }
            }
        }
    }
    touched.changed.remove(&0);
    for (old, event) in joined {
        join(connection, old, event)?;
        touched.changed.remove(&old);
        touched.changed.insert(event);
        touched.grown.remove(&old);
    }
    Ok(touched)
}

/// The event that a cluster is from now on; `None` for a new one; and the events that it takes in.
#[derive(Debug, Default)]
struct Home {
    event: Option<i64>,
    others: Vec<i64>,
}

fn homes(region: &Region, owner: &BTreeMap<i64, i64>, clusters: &[Vec<i64>]) -> Vec<Home> {
    // Of each event, how many of its passages are in which cluster.
    let mut shares: BTreeMap<i64, BTreeMap<usize, usize>> = BTreeMap::new();
    for (at, cluster) in clusters.iter().enumerate() {
        for event in cluster.iter().filter_map(|mention| owner.get(mention)).filter(|event| **event != 0) {
            *shares.entry(*event).or_default().entry(at).or_default() += 1;
        }
    }
    let mut homes: Vec<Home> = clusters.iter().map(|_| Home::default()).collect();
    let mut claims: Vec<Vec<(bool, usize, i64)>> = vec![Vec::new(); clusters.len()];
    for (event, parts) in &shares {
        // The cluster with most of its passages; of equals the one with the oldest.
        let Some((at, count)) = parts.iter().max_by_key(|(at, count)| (**count, usize::MAX - **at)) else { continue };
        if region.fixed.contains(event) {
            // It stands in every cluster where one of its own does, but joins another only as a whole.
            for (at, count) in parts {
                claims[*at].push((true, *count, *event));
            }
        } else {
            claims[*at].push((false, *count, *event));
        }
    }
    for (home, claims) in homes.iter_mut().zip(claims) {
        let whole = |event: i64| shares.get(&event).is_some_and(|parts| parts.len() == 1);
        let best = claims.iter().max_by_key(|(fixed, count, event)| (*fixed, *count, i64::MAX - *event));
        let Some((_, _, best)) = best.copied() else { continue };
        let pinned = |event: i64| region.pinned.contains(&event);
        let joins = |(fixed, _, event): &(bool, usize, i64)| {
            *event == best || !*fixed || (whole(*event) && whole(best) && !pinned(*event) && !pinned(best))
        };
        let mut members: Vec<i64> = claims.iter().filter(|c| joins(c)).map(|(_, _, event)| *event).collect();
        members.sort_unstable();
        // The first stays, unless a larger one that keeps its passages is among them.
        let stays = if region.fixed.contains(&best) {
            members.iter().copied().find(|event| region.fixed.contains(event))
        } else {
            members.first().copied()
        };
        let stays = if pinned(best) { Some(best) } else { stays };
        home.event = stays;
        home.others = members.into_iter().filter(|event| Some(*event) != stays).collect();
    }
    homes
}

pub(super) fn set_event(connection: &Connection, mention: i64, event: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE mention SET event = ?2 WHERE id = ?1")?.execute([mention, event]).map(drop)
}

/// Makes one event of two: passages, ids and decisions of the first go to the second.
pub(super) fn join(connection: &Connection, old: i64, event: i64) -> rusqlite::Result<()> {
    for sql in [
        "UPDATE mention SET event = ?2 WHERE event = ?1",
        "UPDATE redirect SET event = ?2 WHERE event = ?1",
        "INSERT OR REPLACE INTO redirect(old, event) SELECT name, ?2 FROM event WHERE id = ?1",
        "UPDATE decision SET event = ?2 WHERE event = ?1",
    ] {
        connection.prepare_cached(sql)?.execute(params![old, event])?;
    }
    super::events::remove(connection, old)
}
