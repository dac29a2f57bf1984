//! Articles that a run has added in; what is found through sorted tables out: the words for search, whose copies they are,
//! the blocks of their passages.
//!
//! Many articles at a time, each table in its order: so a page is read and written once, and not once an article. Until
//! then an article is in the file with its passages, and these wait. What a run that was killed has left is settled by the
//! next one.

use super::Project;
use super::articles::{self, WITHIN};
use super::copies;
use super::passages::{self, Stored};
use super::region::pend_all;
use demarche::Article;
use demarche::article::Span;
use rusqlite::Connection;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Articles that are settled in one change, and bytes of the texts of those that may wait for it.
const AT_A_TIME: usize = 2048;
const BYTES: usize = 32 << 20;
/// Passages that are kept for linking.
const KEPT: usize = 16_384;

/// The fact that tells which article was settled last.
const SETTLED: &str = "settled";

/// An article that waits.
pub(super) struct Fresh {
    pub(super) article: Article,
    pub(super) sentences: Vec<Span>,
    pub(super) passages: Vec<Stored>,
}

/// What a run has just written and is soon asked for, so that it is not read back.
#[derive(Default)]
pub(super) struct Recent {
    articles: BTreeMap<i64, Fresh>,
    bytes: usize,
    passages: FxHashMap<i64, Stored>,
    /// The state of the file, as far as others change it, of which all of that is.
    version: i64,
}

impl Recent {
    pub(super) fn keep(&mut self, id: i64, fresh: Fresh) {
        self.bytes += fresh.article.text.len();
        self.articles.insert(id, fresh);
    }

    fn is_full(&self) -> bool {
        self.articles.len() >= AT_A_TIME || self.bytes >= BYTES
    }

    /// A passage, with the origin and the name that its article has by now.
    pub(super) fn passage(&mut self, connection: &Connection, id: i64) -> anyhow::Result<Stored> {
        match self.passages.remove(&id) {
            Some(mut kept) => {
                let sql = "SELECT origin, doc FROM article WHERE id = ?1";
                (kept.origin, kept.mention.doc) =
                    connection.prepare_cached(sql)?.query_row([id >> WITHIN], |row| Ok((row.get(0)?, row.get(1)?)))?;
                Ok(kept)
            }
            None => passages::one(connection, id),
        }
    }

    /// Forgets everything if another process has changed the file.
    pub(super) fn refresh(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let version = connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        if self.version != version {
            *self = Self { version, ..Self::default() };
        }
        Ok(())
    }
}

impl Project {
    /// Settles what was added, if it is much.
    pub(super) fn settle_many(&mut self) -> anyhow::Result<()> {
        if self.recent.is_full() { self.settle() } else { Ok(()) }
    }

    /// Settles all that was added.
    pub(super) fn settle(&mut self) -> anyhow::Result<()> {
        let (mut recent, mut prints) = (std::mem::take(&mut self.recent), std::mem::take(&mut self.prints));
        let mut is_done = false;
        while !is_done {
            is_done = self.change(|connection| {
                recent.refresh(connection)?;
                let ids = unsettled(connection)?;
                let mut fresh = Vec::with_capacity(ids.len());
                for id in &ids {
                    let kept = recent.articles.remove(id);
                    fresh.push((*id, kept.map_or_else(|| read(connection, *id), Ok)?));
                }
                settle(connection, &mut prints, &fresh)?;
                let passages = fresh.into_iter().flat_map(|(_, one)| one.passages);
                let room = KEPT.saturating_sub(recent.passages.len());
                recent.passages.extend(passages.take(room).map(|passage| (passage.id, passage)));
                Ok(ids.len() < AT_A_TIME)
            })?;
        }
        (recent.articles, recent.bytes) = Default::default();
        (self.recent, self.prints) = (recent, prints);
        Ok(())
    }
}

/// The next articles that are to be settled.
fn unsettled(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    let mut next = connection.prepare_cached("SELECT id FROM article WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    next.query_map([settled(connection)?, AT_A_TIME as i64], |row| row.get(0))?.collect()
}

/// The last article that is settled.
pub(super) fn settled(connection: &Connection) -> rusqlite::Result<i64> {
    let sql = "SELECT CAST(value AS INTEGER) FROM fact WHERE name = ?1";
    connection.prepare_cached(sql)?.query_row([SETTLED], |row| row.get(0))
}

fn read(connection: &Connection, id: i64) -> anyhow::Result<Fresh> {
    let (article, sentences) = articles::read(connection, id)?;
    Ok(Fresh { article, sentences, passages: passages::of_article(connection, id)? })
}

fn settle(connection: &Connection, prints: &mut copies::Prints, fresh: &[(i64, Fresh)]) -> anyhow::Result<()> {
    let Some((last, _)) = fresh.last() else { return Ok(()) };
    for (id, one) in fresh {
        articles::write_words(connection, *id, &one.article, &one.sentences)?;
    }
    let all: Vec<(i64, &Article)> = fresh.iter().map(|(id, one)| (*id, &one.article)).collect();
    for member in copies::group(connection, prints, &all)? {
        passages::pend_article(connection, member)?;
    }
    let passages = || fresh.iter().flat_map(|(_, one)| &one.passages);
    passages::block(connection, passages())?;
    pend_all(connection, passages().map(|passage| passage.id))?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO fact(name, value) VALUES(?1, ?2)")?
        .execute(rusqlite::params![SETTLED, last.to_string()])?;
    Ok(())
}
