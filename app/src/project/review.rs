//! What a person decides about an event in, the file changed by it, and the way back out.
//!
//! A decision is a row that stays. Corrections are laid over what the passages tell, whenever the event is made anew;
//! merging and splitting move passages and pin the events, so that linking adds to them only. Undoing restores what the
//! decision noted of the state before.

use super::passages::{self, ids_of_event};
use super::relink::{self, set_event};
use super::{Project, events, pack, views};
use anyhow::{Context, anyhow, bail};
use demarche::event::{Event, MentionRef};
use demarche::mention::{Actor, Place, TimeSpan};
use demarche::resources::names::Names;
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

/// One field of an event set by a person.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Correction {
    pub(crate) field: String,
    pub(crate) value: String,
}

/// A correction that is refused.
#[derive(Debug)]
pub(crate) struct Unfit {
    pub(crate) correction: Correction,
    why: String,
}

impl Unfit {
    fn new(correction: &Correction, why: &anyhow::Error) -> Self {
        Self { correction: correction.clone(), why: format!("{why:#}") }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.why)
    }
}

impl Error for Unfit {}

/// A decision as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) number: i64,
    pub(crate) act: String,
    pub(crate) event: String,
    pub(crate) detail: String,
    pub(crate) undone: bool,
}

impl Decision {
    /// Whether it stands, though its event is no more.
    pub(crate) fn is_astray(&self) -> bool {
        !self.undone && self.event.is_empty() && !views::ACTS.contains(&self.act.as_str())
    }

    /// Of a merge the id of the event that was taken in, of a split that of the new one; and the passages.
    pub(crate) fn moved(&self) -> Option<(String, Vec<MentionRef>)> {
        let of_two = matches!(self.act.as_str(), "merge" | "split");
        let moved: Moved = of_two.then(|| serde_json::from_str(&self.detail).ok()).flatten()?;
        Some((moved.name, moved.passages.into_iter().map(passages::place).collect()))
    }
}

/// Passages that a decision moved, and the id that they had or got; of a merged event also the decisions about it, and the
/// ids that led to it.
#[derive(Deserialize, Serialize)]
struct Moved {
    name: String,
    passages: Vec<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    decisions: Vec<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    former: Vec<String>,
}

/// The fields that can be corrected.
const FIELDS: [&str; 7] = ["type", "mode", "status", "actors", "recipients", "time", "place"];

impl Project {
    /// A person has looked at the event and finds it right.
    pub(crate) fn accept(&mut self, event: i64) -> anyhow::Result<()> {
        self.change(|connection| note(connection, "accept", event, ""))
    }

    /// Sets fields of an event.
    pub(crate) fn correct(&mut self, event: i64, corrections: &[Correction]) -> anyhow::Result<()> {
        self.change(|connection| {
            let kept = connection
                .prepare_cached("SELECT name, record FROM event JOIN event_record ON event = id WHERE id = ?1")?
                .query_row([event], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
            // Refused before anything is stored.
            let mut corrected = pack::read_event(&kept.0, &kept.1)?;
            for correction in corrections {
                let checked = check(connection, correction).and_then(|()| apply(&mut corrected, correction));
                checked.map_err(
                    |why| if why.is::<rusqlite::Error>() { why } else { Unfit::new(correction, &why).into() },
                )?;
            }
            note(connection, "correct", event, &serde_json::to_string(corrections)?)?;
            events::rewrite(connection, event)
        })
    }

    /// Makes one event of two; the second's id leads to the first.
    pub(crate) fn merge(&mut self, event: i64, other: i64) -> anyhow::Result<()> {
        if event == other {
            bail!("these are one event already");
        }
        self.change(|connection| {
            let moved = Moved {
                name: name_of(connection, other)?,
                passages: all_of(connection, other)?,
                decisions: about(connection, "SELECT id FROM decision WHERE event = ?1 ORDER BY id", other)?,
                former: about(connection, "SELECT old FROM redirect WHERE event = ?1 ORDER BY old", other)?,
            };
            relink::join(connection, other, event)?;
            note(connection, "merge", event, &serde_json::to_string(&moved)?)?;
            events::rewrite(connection, event)?;
            pin(connection, event)
        })
    }

    /// Takes passages out of an event and makes another of them; gives its id.
    pub(crate) fn split(&mut self, event: i64, passages: &[i64]) -> anyhow::Result<String> {
        let mut name = String::new();
        self.change(|connection| {
            let all = all_of(connection, event)?;
            if passages.is_empty() || !passages.iter().all(|p| all.contains(p)) || passages.len() == all.len() {
                bail!("name some of the passages of the event, not all");
            }
            let new = move_out(connection, passages)?;
            events::rewrite(connection, new)?;
            events::rewrite(connection, event)?;
            name = name_of(connection, new)?;
            let (name, passages) = (name.clone(), passages.to_vec());
            let moved = Moved { name, passages, decisions: Vec::new(), former: Vec::new() };
            note(connection, "split", event, &serde_json::to_string(&moved)?)?;
            pin(connection, new)?;
            pin(connection, event)
        })?;
        Ok(name)
    }

    /// Takes back the last decision that stands, or the one of this number; gives it.
    pub(crate) fn undo(&mut self, number: Option<i64>) -> anyhow::Result<Decision> {
        let found = self.decisions()?.into_iter().rev().find(|d| !d.undone && number.is_none_or(|n| d.number == n));
        let decision = found.context("there is no such decision to undo")?;
        self.change(|connection| {
            let event: i64 = connection
                .prepare_cached("SELECT event FROM decision WHERE id = ?1")?
                .query_row([decision.number], |row| row.get(0))?;
            connection.prepare_cached("UPDATE decision SET undone = 1 WHERE id = ?1")?.execute([decision.number])?;
            if views::ACTS.contains(&decision.act.as_str()) {
                return Ok(());
            }
            match decision.act.as_str() {
                "merge" => part(connection, event, &serde_json::from_str(&decision.detail)?)?,
                "split" => {
                    let moved: Moved = serde_json::from_str(&decision.detail)?;
                    let other: Option<i64> = connection
                        .prepare_cached("SELECT id FROM event WHERE name = ?1")?
                        .query_row([&moved.name], |row| row.get(0))
                        .optional()?;
                    if let Some(other) = other.filter(|other| *other != event) {
                        relink::join(connection, other, event)?;
                    }
                }
                _ => {}
            }
            events::rewrite(connection, event)?;
            unpin(connection, event)?;
            // What no person holds together or apart any more is what linking says.
            passages::pend_event(connection, event)?;
            relink::link_all(connection)
        })?;
        Ok(decision)
    }

    /// All decisions in the order in which they were made.
    pub(crate) fn decisions(&self) -> anyhow::Result<Vec<Decision>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT d.id, d.act, coalesce(e.name, ''), d.detail, d.undone FROM decision d
             LEFT JOIN event e ON e.id = d.event ORDER BY d.id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Decision {
                number: row.get(0)?,
                act: row.get(1)?,
                event: row.get(2)?,
                detail: row.get(3)?,
                undone: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Passages have got other numbers, or are no more: decisions speak of those that took their places.
pub(super) fn renumber(connection: &Connection, gone: &[i64], heirs: &BTreeMap<i64, i64>) -> anyhow::Result<()> {
    let mut statement =
        connection.prepare_cached("SELECT id, detail FROM decision WHERE act IN ('merge', 'split') ORDER BY id")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    for row in rows.collect::<Result<Vec<_>, _>>()? {
        let mut moved: Moved = serde_json::from_str(&row.1)?;
        if moved.passages.iter().any(|passage| gone.contains(passage)) {
            let heir =
                |passage: i64| if gone.contains(&passage) { heirs.get(&passage).copied() } else { Some(passage) };
            moved.passages = moved.passages.into_iter().filter_map(heir).collect();
            connection
                .prepare_cached("UPDATE decision SET detail = ?2 WHERE id = ?1")?
                .execute(params![row.0, serde_json::to_string(&moved)?])?;
        }
    }
    Ok(())
}

/// Lays the corrections that stand over an event as its passages tell it.
pub(super) fn lay_over(connection: &Connection, id: i64, event: &mut Event) -> anyhow::Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT detail FROM decision WHERE event = ?1 AND act = 'correct' AND undone = 0 ORDER BY id",
    )?;
    for detail in statement.query_map([id], |row| row.get::<_, String>(0))? {
        let corrections: Vec<Correction> = serde_json::from_str(&detail?)?;
        corrections.iter().try_for_each(|correction| apply(event, correction))?;
    }
    Ok(())
}

/// Refuses what would take from an event whom or when it is about, and codes that nobody has.
fn check(connection: &Connection, correction: &Correction) -> anyhow::Result<()> {
    let (field, value) = (correction.field.as_str(), correction.value.trim());
    if value.is_empty() && matches!(field, "actors" | "time") {
        bail!("{field} is empty; say what is right, or reject the event with status=denied");
    }
    if !matches!(field, "actors" | "recipients") {
        return Ok(());
    }
    let names = Names::embedded()?;
    for actor in actors(value)? {
        let is_used = || {
            let sql = "SELECT EXISTS (SELECT 1 FROM part WHERE code = ?1)";
            connection.prepare_cached(sql)?.query_row([&actor.code], |row| row.get::<_, bool>(0))
        };
        if !names.iter().any(|names| names.name(&actor.code).is_some()) && !is_used()? {
            bail!(
                "no actor has the code {:?}; write a state as PER, with a sector as PER GOV, two as PER; CHL",
                actor.code
            );
        }
    }
    Ok(())
}

fn apply(event: &mut Event, correction: &Correction) -> anyhow::Result<()> {
    let value = correction.value.trim();
    match correction.field.as_str() {
        "type" => event.kind = pack::word(&value.to_uppercase())?,
        "mode" => event.mode = if value.is_empty() { None } else { Some(pack::word(&value.to_lowercase())?) },
        "status" => event.status = pack::word(&value.to_lowercase())?,
        "actors" => event.actors = actors(value)?,
        "recipients" => event.recipients = actors(value)?,
        "time" => event.time = if value.is_empty() { None } else { Some(time(value)?) },
        "place" => {
            // Country and point are those of the place that the passages tell.
            let same = event.place.take().filter(|told| told.name == value);
            let other = || Place { name: value.to_owned(), ..Place::default() };
            event.place = (!value.is_empty()).then(|| same.unwrap_or_else(other));
        }
        other => bail!("{other:?} cannot be corrected; one of {}", FIELDS.join(", ")),
    }
    if event.mode.is_some_and(|mode| !event.kind.modes().contains(&mode)) {
        match correction.field.as_str() {
            "mode" => bail!("{} has no such mode", event.kind),
            _ => event.mode = None,
        }
    }
    Ok(())
}

/// `PER GOV; CHL`
fn actors(text: &str) -> anyhow::Result<Vec<Actor>> {
    let actor = |part: &str| {
        let (code, sector) = part.split_once(' ').map_or((part, None), |(code, sector)| (code, Some(sector.trim())));
        let sector = sector.map(|s| pack::word(&s.to_uppercase())).transpose()?;
        anyhow::Ok(Actor { code: code.to_uppercase(), sector, ..Actor::default() })
    };
    let found: Vec<Actor> =
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(actor).collect::<Result<_, _>>()?;
    if found.is_empty() && !text.is_empty() {
        bail!("{text:?} names nobody; write a state as PER, two as PER; CHL");
    }
    Ok(found)
}

fn time(text: &str) -> anyhow::Result<TimeSpan> {
    let told = "give a day as YYYY-MM-DD, a month as YYYY-MM, a year as YYYY, or two of them, the earlier first, with / between";
    text.parse().map_err(|_| anyhow!("{text:?} is no time: {told}"))
}

pub(super) fn note(connection: &Connection, act: &str, event: i64, detail: &str) -> anyhow::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO decision(at, act, event, detail) VALUES(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?1, ?2, ?3)",
        )?
        .execute(params![act, event, detail])?;
    Ok(())
}

fn all_of(connection: &Connection, event: i64) -> rusqlite::Result<Vec<i64>> {
    ids_of_event(connection, event)
}

fn name_of(connection: &Connection, event: i64) -> rusqlite::Result<String> {
    connection.prepare_cached("SELECT name FROM event WHERE id = ?1")?.query_row([event], |row| row.get(0))
}

/// Rows that a statement finds for an event.
fn about<T: FromSql>(connection: &Connection, sql: &str, event: i64) -> rusqlite::Result<Vec<T>> {
    connection.prepare_cached(sql)?.query_map([event], |row| row.get(0))?.collect()
}

/// Makes again the event that a merge ended, of what the other still has of it.
fn part(connection: &Connection, event: i64, moved: &Moved) -> anyhow::Result<()> {
    let here = all_of(connection, event)?;
    let passages: Vec<i64> = moved.passages.iter().copied().filter(|passage| here.contains(passage)).collect();
    let new = move_out(connection, &passages)?;
    connection
        .prepare_cached("DELETE FROM redirect WHERE old = ?1 AND event = ?2")?
        .execute(params![moved.name, event])?;
    for decision in &moved.decisions {
        connection
            .prepare_cached("UPDATE decision SET event = ?3 WHERE id = ?1 AND event = ?2")?
            .execute([*decision, event, new])?;
    }
    for old in &moved.former {
        connection
            .prepare_cached("UPDATE redirect SET event = ?3 WHERE old = ?1 AND event = ?2")?
            .execute(params![old, event, new])?;
    }
    events::rewrite(connection, new)?;
    // Another event may have come by the id meanwhile.
    connection
        .prepare_cached("UPDATE OR IGNORE event SET name = ?2 WHERE id = ?1")?
        .execute(params![new, moved.name])?;
    passages::pend_event(connection, new)?;
    unpin(connection, new)
}

/// Gives passages an event of their own.
fn move_out(connection: &Connection, passages: &[i64]) -> anyhow::Result<i64> {
    let new = events::fresh_number(connection)?;
    for passage in passages {
        connection.prepare_cached("DELETE FROM prediction WHERE made = ?1")?.execute([*passage])?;
        set_event(connection, *passage, new)?;
    }
    Ok(new)
}

fn pin(connection: &Connection, event: i64) -> anyhow::Result<()> {
    connection.prepare_cached("UPDATE event SET pinned = 1 WHERE id = ?1")?.execute([event])?;
    Ok(())
}

/// Frees an event for linking, unless a decision holds it.
fn unpin(connection: &Connection, event: i64) -> anyhow::Result<()> {
    connection
        .prepare_cached(
            "UPDATE event SET pinned = EXISTS (
                SELECT 1 FROM decision WHERE event = ?1 AND undone = 0 AND act IN ('merge', 'split')) WHERE id = ?1",
        )?
        .execute([event])?;
    Ok(())
}
