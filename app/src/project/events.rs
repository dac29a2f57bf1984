//! Events that changed in, their rows and what follows from their passages out: parties, pairs, disputes, announcements.
//!
//! An event of many passages is made from its first and last ones; how many tell it, and from how many origins, is counted
//! over all.

use super::agreements;
use super::pack;
use super::passages::{self, Stored, number};
use super::relink::Touched;
use super::review;
use super::rows;
use demarche::Article;
use demarche::article::Origin;
use demarche::event::{Coded, Dispute, Event, MentionRef, Prediction, Version};
use demarche::link::{self, Passage};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The first and the last passages from which an event is made.
const FIRST: usize = 24;
const LAST: usize = 8;
/// Parties on one side up to which every pair is kept.
const PAIRED: usize = 12;

pub(super) fn write_all(connection: &Connection, touched: &Touched) -> anyhow::Result<()> {
    touched.events().into_iter().try_for_each(|(event, gained)| write(connection, event, gained))
}

/// Makes an event from its passages; one that has lost them all is removed.
pub(super) fn write(connection: &Connection, id: i64, gained: Option<&[i64]>) -> anyhow::Result<()> {
    if let Some(gained) = gained
        && only_counts(connection, id, gained)?
    {
        return count(connection, id, gained);
    }
    let stored = passages::of_event(connection, id, FIRST, LAST)?;
    let told: Vec<Passage<'_>> = stored.iter().map(Stored::wordless).collect();
    let Some(mut event) = link::assemble(&told) else {
        remove(connection, id)?;
        return Ok(());
    };
    review::lay_over(connection, id, &mut event)?;
    let (passages, first, last): (i64, String, String) = connection
        .prepare_cached("SELECT count(*), min(published), max(published) FROM mention WHERE event = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let before: Option<(String, i64)> = connection
        .prepare_cached("SELECT name, origins FROM event WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if passages > stored.len() as i64 {
        let counted = match (before.as_ref(), gained) {
            (Some((_, origins)), Some(gained)) => origins + new_origins(connection, id, gained)?,
            _ => count_origins(connection, id)?,
        };
        event.origins = usize::try_from(counted)?;
    }
    event.id = match before {
        Some((name, _)) => name,
        None => free_name(connection, &event.id)?,
    };
    let days = Days::of(&event, first, last);
    let was: bool = connection
        .prepare_cached("SELECT coalesce(max(treaty), 0) FROM event WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    let treaty = stored.iter().any(|p| link::concerns_agreement(&p.mention));
    write_row(connection, id, &event, &days, (passages, treaty))?;
    if treaty || was {
        agreements::mark_stale(connection)?;
    }
    write_parts(connection, id, &event, &days.first)?;
    write_pairs(connection, id, &event, &days.first)?;
    write_follow(connection, id, &event, &stored, &days.first)
}

/// Whether none of the passages that an event gained is among those from which it is made.
fn only_counts(connection: &Connection, id: i64, gained: &[i64]) -> rusqlite::Result<bool> {
    let made_from = passages::ids_of_event(connection, id, FIRST, LAST)?;
    Ok(made_from.len() == FIRST + LAST && !gained.iter().any(|passage| made_from.contains(passage)))
}

/// Counts passages and origins that an event gained and that change nothing else of it.
fn count(connection: &Connection, id: i64, gained: &[i64]) -> anyhow::Result<()> {
    let origins = new_origins(connection, id, gained)?;
    connection
        .prepare_cached("UPDATE event SET passages = passages + ?2, origins = origins + ?3 WHERE id = ?1")?
        .execute(params![id, gained.len() as i64, origins])?;
    if origins > 0 {
        connection
            .prepare_cached(
                "UPDATE event_record SET record = json_set(record, '$.origins',
                    (SELECT origins FROM event e WHERE e.id = event)) WHERE event = ?1",
            )?
            .execute([id])?;
    }
    Ok(())
}

/// The row of an event and its record. What stays as it is is not written; the columns that lists are ordered by least often
/// change, and come by themselves.
fn write_row(
    connection: &Connection,
    id: i64,
    event: &Event,
    days: &Days,
    (passages, treaty): (i64, bool),
) -> anyhow::Result<()> {
    connection
        .prepare_cached("UPDATE event SET kind = ?2, first = ?3 WHERE id = ?1 AND (kind, first) IS NOT (?2, ?3)")?
        .execute(params![id, event.kind.name(), days.first])?;
    connection
        .prepare_cached(
            "INSERT INTO event(id, name, kind, mode, status, first, last, told, told_last, passages, origins, score,
                               treaty)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT(id) DO UPDATE SET mode = ?4, status = ?5, last = ?7, told = ?8, told_last = ?9,
                 passages = ?10, origins = ?11, score = ?12, treaty = ?13
             WHERE (mode, status, last, told, told_last, passages, origins, score, treaty)
                 IS NOT (?4, ?5, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            id,
            event.id,
            event.kind.name(),
            event.mode.map(|m| m.name()),
            event.status.name(),
            days.first,
            days.last,
            days.told,
            days.told_last,
            passages,
            event.origins as i64,
            pack::rounded(event.score),
            treaty,
        ])?;
    connection
        .prepare_cached(
            "INSERT INTO event_record(event, record) VALUES(?1, ?2)
             ON CONFLICT(event) DO UPDATE SET record = ?2 WHERE record <> ?2",
        )?
        .execute(params![id, pack::event(event)?])?;
    Ok(())
}

/// When an event was: as it tells, else the day of its first article.
struct Days {
    first: String,
    last: String,
    told: String,
    told_last: String,
}

impl Days {
    fn of(event: &Event, told: String, told_last: String) -> Self {
        match event.time {
            Some(time) => Self { first: time.start.to_string(), last: time.end.to_string(), told, told_last },
            None => Self { first: told.clone(), last: told.clone(), told, told_last },
        }
    }
}

/// A number for a new event that nothing names: decisions of people outlive the event that they are about.
pub(super) fn fresh_number(connection: &Connection) -> rusqlite::Result<i64> {
    let sql = "SELECT 1 + max((SELECT coalesce(max(id), 0) FROM event), (SELECT coalesce(max(event), 0) FROM decision),
                              (SELECT coalesce(max(event), 0) FROM redirect),
                              (SELECT coalesce(max(event), 0) FROM agreement_event))";
    connection.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

/// An id that no event has; one that led elsewhere is an event of its own again.
fn free_name(connection: &Connection, wanted: &str) -> rusqlite::Result<String> {
    let mut name = wanted.to_owned();
    let mut count = 1;
    while connection.prepare_cached("SELECT 1 FROM event WHERE name = ?1")?.exists([&name])? {
        count += 1;
        name = format!("{wanted}-{count}");
    }
    connection.prepare_cached("DELETE FROM redirect WHERE old = ?1")?.execute([&name])?;
    Ok(name)
}

fn count_origins(connection: &Connection, event: i64) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "SELECT count(DISTINCT a.origin) FROM mention m JOIN article a ON a.id = m.id >> 16 WHERE m.event = ?1",
        )?
        .query_row([event], |row| row.get(0))
}

/// How many of the origins of these passages no other passage of the event has.
fn new_origins(connection: &Connection, event: i64, gained: &[i64]) -> anyhow::Result<i64> {
    let mut origins: BTreeSet<i64> = BTreeSet::new();
    for id in gained {
        origins.insert(passages::one(connection, *id)?.origin);
    }
    let mut new = 0;
    for origin in origins {
        let mut members = connection.prepare_cached("SELECT id FROM article WHERE origin = ?1")?;
        let mut told = connection
            .prepare_cached("SELECT id FROM mention WHERE event = ?1 AND id BETWEEN ?2 << 16 AND (?2 << 16) + 65535")?;
        let mut known = false;
        for member in members.query_map([origin], |row| row.get::<_, i64>(0))? {
            for id in told.query_map([event, member?], |row| row.get::<_, i64>(0))? {
                known |= !gained.contains(&id?);
            }
        }
        new += i64::from(!known);
    }
    Ok(new)
}

fn write_parts(connection: &Connection, id: i64, event: &Event, first: &str) -> rusqlite::Result<()> {
    let mut wanted = BTreeSet::new();
    for (side, actors) in [("a", &event.actors), ("r", &event.recipients)] {
        for code in actors.iter().flat_map(|actor| [actor.code.clone(), actor.key()]) {
            wanted.insert(texts([&code, first, side, event.kind.name(), event.status.name()]));
        }
    }
    rows::PART.set(connection, id, &wanted)
}

fn write_pairs(connection: &Connection, id: i64, event: &Event, first: &str) -> rusqlite::Result<()> {
    let mut wanted = BTreeSet::new();
    for (from, to) in directions(event) {
        let mut row = texts([from, to, first, event.kind.name()]);
        row.extend([event.mode.map(|m| m.name().to_owned()), Some(event.status.name().to_owned())]);
        wanted.insert(row);
    }
    rows::PAIR.set(connection, id, &wanted)
}

fn texts<const N: usize>(values: [&str; N]) -> rows::Values {
    values.iter().map(|value| Some((*value).to_owned())).collect()
}

/// From whom to whom, in codes without sectors; reciprocal acts both ways; acts within one code are left out.
pub(super) fn directions(event: &Event) -> BTreeSet<(&str, &str)> {
    let (actors, recipients) = (&event.actors, &event.recipients);
    let mut pairs = BTreeSet::new();
    if event.symmetric {
        let parties: Vec<&str> = actors.iter().chain(recipients).map(|a| a.code.as_str()).take(PAIRED).collect();
        for from in &parties {
            pairs.extend(parties.iter().map(|to| (*from, *to)));
        }
    } else {
        for from in actors.iter().map(|a| a.code.as_str()).take(PAIRED) {
            pairs.extend(recipients.iter().take(PAIRED).map(|to| (from, to.code.as_str())));
        }
    }
    pairs.retain(|(from, to)| from != to);
    pairs
}

/// A version of a disputed fact as it is stored; passages by their numbers.
#[derive(Deserialize, Serialize)]
struct VersionPack {
    value: String,
    holders: String,
    mentions: Vec<i64>,
}

/// Disputes and announcements: what the engine finds in the passages of this one event, which is told by its number.
pub(super) fn follow(event: &Event, stored: &[Stored], today: Option<Date>) -> (Vec<Dispute>, Vec<Prediction>) {
    let (coded, places) = as_batch(stored);
    let there = |at: MentionRef| {
        let found = places.iter().position(|p| *p == at).and_then(|p| stored.get(p));
        found.map_or(at, |s| passages::place(s.id))
    };
    let whole = [Event { mentions: places.clone(), ..event.clone() }];
    let number = stored.first().map_or(0, |s| s.event as usize);
    let mut disputes = link::disputes(&coded, &whole);
    for dispute in &mut disputes {
        dispute.event = number;
        for version in &mut dispute.versions {
            version.mentions.iter_mut().for_each(|at| *at = there(*at));
        }
    }
    let predictions = link::predictions(&coded, &whole, today).into_iter();
    let predictions =
        predictions.map(|p| Prediction { event: number, made: there(p.made), settled: p.settled.map(there), ..p });
    (disputes, predictions.collect())
}

/// Stores disputes and announcements. Whether an open one has fallen silent depends on the day that is asked for.
fn write_follow(connection: &Connection, id: i64, event: &Event, stored: &[Stored], first: &str) -> anyhow::Result<()> {
    let (disputes, predictions) = follow(event, stored, None);
    let mut disputed = BTreeSet::new();
    for dispute in disputes {
        let version = |v: &Version| {
            let mentions = v.mentions.iter().map(|at| number(*at)).collect();
            anyhow::Ok(VersionPack { value: v.value.clone(), holders: pack::parties(&v.holders)?, mentions })
        };
        let versions: Vec<VersionPack> = dispute.versions.iter().map(version).collect::<Result<_, _>>()?;
        let confirmed = i64::from(dispute.confirmed_later).to_string();
        disputed.insert(texts([dispute.field.name(), first, &confirmed, &serde_json::to_string(&versions)?]));
    }
    rows::DISPUTE.set(connection, id, &disputed)?;
    let mut announced = BTreeSet::new();
    for prediction in predictions {
        let made = number(prediction.made);
        let passage = stored.iter().find(|s| s.id == made);
        let said = passage.and_then(Stored::published).map_or(String::new(), |day| day.to_string());
        let due = passage.and_then(|p| p.mention.time).map_or(String::new(), |t| t.end.to_string());
        let mut row = texts([&made.to_string(), &said, &due, prediction.outcome.name()]);
        row.push(prediction.settled.map(|at| number(at).to_string()));
        announced.insert(row);
    }
    Ok(rows::PREDICTION.set(connection, id, &announced)?)
}

/// Reads the versions of a stored dispute.
pub(super) fn read_dispute(event: usize, field: &str, confirmed: bool, record: &str) -> anyhow::Result<Dispute> {
    let versions: Vec<VersionPack> = serde_json::from_str(record)?;
    let version = |v: VersionPack| {
        let mentions = v.mentions.into_iter().map(passages::place).collect();
        anyhow::Ok(Version { value: v.value, holders: pack::read_parties(&v.holders)?, mentions })
    };
    Ok(Dispute {
        event,
        field: pack::word(field)?,
        versions: versions.into_iter().map(version).collect::<Result<_, _>>()?,
        confirmed_later: confirmed,
    })
}

/// The passages as a batch of articles that hold nothing else, and where in it each of them stands.
fn as_batch(stored: &[Stored]) -> (Vec<Coded>, Vec<MentionRef>) {
    let mut articles: BTreeMap<usize, usize> = BTreeMap::new();
    let mut coded: Vec<Coded> = Vec::new();
    let mut places = Vec::with_capacity(stored.len());
    for one in stored {
        let article = *articles.entry(passages::place(one.id).article).or_insert_with(|| {
            let published = one.published().map(|day| (day, Origin::Given));
            let article = Article { id: one.mention.doc.clone(), published, ..Article::default() };
            coded.push(Coded { article, ..Coded::default() });
            coded.len() - 1
        });
        places.push(MentionRef { article, mention: coded[article].mentions.len() });
        coded[article].mentions.push(one.mention.clone());
    }
    (coded, places)
}

/// Removes an event that is no more, with the ids that led to it; what people decided about it stays.
pub(super) fn remove(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    rows::ALL.iter().try_for_each(|table| table.set(connection, id, &BTreeSet::new()))?;
    if connection.prepare_cached("SELECT 1 FROM event WHERE id = ?1 AND treaty = 1")?.exists([id])? {
        agreements::mark_stale(connection)?;
    }
    connection.prepare_cached("DELETE FROM event_record WHERE event = ?1")?.execute([id])?;
    connection.prepare_cached("DELETE FROM redirect WHERE event = ?1")?.execute([id])?;
    connection.prepare_cached("DELETE FROM event WHERE id = ?1")?.execute([id]).map(drop)
}
