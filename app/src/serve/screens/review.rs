//! One doubtful event at a time in, what a person decides about it out: right, corrected, merged, split; and the way back.

use super::{Answer, STALE, answered, code_of, framed, missing, not_taken};
use crate::ask::args::ReviewAct;
use crate::ask::review::{decide, doubtful, split};
use crate::project::{Correction, Decision, Filter, Kept, Unfit, View, explain, number};
use crate::serve::adding::form_token;
use crate::serve::ask::Ask;
use crate::serve::door::is_same;
use crate::serve::layout::Page;
use crate::serve::parts;
use crate::serve::query::{Query, TONGUE};
use crate::serve::site::Site;
use anyhow::Context;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use demarche::event::{Event, MentionRef};
use demarche::mention::{Actor, EventType, Status};
use maud::{Markup, html};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::task;

/// Passages of an event that are shown, and decisions.
const PASSAGES: usize = 6;
const LAST: usize = 10;
/// Questions that wait at a time.
const QUEUE: usize = 200;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    asking(ask, None)
}

/// A form that was not taken: what it held, which correction nobody understands, and the key of the words that say why.
#[derive(Clone, Copy)]
struct Refused<'f> {
    form: &'f Query,
    unfit: Option<&'f Correction>,
    why: &'f str,
}

/// What stands in a field: what the form held that was not taken, else what holds now.
fn given<'f>(refused: Option<Refused<'f>>, act: &str, name: &str, now: &'f str) -> &'f str {
    let form = refused.map(|refused| refused.form).filter(|form| form.get("act") == Some(act));
    form.and_then(|form| form.get(name)).unwrap_or(now)
}

fn asking(ask: &Ask<'_>, refused: Option<Refused<'_>>) -> anyhow::Result<Answer> {
    let wanted = ask.query.get("event").map(|id| ask.found(id)).transpose()?;
    if matches!(wanted, Some(None)) {
        return Ok(Answer::Missing("missing.event"));
    }
    let wanted = wanted.flatten();
    let at = ask.query.number("at").unwrap_or_default();
    let queue = doubtful(ask.project, &Filter { limit: QUEUE, ..ask.filter.clone() })?;
    let asked = match &wanted {
        Some(kept) => Some((ask.project.is_disputed(&ask.filter, kept)?, kept.clone())),
        None => queue.get(at).cloned(),
    };
    let title = ask.say("nav.review");
    let body = html! {
        h1 { (title) }
        @if let Some(refused) = refused { (told(ask, refused)) }
        @match &asked {
            Some((disputed, kept)) => {
                @if wanted.is_none() { p.extent { (ask.fill("review.place", &[("n", &(at + 1).to_string()), ("all", &queue.len().to_string())])) } }
                (card(ask, kept, *disputed, wanted.is_none().then_some(at), refused)?)
            }
            None => (parts::empty(ask, if queue.is_empty() { "empty.review" } else { "review.end" })),
        }
        (log(ask)?)
    };
    Ok(Page::filtered(title, body).into())
}

/// Why a form was not taken.
fn told(ask: &Ask<'_>, refused: Refused<'_>) -> Markup {
    html! {
        p.fault role="alert" {
            (ask.say("refused.request")) " "
            @if let Some(Correction { field, value }) = refused.unfit { (parts::field(ask, field)) ": " code { (value) } " " }
            (ask.say(refused.why))
        }
    }
}

/// The question, its passages, and the answers.
fn card(
    ask: &Ask<'_>,
    kept: &Kept,
    disputed: bool,
    at: Option<usize>,
    refused: Option<Refused<'_>>,
) -> anyhow::Result<Markup> {
    let event = &kept.event;
    let mut quotes = Vec::new();
    for at in event.mentions.iter().take(PASSAGES) {
        quotes.extend(ask.project.quote(*at)?.map(|quote| (*at, quote)));
    }
    let why = if disputed { "review.disputed" } else { "review.unsure" };
    let next = at.map(|at| ask.query.with("at", &(at + 1).to_string()).on("/review"));
    let articles: BTreeSet<usize> = event.mentions.iter().map(|m| m.article).collect();
    let (passages, articles) = (ask.count("review.passages", kept.passages), ask.count("articles", articles.len()));
    Ok(html! {
        section.question aria-label=(ask.fact(event)) {
            h2 { (ask.say("review.right")) " " a.fact href=(ask.event(&event.id)) { (ask.fact(event)) } }
            p.line { (parts::status(ask, event.status)) " · " (ask.when(kept)) @if let Some(place) = &event.place { " · " bdi { (ask.place(place)) } } " · " (ask.fill("score", &[("n", &ask.tongue.decimal(event.score, 2))])) " · " (ask.say(why)) }
            @for (number, (at, quote)) in (1..).zip(&quotes) { (parts::numbered(ask, *at, quote, Some(number))) }
            p.extent { (ask.fill("review.changes", &[("passages", &passages), ("articles", &articles)])) }
            div.answers {
                form method="post" action="/review" {
                    (hidden(ask, event.id.as_str(), "accept"))
                    button data-key="a" { (ask.say("review.accept")) " " kbd { "a" } }
                }
                @if let Some(next) = &next { a.button href=(next) data-key="x" { (ask.say("review.skip")) " " kbd { "x" } } }
            }
            details open[at.is_none()] {
                summary { (ask.say("review.correct")) }
                (fields(ask, kept, refused))
                (others(ask, kept, quotes.iter().map(|(at, _)| *at), refused))
            }
        }
    })
}

fn hidden(ask: &Ask<'_>, event: &str, act: &str) -> Markup {
    let back = ask.query.beside(&["event"]);
    html! {
        (form_token(ask))
        input type="hidden" name="act" value=(act);
        input type="hidden" name="event" value=(event);
        input type="hidden" name="back" value=(back.iter().fold(Query::default(), |q, (n, v)| q.and(n, v)).on("/review"));
    }
}

fn keys(actors: &[Actor]) -> String {
    actors.iter().map(Actor::key).collect::<Vec<_>>().join("; ")
}

/// When it was, as a correction says it.
fn days(event: &Event) -> String {
    event.time.map_or(String::new(), |time| time.to_string())
}

/// The fields as they stand, to be set right.
fn fields(ask: &Ask<'_>, kept: &Kept, refused: Option<Refused<'_>>) -> Markup {
    let event = &kept.event;
    let given = |name: &str, now: &str| given(refused, "correct", name, now).to_owned();
    let text = |name: &str, value: &str, example: &str| {
        html! { label { span { (ask.say(&format!("field.{name}"))) } input type="text" name=(name) value=(given(name, value)) placeholder=(example); } }
    };
    html! {
        form method="post" action="/review" {
            (hidden(ask, &event.id, "correct"))
            div.fields {
                (text("actors", &keys(&event.actors), "PER GOV; CHL"))
                (text("recipients", &keys(&event.recipients), "CHL GOV"))
                label { span { (ask.say("field.type")) } select name="type" { @for kind in EventType::ALL { option value=(kind) selected[kind.name() == given("type", event.kind.name())] { (ask.kind(*kind, None)) } } } }
                label { span { (ask.say("field.mode")) } select name="mode" { option value="" { "–" } @for mode in event.kind.modes() { option value=(mode) selected[mode.to_string() == given("mode", &event.mode.map_or(String::new(), |mode| mode.to_string()))] { (ask.say(&format!("mode.{mode}"))) } } } }
                label { span { (ask.say("column.status")) } select name="status" { @for status in Status::ALL { option value=(status) selected[status.name() == given("status", event.status.name())] { (ask.say(&format!("status.{status}"))) } } } }
                (text("time", &days(event), "2024-05-01/2024-05-09"))
                (text("place", event.place.as_ref().map_or("", |p| p.name.as_str()), ""))
            }
            button { (ask.say("review.apply")) }
        }
    }
}

/// Passages that tell another act, and events that are the same one.
fn others(ask: &Ask<'_>, kept: &Kept, shown: impl Iterator<Item = MentionRef>, refused: Option<Refused<'_>>) -> Markup {
    html! {
        @if kept.event.mentions.len() > 1 {
            form method="post" action="/review" {
                (hidden(ask, &kept.event.id, "split"))
                fieldset {
                    legend { (ask.say("review.split")) }
                    @for (at, passage) in shown.enumerate() { label.check { input type="checkbox" name="passage" value=(number(passage)); " " (at + 1) } }
                    button { (ask.say("review.split.go")) }
                }
            }
        }
        form method="post" action="/review" {
            (hidden(ask, &kept.event.id, "merge"))
            label { span { (ask.say("review.merge")) } " " input type="text" name="other" value=(given(refused, "merge", "other", "")) required pattern="[0-9a-f\\-]{4,}"; }
            " " button { (ask.say("review.merge.go")) }
        }
    }
}

/// The last decisions, each with a way back.
fn log(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let decisions = ask.project.decisions()?;
    let last = decisions.iter().rev().find(|d| !d.undone).map(|d| d.number);
    Ok(html! {
        @if !decisions.is_empty() {
            section aria-labelledby="log" {
                h2 #log { (ask.say("review.log")) }
                ol.plain.log {
                    @for d in decisions.iter().rev().take(LAST) {
                        li {
                            span.count { (d.number) ". " } (ask.say(&format!("decision.{}", d.act))) " "
                            @if let Some(view) = view_of(d) { bdi { (view) } } @else if d.event.is_empty() { "–" } @else { a href=(ask.event(&d.event)) { (ask.project.event(&d.event)?.map_or_else(|| d.event.clone(), |kept| ask.fact(&kept.event))) } }
                            (parts::decided(ask, d)?)
                            @if d.undone { " (" (ask.say("decision.undone")) ")" } @else {
                                " " form method="post" action="/review" {
                                    (hidden(ask, "", "undo"))
                                    input type="hidden" name="number" value=(d.number);
                                    button data-key=[(Some(d.number) == last).then_some("Backspace")] { (ask.say("review.undo")) @if Some(d.number) == last { " " kbd { "⌫" } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// The name of the view that a decision keeps or drops.
fn view_of(decision: &Decision) -> Option<String> {
    let of_view = matches!(decision.act.as_str(), "keep" | "drop");
    of_view.then(|| serde_json::from_str::<View>(&decision.detail).ok()).flatten().map(|view| view.name)
}

/// Takes what a person decided, and goes back to the question.
pub(in crate::serve) async fn receive(State(site): State<Arc<Site>>, headers: HeaderMap, body: String) -> Response {
    let done = task::spawn_blocking(move || {
        let form = Query::read(&body);
        if !is_same(form.get("token").unwrap_or_default(), site.form_token()) {
            return not_taken(&site, &headers, &form, StatusCode::FORBIDDEN, STALE, "/review");
        }
        // Only a path of this server.
        let back = form.get("back").filter(|back| back.starts_with("/review")).unwrap_or("/review").to_owned();
        match act(&site, &form) {
            Ok(()) => (StatusCode::SEE_OTHER, [(header::LOCATION, back)]).into_response(),
            Err(fault) => {
                let fault = explain(fault, site.path());
                let unfit = fault.downcast_ref::<Unfit>().map(|unfit| &unfit.correction);
                let why = match unfit {
                    Some(unfit) => format!("expects.{}", unfit.field),
                    None => format!("refused.{}", form.get("act").unwrap_or_default()),
                };
                let (code, why) = code_of(&fault, &why);
                let query = Query::read(back.split_once('?').map_or("", |(_, query)| query));
                let query = query.with("event", form.get("event").unwrap_or_default());
                let query = form.get(TONGUE).map_or_else(|| query.clone(), |tongue| query.with(TONGUE, tongue));
                answered(&site, ("/review", String::new()), query, &headers, |ask| {
                    match asking(ask, Some(Refused { form: &form, unfit, why: &why }))? {
                        Answer::Page(page) => Ok(framed(ask, code, &page)),
                        // What it was about is gone meanwhile.
                        _ => Ok(missing(ask, "missing.event")),
                    }
                })
            }
        }
    });
    done.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Does what the form says.
fn act(site: &Site, form: &Query) -> anyhow::Result<()> {
    let event = form.get("event").unwrap_or_default().to_owned();
    let act = match form.get("act") {
        Some("accept") => Some(ReviewAct::Accept { event }),
        Some("correct") => {
            let set = site.with(|project| Ok(changed(&project.event(&event)?.context("no such event")?, form)))?;
            (!set.is_empty()).then_some(ReviewAct::Correct { event, set })
        }
        Some("merge") => {
            Some(ReviewAct::Merge { event, others: vec![form.get("other").unwrap_or_default().to_owned()] })
        }
        Some("split") => {
            // By their own numbers: more passages may have come since the page was made.
            let passages = form.all("passage").map(str::parse).collect::<Result<Vec<i64>, _>>()?;
            return split(site.path(), &event, &passages).map(drop);
        }
        Some("undo") => Some(ReviewAct::Undo { number: form.get("number").and_then(|n| n.parse().ok()) }),
        _ => None,
    };
    act.map_or(Ok(()), |act| decide(site.path(), &act).map(drop))
}

/// The fields of the form that differ from the event, as `field=value`.
fn changed(kept: &Kept, form: &Query) -> Vec<String> {
    let event = &kept.event;
    let stands = [
        ("type", event.kind.to_string()),
        ("mode", event.mode.map_or(String::new(), |mode| mode.to_string())),
        ("status", event.status.to_string()),
        ("actors", keys(&event.actors)),
        ("recipients", keys(&event.recipients)),
        ("time", days(event)),
        ("place", event.place.as_ref().map_or(String::new(), |place| place.name.clone())),
    ];
    let retyped = form.get("type").is_some_and(|kind| kind != event.kind.name());
    let given = stands.iter().filter_map(|(name, value)| {
        let new = form.get(name).unwrap_or_default();
        // The modes of the form are those of the type as it was.
        (new != value && !(*name == "mode" && retyped)).then(|| format!("{name}={new}"))
    });
    given.collect()
}
