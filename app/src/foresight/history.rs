//! A table of events or articles in; the events known on a day, and what is announced, out.

use super::args::From;
use crate::args::Input;
use crate::ask::known::{alike, named, plain};
use crate::event_table::{self, Fault, Read};
use crate::pipeline;
use crate::project::Filter;
use crate::report::Report;
use anyhow::{Context, bail};
use demarche::event::Coded;
use demarche::relate::acts::{self, Announced, Foretold};
use demarche::relate::foresee::{EventTable, Rows};
use demarche::resources::names::Names;
use demarche::{Resources, link};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// Pairs of names that look alike, told at most.
const ALIKE: usize = 5;

/// What is known before a day.
pub(crate) struct History {
    pub(crate) table: EventTable,
    /// The first day that is not known.
    pub(crate) day: u32,
    /// The first day that the events no longer cover; it may lie after the day or before.
    pub(crate) reach: u32,
    /// Events left out for their low confidence.
    pub(crate) doubtful: usize,
    /// Articles of the day or later that took part in deciding which passages tell the same event.
    pub(crate) later: usize,
    /// Of a project only where they are asked for.
    pub(crate) announced: Vec<Announced>,
    pub(crate) sources: BTreeMap<String, Foretold>,
}

/// What is read of a project beside its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    Nothing,
    Announced,
    Sources,
}

pub(crate) fn read(from: &From, beside: Beside) -> anyhow::Result<History> {
    let as_of = from.as_of.map(event_table::number).transpose()?;
    let history = match &from.table {
        Some(path) => {
            let read = event_table::read(path, as_of)?;
            Fault::tell(path, &read.faults);
            tell_alike(path, &read);
            tell_unclassed(path, &read.table);
            let day = as_of.unwrap_or(read.table.events.last().map_or(0, |e| e.day) + 1);
            let (announced, sources) = (Vec::new(), BTreeMap::new());
            History { table: read.table, day, reach: read.reach, doubtful: 0, later: 0, announced, sources }
        }
        None if from.paths.is_empty() => of_project(from, as_of, beside)?,
        None => of_articles(crate::tables()?, from, as_of)?,
    };
    let history = History { table: history.table.before(history.day), ..history };
    if history.table.events.is_empty() {
        let left = if history.doubtful > 0 {
            format!(" ({} left out for low confidence)", history.doubtful)
        } else {
            String::new()
        };
        bail!("no event is known before the day of issue{left}; give a later --as-of");
    }
    Ok(history)
}

/// Tells how many rows say the same, and which names look like one.
fn tell_alike(path: &Path, read: &Read) {
    if read.twice > 0 {
        eprintln!("demarche: {}: {} rows say the same as another; each counts once", path.display(), read.twice);
    }
    let mut names: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in &read.table.actors {
        names.entry(plain(name)).or_default().push(name);
    }
    for alike in names.into_values().filter(|alike| alike.len() > 1).take(ALIKE) {
        eprintln!("demarche: {}: {} are counted as different actors", path.display(), alike.join(" and "));
    }
}

/// Tells which types of a table are taken for neither conflict nor cooperation, for nothing is known of them.
fn tell_unclassed(path: &Path, table: &EventTable) {
    let mut rows = vec![0_usize; table.kinds.len()];
    table.events.iter().for_each(|event| rows[event.triple[1] as usize] += 1);
    let kinds = table.kinds.iter().zip(&table.classes).zip(&rows);
    let unknown: Vec<(&str, usize)> = kinds
        .filter(|((_, class), rows)| class.is_none() && **rows > 0)
        .map(|((kind, _), rows)| (&**kind, *rows))
        .collect();
    if !unknown.is_empty() {
        let rows: usize = unknown.iter().map(|(_, rows)| rows).sum();
        let first: Vec<&str> = unknown.iter().map(|(kind, _)| *kind).take(ALIKE).collect();
        eprintln!(
            "demarche: {}: {rows} rows of {} types of no known scale ({}) count as neither conflict nor cooperation; PLOVER, CAMEO and \
             ICEWS names and codes are known",
            path.display(),
            unknown.len(),
            first.join(", ")
        );
    }
}

/// The events of a project as the articles before the day tell them.
fn of_project(from: &From, as_of: Option<u32>, beside: Beside) -> anyhow::Result<History> {
    let until = as_of.and_then(event_table::date);
    let number = |date: &str| date.parse().ok().and_then(acts::day);
    let (table, open, sources, last, doubtful, later) = from.which.with(|project| {
        let then = project.as_then(until)?;
        let (mut rows, mut days) = (Rows::default(), HashMap::new());
        let doubtful = project.each_reported(until, &then, |row, day| {
            // Days are few.
            let known = match days.get(day) {
                Some(known) => *known,
                None => *days.entry(day.to_owned()).or_insert(number(day)),
            };
            known.into_iter().for_each(|day| rows.add(row, day));
        })?;
        let last = project.today(&Filter::default())?;
        let open = match beside {
            Beside::Announced => project.open_announcements(until, &then)?,
            _ => Vec::new(),
        };
        let sources = match beside {
            Beside::Sources => project.outlets(until, &then)?,
            _ => BTreeMap::new(),
        };
        Ok((rows.table(), open, sources, last, doubtful, project.later(until)?))
    })?;
    let last = last.and_then(acts::day).or(table.events.last().map(|event| event.day));
    let day = as_of.unwrap_or(last.map_or(0, |last| last + 1));
    let announced = open.into_iter().filter_map(|([subject, kind, object], said, due)| {
        let due = number(&due);
        let is_over = due.is_some_and(|due| due < day);
        (!is_over).then_some(Announced { said: number(&said)?, due, subject, kind, object })
    });
    let reach = last.map_or(0, |last| last + 1);
    Ok(History { table, day, reach, doubtful, later, announced: acts::once(announced.collect()), sources })
}

fn of_articles(resources: &'static Resources, from: &From, as_of: Option<u32>) -> anyhow::Result<History> {
    let input = Input::quiet(from.paths.clone(), from.limits.clone());
    let mut report = Report::new(true);
    let published = |coded: &Coded| coded.article.published.as_ref().and_then(|(date, _)| acts::day(*date));
    let mut coded: Vec<Coded> = Vec::new();
    let mut last = None;
    pipeline::each_coded(resources, &input, 0.0, &mut report, |one| {
        last = last.max(published(&one));
        // An article without a day could be from any: what is known on a day does not hold it.
        if as_of.is_none_or(|day| published(&one).is_some_and(|published| published < day)) {
            coded.push(one);
        }
        Ok(())
    })?;
    report.finish();
    let reach = last.map(|last| last + 1);
    let day = as_of.or(reach).context("no article with a day of publishing could be read")?;
    let linked = link::link(resources, &coded);
    Ok(History {
        table: EventTable::from_rows(acts::rows(&coded, &linked)),
        day,
        reach: reach.unwrap_or_default(),
        doubtful: acts::doubtful(&linked),
        later: 0,
        announced: acts::announced(&coded, &linked, day),
        sources: acts::by_source(&coded, &linked),
    })
}

/// The actor of this name: as written, with spaces for low lines in any case, or the one that has this code or name in
/// any built language.
pub(crate) fn find(names: &[Names], table: &EventTable, name: &str) -> anyhow::Result<u32> {
    let wanted = plain(name);
    let codes: BTreeSet<&str> = names.iter().flat_map(|names| names.called(&wanted)).collect();
    let titles = codes.iter().flat_map(|code| names.iter().filter_map(|names| names.name(code)));
    let called: BTreeSet<String> = titles.chain(codes.iter().copied()).map(plain).collect();
    let at = |fits: &dyn Fn(&String) -> bool| table.actors.iter().position(fits);
    let found = at(&|actor| actor == name)
        .or_else(|| at(&|a| plain(a) == wanted))
        .or_else(|| at(&|a| called.contains(&plain(a))));
    found.map(|at| at as u32).with_context(|| {
        match &alike(name, named(names, table.actors.iter().map(String::as_str)))[..] {
            [] => format!("the events name no actor {name:?}"),
            near => format!("the events name no actor {name:?}; there are {}", near.join(", ")),
        }
    })
}

/// Writes a day.
pub(crate) fn date(day: u32) -> String {
    event_table::date(day).map(|date| date.to_string()).unwrap_or_default()
}
