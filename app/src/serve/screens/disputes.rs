//! Conditions in, what the articles contradict each other on out: versions side by side, who holds which.

use super::Answer;
use super::event::dispute;
use crate::project::Kept;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts::{self, List};
use demarche::event::{Dispute, DisputeField};
use maud::{Markup, html};

/// Disputes on a page.
const PART: usize = 40;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let wanted = ask.query.one_of("about", DisputeField::ALL)?;
    let shown = List::find(ask, PART, PART, |filter| {
        let about = |dispute: &Dispute| wanted.is_none_or(|wanted| dispute.field == wanted);
        Ok(ask.project.disputes_that(filter, about)?.into_iter().rev().collect())
    })?;
    let counts = ask.project.dispute_fields(&ask.filter)?;
    let of = |field: DisputeField| counts.get(&field).copied().unwrap_or_default();
    let any: usize = counts.values().sum();
    let shown = List { all: Some(wanted.map_or(any, of)), ..shown };
    let (_, part, ways) = shown.part(ask, PART);
    let cards: Vec<Markup> = part.iter().map(|(kept, d)| card(ask, kept, d)).collect::<Result<_, _>>()?;
    let title = ask.say("nav.disputes");
    let body = html! {
        h1 { (title) }
        @if any == 0 { (parts::empty(ask, "empty.disputes")) } @else {
            p.toggle role="group" aria-label=(ask.say("dispute.about")) {
                a href=(ask.query.with("about", "").on("/disputes")) aria-current=[wanted.is_none().then_some("true")] { (ask.say("filter.any")) " " (ask.tongue.number(any)) }
                @for field in DisputeField::ALL.iter().filter(|field| of(**field) > 0) {
                    a href=(ask.query.with("about", field.name()).on("/disputes")) aria-current=[(wanted == Some(*field)).then_some("true")] { (ask.say(&format!("dispute.{field}"))) " " (ask.tongue.number(of(*field))) }
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
