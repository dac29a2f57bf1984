//! A project in; what is reported between codes, what is announced and open, and what outlets announced, out: what
//! relations and forecasts are counted from. `until` is the first day whose articles are not known, empty for none.

use super::Project;
use demarche::relate::acts::Foretold;
use rusqlite::{Row, params};
use std::collections::BTreeMap;

/// Subject, kind (with its mode) and object.
type Told = [String; 3];

fn told(row: &Row<'_>) -> rusqlite::Result<Told> {
    let (kind, mode): (String, Option<String>) = (row.get(1)?, row.get(2)?);
    Ok([row.get(0)?, mode.map_or_else(|| kind.clone(), |mode| format!("{kind} {mode}")), row.get(3)?])
}

impl Project {
    /// What is reported to have been done, each with its first day.
    pub(crate) fn reported(&self, until: &str) -> anyhow::Result<Vec<(Told, String)>> {
        let mut statement = self.connection.prepare(
            "SELECT p.actor, p.kind, p.mode, p.recipient, p.first FROM pair p JOIN event e ON e.id = p.event
             WHERE p.status = 'reported' AND p.first > '' AND (?1 = '' OR e.told < ?1)",
        )?;
        let rows = statement.query_map(params![until], |row| Ok((told(row)?, row.get(4)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What is announced and open, with the days on which it was said and for which.
    pub(crate) fn open_announcements(&self, until: &str) -> anyhow::Result<Vec<(Told, String, String)>> {
        let mut statement = self.connection.prepare(
            "SELECT p.actor, p.kind, p.mode, p.recipient, r.said, r.due FROM prediction r JOIN pair p ON p.event = r.event
             WHERE r.outcome = 'open' AND r.said > '' AND (?1 = '' OR r.said < ?1) ORDER BY r.said, r.made, p.actor",
        )?;
        let rows = statement.query_map(params![until], |row| Ok((told(row)?, row.get(4)?, row.get(5)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What each outlet announced, and what became of it.
    pub(crate) fn outlets(&self, until: &str) -> anyhow::Result<BTreeMap<String, Foretold>> {
        let mut statement = self.connection.prepare(
            "SELECT coalesce(a.source, a.doc), r.outcome, count(*) FROM prediction r JOIN article a ON a.id = r.made / 65536
             WHERE ?1 = '' OR r.said < ?1 GROUP BY 1, 2",
        )?;
        let mut all: BTreeMap<String, Foretold> = BTreeMap::new();
        let mut rows = statement.query(params![until])?;
        while let Some(row) = rows.next()? {
            let (outcome, count): (String, usize) = (row.get(1)?, usize::try_from(row.get::<_, i64>(2)?)?);
            let outlet = all.entry(row.get(0)?).or_default();
            outlet.made += count;
            match outcome.as_str() {
                "happened" => outlet.came += count,
                "late" => {
                    outlet.came += count;
                    outlet.late += count;
                }
                "cancelled" | "contradicted" => outlet.failed += count,
                _ => {}
            }
        }
        Ok(all)
    }
}
