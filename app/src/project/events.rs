//! Events that changed in, their rows and what follows from their passages out: parties, pairs, disputes, announcements.

use super::agreements;
use super::history;
use super::pack;
use super::passages::{self, Stored, number};
use super::review;
use super::rows;
use super::treaties;
use demarche::Article;
use demarche::article::Origin;
use demarche::event::{Coded, Dispute, Event, MentionRef, Prediction, Version};
use demarche::link::{self, Passage};
use demarche::mention::Status;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Parties on one side up to which every pair is kept.
const PAIRED: usize = 12;

/// Makes an event anew from the passages that it has; it keeps its id, and one without passages is removed.
pub(super) fn rewrite(connection: &Connection, id: i64) -> anyhow::Result<()> {
    let stored = passages::of_event(connection, id)?;
    let told: Vec<Passage<'_>> = stored.iter().map(Stored::wordless).collect();
    let Some(mut event) = link::assemble(&told) else {
        return Ok(remove(connection, id)?);
    };
    let name: Option<String> = connection
        .prepare_cached("SELECT name FROM event WHERE id = ?1 AND name NOT LIKE '~%'")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    event.id = name.unwrap_or(event.id);
    let is_new = !connection.prepare_cached("SELECT 1 FROM event WHERE id = ?1")?.exists([id])?;
    write(connection, id, event, &stored.iter().collect::<Vec<_>>(), is_new)
}

/// Stores an event that these passages tell, in the order of its evidence.
pub(super) fn write(
    connection: &Connection,
    id: i64,
    mut event: Event,
    told: &[&Stored],
    is_new: bool,
) -> anyhow::Result<()> {
    // Of a new event nothing is in the file yet.
    let was = !is_new && {
        review::lay_over(connection, id, &mut event)?;
        let sql = "SELECT 1 FROM event WHERE id = ?1 AND (treaty = 1 OR id IN (SELECT event FROM treaty))";
        connection.prepare_cached(sql)?.exists([id])?
    };
    event.id = free_name(connection, id, &event.id)?;
    let published = || told.iter().filter_map(|one| one.published());
    let text = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    let days = Days::of(&event, text(published().min()), text(published().max()));
    let treaty = told.iter().any(|p| link::concerns_agreement(&p.mention));
    let predictions = announced(&event, told, None);
    let since = history::write(connection, id, &event, told, &predictions, is_new)?;
    write_row(connection, id, &event, &days, (told.len() as i64, treaty, &since), is_new)?;
    if treaty || was {
        agreements::mark_stale(connection)?;
        treaties::write(connection, id, &event, told)?;
    }
    rows::PART.set(connection, id, &parts(&event, &days.first), is_new)?;
    rows::PAIR.set(connection, id, &pairs(&event, &days.first), is_new)?;
    rows::DISPUTE.set(connection, id, &dispute_rows(&disputed(&event, told), &days.first)?, is_new)?;
    let announced = history::rows_of(&predictions, told).into_iter().map(Vec::from).collect();
    Ok(rows::PREDICTION.set(connection, id, &announced, is_new)?)
}

/// Events told on several days.
pub(super) const OF_DAYS: &str = "SELECT id FROM event e WHERE told > '' AND (told < told_last OR EXISTS (
    SELECT 1 FROM mention m WHERE m.event = e.id AND m.event > 0 AND m.published = '')) ORDER BY id";
/// Events announced by several passages.
pub(super) const OF_ANNOUNCEMENTS: &str = "SELECT event FROM (
    SELECT event, made FROM prediction UNION SELECT event, made FROM announced) GROUP BY event HAVING count(*) > 1";

/// Fills in how events stood before and what was announced of them: older programs did not keep it, or less of it.
pub(super) fn remember(connection: &Connection, which: &str) -> anyhow::Result<()> {
    let mut several = connection.prepare(which)?;
    let several: Vec<i64> = several.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in several {
        let stored = passages::of_event(connection, id)?;
        let told: Vec<Passage<'_>> = stored.iter().map(Stored::wordless).collect();
        let Some(mut event) = link::assemble(&told) else { continue };
        review::lay_over(connection, id, &mut event)?;
        let told: Vec<&Stored> = stored.iter().collect();
        let predictions = announced(&event, &told, None);
        let since = history::write(connection, id, &event, &told, &predictions, false)?;
        let rows = history::rows_of(&predictions, &told).into_iter().map(Vec::from).collect();
        rows::PREDICTION.set(connection, id, &rows, false)?;
        connection.prepare_cached("UPDATE event SET since = ?2 WHERE id = ?1")?.execute(params![id, since])?;
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
    (passages, treaty, since): (i64, bool, &str),
    is_new: bool,
) -> anyhow::Result<()> {
    if !is_new {
        connection
        .prepare_cached(
            "UPDATE event SET name = ?2, kind = ?3, first = ?4 WHERE id = ?1 AND (name, kind, first) IS NOT (?2, ?3, ?4)",
        )?
        .execute(params![id, event.id, event.kind.name(), days.first])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO event(id, name, kind, mode, status, first, last, told, told_last, passages, origins, score,
                               treaty, since)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
             ON CONFLICT(id) DO UPDATE SET mode = ?4, status = ?5, last = ?7, told = ?8, told_last = ?9,
                 passages = ?10, origins = ?11, score = ?12, treaty = ?13, since = ?14
             WHERE (mode, status, last, told, told_last, passages, origins, score, treaty, since)
                 IS NOT (?4, ?5, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
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
            since,
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

/// An id that no other event has; one that led elsewhere is an event's own again.
fn free_name(connection: &Connection, id: i64, wanted: &str) -> rusqlite::Result<String> {
    let mut name = wanted.to_owned();
    let mut count = 1;
    while connection.prepare_cached("SELECT 1 FROM event WHERE name = ?1 AND id <> ?2")?.exists(params![name, id])? {
        count += 1;
        name = format!("{wanted}-{count}");
    }
    connection.prepare_cached("DELETE FROM redirect WHERE old = ?1")?.execute([&name])?;
    Ok(name)
}

/// An id that an event had leads to what its passages are now, unless another event has come by it.
pub(super) fn lead(connection: &Connection, old: &str, event: i64) -> rusqlite::Result<()> {
    if connection.prepare_cached("SELECT 1 FROM event WHERE name = ?1")?.exists([old])? {
        return Ok(());
    }
    for sql in [
        "INSERT OR REPLACE INTO redirect(old, event) SELECT ?1, id FROM event WHERE id = ?2",
        // What watching has seen under its old id is not new.
        "UPDATE OR IGNORE news SET event = (SELECT name FROM event WHERE id = ?2)
         WHERE event = ?1 AND EXISTS (SELECT 1 FROM event WHERE id = ?2)",
    ] {
        connection.prepare_cached(sql)?.execute(params![old, event])?;
    }
    Ok(())
}

/// Those who take part, by code and by code and sector.
fn parts(event: &Event, first: &str) -> BTreeSet<rows::Values> {
    let mut wanted = BTreeSet::new();
    for (side, actors) in [("a", &event.actors), ("r", &event.recipients)] {
        for code in actors.iter().flat_map(|actor| [actor.code.clone(), actor.key()]) {
            wanted.insert(texts([&code, first, side, event.kind.name(), event.status.name()]));
        }
    }
    wanted
}

fn pairs(event: &Event, first: &str) -> BTreeSet<rows::Values> {
    let mut wanted = BTreeSet::new();
    for (from, to) in directions(event) {
        let mut row = texts([from, to, first, event.kind.name()]);
        row.extend([event.mode.map(|m| m.name().to_owned()), Some(event.status.name().to_owned())]);
        wanted.insert(row);
    }
    wanted
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

/// What the engine finds in the passages of this one event, which is told by its number.
pub(super) fn disputed(event: &Event, stored: &[&Stored]) -> Vec<Dispute> {
    let Some((coded, whole)) = batch_of_one(event, stored) else { return Vec::new() };
    let mut disputes = link::disputes(&coded, &whole);
    for dispute in &mut disputes {
        dispute.event = number_of(stored);
        let versions = &mut dispute.versions;
        versions.iter_mut().flat_map(|v| &mut v.mentions).for_each(|at| *at = there(&whole, stored, *at));
    }
    disputes
}

/// The same of what is announced; nothing is where all is told as done.
pub(super) fn announced(event: &Event, stored: &[&Stored], today: Option<Date>) -> Vec<Prediction> {
    if stored.iter().all(|one| matches!(one.mention.status, Status::Reported | Status::Claimed)) {
        return Vec::new();
    }
    let Some((coded, whole)) = batch_of_one(event, stored) else { return Vec::new() };
    let there = |at| there(&whole, stored, at);
    let found = link::predictions(&coded, &whole, today).into_iter();
    found
        .map(|p| Prediction { event: number_of(stored), made: there(p.made), settled: p.settled.map(there), ..p })
        .collect()
}

/// The number of the event that tells them.
fn number_of(stored: &[&Stored]) -> usize {
    stored.first().map_or(0, |one| one.event as usize)
}

/// The event alone with its passages; nothing where one passage tells as done what follows nothing from.
fn batch_of_one(event: &Event, stored: &[&Stored]) -> Option<(Vec<Coded>, [Event; 1])> {
    if let [only] = stored
        && matches!(only.mention.status, Status::Reported | Status::Claimed)
    {
        return None;
    }
    let (coded, mentions) = as_batch(stored);
    Some((coded, [Event { mentions, ..event.clone() }]))
}

/// Where in the file a passage of the batch stands.
fn there([whole]: &[Event; 1], stored: &[&Stored], at: MentionRef) -> MentionRef {
    let found = whole.mentions.iter().position(|p| *p == at).and_then(|p| stored.get(p));
    found.map_or(at, |one| passages::place(one.id))
}

fn dispute_rows(disputes: &[Dispute], first: &str) -> anyhow::Result<BTreeSet<rows::Values>> {
    let mut rows = BTreeSet::new();
    for dispute in disputes {
        let version = |v: &Version| {
            let mentions = v.mentions.iter().map(|at| number(*at)).collect();
            anyhow::Ok(VersionPack { value: v.value.clone(), holders: pack::parties(&v.holders)?, mentions })
        };
        let versions: Vec<VersionPack> = dispute.versions.iter().map(version).collect::<Result<_, _>>()?;
        let confirmed = i64::from(dispute.confirmed_later).to_string();
        rows.insert(texts([dispute.field.name(), first, &confirmed, &serde_json::to_string(&versions)?]));
    }
    Ok(rows)
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
pub(super) fn as_batch(stored: &[&Stored]) -> (Vec<Coded>, Vec<MentionRef>) {
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
    rows::ALL.iter().try_for_each(|table| table.set(connection, id, &BTreeSet::new(), false))?;
    if connection.prepare_cached("SELECT 1 FROM event WHERE id = ?1 AND treaty = 1")?.exists([id])? {
        agreements::mark_stale(connection)?;
        treaties::remove(connection, id)?;
    }
    connection.prepare_cached("DELETE FROM event_record WHERE event = ?1")?.execute([id])?;
    connection.prepare_cached("DELETE FROM past WHERE event = ?1")?.execute([id])?;
    connection.prepare_cached("DELETE FROM redirect WHERE event = ?1")?.execute([id])?;
    connection.prepare_cached("DELETE FROM event WHERE id = ?1")?.execute([id]).map(drop)
}
