//! A parsed page in, what its metadata says of the article out: JSON-LD before Open Graph before plain elements.

use super::dom::{NodeId, Page, ROOT};
use super::markup::Markup;
use super::page::Facts;
use crate::resources::page::{CueKind, cue_words};
use serde_json::Value;

/// The types of JSON-LD objects that describe an article end so.
const ARTICLE_TYPES: &[&str] = &["Article", "Posting", "Report"];
/// Deeper objects of JSON-LD are not followed.
const DEEPEST: usize = 12;

/// A by-line is no longer, in bytes.
const LONGEST_BYLINE: usize = 120;

/// Names of `<meta>` elements, the most trusted first.
const DATE_NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "article.published",
    "last-modified",
    "article:modified_time",
    "og:updated_time",
];
const TITLE_NAMES: &[&str] = &["og:title", "twitter:title", "dc.title", "title", "headline"];
const AUTHOR_NAMES: &[&str] =
    &["author", "article:author", "og:article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"];
const SITE_NAMES: &[&str] = &["og:site_name", "application-name", "dc.publisher", "publisher", "copyright"];
const TAG_NAMES: &[&str] = &["article:tag", "og:article:tag", "news_keywords", "keywords", "parsely-tags"];

/// The facts of the page.
pub(super) fn facts(markup: Markup<'_>) -> Facts {
    let page = markup.page;
    let linked = linked_data(page);
    let metas = metas(page);
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| metas.iter().find(|(n, _)| n == name)).map(|(_, v)| v.to_string())
    };
    let all = |names: &[&str]| {
        let of = |name: &&str| metas.iter().filter(|(n, _)| n == *name).map(|(_, v)| v.to_string()).collect::<Vec<_>>();
        names.iter().map(of).find(|values| !values.is_empty()).unwrap_or_default()
    };
    let url =
        linked_rel(page, "canonical").or_else(|| meta(&["og:url"])).or(linked.url).filter(|url| url.contains("://"));
    let source = meta(&["og:site_name"])
        .or(linked.source)
        .or_else(|| meta(SITE_NAMES))
        .or_else(|| url.as_deref().and_then(host));
    let title = settle_title(page, linked.title.or_else(|| meta(TITLE_NAMES)), source.as_deref());
    let mut authors = if linked.authors.is_empty() { all(AUTHOR_NAMES) } else { linked.authors };
    if authors.is_empty() {
        authors = page.walk(ROOT).map(|(id, _)| id).filter(|id| is_author(page, *id)).map(|id| page.text(id)).collect();
    }
    if authors.is_empty() {
        authors = byline(markup);
    }
    let agency = authors.iter().find(|name| is_agency(name)).cloned();
    let tags = if linked.tags.is_empty() { all(TAG_NAMES) } else { linked.tags };
    let date = linked
        .date
        .or_else(|| meta(DATE_NAMES))
        .or_else(|| time_element(page))
        .or_else(|| url.as_deref().and_then(date_in_url));
    Facts {
        title,
        date,
        source,
        agency,
        lang: page.elements("html").next().and_then(|html| page.attribute(html, "lang")).map(str::to_owned),
        authors: authors
            .iter()
            .flat_map(|list| super::glue::split_names(list))
            .filter(|a| !a.contains("://"))
            .fold(Vec::new(), distinct),
        tags: tags
            .iter()
            .flat_map(|list| list.split([',', ';']))
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty())
            .fold(Vec::new(), distinct),
        url,
    }
}

/// Agencies stand among the authors by their short names: `dpa`, `AFP`.
fn is_agency(name: &str) -> bool {
    let letters = name.trim().chars().count();
    let plain = |same: fn(char) -> bool| name.trim().chars().all(same);
    (2..=5).contains(&letters) && (plain(|c| c.is_ascii_lowercase()) || plain(|c| c.is_ascii_uppercase()))
}

fn distinct(mut list: Vec<String>, value: String) -> Vec<String> {
    if !list.contains(&value) {
        list.push(value);
    }
    list
}

/// All `<meta>` elements that name something, in order.
fn metas(page: &Page) -> Vec<(String, &str)> {
    let read = |id: NodeId| {
        let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| page.attribute(id, key))?;
        let content = page.attribute(id, "content")?.trim();
        (!content.is_empty()).then(|| (name.to_lowercase(), content))
    };
    page.elements("meta").filter_map(read).collect()
}

fn linked_rel(page: &Page, rel: &str) -> Option<String> {
    let link = page.elements("link").find(|id| page.attribute(*id, "rel") == Some(rel))?;
    page.attribute(link, "href").map(|href| href.trim().to_owned())
}

/// The names in the first element that its class calls a by-line.
fn byline(markup: Markup<'_>) -> Vec<String> {
    let Markup { page, cues } = markup;
    let candidates = page.walk(ROOT).map(|(id, _)| id).filter(|id| markup.is_byline(*id)).map(|id| page.text(id));
    let names = |text: String| {
        let words = cue_words(&text);
        let hit = cues.iter().find_map(|table| table.find(&words, false)).filter(|hit| hit.kind == CueKind::Byline);
        match hit {
            Some(hit) if hit.opens => super::glue::names_after(&text, hit.length),
            _ if (2..=4).contains(&words.len()) => super::glue::split_names(&text),
            _ => Vec::new(),
        }
    };
    candidates
        .filter(|text| text.len() <= LONGEST_BYLINE)
        .map(names)
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn is_author(page: &Page, id: NodeId) -> bool {
    page.attribute(id, "rel") == Some("author") || matches!(page.attribute(id, "itemprop"), Some("author"))
}

/// The title that the metadata give without the outlet's name, else the heading of the page.
fn settle_title(page: &Page, stated: Option<String>, source: Option<&str>) -> Option<String> {
    let element = page.elements("title").next().map(|id| page.text(id)).filter(|t| !t.is_empty());
    let headings: Vec<String> = page.elements("h1").map(|id| page.text(id)).filter(|t| !t.is_empty()).collect();
    let stated = stated.map(|title| super::dom::fold_space(&title)).or_else(|| element.clone());
    let Some(stated) = stated else { return headings.into_iter().next() };
    let bare = without_outlet(&stated, source);
    Some(bare.to_owned())
}

/// `Headline - Outlet` and `Headline | Section | Outlet` lose what follows the headline.
fn without_outlet<'a>(title: &'a str, source: Option<&str>) -> &'a str {
    let mut bare = title;
    for joint in [" | ", " \u{2013} ", " - ", " \u{2014} ", " :: ", " \u{b7} "] {
        if let Some((head, tail)) = bare.rsplit_once(joint) {
            let known = source.is_some_and(|source| {
                tail.to_lowercase().contains(&source.to_lowercase())
                    || source.to_lowercase().contains(&tail.to_lowercase())
            });
            let bar = joint == " | " && head.split_whitespace().count() >= 3;
            if known || bar {
                bare = head.trim();
            }
        }
    }
    bare
}

fn time_element(page: &Page) -> Option<String> {
    let times: Vec<NodeId> = page.elements("time").collect();
    let marked = times.iter().find(|id| {
        page.attribute(**id, "pubdate").is_some() || page.attribute(**id, "itemprop") == Some("datePublished")
    });
    let first = times.iter().find(|id| page.attribute(**id, "datetime").is_some());
    let property =
        || page.walk(ROOT).map(|(id, _)| id).find(|id| page.attribute(*id, "itemprop") == Some("datePublished"));
    let id = marked.or(first).copied().or_else(property)?;
    let value = page.attribute(id, "datetime").or_else(|| page.attribute(id, "content"));
    value.map(str::to_owned).or_else(|| Some(page.text(id)))
}

/// `/2024/09/13/` and `/2024-09-13-`.
fn date_in_url(url: &str) -> Option<String> {
    let parts: Vec<&str> = url.split(|c: char| !c.is_ascii_digit()).collect();
    let is_year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let is_small = |part: &str| part.len() == 2;
    let triple = parts.windows(3).find(|w| is_year(w[0]) && is_small(w[1]) && is_small(w[2]));
    triple.map(|w| w.join("-"))
}

/// The host of an address without `www.`.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// What the JSON-LD objects of the page say.
fn linked_data(page: &Page) -> Facts {
    let mut facts = Facts::default();
    for script in page.elements("script") {
        if page.attribute(script, "type").is_some_and(|t| t.contains("ld+json")) {
            let json: String = page.node(script).children.iter().map(|child| page.text(*child)).collect();
            if let Ok(value) = serde_json::from_str::<Value>(&json) {
                follow(&value, &mut facts, 0);
            }
        }
    }
    facts
}

fn follow(value: &Value, facts: &mut Facts, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|item| follow(item, facts, depth + 1)),
        Value::Object(object) => {
            let types = strings(object.get("@type"));
            if types.iter().any(|t| ARTICLE_TYPES.iter().any(|end| t.ends_with(end))) {
                take(object, facts);
            }
            if let Some(graph) = object.get("@graph").or_else(|| object.get("mainEntity")) {
                follow(graph, facts, depth + 1);
            }
        }
        _ => {}
    }
}

fn take(object: &serde_json::Map<String, Value>, facts: &mut Facts) {
    let text = |key: &str| strings(object.get(key)).into_iter().next();
    facts.title = facts.title.take().or_else(|| text("headline").or_else(|| text("name")));
    facts.date = facts.date.take().or_else(|| text("datePublished").or_else(|| text("dateCreated")));
    facts.url = facts.url.take().or_else(|| text("url"));
    facts.source = facts.source.take().or_else(|| strings(object.get("publisher")).into_iter().next());
    if facts.authors.is_empty() {
        facts.authors = strings(object.get("author"));
    }
    if facts.tags.is_empty() {
        facts.tags = strings(object.get("keywords"));
    }
}

/// The texts in a value: itself, the `name` of an object, or those of a list.
fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![plain(text)].into_iter().filter(|t| !t.is_empty()).collect(),
        Some(Value::Array(list)) => list.iter().flat_map(|item| strings(Some(item))).collect(),
        Some(Value::Object(object)) => strings(object.get("name")),
        _ => Vec::new(),
    }
}

/// Some pages write HTML into their JSON: `&uuml;`, `&#8217;`.
fn plain(text: &str) -> String {
    if text.contains('&') && text.contains(';') { Page::parse(text).text(ROOT) } else { super::dom::fold_space(text) }
}
