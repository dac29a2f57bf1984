//! Hand-coded articles in, the same shape as the engine's own work out: so that scores and tests of the later rooms can
//! begin with perfect mentions.
//!
//! A gold mention names its passage by quotation and its sides by code (`PRK GOV`). Contexts, object, place and
//! magnitudes are read where a record has them.

use super::Line;
use super::articles::{self, ArticleRecord};
use super::mentions::parsed;
use crate::article::{Article, Block, BlockKind, Span};
use crate::error::LoadError;
use crate::event::Coded;
use crate::mention::{Actor, Evidence, Magnitude, Mention, Place, Precision, TimeSpan};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct GoldRecord {
    #[serde(flatten)]
    article: ArticleRecord,
    mentions: Vec<GoldMention>,
}

#[derive(Debug, Deserialize)]
struct GoldMention {
    quote: String,
    r#type: String,
    mode: Option<String>,
    #[serde(default)]
    actors: Vec<String>,
    #[serde(default)]
    recipients: Vec<String>,
    #[serde(default)]
    symmetric: bool,
    status: String,
    #[serde(default)]
    historical: bool,
    #[serde(default)]
    said_by: Vec<String>,
    time: Option<[String; 2]>,
    #[serde(default)]
    contexts: Vec<String>,
    object: Option<String>,
    place: Option<String>,
    #[serde(default)]
    magnitudes: Vec<GoldMagnitude>,
}

#[derive(Debug, Deserialize)]
struct GoldMagnitude {
    value: f64,
    unit: String,
    #[serde(default)]
    vague: bool,
}

/// Reads one gold article.
pub fn read(at: Line<'_>, json: &str) -> Result<Coded, LoadError> {
    let record: GoldRecord = serde_json::from_str(json).map_err(|e| at.error(format!("no gold record: {e}")))?;
    let mut article = articles::article(at, record.article)?;
    article.blocks = paragraphs(&article.text);
    let sentences: Vec<Span> = article.blocks.iter().flat_map(|b| sentences(&article.text, b.span)).collect();
    let mentions = record
        .mentions
        .into_iter()
        .map(|gold| mention(at, &article, &sentences, gold))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Coded { article, sentences, mentions, ..Coded::default() })
}

fn mention(at: Line<'_>, article: &Article, sentences: &[Span], gold: GoldMention) -> Result<Mention, LoadError> {
    let trigger = find(&article.text, Span::new(0, article.text.len()), &gold.quote)
        .ok_or_else(|| at.error(format!("the text does not hold the quotation {:?}", gold.quote)))?;
    let sentence = sentences.iter().filter(|s| s.overlaps(trigger)).fold(trigger, |all, s| all.join(*s));
    let magnitude = |m: GoldMagnitude| Magnitude { value: m.value, vague: m.vague, unit: m.unit, span: trigger };
    Ok(Mention {
        doc: article.id.clone(),
        lang: article.lang.clone(),
        sentence,
        trigger,
        kind: parsed(at, &gold.r#type)?,
        mode: gold.mode.as_deref().map(|m| parsed(at, m)).transpose()?,
        contexts: gold.contexts,
        cameo: String::new(),
        actors: actors(at, &gold.actors)?,
        recipients: actors(at, &gold.recipients)?,
        symmetric: gold.symmetric,
        status: parsed(at, &gold.status)?,
        historical: gold.historical,
        said_by: actors(at, &gold.said_by)?,
        time: gold.time.map(|time| interval(at, &time)).transpose()?,
        place: gold.place.map(|name| Place {
            span: find(&article.text, sentence, &name).unwrap_or_default(),
            name,
            ..Place::default()
        }),
        magnitudes: gold.magnitudes.into_iter().map(magnitude).collect(),
        object: gold.object.and_then(|o| find(&article.text, sentence, &o)),
        about: Vec::new(),
        score: 1.0,
        evidence: Evidence { row: "gold".to_owned(), cues: Vec::new(), features: Vec::new() },
    })
}

fn find(text: &str, within: Span, words: &str) -> Option<Span> {
    let start = within.start + within.of(text).find(words)?;
    Some(Span::new(start, start + words.len()))
}

/// `PRK GOV` or `IGO:EU`.
fn actors(at: Line<'_>, keys: &[String]) -> Result<Vec<Actor>, LoadError> {
    let actor = |key: &String| {
        let (code, sector) = key.split_once(' ').unwrap_or((key, ""));
        let sector = if sector.is_empty() { None } else { Some(parsed(at, sector)?) };
        Ok(Actor { code: code.to_owned(), sector, ..Actor::default() })
    };
    keys.iter().map(actor).collect()
}

fn interval(at: Line<'_>, [first, last]: &[String; 2]) -> Result<TimeSpan, LoadError> {
    let (start, end) = (articles::date(at, first)?, articles::date(at, last)?);
    let precision = match (end - start).get_days() {
        0 => Precision::Day,
        1..=6 => Precision::Week,
        27..=30 => Precision::Month,
        89..=91 => Precision::Quarter,
        364..=365 => Precision::Year,
        _ => Precision::Span,
    };
    Ok(TimeSpan { start, end, precision })
}

fn paragraphs(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let from = start + line.len() - line.trim_start().len();
            blocks.push(Block { span: Span::new(from, from + words.len()), kind: BlockKind::Paragraph });
        }
        start += line.len();
    }
    blocks
}

/// Sentences by their stops alone: gold comes in all languages, also in those that `parse` does not know. A stop ends a
/// sentence when no short word or number stands before it (`Mr.`, `27.`), and a capital or a quotation mark behind it.
fn sentences(text: &str, block: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = block.start;
    let mut letters = 0;
    let mut stopped = None;
    for (at, c) in block.of(text).char_indices() {
        let at = block.start + at;
        match c {
            '.' | '!' | '?' | '…' if letters != 1 && letters != 2 => stopped = Some(at + c.len_utf8()),
            _ if c.is_whitespace() => {}
            _ if !c.is_alphanumeric() && stopped == Some(at) => stopped = Some(at + c.len_utf8()),
            _ => {
                let end = stopped.take().filter(|end| *end < at && (c.is_uppercase() || !c.is_alphanumeric()));
                if let Some(end) = end {
                    found.push(Span::new(start, end));
                    start = at;
                }
            }
        }
        letters = if c.is_alphanumeric() { letters + 1 } else { 0 };
    }
    if start < block.end {
        found.push(Span::new(start, block.end));
    }
    found
}
