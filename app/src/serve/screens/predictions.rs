//! Conditions in, what was announced out: by whom, for when, what became of it; and how each outlet's announcements fared.

use super::Answer;
use super::event::passage_link;
use crate::project::{Kept, Quote};
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts;
use demarche::event::{Outcome, Prediction};
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;

/// Announcements on a page.
const PART: usize = 100;
/// Announcements of an outlet below which shares say nothing.
const FEW: usize = 10;
const OUTLETS: usize = 40;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let mut all = ask.project.predictions(&ask.filter)?;
    all.reverse();
    let wanted = ask.query.get("outcome");
    // Of more than are listed all are counted.
    let counts = match ask.project.outcomes(&ask.filter)? {
        Some(counts) => counts,
        None => count(&all),
    };
    let of = |outcome: Outcome| counts.get(&outcome).copied().unwrap_or_default();
    let any: usize = counts.values().sum();
    let meant = Outcome::ALL.iter().find(|outcome| wanted == Some(outcome.name())).map_or(any, |outcome| of(*outcome));
    let shown: Vec<&(Kept, Prediction)> =
        all.iter().filter(|(_, p)| wanted.is_none_or(|w| p.outcome.name() == w)).collect();
    let (part, ways) = parts::part(ask, &shown, PART);
    let rows: Vec<Markup> = part.iter().map(|(kept, p)| row(ask, kept, p)).collect::<Result<_, _>>()?;
    // Counted over all of the project, so kept until it changes.
    let outlets_of = format!("outlets {} {}", ask.project.state()?, ask.tongue.code());
    let outlets = ask.site.made(&outlets_of, || Ok(outlets(ask)?.into_string()))?;
    let title = ask.say("nav.predictions");
    let columns = ["announced", "due", "outcome", "fact"];
    let body = html! {
        h1 { (title) }
        @if all.is_empty() { (parts::empty(ask, "empty.predictions")) } @else {
            p.toggle role="group" aria-label=(ask.say("column.outcome")) {
                a href=(ask.query.with("outcome", "").on("/predictions")) aria-current=[wanted.is_none().then_some("true")] { (ask.say("filter.any")) " " (any) }
                @for outcome in Outcome::ALL.iter().filter(|outcome| of(**outcome) > 0) {
                    a href=(ask.query.with("outcome", outcome.name()).on("/predictions")) aria-current=[(wanted == Some(outcome.name())).then_some("true")] { (ask.say(&format!("outcome.{outcome}"))) " " (of(*outcome)) }
                }
            }
            @if meant > shown.len() { (parts::shown(ask, shown.len(), Some(meant))) }
            table.facts {
                thead { tr { @for column in columns { th scope="col" { (ask.say(&format!("column.{column}"))) } } } }
                tbody { @for row in &rows { (row) } }
            }
            (ways)
            (PreEscaped(&*outlets))
            (parts::exports(ask, &["ics", "json", "atom"]))
        }
    };
    Ok(Page::filtered(title, body).into())
}

fn count(all: &[(Kept, Prediction)]) -> BTreeMap<Outcome, usize> {
    let mut counts = BTreeMap::new();
    all.iter().for_each(|(_, p)| *counts.entry(p.outcome).or_default() += 1);
    counts
}

fn row(ask: &Ask<'_>, kept: &Kept, one: &Prediction) -> anyhow::Result<Markup> {
    let made = ask.project.quote(one.made)?;
    let settled = one.settled.map(|at| ask.project.quote(at)).transpose()?.flatten();
    let said = made.as_ref().map_or_else(|| ask.say("date.none"), |quote| ask.stored_day(&quote.published));
    let due = made.as_ref().and_then(|quote| quote.mention.time);
    let told = |at, quote: &Quote| {
        html! { p.first { (parts::words(quote)) " " a href=(passage_link(ask, at, quote)) { (parts::source(ask, quote)) } } }
    };
    Ok(html! {
        tr {
            td.when { (said) }
            td.when { @match due { Some(due) => (ask.time(due)), None => (ask.say("due.none")) } }
            td { span class={ "outcome " (one.outcome.name()) } { (ask.say(&format!("outcome.{}", one.outcome))) } }
            td {
                a.fact href=(ask.event(&kept.event.id)) { (ask.fact(&kept.event)) }
                @if let Some(quote) = &made { (told(one.made, quote)) }
                @if let (Some(at), Some(quote)) = (one.settled, &settled) { p.line { (ask.say("event.settled")) ":" } (told(at, quote)) }
            }
        }
    })
}

/// What became of what each outlet announced; of few announcements no share is told.
fn outlets(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let mut all: Vec<_> = ask.project.outlets(None, 0.0, &[])?.into_iter().collect();
    all.sort_by(|a, b| b.1.made.cmp(&a.1.made).then(a.0.cmp(&b.0)));
    all.truncate(OUTLETS);
    let columns = ["outlet", "made", "came", "late", "failed", "share"];
    Ok(html! {
        h2 { (ask.say("predictions.outlets")) }
        p.extent { (ask.fill("predictions.few", &[("n", &FEW.to_string())])) }
        div.wide tabindex="0" role="region" aria-label=(ask.say("predictions.outlets")) { table {
            thead { tr { @for column in &columns { th.number[*column != "outlet"] scope="col" { (ask.say(&format!("column.{column}"))) } } } }
            tbody {
                @for (name, outlet) in &all {
                    @let settled = outlet.came + outlet.failed;
                    tr {
                        th scope="row" { bdi { (name) } }
                        td.number { (outlet.made) }
                        td.number { (outlet.came) }
                        td.number { (outlet.late) }
                        td.number { (outlet.failed) }
                        td.number { @if settled >= FEW { (outlet.came * 100 / settled) " %" } @else { "–" } }
                    }
                }
            }
        } }
    })
}
