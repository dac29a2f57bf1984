//! Conditions in, where the events were and whose they are out: a mark only where a place is named, never in a capital for a state.

use super::Answer;
use crate::project::Filter;
use crate::serve::ask::Ask;
use crate::serve::drawings;
use crate::serve::layout::Page;
use crate::serve::parts;
use demarche::resources::atlas::Atlas;
use maud::html;

/// Events drawn, unless the address says otherwise.
const DRAWN: usize = 1_000;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let limit = ask.query.number("limit").map_or(DRAWN, |_| ask.filter.limit);
    let events = ask.project.events(&Filter { limit, ..ask.filter.clone() })?;
    let all = ask.project.count(&ask.filter)?;
    let whole = ask.query.get("area") == Some("world");
    let map = drawings::with(ask, |sight| sight.map(&events, &Atlas::embedded()?, whole, "map"))?;
    if let Some(file) = drawings::file(ask, &[("map", &map)])? {
        return Ok(file);
    }
    let title = ask.say("nav.map");
    let body = html! {
        h1 { (title) }
        (parts::shown(ask, events.len(), all))
        p.toggle role="group" aria-label=(ask.say("map.area")) {
            @for (name, value, current) in [("map.part", "", !whole), ("map.world", "world", whole)] {
                a href=(ask.query.with("area", value).on("/map")) aria-current=[current.then_some("true")] { (ask.say(name)) }
            }
        }
        (drawings::figure(ask, "map", &map))
        (parts::exports(ask, &["geojson", "csv", "atom"]))
    };
    Ok(Page::filtered(title, body).into())
}
