//! The project in, its outlets out, each with its articles; and with `?outlet=` the articles of one.

use super::Answer;
use crate::project::Shelved;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts::{self, List};
use maud::{Markup, html};

/// Outlets, and articles of one, on a page.
const PART: usize = 100;
/// Stands in addresses for articles of which no outlet is known.
const NONE: &str = "-";
const FORMATS: [&str; 3] = ["csl-json", "biblatex", "ris"];
/// Columns that hold numbers.
const NUMBERS: [&str; 3] = ["articles", "copies", "passages"];

/// The name of an outlet as an address has it.
pub(in crate::serve) fn named(outlet: &str) -> &str {
    if outlet == NONE { "" } else { outlet }
}

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    if let Some(outlet) = ask.query.get("outlet") {
        let named = named(outlet);
        let all = ask.project.count_of(named)?;
        if all == 0 {
            return Ok(Answer::Missing("missing.outlet"));
        }
        let articles = List::find(ask, PART, PART, |filter| ask.project.articles_of(named, filter.limit))?;
        let articles = List { all: Some(all), ..articles };
        let (first, part, ways) = articles.part(ask, PART);
        let title = if named.is_empty() { ask.say("source.unnamed") } else { named.to_owned() };
        let events = ask.fresh("/events", &[("source", named)]);
        let body = html! {
            h1 { bdi { (title) } }
            @if !named.is_empty() { p { a href=(events) { (ask.say("source.events")) } } }
            (extent(ask, "source.articles", first, part.len(), all))
            (list(ask, part))
            (ways)
            @if !named.is_empty() { (parts::exports(ask, &FORMATS)) }
            p { a href=(ask.screen("/sources")) { (ask.say("source.all")) } }
        };
        return Ok(Page::new(title, body).into());
    }
    let outlets = ask.project.shelf()?;
    let (first, part, ways) = parts::part(ask, &outlets, PART);
    let title = ask.say("nav.sources");
    let columns = ["outlet", "articles", "copies", "languages", "from.to"];
    let body = html! {
        h1 { (title) }
        p.hint { (ask.say("source.note")) }
        @if outlets.is_empty() { (parts::empty(ask, "empty.project")) } @else {
            (extent(ask, "source.outlets", first, part.len(), outlets.len()))
            div.wide tabindex="0" role="region" aria-label=(title) { table.stack {
                thead { tr { @for column in &columns { th.number[NUMBERS.contains(column)] scope="col" { (ask.say(&format!("column.{column}"))) } } } }
                tbody {
                    @for outlet in part {
                        @let name = outlet.name.as_deref().filter(|name| !name.is_empty());
                        tr {
                            th scope="row" { a href=(ask.fresh("/sources", &[("outlet", name.unwrap_or(NONE))])) { bdi { (name.map_or_else(|| ask.say("source.unnamed"), str::to_owned)) } } }
                            td.number data-of=(ask.say("column.articles")) { (ask.tongue.number(outlet.articles)) }
                            td.number data-of=(ask.say("column.copies")) { (ask.tongue.number(outlet.copies)) }
                            td { (languages(ask, &outlet.languages)) }
                            td { (ask.stored_day(&outlet.first)) @if outlet.last != outlet.first { " – " (ask.stored_day(&outlet.last)) } }
                        }
                    }
                }
            } }
            (ways)
            (parts::exports(ask, &FORMATS))
        }
    };
    Ok(Page::new(title, body).into())
}

/// How many there are, and which of them stand here.
fn extent(ask: &Ask<'_>, key: &str, first: usize, count: usize, all: usize) -> Markup {
    html! {
        p.extent { (ask.count(key, all)) @if count < all { ": " (parts::which(ask, "shown.from", first, count, all)) } }
    }
}

/// Languages by their names.
fn languages(ask: &Ask<'_>, codes: &str) -> String {
    let name = |code| ask.tongue.find(&format!("language.{code}")).unwrap_or(code);
    codes.split(',').map(name).collect::<Vec<_>>().join(", ")
}

fn list(ask: &Ask<'_>, articles: &[Shelved]) -> Markup {
    let columns = ["published", "article", "language", "passages"];
    html! {
        div.wide tabindex="0" role="region" aria-label=(ask.say("column.articles")) { table.stack {
            thead { tr { @for column in &columns { th.number[NUMBERS.contains(column)] scope="col" { (ask.say(&format!("column.{column}"))) } } } }
            tbody {
                @for article in articles {
                    @let title = if article.title.is_empty() { &article.doc } else { &article.title };
                    tr {
                        td.when { (ask.stored_day(&article.published)) }
                        th scope="row" { a href=(ask.article(&article.doc)) lang=(article.lang) dir="auto" { (parts::shortened(title)) } @if article.copy { " " span.tag { (ask.say("copy.one")) } } }
                        td { (languages(ask, &article.lang)) }
                        td.number data-of=(ask.say("column.passages")) { (ask.tongue.number(article.passages)) }
                    }
                }
            }
        } }
    }
}
