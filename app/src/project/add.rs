//! Coded articles in, the file changed by them one after the other, in one transaction. Their passages wait for the end of
//! the run, when they are linked.

use super::articles::{self, content_hash};
use super::copies::{self, Prints};
use super::{Project, passages};
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
        let mut prints = std::mem::take(&mut self.prints);
        let added = self.change(|connection| {
            articles
                .into_iter()
                .map(|coded| add_one(connection, &mut prints, coded))
                .collect::<anyhow::Result<Vec<_>>>()
        })?;
        self.prints = prints;
        Ok(added)
    }
}

fn add_one(connection: &Connection, prints: &mut Prints, mut coded: Coded) -> anyhow::Result<Added> {
    let hash = content_hash(&coded.article);
    if let Some(known) = articles::of_content(connection, &hash)? {
        if known.is_renamed_by(connection, &coded.article.id)? {
            known.rename(connection, &coded.article.id)?;
        }
        return Ok(Added::Known);
    }
    let name = articles::free_name(connection, &coded.article.id)?;
    if name != coded.article.id {
        coded.mentions.iter_mut().for_each(|m| m.doc.clone_from(&name));
        coded.article.id = name;
    }
    articles::settle_scores(&mut coded);
    add(connection, prints, &hash, &coded)?;
    Ok(Added::New)
}

fn add(connection: &Connection, prints: &mut Prints, hash: &str, coded: &Coded) -> anyhow::Result<()> {
    let id = articles::write(connection, hash, coded)?;
    for member in copies::group(connection, prints, id, &coded.article)? {
        passages::pend_article(connection, member)?;
    }
    passages::write(connection, id, coded)
}
