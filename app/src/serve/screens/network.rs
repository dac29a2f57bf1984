//! Conditions in, who deals with whom out: around the actor asked for, or of those to whom most happens; as lines, as a matrix
//! (`?view=matrix`), as a table.

use super::Answer;
use crate::project::code_of;
use crate::serve::ask::Ask;
use crate::serve::drawings;
use crate::serve::layout::Page;
use crate::serve::parts;
use maud::html;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let middle = ask.filter.actors.first().map(|code| code_of(code));
    let [network, matrix] = drawings::with(ask, |sight| sight.ties(middle, ["network", "matrix"]))?;
    if let Some(file) = drawings::file(ask, &[("network", &network), ("matrix", &matrix)])? {
        return Ok(file);
    }
    let view = ask.query.get("view").unwrap_or("lines");
    let title = network.title.clone();
    let views = [("lines", ""), ("matrix", "matrix"), ("table", "table")];
    let body = html! {
        h1 { (title) }
        p.toggle role="group" aria-label=(ask.say("network.view")) {
            @for (name, value) in views {
                a href=(ask.query.with("view", value).on("/network")) aria-current=[(name == view).then_some("true")] { (ask.say(&format!("network.{name}"))) }
            }
        }
        @if view == "matrix" {
            (drawings::figure(ask, "matrix", &matrix))
        } @else {
            (drawings::figure(ask, "network", &network))
            @if view == "table" { (drawings::figure(ask, "matrix", &matrix)) }
        }
        p.hint { (ask.say("network.how")) }
        (parts::exports(ask, &["gexf", "graphml", "csv", "atom"]))
    };
    Ok(Page::filtered(title, body).into())
}
