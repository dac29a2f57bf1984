//! JSON in, records out: JSON lines, one object, or an array of objects, each an article's fields.

use super::error::Cause;
use serde::Deserialize;

/// The fields of one article as a user's file gives them; any others are ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Record {
    pub(super) id: Option<Scalar>,
    pub(super) title: Option<String>,
    pub(super) text: Option<String>,
    pub(super) published: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) url: Option<String>,
    pub(super) source: Option<String>,
    pub(super) agency: Option<String>,
    pub(super) authors: Option<Many>,
    pub(super) tags: Option<Many>,
}

/// Lists come as lists, or as one text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Many {
    One(String),
    List(Vec<String>),
}

impl Many {
    pub(super) fn into_list(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::List(list) => list,
        }
    }
}

/// Ids come as text or as numbers.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Scalar {
    Text(String),
    Number(i64),
}

impl Scalar {
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// The records of a JSON text, each with its line; 0 where the text is one array or object.
pub(super) fn records(text: &str) -> Vec<(usize, Result<Record, Cause>)> {
    let begin = text.trim_start();
    let skipped = text.lines().count() - begin.lines().count();
    let first_line = begin.lines().next().unwrap_or_default();
    // A first line that is a whole object makes it JSON lines, whatever is wrong further down.
    let is_lines = begin.starts_with('{')
        && (serde_json::from_str::<Record>(first_line).is_ok() || serde_json::from_str::<Record>(begin).is_err());
    if is_lines && !is_spread(begin) {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        return lines.map(|(index, line)| (index + 1, parse(line))).collect();
    }
    if begin.starts_with('[') {
        return match serde_json::from_str::<Vec<Record>>(begin) {
            Ok(records) => records.into_iter().map(|record| (0, check(record))).collect(),
            Err(error) => vec![(skipped + error.line(), Err(fault(&error)))],
        };
    }
    match serde_json::from_str::<Record>(begin) {
        Ok(record) => vec![(0, check(record))],
        Err(error) => vec![(skipped + error.line(), Err(fault(&error)))],
    }
}

/// One object over several lines: its first line opens it and says no more.
fn is_spread(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.trim() == "{")
}

fn parse(json: &str) -> Result<Record, Cause> {
    match serde_json::from_str::<Record>(json) {
        Ok(record) => check(record),
        Err(error) => Err(fault(&error)),
    }
}

/// What is wrong, without the line: that is the file's, which the caller knows.
fn fault(error: &serde_json::Error) -> Cause {
    let place = format!(" at line {} column {}", error.line(), error.column());
    Cause::Record(error.to_string().replace(&place, &format!(" at column {}", error.column())))
}

fn check(record: Record) -> Result<Record, Cause> {
    match record.text.as_deref().map(str::trim) {
        Some(text) if !text.is_empty() => Ok(record),
        Some(_) => Err(Cause::EmptyText),
        None => Err(Cause::NoTextField),
    }
}
