//! Acts without a time of their own: the day of the news, the day on which a paragraph goes on, or none.
//!
//! Words that are told as said take the day of the news or the article's; deeds do so where they open the article, go on
//! from a day just told, or are deeds of those whom the opening is about.

use super::Teller;
use super::elsewhere::parties;
use crate::code::Coding;
use crate::code::time::day_away;
use crate::mention::{Precision, Quad, TimeSpan};
use crate::parse::{Clause, ClauseKind, Mood};
use crate::resources::frames::FrameKind;
use crate::resources::times::{Relation, TimeWord, Unit};
use std::ops::Range;

/// The day that an article tells of lies at most so many days before it.
const NEWS_DAYS: i64 = 7;
/// Sentences that open an article.
const LEAD: usize = 2;

/// How a clause tells what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    /// "traf", "hat getroffen".
    Past,
    /// "hatte getroffen".
    Before,
    Present,
    /// No finite verb.
    Verbless,
}

/// The opening: the first sentences of the first paragraph that is told in sentences, not in headings.
pub(super) fn opening(coding: &Coding<'_>) -> Range<usize> {
    let parse = coding.parse;
    let whole = |s: &usize| {
        let sentence = &parse.sentences[*s];
        let stops = sentence.span.of(&coding.article.text).ends_with(['.', '!', '?', '“', '"', '«', '»']);
        stops && sentence.clauses.clone().any(|c| parse.clauses[c].verb.as_ref().is_some_and(|v| v.finite.is_some()))
    };
    let Some(first) = (0..parse.sentences.len()).find(whole) else { return 0..parse.sentences.len() };
    let ends = |s: &usize| {
        let gap = parse.sentences[s - 1].span.end..parse.sentences[*s].span.start;
        coding.article.text.get(gap).is_some_and(|g| g.contains('\n'))
    };
    let next = (first + 1..parse.sentences.len()).take(LEAD - 1).take_while(|s| !ends(s));
    first..next.last().unwrap_or(first) + 1
}

impl Teller<'_, '_> {
    fn telling(&self, clause: &Clause) -> Telling {
        match &clause.verb {
            Some(v) if v.past && v.perfect => Telling::Before,
            Some(v) if v.past || v.perfect && !self.coding.is_state(clause) => Telling::Past,
            Some(v) if v.finite.is_some() => Telling::Present,
            _ => Telling::Verbless,
        }
    }

    /// An inner clause tells of the same time as the outer one.
    pub(super) fn tells_along(&self, inner: &Clause, outer: &Clause) -> bool {
        let inner_tells = self.telling(inner);
        inner.kind == ClauseKind::Infinitive || inner_tells == Telling::Verbless || inner_tells == self.telling(outer)
    }

    /// For each sentence the time that goes on from those before it in its paragraph: a day until another time is told,
    /// a vaguer time for one sentence.
    pub(super) fn times_going_on(&self) -> Vec<Option<TimeSpan>> {
        let mut on: Option<TimeSpan> = None;
        let mut out = Vec::with_capacity(self.hits.len());
        for (at, hits) in self.hits.iter().enumerate() {
            if at > 0 && self.paragraphs[at] != self.paragraphs[at - 1] {
                on = None;
            }
            out.push(on);
            on = on.filter(|t| t.precision == Precision::Day);
            for clause in self.coding.parse.sentences[at].clauses.clone().filter(|_| !hits.is_empty()) {
                let c = &self.coding.parse.clauses[clause];
                let mut told =
                    hits.iter().rev().filter(|h| !h.passing && c.words.contains(&h.words.start) && self.is_free(h, c));
                if let (ClauseKind::Main | ClauseKind::Fragment, Some(hit)) = (c.kind, told.next()) {
                    on = hit.time;
                }
            }
        }
        out
    }

    /// Not inside an attribute before a noun.
    fn is_free(&self, hit: &crate::code::time::TimeHit, clause: &Clause) -> bool {
        let phrase = clause.phrases.clone().find(|p| self.overlaps(*p, &hit.words));
        phrase.is_none_or(|p| !self.is_attribute(hit, p) && !self.tells_which(hit, p))
    }

    /// The recent day that the opening names: in a main clause of its first sentence, or in a relative clause.
    pub(super) fn news_day(&self) -> Option<TimeSpan> {
        let published = self.published?.start;
        let limit = day_away(published, -NEWS_DAYS, Unit::Day)?;
        let recent = |t: &TimeSpan| t.precision == Precision::Day && t.start <= published && limit <= t.start;
        let parse = self.coding.parse;
        for sentence in self.opening.clone() {
            for clause in parse.sentences[sentence].clauses.clone() {
                let c = &parse.clauses[clause];
                let leads = c.kind == ClauseKind::Main && sentence == self.opening.start;
                if self.telling(c) != Telling::Past || !leads && c.kind != ClauseKind::Relative {
                    continue;
                }
                let hits =
                    self.hits[sentence].iter().filter(|h| c.words.contains(&h.words.start) && self.is_free(h, c));
                let day = hits.filter_map(|h| h.time).find(recent);
                if day.is_some() {
                    return day;
                }
            }
        }
        None
    }

    /// The day that goes on from the sentences before, the day of the news, the day of the article: by how the clause
    /// tells and by whether words or deeds are told.
    pub(super) fn of_the_day(&self, at: usize) -> Option<TimeSpan> {
        // "Der Besuch war ein Teil der Abmachung" tells what it was, not that it took place.
        if !self.carries_clause(at) || self.noun(at).is_some() && self.is_described(at) {
            return None;
        }
        let clause = self.telling_clause(self.clause(at));
        let kind = self.kind(at);
        let opening = clause.sentence < self.opening.end;
        let verbal = kind.is_none_or(|k| matches!(k.quad(), Quad::VerbalCooperation | Quad::VerbalConflict));
        let leads =
            clause.kind == ClauseKind::Main || clause.kind == ClauseKind::Subordinate && clause.parent.is_none();
        let words = verbal && (opening || leads);
        let quoted = clause.verb.as_ref().is_some_and(|v| v.mood == Mood::Quoted);
        let news = self.news.or(self.published);
        let today = self.today();
        let on = self.going_on[clause.sentence].filter(|t| today.is_none_or(|d| t.start <= d));
        match (self.telling(clause), quoted) {
            (Telling::Before, _) => self.time_before(clause.sentence),
            (Telling::Past, true) if !opening => on,
            (Telling::Past, _) | (Telling::Present, true) => on
                .or(if opening { news } else { self.published.filter(|_| words) })
                .or_else(|| self.published.filter(|_| self.is_of_the_story(at))),
            (Telling::Present, _) if opening && (words || clause.kind != ClauseKind::Relative) => news,
            (Telling::Present, _) => self.published.filter(|_| words && !self.is_attitude(at)),
            (Telling::Verbless, _) => news.filter(|_| opening),
        }
    }

    /// The clause whose verb says when: of one without a finite verb the one that it depends on.
    fn telling_clause<'t>(&'t self, clause: &'t Clause) -> &'t Clause {
        let inner = matches!(clause.kind, ClauseKind::Infinitive | ClauseKind::Subordinate);
        let outer = clause.parent.filter(|_| inner && self.telling(clause) == Telling::Verbless);
        outer.map_or(clause, |o| &self.coding.parse.clauses[o])
    }

    /// What is told as further back belongs to the time of the sentence just before it in the paragraph.
    fn time_before(&self, sentence: usize) -> Option<TimeSpan> {
        let before = sentence.checked_sub(1).filter(|b| self.paragraphs[*b] == self.paragraphs[sentence])?;
        self.hits[before].last().and_then(|h| h.time)
    }

    /// The known subject of the copula beside a noun that says what it is.
    fn is_described(&self, at: usize) -> bool {
        let clause = self.clause(at);
        let subject = clause.arguments.subject.filter(|s| self.noun(at) == Some(*s));
        let noun = |p: usize| Some(p) != subject && self.coding.phrase(p).preposition.is_none();
        let free = |p: usize| self.coding.phrase(p).attached.is_none();
        let plain = clause.verb.as_ref().is_some_and(|v| !v.passive && !v.perfect);
        subject.is_some_and(|s| self.coding.is_known(s))
            && plain
            && self.coding.has_copula(self.matches[at].clause)
            && clause.phrases.clone().any(|p| noun(p) && free(p))
    }

    /// A deed of those whom the opening is about, told in a main clause and not as what followed on another act ("Nach
    /// der Befreiung …"; but "Nach Angaben …").
    fn is_of_the_story(&self, at: usize) -> bool {
        let clause = self.clause(at);
        if self.matches[at].phrase.is_some() || clause.kind != ClauseKind::Main {
            return false;
        }
        let attributed = |p: usize| {
            self.of(self.matches[at].clause).any(|o| self.matches[o].phrase == Some(p) && self.event(o).is_none())
        };
        let first = clause.phrases.clone().next();
        if first.is_some_and(|p| self.relation(p) == Some(Relation::After) && !attributed(p)) {
            return false;
        }
        // "hat bereits entsandt" is how things stand.
        let stressed = |w: &usize| {
            self.coding.language.times.word(self.coding.parse.words[*w].form, Default::default(), false, false)
        };
        let parse = self.coding.parse;
        let sharing = clause.shares.map(|c| &parse.clauses[c].words).into_iter().flatten();
        if clause.words.iter().chain(sharing).any(|w| stressed(w) == Some(TimeWord::Stress)) {
            return false;
        }
        let mine = parties(&self.matches[at]);
        let opened =
            self.matches.iter().take_while(|o| self.coding.parse.clauses[o.clause].sentence < self.opening.end);
        let mut both = opened.flat_map(|o| o.actors.iter().chain(&o.recipients));
        both.any(|a| mine.contains(&a.code.as_str()))
    }

    /// "zeigt sich besorgt": so every day, not on the day of the news.
    fn is_attitude(&self, at: usize) -> bool {
        self.coding.language.frames.frame(self.matches[at].frame).is_some_and(|f| f.kind == FrameKind::Adjective)
    }
}
