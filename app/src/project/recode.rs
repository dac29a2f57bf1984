//! An article of the file as today's engine codes it in, the file changed by it out: what people decided stays.
//!
//! A passage that is told at the words where one was told before takes its place: its event, and what decisions say of it.
//! What is told nowhere any more goes; what is new is linked as in an article that is added.

use super::articles::{self, WITHIN};
use super::passages::{self, Stored};
use super::relink::{self, set_event};
use super::{Project, events, region, review};
use demarche::event::Coded;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::collections::{BTreeMap, BTreeSet};

/// The fact that names the last article that was coded again by a run that has not ended.
const REACHED: &str = "coded again up to";

impl Project {
    /// The articles that are still to be coded again: all, or those that a stopped run has left.
    pub(crate) fn to_recode(&self) -> anyhow::Result<Vec<i64>> {
        let reached: Option<String> = self
            .connection
            .prepare_cached("SELECT value FROM fact WHERE name = ?1")?
            .query_row([REACHED], |row| row.get(0))
            .optional()?;
        let reached: i64 = reached.map_or(Ok(0), |value| value.parse())?;
        Ok(self.article_ids()?.into_iter().filter(|id| *id > reached).collect())
    }

    /// Puts what an article tells by today's engine in the place of what it told before.
    pub(crate) fn recode(&mut self, id: i64, mut coded: Coded) -> anyhow::Result<()> {
        articles::settle_scores(&mut coded);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        replace(&transaction, id, &coded)?;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO fact(name, value) VALUES(?1, ?2)")?
            .execute([REACHED, &id.to_string()])?;
        transaction.commit()?;
        Ok(())
    }

    /// Ends a run over all articles: the next one begins with the first.
    pub(crate) fn recoded(&mut self) -> anyhow::Result<()> {
        self.connection.execute("DELETE FROM fact WHERE name = ?1", [REACHED])?;
        Ok(())
    }
}

fn replace(connection: &Connection, id: i64, coded: &Coded) -> anyhow::Result<()> {
    let before = passages::of_article(connection, id)?;
    let told: Vec<_> = before.iter().map(|stored| &stored.mention).collect();
    if articles::read(connection, id)?.1 == coded.sentences && told.iter().copied().eq(&coded.mentions) {
        return Ok(());
    }
    let origin = before.first().map_or(id, |stored| stored.origin);
    passages::remove(connection, &before)?;
    articles::resentence(connection, id, coded)?;
    let fresh = passages::write(connection, id, origin, coded)?;
    let heirs = heirs(id, &before, coded);
    let mut renumbered = BTreeMap::new();
    for (old, new) in &heirs {
        set_event(connection, *new, before[*old].event)?;
        renumbered.insert(before[*old].id, *new);
    }
    review::renumber(connection, &before.iter().map(|stored| stored.id).collect::<Vec<_>>(), &renumbered)?;
    let region = region::around(connection, &fresh)?;
    let mut touched = relink::relink(connection, &region)?;
    let events: BTreeSet<i64> = before.iter().map(|stored| stored.event).collect();
    touched.grown.retain(|event, _| !events.contains(event));
    touched.changed.extend(events);
    events::write_all(connection, &touched)
}

/// Which of the old passages each new one takes the place of: index and number. The same type at the same words goes before
/// another type there.
fn heirs(article: i64, before: &[Stored], coded: &Coded) -> Vec<(usize, i64)> {
    let (mut left, mut taken) = (BTreeSet::new(), BTreeSet::new());
    let mut heirs = Vec::new();
    for same_kind in [true, false] {
        for (at, new) in coded.mentions.iter().enumerate() {
            let fits = |old: &Stored| {
                let m = &old.mention;
                m.trigger.overlaps(new.trigger) && (!same_kind || (m.kind, m.status) == (new.kind, new.status))
            };
            let old = (0..before.len()).find(|old| !left.contains(old) && fits(&before[*old]));
            if let Some(old) = old.filter(|_| taken.insert(at)) {
                left.insert(old);
                heirs.push((old, (article << WITHIN) + at as i64));
            }
        }
    }
    heirs
}
