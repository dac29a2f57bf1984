//! The name of an article in, its text with all evidence marked out, and beside it what was read from it.
//!
//! `?passage=3` marks the passage of that number, `?at=120-180` any stretch, counted in code points. Of a long text one
//! part is shown at a time.

use super::Answer;
use crate::serve::ask::{Ask, bytes};
use crate::serve::layout::Page;
use crate::serve::parts;
use crate::serve::query::Wrong;
use demarche::article::{BlockKind, Span};
use demarche::{Article, Mention};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Bytes of text on a page, and facts beside it.
const PART: usize = 60_000;
const NOTES: usize = 300;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let Some(id) = ask.project.article_named(&ask.rest)? else { return Ok(Answer::Missing("missing.article")) };
    let (article, passages) = ask.project.article(id)?;
    let copies = ask.project.copies_of(id)?;
    let target = target(ask, id, &article)?;
    let cuts = cuts(&article.text);
    let parts = cuts.len() - 1;
    let asked = ask.query.number("part").map(|part| part.saturating_sub(1));
    let holds = |target: Span| cuts.windows(2).position(|w| (w[0]..w[1]).contains(&target.start));
    let part = asked.or(target.and_then(holds)).unwrap_or_default().min(parts.saturating_sub(1));
    let window = Span::new(cuts[part], cuts[part + 1]);
    let mentions = ask.project.passages_within(id, window)?;
    let ends = mentions.keys().next().copied().zip(mentions.keys().next_back().copied());
    let events = ends.map(|ends| ask.project.events_of_article(id, ends)).transpose()?.unwrap_or_default();
    let opened = Opened { article, mentions, events };
    let article = &opened.article;
    let title = if article.title.is_empty() { article.id.clone() } else { article.title.clone() };
    let published = article.published.map_or_else(|| ask.say("date.none"), |(day, _)| ask.day(day));
    let pages = html! {
        @if parts > 1 {
            nav.pages aria-label=(ask.say("article.parts")) {
                (ask.fill("article.part", &[("n", &(part + 1).to_string()), ("all", &parts.to_string())]))
                @if part > 0 { " · " a href=(ask.fresh(&ask.whole_path(), &[("part", &part.to_string())])) { (ask.say("previous")) } }
                @if part + 1 < parts { " · " a href=(ask.fresh(&ask.whole_path(), &[("part", &(part + 2).to_string())])) { (ask.say("next")) } }
            }
        }
    };
    let body = html! {
        h1 lang=(article.lang) dir="auto" { (title) }
        p.headline {
            @if let Some(source) = &article.source { bdi { (source) } " · " }
            (published) " · " (ask.tongue.find(&format!("language.{}", article.lang)).unwrap_or(&article.lang))
            @if !article.authors.is_empty() { " · " bdi { (article.authors.join(", ")) } }
            @if let Some(agency) = &article.agency { " · " bdi { (agency) } }
            " · " (ask.count("passages", passages))
            (parts::web(ask, article.url.as_deref()))
        }
        (parts::copyable(ask, &cited(ask, article, &published)))
        @if !copies.is_empty() {
            details {
                summary { (ask.count("copies", copies.len())) }
                ul { @for copy in &copies { li { a href=(ask.article(&copy.doc)) {  bdi { (copy.source.as_deref().unwrap_or(&copy.doc)) } ", " (ask.stored_day(&copy.published)) } } } }
            }
        }
        (pages)
        (text(ask, &opened, window, target))
        (pages)
        (parts::exports(ask, &["json", "csl-json", "biblatex", "atom"]))
    };
    Ok(Page::new(title, body).into())
}

/// The article as it is cited elsewhere.
fn cited(ask: &Ask<'_>, article: &Article, published: &str) -> String {
    let authors = Some(article.authors.join(", ")).filter(|authors| !authors.is_empty());
    let title = format!("{}{}{}", ask.say("quote.open"), article.title, ask.say("quote.close"));
    let parts = [authors, Some(title), article.source.clone(), Some(published.to_owned()), article.url.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The stretch that the address asks for.
fn target(ask: &Ask<'_>, id: i64, article: &Article) -> anyhow::Result<Option<Span>> {
    let (passage, at) = (ask.query.get("passage"), ask.query.get("at"));
    if let Some((text, number)) = passage.zip(ask.query.number("passage")) {
        let found = ask.project.passage(id, number)?.ok_or_else(|| Wrong::new("passage", text))?;
        return Ok(Some(found.sentence));
    }
    let Some(text) = at else { return Ok(None) };
    let points = text.split_once('-').and_then(|(start, end)| start.parse().ok().zip(end.parse().ok()));
    let span = points.map(|points| bytes(&article.text, points)).filter(|span| span.start < span.end);
    Ok(Some(span.ok_or_else(|| Wrong::new("at", text))?))
}

/// Where the text is cut into parts: at ends of lines where there are such, else between characters.
fn cuts(text: &str) -> Vec<usize> {
    let mut cuts = vec![0];
    let mut at = 0;
    while text.len() - at > PART {
        let end = (at + PART..).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        let line = Span::new(at, end).of(text).rfind('\n').filter(|line| *line > PART / 2);
        at = line.map_or(end, |line| at + line + 1);
        cuts.push(at);
    }
    cuts.push(text.len());
    cuts
}

/// What a part of an article shows: its passages by their numbers, and the events of these.
struct Opened {
    article: Article,
    mentions: BTreeMap<usize, Mention>,
    events: BTreeMap<usize, String>,
}

/// What begins or ends at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Target,
    Evidence,
    Trigger,
}

/// The blocks of a window, each with the facts that are read from it.
fn text(ask: &Ask<'_>, opened: &Opened, window: Span, target: Option<Span>) -> Markup {
    let within = |span: Span| Span::new(span.start.max(window.start), span.end.min(window.end));
    let mut blocks: Vec<(Span, BlockKind)> = opened.article.blocks.iter().map(|b| (within(b.span), b.kind)).collect();
    blocks.retain(|(span, _)| span.start < span.end);
    let hidden = opened.mentions.len().saturating_sub(NOTES);
    let mut next = opened.mentions.keys().copied().peekable();
    let mut left = NOTES;
    let mut shown: Vec<Markup> = Vec::new();
    for run in blocks.chunk_by(|a, b| a.1 == BlockKind::Boilerplate && b.1 == BlockKind::Boilerplate) {
        let Some((span, kind)) = run.first() else { continue };
        if *kind == BlockKind::Boilerplate {
            shown.push(aside(ask, opened, run, target));
            continue;
        }
        let own: Vec<usize> =
            std::iter::from_fn(|| next.next_if(|at| opened.mentions[at].sentence.start < span.end)).collect();
        let noted = own.iter().take(left);
        let text = block(opened, *span, *kind, &own, target);
        shown.push(html! {
            div.block {
                (text)
                @if noted.len() > 0 {
                    div.margin role="note" { ul { @for at in noted.clone() { (note(ask, opened, *at)) } } }
                }
            }
        });
        left = left.saturating_sub(own.len());
    }
    html! {
        article.text { @for part in &shown { (part) } }
        @if hidden > 0 { p.extent { (ask.count("article.hidden", hidden)) } }
    }
}

/// What of a page is not of the article: folded, unless the address asks for a stretch of it.
fn aside(ask: &Ask<'_>, opened: &Opened, run: &[(Span, BlockKind)], target: Option<Span>) -> Markup {
    let asked = target.is_some_and(|target| run.iter().any(|(span, _)| span.overlaps(target)));
    html! {
        details.aside open[asked] {
            summary { (ask.count("article.aside", run.len())) }
            @for (span, kind) in run { (block(opened, *span, *kind, &[], target)) }
        }
    }
}

fn note(ask: &Ask<'_>, opened: &Opened, at: usize) -> Markup {
    let m = &opened.mentions[&at];
    let fact = ask.act(m);
    html! {
        li {
            (parts::status(ask, m.status)) " "
            @match opened.events.get(&at) { Some(event) => a href=(ask.event(event)) { (fact) }, None => (fact) }
        }
    }
}

fn block(opened: &Opened, span: Span, kind: BlockKind, own: &[usize], target: Option<Span>) -> Markup {
    let mut edges: Vec<(usize, bool, Mark)> = Vec::new();
    let mut add = |of: Span, mark: Mark| {
        let (start, end) = (of.start.max(span.start), of.end.min(span.end));
        if start < end {
            edges.extend([(start, true, mark), (end, false, mark)]);
        }
    };
    for m in own.iter().map(|at| &opened.mentions[at]) {
        add(m.sentence, Mark::Evidence);
        add(m.trigger, Mark::Trigger);
    }
    if let Some(target) = target {
        add(target, Mark::Target);
    }
    edges.sort_unstable();
    let begins = target.is_some_and(|t| span.start <= t.start && t.start < span.end);
    let (mut at, mut open, mut named) = (span.start, [0usize; 3], !begins);
    let mut pieces: Vec<(&str, [usize; 3], bool)> = Vec::new();
    for (place, begin, mark) in edges.into_iter().chain([(span.end, false, Mark::Target)]) {
        let piece = Span::new(at, place).of(&opened.article.text);
        if !piece.is_empty() {
            let first = open[0] > 0 && !named;
            named |= first;
            pieces.push((piece, open, first));
            at = place;
        }
        let count = &mut open[mark as usize];
        *count = if begin { *count + 1 } else { count.saturating_sub(1) };
    }
    let inner = html! {
        @for (piece, open, first) in pieces { (stretch(piece, open, first)) }
    };
    let lang = &opened.article.lang;
    html! {
        @match kind {
            BlockKind::Title | BlockKind::Heading => h2 lang=(lang) dir="auto" { (inner) },
            BlockKind::Caption => p.caption lang=(lang) dir="auto" { (inner) },
            BlockKind::Boilerplate => p.aside lang=(lang) dir="auto" { (inner) },
            _ => p lang=(lang) dir="auto" { (inner) },
        }
    }
}

/// A piece of text under the marks that are open over it: target, evidence, trigger.
fn stretch(piece: &str, open: [usize; 3], first: bool) -> Markup {
    let [target, evidence, trigger] = open.map(|count| count > 0);
    html! {
        @match (target, evidence, trigger) {
            (false, false, _) => (piece),
            (true, _, trigger) => mark.target.act[trigger] id=[first.then_some("at")] tabindex=[first.then_some("-1")] { (piece) },
            (false, true, false) => span.evidence { (piece) },
            (false, true, true) => mark.act { (piece) },
        }
    }
}
