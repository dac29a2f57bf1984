//! `demarche add`: articles in, coded, linked with what the project holds, and kept.

use super::args::{Add, shown};
use crate::args::Input;
use crate::batch;
use crate::pipeline;
use crate::project::{Added, Project, explain};
use crate::report::{Reason, Report};
use crate::{exit_code, tables};
use demarche::Resources;
use demarche::read::Reading;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Articles that are coded and added at a time: what is lost when the process is killed.
pub(super) const AT_A_TIME: usize = 128;

pub(crate) fn run(command: &Add) -> anyhow::Result<u8> {
    let path = command.which.path_or_new()?;
    let mut report = Report::new(command.input.quiet);
    let counts = add_to(command, &path, &mut report).map_err(|error| explain(error, &path))?;
    if !command.input.quiet {
        eprintln!("demarche: {}: {} articles added, {} were there", shown(&path), counts.new, counts.known);
    }
    Ok(exit_code(&report, &command.input, counts.new + counts.known))
}

fn add_to(command: &Add, path: &Path, report: &mut Report) -> anyhow::Result<Counts> {
    // First the file, which may refuse; the tables take longer.
    Project::filled(path, |project| {
        let bar = progress(command.input.quiet, "articles");
        let counts = add(project, tables()?, &command.input, report, &mut |step| {
            match step {
                Step::Found(count) => bar.inc_length(count as u64),
                Step::Known(_) => {}
                Step::Done(_) => bar.inc(1),
            }
            Ok(())
        })?;
        bar.finish_and_clear();
        Ok(counts)
    })
}

/// The same without a word, article by article while `go_on` does not stop it; gives what was skipped, and why.
pub(crate) fn add_silently(command: &Add, go_on: &dyn Fn() -> anyhow::Result<()>) -> anyhow::Result<Vec<Reason>> {
    let path = command.which.path_or_new()?;
    let mut report = Report::silent();
    let added =
        Project::filled(&path, |project| add(project, tables()?, &command.input, &mut report, &mut |_| go_on()));
    added.map_err(|error| explain(error, &path))?;
    Ok(report.reasons().to_vec())
}

/// What came of a run.
#[derive(Debug, Default)]
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

/// How far a run is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// So many more articles are to be coded.
    Found(usize),
    /// So many were there before.
    Known(usize),
    /// One is done; whether it is new.
    Done(bool),
}

/// Whoever is told how far a run is; an error stops it, and what was added stays.
pub(crate) type Tell<'a> = &'a mut dyn FnMut(Step) -> anyhow::Result<()>;

/// Codes the articles of the inputs that the project does not hold, and adds them.
pub(crate) fn add(
    project: &mut Project,
    resources: &'static Resources,
    input: &Input,
    report: &mut Report,
    tell: Tell<'_>,
) -> anyhow::Result<Counts> {
    let limit = input.limits.checked().time;
    let mut counts = Counts::default();
    let ended = pipeline::each_portion(resources, input, report, |portion, report| {
        counts.join(put(project, resources, portion, limit, report, tell)?);
        Ok(())
    });
    // What was added before something stopped the run is linked too.
    let linked = project.finish(resources);
    ended?;
    linked?;
    Ok(counts)
}

/// Codes those of the articles that the project does not hold, and adds them.
pub(crate) fn put(
    project: &mut Project,
    resources: &'static Resources,
    readings: Vec<Reading>,
    limit: Duration,
    report: &mut Report,
    tell: Tell<'_>,
) -> anyhow::Result<Counts> {
    let mut counts = Counts::default();
    let mut fresh: Vec<Reading> = Vec::new();
    let found = readings.len();
    for reading in readings {
        if project.knows(&reading.article)? {
            counts.known += 1;
        } else if pipeline::built_language(resources, &reading.article, report).is_some() {
            fresh.push(reading);
        }
    }
    if found > 0 {
        tell(Step::Known(counts.known))?;
        tell(Step::Found(fresh.len()))?;
    }
    while !fresh.is_empty() {
        let part: Arc<Vec<Reading>> = Arc::new(fresh.drain(..AT_A_TIME.min(fresh.len())).collect());
        let results =
            batch::map(batch::THREADS, &part, limit, move |reading| demarche::run(resources, reading.article.clone()));
        let mut done = Vec::with_capacity(part.len());
        for (reading, result) in part.iter().zip(results) {
            match result {
                Err(failure) => {
                    report.failed(&reading.article.id, &failure, limit);
                    tell(Step::Done(false))?;
                }
                Ok((coded, notes)) => {
                    report.notes(&reading.article.id, &notes);
                    done.push(coded);
                }
            }
        }
        if done.is_empty() {
            continue;
        }
        for added in project.add(done)? {
            let new = added == Added::New;
            counts.join(Counts { new: usize::from(new), known: usize::from(!new) });
            tell(Step::Done(new))?;
        }
    }
    Ok(counts)
}

/// A bar with the time that is left, on a terminal only.
pub(super) fn progress(quiet: bool, of: &str) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {of}, {{per_sec}}, {{eta}} left"));
    let bar = ProgressBar::new(0);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
