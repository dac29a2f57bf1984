//! Conditions in, who deals with whom out: around the actor asked for, or of those to whom most happens; as lines, as a matrix
//! (`?view=matrix`), as a table, as a graph to move about in (`?view=explore`).

use super::{Answer, explore};
use crate::project::code_of;
use crate::serve::ask::Ask;
use crate::serve::drawings;
use crate::serve::layout::Page;
use crate::serve::parts;
use demarche::tell::drawn;
use maud::{Markup, html};

const VIEWS: [(&str, &str); 4] = [("lines", ""), ("matrix", "matrix"), ("table", "table"), ("explore", "explore")];

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    if ask.query.get("data") == Some("graph") {
        return explore::data(ask);
    }
    let middle = ask.filter.actors.first().map(|code| code_of(code));
    let view = ask.query.get("view").unwrap_or("lines");
    // The graph has ties of its own, of many more actors.
    if view == "explore" && ask.query.get("csv").is_none() {
        let title = drawings::with(ask, |sight| Ok(drawn::title(&sight.showing, middle)))?;
        let body = framed(ask, view, &title, &ask.once("explore", || explore::frame(ask))?);
        return Ok(Page { script: Some("/static/explore.js"), ..Page::filtered(title, body) }.into());
    }
    let [network, matrix] = drawings::with(ask, |sight| sight.ties(middle, ["network", "matrix"]))?;
    if let Some(file) = drawings::file(ask, &[("network", &network), ("matrix", &matrix)])? {
        return Ok(file);
    }
    let shown = html! {
        @if view != "matrix" { (drawings::figure(ask, "network", &network)) }
        @if view != "lines" { (drawings::figure(ask, "matrix", &matrix)) }
        p.hint { (ask.say("network.how")) }
    };
    let body = framed(ask, view, &network.title, &shown);
    Ok(Page::filtered(network.title, body).into())
}

/// A view with the ways to the others.
fn framed(ask: &Ask<'_>, view: &str, title: &str, shown: &Markup) -> Markup {
    html! {
        h1 { (title) }
        p.toggle role="group" aria-label=(ask.say("network.view")) {
            @for (name, value) in VIEWS {
                a href=(ask.query.with("view", value).on("/network")) aria-current=[(name == view).then_some("true")] { (ask.say(&format!("network.{name}"))) }
            }
        }
        (shown)
        (parts::exports(ask, &["gexf", "graphml", "csv", "atom"]))
    }
}
