//! An event in, how it stood on each day since it was first told, out: what views of a past day read instead of its passages.
//!
//! It is kept as it changes. What an event is now stands in its own rows, with the day `since` which they say so.

use super::events::{announced, directions};
use super::pack;
use super::passages::{Stored, number, place};
use super::query::ends;
use super::review;
use anyhow::Context;
use demarche::event::{Event, Outcome, Prediction};
use demarche::link::{self, Passage};
use demarche::mention::Status;
use demarche::relate::acts::{self, LEAST_SCORE};
use jiff::civil::Date;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Subject, kind (with its mode) and object.
pub(super) type Told = [String; 3];

/// What relations and forecasts read of an event, and what lists ask of it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Standing {
    kind: String,
    /// Those who take part, by code and by code and sector: [`Standing`] is asked for them where it is stored.
    parties: BTreeSet<String>,
    pub(super) told: Vec<Told>,
    pub(super) day: Option<Date>,
    status: String,
    pub(super) is_sure: bool,
    /// What is announced of it: passage, day of its article, last day for which it is announced, and what became of it. Whether
    /// an open one has fallen silent depends on the day that is asked for.
    announced: Vec<(i64, String, String, String)>,
}

impl Standing {
    fn of(event: &Event, told: &[&Stored], predictions: &[Prediction]) -> Self {
        let kind = event.mode.map_or_else(|| event.kind.to_string(), |mode| format!("{} {mode}", event.kind));
        let between = |(from, to): (&str, &str)| [from.to_owned(), kind.clone(), to.to_owned()];
        let row = |made: &Prediction| {
            let (said, due) = said_and_due(told, made);
            (number(made.made), said, due, made.outcome.name().to_owned())
        };
        let parties = event.actors.iter().chain(&event.recipients);
        Self {
            kind: event.kind.name().to_owned(),
            parties: parties.flat_map(|actor| [actor.code.clone(), actor.key()]).collect(),
            told: directions(event).into_iter().map(between).collect(),
            day: acts::first_day(event, told.iter().filter_map(|one| one.published()).min()),
            status: event.status.name().to_owned(),
            is_sure: event.score >= LEAST_SCORE,
            announced: predictions.iter().map(row).collect(),
        }
    }

    /// As it is stored.
    pub(super) fn read(record: &str) -> anyhow::Result<Self> {
        serde_json::from_str(record).context("a stored past cannot be read")
    }

    pub(super) fn is(&self, status: Status) -> bool {
        self.status == status.name()
    }

    /// Passage, day of its article, last day for which it is announced, and what became of it.
    pub(super) fn announced(&self) -> impl Iterator<Item = anyhow::Result<(i64, &str, &str, Outcome)>> {
        self.announced.iter().map(|(made, said, due, outcome)| Ok((*made, &**said, &**due, pack::word(outcome)?)))
    }
}

/// The day of the article that announced it, and the last day for which that was.
pub(super) fn said_and_due(told: &[&Stored], made: &Prediction) -> (String, String) {
    let passage = told.iter().find(|one| place(one.id) == made.made);
    let text = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    (text(passage.and_then(|p| p.published())), text(passage.and_then(|p| p.mention.time).map(|time| time.end)))
}

/// Until when an event stands without the passages of which nobody knows the day: after every day.
const EVER: &str = "~";

/// Since when, until when, and how an event stood.
type Row = (String, String, String);

/// Keeps how an event stood before, and gives the day since which it stands as it does ([`of_event`]).
pub(super) fn write(
    connection: &Connection,
    id: i64,
    event: &Event,
    told: &[&Stored],
    predictions: &[Prediction],
) -> anyhow::Result<String> {
    connection.prepare_cached("DELETE FROM past WHERE event = ?1")?.execute([id])?;
    let (past, since) = of_event(connection, id, event, told, predictions)?;
    let mut insert =
        connection.prepare_cached("INSERT INTO past(event, since, until, record) VALUES(?1, ?2, ?3, ?4)")?;
    for (since, until, record) in past {
        insert.execute(params![id, since, until, record])?;
    }
    Ok(since)
}

/// Whether what is kept of an event is what its passages tell.
pub(super) fn is_sound(connection: &Connection, id: i64, event: &Event, told: &[&Stored]) -> anyhow::Result<bool> {
    let mut kept =
        connection.prepare_cached("SELECT since, until, record FROM past WHERE event = ?1 ORDER BY since")?;
    let kept = kept.query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let kept: Vec<Row> = kept.collect::<Result<_, _>>()?;
    let mut since = connection.prepare_cached("SELECT since FROM event WHERE id = ?1")?;
    let since: String = since.query_row([id], |row| row.get(0))?;
    Ok((kept, since) == of_event(connection, id, event, told, &announced(event, told, None))?)
}

/// How an event stood before, where that was otherwise than now, and the day since which it stands as it does. With a passage
/// without a day that is none: what the others tell stands for all days.
fn of_event(
    connection: &Connection,
    id: i64,
    event: &Event,
    told: &[&Stored],
    predictions: &[Prediction],
) -> anyhow::Result<(Vec<Row>, String)> {
    let mut past = Vec::new();
    let day = |one: &Stored| one.published().map_or(String::new(), |day| day.to_string());
    // Those without a day stand last.
    let dated = &told[..told.iter().take_while(|one| one.published().is_some()).count()];
    let (Some(first), Some(last)) = (dated.first(), dated.last()) else { return Ok((past, String::new())) };
    let are_all = dated.len() == told.len();
    if are_all && first.published() == last.published() {
        return Ok((past, day(first)));
    }
    let now = Standing::of(event, told, predictions);
    let passages: Vec<Passage<'_>> = told.iter().map(|one| one.wordless()).collect();
    let (mut known, mut standing, mut since) = (0, None, String::new());
    for of_day in dated.chunk_by(|a, b| a.published() == b.published()) {
        known += of_day.len();
        let next = match known == told.len() {
            true => Some(now.clone()),
            false => then(connection, id, ends(told[..known].to_vec()), ends(passages[..known].to_vec()))?,
        };
        if standing != next {
            let until = of_day.first().map(|one| day(one)).unwrap_or_default();
            if let Some(standing) = &standing {
                past.push((since, until.clone(), serde_json::to_string(standing)?));
            }
            (standing, since) = (next, until);
        }
    }
    if are_all {
        return Ok((past, since));
    }
    if let Some(standing) = &standing {
        past.push((since, EVER.to_owned(), serde_json::to_string(standing)?));
    }
    Ok((past, String::new()))
}

/// How it stood when only these passages were known, with what a person corrected: a reader knows that on any day.
fn then(
    connection: &Connection,
    id: i64,
    told: Vec<&Stored>,
    passages: Vec<Passage<'_>>,
) -> anyhow::Result<Option<Standing>> {
    let Some(mut event) = link::assemble(&passages) else { return Ok(None) };
    review::lay_over(connection, id, &mut event)?;
    Ok(Some(Standing::of(&event, &told, &announced(&event, &told, None))))
}
