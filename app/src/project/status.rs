//! The file in, its figures out: how many articles, passages, events, and of which days, languages and outlets.

use super::Project;
use super::schema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is in a project.
#[derive(Debug, Serialize)]
pub(crate) struct Status {
    pub(crate) file: String,
    pub(crate) format: usize,
    pub(crate) bytes: u64,
    pub(crate) articles: i64,
    pub(crate) copies: i64,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) mentions: i64,
    /// Passages that a run has added which did not come to its end; the next one links them.
    pub(crate) waiting: i64,
    pub(crate) events: i64,
    pub(crate) disputes: i64,
    pub(crate) predictions: i64,
    pub(crate) agreements: i64,
    pub(crate) decisions: i64,
    pub(crate) languages: BTreeMap<String, i64>,
    pub(crate) sources: BTreeMap<String, i64>,
    pub(crate) types: BTreeMap<String, i64>,
}

/// How much there is, and of which days and languages.
#[derive(Debug)]
pub(crate) struct Extent {
    pub(crate) articles: i64,
    pub(crate) copies: i64,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) events: i64,
    pub(crate) languages: BTreeMap<String, i64>,
}

impl Project {
    pub(crate) fn extent(&self) -> anyhow::Result<Extent> {
        let count = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let day = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, String>(0));
        Ok(Extent {
            articles: count("SELECT count(*) FROM article")?,
            copies: count("SELECT count(*) FROM article WHERE origin <> id")?,
            first: day("SELECT coalesce(min(published), '') FROM article WHERE published > ''")?,
            last: day("SELECT coalesce(max(published), '') FROM article")?,
            events: count("SELECT count(*) FROM event")?,
            languages: self.languages()?,
        })
    }

    pub(crate) fn status(&self) -> anyhow::Result<Status> {
        let count = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let Extent { articles, copies, first, last, events, languages } = self.extent()?;
        Ok(Status {
            file: self.path().display().to_string(),
            format: schema::VERSION,
            bytes: std::fs::metadata(self.path())?.len(),
            articles,
            copies,
            first,
            last,
            mentions: count("SELECT coalesce(sum(passages), 0) FROM event")?,
            waiting: count(
                "SELECT (SELECT count(*) FROM pending) + (SELECT count(*) FROM mention
                 WHERE id >= ((SELECT CAST(value AS INTEGER) FROM fact WHERE name = 'settled') + 1) << 16)",
            )?,
            events,
            disputes: count("SELECT count(*) FROM dispute")?,
            predictions: count("SELECT count(*) FROM prediction WHERE again = 0")?,
            agreements: count("SELECT count(*) FROM agreement")?,
            decisions: count("SELECT count(*) FROM decision WHERE undone = 0")?,
            languages,
            sources: self.counts("SELECT source, count(*) FROM article GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20")?,
            types: self.counts("SELECT kind, count(*) FROM event GROUP BY 1")?,
        })
    }

    /// Numbers by name; what has none stands under an empty one.
    fn counts(&self, sql: &str) -> anyhow::Result<BTreeMap<String, i64>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut counts = BTreeMap::new();
        while let Some(row) = rows.next()? {
            *counts.entry(row.get::<_, Option<String>>(0)?.unwrap_or_default()).or_default() += row.get::<_, i64>(1)?;
        }
        Ok(counts)
    }

    /// Articles by language: few languages, so nothing is sorted.
    fn languages(&self) -> anyhow::Result<BTreeMap<String, i64>> {
        let mut statement = self.connection.prepare_cached("SELECT lang FROM article")?;
        let mut rows = statement.query([])?;
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let lang = row.get_ref(0)?.as_str()?;
            match counts.get_mut(lang) {
                Some(count) => *count += 1,
                None => counts.extend([(lang.to_owned(), 1)]),
            }
        }
        Ok(counts)
    }
}
