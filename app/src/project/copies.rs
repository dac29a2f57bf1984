//! New articles in, the articles whose copies they are out: their groups of near-duplicates, found through shared buckets.
//!
//! A group is known by its member that was added first. Where a new article shows two groups to be one, the younger group
//! takes the name of the older, and the events that its members tell are counted anew.

use super::articles;
use super::pack;
use demarche::Article;
use demarche::link::Fingerprint;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The youngest members of a bucket that are looked at, and the articles that are compared in full.
const IN_BUCKET: usize = 24;
const COMPARED: usize = 12;

/// Articles whose fingerprints are remembered.
const REMEMBERED: usize = 4096;

/// Fingerprints of the articles that were looked at last: copies mostly come soon after each other.
#[derive(Default)]
pub(super) struct Prints(BTreeMap<i64, Arc<Fingerprint>>);

impl Prints {
    fn of(&mut self, connection: &Connection, id: i64) -> anyhow::Result<Arc<Fingerprint>> {
        match self.0.get(&id) {
            Some(known) => Ok(Arc::clone(known)),
            None => Ok(self.keep(id, Fingerprint::of(&articles::read(connection, id)?.0))),
        }
    }

    fn keep(&mut self, id: i64, print: Fingerprint) -> Arc<Fingerprint> {
        let print = Arc::new(print);
        let _ = self.0.insert(id, Arc::clone(&print));
        if self.0.len() > REMEMBERED {
            let _ = self.0.pop_first();
        }
        print
    }
}

/// Puts the articles into their buckets and their groups, one after the other; gives the articles whose group has got
/// another name.
pub(super) fn group(
    connection: &Connection,
    prints: &mut Prints,
    articles: &[(i64, &Article)],
) -> anyhow::Result<Vec<i64>> {
    let mut places = Vec::new();
    let mut enough = Vec::with_capacity(articles.len());
    for (id, article) in articles {
        let print = prints.keep(*id, Fingerprint::of(article));
        places.extend(print.buckets().map(|(digest, counts)| (digest.cast_signed(), *id, counts)));
        enough.push(print.enough());
    }
    let met = fill(connection, places)?;
    let mut met = met.chunk_by(|a, b| a.0 == b.0).peekable();
    let mut renamed = Vec::new();
    for ((id, _), enough) in articles.iter().zip(enough) {
        let Some(met) = met.next_if(|met| met[0].0 == *id) else { continue };
        // Those that share most first: copies share many.
        let mut near: Vec<(usize, i64)> = met.iter().map(|(_, other, counts)| (*counts, *other)).collect();
        near.retain(|(counts, _)| *counts >= enough);
        near.sort_unstable_by(|a, b| b.cmp(a));
        near.truncate(COMPARED);
        join(connection, prints, *id, near.into_iter().map(|(_, other)| other), &mut renamed)?;
    }
    Ok(renamed)
}

/// Puts articles into buckets, each with what it counts to share one; gives for each article, in order, those that it meets
/// there, with what that counts together.
fn fill(connection: &Connection, mut places: Vec<(i64, i64, usize)>) -> rusqlite::Result<Vec<(i64, i64, usize)>> {
    places.sort_unstable();
    let mut members = connection.prepare_cached("SELECT articles FROM bucket WHERE digest = ?1")?;
    let mut write = connection.prepare_cached("INSERT OR REPLACE INTO bucket(digest, articles) VALUES(?1, ?2)")?;
    // Copies of copies meet in every bucket: a row for each time would be a hundred times as many.
    let mut met: FxHashMap<(i64, i64), usize> = FxHashMap::default();
    for bucket in places.chunk_by(|a, b| a.0 == b.0) {
        let digest = bucket[0].0;
        let read = members.query_row([digest], |row| Ok(pack::read_numbers(row.get_ref(0)?.as_blob()?))).optional()?;
        let mut members = read.unwrap_or_default();
        for (_, id, counts) in bucket {
            youngest(&members).iter().for_each(|other| *met.entry((*id, *other)).or_default() += counts);
            members.push(*id);
        }
        write.execute(params![digest, pack::numbers(youngest(&members))])?;
    }
    let mut met: Vec<(i64, i64, usize)> = met.into_iter().map(|((id, other), counts)| (id, other, counts)).collect();
    met.sort_unstable();
    Ok(met)
}

fn youngest(members: &[i64]) -> &[i64] {
    members.get(members.len().saturating_sub(IN_BUCKET)..).unwrap_or_default()
}

/// Puts an article into the group of those that it copies.
fn join(
    connection: &Connection,
    prints: &mut Prints,
    id: i64,
    near: impl Iterator<Item = i64>,
    renamed: &mut Vec<i64>,
) -> anyhow::Result<()> {
    let print = prints.of(connection, id)?;
    let mut origins = Vec::new();
    let mut shared: f64 = 0.0;
    for other in near {
        let origin = origin(connection, other)?;
        if origins.contains(&origin) {
            continue;
        }
        let other = prints.of(connection, other)?;
        if print.is_copy_of(&other) {
            origins.push(origin);
            shared = print.share(&other).max(shared);
        }
    }
    origins.sort_unstable();
    let Some((oldest, younger)) = origins.split_first() else { return Ok(()) };
    let mut moved = Vec::new();
    for origin in younger {
        let mut members = connection.prepare_cached("SELECT id FROM article WHERE origin = ?1 ORDER BY id")?;
        for member in members.query_map([origin], |row| row.get(0))? {
            moved.push(member?);
        }
    }
    let mut rename = connection.prepare_cached("UPDATE article SET origin = ?2 WHERE id = ?1")?;
    for member in moved.iter().chain([&id]) {
        rename.execute([*member, *oldest])?;
    }
    connection
        .prepare_cached("UPDATE article SET shared = ?2 WHERE id = ?1")?
        .execute(params![id, (shared * 1000.0).round() / 1000.0])?;
    renamed.extend(moved);
    Ok(())
}

/// Puts all articles into their buckets anew: other programs have filled them in other ways.
pub(super) fn refill(connection: &Connection) -> anyhow::Result<()> {
    connection.execute("DELETE FROM bucket", [])?;
    let mut statement = connection.prepare("SELECT id FROM article ORDER BY id")?;
    let ids: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for portion in ids.chunks(REMEMBERED) {
        let mut places = Vec::new();
        for id in portion {
            let print = Fingerprint::of(&articles::read(connection, *id)?.0);
            places.extend(print.buckets().map(|(digest, counts)| (digest.cast_signed(), *id, counts)));
        }
        fill(connection, places)?;
    }
    Ok(())
}

fn origin(connection: &Connection, id: i64) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT origin FROM article WHERE id = ?1")?.query_row([id], |row| row.get(0))
}
