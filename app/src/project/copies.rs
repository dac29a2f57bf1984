//! A new article in, the article whose copy it is out: its group of near-duplicates, found through shared buckets.
//!
//! A group is known by its member that was added first. Where a new article shows two groups to be one, the younger group
//! takes the name of the older, and the events that its members tell are counted anew.

use super::articles;
use demarche::Article;
use demarche::link::Fingerprint;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The youngest members of a bucket that are looked at, and the articles that are compared in full.
const IN_BUCKET: i64 = 24;
const COMPARED: usize = 12;

/// Articles whose fingerprints are remembered.
const REMEMBERED: usize = 2048;

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

/// Puts the article into its buckets and its group; gives the articles whose group has got another name.
pub(super) fn group(
    connection: &Connection,
    prints: &mut Prints,
    id: i64,
    article: &Article,
) -> anyhow::Result<Vec<i64>> {
    let print = prints.keep(id, Fingerprint::of(article));
    let mut met: BTreeMap<i64, usize> = BTreeMap::new();
    {
        let mut members =
            connection.prepare_cached("SELECT article FROM bucket WHERE digest = ?1 ORDER BY article DESC LIMIT ?2")?;
        for (bucket, counts) in print.buckets() {
            for other in members.query_map(params![bucket.cast_signed(), IN_BUCKET], |row| row.get(0))? {
                *met.entry(other?).or_default() += counts;
            }
        }
    }
    fill(connection, id, &print)?;
    // Those that share most first: copies share many.
    let mut met: Vec<(i64, usize)> = met.into_iter().filter(|(_, counts)| *counts >= print.enough()).collect();
    met.sort_by(|a, b| b.1.cmp(&a.1).then(b.0.cmp(&a.0)));
    let mut origins = Vec::new();
    let mut shared: f64 = 0.0;
    for (other, _) in met.into_iter().take(COMPARED) {
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
    let Some((oldest, younger)) = origins.split_first() else { return Ok(Vec::new()) };
    let mut renamed = Vec::new();
    for origin in younger {
        let mut members = connection.prepare_cached("SELECT id FROM article WHERE origin = ?1 ORDER BY id")?;
        for member in members.query_map([origin], |row| row.get(0))? {
            renamed.push(member?);
        }
    }
    let mut rename = connection.prepare_cached("UPDATE article SET origin = ?2 WHERE id = ?1")?;
    for member in renamed.iter().chain([&id]) {
        rename.execute([*member, *oldest])?;
    }
    connection
        .prepare_cached("UPDATE article SET shared = ?2 WHERE id = ?1")?
        .execute(params![id, (shared * 1000.0).round() / 1000.0])?;
    Ok(renamed)
}

/// Puts an article into its buckets.
fn fill(connection: &Connection, id: i64, print: &Fingerprint) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO bucket(digest, article) VALUES(?1, ?2)")?;
    print.buckets().try_for_each(|(bucket, _)| insert.execute([bucket.cast_signed(), id]).map(drop))
}

/// Puts all articles into their buckets anew: other programs have filled them in other ways.
pub(super) fn refill(connection: &Connection) -> anyhow::Result<()> {
    connection.execute("DELETE FROM bucket", [])?;
    let mut statement = connection.prepare("SELECT id FROM article ORDER BY id")?;
    for id in statement.query_map([], |row| row.get(0))? {
        let id = id?;
        fill(connection, id, &Fingerprint::of(&articles::read(connection, id)?.0))?;
    }
    Ok(())
}

fn origin(connection: &Connection, id: i64) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT origin FROM article WHERE id = ?1")?.query_row([id], |row| row.get(0))
}
