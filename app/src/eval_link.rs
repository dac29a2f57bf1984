//! `demarche eval link`: hand-coded articles in, added to a project one by one and linked there; the records out that
//! `score/score_link.py` scores.

use crate::args::{EvalLink, LinkedKind};
use crate::output;
use crate::project::{Filter, Project};
use crate::tables;
use anyhow::{Context, bail};
use demarche::records::linked::LinkedWriter;
use demarche::records::{Line, gold};
use std::io::{self, Read, Write};
use std::path::Path;

pub(crate) fn run(command: &EvalLink) -> anyhow::Result<u8> {
    let mut input = String::new();
    io::stdin().lock().read_to_string(&mut input).context("failed to read standard input")?;
    let resources = tables()?;
    let mut project = Project::create(Path::new(":memory:"))?;
    for (number, json) in input.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut coded = gold::read(Line { file: "standard input", number: number + 1 }, json)?;
        if command.own {
            if resources.language(&coded.article.lang).is_none() {
                continue;
            }
            coded = demarche::run(resources, coded.article).0;
        }
        project.add([coded])?;
    }
    project.finish(resources)?;
    let faults = project.check(true)?.faults;
    if let Some(fault) = faults.first() {
        bail!("the project is not sound: {fault}");
    }
    let (coded, linked) = project.batch(&Filter::default())?;
    let writer = LinkedWriter::new(&coded, &linked);
    let mut out = output::open(None)?;
    for kind in &command.kinds {
        let text = match kind {
            LinkedKind::Events => writer.events(),
            LinkedKind::Disputes => writer.disputes(),
            LinkedKind::Predictions => writer.predictions(),
            LinkedKind::Agreements => writer.agreements(),
            LinkedKind::Positions => writer.positions(),
            LinkedKind::Voices => writer.voices(),
        };
        out.write_all(text.as_bytes())?;
    }
    out.finish()?;
    Ok(0)
}
