//! The articles themselves: outlet, day and where the day was found, copies, independent origins, passages; and topics.

use super::super::document::{Extent, Labels, Source, Tag};
use super::super::teller::Teller;
use crate::article::Origin;
use std::collections::{BTreeMap, BTreeSet};

/// Up to so many articles are all listed; of more, those that are cited.
const MOST_SOURCES: usize = 60;
/// Letters of a title in a footnote.
const LONGEST_TITLE: usize = 60;

pub(in super::super) fn sources(teller: &Teller<'_>) -> Vec<Source> {
    let origin = |article: usize| teller.linked.origins.get(article).copied().unwrap_or(article);
    let cited: BTreeSet<usize> = teller.citations.iter().map(|c| c.article).collect();
    let few = teller.coded.len() <= MOST_SOURCES;
    let mut copies_of: BTreeMap<usize, usize> = BTreeMap::new();
    for article in 0..teller.coded.len() {
        *copies_of.entry(origin(article)).or_default() += usize::from(origin(article) != article);
    }
    let listed = teller.coded.iter().enumerate().filter(|(index, _)| few || cited.contains(index));
    let all = listed.map(|(index, coded)| {
        let article = &coded.article;
        let copies = copies_of.get(&index).copied().unwrap_or_default();
        Source {
            article: index,
            id: article.id.clone(),
            title: teller.title(index),
            outlet: article.source.clone(),
            url: article.url.clone(),
            published: article.published,
            copy_of: Some(origin(index)).filter(|o| *o != index),
            copies,
            passages: coded.mentions.len(),
        }
    });
    all.collect()
}

/// Topics by the number of articles that carry them.
pub(in super::super) fn tags(teller: &Teller<'_>) -> Vec<Tag> {
    let mut articles: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (index, coded) in teller.coded.iter().enumerate() {
        for tag in &coded.article.tags {
            articles.entry(tag.trim_start_matches('#')).or_default().insert(index);
        }
    }
    let mut tags: Vec<Tag> = articles
        .into_iter()
        .map(|(name, set)| Tag { name: name.to_owned(), articles: set.into_iter().collect() })
        .collect();
    tags.sort_by_key(|tag| (std::cmp::Reverse(tag.articles.len()), tag.name.clone()));
    tags
}

pub(in super::super) fn extent(teller: &Teller<'_>) -> Extent {
    let days = (0..teller.coded.len()).filter_map(|article| teller.published(article));
    let origins: BTreeSet<usize> =
        (0..teller.coded.len()).map(|a| teller.linked.origins.get(a).copied().unwrap_or(a)).collect();
    Extent {
        articles: teller.coded.len(),
        origins: origins.len(),
        events: teller.linked.events.len(),
        passages: teller.coded.iter().map(|c| c.mentions.len()).sum(),
        published: days.clone().min().zip(days.max()),
    }
}

pub(in super::super) fn labels(teller: &Teller<'_>, extent: &Extent, sources: &[Source]) -> Labels {
    let phrases = teller.phrases();
    let counted =
        |count: usize, one: &str, many: &str| format!("{count} {}", teller.label(if count == 1 { one } else { many }));
    let mut parts = vec![counted(extent.articles, "article", "articles"), counted(extent.origins, "origin", "origins")];
    if let Some((first, last)) = extent.published {
        // Where articles of one day differ in how it is known, the one that is known best speaks for it.
        let words = |date| {
            let known = |a: &usize| teller.coded.get(*a).and_then(|c| c.article.published).map(|(_, origin)| origin);
            let of_day = (0..teller.coded.len()).filter(|a| teller.published(*a) == Some(date));
            of_day.min_by_key(known).and_then(|a| teller.published_words(a)).unwrap_or_default()
        };
        let span = if first == last { words(first) } else { teller.joined("date.span", &words(first), &words(last)) };
        parts.push(span);
    }
    parts.push(counted(extent.events, "event", "events"));
    parts.push(counted(extent.passages, "passage", "passages"));
    let between = teller.joined("label.between", "", "");
    let mark = |key: &str| phrases.word(key).to_owned();
    Labels {
        notes: teller.label("notes").to_owned(),
        tags: teller.label("tags").to_owned(),
        sources: teller.label("sources").to_owned(),
        empty: teller.label("noevents").to_owned(),
        extent: parts.join(&format!(" {between} ")),
        source_lines: sources.iter().map(|source| source_line(teller, source, &between)).collect(),
        references: (0..teller.coded.len()).map(|article| reference(teller, article)).collect(),
        quotes: (mark("mark.open"), mark("mark.close")),
    }
}

fn source_line(teller: &Teller<'_>, source: &Source, between: &str) -> String {
    let mut parts = vec![teller.outlet(source.article)];
    match source.published {
        Some((_, origin)) => {
            let label = teller.label(match origin {
                Origin::Given => "date.given",
                Origin::Metadata => "date.metadata",
                Origin::Page => "date.page",
                Origin::Estimated => "date.estimated",
                Origin::FileTime => "date.filetime",
            });
            parts.push(format!("{} ({label})", teller.published_words(source.article).unwrap_or_default()));
        }
        None => parts.push(teller.label("nodate").to_owned()),
    }
    if let Some(original) = source.copy_of {
        parts.push(format!("{} {}", teller.label("copyof"), teller.outlet(original)));
    }
    if source.copies > 0 {
        parts.push(format!("{} {}", source.copies, teller.label(if source.copies == 1 { "copy" } else { "copies" })));
    }
    parts.push(format!(
        "{} {}",
        source.passages,
        teller.label(if source.passages == 1 { "passage" } else { "passages" })
    ));
    parts.join(&format!(" {between} "))
}

/// A title that a footnote has room for; the list of sources gives it whole.
fn shortened(title: &str, ellipsis: &str) -> String {
    let Some((limit, _)) = title.char_indices().nth(LONGEST_TITLE) else { return title.to_owned() };
    let head = title.get(..limit).unwrap_or_default();
    let words = head.rfind(' ').and_then(|at| head.get(..at)).unwrap_or(head);
    format!("{words} {ellipsis}")
}

/// Outlet, title and day, as a footnote names an article.
fn reference(teller: &Teller<'_>, article: usize) -> String {
    let (open, close) = (teller.phrases().word("mark.open"), teller.phrases().word("mark.close"));
    let mut parts = vec![teller.outlet(article)];
    let title = shortened(&teller.title(article), teller.phrases().word("mark.ellipsis"));
    if !title.is_empty() {
        parts.push(format!("{open}{title}{close}"));
    }
    parts.extend(teller.published_words(article));
    parts.join(", ")
}
