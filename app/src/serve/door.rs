//! Requests in; those that may come in go on, with the time and room they may take; all answers get the same safeguards.
//!
//! Another page in the same browser must neither read nor write here: the `Host` must be this machine's (a foreign name
//! that points here is refused), writing needs the word of the form and the same origin, and a page may load nothing but
//! what this server gives. Article text is escaped by the templates; the policy stands behind them.

use super::site::Site;
use super::{adding, screens, views};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;

/// Bytes of an address, of all headers, of a form, of files that are added.
const ADDRESS: usize = 8 << 10;
const HEADERS: usize = 32 << 10;
const FORM: usize = 64 << 10;
const UPLOAD: usize = 512 << 20;
/// The cookie that holds the token.
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
        return Some(StatusCode::FORBIDDEN.into_response());
    }
    site.token().and_then(|token| unknown(token, uri, headers))
}

pub(super) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
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

/// The answer to one who does not know the token; who brings it in the address gets it as a cookie.
fn unknown(token: &str, uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    let brought = cookie(text(headers, &header::COOKIE), COOKIE);
    let bearer = text(headers, &header::AUTHORIZATION).strip_prefix("Bearer ").unwrap_or_default();
    if brought.is_some_and(|value| is_same(value, token)) || is_same(bearer, token) {
        return None;
    }
    let given = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    if given.into_iter().any(|(name, value)| name == "token" && is_same(&value, token)) {
        let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
        let go = [(header::SET_COOKIE, cookie), (header::LOCATION, "/".to_owned())];
        return Some((StatusCode::SEE_OTHER, go).into_response());
    }
    Some((StatusCode::UNAUTHORIZED, Body::empty()).into_response())
}

/// Takes the same time wherever the first difference stands.
pub(super) fn is_same(given: &str, known: &str) -> bool {
    let differing = given.bytes().zip(known.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    given.len() == known.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::{is_same, is_this_machine};

    #[test]
    fn only_names_of_this_machine_are_taken() {
        for name in ["127.0.0.1:8417", "localhost", "LOCALHOST:1", "[::1]:80", "127.9.9.9"] {
            assert!(is_this_machine(name), "{name}");
        }
        for name in ["", "evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "10.0.0.1:8417", "[::]"]
        {
            assert!(!is_this_machine(name), "{name}");
        }
        assert!(is_same("abc", "abc") && !is_same("abd", "abc") && !is_same("ab", "abc") && !is_same("", "abc"));
    }
}
