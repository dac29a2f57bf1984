//! Conditions in, who deals with whom out: around the actor asked for, or of those to whom most happens; as lines, as a matrix
//! (`?view=matrix`), as a table, as a graph to move about in (`?view=explore`).

use super::{Answer, explore};
use crate::project::code_of;
use crate::serve::ask::Ask;
use crate::serve::drawings;
use crate::serve::layout::Page;
use crate::serve::parts;
use maud::html;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    if ask.query.get("data") == Some("graph") {
        return explore::data(ask);
    }
    let middle = ask.filter.actors.first().map(|code| code_of(code));
    let [network, matrix] = drawings::with(ask, |sight| sight.ties(middle, ["network", "matrix"]))?;
    if let Some(file) = drawings::file(ask, &[("network", &network), ("matrix", &matrix)])? {
        return Ok(file);
    }
    let view = ask.query.get("view").unwrap_or("lines");
    let title = network.title.clone();
    let views = [("lines", ""), ("matrix", "matrix"), ("table", "table"), ("explore", "explore")];
    let body = html! {
        h1 { (title) }
        p.toggle role="group" aria-label=(ask.say("network.view")) {
            @for (name, value) in views {
                a href=(ask.query.with("view", value).on("/network")) aria-current=[(name == view).then_some("true")] { (ask.say(&format!("network.{name}"))) }
            }
        }
        @if view == "explore" {
            (ask.once("explore", || explore::frame(ask))?)
        } @else if view == "matrix" {
            (drawings::figure(ask, "matrix", &matrix))
        } @else {
            (drawings::figure(ask, "network", &network))
            @if view == "table" { (drawings::figure(ask, "matrix", &matrix)) }
        }
        @if view != "explore" { p.hint { (ask.say("network.how")) } }
        (parts::exports(ask, &["gexf", "graphml", "csv", "atom"]))
    };
    let script = (view == "explore").then_some("/static/explore.js");
    Ok(Page { script, ..Page::filtered(title, body) }.into())
}
