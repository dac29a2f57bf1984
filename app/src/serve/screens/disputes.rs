//! Conditions in, what the articles contradict each other on out: versions side by side, who holds which.

use super::Answer;
use super::event::dispute;
use crate::project::Kept;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts;
use demarche::event::{Dispute, DisputeField};
use maud::{Markup, html};

/// Disputes on a page.
const PART: usize = 40;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let mut all = ask.project.disputes(&ask.filter)?;
    all.reverse();
    let wanted = ask.query.get("about");
    let of = |field: DisputeField| all.iter().filter(|(_, d)| d.field == field).count();
    let shown: Vec<&(Kept, Dispute)> = all.iter().filter(|(_, d)| wanted.is_none_or(|w| d.field.name() == w)).collect();
    let (part, ways) = parts::part(ask, &shown, PART);
    let cards: Vec<Markup> = part.iter().map(|(kept, d)| card(ask, kept, d)).collect::<Result<_, _>>()?;
    let title = ask.say("nav.disputes");
    let body = html! {
        h1 { (title) }
        @if all.is_empty() { (parts::empty(ask, "empty.disputes")) } @else {
            p.toggle role="group" aria-label=(ask.say("dispute.about")) {
                a href=(ask.query.with("about", "").on("/disputes")) aria-current=[wanted.is_none().then_some("true")] { (ask.say("filter.any")) " " (all.len()) }
                @for field in DisputeField::ALL.iter().filter(|field| of(**field) > 0) {
                    a href=(ask.query.with("about", field.name()).on("/disputes")) aria-current=[(wanted == Some(field.name())).then_some("true")] { (ask.say(&format!("dispute.{field}"))) " " (of(*field)) }
                }
            }
            @for card in &cards { (card) }
            (ways)
            (parts::exports(ask, &["csv", "json", "atom"]))
        }
    };
    Ok(Page::filtered(title, body).into())
}

fn card(ask: &Ask<'_>, kept: &Kept, of: &Dispute) -> anyhow::Result<Markup> {
    Ok(html! {
        section.card-of aria-label=(ask.fact(&kept.event)) {
            h2 { a.fact href=(ask.event(&kept.event.id)) { (ask.fact(&kept.event)) } }
            p.line { (ask.when(kept)) " · " (parts::evidence(ask, kept)) }
            (dispute(ask, of)?)
        }
    })
}
