//! A filter in, the events that meet it out, with their passages; or the whole of it as the engine's own batch.

use super::articles::day;
use super::events;
use super::filter::{Filter, Having, Rows, Where};
use super::passages;
use super::{Project, pack};
use demarche::event::{Agreement, Coded, Dispute, DisputeField, Event, Linked, MentionRef, Prediction};
use demarche::link;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};
use serde_json::json;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

/// Of an event of more passages the first and the last are given.
const FIRST: usize = 150;
const LAST: usize = 50;

/// From more passages on.
pub(super) const MANY: usize = FIRST + LAST;

/// An event of the file.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// Its number in the file; `event.id` is what users see.
    pub(crate) number: i64,
    /// As the engine has it; its passages have the article's number in the file as `article`.
    pub(crate) event: Event,
    /// How many passages tell it; `event.mentions` may be fewer.
    pub(crate) passages: usize,
    /// Days of the first and the last article.
    pub(crate) told: (Option<Date>, Option<Date>),
    /// Whether the days of all articles are known.
    pub(super) is_dated: bool,
    /// A person has merged, split, corrected or accepted it.
    pub(crate) reviewed: bool,
}

/// More than one event has an id that begins so.
#[derive(Debug)]
pub(crate) struct Ambiguous(String);

impl fmt::Display for Ambiguous {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "more than one event begins with {:?}; give more of the id", self.0)
    }
}

impl Error for Ambiguous {}

impl Kept {
    /// Whether no younger article tells what stands in the file, and none without a day: on that day it is known as it is.
    pub(super) fn is_known_by(&self, day: Date) -> bool {
        self.is_dated && self.told.1.is_some_and(|last| last <= day)
    }
}

impl Project {
    /// The events that meet the filter, in order of time; of more than `limit` the youngest.
    pub(crate) fn events(&self, filter: &Filter) -> anyhow::Result<Vec<Kept>> {
        let mut found = Vec::new();
        self.each_event(filter, YOUNGEST, |kept| {
            found.push(kept);
            Ok(filter.limit == 0 || found.len() < filter.limit)
        })?;
        found.reverse();
        Ok(found)
    }

    /// How many events meet the filter, up to [`COUNTED`]; nothing where only a look at each could tell.
    pub(crate) fn count(&self, filter: &Filter) -> anyhow::Result<Option<usize>> {
        if filter.needs_a_look() {
            return Ok(None);
        }
        // Those of actors are counted where they stand; a list of all their events would be made for the first of them.
        let (from, marks) = match filter.actors.len() {
            0 => ("1 FROM event e WHERE", String::new()),
            some => (BY_ACTORS, format!("p.code IN ({}) AND", vec!["?"; some].join(", "))),
        };
        let conditions = Filter { actors: Vec::new(), ..filter.clone() }.conditions();
        let sql = format!("SELECT count(*) FROM (SELECT {from} {marks} {} LIMIT {COUNTED})", conditions.text());
        let actors = filter.actors.iter().cloned().map(Value::Text);
        let values = actors.chain(conditions.values);
        let count: i64 = self.connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(Some(usize::try_from(count)?))
    }

    /// How conditions on actors are met soonest: few events are listed, of those of many each is looked at.
    pub(super) fn conditions(&self, filter: &Filter, rows: Rows<'_>) -> anyhow::Result<Where> {
        if filter.actors.is_empty() {
            return Ok(filter.conditions_in(rows));
        }
        let marks = vec!["?"; filter.actors.len()].join(", ");
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM part WHERE code IN ({marks}) LIMIT {FREQUENT})");
        let count: usize = self
            .connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(&filter.actors), |row| row.get::<_, i64>(0))?
            .try_into()?;
        Ok(if count < FREQUENT { filter.conditions_in(rows) } else { filter.conditions_on_each(rows) })
    }

    /// Hands on the events that meet the filter, one after the other, for as long as they are taken.
    pub(crate) fn each_event(
        &self,
        filter: &Filter,
        order: &str,
        mut take: impl FnMut(Kept) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        self.each_likely(filter, order, |kept| if self.is_held(filter, &kept)? { take(kept) } else { Ok(true) })
    }

    /// Whether what the filter asks for is held of an event, as far as only a look tells.
    fn is_held(&self, filter: &Filter, kept: &Kept) -> anyhow::Result<bool> {
        for having in filter.having.iter().filter(|_| filter.needs_a_look()) {
            let held = match having {
                Having::Dispute(_) => self.disputes_of(filter, kept)?.iter().any(|one| filter.names_dispute(one.field)),
                Having::Prediction(_) => {
                    let today = self.today(filter)?;
                    self.predictions_of(filter, kept, today)?.iter().any(|one| filter.names_outcome(one.outcome))
                }
                Having::Position(_) => self.positions_of(kept)?.iter().any(|one| filter.names_position(one)),
            };
            if !held {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The same as [`Project::each_event`], where what is held of each is still to be looked at.
    fn each_likely(
        &self,
        filter: &Filter,
        order: &str,
        mut take: impl FnMut(Kept) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        if let Some(day) = filter.as_of.filter(|_| order == YOUNGEST) {
            return self.each_event_then(filter, day, take);
        }
        // One actor's events stand in order already; of the others all that match are sorted. On a past day others may have
        // been the actor's.
        let lone = filter.actors.len() == 1 && filter.ids.is_empty() && order == YOUNGEST && filter.as_of.is_none();
        let conditions = match lone {
            true => Filter { actors: Vec::new(), ..filter.clone() }.conditions(),
            false => self.conditions(filter, Rows::Either(&self.past(filter)?))?,
        };
        let (from, order) = if lone { (BY_ACTOR, "p.first DESC, e.name DESC") } else { ("event e", order) };
        let mut values: Vec<Value> = Vec::new();
        let guard = if lone {
            values.extend(filter.actors.iter().cloned().map(Value::Text));
            ONCE
        } else {
            ""
        };
        values.extend(conditions.values.iter().cloned());
        let sql = format!("SELECT e.id FROM {from} WHERE {guard} {} ORDER BY {order}", conditions.text());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&values))?;
        // Only the numbers are sorted: of most events that meet it nothing else is asked for.
        while let Some(row) = rows.next()? {
            let Some(kept) = self.numbered_then(filter, row.get(0)?)? else { continue };
            if !take(kept)? {
                break;
            }
        }
        Ok(())
    }

    /// The same as they stood on a day, in the order of then, the youngest first: those that stand as they do now, and those
    /// that later articles have changed, two lists in one.
    fn each_event_then(
        &self,
        filter: &Filter,
        day: Date,
        mut take: impl FnMut(Kept) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let now = self.conditions(filter, Rows::Event)?;
        let sql = format!(
            "SELECT e.first, e.name, e.id FROM event e WHERE e.since > '' AND e.since <= '{day}' AND {}
             UNION ALL SELECT t.value ->> 1, e.name, e.id FROM json_each(?) t CROSS JOIN event e ON e.id = t.value ->> 0
             ORDER BY 1 DESC, 2 DESC",
            now.text()
        );
        let past = self.past(filter)?;
        let days = past.iter().map(|past| (past.event, past.standing.day)).collect::<Vec<_>>();
        let mut statement = self.connection.prepare_cached(&sql)?;
        let values = now.values.into_iter().chain([Value::Text(json!(days).to_string())]);
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let Some(kept) = self.numbered_then(filter, row.get(2)?)? else { continue };
            if !take(kept)? {
                break;
            }
        }
        Ok(())
    }

    /// One event by its id, an id that it had, or the beginning of one if no other begins so.
    pub(crate) fn event(&self, id: &str) -> anyhow::Result<Option<Kept>> {
        let exact: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT id FROM event WHERE name = ?1 UNION ALL SELECT event FROM redirect WHERE old = ?1 LIMIT 1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?;
        if let Some(number) = exact {
            return self.numbered(number);
        }
        let mut found = self.events(&Filter { ids: vec![id.to_owned()], limit: 2, ..Filter::default() })?;
        if found.len() > 1 {
            return Err(Ambiguous(id.to_owned()).into());
        }
        Ok(found.pop())
    }

    /// One event by its number in the file.
    pub(crate) fn numbered(&self, number: i64) -> anyhow::Result<Option<Kept>> {
        self.numbered_then(&Filter::default(), number)
    }

    /// The same as it was known on the day that the filter asks for.
    pub(crate) fn numbered_then(&self, filter: &Filter, number: i64) -> anyhow::Result<Option<Kept>> {
        match self.stored(number)? {
            Some(kept) => self.seen(filter, kept),
            None => Ok(None),
        }
    }

    /// As it stands in the file, without the places of its passages.
    pub(super) fn stored(&self, number: i64) -> anyhow::Result<Option<Kept>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.id, e.name, e.passages, e.told, e.told_last,
                    (SELECT record FROM event_record r WHERE r.event = e.id),
                    EXISTS (SELECT 1 FROM decision d WHERE d.event = e.id AND d.undone = 0), e.since > ''
             FROM event e WHERE e.id = ?1",
        )?;
        let mut rows = statement.query([number])?;
        rows.next()?.map(kept).transpose()
    }

    /// The event with the places of its passages, as it was known on the day that the filter asks for; nothing if it was not.
    pub(super) fn seen(&self, filter: &Filter, mut kept: Kept) -> anyhow::Result<Option<Kept>> {
        if filter.as_of.is_some_and(|day| !kept.is_known_by(day)) {
            return Ok(self.told_then(filter, kept)?.map(|(kept, _)| kept));
        }
        let ids = match kept.passages > MANY {
            true => passages::ends_of_event(&self.connection, kept.number, FIRST, LAST)?,
            false => passages::ids_of_event(&self.connection, kept.number)?,
        };
        kept.event.mentions = ids.into_iter().map(passages::place).collect();
        Ok((filter.as_of.is_none() || filter.admits(&kept)).then_some(kept))
    }

    /// The day that decides what has fallen silent: the one asked for, else that of the youngest article.
    pub(crate) fn today(&self, filter: &Filter) -> anyhow::Result<Option<Date>> {
        if filter.as_of.is_some() {
            return Ok(filter.as_of);
        }
        let last: Option<String> =
            self.connection.query_row("SELECT max(published) FROM article", [], |row| row.get(0))?;
        day(&last.unwrap_or_default())
    }

    /// Disputes about the events that meet the filter, each with its event; `Dispute::event` is the event's number.
    pub(crate) fn disputes(&self, filter: &Filter) -> anyhow::Result<Vec<(Kept, Dispute)>> {
        self.disputes_that(filter, |_| true)
    }

    /// Those of them that are wanted.
    pub(crate) fn disputes_that(
        &self,
        filter: &Filter,
        is_wanted: impl Fn(&Dispute) -> bool,
    ) -> anyhow::Result<Vec<(Kept, Dispute)>> {
        self.having(Having::Dispute(None), filter, |kept| {
            let named = |dispute: &Dispute| filter.names_dispute(dispute.field) && is_wanted(dispute);
            Ok(self.disputes_of(filter, kept)?.into_iter().filter(named).collect())
        })
    }

    /// What the file holds about the events that meet the filter, each with its event, in order of time; of more than `limit`
    /// the youngest. What is found of an event comes youngest first.
    pub(super) fn having<T>(
        &self,
        what: Having,
        filter: &Filter,
        of: impl Fn(&Kept) -> anyhow::Result<Vec<T>>,
    ) -> anyhow::Result<Vec<(Kept, T)>> {
        let mut found = Vec::new();
        let most = if filter.limit == 0 { usize::MAX } else { filter.limit };
        self.each_likely(&filter.and_having(what), YOUNGEST, |kept| {
            found.extend(of(&kept)?.into_iter().map(|one| (kept.clone(), one)));
            Ok(found.len() < most)
        })?;
        found.truncate(most);
        found.reverse();
        Ok(found)
    }

    /// How many disputes of each kind there are about the events that meet the filter.
    pub(crate) fn dispute_fields(&self, filter: &Filter) -> anyhow::Result<BTreeMap<DisputeField, usize>> {
        let mut found: BTreeMap<DisputeField, usize> = BTreeMap::new();
        if filter.as_of.is_some() {
            // What was disputed then only a look at each tells.
            for (_, dispute) in self.disputes(&Filter { limit: 0, ..filter.clone() })? {
                *found.entry(dispute.field).or_default() += 1;
            }
            return Ok(found);
        }
        let conditions = self.conditions(filter, Rows::Event)?;
        let sql = format!(
            "SELECT d.field, count(*) FROM dispute d JOIN event e ON e.id = d.event WHERE {} GROUP BY 1",
            conditions.text()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&conditions.values))?;
        while let Some(row) = rows.next()? {
            found.insert(pack::word(&row.get::<_, String>(0)?)?, usize::try_from(row.get::<_, i64>(1)?)?);
        }
        Ok(found)
    }

    /// Disputes about one event, as of the day of the filter.
    pub(crate) fn disputes_of(&self, filter: &Filter, kept: &Kept) -> anyhow::Result<Vec<Dispute>> {
        if filter.as_of.is_some() {
            let then = self.then(filter, kept.number)?;
            return Ok(events::disputed(&kept.event, &then.iter().collect::<Vec<_>>()));
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT field, confirmed, record FROM dispute WHERE event = ?1 ORDER BY field")?;
        let mut rows = statement.query([kept.number])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (field, confirmed, record) = (row.get::<_, String>(0)?, row.get(1)?, row.get::<_, String>(2)?);
            found.push(events::read_dispute(usize::try_from(kept.number)?, &field, confirmed, &record)?);
        }
        Ok(found)
    }

    /// Events that meet the filter with all articles that tell them, as `relate` and `tell` read them.
    pub(crate) fn batch(&self, filter: &Filter) -> anyhow::Result<(Vec<Coded>, Linked)> {
        let kept = self.events(filter)?;
        let numbers = kept.iter().enumerate().map(|(at, k)| (k.number, at)).collect::<BTreeMap<_, _>>();
        let today = self.today(filter)?;
        let (mut disputes, mut predictions) = (Vec::new(), Vec::new());
        for one in &kept {
            disputes.extend(self.disputes_of(filter, one)?.into_iter().rev().map(|d| (one.number, d)));
            predictions.extend(self.predictions_of(filter, one, today)?.into_iter().rev().map(|p| (one.number, p)));
        }
        let mut index: BTreeMap<usize, usize> = BTreeMap::new();
        for at in kept.iter().flat_map(|k| &k.event.mentions) {
            let _ = index.entry(at.article).or_default();
        }
        index.values_mut().enumerate().for_each(|(at, place)| *place = at);
        let local = |at: MentionRef| Some(MentionRef { article: *index.get(&at.article)?, mention: at.mention });
        let coded: Vec<Coded> = index.keys().map(|id| self.coded(*id as i64)).collect::<Result<_, _>>()?;
        let disputes = disputes.into_iter().filter_map(|(number, mut d)| {
            d.event = *numbers.get(&number)?;
            d.versions.iter_mut().for_each(|v| v.mentions = v.mentions.iter().filter_map(|m| local(*m)).collect());
            Some(d)
        });
        let predictions = predictions.into_iter().filter_map(|(number, p)| {
            let event = *numbers.get(&number)?;
            Some(Prediction { event, made: local(p.made)?, settled: p.settled.and_then(local), ..p })
        });
        let origins = self.origins(&index)?;
        let agreements = self.agreements(filter)?.into_iter().map(|a| Agreement {
            clauses: a.clauses.iter().filter_map(|(article, span)| Some((*index.get(article)?, *span))).collect(),
            events: a.events.iter().filter_map(|e| numbers.get(&(*e as i64)).copied()).collect(),
            ..a
        });
        let events = kept.into_iter();
        let events = events
            .map(|k| Event { mentions: k.event.mentions.iter().filter_map(|m| local(*m)).collect(), ..k.event })
            .collect::<Vec<_>>();
        let linked = Linked {
            disputes: disputes.collect(),
            predictions: predictions.collect(),
            agreements: agreements.collect(),
            positions: link::positions(&coded, &events),
            voices: link::voices(&coded),
            origins,
            events,
        };
        Ok((coded, linked))
    }

    /// For each article of a batch the index of the first of its copies there.
    fn origins(&self, index: &BTreeMap<usize, usize>) -> anyhow::Result<Vec<usize>> {
        let mut first: BTreeMap<i64, usize> = BTreeMap::new();
        let mut origins = Vec::with_capacity(index.len());
        let mut statement = self.connection.prepare_cached("SELECT origin FROM article WHERE id = ?1")?;
        for (id, at) in index {
            let origin: i64 = statement.query_row([*id as i64], |row| row.get(0))?;
            origins.push(*first.entry(origin).or_insert(*at));
        }
        Ok(origins)
    }
}

/// Nobody waits for a larger number.
pub(crate) const COUNTED: usize = 10_000;
pub(crate) const YOUNGEST: &str = "e.first DESC, e.name DESC";
pub(crate) const DOUBTFUL: &str = "e.score, e.id";
/// Rows of actors from which on their events are not listed.
const FREQUENT: usize = 2_000;
const BY_ACTORS: &str = "DISTINCT p.event FROM part p CROSS JOIN event e ON e.id = p.event WHERE";
const BY_ACTOR: &str = "part p CROSS JOIN event e ON e.id = p.event";
/// An actor that stands on both sides of an act is met once.
const ONCE: &str = "p.code = ? AND NOT (p.side = 'r' AND EXISTS (SELECT 1 FROM part q WHERE q.code = p.code
    AND q.first = p.first AND q.event = p.event AND q.side = 'a')) AND";

/// Of many passages the first and the last.
pub(super) fn ends<T>(mut passages: Vec<T>) -> Vec<T> {
    if passages.len() > MANY {
        passages.drain(FIRST..passages.len() - LAST);
    }
    passages
}

fn kept(row: &Row<'_>) -> anyhow::Result<Kept> {
    let (name, record) = (row.get::<_, String>(1)?, row.get::<_, String>(5)?);
    Ok(Kept {
        number: row.get(0)?,
        event: pack::read_event(&name, &record)?,
        passages: usize::try_from(row.get::<_, i64>(2)?)?,
        told: (day(&row.get::<_, String>(3)?)?, day(&row.get::<_, String>(4)?)?),
        reviewed: row.get(6)?,
        is_dated: row.get(7)?,
    })
}
