//! A project in; what is reported between codes, what is announced and open, and what sources announced, out: what
//! relations and forecasts are counted from. `until` is the first day whose articles are not known, none for all. An event
//! that later articles tell too stands as those before that day told it ([`Project::as_then`]).

use super::articles::day;
use super::passages::Stored;
use super::query::Fixed;
use super::{Kept, Project, events, passages};
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

/// An event as the articles before a day tell it, and what had been announced of it by then.
pub(crate) struct Then {
    kept: Kept,
    announced: Vec<Prediction>,
}

impl Then {
    /// What it tells as done, and since when: nothing where it tells of a plan, a claim or a denial.
    pub(super) fn reported(&self) -> (Vec<Told>, Option<Date>) {
        match self.kept.event.status {
            Status::Reported => (between(&self.kept), acts::first_day(&self.kept.event, self.kept.told.0)),
            _ => (Vec::new(), None),
        }
    }
}

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
        then: &[Then],
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
        for one in then {
            let (told, day) = one.reported();
            match day {
                _ if !is_sure(&one.kept, least) => count += usize::from(!told.is_empty()),
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
    pub(crate) fn open_announcements(&self, until: Option<Date>, then: &[Then]) -> anyhow::Result<Vec<Announcement>> {
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
        for (kept, prediction) in announced_then(then, LEAST_SCORE) {
            let is_planned = kept.event.status == Status::Planned;
            if is_planned && matches!(prediction.outcome, Outcome::Open | Outcome::Silent) {
                let made = passages::one(&self.connection, passages::number(prediction.made))?;
                let (Some(said), due) = (made.published(), text(made.mention.time.map(|time| time.end))) else {
                    continue;
                };
                open.extend(between(kept).into_iter().map(|told| (said.to_string(), told, due.clone())));
            }
        }
        Ok(open.into_iter().map(|(said, told, due)| (told, said, due)).collect())
    }

    /// What each outlet announced, and what became of it; nothing of less confidence.
    pub(crate) fn outlets(
        &self,
        until: Option<Date>,
        least: f64,
        then: &[Then],
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
        for (_, prediction) in announced_then(then, least) {
            let name = outlet.query_row([passages::number(prediction.made)], |row| row.get(0))?;
            all.entry(name).or_default().note(prediction.outcome, 1);
        }
        Ok(all)
    }

    /// Events that articles from the day on tell too, as they were known before it; where `named` are given, only those in
    /// which a passage names them all, or that a person corrected. What they are read of lies apart in the file: all is asked for at once.
    pub(crate) fn as_then(&self, until: Option<Date>, named: &[&str]) -> anyhow::Result<Vec<Then>> {
        let Some(day_after) = until else { return Ok(Vec::new()) };
        let (today, until) = (day_after.yesterday()?, day_after.to_string());
        let mut statement = self.connection.prepare_cached(
            "SELECT e.id, e.name, e.told, EXISTS (SELECT 1 FROM decision d WHERE d.event = e.id AND d.undone = 0)
             FROM event e WHERE e.told > '' AND e.told < ?1 AND e.told_last >= ?1 ORDER BY e.id",
        )?;
        let mut fixed: HashMap<i64, Fixed> = HashMap::new();
        let mut rows = statement.query([&until])?;
        while let Some(row) = rows.next()? {
            let (number, first) = (row.get(0)?, day(&row.get::<_, String>(2)?)?);
            let _ = fixed.insert(number, Fixed { number, id: row.get(1)?, first, reviewed: row.get(3)? });
        }
        let mut then = Vec::new();
        passages::each_told_before(&self.connection, &until, named, |number, told| {
            let Some(fixed) = fixed.remove(&number) else { return Ok(()) };
            if let Some(kept) = Kept::told_by(&self.connection, &told, fixed)? {
                let told_as_done = |one: &Stored| matches!(one.mention.status, Status::Reported | Status::Claimed);
                let announced = match told.iter().all(told_as_done) {
                    true => Vec::new(),
                    false => events::follow(&kept.event, &told.iter().collect::<Vec<_>>(), Some(today)).1,
                };
                then.push(Then { kept, announced });
            }
            Ok(())
        })?;
        Ok(then)
    }
}

/// What was announced of those that are sure enough.
fn announced_then(then: &[Then], least: f64) -> impl Iterator<Item = (&Kept, &Prediction)> {
    let sure = then.iter().filter(move |one| is_sure(&one.kept, least));
    sure.flat_map(|one| one.announced.iter().map(|prediction| (&one.kept, prediction)))
}
