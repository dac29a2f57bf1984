//! The project as it stands in; what takes long to make of it, made before anybody asks for it, out.

use super::query::TONGUE;
use super::screens;
use super::site::Site;
use crate::project::Project;
use axum::http::{HeaderMap, HeaderValue, header};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Views that look at most of the project, by path and query.
const LONG: [(&str, &str); 6] = [
    ("/", ""),
    ("/voices", ""),
    ("/positions", ""),
    ("/network", "view=explore"),
    ("/relation", ""),
    ("/predictions", ""),
];
/// How long the project must have stood as it is: who watches feeds changes it again and again.
const REST: Duration = Duration::from_secs(3);

/// Begins to make them in all languages, where that was not done for the project as it stands, and nobody is at it. While
/// articles are added it is left alone: each of them changes it.
pub(super) fn begin(site: &Arc<Site>) -> Option<JoinHandle<()>> {
    let state = site.with(Project::state).ok()?;
    if site.job().running || site.ready()?.as_ref() == Some(&state) {
        return None;
    }
    let site = Arc::clone(site);
    // Without a thread more each is made when somebody asks for it.
    thread::Builder::new().spawn(move || make(&site, REST)).ok()
}

/// Makes them for the project as it stands when it has rested for so long, unless another is at it.
fn make(site: &Site, rest: Duration) {
    let Some(mut ready) = site.ready() else { return };
    while let Ok(state) = site.with(Project::state) {
        if ready.as_ref() == Some(&state) || site.job().running {
            return;
        }
        thread::sleep(rest);
        if all(site, &state) {
            *ready = Some(state);
        }
    }
}

/// Makes them all, in the language that a browser asks for and in the one that a reader has chosen; false where the project has
/// changed meanwhile.
fn all(site: &Site, state: &str) -> bool {
    for chosen in [false, true] {
        for ((path, query), code) in
            LONG.iter().flat_map(|view| site.words().languages().iter().map(move |code| (view, code)))
        {
            if site.with(Project::state).ok().as_deref() != Some(state) {
                return false;
            }
            let query = if chosen { format!("{query}&{TONGUE}={code}") } else { (*query).to_owned() };
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(code))]);
            drop(screens::answer(site, path, query.trim_start_matches('&'), &headers));
        }
    }
    true
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::{begin, make};
    use crate::project::Project;
    use crate::serve::site::tests::site;
    use anyhow::bail;
    use std::sync::Arc;
    use std::time::Duration;

    #[test]
    fn what_takes_long_is_made_once_for_each_state_of_the_project() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.demarche");
        let mut project = Project::create(&path).unwrap();
        let site = Arc::new(site(&path));
        let made = |state: &str, code: &str, query: &str| {
            site.made(&format!("voices {state} {code} /voices{query}"), || bail!("nobody has made it")).is_ok()
        };
        let before = project.state().unwrap();
        assert!(!made(&before, "de", ""));
        make(&site, Duration::ZERO);
        assert!(made(&before, "de", "") && made(&before, "en", "") && made(&before, "en", "?ui=en"));
        assert!(begin(&site).is_none(), "it is there");
        project.keep_view("x", "/events?actor=PER").unwrap();
        let maker = site.ready().unwrap();
        assert!(begin(&site).is_none(), "another is at it");
        drop(maker);
        make(&site, Duration::ZERO);
        let after = project.state().unwrap();
        assert!(after != before && made(&after, "de", ""));
    }
}
