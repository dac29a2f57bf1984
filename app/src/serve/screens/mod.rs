//! The screens, each a file: what is asked for in, a page out. A new screen is a file and a row of [`SCREENS`].

mod actor;
mod agreements;
mod article;
mod corpus;
mod disputes;
mod event;
mod events;
mod explore;
mod export;
mod help;
mod map;
mod network;
mod overview;
mod positions;
mod predictions;
mod relation;
pub(super) mod review;
mod search;
pub(super) mod sources;
mod timeline;
mod voices;

use super::ask::{Ask, without};
use super::door::{origin, text};
use super::layout::{Page, condition_form, frame};
use super::query::{CONDITIONS, Query, TONGUE, Wrong};
use super::ready;
use super::site::Site;
use crate::ask::known;
use crate::project::{Filter, cause, explain};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Response};
use maud::html;
use std::sync::Arc;
use tokio::task;

/// Events of a list, unless the address says otherwise; and at most.
const LISTED: usize = 100;
const LONGEST: usize = 2_000;

/// The words for a form of a page that another server gave: its word is not known here.
pub(super) const STALE: &str = "refused.stale";

/// A screen: where it is, what it is called, whether the navigation lists it, whether something of its own stands behind its
/// path, and what shows it.
pub(super) struct Screen {
    pub(super) path: &'static str,
    /// Key of its name in `words.tsv`.
    pub(super) name: &'static str,
    pub(super) listed: bool,
    holds: bool,
    show: fn(&Ask<'_>) -> anyhow::Result<Answer>,
}

/// In the order of the navigation. What stands behind a path and a slash is the screen's own, where it holds such:
/// `/event/61450ffbbe8e`.
pub(super) const SCREENS: &[Screen] = &[
    Screen { path: "/", name: "nav.overview", listed: true, holds: false, show: overview::show },
    Screen { path: "/relation", name: "nav.relations", listed: true, holds: false, show: relation::show },
    Screen { path: "/events", name: "nav.events", listed: true, holds: false, show: events::show },
    Screen { path: "/event", name: "nav.event", listed: false, holds: true, show: event::show },
    Screen { path: "/article", name: "nav.article", listed: false, holds: true, show: article::show },
    Screen { path: "/actor", name: "nav.actor", listed: false, holds: true, show: actor::show },
    Screen { path: "/timeline", name: "nav.timeline", listed: true, holds: false, show: timeline::show },
    Screen { path: "/network", name: "nav.network", listed: true, holds: false, show: network::show },
    Screen { path: "/map", name: "nav.map", listed: true, holds: false, show: map::show },
    Screen { path: "/disputes", name: "nav.disputes", listed: true, holds: false, show: disputes::show },
    Screen { path: "/agreements", name: "nav.agreements", listed: true, holds: false, show: agreements::show },
    Screen { path: "/predictions", name: "nav.predictions", listed: true, holds: false, show: predictions::show },
    Screen { path: "/voices", name: "nav.voices", listed: true, holds: false, show: voices::show },
    Screen { path: "/positions", name: "nav.positions", listed: false, holds: false, show: positions::show },
    Screen { path: "/sources", name: "nav.sources", listed: true, holds: false, show: sources::show },
    Screen { path: "/review", name: "nav.review", listed: true, holds: false, show: review::show },
    Screen { path: "/run", name: "nav.run", listed: true, holds: false, show: corpus::show },
    Screen { path: "/search", name: "nav.search", listed: false, holds: false, show: search::show },
    Screen { path: "/help", name: "nav.help", listed: false, holds: false, show: help::show },
    Screen { path: "/export", name: "nav.export", listed: false, holds: true, show: export::show },
];

/// What a screen answers.
pub(super) enum Answer {
    Page(Page),
    /// Another address.
    Go(String),
    /// A file: its type, its name, its bytes.
    File(&'static str, String, Vec<u8>),
    /// There is no such thing; the key of the words that say so.
    Missing(&'static str),
}

impl From<Page> for Answer {
    fn from(page: Page) -> Self {
        Self::Page(page)
    }
}

/// Answers a request for a page.
pub(super) async fn page(State(site): State<Arc<Site>>, request: Request) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let answered = task::spawn_blocking(move || {
        let answered = answer(&site, uri.path(), uri.query().unwrap_or_default(), &headers);
        ready::begin(&site);
        answered
    });
    answered.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

pub(super) fn answer(site: &Site, path: &str, query: &str, headers: &HeaderMap) -> Response {
    let (query, found) = (Query::read(query), screen(path));
    if query.has_blanks() && found.is_some() {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, query.on(path))]).into_response();
    }
    let (screen, rest) = found.map_or((None, String::new()), |(screen, rest)| (Some(screen), rest));
    let place = (screen.map_or("", |screen| screen.path), rest);
    answered(site, place, query, headers, |ask| {
        let Some(screen) = screen else { return Ok(missing(ask, "missing.page")) };
        if let Err(wrong) = &ask.understood {
            return Ok(refused(ask, wrong));
        }
        if let Some((code, near)) = known::unknown(ask.project, ask.filter.codes())? {
            let of_pair = ask.filter.dyad.iter().any(|(one, other)| one == code || other == code);
            let name = if of_pair { "dyad" } else { "actor" };
            return Ok(refused(ask, &Wrong { name, value: code.to_owned(), expects: "actor", near }));
        }
        match (screen.show)(ask) {
            Ok(Answer::Page(page)) => Ok(framed(ask, StatusCode::OK, &page)),
            Ok(Answer::Missing(key)) => Ok(missing(ask, key)),
            Ok(Answer::Go(to)) => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()),
            Ok(Answer::File(kind, name, bytes)) => {
                let name = format!("attachment; filename=\"{name}\"");
                let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)];
                Ok((headers, bytes).into_response())
            }
            Err(fault) => fault.downcast::<Wrong>().map(|wrong| refused(ask, &wrong)),
        }
    })
}

/// Answers with what is asked for at hand. A fault is the server's own: it is told to who runs it, too.
fn answered(
    site: &Site,
    (path, rest): (&'static str, String),
    query: Query,
    headers: &HeaderMap,
    work: impl FnOnce(&Ask<'_>) -> anyhow::Result<Response>,
) -> Response {
    let asked = query.get(TONGUE).map(str::to_owned);
    let worked = crate::batch::guard(|| {
        site.with(|project| {
            let tongue = site.words().choose(asked.as_deref(), text(headers, &header::ACCEPT_LANGUAGE));
            // All stand in parts; what is not told in parts shows no more than the longest list.
            let limit = query.number("limit").unwrap_or(LISTED);
            let limit = if limit == 0 { LONGEST } else { limit.min(LONGEST) };
            let (filter, understood) = match query.filter(limit).and_then(|filter| query.check(path).map(|()| filter)) {
                Ok(filter) => (filter, Ok(())),
                Err(wrong) => (Filter::default(), Err(wrong)),
            };
            let wording = site.wording(tongue.code())?;
            let cookies = text(headers, &header::COOKIE);
            let host = origin(headers);
            let ask = Ask { site, project, tongue, wording, path, rest, query, filter, understood, host, cookies };
            work(&ask).or_else(|fault| {
                let why = ask.say(&format!("fault.{}", cause(&fault)));
                eprintln!("demarche: {}: {:#}", ask.whole_path(), explain(fault, site.path()));
                Ok(framed(&ask, StatusCode::INTERNAL_SERVER_ERROR, &told(&ask, "refused.request", &why)))
            })
        })
    });
    let (key, fault) = match worked {
        Ok(Ok(response)) => return response,
        Ok(Err(fault)) => (format!("fault.{}", cause(&fault)), format!("{fault:#}")),
        Err(panic) => ("fault.other".to_owned(), panic),
    };
    eprintln!("demarche: {path}: {fault}");
    let tongue = site.words().choose(asked.as_deref(), text(headers, &header::ACCEPT_LANGUAGE));
    (StatusCode::INTERNAL_SERVER_ERROR, tongue.say(&key)).into_response()
}

/// The address that has what may be meant in the place of what was not understood.
fn instead(ask: &Ask<'_>, wrong: &Wrong, near: &str) -> String {
    let told = ask.query.all(wrong.name).flat_map(|value| value.split(',')).map(str::trim);
    let meant = told.map(|part| if part.to_uppercase() == wrong.value.to_uppercase() { near } else { part });
    ask.query.with(wrong.name, &meant.collect::<Vec<_>>().join(",")).on(&ask.whole_path())
}

/// Says which condition was not understood, with the form that sets it right; it does not go along to other pages.
fn refused(ask: &Ask<'_>, wrong: &Wrong) -> Response {
    let title = ask.say("refused.filter");
    let named =
        |code: &String| if wrong.expects == "actor" { format!("{code} ({})", ask.name(code)) } else { code.clone() };
    let body = html! {
        h1 { (title) }
        p {
            @match ask.tongue.find(&format!("filter.{}", wrong.name)) {
                Some(name) => { (name) ": " code { (wrong.value) } },
                None if wrong.name.is_empty() => code { (wrong.value) },
                None => code { (wrong.name) "=" (wrong.value) },
            }
        }
        @if let Some(expected) = ask.tongue.find(&format!("expects.{}", wrong.expects)) { p { (expected) } }
        @if !wrong.near.is_empty() {
            p {
                (ask.say("refused.near")) " "
                @for (at, near) in wrong.near.iter().enumerate() { @if at > 0 { ", " } a href=(instead(ask, wrong, near)) { (named(near)) } }
            }
        }
        @if CONDITIONS.contains(&wrong.name) { section.conditions { (condition_form(ask)) } }
    };
    let plain = Ask {
        query: ask.query.tongue(),
        rest: ask.rest.clone(),
        host: ask.host.clone(),
        filter: Filter::default(),
        understood: Ok(()),
        ..*ask
    };
    framed(&plain, StatusCode::BAD_REQUEST, &Page::new(title, body))
}

/// The answer to a form that is not taken, on a page in the language of the form, with the way back; `why` is the key of the words
/// that say why.
pub(super) fn not_taken(
    site: &Site,
    headers: &HeaderMap,
    form: &Query,
    code: StatusCode,
    why: &str,
    back: &str,
) -> Response {
    in_words(site, headers, form, code, ["refused.request", why], back)
}

/// The answer to a form in words, by the keys of a title and of what it says, with the way back.
pub(super) fn in_words(
    site: &Site,
    headers: &HeaderMap,
    form: &Query,
    code: StatusCode,
    [title, why]: [&str; 2],
    back: &str,
) -> Response {
    answered(site, ("", String::new()), form.tongue(), headers, |ask| {
        let title = ask.say(title);
        let body =
            html! { h1 { (title) } p { (ask.say(why)) } p { a.button href=(back) { (ask.say("refused.back")) } } };
        Ok(framed(ask, code, &Page::new(title, body)))
    })
}

/// The code of a fault in doing what a form says, and the key of the words for it: the file's and the system's faults are the
/// server's; for all others the form has words of its own.
pub(super) fn code_of(fault: &anyhow::Error, own: &str) -> (StatusCode, String) {
    let is_own = fault.chain().any(|cause| cause.is::<rusqlite::Error>() || cause.is::<std::io::Error>());
    if !is_own {
        return (StatusCode::BAD_REQUEST, own.to_owned());
    }
    eprintln!("demarche: {fault:#}");
    (StatusCode::INTERNAL_SERVER_ERROR, format!("fault.{}", cause(fault)))
}

/// The screen of a path, and what stands behind it.
fn screen(path: &str) -> Option<(&'static Screen, String)> {
    SCREENS.iter().find_map(|screen| {
        let rest = path.strip_prefix(screen.path)?;
        match rest.strip_prefix('/') {
            Some(rest) if screen.holds && !rest.is_empty() => Some((screen, without(rest))),
            None if rest.is_empty() => Some((screen, String::new())),
            _ => None,
        }
    })
}

/// The same for whoever links to it: the screen's own path, and what stands behind it.
pub(super) fn placed(path: &str) -> Option<(&'static str, String)> {
    screen(path).map(|(screen, rest)| (screen.path, rest))
}

fn framed(ask: &Ask<'_>, code: StatusCode, page: &Page) -> Response {
    let cookie = page.cookie.iter().map(|cookie| (header::SET_COOKIE, cookie.clone()));
    (code, AppendHeaders(cookie.collect::<Vec<_>>()), Html(frame(ask, page).into_string())).into_response()
}

fn missing(ask: &Ask<'_>, key: &str) -> Response {
    framed(ask, StatusCode::NOT_FOUND, &told(ask, key, ""))
}

/// A page that says why there is nothing else on it.
fn told(ask: &Ask<'_>, key: &str, detail: &str) -> Page {
    let title = ask.say(key);
    Page::new(title.clone(), html! { h1 { (title) } @if !detail.is_empty() { p { (detail) } } })
}

/// What pages load; it is part of the program.
pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let (kind, text) = match name.as_str() {
        "style.css" => ("text/css; charset=utf-8", include_str!("../static/style.css")),
        "chart.css" => ("text/css; charset=utf-8", demarche::tell::chart::STYLE),
        "theme.js" => ("text/javascript; charset=utf-8", include_str!("../static/theme.js")),
        "pages.js" => ("text/javascript; charset=utf-8", include_str!("../static/pages.js")),
        "explore.js" => ("text/javascript; charset=utf-8", include_str!("../static/explore.js")),
        "icon.svg" => ("image/svg+xml", include_str!("../static/icon.svg")),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "max-age=300")], text).into_response()
}
