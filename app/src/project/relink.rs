//! Passages that wait for linking in, their events out: what the engine's `merge` says of the whole groups they belong to,
//! fitted to the events there are.
//!
//! An event keeps its number where most of its passages stay together; of events that join, the one that was there first
//! stays, and the ids of the others lead to it. An event that a person has merged or split keeps the passages it has, and
//! only gains.

use super::Project;
use super::events::{self, fresh_number};
use super::passages::{self, Stored, number};
use super::region::{self, pend};
use super::settle::Recent;
use demarche::event::Event;
use demarche::link;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// Passages that are linked in one change.
const AT_A_TIME: usize = 4096;

impl Project {
    /// Links what waits for it, group by group, some of them in one change.
    pub(super) fn link(&mut self) -> anyhow::Result<()> {
        let mut recent = std::mem::take(&mut self.recent);
        while region::pending(&self.connection)?.is_some() {
            self.change(|connection| {
                recent.refresh(connection)?;
                let mut done = 0;
                while let Some(passage) = region::pending(connection)?.filter(|_| done < AT_A_TIME) {
                    done += link_group(connection, &mut recent, passage)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// Links all that waits, in the change that is being made.
pub(super) fn link_all(connection: &Connection) -> anyhow::Result<()> {
    let mut recent = Recent::default();
    while let Some(passage) = region::pending(connection)? {
        link_group(connection, &mut recent, passage)?;
    }
    Ok(())
}

/// Links the group of a passage; gives its size.
fn link_group(connection: &Connection, recent: &mut Recent, passage: i64) -> anyhow::Result<usize> {
    let stored = region::around(connection, recent, passage)?;
    let passages: Vec<link::Passage<'_>> = stored.iter().map(Stored::passage).collect();
    let found = link::merge(&passages);
    drop(passages);
    Group::new(connection, &stored)?.settle(connection, found)?;
    let mut done = connection.prepare_cached("DELETE FROM pending WHERE mention = ?1")?;
    stored.iter().try_for_each(|one| done.execute([one.id]).map(drop))?;
    Ok(stored.len())
}

/// What is known of an event before its passages are linked anew.
struct Known {
    name: String,
    pinned: bool,
    passages: usize,
}

/// A group of passages and the events that they belong to.
struct Group<'a> {
    stored: &'a [Stored],
    pending: BTreeSet<i64>,
    known: BTreeMap<i64, Known>,
}

/// Passages that linking puts together, by their places in the group, in the order of the event's evidence.
struct Cluster {
    event: Event,
    members: Vec<usize>,
    /// The event that it is from now on, and those that it takes in.
    home: Option<i64>,
    others: Vec<i64>,
}

impl<'a> Group<'a> {
    fn new(connection: &Connection, stored: &'a [Stored]) -> anyhow::Result<Self> {
        let mut waits = connection.prepare_cached("SELECT 1 FROM pending WHERE mention = ?1")?;
        let mut event = connection.prepare_cached("SELECT name, pinned, passages FROM event WHERE id = ?1")?;
        let (mut pending, mut known) = (BTreeSet::new(), BTreeMap::new());
        for one in stored {
            if waits.exists([one.id])? {
                pending.insert(one.id);
            }
            if one.event != 0 && !known.contains_key(&one.event) {
                let row = |row: &rusqlite::Row<'_>| {
                    Ok(Known { name: row.get(0)?, pinned: row.get(1)?, passages: row.get::<_, i64>(2)? as usize })
                };
                known.insert(one.event, event.query_row([one.event], row)?);
            }
        }
        Ok(Self { stored, pending, known })
    }

    fn settle(&self, connection: &Connection, found: Vec<Event>) -> anyhow::Result<()> {
        let mut clusters: Vec<Cluster> = found.into_iter().map(|event| self.cluster(event)).collect();
        clusters.retain(|cluster| !self.stands(cluster));
        self.find_homes(connection, &mut clusters)?;
        let touched = self.events_of(&clusters);
        // Ids change hands: none is taken while they are given anew.
        let mut free = connection.prepare_cached("UPDATE event SET name = '~' || id WHERE id = ?1 AND pinned = 0")?;
        touched.iter().try_for_each(|event| free.execute([*event]).map(drop))?;
        let mut joined: BTreeMap<i64, i64> = BTreeMap::new();
        let first = fresh_number(connection)?;
        let mut next = first;
        for cluster in &mut clusters {
            let home = *cluster.home.get_or_insert_with(|| {
                next += 1;
                next - 1
            });
            for other in &cluster.others {
                join(connection, *other, home)?;
                joined.insert(*other, home);
            }
        }
        for cluster in &clusters {
            let home = cluster.home.unwrap_or_default();
            for at in &cluster.members {
                let one = &self.stored[*at];
                let stays = self.is_pinned(one.event) || joined.get(&one.event).copied().unwrap_or(one.event) == home;
                if !stays {
                    set_event(connection, one.id, home)?;
                }
            }
        }
        let mut written: BTreeSet<i64> = BTreeSet::new();
        for cluster in &clusters {
            let home = cluster.home.unwrap_or_default();
            if self.is_pinned(home) {
                events::rewrite(connection, home)?;
            } else {
                let told: Vec<&Stored> = cluster.members.iter().map(|at| &self.stored[*at]).collect();
                events::write(connection, home, cluster.event.clone(), &told, home >= first)?;
            }
            written.insert(home);
        }
        for (event, known) in touched.iter().filter_map(|event| Some((*event, self.known.get(event)?))) {
            if !written.contains(&event) && !joined.contains_key(&event) {
                events::rewrite(connection, event)?;
            }
            events::lead(connection, &known.name, joined.get(&event).copied().unwrap_or(event))?;
        }
        Ok(())
    }

    fn cluster(&self, event: Event) -> Cluster {
        let place = |id: i64| self.stored.binary_search_by_key(&id, |one| one.id).ok();
        let members = event.mentions.iter().filter_map(|at| place(number(*at))).collect();
        Cluster { event, members, home: None, others: Vec::new() }
    }

    /// Whether the event of these passages is in the file as it is, and none of them waits.
    fn stands(&self, cluster: &Cluster) -> bool {
        let members = || cluster.members.iter().map(|at| &self.stored[*at]);
        if members().any(|one| self.pending.contains(&one.id)) {
            return false;
        }
        let whole = |event: i64| {
            let is = |known: &Known| known.name == cluster.event.id && known.passages == cluster.members.len();
            self.known.get(&event).is_some_and(is) && members().all(|one| one.event == event)
        };
        members().all(|one| self.is_pinned(one.event)) || members().next().is_some_and(|one| whole(one.event))
    }

    fn is_pinned(&self, event: i64) -> bool {
        self.known.get(&event).is_some_and(|known| known.pinned)
    }

    /// The events whose passages the clusters hold.
    fn events_of(&self, clusters: &[Cluster]) -> BTreeSet<i64> {
        let members = clusters.iter().flat_map(|cluster| &cluster.members);
        members.map(|at| self.stored[*at].event).filter(|event| *event != 0).collect()
    }

    /// Each event goes to the cluster that has most of its passages, of equals to the first; one that a person has made
    /// takes in what is put together with its passages.
    fn find_homes(&self, connection: &Connection, clusters: &mut [Cluster]) -> anyhow::Result<()> {
        let mut shares: BTreeMap<i64, BTreeMap<usize, usize>> = BTreeMap::new();
        for (at, cluster) in clusters.iter().enumerate() {
            for event in cluster.members.iter().map(|at| self.stored[*at].event).filter(|event| *event != 0) {
                *shares.entry(event).or_default().entry(at).or_default() += 1;
            }
        }
        let mut pinned: BTreeMap<usize, (usize, i64)> = BTreeMap::new();
        for (event, parts) in shares {
            if self.is_pinned(event) {
                for (at, count) in parts {
                    let best = pinned.entry(at).or_insert((count, event));
                    *best = if count > best.0 { (count, event) } else { *best };
                }
                continue;
            }
            let Some((at, count)) = parts.iter().max_by_key(|(at, count)| (**count, usize::MAX - **at)) else {
                continue;
            };
            let (at, count) = (*at, *count);
            let elsewhere = self.elsewhere(connection, event, parts.values().sum())?;
            if elsewhere.len() > count {
                continue;
            }
            for passage in elsewhere {
                set_event(connection, passage, 0)?;
                pend(connection, passage)?;
            }
            clusters[at].others.push(event);
        }
        for (at, cluster) in clusters.iter_mut().enumerate() {
            cluster.home = match pinned.get(&at) {
                Some((_, event)) => Some(*event),
                None if cluster.others.is_empty() => None,
                None => Some(cluster.others.remove(0)),
            };
        }
        Ok(())
    }

    /// Passages of an event that are in no group with those here, where coding again or a person has put them together.
    fn elsewhere(&self, connection: &Connection, event: i64, here: usize) -> anyhow::Result<Vec<i64>> {
        let mut ids = passages::ids_of_event(connection, event)?;
        if ids.len() > here {
            ids.retain(|id| self.stored.binary_search_by_key(id, |one| one.id).is_err());
        } else {
            ids.clear();
        }
        Ok(ids)
    }
}

pub(super) fn set_event(connection: &Connection, mention: i64, event: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE mention SET event = ?2 WHERE id = ?1")?.execute([mention, event]).map(drop)
}

/// Makes one event of two: passages, ids, decisions and agreements of the first go to the second.
pub(super) fn join(connection: &Connection, old: i64, event: i64) -> rusqlite::Result<()> {
    for sql in [
        "UPDATE mention SET event = ?2 WHERE event = ?1 AND event > 0",
        "UPDATE redirect SET event = ?2 WHERE event = ?1",
        "INSERT OR REPLACE INTO redirect(old, event) SELECT name, ?2 FROM event WHERE id = ?1 AND name NOT LIKE '~%'",
        "UPDATE decision SET event = ?2 WHERE event = ?1",
        "UPDATE OR IGNORE agreement_event SET event = ?2 WHERE event = ?1",
    ] {
        connection.prepare_cached(sql)?.execute(params![old, event])?;
    }
    events::remove(connection, old)
}
