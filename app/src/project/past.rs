//! A filter with a past day in; the events that later articles have changed, as they stood on that day, out.
//!
//! One answer asks for them several times, each time with other conditions: they are read once.

use super::Project;
use super::filter::{Filter, Rows};
use super::history::Standing;
use super::then::kept_of;
use jiff::civil::Date;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use std::collections::HashSet;
use std::sync::Arc;

/// An event as it stood on a day.
pub(super) struct Past {
    pub(super) event: i64,
    pub(super) standing: Standing,
}

/// What one answer has read of them: of a day, and of the last filter.
#[derive(Default)]
pub(super) struct Pasts {
    of_day: Option<(Date, Arc<[Arc<Past>]>)>,
    of_filter: Option<(Filter, Arc<[Arc<Past>]>)>,
}

/// Their numbers, as statements take them.
pub(super) fn numbers(past: &[Arc<Past>]) -> String {
    serde_json::json!(past.iter().map(|one| one.event).collect::<Vec<_>>()).to_string()
}

impl Project {
    /// The events that articles after the day of the filter have changed and that met it then, as far as can be known without a
    /// look at their passages; in order of their numbers.
    pub(super) fn past(&self, filter: &Filter) -> anyhow::Result<Arc<[Arc<Past>]>> {
        let Some(day) = filter.as_of else { return Ok(Arc::new([])) };
        let known = self.read.borrow().as_ref().and_then(|read| kept_of(&read.pasts.of_filter, filter));
        if let Some(known) = known {
            return Ok(known);
        }
        let all = self.past_of_day(day)?;
        let mut met: Vec<Arc<Past>> = all.iter().filter(|past| past.standing.meets(filter)).map(Arc::clone).collect();
        let rest = filter.conditions_in(Rows::Past);
        if !rest.sql.is_empty() && !met.is_empty() {
            let sql =
                format!("SELECT e.id FROM json_each(?) n CROSS JOIN event e ON e.id = n.value WHERE {}", rest.text());
            let values = [Value::Text(numbers(&met))].into_iter().chain(rest.values);
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(values), |row| row.get(0))?;
            let left: HashSet<i64> = rows.collect::<Result<_, _>>()?;
            met.retain(|past| left.contains(&past.event));
        }
        let met: Arc<[Arc<Past>]> = met.into();
        if let Some(read) = self.read.borrow_mut().as_mut() {
            read.pasts.of_filter = Some((filter.clone(), Arc::clone(&met)));
        }
        Ok(met)
    }

    fn past_of_day(&self, day: Date) -> anyhow::Result<Arc<[Arc<Past>]>> {
        let known = self.read.borrow().as_ref().and_then(|read| kept_of(&read.pasts.of_day, &day));
        if let Some(known) = known {
            return Ok(known);
        }
        let sql = "SELECT event, record FROM past WHERE since <= ?1 AND until > ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([day.to_string()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let standing = Standing::read(row.get_ref(1)?.as_str()?)?;
            found.push(Arc::new(Past { event: row.get(0)?, standing }));
        }
        found.sort_unstable_by_key(|past| past.event);
        let found: Arc<[Arc<Past>]> = found.into();
        if let Some(read) = self.read.borrow_mut().as_mut() {
            read.pasts.of_day = Some((day, Arc::clone(&found)));
        }
        Ok(found)
    }
}
