//! Conditions in, treaties, pacts and accords out: parties, what they say, what became of them.

use super::{Answer, LONGEST};
use crate::project::Kept;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts::{self, List};
use demarche::event::Agreement;
use demarche::mention::EventType;
use maud::{Markup, html};

/// Agreements on a page.
const PART: usize = 40;
/// Clauses and events of one that are shown before the rest is folded.
const SHOWN: usize = 4;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let title = ask.say("nav.agreements");
    let cards = ask.once("agreements", || cards(ask))?;
    Ok(Page::filtered(title.clone(), html! { h1 { (title) } (cards) }).into())
}

fn cards(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let agreements =
        List::find(ask, PART, LONGEST, |filter| Ok(ask.project.agreements(filter)?.into_iter().rev().collect()))?;
    let (_, part, ways) = agreements.part(ask, PART);
    let cards: Vec<Markup> = part.iter().map(|one| card(ask, one)).collect::<Result<_, _>>()?;
    Ok(html! {
        @if ask.project.agreements_are_stale()? { p.extent { (ask.say("agreements.stale")) } }
        @if cards.is_empty() { (parts::empty(ask, "empty.agreements")) }
        @for card in &cards { (card) }
        (ways)
        @if !cards.is_empty() { (parts::exports(ask, &["json", "atom"])) }
    })
}

fn card(ask: &Ask<'_>, one: &Agreement) -> anyhow::Result<Markup> {
    let mut clauses = Vec::new();
    for (article, span) in &one.clauses {
        let Some(told) = ask.project.stretch(*article, *span)? else { continue };
        let there = ask.passage(&told.doc, told.points);
        clauses.push(html! { li { q lang=(told.lang) { bdi { (told.words.trim()) } } " " a href=(there) { bdi { (told.source) } } } });
    }
    let (mut events, then) = (Vec::new(), ask.filter.then());
    for number in &one.events {
        events.extend(ask.project.numbered_then(&then, *number as i64)?);
    }
    let (later, struck): (Vec<Kept>, Vec<Kept>) = events.into_iter().partition(|kept| came_of(one, kept));
    // Where nobody tells what it says, the words that tell of it stand for it.
    let told = match struck.first().and_then(|kept| kept.event.mentions.first()) {
        Some(at) if clauses.is_empty() => ask.project.quote(*at)?.map(|quote| (*at, quote)),
        _ => None,
    };
    let parties = ask.parties(&one.parties);
    let name = named(ask, one);
    Ok(html! {
        article.card-of aria-label=(name) {
            h2 { bdi { (name) } }
            p.line {
                (parties)
                @if let Some(signed) = one.signed {
                    @let words = ask.fill("agreement.signed", &[("day", &ask.time(signed))]);
                    " · " @match struck.first() { Some(kept) => a href=(ask.event(&kept.event.id)) { (words) }, None => (words) }
                }
            }
            @if let Some((at, quote)) = &told { p.held { (parts::words(quote)) " " a href=(parts::place(ask, *at, quote)) { bdi { (parts::source(ask, quote)) } } } }
            @if !clauses.is_empty() { h3 { (ask.say("agreement.clauses")) } (folded(ask, &clauses, "hits")) }
            @if !later.is_empty() {
                h3 { (ask.say("agreement.events")) }
                @let rows = later.iter().map(|kept| html! { li { (ask.when(kept)) ": " a.fact href=(ask.event(&kept.event.id)) { (ask.fact(&kept.event)) } " " (parts::status(ask, kept.event.status)) } }).collect::<Vec<_>>();
                (folded(ask, &rows, "plain"))
            }
        }
    })
}

/// Whether it came after the striking of an agreement, and is no part of it: of what has no day that is not known.
fn came_of(one: &Agreement, kept: &Kept) -> bool {
    let event = &kept.event;
    let strikes = event.symmetric && matches!(event.kind, EventType::Agree | EventType::Support | EventType::Cooperate);
    let day = event.time.map(|time| time.start).or(kept.told.0);
    !strikes && one.signed.is_none_or(|signed| day.is_some_and(|day| day > signed.end))
}

/// What an agreement is called; where the articles have no name for it, between whom it is.
pub(super) fn named(ask: &Ask<'_>, one: &Agreement) -> String {
    if one.name.is_empty() { ask.parties(&one.parties) } else { one.name.clone() }
}

fn folded(ask: &Ask<'_>, rows: &[Markup], class: &str) -> Markup {
    let (first, rest) = rows.split_at(SHOWN.min(rows.len()));
    html! {
        ul class=(class) { @for row in first { (row) } }
        @if !rest.is_empty() { details { summary { (ask.count("more", rest.len())) } ul class=(class) { @for row in rest { (row) } } } }
    }
}
