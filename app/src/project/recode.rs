//! An article of the file as today's engine codes it in, the file changed by it out: what people decided stays.
//!
//! A passage that is told at the words where one was told before takes its place: its event, and what decisions say of it.
//! What is told nowhere any more goes; what was near to either is linked at the end of the run, as after adding.

use super::articles::{self, WITHIN};
use super::passages::{self, Stored};
use super::region::pend;
use super::relink::set_event;
use super::{Project, agreements, events, review, voices};
use demarche::event::Coded;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The fact that tells how far a run came that has not ended.
const REACHED: &str = "coded again";
/// Events that are told anew in one change.
const AT_A_TIME: usize = 1_024;

/// How far a run came.
#[derive(Deserialize, Serialize)]
struct Reached {
    /// The version of the program: another one begins anew.
    program: String,
    /// The last article that was tried, and those up to it that could not be coded.
    last: i64,
    left: Vec<i64>,
}

impl Reached {
    /// Of a run of this program that was stopped; else nothing is done yet.
    fn read(connection: &Connection) -> anyhow::Result<Self> {
        let mut statement = connection.prepare_cached("SELECT value FROM fact WHERE name = ?1")?;
        let fact: Option<String> = statement.query_row([REACHED], |row| row.get(0)).optional()?;
        let reached: Option<Self> = fact.map(|fact| serde_json::from_str(&fact)).transpose()?;
        let program = env!("CARGO_PKG_VERSION").to_owned();
        let known = reached.filter(|reached| reached.program == program);
        Ok(known.unwrap_or(Self { program, last: 0, left: Vec::new() }))
    }
}

impl Project {
    /// The articles that are still to be coded again: all, or those that a stopped run has left.
    pub(crate) fn left_to_recode(&mut self) -> anyhow::Result<Vec<i64>> {
        self.settle()?;
        let reached = Reached::read(&self.connection)?;
        let mut ids = self.article_ids()?;
        ids.retain(|id| *id > reached.last || reached.left.contains(id));
        Ok(ids)
    }

    /// Puts what an article tells by today's engine in the place of what it told before; where it could not be coded, that
    /// stays.
    pub(crate) fn recode(&mut self, id: i64, coded: Option<Coded>) -> anyhow::Result<()> {
        self.change(|connection| {
            let mut reached = Reached::read(connection)?;
            reached.last = reached.last.max(id);
            reached.left.retain(|left| *left != id);
            match coded {
                Some(mut coded) => {
                    articles::settle_scores(&mut coded);
                    replace(connection, id, &coded)?;
                }
                None => reached.left.push(id),
            }
            connection
                .prepare_cached("INSERT OR REPLACE INTO fact(name, value) VALUES(?1, ?2)")?
                .execute([REACHED, &serde_json::to_string(&reached)?])?;
            Ok(())
        })
    }

    /// Ends a run over all articles: what is kept of each event is made anew of its passages, and the next run begins with the
    /// first article.
    pub(crate) fn recoded(&mut self) -> anyhow::Result<()> {
        let events: Vec<i64> = self
            .connection
            .prepare("SELECT id FROM event ORDER BY id")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for portion in events.chunks(AT_A_TIME) {
            self.change(|connection| portion.iter().try_for_each(|event| events::rewrite(connection, *event)))?;
        }
        agreements::forget(&self.connection)?;
        self.connection.execute("DELETE FROM fact WHERE name = ?1", [REACHED])?;
        Ok(())
    }
}

fn replace(connection: &Connection, id: i64, coded: &Coded) -> anyhow::Result<()> {
    let before = passages::of_article(connection, id)?;
    let told: Vec<_> = before.iter().map(|stored| &stored.mention).collect();
    voices::write(connection, id, &coded.article, &coded.statements, &coded.mentions)?;
    let stands = before.iter().all(|stored| stored.is_sound(&coded.article.text));
    let is_same = || told.iter().copied().eq(&coded.mentions);
    if stands && is_same() && articles::read(connection, id)?.1 == coded.sentences {
        // Of what stays another program may have kept less.
        return Ok(passages::write_speakers(connection, &before)?);
    }
    passages::remove(connection, &before)?;
    articles::resentence(connection, id, coded)?;
    let written = passages::write(connection, id, &coded.article, coded.mentions.clone())?;
    passages::block(connection, written.iter())?;
    written.iter().try_for_each(|one| pend(connection, one.id))?;
    let heirs = heirs(id, &before, coded);
    let mut renumbered = BTreeMap::new();
    for (old, new) in &heirs {
        set_event(connection, *new, before[*old].event)?;
        renumbered.insert(before[*old].id, *new);
    }
    review::renumber(connection, &before.iter().map(|stored| stored.id).collect::<Vec<_>>(), &renumbered)?;
    for event in before.iter().map(|stored| stored.event).collect::<BTreeSet<i64>>() {
        if passages::ids_of_event(connection, event)?.is_empty() {
            events::remove(connection, event)?;
        }
    }
    Ok(())
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
