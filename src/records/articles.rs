//! Articles from and to JSON lines: `id`, `title`, `text`, `published` and, where known, the rest of [`Article`].

use super::offsets::Offsets;
use super::{Line, line};
use crate::article::{Article, Block, BlockKind, Origin};
use crate::error::LoadError;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An article as it stands in a file; offsets of blocks are code points.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct ArticleRecord {
    #[serde(default)]
    pub(super) id: Option<serde_json::Value>,
    #[serde(default)]
    pub(super) title: Option<String>,
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) published: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published_from: Option<String>,
    #[serde(default)]
    pub(super) lang: Option<String>,
    #[serde(default)]
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) source: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    authors: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agency: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<BlockRecord>,
}

#[derive(Debug, Deserialize, Serialize)]
struct BlockRecord {
    start: usize,
    end: usize,
    kind: String,
}

const KINDS: &[(&str, BlockKind)] = &[
    ("title", BlockKind::Title),
    ("heading", BlockKind::Heading),
    ("paragraph", BlockKind::Paragraph),
    ("item", BlockKind::Item),
    ("caption", BlockKind::Caption),
    ("boilerplate", BlockKind::Boilerplate),
];

const ORIGINS: &[(&str, Origin)] = &[
    ("given", Origin::Given),
    ("metadata", Origin::Metadata),
    ("page", Origin::Page),
    ("estimated", Origin::Estimated),
    ("file-time", Origin::FileTime),
];

/// Reads one line. An article without blocks is left so: cutting it is the work of `read`.
pub fn read(at: Line<'_>, json: &str) -> Result<Article, LoadError> {
    let record: ArticleRecord = serde_json::from_str(json).map_err(|e| at.error(format!("no article record: {e}")))?;
    article(at, record)
}

/// Writes one article as one line of JSON.
pub fn write(article: &Article) -> String {
    let offsets = Offsets::new(&article.text);
    let block = |b: &Block| {
        let (start, end) = offsets.to_points(b.span);
        BlockRecord { start, end, kind: name_of(KINDS, b.kind).to_owned() }
    };
    line(&ArticleRecord {
        id: Some(article.id.as_str().into()),
        title: Some(article.title.clone()),
        text: Some(article.text.clone()),
        published: article.published.map(|(date, _)| date.to_string()),
        published_from: article.published.map(|(_, origin)| name_of(ORIGINS, origin).to_owned()),
        lang: Some(article.lang.clone()),
        url: article.url.clone(),
        source: article.source.clone(),
        authors: article.authors.clone(),
        tags: article.tags.clone(),
        agency: article.agency.clone(),
        blocks: article.blocks.iter().map(block).collect(),
    })
}

pub(super) fn article(at: Line<'_>, record: ArticleRecord) -> Result<Article, LoadError> {
    let text = record.text.ok_or_else(|| at.error("the record has no `text`"))?;
    let id = match record.id {
        Some(serde_json::Value::String(id)) => id,
        Some(serde_json::Value::Number(id)) => id.to_string(),
        None | Some(serde_json::Value::Null) => return Err(at.error("the record has no `id`")),
        Some(other) => return Err(at.error(format!("`id` must be a string or a number, not {other}"))),
    };
    let origin = match record.published_from {
        Some(name) => value_of(at, ORIGINS, &name, "origin of a date")?,
        None => Origin::Given,
    };
    let published = record.published.filter(|p| !p.is_empty()).map(|p| date(at, &p)).transpose()?;
    let offsets = Offsets::new(&text);
    let mut blocks = Vec::with_capacity(record.blocks.len());
    for block in &record.blocks {
        let span = offsets.to_span(block.start, block.end).ok_or_else(|| at.error("a block lies outside the text"))?;
        blocks.push(Block { span, kind: value_of(at, KINDS, &block.kind, "kind of block")? });
    }
    Ok(Article {
        id,
        title: record.title.unwrap_or_default(),
        published: published.map(|date| (date, origin)),
        lang: record.lang.unwrap_or_default(),
        url: record.url,
        source: record.source,
        authors: record.authors,
        tags: record.tags,
        agency: record.agency,
        blocks,
        text,
        ..Article::default()
    })
}

/// A day, also where a time of day follows it.
pub(super) fn date(at: Line<'_>, text: &str) -> Result<Date, LoadError> {
    let day = text.get(..10).unwrap_or(text);
    day.parse().map_err(|_| at.error(format!("{text:?} is no date of the form YYYY-MM-DD")))
}

fn name_of<T: PartialEq>(names: &[(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, v)| *v == value).map_or("", |(name, _)| name)
}

fn value_of<T: Copy>(at: Line<'_>, names: &[(&str, T)], name: &str, what: &str) -> Result<T, LoadError> {
    names.iter().find(|(n, _)| *n == name).map(|(_, v)| *v).ok_or_else(|| at.error(format!("{name:?} is no {what}")))
}
