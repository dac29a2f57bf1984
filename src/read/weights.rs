//! The parts of a page in, the elements that hold its article out: those with the most running text below them.

use super::dom::{NodeId, Page};
use super::main_text::{Part, share};
use super::markup::Markup;
use super::sources;

/// Weight of every element: that of its own text in full, of deeper text ever less.
pub(super) fn score(markup: &Markup<'_>, parts: &[Part]) -> Vec<f64> {
    let page = markup.page;
    let mut scores = vec![0.0; page.len()];
    for part in parts {
        let weight = part.weight();
        let holds =
            matches!(page.tag(part.holder), "div" | "section" | "article" | "main" | "body" | "td" | "font" | "center");
        for (level, node) in (0..6).zip(page.above(part.holder).skip(usize::from(!holds))) {
            let divider = if level == 0 {
                1.0
            } else if level == 1 {
                2.0
            } else {
                f64::from(level) * 3.0
            };
            scores[node] += weight / divider;
        }
    }
    for (id, score) in scores.iter_mut().enumerate() {
        if *score > 0.0 {
            *score *= markup.promise(id);
        }
    }
    scores
}

/// The element with the highest weight, its share of links counted against it.
pub(super) fn heaviest(markup: &Markup<'_>, parts: &[Part], scores: &[f64]) -> Option<NodeId> {
    let page = markup.page;
    let mut text = vec![0usize; page.len()];
    let mut links = vec![0usize; page.len()];
    let mut prose = vec![0usize; page.len()];
    for part in parts {
        let is_prose = part.link_share() < 0.25 && part.text.len() > 80 && sources::ends_stated(&part.text);
        for node in page.above(part.holder) {
            text[node] += part.text.len();
            links[node] += part.linked;
            prose[node] += if is_prose { part.text.len() } else { 0 };
        }
    }
    let value = |id: NodeId| scores[id] * (1.0 - share(links[id], text[id]));
    let ranked = (0..page.len()).filter(|id| scores[*id] > 0.0 && !page.tag(*id).is_empty());
    let top = ranked.max_by(|a, b| value(*a).total_cmp(&value(*b)).then(b.cmp(a)))?;
    // A body cut in pieces: where the element around holds much more running text, it is the article.
    let mut best = top;
    for node in page.above(top).skip(1).take_while(|node| !matches!(page.tag(*node), "body" | "html" | "")) {
        let grows = text[node] * 10 > text[best] * 13;
        let gains = prose[node] * 10 > prose[best] * 12;
        if ((markup.is_article(node) && grows) || gains) && share(links[node], text[node]) < 0.35 {
            best = node;
        }
    }
    Some(best)
}

/// The element and those beside it that hold text of the same kind.
pub(super) fn with_siblings(page: &Page, top: NodeId, scores: &[f64], parts: &[Part]) -> Vec<NodeId> {
    let Some(parent) = page.node(top).parent else { return vec![top] };
    let least = (scores[top] * 0.2).max(10.0);
    let class = page.attribute(top, "class").unwrap_or_default();
    page.children(parent)
        .filter(|sibling| {
            let alike = !class.is_empty() && page.attribute(*sibling, "class") == Some(class);
            let bonus = if alike { scores[top] * 0.2 } else { 0.0 };
            let long =
                parts.iter().any(|part| part.holder == *sibling && part.text.len() > 80 && part.link_share() < 0.25);
            *sibling == top || scores[*sibling] + bonus >= least || (page.tag(*sibling) == "p" && long)
        })
        .collect()
}
