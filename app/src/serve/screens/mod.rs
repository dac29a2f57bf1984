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
mod sources;
mod timeline;
mod voices;

use super::ask::Ask;
use super::door::text;
use super::layout::{Page, frame};
use super::query::{Query, TONGUE};
use super::site::Site;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use maud::html;
use std::sync::Arc;
use tokio::task;

/// Events of a list, unless the address says otherwise; and at most.
const LISTED: usize = 100;
const LONGEST: usize = 2_000;

/// A screen: where it is, what it is called, whether the navigation lists it, and what shows it.
pub(super) struct Screen {
    pub(super) path: &'static str,
    /// Key of its name in `words.tsv`.
    pub(super) name: &'static str,
    pub(super) listed: bool,
    show: fn(&Ask<'_>) -> anyhow::Result<Answer>,
}

/// In the order of the navigation. What stands behind a path and a slash is the screen's own: `/event/61450ffbbe8e`.
pub(super) const SCREENS: &[Screen] = &[
    Screen { path: "/", name: "nav.overview", listed: true, show: overview::show },
    Screen { path: "/relation", name: "nav.relations", listed: true, show: relation::show },
    Screen { path: "/events", name: "nav.events", listed: true, show: events::show },
    Screen { path: "/event", name: "nav.event", listed: false, show: event::show },
    Screen { path: "/article", name: "nav.article", listed: false, show: article::show },
    Screen { path: "/actor", name: "nav.actor", listed: false, show: actor::show },
    Screen { path: "/timeline", name: "nav.timeline", listed: true, show: timeline::show },
    Screen { path: "/network", name: "nav.network", listed: true, show: network::show },
    Screen { path: "/map", name: "nav.map", listed: true, show: map::show },
    Screen { path: "/disputes", name: "nav.disputes", listed: true, show: disputes::show },
    Screen { path: "/agreements", name: "nav.agreements", listed: true, show: agreements::show },
    Screen { path: "/predictions", name: "nav.predictions", listed: true, show: predictions::show },
    Screen { path: "/voices", name: "nav.voices", listed: true, show: voices::show },
    Screen { path: "/positions", name: "nav.positions", listed: false, show: positions::show },
    Screen { path: "/sources", name: "nav.sources", listed: true, show: sources::show },
    Screen { path: "/review", name: "nav.review", listed: true, show: review::show },
    Screen { path: "/run", name: "nav.run", listed: true, show: corpus::show },
    Screen { path: "/search", name: "nav.search", listed: false, show: search::show },
    Screen { path: "/help", name: "nav.help", listed: false, show: help::show },
    Screen { path: "/export", name: "nav.export", listed: false, show: export::show },
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
    let answered = task::spawn_blocking(move || answer(&site, uri.path(), uri.query().unwrap_or_default(), &headers));
    answered.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn answer(site: &Site, path: &str, query: &str, headers: &HeaderMap) -> Response {
    let query = Query::read(query);
    // "//host/" would lead to another server.
    if query.has_blanks() && !path.starts_with("//") {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, query.on(path))]).into_response();
    }
    let accepted = text(headers, &header::ACCEPT_LANGUAGE);
    let worked = crate::batch::guard(|| {
        site.with(|project| {
            let tongue = site.words().choose(query.get(TONGUE), accepted);
            let limit = query.number("limit").unwrap_or(LISTED).clamp(1, LONGEST);
            let filter = query.filter(limit);
            let found = screen(path);
            let mut ask = Ask {
                site,
                project,
                tongue,
                wording: site.wording(tongue.code())?,
                path: found.as_ref().map_or("/", |(screen, _)| screen.path),
                rest: found.as_ref().map(|(_, rest)| rest.clone()).unwrap_or_default(),
                query,
                filter: filter.as_ref().map(Clone::clone).unwrap_or_default(),
                cookies: text(headers, &header::COOKIE),
            };
            let Some((screen, _)) = found else { return Ok(missing(&ask, "missing.page")) };
            if let Err(fault) = filter {
                ask.query = ask.query.tongue();
                return Ok(framed(&ask, StatusCode::BAD_REQUEST, &told(&ask, "refused.filter", &format!("{fault:#}"))));
            }
            match (screen.show)(&ask) {
                Ok(Answer::Page(page)) => Ok(framed(&ask, StatusCode::OK, &page)),
                Ok(Answer::Missing(key)) => Ok(missing(&ask, key)),
                Ok(Answer::Go(to)) => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()),
                Ok(Answer::File(kind, name, bytes)) => {
                    let name = format!("attachment; filename=\"{name}\"");
                    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)];
                    Ok((headers, bytes).into_response())
                }
                Err(fault) => {
                    let page = told(&ask, "refused.request", &format!("{fault:#}"));
                    Ok(framed(&ask, StatusCode::BAD_REQUEST, &page))
                }
            }
        })
    });
    let fault = match worked {
        Ok(Ok(response)) => return response,
        Ok(Err(fault)) => format!("{fault:#}"),
        Err(panic) => panic,
    };
    eprintln!("demarche: {path}: {fault}");
    (StatusCode::INTERNAL_SERVER_ERROR, fault).into_response()
}

/// The screen of a path, and what stands behind it.
fn screen(path: &str) -> Option<(&'static Screen, String)> {
    let decoded = |rest: &str| percent_encoding::percent_decode_str(rest).decode_utf8_lossy().into_owned();
    SCREENS.iter().find_map(|screen| {
        let rest = path.strip_prefix(screen.path)?;
        match rest.strip_prefix('/') {
            Some(rest) if !rest.is_empty() => Some((screen, decoded(rest))),
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
    let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned());
    let cookie = page.cookie.iter().map(|cookie| (header::SET_COOKIE, cookie.clone()));
    let headers = AppendHeaders([kind].into_iter().chain(cookie).collect::<Vec<_>>());
    (code, headers, frame(ask, page).into_string()).into_response()
}

fn missing(ask: &Ask<'_>, key: &str) -> Response {
    framed(ask, StatusCode::NOT_FOUND, &told(ask, key, ""))
}

/// A page that says why there is nothing else on it.
fn told(ask: &Ask<'_>, key: &str, detail: &str) -> Page {
    let title = ask.say(key);
    Page::new(title.clone(), html! { h1 { (title) } @if !detail.is_empty() { p { code { (detail) } } } })
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
