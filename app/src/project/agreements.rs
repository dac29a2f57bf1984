//! Events about treaties in, the agreements they tell of out.
//!
//! A later act may belong to a treaty that was struck years before by more parties than it names, so agreements are found
//! over all events about treaties together, once at the end of a run that changed any of them.

use super::filter::Filter;
use super::passages::{self, Stored};
use super::{Project, articles, pack};
use anyhow::Context;
use demarche::Resources;
use demarche::article::Span;
use demarche::event::{Agreement, Coded, Event, MentionRef};
use demarche::link;
use demarche::mention::TimeSpan;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The fact that events about treaties have changed since agreements were found.
const STALE: &str = "agreements are stale";
/// Passages of one event that are looked at.
const PASSAGES: usize = 24;

/// What of an agreement has no column.
#[derive(Deserialize, Serialize)]
struct Pack {
    parties: String,
    signed: Option<(String, String, String)>,
    /// Article, first and last byte.
    clauses: Vec<(i64, usize, usize)>,
}

pub(super) fn mark_stale(connection: &Connection) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR IGNORE INTO fact(name, value) VALUES(?1, '')")?.execute([STALE]).map(drop)
}

impl Project {
    /// Whether agreements are those of an earlier state: the run that added last was stopped before its end.
    pub(crate) fn agreements_are_stale(&self) -> anyhow::Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM fact WHERE name = ?1")?.exists([STALE])?)
    }

    /// Finds the agreements anew, if anything about treaties has changed.
    pub(crate) fn find_agreements(&mut self, resources: &Resources) -> anyhow::Result<()> {
        if !self.agreements_are_stale()? {
            return Ok(());
        }
        self.change(|connection| {
            let (coded, events) = treaties(connection)?;
            connection.execute_batch("DELETE FROM agreement; DELETE FROM agreement_event")?;
            let numbers: Vec<i64> = events.iter().map(|(number, _)| *number).collect();
            let events: Vec<Event> = events.into_iter().map(|(_, event)| event).collect();
            let ids: Vec<i64> = coded.keys().copied().collect();
            let coded: Vec<Coded> = coded.into_values().collect();
            for (at, agreement) in link::agreements(resources, &coded, &events).iter().enumerate() {
                let clause = |(article, span): &(usize, Span)| Some((*ids.get(*article)?, span.start, span.end));
                let pack = Pack {
                    parties: pack::parties(&agreement.parties)?,
                    signed: agreement.signed.map(pack::days),
                    clauses: agreement.clauses.iter().filter_map(clause).collect(),
                };
                let keys: Vec<String> = agreement.parties.iter().map(|a| a.key()).collect();
                connection
                    .prepare_cached(
                        "INSERT INTO agreement(id, name, signed, parties, record) VALUES(?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![
                        at as i64 + 1,
                        agreement.name,
                        agreement.signed.map_or(String::new(), |t| t.start.to_string()),
                        keys.join("; "),
                        serde_json::to_string(&pack)?
                    ])?;
                for event in agreement.events.iter().filter_map(|e| numbers.get(*e)) {
                    connection
                        .prepare_cached("INSERT OR IGNORE INTO agreement_event(agreement, event) VALUES(?1, ?2)")?
                        .execute([at as i64 + 1, *event])?;
                }
            }
            connection.execute("DELETE FROM fact WHERE name = ?1", [STALE])?;
            Ok(())
        })
    }

    /// Agreements to which an event belongs that meets the filter, in the order in which they were struck. Events are told
    /// by their numbers, articles of clauses by theirs.
    pub(crate) fn agreements(&self, filter: &Filter) -> anyhow::Result<Vec<Agreement>> {
        let conditions = filter.conditions();
        let sql = format!(
            "SELECT a.id, a.name, a.record FROM agreement a WHERE a.id IN (
                SELECT x.agreement FROM agreement_event x JOIN event e ON e.id = x.event WHERE {})
             ORDER BY a.id DESC LIMIT {}",
            conditions.text(),
            if filter.limit == 0 { -1 } else { i64::try_from(filter.limit)? }
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(&conditions.values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, name, record): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let pack: Pack = serde_json::from_str(&record).context("a stored agreement cannot be read")?;
            let signed: Option<TimeSpan> = pack.signed.map(pack::time).transpose()?;
            if filter.as_of.is_some_and(|then| signed.is_some_and(|signed| signed.start > then)) {
                continue;
            }
            found.push(Agreement {
                name,
                parties: pack::read_parties(&pack.parties)?,
                signed,
                clauses: pack.clauses.into_iter().map(|(a, start, end)| (a as usize, Span::new(start, end))).collect(),
                events: self.events_of_agreement(id, filter)?,
            });
        }
        found.reverse();
        Ok(found)
    }

    fn events_of_agreement(&self, agreement: i64, filter: &Filter) -> anyhow::Result<Vec<usize>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.id FROM agreement_event x JOIN event e ON e.id = x.event
             WHERE x.agreement = ?1 AND e.told <= ?2 ORDER BY e.first, e.id",
        )?;
        let then = filter.as_of.map_or("~".to_owned(), |day| day.to_string());
        let ids = statement.query_map(params![agreement, then], |row| row.get::<_, i64>(0))?;
        Ok(ids.map(|id| id.map(|id| id as usize)).collect::<Result<_, _>>()?)
    }

    /// Words of an article: a clause of an agreement.
    pub(crate) fn words_of(&self, article: usize, span: Span) -> anyhow::Result<Option<(String, String)>> {
        let found: Option<(String, String)> = self
            .connection
            .prepare_cached("SELECT doc, text FROM article JOIN body ON body.article = article.id WHERE id = ?1")?
            .query_row([article as i64], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(found.map(|(doc, text)| (doc, span.of(&text).to_owned())))
    }
}

type Treaties = (BTreeMap<i64, Coded>, Vec<(i64, Event)>);

/// The events about treaties in order of time, with the articles that tell them; passages are told by index.
fn treaties(connection: &Connection) -> anyhow::Result<Treaties> {
    let mut statement = connection.prepare_cached(
        "SELECT id, name, record FROM event JOIN event_record ON event = id WHERE treaty = 1
             ORDER BY first = '', first, last, name",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let rows: Vec<(i64, String, String)> = rows.collect::<Result<_, _>>()?;
    let mut told: Vec<(i64, Event, Vec<Stored>)> = Vec::new();
    let mut coded: BTreeMap<i64, Coded> = BTreeMap::new();
    for (number, name, record) in rows {
        let ids = passages::ids_of_event(connection, number)?.into_iter().take(PASSAGES);
        let stored: Vec<Stored> = ids.map(|id| passages::one(connection, id)).collect::<Result<_, _>>()?;
        for one in &stored {
            let article = passages::place(one.id).article as i64;
            if let std::collections::btree_map::Entry::Vacant(entry) = coded.entry(article) {
                let (article, sentences) = articles::read(connection, article)?;
                entry.insert(Coded { article, sentences, ..Coded::default() });
            }
        }
        told.push((number, pack::read_event(&name, &record)?, stored));
    }
    let index: BTreeMap<i64, usize> = coded.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut events = Vec::with_capacity(told.len());
    for (number, event, stored) in told {
        let mut mentions = Vec::with_capacity(stored.len());
        for one in stored {
            let id = passages::place(one.id).article as i64;
            if let Some(coded) = coded.get_mut(&id) {
                mentions.push(MentionRef { article: index[&id], mention: coded.mentions.len() });
                coded.mentions.push(one.told().1);
            }
        }
        events.push((number, Event { mentions, ..event }));
    }
    Ok((coded, events))
}
