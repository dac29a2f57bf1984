//! What HTML and Markdown have in common once their markup is read: pieces of text in order, and stated facts.

use super::units::{Shape, Unit};
use crate::article::Span;

/// A piece of a page's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) shape: Shape,
    /// Nearly all of it is links.
    pub(super) linked: bool,
}

/// What a page says of itself. Values are as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) source: Option<String>,
    pub(super) agency: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
}

/// What stands between the pieces of a text.
const BETWEEN: &str = "\n\n";

/// Joins pieces to one text, with a unit for each.
pub(super) fn join(pieces: &[Piece]) -> (String, Vec<Unit>) {
    let mut text = String::new();
    let mut units = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if !text.is_empty() {
            text.push_str(BETWEEN);
        }
        let start = text.len();
        text.push_str(&piece.text);
        units.push(Unit { span: Span::new(start, text.len()), shape: piece.shape, gap: true });
    }
    (text, units)
}
