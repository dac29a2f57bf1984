//! A parsed page in, what its metadata says of the article out: JSON-LD before Open Graph before plain elements.

use super::address;
use super::dates;
use super::dom::{NodeId, Page, ROOT};
use super::label;
use super::linked_data;
use super::markup::{self, Markup, Role};
use super::page::Facts;
use super::people;
use super::titles;
use crate::article::{Field, Place};
use crate::resources::page::{CueKind, cue_words};

/// A by-line is no longer, in bytes.
const LONGEST_BYLINE: usize = 120;

/// Links to tags that are taken.
const TAGS: usize = 60;
/// Elements of time that are looked at.
const TIMES: usize = 60;

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
    let stated = [
        (Place::JsonLd, linked.title),
        (Place::OpenGraph, metas.first(&["og:title"])),
        (Place::Meta, metas.first(TITLE_NAMES)),
        (Place::Markup, marked(markup, "headline").map(|id| page.text(id))),
        (Place::TitleElement, page.elements("title").next().map(|id| page.text(id))),
    ];
    let titles = titles::settle(page, stated, facts.first(Field::Source));
    facts.state_all(Field::Title, titles.into_iter().map(|(place, title)| (place, Some(title))));
    let published = [
        (Place::JsonLd, linked.published),
        (Place::OpenGraph, metas.first(PUBLISHED_PROPERTIES)),
        (Place::Meta, metas.first(PUBLISHED_NAMES)),
        (Place::Markup, old_time(markup).or_else(|| marked_time(markup, "datePublished"))),
    ];
    facts.state_all(Field::Published, published);
    facts.time = plain_time(markup);
    let updated = [
        (Place::JsonLd, linked.updated),
        (Place::Meta, metas.first(UPDATED_NAMES)),
        (Place::Markup, marked_time(markup, "dateModified")),
    ];
    facts.state_all(Field::Updated, updated);
    facts.description = metas.first(&["og:description", "description"]);
    facts.state_all(Field::Lang, [(Place::Markup, facts.lang.clone()), (Place::JsonLd, linked.lang)]);
    authors(markup, &metas, linked.authors, &mut facts);
    let mut tags = if linked.tags.is_empty() { metas.all(TAG_NAMES) } else { linked.tags };
    if tags.is_empty() {
        tags.extend(page.marked().filter(|id| is_tag(markup, *id)).take(TAGS).map(|id| page.text(id)));
    }
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
    let signed_by = || page.marked().filter(|id| is_author(page, *id)).map(|id| page.text(id)).collect();
    let places: [(Place, &dyn Fn() -> Vec<String>); 4] = [
        (Place::JsonLd, &|| linked.clone()),
        (Place::Meta, &|| metas.all(AUTHOR_NAMES)),
        (Place::Markup, &signed_by),
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
        let names = names.map(|name| without_employer(&name, &outlets));
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

/// A full name without the outlet behind it.
fn without_employer(name: &str, outlets: &[String]) -> String {
    let employed = people::parted(name, |behind| outlets.contains(&letters(behind)));
    employed.map_or(name, |(person, _)| person).to_owned()
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

/// The names in the first element that its class calls a by-line, and in those beside it of the same class.
fn byline(markup: &Markup<'_>) -> Vec<String> {
    let Markup { page, cues, .. } = markup;
    let candidates = page.walk(ROOT).map(|(id, _)| id).filter(|id| markup.is_byline(*id));
    let names = |id: NodeId| {
        let Some(text) = page.short_text(id, LONGEST_BYLINE) else { return Vec::new() };
        let words = cue_words(&text);
        let hit = cues.iter().find_map(|table| table.find(&words, false)).filter(|hit| hit.kind == CueKind::Byline);
        let hit = hit.or_else(|| people::byline(&text, &words, cues));
        match hit {
            Some(hit) if hit.opens => people::names_after(&text, hit.length, cues),
            _ if (2..=4).contains(&words.len()) => people::split_names(&text, cues),
            _ => Vec::new(),
        }
    };
    let mut signed = candidates.map(|id| (id, names(id))).filter(|(_, names)| !names.is_empty());
    let Some((first, mut all)) = signed.next() else { return Vec::new() };
    let class = |id: NodeId| page.attribute(id, "class");
    let beside = page.node(first).parent.into_iter().flat_map(|parent| page.children(parent));
    all.extend(beside.filter(|id| *id > first && class(*id) == class(first)).flat_map(names));
    all
}

/// A link to what the page says it is about.
fn is_tag(markup: &Markup<'_>, id: NodeId) -> bool {
    let told = markup.page.attribute(id, "rel").unwrap_or_default();
    told.split_ascii_whitespace().any(|word| word == "tag") && !markup.is_beside(id)
}

fn is_author(page: &Page, id: NodeId) -> bool {
    page.attribute(id, "rel") == Some("author") || matches!(page.attribute(id, "itemprop"), Some("author"))
}

/// The first element of the article that an attribute says to hold this.
fn marked(markup: &Markup<'_>, property: &str) -> Option<NodeId> {
    let page = markup.page;
    page.marked().find(|id| page.attribute(*id, "itemprop") == Some(property) && !markup.is_beside(*id))
}

/// The same of a moment.
fn marked_time(markup: &Markup<'_>, property: &str) -> Option<String> {
    marked(markup, property).map(|id| time_of(markup.page, id))
}

/// The `<time>` that says in the old way that it is of publishing.
fn old_time(markup: &Markup<'_>) -> Option<String> {
    let page = markup.page;
    let mut times = page.elements("time").filter(|id| page.attribute(*id, "pubdate").is_some());
    times.find(|id| !markup.is_beside(*id)).map(|id| time_of(page, id))
}

/// The first `<time>` of the article that stands in no running text; one behind the words of a change only where there is
/// no other.
fn plain_time(markup: &Markup<'_>) -> Option<String> {
    let page = markup.page;
    let is_of_article = |id: &NodeId| page.attribute(*id, "datetime").is_some() && !markup.is_beside(*id);
    let times = page.elements("time").take(TIMES).filter(is_of_article);
    let text = |id| line_of(page, id).into_iter().map(|node| page.text(node)).collect::<Vec<_>>().join(" ");
    let times: Vec<(NodeId, String)> = times.map(|id| (id, text(id))).collect();
    let runs = |text: &str| {
        let is_prose = label::is_prose(text, text.split_whitespace().count());
        text.len() > LONGEST_BYLINE || is_prose && !dates::is_little_else(text, markup.cues)
    };
    let mut short = times.iter().filter(|(_, around)| !runs(around));
    let tells_of_change = |(id, _): &(NodeId, String)| {
        let line = line_of(page, *id);
        let inside = line.into_iter().flat_map(|node| page.walk(node)).take_while(|(node, _)| node != id);
        let before = inside.map(|(node, _)| page.own_text(node)).collect::<Vec<_>>().join(" ");
        dates::said(&before, markup.cues) == Some(CueKind::Updated)
    };
    let first = short.clone().next();
    let (id, _) = short.find(|time| !tells_of_change(time)).or(first)?;
    Some(time_of(page, *id))
}

/// The nodes of the line in which an element stands.
fn line_of(page: &Page, id: NodeId) -> Vec<NodeId> {
    let is_inline = |node: &NodeId| markup::role(page.tag(*node)) == Role::Inline;
    let top = page.above(id).take_while(is_inline).last().unwrap_or(id);
    let siblings: Vec<NodeId> = page.node(top).parent.map(|parent| page.children(parent).collect()).unwrap_or_default();
    siblings.split(|node| !is_inline(node)).find(|line| line.contains(&top)).unwrap_or_default().to_vec()
}

fn time_of(page: &Page, id: NodeId) -> String {
    let value = page.attribute(id, "datetime").or_else(|| page.attribute(id, "content"));
    value.map(str::to_owned).unwrap_or_else(|| page.text(id))
}
