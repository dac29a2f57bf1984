//! Words and conditions in, the passages out that hold them, how they are spread, and the events told there, in all languages.

use super::Answer;
use crate::ask::question::{self, Misread};
use crate::meaning;
use crate::project::Hit;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts::{self, List};
use crate::serve::views;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

const FORMATS: [&str; 4] = ["csv", "json", "csl-json", "atom"];
/// Events of the hits whose passages in other languages are named.
const ABROAD: usize = 8;
/// Hits on a page, and events of a hit that are named.
const PART: usize = 100;
const TOLD: usize = 6;
/// Hits that are counted.
const COUNTED: usize = 1_000;
/// Values of a facet that are named.
const FACET: usize = 10;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let words = ask.query.get("q").unwrap_or_default().to_owned();
    let title = ask.say("nav.search");
    if words.is_empty() {
        let body = html! { h1 { (title) } (parts::empty(ask, "search.how")) (views::list(ask, true)?) };
        return Ok(Page::filtered(title, body).into());
    }
    // All is like what is meant, more or less: of that no number is told.
    let asked = question::read(&words, ask.filter.clone()).unwrap_or_default();
    let by_meaning = !asked.meaning.is_empty();
    // Of a speaker each event is read with its passage: as many are looked for as a page has room for.
    let by_speaker = asked.words.is_empty() && !asked.said_by.is_empty();
    let hits = List::find(ask, PART, if by_meaning || by_speaker { PART } else { COUNTED }, |filter| {
        let sought = question::read(&words, filter.clone())?;
        meaning::search(ask.project, &sought, meaning::MEANWHILE, |_, _| {})
    });
    let hits = match hits {
        Ok(hits) => hits,
        Err(fault) => {
            let misread = fault.downcast_ref::<Misread>();
            if misread.is_none() && !by_meaning {
                return Err(fault);
            }
            let body = html! {
                h1 { (title) }
                @match misread {
                    Some(Misread { part, .. }) => p.empty { (ask.say("search.refused")) " " code { (part) } },
                    None => p.empty { (ask.say("search.weights")) " " code { "demarche weights" } },
                }
                (parts::empty(ask, "search.how"))
            };
            return Ok(Page::filtered(title, body).into());
        }
    };
    let abroad = abroad(ask, &hits.items)?;
    let kept = views::list(ask, true)?;
    let (first, part, ways) = hits.part(ask, PART);
    let count = hits.items.len();
    let extent =
        if hits.more { ask.fill("hits.more", &[("n", &ask.tongue.number(count))]) } else { ask.count("hits", count) };
    let body = html! {
        h1 { (title) ": " bdi { (words) } }
        @if count == 0 { (parts::empty(ask, "empty.search")) (parts::empty(ask, "search.how")) } @else {
            p.extent { (extent) }
            div.columns {
                section.main aria-label=(ask.say("event.passages")) {
                    ol.hits start=(first + 1) { @for hit in part { (found(ask, hit)) } }
                    (ways)
                    (parts::exports(ask, &FORMATS))
                }
                div.side { (facets(ask, &hits.items)) (abroad) (kept) }
            }
        }
        @for who in &asked.said_by {
            p { a href=(ask.query.lasting().with("who", who).on("/voices")) { (ask.fill("search.said", &[("who", &ask.name(who))])) } }
        }
    };
    Ok(Page::filtered(format!("{title}: {words}"), body).into())
}

fn found(ask: &Ask<'_>, hit: &Hit) -> Markup {
    let there = hit.points.map_or_else(|| ask.article(&hit.doc), |points| ask.passage(&hit.doc, points));
    let outlet = hit.source.as_deref().unwrap_or(&hit.doc);
    html! {
        li {
            p { (parts::quoted(&hit.lang, &hit.sentence)) }
            p.line {
                a href=(there) { bdi { (outlet) } ", " (ask.stored_day(&hit.published)) }
                " " span.tag { (hit.lang) }
                @if let Some(alike) = hit.alike { " · " (ask.say("search.alike")) " " (ask.tongue.decimal(f64::from(alike), 2)) }
                @if hit.headline { " · " (ask.say("search.headline")) }
                @for (event, kind, status) in hit.told.iter().take(TOLD) {
                    " · " a href=(ask.event(event)) { (ask.say(&format!("type.{kind}"))) " (" (ask.say(&format!("status.{status}"))) ")" }
                }
            }
        }
    }
}

/// How the hits are spread; each part narrows the search to itself.
fn facets(ask: &Ask<'_>, hits: &[Hit]) -> Markup {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut count = |name, value| *counts.entry((name, value)).or_default() += 1;
    for hit in hits {
        count("lang", hit.lang.as_str());
        if let Some(source) = &hit.source {
            count("source", source);
        }
        for (_, kind, status) in &hit.told {
            count("type", kind.as_str());
            count("status", status.as_str());
        }
    }
    let word = |name: &str, value: &str| match name {
        "lang" => ask.tongue.find(&format!("language.{value}")).unwrap_or(value).to_owned(),
        "type" | "status" => ask.say(&format!("{name}.{value}")),
        _ => value.to_owned(),
    };
    html! {
        @for name in ["lang", "type", "status", "source"] {
            @let own = most(&counts, name);
            @if !own.is_empty() {
                section.facet aria-label=(ask.say(&format!("filter.{name}"))) {
                    h2 { (ask.say(&format!("filter.{name}"))) }
                    ul.plain { @for (value, count) in own.into_iter().take(FACET) { li { a href=(ask.query.with(name, value).on("/search")) { (word(name, value)) } " " span.count { (ask.tongue.number(count)) } } } }
                }
            }
        }
    }
}

/// The values of a facet, the most frequent first.
fn most<'h>(counts: &BTreeMap<(&str, &'h str), usize>, name: &str) -> Vec<(&'h str, usize)> {
    let own = counts.iter().filter(|((n, _), _)| *n == name);
    let mut own: Vec<(&str, usize)> = own.map(|((_, value), count)| (*value, *count)).collect();
    own.sort_by_key(|(value, count)| (std::cmp::Reverse(*count), *value));
    own
}

/// The events of the first hits, told in other languages than the hit.
fn abroad(ask: &Ask<'_>, hits: &[Hit]) -> anyhow::Result<Markup> {
    let mut seen = BTreeSet::new();
    let mut told = Vec::new();
    for hit in hits {
        for (id, ..) in &hit.told {
            if told.len() >= ABROAD || !seen.insert(id) {
                continue;
            }
            let Some(kept) = ask.project.event(id)? else { continue };
            let Some(kept) = ask.project.numbered_then(&ask.filter.then(), kept.number)? else { continue };
            for at in &kept.event.mentions {
                let Some(quote) = ask.project.quote(*at)? else { continue };
                if quote.mention.lang != hit.lang {
                    told.push((kept.clone(), *at, quote));
                    break;
                }
            }
        }
    }
    Ok(html! {
        @if !told.is_empty() {
            section aria-labelledby="abroad" {
                h2 #abroad { (ask.say("search.abroad")) }
                @for (kept, at, quote) in &told {
                    p { a href=(ask.event(&kept.event.id)) { (ask.fact(&kept.event)) } }
                    p.held { (parts::words(quote)) " " a href=(super::event::passage_link(ask, *at, quote)) { (parts::source(ask, quote)) } " " span.tag { (quote.mention.lang) } }
                }
            }
        }
    })
}
