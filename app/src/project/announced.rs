//! A filter in, what was announced about the events that meet it and what became of it out, one by one or counted.

use super::articles::{WITHIN, day};
use super::deeds::{Looks, look, needs_a_look};
use super::filter::{Filter, Having, Rows, Where};
use super::past::{self, Past};
use super::{Kept, Project, pack, passages};
use demarche::event::{Outcome, Prediction};
use demarche::relate::acts::Foretold;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

impl Project {
    /// What was announced about the events that meet the filter, and what became of it; what is announced again once.
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
            let named = |one: &Prediction| !one.again && filter.names_outcome(one.outcome) && is_wanted(one);
            Ok(self.predictions_of(filter, kept, today)?.into_iter().filter(named).collect())
        })
    }

    /// How many announcements of each outcome there are about the events that meet the filter.
    pub(crate) fn outcomes(&self, filter: &Filter) -> anyhow::Result<BTreeMap<Outcome, usize>> {
        let mut found: BTreeMap<Outcome, usize> = BTreeMap::new();
        self.each_outcome(filter, |one| {
            *found.entry(one.outcome).or_default() += usize::from(!one.again);
            Ok(())
        })?;
        found.retain(|_, count| *count > 0);
        Ok(found)
    }

    /// What became of the announcements of each outlet about these events.
    pub(crate) fn fared(&self, filter: &Filter) -> anyhow::Result<BTreeMap<String, Foretold>> {
        let sql = "SELECT coalesce(source, doc) FROM article WHERE id = ?1";
        let mut outlet = self.connection.prepare_cached(sql)?;
        let mut of_article: HashMap<i64, String> = HashMap::new();
        let mut found: BTreeMap<String, Foretold> = BTreeMap::new();
        self.each_outcome(filter, |one| {
            let name = match of_article.entry(one.made >> WITHIN) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let name = outlet.query_row([new.key()], |row| row.get(0))?;
                    new.insert(name)
                }
            };
            match found.get_mut(name) {
                Some(foretold) => foretold.note(one.outcome, 1),
                None => found.entry(name.clone()).or_default().note(one.outcome, 1),
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Hands on each passage that announces something about these events.
    fn each_outcome(&self, filter: &Filter, mut take: impl FnMut(Became) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let mut looks = Looks::new(self, filter);
        let today = self.today(filter)?.map_or(String::new(), |day| day.to_string());
        let mut each = |from: &str, conditions: Where, look: &str| -> anyhow::Result<()> {
            let sql = format!(
                "SELECT p.made, p.outcome, p.outcome = 'open' AND p.due > '' AND p.due < ?1, p.again, p.event, {look}
                 FROM {from} AND {}",
                conditions.text()
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let values = std::iter::once(Value::Text(today.clone())).chain(conditions.values);
            let mut rows = statement.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                if row.get(5)? && !looks.is_met(row.get(4)?)? {
                    continue;
                }
                let outcome = if row.get(2)? { Outcome::Silent } else { pack::word(row.get_ref(1)?.as_str()?)? };
                take(Became { made: row.get(0)?, outcome, again: row.get(3)? })?;
            }
            Ok(())
        };
        // Of all that was announced no event is looked up.
        let is_all = *filter == Filter { limit: filter.limit, ..filter.then() };
        match filter.as_of {
            None if is_all => each("prediction p WHERE ?1 = ?1", Where::default(), "0"),
            None => {
                let from = "prediction p JOIN event e ON e.id = p.event WHERE ?1 = ?1";
                each(from, self.conditions(filter, Rows::Event)?, "0")
            }
            Some(_) if is_all => each("announced p WHERE p.since <= ?1 AND p.until > ?1", Where::default(), "0"),
            Some(_) => {
                let now = "announced p JOIN event e ON e.id = p.event
                    WHERE p.since <= ?1 AND p.until > ?1 AND e.since > '' AND e.since <= ?1";
                each(now, self.conditions(filter, Rows::Event)?, &look(filter))?;
                let then = "announced p WHERE p.since <= ?1 AND p.until > ?1";
                let day = |past: &Past| past.standing.day.map(|day| day.to_string()).unwrap_or_default();
                let past = self.past(filter)?;
                let (doubtful, sure): (Vec<_>, Vec<_>) =
                    past.iter().cloned().partition(|past| needs_a_look(filter, &day(past)));
                for (past, look) in [(sure, "0"), (doubtful, "1")] {
                    let mut of_past = Where::default();
                    of_past.and("p.event IN (SELECT value FROM json_each(?))", [past::numbers(&past)]);
                    each(then, of_past, look)?;
                }
                Ok(())
            }
        }
    }

    /// All that announces one event, the last first, as of the day of the filter.
    pub(crate) fn predictions_of(
        &self,
        filter: &Filter,
        kept: &Kept,
        today: Option<Date>,
    ) -> anyhow::Result<Vec<Prediction>> {
        let day = filter.as_of.map_or(String::new(), |day| day.to_string());
        let announced = match filter.as_of {
            None => "prediction p JOIN article a ON a.id = p.made >> 16 WHERE p.event = ?1 AND ?2 = ?2",
            Some(_) => {
                "announced p JOIN article a ON a.id = p.made >> 16
                 WHERE p.event = ?1 AND p.since <= ?2 AND p.until > ?2"
            }
        };
        let sql = format!(
            "SELECT made, due, outcome, settled, again FROM {announced} ORDER BY said DESC, doc DESC, made DESC"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![kept.number, day])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(prediction(kept, row, today)?);
        }
        Ok(found)
    }
}

/// A passage that announces something, by its number, what became of that, and whether it was announced before.
struct Became {
    made: i64,
    outcome: Outcome,
    again: bool,
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
        again: row.get(4)?,
    })
}
