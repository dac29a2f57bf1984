//! Drawings on pages: where their marks lead, and each with its table and its file beside it.
//!
//! `?view=table` shows tables in place of drawings, `?csv=course` gives one table as a file.

use super::ask::{Ask, within};
use super::screens::Answer;
use crate::export::inert;
use crate::figures::{Early, Sight};
use crate::project::Kept;
use demarche::event::Event;
use demarche::resources::ontology::Ontology;
use demarche::tell::drawn::{Figure, Lead, Showing};
use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};

/// Does something with what draws the project as it is asked for.
pub(super) fn with<R>(ask: &Ask<'_>, work: impl FnOnce(&Sight<'_>) -> anyhow::Result<R>) -> anyhow::Result<R> {
    let lead = |lead: Lead<'_>| address(ask, lead);
    let fact = |event: &Event| ask.fact(event);
    let when = |kept: &Kept| ask.when(kept);
    work(&Sight {
        project: ask.project,
        ontology: &Ontology::embedded()?,
        filter: &ask.filter,
        showing: Showing { wording: ask.wording, id: "", lead: &lead },
        fact: &fact,
        when: &when,
    })
}

fn address(ask: &Ask<'_>, lead: Lead<'_>) -> String {
    match lead {
        Lead::Event(id) => ask.event(id),
        Lead::Actor(code) => ask.kept(&within("/actor", code), &[]),
        Lead::Pair(one, other) => ask.kept_relation(one, other),
        Lead::Place(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            ask.fresh("/search", &[("q", &names.join(" OR "))])
        }
        Lead::Days { actors, first, last } => {
            let day = |date: Date| date.to_string();
            let (name, codes) = (if actors.len() == 2 { "dyad" } else { "actor" }, actors.join(","));
            ask.kept("/events", &[(name, &codes), ("from", &day(first)), ("to", &day(last))])
        }
    }
}

/// The file of a table, if it is asked for.
pub(super) fn file(ask: &Ask<'_>, figures: &[(&str, &Figure)]) -> anyhow::Result<Option<Answer>> {
    let ids: Vec<&str> = figures.iter().map(|(id, _)| *id).collect();
    let Some(wanted) = ask.query.one_of("csv", &ids)? else { return Ok(None) };
    let Some((id, figure)) = figures.iter().find(|(id, _)| *id == wanted) else { return Ok(None) };
    table(ask, id, &figure.columns, figure.rows.iter().map(|row| &row.cells)).map(Some)
}

/// A table as a file.
pub(super) fn table<'t>(
    ask: &Ask<'_>,
    id: &str,
    columns: &[String],
    rows: impl IntoIterator<Item = &'t Vec<String>>,
) -> anyhow::Result<Answer> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    csv.write_record(columns)?;
    for cells in rows {
        csv.write_record(cells.iter().map(|cell| number(ask, cell).unwrap_or_else(|| inert(cell).into_owned())))?;
    }
    Ok(Answer::File("text/csv; charset=utf-8", format!("{id}.csv"), csv.into_inner()?))
}

/// A number as programs read it, of one that is written for readers.
fn number(ask: &Ask<'_>, cell: &str) -> Option<String> {
    let plain = cell.replace(&ask.say("number.thousands"), "").replace(&ask.say("number.decimal"), ".");
    let plain = plain.trim_start_matches('+').replace('\u{2212}', "-");
    plain.parse::<f64>().is_ok_and(f64::is_finite).then_some(plain)
}

/// Whether all is to be shown: in tables and files nothing is left out.
pub(super) fn is_whole(ask: &Ask<'_>) -> bool {
    ask.filter.from.is_some() || ask.query.get("csv").is_some() || ask.query.get("view") == Some("table")
}

/// What is left out of a drawing since it stands long before all else, and the way to it.
pub(super) fn early(ask: &Ask<'_>, early: Option<Early>) -> Markup {
    html! {
        @if let Some(early) = early {
            p.hint {
                (ask.count("early", early.count)) " (" (early.first.year()) "). "
                a href=(ask.query.with("from", &early.first.first_of_year().to_string()).on(&ask.whole_path())) { (ask.say("early.all")) }
            }
        }
    }
}

/// A drawing with what it shows, or the same as a table, and the ways to the other and to the file.
pub(super) fn figure(ask: &Ask<'_>, id: &str, figure: &Figure) -> Markup {
    let as_table = ask.query.get("view") == Some("table");
    // The tables of the network stand on one page, its drawings each on its own.
    let drawing = if id == "matrix" { id } else { "" };
    let other = ask.query.with("view", if as_table { drawing } else { "table" });
    let there = format!("{}#{id}", other.on(&ask.whole_path()));
    html! {
        figure.drawing id=(id) {
            @if as_table {
                // Two drawings of the same have the same title.
                @let kind = ask.tongue.find(&format!("network.{id}")).map_or(String::new(), |kind| format!(": {kind}"));
                figcaption { (figure.caption) }
                div.scroll tabindex="0" role="region" aria-label={ (figure.title) (kind) } { (PreEscaped(figure.table())) }
            } @else {
                (PreEscaped(figure.html()))
            }
            p.ways {
                a href=(there) { (ask.say(if as_table { "drawing.drawing" } else { "drawing.table" })) }
                " · " a href=(ask.query.with("csv", id).on(&ask.whole_path())) download { (ask.say("drawing.csv")) }
            }
        }
    }
}
