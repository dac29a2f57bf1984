//! Conditions in, the events that meet them on a line of time out, the youngest where there are many.

use super::Answer;
use crate::figures::Sight;
use crate::project::Filter;
use crate::serve::ask::Ask;
use crate::serve::drawings;
use crate::serve::layout::Page;
use crate::serve::parts;
use maud::html;

/// Events drawn, unless the address says otherwise.
const DRAWN: usize = 300;
/// Rows of its table on a page.
const PART: usize = 500;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let limit = ask.query.number("limit").map_or(DRAWN, |_| ask.filter.limit);
    let events = ask.project.events(&Filter { limit, ..ask.filter.clone() })?;
    let all = ask.project.count(&ask.filter)?;
    let (events, early) = if drawings::is_whole(ask) { (events, None) } else { Sight::apart(events) };
    // A drawing has room for so many; a table is told in parts.
    let as_table = ask.query.get("view") == Some("table") && ask.query.get("csv").is_none();
    let (_, part, ways) = if as_table { parts::part(ask, &events, PART) } else { (0, &events[..], html! {}) };
    let lanes = drawings::with(ask, |sight| sight.lanes(part, "lanes"))?;
    if let Some(file) = drawings::file(ask, &[("lanes", &lanes)])? {
        return Ok(file);
    }
    let title = ask.say("nav.timeline");
    let body = html! {
        h1 { (title) }
        (parts::shown(ask, events.len(), all))
        (drawings::figure(ask, "lanes", &lanes))
        (ways)
        (drawings::early(ask, early))
        @if !as_table {
            h2 #list { (ask.say("timeline.list")) }
            ol.plain.days {
                @for kept in events.iter().rev().take(100) {
                    li { span.when { (ask.when(kept)) } " " (parts::status(ask, kept.event.status)) " " a.fact href=(ask.event(&kept.event.id)) { (ask.fact(&kept.event)) } }
                }
            }
        }
        (parts::exports(ask, &["timelinejs", "ics", "json", "atom"]))
    };
    Ok(Page::filtered(title, body).into())
}
