//! Conditions in, how those who are no party stand to events out: who, how, since when, in whose words.

use super::{Answer, event};
use crate::project::Kept;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts;
use demarche::event::{Position, Stance};
use maud::{Markup, html};

/// Events on a page.
const PART: usize = 20;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let mut all = ask.project.positions(&ask.filter)?;
    all.reverse();
    let wanted = ask.query.get("stance");
    let takes = |position: &Position, stance: &str| position.stands.iter().any(|s| s.stance.name() == stance);
    let of = |stance: Stance| all.iter().filter(|(_, position)| takes(position, stance.name())).count();
    let shown: Vec<&(Kept, Position)> =
        all.iter().filter(|(_, position)| wanted.is_none_or(|stance| takes(position, stance))).collect();
    let events: Vec<&[&(Kept, Position)]> = shown.chunk_by(|a, b| a.0.number == b.0.number).collect();
    let (part, ways) = parts::part(ask, &events, PART);
    let cards: Vec<Markup> = part.iter().map(|told| card(ask, told)).collect::<Result<_, _>>()?;
    let title = ask.say("nav.positions");
    let body = html! {
        h1 { (title) }
        p.extent { (ask.say("positions.note")) }
        @if all.is_empty() { (parts::empty(ask, "empty.positions")) } @else {
            p.toggle role="group" aria-label=(ask.say("positions.stances")) {
                a href=(ask.query.with("stance", "").on("/positions")) aria-current=[wanted.is_none().then_some("true")] { (ask.say("filter.any")) " " (all.len()) }
                @for stance in Stance::ALL.iter().filter(|stance| of(**stance) > 0) {
                    a href=(ask.query.with("stance", stance.name()).on("/positions")) aria-current=[(wanted == Some(stance.name())).then_some("true")] { (ask.say(&format!("stance.{stance}"))) " " (of(*stance)) }
                }
            }
            @for card in &cards { (card) }
            (ways)
            @if all.len() == ask.filter.limit {
                p { a.more href=(ask.query.with("limit", &(all.len() * 2).to_string()).on("/positions")) { (ask.say("more.events")) } }
            }
            (parts::exports(ask, &["csv", "json"]))
        }
    };
    Ok(Page::filtered(title, body).into())
}

/// An event with all positions on it.
fn card(ask: &Ask<'_>, told: &[&(Kept, Position)]) -> anyhow::Result<Markup> {
    let Some((kept, _)) = told.first() else { return Ok(html! {}) };
    let held: Vec<Markup> = told.iter().map(|(_, position)| held(ask, position)).collect::<Result<_, _>>()?;
    let fact = ask.fact(&kept.event);
    Ok(html! {
        section.card-of aria-label=(fact) {
            h2 { a.fact href=(ask.event(&kept.event.id)) { (fact) } }
            p.line { (ask.when(kept)) " " (parts::status(ask, kept.event.status)) }
            @for one in &held { (one) }
        }
    })
}

/// The stands of one holder, each by its first passage.
pub(super) fn held(ask: &Ask<'_>, position: &Position) -> anyhow::Result<Markup> {
    let mut rows = Vec::new();
    for stand in &position.stands {
        let first = stand.mentions.first();
        let quote = first.map(|at| ask.project.quote(*at)).transpose()?.flatten();
        rows.extend(first.zip(quote).map(|(at, quote)| (stand.stance, *at, quote)));
    }
    Ok(html! {
        @for (stance, at, quote) in &rows {
            p.held {
                a href=(ask.actor(&position.holder.code)) { strong { (ask.party(&position.holder)) } } " "
                span.tag { (ask.say(&format!("stance.{stance}"))) } " "
                @if position.changed { (ask.say("position.changed")) " " }
                (parts::words(quote)) " " a href=(event::passage_link(ask, *at, quote)) { (parts::source(ask, quote)) }
            }
        }
    })
}
