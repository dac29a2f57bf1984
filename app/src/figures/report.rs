//! `demarche report`: a project in, one file to send out: the briefing with its passages and drawings as a page that needs nothing
//! else, or the briefing as PDF or DOCX.

use super::args::{Format, Report};
use super::brief::{self, TOLD, told};
use super::{Relation, Sight};
use crate::ask::known;
use crate::project::{Filter, Kept, Project, code_of, explain};
use crate::serve::words::Words;
use crate::{output, paper, tables};
use anyhow::Context;
use demarche::Resources;
use demarche::event::Event;
use demarche::mention::Actor;
use demarche::resources::Wording;
use demarche::resources::atlas::Atlas;
use demarche::tell::drawn::{Figure, Lead, Showing};
use demarche::tell::{Brief, Drawings};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Relations that are drawn.
const PAIRS: usize = 3;

pub(crate) fn run(command: &Report) -> anyhow::Result<u8> {
    let path = command.path.clone().map_or_else(|| command.which.path(), Ok)?;
    let filter = told(command.conditions.filter_or(TOLD)?);
    let format = command.format()?;
    let write = |project: &Project| {
        known::check(project, &filter)?;
        let resources = tables()?;
        let brief = brief::write(project, resources, &filter, &command.language)?;
        let (brief, _) = brief.context("nothing in the project meets these conditions, so there is no report")?;
        Ok(match format {
            Format::Html => page(project, resources, &filter, &command.language, &brief)?.into_bytes(),
            Format::Pdf => paper::pdf(&brief)?,
            Format::Docx => paper::docx(&brief)?,
        })
    };
    let made = Project::open(&path).and_then(|project| project.at_once(write));
    let bytes = made.map_err(|error| explain(error, &path))?;
    let mut output = output::open(command.output.as_deref())?;
    output.write_all(&bytes)?;
    output.finish()?;
    Ok(0)
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
    let words = Words::load()?;
    let tongue = words.choose(Some(lang), "");
    // A sentence about several events cites none of them alone.
    let mut cited: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, statement) in brief.statements() {
        if let ([id], Some(first)) = (&*statement.events, statement.citations.first()) {
            let _ = cited.entry(id).or_insert(*first);
        }
    }
    let parties = |actors: &[Actor]| {
        let codes: BTreeSet<&str> = actors.iter().map(|actor| actor.code.as_str()).collect();
        let names: Vec<&str> = codes.into_iter().map(|code| wording.names.name(code).unwrap_or(code)).collect();
        names.join(", ")
    };
    let said = |event: &Event| tongue.fact(event, parties);
    let lead = |lead: Lead<'_>| match lead {
        Lead::Event(id) => cited.get(id).map_or(String::new(), |n| format!("#n{n}")),
        _ => String::new(),
    };
    let showing = Showing { wording: &wording, id: "", lead: &lead };
    let when = |kept: &Kept| tongue.when(kept, |time| showing.time(time));
    let sight = Sight { project, ontology: &resources.ontology, filter, showing, fact: &said, when: &when };
    let figures = figures(&sight)?;
    let heading = wording.phrases.word("chart.heading");
    let table = wording.phrases.word("chart.table");
    Ok(brief.page(&Drawings { heading, table, figures: &figures }))
}

fn figures(sight: &Sight<'_>) -> anyhow::Result<Vec<Figure>> {
    const IDS: [[&str; 2]; PAIRS] = [["course1", "months1"], ["course2", "months2"], ["course3", "months3"]];
    let mut figures = Vec::new();
    let middle = sight.filter.actors.first().map(|code| code_of(code));
    let ties = sight.around(middle)?;
    for ((one, other), ids) in sight.pairs(middle, &ties.0, PAIRS)?.iter().zip(IDS) {
        let Relation { course, months, .. } = sight.relation(one, other, ids, true)?;
        figures.extend([course, months]);
    }
    let events = sight.project.events(sight.filter)?;
    figures.push(sight.lanes(&events, "lanes")?);
    let [network, matrix] = sight.drawn(&ties, middle, ["network", "matrix"]);
    figures.extend([network, matrix, sight.map(&events, &Atlas::embedded()?, false, "map")?]);
    Ok(figures)
}
