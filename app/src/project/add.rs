//! Coded articles in, the file changed by them one after the other, in one transaction. Their passages wait for the end of
//! the run, when they are linked.

use super::articles::{self, content_hash};
use super::{Project, copies, passages};
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
        self.change(|connection| articles.into_iter().map(|coded| add_one(connection, coded)).collect())
    }
}

fn add_one(connection: &Connection, mut coded: Coded) -> anyhow::Result<Added> {
    let hash = content_hash(&coded.article);
    if articles::id_of_content(connection, &hash)?.is_some() {
        return Ok(Added::Known);
    }
    let name = articles::free_name(connection, &coded.article.id)?;
    if name != coded.article.id {
        coded.mentions.iter_mut().for_each(|m| m.doc.clone_from(&name));
        coded.article.id = name;
    }
    articles::settle_scores(&mut coded);
    add(connection, &hash, &coded)?;
    Ok(Added::New)
}

fn add(connection: &Connection, hash: &str, coded: &Coded) -> anyhow::Result<()> {
    let id = articles::write(connection, hash, coded)?;
    for member in copies::group(connection, id, &coded.article)? {
        passages::pend_article(connection, member)?;
    }
    passages::write(connection, id, coded)
}
