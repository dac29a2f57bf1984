//! Conditions in, what was announced out: by whom, for when, what became of it; and how each outlet's announcements fared.

use super::Answer;
use super::event::passage_link;
use crate::project::{Kept, Quote};
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts::{self, List};
use demarche::event::{Outcome, Prediction};
use maud::{Markup, PreEscaped, html};

/// Announcements on a page.
const PART: usize = 100;
/// Announcements of an outlet below which shares say nothing.
const FEW: usize = 10;
const OUTLETS: usize = 40;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let wanted = ask.query.one_of("outcome", Outcome::ALL)?;
    let shown = List::find(ask, PART, PART, |filter| {
        let came = |prediction: &Prediction| wanted.is_none_or(|wanted| prediction.outcome == wanted);
        Ok(ask.project.predictions_that(filter, came)?.into_iter().rev().collect())
    })?;
    let counts = ask.project.outcomes(&ask.filter)?;
    let of = |outcome: Outcome| counts.get(&outcome).copied().unwrap_or_default();
    let any: usize = counts.values().sum();
    let shown = List { all: Some(wanted.map_or(any, of)), ..shown };
    let (first, part, ways) = shown.part(ask, PART);
    let rows: Vec<Markup> = part.iter().map(|(kept, p)| row(ask, kept, p)).collect::<Result<_, _>>()?;
    // Counted over all that meets the conditions, so kept until the project changes.
    let outlets_of = format!("outlets {} {} {:?}", ask.project.state()?, ask.tongue.code(), ask.query.conditions());
    let outlets = ask.site.made(&outlets_of, || Ok(outlets(ask)?.into_string()))?;
    let title = ask.say("nav.predictions");
    let columns = ["announced", "due", "outcome", "fact"];
    let body = html! {
        h1 { (title) }
        @if any == 0 { (parts::empty(ask, "empty.predictions")) } @else {
            p.toggle role="group" aria-label=(ask.say("column.outcome")) {
                a href=(ask.query.with("outcome", "").on("/predictions")) aria-current=[wanted.is_none().then_some("true")] { (ask.say("filter.any")) " " (ask.tongue.number(any)) }
                @for outcome in Outcome::ALL.iter().filter(|outcome| of(**outcome) > 0) {
                    a href=(ask.query.with("outcome", outcome.name()).on("/predictions")) aria-current=[(wanted == Some(*outcome)).then_some("true")] { (ask.say(&format!("outcome.{outcome}"))) " " (ask.tongue.number(of(*outcome))) }
                }
            }
            @if shown.all > Some(part.len()) { (parts::span(ask, first, part.len(), shown.all)) }
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
            td.when data-of=(ask.say("column.due")) { @match due { Some(due) => (ask.time(due)), None => (ask.say("due.none")) } }
            td { span class={ "outcome " (one.outcome.name()) } { (ask.say(&format!("outcome.{}", one.outcome))) } }
            td.what {
                a.fact href=(ask.event(&kept.event.id)) { (ask.fact(&kept.event)) }
                @if let Some(quote) = &made { (told(one.made, quote)) }
                @if let (Some(at), Some(quote)) = (one.settled, &settled) { p.line { (ask.say("event.settled")) ":" } (told(at, quote)) }
            }
        }
    })
}

/// What became of what each outlet announced; of few announcements no share is told.
fn outlets(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let mut all: Vec<_> = ask.project.fared(&ask.filter)?.into_iter().collect();
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
                        td.number { (ask.tongue.number(outlet.made)) }
                        td.number { (ask.tongue.number(outlet.came)) }
                        td.number { (ask.tongue.number(outlet.late)) }
                        td.number { (ask.tongue.number(outlet.failed)) }
                        td.number { @if settled >= FEW { (outlet.came * 100 / settled) " %" } @else { "–" } }
                    }
                }
            }
        } }
    })
}
