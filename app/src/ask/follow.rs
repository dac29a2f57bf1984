//! `demarche disputes` and `demarche predictions`: what follows from how the passages of an event differ.

use super::args::List;
use super::lists::{keys, sides, when};
use super::show::Answer;
use crate::project::{Project, Quote};
use demarche::event::{MentionRef, Version};
use serde_json::{Value, json};

pub(crate) fn disputes(command: &List) -> anyhow::Result<u8> {
    let filter = command.conditions.filter()?;
    let columns = ["event", "time", "type", "actors", "recipients", "about", "versions", "holders", "confirmed_later"];
    let mut answer = Answer::new("demarche.dispute/1", &columns);
    command.which.ask(&filter, |project| {
        for (kept, dispute) in project.disputes(&filter.and_one())? {
            let held = |v: &Version| if v.holders.is_empty() { "the articles".to_owned() } else { keys(&v.holders) };
            let joined =
                |what: &dyn Fn(&Version) -> String| dispute.versions.iter().map(what).collect::<Vec<_>>().join(" | ");
            let e = &kept.event;
            let row = vec![
                e.id.clone(),
                when(&kept),
                e.kind.to_string(),
                keys(&e.actors),
                keys(&e.recipients),
                dispute.field.to_string(),
                joined(&|v| v.value.clone()),
                joined(&held),
                dispute.confirmed_later.to_string(),
            ];
            let mut versions = Vec::new();
            for v in &dispute.versions {
                let passages = quotes(project, &v.mentions)?;
                let since = passages.iter().filter_map(|p| p["published"].as_str()).min().map(str::to_owned);
                versions.push(json!({
                    "value": v.value, "holders": sides(&v.holders), "since": since, "passages": passages,
                }));
            }
            answer.push(
                row,
                json!({
                    "event": e.id, "field": dispute.field.name(), "confirmed_later": dispute.confirmed_later,
                    "versions": versions,
                }),
            );
        }
        Ok(())
    })?;
    answer.keep_last(filter.limit);
    answer.write(&command.form)
}

pub(crate) fn predictions(command: &List) -> anyhow::Result<u8> {
    let filter = command.conditions.filter()?;
    let columns = ["event", "said", "due", "type", "actors", "recipients", "outcome", "settled", "passage"];
    let mut answer = Answer::new("demarche.prediction/1", &columns);
    command.which.ask(&filter, |project| {
        answer.all = Some(project.outcomes(&filter)?.values().sum());
        for (kept, prediction) in project.predictions(&filter)? {
            let made = project.quote(prediction.made)?;
            let settled = prediction.settled.map(|at| project.quote(at)).transpose()?.flatten();
            let (of, e) = (|q: &Option<Quote>| q.as_ref().map(quote), &kept.event);
            let due = made.as_ref().and_then(|q| q.mention.time);
            let row = vec![
                e.id.clone(),
                made.as_ref().map_or(String::new(), |q| q.published.clone()),
                due.map_or(String::new(), |time| time.to_string()),
                e.kind.to_string(),
                keys(&e.actors),
                keys(&e.recipients),
                prediction.outcome.to_string(),
                settled.as_ref().map_or(String::new(), |q| format!("{} {}", q.published, q.doc)),
                made.as_ref().map_or(String::new(), |q| q.sentence.clone()),
            ];
            answer.push(
                row,
                json!({
                    "event": e.id, "outcome": prediction.outcome.name(), "due": due.map(|time| time.end.to_string()),
                    "precision": due.map(|time| time.precision.name()),
                    "made": of(&made), "settled": of(&settled),
                }),
            );
        }
        Ok(())
    })?;
    answer.write(&command.form)
}

/// The passages, with article and words.
pub(super) fn quotes(project: &Project, places: &[MentionRef]) -> anyhow::Result<Vec<Value>> {
    let mut found = Vec::new();
    for at in places {
        found.extend(project.quote(*at)?.as_ref().map(quote));
    }
    Ok(found)
}

/// A passage as a record.
pub(super) fn quote(q: &Quote) -> Value {
    json!({
        "doc": q.doc, "published": q.published, "source": q.source, "url": q.url, "title": q.title,
        "status": q.mention.status.name(), "said_by": sides(&q.mention.said_by), "sentence": q.sentence,
    })
}
