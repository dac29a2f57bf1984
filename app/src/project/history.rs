//! An event in, how it stood on each day since it was first told, out: what views of a past day read instead of its passages.
//!
//! It is kept as it changes. What an event is now stands in its own rows, with the day `since` which they say so. What was
//! announced has rows by day for all days: an announcement lasts longer than the event stands as it does.

use super::events::{announced, directions};
use super::filter::{Filter, code_of};
use super::passages::{Stored, number, place};
use super::query::ends;
use super::{pack, review, rows};
use anyhow::Context;
use demarche::event::{Event, Prediction};
use demarche::link::{self, Passage};
use demarche::mention::{Actor, Status};
use demarche::relate::acts::{self, LEAST_SCORE};
use jiff::civil::Date;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Subject, kind (with its mode) and object.
pub(super) type Told = [String; 3];

/// What relations and forecasts read of an event, and what lists ask of it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Standing {
    kind: String,
    /// Who stands on which side, by code and by code and sector.
    actors: BTreeSet<String>,
    recipients: BTreeSet<String>,
    pub(super) told: Vec<Told>,
    pub(super) day: Option<Date>,
    status: String,
    pub(super) is_sure: bool,
}

impl Standing {
    fn of(event: &Event, told: &[&Stored]) -> Self {
        let kind = event.mode.map_or_else(|| event.kind.to_string(), |mode| format!("{} {mode}", event.kind));
        let between = |(from, to): (&str, &str)| [from.to_owned(), kind.clone(), to.to_owned()];
        let side = |side: &[Actor]| side.iter().flat_map(|actor| [actor.code.clone(), actor.key()]).collect();
        Self {
            kind: event.kind.name().to_owned(),
            actors: side(&event.actors),
            recipients: side(&event.recipients),
            told: directions(event).into_iter().map(between).collect(),
            day: acts::first_day(event, told.iter().filter_map(|one| one.published()).min()),
            status: event.status.name().to_owned(),
            is_sure: pack::rounded(event.score) >= LEAST_SCORE,
        }
    }

    /// As it is stored.
    pub(super) fn read(record: &str) -> anyhow::Result<Self> {
        serde_json::from_str(record).context("a stored past cannot be read")
    }

    /// Whether one takes part, by code or by code and sector.
    pub(super) fn names(&self, code: &str) -> bool {
        self.acts(code) || self.suffers(code)
    }

    /// Whether one stands on the side of those who act.
    pub(super) fn acts(&self, code: &str) -> bool {
        self.actors.contains(code)
    }

    /// The same of the other side.
    pub(super) fn suffers(&self, code: &str) -> bool {
        self.recipients.contains(code)
    }

    /// Whether it meets what a filter asks of it.
    pub(super) fn meets(&self, filter: &Filter) -> bool {
        let acts =
            |from: &str, to: &str| self.told.iter().any(|[actor, _, recipient]| actor == from && recipient == to);
        let are_two = |(a, b): &(String, String)| {
            let (x, y) = (code_of(a), code_of(b));
            (acts(x, y) || acts(y, x)) && [a, b].iter().all(|code| !code.contains(' ') || self.names(code))
        };
        (filter.actors.is_empty() || filter.actors.iter().any(|code| self.names(code)))
            && filter.dyad.as_ref().is_none_or(are_two)
            && (filter.types.is_empty() || filter.types.iter().any(|kind| kind.name() == self.kind))
            && (filter.statuses.is_empty() || filter.statuses.iter().any(|status| self.is(*status)))
            && filter.to.is_none_or(|to| self.day.is_some_and(|day| day <= to))
            && (self.is_sure || !filter.asks_for_the_sure())
    }

    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    pub(super) fn is(&self, status: Status) -> bool {
        self.status == status.name()
    }
}

/// Something that is announced: passage, day of its article, last day for which it is, what became of it, the passage that
/// settles that, and whether it was announced before. Whether an open one has fallen silent depends on the day that is asked for.
pub(super) type Announced = [Option<String>; 6];

/// What is announced, as it is stored.
pub(super) fn rows_of(predictions: &[Prediction], told: &[&Stored]) -> BTreeSet<Announced> {
    let row = |made: &Prediction| {
        let passage = told.iter().find(|one| place(one.id) == made.made);
        let text = |day: Option<Date>| Some(day.map_or(String::new(), |day| day.to_string()));
        let said = text(passage.and_then(|p| p.published()));
        let due = text(passage.and_then(|p| p.mention.time).map(|time| time.end));
        let settled = made.settled.map(|at| number(at).to_string());
        let again = Some(u8::from(made.again).to_string());
        [Some(number(made.made).to_string()), said, due, Some(made.outcome.name().to_owned()), settled, again]
    };
    predictions.iter().map(row).collect()
}

/// Until when an event stands without the passages of which nobody knows the day, and what still is announced: after every
/// day.
pub(super) const EVER: &str = "~";

/// Since when, until when, and how an event stood.
pub(super) type Row = (String, String, String);

/// What is kept of the past of an event.
#[derive(Default, PartialEq)]
struct History {
    /// How it stood before, where that was otherwise than now.
    past: Vec<Row>,
    /// The day since which it stands as it does. With a passage without a day that is none: what the others tell stands for
    /// all days.
    since: String,
    /// What was announced on any day, as rows of `announced`.
    announced: BTreeSet<rows::Values>,
}

/// Keeps how an event stood before and what was announced of it, and gives the day since which it stands as it does.
pub(super) fn write(
    connection: &Connection,
    id: i64,
    event: &Event,
    told: &[&Stored],
    predictions: &[Prediction],
    is_new: bool,
) -> anyhow::Result<String> {
    connection.prepare_cached("DELETE FROM past WHERE event = ?1")?.execute([id])?;
    let found = of_event(connection, id, event, told, predictions)?;
    let mut insert =
        connection.prepare_cached("INSERT INTO past(event, since, until, record) VALUES(?1, ?2, ?3, ?4)")?;
    for (since, until, record) in found.past {
        insert.execute(params![id, since, until, record])?;
    }
    rows::ANNOUNCED.set(connection, id, &found.announced, is_new)?;
    Ok(found.since)
}

/// Whether what is kept of an event is what its passages tell.
pub(super) fn is_sound(connection: &Connection, id: i64, event: &Event, told: &[&Stored]) -> anyhow::Result<bool> {
    let mut past =
        connection.prepare_cached("SELECT since, until, record FROM past WHERE event = ?1 ORDER BY since")?;
    let past = past.query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let past: Vec<Row> = past.collect::<Result<_, _>>()?;
    let mut since = connection.prepare_cached("SELECT since FROM event WHERE id = ?1")?;
    let since: String = since.query_row([id], |row| row.get(0))?;
    let kept = History { past, since, announced: rows::ANNOUNCED.of(connection, id)? };
    Ok(kept == of_event(connection, id, event, told, &announced(event, told, None))?)
}

/// How an event stood on each day on which an article told of it.
fn of_event(
    connection: &Connection,
    id: i64,
    event: &Event,
    told: &[&Stored],
    predictions: &[Prediction],
) -> anyhow::Result<History> {
    let dated = dated(told);
    let (Some(first), Some(last)) = (dated.first(), dated.last()) else { return Ok(History::default()) };
    let are_all = dated.len() == told.len();
    let now = rows_of(predictions, told);
    let mut announcements = Announcements::default();
    if are_all && first.published() == last.published() {
        announcements.stand(now, &day(first));
        return Ok(History { past: Vec::new(), since: day(first), announced: announcements.end() });
    }
    let now = (Standing::of(event, told), now);
    let (mut known, mut past, mut standing, mut since) = (0, Vec::new(), None, String::new());
    for of_day in dated.chunk_by(|a, b| a.published() == b.published()) {
        known += of_day.len();
        let next = match known == told.len() {
            true => Some(now.clone()),
            false => then(connection, id, &told[..known])?.map(|(event, told)| {
                let announced = announced(&event, &told, None);
                (Standing::of(&event, &told), rows_of(&announced, &told))
            }),
        };
        if standing != next {
            let until = day(of_day[0]);
            if let Some((standing, _)) = &standing {
                past.push((since, until.clone(), serde_json::to_string(standing)?));
            }
            announcements.stand(next.iter().flat_map(|(_, announced)| announced).cloned().collect(), &until);
            (standing, since) = (next, until);
        }
    }
    if !are_all {
        if let Some((standing, _)) = &standing {
            past.push((since, EVER.to_owned(), serde_json::to_string(standing)?));
        }
        since = String::new();
    }
    Ok(History { past, since, announced: announcements.end() })
}

/// The day of the article of a passage.
pub(super) fn day(one: &Stored) -> String {
    one.published().map_or(String::new(), |day| day.to_string())
}

/// The passages of which the day is known: those without one stand last.
pub(super) fn dated<'s, 'a>(told: &'s [&'a Stored]) -> &'s [&'a Stored] {
    &told[..told.iter().take_while(|one| one.published().is_some()).count()]
}

/// The event when only these passages were known, of many the first and the last, with what a person corrected: a reader knows
/// that on any day.
pub(super) fn then<'a>(
    connection: &Connection,
    id: i64,
    known: &[&'a Stored],
) -> anyhow::Result<Option<(Event, Vec<&'a Stored>)>> {
    let told = ends(known.to_vec());
    let passages: Vec<Passage<'_>> = told.iter().map(|one| one.wordless()).collect();
    let Some(mut event) = link::assemble(&passages) else { return Ok(None) };
    review::lay_over(connection, id, &mut event)?;
    Ok(Some((event, told)))
}

/// What is announced from day to day.
#[derive(Default)]
struct Announcements {
    /// What stands, with the day since which it does.
    standing: BTreeMap<Announced, String>,
    rows: BTreeSet<rows::Values>,
}

impl Announcements {
    /// From this day on these stand.
    fn stand(&mut self, announced: BTreeSet<Announced>, day: &str) {
        for (one, since) in std::mem::take(&mut self.standing) {
            if announced.contains(&one) {
                self.standing.insert(one, since);
            } else {
                self.rows.insert(row(one, since, day));
            }
        }
        for one in announced {
            self.standing.entry(one).or_insert_with(|| day.to_owned());
        }
    }

    /// The rows, where nothing changes any more.
    fn end(self) -> BTreeSet<rows::Values> {
        self.rows.into_iter().chain(self.standing.into_iter().map(|(one, since)| row(one, since, EVER))).collect()
    }
}

fn row([made, rest @ ..]: Announced, since: String, until: &str) -> rows::Values {
    [made, Some(since), Some(until.to_owned())].into_iter().chain(rest).collect()
}
