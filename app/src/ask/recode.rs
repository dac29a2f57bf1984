//! `demarche recode`: the articles of a project coded again by today's engine, with what people decided about them kept.

use super::add::{AT_A_TIME, progress};
use super::args::{Recode, shown};
use crate::project::{Project, explain};
use crate::{batch, tables};
use demarche::Article;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long an article may take.
const LIMIT: Duration = Duration::from_secs(60);
/// The exit code for articles that were left as they were.
const SKIPPED: u8 = 4;

#[derive(Default)]
struct Counts {
    done: usize,
    left: usize,
}

pub(crate) fn run(command: &Recode) -> anyhow::Result<u8> {
    let path = command.which.path()?;
    let counts = recode(command, &path).map_err(|error| explain(error, &path))?;
    if !command.quiet {
        eprintln!(
            "demarche: {}: {} articles coded again, {} left as they were",
            shown(&path),
            counts.done,
            counts.left
        );
    }
    Ok(if counts.left > 0 { SKIPPED } else { 0 })
}

fn recode(command: &Recode, path: &Path) -> anyhow::Result<Counts> {
    // A reader first: it says where there is no project, and makes none.
    drop(Project::open(path)?);
    let mut project = Project::create(path)?;
    let resources = tables()?;
    let ids = project.to_recode()?;
    let mut counts = Counts::default();
    let bar = progress(command.quiet, "articles");
    bar.inc_length(ids.len() as u64);
    for portion in ids.chunks(AT_A_TIME) {
        let articles =
            portion.iter().map(|id| Ok(project.coded(*id)?.article)).collect::<anyhow::Result<Vec<Article>>>()?;
        let articles = Arc::new(articles);
        let results =
            batch::map(batch::THREADS, &articles, LIMIT, move |article| demarche::run(resources, article.clone()));
        for ((id, article), result) in portion.iter().zip(articles.iter()).zip(results) {
            match result {
                Ok((coded, _)) => {
                    project.recode(*id, Some(coded))?;
                    counts.done += 1;
                }
                Err(_) => {
                    project.recode(*id, None)?;
                    eprintln!("demarche: {}: cannot be coded again, its former coding stays", article.id);
                    counts.left += 1;
                }
            }
            bar.inc(1);
        }
    }
    project.recoded()?;
    project.finish(resources)?;
    bar.finish_and_clear();
    for decision in project.decisions()?.iter().filter(|decision| decision.is_astray()) {
        eprintln!(
            "demarche: decision {} ({}) is about an event that no passage tells any more; \
             `demarche review undo {}` takes it back",
            decision.number, decision.act, decision.number
        );
    }
    Ok(counts)
}
