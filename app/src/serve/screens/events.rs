//! Conditions in, the events that meet them out, the youngest where there are many.

use super::Answer;
use crate::project::COUNTED;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts::{self, List};
use maud::html;

const FORMATS: [&str; 8] = ["csv", "json", "plover", "gdelt", "geojson", "gexf", "atom", "csl-json"];

/// Events on a page.
const PART: usize = 100;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let mut events = List::find(ask, PART, PART, |filter| Ok(ask.project.events(filter)?.into_iter().rev().collect()))?;
    let all = ask.project.count(&ask.filter)?;
    events.all = events.all.or(all.filter(|all| *all < COUNTED));
    let (first, part, ways) = events.part(ask, PART);
    let title = ask.say("nav.events");
    let body = html! {
        h1 { (title) }
        @if events.items.is_empty() {
            (parts::empty(ask, "empty.events"))
        } @else {
            @if parts::is_limited(ask) { (parts::shown(ask, events.items.len(), all)) } @else { (parts::span(ask, first, part.len(), all)) }
            (parts::facts(ask, part)?)
            (ways)
            (parts::exports(ask, &FORMATS))
        }
    };
    Ok(Page::filtered(title, body).into())
}
