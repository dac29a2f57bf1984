//! HTML text in, a flat tree of elements and texts out. Knows nothing of articles.

use super::strip;
use crate::normal::is_silent;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// Index of a node in its [`Page`].
pub(super) type NodeId = usize;

/// The document node of every page.
pub(super) const ROOT: NodeId = 0;

/// Deeper nesting is cut off: no article needs it, and a hostile page may hold a hundred thousand levels.
const DEEPEST: u32 = 400;

/// One node: an element with its attributes, a text, or the document and other things without meaning here.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: Option<NodeId>,
    first: Link,
    last: Link,
    previous: Link,
    next: Link,
    pub(super) content: Content,
}

/// A node that another is linked with, in little room; 0 is none, for the document is nobody's child.
#[derive(Clone, Copy, Debug, Default)]
struct Link(u32);

impl Link {
    fn to(id: Option<NodeId>) -> Self {
        Self(id.and_then(|id| u32::try_from(id).ok()).unwrap_or_default())
    }

    fn get(self) -> Option<NodeId> {
        (self.0 > 0).then_some(self.0 as NodeId)
    }

    fn take(&mut self) -> Option<NodeId> {
        std::mem::take(self).get()
    }
}

#[derive(Debug)]
pub(super) enum Content {
    Element { name: Rc<QualName>, attributes: Vec<Attribute> },
    Text(StrTendril),
    Other,
}

/// A parsed page.
#[derive(Debug)]
pub(super) struct Page {
    nodes: Vec<Node>,
    /// The elements of the [`INDEXED`] tags in document order, so that asking for them needs no walk.
    indexed: Vec<NodeId>,
    /// Elements with an attribute that says what they hold.
    marked: Vec<NodeId>,
}

/// Tags of elements that are asked for by name.
const INDEXED: &[&str] = &["body", "h1", "html", "link", "meta", "script", "time", "title"];

impl Page {
    pub(super) fn parse(html: &str) -> Self {
        let mut page = parse_document(Sink::new(html.len()), ParseOpts::default()).one(strip::bare(html));
        let (mut indexed, mut marked) = (Vec::new(), Vec::new());
        for (id, _) in page.walk(ROOT) {
            if let Content::Element { name, attributes } = &page.nodes[id].content {
                if INDEXED.contains(&&*name.local) {
                    indexed.push(id);
                }
                if attributes.iter().any(|a| matches!(&*a.name.local, "itemprop" | "rel")) {
                    marked.push(id);
                }
            }
        }
        (page.indexed, page.marked) = (indexed, marked);
        page
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The element's tag name; empty for anything else.
    pub(super) fn tag(&self, id: NodeId) -> &str {
        match &self.nodes[id].content {
            Content::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    pub(super) fn attribute(&self, id: NodeId, wanted: &str) -> Option<&str> {
        match &self.nodes[id].content {
            Content::Element { attributes, .. } => {
                attributes.iter().find(|a| &*a.name.local == wanted).map(|a| &*a.value)
            }
            _ => None,
        }
    }

    /// The nodes right below one, in order.
    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.nodes[id].first.get(), |child| self.nodes[*child].next.get())
    }

    /// A node and those around it, from the inside out.
    pub(super) fn above(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(id), |node| self.nodes[*node].parent)
    }

    /// Whether an element stands in the head of the page.
    pub(super) fn is_in_head(&self, id: NodeId) -> bool {
        self.node(id).parent.is_some_and(|parent| self.tag(parent) == "head")
    }

    /// All nodes in document order, with the depth of each; branches below [`DEEPEST`] are left out.
    pub(super) fn walk(&self, from: NodeId) -> Walk<'_> {
        Walk { page: self, stack: vec![(from, 0)] }
    }

    /// The elements with the given tag name, one of [`INDEXED`].
    pub(super) fn elements<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = NodeId> + 'a {
        self.indexed.iter().copied().filter(move |id| self.tag(*id) == tag)
    }

    /// The elements whose `itemprop` or `rel` says what they are.
    pub(super) fn marked(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.marked.iter().copied()
    }

    /// The text that a node is; empty for anything else.
    pub(super) fn own_text(&self, id: NodeId) -> &str {
        match &self.nodes[id].content {
            Content::Text(text) => text,
            _ => "",
        }
    }

    /// The text right in an element, as written.
    pub(super) fn raw_text(&self, id: NodeId) -> String {
        self.children(id).map(|child| self.own_text(child)).collect()
    }

    /// The text below a node where that has no more than so many bytes, and nodes: of a long one no more is looked at.
    pub(super) fn short_text(&self, from: NodeId, most: usize) -> Option<String> {
        let mut length = 0;
        for (nodes, (id, _)) in self.walk(from).enumerate() {
            length += self.own_text(id).trim().len();
            if length.max(nodes) > most {
                return None;
            }
        }
        Some(self.text(from)).filter(|text| text.len() <= most)
    }

    /// The text below a node, white space folded.
    pub(super) fn text(&self, from: NodeId) -> String {
        fold_space(&self.walk(from).map(|(id, _)| self.own_text(id)).collect::<String>())
    }
}

/// Iterator of [`Page::walk`].
pub(super) struct Walk<'a> {
    page: &'a Page,
    stack: Vec<(NodeId, u32)>,
}

impl Iterator for Walk<'_> {
    type Item = (NodeId, u32);

    fn next(&mut self) -> Option<Self::Item> {
        let (id, depth) = self.stack.pop()?;
        let node = &self.page.nodes[id];
        // One node at a time: who looks at few of them pays for no others.
        self.stack.extend(node.next.get().filter(|_| depth > 0).map(|next| (next, depth)));
        self.stack.extend(node.first.get().filter(|_| depth < DEEPEST).map(|first| (first, depth + 1)));
        Some((id, depth))
    }
}

/// White space as HTML shows it: runs become one space, silent signs vanish.
pub(super) fn fold_space(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        match c {
            c if is_silent(c) => {}
            c if c.is_whitespace() => gap = true,
            c => {
                if gap && !folded.is_empty() {
                    folded.push(' ');
                }
                gap = false;
                folded.push(c);
            }
        }
    }
    folded
}

/// Builds the [`Page`] as the parser calls.
struct Sink {
    nodes: RefCell<Vec<Node>>,
}

/// A node with its name at hand, so that the parser can ask for it without a borrow.
#[derive(Clone)]
struct Handle {
    id: NodeId,
    name: Option<Rc<QualName>>,
}

/// Bytes of a page for each of its nodes, about.
const BYTES_A_NODE: usize = 40;

impl Sink {
    /// For a page of so many bytes.
    fn new(bytes: usize) -> Self {
        let sink = Self { nodes: RefCell::new(Vec::with_capacity(bytes / BYTES_A_NODE + 1)) };
        sink.add(Content::Other);
        sink
    }

    fn add(&self, content: Content) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        let none = Link::default();
        nodes.push(Node { parent: None, first: none, last: none, previous: none, next: none, content });
        nodes.len() - 1
    }

    /// Puts a node or a text below `parent`, at its end or before one of its children; neighbouring texts are joined.
    fn insert(&self, parent: NodeId, before: Option<NodeId>, child: NodeOrText<Handle>) {
        let id = match child {
            NodeOrText::AppendNode(handle) => {
                detach(&mut self.nodes.borrow_mut(), handle.id);
                handle.id
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let neighbour = before.map_or(nodes[parent].last, |before| nodes[before].previous).get();
                if let Some(neighbour) = neighbour
                    && let Content::Text(existing) = &mut nodes[neighbour].content
                {
                    existing.push_tendril(&text);
                    return;
                }
                drop(nodes);
                self.add(Content::Text(text))
            }
        };
        attach(&mut self.nodes.borrow_mut(), parent, before, id);
    }
}

/// Puts a free node below `parent`, at its end or before one of its children.
fn attach(nodes: &mut [Node], parent: NodeId, before: Option<NodeId>, id: NodeId) {
    let previous = before.map_or(nodes[parent].last, |before| nodes[before].previous).get();
    let node = &mut nodes[id];
    (node.parent, node.previous, node.next) = (Some(parent), Link::to(previous), Link::to(before));
    match previous {
        Some(previous) => nodes[previous].next = Link::to(Some(id)),
        None => nodes[parent].first = Link::to(Some(id)),
    }
    match before {
        Some(before) => nodes[before].previous = Link::to(Some(id)),
        None => nodes[parent].last = Link::to(Some(id)),
    }
}

/// Takes a node out from where it stands.
fn detach(nodes: &mut [Node], id: NodeId) {
    let Some(parent) = nodes[id].parent.take() else { return };
    let (previous, next) = (nodes[id].previous.take(), nodes[id].next.take());
    match previous {
        Some(previous) => nodes[previous].next = Link::to(next),
        None => nodes[parent].first = Link::to(next),
    }
    match next {
        Some(next) => nodes[next].previous = Link::to(previous),
        None => nodes[parent].last = Link::to(previous),
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Page;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Page {
        Page { nodes: self.nodes.into_inner(), indexed: Vec::new(), marked: Vec::new() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: ROOT, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        static NOTHING: std::sync::LazyLock<QualName> = std::sync::LazyLock::new(|| {
            QualName::new(None, html5ever::Namespace::default(), html5ever::LocalName::default())
        });
        target.name.as_deref().unwrap_or(&NOTHING)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let name = Rc::new(name);
        let id = self.add(Content::Element { name: Rc::clone(&name), attributes });
        Handle { id, name: Some(name) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Handle { id: self.add(Content::Other), name: None }
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Handle { id: self.add(Content::Other), name: None }
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.id, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.nodes.borrow()[element.id].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new_node: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[sibling.id].parent;
        if let Some(parent) = parent {
            self.insert(parent, Some(sibling.id), new_node);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, new: Vec<Attribute>) {
        if let Content::Element { attributes, .. } = &mut self.nodes.borrow_mut()[target.id].content {
            for attribute in new {
                if attributes.iter().all(|a| a.name != attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        detach(&mut self.nodes.borrow_mut(), target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        while let Some(child) = nodes[node.id].first.get() {
            detach(&mut nodes, child);
            attach(&mut nodes, new_parent.id, None, child);
        }
    }
}
