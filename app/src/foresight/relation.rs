//! `demarche relation`: events and two actors in; the page of how they stand out.

use super::args::Relation;
use super::history::{self, Beside, History, date, find};
use crate::output;
use anyhow::bail;
use demarche::relate::acts;
use demarche::resources::Wording;
use demarche::resources::names::Names;
use demarche::resources::ontology::Ontology;
use demarche::tell::related::{Related, tell};
use std::io::Write;

pub(crate) fn run(command: &Relation) -> anyhow::Result<u8> {
    let (history, one, other) = pair(command)?;
    let (table, day) = (&history.table, history.day);
    let acts = acts::of_table(&Ontology::embedded()?, table);
    let (doubtful, later) = (history.doubtful, history.later);
    let related = Related { table, acts: &acts, one: &one, other: &other, day, doubtful, later, date: &date };
    let text = tell(&Wording::embedded(&command.from.wording.language, "relation.title")?, &related);
    let mut output = output::open(command.from.output.as_deref())?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    Ok(0)
}

/// What is known, and the two actors by the names that they have there.
pub(crate) fn pair(command: &Relation) -> anyhow::Result<(History, String, String)> {
    let names = &Names::embedded()?;
    let history = history::read(&command.from, Beside::Nothing)?;
    let name = |wanted: &str| -> anyhow::Result<String> {
        let at = find(names, &history.table, wanted)?;
        Ok(history.table.actors.get(at as usize).cloned().unwrap_or_default())
    };
    let (one, other) = (name(&command.one)?, name(&command.other)?);
    if one == other {
        bail!("give two actors; {one} is one");
    }
    Ok((history, one, other))
}
