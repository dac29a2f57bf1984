//! Codes and conditions in; who is told to have done what to whom, event by event, out: what drawings and sums count.
//!
//! On a past day an event counts as its articles of then told it: where later ones have changed that, what is kept of its
//! past is read in place of its rows.

use super::Project;
use super::filter::{Filter, Rows, Where};
use super::past::Past;
use demarche::mention::Status;
use jiff::civil::Date;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Codes from which on pairs are not sought one by one.
const SOUGHT: usize = 64;

/// What one is told to do to another in an event.
#[derive(Clone, Copy)]
pub(super) struct Deed<'r> {
    pub(super) actor: &'r str,
    pub(super) recipient: &'r str,
    pub(super) kind: &'r str,
    pub(super) mode: Option<&'r str>,
    /// The first day of the event; empty where no article tells one.
    pub(super) first: &'r str,
    pub(super) is_reported: bool,
    pub(super) event: i64,
}

/// Whose deeds, and towards whom; none for anybody.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) from: Option<&'a BTreeSet<&'a str>>,
    pub(super) to: Option<&'a BTreeSet<&'a str>>,
}

impl Sides<'_> {
    fn hold(&self, actor: &str, recipient: &str) -> bool {
        self.from.is_none_or(|codes| codes.contains(actor)) && self.to.is_none_or(|codes| codes.contains(recipient))
    }

    /// Whether so little lies between them that the event of each pair can be looked up.
    fn are_few(&self) -> bool {
        [self.from, self.to].iter().all(|codes| codes.is_some_and(|codes| codes.len() == 1))
    }
}

/// How one takes part in events of a kind.
#[derive(Clone, Copy)]
pub(super) struct Part<'r> {
    pub(super) acts: bool,
    pub(super) kind: &'r str,
    /// The first and the last of the days on which they began; empty where no article tells one.
    pub(super) days: [&'r str; 2],
}

/// Events that meet conditions and stand in their own rows as they did on the day of the filter, each with whether only a look
/// tells; by the number of the event.
#[derive(Default)]
pub(super) struct Met(Vec<Option<bool>>);

impl Met {
    fn get(&self, event: i64) -> Option<bool> {
        self.0.get(usize::try_from(event).ok()?).copied().flatten()
    }

    fn add(&mut self, event: i64, needs_a_look: bool) -> anyhow::Result<()> {
        let at = usize::try_from(event)?;
        if self.0.len() <= at {
            self.0.resize(at + 1, None);
        }
        self.0[at] = Some(needs_a_look);
        Ok(())
    }
}

impl Project {
    /// Hands on what those of one side are told to do to those of the other, each pair's together.
    pub(super) fn each_deed(
        &self,
        filter: &Filter,
        sides: Sides<'_>,
        mut take: impl FnMut(Deed<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut looks = Looks::new(self, filter);
        // Looking up the event of each pair takes longer than listing all events that meet the filter.
        let met = if is_plain(filter) || sides.are_few() { None } else { Some(self.met_now(filter)?) };
        let Where { sql, values } = self.pairs(filter, sides)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let (actor, recipient) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
            let event = row.get(6)?;
            let needs_a_look = match &met {
                Some(met) => met.get(event),
                None => Some(row.get(7)?),
            };
            let Some(needs_a_look) = needs_a_look.filter(|_| sides.hold(actor, recipient)) else { continue };
            if needs_a_look && !looks.is_met(event)? {
                continue;
            }
            take(Deed {
                actor,
                recipient,
                kind: row.get_ref(2)?.as_str()?,
                mode: row.get_ref(3)?.as_str_or_null()?,
                first: row.get_ref(4)?.as_str()?,
                is_reported: row.get_ref(5)?.as_str()? == Status::Reported.name(),
                event,
            })?;
        }
        for past in self.past(filter)?.iter() {
            let Past { event, ref standing } = **past;
            let first = standing.day.map(|day| day.to_string()).unwrap_or_default();
            let needs_a_look = needs_a_look(filter, &first);
            for [actor, kind, recipient] in &standing.told {
                if sides.hold(actor, recipient) && (!needs_a_look || looks.is_met(event)?) {
                    let (kind, mode) = kind.split_once(' ').map_or((&**kind, None), |(kind, mode)| (kind, Some(mode)));
                    let is_reported = standing.is(Status::Reported);
                    take(Deed { actor, recipient, kind, mode, first: &first, is_reported, event })?;
                }
            }
        }
        Ok(())
    }

    /// Rows of pairs; of few those whose events meet the filter and stand as they did on its day, with whether it needs a look.
    fn pairs(&self, filter: &Filter, sides: Sides<'_>) -> anyhow::Result<Where> {
        let joined = sides.are_few() && !is_plain(filter);
        let look = if joined { look(filter) } else { "0".to_owned() };
        let mut sql =
            format!("SELECT p.actor, p.recipient, p.kind, p.mode, p.first, p.status, p.event, {look} FROM pair p");
        if joined {
            sql.push_str(" CROSS JOIN event e ON e.id = p.event");
        }
        sql.push_str(" WHERE 1");
        let mut values = Vec::new();
        for (column, codes) in [("actor", sides.from), ("recipient", sides.to)] {
            match codes {
                Some(codes) if codes.len() == 1 => {
                    sql.push_str(&format!(" AND p.{column} = ?"));
                    values.extend(codes.iter().map(|code| Value::Text((*code).to_owned())));
                }
                // Of few each pair is sought; of many all is read that one does.
                Some(codes) if column == "actor" || codes.len() < SOUGHT => {
                    sql.push_str(&format!(" AND p.{column} IN (SELECT value FROM json_each(?))"));
                    values.push(Value::Text(serde_json::to_string(codes)?));
                }
                _ => {}
            }
        }
        if joined {
            let conditions = self.standing_now(filter)?;
            sql.push_str(&format!(" AND {}", conditions.text()));
            values.extend(conditions.values);
        }
        if sides.from.is_none_or(|codes| codes.len() > 1) && sides.to.is_none_or(|codes| codes.len() > 1) {
            sql.push_str(" ORDER BY p.actor, p.recipient");
        }
        Ok(Where { sql, values })
    }

    /// The conditions on an event that stands as it did on the day of the filter.
    fn standing_now(&self, filter: &Filter) -> anyhow::Result<Where> {
        // That it was known then, the day since which it stands says.
        let undated = Filter { as_of: None, ..filter.clone() };
        let mut conditions = if is_plain(&undated) { Where::default() } else { self.conditions(filter, Rows::Event)? };
        if let Some(day) = filter.as_of {
            conditions.and(&format!("e.since > '' AND e.since <= '{day}'"), []);
        }
        Ok(conditions)
    }

    fn met_now(&self, filter: &Filter) -> anyhow::Result<Arc<Met>> {
        let conditions = self.standing_now(filter)?;
        self.kept_met(filter, || {
            let sql = format!("SELECT e.id, {} FROM event e WHERE {}", look(filter), conditions.text());
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(&conditions.values))?;
            let mut met = Met::default();
            while let Some(row) = rows.next()? {
                met.add(row.get(0)?, row.get(1)?)?;
            }
            Ok(met)
        })
    }

    /// Hands on how one takes part, with in how many events: those of one kind together or in parts.
    pub(super) fn each_part(
        &self,
        code: &str,
        filter: &Filter,
        mut take: impl FnMut(Part<'_>, usize),
    ) -> anyhow::Result<()> {
        let mut looks = Looks::new(self, filter);
        let met = if is_plain(filter) { None } else { Some(self.met_now(filter)?) };
        let sql = match met {
            // Without a day it counts and has none.
            None => {
                "SELECT kind, side, min(first), max(first), 0, count(*) FROM part WHERE code = ?1 GROUP BY side, kind, first = ''"
            }
            Some(_) => "SELECT kind, side, first, first, event, 1 FROM part WHERE code = ?1",
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([code])?;
        while let Some(row) = rows.next()? {
            if let Some(met) = &met {
                let event = row.get(4)?;
                match met.get(event) {
                    None => continue,
                    Some(needs_a_look) if needs_a_look && !looks.is_met(event)? => continue,
                    Some(_) => {}
                }
            }
            let days = [row.get_ref(2)?.as_str()?, row.get_ref(3)?.as_str()?];
            let part = Part { acts: row.get_ref(1)?.as_str()? == "a", kind: row.get_ref(0)?.as_str()?, days };
            take(part, usize::try_from(row.get::<_, i64>(5)?)?);
        }
        for past in self.past(filter)?.iter().filter(|past| past.standing.names(code)) {
            let Past { event, ref standing } = **past;
            let day = standing.day.map(|day| day.to_string()).unwrap_or_default();
            let days = [day.as_str(), day.as_str()];
            if needs_a_look(filter, &day) && !looks.is_met(event)? {
                continue;
            }
            let sides = [(true, standing.acts(code)), (false, standing.suffers(code))];
            for (acts, _) in sides.into_iter().filter(|(_, is_there)| *is_there) {
                take(Part { acts, kind: standing.kind(), days }, 1);
            }
        }
        Ok(())
    }
}

/// Whether the filter asks for nothing.
fn is_plain(filter: &Filter) -> bool {
    filter.as_of.is_none() && filter.conditions().sql.is_empty()
}

/// Whether of events that later articles changed only a look tells if they met the conditions then: of all of them, or of
/// those that began before the day that is given.
pub(super) fn looked_at(filter: &Filter) -> Option<Option<Date>> {
    filter.as_of?;
    let of_all = filter.min_origins > 1 || filter.min_confidence.is_some() && !filter.asks_for_the_sure();
    if of_all { Some(None) } else { filter.from.map(Some) }
}

/// Whether an event that began on a day needs a look.
pub(super) fn needs_a_look(filter: &Filter, first: &str) -> bool {
    looked_at(filter).is_some_and(|before| before.is_none_or(|day| first < day.to_string().as_str()))
}

/// The column that says whether an event needs a look.
pub(super) fn look(filter: &Filter) -> String {
    match filter.as_of.zip(looked_at(filter)) {
        None => "0".to_owned(),
        Some((day, None)) => format!("e.told_last > '{day}'"),
        Some((day, Some(from))) => format!("e.told_last > '{day}' AND e.first < '{from}'"),
    }
}

/// Looks at events, each once.
pub(super) struct Looks<'a> {
    project: &'a Project,
    filter: &'a Filter,
    met: HashMap<i64, bool>,
}

impl<'a> Looks<'a> {
    pub(super) fn new(project: &'a Project, filter: &'a Filter) -> Self {
        Self { project, filter, met: HashMap::new() }
    }

    pub(super) fn is_met(&mut self, event: i64) -> anyhow::Result<bool> {
        if let Some(met) = self.met.get(&event) {
            return Ok(*met);
        }
        let met = self.project.numbered_then(self.filter, event)?.is_some();
        self.met.insert(event, met);
        Ok(met)
    }
}
