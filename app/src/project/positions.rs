//! Events in, how those who are no party stand to them out: what the engine finds in their passages and in the mentions of
//! the same articles that are about these.

use super::Project;
use super::filter::{Filter, Having};
use super::passages::{self, Stored};
use super::query::Kept;
use super::{articles::WITHIN, events};
use demarche::event::{Event, MentionRef, Position};
use demarche::link;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Notes which acts the mentions of one article take a stand on.
pub(super) fn write(connection: &Connection, written: &[Stored]) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO stand(act, mention) VALUES(?1, ?2)")?;
    for one in written.iter().filter(|one| !one.mention.about.is_empty()) {
        let spoken_of = |act: &&Stored| act.id != one.id && one.mention.about.contains(&act.mention.trigger);
        written.iter().filter(spoken_of).try_for_each(|act| insert.execute([act.id, one.id]).map(drop))?;
    }
    Ok(())
}

/// Takes out what the mentions of an article say of each other.
pub(super) fn remove(connection: &Connection, article: i64) -> rusqlite::Result<()> {
    let sql = "DELETE FROM stand WHERE act BETWEEN ?1 AND ?2";
    let range = [article << WITHIN, ((article + 1) << WITHIN) - 1];
    connection.prepare_cached(sql)?.execute(range).map(drop)
}

impl Project {
    /// How those who are no party stand to the events that meet the filter; `Position::event` is the event's number.
    pub(crate) fn positions(&self, filter: &Filter) -> anyhow::Result<Vec<(Kept, Position)>> {
        self.positions_that(filter, |_| true)
    }

    /// Those of them that are wanted.
    pub(crate) fn positions_that(
        &self,
        filter: &Filter,
        is_wanted: impl Fn(&Position) -> bool,
    ) -> anyhow::Result<Vec<(Kept, Position)>> {
        self.having(Having::Position(None), filter, |kept| {
            let named = |one: &Position| filter.names_position(one) && is_wanted(one);
            Ok(self.positions_of(kept)?.into_iter().rev().filter(named).collect())
        })
    }

    /// How those who are no party stand to one event, by the passages that it has here.
    pub(crate) fn positions_of(&self, kept: &Kept) -> anyhow::Result<Vec<Position>> {
        let mut stands = self.connection.prepare_cached("SELECT mention FROM stand WHERE act = ?1")?;
        let mut ids: BTreeSet<i64> = BTreeSet::new();
        let mut acts: Vec<i64> = Vec::new();
        for act in kept.event.mentions.iter().map(|at| passages::number(*at)) {
            let by: Vec<i64> = stands.query_map([act], |row| row.get(0))?.collect::<Result<_, _>>()?;
            acts.extend((!by.is_empty()).then_some(act));
            ids.extend(by);
        }
        if acts.is_empty() {
            return Ok(Vec::new());
        }
        // The stands of one article stand there in the order of their numbers, as in the article.
        let one = |id: &i64| passages::one(&self.connection, *id);
        let own: BTreeSet<i64> = kept.event.mentions.iter().map(|at| passages::number(*at)).collect();
        let told: Vec<i64> = acts.iter().copied().chain(ids.difference(&own).copied()).collect();
        let stored: Vec<Stored> = told.iter().map(one).collect::<anyhow::Result<_>>()?;
        let (coded, places) = events::as_batch(&stored.iter().collect::<Vec<_>>());
        let event = Event { mentions: places.iter().take(acts.len()).copied().collect(), ..kept.event.clone() };
        let there = |at: MentionRef| places.iter().position(|p| *p == at).map_or(at, |p| passages::place(told[p]));
        let mut positions = link::positions(&coded, &[event]);
        for position in &mut positions {
            position.event = usize::try_from(kept.number)?;
            let mentions = position.stands.iter_mut().flat_map(|stand| &mut stand.mentions);
            mentions.for_each(|at| *at = there(*at));
        }
        Ok(positions)
    }
}
