//! A parsed page in, what its metadata says of the article out: JSON-LD before Open Graph before plain elements.

use super::address;
use super::dom::{NodeId, Page, ROOT};
use super::linked_data;
use super::markup::Markup;
use super::page::Facts;
use super::people;
use crate::article::{Field, Place};
use crate::resources::page::{CueKind, cue_words};

/// A by-line is no longer, in bytes.
const LONGEST_BYLINE: usize = 120;

/// Names of `<meta>` elements, the most trusted first.
const PUBLISHED_PROPERTIES: &[&str] = &["article:published_time", "og:article:published_time"];
const PUBLISHED_NAMES: &[&str] = &[
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
];
const UPDATED_NAMES: &[&str] = &["article:modified_time", "og:updated_time", "datemodified", "last-modified"];
const TITLE_NAMES: &[&str] = &["twitter:title", "dc.title", "title", "headline"];
const AUTHOR_NAMES: &[&str] =
    &["author", "article:author", "og:article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"];
const SITE_NAMES: &[&str] = &["og:site_name", "application-name", "dc.publisher", "publisher", "copyright"];
const TAG_NAMES: &[&str] = &["article:tag", "og:article:tag", "news_keywords", "keywords", "parsely-tags"];

/// The facts of the page. For each field the values stand in the order in which they are trusted; the first is used.
pub(super) fn facts(markup: &Markup<'_>) -> Facts {
    let page = markup.page;
    let linked = linked_data::read(page);
    let metas = Metas::of(page);
    let mut facts = Facts { lang: html_lang(page), body: linked.body, ..Facts::default() };
    let urls = [
        (Place::Link, linked_rel(page, "canonical")),
        (Place::OpenGraph, metas.first(&["og:url"])),
        (Place::JsonLd, linked.url),
    ];
    facts.state_all(Field::Url, urls.map(|(place, url)| (place, url.filter(|url| url.contains("://")))));
    let host = facts.first(Field::Url).and_then(address::host);
    let sources = [
        (Place::OpenGraph, metas.first(&["og:site_name"])),
        (Place::JsonLd, linked.source),
        (Place::Meta, metas.first(SITE_NAMES)),
        (Place::Address, host),
    ];
    facts.state_all(Field::Source, sources);
    let titles = titles(page, &metas, linked.title, facts.first(Field::Source));
    facts.state_all(Field::Title, titles.into_iter().map(|(place, title)| (place, Some(title))));
    let published = [
        (Place::JsonLd, linked.published),
        (Place::OpenGraph, metas.first(PUBLISHED_PROPERTIES)),
        (Place::Meta, metas.first(PUBLISHED_NAMES)),
        (Place::Markup, time_element(page, "datePublished")),
    ];
    facts.state_all(Field::Published, published);
    let updated = [
        (Place::JsonLd, linked.updated),
        (Place::Meta, metas.first(UPDATED_NAMES)),
        (Place::Markup, marked_time(page, "dateModified").map(|id| time_of(page, id))),
    ];
    facts.state_all(Field::Updated, updated);
    facts.description = metas.first(&["og:description", "description"]);
    facts.state_all(Field::Lang, [(Place::Markup, facts.lang.clone()), (Place::JsonLd, linked.lang)]);
    authors(markup, &metas, linked.authors, &mut facts);
    let tags = if linked.tags.is_empty() { metas.all(TAG_NAMES) } else { linked.tags };
    let tags = tags.iter().flat_map(|list| list.split([',', ';'])).map(|tag| tag.trim().to_owned());
    facts.tags = tags.filter(|tag| !tag.is_empty()).fold(Vec::new(), distinct);
    facts
}

fn html_lang(page: &Page) -> Option<String> {
    page.elements("html").next().and_then(|html| page.attribute(html, "lang")).map(str::to_owned)
}

/// The people of the first place that names any; the outlet itself only where it alone signs.
fn authors(markup: &Markup<'_>, metas: &Metas<'_>, linked: Vec<String>, facts: &mut Facts) {
    let page = markup.page;
    let marked = || page.marked().filter(|id| is_author(page, *id)).map(|id| page.text(id)).collect();
    let places: [(Place, &dyn Fn() -> Vec<String>); 4] = [
        (Place::JsonLd, &|| linked.clone()),
        (Place::Meta, &|| metas.all(AUTHOR_NAMES)),
        (Place::Markup, &marked),
        (Place::Text, &|| byline(markup)),
    ];
    let mut signed = Vec::new();
    let outlets: Vec<String> =
        facts.stated.iter().filter(|s| s.field == Field::Source).map(|s| letters(&s.value)).collect();
    for (place, read) in places {
        if place > Place::Meta && !facts.authors.is_empty() || place == Place::Text && !signed.is_empty() {
            break;
        }
        let lists = read();
        facts.agency = facts.agency.take().or_else(|| people::agency(&lists, markup.cues));
        let names =
            lists.iter().flat_map(|list| people::people(list, markup.cues)).filter(|name| !name.contains("://"));
        let (own, names): (Vec<String>, Vec<String>) =
            names.fold(Vec::new(), distinct).into_iter().partition(|name| outlets.contains(&letters(name)));
        signed.extend(own);
        for name in &names {
            facts.state(Field::Author, place, name.clone());
        }
        if facts.authors.is_empty() {
            facts.authors = names;
        }
    }
    if facts.authors.is_empty() {
        facts.authors = signed.into_iter().fold(Vec::new(), distinct);
    }
}

/// A name by its letters alone, in lower case.
pub(super) fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn distinct(mut list: Vec<String>, value: String) -> Vec<String> {
    if !list.contains(&value) {
        list.push(value);
    }
    list
}

/// All `<meta>` elements that name something, in order.
struct Metas<'a>(Vec<(String, &'a str)>);

impl<'a> Metas<'a> {
    fn of(page: &'a Page) -> Self {
        let read = |id: NodeId| {
            let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| page.attribute(id, key))?;
            let content = page.attribute(id, "content")?.trim();
            (!content.is_empty()).then(|| (name.to_lowercase(), content))
        };
        Self(page.elements("meta").filter_map(read).collect())
    }

    /// The value of the first of the names that stands there.
    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.0.iter().find(|(n, _)| n == name)).map(|(_, value)| (*value).to_owned())
    }

    /// All values of the first of the names that stands there.
    fn all(&self, names: &[&str]) -> Vec<String> {
        let of =
            |name: &&str| self.0.iter().filter(|(n, _)| n == *name).map(|(_, v)| (*v).to_owned()).collect::<Vec<_>>();
        names.iter().map(of).find(|values| !values.is_empty()).unwrap_or_default()
    }
}

fn linked_rel(page: &Page, rel: &str) -> Option<String> {
    let link = page.elements("link").find(|id| page.attribute(*id, "rel") == Some(rel))?;
    page.attribute(link, "href").map(|href| href.trim().to_owned())
}

/// The names in the first element that its class calls a by-line.
fn byline(markup: &Markup<'_>) -> Vec<String> {
    let Markup { page, cues, .. } = markup;
    let candidates = page.walk(ROOT).map(|(id, _)| id).filter(|id| markup.is_byline(*id)).map(|id| page.text(id));
    let names = |text: String| {
        let words = cue_words(&text);
        let hit = cues.iter().find_map(|table| table.find(&words, false)).filter(|hit| hit.kind == CueKind::Byline);
        let hit = hit.or_else(|| people::byline(&text, &words, cues));
        match hit {
            Some(hit) if hit.opens => people::names_after(&text, hit.length, cues),
            _ if (2..=4).contains(&words.len()) => people::split_names(&text, cues),
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

/// The titles of the page without the outlet's name: JSON-LD, Open Graph, other `<meta>`, `<title>`, headings.
fn titles(page: &Page, metas: &Metas<'_>, linked: Option<String>, source: Option<&str>) -> Vec<(Place, String)> {
    let element = page.elements("title").next().map(|id| page.text(id));
    let stated = [
        (Place::JsonLd, linked),
        (Place::OpenGraph, metas.first(&["og:title"])),
        (Place::Meta, metas.first(TITLE_NAMES)),
        (Place::TitleElement, element.clone()),
    ];
    let graph = metas.first(&["og:title"]);
    let shown: Vec<String> = page.elements("h1").map(|id| page.text(id)).chain(graph).map(|t| letters(&t)).collect();
    let bare = |title: &str| without_outlet(&super::dom::fold_space(title), source, &shown).to_owned();
    let mut titles: Vec<(Place, String)> =
        stated.into_iter().filter_map(|(place, title)| Some((place, bare(&title?)))).collect();
    titles.extend(page.elements("h1").map(|id| (Place::Heading, page.text(id))));
    // The outlet's name is a title only where no heading says more.
    let is_outlet = |title: &str| source.is_some_and(|source| letters(source) == letters(title));
    let heads = |text: String| !text.is_empty() && !is_outlet(&text);
    let is_headed = page.elements("h1").any(|id| heads(page.text(id)));
    titles.retain(|(_, title)| !(title.is_empty() || is_headed && is_outlet(title)));
    if let Some(better) = better_than_first(&titles, &element.unwrap_or_default()) {
        titles[..=better].rotate_right(1);
    }
    titles
}

/// A title that goes before the first: a part of it that the page shows as its headline, or what Open Graph says where
/// the page shows that and not the first. `element` is what `<title>` says, the outlet's name with it.
fn better_than_first(titles: &[(Place, String)], element: &str) -> Option<usize> {
    let ((place, first), rest) = titles.split_first()?;
    let headings = || rest.iter().filter(|(place, _)| *place == Place::Heading).map(|(_, title)| letters(title));
    let is_shown = |title: &str| headings().any(|heading| heading == letters(title));
    if is_shown(first) {
        return None;
    }
    let graph = rest.iter().position(|(place, _)| *place == Place::OpenGraph);
    let graph_says = graph.map(|at| rest[at].1.as_str());
    let agreed = graph_says.is_some_and(|title| letters(title) == letters(first));
    let part = |(place, title): &(Place, String)| {
        let within = title.split_whitespace().count() > 3 && title != first && first.contains(title.as_str());
        // What stands before a headline in both places is its kicker: "Kenia: Nairobi von unten".
        let kicked = agreed && first.ends_with(title.as_str());
        within && !kicked && (*place == Place::OpenGraph || is_shown(title))
    };
    let shown = || {
        let title = graph_says.filter(|_| *place == Place::JsonLd)?;
        // What `<title>` says letter for letter, without the outlet, was written for searching.
        graph.filter(|_| (agreed && title != first) || (is_shown(title) && title != element))
    };
    rest.iter().position(part).or_else(shown).map(|index| index + 1)
}

/// `Headline - Outlet` and `Headline | Section | Outlet` lose what follows the headline. `shown` are the letters of what the
/// page shows as such: what is longer behind it is the headline, and that the outlet.
fn without_outlet<'a>(title: &'a str, source: Option<&str>, shown: &[String]) -> &'a str {
    let mut bare = title;
    for joint in [" | ", " \u{2013} ", " - ", " \u{2014} ", " :: ", " \u{b7} "] {
        if let Some((head, tail)) = bare.rsplit_once(joint) {
            let known = source.is_some_and(|source| {
                tail.to_lowercase().contains(&source.to_lowercase())
                    || source.to_lowercase().contains(&tail.to_lowercase())
            });
            let words = |part: &str| part.split_whitespace().count();
            let bar = joint == " | " && words(head) >= 3;
            let is_headline = || words(head) >= words(tail).max(2) && shown.contains(&letters(head));
            if known || bar || is_headline() {
                bare = head.trim();
            }
        }
    }
    bare
}

fn time_element(page: &Page, property: &str) -> Option<String> {
    let times: Vec<NodeId> = page.elements("time").collect();
    let marked = times
        .iter()
        .find(|id| page.attribute(**id, "pubdate").is_some() || page.attribute(**id, "itemprop") == Some(property));
    let first = times.iter().find(|id| page.attribute(**id, "datetime").is_some());
    let id = marked.or(first).copied().or_else(|| marked_time(page, property))?;
    Some(time_of(page, id))
}

/// The first element that an attribute calls this moment.
fn marked_time(page: &Page, property: &str) -> Option<NodeId> {
    page.marked().find(|id| page.attribute(*id, "itemprop") == Some(property))
}

fn time_of(page: &Page, id: NodeId) -> String {
    let value = page.attribute(id, "datetime").or_else(|| page.attribute(id, "content"));
    value.map(str::to_owned).unwrap_or_else(|| page.text(id))
}
