//! What tags, classes and attributes of HTML say of the text in them. Words of classes stand in the tables.

use super::dom::{NodeId, Page, ROOT};
use super::units::Shape;
use crate::resources::page::{ClassKind, ClassKinds, PageCues};
use rustc_hash::{FxHashMap, FxHashSet};

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
        "p" | "blockquote" => Role::Block(Shape::Paragraph),
        "pre" => Role::Block(Shape::Code),
        "html" | "body" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "nav" | "ul"
        | "ol" | "dl" | "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "form" | "fieldset" | "figure"
        | "address" | "hr" | "center" | "details" | "summary" | "hgroup" | "legend" | "menu" => {
            Role::Block(Shape::Line)
        }
        _ => Role::Inline,
    }
}

/// What the class of an element says of it, and what its id says.
#[derive(Clone, Copy, Debug, Default)]
struct Named {
    class: ClassKinds,
    id: ClassKinds,
}

/// Classes that hide an element, by convention of the widespread style sheets.
const HIDING: &[&str] = &["hidden", "is-hidden", "d-none", "sr-only", "visually-hidden", "screen-reader-text"];

/// More words than that are no name or section, but the headline of another article.
const LINK: usize = 4;
/// Elements around one that are asked what it is beside.
const LEVELS: usize = 60;
/// Nodes of a lead, at most.
const LEAD: usize = 400;
/// The longest text that leads to an article, in bytes.
const TEASER: usize = 400;
/// The shortest running text, in bytes.
const RUNNING: usize = 80;

/// A page with what the words of classes and ids say of its elements.
pub(super) struct Markup<'a> {
    pub(super) page: &'a Page,
    pub(super) cues: &'a [&'a PageCues],
    named: Vec<Named>,
    /// The elements that hold a headline.
    headed: FxHashSet<NodeId>,
    prose: Vec<usize>,
}

impl<'a> Markup<'a> {
    pub(super) fn new(page: &'a Page, cues: &'a [&'a PageCues]) -> Self {
        // Few values stand on many elements.
        let mut known: FxHashMap<&str, ClassKinds> = FxHashMap::default();
        let mut kinds = |value: Option<&'a str>| match value {
            None | Some("") => ClassKinds::default(),
            Some(value) => *known.entry(value).or_insert_with(|| kinds_of(value, cues)),
        };
        let mut name =
            |node| Named { class: kinds(page.attribute(node, "class")), id: kinds(page.attribute(node, "id")) };
        let named = (0..page.len()).map(&mut name).collect();
        let headed = page.elements("h1").flat_map(|id| page.above(id).take(LEVELS)).collect();
        Self { page, cues, named, headed, prose: prose_below(page) }
    }

    fn names(&self, id: NodeId, kind: ClassKind) -> bool {
        self.named[id].class.has(kind) || self.named[id].id.has(kind)
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

    /// Elements that a class hides until a script shows them.
    pub(super) fn is_hidden_by_class(&self, id: NodeId) -> bool {
        let class = self.page.attribute(id, "class").unwrap_or_default();
        class.split_ascii_whitespace().any(|token| HIDING.contains(&token))
    }

    /// Elements that are beside the article by their tag or role.
    pub(super) fn is_aside(&self, id: NodeId) -> bool {
        let tag = matches!(self.page.tag(id), "nav" | "aside" | "footer" | "menu" | "address" | "label");
        let role = self.page.attribute(id, "role").unwrap_or_default();
        let roles =
            ["navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alert", "menu", "note"];
        tag || roles.contains(&role)
    }

    /// Whether so much of the page's prose stands below the element that it may be a misnamed article.
    pub(super) fn holds_much(&self, id: NodeId) -> bool {
        self.prose[id] * 5 >= self.prose[ROOT]
    }

    /// Whether most of the page's prose stands below the element, whatever its name says.
    pub(super) fn holds_most(&self, id: NodeId) -> bool {
        self.prose[id] * 5 > self.prose[ROOT] * 3
    }

    /// Whether an element stands in what is beside the article and its headline: comments, other articles, the foot of the page.
    pub(super) fn is_beside(&self, id: NodeId) -> bool {
        let mut below = self.page.above(id).take(LEVELS).take_while(|node| !self.headed.contains(node));
        let is_headed = |node: NodeId| {
            let mut up = self.page.above(node).take(LEVELS).skip(1).filter(|up| self.headed.contains(up));
            let is_own = |up: &NodeId| !matches!(self.page.tag(*up), "html" | "body" | "main");
            let parent = self.page.node(node).parent;
            up.any(|up| self.page.tag(up) == "article" || Some(up) == parent && is_own(&up))
        };
        below.any(|node| match self.page.tag(node) {
            "nav" | "aside" | "menu" => true,
            "footer" => !is_headed(node),
            "html" | "body" | "main" => false,
            _ => {
                let is_named = self.names(node, ClassKind::Beside) && !self.is_lead(node);
                (is_named || self.leads_away(node)) && !self.holds_most(node)
            }
        })
    }

    /// Whether an element shares another with a headline, that of the whole page aside.
    pub(super) fn is_headed(&self, id: NodeId) -> bool {
        let mut around =
            self.page.above(id).take(LEVELS).filter(|up| !matches!(self.page.tag(*up), "html" | "body" | "main" | ""));
        around.any(|up| self.headed.contains(&up))
    }

    /// The nodes between the headline and the running text below it. Of several the last is the headline, the first a name.
    pub(super) fn below_headline(&self) -> Vec<NodeId> {
        let page = self.page;
        let Some(headline) = page.elements("h1").next() else { return Vec::new() };
        let behind = page.walk(ROOT).map(|(id, _)| id).skip_while(|id| *id != headline);
        let mut nodes: Vec<NodeId> = behind.skip(1).take_while(|id| !is_running(page, *id)).collect();
        let above = nodes.iter().rposition(|id| page.tag(*id) == "h1").map_or(0, |last| last + 1);
        nodes.split_off(above)
    }

    /// Whether an element stands in a form or in an item of a list, or is itself named as what is beside an article: comments
    /// and what asks for them.
    pub(super) fn is_answer(&self, id: NodeId) -> bool {
        let mut up = self.page.above(id).take(LEVELS);
        self.is_named(id, ClassKind::Beside) || up.any(|node| matches!(self.page.tag(node), "form" | "li" | "label"))
    }

    /// Whether an element stands in a menu, in the foot of the page, in a link, or in an item that leads to another article.
    pub(super) fn is_of_others(&self, id: NodeId) -> bool {
        let mut below = self.page.above(id).take(LEVELS).take_while(|node| !self.headed.contains(node));
        below.any(|node| matches!(self.page.tag(node), "nav" | "menu" | "footer" | "a") || self.leads_away(node))
    }

    /// Whether the class of an element has a word of that kind.
    pub(super) fn is_named(&self, id: NodeId, kind: ClassKind) -> bool {
        self.named[id].class.has(kind)
    }

    /// Whether an element is a short item of a list, or article, with a link of several words.
    fn leads_away(&self, id: NodeId) -> bool {
        let page = self.page;
        let is_link = |node: NodeId| page.tag(node) == "a" && page.text(node).split_whitespace().nth(LINK).is_some();
        matches!(page.tag(id), "li" | "article")
            && page.short_text(id, TEASER).is_some()
            && page.walk(id).any(|(node, _)| is_link(node))
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
        // What has that many nodes is none, and all of them are not looked at again for each element in it.
        let is_without = |tags: &[&str]| {
            let mut nodes = self.page.walk(id).zip(0..);
            !nodes.any(|((node, _), before)| before > LEAD || tags.contains(&self.page.tag(node)))
        };
        if self.page.attribute(id, "itemprop") == Some("description") {
            return is_without(&["img", "li"]);
        }
        self.names(id, ClassKind::Lead) && is_without(&["a", "img", "li"])
    }

    /// Whether the element or one right around it is named as the lead.
    pub(super) fn in_lead(&self, id: NodeId) -> bool {
        let mut up = Some(id);
        for _ in 0..3 {
            let Some(node) = up else { return false };
            if self.names(node, ClassKind::Lead) || self.page.attribute(node, "itemprop") == Some("description") {
                return true;
            }
            up = self.page.node(node).parent;
        }
        false
    }

    pub(super) fn is_article(&self, id: NodeId) -> bool {
        matches!(self.page.tag(id), "article" | "main")
            || self.page.attribute(id, "itemprop") == Some("articleBody")
            || self.page.attribute(id, "role") == Some("main")
            || self.names(id, ClassKind::Article)
    }

    pub(super) fn is_byline(&self, id: NodeId) -> bool {
        self.named[id].class.has(ClassKind::Byline)
    }

    pub(super) fn is_caption(&self, id: NodeId) -> bool {
        self.page.tag(id) == "figcaption" || self.named[id].class.has(ClassKind::Caption)
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

/// Whether a node is a running text.
fn is_running(page: &Page, id: NodeId) -> bool {
    let holder = page.node(id).parent.map_or("", |parent| page.tag(parent));
    page.own_text(id).len() > RUNNING && !matches!(holder, "script" | "style" | "a" | "noscript")
}

/// For each node the bytes of running text below it: how much would be lost with it.
fn prose_below(page: &Page) -> Vec<usize> {
    let mut below = vec![0; page.len()];
    for (id, _) in page.walk(ROOT) {
        if is_running(page, id) {
            for node in page.above(id) {
                below[node] += page.own_text(id).len();
            }
        }
    }
    below
}

fn kinds_of(value: &str, cues: &[&PageCues]) -> ClassKinds {
    let of = |word: &str| cues.iter().map(|table| table.classes(word)).fold(ClassKinds::default(), ClassKinds::join);
    let is_low = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let words = value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let kinds = words.map(|word| match is_low(word) {
        true => of(word),
        false => {
            humps(word).into_iter().map(|part| of(&part.to_lowercase())).fold(ClassKinds::default(), ClassKinds::join)
        }
    });
    kinds.fold(ClassKinds::default(), ClassKinds::join)
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
