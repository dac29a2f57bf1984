//! A project in; what is reported between codes, what is announced and open, and what sources announced, out: what
//! relations and forecasts are counted from. `until` is the first day whose articles are not known, none for all. An event
//! that later articles tell too stands as those before that day told it ([`Project::as_then`]).

use super::{Filter, Kept, Project, events, passages};
use demarche::event::{Outcome, Prediction};
use demarche::mention::Status;
use demarche::relate::acts::{self, Foretold, LEAST_SCORE};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Subject, kind (with its mode) and object.
type Told = [String; 3];

/// Something announced: what, on which day, and the last day for which it was.
pub(crate) type Announcement = (Told, String, String);

/// What is stored of announcements that no article after the day could have changed, of no less than some score.
const ANNOUNCED: &str = "r.said > ''
    AND (e.score >= ?2 OR EXISTS (SELECT 1 FROM decision d WHERE d.event = e.id AND d.undone = 0))
    AND (?1 = '' OR (r.said < ?1 AND e.told > '' AND e.told_last < ?1))";

/// Whether an event `e` is sure enough, or a person has looked at it.
const SURE: &str = "(e.score >= ?2 OR EXISTS (SELECT 1 FROM decision d WHERE d.event = e.id AND d.undone = 0))";

fn is_sure(kept: &Kept, least: f64) -> bool {
    kept.reviewed || kept.event.score >= least
}

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
    /// Hands on what is reported to have been done, each with its first day; nothing of less confidence. Gives how many
    /// events are left out for that. Both tables are read in their order: looking up the event of each pair takes longer.
    pub(crate) fn each_reported(
        &self,
        until: Option<Date>,
        least: f64,
        then: &[Kept],
        mut take: impl FnMut([&str; 3], &str),
    ) -> anyhow::Result<usize> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT e.id, ?1 = '' OR (e.told > '' AND e.told_last < ?1) AS known FROM event e
             WHERE NOT ({SURE} AND (?1 = '' OR (e.told > '' AND e.told_last < ?1)))"
        ))?;
        // Events that do not count, each with whether it is for doubt alone: it is known by then as it stands.
        let rows = statement.query_map(params![text(until), least], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let left: HashMap<i64, bool> = rows.collect::<Result<_, _>>()?;
        let mut doubted: HashSet<i64> = HashSet::new();
        let sql = "SELECT actor, kind, mode, recipient, first, event FROM pair WHERE status = 'reported'";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut kind = String::new();
        while let Some(row) = rows.next()? {
            let event = row.get(5)?;
            if let Some(for_doubt) = left.get(&event) {
                doubted.extend(for_doubt.then_some(event));
                continue;
            }
            let day = row.get_ref(4)?.as_str()?;
            if day.is_empty() {
                continue;
            }
            kind.clear();
            kind.push_str(row.get_ref(1)?.as_str()?);
            if let Some(mode) = row.get_ref(2)?.as_str_or_null()? {
                kind.extend([" ", mode]);
            }
            take([row.get_ref(0)?.as_str()?, &kind, row.get_ref(3)?.as_str()?], day);
        }
        let mut count = doubted.len();
        for kept in then.iter().filter(|kept| kept.event.status == Status::Reported) {
            let (told, day) = (between(kept), acts::first_day(&kept.event, kept.told.0));
            match day {
                _ if !is_sure(kept, least) => count += usize::from(!told.is_empty()),
                Some(day) => told.iter().for_each(|row| take(row.each_ref().map(String::as_str), &day.to_string())),
                None => {}
            }
        }
        Ok(count)
    }

    /// How many articles are of a day or later.
    pub(crate) fn later(&self, until: Option<Date>) -> anyhow::Result<usize> {
        let Some(until) = until else { return Ok(0) };
        let mut statement = self.connection.prepare_cached("SELECT count(*) FROM article WHERE published >= ?1")?;
        Ok(usize::try_from(statement.query_row([until.to_string()], |row| row.get::<_, i64>(0))?)?)
    }

    /// What is announced and open.
    pub(crate) fn open_announcements(&self, until: Option<Date>, then: &[Kept]) -> anyhow::Result<Vec<Announcement>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT p.actor, p.kind, p.mode, p.recipient, r.said, r.due
             FROM pair p CROSS JOIN prediction r ON r.event = p.event CROSS JOIN event e ON e.id = r.event
             WHERE p.status = 'planned' AND r.outcome = 'open' AND {ANNOUNCED}",
        ))?;
        let rows =
            statement.query_map(params![text(until), LEAST_SCORE], |row| Ok((told(row)?, row.get(4)?, row.get(5)?)))?;
        let mut open: BTreeSet<(String, Told, String)> = BTreeSet::new();
        for row in rows {
            let (told, said, due) = row?;
            open.insert((said, told, due));
        }
        for (kept, prediction) in self.announced_then(until, LEAST_SCORE, then)? {
            let is_planned = kept.event.status == Status::Planned;
            if is_planned && matches!(prediction.outcome, Outcome::Open | Outcome::Silent) {
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
    pub(crate) fn outlets(
        &self,
        until: Option<Date>,
        least: f64,
        then: &[Kept],
    ) -> anyhow::Result<BTreeMap<String, Foretold>> {
        let mut all: BTreeMap<String, Foretold> = BTreeMap::new();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT coalesce(a.source, a.doc), r.outcome, count(*)
             FROM (SELECT r.made, r.outcome FROM prediction r JOIN event e ON e.id = r.event WHERE {ANNOUNCED}) r JOIN article a ON a.id = r.made >> 16 GROUP BY 1, 2"
        ))?;
        let mut rows = statement.query(params![text(until), least])?;
        while let Some(row) = rows.next()? {
            let (outcome, count): (String, i64) = (row.get(1)?, row.get(2)?);
            all.entry(row.get(0)?).or_default().note(super::pack::word(&outcome)?, usize::try_from(count)?);
        }
        let mut outlet =
            self.connection.prepare_cached("SELECT coalesce(source, doc) FROM article WHERE id = ?1 >> 16")?;
        for (_, prediction) in self.announced_then(until, least, then)? {
            let name = outlet.query_row([passages::number(prediction.made)], |row| row.get(0))?;
            all.entry(name).or_default().note(prediction.outcome, 1);
        }
        Ok(all)
    }

    /// Events that articles from the day on tell too, as they were known before it.
    pub(crate) fn as_then(&self, until: Option<Date>) -> anyhow::Result<Vec<Kept>> {
        let Some(until) = until else { return Ok(Vec::new()) };
        let filter = Filter { as_of: Some(until.yesterday()?), ..Filter::default() };
        let mut statement =
            self.connection.prepare_cached("SELECT id FROM event WHERE told > '' AND told < ?1 AND told_last >= ?1")?;
        let ids: Vec<i64> = statement.query_map([until.to_string()], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut then = Vec::new();
        for id in ids {
            then.extend(self.numbered_then(&filter, id)?);
        }
        Ok(then)
    }

    /// What was announced of these.
    fn announced_then(
        &self,
        until: Option<Date>,
        least: f64,
        then: &[Kept],
    ) -> anyhow::Result<Vec<(Kept, Prediction)>> {
        let Some(yesterday) = until.map(Date::yesterday).transpose()? else { return Ok(Vec::new()) };
        let filter = Filter { as_of: Some(yesterday), ..Filter::default() };
        let mut announced = Vec::new();
        for kept in then.iter().filter(|kept| is_sure(kept, least)) {
            for prediction in self.predictions_of(&filter, kept, Some(yesterday))? {
                announced.push((kept.clone(), prediction));
            }
        }
        Ok(announced)
    }
}
