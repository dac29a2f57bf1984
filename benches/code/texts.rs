//! The articles beside the checkout, by language, as lines of JSON; where more are asked for, paragraphs of two are mixed
//! and the day is moved.

use anyhow::Context;
use demarche::Resources;
use demarche::read::{self, Hints};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

type Record = serde_json::Map<String, serde_json::Value>;

/// The articles of one language.
#[derive(Default)]
pub(crate) struct Texts(Vec<Record>);

impl Texts {
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    fn record(&self, at: usize) -> &Record {
        &self.0[at % self.0.len()]
    }

    fn field(&self, at: usize, name: &str) -> &str {
        self.record(at).get(name).and_then(serde_json::Value::as_str).unwrap_or_default()
    }

    pub(crate) fn paragraphs(&self, at: usize) -> impl Iterator<Item = &str> {
        self.field(at, "text").split('\n').filter(|paragraph| !paragraph.trim().is_empty())
    }

    /// Article number `id` as a record.
    pub(crate) fn line(&self, id: usize) -> String {
        if id < self.count() {
            return self.with_text(id, self.field(id, "text"));
        }
        let round = id / self.count();
        let mut other = self.paragraphs(id + round);
        let mut mixed = String::new();
        for (number, own) in self.paragraphs(id).enumerate() {
            mixed.push_str(if number % 2 == 1 { other.next().unwrap_or(own) } else { own });
            mixed.push_str("\n\n");
        }
        self.with_text(id, &mixed)
    }

    /// The record of an article with another text.
    pub(crate) fn with_text(&self, id: usize, text: &str) -> String {
        let mut record = self.record(id).clone();
        record.insert("id".to_owned(), format!("bench-{id}").into());
        record.insert("text".to_owned(), text.into());
        let day = self.field(id, "published").parse::<Date>().ok();
        if let Some(day) = day.and_then(|day| day.checked_add(((id / self.count()) as i64).days()).ok()) {
            record.insert("published".to_owned(), day.to_string().into());
        }
        serde_json::Value::Object(record).to_string()
    }

    /// Writes so many articles.
    pub(crate) fn write(&self, path: &Path, count: usize) -> anyhow::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        (0..count).try_for_each(|id| writeln!(file, "{}", self.line(id)))?;
        Ok(file.flush()?)
    }
}

pub(crate) fn load(resources: &Resources, shared: &Path) -> anyhow::Result<BTreeMap<String, Texts>> {
    let mut texts: BTreeMap<String, Texts> = BTreeMap::new();
    for name in ["data/text/de-wikinews-train.jsonl", "gold/stories/articles.jsonl"] {
        let path = shared.join(name);
        let file = fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
        for line in file.lines() {
            let read = read::read(resources, name, line.as_bytes(), &Hints::default());
            let Some(article) = read.into_iter().find_map(Result::ok).map(|reading| reading.article) else { continue };
            if resources.language(&article.lang).is_some() {
                texts.entry(article.lang).or_default().0.push(serde_json::from_str(line)?);
            }
        }
    }
    Ok(texts)
}
