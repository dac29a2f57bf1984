//! The table of `--meta`: dates, outlets and titles for files that do not tell them.

use crate::report::Report;
use anyhow::{Context, anyhow, bail};
use demarche::Resources;
use demarche::article::Origin;
use demarche::note::NoteKind;
use demarche::read::{self, Hints, Reading};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The columns, each with its other names.
const COLUMNS: &[&[&str]] = &[
    &["id", "doc", "file", "filename", "name", "path"],
    &["published", "date"],
    &["source", "outlet"],
    &["url"],
    &["title"],
    &["lang", "language"],
];

/// One row: what it is about, and what it says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Row {
    #[serde(alias = "doc", alias = "file", alias = "filename", alias = "name", alias = "path")]
    id: Option<String>,
    #[serde(alias = "date")]
    published: Option<String>,
    #[serde(alias = "outlet")]
    source: Option<String>,
    url: Option<String>,
    title: Option<String>,
    #[serde(alias = "language")]
    lang: Option<String>,
}

/// The rows by their id or file name, and which of them were of use.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    file: String,
    rows: BTreeMap<String, Known>,
}

/// What a row says, where it stands and whether an article needed it.
#[derive(Debug)]
struct Known {
    hints: Hints,
    line: usize,
    used: bool,
}

/// Reads the table; none gives an empty one.
pub(crate) fn load(path: Option<&Path>, report: &mut Report) -> anyhow::Result<Meta> {
    let Some(path) = path else { return Ok(Meta::default()) };
    let file = path.display().to_string();
    let bytes = fs::read(path).with_context(|| format!("failed to read {file}"))?;
    let (text, repaired) = read::decode(&bytes).map_err(|cause| match cause {
        read::Cause::Empty => anyhow!("{file}: the table is empty; {}", known_columns()),
        cause => anyhow!("{file}: {cause}; write the table as CSV, TSV or JSON lines in UTF-8"),
    })?;
    if let Some(note) = repaired {
        report.remark(&format!("{file}: {}", note.message));
    }
    let mut meta = Meta { file, rows: BTreeMap::new() };
    if text.trim_start().starts_with('{') {
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let row = serde_json::from_str(line).map_err(|error| {
                let place = format!(" at line {} column {}", error.line(), error.column());
                let message = error.to_string().replace(&place, "");
                // The list of fields that follows mixes the columns with their other names.
                let fault = message.split(", expected one of").next().unwrap_or_default();
                anyhow!("{}:{}: {fault}; {}", meta.file, index + 1, known_columns())
            })?;
            meta.add(row, index + 1)?;
        }
        return Ok(meta);
    }
    let header = text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().find(|d| header.as_bytes().contains(d)).unwrap_or(b',');
    if let Some(line) = unclosed_quote(&text, char::from(delimiter)) {
        bail!(
            "{}:{line}: a quote opens here and is never closed; close it, or double it if it is part of the text",
            meta.file
        );
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().with_context(|| format!("failed to read {}:1", meta.file))?.clone();
    check_columns(&headers).map_err(|fault| anyhow!("{}:1: {fault}; {}", meta.file, known_columns()))?;
    for record in reader.records() {
        let record = record.map_err(|error| anyhow!("{}", meta.fault(&error)))?;
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        let row = record.deserialize(Some(&headers)).with_context(|| format!("failed to read {}:{line}", meta.file))?;
        meta.add(row, line)?;
    }
    Ok(meta)
}

fn known_columns() -> String {
    let column = |names: &&[&str]| match names {
        [name, others @ ..] if !others.is_empty() => format!("{name} (or {})", others.join(", ")),
        names => names.concat(),
    };
    format!("the columns are {}", COLUMNS.iter().map(column).collect::<Vec<_>>().join(", "))
}

/// What is wrong with the header, if anything is.
fn check_columns(headers: &csv::StringRecord) -> Result<(), String> {
    let mut seen: Vec<&[&str]> = Vec::new();
    for header in headers {
        let Some(names) = COLUMNS.iter().find(|names| names.contains(&header)) else {
            return Err(format!("the column {header:?} is not known"));
        };
        if seen.contains(names) {
            return Err(format!("the column {header:?} says what another says, too"));
        }
        seen.push(names);
    }
    if seen.iter().any(|names| names.contains(&"id")) {
        Ok(())
    } else {
        Err("no column says the id or file".to_owned())
    }
}

/// The line of a quote that is open where the text ends: the CSV reader would take all that follows for one value.
fn unclosed_quote(text: &str, delimiter: char) -> Option<usize> {
    let (mut line, mut opened, mut begins) = (1, None, true);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, opened) {
            ('"', Some(_)) if chars.peek() == Some(&'"') => {
                chars.next();
            }
            ('"', Some(_)) => opened = None,
            ('"', None) if begins => opened = Some(line),
            _ => {}
        }
        line += usize::from(c == '\n');
        begins = opened.is_none() && (c == delimiter || c == '\n');
    }
    opened
}

impl Meta {
    /// A row that the CSV reader could not take apart.
    fn fault(&self, error: &csv::Error) -> String {
        match error.kind() {
            csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
                let line = pos.as_ref().map_or(0, csv::Position::line);
                format!(
                    "{}:{line}: the row has {len} values, the header {expected_len}; quote values that hold the separator",
                    self.file
                )
            }
            _ => format!("{}: {error}", self.file),
        }
    }

    fn add(&mut self, row: Row, line: usize) -> anyhow::Result<()> {
        let full = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
        let Some(id) = full(row.id) else { bail!("{}:{line}: the row has no id and no file", self.file) };
        let published = match full(row.published) {
            Some(text) => match text.get(..10).unwrap_or(&text).parse::<Date>() {
                Ok(date) => Some(date),
                Err(_) => bail!("{}:{line}: {text:?} is no date of the form YYYY-MM-DD", self.file),
            },
            None => None,
        };
        let hints = Hints {
            published,
            title: full(row.title),
            lang: full(row.lang),
            url: full(row.url),
            source: full(row.source),
            ..Hints::default()
        };
        if let Some(first) = self.rows.get(&id) {
            bail!("{}:{line}: the id {id:?} stands in line {} already; keep one of the two", self.file, first.line);
        }
        self.rows.insert(id, Known { hints, line, used: false });
        Ok(())
    }

    /// What the table says of a file, by its path, its name or its name without ending.
    /// `flags` is what the command line says of all.
    pub(crate) fn hints(&mut self, name: &str, flags: Hints) -> Hints {
        let path = Path::new(name);
        let part = |part: Option<&std::ffi::OsStr>| part.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
        let keys = [name.to_owned(), part(path.file_name()), part(path.file_stem())];
        let mut hints = Hints::default();
        if let Some(row) = keys.iter().find_map(|key| self.use_row(key)) {
            hints = row;
        }
        hints.published = hints.published.or(flags.published);
        hints.lang = hints.lang.or(flags.lang);
        hints
    }

    fn use_row(&mut self, key: &str) -> Option<Hints> {
        let known = self.rows.get_mut(key)?;
        known.used = true;
        Some(known.hints.clone())
    }

    /// Gives an article of a file of many what the table says under its id and the record does not.
    /// `flag` is the date of `--published`, which the table goes before.
    pub(crate) fn complete(&mut self, reading: &mut Reading, flag: Option<Date>, resources: &Resources) {
        let Some(hints) = self.use_row(&reading.article.id) else { return };
        let article = &mut reading.article;
        article.source = article.source.take().or(hints.source);
        article.url = article.url.take().or(hints.url);
        if article.title.is_empty() {
            article.title = hints.title.unwrap_or_default();
        }
        let is_given = article.published.is_some_and(|(date, origin)| origin == Origin::Given && Some(date) != flag);
        if let Some(date) = hints.published.filter(|_| !is_given) {
            article.published = Some((date, Origin::Given));
            reading.notes.retain(|note| !matches!(note.kind, NoteKind::NoDate | NoteKind::DateFallback));
        }
        if let Some(lang) = hints.lang {
            reading.settle_language(resources, &lang);
        }
    }

    /// Rows that fit nothing are likely misspelt.
    pub(crate) fn report_unused(&self, report: &mut Report) {
        let unused: Vec<&String> = self.rows.iter().filter(|(_, known)| !known.used).map(|(id, _)| id).collect();
        if let Some(first) = unused.first() {
            report.remark(&format!("{}: {} rows fit no input, the first of them {first:?}", self.file, unused.len()));
        }
    }
}
