//! The id of an event in, all that is known about it out: passages by origin, fields with their versions, what was
//! announced, what people decided.

use super::Answer;
use crate::project::{Filter, Kept, Quote};
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts;
use demarche::event::{Dispute, DisputeField, MentionRef};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Passages of a version that are named.
const HELD: usize = 5;

/// Passages by the article that the others of their group copy.
type Origins = BTreeMap<String, Vec<(MentionRef, Quote)>>;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let is_id = !ask.rest.is_empty() && ask.rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let Some(kept) = is_id.then(|| ask.found(&ask.rest)).transpose()?.flatten() else {
        return Ok(Answer::Missing("missing.event"));
    };
    if kept.event.id != ask.rest {
        return Ok(Answer::Go(ask.event(&kept.event.id)));
    }
    let event = &kept.event;
    let mut origins = Origins::new();
    for at in &event.mentions {
        if let Some(quote) = ask.project.quote(*at)? {
            origins.entry(ask.project.origin_of(at.article as i64)?).or_default().push((*at, quote));
        }
    }
    let disputes = ask.project.disputes_of(&Filter::default(), &kept)?;
    let announced = announced(ask, &kept)?;
    let title = ask.fact(event);
    let versions: Vec<Markup> = disputes.iter().map(|d| dispute(ask, d)).collect::<Result<_, _>>()?;
    let body = html! {
        h1.fact { (title) }
        p.headline {
            (parts::status(ask, event.status)) " · " (ask.when(&kept))
            @if let Some(place) = &event.place { " · " bdi { (ask.place(place)) } }
            " · " (parts::evidence(ask, &kept))
            @if kept.reviewed { " · " span.reviewed { "✓ " (ask.say("reviewed")) } }
        }
        div.columns {
            section.main aria-labelledby="passages" {
                h2 #passages { (ask.say("event.passages")) }
                @if kept.passages > event.mentions.len() {
                    p.extent { (ask.fill("shown.of", &[("n", &event.mentions.len().to_string()), ("all", &kept.passages.to_string())])) }
                }
                @for (origin, told) in &origins { (group(ask, origin, told)) }
            }
            div.side {
                (fields(ask, &kept))
                @if !versions.is_empty() {
                    section aria-labelledby="disputes" {
                        h2 #disputes { (ask.say("nav.disputes")) }
                        @for version in &versions { (version) }
                    }
                }
                (positions(ask, &kept)?)
                (announced)
                (decisions(ask, &kept)?)
                (parts::exports(ask, &["json", "csl-json", "atom"]))
                p { a href=(ask.fresh("/review", &[("event", &event.id)])) { (ask.say("event.review")) } }
            }
        }
    };
    Ok(Page::new(title, body).into())
}

/// The passages of one origin: copies that say the same as the first are folded.
fn group(ask: &Ask<'_>, origin: &str, told: &[(MentionRef, Quote)]) -> Markup {
    let first = told.first().map(|(_, quote)| (quote.doc.as_str(), quote.mention.status));
    let same = |quote: &Quote| first.is_some_and(|(doc, status)| quote.doc != doc && quote.mention.status == status);
    let (copies, own): (Vec<_>, Vec<_>) = told.iter().partition(|(_, quote)| same(quote));
    html! {
        section.origin aria-label=(ask.fill("event.origin", &[("name", origin)])) {
            @for (at, quote) in own { (parts::passage(ask, *at, quote)) }
            @if !copies.is_empty() {
                details {
                    summary { (ask.count("copies", copies.len())) }
                    @for (at, quote) in copies { (parts::passage(ask, *at, quote)) }
                }
            }
        }
    }
}

fn fields(ask: &Ask<'_>, kept: &Kept) -> Markup {
    let event = &kept.event;
    let linked = |actors: &[demarche::mention::Actor]| {
        html! {
            @if actors.is_empty() { (ask.say("unknown")) }
            ul.plain { @for actor in actors { li { a href=(ask.actor(&actor.code)) { (ask.party(actor)) } " " code { (actor.key()) } } } }
        }
    };
    let score = ask.tongue.decimal(event.score, 2);
    html! {
        section aria-labelledby="fields" {
            h2 #fields { (ask.say("event.fields")) }
            table.fields {
                tr { th scope="row" { (ask.say("field.actors")) } td { (linked(&event.actors)) } }
                tr { th scope="row" { (ask.say("field.recipients")) } td { (linked(&event.recipients)) } }
                tr { th scope="row" { (ask.say("field.type")) } td { (ask.kind(event.kind, event.mode)) " " code { (event.kind) @if let Some(mode) = event.mode { " " (mode) } } } }
                tr { th scope="row" { (ask.say("field.quad")) } td { (ask.say(&format!("quad.{}", event.kind.quad()))) } }
                tr { th scope="row" { (ask.say("field.time")) } td { (ask.when(kept)) } }
                @if let Some(place) = &event.place {
                    tr { th scope="row" { (ask.say("field.place")) } td { bdi { (ask.place(place)) } @if let Some(country) = &place.country { " (" (ask.name(country)) ")" } } }
                }
                @for figure in &event.magnitudes {
                    tr { th scope="row" { (ask.say("field.number")) } td { @if figure.vague { "≈ " } (figure.value) " " (figure.unit) } }
                }
                tr { th scope="row" { (ask.say("field.score")) } td { (score) } }
                tr { th scope="row" { (ask.say("field.id")) } td { code { (event.id) } } }
            }
        }
    }
}

/// A disputed fact: each version, who holds it, where it is told.
pub(super) fn dispute(ask: &Ask<'_>, dispute: &Dispute) -> anyhow::Result<Markup> {
    let mut versions = Vec::new();
    for version in &dispute.versions {
        let mut quotes = Vec::new();
        for at in version.mentions.iter().take(HELD) {
            quotes.extend(ask.project.quote(*at)?.map(|quote| (*at, quote)));
        }
        let holders = match version.holders.is_empty() {
            true => ask.say("dispute.articles"),
            false => ask.parties(&version.holders),
        };
        // A place has its name in the reader's language here as elsewhere.
        let places = quotes.iter().filter_map(|(_, quote): &(_, Quote)| quote.mention.place.as_ref());
        let place = places.filter(|_| dispute.field == DisputeField::Place).map(|place| ask.place(place)).next();
        let word = ask.tongue.find(&format!("version.{}", version.value)).map(str::to_owned);
        versions.push((place.or(word).unwrap_or_else(|| version.value.clone()), holders, quotes));
    }
    Ok(html! {
        div.dispute {
            h3 { span aria-hidden="true" { "⚡" } " " (ask.say(&format!("dispute.{}", dispute.field))) }
            @if dispute.confirmed_later { p.extent { (ask.say("dispute.confirmed")) } }
            div.versions {
                @for (value, holders, quotes) in &versions {
                    div.version {
                        p { strong { (value) } }
                        p.holders { (holders) }
                        @for (at, quote) in quotes {
                            p.held { (parts::words(quote)) " " a href=(passage_link(ask, *at, quote)) { (parts::source(ask, quote)) } }
                        }
                    }
                }
            }
        }
    })
}

/// The address of a passage in its article.
pub(super) fn passage_link(ask: &Ask<'_>, at: MentionRef, quote: &Quote) -> String {
    let number = at.mention.to_string();
    let path = crate::serve::ask::within("/article", &quote.doc);
    format!("{}#at", ask.fresh(&path, &[("passage", &number)]))
}

/// How those who are no party stand to it.
fn positions(ask: &Ask<'_>, kept: &Kept) -> anyhow::Result<Markup> {
    let positions = ask.project.positions_of(kept)?;
    let held: Vec<Markup> =
        positions.iter().map(|position| super::positions::held(ask, position)).collect::<Result<_, _>>()?;
    Ok(html! {
        @if !held.is_empty() {
            section aria-labelledby="positions" {
                h2 #positions { (ask.say("event.positions")) }
                @for one in &held { (one) }
            }
        }
    })
}

/// What was announced about it, and what became of that.
fn announced(ask: &Ask<'_>, kept: &Kept) -> anyhow::Result<Markup> {
    let mut rows = Vec::new();
    let now = Filter::default();
    let announced = ask.project.predictions_of(&now, kept, ask.project.today(&now)?)?;
    for prediction in announced.into_iter().filter(|one| !one.again) {
        let settled = prediction.settled.map(|at| ask.project.quote(at)).transpose()?.flatten();
        if let Some(made) = ask.project.quote(prediction.made)? {
            rows.push((prediction, made, settled));
        }
    }
    Ok(html! {
        @if !rows.is_empty() {
            section aria-labelledby="announced" {
                h2 #announced { (ask.say("event.announced")) }
                @for (prediction, made, settled) in &rows {
                    p { strong { (ask.say(&format!("outcome.{}", prediction.outcome))) } ": " (parts::words(made)) " "
                        a href=(passage_link(ask, prediction.made, made)) { (parts::source(ask, made)) } }
                    @if let (Some(at), Some(quote)) = (prediction.settled, settled) {
                        p { (ask.say("event.settled")) ": " (parts::words(quote)) " " a href=(passage_link(ask, at, quote)) { (parts::source(ask, quote)) } }
                    }
                }
            }
        }
    })
}

/// What people decided about it, and the ids that it had.
fn decisions(ask: &Ask<'_>, kept: &Kept) -> anyhow::Result<Markup> {
    let made = ask.project.decisions()?.into_iter().filter(|d| d.event == kept.event.id);
    let made: Vec<_> =
        made.map(|decision| Ok((parts::decided(ask, &decision)?, decision))).collect::<anyhow::Result<_>>()?;
    let former = ask.project.former_ids(kept.number)?;
    Ok(html! {
        @if !made.is_empty() || !former.is_empty() {
            section aria-labelledby="decisions" {
                h2 #decisions { (ask.say("event.decisions")) }
                ul {
                    @for id in &former { li { (ask.say("event.former")) " " code { (id) } } }
                    @for (what, decision) in &made {
                        li {
                            (decision.number) ". " (ask.say(&format!("decision.{}", decision.act))) (what)
                            @if decision.undone { " (" (ask.say("decision.undone")) ")" }
                        }
                    }
                }
            }
        }
    })
}
