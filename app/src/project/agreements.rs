//! Events about treaties in, the agreements they tell of out.
//!
//! A later act may belong to a treaty that was struck years before by more parties than it names, so agreements are found
//! over all events about treaties together, once at the end of a run that changed any of them. What is told of them is told
//! anew only where an event has changed or has come to another treaty, and where their articles tell of such.

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
/// The fact that names the rules by which they were found: by other ones all are found anew.
const TOLD_BY: &str = "agreements told by";
/// Today's rules: a number that is raised whenever the code or the tables tell otherwise of the same events.
const RULES: &str = "rules 2";
/// Passages of one event that are looked at.
pub(super) const PASSAGES: usize = 24;

/// The order of acts, which is the same however articles were added.
const BY_TIME: &str = "e.first = '', e.first, e.last, e.name";

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

/// Has all agreements told anew at the end of the run.
pub(super) fn forget(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM fact WHERE name = ?1", [TOLD_BY]).map(drop)
}

fn are_by_todays_rules(connection: &Connection) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM fact WHERE name = ?1 AND value = ?2")?.exists([TOLD_BY, RULES])
}

impl Project {
    /// Whether agreements are those of an earlier state: the run that added last was stopped before its end. What holds no
    /// article has none that could be.
    pub(crate) fn agreements_are_stale(&self) -> anyhow::Result<bool> {
        let sql = "SELECT 1 FROM fact WHERE name = ?1 AND EXISTS (SELECT 1 FROM article)";
        Ok(self.connection.prepare_cached(sql)?.exists([STALE])?)
    }

    /// Finds the agreements anew, if anything about treaties has changed or other rules have found them.
    pub(crate) fn find_agreements(&mut self, resources: &Resources) -> anyhow::Result<()> {
        if !self.agreements_are_stale()? && are_by_todays_rules(&self.connection)? {
            return Ok(());
        }
        self.change(|connection| {
            let acts = acts(connection)?;
            let about: Vec<&About> = acts.iter().map(|act| &act.about).collect();
            let treaties = link::treaties(resources, &about);
            let before = stored(connection)?;
            let wanted = changed(connection, &acts, &treaties, &before)?;
            let mut told = tell(connection, resources, &acts, &treaties, &wanted, |number| {
                let sql = "SELECT name, record FROM event JOIN event_record ON event = id WHERE id = ?1";
                let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
                let (name, record) = connection.prepare_cached(sql)?.query_row([number], row)?;
                let ids = passages::ids_of_event(connection, number)?.into_iter().take(PASSAGES);
                let stored = ids.map(|id| passages::one(connection, id)).collect::<Result<_, _>>()?;
                Ok(Some((pack::read_event(&name, &record)?, stored)))
            })?;
            connection.execute_batch("DELETE FROM agreement; DELETE FROM agreement_event; DELETE FROM treaty_news")?;
            for (at, treaty) in treaties.iter().enumerate() {
                let events = numbers(&acts, treaty);
                let row = match told.remove(&at) {
                    Some(agreement) => row(&agreement)?,
                    None => before[&events].clone(),
                };
                let id = at as i64 + 1;
                let sql = "INSERT INTO agreement(id, name, signed, parties, record) VALUES(?1, ?2, ?3, ?4, ?5)";
                let [name, signed, parties, record] = row;
                connection.prepare_cached(sql)?.execute(params![id, name, signed, parties, record])?;
                for event in events {
                    connection
                        .prepare_cached("INSERT OR IGNORE INTO agreement_event(agreement, event) VALUES(?1, ?2)")?
                        .execute([id, event])?;
                }
            }
            connection.execute("DELETE FROM fact WHERE name = ?1", [STALE])?;
            let sql = "INSERT OR REPLACE INTO fact(name, value) VALUES(?1, ?2)";
            connection.execute(sql, [TOLD_BY, RULES])?;
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
        let acts = self.treaty_acts(day)?;
        let about: Vec<&About> = acts.iter().map(|act| &act.about).collect();
        let treaties = link::treaties(crate::tables()?, &about);
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
        let told = tell(&self.connection, crate::tables()?, &acts, &treaties, &wanted, |number| {
            let known = self.treaty_then(&filter.then(), day, number)?;
            Ok(known.map(|(kept, stored)| (kept.event, stored)))
        })?;
        Ok(told.into_values().collect())
    }

    /// What tells of treaties as it was known on a day, in the order of then.
    fn treaty_acts(&self, day: Date) -> anyhow::Result<Vec<Act>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.id, e.name, e.told, coalesce(p.record, t.record) FROM treaty t CROSS JOIN event e ON e.id = t.event
             LEFT JOIN treaty_past p ON p.event = t.event AND p.since <= ?1 AND p.until > ?1
             WHERE e.told > '' AND e.told <= ?1 AND (p.record IS NOT NULL OR e.since > '' AND e.told_last <= ?1)",
        )?;
        let mut rows = statement.query([day.to_string()])?;
        let mut acts = Vec::new();
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            let (about, passages) = treaties::read(row.get_ref(3)?.as_str()?)?;
            let told = articles::day(row.get_ref(2)?.as_str()?)?.map(|day| (day, day));
            acts.push(((about.days.or(told), row.get::<_, String>(1)?), Act { number, about, passages }));
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
        let told = told.filter(|(_, stored)| stored.iter().any(|one| link::concerns_agreement(&one.mention)));
        Ok(told.map(|(kept, stored)| (kept, stored.iter().take(PASSAGES).cloned().collect())))
    }

    fn events_of_agreement(&self, agreement: i64) -> anyhow::Result<Vec<usize>> {
        let sql = format!(
            "SELECT e.id FROM agreement_event x JOIN event e ON e.id = x.event WHERE x.agreement = ?1 ORDER BY {BY_TIME}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
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

/// The events about treaties in order of time.
fn acts(connection: &Connection) -> anyhow::Result<Vec<Act>> {
    let sql = format!("SELECT e.id, t.record FROM treaty t JOIN event e ON e.id = t.event ORDER BY {BY_TIME}");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut acts = Vec::new();
    while let Some(row) = rows.next()? {
        let (about, passages) = treaties::read(row.get_ref(1)?.as_str()?)?;
        acts.push(Act { number: row.get(0)?, about, passages });
    }
    Ok(acts)
}

/// The events of a treaty by their numbers.
fn numbers(acts: &[Act], treaty: &Treaty) -> Vec<i64> {
    let mut numbers: Vec<i64> = treaty.events.iter().map(|act| acts[*act].number).collect();
    numbers.sort_unstable();
    numbers
}

/// An agreement as it is stored: name, day of signing, parties, record.
type Row = [String; 4];

fn row(agreement: &Agreement) -> anyhow::Result<Row> {
    let pack = Pack {
        parties: pack::parties(&agreement.parties)?,
        signed: agreement.signed.map(pack::days),
        clauses: agreement.clauses.iter().map(|(article, span)| (*article as i64, span.start, span.end)).collect(),
    };
    let keys: Vec<String> = agreement.parties.iter().map(|a| a.key()).collect();
    let signed = agreement.signed.map_or(String::new(), |t| t.start.to_string());
    Ok([agreement.name.clone(), signed, keys.join("; "), serde_json::to_string(&pack)?])
}

/// The agreements that today's rules have found before, by the numbers of their events.
fn stored(connection: &Connection) -> anyhow::Result<BTreeMap<Vec<i64>, Row>> {
    if !are_by_todays_rules(connection)? {
        return Ok(BTreeMap::new());
    }
    let mut of = connection.prepare_cached("SELECT event FROM agreement_event WHERE agreement = ?1 ORDER BY event")?;
    let mut statement = connection.prepare_cached("SELECT id, name, signed, parties, record FROM agreement")?;
    let mut rows = statement.query([])?;
    let mut stored = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let events = of.query_map([row.get::<_, i64>(0)?], |row| row.get(0))?.collect::<Result<_, _>>()?;
        stored.insert(events, [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]);
    }
    Ok(stored)
}

/// The treaties of which other events tell than before, or articles that may tell otherwise: those in which an event has
/// changed, or has come to another treaty.
fn changed(
    connection: &Connection,
    acts: &[Act],
    treaties: &[Treaty],
    before: &BTreeMap<Vec<i64>, Row>,
) -> anyhow::Result<BTreeSet<usize>> {
    let mut statement = connection.prepare_cached("SELECT article FROM treaty_news")?;
    let mut news: BTreeSet<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let was: BTreeMap<i64, &Vec<i64>> =
        before.keys().flat_map(|events| events.iter().map(move |event| (*event, events))).collect();
    let lists: Vec<Vec<i64>> = treaties.iter().map(|treaty| numbers(acts, treaty)).collect();
    let is: BTreeMap<i64, &Vec<i64>> =
        lists.iter().flat_map(|events| events.iter().map(move |event| (*event, events))).collect();
    let articles = |act: &Act| act.passages.iter().map(|id| passages::place(*id).article as i64).collect::<Vec<_>>();
    for act in acts.iter().filter(|act| was.get(&act.number) != is.get(&act.number)) {
        news.extend(articles(act));
    }
    let tells_news =
        |treaty: &Treaty| treaty.events.iter().any(|at| articles(&acts[*at]).iter().any(|a| news.contains(a)));
    let changed = treaties.iter().zip(&lists).enumerate();
    let changed = changed.filter(|(_, (treaty, events))| !before.contains_key(*events) || tells_news(treaty));
    Ok(changed.map(|(at, _)| at).collect())
}

/// What is told of some treaties, by their places. Read are their passages and those of the treaties of which their
/// articles tell too; articles of clauses and events are told by their numbers.
fn tell(
    connection: &Connection,
    resources: &Resources,
    acts: &[Act],
    treaties: &[Treaty],
    wanted: &BTreeSet<usize>,
    read: impl Fn(i64) -> anyhow::Result<Option<(Event, Vec<Stored>)>>,
) -> anyhow::Result<BTreeMap<usize, Agreement>> {
    let articles_of = |at: usize| {
        let passages = treaties[at].events.iter().flat_map(|act| &acts[*act].passages);
        passages.map(|id| passages::place(*id).article)
    };
    let articles: BTreeSet<usize> = wanted.iter().flat_map(|at| articles_of(*at)).collect();
    let told: Vec<usize> =
        (0..treaties.len()).filter(|at| articles_of(*at).any(|one| articles.contains(&one))).collect();
    let used: BTreeSet<usize> = told.iter().flat_map(|at| &treaties[*at].events).copied().collect();
    let mut known = Vec::with_capacity(used.len());
    for number in used.iter().map(|act| acts[*act].number) {
        known.extend(read(number)?.map(|(event, stored)| (number, event, stored)));
    }
    let (coded, events) = as_batch(connection, known)?;
    let (numbers, events): (Vec<i64>, Vec<Event>) = events.into_iter().unzip();
    let (ids, coded): (Vec<i64>, Vec<Coded>) = coded.into_iter().unzip();
    let place: BTreeMap<usize, usize> = used.into_iter().enumerate().map(|(place, act)| (act, place)).collect();
    let there = |acts: &[usize]| acts.iter().map(|act| place[act]).collect();
    let of = |at: &usize| Treaty { founding: there(&treaties[*at].founding), events: there(&treaties[*at].events) };
    let found = link::agreements_of(resources, &coded, &events, &told.iter().map(of).collect::<Vec<_>>());
    let found = told.into_iter().zip(found).filter(|(at, _)| wanted.contains(at)).map(|(at, a)| {
        let clauses = a.clauses.into_iter().map(|(article, span)| (ids[article] as usize, span)).collect();
        let events = a.events.into_iter().map(|event| numbers[event] as usize).collect();
        (at, Agreement { clauses, events, ..a })
    });
    Ok(found.collect())
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
