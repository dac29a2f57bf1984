//! A project in; what is reported between codes, what is announced and open, and what sources announced, out: what
//! relations and forecasts are counted from. `until` is the first day whose articles are not known, none for all. An event
//! that later articles tell too stands as those before that day told it.

use super::{Filter, Kept, Project, events, passages};
use demarche::event::{Outcome, Prediction};
use demarche::mention::Status;
use demarche::relate::acts::{self, Foretold, LEAST_SCORE};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// Subject, kind (with its mode) and object.
type Told = [String; 3];

/// Something announced: what, on which day, and the last day for which it was.
pub(crate) type Announcement = (Told, String, String);

/// What is stored of announcements that no article after the day could have changed, of no less than some score.
const ANNOUNCED: &str = "prediction r JOIN event e ON e.id = r.event
    WHERE r.said > '' AND e.score >= ?2 AND (?1 = '' OR (r.said < ?1 AND e.told > '' AND e.told_last < ?1))";

fn told(row: &Row<'_>) -> rusqlite::Result<Told> {
    let (kind, mode): (String, Option<String>) = (row.get(1)?, row.get(2)?);
    Ok([row.get(0)?, mode.map_or_else(|| kind.clone(), |mode| format!("{kind} {mode}")), row.get(3)?])
}

fn text(until: Option<Date>) -> String {
    until.map(|day| day.to_string()).unwrap_or_default()
}

/// Who did what to whom in an event.
fn between(kept: &Kept) -> Vec<Told> {
    let event = &kept.event;
    let kind = event.mode.map_or_else(|| event.kind.to_string(), |mode| format!("{} {mode}", event.kind));
    let told = |(from, to): (&str, &str)| [from.to_owned(), kind.clone(), to.to_owned()];
    events::directions(event).into_iter().map(told).collect()
}

impl Project {
    /// What is reported to have been done, each with its first day; nothing of less confidence.
    pub(crate) fn reported(&self, until: Option<Date>, least: f64) -> anyhow::Result<Vec<(Told, String)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.actor, p.kind, p.mode, p.recipient, p.first FROM pair p JOIN event e ON e.id = p.event
             WHERE p.status = 'reported' AND p.first > '' AND e.score >= ?2
               AND (?1 = '' OR (e.told > '' AND e.told_last < ?1))",
        )?;
        let rows = statement.query_map(params![text(until), least], |row| Ok((told(row)?, row.get(4)?)))?;
        let mut rows: Vec<(Told, String)> = rows.collect::<Result<_, _>>()?;
        for kept in self.as_then(until)? {
            let event = &kept.event;
            let day = acts::first_day(event, kept.told.0);
            if let Some(day) = day.filter(|_| event.status == Status::Reported && event.score >= least) {
                rows.extend(between(&kept).into_iter().map(|told| (told, day.to_string())));
            }
        }
        Ok(rows)
    }

    /// What is announced and open.
    pub(crate) fn open_announcements(&self, until: Option<Date>) -> anyhow::Result<Vec<Announcement>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT p.actor, p.kind, p.mode, p.recipient, r.said, r.due FROM (SELECT r.event, r.said, r.due FROM {ANNOUNCED}
               AND r.outcome = 'open') r JOIN pair p ON p.event = r.event",
        ))?;
        let rows =
            statement.query_map(params![text(until), LEAST_SCORE], |row| Ok((told(row)?, row.get(4)?, row.get(5)?)))?;
        let mut open: BTreeSet<(String, Told, String)> = BTreeSet::new();
        for row in rows {
            let (told, said, due) = row?;
            open.insert((said, told, due));
        }
        for (kept, prediction) in self.announced_then(until, LEAST_SCORE)? {
            if matches!(prediction.outcome, Outcome::Open | Outcome::Silent) {
                let made = passages::one(&self.connection, passages::number(prediction.made))?;
                let (Some(said), due) = (made.published(), text(made.mention.time.map(|time| time.end))) else {
                    continue;
                };
                open.extend(between(&kept).into_iter().map(|told| (said.to_string(), told, due.clone())));
            }
        }
        Ok(open.into_iter().map(|(said, told, due)| (told, said, due)).collect())
    }

    /// What each outlet announced, and what became of it; nothing of less confidence.
    pub(crate) fn outlets(&self, until: Option<Date>, least: f64) -> anyhow::Result<BTreeMap<String, Foretold>> {
        let mut all: BTreeMap<String, Foretold> = BTreeMap::new();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT coalesce(a.source, a.doc), r.outcome, count(*)
             FROM (SELECT r.made, r.outcome FROM {ANNOUNCED}) r JOIN article a ON a.id = r.made >> 16 GROUP BY 1, 2"
        ))?;
        let mut rows = statement.query(params![text(until), least])?;
        while let Some(row) = rows.next()? {
            let (outcome, count): (String, i64) = (row.get(1)?, row.get(2)?);
            all.entry(row.get(0)?).or_default().note(super::pack::word(&outcome)?, usize::try_from(count)?);
        }
        let mut outlet =
            self.connection.prepare_cached("SELECT coalesce(source, doc) FROM article WHERE id = ?1 >> 16")?;
        for (_, prediction) in self.announced_then(until, least)? {
            let name = outlet.query_row([passages::number(prediction.made)], |row| row.get(0))?;
            all.entry(name).or_default().note(prediction.outcome, 1);
        }
        Ok(all)
    }

    /// Events that articles from the day on tell too, as they were known before it.
    fn as_then(&self, until: Option<Date>) -> anyhow::Result<Vec<Kept>> {
        let Some(until) = until else { return Ok(Vec::new()) };
        let filter = Filter { as_of: Some(until.yesterday()?), ..Filter::default() };
        let mut statement =
            self.connection.prepare_cached("SELECT id FROM event WHERE told > '' AND told < ?1 AND told_last >= ?1")?;
        let ids: Vec<i64> = statement.query_map([until.to_string()], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut then = Vec::new();
        for id in ids {
            if let Some(kept) = self.numbered(id)?
                && let Some(kept) = self.seen(&filter, kept)?
            {
                then.push(kept);
            }
        }
        Ok(then)
    }

    /// What was announced of these.
    fn announced_then(&self, until: Option<Date>, least: f64) -> anyhow::Result<Vec<(Kept, Prediction)>> {
        let Some(yesterday) = until.map(Date::yesterday).transpose()? else { return Ok(Vec::new()) };
        let filter = Filter { as_of: Some(yesterday), ..Filter::default() };
        let mut announced = Vec::new();
        for kept in self.as_then(until)?.into_iter().filter(|kept| kept.event.score >= least) {
            for prediction in self.predictions_of(&filter, &kept, Some(yesterday))? {
                announced.push((kept.clone(), prediction));
            }
        }
        Ok(announced)
    }
}
