//! What tags, classes and attributes of HTML say: the vocabulary of those who build pages, not of any language.

use super::dom::{NodeId, Page};
use super::units::Shape;

/// What a tag does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Inline,
    Break,
    Block(Shape),
    /// Holds no text of the page.
    Nothing,
}

pub(super) fn role(tag: &str) -> Role {
    match tag {
        "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "object" | "embed" | "select"
        | "input" | "textarea" | "button" | "head" | "canvas" | "audio" | "video" | "map" | "link" | "meta" | "img"
        | "dialog" | "datalist" | "progress" | "meter" | "title" => Role::Nothing,
        "br" => Role::Break,
        "h1" => Role::Block(Shape::Headline),
        "h2" | "h3" | "h4" | "h5" | "h6" => Role::Block(Shape::Heading),
        "li" | "dt" | "dd" => Role::Block(Shape::Item),
        "figcaption" | "caption" => Role::Block(Shape::Caption),
        "p" | "blockquote" | "pre" => Role::Block(Shape::Paragraph),
        "html" | "body" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "nav" | "ul"
        | "ol" | "dl" | "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "form" | "fieldset" | "figure"
        | "address" | "hr" | "center" | "details" | "summary" | "hgroup" | "legend" | "menu" => {
            Role::Block(Shape::Line)
        }
        _ => Role::Inline,
    }
}

/// Words in class and id that give away what is not the article.
const CLUTTER: &[&str] = &[
    "ad",
    "ads",
    "adbox",
    "advert",
    "advertisement",
    "adsense",
    "adslot",
    "anzeige",
    "anzeigen",
    "banner",
    "bookmark",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "comment",
    "comments",
    "commentlist",
    "commentary",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "credit",
    "credits",
    "disqus",
    "feedback",
    "flattr",
    "footer",
    "gallery",
    "howto",
    "kommentar",
    "kommentare",
    "legal",
    "login",
    "masthead",
    "menu",
    "metadata",
    "mostread",
    "nav",
    "navi",
    "navigation",
    "navbar",
    "newsletter",
    "outbrain",
    "pager",
    "pagination",
    "paging",
    "paywall",
    "popular",
    "popup",
    "print",
    "promo",
    "promotion",
    "rating",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "relatedarticles",
    "relatedposts",
    "remote",
    "reply",
    "respond",
    "rss",
    "share",
    "shares",
    "sharing",
    "shariff",
    "shoutbox",
    "sidebar",
    "skyscraper",
    "social",
    "socialmedia",
    "sponsor",
    "sponsored",
    "subnav",
    "subscribe",
    "subscription",
    "tag",
    "tags",
    "taboola",
    "teaser",
    "teasers",
    "toolbar",
    "tools",
    "topnav",
    "trending",
    "trackback",
    "trackbacks",
    "vote",
    "votes",
    "widget",
    "widgets",
    "yarpp",
    "jp-relatedposts",
    "addtoany",
    "author",
    "authors",
    "autor",
    "bio",
    "infobox",
    "meta",
    "postmeta",
    "dateline",
    "timestamp",
    "more",
    "readmore",
    "next",
    "prev",
    "previous",
    "embed",
    "player",
    "overlay",
    "modal",
    "skip",
    "skiplink",
    "announcement",
    "signup",
    "topics",
    "keywords",
    "crosslinks",
    "linklist",
    "attribution",
    "noprint",
];

/// Words in class and id of boxes that are never the article, however much text they hold.
const CONSENT: &[&str] =
    &["cookie", "cookies", "consent", "gdpr", "cmp", "dsgvo", "cookiebanner", "cookiebox", "usercentrics", "borlabs"];

/// Words in class and id that promise the article.
const ARTICLE: &[&str] = &[
    "article",
    "articlebody",
    "artikel",
    "artikeltext",
    "beitrag",
    "body",
    "bodytext",
    "content",
    "contentbody",
    "entry",
    "fulltext",
    "hentry",
    "main",
    "page",
    "post",
    "postbody",
    "story",
    "storybody",
    "text",
    "blog",
    "inhalt",
];

/// Words in class and id of the lead of an article.
const LEAD: &[&str] = &["teaser", "abstract", "intro", "lead", "vorspann"];

/// Words in class that mark the line with the author's name.
const BYLINE: &[&str] = &["author", "authors", "autor", "autoren", "byline", "verfasser"];

/// Words in class that mark the text under a picture.
const CAPTION: &[&str] = &["caption", "bildunterschrift", "bu", "figcaption", "imagecaption", "legend"];

fn words<'a>(page: &'a Page, id: NodeId, attribute: &str) -> impl Iterator<Item = String> + 'a {
    let value = page.attribute(id, attribute).unwrap_or_default();
    value.split(|c: char| !c.is_alphanumeric()).flat_map(humps).map(|word| word.to_lowercase())
}

/// `relatedArticles` is two words.
fn humps(word: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut lower = false;
    for (place, c) in word.char_indices() {
        if lower && c.is_uppercase() {
            cuts.push(place);
        }
        lower = c.is_lowercase();
    }
    cuts.push(word.len());
    cuts.windows(2).filter_map(|pair| word.get(pair[0]..pair[1])).filter(|part| !part.is_empty()).collect()
}

fn names_one_of(page: &Page, id: NodeId, list: &[&str]) -> bool {
    ["class", "id"].iter().any(|attribute| words(page, id, attribute).any(|word| list.contains(&word.as_str())))
}

/// Elements that nobody reads as part of the article: unseen ones, and boxes that ask for consent.
pub(super) fn is_hidden(page: &Page, id: NodeId) -> bool {
    if !matches!(page.tag(id), "html" | "body") && names_one_of(page, id, CONSENT) {
        return true;
    }
    let style = page.attribute(id, "style").unwrap_or_default();
    let unseen =
        ["display:none", "display: none", "visibility:hidden", "visibility: hidden"].iter().any(|s| style.contains(s));
    page.attribute(id, "hidden").is_some() || unseen || page.attribute(id, "aria-hidden") == Some("true")
}

/// Elements that are beside the article by their tag or role.
pub(super) fn is_aside(page: &Page, id: NodeId) -> bool {
    let role = page.attribute(id, "role").unwrap_or_default();
    matches!(page.tag(id), "nav" | "aside" | "footer" | "menu" | "address" | "label")
        || matches!(
            role,
            "navigation" | "complementary" | "banner" | "contentinfo" | "search" | "dialog" | "alert" | "menu" | "note"
        )
}

/// Elements whose class or id says that they are not the article.
pub(super) fn is_clutter(page: &Page, id: NodeId) -> bool {
    let spared =
        matches!(page.tag(id), "html" | "body" | "main" | "article" | "p" | "h1" | "a" | "em" | "strong" | "b" | "i");
    !spared && names_one_of(page, id, CLUTTER) && !is_lead(page, id)
}

/// The lead of an article is often called its teaser; teasers of other articles are links.
fn is_lead(page: &Page, id: NodeId) -> bool {
    let below = page.walk(id).any(|(node, _)| matches!(page.tag(node), "a" | "img" | "li"));
    !below && (page.attribute(id, "itemprop") == Some("description") || names_one_of(page, id, LEAD))
}

pub(super) fn is_article(page: &Page, id: NodeId) -> bool {
    matches!(page.tag(id), "article" | "main")
        || page.attribute(id, "itemprop") == Some("articleBody")
        || page.attribute(id, "role") == Some("main")
        || names_one_of(page, id, ARTICLE)
}

pub(super) fn is_byline(page: &Page, id: NodeId) -> bool {
    words(page, id, "class").any(|word| BYLINE.contains(&word.as_str()))
}

pub(super) fn is_caption(page: &Page, id: NodeId) -> bool {
    page.tag(id) == "figcaption" || words(page, id, "class").any(|word| CAPTION.contains(&word.as_str()))
}

/// By how much tag and class raise or lower the weight of an element.
pub(super) fn promise(page: &Page, id: NodeId) -> f64 {
    if page.attribute(id, "itemprop") == Some("articleBody") {
        return 1.6;
    }
    let article = if is_article(page, id) { 1.25 } else { 1.0 };
    match page.tag(id) {
        "article" => 1.4,
        "form" | "ul" | "ol" | "dl" | "th" | "header" => 0.7,
        "body" => 0.9,
        _ => article,
    }
}
