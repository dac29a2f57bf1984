//! What pages ask of the file beside events: articles by name and outlet, the most active pairs, and whether it changed.

use super::Project;
use super::articles::WITHIN;
use super::filter::Filter;
use super::query::Kept;
use demarche::article::Span;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// An article as lists show it.
#[derive(Clone, Debug)]
pub(crate) struct Shelved {
    pub(crate) doc: String,
    pub(crate) title: String,
    pub(crate) published: String,
    pub(crate) lang: String,
    pub(crate) source: Option<String>,
    /// Passages coded in it.
    pub(crate) passages: usize,
    /// It copies an article that was added before.
    pub(crate) copy: bool,
}

/// What the articles of an outlet come to; without a name: those of which none is known.
#[derive(Clone, Debug)]
pub(crate) struct Outlet {
    pub(crate) name: Option<String>,
    pub(crate) articles: usize,
    pub(crate) copies: usize,
    pub(crate) languages: String,
    pub(crate) first: String,
    pub(crate) last: String,
}

/// Words of an article.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) doc: String,
    pub(crate) source: String,
    pub(crate) lang: String,
    pub(crate) words: String,
    pub(crate) points: (usize, usize),
}

/// How far a project had come at a moment: its last article, and the last number of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) article: i64,
    pub(crate) event: i64,
}

/// What came after such a moment.
#[derive(Clone, Debug)]
pub(crate) struct News {
    pub(crate) articles: usize,
    /// Events that these articles tell: new ones, known ones, and how many of both are disputed.
    pub(crate) new: usize,
    pub(crate) more: usize,
    pub(crate) disputed: usize,
    /// Of the new ones those that came last.
    pub(crate) youngest: Vec<Kept>,
}

/// The fact that counts the changes of what the file tells.
const CHANGES: &str = "changes";

/// Counts one more change.
pub(super) fn count_change(connection: &Connection) -> rusqlite::Result<()> {
    let sql = "INSERT INTO fact(name, value) VALUES(?1, '1') ON CONFLICT(name) DO UPDATE SET value = value + 1";
    connection.prepare_cached(sql)?.execute([CHANGES]).map(drop)
}

impl Project {
    /// Differs whenever what the file tells may differ.
    pub(crate) fn state(&self) -> anyhow::Result<String> {
        let mut statement = self.connection.prepare_cached("SELECT value FROM fact WHERE name = ?1")?;
        Ok(statement.query_row([CHANGES], |row| row.get(0)).optional()?.unwrap_or_default())
    }

    /// How far it has come.
    pub(crate) fn mark(&self) -> anyhow::Result<Mark> {
        let sql = "SELECT (SELECT coalesce(max(id), 0) FROM article), (SELECT coalesce(max(id), 0) FROM event)";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| Ok(Mark { article: row.get(0)?, event: row.get(1)? }))?)
    }

    /// What came after a moment, with so many of the youngest events.
    pub(crate) fn news_since(&self, since: Mark, youngest: usize) -> anyhow::Result<News> {
        let told = "FROM (SELECT DISTINCT event FROM mention WHERE id >= ?1) t";
        let first = (since.article + 1) << WITHIN;
        let sql = format!(
            "SELECT (SELECT count(*) FROM article WHERE id > ?3), coalesce(sum(event > ?2), 0), coalesce(sum(event <= ?2), 0),
                    coalesce(sum(event IN (SELECT event FROM dispute)), 0) {told}"
        );
        let count = |row: &Row<'_>, at: usize| Ok::<_, rusqlite::Error>(row.get::<_, i64>(at)? as usize);
        let (articles, new, more, disputed) =
            self.connection.prepare_cached(&sql)?.query_row([first, since.event, since.article], |row| {
                Ok((count(row, 0)?, count(row, 1)?, count(row, 2)?, count(row, 3)?))
            })?;
        let sql = format!("SELECT event {told} WHERE event > ?2 ORDER BY event DESC LIMIT ?3");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let numbers = statement.query_map(params![first, since.event, youngest as i64], |row| row.get(0))?;
        let numbers: Vec<i64> = numbers.collect::<Result<_, _>>()?;
        let kept = numbers.into_iter().filter_map(|number| self.numbered(number).transpose());
        Ok(News { articles, new, more, disputed, youngest: kept.collect::<anyhow::Result<_>>()? })
    }

    /// Whether it holds no article.
    pub(crate) fn is_empty(&self) -> anyhow::Result<bool> {
        Ok(!self.connection.prepare_cached("SELECT 1 FROM article LIMIT 1")?.exists([])?)
    }

    /// The number of an article by its name.
    pub(crate) fn article_named(&self, doc: &str) -> anyhow::Result<Option<i64>> {
        let mut statement = self.connection.prepare_cached("SELECT id FROM article WHERE doc = ?1")?;
        Ok(statement.query_row([doc], |row| row.get(0)).optional()?)
    }

    /// Words of an article, with what they are cited by and where they stand in code points.
    pub(crate) fn stretch(&self, article: usize, span: Span) -> anyhow::Result<Option<Stretch>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT doc, coalesce(source, doc), lang, text FROM article JOIN body ON body.article = article.id WHERE id = ?1",
        )?;
        let found = statement.query_row([article as i64], |row| {
            let text: String = row.get(3)?;
            let (words, points) = (span.of(&text).to_owned(), span.points(&text));
            Ok(Stretch { doc: row.get(0)?, source: row.get(1)?, lang: row.get(2)?, words, points })
        });
        Ok(found.optional()?)
    }

    /// The events of passages of an article from one number to another.
    pub(crate) fn events_of_article(
        &self,
        article: i64,
        (least, most): (usize, usize),
    ) -> anyhow::Result<BTreeMap<usize, String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT m.id, e.name FROM mention m JOIN event e ON e.id = m.event WHERE m.id BETWEEN ?1 AND ?2",
        )?;
        let first = article << WITHIN;
        let last = (1 << WITHIN) - 1;
        let range = [first + i64::try_from(least.min(last))?, first + i64::try_from(most.min(last))?];
        let rows = statement.query_map(range, |row| Ok((row.get::<_, i64>(0)? - first, row.get(1)?)))?;
        rows.map(|row| row.map(|(at, name)| (at as usize, name)).map_err(Into::into)).collect()
    }

    /// The other articles of the group of copies that this one belongs to.
    pub(crate) fn copies_of(&self, article: i64) -> anyhow::Result<Vec<Shelved>> {
        self.shelved("a.id <> ?1 AND a.origin = (SELECT origin FROM article WHERE id = ?1)", article, 50)
    }

    /// The youngest articles of an outlet.
    pub(crate) fn articles_of(&self, outlet: &str, limit: usize) -> anyhow::Result<Vec<Shelved>> {
        self.shelved("coalesce(a.source, '') = ?1", outlet, limit)
    }

    fn shelved(&self, which: &str, value: impl rusqlite::ToSql, limit: usize) -> anyhow::Result<Vec<Shelved>> {
        let sql = format!(
            "SELECT a.doc, a.title, a.published, a.lang, a.source, a.origin <> a.id,
                    (SELECT count(*) FROM mention m WHERE m.id BETWEEN a.id << 16 AND (a.id << 16) + 65535)
             FROM article a WHERE {which} ORDER BY a.published DESC, a.id DESC LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![value, limit as i64], |row| {
            Ok(Shelved {
                doc: row.get(0)?,
                title: row.get(1)?,
                published: row.get(2)?,
                lang: row.get(3)?,
                source: row.get(4)?,
                copy: row.get(5)?,
                passages: row.get::<_, i64>(6)? as usize,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many articles an outlet has.
    pub(crate) fn count_of(&self, outlet: &str) -> anyhow::Result<usize> {
        let mut statement =
            self.connection.prepare_cached("SELECT count(*) FROM article WHERE coalesce(source, '') = ?1")?;
        Ok(statement.query_row([outlet], |row| row.get::<_, i64>(0))? as usize)
    }

    /// The outlets, those with most articles first.
    pub(crate) fn shelf(&self) -> anyhow::Result<Vec<Outlet>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT source, count(*), sum(origin <> id), group_concat(DISTINCT lang),
                    coalesce(min(nullif(published, '')), ''), max(published)
             FROM article GROUP BY source ORDER BY 2 DESC, 1",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Outlet {
                name: row.get(0)?,
                articles: row.get::<_, i64>(1)? as usize,
                copies: row.get::<_, i64>(2)? as usize,
                languages: row.get(3)?,
                first: row.get(4)?,
                last: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The pairs between which most was reported, with the number of events. The table is read in its order, and what both
    /// did together, which stands in it both ways, is counted once.
    pub(crate) fn active_pairs(&self, limit: usize) -> anyhow::Result<Vec<(String, String, usize)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT actor, recipient, event FROM pair WHERE status = 'reported' ORDER BY actor, recipient",
        )?;
        let mut rows = statement.query([])?;
        let mut pairs: Vec<([String; 2], Vec<i64>)> = Vec::new();
        while let Some(row) = rows.next()? {
            let (from, to, event) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?, row.get(2)?);
            match pairs.last_mut().filter(|(pair, _)| *pair == [from, to]) {
                Some((_, events)) => events.push(event),
                None => pairs.push(([from.to_owned(), to.to_owned()], vec![event])),
            }
        }
        let mut both: BTreeMap<[String; 2], Vec<i64>> = BTreeMap::new();
        for (mut pair, events) in pairs {
            pair.sort_unstable();
            both.entry(pair).or_default().extend(events);
        }
        let mut counted: Vec<(String, String, usize)> = Vec::with_capacity(both.len());
        for ([one, other], mut events) in both {
            events.sort_unstable();
            events.dedup();
            counted.push((one, other, events.len()));
        }
        // A stable sort: of equal counts the pairs stay in order.
        counted.sort_by_key(|(.., count)| Reverse(*count));
        counted.truncate(limit);
        Ok(counted)
    }

    /// How many articles have no day of publishing.
    pub(crate) fn undated(&self) -> anyhow::Result<i64> {
        let mut statement = self.connection.prepare_cached("SELECT count(*) FROM article WHERE published = ''")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Whether something of an event is disputed, as of the day of the filter.
    pub(crate) fn is_disputed(&self, filter: &Filter, kept: &Kept) -> anyhow::Result<bool> {
        if let Some(day) = filter.as_of {
            let sql = "SELECT 1 FROM event WHERE id = ?1 AND since > '' AND told_last <= ?2";
            let stands = self.connection.prepare_cached(sql)?.exists(params![kept.number, day.to_string()])?;
            if !stands {
                return Ok(!self.disputes_of(filter, kept)?.is_empty());
            }
        }
        Ok(self.connection.prepare_cached("SELECT 1 FROM dispute WHERE event = ?1")?.exists([kept.number])?)
    }
}
