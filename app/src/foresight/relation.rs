//! `demarche relation`: events and two actors in; the page of how they stand out.

use super::args::Relation;
use super::history::{self, date, find};
use crate::output;
use anyhow::Context;
use demarche::relate::acts;
use demarche::tell::related::{Related, tell};
use std::io::Write;

pub(crate) fn run(command: &Relation) -> anyhow::Result<u8> {
    let resources = crate::tables()?;
    let history = history::read(resources, &command.from)?;
    let table = &history.table;
    let name = |wanted: &str| -> anyhow::Result<&str> {
        let at = find(resources, table, wanted)?;
        Ok(table.actors.get(at as usize).map_or("", String::as_str))
    };
    let (one, other) = (name(&command.one)?, name(&command.other)?);
    let acts = acts::of_table(resources, table);
    let related = Related { table, acts: &acts, one, other, day: history.day, date: &date };
    let text = tell(resources, &command.from.lang, &related).context("no language is built")?;
    let mut output = output::open(command.from.output.as_deref())?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    Ok(0)
}
