//! Clauses that are still open and a segment in; whether it interrupts one, closes its verb bracket or goes on behind it out.

use super::clauses::{Builder, Needs, State};
use super::segments::{self, Boundary, Segment, Verbs};
use super::{Clause, ClauseKind, Tag};
use crate::resources::grammar::Form;
use std::ops::Range;

impl Builder<'_, '_> {
    /// "Drei Türken in Ankara von der Polizei erschossen": a heading, its participle at the end behind two phrases.
    pub(super) fn heads_only(&self, at: usize, verbs: Verbs) -> bool {
        let segment = &self.segments[at];
        let whole = self.segments.len() == 1 && [segment.before, segment.after] == [Boundary::Full; 2];
        let stopped = self.parse.words[segment.words.clone()].last().is_some_and(|w| w.sign && w.tag == Tag::Other);
        let form = verbs.finite.filter(|f| {
            let word = &self.parse.words[*f];
            verbs.last && !word.auxiliary && word.can_be(Form::PARTICIPLE)
        });
        let Some(form) = form.filter(|_| whole && !stopped && verbs.nonfinite.is_none()) else { return false };
        segment
            .words
            .clone()
            .filter(|i| *i > segment.words.start && *i < form)
            .any(|i| self.parse.words[i].tag == Tag::Preposition)
    }

    /// "Die Nato, so hieß es, verlangte …", "habe, sagte er, gewonnen": a verb between commas near their first, while the
    /// clause around it still waits for the verb that follows.
    pub(super) fn interrupts(&self, at: usize, verbs: Verbs) -> bool {
        let segment = &self.segments[at];
        let Some(next) = self.segments.get(at + 1).filter(|n| !n.bracketed && !n.coordinated) else { return false };
        if [segment.before, segment.after] != [Boundary::Comma; 2] || segment.coordinated {
            return false;
        }
        let early = verbs.finite.is_some_and(|f| {
            let mut before = segment.words.clone().take_while(|i| *i != f).filter(|i| !self.parse.words[*i].sign);
            before.next().is_none_or(|i| self.parse.words[i].tag == Tag::Adverb) && before.next().is_none()
        });
        if !(early || self.tells(verbs)) || segments::opens(&self.parse.words, next.words.clone()) {
            return false;
        }
        match self.stack.last().map(|s| s.needs) {
            Some(Needs::FiniteSecond) => self.verbs(next, false).first,
            Some(Needs::Bracket) => self.closes(self.verbs(next, true)),
            // "„Wir lehnen“, sagte der Minister, „jede Einmischung ab.“"
            Some(_) => {
                let quoted =
                    |range: Range<usize>| self.parse.words[range].iter().rfind(|w| !w.sign).is_some_and(|w| w.quoted);
                let around = self.stack.last().is_some_and(|s| {
                    let mut words = self.parse.clauses[s.clause].words.iter().map(|i| &self.parse.words[*i]);
                    words.rfind(|w| !w.sign).is_some_and(|w| w.quoted)
                });
                around
                    && !quoted(segment.words.clone())
                    && quoted(next.words.clone())
                    && self.verbs(next, false).finite.is_none()
            }
            None => false,
        }
    }

    /// "Der Vorwurf der USA, Russland habe …, ist absurd": behind a noun of saying what was said, in the order of a main clause.
    pub(super) fn tells(&self, verbs: Verbs) -> bool {
        let frames = &self.language.frames;
        let says = |at: &usize| {
            let word = &self.parse.words[*at];
            let noun = || self.language.lexicon.symbols.word(word.lemma).to_lowercase();
            word.tag == Tag::Noun
                && frames.noun(&noun()).iter().filter_map(|id| frames.frame(*id)).any(|f| f.content.is_some())
        };
        let open = self.stack.last().filter(|s| s.needs == Needs::FiniteSecond && verbs.finite.is_some());
        open.is_some_and(|s| self.parse.clauses[s.clause].words.iter().any(says))
    }

    /// A phrase behind a finished clause, with insertions and then a verb in reported mood behind it: told speech begins.
    pub(super) fn resumes_speech(&self, at: usize) -> bool {
        let words = &self.parse.words;
        let segment = &self.segments[at];
        let told = segment.before == Boundary::Comma && segment.after == Boundary::Comma && !segment.coordinated;
        let waits = self.stack.iter().any(|s| s.needs != Needs::Nothing);
        let main = self.stack.last().is_some_and(|s| self.parse.clauses[s.clause].kind == ClauseKind::Main);
        if !told || waits || !main {
            return false;
        }
        let rest = self.segments.iter().enumerate().skip(at + 1).take_while(|(_, s)| s.before != Boundary::Full);
        let plain =
            rest.filter(|(i, s)| !s.bracketed && !segments::opens(words, s.words.clone()) && !self.looks_relative(*i));
        let next = plain.map(|(_, s)| self.verbs(s, false)).find(|v| v.finite.is_some());
        next.is_some_and(|v| {
            let reported = |f: usize| {
                words[f].can_be(Form::QUOTEDS) && !words[f].can_be(Form::PRESENT | Form::PRESENT_PLURAL | Form::PASTS)
            };
            v.first && v.finite.is_some_and(reported)
        })
    }

    /// Forms that can close the bracket of an auxiliary: a participle or infinitive, or one with the infinitive of its
    /// own auxiliary behind it ("soll … getötet haben").
    pub(super) fn closes(&self, verbs: Verbs) -> bool {
        match verbs.finite {
            Some(finite) => {
                let word = &self.parse.words[finite];
                let helps = word.auxiliary && word.can_be(Form::INFINITIVE) && verbs.nonfinite.is_some();
                verbs.last && (self.is_ambiguous(finite) || helps)
            }
            None => verbs.nonfinite.is_some(),
        }
    }

    /// A later part of the sentence closes a bracket.
    pub(super) fn closes_ahead(&self, at: usize) -> bool {
        let rest = self.segments.iter().skip(at + 1).take_while(|s| s.before != Boundary::Full);
        rest.filter(|s| !s.bracketed)
            .any(|s| !segments::opens(&self.parse.words, s.words.clone()) && self.closes(self.verbs(s, true)))
    }

    /// "sollen A überfallen und B getötet haben": the clause whose bracket the infinitive of an auxiliary closes.
    pub(super) fn completed(&self, segment: &Segment) -> Option<usize> {
        let verbs = self.verbs(segment, true);
        let helper = verbs.finite.filter(|f| self.parse.words[*f].auxiliary && self.closes(verbs))?;
        let position = self.stack.len().checked_sub(1).filter(|_| segment.coordinated)?;
        let clause = &self.parse.clauses[self.stack[position].clause];
        let helped = clause.auxiliary.map_or(clause, |lender| &self.parse.clauses[lender]);
        let own = segments::verbs(&self.parse.words, helped.words.iter().copied(), false);
        let modal = own.finite.is_some_and(|f| {
            let modals = &self.language.auxiliaries.modals;
            self.parse.words[f].verbs.iter().any(|r| modals.contains(&r.lemma))
        });
        let waits = own.nonfinite.is_some_and(|n| self.parse.words[n].can_be(Form::PARTICIPLE));
        (modal && waits && own.finite != Some(helper) && clause.kind == ClauseKind::Main).then_some(position)
    }

    /// A verb-last clause or infinitive that has its verb at its end.
    pub(super) fn is_finished(&self, state: &State) -> bool {
        let clause = &self.parse.clauses[state.clause];
        let last = clause.words.iter().rfind(|w| !self.parse.words[**w].sign);
        state.needs == Needs::Nothing
            && matches!(clause.kind, ClauseKind::Relative | ClauseKind::Subordinate | ClauseKind::Infinitive)
            && last.is_some_and(|w| self.parse.words[*w].tag == Tag::Verb)
    }

    /// "…, darunter drei Frauen": tells more of what stands right before.
    pub(super) fn adds(&self, segment: &Segment) -> bool {
        let first = segment.words.clone().find(|i| !self.parse.words[*i].sign);
        first.is_some_and(|i| self.parse.words[i].tag == Tag::Proadverb)
    }

    /// "hat A besetzt, B geschlossen und C verhaftet": a participle at the end of its segment beside that of an auxiliary.
    pub(super) fn lists(&self, segment: &Segment, position: usize) -> bool {
        let words = &self.parse.words;
        let before = &self.parse.clauses[self.stack[position].clause];
        let own = segments::verbs(words, before.words.iter().copied(), false);
        let helped = own.finite.is_some_and(|f| words[f].auxiliary) || before.auxiliary.is_some();
        helped && self.goes_on(segment, position)
    }

    /// The clause before ends in a participle, and a list of them goes on.
    pub(super) fn goes_on(&self, segment: &Segment, position: usize) -> bool {
        let words = &self.parse.words;
        let before = &self.parse.clauses[self.stack[position].clause];
        let last = before.words.iter().rfind(|w| !words[**w].sign);
        last.is_some_and(|w| words[*w].tag == Tag::Verb && words[*w].can_be(Form::PARTICIPLE))
            && self.leads_list(segment)
    }

    /// A participle ends a segment behind a comma, and one that a conjunction adds further on.
    pub(super) fn leads_list(&self, segment: &Segment) -> bool {
        let words = &self.parse.words;
        let ends = |s: &Segment| {
            let verbs = self.verbs(s, true);
            let form = verbs.nonfinite.or(verbs.finite.filter(|f| self.is_ambiguous(*f)));
            let participle =
                form.is_some_and(|n| words[n].can_be(Form::PARTICIPLE) && segments::ends(words, n, s.words.end));
            verbs.marked.is_none() && participle
        };
        let mut behind = self.segments.iter().skip_while(|s| s.words.start <= segment.words.start);
        let added = behind.find(|s| s.coordinated || s.before != Boundary::Comma);
        let first = segment.before == Boundary::Comma && !segment.coordinated && ends(segment);
        first && added.is_some_and(|s| s.coordinated && ends(s))
    }

    /// "der A besetzt, B geschlossen und C verhaftet hat": a participle beside another, whose auxiliary is yet to come.
    pub(super) fn queue(&mut self, position: usize, segment: &Segment, verbs: Verbs) {
        let sibling = self.stack[position].clause;
        let Clause { kind, parent, link, .. } = self.parse.clauses[sibling].clone();
        let clause = self.add(kind, segment.words.clone(), verbs, link);
        self.parse.clauses[clause].parent = parent;
        self.parse.clauses[clause].shares = Some(sibling);
        self.stack.truncate(position);
        self.stack.push(State { clause, needs: Needs::FiniteLast });
        self.last = Some(clause);
    }
}
