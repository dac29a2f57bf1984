//! A filter in, its events with their passages out, one after the other in order of time; and what formats share.

use crate::project::{Filter, Kept, Project, Quote};
use demarche::event::{Event, MentionRef};
use demarche::mention::Actor;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The order of events in all exports.
pub(super) const IN_TIME: &str = "e.first, e.name";

/// An event with its passages.
pub(super) struct Item {
    pub(super) kept: Kept,
    pub(super) quotes: Vec<(MentionRef, Quote)>,
}

impl Item {
    /// An event with those of its passages that the filter asks for.
    pub(super) fn of(project: &Project, filter: &Filter, kept: Kept) -> anyhow::Result<Self> {
        let mut quotes = Vec::with_capacity(kept.event.mentions.len());
        let told = |at: &MentionRef| filter.articles.as_ref().is_none_or(|articles| articles.contains(&at.article));
        for at in project.places(filter, &kept)?.into_iter().filter(told) {
            quotes.extend(project.quote(at)?.map(|quote| (at, quote)));
        }
        Ok(Self { kept, quotes })
    }

    /// The day that stands for the event: its first, or that of its first article.
    pub(super) fn day(&self) -> Option<Date> {
        self.kept.event.time.map(|t| t.start).or(self.kept.told.0)
    }

    pub(super) fn title(&self) -> String {
        title(&self.kept.event)
    }

    pub(super) fn first(&self) -> Option<&Quote> {
        self.quotes.first().map(|(_, quote)| quote)
    }

    /// Articles that tell it, each once.
    pub(super) fn docs(&self) -> Vec<&str> {
        let mut docs: Vec<&str> = self.quotes.iter().map(|(_, q)| q.doc.as_str()).collect();
        docs.sort_unstable();
        docs.dedup();
        docs
    }
}

/// In a few words: `PER GOV > CHL GOV: ACCUSE (denied)`.
pub(crate) fn title(e: &Event) -> String {
    let arrow = if e.symmetric { "with" } else { ">" };
    let mode = e.mode.map_or(String::new(), |m| format!(" {m}"));
    format!("{} {arrow} {}: {}{mode} ({})", names(&e.actors), names(&e.recipients), e.kind, e.status)
}

/// Hands on each event with its passages, in order of time; of more than the filter's limit the youngest.
pub(super) fn each(
    project: &Project,
    filter: &Filter,
    mut take: impl FnMut(Item) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if filter.limit > 0 {
        return project.events(filter)?.into_iter().try_for_each(|kept| take(Item::of(project, filter, kept)?));
    }
    project.each_event(filter, IN_TIME, |kept| take(Item::of(project, filter, kept)?).map(|()| true))
}

/// The articles that tell these events, by their numbers, in the order in which they were added; where outlets are asked for,
/// theirs. Articles that are asked for themselves need tell none.
pub(super) fn documents(project: &Project, filter: &Filter) -> anyhow::Result<BTreeSet<usize>> {
    if let Some(articles) = &filter.articles {
        return Ok(articles.clone());
    }
    let mut found = BTreeSet::new();
    each(project, filter, |item| {
        let asked_for = |quote: &Quote| {
            filter.sources.is_empty() || quote.source.as_ref().is_some_and(|source| filter.sources.contains(source))
        };
        found.extend(item.quotes.iter().filter(|(_, quote)| asked_for(quote)).map(|(at, _)| at.article));
        Ok(())
    })?;
    Ok(found)
}

pub(super) fn keys(actors: &[Actor]) -> String {
    actors.iter().map(Actor::key).collect::<Vec<_>>().join("; ")
}

/// Names where the text gives them, else codes.
pub(super) fn names(actors: &[Actor]) -> String {
    let told = |a: &Actor| a.name.clone().unwrap_or_else(|| a.key());
    if actors.is_empty() { "?".to_owned() } else { actors.iter().map(told).collect::<Vec<_>>().join(", ") }
}

/// A number that is the same for the same id: its hexadecimal digits, and the number of a namesake.
pub(super) fn numeric(id: &str) -> i64 {
    let (digits, namesake) = id.split_once('-').unwrap_or((id, "0"));
    let digits = i64::from_str_radix(digits, 16).unwrap_or_default();
    (digits << 8) | (namesake.parse::<i64>().unwrap_or_default() & 0xFF)
}
