//! `demarche add`: articles in, coded, linked with what the project holds, and kept.

use super::args::{Add, shown};
use crate::batch;
use crate::pipeline;
use crate::project::{Added, Project, explain};
use crate::report::Report;
use crate::{exit_code, tables};
use demarche::Resources;
use demarche::read::Reading;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Articles that are coded at a time: what is lost when the process is killed.
const AT_A_TIME: usize = 16;

pub(crate) fn run(command: &Add) -> anyhow::Result<u8> {
    let path = command.which.path_or_new()?;
    let mut report = Report::new(command.input.quiet);
    let counts = add(command, &path, &mut report).map_err(|error| explain(error, &path))?;
    if !command.input.quiet {
        eprintln!("demarche: {}: {} articles added, {} were there", shown(&path), counts.new, counts.known);
    }
    Ok(exit_code(&report, &command.input, counts.new + counts.known))
}

/// What became of articles.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) new: usize,
    pub(crate) known: usize,
}

impl Counts {
    pub(crate) fn join(&mut self, other: Self) {
        self.new += other.new;
        self.known += other.known;
    }
}

fn add(command: &Add, path: &Path, report: &mut Report) -> anyhow::Result<Counts> {
    // First the file, which may refuse; the tables take longer.
    let mut project = Project::create(path)?;
    let resources = tables()?;
    let limit = command.input.limits.checked().time;
    let mut counts = Counts::default();
    let bar = progress(command.input.quiet);
    pipeline::each_portion(resources, &command.input, report, |portion, report| {
        bar.inc_length(portion.len() as u64);
        counts.join(put(&mut project, resources, portion, limit, report, &mut || bar.inc(1))?);
        Ok(())
    })?;
    project.finish(resources)?;
    bar.finish_and_clear();
    Ok(counts)
}

/// Codes those of the articles that the project does not know and adds them, one after the other; `done` hears of each.
pub(crate) fn put(
    project: &mut Project,
    resources: &'static Resources,
    readings: Vec<Reading>,
    limit: Duration,
    report: &mut Report,
    done: &mut dyn FnMut(),
) -> anyhow::Result<Counts> {
    let mut counts = Counts::default();
    let mut fresh: Vec<Reading> = Vec::new();
    for reading in readings {
        if project.knows(&reading.article)? {
            counts.known += 1;
            done();
        } else if pipeline::built_language(resources, &reading.article, report).is_some() {
            fresh.push(reading);
        } else {
            done();
        }
    }
    while !fresh.is_empty() {
        let part: Arc<Vec<Reading>> = Arc::new(fresh.drain(..AT_A_TIME.min(fresh.len())).collect());
        let results = batch::map(&part, limit, move |reading| demarche::run(resources, reading.article.clone()));
        for (reading, result) in part.iter().zip(results) {
            match result {
                Err(failure) => report.failed(&reading.article.id, &failure, limit),
                Ok((coded, notes)) => {
                    report.notes(&reading.article.id, &notes);
                    match project.add(coded)? {
                        Added::New => counts.new += 1,
                        Added::Known => counts.known += 1,
                    }
                }
            }
            done();
        }
    }
    Ok(counts)
}

/// A bar with the time that is left, on a terminal only.
fn progress(quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} articles, {per_sec}, {eta} left");
    let bar = ProgressBar::new(0);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
