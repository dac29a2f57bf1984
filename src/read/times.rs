//! A page in, the moments that its elements tell out: of publishing, of the last change, and those that say of neither.

use super::dates;
use super::dom::{NodeId, Page};
use super::label;
use super::markup::{self, Markup, Role};
use super::metadata;
use super::page::Facts;
use crate::resources::page::{ClassKind, CueKind};

/// What elements are said to hold.
pub(super) const PUBLISHED: &str = "datePublished";
pub(super) const MODIFIED: &str = "dateModified";

/// Elements of time that are looked at.
const TIMES: usize = 60;
/// The longest line of a time that is in no running text, and the longest text that may say what the line below it is, in bytes.
const LONGEST_LINE: usize = 120;
const LONGEST_CUE: usize = 60;
/// Elements around a line that are asked for what stands before it.
const LEVELS: usize = 3;

/// The moment in the first element of the article that an attribute says to hold it.
pub(super) fn marked(markup: &Markup<'_>, property: &str) -> Option<String> {
    metadata::marked(markup, property).map(|id| moment(markup.page, id))
}

/// The `<time>` that says in the old way that it is of publishing.
pub(super) fn old(markup: &Markup<'_>) -> Option<String> {
    let page = markup.page;
    let mut times = page.elements("time").filter(|id| page.attribute(*id, "pubdate").is_some());
    times.find(|id| !markup.is_beside(*id)).map(|id| moment(page, id))
}

/// The first `<time>` of the article that stands in no running text; one of a change only where there is no other. Where
/// all are beside the article, one between headline and text is likely its own, and any other that is of nothing else may be.
pub(super) fn plain(markup: &Markup<'_>, facts: &mut Facts) {
    let page = markup.page;
    let dated = page.elements("time").take(TIMES).filter(|id| page.attribute(*id, "datetime").is_some());
    let (beside, own): (Vec<NodeId>, Vec<NodeId>) = dated.partition(|id| markup.is_beside(*id));
    let first = |times: &[NodeId]| {
        let mut short = times.iter().copied().filter(|id| !is_in_prose(markup, *id));
        let first = short.clone().next();
        short.find(|id| !is_of_change(markup, *id)).or(first).map(|id| moment(page, id))
    };
    let near = || {
        let below = if beside.is_empty() { Vec::new() } else { markup.below_headline() };
        first(&beside.iter().copied().filter(|id| below.contains(id)).collect::<Vec<_>>())
    };
    facts.time = first(&own);
    facts.time_near = if facts.time.is_none() { near() } else { None };
    facts.time_beside = first(&beside.iter().copied().filter(|id| !markup.is_of_others(*id)).collect::<Vec<_>>());
}

fn is_in_prose(markup: &Markup<'_>, id: NodeId) -> bool {
    let page = markup.page;
    let text = line_of(page, id).into_iter().map(|node| page.text(node)).collect::<Vec<_>>().join(" ");
    let is_prose = label::is_prose(&text, text.split_whitespace().count());
    text.len() > LONGEST_LINE || is_prose && !dates::is_little_else(&text, markup.cues)
}

/// Whether a `<time>` is of the last change, by its attributes, by the words before it in its line, or by the line before
/// where it begins its own.
fn is_of_change(markup: &Markup<'_>, id: NodeId) -> bool {
    let page = markup.page;
    let line = line_of(page, id);
    let inside = line.iter().flat_map(|node| page.walk(*node)).take_while(|(node, _)| *node != id);
    let before = inside.map(|(node, _)| page.own_text(node)).collect::<Vec<_>>().join(" ");
    let told = if before.trim().is_empty() { above(page, &line).unwrap_or_default() } else { before };
    page.attribute(id, "itemprop") == Some(MODIFIED)
        || markup.is_named(id, ClassKind::Updated)
        || dates::said(&told, markup.cues) == Some(CueKind::Updated)
}

/// The short text right above a line, unless a day stands in it: then it says what that is.
fn above(page: &Page, line: &[NodeId]) -> Option<String> {
    let first = *line.first()?;
    let before = page.above(first).take(LEVELS).find_map(|node| {
        let siblings = page.children(page.node(node).parent?);
        siblings
            .take_while(|sibling| *sibling != node)
            .filter(|sibling| page.walk(*sibling).any(|(id, _)| !page.own_text(id).trim().is_empty()))
            .last()
    })?;
    page.short_text(before, LONGEST_CUE).filter(|text| !text.contains(|c: char| c.is_ascii_digit()))
}

/// The nodes of the line in which an element stands.
fn line_of(page: &Page, id: NodeId) -> Vec<NodeId> {
    let is_inline = |node: &NodeId| markup::role(page.tag(*node)) == Role::Inline;
    let top = page.above(id).take_while(is_inline).last().unwrap_or(id);
    let siblings: Vec<NodeId> = page.node(top).parent.map(|parent| page.children(parent).collect()).unwrap_or_default();
    siblings.split(|node| !is_inline(node)).find(|line| line.contains(&top)).unwrap_or_default().to_vec()
}

fn moment(page: &Page, id: NodeId) -> String {
    let value = page.attribute(id, "datetime").or_else(|| page.attribute(id, "content"));
    value.map(str::to_owned).unwrap_or_else(|| page.text(id))
}
