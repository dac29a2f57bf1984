//! One mention and its article in, everything that linking compares out.

use super::digest::digest_of;
use super::words::Words;
use crate::article::{Article, Span};
use crate::event::MentionRef;
use crate::mention::{Actor, EventType, Mention, Sector, Status};
use jiff::civil::Date;
use std::borrow::Cow;

/// First and last day, counted from a fixed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Days {
    pub(super) first: i32,
    pub(super) last: i32,
}

impl Days {
    pub(super) fn length(self) -> i32 {
        self.last - self.first + 1
    }

    /// Days that lie between two intervals; zero or less where they touch or overlap.
    pub(super) fn gap(self, other: Days) -> i32 {
        self.first.max(other.first) - self.last.min(other.last)
    }
}

/// The words of a mention: what of a passage costs most to find out, and can be kept.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// From the first to the last part of the mention.
    pub(super) clause: Words,
    /// Of the whole sentence.
    pub(super) sentence: Words,
}

impl Said {
    pub fn of(mention: &Mention, sentence: &str) -> Self {
        Self { clause: clause(mention, sentence), sentence: Words::of(sentence) }
    }

    /// The words of another mention of the same sentence.
    pub fn beside(&self, mention: &Mention, sentence: &str) -> Self {
        Self { clause: clause(mention, sentence), sentence: self.sentence.clone() }
    }
}

fn clause(mention: &Mention, sentence: &str) -> Words {
    Words::of(within(extent(mention), mention.sentence).of(sentence))
}

/// A mention with what linking compares; borrows the mention, and needs nothing else to be keyed and merged.
#[derive(Clone, Debug)]
pub struct Passage<'a> {
    pub at: MentionRef,
    pub mention: &'a Mention,
    pub published: Option<Date>,
    /// Digest of the article that this one copies, or of its own id: copies do not confirm each other.
    pub(super) origin: u64,
    pub(super) published_day: Option<i32>,
    pub(super) time: Option<Days>,
    /// Codes without sectors, sorted, each once.
    pub(super) actors: Vec<&'a str>,
    pub(super) recipients: Vec<&'a str>,
    /// Both sides together.
    pub(super) parties: Vec<&'a str>,
    /// Both sides with their sectors.
    pub(super) sectors: Vec<(&'a str, Option<Sector>)>,
    pub(super) said: Cow<'a, Said>,
}

impl<'a> Passage<'a> {
    /// `origin` is the id of the article whose copy `article` is, or its own.
    pub fn new(at: MentionRef, article: &Article, origin: &str, mention: &'a Mention) -> Self {
        let published = article.published.map(|(date, _)| date);
        let said = Cow::Owned(Said::of(mention, mention.sentence.of(&article.text)));
        Self::of_words(at, published, origin, mention, said)
    }

    /// The same from what a store keeps of the article: its day, its origin and the words of the mention.
    pub fn of_words(
        at: MentionRef,
        published: Option<Date>,
        origin: &str,
        mention: &'a Mention,
        said: Cow<'a, Said>,
    ) -> Self {
        Self {
            at,
            mention,
            published,
            origin: digest_of(&[origin]),
            published_day: published.map(day),
            time: mention.time.map(|t| Days { first: day(t.start), last: day(t.end).max(day(t.start)) }),
            actors: codes(mention.actors.iter()),
            recipients: codes(mention.recipients.iter()),
            parties: codes(both(mention)),
            sectors: set(both(mention).map(|a| (a.code.as_str(), a.sector))),
            said,
        }
    }

    /// Where the passage stands in time, in days since the year 2000: what it tells, else its article's day.
    pub fn day(&self) -> Option<i32> {
        self.time.map_or(self.published_day, |t| Some(t.first))
    }

    pub(super) fn kind(&self) -> EventType {
        self.mention.kind
    }

    /// Told as something to come or that might come.
    pub(super) fn foretold(&self) -> bool {
        matches!(self.mention.status, Status::Planned | Status::Possible)
    }

    pub(super) fn same_article(&self, other: &Passage<'_>) -> bool {
        self.mention.doc == other.mention.doc
    }

    /// A total order that depends on what is said alone, not on where it stood in the batch.
    pub(super) fn order(&self) -> impl Ord + use<'a> {
        let m = self.mention;
        (
            (self.day(), self.published_day, m.doc.as_str()),
            (m.sentence, m.trigger, m.kind, m.mode, m.status, m.symmetric),
            (&m.actors, &m.recipients, &m.said_by, m.time),
        )
    }
}

/// Days since the year 2000.
pub(super) fn day(date: Date) -> i32 {
    (date - Date::constant(2000, 1, 1)).get_days()
}

/// The actors of both sides.
pub(super) fn both(mention: &Mention) -> impl Iterator<Item = &Actor> {
    mention.actors.iter().chain(&mention.recipients)
}

pub(super) fn codes<'a>(actors: impl Iterator<Item = &'a Actor>) -> Vec<&'a str> {
    set(actors.map(|a| a.code.as_str()))
}

/// Sorted, each once.
pub(super) fn set<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}

/// From the first to the last word that belongs to the mention, within its sentence.
fn extent(mention: &Mention) -> Span {
    let parts = both(mention)
        .map(|a| a.span)
        .chain(mention.object)
        .chain(mention.place.iter().map(|p| p.span))
        .chain(mention.magnitudes.iter().map(|m| m.span));
    parts.filter(|s| s.start < s.end && mention.sentence.covers(*s)).fold(mention.trigger, Span::join)
}

/// A span of the article as one of its sentence; empty where it begins before it.
fn within(span: Span, sentence: Span) -> Span {
    match (span.start.checked_sub(sentence.start), span.end.checked_sub(sentence.start)) {
        (Some(start), Some(end)) => Span::new(start, end),
        _ => Span::default(),
    }
}
