//! Mentions in, their rows and block keys out; and back, with what linking compares.

use super::articles::{WITHIN, day};
use super::pack;
use super::positions;
use demarche::article::Span;
use demarche::event::MentionRef;
use demarche::link::{self, Passage, Said};
use demarche::mention::{Actor, Status};
use demarche::{Article, Mention};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::json;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The place in time of a passage that has none.
const NO_DAY: i64 = -10_000_000;

/// A mention as it is stored.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) id: i64,
    pub(super) event: i64,
    pub(super) mention: Mention,
    published: Option<Date>,
    /// The group of copies that its article belongs to.
    pub(super) origin: i64,
    sentence: String,
    /// The keys of its blocks.
    pub(super) keys: Vec<i64>,
    /// Its words, where they are still known from storing it.
    said: Option<Said>,
}

impl Stored {
    pub(super) fn passage(&self) -> Passage<'_> {
        let said = || Cow::Owned(Said::of(&self.mention, &self.sentence));
        self.of_words(self.said.as_ref().map_or_else(said, Cow::Borrowed))
    }

    /// The same without its words, which only linking compares.
    pub(super) fn wordless(&self) -> Passage<'_> {
        self.of_words(Cow::default())
    }

    /// Who speaks in it, as they are asked for: by code, by code and sector, by name in capitals.
    pub(super) fn speakers(&self) -> BTreeSet<String> {
        let called =
            |one: &Actor| [Some(one.code.clone()), Some(one.key()), one.name.as_ref().map(|n| n.to_uppercase())];
        self.mention.said_by.iter().flat_map(called).flatten().collect()
    }

    fn of_words<'a>(&'a self, said: Cow<'a, Said>) -> Passage<'a> {
        Passage::of_words(place(self.id), self.published, &self.origin.to_string(), &self.mention, said)
    }

    /// Whether its sentence is that of the article's text, and its blocks are those of what it tells.
    pub(super) fn is_sound(&self, text: &str) -> bool {
        let keys = || link::key(&self.passage()).into_iter().map(|key| key.0.cast_signed());
        self.sentence == self.mention.sentence.of(text) && keys().eq(self.keys.iter().copied())
    }

    /// Words of its sentence; nothing where they stand elsewhere.
    pub(super) fn words(&self, span: Span) -> Option<&str> {
        let start = self.mention.sentence.start;
        self.sentence.get(span.start.checked_sub(start)?..span.end.checked_sub(start)?)
    }

    /// The sentence and the mention.
    pub(super) fn told(self) -> (String, Mention) {
        (self.sentence, self.mention)
    }

    pub(super) fn published(&self) -> Option<Date> {
        self.published
    }
}

/// Where a mention stands, with the article's number in the file.
pub(crate) fn place(id: i64) -> MentionRef {
    MentionRef { article: (id >> WITHIN) as usize, mention: (id & ((1 << WITHIN) - 1)) as usize }
}

/// The number of a mention in the file.
pub(crate) fn number(at: MentionRef) -> i64 {
    ((at.article as i64) << WITHIN) + at.mention as i64
}

/// Stores the mentions of an article; they belong to no event yet, which is event 0, and are in no block.
pub(super) fn write(
    connection: &Connection,
    article: i64,
    of: &Article,
    mentions: Vec<Mention>,
) -> anyhow::Result<Vec<Stored>> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO mention(id, event, day, status, published, sentence, record, keys)
         VALUES(?1, 0, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let published = of.published.map(|(day, _)| day);
    let told = published.map_or(String::new(), |day| day.to_string());
    let mut written: Vec<Stored> = Vec::with_capacity(mentions.len());
    for (at, mention) in mentions.into_iter().enumerate().take(1 << WITHIN) {
        let id = (article << WITHIN) + at as i64;
        let sentence = mention.sentence.of(&of.text);
        let beside = written.last().filter(|last| last.mention.sentence == mention.sentence);
        let said = match beside.and_then(|beside| beside.said.as_ref()) {
            Some(said) => said.beside(&mention, sentence),
            None => Said::of(&mention, sentence),
        };
        let (sentence, said) = (sentence.to_owned(), Some(said));
        let mut one = Stored { id, event: 0, mention, published, origin: article, sentence, keys: Vec::new(), said };
        let passage = one.passage();
        let day = passage.day().map_or(NO_DAY, i64::from);
        one.keys = link::key(&passage).into_iter().map(|key| key.0.cast_signed()).collect();
        let (packed, keys) = (pack::mention(&one.mention)?, pack::numbers(&one.keys));
        insert.execute(params![id, day, one.mention.status.name(), told, one.sentence, packed, keys])?;
        written.push(one);
    }
    positions::write(connection, &written)?;
    write_speakers(connection, &written)?;
    Ok(written)
}

/// Notes who speaks in which passage.
pub(super) fn write_speakers(connection: &Connection, written: &[Stored]) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO speaker(code, mention) VALUES(?1, ?2)")?;
    for one in written {
        one.speakers().iter().try_for_each(|who| insert.execute(params![who, one.id]).map(drop))?;
    }
    Ok(())
}

/// Whether all who speak in a passage are noted.
pub(super) fn has_speakers(connection: &Connection, one: &Stored) -> rusqlite::Result<bool> {
    let mut noted = connection.prepare_cached("SELECT 1 FROM speaker WHERE code = ?1 AND mention = ?2")?;
    for who in one.speakers() {
        if !noted.exists(params![who, one.id])? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Notes the names of those who speak: older programs noted their codes only.
pub(super) fn name_speakers(connection: &Connection) -> anyhow::Result<()> {
    let mut named = connection.prepare(
        "SELECT m.id, s.value ->> 'name' FROM mention m, json_each(m.record, '$.said_by') s
         WHERE s.value ->> 'name' IS NOT NULL ORDER BY 1",
    )?;
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO speaker(code, mention) VALUES(?1, ?2)")?;
    for row in named.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))? {
        let (id, name) = row?;
        insert.execute(params![name.to_uppercase(), id])?;
    }
    Ok(())
}

/// The passages of an event in which one of these speaks.
pub(super) fn spoken_of_event(connection: &Connection, event: i64, by: &[String]) -> anyhow::Result<BTreeSet<i64>> {
    let sql = "SELECT m.id FROM mention m CROSS JOIN speaker s ON s.mention = m.id
               WHERE m.event = ?1 AND m.event > 0 AND s.code IN (SELECT value FROM json_each(?2))";
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map(params![event, serde_json::to_string(by)?], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Puts passages into their blocks.
pub(super) fn block<'a>(connection: &Connection, passages: impl Iterator<Item = &'a Stored>) -> rusqlite::Result<()> {
    let mut rows: Vec<[i64; 2]> = passages.flat_map(|one| one.keys.iter().map(|key| [*key, one.id])).collect();
    rows.sort_unstable();
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO block(key, mention) VALUES(?1, ?2)")?;
    rows.into_iter().try_for_each(|row| insert.execute(row).map(drop))
}

/// Takes passages out of the file and out of their blocks; what touched them and their events waits for linking.
pub(super) fn remove(connection: &Connection, stored: &[Stored]) -> rusqlite::Result<()> {
    let mut unblock = connection.prepare_cached("DELETE FROM block WHERE key = ?1 AND mention = ?2")?;
    for one in stored {
        one.keys.iter().try_for_each(|key| unblock.execute([*key, one.id]).map(drop))?;
        for sql in ["DELETE FROM mention WHERE id = ?1", "DELETE FROM pending WHERE mention = ?1"] {
            connection.prepare_cached(sql)?.execute([one.id])?;
        }
        let mut silence = connection.prepare_cached("DELETE FROM speaker WHERE code = ?1 AND mention = ?2")?;
        one.speakers().iter().try_for_each(|who| silence.execute(params![who, one.id]).map(drop))?;
    }
    if let Some(first) = stored.first() {
        positions::remove(connection, first.id >> WITHIN)?;
    }
    // What is left of a block still touches each other: one of them stands for all.
    let mut touched = connection
        .prepare_cached("INSERT OR IGNORE INTO pending(mention) SELECT mention FROM block WHERE key = ?1 LIMIT 1")?;
    for one in stored {
        one.keys.iter().try_for_each(|key| touched.execute([*key]).map(drop))?;
        pend_event(connection, one.event)?;
    }
    Ok(())
}

/// Has linking look at the passages of an article again.
pub(super) fn pend_article(connection: &Connection, article: i64) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO pending(mention) SELECT id FROM mention WHERE id BETWEEN ?1 AND ?2";
    let range = [article << WITHIN, ((article + 1) << WITHIN) - 1];
    connection.prepare_cached(sql)?.execute(range).map(drop)
}

/// Has linking look at an event: its passages wait.
pub(super) fn pend_event(connection: &Connection, event: i64) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO pending(mention) SELECT id FROM mention WHERE event = ?1 AND event > 0";
    connection.prepare_cached(sql)?.execute([event]).map(drop)
}

/// Puts all passages into their blocks anew: older programs named these otherwise.
pub(super) fn reblock(connection: &Connection) -> anyhow::Result<()> {
    connection.execute("DELETE FROM block", [])?;
    let mut statement = connection.prepare("SELECT id FROM article ORDER BY id")?;
    for article in statement.query_map([], |row| row.get(0))? {
        let mut stored = of_article(connection, article?)?;
        for one in &mut stored {
            one.keys = link::key(&one.passage()).into_iter().map(|key| key.0.cast_signed()).collect();
            let sql = "UPDATE mention SET keys = ?2 WHERE id = ?1";
            connection.prepare_cached(sql)?.execute(params![one.id, pack::numbers(&one.keys)])?;
        }
        block(connection, stored.iter())?;
    }
    Ok(())
}

const COLUMNS: &str = "m.id, m.event, m.published, m.sentence, m.record, a.origin, a.doc, m.keys
    FROM mention m JOIN article a ON a.id = m.id >> 16";
const QUOTED: &str = "SELECT m.id, m.event, m.published, m.sentence, m.record, a.origin, a.doc, m.keys,
    a.published, a.title, a.source, a.url FROM mention m JOIN article a ON a.id = m.id >> 16";

pub(super) fn one(connection: &Connection, id: i64) -> anyhow::Result<Stored> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE m.id = ?1"))?;
    stored(statement.query_row([id], columns)?)
}

/// A passage with the day of its article, and title, outlet and address of that.
pub(super) type InArticle = (Stored, String, [Option<String>; 3]);

/// The same with what is known of its article; nothing where there is none.
pub(super) fn with_article(connection: &Connection, id: i64) -> anyhow::Result<Option<InArticle>> {
    let mut statement = connection.prepare_cached(&format!("{QUOTED} WHERE m.id = ?1"))?;
    let row = |row: &Row<'_>| Ok((columns(row)?, row.get(8)?, [row.get(9)?, row.get(10)?, row.get(11)?]));
    let found = statement.query_row([id], row).optional()?;
    found.map(|(columns, published, article)| Ok((stored(columns)?, published, article))).transpose()
}

pub(super) fn of_article(connection: &Connection, article: i64) -> anyhow::Result<Vec<Stored>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE m.id BETWEEN ?1 AND ?2 ORDER BY m.id"))?;
    let range = [article << WITHIN, ((article + 1) << WITHIN) - 1];
    let rows = statement.query_map(range, columns)?;
    rows.map(|row| stored(row?)).collect()
}

/// The same by number.
pub(super) fn ids_of_article(connection: &Connection, article: i64) -> rusqlite::Result<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT id FROM mention WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let range = [article << WITHIN, ((article + 1) << WITHIN) - 1];
    statement.query_map(range, |row| row.get(0))?.collect()
}

/// The events that an article tells; where ways of telling are given, by a passage that tells it so.
pub(super) fn events_of_article(
    connection: &Connection,
    article: i64,
    told_as: &[Status],
) -> rusqlite::Result<Vec<i64>> {
    let told_as: Vec<&str> = told_as.iter().map(|status| status.name()).collect();
    let sql = "SELECT DISTINCT event FROM mention WHERE id BETWEEN ?1 AND ?2
               AND (?3 = '[]' OR status IN (SELECT value FROM json_each(?3)))";
    let mut statement = connection.prepare_cached(sql)?;
    let (first, last) = (article << WITHIN, ((article + 1) << WITHIN) - 1);
    statement.query_map(params![first, last, json!(told_as).to_string()], |row| row.get(0))?.collect()
}

/// All passages of an event, in the order of its evidence.
pub(super) fn of_event(connection: &Connection, event: i64) -> anyhow::Result<Vec<Stored>> {
    let ids = ids_of_event(connection, event)?;
    ids.into_iter().map(|id| one(connection, id)).collect()
}

/// The same by number.
pub(super) fn ids_of_event(connection: &Connection, event: i64) -> rusqlite::Result<Vec<i64>> {
    Ok(told_of_event(connection, event)?.into_iter().map(|(_, id)| id).collect())
}

/// The same with the days of their articles: as these were published, those without a day last, then by their names. Only
/// where several have one day their names are looked up.
pub(super) fn told_of_event(connection: &Connection, event: i64) -> rusqlite::Result<Vec<(String, i64)>> {
    let sql = "SELECT published, id FROM mention WHERE event = ?1 AND event > 0 ORDER BY published, id";
    let mut statement = connection.prepare_cached(sql)?;
    let mut told: Vec<(String, i64)> =
        statement.query_map([event], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let undated = told.partition_point(|(day, _)| day.is_empty());
    told.rotate_left(undated);
    let mut doc = connection.prepare_cached("SELECT doc FROM article WHERE id = ?1")?;
    let same_day = |a: &(String, i64), b: &(String, i64)| a.0 == b.0;
    for same in told.chunk_by_mut(same_day).filter(|same| same[0].1 >> WITHIN != same[same.len() - 1].1 >> WITHIN) {
        let mut named: Vec<(String, i64)> = Vec::with_capacity(same.len());
        for (_, id) in same.iter() {
            named.push((doc.query_row([id >> WITHIN], |row| row.get(0))?, *id));
        }
        named.sort_unstable();
        same.iter_mut().zip(named).for_each(|(one, (_, id))| one.1 = id);
    }
    Ok(told)
}

/// The same of an event of more passages than both numbers together: the first and the last, without a look at those
/// between them.
pub(super) fn ends_of_event(
    connection: &Connection,
    event: i64,
    first: usize,
    last: usize,
) -> rusqlite::Result<Vec<i64>> {
    // Those without a day stand last, but first in the index.
    if connection
        .prepare_cached("SELECT 1 FROM mention WHERE event = ?1 AND event > 0 AND published = ''")?
        .exists([event])?
    {
        let mut ids = ids_of_event(connection, event)?;
        ids.drain(first..ids.len().saturating_sub(last).max(first));
        return Ok(ids);
    }
    let end = |order: &str, until: &str, count: usize| -> rusqlite::Result<Vec<i64>> {
        let sql = format!(
            "SELECT m.id FROM mention m JOIN article a ON a.id = m.id >> 16
             WHERE m.event = ?1 AND m.event > 0 AND m.published {until} (
                 SELECT published FROM mention WHERE event = ?1 AND event > 0 ORDER BY published {order} LIMIT 1 OFFSET ?2 - 1)
             ORDER BY m.published {order}, a.doc {order}, m.id {order} LIMIT ?2"
        );
        connection.prepare_cached(&sql)?.query_map([event, count as i64], |row| row.get(0))?.collect()
    };
    let mut ids = end("ASC", "<=", first)?;
    let mut youngest = end("DESC", ">=", last)?;
    youngest.reverse();
    ids.extend(youngest);
    Ok(ids)
}

type Columns = (i64, i64, String, String, String, i64, String, Vec<i64>);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    // Formats before the fourth keep no keys.
    let keys = row.get_ref(7)?.as_blob_or_null()?.map(pack::read_numbers).unwrap_or_default();
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, keys))
}

fn stored((id, event, published, sentence, record, origin, doc, keys): Columns) -> anyhow::Result<Stored> {
    let mention = pack::read_mention(&record, doc)?;
    Ok(Stored { id, event, mention, published: day(&published)?, origin, sentence, keys, said: None })
}
