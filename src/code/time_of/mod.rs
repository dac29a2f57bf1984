//! Matches and the times told around them in, the time of each act out: told with it, with what governs it, with the
//! same act elsewhere in the article, or the day that the article tells of.

mod elsewhere;
mod news;
mod own;

use super::Coding;
use super::match_frames::Match;
use super::status::Settled;
use super::time::{self, TimeHit, day_away};
use crate::article::Origin;
use crate::mention::{EventType, Mode, Precision, Status, TimeSpan};
use crate::parse::{Clause, ClauseKind, Mood};
use crate::resources::times::{Relation, TimeWord, Unit};
use jiff::civil::Date;
use own::Own;
use std::ops::Range;

/// Acts further back than this are history.
const HISTORY_YEARS: i64 = 2;

/// What the times of the acts of one article are chosen from.
struct Teller<'c, 'a> {
    coding: &'c Coding<'a>,
    /// In order of their clauses.
    matches: &'c [Match],
    settled: &'c [Settled],
    /// For each sentence the times told in it.
    hits: Vec<Vec<TimeHit>>,
    /// For each sentence the number of its paragraph.
    paragraphs: Vec<usize>,
    /// What the words around each match say.
    own: Vec<Own>,
    /// For each sentence the time at which its paragraph stands when the sentence begins.
    going_on: Vec<Option<TimeSpan>>,
    /// The sentences that open the article: what they and the headings before them tell is its news.
    opening: Range<usize>,
    /// The recent day that the opening names.
    news: Option<TimeSpan>,
    /// The article's date, where the article gives it.
    published: Option<TimeSpan>,
}

/// How what is told stands to the telling of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Under {
    /// A noun in the clause of the telling: "kritisierte den Angriff".
    Noun,
    /// It stands beside it: "traf und lobte".
    Nothing,
    /// At its time: "sei bereit", "beschloss, … zu verhängen".
    Now,
    /// Before it: "habe angegriffen".
    Earlier,
}

/// The time of every match, and whether the words around it say so themselves; none where the text leaves it open.
pub(super) fn all(coding: &Coding<'_>, matches: &[Match], settled: &[Settled]) -> Vec<(Option<TimeSpan>, bool)> {
    let published = coding.article.published.filter(|(_, origin)| *origin <= Origin::Page);
    let mut teller = Teller {
        coding,
        matches,
        settled,
        hits: time::all(coding),
        paragraphs: paragraphs(coding),
        own: Vec::new(),
        going_on: Vec::new(),
        opening: news::opening(coding),
        news: None,
        published: published.map(|(day, _)| day_span(day)),
    };
    teller.own = (0..matches.len()).map(|at| teller.own(at)).collect();
    teller.going_on = teller.times_going_on();
    teller.news = teller.news_day();
    let mut times: Vec<Option<TimeSpan>> = Vec::with_capacity(matches.len());
    for at in 0..matches.len() {
        let time = teller.time(at, &times);
        times.push(time);
    }
    let own = teller.own.iter().map(|own| matches!(own, Own::At(_)));
    times.into_iter().zip(own).collect()
}

/// True for what lies more than two years before the article.
pub(super) fn is_history(coding: &Coding<'_>, time: TimeSpan) -> bool {
    let Some((published, _)) = coding.article.published else { return false };
    day_away(published, -HISTORY_YEARS, Unit::Year).is_some_and(|limit| time.end < limit)
}

/// True for what ends before the day of the article, where the article gives that: nothing is planned for such a time.
pub(super) fn has_passed(coding: &Coding<'_>, time: TimeSpan) -> bool {
    let given = coding.article.published.filter(|(_, origin)| *origin <= Origin::Page);
    given.is_some_and(|(published, _)| time.end < published)
}

fn day_span(day: Date) -> TimeSpan {
    TimeSpan { start: day, end: day, precision: Precision::Day }
}

fn paragraphs(coding: &Coding<'_>) -> Vec<usize> {
    let mut number = 0;
    let mut last = 0;
    let count = |sentence: &crate::parse::Sentence| {
        let gap = coding.article.text.get(last..sentence.span.start).unwrap_or("");
        number += usize::from(gap.contains('\n'));
        last = sentence.span.end;
        number
    };
    coding.parse.sentences.iter().map(count).collect()
}

impl Teller<'_, '_> {
    /// The time of one match, those before it being known.
    fn time(&self, at: usize, before: &[Option<TimeSpan>]) -> Option<TimeSpan> {
        match self.own[at] {
            Own::At(time) => return Some(time),
            Own::Open => return None,
            Own::Nothing => {}
        }
        if let Some(time) = self.pointed_at(at, before) {
            return Some(time);
        }
        let settled = &self.settled[at];
        match settled.status {
            Status::Possible | Status::Denied => return None,
            Status::Planned => return self.planned_for(at, before),
            Status::Claimed | Status::Reported => {}
        }
        let told = self.same_act(at).or_else(|| self.taken_up(at, before)).or_else(|| self.shared(at, before));
        if told.is_some() {
            return told;
        }
        if let Some(governor) = settled.governor {
            let under = self.under(at);
            if settled.status == Status::Claimed && under != Under::Nothing {
                return None;
            }
            match under {
                Under::Now => {
                    let told = before.get(governor).copied().unwrap_or_else(|| self.own[governor].time());
                    if told.is_some() {
                        return told;
                    }
                }
                Under::Earlier if self.sentence(at) >= self.opening.end => return None,
                Under::Nothing | Under::Noun | Under::Earlier => {}
            }
        }
        match self.outside(at, before) {
            Own::At(time) => Some(time),
            Own::Open => None,
            Own::Nothing => self.of_the_day(at),
        }
    }

    fn under(&self, at: usize) -> Under {
        let clause = self.clause(at);
        if self.matches[at].phrase.is_some() {
            return Under::Noun;
        }
        let Some(verb) = &clause.verb else { return Under::Earlier };
        match clause.kind {
            ClauseKind::Main if verb.mood == Mood::Indicative => Under::Nothing,
            _ if verb.perfect || verb.past => Under::Earlier,
            _ => Under::Now,
        }
    }

    fn clause(&self, at: usize) -> &Clause {
        &self.coding.parse.clauses[self.matches[at].clause]
    }

    fn sentence(&self, at: usize) -> usize {
        self.clause(at).sentence
    }

    /// What the row of a match codes; none for rows of speaking.
    fn event(&self, at: usize) -> Option<(EventType, Option<Mode>)> {
        self.coding.language.frames.frame(self.matches[at].frame).and_then(|f| f.event)
    }

    fn kind(&self, at: usize) -> Option<EventType> {
        self.event(at).map(|(kind, _)| kind)
    }

    /// The matches of a clause.
    fn of(&self, clause: usize) -> Range<usize> {
        let first = self.matches.partition_point(|m| m.clause < clause);
        first..first + self.matches[first..].partition_point(|m| m.clause == clause)
    }

    /// The phrase of a match that is the noun of its phrase, not an attribute in it.
    fn noun(&self, at: usize) -> Option<usize> {
        let m = &self.matches[at];
        m.phrase.filter(|p| self.coding.phrase(*p).head == m.word)
    }

    /// What the preposition of a phrase says of time.
    fn relation(&self, phrase: usize) -> Option<Relation> {
        let word = self.coding.phrase(phrase).preposition?;
        match self.coding.language.times.word(word, Default::default(), false, false) {
            Some(TimeWord::Relation(relation)) => Some(relation),
            _ => None,
        }
    }

    /// The article's date, however it is known.
    fn today(&self) -> Option<Date> {
        self.coding.article.published.map(|(day, _)| day)
    }
}
