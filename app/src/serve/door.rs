//! Requests in; those that may come in go on, with the room they may take; all answers get the same safeguards.
//!
//! Another page in the same browser must neither read nor write here: the `Host` must be this machine's (a foreign name
//! that points here is refused), writing needs the word of the form and the same origin, and a page may load nothing but
//! what this server gives. Article text is escaped by the templates; the policy stands behind them.

use super::site::Site;
use super::{adding, screens, views};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use maud::{DOCTYPE, html};
use std::sync::Arc;

/// Bytes of an address, of all headers, of a form, of files that are added.
const ADDRESS: usize = 8 << 10;
const HEADERS: usize = 32 << 10;
const FORM: usize = 64 << 10;
const UPLOAD: usize = 512 << 20;
/// What holds the token: in an address, and as a cookie.
const TOKEN: &str = "token";
const COOKIE: &str = "demarche";

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What every answer says.
const SAFEGUARDS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // With none at all, forms of our own pages would come without an origin.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

pub(super) fn router(site: &Arc<Site>) -> Router {
    Router::new()
        .route("/static/{name}", get(screens::asset))
        .route("/add", post(adding::receive).get(screens::page).layer(DefaultBodyLimit::max(UPLOAD)))
        .route("/review", post(screens::review::receive).get(screens::page))
        .route("/views", post(views::receive))
        .fallback(get(screens::page))
        .layer(DefaultBodyLimit::max(FORM))
        .layer(middleware::from_fn_with_state(Arc::clone(site), guard))
        .with_state(Arc::clone(site))
}

async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let mut response = match refusal(&site, request.method(), &uri, &headers) {
        Some(refused) => refused,
        None => next.run(request).await,
    };
    let answer = response.headers_mut();
    for (name, value) in SAFEGUARDS {
        answer.insert(name, HeaderValue::from_static(value));
    }
    answer.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Why a request may not come in.
fn refusal(site: &Site, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    if uri.path_and_query().map_or(0, |whole| whole.as_str().len()) > ADDRESS {
        return Some(StatusCode::URI_TOO_LONG.into_response());
    }
    if headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>() > HEADERS {
        return Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response());
    }
    let writes = *method == Method::POST;
    if !writes && *method != Method::GET && *method != Method::HEAD {
        return Some(StatusCode::METHOD_NOT_ALLOWED.into_response());
    }
    let host = text(headers, &header::HOST);
    if site.is_local() && !is_this_machine(host) {
        return Some(StatusCode::MISDIRECTED_REQUEST.into_response());
    }
    if writes && !is_same_origin(host, headers) {
        return Some(bare(site, headers, StatusCode::FORBIDDEN, ["refused.request", screens::STALE]));
    }
    match site.token() {
        Some(token) => unknown(site, token, method, uri, headers),
        None => (!writes && brings_token(uri)).then(|| see_other(without_token(uri))),
    }
}

pub(super) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The server as a request names it; another that stands in front of it says how it is reached.
pub(super) fn origin(headers: &HeaderMap) -> String {
    let host = text(headers, &header::HOST);
    let is_secure = text(headers, &HeaderName::from_static("x-forwarded-proto")).eq_ignore_ascii_case("https");
    if host.is_empty() { String::new() } else { format!("{}://{host}", if is_secure { "https" } else { "http" }) }
}

/// The value of a cookie.
pub(super) fn cookie<'c>(cookies: &'c str, wanted: &str) -> Option<&'c str> {
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// A name of the machine itself, with or without a port.
fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Browsers say where a form stood; a server in front of this one may have met them under TLS.
fn is_same_origin(host: &str, headers: &HeaderMap) -> bool {
    let origin = text(headers, &header::ORIGIN);
    let site = text(headers, &HeaderName::from_static("sec-fetch-site"));
    let from = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    (origin.is_empty() || from == Some(host)) && matches!(site, "" | "same-origin" | "none")
}

/// The answer to one who does not know the token. Who brings it in the address gets it as a cookie, and the same page: no
/// address that is copied or printed holds it.
fn unknown(site: &Site, token: &str, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    let name = cookie_name(text(headers, &header::HOST));
    let brought = cookie(text(headers, &header::COOKIE), &name);
    let bearer = text(headers, &header::AUTHORIZATION).strip_prefix("Bearer ").unwrap_or_default();
    let reads = *method != Method::POST;
    if brought.is_some_and(|value| is_same(value, token)) || is_same(bearer, token) {
        return (reads && brings_token(uri)).then(|| see_other(without_token(uri)));
    }
    if reads && pairs(uri).any(|(name, value)| name == TOKEN && is_same(&value, token)) {
        let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict");
        return Some(([(header::SET_COOKIE, cookie)], see_other(without_token(uri))).into_response());
    }
    Some(bare(site, headers, StatusCode::UNAUTHORIZED, ["locked.title", "locked.how"]))
}

/// A page for one who may not come in: a title and words, by their keys, in the browser's language, and nothing of the project.
fn bare(site: &Site, headers: &HeaderMap, code: StatusCode, keys: [&str; 2]) -> Response {
    let tongue = site.words().choose(None, text(headers, &header::ACCEPT_LANGUAGE));
    let [title, how] = keys.map(|key| tongue.say(key));
    let page = html! {
        (DOCTYPE)
        html lang=(tongue.code()) { head { meta charset="utf-8"; title { (title) } } body { h1 { (title) } p { (how) } } }
    };
    (code, Html(page.into_string())).into_response()
}

/// Cookies are the host's, whatever its port: servers beside each other have names of their own, by the port that the browser
/// knows.
fn cookie_name(host: &str) -> String {
    match host.rsplit_once(':') {
        Some((_, port)) if !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()) => format!("{COOKIE}-{port}"),
        _ => COOKIE.to_owned(),
    }
}

fn pairs(uri: &Uri) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
}

fn brings_token(uri: &Uri) -> bool {
    pairs(uri).any(|(name, _)| name == TOKEN)
}

/// The same address without the token, and always of this server: what begins with two strokes would name another.
fn without_token(uri: &Uri) -> String {
    let path = format!("/{}", uri.path().trim_start_matches(['/', '\\']));
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs(uri).filter(|(name, _)| name != TOKEN));
    let query = query.finish();
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

fn see_other(to: String) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// Takes the same time wherever the first difference stands.
pub(super) fn is_same(given: &str, known: &str) -> bool {
    let differing = given.bytes().zip(known.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    given.len() == known.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::{cookie_name, is_same, is_this_machine, without_token};
    use axum::http::Uri;

    #[test]
    fn only_names_of_this_machine_are_taken() {
        for name in ["127.0.0.1:8417", "localhost", "LOCALHOST:1", "[::1]:80", "127.9.9.9"] {
            assert!(is_this_machine(name), "{name}");
        }
        for name in ["", "evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "10.0.0.1:8417", "[::]"]
        {
            assert!(!is_this_machine(name), "{name}");
        }
        for (given, expected) in [
            ("/?token=abc", "/"),
            ("/events?actor=PER+GOV&token=abc&ui=de", "/events?actor=PER+GOV&ui=de"),
            ("//evil.example/?token=abc", "/evil.example/"),
        ] {
            assert_eq!(given.parse::<Uri>().map(|uri| without_token(&uri)).unwrap_or_default(), expected);
        }
        assert_eq!(
            ["[::1]:80", "a.example", "[::1]", ""].map(cookie_name),
            ["demarche-80", "demarche", "demarche", "demarche"]
        );
        assert!(is_same("abc", "abc") && !is_same("abd", "abc") && !is_same("ab", "abc") && !is_same("", "abc"));
    }
}
