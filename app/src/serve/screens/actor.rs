//! The code of an actor in, what it does, what is done to it, with whom and when out.

use super::Answer;
use crate::project::{Filter, code_of};
use crate::serve::ask::Ask;
use crate::serve::drawings;
use crate::serve::layout::Page;
use crate::serve::parts;
use demarche::mention::EventType;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Events on the line of time, and in the list below it.
const DRAWN: usize = 150;
const EVENTS: usize = 15;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let code = ask.rest.to_uppercase();
    if !ask.project.has_actor(&code)? {
        return Ok(Answer::Missing("missing.actor"));
    }
    let own = Filter { actors: vec![code.clone()], limit: DRAWN, ..ask.filter.clone() };
    let portrait = ask.project.portrait(&code, &own)?;
    let events = ask.project.events(&own)?;
    let (lanes, [network, _]) = drawings::with(ask, |sight| {
        let sight = crate::figures::Sight { filter: &own, ..*sight };
        Ok((sight.lanes(&events, "lanes")?, sight.ties(Some(code_of(&code)), ["network", "matrix"])?))
    })?;
    if let Some(file) = drawings::file(ask, &[("lanes", &lanes), ("network", &network)])? {
        return Ok(file);
    }
    let latest: Vec<_> = events.into_iter().rev().take(EVENTS).collect();
    let title = ask.name(&code);
    let body = html! {
        h1 { (title) " " code { (code) } }
        p.line {
            (ask.stored_day(&portrait.first)) " – " (ask.stored_day(&portrait.last))
            " · " a href=(ask.kept("/events", &[("actor", &code)])) { (ask.say("actor.events")) }
            " · " a href=(ask.kept("/disputes", &[("actor", &code)])) { (ask.say("nav.disputes")) }
            " · " a href=(ask.kept("/predictions", &[("actor", &code)])) { (ask.say("nav.predictions")) }
            " · " a href=(ask.kept("/network", &[("actor", &code)])) { (ask.say("nav.network")) }
            " · " a href=(ask.kept("/map", &[("actor", &code)])) { (ask.say("nav.map")) }
        }
        (drawings::figure(ask, "network", &network))
        p.hint { (ask.say("network.how")) }
        div.halves {
            (sums(ask, "actor.does", &portrait.acts))
            (sums(ask, "actor.suffers", &portrait.suffers))
            section aria-labelledby="partners" {
                h2 #partners { (ask.say("actor.partners")) }
                ul.plain {
                    @for (other, count) in &portrait.partners {
                        li { a href=(ask.kept_relation(code_of(&code), other)) { (ask.name(other)) } " " span.count { (count) } }
                    }
                }
            }
        }
        (drawings::figure(ask, "lanes", &lanes))
        h2 #latest { (ask.say("relation.latest")) }
        (parts::facts(ask, &latest)?)
        (parts::exports(ask, &["csv", "json", "gexf", "atom"]))
    };
    Ok(Page::filtered(title, body).into())
}

fn sums(ask: &Ask<'_>, key: &str, counts: &BTreeMap<String, usize>) -> Markup {
    let mut sorted: Vec<(&String, &usize)> = counts.iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let name = |kind: &str| kind.parse::<EventType>().map_or_else(|_| kind.to_owned(), |kind| ask.kind(kind, None));
    html! {
        section aria-label=(ask.say(key)) {
            h2 { (ask.say(key)) }
            @if sorted.is_empty() { p.empty { (ask.say("empty.events")) } }
            ul.plain { @for (kind, count) in &sorted { li { (name(kind)) " " span.count { (count) } } } }
        }
    }
}
