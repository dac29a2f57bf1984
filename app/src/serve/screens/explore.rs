//! Conditions in, who deals with whom out as a graph to move about in: the only page that loads a library, and the data for it.

use super::Answer;
use crate::figures::{AROUND, OF_ALL};
use crate::project::code_of;
use crate::serve::ask::{Ask, within};
use crate::serve::drawings;
use demarche::tell::chart::tone;
use demarche::tell::drawn::{self, Tie};
use maud::{Markup, PreEscaped, html};
use serde_json::json;
use std::collections::BTreeMap;

/// Actors and ties of a graph.
const ACTORS: usize = 400;
const TIES: usize = 4_000;
/// The classes of a tone: the end of the key of their word, and the sign that says the same without colour.
const TONES: [(&str, &str, &str); 4] =
    [("warm", "friendly", "+"), ("mixed", "mixed", "±"), ("cold", "hostile", "−"), ("unsure", "unsure", "?")];

/// Where the graph is drawn; without scripts the other views say the same.
pub(super) fn frame(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let (ties, more) = ties(ask)?;
    let source = ask.query.with("view", "").with("data", "graph").on("/network");
    let (drawn, others) = match ask.filter.actors.first() {
        Some(code) => {
            (AROUND, ask.fill("explore.around", &[("n", &AROUND.to_string()), ("who", &ask.name(code_of(code)))]))
        }
        None => (OF_ALL, ask.fill("explore.others", &[("n", &OF_ALL.to_string())])),
    };
    let count = actors(&ties).len();
    // A graph that scripts draw is none on paper: there the lines stand for it.
    let middle = ask.filter.actors.first().map(|code| code_of(code));
    let [lines, _] = drawings::with(ask, |sight| sight.ties(middle, ["network", "matrix"]))?;
    Ok(html! {
        p.extent { (ask.count("explore.actors", count)) ", " (ask.count("explore.ties", ties.len())) }
        @if more { p.hint { (ask.fill("explore.more", &[("n", &ACTORS.to_string())])) } }
        @if count > drawn { p.hint { (others) } }
        div.explore-tools {
            label { span { (ask.say("column.actor")) } " "
                select #explore-actor {
                    option value="" { (ask.say("filter.any")) }
                    @for (code, _) in actors(&ties) { option value=(code) { (ask.name(code)) } }
                }
            }
            @for (name, key, sign) in TONES {
                label { input type="checkbox" data-tone=(name) checked; " " span class={ "tone " (name) } aria-hidden="true" { (sign) } " " (ask.say(&format!("explore.{key}"))) }
            }
            button type="button" data-zoom="0.8" aria-label=(ask.say("explore.closer")) { "+" }
            button type="button" data-zoom="1.25" aria-label=(ask.say("explore.farther")) { "−" }
            button type="button" data-zoom="0" { (ask.say("explore.all")) }
        }
        div #explore tabindex="0" role="application" aria-label=(ask.say("explore.label")) aria-describedby="explore-how" data-graph=(source) {}
        p #explore-told aria-live="polite" {}
        figure.drawing.print-only { (PreEscaped(lines.html())) }
        p.hint #explore-how { (ask.say("explore.how")) " " (ask.say("explore.scripts")) }
    })
}

/// The same as data: actors by how much they have to do with others, and what is between them.
pub(super) fn data(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let (ties, _) = ties(ask)?;
    let nodes = actors(&ties).into_iter().map(
        |(code, events)| json!({ "code": code, "name": ask.name(code), "events": events, "href": ask.kept(&within("/actor", code), &[]) }),
    );
    let edges = ties.iter().map(|tie| {
        let kind = tone(tie.tone());
        let (_, word, sign) = TONES.into_iter().find(|(name, ..)| *name == kind).unwrap_or_default();
        let (events, word) = (ask.count("events", tie.events), ask.say(&format!("explore.{word}")));
        let told = format!("{} – {}: {events}, {word}", ask.name(&tie.from), ask.name(&tie.to));
        json!({ "from": tie.from, "to": tie.to, "events": tie.events, "tone": tie.tone(), "kind": kind, "sign": sign, "told": told, "href": ask.kept_relation(&tie.from, &tie.to) })
    });
    let graph = json!({ "nodes": nodes.collect::<Vec<_>>(), "edges": edges.collect::<Vec<_>>() });
    Ok(Answer::File("application/json", "graph.json".to_owned(), graph.to_string().into_bytes()))
}

/// What is between each two, in both directions together, the most first; and whether some are left out.
fn ties(ask: &Ask<'_>) -> anyhow::Result<(Vec<Tie>, bool)> {
    let (all, more) = drawings::with(ask, |sight| sight.graph(ask.filter.actors.first().map(String::as_str), ACTORS))?;
    let mut ties: Vec<Tie> = drawn::pairs(&all).into_values().collect();
    ties.sort_by(|a, b| b.events.cmp(&a.events).then((&a.from, &a.to).cmp(&(&b.from, &b.to))));
    let more = more || ties.len() > TIES;
    ties.truncate(TIES);
    Ok((ties, more))
}

/// Who stands in the ties, with the number of events, the most first.
fn actors(ties: &[Tie]) -> Vec<(&str, usize)> {
    let mut sums: BTreeMap<&str, usize> = BTreeMap::new();
    for tie in ties {
        *sums.entry(&tie.from).or_default() += tie.events;
        *sums.entry(&tie.to).or_default() += tie.events;
    }
    let mut actors: Vec<(&str, usize)> = sums.into_iter().collect();
    actors.sort_by_key(|(code, events)| (std::cmp::Reverse(*events), *code));
    actors
}
