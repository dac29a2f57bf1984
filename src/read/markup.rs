//! What tags, classes and attributes of HTML say of the text in them. Words of classes stand in the tables.

use super::dom::{NodeId, Page};
use super::units::Shape;
use crate::resources::page::{ClassKind, PageCues};

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

/// A page with the words that classes and ids are read by.
#[derive(Clone, Copy)]
pub(super) struct Markup<'a> {
    pub(super) page: &'a Page,
    pub(super) cues: &'a [&'a PageCues],
}

impl Markup<'_> {
    fn says(&self, id: NodeId, attribute: &str, kind: ClassKind) -> bool {
        let value = self.page.attribute(id, attribute).unwrap_or_default();
        let mut words = value.split(|c: char| !c.is_alphanumeric()).flat_map(humps).map(str::to_lowercase);
        words.any(|word| self.cues.iter().any(|table| table.is_class(kind, &word)))
    }

    fn names(&self, id: NodeId, kind: ClassKind) -> bool {
        self.says(id, "class", kind) || self.says(id, "id", kind)
    }

    /// Elements that nobody reads as part of the article: unseen ones, and boxes that ask for consent.
    pub(super) fn is_hidden(&self, id: NodeId) -> bool {
        let style = self.page.attribute(id, "style").unwrap_or_default();
        let unseen = ["display:none", "display: none", "visibility:hidden", "visibility: hidden"];
        let asks = !matches!(self.page.tag(id), "html" | "body") && self.names(id, ClassKind::Consent);
        self.page.attribute(id, "hidden").is_some()
            || unseen.iter().any(|way| style.contains(way))
            || self.page.attribute(id, "aria-hidden") == Some("true")
            || asks
    }

    /// Elements that are beside the article by their tag or role.
    pub(super) fn is_aside(&self, id: NodeId) -> bool {
        let tag = matches!(self.page.tag(id), "nav" | "aside" | "footer" | "menu" | "address" | "label");
        let role = self.page.attribute(id, "role").unwrap_or_default();
        let roles =
            ["navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alert", "menu", "note"];
        tag || roles.contains(&role)
    }

    /// Elements whose class or id says that they are not the article.
    pub(super) fn is_clutter(&self, id: NodeId) -> bool {
        let tag = self.page.tag(id);
        let spared =
            matches!(tag, "html" | "body" | "main" | "article" | "p" | "h1" | "a" | "em" | "strong" | "b" | "i");
        !spared && self.names(id, ClassKind::Clutter) && !self.is_lead(id)
    }

    /// The lead of an article is often called its teaser; teasers of other articles are links.
    fn is_lead(&self, id: NodeId) -> bool {
        let links = self.page.walk(id).any(|(node, _)| matches!(self.page.tag(node), "a" | "img" | "li"));
        let named = self.page.attribute(id, "itemprop") == Some("description") || self.names(id, ClassKind::Lead);
        !links && named
    }

    pub(super) fn is_article(&self, id: NodeId) -> bool {
        matches!(self.page.tag(id), "article" | "main")
            || self.page.attribute(id, "itemprop") == Some("articleBody")
            || self.page.attribute(id, "role") == Some("main")
            || self.names(id, ClassKind::Article)
    }

    pub(super) fn is_byline(&self, id: NodeId) -> bool {
        self.says(id, "class", ClassKind::Byline)
    }

    pub(super) fn is_caption(&self, id: NodeId) -> bool {
        self.page.tag(id) == "figcaption" || self.says(id, "class", ClassKind::Caption)
    }

    /// By how much tag and class raise or lower the weight of an element.
    pub(super) fn promise(&self, id: NodeId) -> f64 {
        if self.page.attribute(id, "itemprop") == Some("articleBody") {
            return 1.6;
        }
        match self.page.tag(id) {
            "article" => 1.4,
            "form" | "ul" | "ol" | "dl" | "th" | "header" => 0.7,
            "body" => 0.9,
            _ if self.is_article(id) => 1.25,
            _ => 1.0,
        }
    }
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
