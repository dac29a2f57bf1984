//! The project in, its outlets out, each with its articles; and with `?outlet=` the articles of one.

use super::Answer;
use crate::project::Shelved;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts;
use maud::{Markup, html};

/// Outlets, and articles of one, that are listed.
const OUTLETS: usize = 300;
const ARTICLES: usize = 500;
/// Stands in addresses for articles of which no outlet is known.
const NONE: &str = "-";
/// Columns that hold numbers.
const NUMBERS: [&str; 3] = ["articles", "copies", "passages"];

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    if let Some(outlet) = ask.query.get("outlet") {
        let named = if outlet == NONE { "" } else { outlet };
        let articles = ask.project.articles_of(named, ARTICLES)?;
        let title = if named.is_empty() { ask.say("source.unnamed") } else { named.to_owned() };
        let events = ask.fresh("/events", &[("source", named)]);
        let body = html! {
            h1 { bdi { (title) } }
            @if !named.is_empty() { p { a href=(events) { (ask.say("source.events")) } } }
            (list(ask, &articles))
            p { a href=(ask.screen("/sources")) { (ask.say("source.all")) } }
        };
        return Ok(Page::new(title, body).into());
    }
    let outlets = ask.project.shelf(OUTLETS)?;
    let title = ask.say("nav.sources");
    let columns = ["outlet", "articles", "copies", "languages", "from.to"];
    let body = html! {
        h1 { (title) }
        p.extent { (ask.say("source.note")) }
        @if outlets.is_empty() { (parts::empty(ask, "empty.project")) } @else {
            div.wide tabindex="0" role="region" aria-label=(title) { table.stack {
                thead { tr { @for column in &columns { th.number[NUMBERS.contains(column)] scope="col" { (ask.say(&format!("column.{column}"))) } } } }
                tbody {
                    @for outlet in &outlets {
                        @let name = outlet.name.as_deref().filter(|name| !name.is_empty());
                        tr {
                            th scope="row" { a href=(ask.fresh("/sources", &[("outlet", name.unwrap_or(NONE))])) { bdi { (name.map_or_else(|| ask.say("source.unnamed"), str::to_owned)) } } }
                            td.number data-of=(ask.say("column.articles")) { (ask.tongue.number(outlet.articles)) }
                            td.number data-of=(ask.say("column.copies")) { (ask.tongue.number(outlet.copies)) }
                            td { (outlet.languages) }
                            td { (ask.stored_day(&outlet.first)) @if outlet.last != outlet.first { " – " (ask.stored_day(&outlet.last)) } }
                        }
                    }
                }
            } }
            (parts::exports(ask, &["csl-json", "biblatex", "ris"]))
        }
    };
    Ok(Page::new(title, body).into())
}

pub(super) fn list(ask: &Ask<'_>, articles: &[Shelved]) -> Markup {
    let columns = ["published", "article", "language", "passages"];
    html! {
        div.wide tabindex="0" role="region" aria-label=(ask.say("column.articles")) { table {
            thead { tr { @for column in &columns { th.number[NUMBERS.contains(column)] scope="col" { (ask.say(&format!("column.{column}"))) } } } }
            tbody {
                @for article in articles {
                    @let title = if article.title.is_empty() { &article.doc } else { &article.title };
                    tr {
                        td.when { (ask.stored_day(&article.published)) }
                        td { a href=(ask.article(&article.doc)) lang=(article.lang) dir="auto" { (title) } @if article.copy { " " span.tag { (ask.say("copy.one")) } } }
                        td { (article.lang) }
                        td.number { (ask.tongue.number(article.passages)) }
                    }
                }
            }
        } }
    }
}
