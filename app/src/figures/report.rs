//! `demarche report`: a project in, one file to send out: the briefing with its passages and drawings as a page that needs nothing
//! else, or the briefing as PDF or DOCX.

use super::args::{Format, Report};
use super::{Relation, Sight};
use crate::export::title;
use crate::project::{Filter, Kept, Project, explain};
use crate::{output, paper, tables};
use anyhow::{Context, bail};
use demarche::event::Event;
use demarche::resources::Wording;
use demarche::resources::atlas::Atlas;
use demarche::tell::drawn::{Figure, Lead, Showing};
use demarche::tell::{self, Brief, Drawings};
use demarche::{Resources, relate};
use std::collections::BTreeMap;
use std::io::Write;

/// Events on which a briefing is written, and the confidence below which they are left out, if nothing is said.
const TOLD: usize = 200;
const LEAST: f64 = 0.35;
/// Relations that are drawn.
const PAIRS: usize = 3;

pub(crate) fn run(command: &Report) -> anyhow::Result<u8> {
    let path = command.path.clone().map_or_else(|| command.which.path(), Ok)?;
    let mut filter = command.conditions.filter_or(TOLD)?;
    if filter.min_confidence == 0.0 {
        filter.min_confidence = LEAST;
    }
    let made = Project::open(&path).and_then(|project| {
        let resources = tables()?;
        let brief = briefing(&project, resources, &filter, &command.language)?;
        Ok(match command.format() {
            Format::Html => page(&project, resources, &filter, &command.language, &brief)?.into_bytes(),
            Format::Pdf => paper::pdf(&brief)?,
            Format::Docx => paper::docx(&brief)?,
        })
    });
    let bytes = made.map_err(|error| explain(error, &path))?;
    let mut output = output::open(command.output.as_deref())?;
    output.write_all(&bytes)?;
    output.finish()?;
    Ok(0)
}

fn briefing(project: &Project, resources: &Resources, filter: &Filter, lang: &str) -> anyhow::Result<Brief> {
    let (coded, linked) = project.batch(filter)?;
    if coded.is_empty() {
        bail!("nothing in the project meets these conditions, so there is no report");
    }
    let relations = relate::relate(resources, &linked);
    tell::brief(resources, lang, &coded, &linked, &relations).context("no language is built")
}

/// The briefing with drawings; their marks lead to the passages of the briefing.
fn page(
    project: &Project,
    resources: &Resources,
    filter: &Filter,
    lang: &str,
    brief: &Brief,
) -> anyhow::Result<String> {
    let wording = Wording::embedded(lang, "chart.empty")?;
    let mut sentences: BTreeMap<&str, (&str, Option<usize>)> = BTreeMap::new();
    for (_, statement) in brief.statements() {
        for id in &statement.events {
            let _ = sentences.entry(id).or_insert((&statement.text, statement.citations.first().copied()));
        }
    }
    let told =
        |event: &Event| sentences.get(event.id.as_str()).map_or_else(|| title(event), |(text, _)| (*text).to_owned());
    let lead = |lead: Lead<'_>| match lead {
        Lead::Event(id) => sentences.get(id).and_then(|(_, n)| *n).map_or(String::new(), |n| format!("#n{n}")),
        _ => String::new(),
    };
    let when = |kept: &Kept| kept.event.time.map(|t| t.start).or(kept.told.0).map_or(String::new(), |d| d.to_string());
    let sight = Sight {
        project,
        ontology: &resources.ontology,
        filter,
        showing: Showing { wording: &wording, id: "", lead: &lead },
        fact: &told,
        when: &when,
    };
    let figures = figures(&sight)?;
    let heading = wording.phrases.word("chart.heading");
    let table = wording.phrases.word("chart.table");
    Ok(brief.page(&Drawings { heading, table, figures: &figures }))
}

fn figures(sight: &Sight<'_>) -> anyhow::Result<Vec<Figure>> {
    const IDS: [[&str; 2]; PAIRS] = [["course1", "months1"], ["course2", "months2"], ["course3", "months3"]];
    let mut figures = Vec::new();
    for ((one, other), ids) in sight.pairs(PAIRS)?.iter().zip(IDS) {
        let Relation { course, months, .. } = sight.relation(one, other, ids)?;
        figures.extend([course, months]);
    }
    let events = sight.project.events(sight.filter)?;
    figures.push(sight.lanes(&events, "lanes")?);
    let middle = sight.filter.actors.first().map(|code| code.split(' ').next().unwrap_or_default());
    let [network, matrix] = sight.ties(middle, ["network", "matrix"])?;
    figures.extend([network, matrix, sight.map(&events, &Atlas::embedded()?, false, "map")]);
    Ok(figures)
}
