//! `demarche review`: what is doubtful, and what a person decides about it.

use super::args::{List, Misuse, Review, ReviewAct};
use super::lists::{keys, when};
use super::show::Answer;
use crate::project::{Correction, DOUBTFUL, Filter, Kept, Project, explain};
use crate::tables;
use anyhow::{Context, bail};
use serde_json::json;
use std::path::Path;

/// Confidence below which an event is doubtful.
const DOUBT: f64 = 0.5;

pub(crate) fn run(command: &Review) -> anyhow::Result<u8> {
    let Some(act) = &command.act else { return list(&command.list) };
    let path = command.list.which.path()?;
    let told = decide(&path, act).map_err(|error| explain(error, &path))?;
    eprintln!("demarche: {told}");
    Ok(0)
}

/// Does what was decided, and says so.
pub(crate) fn decide(path: &Path, act: &ReviewAct) -> anyhow::Result<String> {
    if !path.is_file() {
        bail!("there is no project {}", path.display());
    }
    let mut project = Project::create(path)?;
    let told = match act {
        ReviewAct::Accept { event } => {
            let kept = find(&project, event)?;
            project.accept(kept.number)?;
            format!("{} is accepted", kept.event.id)
        }
        ReviewAct::Correct { event, set } => {
            let kept = find(&project, event)?;
            let correction = |pair: &String| {
                let (field, value) =
                    pair.split_once('=').with_context(|| Misuse("give what is right as field=value".to_owned()))?;
                anyhow::Ok(Correction { field: field.trim().to_owned(), value: value.to_owned() })
            };
            project.correct(kept.number, &set.iter().map(correction).collect::<anyhow::Result<Vec<_>>>()?)?;
            format!("{} is corrected", kept.event.id)
        }
        ReviewAct::Merge { event, others } => {
            let kept = find(&project, event)?;
            // All are found before any is merged.
            let found: Vec<Kept> = others.iter().map(|other| find(&project, other)).collect::<Result<_, _>>()?;
            for other in found {
                project.merge(kept.number, other.number)?;
            }
            format!("{} takes in {}", kept.event.id, others.join(", "))
        }
        ReviewAct::Split { event, passages } => {
            let kept = find(&project, event)?;
            let wanted = passages.iter().map(|p| p.checked_sub(1).and_then(|p| kept.event.mentions.get(p)));
            let wanted: Option<Vec<_>> = wanted.collect();
            let wanted = wanted.context("number the passages as `demarche explain` does")?;
            let numbers: Vec<i64> = wanted.into_iter().map(|at| crate::project::number(*at)).collect();
            parted(&mut project, &kept, &numbers)?
        }
        ReviewAct::Undo { number } => {
            let decision = project.undo(*number)?;
            let about = if decision.event.is_empty() { &decision.detail } else { &decision.event };
            format!("decision {} ({} {about}) is undone", decision.number, decision.act)
        }
    };
    link_treaties(&mut project)?;
    Ok(told)
}

/// What hangs on events about treaties is found anew where a decision has changed any.
fn link_treaties(project: &mut Project) -> anyhow::Result<()> {
    if project.agreements_are_stale()? {
        project.find_agreements(tables()?)?;
    }
    Ok(())
}

/// Makes another event of passages, which are told by their numbers in the file.
pub(crate) fn split(path: &Path, event: &str, passages: &[i64]) -> anyhow::Result<String> {
    let mut project = Project::create(path)?;
    let kept = find(&project, event)?;
    let told = parted(&mut project, &kept, passages)?;
    link_treaties(&mut project)?;
    Ok(told)
}

fn parted(project: &mut Project, kept: &Kept, passages: &[i64]) -> anyhow::Result<String> {
    let new = project.split(kept.number, passages)?;
    Ok(format!("{} passages of {} are {new} now", passages.len(), kept.event.id))
}

fn find(project: &Project, id: &str) -> anyhow::Result<Kept> {
    project.event(id)?.with_context(|| format!("there is no event {id:?}; `demarche events` lists them"))
}

/// Events that nobody has looked at and that are doubtful, the surest to be wrong first; whether each is disputed.
pub(crate) fn doubtful(project: &Project, filter: &Filter) -> anyhow::Result<Vec<(bool, Kept)>> {
    let most = if filter.limit == 0 { usize::MAX } else { filter.limit };
    let mut found = Vec::new();
    project.each_event(&of_doubt(filter), DOUBTFUL, |kept| {
        found.push((!project.disputes_of(filter, &kept)?.is_empty(), kept));
        Ok(found.len() < most)
    })?;
    Ok(found)
}

fn of_doubt(filter: &Filter) -> Filter {
    Filter { doubtful: Some(DOUBT), ..filter.clone() }
}

fn list(command: &List) -> anyhow::Result<u8> {
    let filter = command.conditions.filter()?;
    let mut answer =
        Answer::new("demarche.doubt/1", &["id", "why", "time", "type", "actors", "recipients", "status", "confidence"]);
    command.which.ask(&filter, |project| {
        answer.all = project.count(&of_doubt(&filter))?;
        answer.order = "the most doubtful";
        for (disputed, kept) in doubtful(project, &filter)? {
            let why = if disputed { "disputed" } else { "low confidence" };
            let e = &kept.event;
            let row = vec![
                e.id.clone(),
                why.to_owned(),
                when(&kept),
                e.kind.to_string(),
                keys(&e.actors),
                keys(&e.recipients),
                e.status.to_string(),
                format!("{:.2}", e.score),
            ];
            let mut record = super::lists::event_record(&kept);
            record["why"] = json!(why);
            answer.push(row, record);
        }
        Ok(())
    })?;
    answer.write(&command.form)
}
