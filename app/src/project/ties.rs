//! Codes and days in; what is between them out: the acts of one towards another, sums for each pair, and who is near whom.

use super::Project;
use super::filter::Filter;
use demarche::mention::{EventType, Mode};
use demarche::relate::acts::{self, Act};
use demarche::resources::ontology::Ontology;
use demarche::tell::drawn::Tie;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use std::collections::BTreeMap;

/// The days of a filter as texts that bound those of the file.
fn days(filter: &Filter) -> [String; 3] {
    let bound = |day: Option<jiff::civil::Date>, none: &str| day.map_or(none.to_owned(), |d| d.to_string());
    [bound(filter.from, ""), bound(filter.to, "~"), bound(filter.as_of, "~")]
}

fn score(ontology: &Ontology, kind: &str, mode: Option<&str>) -> anyhow::Result<(EventType, f64)> {
    let kind: EventType = super::pack::word(kind)?;
    let mode: Option<Mode> = mode.map(super::pack::word).transpose()?;
    Ok((kind, ontology.score(kind, mode)))
}

impl Project {
    /// What one is reported to have done to the other, in order of days. The number of an act is that of its event.
    pub(crate) fn acts(&self, ontology: &Ontology, from: &str, to: &str, filter: &Filter) -> anyhow::Result<Vec<Act>> {
        let [first, last, told] = days(filter);
        let mut statement = self.connection.prepare_cached(
            "SELECT p.first, p.kind, p.mode, p.event FROM pair p JOIN event e ON e.id = p.event
             WHERE p.actor = ?1 AND p.recipient = ?2 AND p.status = 'reported' AND p.first > ''
               AND p.first >= ?3 AND p.first <= ?4 AND e.told <= ?5 ORDER BY p.first, p.event",
        )?;
        let mut rows = statement.query(params![from, to, first, last, told])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (day, kind, mode): (String, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (kind, score) = score(ontology, &kind, mode.as_deref())?;
            // Of what was before 1970 there is no course.
            let Some(day) = day.parse().ok().and_then(acts::day) else { continue };
            let event = u32::try_from(row.get::<_, i64>(3)?)?;
            found.push(Act { day, event, one: event, quad: Some(kind.quad()), score: Some(score) });
        }
        Ok(found)
    }

    /// What is between those of these codes, for each ordered pair.
    pub(crate) fn ties(&self, ontology: &Ontology, codes: &[String], filter: &Filter) -> anyhow::Result<Vec<Tie>> {
        let marks = vec!["?"; codes.len()].join(", ");
        let sql = format!(
            "SELECT p.actor, p.recipient, p.kind, p.mode, p.status = 'reported', count(*)
             FROM pair p JOIN event e ON e.id = p.event
             WHERE p.actor IN ({marks}) AND p.recipient IN ({marks})
               AND p.first >= ? AND p.first <= ? AND e.told <= ? GROUP BY 1, 2, 3, 4, 5"
        );
        let texts = codes.iter().chain(codes).chain(&days(filter)).cloned().map(Value::Text).collect::<Vec<_>>();
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(texts))?;
        let mut ties: BTreeMap<(String, String), Tie> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (from, to): (String, String) = (row.get(0)?, row.get(1)?);
            let (kind, mode): (String, Option<String>) = (row.get(2)?, row.get(3)?);
            let count = usize::try_from(row.get::<_, i64>(5)?)?;
            let tie = ties.entry((from.clone(), to.clone())).or_default();
            (tie.from, tie.to) = (from, to);
            tie.events += count;
            if row.get(4)? {
                tie.done += count;
                tie.score += score(ontology, &kind, mode.as_deref())?.1 * count as f64;
            }
        }
        Ok(ties.into_values().collect())
    }

    /// Those with whom one has most to do, with the number of events; of all, where none is named.
    pub(crate) fn near(
        &self,
        code: Option<&str>,
        filter: &Filter,
        most: usize,
    ) -> anyhow::Result<Vec<(String, usize)>> {
        let [first, last, _] = days(filter);
        let sql = match code {
            Some(_) => {
                "SELECT other, count(DISTINCT event) AS n FROM (
                    SELECT recipient AS other, event FROM pair WHERE actor = ?1 AND first >= ?2 AND first <= ?3
                    UNION ALL SELECT actor, event FROM pair WHERE recipient = ?1 AND first >= ?2 AND first <= ?3)
                 GROUP BY other ORDER BY n DESC, other LIMIT ?4"
            }
            None => {
                // Who never acts and only suffers is in the network too.
                "SELECT code, count(*) AS n FROM (
                    SELECT actor AS code FROM pair WHERE ?1 = '' AND first >= ?2 AND first <= ?3
                    UNION ALL SELECT recipient FROM pair WHERE ?1 = '' AND first >= ?2 AND first <= ?3)
                 GROUP BY code ORDER BY n DESC, code LIMIT ?4"
            }
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![code.unwrap_or_default(), first, last, most as i64], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)? as usize))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
