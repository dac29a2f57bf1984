//! The pieces of a page's own text and the text that its data tell in, the fuller of them out: pages that ask for money show
//! only the beginning of an article, and those that scripts fill show nothing.

use super::dom::Page;
use super::linked_data::plain;
use super::main_text;
use super::markup::Markup;
use super::metadata::letters;
use super::page::Piece;
use super::units::Shape;
use crate::resources::page::PageCues;

/// A paragraph of that many letters that opens a longer text is its beginning by no chance, in bytes.
const LEAST: usize = 40;

/// The pieces of the page with the told text for their own, where theirs is its beginning or hardly there.
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
    match pieces.iter().position(opens) {
        Some(at) if !is_most(4) => pieces.truncate(at),
        None if !is_most(2) => pieces.retain(|piece| !is_text(piece)),
        _ => return pieces,
    }
    pieces.extend(body);
    pieces
}

/// The paragraphs of a text, which may be HTML.
fn paragraphs(told: &str, cues: &[&PageCues]) -> Vec<Piece> {
    if told.contains("</") || told.contains("<br") {
        return main_text::read(&Markup::new(&Page::parse(told), cues), None).pieces;
    }
    let lines = told.lines().map(plain).filter(|line| !line.is_empty());
    lines.map(|line| Piece::new(Shape::Paragraph, line)).collect()
}
