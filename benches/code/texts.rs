//! The articles beside the checkout, by language, as lines of JSON; repeated with changed ids where more are asked for.

use anyhow::Context;
use demarche::Resources;
use demarche::read::{self, Hints};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// An article as a record.
pub(crate) struct Line {
    pub(crate) record: serde_json::Map<String, serde_json::Value>,
    pub(crate) words: usize,
}

impl Line {
    pub(crate) fn text(&self) -> &str {
        self.record.get("text").and_then(serde_json::Value::as_str).unwrap_or_default()
    }

    /// The record with another id and another text.
    pub(crate) fn named(&self, id: usize, text: Option<&str>) -> String {
        let mut record = self.record.clone();
        record.insert("id".to_owned(), format!("bench-{id}").into());
        if let Some(text) = text {
            record.insert("text".to_owned(), text.into());
        }
        serde_json::Value::Object(record).to_string()
    }
}

pub(crate) fn load(resources: &Resources, shared: &Path) -> anyhow::Result<BTreeMap<String, Vec<Line>>> {
    let mut texts: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for name in ["data/text/de-wikinews-train.jsonl", "gold/stories/articles.jsonl"] {
        let path = shared.join(name);
        let file = fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
        for line in file.lines() {
            let read = read::read(resources, name, line.as_bytes(), &Hints::default());
            let Some(article) = read.into_iter().find_map(Result::ok).map(|reading| reading.article) else { continue };
            let record = serde_json::from_str(line)?;
            let words = article.text.split_whitespace().count();
            texts.entry(article.lang).or_default().push(Line { record, words });
        }
    }
    Ok(texts)
}

/// Writes so many articles; how many words they have.
pub(crate) fn write(path: &Path, lines: &[Line], count: usize) -> anyhow::Result<usize> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut words = 0;
    for (id, line) in lines.iter().cycle().take(count).enumerate() {
        writeln!(file, "{}", line.named(id, None))?;
        words += line.words;
    }
    file.flush()?;
    Ok(words)
}
