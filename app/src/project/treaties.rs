//! Events about treaties in, what tells which treaty each is about out: agreements of a past day are found by it, without a
//! look at the articles that tell of all others.

use super::agreements::PASSAGES;
use super::articles::WITHIN;
use super::history::{self, EVER, Row};
use super::passages::{self, Stored};
use super::{articles, pack};
use anyhow::Context;
use demarche::event::Event;
use demarche::link::{self, About};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// As it is stored.
#[derive(Deserialize, Serialize)]
struct Pack {
    codes: Vec<String>,
    days: Option<(Date, Date)>,
    names: Vec<(String, Vec<u64>)>,
    founds: bool,
    passages: Vec<i64>,
}

/// Keeps what tells which treaty an event is about; nothing where none of its first passages concerns an agreement.
pub(super) fn write(connection: &Connection, id: i64, event: &Event, told: &[&Stored]) -> anyhow::Result<()> {
    remove(connection, id)?;
    if let Some(record) = record(connection, event, told)? {
        let sql = "INSERT INTO treaty(event, record) VALUES(?1, ?2)";
        connection.prepare_cached(sql)?.execute(params![id, record])?;
        note(connection, id)?;
        let sql = "INSERT INTO treaty_past(event, since, until, record) VALUES(?1, ?2, ?3, ?4)";
        let mut insert = connection.prepare_cached(sql)?;
        for (since, until, record) in past(connection, id, told)? {
            insert.execute(params![id, since, until, record])?;
        }
    }
    Ok(())
}

pub(super) fn remove(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    note(connection, id)?;
    connection.prepare_cached("DELETE FROM treaty_past WHERE event = ?1")?.execute([id])?;
    connection.prepare_cached("DELETE FROM treaty WHERE event = ?1")?.execute([id]).map(drop)
}

/// Notes that the articles of an event may tell otherwise of treaties; what cannot be read names none.
fn note(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT OR IGNORE INTO treaty_news(article)
         SELECT p.value >> {WITHIN} FROM treaty t, json_each(iif(json_valid(t.record), t.record, '{{}}'), '$.passages') p
         WHERE t.event = ?1"
    );
    connection.prepare_cached(&sql)?.execute([id]).map(drop)
}

/// Fills it in for files of programs that did not keep it, or not of past days.
pub(super) fn remember_all(connection: &Connection) -> anyhow::Result<()> {
    let mut about =
        connection.prepare("SELECT id, name, record FROM event JOIN event_record ON event = id WHERE treaty = 1")?;
    let rows = about.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?)))?;
    for row in rows {
        let (id, name, record): (i64, String, String) = row?;
        let stored = passages::of_event(connection, id)?;
        write(connection, id, &pack::read_event(&name, &record)?, &stored.iter().collect::<Vec<_>>())?;
    }
    Ok(())
}

/// Whether what is kept of an event is what its passages tell.
pub(super) fn is_sound(connection: &Connection, id: i64, event: &Event, told: &[&Stored]) -> anyhow::Result<bool> {
    let mut statement = connection.prepare_cached("SELECT record FROM treaty WHERE event = ?1")?;
    let kept: Option<String> = statement.query_row([id], |row| row.get(0)).optional()?;
    let sql = "SELECT since, until, record FROM treaty_past WHERE event = ?1 ORDER BY since";
    let mut statement = connection.prepare_cached(sql)?;
    let before = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let before: Vec<Row> = before.collect::<Result<_, _>>()?;
    let past = if kept.is_some() { past(connection, id, told)? } else { Vec::new() };
    Ok(kept == record(connection, event, told)? && before == past)
}

/// The same of past days, as far as the articles of such a day told of a treaty.
fn past(connection: &Connection, id: i64, told: &[&Stored]) -> anyhow::Result<Vec<Row>> {
    let (mut past, mut known) = (Vec::new(), 0);
    let mut last: Option<(String, String)> = None;
    for of_day in history::dated(told).chunk_by(|a, b| a.published() == b.published()) {
        known += of_day.len();
        let next = match history::then(connection, id, &told[..known])?.filter(|_| known < told.len()) {
            Some((event, told)) => record(connection, &event, &told)?,
            None => None,
        };
        if last.as_ref().map(|(_, record)| record) != next.as_ref() {
            let day = history::day(of_day[0]);
            past.extend(last.map(|(since, record)| (since, day.clone(), record)));
            last = next.map(|record| (day, record));
        }
    }
    past.extend(last.map(|(since, record)| (since, EVER.to_owned(), record)));
    Ok(past)
}

fn record(connection: &Connection, event: &Event, told: &[&Stored]) -> anyhow::Result<Option<String>> {
    let told = told.get(..PASSAGES).unwrap_or(told);
    let Some(About { codes, days, names, founds }) = about(connection, event, told)? else { return Ok(None) };
    let passages = told.iter().map(|one| one.id).collect();
    Ok(Some(serde_json::to_string(&Pack { codes, days, names, founds, passages })?))
}

/// What is kept of an event, with its first passages.
pub(super) fn read(record: &str) -> anyhow::Result<(About, Vec<i64>)> {
    let Pack { codes, days, names, founds, passages } =
        serde_json::from_str(record).context("what is kept of a treaty cannot be read")?;
    Ok((About { codes, days, names, founds }, passages))
}

/// What its first passages tell of the treaty that an event is about.
pub(super) fn about(connection: &Connection, event: &Event, told: &[&Stored]) -> anyhow::Result<Option<About>> {
    let mut named = Vec::with_capacity(told.len());
    for one in told {
        let words = match one.mention.object {
            None => Cow::default(),
            Some(object) => match one.words(object) {
                Some(words) => Cow::Borrowed(words),
                // It stands in another sentence.
                None => {
                    let article = passages::place(one.id).article as i64;
                    Cow::Owned(object.of(&articles::read_text(connection, article)?.0.text).to_owned())
                }
            },
        };
        named.push((&one.mention, words));
    }
    let named: Vec<_> = named.iter().map(|(mention, words)| (*mention, &**words)).collect();
    Ok(link::about_treaty(event, &named))
}
