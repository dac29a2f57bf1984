//! A segment that begins with "der", "die", "das", "wer" or "welche" in; whether it is a verb-last clause out.
//!
//! Behind a comma an article and a relative pronoun look alike. What decides: whether a noun phrase can be read there,
//! where the verb stands, and whether open clauses still wait for the verbs that follow.

use super::clauses::{Builder, Needs};
use super::phrases;
use super::segments::{Boundary, Segment, Verbs};
use super::tags::{agree_of, has};
use super::{ClauseKind, Tag};
use crate::resources::grammar::{Agree, Form};
use crate::resources::lexicon::WordClass;

impl Builder<'_, '_> {
    /// The opening of a clause whose first word could also be an article or a pronoun.
    pub(super) fn maybe_opening(&mut self, at: usize) -> Option<(ClauseKind, usize)> {
        let segment = self.segments[at].clone();
        let words = &self.parse.words;
        let first = segment.words.clone().find(|i| !words[*i].sign && words[*i].tag != Tag::Coordinator)?;
        // "Berlin – Der Minister": a capital opens a sentence.
        if words[first].capital {
            return None;
        }
        let behind = |i: usize| Some(i).filter(|i| *i < segment.words.end);
        let candidate = match words[first].tag {
            Tag::Determiner | Tag::Pronoun => first,
            Tag::Preposition | Tag::Adverb => {
                behind(first + 1).filter(|i| matches!(words[*i].tag, Tag::Determiner | Tag::Pronoun))?
            }
            _ => return None,
        };
        let verbs = self.verbs(&segment, true);
        if self.asks(candidate) {
            return self.question(at, &segment, candidate, verbs);
        }
        if !has(&words[candidate], WordClass::Relative) && !self.is_possessive(candidate) {
            return None;
        }
        // A relative clause has something to describe before it.
        let follows =
            matches!(segment.before, Boundary::Comma | Boundary::Bracket | Boundary::Dash) || segment.coordinated;
        if !follows || at == 0 || segment.coordinated && !self.in_relative() {
            return None;
        }
        let relative = self.is_possessive(candidate) || self.is_relative(at, &segment, candidate, verbs);
        if !relative {
            return None;
        }
        self.parse.words[candidate].tag = Tag::Relative;
        Some((ClauseKind::Relative, candidate))
    }

    fn is_possessive(&self, word: usize) -> bool {
        self.parse.words[word].closed.iter().any(|c| self.language.lexicon.is_relative_possessive(*c))
    }

    fn in_relative(&self) -> bool {
        self.stack.iter().any(|s| self.parse.clauses[s.clause].kind == ClauseKind::Relative)
    }

    /// "wer", "was", "welche Partei": a verb-last clause where its verb stands last or it is interrupted.
    fn question(&mut self, at: usize, segment: &Segment, word: usize, verbs: Verbs) -> Option<(ClauseKind, usize)> {
        let interrupted = verbs.finite.is_none() && segment.after == Boundary::Comma && self.spare_verbs(at);
        let last = verbs.last && verbs.finite.is_some_and(|f| f > word + 1 || f + 1 >= segment.words.end);
        if !last && !interrupted {
            return None;
        }
        let relative =
            at > 0 && has(&self.parse.words[word], WordClass::Relative) && self.parse.words[word].tag == Tag::Pronoun;
        if relative {
            self.parse.words[word].tag = Tag::Relative;
        }
        Some((if relative { ClauseKind::Relative } else { ClauseKind::Subordinate }, word))
    }

    fn is_relative(&self, at: usize, segment: &Segment, word: usize, verbs: Verbs) -> bool {
        let words = &self.parse.words;
        let preposed = segment.words.clone().take_while(|i| *i < word).any(|i| words[i].tag == Tag::Preposition);
        let pronoun = agree_of(&words[word], WordClass::Relative);
        let phrase = if words[word].tag == Tag::Determiner {
            phrases::extent(self.language, self.text, words, word, segment.words.end)
        } else {
            None
        };
        let waits_last = self.waits(Needs::FiniteLast);
        let waits_second = self.waits(Needs::FiniteSecond);
        // Behind a conjunction a noun phrase goes on with the clause; beside a marked infinitive it is its object.
        let infinitive = verbs.finite.is_none() && verbs.marked.is_some();
        if segment.coordinated && phrase.is_some()
            || infinitive && (!preposed || phrase.is_some())
            || segment.bracketed && verbs.finite.is_none()
        {
            return false;
        }
        // "hat mit Kollegen aus Chile, der Schweiz und Peru verhandelt": the form closes the bracket outside.
        if phrase.is_some() && self.waits(Needs::Bracket) && self.closes(verbs) && !self.closes_ahead(at) {
            return false;
        }
        let Some((end, agree)) = phrase else {
            // "…, das ist gut": the verb right behind the pronoun and more behind it.
            let second = self.verbs(segment, false);
            let more = || words[word + 1..segment.words.end].iter().any(|w| !w.sign && w.tag != Tag::Verb);
            let early = second.finite == Some(word + 1) && (!second.last || more());
            return match verbs.finite {
                Some(_) => !early || verbs.last && verbs.finite != second.finite,
                None => self.spare_verbs(at) || preposed && segment.after == Boundary::Comma,
            };
        };
        let next = self.after_phrase(end, segment.words.end);
        let cluster = self.cluster(segment, verbs);
        let at_verb = next < segment.words.end && words[next].tag == Tag::Verb;
        let only_genitive = !agree.meets(Agree::ALL.without(Agree::GEN));
        match verbs.finite {
            // "…, der Minister sagte gestern": the phrase before the verb, more behind it.
            Some(_) if at_verb && cluster.is_none_or(|c| next < c) => {
                only_genitive || preposed && verbs.last && next > end
            }
            Some(_) if cluster.is_some() => {
                if waits_last && !self.spare_verbs(at) {
                    return false;
                }
                // "…, der Präsident komme": reported speech in second place, if nothing else is before the verb.
                !(at_verb
                    && !waits_last
                    && self.reported(verbs)
                    && !pronoun.is_empty()
                    && agree.meets(Agree::NOM)
                    && !preposed
                    && end == next
                    && !self.describes(at))
            }
            Some(_) => {
                let extra = || !at_verb && next < segment.words.end && self.extra_phrases(end, segment.words.end);
                only_genitive || !waits_second && (preposed || extra())
            }
            None if segment.after == Boundary::Full || segment.after == Boundary::Coordinator => false,
            None => self.spare_verbs(at) || !waits_last && !waits_second && next < segment.words.end && preposed,
        }
    }

    /// The pronoun agrees with nothing that stands right before it: no noun or name, no pronoun to describe.
    fn describes(&self, at: usize) -> bool {
        let before = &self.segments[at.saturating_sub(1)];
        let last = before.words.clone().rev().find(|i| !self.parse.words[*i].sign);
        last.is_some_and(|i| matches!(self.parse.words[i].tag, Tag::Noun | Tag::Name | Tag::Number | Tag::Pronoun))
    }

    fn reported(&self, verbs: Verbs) -> bool {
        verbs.finite.is_some_and(|f| {
            self.parse.words[f].can_be(Form::QUOTEDS)
                && !self.parse.words[f].can_be(Form::PRESENT | Form::PRESENT_PLURAL | Form::PASTS)
        })
    }

    /// Further genitives, prepositional phrases and conjuncts that can hang on a phrase.
    fn after_phrase(&self, from: usize, end: usize) -> usize {
        let words = &self.parse.words;
        let mut at = from;
        while at < end {
            let word = &words[at];
            let next = match word.tag {
                Tag::Coordinator | Tag::Preposition => phrases::extent(self.language, self.text, words, at + 1, end),
                Tag::Determiner => phrases::extent(self.language, self.text, words, at, end)
                    .filter(|(_, agree)| agree.meets(Agree::GEN)),
                Tag::Name if word.name.is_some_and(|n| n.genitive) => Some((at + 1, Agree::GEN)),
                Tag::Quote => Some((at + 1, Agree::NONE)),
                _ => None,
            };
            match next {
                Some((next, _)) => at = next,
                None => break,
            }
        }
        at
    }

    /// Words behind the first phrase that cannot belong to it.
    fn extra_phrases(&self, from: usize, end: usize) -> bool {
        let at = self.after_phrase(from, end);
        at < end && !self.parse.words[at].sign
    }

    /// Where the verbs at the end of a verb-last segment begin.
    fn cluster(&self, segment: &Segment, verbs: Verbs) -> Option<usize> {
        if !verbs.last {
            return None;
        }
        let words = &self.parse.words;
        let mut at = segment.words.end;
        while at > segment.words.start
            && (words[at - 1].sign || matches!(words[at - 1].tag, Tag::Verb | Tag::InfinitiveMark))
        {
            at -= 1;
        }
        Some(at)
    }

    /// More verbs follow in segments of their own than open clauses wait for: this one may take one of them.
    pub(super) fn spare_verbs(&self, at: usize) -> bool {
        let waiting = self.stack.iter().filter(|s| matches!(s.needs, Needs::FiniteLast | Needs::FiniteSecond)).count();
        let brackets = self.stack.iter().filter(|s| s.needs == Needs::Bracket).count();
        let (mut free, mut closing) = (0, 0);
        for (next, segment) in self.segments.iter().enumerate().skip(at + 1) {
            if segment.bracketed || segment.coordinated {
                continue;
            }
            if segment.before == Boundary::Full {
                break;
            }
            let opened = super::segments::opens(&self.parse.words, segment.words.clone());
            let verbs = self.verbs(segment, true);
            if let Some(finite) = verbs.finite.filter(|_| !opened && !self.looks_relative(next)) {
                free += 1;
                closing += usize::from(self.is_ambiguous(finite));
            }
        }
        // "wird er mit Frau Lai, der Leiterin, zusammentreffen": the last verb closes the bracket.
        free - closing.min(brackets) > waiting
    }

    /// A rough look ahead: the segment begins with a relative pronoun and ends in its verb.
    pub(super) fn looks_relative(&self, at: usize) -> bool {
        let segment = &self.segments[at];
        let words = &self.parse.words;
        let Some(first) = segment.words.clone().find(|i| !words[*i].sign) else { return false };
        let candidate = if words[first].tag == Tag::Preposition { first + 1 } else { first };
        candidate < segment.words.end
            && !segment.coordinated
            && (has(&words[candidate], WordClass::Relative) || self.is_possessive(candidate))
            && self.verbs(segment, true).last
    }
}
