//! Conditions in, how those who are no party stand to events out: who, how, since when, in whose words.

use super::{Answer, event};
use crate::project::{Filter, Kept};
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts::{self, List};
use demarche::event::{Position, Stance};
use maud::{Markup, html};

/// Positions on a page, and how many are looked at to tell their number.
const PART: usize = 40;
const COUNTED: usize = 500;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let body = ask.once("positions", || list(ask))?;
    Ok(Page::filtered(ask.say("nav.positions"), body).into())
}

fn list(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let wanted = ask.query.one_of("stance", Stance::ALL)?;
    let takes = |position: &Position, stance: Stance| position.stands.iter().any(|s| s.stance == stance);
    let find = |filter: &Filter, wanted: Option<Stance>| {
        let is_wanted = |position: &Position| wanted.is_none_or(|stance| takes(position, stance));
        anyhow::Ok(ask.project.positions_that(filter, is_wanted)?.into_iter().rev().collect::<Vec<_>>())
    };
    // Only a look at each tells how many there are: of very many no number is told.
    let counted = List::first(ask, COUNTED, |filter| find(filter, None))?;
    let of = |stance: Stance| counted.items.iter().filter(|(_, position)| takes(position, stance)).count();
    let any = counted.items.len();
    let number = |count: usize| if counted.more { String::new() } else { ask.tongue.number(count) };
    let shown = List::find(ask, PART, PART, |filter| find(filter, wanted))?;
    let shown = List { all: shown.all.or((!counted.more).then(|| wanted.map_or(any, of))), ..shown };
    let (_, part, ways) = shown.part(ask, PART);
    let cards: Vec<Markup> =
        part.chunk_by(|a, b| a.0.number == b.0.number).map(|told| card(ask, told)).collect::<Result<_, _>>()?;
    Ok(html! {
        h1 { (ask.say("nav.positions")) }
        p.extent { (ask.say("positions.note")) }
        @if any == 0 { (parts::empty(ask, "empty.positions")) } @else {
            p.toggle role="group" aria-label=(ask.say("positions.stances")) {
                a href=(ask.query.with("stance", "").on("/positions")) aria-current=[wanted.is_none().then_some("true")] { (ask.say("filter.any")) " " (number(any)) }
                @for stance in Stance::ALL.iter().filter(|stance| counted.more || of(**stance) > 0) {
                    a href=(ask.query.with("stance", stance.name()).on("/positions")) aria-current=[(wanted == Some(*stance)).then_some("true")] { (ask.say(&format!("stance.{stance}"))) " " (number(of(*stance))) }
                }
            }
            @for card in &cards { (card) }
            (ways)
            (parts::exports(ask, &["csv", "json", "atom"]))
        }
    })
}

/// An event with all positions on it.
fn card(ask: &Ask<'_>, told: &[(Kept, Position)]) -> anyhow::Result<Markup> {
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
