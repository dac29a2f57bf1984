//! Named values or JSON in, records out: JSON lines, one object, an array of objects, or an object around such an array.
//!
//! Fields are known by the names that crawlers, archives and people give them (`world/fields.tsv`).

use super::body;
use super::error::Cause;
use super::escaped::unpacked;
use super::halves;
use super::page::Piece;
use crate::resources::fields::{Fields, Use};
use serde_json::{Map, Value};
use std::borrow::Cow;

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
    /// The text of a document in pieces, which it says the shapes of.
    Pieces(Vec<Piece>),
}

/// Letters of a value that a message shows.
const SHOWN: usize = 40;

/// Keys under which an object holds what a field is to say, and those under which it holds a text.
const NAMES: &[&str] = &["name", "title", "text", "rendered", "$date", "$numberLong"];
const TEXTS: &[&str] = &["text", "rendered", "content"];

/// Fields that may hold the articles of a file.
const DEEPEST_LIST: usize = 3;

impl Record {
    /// The record that named values make. A value that is a list counts with all its items where many can stand; an object
    /// in place of the text that has a text of its own is the record, and what stands around it says the rest.
    pub fn of<'a>(fields: &Fields, values: impl IntoIterator<Item = (&'a str, &'a Value)>) -> Self {
        let mut ranked: Vec<(usize, Use, &Value)> = Vec::new();
        for (name, value) in values {
            if let Some((rank, kind)) = fields.field(name).filter(|_| !is_nothing(value)) {
                ranked.push((rank, kind, value));
            }
        }
        ranked.sort_by_key(|(rank, ..)| *rank);
        let text = ranked.iter().find(|(_, kind, _)| matches!(kind, Use::Text | Use::Html));
        let inner = text.and_then(|(.., value)| value.as_object()).filter(|inner| holds_text(inner, fields));
        let mut record = inner.map(|inner| Self::of_object(fields, inner)).unwrap_or_default();
        for (_, kind, value) in ranked {
            record.take(kind, value);
        }
        record
    }

    fn of_object(fields: &Fields, object: &Map<String, Value>) -> Self {
        Self::of(fields, object.iter().map(|(name, value)| (name.as_str(), value)))
    }

    /// Fills a field, unless an earlier value has.
    pub fn take(&mut self, kind: Use, value: &Value) {
        let text = || texts(value, NAMES).into_iter().next();
        match kind {
            // An id of nothing would be the id of many.
            Use::Id => fill(&mut self.id, whole(value).or_else(text).filter(|id| !id.trim().is_empty())),
            Use::Title => fill(&mut self.title, text()),
            Use::Text if matches!(self.content, Content::Missing) => {
                let parts = run(value).map_or_else(|| texts(value, TEXTS), |text| vec![text]);
                let text = without_rest(&parts.join("\n\n")).to_owned();
                // HTML under the name of a text, where no blank line makes its paragraphs.
                let is_one = text.trim_start().starts_with('<') || !text.contains("\n\n") && text.contains("<br");
                let marked = is_one && body::is_html(&text) || value.get("rendered").is_some_and(Value::is_string);
                self.content = match (parts.is_empty(), marked) {
                    (true, _) => Content::Missing,
                    (_, true) => Content::Html(text),
                    _ => Content::Text(text),
                };
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
            Use::Authors if self.authors.is_empty() => self.authors = texts(value, NAMES),
            Use::Tags if self.tags.is_empty() => self.tags = listed(value),
            Use::Authors | Use::Tags => {}
        }
    }
}

/// A text without the number of letters that a program has left out at its end: "… [+2345 chars]".
fn without_rest(text: &str) -> &str {
    let cut = || {
        let (before, inside) = text.trim_end().strip_suffix(']')?.rsplit_once('[')?;
        let (number, unit) = inside.strip_prefix('+').unwrap_or(inside).split_once(' ')?;
        let is_count = number.bytes().all(|b| b.is_ascii_digit()) && unit.bytes().all(|b| b.is_ascii_lowercase());
        (is_count && !number.is_empty() && !unit.is_empty()).then(|| before.trim_end())
    };
    cut().unwrap_or(text)
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

fn holds_text(object: &Map<String, Value>, fields: &Fields) -> bool {
    object.keys().any(|name| fields.is_text(name))
}

/// The texts in a value: itself, what an object holds under the first of the keys that it has, or those of a list.
fn texts(value: &Value, keys: &[&str]) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(list) => list.iter().flat_map(|item| texts(item, keys)).collect(),
        Value::Object(object) => {
            let found = keys.iter().find_map(|key| object.get(*key));
            found.map(|value| texts(value, keys)).unwrap_or_default()
        }
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// One text that is written as a list, as programs do whose words in bold or links are objects among texts: white space that
/// ends or begins some of these shows that they are no paragraphs.
fn run(value: &Value) -> Option<String> {
    let list = value.as_array().filter(|list| list.iter().any(Value::is_object))?;
    let mut written = list.iter().filter_map(Value::as_str);
    let is_run = written.any(|text| text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace));
    is_run.then(|| list.iter().flat_map(|item| texts(item, TEXTS)).collect())
}

/// A number without a fraction that is written with one, as tables write the column of a gap.
fn whole(value: &Value) -> Option<String> {
    let number = value.as_f64().filter(|number| value.is_f64() && number.fract() == 0.0)?;
    Some(format!("{number:.0}"))
}

/// A list that may be written as one text.
fn listed(value: &Value) -> Vec<String> {
    let parts: Vec<String> = texts(value, NAMES).into_iter().map(unpacked).collect();
    let split = parts.iter().flat_map(|part| part.split([',', ';', '|'])).map(|part| part.trim().to_owned());
    split.filter(|part| !part.is_empty()).collect()
}

/// What stands in a JSON text.
#[derive(Debug)]
pub(super) struct Found {
    /// The line on which it begins.
    pub(super) line: usize,
    /// The line holds nothing else.
    pub(super) alone: bool,
    /// Half a letter stood in it.
    pub(super) is_mended: bool,
    pub(super) record: Result<Record, Cause>,
}

/// The records of a JSON text. What `follows` other lines is lines.
pub(super) fn records(text: &str, follows: bool, fields: &Fields) -> Vec<Found> {
    let begin = text.trim_start();
    let skipped = text.len() - begin.len();
    let first_line = begin.lines().next().unwrap_or_default();
    // A first line that is a whole object makes it JSON lines, whatever is wrong further down.
    if follows || serde_json::from_str::<Map<String, Value>>(&halves::mended(first_line)).is_ok() {
        return lines(text, fields);
    }
    values(text, skipped, fields)
}

/// The records of lines, one of which may begin an object that ends on a later one.
fn lines(written: &str, fields: &Fields) -> Vec<Found> {
    let whole = halves::mended(written);
    let mut spread = Spread { whole: &whole, bare: None, failed: 0 };
    let (mut all, mut at, mut number) = (Vec::new(), 0, 1);
    while let Some(rest) = whole.get(at..).filter(|rest| !rest.is_empty()) {
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        // A comma between objects, as a list has it, is no fault.
        let json = line.trim_end();
        let json = json.strip_suffix(',').filter(|json| json.is_empty() || json.ends_with('}')).unwrap_or(json);
        let mut end = at + line.len();
        let value = match serde_json::from_str::<Value>(json) {
            Err(_) if json.trim().is_empty() => None,
            Err(error)
                if error.is_eof()
                    && let Some((value, behind)) = spread.value(at) =>
            {
                let rest = whole.get(behind..).unwrap_or_default();
                let next = rest.trim_start_matches([' ', ',', '\r']);
                end = behind + rest.len() - next.len() + usize::from(next.starts_with('\n'));
                Some(Ok(value))
            }
            Err(error) if is_of_comma(&error) => Some(serde_json::from_str(&halves::without_commas(json))),
            read => Some(read),
        };
        let is_mended = whole.get(at..end) != written.get(at..end);
        let records = value.map(|value| match value {
            Ok(value) => value_records(&value, fields),
            Err(error) => vec![Err(torn(&error))],
        });
        all.extend(found(number, true, is_mended, records.unwrap_or_default()));
        number += whole.get(at..end).unwrap_or_default().matches('\n').count();
        at = end;
    }
    all
}

/// Objects over several lines in a text of lines.
struct Spread<'t> {
    whole: &'t str,
    /// The text without commas behind the last items, once one stood there.
    bare: Option<String>,
    /// Where reading failed: what begins before is not tried again.
    failed: usize,
}

impl Spread<'_> {
    /// The object that begins at a place, and its end.
    fn value(&mut self, at: usize) -> Option<(Value, usize)> {
        if at < self.failed {
            return None;
        }
        let error = match value_at(self.bare.as_deref().unwrap_or(self.whole), at)? {
            Ok(read) => return Some(read).filter(|(value, _)| value.is_object()),
            Err(error) if self.bare.is_none() && is_of_comma(&error) => {
                let bare = self.bare.insert(halves::without_commas(self.whole));
                match value_at(bare, at)? {
                    Ok(read) => return Some(read).filter(|(value, _)| value.is_object()),
                    Err(error) => error,
                }
            }
            Err(error) => error,
        };
        let lines = self.whole.get(at..)?.split_inclusive('\n').take(error.line().saturating_sub(1));
        self.failed = at + lines.map(str::len).sum::<usize>();
        None
    }
}

/// The value at a place of a text, and its end.
fn value_at(text: &str, at: usize) -> Option<serde_json::Result<(Value, usize)>> {
    let mut values = serde_json::Deserializer::from_str(text.get(at..)?).into_iter::<Value>();
    let value = values.next()?;
    Some(value.map(|value| (value, at + values.byte_offset())))
}

fn found(line: usize, alone: bool, is_mended: bool, records: Vec<Result<Record, Cause>>) -> Vec<Found> {
    records.into_iter().map(|record| Found { line, alone, is_mended, record }).collect()
}

/// The values of a text from a place on, one after the other or the items of lists. What is broken costs nothing that
/// stands before, nor what begins in good order behind it.
fn values(written: &str, from: usize, fields: &Fields) -> Vec<Found> {
    let whole = halves::mended(written);
    let mut text = Cow::Borrowed(&*whole);
    let mut is_bare = false;
    let (mut at, mut line, mut counted) = (from, 1, 0);
    let (mut in_list, mut is_paired, mut all) = (false, true, Vec::new());
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let next = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        at += rest.len() - next.len();
        line += text.get(counted..at).unwrap_or_default().matches('\n').count();
        counted = at;
        let failed = |line: usize, cause: Cause| Found { line, alone: false, is_mended: false, record: Err(cause) };
        match next.chars().next() {
            None => {
                let cause = Cause::Record("the list has no end; what stands before was read".to_owned());
                all.extend(in_list.then(|| failed(line, cause)));
                return all;
            }
            Some(mark @ ('[' | ']')) if in_list == (mark == ']') => {
                in_list = !in_list;
                at += 1;
                continue;
            }
            _ => {}
        }
        let mut values = serde_json::Deserializer::from_str(next).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => {
                let end = at + values.byte_offset();
                let is_mended = whole.get(at..end) != written.get(at..end);
                all.extend(found(line, false, is_mended, value_records(&value, fields)));
                at = end;
            }
            Some(Err(error)) if !is_bare && is_of_comma(&error) => {
                text = Cow::Owned(halves::without_commas(&whole));
                is_bare = true;
            }
            Some(Err(error)) => {
                all.push(failed(line + error.line() - 1, torn(&error)));
                let later = if in_list { behind_item(next, &mut is_paired) } else { next.find("\n{") };
                let Some(later) = later else { return all };
                at += later;
            }
            None => return all,
        }
    }
}

/// The end of a broken item of a list: where its brackets are closed, else before the next object. `is_paired` says
/// whether brackets have been closed so far; where they are not, the search goes to the end of the text, and only once.
fn behind_item(text: &str, is_paired: &mut bool) -> Option<usize> {
    let closed = if *is_paired { behind_brackets(text) } else { None };
    *is_paired = closed.is_some();
    let follows = |end: &usize| text.get(*end..).is_some_and(|rest| rest.trim_start().starts_with([',', ']', '{']));
    closed.filter(follows).or_else(|| {
        text.match_indices('}').map(|(place, _)| place + 1).find(|end| {
            let rest = text.get(*end..).unwrap_or_default().trim_start();
            rest.strip_prefix(',').is_some_and(|rest| rest.trim_start().starts_with('{'))
        })
    })
}

/// Where the brackets are closed with which a text begins, or where within an object another stands in place of a name: the
/// first was not closed before.
fn behind_brackets(text: &str) -> Option<usize> {
    let (mut open, mut before) = (Vec::new(), b' ');
    for (place, byte) in halves::outside_texts(text) {
        match byte {
            b'{' if open.last() == Some(&b'{') && before != b':' => return Some(place),
            b'{' | b'[' => open.push(byte),
            b'}' | b']' => {
                open.pop();
            }
            _ => {}
        }
        if open.is_empty() {
            return matches!(byte, b'}' | b']').then_some(place + 1);
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    None
}

/// A comma behind the last item, as people leave it there, is no fault.
fn is_of_comma(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("trailing comma")
}

/// What is wrong, without the line: that is the file's, which the caller knows.
fn torn(error: &serde_json::Error) -> Cause {
    let place = format!(" at line {} column {}", error.line(), error.column());
    Cause::Record(error.to_string().replace(&place, &format!(" at column {}", error.column())))
}

fn value_records(value: &Value, fields: &Fields) -> Vec<Result<Record, Cause>> {
    let of = |value: &Value| value_records(value, fields);
    let holds_text = |value: &Value| value.as_object().is_some_and(|inner| holds_text(inner, fields));
    match value {
        Value::Array(list) => list.iter().flat_map(of).collect(),
        Value::Object(object) => {
            let record = Record::of_object(fields, object);
            match (&record.content, list_in(object, 0, fields)) {
                // A feed or an answer of a server: what it says of itself is the outlet of its articles.
                (Content::Missing, Some(list)) => {
                    list.iter().flat_map(of).map(|item| of_outlet(item, &record)).collect()
                }
                // Records by their names or numbers, as tables are written that have an index.
                (Content::Missing, None)
                    if object.values().any(holds_text) && object.values().all(Value::is_object) =>
                {
                    object.values().flat_map(of).collect()
                }
                // What a server keeps of an article stands around what is written in it.
                (Content::Missing, None) => {
                    let inner = object.values().filter(|value| holds_text(value)).find_map(Value::as_object);
                    let around = object.iter().filter(|(_, value)| !holds_text(value));
                    let all = inner.into_iter().flatten().chain(around);
                    vec![Ok(Record::of(fields, all.map(|(name, value)| (name.as_str(), value))))]
                }
                _ => vec![Ok(record)],
            }
        }
        other => {
            let shown: String = other.to_string().chars().take(SHOWN).collect();
            vec![Err(Cause::Record(format!("{shown} is no object")))]
        }
    }
}

fn of_outlet(item: Result<Record, Cause>, outlet: &Record) -> Result<Record, Cause> {
    let mut item = item?;
    item.source = item.source.or_else(|| outlet.title.clone());
    item.lang = item.lang.or_else(|| outlet.lang.clone());
    Ok(item)
}

/// The list of objects in an object, if that is what it is there for.
fn list_in<'v>(object: &'v Map<String, Value>, depth: usize, fields: &Fields) -> Option<&'v Vec<Value>> {
    let is_list = |value: &Value| value.as_array().is_some_and(|list| list.first().is_some_and(Value::is_object));
    let mut lists = object.iter().filter(|(name, value)| is_list(value) && fields.field(name).is_none());
    match (lists.next(), lists.next()) {
        (Some((_, list)), None) => list.as_array(),
        (None, _) if depth < DEEPEST_LIST => {
            object.values().filter_map(Value::as_object).find_map(|inner| list_in(inner, depth + 1, fields))
        }
        _ => None,
    }
}

/// What is wrong with a record whose text holds nothing.
pub(super) fn fault(record: &Record) -> Option<Cause> {
    match &record.content {
        Content::Text(text) | Content::Html(text) if text.trim().is_empty() => Some(Cause::EmptyText),
        Content::Pieces(pieces) if pieces.is_empty() => Some(Cause::EmptyText),
        _ => None,
    }
}
