//! A passage's place in, its words and its article out: what lists and pages quote.

use super::Project;
use super::passages;
use demarche::Mention;
use demarche::event::MentionRef;
use rusqlite::OptionalExtension;

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
        let id = passages::number(at);
        let known = self.connection.prepare_cached("SELECT 1 FROM mention WHERE id = ?1")?.exists([id])?;
        if !known {
            return Ok(None);
        }
        let stored = passages::one(&self.connection, id)?;
        let article = self
            .connection
            .prepare_cached("SELECT title, published, source, url FROM article WHERE id = ?1")?
            .query_row([at.article as i64], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?;
        let Some((title, published, source, url)) = article else { return Ok(None) };
        let doc = stored.mention.doc.clone();
        let (sentence, mention) = stored.told();
        Ok(Some(Quote { doc, title, published, source, url, sentence, mention }))
    }
}
