//! Named values or JSON in, records out: JSON lines, one object, an array of objects, or an object around such an array.
//!
//! Fields are known by the names that crawlers and archives give them: our own, those of trafilatura, news-please and
//! JSON Feed, schema.org, and the columns of the GDELT knowledge graph. Case and joints of names do not count.

use super::error::Cause;
use serde_json::{Map, Value};

/// What a record says of one article. Values are as written; whatever it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Where it stands in its file; 0 where that has no lines.
    pub line: usize,
    pub id: Option<String>,
    pub title: Option<String>,
    /// The text, or the page that holds it.
    pub content: Content,
    pub published: Option<String>,
    pub updated: Option<String>,
    pub lang: Option<String>,
    pub url: Option<String>,
    pub source: Option<String>,
    pub agency: Option<String>,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
    /// The text is a whole document, and may name its own day.
    pub is_whole: bool,
}

/// The text of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Content {
    #[default]
    Missing,
    Text(String),
    Html(String),
}

/// What a value is used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Id,
    Title,
    Text,
    Html,
    Published,
    Updated,
    Lang,
    Url,
    Source,
    Agency,
    Authors,
    Tags,
}

/// Names of fields without joints, the most trusted first.
const NAMES: &[(Use, &[&str])] = &[
    (Use::Id, &["id", "docid", "documentid", "articleid", "identifier", "guid", "uuid", "gkgrecordid"]),
    (Use::Title, &["title", "headline", "pagetitle", "titlepage", "titlerss", "articletitle", "name"]),
    (Use::Text, &["text", "maintext", "contenttext", "articlebody", "fulltext", "plaintext", "cleanedtext", "body"]),
    (Use::Text, &["articletext", "content", "rawtext", "paragraphs"]),
    (Use::Html, &["contenthtml", "html", "rawhtml", "bodyhtml", "contentencoded", "page"]),
    (Use::Published, &["published", "datepublished", "datepublish", "publishdate", "publicationdate", "publisheddate"]),
    (Use::Published, &["publishedat", "published_at", "pubdate", "publishedtime", "date", "createdat", "datecreated"]),
    (Use::Published, &["datetime", "time", "timestamp", "sqldate", "dateadded"]),
    (Use::Updated, &["updated", "datemodified", "datemodify", "modified", "updatedat", "lastmodified", "modifieddate"]),
    (Use::Lang, &["lang", "language", "languagecode", "inlanguage"]),
    (Use::Url, &["url", "link", "canonicalurl", "permalink", "documentidentifier", "sourceurl", "externalurl"]),
    (Use::Source, &["source", "sitename", "sourcehostname", "outlet", "publisher", "sourcename", "sourcecommonname"]),
    (Use::Source, &["sourcedomain", "hostname", "domain", "site", "newspaper", "media"]),
    (Use::Agency, &["agency"]),
    (Use::Authors, &["authors", "author", "byline", "creator", "bylines"]),
    (Use::Tags, &["tags", "keywords", "categories", "topics", "themes", "section"]),
];

/// The knowledge graph marks its columns with the version that brought them.
const VERSIONS: &[&str] = &["v21", "v2", "v15", "v1"];

/// Fields that may hold the articles of a file.
const DEEPEST_LIST: usize = 3;

impl Record {
    /// The record that named values make. A value that is a list counts with all its items where many can stand.
    pub fn of<'a>(fields: impl IntoIterator<Item = (&'a str, &'a Value)>) -> Self {
        let mut ranked: Vec<(usize, Use, &Value)> = Vec::new();
        for (name, value) in fields {
            if let Some((rank, kind)) = use_of(name).filter(|_| !is_nothing(value)) {
                ranked.push((rank, kind, value));
            }
        }
        ranked.sort_by_key(|(rank, ..)| *rank);
        let mut record = Self::default();
        for (_, kind, value) in ranked {
            record.take(kind, value);
        }
        record
    }

    fn take(&mut self, kind: Use, value: &Value) {
        let text = || texts(value).into_iter().next();
        match kind {
            // An id of nothing would be the id of many.
            Use::Id => fill(&mut self.id, whole(value).or_else(text).filter(|id| !id.trim().is_empty())),
            Use::Title => fill(&mut self.title, text()),
            Use::Text if matches!(self.content, Content::Missing) => {
                self.content = Content::Text(texts(value).join("\n\n"));
            }
            Use::Html if matches!(&self.content, Content::Missing) => {
                self.content = text().map_or(Content::Missing, Content::Html);
            }
            Use::Text | Use::Html => {}
            Use::Published => fill(&mut self.published, text()),
            Use::Updated => fill(&mut self.updated, text()),
            Use::Lang => fill(&mut self.lang, text()),
            Use::Url => fill(&mut self.url, text().filter(|url| url.contains("://"))),
            // Some crawlers write the address of the page as its source.
            Use::Source => match text() {
                Some(url) if url.contains("://") => fill(&mut self.url, Some(url)),
                source => fill(&mut self.source, source),
            },
            Use::Agency => fill(&mut self.agency, text()),
            Use::Authors if self.authors.is_empty() => self.authors = texts(value),
            Use::Tags if self.tags.is_empty() => self.tags = listed(value),
            Use::Authors | Use::Tags => {}
        }
    }
}

fn fill(place: &mut Option<String>, value: Option<String>) {
    if place.is_none() {
        *place = value;
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::String(_) | Value::Number(_) => false,
    }
}

/// Whether a column of that name holds the text of articles, or their pages.
pub fn is_text_column(name: &str) -> bool {
    use_of(name).is_some_and(|(_, kind)| matches!(kind, Use::Text | Use::Html))
}

/// What a field of that name is used as, with its rank among the names.
fn use_of(name: &str) -> Option<(usize, Use)> {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
    let known = |name: &str| {
        let mut all = NAMES.iter().flat_map(|(kind, names)| names.iter().map(move |name| (*name, *kind))).enumerate();
        all.find(|(_, (known, _))| *known == name).map(|(rank, (_, kind))| (rank, kind))
    };
    let bare = || VERSIONS.iter().find_map(|version| plain.strip_prefix(version));
    known(&plain).or_else(|| known(bare()?))
}

/// The texts in a value: itself, the name of an object, or those of a list.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(object) => {
            ["name", "title", "text"].iter().find_map(|key| object.get(*key)).map(texts).unwrap_or_default()
        }
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// A number without a fraction that is written with one, as tables write the column of a gap.
fn whole(value: &Value) -> Option<String> {
    let number = value.as_f64().filter(|number| value.is_f64() && number.fract() == 0.0)?;
    Some(format!("{number:.0}"))
}

/// A list that may be written as one text.
fn listed(value: &Value) -> Vec<String> {
    let parts = texts(value);
    let split = parts.iter().flat_map(|part| part.split([',', ';', '|'])).map(|part| part.trim().to_owned());
    split.filter(|part| !part.is_empty()).collect()
}

/// The records of a JSON text, each with its line; 0 where the text is one array or object. What `follows` other lines
/// is lines.
pub(super) fn records(text: &str, follows: bool) -> Vec<(usize, Result<Record, Cause>)> {
    let begin = text.trim_start();
    let skipped = text.lines().count() - begin.lines().count();
    let first_line = begin.lines().next().unwrap_or_default();
    let is_object = |text: &str| serde_json::from_str::<Map<String, Value>>(text).is_ok();
    // A first line that is a whole object makes it JSON lines, whatever is wrong further down.
    let is_lines = begin.starts_with('{') && !is_spread(begin) && (is_object(first_line) || !is_object(begin));
    if follows || is_lines {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        return lines.flat_map(|(index, line)| numbered(index + 1, parse(line))).collect();
    }
    match serde_json::from_str::<Value>(begin) {
        Ok(value) => numbered(0, value_records(&value)),
        Err(error) => vec![(skipped + error.line(), Err(torn(&error)))],
    }
}

fn numbered(line: usize, records: Vec<Result<Record, Cause>>) -> Vec<(usize, Result<Record, Cause>)> {
    records.into_iter().map(|record| (line, record.map(|record| Record { line, ..record }))).collect()
}

/// One object over several lines: its first line opens it and says no more.
fn is_spread(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.trim() == "{")
}

fn parse(json: &str) -> Vec<Result<Record, Cause>> {
    match serde_json::from_str::<Value>(json) {
        Ok(value) => value_records(&value),
        Err(error) => vec![Err(torn(&error))],
    }
}

/// What is wrong, without the line: that is the file's, which the caller knows.
fn torn(error: &serde_json::Error) -> Cause {
    let place = format!(" at line {} column {}", error.line(), error.column());
    Cause::Record(error.to_string().replace(&place, &format!(" at column {}", error.column())))
}

fn value_records(value: &Value) -> Vec<Result<Record, Cause>> {
    match value {
        Value::Array(list) => list.iter().flat_map(value_records).collect(),
        Value::Object(object) => {
            let record = Record::of(object.iter().map(|(name, value)| (name.as_str(), value)));
            match (&record.content, list_in(object, 0)) {
                // A feed or an answer of a server: what it says of itself is the outlet of its articles.
                (Content::Missing, Some(list)) => {
                    list.iter().flat_map(value_records).map(|item| of_outlet(item, &record)).collect()
                }
                _ => vec![Ok(record)],
            }
        }
        other => vec![Err(Cause::Record(format!("{other} is no object")))],
    }
}

fn of_outlet(item: Result<Record, Cause>, outlet: &Record) -> Result<Record, Cause> {
    let mut item = item?;
    item.source = item.source.or_else(|| outlet.title.clone());
    item.lang = item.lang.or_else(|| outlet.lang.clone());
    Ok(item)
}

/// The list of objects in an object, if that is what it is there for.
fn list_in(object: &Map<String, Value>, depth: usize) -> Option<&Vec<Value>> {
    let is_list = |value: &Value| value.as_array().is_some_and(|list| list.first().is_some_and(Value::is_object));
    let mut lists = object.iter().filter(|(name, value)| is_list(value) && use_of(name).is_none());
    match (lists.next(), lists.next()) {
        (Some((_, list)), None) => list.as_array(),
        (None, _) if depth < DEEPEST_LIST => {
            object.values().filter_map(Value::as_object).find_map(|inner| list_in(inner, depth + 1))
        }
        _ => None,
    }
}

/// What is wrong with a record without a text.
pub(super) fn fault(record: &Record) -> Option<Cause> {
    match &record.content {
        Content::Text(text) | Content::Html(text) if text.trim().is_empty() => Some(Cause::EmptyText),
        Content::Text(_) | Content::Html(_) => None,
        Content::Missing => Some(Cause::NoTextField),
    }
}
