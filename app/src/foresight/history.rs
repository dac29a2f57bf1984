//! A table of events or articles in; the events known on a day, and what is announced, out.

use super::args::From;
use crate::args::Input;
use crate::event_table::{self, Fault};
use crate::pipeline;
use crate::project::Filter;
use crate::report::Report;
use anyhow::{Context, bail};
use demarche::event::Coded;
use demarche::relate::acts::{self, Announced, Foretold};
use demarche::relate::foresee::EventTable;
use demarche::resources::Wording;
use demarche::{Resources, link};
use std::collections::BTreeMap;

/// What is known before a day.
pub(crate) struct History {
    pub(crate) table: EventTable,
    /// The first day that is not known.
    pub(crate) day: u32,
    pub(crate) announced: Vec<Announced>,
    pub(crate) sources: BTreeMap<String, Foretold>,
}

pub(crate) fn read(from: &From) -> anyhow::Result<History> {
    let as_of = from.as_of.map(event_table::number).transpose()?;
    let history = match &from.table {
        Some(path) => {
            let read = event_table::read(path)?;
            Fault::tell(path, &read.faults);
            let day = as_of.unwrap_or(read.table.events.last().map_or(0, |e| e.day) + 1);
            History { table: read.table, day, announced: Vec::new(), sources: BTreeMap::new() }
        }
        None if from.paths.is_empty() => of_project(from, as_of)?,
        None => of_articles(crate::tables()?, from, as_of)?,
    };
    let history = History { table: history.table.before(history.day), ..history };
    if history.table.events.is_empty() {
        bail!("no event is known before the day of issue; give a later --as-of");
    }
    Ok(history)
}

/// The events of a project as the articles before the day tell them.
fn of_project(from: &From, as_of: Option<u32>) -> anyhow::Result<History> {
    let until = as_of.and_then(event_table::date);
    let (rows, open, sources, last) = from.which.with(|project| {
        let rows = project.reported(until, acts::LEAST_SCORE)?;
        let last = project.today(&Filter::default())?;
        Ok((rows, project.open_announcements(until)?, project.outlets(until, acts::LEAST_SCORE)?, last))
    })?;
    let number = |date: &str| date.parse().ok().and_then(acts::day);
    let rows: Vec<([String; 3], u32)> = rows.into_iter().filter_map(|(row, day)| Some((row, number(&day)?))).collect();
    let table = EventTable::from_rows(rows);
    let last = last.and_then(acts::day).or(table.events.last().map(|event| event.day));
    let day = as_of.unwrap_or(last.map_or(0, |last| last + 1));
    let announced = open.into_iter().filter_map(|([subject, kind, object], said, due)| {
        let due = number(&due);
        let is_over = due.is_some_and(|due| due < day);
        (!is_over).then_some(Announced { said: number(&said)?, due, subject, kind, object })
    });
    Ok(History { table, day, announced: announced.collect(), sources })
}

fn of_articles(resources: &'static Resources, from: &From, as_of: Option<u32>) -> anyhow::Result<History> {
    let input = Input::quiet(from.paths.clone(), from.limits.clone());
    let mut report = Report::new(true);
    let published = |coded: &Coded| coded.article.published.as_ref().and_then(|(date, _)| acts::day(*date));
    let mut coded: Vec<Coded> = Vec::new();
    pipeline::each_coded(resources, &input, 0.0, &mut report, |one| {
        // An article without a day could be from any: what is known on a day does not hold it.
        if as_of.is_none_or(|day| published(&one).is_some_and(|published| published < day)) {
            coded.push(one);
        }
        Ok(())
    })?;
    report.finish();
    let last = coded.iter().filter_map(published).max();
    let day = as_of.or(last.map(|last| last + 1)).context("no article with a day of publishing could be read")?;
    let linked = link::link(resources, &coded);
    Ok(History {
        table: EventTable::from_rows(acts::rows(&coded, &linked)),
        day,
        announced: acts::announced(&coded, &linked, day),
        sources: acts::by_source(&coded, &linked),
    })
}

/// The actor of this name: as written, with spaces for low lines in any case, or by the name of its code in the language of the page.
pub(crate) fn find(wording: &Wording, table: &EventTable, name: &str) -> anyhow::Result<u32> {
    let plain = |name: &str| name.replace('_', " ").to_lowercase();
    let wanted = plain(name);
    let exact = table.actors.iter().position(|a| a == name);
    let found = exact
        .or_else(|| table.actors.iter().position(|a| plain(a) == wanted))
        .or_else(|| table.actors.iter().position(|actor| wording.names.is_called(actor, &wanted)));
    let near = || {
        let near: Vec<&str> =
            table.actors.iter().map(String::as_str).filter(|a| plain(a).contains(&wanted)).take(5).collect();
        if near.is_empty() { String::new() } else { format!("; there are {}", near.join(", ")) }
    };
    found.map(|at| at as u32).with_context(|| format!("the events name no actor {name:?}{}", near()))
}

/// Writes a day.
pub(crate) fn date(day: u32) -> String {
    event_table::date(day).map(|date| date.to_string()).unwrap_or_default()
}
