//! An actor or two in, sums over their events out: with whom, of which kind, how friendly, month by month.

use super::Project;
use super::filter::{Filter, code_of};
use demarche::Resources;
use demarche::mention::{EventType, Mode, Quad};
use jiff::civil::Date;
use rusqlite::params;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Partners of an actor that are named.
const PARTNERS: i64 = 15;

/// Day, type and mode of an act.
type Told = (String, String, Option<String>);

/// What one does to another.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Direction {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) events: usize,
    /// In the order of the quadrants: words and deeds of cooperation, words and deeds of conflict.
    pub(crate) quadrants: [usize; 4],
    /// Mean of the scores of the acts, −10 to 10.
    pub(crate) tone: f64,
    pub(crate) types: BTreeMap<String, usize>,
    /// Month, events, mean score.
    pub(crate) months: Vec<(String, usize, f64)>,
}

impl Direction {
    fn of(resources: &Resources, [from, to]: [&str; 2], acts: Vec<Told>) -> anyhow::Result<Self> {
        let mut sums = Self { from: from.to_owned(), to: to.to_owned(), ..Self::default() };
        let mut months: BTreeMap<String, (usize, f64)> = BTreeMap::new();
        for (first, kind, mode) in acts {
            let kind: EventType = super::pack::word(&kind)?;
            let mode: Option<Mode> = mode.as_deref().map(super::pack::word).transpose()?;
            let score = resources.ontology.score(kind, mode);
            sums.events += 1;
            sums.tone += score;
            let quadrant = Quad::ALL.iter().position(|q| *q == kind.quad()).unwrap_or_default();
            sums.quadrants[quadrant] += 1;
            *sums.types.entry(kind.to_string()).or_default() += 1;
            let month = months.entry(first.chars().take(7).collect()).or_default();
            *month = (month.0 + 1, month.1 + score);
        }
        sums.tone = super::pack::rounded(sums.tone / sums.events.max(1) as f64);
        let mean =
            |(month, (count, sum)): (String, (usize, f64))| (month, count, super::pack::rounded(sum / count as f64));
        sums.months = months.into_iter().map(mean).collect();
        Ok(sums)
    }
}

/// What is told of one actor.
#[derive(Debug, Serialize)]
pub(crate) struct Portrait {
    pub(crate) code: String,
    pub(crate) acts: BTreeMap<String, i64>,
    pub(crate) suffers: BTreeMap<String, i64>,
    pub(crate) partners: Vec<(String, i64)>,
    pub(crate) first: String,
    pub(crate) last: String,
}

impl Project {
    /// What is told as done by one towards the other and back, as far as the filter's days go.
    pub(crate) fn directions(
        &self,
        resources: &Resources,
        [one, other]: [&str; 2],
        filter: &Filter,
    ) -> anyhow::Result<[Direction; 2]> {
        let days = |day: Option<Date>, none: &str| day.map_or(none.to_owned(), |day| day.to_string());
        let days = [days(filter.from, ""), days(filter.to, "~")];
        let acts = match filter.as_of {
            Some(day) => self.acts_then([one, other], &days, day)?,
            None => [self.acts_between(one, other, &days)?, self.acts_between(other, one, &days)?],
        };
        let [there, back] = acts;
        Ok([Direction::of(resources, [one, other], there)?, Direction::of(resources, [other, one], back)?])
    }

    /// What one is reported to have done to the other, in order of days.
    fn acts_between(&self, from: &str, to: &str, [least, most]: &[String; 2]) -> anyhow::Result<Vec<Told>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT first, kind, mode FROM pair WHERE actor = ?1 AND recipient = ?2 AND status = 'reported'
               AND first > '' AND first >= ?3 AND first <= ?4 ORDER BY first",
        )?;
        let rows =
            statement.query_map(params![from, to, least, most], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The same in both directions, as the articles of a day and before tell it.
    fn acts_then(&self, two: [&str; 2], [least, most]: &[String; 2], day: Date) -> anyhow::Result<[Vec<Told>; 2]> {
        let until = Some(day.tomorrow()?);
        let last = day.to_string();
        let most = most.min(&last).as_str();
        let mut acts = [Vec::new(), Vec::new()];
        self.each_reported(until, 0.0, &self.as_then(until)?, |[actor, kind, recipient], first| {
            let way = [two, [two[1], two[0]]].iter().position(|way| *way == [actor, recipient]);
            if let Some(way) = way.filter(|_| *first >= **least && first <= most) {
                let (kind, mode) = kind.split_once(' ').map_or((kind, None), |(kind, mode)| (kind, Some(mode)));
                acts[way].push((first.to_owned(), kind.to_owned(), mode.map(str::to_owned)));
            }
        })?;
        acts.iter_mut().for_each(|acts| acts.sort());
        Ok(acts)
    }

    /// Whether an event names an actor of this code, or code and sector.
    pub(crate) fn has_actor(&self, code: &str) -> anyhow::Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM part WHERE code = ?1")?.exists([code])?)
    }

    /// The codes of all actors, with and without their sectors.
    pub(crate) fn actor_codes(&self) -> anyhow::Result<BTreeSet<String>> {
        let mut statement = self.connection.prepare_cached("SELECT DISTINCT code FROM part")?;
        let codes = statement.query_map([], |row| row.get(0))?;
        Ok(codes.collect::<Result<_, _>>()?)
    }

    pub(crate) fn portrait(&self, code: &str) -> anyhow::Result<Portrait> {
        let by_type = |side: &str| -> anyhow::Result<BTreeMap<String, i64>> {
            let mut statement = self
                .connection
                .prepare_cached("SELECT kind, count(*) FROM part WHERE code = ?1 AND side = ?2 GROUP BY kind")?;
            let rows = statement.query_map([code, side], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let mut statement = self.connection.prepare_cached(
            "SELECT other, count(DISTINCT event) AS n FROM (
                SELECT recipient AS other, event FROM pair WHERE actor = ?1
                UNION ALL SELECT actor, event FROM pair WHERE recipient = ?1)
             GROUP BY other ORDER BY n DESC, other LIMIT ?2",
        )?;
        let partners = statement.query_map(params![code_of(code), PARTNERS], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (first, last) = self
            .connection
            .prepare_cached(
                "SELECT coalesce(min(first), ''), coalesce(max(first), '') FROM part WHERE code = ?1 AND first > ''",
            )?
            .query_row([code], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Portrait {
            code: code.to_owned(),
            acts: by_type("a")?,
            suffers: by_type("r")?,
            partners: partners.collect::<Result<_, _>>()?,
            first,
            last,
        })
    }
}
