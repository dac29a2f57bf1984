//! A view in, what its feed or calendar is called out, and its events in the words of the pages.

use super::ask::Ask;
use super::layout::shown;
use super::query::Query;
use super::screens::{SCREENS, placed};
use crate::export::{Telling, id};
use crate::project::COUNTED;
use demarche::event::{Event, Outcome};

/// What narrows a screen beside the conditions, and where the words for its values stand.
const NARROWING: [(&str, &str); 7] = [
    ("q", ""),
    ("about", "dispute"),
    ("outcome", "outcome"),
    ("stance", "stance"),
    ("kind", "voice"),
    ("who", ""),
    ("outlet", ""),
];

/// Tells in the language of the page.
pub(super) struct InWords<'a> {
    ask: &'a Ask<'a>,
    id: String,
    title: String,
}

impl<'a> InWords<'a> {
    /// What a page shows, by its path; its conditions are those of the request.
    pub(super) fn of(ask: &'a Ask<'a>, path: &str) -> anyhow::Result<Self> {
        let path = if path.is_empty() { "/events" } else { path };
        let mut narrowed = Query::default();
        let mut parts = vec![name(ask, path)?];
        for (name, value) in ask.query.conditions() {
            narrowed = narrowed.and(name, value);
            parts.push(shown(ask, name, value));
        }
        for (name, words) in NARROWING {
            let Some(value) = ask.query.get(name) else { continue };
            narrowed = narrowed.and(name, value);
            parts.push(ask.tongue.find(&format!("{words}.{value}")).unwrap_or(value).to_owned());
        }
        let corpus = ask.site.path().file_stem().map(|name| name.to_string_lossy()).unwrap_or_default();
        Ok(Self { ask, id: id(&narrowed.on(path)), title: format!("{} · {corpus}", parts.join(", ")) })
    }
}

/// What a page is called: by what its path names, else by its screen.
fn name(ask: &Ask<'_>, path: &str) -> anyhow::Result<String> {
    let (screen, rest) = placed(path).unwrap_or_default();
    let named = match screen {
        "/event" => ask.found(&rest)?.map(|kept| ask.fact(&kept.event)),
        "/actor" => Some(ask.name(&rest.to_uppercase())),
        "/article" => match ask.project.article_named(&rest)? {
            Some(article) => Some(ask.project.coded(article)?.article.title).filter(|title| !title.is_empty()),
            None => None,
        },
        _ => SCREENS.iter().find(|one| one.path == screen).map(|one| ask.say(one.name)),
    };
    Ok(named.unwrap_or(rest))
}

impl Telling for InWords<'_> {
    fn id(&self) -> &str {
        &self.id
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn language(&self) -> Option<&str> {
        Some(self.ask.tongue.code())
    }

    fn event(&self, event: &Event) -> String {
        format!("{} ({})", self.ask.fact(event), self.ask.say(&format!("status.{}", event.status)))
    }

    fn announced(&self, event: &Event, outcome: Outcome) -> String {
        format!("{} ({})", self.ask.fact(event), self.ask.say(&format!("outcome.{outcome}")))
    }

    fn kind(&self, event: &Event) -> String {
        self.ask.kind(event.kind, None)
    }

    fn day(&self, stored: &str) -> String {
        self.ask.stored_day(stored)
    }

    fn cut(&self, told: usize, all: Option<usize>) -> String {
        let number = |n: usize| self.ask.tongue.number(n);
        let key = match all {
            None => "shown.first",
            Some(all) if all >= COUNTED => "shown.of.most",
            Some(_) => "shown.of",
        };
        self.ask.fill(key, &[("n", &number(told)), ("all", &number(all.unwrap_or_default()))])
    }

    /// With the server's name: who reads the feed may no longer know from where it came.
    fn page(&self, id: &str) -> Option<String> {
        Some(format!("{}{}", self.ask.host, self.ask.event(id)))
    }
}
