//! The pieces of a page's own text and the text that its data tell in, the fuller of them out: pages that ask for money show
//! only the beginning of an article, and those that scripts fill show nothing.

use super::dom::{Page, ROOT};
use super::escaped::plain;
use super::main_text;
use super::markup::Markup;
use super::metadata::letters;
use super::page::Piece;
use super::units::Shape;
use crate::resources::page::PageCues;
use std::collections::BTreeSet;

/// A paragraph of that many letters that opens a longer text is its beginning by no chance, in bytes.
const LEAST: usize = 40;

/// The pieces of the page with the told text for their own, where theirs is its beginning or hardly there. What stands
/// beside a text, captions and lists, stays, and so does all that is no beginning and that the told one lacks.
pub(super) fn fuller(mut pieces: Vec<Piece>, told: &str, cues: &[&PageCues]) -> Vec<Piece> {
    let is_text = |piece: &Piece| matches!(piece.shape, Shape::Line | Shape::Paragraph | Shape::Item | Shape::Code);
    let own: usize = pieces.iter().filter(|piece| is_text(piece)).map(|piece| letters(&piece.text).len()).sum();
    if told.len() < own {
        return pieces;
    }
    let body = paragraphs(told, cues);
    let whole: String = body.iter().map(|piece| letters(&piece.text)).collect();
    let opens = |piece: &Piece| {
        let begin = letters(&piece.text);
        is_text(piece) && begin.len() >= LEAST && whole.starts_with(&begin)
    };
    let is_most = |share: usize| own * 10 > whole.len() * share;
    let told: BTreeSet<String> = body.iter().map(|piece| letters(&piece.text)).collect();
    let lacks = |piece: &Piece| {
        let own = letters(&piece.text);
        if own.len() < LEAST { !told.contains(&own) } else { !whole.contains(&own) }
    };
    let is_beside = |piece: &Piece| match piece.shape {
        Shape::Caption | Shape::Row => true,
        Shape::Item | Shape::Code => !piece.linked && lacks(piece),
        _ => false,
    };
    let rest = match pieces.iter().position(opens) {
        Some(at) if !is_most(4) => pieces.split_off(at),
        None if !is_most(2) => {
            pieces.retain(|piece| !is_text(piece) || !piece.linked && lacks(piece));
            Vec::new()
        }
        _ => return pieces,
    };
    pieces.extend(body);
    pieces.extend(rest.into_iter().filter(is_beside));
    pieces
}

/// Whether marks of HTML stand in a text.
pub(super) fn is_html(text: &str) -> bool {
    text.contains("</") || text.contains("<br")
}

/// The paragraphs of a text, which may be HTML.
fn paragraphs(told: &str, cues: &[&PageCues]) -> Vec<Piece> {
    let is_escaped = !is_html(told) && told.contains("&lt;");
    let unescaped = Some(told).filter(|_| is_escaped).map(|told| Page::parse(told).text(ROOT));
    if let Some(html) = unescaped.as_deref().or(Some(told)).filter(|html| is_html(html)) {
        return main_text::read(&Markup::new(&Page::parse(html), cues), None).pieces;
    }
    let lines = told.lines().map(plain).filter(|line| !line.is_empty());
    lines.map(|line| Piece::new(Shape::Paragraph, line)).collect()
}
