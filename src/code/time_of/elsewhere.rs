//! Times that an act takes from what is told around it: the same act told with a date, the plan that it belongs to, the
//! clause that it depends on.

use super::Teller;
use super::own::Own;
use crate::code::match_frames::Match;
use crate::mention::{Status, TimeSpan};
use crate::parse::ClauseKind;

/// Sentences within which a definite noun takes up an act told without a date.
const REACH: usize = 2;

impl Teller<'_, '_> {
    /// "an diesen Gesprächen": the act of the same kind told last.
    pub(super) fn pointed_at(&self, at: usize, before: &[Option<TimeSpan>]) -> Option<TimeSpan> {
        let determiner = self.coding.phrase(self.noun(at)?).determiner?;
        let lexicon = &self.coding.language.lexicon;
        let points = self.coding.parse.words[determiner].closed.iter().any(|c| lexicon.is_demonstrative(c.extra));
        let kind = self.kind(at).filter(|_| points)?;
        (0..at).rev().find(|o| self.kind(*o) == Some(kind)).and_then(|o| before[o])
    }

    /// The same act told with a time elsewhere: "das Treffen" after or before the sentence that dates it.
    pub(super) fn same_act(&self, at: usize) -> Option<TimeSpan> {
        let phrase = self.noun(at)?;
        let p = self.coding.phrase(phrase);
        let definite = self.coding.is_known(phrase);
        if p.agree.is_plural() || p.determiner.is_none() && !definite {
            return None;
        }
        let dated = |o: &usize| self.own[*o].time().is_some() && self.is_same(at, *o, definite);
        let earlier = (0..at).rev().filter(|_| definite).find(dated);
        let near = |o: &usize| self.sentence(*o) - self.sentence(at) <= REACH;
        let later = || (at + 1..self.matches.len()).take_while(near).find(|o| dated(o) && self.refers_back(*o));
        self.own[earlier.or_else(later)?].time()
    }

    /// A later noun that takes an earlier one up.
    fn refers_back(&self, later: usize) -> bool {
        // "Das Treffen fand am Montag statt": the noun, or the subject of a verb that only says that it took place.
        let told = || self.clause(later).arguments.subject.filter(|_| self.matches[later].phrase.is_none());
        self.noun(later).or_else(told).is_some_and(|p| self.coding.is_known(p))
    }

    /// The same kind of act between the same parties; a definite noun may leave parties out.
    fn is_same(&self, at: usize, other: usize, definite: bool) -> bool {
        if self.event(at).is_none() || self.event(at) != self.event(other) {
            return false;
        }
        let (mine, others) = (parties(&self.matches[at]), parties(&self.matches[other]));
        mine == others || definite && !mine.is_empty() && mine.iter().all(|c| others.contains(c))
    }

    /// "dabei": the time of the act told in the sentences before.
    pub(super) fn taken_up(&self, at: usize, before: &[Option<TimeSpan>]) -> Option<TimeSpan> {
        let words = &self.coding.parse.words;
        let therewith = |w: &usize| self.coding.language.times.is_therewith(words[*w].form);
        if self.matches[at].phrase.is_some() || !self.clause(at).words.iter().any(therewith) {
            return None;
        }
        let earlier = |o: &usize| self.event(*o).is_some() && self.sentence(*o) < self.sentence(at);
        (0..at).rev().find(earlier).and_then(|o| before[o])
    }

    /// "wurden getötet und verletzt": what shares an auxiliary shares the time.
    pub(super) fn shared(&self, at: usize, before: &[Option<TimeSpan>]) -> Option<TimeSpan> {
        let shares = self.clause(at).shares.filter(|_| self.matches[at].phrase.is_none())?;
        self.of(shares).rev().find(|o| *o < at && self.matches[*o].phrase.is_none()).and_then(|o| before[o])
    }

    /// When a plan is for: a time ahead in the words that announce it, or the time of a plan of the same kind told before
    /// it in the paragraph.
    pub(super) fn planned_for(&self, at: usize, before: &[Option<TimeSpan>]) -> Option<TimeSpan> {
        let clause = self.clause(at);
        let today = self.today();
        let here = self.hits[clause.sentence].iter().filter(|h| clause.words.contains(&h.words.start));
        let ahead = here.filter_map(|h| h.time).find(|t| today.is_some_and(|d| t.end > d));
        if ahead.is_some() && self.matches[at].phrase.is_some() {
            return ahead;
        }
        let paragraph = self.paragraphs[clause.sentence];
        let earlier = (0..at).rev().take_while(|o| self.paragraphs[self.sentence(*o)] == paragraph);
        let mut plans =
            earlier.filter(|o| self.settled[*o].status == Status::Planned && self.kind(*o) == self.kind(at));
        plans.find_map(|o| before[o])
    }

    /// What the clauses around say: the one that this depends on, or the main clause before it in the sentence.
    pub(super) fn outside(&self, at: usize, before: &[Option<TimeSpan>]) -> Own {
        if !self.carries_clause(at) {
            return Own::Nothing;
        }
        let clause = self.clause(at);
        let outer = match clause.kind {
            ClauseKind::Infinitive | ClauseKind::Relative | ClauseKind::Subordinate => clause.parent,
            ClauseKind::Main => self.main_before(self.matches[at].clause),
            ClauseKind::Fragment => None,
        };
        let Some(outer) = outer.filter(|o| *o != self.matches[at].clause) else { return Own::Nothing };
        if !self.tells_along(clause, &self.coding.parse.clauses[outer]) {
            return Own::Nothing;
        }
        // "wurde von Lawrow gewürdigt, der die Hilfe lobte": the act of the outer clause, where that has a time.
        let act = || {
            self.of(outer).find(|o| self.matches[*o].phrase.is_none()).and_then(|o| before.get(o).copied().flatten())
        };
        match self.of_clause(outer, at) {
            Own::Nothing => act().map_or(Own::Nothing, Own::At),
            told => told,
        }
    }

    fn main_before(&self, clause: usize) -> Option<usize> {
        let parse = self.coding.parse;
        let c = &parse.clauses[clause];
        let first = parse.sentences[c.sentence].clauses.start;
        c.shares.or_else(|| (first..clause).rev().find(|b| parse.clauses[*b].kind == ClauseKind::Main))
    }
}

/// The codes of both sides, sorted.
pub(super) fn parties(m: &Match) -> Vec<&str> {
    let mut codes: Vec<&str> = m.actors.iter().chain(&m.recipients).map(|a| a.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
