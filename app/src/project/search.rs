//! Words and a filter in, the sentences out that hold them, with the events that are told there.
//!
//! Few hits come by how well they fit, many by youth: weighing all sentences that hold a common word would take longer
//! than anybody waits.

use super::Project;
use super::articles::{self, HEADLINE, WITHIN};
use super::filter::Filter;
use super::passages::{self, Stored};
use demarche::article::Span;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use std::collections::BTreeMap;

/// Hits up to which the best come first.
const WEIGHED: i64 = 3_000;
/// Hits that are looked at for their passages, where the filter asks for such.
const LOOKED_AT: usize = 20_000;

/// What to look for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sought {
    /// In the language of FTS5; empty for none.
    pub(crate) words: String,
    /// Codes of whom a passage names as speaker.
    pub(crate) said_by: Vec<String>,
    pub(crate) filter: Filter,
}

/// A sentence that was found.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) doc: String,
    pub(crate) title: String,
    pub(crate) published: String,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) sentence: String,
    pub(crate) headline: bool,
    pub(crate) lang: String,
    /// Where the sentence stands in the text, in code points; a headline stands nowhere.
    pub(crate) points: Option<(usize, usize)>,
    /// Passages in the sentence: event, type, status.
    pub(crate) told: Vec<(String, String, String)>,
}

impl Project {
    /// The sentences that hold the words, and where conditions on events are given, tell such an event.
    pub(crate) fn search(&self, sought: &Sought) -> anyhow::Result<Vec<Hit>> {
        let limit = if sought.filter.limit == 0 { LOOKED_AT } else { sought.filter.limit };
        let mut hits = Vec::new();
        if sought.words.is_empty() {
            for kept in self.events(&sought.filter)?.iter().rev() {
                for at in kept.event.mentions.iter().take(1) {
                    let stored = passages::one(&self.connection, passages::number(*at))?;
                    if sought.spoken(&stored) {
                        hits.push(self.hit(at.article as i64, None, stored.mention.sentence, vec![stored])?);
                    }
                }
            }
            return Ok(hits);
        }
        let mut meets: BTreeMap<i64, bool> = BTreeMap::new();
        for row in self.rows(&sought.words)? {
            let (article, number) = (row >> WITHIN, row & HEADLINE);
            let Some((span, told)) = self.told(article, number)? else { continue };
            let mut kept = Vec::new();
            for stored in told {
                let meets = match meets.get(&stored.event) {
                    Some(known) => *known,
                    None => {
                        let found = self.meets(stored.event, &sought.filter)?;
                        meets.insert(stored.event, found);
                        found
                    }
                };
                if meets && sought.spoken(&stored) {
                    kept.push(stored);
                }
            }
            if kept.is_empty() && sought.needs_passage() || !self.article_meets(article, &sought.filter)? {
                continue;
            }
            hits.push(self.hit(article, Some(number), span, kept)?);
            if hits.len() == limit {
                break;
            }
        }
        Ok(hits)
    }

    fn rows(&self, words: &str) -> anyhow::Result<Vec<i64>> {
        let count: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ?1 LIMIT ?2)")?
            .query_row(params![words, WEIGHED + 1], |row| row.get(0))?;
        let order = if count > WEIGHED { "rowid DESC" } else { "rank, rowid DESC" };
        let sql = format!("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY {order} LIMIT {LOOKED_AT}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([words], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A sentence of an article by its number, with its passages.
    fn told(&self, article: i64, number: i64) -> anyhow::Result<Option<(Span, Vec<Stored>)>> {
        if number == HEADLINE {
            return Ok(Some((Span::default(), Vec::new())));
        }
        let sentences: String = self
            .connection
            .prepare_cached("SELECT sentences FROM body WHERE article = ?1")?
            .query_row([article], |row| row.get(0))?;
        let sentences: Vec<(usize, usize)> = serde_json::from_str(&sentences)?;
        let Some((start, end)) = sentences.get(number as usize).copied() else { return Ok(None) };
        let span = Span::new(start, end);
        let mut told = passages::of_article(&self.connection, article)?;
        told.retain(|stored| stored.mention.sentence.overlaps(span));
        Ok(Some((span, told)))
    }

    fn hit(&self, article: i64, number: Option<i64>, span: Span, told: Vec<Stored>) -> anyhow::Result<Hit> {
        let (found, _) = articles::read(&self.connection, article)?;
        let headline = number == Some(HEADLINE);
        let sentence = if headline { found.title.clone() } else { span.of(&found.text).to_owned() };
        let mut events = Vec::new();
        for stored in told {
            let name = self
                .connection
                .prepare_cached("SELECT name FROM event WHERE id = ?1")?
                .query_row([stored.event], |row| row.get::<_, String>(0))?;
            events.push((name, stored.mention.kind.to_string(), stored.mention.status.to_string()));
        }
        Ok(Hit {
            doc: found.id,
            title: found.title,
            published: found.published.map_or(String::new(), |(day, _)| day.to_string()),
            source: found.source,
            url: found.url,
            sentence,
            headline,
            lang: found.lang,
            points: (!headline).then(|| {
                let before = found.text.get(..span.start).unwrap_or_default().chars().count();
                (before, before + span.of(&found.text).chars().count())
            }),
            told: events,
        })
    }

    fn meets(&self, event: i64, filter: &Filter) -> anyhow::Result<bool> {
        let conditions = filter.conditions();
        let sql = format!("SELECT 1 FROM event e WHERE e.id = ? AND {}", conditions.text());
        let values = [Value::Integer(event)].into_iter().chain(conditions.values.iter().cloned());
        Ok(self.connection.prepare_cached(&sql)?.exists(params_from_iter(values))?)
    }

    /// What of the filter concerns articles.
    fn article_meets(&self, article: i64, filter: &Filter) -> anyhow::Result<bool> {
        let (lang, source, published): (String, Option<String>, String) = self
            .connection
            .prepare_cached("SELECT lang, source, published FROM article WHERE id = ?1")?
            .query_row([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let day = articles::day(&published)?;
        let listed = |list: &[String], value: &str| list.is_empty() || list.iter().any(|one| one == value);
        Ok(listed(&filter.langs, &lang)
            && listed(&filter.sources, source.as_deref().unwrap_or(""))
            && filter.as_of.is_none_or(|then| day.is_some_and(|day| day <= then)))
    }
}

impl Sought {
    /// Whether what is asked for can only be known from a passage.
    fn needs_passage(&self) -> bool {
        let f = &self.filter;
        let plain = Filter {
            langs: f.langs.clone(),
            sources: f.sources.clone(),
            as_of: f.as_of,
            limit: f.limit,
            ..Filter::default()
        };
        !self.said_by.is_empty() || *f != plain
    }

    fn spoken(&self, stored: &Stored) -> bool {
        let said = |code: &String| stored.mention.said_by.iter().any(|a| a.code == *code || a.key() == *code);
        self.said_by.is_empty() || self.said_by.iter().any(said)
    }
}
