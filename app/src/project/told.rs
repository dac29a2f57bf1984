//! A passage's place in, its words and its article out: what lists and pages quote.

use super::Project;
use super::filter::Filter;
use super::passages;
use super::query::{Kept, MANY};
use super::then::is_by;
use demarche::Mention;
use demarche::event::MentionRef;

/// A passage as it is quoted.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    pub(crate) doc: String,
    pub(crate) title: String,
    pub(crate) published: String,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    /// The sentence.
    pub(crate) sentence: String,
    pub(crate) mention: Mention,
}

impl Project {
    /// The passage at a place of the file; nothing where there is none.
    pub(crate) fn quote(&self, at: MentionRef) -> anyhow::Result<Option<Quote>> {
        let found = passages::with_article(&self.connection, passages::number(at))?;
        Ok(found.map(|(stored, published, [title, source, url])| {
            let doc = stored.mention.doc.clone();
            let (sentence, mention) = stored.told();
            Quote { doc, title: title.unwrap_or_default(), published, source, url, sentence, mention }
        }))
    }

    /// The places of all passages that told an event by the day of the filter: of very many `event.mentions` has not all.
    pub(crate) fn places(&self, filter: &Filter, kept: &Kept) -> anyhow::Result<Vec<MentionRef>> {
        if kept.event.mentions.len() < MANY {
            return Ok(kept.event.mentions.clone());
        }
        let mut told = passages::told_of_event(&self.connection, kept.number)?;
        told.retain(|(day, _)| is_by(filter, day));
        Ok(told.into_iter().map(|(_, id)| passages::place(id)).collect())
    }

    /// The name and the day of the article of a passage.
    pub(crate) fn article_of(&self, at: MentionRef) -> anyhow::Result<(String, String)> {
        let mut statement = self.connection.prepare_cached("SELECT doc, published FROM article WHERE id = ?1")?;
        Ok(statement.query_row([i64::try_from(at.article)?], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// The name of the article whose copy this one is, or its own.
    pub(crate) fn origin_of(&self, article: i64) -> anyhow::Result<String> {
        let mut statement = self.connection.prepare_cached(
            "SELECT o.doc FROM article a JOIN article o ON o.origin = a.origin WHERE a.id = ?1
             ORDER BY o.published = '', o.published, o.doc LIMIT 1",
        )?;
        Ok(statement.query_row([article], |row| row.get(0))?)
    }

    /// Ids of events that this one took in.
    pub(crate) fn former_ids(&self, event: i64) -> anyhow::Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached("SELECT old FROM redirect WHERE event = ?1 ORDER BY old")?;
        let ids = statement.query_map([event], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}
