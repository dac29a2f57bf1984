//! Events about treaties in, the agreements they tell of out.
//!
//! A later act may belong to a treaty that was struck years before by more parties than it names, so agreements are found
//! over all events about treaties together, once at the end of a run that changed any of them.

use super::filter::Filter;
use super::passages::{self, Stored};
use super::{Kept, Project, articles, pack, treaties};
use anyhow::Context;
use demarche::Resources;
use demarche::article::Span;
use demarche::event::{Agreement, Coded, Event, MentionRef};
use demarche::link::{self, About, Treaty};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The fact that events about treaties have changed since agreements were found.
const STALE: &str = "agreements are stale";
/// Passages of one event that are looked at.
pub(super) const PASSAGES: usize = 24;

/// What of an agreement has no column.
#[derive(Deserialize, Serialize)]
struct Pack {
    parties: String,
    signed: Option<(String, String, String)>,
    /// Article, first and last byte.
    clauses: Vec<(i64, usize, usize)>,
}

/// An event about a treaty, with its first passages.
struct Act {
    number: i64,
    about: About,
    passages: Vec<i64>,
}

pub(super) fn mark_stale(connection: &Connection) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR IGNORE INTO fact(name, value) VALUES(?1, '')")?.execute([STALE]).map(drop)
}

impl Project {
    /// Whether agreements are those of an earlier state: the run that added last was stopped before its end. What holds no
    /// article has none that could be.
    pub(crate) fn agreements_are_stale(&self) -> anyhow::Result<bool> {
        let sql = "SELECT 1 FROM fact WHERE name = ?1 AND EXISTS (SELECT 1 FROM article)";
        Ok(self.connection.prepare_cached(sql)?.exists([STALE])?)
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
        if let Some(day) = filter.as_of {
            return self.agreements_then(filter, day);
        }
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
            found.push(Agreement {
                name,
                parties: pack::read_parties(&pack.parties)?,
                signed: pack.signed.map(pack::time).transpose()?,
                clauses: pack.clauses.into_iter().map(|(a, start, end)| (a as usize, Span::new(start, end))).collect(),
                events: self.events_of_agreement(id)?,
            });
        }
        found.reverse();
        Ok(found)
    }

    /// The same as the articles up to a day tell it. They are found anew: a later article may have named an agreement, told
    /// its clauses, or joined another act to it. Only what is asked for is told, with all that its articles tell of others.
    fn agreements_then(&self, filter: &Filter, day: Date) -> anyhow::Result<Vec<Agreement>> {
        let acts = self.treaty_acts(filter, day)?;
        let about: Vec<About> = acts.iter().map(|act| act.about.clone()).collect();
        let treaties = link::treaties(&about);
        let most = if filter.limit == 0 { usize::MAX } else { filter.limit };
        let mut wanted: BTreeSet<usize> = BTreeSet::new();
        for (at, treaty) in treaties.iter().enumerate().rev() {
            if wanted.len() == most {
                break;
            }
            for act in &treaty.events {
                let number = acts[*act].number;
                if self.meets(number, filter)? && self.numbered_then(filter, number)?.is_some() {
                    wanted.insert(at);
                    break;
                }
            }
        }
        let articles_of = |at: usize| {
            let passages = treaties[at].events.iter().flat_map(|act| &acts[*act].passages);
            passages.map(|id| passages::place(*id).article)
        };
        let articles: BTreeSet<usize> = wanted.iter().flat_map(|at| articles_of(*at)).collect();
        let told: Vec<usize> =
            (0..treaties.len()).filter(|at| articles_of(*at).any(|one| articles.contains(&one))).collect();
        let used: BTreeSet<usize> = told.iter().flat_map(|at| &treaties[*at].events).copied().collect();
        let mut known = Vec::with_capacity(used.len());
        for act in &used {
            known.extend(self.treaty_then(&filter.then(), day, acts[*act].number)?);
        }
        let known = known.into_iter().map(|(kept, stored)| (kept.number, kept.event, stored)).collect();
        let (coded, events) = as_batch(&self.connection, known)?;
        let (numbers, events): (Vec<i64>, Vec<Event>) = events.into_iter().unzip();
        let (ids, coded): (Vec<i64>, Vec<Coded>) = coded.into_iter().unzip();
        let place: BTreeMap<usize, usize> = used.into_iter().enumerate().map(|(place, act)| (act, place)).collect();
        let there = |acts: &[usize]| acts.iter().map(|act| place[act]).collect();
        let of = |at: &usize| Treaty { founding: there(&treaties[*at].founding), events: there(&treaties[*at].events) };
        let found = link::agreements_of(crate::tables()?, &coded, &events, &told.iter().map(of).collect::<Vec<_>>());
        let found = told.iter().zip(found).filter(|(at, _)| wanted.contains(at)).map(|(_, a)| Agreement {
            clauses: a.clauses.into_iter().map(|(article, span)| (ids[article] as usize, span)).collect(),
            events: a.events.into_iter().map(|event| numbers[event] as usize).collect(),
            ..a
        });
        Ok(found.collect())
    }

    /// What tells of treaties as it was known on a day, in the order of then. Of what no later article tells it is kept.
    fn treaty_acts(&self, filter: &Filter, day: Date) -> anyhow::Result<Vec<Act>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.id, e.name, e.told, e.since > '' AND e.told_last <= ?1, t.record
             FROM treaty t CROSS JOIN event e ON e.id = t.event WHERE e.told > '' AND e.told <= ?1",
        )?;
        let mut rows = statement.query([day.to_string()])?;
        let mut acts: Vec<((Option<(Date, Date)>, String), Act)> = Vec::new();
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            let (about, passages) = match row.get(3)? {
                true => treaties::read(row.get_ref(4)?.as_str()?)?,
                false => {
                    let Some((kept, stored)) = self.treaty_then(&filter.then(), day, number)? else { continue };
                    let told: Vec<&Stored> = stored.iter().collect();
                    let Some(about) = treaties::about(&self.connection, &kept.event, &told)? else { continue };
                    (about, stored.iter().map(|one| one.id).collect())
                }
            };
            let told = articles::day(row.get_ref(2)?.as_str()?)?.map(|day| (day, day));
            acts.push(((about.days.or(told), row.get(1)?), Act { number, about, passages }));
        }
        acts.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(acts.into_iter().map(|(_, act)| act).collect())
    }

    /// An event about a treaty as it was known on a day, with its first passages; nothing where none spoke of a treaty then.
    fn treaty_then(&self, then: &Filter, day: Date, number: i64) -> anyhow::Result<Option<(Kept, Vec<Stored>)>> {
        let Some(kept) = self.stored(number)? else { return Ok(None) };
        if kept.is_known_by(day) {
            let Some(kept) = self.seen(then, kept)? else { return Ok(None) };
            let ids = kept.event.mentions.iter().take(PASSAGES).map(|at| passages::number(*at));
            let stored = ids.map(|id| passages::one(&self.connection, id)).collect::<Result<_, _>>()?;
            return Ok(Some((kept, stored)));
        }
        let told = self.told_then(then, kept)?;
        Ok(told.filter(|(_, stored)| stored.iter().any(|one| link::concerns_agreement(&one.mention))).map(
            |(kept, mut stored)| {
                stored.truncate(PASSAGES);
                (kept, stored)
            },
        ))
    }

    fn events_of_agreement(&self, agreement: i64) -> anyhow::Result<Vec<usize>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.id FROM agreement_event x JOIN event e ON e.id = x.event
             WHERE x.agreement = ?1 ORDER BY e.first, e.id",
        )?;
        let ids = statement.query_map([agreement], |row| row.get::<_, i64>(0))?;
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
    let mut told = Vec::new();
    for (number, name, record) in rows {
        let ids = passages::ids_of_event(connection, number)?.into_iter().take(PASSAGES);
        let stored = ids.map(|id| passages::one(connection, id)).collect::<Result<_, _>>()?;
        told.push((number, pack::read_event(&name, &record)?, stored));
    }
    as_batch(connection, told)
}

/// Events, each with passages that tell it, as the engine reads them.
fn as_batch(connection: &Connection, told: Vec<(i64, Event, Vec<Stored>)>) -> anyhow::Result<Treaties> {
    let mut coded: BTreeMap<i64, Coded> = BTreeMap::new();
    for (_, _, stored) in &told {
        for one in stored {
            let article = passages::place(one.id).article as i64;
            if let std::collections::btree_map::Entry::Vacant(entry) = coded.entry(article) {
                let (article, sentences) = articles::read_text(connection, article)?;
                entry.insert(Coded { article, sentences, ..Coded::default() });
            }
        }
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
