//! `demarche positions` and `demarche voices`: how those who are no party stand to events, and who is quoted.

use super::args::List;
use super::follow::{quote, quotes};
use super::lists::{keys, sides, when};
use super::show::Answer;
use crate::project::Said;
use demarche::event::Stand;
use demarche::voice::Voice;
use serde_json::{Value, json};

pub(crate) fn positions(command: &List) -> anyhow::Result<u8> {
    let filter = command.conditions.filter()?;
    let columns = ["event", "time", "type", "actors", "recipients", "who", "stands", "since", "changed", "passage"];
    let mut answer = Answer::new("demarche.position/1", &columns);
    command.which.with(|project| {
        for (kept, position) in project.positions(&filter)? {
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
    answer.write(&command.form)
}

pub(crate) fn voices(command: &List) -> anyhow::Result<u8> {
    let filter = command.conditions.filter()?;
    let columns = ["name", "kind", "code", "statements", "manners", "about", "first", "last", "passage"];
    let mut answer = Answer::new("demarche.voice/1", &columns);
    command.which.with(|project| {
        for (voice, said) in project.voices(&filter)? {
            let mut statements = Vec::new();
            for one in &said {
                statements.extend(project.statement(one)?.map(|(passage, events)| {
                    let of = &one.statement;
                    let mut record = quote(&passage);
                    record["manner"] = json!(of.manner.name());
                    record["words"] = json!(passage.words);
                    record["about"] = sides(&of.about);
                    record["events"] = json!(events);
                    record
                }));
            }
            answer.push(row(&voice, &said, &statements), json!({
                "name": voice.name, "kind": voice.kind.name(),
                "actor": voice.actor.as_ref().map(|a| sides(std::slice::from_ref(a))[0].clone()),
                "statements": statements,
            }));
        }
        Ok(())
    })?;
    answer.write(&command.form)
}
