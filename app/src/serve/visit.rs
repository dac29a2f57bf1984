//! The cookie of a reader in; what is new in the project since the visit before, and the next cookie, out.
//!
//! The server keeps nothing about its readers: how far the project had come when they were here stands in their browser.

use super::ask::Ask;
use crate::project::Mark;
use jiff::Timestamp;
use maud::{Markup, html};
use sha2::{Digest, Sha256};

/// Seconds after which a reader who comes again is on a new visit.
const APART: i64 = 3_600;
/// Seconds for which a browser keeps the cookie.
const KEPT: i64 = 31_536_000;
/// New events that are named.
const NAMED: usize = 5;

/// A reader's visit: how far the project had come when the one before it ended, and when this one last saw it.
struct Visit {
    since: Mark,
    seen: Mark,
    at: i64,
}

impl Visit {
    fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(str::parse::<i64>);
        let mut next = || numbers.next()?.ok();
        let since = Mark { article: next()?, event: next()? };
        let seen = Mark { article: next()?, event: next()? };
        Some(Self { since, seen, at: next()? })
    }

    /// The visit that a look at the project at this moment belongs to.
    fn next(before: Option<Self>, seen: Mark, at: i64) -> Self {
        let since = match before {
            None => seen,
            Some(before) if at - before.at > APART => before.seen,
            Some(before) => before.since,
        };
        Self { since, seen, at }
    }

    fn text(&self) -> String {
        let Self { since, seen, at } = self;
        format!("{}.{}.{}.{}.{at}", since.article, since.event, seen.article, seen.event)
    }
}

fn visit(ask: &Ask<'_>) -> anyhow::Result<Visit> {
    let before = super::door::cookie(ask.cookies, &name(ask)).and_then(Visit::read);
    Ok(Visit::next(before, ask.project.mark()?, Timestamp::now().as_second()))
}

/// How far the project had come when the reader's visit before ended.
pub(super) fn since(ask: &Ask<'_>) -> anyhow::Result<Mark> {
    Ok(visit(ask)?.since)
}

/// What is new since the visit before, and the cookie that says how far the project has come.
pub(super) fn news(ask: &Ask<'_>) -> anyhow::Result<(String, String)> {
    let (name, visit) = (name(ask), visit(ask)?);
    let made_of =
        format!("news {} {} {}.{}", ask.project.state()?, ask.tongue.code(), visit.since.article, visit.since.event);
    let news = ask.site.made(&made_of, || Ok(told(ask, visit.since)?.into_string()))?;
    let cookie = format!("{name}={}; Path=/; Max-Age={KEPT}; HttpOnly; SameSite=Lax", visit.text());
    Ok((news.to_string(), cookie))
}

/// Servers of other projects on this machine have cookies of their own.
fn name(ask: &Ask<'_>) -> String {
    let digest = Sha256::digest(ask.site.path().as_os_str().as_encoded_bytes());
    digest.iter().take(6).fold("seen-".to_owned(), |name, byte| format!("{name}{byte:02x}"))
}

fn told(ask: &Ask<'_>, since: Mark) -> anyhow::Result<Markup> {
    let news = ask.project.news_since(since, NAMED)?;
    Ok(html! {
        @if news.articles > 0 {
            section aria-labelledby="news" {
                h2 #news { (ask.say("visit.title")) }
                p {
                    (ask.count("visit.articles", news.articles))
                    " · " (ask.count("visit.new", news.new))
                    @if news.more > 0 { " · " (ask.count("visit.more", news.more)) }
                    @if news.disputed > 0 { " · " (ask.count("visit.disputed", news.disputed)) }
                }
                @if !news.youngest.is_empty() {
                    ul.plain { @for kept in &news.youngest { li { a href=(ask.event(&kept.event.id)) { (ask.fact(&kept.event)) } ", " (ask.when(kept)) } } }
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{APART, Mark, Visit};

    #[test]
    fn a_visit_lasts_until_the_reader_stays_away() {
        let mark = |article| Mark { article, event: 2 * article };
        let first = Visit::next(None, mark(5), 1_000);
        assert_eq!(first.since, mark(5), "who comes first has missed nothing");
        let looks_again = Visit::next(Visit::read(&first.text()), mark(7), 1_000 + APART);
        assert_eq!((looks_again.since, looks_again.seen), (mark(5), mark(7)));
        let comes_again = Visit::next(Visit::read(&looks_again.text()), mark(9), 1_001 + 2 * APART);
        assert_eq!((comes_again.since, comes_again.seen), (mark(7), mark(9)));
        for wrong in ["", "1.2.3", "a.b.c.d.e", "1.2.3.4."] {
            assert!(Visit::read(wrong).is_none(), "{wrong}");
        }
    }
}
