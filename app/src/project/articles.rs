//! An article in, its rows out, and back: its name, the hash of its content, its text and sentences, the words for search.

use super::Project;
use super::pack;
use super::passages;
use super::voices;
use anyhow::{Context, anyhow};
use demarche::article::{Block, BlockKind, Origin, Span};
use demarche::event::Coded;
use demarche::normal::normal;
use demarche::read::moment;
use demarche::{Article, Mention};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The number that stands for the headline where sentences are counted.
pub(crate) const HEADLINE: i64 = 65_535;
/// Bits of a passage's number within its article.
pub(crate) const WITHIN: u32 = 16;

/// What of an article has no column.
#[derive(Default, Deserialize, Serialize)]
struct Rest {
    from: Option<u8>,
    authors: Vec<String>,
    tags: Vec<String>,
    agency: Option<String>,
    /// Moments as they are written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    /// Paragraphs in another language: where they begin and end, and which it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    foreign: Vec<(usize, usize, String)>,
}

const ORIGINS: [Origin; 5] = [Origin::Given, Origin::Metadata, Origin::Page, Origin::Estimated, Origin::FileTime];
const KINDS: [BlockKind; 6] = [
    BlockKind::Title,
    BlockKind::Heading,
    BlockKind::Paragraph,
    BlockKind::Item,
    BlockKind::Caption,
    BlockKind::Boilerplate,
];

/// The hash of what an article says: its address, headline, text, and the day that it names itself.
pub(crate) fn content_hash(article: &Article) -> String {
    let (url, title, day, text) = article.content();
    let mut hasher = Sha256::new();
    for part in [url, title, &day.map_or(String::new(), |day| day.to_string()), text] {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(16).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Project {
    /// Whether an article of this content is in the file. Of the names under which it comes it bears the least, so that
    /// none hangs on the order of coming.
    pub(crate) fn knows(&mut self, article: &Article) -> anyhow::Result<bool> {
        let Some(known) = of_content(&self.connection, &content_hash(article))? else { return Ok(false) };
        if known.is_renamed_by(&self.connection, &article.id)? {
            self.change(|connection| Ok(known.rename(connection, &article.id)?))?;
        }
        Ok(true)
    }

    /// All articles by number, in the order in which they were added.
    pub(crate) fn article_ids(&self) -> anyhow::Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached("SELECT id FROM article ORDER BY id")?;
        let ids = statement.query_map([], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// An article with its sentences and mentions.
    pub(crate) fn coded(&self, id: i64) -> anyhow::Result<Coded> {
        let (article, sentences) = read(&self.connection, id)?;
        let stored = passages::of_article(&self.connection, id)?;
        let statements = voices::of_article(&self.connection, id)?;
        Ok(Coded { article, sentences, mentions: stored.into_iter().map(|p| p.mention).collect(), statements })
    }
}

impl Project {
    /// An article without its passages, and how many these are.
    pub(crate) fn article(&self, id: i64) -> anyhow::Result<(Article, usize)> {
        let (article, _) = read(&self.connection, id)?;
        Ok((article, passages::ids_of_article(&self.connection, id)?.len()))
    }

    /// One passage of an article.
    pub(crate) fn passage(&self, article: i64, number: usize) -> anyhow::Result<Option<Mention>> {
        let id = (article << WITHIN) + i64::try_from(number)?;
        let known = passages::ids_of_article(&self.connection, article)?.binary_search(&id).is_ok();
        Ok(if known { Some(passages::one(&self.connection, id)?.mention) } else { None })
    }

    /// The passages of an article whose sentences meet a stretch of its text. They stand in the order of the text: where
    /// they begin is found without a look at all.
    pub(crate) fn passages_within(&self, article: i64, window: Span) -> anyhow::Result<BTreeMap<usize, Mention>> {
        let ids = passages::ids_of_article(&self.connection, article)?;
        let (mut low, mut high) = (0, ids.len());
        while low < high {
            let middle = low.midpoint(high);
            let before = passages::one(&self.connection, ids[middle])?.mention.sentence.end <= window.start;
            (low, high) = if before { (middle + 1, high) } else { (low, middle) };
        }
        let mut found = BTreeMap::new();
        for id in ids.into_iter().skip(low) {
            let mention = passages::one(&self.connection, id)?.mention;
            if mention.sentence.start >= window.end {
                break;
            }
            found.insert(passages::place(id).mention, mention);
        }
        Ok(found)
    }
}

/// An article of the file, by its number and its name.
pub(super) struct Named {
    id: i64,
    name: String,
}

pub(super) fn of_content(connection: &Connection, hash: &str) -> rusqlite::Result<Option<Named>> {
    let mut statement = connection.prepare_cached("SELECT id, doc FROM article WHERE hash = ?1")?;
    statement.query_row([hash], |row| Ok(Named { id: row.get(0)?, name: row.get(1)? })).optional()
}

impl Named {
    /// Whether a name under which it comes again is its name from now on.
    pub(super) fn is_renamed_by(&self, connection: &Connection, name: &str) -> rusqlite::Result<bool> {
        Ok(*name < *self.name && free_name(connection, name)? == name)
    }

    /// Gives it another name. Events are named after articles: those that it tells wait for linking.
    pub(super) fn rename(&self, connection: &Connection, name: &str) -> rusqlite::Result<()> {
        connection.prepare_cached("UPDATE article SET doc = ?2 WHERE id = ?1")?.execute(params![self.id, name])?;
        passages::pend_article(connection, self.id)
    }
}

/// A name that no other article of the file has.
pub(super) fn free_name(connection: &Connection, wanted: &str) -> rusqlite::Result<String> {
    let mut taken = connection.prepare_cached("SELECT 1 FROM article WHERE doc = ?1")?;
    let mut name = wanted.to_owned();
    let mut count = 1;
    while taken.exists([&name])? {
        count += 1;
        name = format!("{wanted}~{count}");
    }
    Ok(name)
}

/// Stores the article; its origin is itself until copies are found.
pub(super) fn write(connection: &Connection, hash: &str, coded: &Coded) -> anyhow::Result<i64> {
    let Coded { article, sentences, .. } = coded;
    let rest = Rest {
        from: article.published.and_then(|(_, from)| ORIGINS.iter().position(|o| *o == from)).map(|at| at as u8),
        authors: article.authors.clone(),
        tags: article.tags.clone(),
        agency: article.agency.clone(),
        at: article.published_at.map(|moment| moment.to_string()),
        updated: article.updated.map(|moment| moment.to_string()),
        foreign: article.foreign.iter().map(|(span, lang)| (span.start, span.end, lang.clone())).collect(),
    };
    let published = article.published.map_or(String::new(), |(day, _)| day.to_string());
    let id: i64 =
        connection.prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM article")?.query_row([], |row| row.get(0))?;
    connection
        .prepare_cached(
            "INSERT INTO article(id, doc, hash, title, published, lang, url, source, origin, rest)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?1, ?9)",
        )?
        .execute(params![
            id,
            article.id,
            hash,
            article.title,
            published,
            article.lang,
            article.url,
            article.source,
            serde_json::to_string(&rest)?
        ])?;
    let kind = |kind: BlockKind| KINDS.iter().position(|k| *k == kind).unwrap_or_default();
    let blocks: Vec<_> = article.blocks.iter().map(|b| (b.span.start, b.span.end, kind(b.kind))).collect();
    connection
        .prepare_cached("INSERT INTO body(article, text, blocks, sentences) VALUES(?1, ?2, ?3, ?4)")?
        .execute(params![id, article.text, serde_json::to_string(&blocks)?, ends(sentences)?])?;
    Ok(id)
}

/// Stores other sentences for an article, and their words.
pub(super) fn resentence(connection: &Connection, id: i64, coded: &Coded) -> anyhow::Result<()> {
    let (_, before) = read(connection, id)?;
    if before == coded.sentences {
        return Ok(());
    }
    let mut remove = connection.prepare_cached("DELETE FROM words WHERE rowid = ?1")?;
    for number in 0..before.len().min(HEADLINE as usize) {
        remove.execute([(id << WITHIN) + number as i64])?;
    }
    remove.execute([(id << WITHIN) + HEADLINE])?;
    write_words(connection, id, &coded.article, &coded.sentences)?;
    connection
        .prepare_cached("UPDATE body SET sentences = ?2 WHERE article = ?1")?
        .execute(params![id, ends(&coded.sentences)?])?;
    Ok(())
}

fn ends(sentences: &[Span]) -> anyhow::Result<String> {
    let ends: Vec<_> = sentences.iter().map(|s| (s.start, s.end)).collect();
    Ok(serde_json::to_string(&ends)?)
}

/// Stores the words of its sentences and of its headline for search.
pub(super) fn write_words(
    connection: &Connection,
    id: i64,
    article: &Article,
    sentences: &[Span],
) -> rusqlite::Result<()> {
    let mut words = connection.prepare_cached("INSERT INTO words(rowid, text) VALUES(?1, ?2)")?;
    for (number, sentence) in sentences.iter().enumerate().take(HEADLINE as usize) {
        words.execute(params![(id << WITHIN) + number as i64, normal(sentence.of(&article.text))])?;
    }
    if !article.title.is_empty() {
        words.execute(params![(id << WITHIN) + HEADLINE, normal(&article.title)])?;
    }
    Ok(())
}

/// The name, day, language, text and sentences of an article, without all else.
pub(super) fn read_text(connection: &Connection, id: i64) -> anyhow::Result<(Article, Vec<Span>)> {
    let (doc, published, lang, text, sentences): (String, String, String, String, String) = connection
        .prepare_cached(
            "SELECT doc, published, lang, text, sentences FROM article JOIN body ON body.article = article.id WHERE id = ?1",
        )?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
        .with_context(|| format!("article {id} cannot be read"))?;
    let sentences: Vec<(usize, usize)> = serde_json::from_str(&sentences)?;
    let published = day(&published)?.map(|day| (day, Origin::Given));
    let article = Article { id: doc, text, published, lang, ..Article::default() };
    Ok((article, sentences.into_iter().map(|(start, end)| Span::new(start, end)).collect()))
}

/// The article and its sentences.
pub(super) fn read(connection: &Connection, id: i64) -> anyhow::Result<(Article, Vec<Span>)> {
    type Row = (String, String, String, String, Option<String>, Option<String>, String, String, String, String);
    let row: Row = connection
        .prepare_cached(
            "SELECT doc, title, published, lang, url, source, rest, text, blocks, sentences
             FROM article JOIN body ON body.article = article.id WHERE id = ?1",
        )?
        .query_row([id], |r| {
            let (a, b, c, d, e) = (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?);
            Ok((a, b, c, d, e, r.get(5)?, r.get(6)?, r.get(7)?, r.get(8)?, r.get(9)?))
        })
        .with_context(|| format!("article {id} cannot be read"))?;
    let (doc, title, published, lang, url, source, rest, text, blocks, sentences) = row;
    let rest: Rest = serde_json::from_str(&rest)?;
    let blocks: Vec<(usize, usize, usize)> = serde_json::from_str(&blocks)?;
    let sentences: Vec<(usize, usize)> = serde_json::from_str(&sentences)?;
    let from = rest.from.and_then(|at| ORIGINS.get(usize::from(at))).copied().unwrap_or(Origin::Given);
    let block = |(start, end, kind): (usize, usize, usize)| {
        let kind = *KINDS.get(kind).ok_or_else(|| anyhow!("article {id} has a block of unknown kind"))?;
        anyhow::Ok(Block { span: Span::new(start, end), kind })
    };
    let article = Article {
        id: doc,
        title,
        text,
        published: day(&published)?.map(|day| (day, from)),
        lang,
        url,
        source,
        authors: rest.authors,
        tags: rest.tags,
        agency: rest.agency,
        published_at: rest.at.as_deref().and_then(moment),
        updated: rest.updated.as_deref().and_then(moment),
        foreign: rest.foreign.into_iter().map(|(start, end, lang)| (Span::new(start, end), lang)).collect(),
        copy_of: copy_of(connection, id)?,
        blocks: blocks.into_iter().map(block).collect::<Result<_, _>>()?,
        ..Article::default()
    };
    Ok((article, sentences.into_iter().map(|(start, end)| Span::new(start, end)).collect()))
}

/// The first of the articles that this one copies, by its name, and the share of the words that it has in common with one
/// of them.
fn copy_of(connection: &Connection, id: i64) -> anyhow::Result<Option<(String, f64)>> {
    let sql = "SELECT o.doc, coalesce(a.shared, 1) FROM article a JOIN article o ON o.id = a.origin
               WHERE a.id = ?1 AND a.origin <> a.id";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// A stored day; empty for none.
pub(super) fn day(text: &str) -> anyhow::Result<Option<Date>> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| anyhow!("{text:?} is no stored day")) }
}

/// A score as it is stored.
pub(crate) fn settle_scores(coded: &mut Coded) {
    coded.mentions.iter_mut().for_each(|m| m.score = pack::rounded(m.score));
}
