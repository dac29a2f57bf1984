//! Conditions in, the events that meet them out, the youngest where there are many.

use super::Answer;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts;
use maud::html;

const FORMATS: [&str; 8] = ["csv", "json", "plover", "gdelt", "geojson", "gexf", "atom", "csl-json"];

/// Events on a page.
const PART: usize = 100;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let mut events = ask.project.events(&ask.filter)?;
    events.reverse();
    let all = ask.project.count(&ask.filter)?;
    let (part, ways) = parts::part(ask, &events, PART);
    let title = ask.say("nav.events");
    let body = html! {
        h1 { (title) }
        @if events.is_empty() {
            (parts::empty(ask, "empty.events"))
        } @else {
            (parts::shown(ask, events.len(), all))
            (parts::facts(ask, part)?)
            (ways)
            @if all.is_some_and(|all| all > events.len()) {
                p { a.more href=(ask.query.with("limit", &(events.len() * 2).to_string()).on("/events")) { (ask.say("more.events")) } }
            }
            (parts::exports(ask, &FORMATS))
        }
    };
    Ok(Page::filtered(title, body).into())
}
