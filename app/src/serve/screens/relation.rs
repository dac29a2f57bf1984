//! Two actors in (`?dyad=IRN,USA`), how they stand to each other out: the index and what moved it, months, events, what they
//! agreed on, announced and dispute, and who stands between them. Without a pair, the pairs between which most happens.

use super::Answer;
use crate::figures::Relation;
use crate::project::{Filter, Kept, code_of};
use crate::serve::ask::Ask;
use crate::serve::drawings;
use crate::serve::layout::Page;
use crate::serve::parts;
use maud::{Markup, html};

/// Pairs of the list; events, disputes, announcements and third parties of a pair.
const PAIRS: usize = 60;
const EVENTS: usize = 15;
const FEW: usize = 6;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let Some((one, other)) = &ask.filter.dyad else { return list(ask) };
    let (one, other) = (code_of(one), code_of(other));
    let (relation, thirds) = drawings::with(ask, |sight| {
        Ok((sight.relation(one, other, ["course", "months"], drawings::is_whole(ask))?, sight.thirds(one, other)?))
    })?;
    if let Some(file) = drawings::file(ask, &[("course", &relation.course), ("months", &relation.months)])? {
        return Ok(file);
    }
    let names = (ask.name(one), ask.name(other));
    let title = format!("{} – {}", names.0, names.1);
    let mut events = ask.project.events(&Filter { limit: EVENTS, ..ask.filter.clone() })?;
    events.reverse();
    let body = html! {
        h1 { (title) }
        p.line {
            a href=(ask.actor(one)) { (names.0) } " · " a href=(ask.actor(other)) { (names.1) }
            " · " a href=(ask.screen("/events")) { (ask.say("relation.events")) }
            " · " a href=(ask.screen("/timeline")) { (ask.say("nav.timeline")) }
        }
        (drawings::figure(ask, "course", &relation.course))
        (drawings::early(ask, relation.early))
        (moved(ask, &relation, &names))
        (drawings::figure(ask, "months", &relation.months))
        p.hint { (ask.say("pairs.how")) }
        h2 #events { (ask.say("relation.latest")) }
        @if events.is_empty() { (parts::empty(ask, "empty.events")) } @else { (parts::facts(ask, &events)?) }
        (follows(ask)?)
        @if !thirds.is_empty() {
            h2 #thirds { (ask.say("relation.thirds")) }
            table {
                thead { tr { th scope="col" { (ask.say("column.actor")) } th.number scope="col" { (ask.fill("column.with", &[("who", &names.0)])) } th.number scope="col" { (ask.fill("column.with", &[("who", &names.1)])) } } }
                tbody {
                    @for (code, near, far) in thirds.iter().take(FEW) {
                        tr {
                            th scope="row" { a href=(ask.actor(code)) { (ask.name(code)) } }
                            td.number { a href=(ask.kept_relation(one, code)) { (ask.tongue.number(*near)) } }
                            td.number { a href=(ask.kept_relation(other, code)) { (ask.tongue.number(*far)) } }
                        }
                    }
                }
            }
        }
        (parts::exports(ask, &["csv", "json", "gexf", "atom"]))
    };
    Ok(Page::filtered(title, body).into())
}

/// What moved the index of late, and by how much.
fn moved(ask: &Ask<'_>, relation: &Relation, names: &(String, String)) -> Markup {
    let ways = [(&names.0, &names.1, &relation.moved[0]), (&names.1, &names.0, &relation.moved[1])];
    html! {
        @if ways.iter().any(|(_, _, moved)| !moved.is_empty()) {
            h2 #moved { (ask.say("relation.moved")) }
            p.hint { (ask.fill("relation.moved.how", &[("day", &relation.moved_at.map_or(String::new(), |day| ask.day(day)))])) }
            @for (from, to, moved) in ways.iter().filter(|(_, _, moved)| !moved.is_empty()) {
                h3 { (from) " → " (to) }
                ul.plain {
                    @for (kept, by) in moved.iter() {
                        li { span.by { (ask.tongue.signed(*by)) } " " (ask.when(kept)) ": " a.fact href=(ask.event(&kept.event.id)) { (ask.fact(&kept.event)) } }
                    }
                }
            }
        }
    }
}

/// Agreements, disputes and announcements of the two: the youngest, and the way to all.
fn follows(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let mut agreements = ask.project.agreements(&Filter { limit: 0, ..ask.filter.clone() })?;
    agreements.reverse();
    let few = Filter { limit: FEW, ..ask.filter.clone() };
    let (mut disputes, mut predictions) = (ask.project.disputes(&few)?, ask.project.predictions(&few)?);
    let disputed: usize = ask.project.dispute_fields(&ask.filter)?.values().sum();
    let announced: usize = ask.project.outcomes(&ask.filter)?.values().sum();
    disputes.reverse();
    predictions.reverse();
    let line = |kept: &Kept, what: String| {
        html! { li { (ask.when(kept)) ": " a.fact href=(ask.event(&kept.event.id)) { (ask.fact(&kept.event)) } " " span.tag { (what) } } }
    };
    let head = |path: &str, name: &str, count: usize| {
        html! { h2 { a href=(ask.screen(path)) { (ask.say(name)) } " " span.count { (ask.tongue.number(count)) } } }
    };
    Ok(html! {
        @if !agreements.is_empty() {
            (head("/agreements", "nav.agreements", agreements.len()))
            ul.plain { @for one in agreements.iter().take(FEW) { li { bdi { (super::agreements::named(ask, one)) } @if let Some(time) = one.signed { " · " (ask.time(time)) } } } }
        }
        @if !disputes.is_empty() {
            (head("/disputes", "nav.disputes", disputed))
            ul.plain { @for (kept, one) in &disputes { (line(kept, ask.say(&format!("dispute.{}", one.field)))) } }
        }
        @if !predictions.is_empty() {
            (head("/predictions", "nav.predictions", announced))
            ul.plain { @for (kept, one) in &predictions { (line(kept, ask.say(&format!("outcome.{}", one.outcome)))) } }
        }
    })
}

fn list(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    if ask.query.one_of("csv", &["pairs"])?.is_some() {
        let pairs = ask.project.active_pairs(usize::MAX)?.into_iter();
        let columns = ["column.actor", "column.actor", "nav.events"].map(|key| ask.say(key));
        let rows: Vec<Vec<String>> =
            pairs.map(|(one, other, count)| vec![ask.name(&one), ask.name(&other), count.to_string()]).collect();
        return drawings::table(ask, "pairs", &columns, &rows);
    }
    let title = ask.say("nav.relations");
    let pairs = ask.once("pairs", || pairs(ask))?;
    Ok(Page::new(title.clone(), html! { h1 { (title) } (pairs) }).into())
}

/// The pairs between which most happens, counted over all of the project.
fn pairs(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let pairs = ask.project.active_pairs(PAIRS)?;
    Ok(html! {
        @if pairs.is_empty() { (parts::empty(ask, "empty.events")) } @else {
            p.hint { (ask.say("relation.how")) }
            table {
                thead { tr { th scope="col" { (ask.say("column.pair")) } th.number scope="col" { (ask.say("nav.events")) } } }
                tbody {
                    @for (one, other, count) in &pairs {
                        tr { th scope="row" { a href=(ask.relation(one, other)) { (ask.name(one)) " – " (ask.name(other)) } } td.number { (ask.tongue.number(*count)) } }
                    }
                }
            }
            p.exports { (ask.say("export.label")) ": " a href=(ask.query.with("csv", "pairs").on("/relation")) download { (ask.say("drawing.csv")) } }
        }
    })
}
