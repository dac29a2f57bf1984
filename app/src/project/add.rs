//! Coded articles in, the file changed by them one after the other, in one transaction. What is
//! found through sorted tables is written for many of them together; their passages wait for the end of the run, when they
//! are linked.

use super::articles::{self, content_hash};
use super::settle::Fresh;
use super::{Project, passages, voices};
use demarche::event::Coded;
use rusqlite::Connection;

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Added {
    New,
    /// An article of the same content was there already; nothing was changed.
    Known,
}

impl Project {
    /// Adds articles in their order. A name that is taken gets a number. [`Project::finish`] ends the run.
    pub(crate) fn add(&mut self, articles: impl IntoIterator<Item = Coded>) -> anyhow::Result<Vec<Added>> {
        // Of articles that are taken back nothing is remembered.
        let mut recent = std::mem::take(&mut self.recent);
        let (added, fresh): (Vec<Added>, Vec<_>) = self.change(|connection| {
            recent.refresh(connection)?;
            articles.into_iter().map(|coded| add_one(connection, coded)).collect::<anyhow::Result<_>>()
        })?;
        fresh.into_iter().flatten().for_each(|(id, fresh)| recent.keep(id, fresh));
        self.recent = recent;
        self.settle_many()?;
        Ok(added)
    }
}

fn add_one(connection: &Connection, mut coded: Coded) -> anyhow::Result<(Added, Option<(i64, Fresh)>)> {
    let hash = content_hash(&coded.article);
    if let Some(known) = articles::of_content(connection, &hash)? {
        if known.is_renamed_by(connection, &coded.article.id)? {
            known.rename(connection, &coded.article.id)?;
        }
        return Ok((Added::Known, None));
    }
    let name = articles::free_name(connection, &coded.article.id)?;
    if name != coded.article.id {
        coded.mentions.iter_mut().for_each(|m| m.doc.clone_from(&name));
        coded.article.id = name;
    }
    articles::settle_scores(&mut coded);
    let id = articles::write(connection, &hash, &coded)?;
    voices::write(connection, id, &coded.article, &coded.statements, &coded.mentions)?;
    let passages = passages::write(connection, id, &coded.article, coded.mentions)?;
    Ok((Added::New, Some((id, Fresh { article: coded.article, sentences: coded.sentences, passages }))))
}
