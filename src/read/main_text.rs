//! A parsed page in, the pieces of its article out: headline, lead, body. Menus, teasers, comments and the like stay out.
//!
//! Three steps: branches that their tag or class gives away are cut; every block of text lends its weight to the
//! elements around it; the heaviest element holds the article, with those beside it that weigh enough.

use super::dates;
use super::dom::{Content, NodeId, Page, ROOT, fold_space};
use super::markup::{self, Markup, Role};
use super::page::Piece;
use super::people;
use super::sources;
use super::titles;
use super::units::{Shape, ends_sentence};
use super::weights::{heaviest, score, with_siblings};
use crate::resources::page::cue_words;

/// A block of text with the element that holds it.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) holder: NodeId,
    pub(super) text: String,
    shape: Shape,
    /// Bytes of the text inside links.
    pub(super) linked: usize,
    /// Letters stand outside of links.
    is_loose: bool,
}

impl Part {
    pub(super) fn link_share(&self) -> f64 {
        share(self.linked, self.text.len())
    }

    /// What the part says for its surroundings being an article.
    pub(super) fn weight(&self) -> f64 {
        let length = self.text.chars().count();
        if length < 25 || matches!(self.shape, Shape::Heading | Shape::Headline | Shape::Row) {
            return 0.0;
        }
        let commas = self.text.matches([',', '\u{3001}', '\u{ff0c}', '\u{60c}']).count();
        let sentence = if sources::ends_stated(&self.text) { 1.0 } else { 0.0 };
        (1.0 + sentence + commas as f64 + (length as f64 / 100.0).min(3.0)) * (1.0 - self.link_share())
    }
}

pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// What was found on a page.
pub(super) struct Main {
    /// The pieces of the page's article in order; none where nothing looks like one.
    pub(super) pieces: Vec<Piece>,
    /// The page is headlines that lead to articles, with a sentence or two below each.
    pub(super) is_front: bool,
}

/// The article of a page. `description` is what the page's metadata say in a sentence or two: often its lead.
pub(super) fn read(markup: &Markup<'_>, description: Option<&str>) -> Main {
    let length = |pieces: &[Piece]| pieces.iter().map(|p| p.text.len()).sum::<usize>();
    let parts = gather(markup, Mode::Strict);
    let is_front = is_front(&parts);
    let mut best = choose(markup, &parts, description);
    // Some pages call their very article a widget or a teaser.
    for mode in [Mode::Careful, Mode::Lenient] {
        if length(&best) >= SHORT {
            break;
        }
        let more = choose(markup, &gather(markup, mode), description);
        if length(&more) > 2 * length(&best) {
            best = more;
        }
    }
    Main { pieces: best, is_front }
}

/// Headlines that are links from which on a page may be a front page.
const HEADLINES: usize = 8;
/// The longest text below one of them, in bytes; where more stands together, it is an article.
const BELOW: usize = 400;

fn is_front(parts: &[Part]) -> bool {
    let leads_on = |part: &Part| matches!(part.shape, Shape::Heading | Shape::Headline) && part.link_share() > 0.8;
    let own = |part: &Part| if part.link_share() < 0.5 { part.text.len() } else { 0 };
    let stretches = parts.split(leads_on).map(|below| below.iter().map(own).sum::<usize>());
    parts.iter().filter(|part| leads_on(part)).count() >= HEADLINES && stretches.max().unwrap_or(0) <= BELOW
}

/// A shorter article, in bytes, may not be all of it.
const SHORT: usize = 250;

/// How far the names of classes are trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// What is named as clutter is cut, unless it holds most of the page.
    Strict,
    /// Only what holds little of the page.
    Careful,
    /// Nothing for its class.
    Lenient,
}

fn gather(markup: &Markup<'_>, mode: Mode) -> Vec<Part> {
    let page = markup.page;
    let mut gathering = Gathering { page, markup, mode, parts: Vec::new(), open: Open::default() };
    gathering.visit(ROOT, ROOT, Shape::Line, 0);
    gathering.flush();
    gathering.parts
}

#[derive(Default)]
struct Open {
    text: String,
    linked: usize,
    is_loose: bool,
    holder: NodeId,
    shape: Option<Shape>,
    breaks: usize,
}

/// Collects parts in document order.
struct Gathering<'a> {
    page: &'a Page,
    markup: &'a Markup<'a>,
    mode: Mode,
    parts: Vec<Part>,
    open: Open,
}

/// Parts before the body among which a lead may stand where no headline opens it.
const LEAD_REACH: usize = 8;
/// Deeper branches are no article.
const DEEPEST: usize = 300;

impl Gathering<'_> {
    fn visit(&mut self, id: NodeId, holder: NodeId, shape: Shape, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match &self.page.node(id).content {
            Content::Text(text) => self.text(text, holder, shape, self.in_link(id)),
            Content::Other => self.children(id, holder, shape, depth),
            Content::Element { .. } => self.element(id, holder, shape, depth),
        }
    }

    fn children(&mut self, id: NodeId, holder: NodeId, shape: Shape, depth: usize) {
        for child in self.page.children(id) {
            self.visit(child, holder, shape, depth + 1);
        }
    }

    fn element(&mut self, id: NodeId, holder: NodeId, shape: Shape, depth: usize) {
        match markup::role(self.page.tag(id)) {
            Role::Nothing => {}
            Role::Break => {
                self.open.breaks += 1;
                if self.open.breaks > 1 {
                    self.flush();
                } else {
                    self.open.text.push('\n');
                }
            }
            _ if self.is_cut(id) => self.flush(),
            Role::Inline if shape == Shape::Caption || !self.markup.is_caption(id) || self.is_amid_sentence() => {
                self.children(id, holder, shape, depth);
            }
            Role::Inline => {
                self.flush();
                self.children(id, holder, Shape::Caption, depth);
                self.flush();
            }
            Role::Block(own) => {
                self.flush();
                let own = if self.markup.is_caption(id) { Shape::Caption } else { own };
                let shape = if self.runs_on(holder) { Shape::Line } else { shape };
                // A paragraph in a list item or caption is still one.
                let shape =
                    if own == Shape::Line || (own == Shape::Paragraph && shape != Shape::Line) { shape } else { own };
                let before = self.parts.len();
                self.children(id, id, shape, depth);
                self.flush();
                if self.page.tag(id) == "tr" {
                    self.join_row(id, before);
                }
            }
        }
    }

    /// Whether what was read last has not come to its end.
    fn is_amid_sentence(&self) -> bool {
        let open = self.open.text.trim_end();
        !open.is_empty() && !ends_sentence(open)
    }

    /// Whether the element is a heading that was never closed.
    fn runs_on(&self, id: NodeId) -> bool {
        let is_heading = matches!(markup::role(self.page.tag(id)), Role::Block(Shape::Headline | Shape::Heading));
        is_heading && self.page.short_text(id, titles::LONGEST_HEADING).is_none()
    }

    /// Makes one part of the cells of a row, the parts from `before` on. Rows that lay out a page have cells with
    /// headings, more than a part each, or long texts: they stay as they are.
    fn join_row(&mut self, row: NodeId, before: usize) {
        let cells = self.parts.get(before..).unwrap_or_default();
        let of = |part: &Part| {
            let ways = std::iter::successors(Some(part.holder), |node| self.page.node(*node).parent);
            ways.take_while(|node| *node != row).find(|node| matches!(self.page.tag(*node), "td" | "th"))
        };
        let is_plain = |part: &Part| !matches!(part.shape, Shape::Heading | Shape::Headline | Shape::Caption);
        let apart = cells.windows(2).all(|pair| of(&pair[0]) != of(&pair[1]));
        if !apart || !cells.iter().all(|part| of(part).is_some() && is_plain(part)) {
            return;
        }
        let texts: Vec<&str> = cells.iter().map(|part| part.text.as_str()).collect();
        if let Some(Piece { text, shape, .. }) = Piece::row(&texts) {
            let linked = cells.iter().map(|part| part.linked).sum();
            let is_loose = cells.iter().any(|part| part.is_loose);
            self.parts.truncate(before);
            self.parts.push(Part { holder: row, text, shape, linked, is_loose });
        }
    }

    /// Whether the element goes with all below it.
    fn is_cut(&self, id: NodeId) -> bool {
        if self.markup.is_hidden(id) {
            return true;
        }
        let clutter = match self.mode {
            Mode::Strict => self.markup.is_clutter(id),
            Mode::Careful => self.markup.is_clutter(id) && !self.markup.holds_much(id),
            Mode::Lenient => false,
        };
        let clutter = clutter && !self.tells_day(id);
        (self.markup.is_aside(id) || clutter || self.markup.is_hidden_by_class(id)) && !self.markup.holds_most(id)
    }

    /// Whether an element says in a short line of the article when that was published.
    fn tells_day(&self, id: NodeId) -> bool {
        let Some(text) = self.page.short_text(id, LONGEST_SIGNATURE) else { return false };
        let cues = self.markup.cues;
        let tells = || dates::told(&text, cues).iter().any(|(kind, _)| kind.is_some());
        (dates::is_little_else(&text, cues) || tells()) && !self.markup.is_beside(id)
    }

    fn in_link(&self, id: NodeId) -> bool {
        let mut up = self.page.node(id).parent;
        for _ in 0..4 {
            match up {
                Some(node) if self.page.tag(node) == "a" => return true,
                Some(node) => up = self.page.node(node).parent,
                None => return false,
            }
        }
        false
    }

    fn text(&mut self, text: &str, holder: NodeId, shape: Shape, linked: bool) {
        let blank = text.trim().is_empty();
        if !blank {
            self.open.breaks = 0;
            if self.open.shape.is_none() {
                self.open.shape = Some(shape);
                self.open.holder = holder;
            }
        }
        if linked {
            self.open.linked += text.trim().len();
        } else {
            self.open.is_loose |= text.contains(char::is_alphabetic);
        }
        self.open.text.push_str(text);
    }

    fn flush(&mut self) {
        let open = std::mem::take(&mut self.open);
        let text = fold_space(&open.text);
        if !text.is_empty() {
            let shape = open.shape.unwrap_or(Shape::Line);
            let linked = open.linked.min(text.len());
            self.parts.push(Part { holder: open.holder, linked, is_loose: open.is_loose, text, shape });
        }
    }
}

/// Picks the parts of the article.
fn choose(markup: &Markup<'_>, parts: &[Part], description: Option<&str>) -> Vec<Piece> {
    let page = markup.page;
    let scores = score(markup, parts);
    let Some(top) = heaviest(markup, parts, &scores) else { return Vec::new() };
    let roots = with_siblings(page, top, &scores, parts);
    let inside: Vec<bool> =
        parts.iter().map(|part| page.above(part.holder).any(|node| roots.contains(&node))).collect();
    let first = inside.iter().position(|inside| *inside).unwrap_or(0);
    // The headline and the lead often stand in a head of their own, before the body.
    let headline = parts[..first].iter().rposition(|part| part.shape == Shape::Headline);
    let lead = headline.unwrap_or(first.saturating_sub(LEAD_REACH))..first;
    let is_lead = |index: usize, part: &Part| {
        lead.contains(&index)
            && (Some(index) == headline
                || (headline.is_some() && is_signature(markup, &part.text))
                || (headline.is_some() && part.text.len() > 60 && part.link_share() < 0.3 && ends_sentence(&part.text))
                || (part.text.len() > 30 && part.link_share() < 0.3 && markup.in_lead(part.holder))
                || description.is_some_and(|told| begins_alike(told, &part.text)))
    };
    let linked_lists = linked_lists(page, parts);
    let told_lists = told_lists(markup, parts);
    let kept = parts.iter().enumerate().filter(|(index, part)| {
        let list = list_of(page, part.holder);
        let leads_away = || is_links(part) || linked_lists.contains(&list);
        (inside[*index] || is_lead(*index, part)) && (list.is_some() && told_lists.contains(&list) || !leads_away())
    });
    kept.map(|(_, part)| Piece { text: part.text.clone(), shape: part.shape, linked: part.link_share() > 0.8 })
        .collect()
}

/// The longest line that says when and by whom an article was written, in bytes.
const LONGEST_SIGNATURE: usize = 120;

/// Whether a line says when or by whom an article was written: by these it is dated and signed, though they are no text.
fn is_signature(markup: &Markup<'_>, text: &str) -> bool {
    let is_short = text.len() <= LONGEST_SIGNATURE;
    is_short
        && (dates::is_little_else(text, markup.cues) || people::byline(text, &cue_words(text), markup.cues).is_some())
}

/// Whether both begin with the same words, enough of them to be no chance.
fn begins_alike(a: &str, b: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).take(40).collect::<String>();
    let (a, b) = (letters(a), letters(b));
    a.len() >= 30 && a == b
}

/// Nothing but links, and no sentence.
fn is_links(part: &Part) -> bool {
    let share = part.link_share();
    let heading = matches!(part.shape, Shape::Headline);
    !heading && (share > 0.9 || (share > 0.5 && !says_more(part)))
}

/// The shortest words of its own, in bytes, beside the links of a sentence.
const SHORTEST_OWN: usize = 6;

/// A sentence of which links are a part: "Kenya has [denied the charge]."
fn says_more(part: &Part) -> bool {
    let told = matches!(part.shape, Shape::Paragraph | Shape::Item) && ends_sentence(&part.text);
    told && part.text.len().saturating_sub(part.linked) >= SHORTEST_OWN
}

/// The list or table that an element stands in, if any.
fn list_of(page: &Page, id: NodeId) -> Option<NodeId> {
    let mut up = Some(id);
    for _ in 0..5 {
        let node = up?;
        if matches!(page.tag(node), "ul" | "ol" | "table" | "dl") {
            return Some(node);
        }
        up = page.node(node).parent;
    }
    None
}

/// Lists that are mostly links: menus and teasers.
fn linked_lists(page: &Page, parts: &[Part]) -> Vec<Option<NodeId>> {
    let mut lists: Vec<(NodeId, usize, usize)> = Vec::new();
    for part in parts {
        if let Some(list) = list_of(page, part.holder) {
            let led = if says_more(part) { 0 } else { part.linked };
            match lists.iter_mut().rev().find(|(id, ..)| *id == list) {
                Some((_, linked, all)) => {
                    *linked += led;
                    *all += part.text.len();
                }
                None => lists.push((list, led, part.text.len())),
            }
        }
    }
    lists.into_iter().filter(|(_, linked, all)| share(*linked, *all) > 0.5).map(|(id, ..)| Some(id)).collect()
}

/// The longest link of an item that has a word of its own beside it, in bytes.
const LONGEST_LINK: usize = 40;

/// Lists that a line leads up to and whose items say something of what they link: "So voted the states: Chile: yes".
fn told_lists(markup: &Markup<'_>, parts: &[Part]) -> Vec<Option<NodeId>> {
    let list = |part: &Part| list_of(markup.page, part.holder);
    let is_cue = |text: &str| {
        let words = cue_words(text);
        markup.cues.iter().any(|table| table.find(&words, false).is_some())
    };
    let runs = parts.chunk_by(|a, b| list(a) == list(b)).collect::<Vec<_>>();
    let told = runs.windows(2).filter_map(|pair| {
        let (lead, items) = (pair[0].last()?, pair[1]);
        let own = |part: &Part| part.is_loose && part.shape == Shape::Item && part.linked <= LONGEST_LINK;
        let leads = lead.text.ends_with(':') && lead.link_share() < 0.5 && !is_cue(&lead.text);
        (leads && items.iter().all(own)).then(|| list(items.first()?)).flatten()
    });
    told.map(Some).collect()
}
