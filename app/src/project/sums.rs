//! An actor or two in, sums over their events out: with whom, of which kind, how friendly, month by month.

use super::Project;
use super::filter::{Filter, code_of};
use super::told_acts::Then;
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
        let until = filter.as_of.map(|day| day.tomorrow()).transpose()?;
        let then = self.as_then(until)?;
        let direction = |from, to| Direction::of(resources, [from, to], self.acts_between(from, to, filter, &then)?);
        Ok([direction(one, other)?, direction(other, one)?])
    }

    /// Day, type and mode of what one is reported to have done to the other, in order of days; `then` are the events that
    /// later articles tell too.
    fn acts_between(&self, from: &str, to: &str, filter: &Filter, then: &[Then]) -> anyhow::Result<Vec<Told>> {
        let bound = |day: Option<Date>, none: &str| day.map_or(none.to_owned(), |d| d.to_string());
        let (least, most) = (bound(filter.from, ""), bound(filter.to, "~"));
        let until = bound(filter.as_of.map(|day| day.tomorrow()).transpose()?, "~");
        let mut statement = self.connection.prepare_cached(
            "SELECT p.first, p.kind, p.mode FROM pair p CROSS JOIN event e ON e.id = p.event
             WHERE p.actor = ?1 AND p.recipient = ?2 AND p.status = 'reported'
               AND p.first > '' AND p.first >= ?3 AND p.first <= ?4 AND p.first < ?5
               AND (?5 = '~' OR (e.since > '' AND e.since < ?5))",
        )?;
        let rows = statement.query_map(params![from, to, least, most, until], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, Option<String>>(2)?))
        })?;
        let mut acts: Vec<_> = rows.collect::<Result<_, _>>()?;
        for (told, first) in then.iter().map(Then::reported) {
            let Some(first) = first.map(|day| day.to_string()) else { continue };
            for [actor, kind, recipient] in told {
                if actor == from && recipient == to && (&least..=&most).contains(&&first) && first < until {
                    let (kind, mode) = kind.split_once(' ').map_or((&**kind, None), |(kind, mode)| (kind, Some(mode)));
                    acts.push((first.clone(), kind.to_owned(), mode.map(str::to_owned)));
                }
            }
        }
        acts.sort();
        Ok(acts)
    }

    /// Whether an event names an actor of this code, or code and sector.
    pub(crate) fn has_actor(&self, code: &str) -> anyhow::Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM part WHERE code = ?1")?.exists([code])?)
    }

    /// Whether an article is in the language, is of the outlet.
    pub(crate) fn has_language(&self, lang: &str) -> anyhow::Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM article WHERE lang = ?1")?.exists([lang])?)
    }

    pub(crate) fn has_outlet(&self, outlet: &str) -> anyhow::Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM article WHERE source = ?1")?.exists([outlet])?)
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
