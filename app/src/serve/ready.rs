//! The project as it stands in; what takes long to make of it, made before anybody asks for it, out.

use super::screens;
use super::site::Site;
use crate::project::Project;
use axum::http::{HeaderMap, HeaderValue, header};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

/// Views that look at most of the project, by path and query.
const LONG: [(&str, &str); 6] = [
    ("/", ""),
    ("/voices", ""),
    ("/positions", ""),
    ("/network", "view=explore"),
    ("/relation", ""),
    ("/predictions", ""),
];

/// Begins to make them in all languages, where that was not done for the project as it stands. While articles are added it is
/// left alone: each of them changes it.
pub(super) fn begin(site: &Arc<Site>) -> Option<JoinHandle<()>> {
    let state = site.with(Project::state).ok()?;
    if site.job().running || !site.gets_ready(&state) {
        return None;
    }
    let site = Arc::clone(site);
    Some(thread::spawn(move || {
        for (path, query) in LONG {
            for code in site.words().languages() {
                // Whoever asks for it next begins anew.
                if site.with(Project::state).ok().as_ref() != Some(&state) {
                    return;
                }
                let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(code))]);
                drop(screens::answer(&site, path, query, &headers));
            }
        }
    }))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::begin;
    use crate::project::Project;
    use crate::serve::{Serve, site::Site};
    use anyhow::bail;
    use clap::Parser;
    use std::sync::Arc;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        serve: Serve,
    }

    #[test]
    fn what_takes_long_is_made_once_for_each_state_of_the_project() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.demarche");
        let mut project = Project::create(&path).unwrap();
        let site = Arc::new(Site::new(&path, true, &Command::parse_from(["serve"]).serve).unwrap());
        let made = |state: &str, code: &str| {
            site.made(&format!("voices {state} {code} /voices"), || bail!("nobody has made it")).is_ok()
        };
        let before = project.state().unwrap();
        assert!(!made(&before, "de"));
        begin(&site).unwrap().join().unwrap();
        assert!(made(&before, "de") && made(&before, "en"));
        assert!(begin(&site).is_none(), "it is there");
        project.keep_view("x", "/events?actor=PER").unwrap();
        begin(&site).unwrap().join().unwrap();
        let after = project.state().unwrap();
        assert!(after != before && made(&after, "de"));
    }
}
