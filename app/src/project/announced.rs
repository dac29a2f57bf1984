//! A filter in, what was announced about the events that meet it and what became of it out, one by one or counted.

use super::articles::day;
use super::filter::{Filter, Having};
use super::history::Standing;
use super::query::MANY;
use super::{Kept, Project, events, pack, passages};
use demarche::event::{Outcome, Prediction};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use std::collections::BTreeMap;

impl Project {
    /// What was announced about the events that meet the filter, and what became of it.
    pub(crate) fn predictions(&self, filter: &Filter) -> anyhow::Result<Vec<(Kept, Prediction)>> {
        self.predictions_that(filter, |_| true)
    }

    /// Those of them that are wanted.
    pub(crate) fn predictions_that(
        &self,
        filter: &Filter,
        is_wanted: impl Fn(&Prediction) -> bool,
    ) -> anyhow::Result<Vec<(Kept, Prediction)>> {
        let today = self.today(filter)?;
        self.having(Having::Prediction(None), filter, |kept| {
            let named = |one: &Prediction| filter.names_outcome(one.outcome) && is_wanted(one);
            Ok(self.predictions_of(filter, kept, today)?.into_iter().filter(named).collect())
        })
    }

    /// How many announcements of each outcome there are about the events that meet the filter.
    pub(crate) fn outcomes(&self, filter: &Filter) -> anyhow::Result<BTreeMap<Outcome, usize>> {
        let mut found: BTreeMap<Outcome, usize> = BTreeMap::new();
        if filter.asks_of_then() {
            for (_, prediction) in self.predictions(&Filter { limit: 0, ..filter.clone() })? {
                *found.entry(prediction.outcome).or_default() += 1;
            }
            return Ok(found);
        }
        let today = self.today(filter)?.map_or(String::new(), |day| day.to_string());
        let conditions = self.conditions(&filter.and_having(Having::Prediction(None)))?;
        let values = || [Value::Text(today.clone())].into_iter().chain(conditions.values.iter().cloned());
        // Of an event of many passages only the first and the last of a past day are told.
        let few = format!("e.passages <= {MANY}");
        let unchanged = if filter.as_of.is_some() { format!("e.since <= ?1 AND {few}") } else { "?1 = ?1".to_owned() };
        let sql = format!(
            "SELECT p.outcome, p.outcome = 'open' AND p.due > '' AND p.due < ?1, count(*)
             FROM prediction p JOIN event e ON e.id = p.event WHERE {unchanged} AND {} GROUP BY 1, 2",
            conditions.text()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values()))?;
        while let Some(row) = rows.next()? {
            let outcome = if row.get(1)? { Outcome::Silent } else { pack::word(&row.get::<_, String>(0)?)? };
            *found.entry(outcome).or_default() += usize::try_from(row.get::<_, i64>(2)?)?;
        }
        if filter.as_of.is_some() {
            let sql = format!(
                "SELECT t.record FROM past t JOIN event e ON e.id = t.event WHERE t.since <= ?1 AND t.until > ?1 AND {few} AND {}",
                conditions.text()
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values()))?;
            while let Some(row) = rows.next()? {
                for made in Standing::read(row.get_ref(0)?.as_str()?)?.announced() {
                    let (_, _, due, outcome) = made?;
                    let passed = outcome == Outcome::Open && !due.is_empty() && *due < *today;
                    *found.entry(if passed { Outcome::Silent } else { outcome }).or_default() += 1;
                }
            }
            let sql = format!("SELECT e.id FROM event e WHERE ?1 = ?1 AND NOT {few} AND {}", conditions.text());
            let mut statement = self.connection.prepare_cached(&sql)?;
            for number in statement.query_map(params_from_iter(values()), |row| row.get(0))? {
                let Some(kept) = self.numbered_then(filter, number?)? else { continue };
                for prediction in self.predictions_of(filter, &kept, filter.as_of)? {
                    *found.entry(prediction.outcome).or_default() += 1;
                }
            }
        }
        Ok(found)
    }

    /// What was announced about one event, the last first, as of the day of the filter.
    pub(crate) fn predictions_of(
        &self,
        filter: &Filter,
        kept: &Kept,
        today: Option<Date>,
    ) -> anyhow::Result<Vec<Prediction>> {
        if filter.as_of.is_some() {
            let then = self.then(filter, kept.number)?;
            let told = events::announced(&kept.event, &then.iter().collect::<Vec<_>>(), today);
            return Ok(told.into_iter().rev().collect());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT made, due, outcome, settled FROM prediction WHERE event = ?1 ORDER BY said DESC, made DESC",
        )?;
        let mut rows = statement.query([kept.number])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(prediction(kept, row, today)?);
        }
        Ok(found)
    }
}

fn prediction(kept: &Kept, row: &Row<'_>, today: Option<Date>) -> anyhow::Result<Prediction> {
    let (made, due, outcome) = (row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?);
    let outcome: Outcome = pack::word(&outcome)?;
    let passed = day(&due)?.zip(today).is_some_and(|(due, today)| today > due);
    Ok(Prediction {
        event: usize::try_from(kept.number)?,
        made: passages::place(made),
        outcome: if outcome == Outcome::Open && passed { Outcome::Silent } else { outcome },
        settled: row.get::<_, Option<i64>>(3)?.map(passages::place),
    })
}
