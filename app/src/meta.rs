//! The table of `--meta`: dates, outlets and titles for files that do not tell them.

use crate::report::Report;
use anyhow::{Context, bail};
use demarche::Resources;
use demarche::article::Origin;
use demarche::note::NoteKind;
use demarche::read::{Hints, Reading};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// One row: what it is about, and what it says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
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
    rows: BTreeMap<String, (Hints, bool)>,
}

/// Reads the table; none gives an empty one.
pub(crate) fn load(path: Option<&Path>) -> anyhow::Result<Meta> {
    let Some(path) = path else { return Ok(Meta::default()) };
    let file = path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("failed to read {file}"))?;
    let mut meta = Meta { file, rows: BTreeMap::new() };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.trim_start().starts_with('{') {
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let row =
                serde_json::from_str(line).with_context(|| format!("failed to read {}:{}", meta.file, index + 1))?;
            meta.add(row, index + 1)?;
        }
        return Ok(meta);
    }
    let header = text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().find(|d| header.as_bytes().contains(d)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().with_context(|| format!("failed to read {}:1", meta.file))?.clone();
    for record in reader.records() {
        let record = record.with_context(|| format!("failed to read {}", meta.file))?;
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        let row = record.deserialize(Some(&headers)).with_context(|| format!("failed to read {}:{line}", meta.file))?;
        meta.add(row, line)?;
    }
    Ok(meta)
}

impl Meta {
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
            file_time: None,
            title: full(row.title),
            lang: full(row.lang),
            url: full(row.url),
            source: full(row.source),
        };
        self.rows.insert(id, (hints, false));
        Ok(())
    }

    /// What the table says of a file, by its path, its name or its name without ending.
    pub(crate) fn hints(&mut self, name: &str, published: Option<Date>) -> Hints {
        let path = Path::new(name);
        let part = |part: Option<&std::ffi::OsStr>| part.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
        let keys = [name.to_owned(), part(path.file_name()), part(path.file_stem())];
        let mut hints = Hints::default();
        if let Some(row) = keys.iter().find_map(|key| self.use_row(key)) {
            hints = row;
        }
        hints.published = hints.published.or(published);
        hints
    }

    fn use_row(&mut self, key: &str) -> Option<Hints> {
        let (hints, used) = self.rows.get_mut(key)?;
        *used = true;
        Some(hints.clone())
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
        if let Some(lang) = hints.lang.filter(|lang| resources.language(lang).is_some()) {
            article.lang = lang;
            reading.notes.retain(|note| note.kind != NoteKind::UnknownLanguage);
        }
    }

    /// Rows that fit nothing are likely misspelt.
    pub(crate) fn report_unused(&self, report: &mut Report) {
        let unused: Vec<&String> = self.rows.iter().filter(|(_, (_, used))| !used).map(|(id, _)| id).collect();
        if let Some(first) = unused.first() {
            report.remark(&format!("{}: {} rows fit no input, the first of them {first:?}", self.file, unused.len()));
        }
    }
}
