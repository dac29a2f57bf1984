//! `demarche sums` and `demarche actor`: sums over events.

use super::args::{ActorOf, Misuse, Sums};
use super::show::Answer;
use crate::project::{Direction, Filter, Project, code_of};
use anyhow::{Context, bail};
use demarche::Resources;
use demarche::mention::Quad;
use serde_json::json;

pub(crate) fn sums(command: &Sums) -> anyhow::Result<u8> {
    let filter = command.list.conditions.filter()?;
    let (a, b) = (command.one.to_uppercase(), command.other.to_uppercase());
    if let Some(one) = [&a, &b].into_iter().find(|code| code_of(code) != *code) {
        let told = "`events --dyad` lists what sectors do";
        bail!(Misuse(format!("sums are of whole actors: write {} for {one}; {told}", code_of(one))));
    }
    if a == b {
        bail!(Misuse(format!("sums are of two actors; {a} is one")));
    }
    let asked = Filter { dyad: Some((a.clone(), b.clone())), ..filter.clone() };
    let resources = Resources::of([])?;
    let both = command
        .list
        .which
        .ask(&asked, |project: &Project| project.directions(&resources, [a.as_str(), b.as_str()], &filter))?;
    let mut answer = Answer::new("demarche.sums/1", &["from", "to", "what", "events", "tone"]);
    for one in &both {
        for (what, count, tone) in lines(one) {
            let record = json!({ "from": one.from, "to": one.to, "what": what, "events": count, "tone": tone });
            let told = tone.map_or(String::new(), |t| format!("{t:+.1}"));
            answer.push(vec![one.from.clone(), one.to.clone(), what, count.to_string(), told], record);
        }
    }
    if both.iter().all(|one| one.events == 0) {
        answer.rows.clear();
        answer.records.clear();
    }
    answer.write(&command.list.form)
}

fn lines(one: &Direction) -> Vec<(String, usize, Option<f64>)> {
    let mut lines = vec![("all".to_owned(), one.events, Some(one.tone))];
    lines.extend(Quad::ALL.iter().zip(one.quadrants).map(|(quad, count)| (quad.to_string(), count, None)));
    lines.extend(one.types.iter().map(|(kind, count)| (kind.clone(), *count, None)));
    lines.extend(one.months.iter().map(|(month, count, tone)| (month.clone(), *count, Some(*tone))));
    lines
}

pub(crate) fn actor(command: &ActorOf) -> anyhow::Result<u8> {
    let code = command.code.to_uppercase();
    let filter = command.list.conditions.filter()?;
    let mut asked = filter.clone();
    asked.actors.push(code.clone());
    let portrait = command.list.which.ask(&asked, |project| project.portrait(&code, &filter))?;
    let mut answer = Answer::new("demarche.actor/1", &["what", "of", "events"]);
    let found = !portrait.first.is_empty() || !portrait.acts.is_empty() || !portrait.suffers.is_empty();
    if found {
        let days = format!("{} to {}", portrait.first, portrait.last);
        answer.push(vec![code, days, String::new()], json!({ "first": portrait.first, "last": portrait.last }));
    }
    for (what, counts) in [("does", &portrait.acts), ("is done to", &portrait.suffers)] {
        for (kind, count) in counts {
            let record = json!({ "what": what, "type": kind, "events": count });
            answer.push(vec![what.to_owned(), kind.clone(), count.to_string()], record);
        }
    }
    for (other, count) in &portrait.partners {
        let record = json!({ "what": "with", "code": other, "events": count });
        answer.push(vec!["with".to_owned(), other.clone(), count.to_string()], record);
    }
    answer.write(&command.list.form).context("failed to write the answer")
}
