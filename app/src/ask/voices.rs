//! `demarche positions` and `demarche voices`: how those who are no party stand to events, and who is quoted.

use super::args::List;
use super::follow::quotes;
use super::known;
use super::lists::{keys, sides, when};
use super::show::Answer;
use crate::project::{Cited, Said};
use demarche::event::Stand;
use demarche::mention::Actor;
use demarche::voice::Voice;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(crate) fn positions(command: &List) -> anyhow::Result<u8> {
    let filter = command.conditions.filter()?;
    let columns = ["event", "time", "type", "actors", "recipients", "who", "stands", "since", "changed", "passage"];
    let mut answer = Answer::new("demarche.position/1", &columns);
    command.which.ask(&filter, |project| {
        for (kept, position) in project.positions(&filter.and_one())? {
            let e = &kept.event;
            let first = position.stands.first().and_then(|s| s.mentions.first());
            let passage = first.map(|at| project.quote(*at)).transpose()?.flatten();
            let since = |s: &Stand| s.since.map(|day| day.to_string()).unwrap_or_default();
            let row = vec![
                e.id.clone(),
                when(&kept),
                e.kind.to_string(),
                keys(&e.actors),
                keys(&e.recipients),
                position.holder.key(),
                joined(&position.stands, |s| s.stance.to_string()),
                joined(&position.stands, since),
                position.changed.to_string(),
                passage.map_or(String::new(), |q| q.sentence),
            ];
            let mut stands = Vec::new();
            for s in &position.stands {
                let since = s.since.map(|day| day.to_string());
                let passages = quotes(project, &s.mentions)?;
                stands.push(json!({ "stance": s.stance.name(), "since": since, "passages": passages }));
            }
            let holder = sides(std::slice::from_ref(&position.holder));
            answer.push(
                row,
                json!({ "event": e.id, "holder": holder[0], "changed": position.changed, "stands": stands }),
            );
        }
        Ok(())
    })?;
    answer.keep_last(filter.limit);
    answer.write(&command.form)
}

pub(crate) fn voices(command: &List) -> anyhow::Result<u8> {
    let filter = command.conditions.filter()?;
    let columns = ["name", "kind", "code", "statements", "manners", "about", "first", "last", "passage"];
    let mut answer = Answer::new("demarche.voice/1", &columns);
    command.which.with(|project| {
        let heard = project.voices(&filter)?;
        // Who is only quoted stands in no event.
        if heard.voices.is_empty() {
            known::check(project, &filter)?;
        }
        if let Some(statements) = heard.looked_at {
            eprintln!("demarche: note: the youngest {statements} statements were looked at; --limit 0 looks at all");
        }
        answer.all = Some(heard.voices.len());
        answer.order = "the most quoted";
        for (voice, said) in heard.first(filter.limit) {
            let [first, last] = [said.first(), said.last()].map(|one| one.map(|one| project.cite(one)).transpose());
            let told = if command.form.is_of_records() { &said[..] } else { &[] };
            let statements: Vec<Value> = told
                .iter()
                .zip(&project.cite_all(&told.iter().collect::<Vec<_>>())?)
                .map(|(one, cited)| statement(one, cited))
                .collect();
            let actor = voice.actor.as_ref().map(|a| sides(std::slice::from_ref(a))[0].clone());
            let mut record = json!({ "name": voice.name, "kind": voice.kind.name(), "actor": actor });
            // Named within `json!` they would be copied, and there can be thousands.
            record["statements"] = Value::Array(statements);
            answer.push(row(voice, &said, &first?, &last?), record);
        }
        Ok(())
    })?;
    answer.write(&command.form)
}

/// A statement as a record.
fn statement(said: &Said, cited: &Cited) -> Value {
    let (of, c) = (&said.statement, cited);
    json!({
        "doc": c.doc, "published": c.published, "source": c.source, "url": c.url, "title": c.title,
        "manner": of.manner.name(), "words": c.words, "sentence": c.sentence, "about": sides(&of.about),
        "events": c.events,
    })
}

fn row(voice: &Voice, said: &[Said], first: &Option<Cited>, last: &Option<Cited>) -> Vec<String> {
    let each = |what: &dyn Fn(&Said) -> Vec<String>| -> String {
        let all: BTreeSet<String> = said.iter().flat_map(what).collect();
        all.into_iter().collect::<Vec<_>>().join("; ")
    };
    let day = |cited: &Option<Cited>| cited.as_ref().map_or(String::new(), |c| c.published.clone());
    vec![
        voice.name.clone(),
        voice.kind.to_string(),
        voice.actor.as_ref().map_or(String::new(), Actor::key),
        said.len().to_string(),
        each(&|s| vec![s.statement.manner.to_string()]),
        each(&|s| s.statement.about.iter().map(Actor::key).collect()),
        day(first),
        day(last),
        first.as_ref().map_or(String::new(), |c| c.sentence.clone()),
    ]
}

fn joined(stands: &[Stand], what: impl Fn(&Stand) -> String) -> String {
    stands.iter().map(what).collect::<Vec<_>>().join(" | ")
}
