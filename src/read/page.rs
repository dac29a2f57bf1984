//! What HTML and Markdown have in common once their markup is read: pieces of text in order, and stated facts.

use super::units::{Shape, Unit};
use crate::article::{Field, Place, Span, Statement};
use crate::resources::page::{PageCues, cue_words};
use std::borrow::Cow;

/// A piece of the text of a page, or of a document that says what its pieces are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub shape: Shape,
    /// Nearly all of it is links.
    pub linked: bool,
}

impl Piece {
    pub fn new(shape: Shape, text: impl Into<String>) -> Self {
        Self { text: text.into(), shape, linked: false }
    }

    /// The cells of a row as one piece; none where they are no row of a table, but frames for longer texts.
    pub fn row(cells: &[&str]) -> Option<Self> {
        let is_row = cells.len() > 1 && cells.iter().all(|cell| cell.len() <= LONGEST_CELL);
        is_row.then(|| Self::new(Shape::Row, cells.join(BETWEEN_CELLS)))
    }
}

/// The longest text of what a server shows instead of an article, in bytes.
const REFUSAL: usize = 2000;

/// The title by which a page of little text is none of an article, but what a server shows instead of one. The outlet may
/// stand beside it, which is `told`, or the page says it, or else a name of a word or two.
pub(super) fn refusal(pieces: &[Piece], facts: &Facts, told: Option<&str>, cues: &[&PageCues]) -> Option<String> {
    if pieces.iter().map(|piece| piece.text.len()).sum::<usize>() > REFUSAL {
        return None;
    }
    let is_one = |words: &[Cow<'_, str>]| cues.iter().any(|table| table.is_refusal(words));
    let outlet = told.or(facts.first(Field::Source)).map(cue_words);
    let is_name = |part: &str| {
        part.split_whitespace().count() <= 2 && part.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
    };
    let is_outlet = |part: &str| outlet.as_ref().map_or_else(|| is_name(part), |outlet| cue_words(part) == *outlet);
    let is_beside = |title: &str, sign: &str| {
        title.split_once(sign).is_some_and(|(first, second)| {
            [(first, second), (second, first)].into_iter().any(|(part, beside)| {
                let words = cue_words(part);
                // One word is too little beside another name.
                words.len() > 1 && is_one(&words) && is_outlet(beside)
            })
        })
    };
    let titles = facts.stated.iter().filter(|stated| stated.field == Field::Title).map(|stated| stated.value.as_str());
    let mut refused =
        titles.filter(|title| is_one(&cue_words(title)) || BESIDE_OUTLET.iter().any(|sign| is_beside(title, sign)));
    refused.next().map(str::to_owned)
}

/// What stands between a title and the outlet.
const BESIDE_OUTLET: [&str; 4] = [" | ", " - ", " \u{2013} ", " \u{2014} "];

/// What a page says of itself. Values are as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// All values of single fields, and all authors, the most trusted of each field first.
    pub(super) stated: Vec<Statement>,
    pub(super) description: Option<String>,
    /// The text of the article, where the page's data have it beside its elements.
    pub(super) body: Option<String>,
    /// A `<time>` of which the page does not say what it is.
    pub(super) time: Option<String>,
    /// One between headline and text in what is not the article's.
    pub(super) time_near: Option<String>,
    /// One beside the article.
    pub(super) time_beside: Option<String>,
    pub(super) agency: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
}

impl Facts {
    pub(super) fn state(&mut self, field: Field, place: Place, value: String) {
        self.stated.push(Statement { field, place, value });
    }

    /// Adds those of the values that are there.
    pub(super) fn state_all(&mut self, field: Field, values: impl IntoIterator<Item = (Place, Option<String>)>) {
        for (place, value) in values {
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                self.state(field, place, value);
            }
        }
    }

    /// The value of a field that is used.
    pub(super) fn first(&self, field: Field) -> Option<&str> {
        self.stated.iter().find(|stated| stated.field == field).map(|stated| stated.value.as_str())
    }
}

/// The longest cell of a table that is no frame of a page, in bytes.
const LONGEST_CELL: usize = 240;
/// What stands between the cells of a row.
pub(super) const BETWEEN_CELLS: &str = " | ";

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
        units.push(Unit { span: Span::new(start, text.len()), shape: piece.shape, gap: true, marked: true });
    }
    (text, units)
}
