//! A parsed page in, what its metadata says of the article out: JSON-LD before Open Graph before plain elements.

use super::address;
use super::dom::{NodeId, Page, ROOT, fold_space};
use super::linked_data;
use super::markup::{self, Markup, Role};
use super::page::Facts;
use super::people;
use super::times;
use super::titles;
use crate::article::{Field, Place};
use crate::resources::page::{PageCues, cue_words};
use rustc_hash::FxHashSet;
use std::cell::OnceCell;

/// A by-line is no longer, in bytes.
const LONGEST_BYLINE: usize = 120;

/// Links to tags that are taken.
const TAGS: usize = 60;

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
    let metas = Metas::of(markup);
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
        (Place::Markup, times::old(markup).or_else(|| times::marked(markup, times::PUBLISHED))),
    ];
    facts.state_all(Field::Published, published);
    times::plain(markup, &mut facts);
    let updated = [
        (Place::JsonLd, linked.updated),
        (Place::Meta, metas.first(UPDATED_NAMES)),
        (Place::Markup, times::marked(markup, times::MODIFIED)),
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

/// A place that may name people, the values that stand there, and how the people are read whom one of them names.
type Signed<'a> = (Place, &'a dyn Fn() -> Vec<String>, fn(&str, &[&PageCues]) -> Vec<String>);

/// The people of the first place that names any; the outlet itself only where it alone signs.
fn authors(markup: &Markup<'_>, metas: &Metas<'_>, linked: Vec<String>, facts: &mut Facts) {
    let page = markup.page;
    let signed_by = || page.marked().filter(|id| is_author(page, *id)).map(|id| page.text(id)).collect();
    let places: [Signed<'_>; 4] = [
        (Place::JsonLd, &|| linked.clone(), people::people),
        (Place::Meta, &|| metas.all(AUTHOR_NAMES), people::people),
        (Place::Markup, &signed_by, people::people),
        (Place::Text, &|| bylines(markup), people::signed),
    ];
    let mut signed = Vec::new();
    let outlets: Vec<String> =
        facts.stated.iter().filter(|s| s.field == Field::Source).map(|s| letters(&s.value)).collect();
    for (place, read, names_of) in places {
        if place > Place::Meta && !facts.authors.is_empty() || place == Place::Text && !signed.is_empty() {
            break;
        }
        let lists = read();
        facts.agency = facts.agency.take().or_else(|| people::agency(&lists, markup.cues));
        let names = lists.iter().flat_map(|list| names_of(list, markup.cues)).filter(|name| !name.contains("://"));
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

/// All `<meta>` elements that name something, in order, those in boxes of the page without the headline last.
struct Metas<'a>(Vec<(String, &'a str)>);

impl<'a> Metas<'a> {
    fn of(markup: &Markup<'a>) -> Self {
        let page = markup.page;
        let is_of_box =
            |id: &NodeId| page.attribute(*id, "itemprop").is_some() && !page.is_in_head(*id) && !markup.is_headed(*id);
        let (boxed, own): (Vec<NodeId>, Vec<NodeId>) = page.elements("meta").partition(is_of_box);
        let read = |id: NodeId| {
            let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| page.attribute(id, key))?;
            let content = page.attribute(id, "content")?.trim();
            (!content.is_empty()).then(|| (name.to_lowercase(), content))
        };
        Self(own.into_iter().chain(boxed).filter_map(read).collect())
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

/// The first element that names people and that its class calls a by-line, with those beside it of the same class; else the
/// first by-line between headline and text.
fn bylines(markup: &Markup<'_>) -> Vec<String> {
    let Markup { page, cues, .. } = markup;
    let names_people = |(_, text): &(NodeId, String)| !people::signed(text, cues).is_empty();
    let below: OnceCell<FxHashSet<NodeId>> = OnceCell::new();
    let is_below = |id: &NodeId| below.get_or_init(|| markup.below_headline().into_iter().collect()).contains(id);
    let named = page.walk(ROOT).map(|(id, _)| id).filter(|id| markup.is_byline(*id));
    let (own, beside): (Vec<NodeId>, Vec<NodeId>) = named.partition(|id| !markup.is_beside(*id) || is_below(id));
    // Who comments is named like who wrote, and so is what asks for their name.
    let beside = beside.into_iter().filter(|id| !markup.is_answer(*id));
    let mut named = own.into_iter().chain(beside).filter_map(|id| Some((id, lines(page, id)?)));
    let Some((first, text)) = named.find(names_people) else {
        let below = || markup.below_headline().into_iter().filter_map(|id| Some((id, lines(page, id)?)));
        let bylines = || below().filter(|(_, text)| people::byline(text, &cue_words(text), cues).is_some());
        // By its label alone is one only what is neither headline nor caption, where no other stands.
        let is_free = |id: NodeId| {
            !page.walk(id).map(|(node, _)| node).chain(page.above(id)).any(|node| is_of_other(page.tag(node)))
        };
        let is_labelled = |text: &str| people::is_labelled(text, cues);
        let own = bylines().find(|(_, text)| !is_labelled(text));
        let found = own.or_else(|| bylines().find(|(id, _)| is_free(*id)));
        return found.map(|(_, text)| text).into_iter().collect();
    };
    let class = |id: NodeId| page.attribute(id, "class");
    let beside = page.node(first).parent.into_iter().flat_map(|parent| page.children(parent));
    let others = beside.filter(|id| *id > first && class(*id) == class(first)).filter_map(|id| lines(page, id));
    [text].into_iter().chain(others).collect()
}

/// Whether an element is a headline or holds a picture and what is said of it.
fn is_of_other(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figure" | "figcaption")
}

/// The lines of a short element as the parts of a list.
fn lines(page: &Page, id: NodeId) -> Option<String> {
    page.short_text(id, LONGEST_BYLINE)?;
    let part = |node: NodeId| match markup::role(page.tag(node)) {
        Role::Inline => page.own_text(node).replace('\n', " "),
        _ => "\n".to_owned(),
    };
    let text: String = page.walk(id).map(|(node, _)| part(node)).collect();
    let lines: Vec<String> = text.lines().map(fold_space).filter(|line| !line.is_empty()).collect();
    Some(lines.join(", "))
}

/// A link to what the page says it is about.
fn is_tag(markup: &Markup<'_>, id: NodeId) -> bool {
    let told = markup.page.attribute(id, "rel").unwrap_or_default();
    told.split_ascii_whitespace().any(|word| word == "tag") && !markup.is_beside(id)
}

fn is_author(page: &Page, id: NodeId) -> bool {
    page.attribute(id, "rel") == Some("author") || matches!(page.attribute(id, "itemprop"), Some("author"))
}

/// The first element of the article that an attribute says to hold this; one that shares an element with a headline goes
/// before those of other boxes.
pub(super) fn marked(markup: &Markup<'_>, property: &str) -> Option<NodeId> {
    let page = markup.page;
    let is_one = |id: &NodeId| page.attribute(*id, "itemprop") == Some(property) && !markup.is_beside(*id);
    let mut all = page.marked().filter(is_one);
    let first = all.next()?;
    Some([first].into_iter().chain(all).find(|id| markup.is_headed(*id)).unwrap_or(first))
}
