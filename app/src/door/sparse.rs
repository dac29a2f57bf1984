//! Sentences of an article in, the article out with only these in it, each where it stood: what a group of passages or
//! statements knows of it.

use anyhow::Context;
use demarche::Article;
use demarche::article::Span;
use demarche::event::Coded;
use demarche::mention::Mention;
use demarche::records::offsets::Offsets;
use demarche::records::{Line, articles, mentions};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Words of an article, and where they stand: in code points, and after how many bytes.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) offset: usize,
    pub(super) quote: String,
}

impl Piece {
    pub(super) fn of(offsets: &Offsets<'_>, span: Span) -> Self {
        let (start, end) = (offsets.to_point(span.start), offsets.to_point(span.end));
        Self { start, end, offset: span.start, quote: span.of(offsets.text()).to_owned() }
    }
}

/// Records of mentions with their sentences, by their numbers in the article.
pub(super) type Told<'t> = BTreeMap<usize, (&'t str, Piece)>;

/// An article of this day and language with the mentions that are told, each under its number, and further pieces.
pub(super) fn set_up(
    doc: &str,
    (published, lang): (Option<&str>, &str),
    told: &Told<'_>,
    mut pieces: Vec<Piece>,
) -> anyhow::Result<Coded> {
    pieces.extend(told.values().map(|(_, piece)| piece.clone()));
    let last = told.values().filter_map(|(line, _)| furthest(line)).max().unwrap_or_default();
    let record = serde_json::json!({
        "id": doc,
        "text": text(doc, pieces, last)?,
        "published": published.filter(|day| !day.is_empty()),
        "lang": lang,
    });
    let article: Article = articles::read(Line { file: doc, number: 1 }, &record.to_string())?;
    let lines: Vec<&str> = told.values().map(|(line, _)| *line).collect();
    let mut one = mentions::read(doc, &lines.join("\n"), vec![article])?.pop().unwrap_or_default();
    // Mentions keep their numbers; what stands between belongs to other groups, stands nowhere and takes no stand.
    let read = std::mem::take(&mut one.mentions);
    for (mention, number) in read.into_iter().zip(told.keys()) {
        let (sentence, trigger) = (Span::default(), Span::default());
        one.mentions.resize(*number, Mention { sentence, trigger, about: Vec::new(), ..mention.clone() });
        one.mentions.push(mention);
    }
    Ok(one)
}

/// The pieces, each where it stood, in bytes and in code points, between signs that mean nothing.
fn text(doc: &str, mut pieces: Vec<Piece>, last: usize) -> anyhow::Result<String> {
    pieces.sort_by_key(|piece| (piece.start, Reverse(piece.end)));
    let (mut text, mut points) = (String::new(), 0);
    for piece in pieces {
        // Told already, with the sentence around it or by another passage of it.
        if piece.end <= points {
            continue;
        }
        let gap = piece.start.checked_sub(points).zip(piece.offset.checked_sub(text.len()));
        let (gap, bytes) = gap.with_context(|| format!("two sentences of {doc:?} overlap"))?;
        fill(&mut text, gap, bytes);
        text.push_str(&piece.quote);
        points = piece.end;
    }
    let rest = last.saturating_sub(points);
    fill(&mut text, rest, rest);
    Ok(text)
}

/// So many code points of so many bytes.
fn fill(text: &mut String, points: usize, bytes: usize) {
    let extra = bytes.saturating_sub(points);
    for at in 0..points {
        let left = extra.saturating_sub(3 * at).min(3);
        text.push([' ', '\u{a0}', '\u{2000}', '\u{10000}'][left]);
    }
}

/// The greatest `end` in a record.
fn furthest(line: &str) -> Option<usize> {
    fn within(value: &Value) -> Option<u64> {
        match value {
            Value::Array(list) => list.iter().filter_map(within).max(),
            Value::Object(object) => {
                let own = object.get("end").and_then(Value::as_u64);
                object.values().filter_map(within).max().max(own)
            }
            _ => None,
        }
    }
    let end = within(&serde_json::from_str(line).ok()?)?;
    usize::try_from(end).ok()
}
