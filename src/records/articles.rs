//! Articles from and to JSON lines: `id`, `title`, `text`, `published` and, where known, the rest of [`Article`].

use super::offsets::Offsets;
use super::{Line, line};
use crate::article::{Article, Block, BlockKind, Field, Origin, Place, Span, Statement};
use crate::error::LoadError;
use crate::read;
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    copy_of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shared: Option<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    stated: Vec<StatementRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    foreign: Vec<ForeignRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<BlockRecord>,
}

/// A value that the input gives, and where.
#[derive(Debug, Deserialize, Serialize)]
struct StatementRecord {
    field: String,
    from: String,
    value: String,
}

/// A paragraph in another language.
#[derive(Debug, Deserialize, Serialize)]
struct ForeignRecord {
    start: usize,
    end: usize,
    lang: String,
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

const FIELDS: &[(&str, Field)] = &[
    ("title", Field::Title),
    ("published", Field::Published),
    ("updated", Field::Updated),
    ("author", Field::Author),
    ("source", Field::Source),
    ("url", Field::Url),
    ("lang", Field::Lang),
];

const PLACES: &[(&str, Place)] = &[
    ("record", Place::Record),
    ("told", Place::Told),
    ("link", Place::Link),
    ("json-ld", Place::JsonLd),
    ("open-graph", Place::OpenGraph),
    ("meta", Place::Meta),
    ("markup", Place::Markup),
    ("heading", Place::Heading),
    ("title-element", Place::TitleElement),
    ("text", Place::Text),
    ("address", Place::Address),
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
    let statement = |s: &Statement| StatementRecord {
        field: name_of(FIELDS, s.field).to_owned(),
        from: name_of(PLACES, s.place).to_owned(),
        value: s.value.clone(),
    };
    let foreign = |span: Span, lang: &str| {
        let (start, end) = offsets.to_points(span);
        ForeignRecord { start, end, lang: lang.to_owned() }
    };
    line(&ArticleRecord {
        id: Some(article.id.as_str().into()),
        title: Some(article.title.clone()),
        text: Some(article.text.clone()),
        published: article.published.map(|(date, origin)| origin.shown(date)),
        published_from: article.published.map(|(_, origin)| name_of(ORIGINS, origin).to_owned()),
        lang: Some(article.lang.clone()),
        url: article.url.clone(),
        source: article.source.clone(),
        authors: article.authors.clone(),
        tags: article.tags.clone(),
        agency: article.agency.clone(),
        published_at: article.published_at.map(|moment| moment.to_string()),
        updated: article.updated.map(|moment| moment.to_string()),
        copy_of: article.copy_of.as_ref().map(|(id, _)| id.clone()),
        shared: article.copy_of.as_ref().map(|(_, shared)| (shared * 1000.0).round() / 1000.0),
        stated: article.stated.iter().map(statement).collect(),
        foreign: article.foreign.iter().map(|(span, lang)| foreign(*span, lang)).collect(),
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
    let first_of = |told: String| match (origin, told.len()) {
        (Origin::Estimated, 4) => format!("{told}-01-01"),
        (Origin::Estimated, 7) => format!("{told}-01"),
        _ => told,
    };
    let published = record.published.filter(|p| !p.is_empty()).map(|p| date(at, &first_of(p))).transpose()?;
    let offsets = Offsets::new(&text);
    let mut blocks = Vec::with_capacity(record.blocks.len());
    for block in &record.blocks {
        let span = offsets.to_span(block.start, block.end).ok_or_else(|| at.error("a block lies outside the text"))?;
        blocks.push(Block { span, kind: value_of(at, KINDS, &block.kind, "kind of block")? });
    }
    let mut stated = Vec::with_capacity(record.stated.len());
    for statement in record.stated {
        let field = value_of(at, FIELDS, &statement.field, "field")?;
        let place = value_of(at, PLACES, &statement.from, "place of a value")?;
        stated.push(Statement { field, place, value: statement.value });
    }
    let mut foreign = Vec::with_capacity(record.foreign.len());
    for passage in record.foreign {
        let span = offsets.to_span(passage.start, passage.end);
        foreign.push((span.ok_or_else(|| at.error("a passage lies outside the text"))?, passage.lang));
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
        published_at: record.published_at.as_deref().and_then(read::moment),
        updated: record.updated.as_deref().and_then(read::moment),
        copy_of: record.copy_of.zip(record.shared),
        stated,
        foreign,
        blocks,
        text,
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
