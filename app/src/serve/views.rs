//! The address of a page in, what it asks of the project out; views that are kept under a name, with what is new in each.
//!
//! A view is kept in the project, as a decision that can be undone, so that all who open it see it. Its new events are those
//! since the reader's visit before.

use super::adding::form_token;
use super::ask::Ask;
use super::door::is_same;
use super::query::{PAGE, Query, TONGUE, Wrong};
use super::screens::sources::named;
use super::screens::{STALE, code_of, in_words, not_taken, placed};
use super::site::Site;
use super::visit;
use crate::ask::args::Conditions;
use crate::ask::question;
use crate::project::{Filter, Having, Mark, Project, Said, Sought, View, explain};
use anyhow::bail;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use demarche::event::{DisputeField, Outcome, Stance};
use demarche::voice::VoiceKind;
use maud::{Markup, html};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::task;

/// Names in a query that belong to how a page is looked at, not to what it shows.
const PASSING: [&str; 7] = [TONGUE, PAGE, "at", "part", "csv", "token", "limit"];
/// Screens that narrow what their exports hold by more than the conditions, and names in a query that do so.
const NARROWED: [&str; 10] = [
    "/search",
    "/actor",
    "/event",
    "/article",
    "/disputes",
    "/agreements",
    "/predictions",
    "/positions",
    "/voices",
    "/sources",
];
const TAKEN: [&str; 8] = ["q", "about", "outcome", "stance", "kind", "who", "outlet", "length"];
/// Views whose news are counted.
const COUNTED: usize = 40;
/// Hits of a view that are looked at.
pub(super) const LOOKED_AT: usize = 2_000;

/// What a page asks of the project: its conditions, those that lie in its path, and its words.
pub(super) fn sought(path: &str, query: &Query, limit: usize) -> anyhow::Result<Sought> {
    let words = query.get("q").filter(|_| path == "/search").unwrap_or_default();
    let mut sought = question::read(words, query.filter(limit)?)?;
    match placed(path) {
        None if !path.is_empty() => return Err(Wrong::new("of", path).into()),
        Some(("/actor", code)) => sought.filter.actors = vec![code.to_uppercase()],
        Some(("/event", id)) => sought.filter.ids = vec![id],
        Some(("/disputes", _)) => {
            sought.filter.having = vec![Having::Dispute(query.one_of("about", DisputeField::ALL)?)];
        }
        Some(("/predictions", _)) => {
            sought.filter.having = vec![Having::Prediction(query.one_of("outcome", Outcome::ALL)?)];
        }
        Some(("/positions", _)) => {
            sought.filter.having = vec![Having::Position(query.one_of("stance", Stance::ALL)?)];
        }
        Some(("/voices", _)) => {
            sought.filter.voice = query.one_of("kind", VoiceKind::ALL)?;
            sought.filter.who = query.get("who").map(str::to_owned);
        }
        Some(("/sources", _)) => {
            sought.filter.sources = query.get("outlet").map(named).map(str::to_owned).into_iter().collect()
        }
        _ => {}
    }
    Ok(sought)
}

/// The same where it hangs on what stands on the page: one article, the events of agreements, what voices vouch for.
pub(super) fn narrowed(project: &Project, path: &str, mut sought: Sought) -> anyhow::Result<Sought> {
    let filter = &mut sought.filter;
    match placed(path) {
        Some(("/article", doc)) => {
            let article = project.article_named(&doc)?.ok_or_else(|| Wrong::new("of", path))?;
            filter.articles = Some([article as usize].into());
        }
        Some(("/agreements", _)) => {
            let mut named = BTreeSet::new();
            let all = Filter { limit: 0, ..filter.clone() };
            for number in project.agreements(&all)?.into_iter().flat_map(|one| one.events) {
                named.extend(project.numbered(number as i64)?.map(|kept| kept.event.id));
            }
            filter.named = Some(named.into_iter().collect());
        }
        Some(("/voices", _)) => {
            let heard = project.voices(filter)?;
            let said: Vec<Said> = heard.first(0).flat_map(|(_, said)| said).collect();
            let cited = project.cite_all(&said.iter().collect::<Vec<_>>())?;
            filter.articles = Some(said.iter().map(|one| one.article as usize).collect());
            filter.named = Some(cited.into_iter().flat_map(|one| one.events).collect());
        }
        _ => {}
    }
    Ok(sought)
}

/// What an address that is kept shows; with a moment, only what came after it.
pub(crate) fn shown(project: &Project, address: &str, limit: usize, since: Option<Mark>) -> anyhow::Result<Sought> {
    let mut sought = read(address, limit)?;
    sought.filter.after = since;
    narrowed(project, address.split_once('?').map_or(address, |(path, _)| path), sought)
}

/// What an address that is kept asks for.
pub(crate) fn read(address: &str, limit: usize) -> anyhow::Result<Sought> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let sought = sought(path, &Query::read(query), limit)?;
    if !sought.meaning.is_empty() {
        bail!("a search by meaning is not kept: it finds what is most alike, not what is new");
    }
    Ok(sought)
}

/// The address of words and conditions, as the pages have it.
pub(crate) fn address(words: &str, conditions: &Conditions) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    let mut add = |name: &str, value: Option<String>| {
        value.filter(|value| !value.is_empty()).into_iter().for_each(|value| {
            text.append_pair(name, &value);
        });
    };
    add("q", Some(words.to_owned()));
    conditions.actor.iter().for_each(|code| add("actor", Some(code.clone())));
    add("dyad", conditions.dyad.clone());
    conditions.r#type.iter().for_each(|kind| add("type", Some(kind.to_string())));
    conditions.status.iter().for_each(|status| add("status", Some(status.to_string())));
    add("from", conditions.from.map(|day| day.to_string()));
    add("to", conditions.to.map(|day| day.to_string()));
    conditions.lang.iter().for_each(|code| add("lang", Some(code.clone())));
    conditions.source.iter().for_each(|name| add("source", Some(name.clone())));
    add("min-origins", (conditions.min_origins > 0).then(|| conditions.min_origins.to_string()));
    add("min-confidence", conditions.min_confidence.map(|least| least.to_string()));
    add("as-of", conditions.as_of.map(|day| day.to_string()));
    let query = Query::read(&text.finish());
    query.on(if words.is_empty() { "/events" } else { "/search" })
}

/// The address of an export of a page: what lies in the page's path and words goes along, and the conditions that it heeds.
pub(super) fn export(ask: &Ask<'_>, format: &str, path: &str, query: &Query) -> String {
    let screen = placed(path).map_or("", |(screen, _)| screen);
    let mut lasting = if screen == "/sources" { query.tongue() } else { query.lasting() };
    if NARROWED.contains(&screen) {
        lasting = lasting.with("of", path);
    }
    let taken = TAKEN.into_iter().filter_map(|name| Some((name, query.get(name)?)));
    lasting = taken.fold(lasting, |query, (name, value)| query.with(name, value));
    let tongue = ask.query.get(TONGUE).unwrap_or_default();
    lasting.with(TONGUE, tongue).on(&format!("/export/{format}"))
}

/// The address under which the view of a request is kept.
fn kept_address(ask: &Ask<'_>) -> String {
    let pairs = ask.query.beside(&PASSING);
    pairs.iter().fold(Query::default(), |query, (name, value)| query.and(name, value)).on(&ask.whole_path())
}

/// The form that keeps the view of a request, or the name under which it is kept.
pub(super) fn keep(ask: &Ask<'_>, name: &str) -> Markup {
    let address = kept_address(ask);
    let known = ask.project.views().unwrap_or_default().into_iter().find(|view| view.address == address);
    html! {
        @match known {
            Some(view) => p.hint { (ask.say("view.kept")) " " bdi { (view.name) } },
            None => details.keep {
                summary { (ask.say("view.keep")) }
                form method="post" action="/views" {
                    (form_token(ask))
                    input type="hidden" name="act" value="keep";
                    input type="hidden" name="address" value=(address);
                    label { span { (ask.say("view.name")) } " " input type="text" name="name" required maxlength="80" value=(name); }
                    " " button { (ask.say("view.keep.go")) }
                }
            },
        }
    }
}

/// The views that are kept, each with its news and its feed; with a way out of the list where that is asked for.
pub(super) fn list(ask: &Ask<'_>, with_drop: bool) -> anyhow::Result<Markup> {
    let views = ask.project.views()?;
    let since = visit::since(ask)?;
    let news = news(ask, &views, since)?;
    let of = |key: &str, view: &View| format!("{}: {}", ask.say(key), view.name);
    let here = kept_address(ask);
    Ok(html! {
        @if !views.is_empty() {
            section.views aria-labelledby="views" {
                h2 #views { (ask.say("view.title")) }
                ul.plain {
                    @for (at, view) in views.iter().enumerate() {
                        @let (path, query) = view.address.split_once('?').unwrap_or((&view.address, ""));
                        @let query = Query::read(query);
                        li {
                            a href=(query.with(TONGUE, ask.query.get(TONGUE).unwrap_or_default()).on(path)) aria-current=[(view.address == here).then_some("true")] { bdi { (view.name) } }
                            @match news.get(at) {
                                Some(Some(0)) | None => {}
                                Some(Some(count)) => { " " strong.new { (ask.count("view.new", *count)) } }
                                Some(None) => { " " span.fault { (ask.say("view.fault")) } }
                            }
                            " · " a href=(export(ask, "atom", path, &query)) download aria-label=(of("export.atom", view)) { (ask.say("export.atom")) }
                            @if with_drop {
                                form.inline method="post" action="/views" {
                                    (form_token(ask))
                                    input type="hidden" name="act" value="drop";
                                    input type="hidden" name="name" value=(view.name);
                                    input type="hidden" name="address" value=(ask.here());
                                    button aria-label=(of("view.drop", view)) { (ask.say("view.drop")) }
                                }
                            }
                        }
                    }
                }
                @if with_drop { p.hint { (ask.say("view.undo")) " " a href=(ask.fresh("/review", &[])) { (ask.say("review.log")) } } }
            }
        }
    })
}

/// How many events of each view came after a moment; nothing of those that cannot be read. Kept until the project changes.
fn news(ask: &Ask<'_>, views: &[View], since: Mark) -> anyhow::Result<Vec<Option<usize>>> {
    let shown = |view: &View| shown(ask.project, &view.address, LOOKED_AT, Some(since));
    let new = |view: &View| shown(view).and_then(|sought| ask.project.new_in(&sought)).ok();
    let made_of = format!("views {} {}.{}", ask.project.state()?, since.article, since.event);
    let counts = ask
        .site
        .made(&made_of, || Ok(serde_json::to_string(&views.iter().take(COUNTED).map(new).collect::<Vec<_>>())?))?;
    Ok(serde_json::from_str(&counts)?)
}

/// Keeps a view or drops one, and goes back to the page that asked for it.
pub(super) async fn receive(State(site): State<Arc<Site>>, headers: HeaderMap, body: String) -> Response {
    let done = task::spawn_blocking(move || {
        let form = Query::read(&body);
        if !is_same(form.get("token").unwrap_or_default(), site.form_token()) {
            return not_taken(&site, &headers, &form, StatusCode::FORBIDDEN, STALE, "/search");
        }
        let (name, address) = (form.get("name").unwrap_or_default(), form.get("address").unwrap_or("/search"));
        let worked = Project::create(site.path()).and_then(|mut project| match form.get("act") {
            // What cannot be read back is not kept.
            Some("keep") => read(address, 1).and_then(|_| project.keep_view(name, address)),
            Some("drop") => project.drop_view(name).map(|()| None),
            _ => Ok(None),
        });
        // Only a path of this server; the language goes along.
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let query = Query::read(query);
        let query = form.get(TONGUE).map_or_else(|| query.clone(), |tongue| query.with(TONGUE, tongue));
        let back = if placed(path).is_some() { query.on(path) } else { "/search".to_owned() };
        match worked.map_err(|error| explain(error, site.path())) {
            Ok(Some(_)) => {
                in_words(&site, &headers, &form, StatusCode::OK, ["view.replaced", "view.replaced.how"], &back)
            }
            Ok(None) => (StatusCode::SEE_OTHER, [(header::LOCATION, back)]).into_response(),
            Err(fault) => {
                let (code, why) =
                    code_of(&fault, if form.get("act") == Some("drop") { "refused.drop" } else { "refused.keep" });
                not_taken(&site, &headers, &form, code, &why, &back)
            }
        }
    });
    done.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
