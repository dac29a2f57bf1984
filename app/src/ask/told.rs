//! `demarche timeline`, `demarche agreements`, `demarche search`: what is told, in its own words.

use super::add::progress;
use super::args::{Form, List, Search, Which};
use super::follow::quote;
use super::lists::{event_record, keys, sides, when};
use super::question;
use super::show::Answer;
use crate::meaning;
use crate::project::Sought;
use serde_json::{Value, json};

pub(crate) fn timeline(command: &List) -> anyhow::Result<u8> {
    let filter = command.conditions.filter()?;
    let mut answer = Answer::new("demarche.event/1", &["time", "id", "what", "status", "origins", "passage", "source"]);
    command.which.ask(&filter, |project| {
        answer.all = project.count(&filter)?;
        for kept in project.events(&filter)? {
            let e = &kept.event;
            let first = e.mentions.first().map(|at| project.quote(*at)).transpose()?.flatten();
            let words = first.as_ref().map_or(String::new(), |q| q.sentence.clone());
            let source = first.as_ref().map(|q| q.source.clone().unwrap_or_else(|| q.doc.clone()));
            let (who, whom) = (keys(&e.actors), keys(&e.recipients));
            let arrow = if e.symmetric { "with" } else { ">" };
            let row = vec![
                when(&kept),
                e.id.clone(),
                format!("{} {arrow} {}: {}", who, whom, e.kind),
                e.status.to_string(),
                e.origins.to_string(),
                words,
                source.unwrap_or_default(),
            ];
            let mut record = event_record(&kept);
            record["first_passage"] = first.as_ref().map_or(Value::Null, quote);
            answer.push(row, record);
        }
        Ok(())
    })?;
    answer.write(&command.form)
}

pub(crate) fn agreements(command: &List) -> anyhow::Result<u8> {
    let filter = command.conditions.filter()?;
    let mut answer = Answer::new("demarche.agreement/1", &["signed", "name", "parties", "events", "clauses"]);
    command.which.ask(&filter, |project| {
        if project.agreements_are_stale()? {
            eprintln!("demarche: note: the last run of add was stopped; agreements are of before, add again to end it");
        }
        let then = filter.then();
        for a in project.agreements(&filter.and_one())? {
            let signed = a.signed.map(|time| time.to_string());
            let mut events = Vec::new();
            for number in &a.events {
                if let Some(kept) = project.numbered_then(&then, *number as i64)? {
                    events.push(json!({
                        "event": kept.event.id, "type": kept.event.kind.name(), "time": when(&kept),
                        "status": kept.event.status.name(),
                    }));
                }
            }
            let mut clauses = Vec::new();
            for (article, span) in &a.clauses {
                let words = project.words_of(*article, *span)?;
                clauses.extend(words.map(|(doc, text)| json!({ "doc": doc, "text": text })));
            }
            let row = vec![
                signed.clone().unwrap_or_default(),
                a.name.clone(),
                keys(&a.parties),
                events.len().to_string(),
                clauses.len().to_string(),
            ];
            answer.push(
                row,
                json!({
                    "name": a.name, "parties": sides(&a.parties), "signed": signed,
                    "precision": a.signed.map(|time| time.precision.name()), "events": events, "clauses": clauses,
                }),
            );
        }
        Ok(())
    })?;
    answer.keep_last(filter.limit);
    answer.write(&command.form)
}

pub(crate) fn search(command: &Search) -> anyhow::Result<u8> {
    let sought = question::read(&command.query.join(" "), command.list.conditions.filter()?)?;
    hits(&command.list.which, &sought, &command.list.form)
}

/// The passages that are found.
pub(super) fn hits(which: &Which, sought: &Sought, form: &Form) -> anyhow::Result<u8> {
    let by_meaning = !sought.meaning.is_empty();
    let bar = progress(!by_meaning, "sentences");
    let asked = Sought { filter: sought.filter.and_one(), ..sought.clone() };
    let hits = which.ask(&sought.filter, |project| {
        meaning::search(project, &asked, usize::MAX, |done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        })
    })?;
    bar.finish_and_clear();
    let columns = ["published", "doc", "source", "passage", "events", "alike"];
    let shown = columns.len() - usize::from(!by_meaning);
    let mut answer = Answer::new("demarche.hit/1", columns.get(..shown).unwrap_or_default());
    for hit in hits {
        let told = |(event, kind, status): &(String, String, String)| format!("{event} {kind} {status}");
        let events: Vec<Value> = hit
            .told
            .iter()
            .map(|(event, kind, status)| json!({ "event": event, "type": kind, "status": status }))
            .collect();
        let record = json!({
            "doc": hit.doc, "title": hit.title, "published": hit.published, "source": hit.source, "url": hit.url,
            "sentence": hit.sentence, "headline": hit.headline, "events": events, "alike": hit.alike,
        });
        let mut row = vec![
            hit.published,
            hit.doc,
            hit.source.unwrap_or_default(),
            hit.sentence,
            hit.told.iter().map(told).collect::<Vec<_>>().join("; "),
        ];
        row.extend(hit.alike.map(|alike| format!("{alike:.2}")));
        answer.push(row, record);
    }
    answer.order = "of many the youngest";
    answer.keep_first(sought.filter.limit);
    answer.write(form)
}
