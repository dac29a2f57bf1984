//! `demarche relation`: events and two actors in; the page of how they stand out.

use super::args::Relation;
use super::history::{self, date, find};
use crate::output;
use demarche::relate::acts;
use demarche::resources::Wording;
use demarche::resources::ontology::Ontology;
use demarche::tell::related::{Related, tell};
use std::io::Write;

pub(crate) fn run(command: &Relation) -> anyhow::Result<u8> {
    let wording = &Wording::embedded(&command.from.lang, "relation.title")?;
    let history = history::read(&command.from)?;
    let table = &history.table;
    let name = |wanted: &str| -> anyhow::Result<&str> {
        let at = find(wording, table, wanted)?;
        Ok(table.actors.get(at as usize).map_or("", String::as_str))
    };
    let (one, other) = (name(&command.one)?, name(&command.other)?);
    let acts = acts::of_table(&Ontology::embedded()?, table);
    let related = Related { table, acts: &acts, one, other, day: history.day, date: &date };
    let text = tell(wording, &related);
    let mut output = output::open(command.from.output.as_deref())?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    Ok(0)
}
