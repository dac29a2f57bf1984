//! A project in; what is reported between codes, what is announced and open, and what sources announced, out: what
//! relations and forecasts are counted from. `until` is the first day whose articles are not known, none for all. An event
//! that later articles changed stands as those before that day told it ([`Project::as_then`]).

use super::Project;
use super::history::{Standing, Told};
use demarche::mention::Status;
use demarche::relate::acts::{Foretold, LEAST_SCORE};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Something announced: what, on which day, and the last day for which it was.
pub(crate) type Announcement = (Told, String, String);

/// An event as the articles before a day told it, where later ones have changed that.
pub(crate) struct Then {
    event: i64,
    standing: Standing,
    /// A person has looked at it.
    reviewed: bool,
}

impl Then {
    /// What it tells as done, and since when: nothing where it tells of a plan, a claim or a denial.
    pub(super) fn reported(&self) -> (&[Told], Option<Date>) {
        match self.standing.is(Status::Reported) {
            true => (&self.standing.told, self.standing.day),
            false => (&[], None),
        }
    }

    fn is_sure(&self) -> bool {
        self.reviewed || self.standing.is_sure
    }
}

/// What is stored of announcements that no article after the day could have changed, sure enough or looked at by a person.
const ANNOUNCED: &str = "r.said > ''
    AND (e.score >= ?2 OR EXISTS (SELECT 1 FROM decision d WHERE d.event = e.id AND d.undone = 0))
    AND (?1 = '' OR (r.said < ?1 AND e.since > '' AND e.since < ?1))";

/// Whether an event `e` is sure enough, or a person has looked at it.
const SURE: &str = "(e.score >= ?2 OR EXISTS (SELECT 1 FROM decision d WHERE d.event = e.id AND d.undone = 0))";

fn told(row: &Row<'_>) -> rusqlite::Result<Told> {
    let (kind, mode): (String, Option<String>) = (row.get(1)?, row.get(2)?);
    Ok([row.get(0)?, mode.map_or_else(|| kind.clone(), |mode| format!("{kind} {mode}")), row.get(3)?])
}

fn text(until: Option<Date>) -> String {
    until.map(|day| day.to_string()).unwrap_or_default()
}

impl Project {
    /// Hands on what is reported to have been done, each with its first day; nothing of less confidence. Gives how many
    /// events are left out for that. Both tables are read in their order: looking up the event of each pair takes longer.
    pub(crate) fn each_reported(
        &self,
        until: Option<Date>,
        then: &[Then],
        mut take: impl FnMut([&str; 3], &str),
    ) -> anyhow::Result<usize> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT e.id, ?1 = '' OR (e.since > '' AND e.since < ?1) AS known FROM event e
             WHERE NOT ({SURE} AND (?1 = '' OR (e.since > '' AND e.since < ?1)))"
        ))?;
        // Events that do not count, each with whether it is for doubt alone: it is known by then as it stands.
        let rows = statement.query_map(params![text(until), LEAST_SCORE], |row| Ok((row.get(0)?, row.get(1)?)))?;
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
                _ if !one.is_sure() => count += usize::from(!told.is_empty()),
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
        let sql = "SELECT said, due FROM announced
                   WHERE event = ?1 AND since < ?2 AND until >= ?2 AND outcome = 'open' AND said > ''";
        let mut statement = self.connection.prepare_cached(sql)?;
        for one in then.iter().filter(|one| one.is_sure() && one.standing.is(Status::Planned)) {
            let mut rows = statement.query(params![one.event, text(until)])?;
            while let Some(row) = rows.next()? {
                let (said, due): (String, String) = (row.get(0)?, row.get(1)?);
                open.extend(one.standing.told.iter().map(|told| (said.clone(), told.clone(), due.clone())));
            }
        }
        Ok(open.into_iter().map(|(said, told, due)| (told, said, due)).collect())
    }

    /// What each outlet announced, and what became of it; nothing of less confidence.
    pub(crate) fn outlets(&self, until: Option<Date>, then: &[Then]) -> anyhow::Result<BTreeMap<String, Foretold>> {
        let mut all: BTreeMap<String, Foretold> = BTreeMap::new();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT coalesce(a.source, a.doc), r.outcome, count(*)
             FROM (SELECT r.made, r.outcome FROM prediction r JOIN event e ON e.id = r.event WHERE {ANNOUNCED}) r JOIN article a ON a.id = r.made >> 16 GROUP BY 1, 2"
        ))?;
        let mut rows = statement.query(params![text(until), LEAST_SCORE])?;
        while let Some(row) = rows.next()? {
            let (outcome, count): (String, i64) = (row.get(1)?, row.get(2)?);
            all.entry(row.get(0)?).or_default().note(super::pack::word(&outcome)?, usize::try_from(count)?);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(a.source, a.doc), p.outcome FROM announced p JOIN article a ON a.id = p.made >> 16
             WHERE p.event = ?1 AND p.since < ?2 AND p.until >= ?2",
        )?;
        for one in then.iter().filter(|one| one.is_sure()) {
            let mut rows = statement.query(params![one.event, text(until)])?;
            while let Some(row) = rows.next()? {
                all.entry(row.get(0)?).or_default().note(super::pack::word(row.get_ref(1)?.as_str()?)?, 1);
            }
        }
        Ok(all)
    }

    /// Events that articles from the day on have changed, as they were known before it.
    pub(crate) fn as_then(&self, until: Option<Date>) -> anyhow::Result<Vec<Then>> {
        let Some(until) = until else { return Ok(Vec::new()) };
        let mut statement = self.connection.prepare_cached(
            "SELECT event, record, EXISTS (SELECT 1 FROM decision d WHERE d.event = p.event AND d.undone = 0)
             FROM past p WHERE since < ?1 AND until >= ?1 ORDER BY event",
        )?;
        let mut rows = statement.query([until.to_string()])?;
        let mut then = Vec::new();
        while let Some(row) = rows.next()? {
            let standing = Standing::read(row.get_ref(1)?.as_str()?)?;
            then.push(Then { event: row.get(0)?, standing, reviewed: row.get(2)? });
        }
        Ok(then)
    }
}
