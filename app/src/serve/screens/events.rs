//! Conditions in, the events that meet them out, the youngest where there are many.

use super::Answer;
use crate::project::COUNTED;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts;
use maud::html;

const FORMATS: [&str; 8] = ["csv", "json", "plover", "gdelt", "geojson", "gexf", "atom", "csl-json"];

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let mut events = ask.project.events(&ask.filter)?;
    events.reverse();
    let all = ask.project.count(&ask.filter)?;
    let title = ask.say("nav.events");
    let body = html! {
        h1 { (title) }
        @if events.is_empty() {
            (parts::empty(ask, "empty.events"))
        } @else {
            p.extent {
                @match all.filter(|all| *all > events.len()) {
                    Some(all) if all >= COUNTED => (ask.fill("shown.of.most", &[("n", &ask.tongue.number(events.len())), ("all", &ask.tongue.number(all))])),
                    Some(all) => (ask.fill("shown.of", &[("n", &ask.tongue.number(events.len())), ("all", &ask.tongue.number(all))])),
                    None => (ask.count("events", events.len())),
                }
            }
            (parts::facts(ask, &events)?)
            @if all.is_some_and(|all| all > events.len()) {
                p { a.more href=(ask.query.with("limit", &(events.len() * 2).to_string()).on("/events")) { (ask.say("more.events")) } }
            }
            (parts::exports(ask, &FORMATS))
        }
    };
    Ok(Page::filtered(title, body).into())
}
