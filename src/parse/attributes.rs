//! A tagged verb form before a noun in; whether it describes the noun ("die besetzten Gebiete") or is the verb of its clause out.

use super::tags::{Tagger, agree_of, has};
use super::{Tag, Word};
use crate::resources::gazetteer::EntityKind;
use crate::resources::grammar::{Agree, Form};
use crate::resources::lexicon::WordClass;

impl Tagger<'_, '_> {
    /// Turns a verb form that stands before its noun into an adjective.
    pub(super) fn attribute(&mut self, at: usize) {
        let word = &self.words[at];
        let lexicon = &self.language.lexicon;
        if let Some(hit) = word.name
            && hit.words == 1
            && self.language.gazetteer.entity(hit.entity).is_some_and(|e| e.kind == EntityKind::Demonym)
            && lexicon.has_adjective_ending(self.token(at))
            && self.get(self.joined_adjective(at)).is_some_and(|n| {
                n.capital && n.name.is_none() && !n.in_name && !n.agree.is_empty() && n.closed.is_empty()
            })
            && self.language.gazetteer.adjective(lexicon, self.token(at)).is_some()
        {
            // "Deutsche Truppen".
            self.words[at].name = None;
            self.words[at].tag = Tag::Adjective;
            return;
        }
        if word.tag == Tag::Adjective && word.verbs.is_empty() && !word.capital {
            let readings = lexicon.inflected_participle(self.token(at));
            self.words[at].verbs = readings;
            return;
        }
        if word.tag != Tag::Verb || word.capital || word.auxiliary || !lexicon.has_adjective_ending(self.token(at)) {
            return;
        }
        let readings = lexicon.inflected_participle(self.token(at));
        let adjective = readings.is_empty() && self.language.syntax.is_inflected_adjective(lexicon, self.token(at));
        if (readings.is_empty() && !adjective) || !self.leads_to_noun(at + 1) || !self.is_led(at) {
            return;
        }
        self.words[at].verbs = readings;
        self.words[at].tag = Tag::Adjective;
    }

    /// The word behind an adjective of nationality, or behind another that is joined to it ("Deutsche und dänische Schiffe").
    fn joined_adjective(&self, at: usize) -> usize {
        let joined = self.get(at + 1).is_some_and(|w| has(w, WordClass::Coordinator));
        let second = self
            .get(at + 2)
            .is_some_and(|_| self.language.gazetteer.adjective(&self.language.lexicon, self.token(at + 2)).is_some());
        if joined && second { at + 3 } else { at + 1 }
    }

    /// Whether what stands before a participle opens its phrase: "die von der Armee | besetzten Gebiete".
    fn is_led(&self, at: usize) -> bool {
        let mut left = at;
        while left > self.start {
            let word = &self.words[left - 1];
            let adjacent = left == at;
            if has(word, WordClass::Determiner) && !word.auxiliary {
                if adjacent {
                    return self.could_determine(left - 1, at);
                }
                // "Der sehr alte Minister kritisierte …": the article has its noun. And before a bare state stands a verb.
                if self.is_used_up(left - 1, at) || self.is_bare_state(at + 1) {
                    break;
                }
                return true;
            }
            let behind = left >= self.start + 2
                && matches!(self.words[left - 2].tag, Tag::Noun | Tag::Name)
                && word.closed.iter().any(|c| self.language.lexicon.is_postposition(*c));
            if has(word, WordClass::PrepositionArticle)
                || has(word, WordClass::Preposition)
                    && word.tag != Tag::Particle
                    && !behind
                    && !word.closed.iter().any(|c| self.language.lexicon.is_comparison(*c))
            {
                return true;
            }
            if adjacent {
                let joined = has(word, WordClass::Coordinator) || word.tag == Tag::Comma;
                let chained = joined && left >= self.start + 2 && self.words[left - 2].tag == Tag::Adjective;
                // "2015 veröffentlichte X …": a year counts nothing.
                let counts = word.tag == Tag::Number
                    && (self.token(left - 1).len() != 4 || !word.closed.is_empty())
                    && self.leads_to_common_noun(at + 1);
                if chained || counts || word.tag == Tag::Adjective {
                    return true;
                }
            }
            match self.unit_before(left) {
                Some(start) => left = start,
                None => break,
            }
        }
        let only_quoted =
            !self.words[at].can_be(Form::FINITE.without(Form::QUOTEDS) | Form::INFINITIVE | Form::PARTICIPLE);
        only_quoted || self.has_other_finite(at)
    }

    /// Between the determiner and `end` stands its noun, with adverbs and adjectives at most before it.
    fn is_used_up(&self, determiner: usize, end: usize) -> bool {
        let article = agree_of(&self.words[determiner], WordClass::Determiner);
        let before = |w: &Word<'_>| {
            matches!(w.tag, Tag::Adverb | Tag::Adjective | Tag::Number | Tag::Quote)
                && !has(w, WordClass::Preposition)
                && !has(w, WordClass::Determiner)
        };
        let noun = self.words[determiner + 1..end].iter().find(|w| !before(w));
        noun.is_some_and(|w| w.tag == Tag::Noun && (article.is_empty() || article.meets(w.agree)))
    }

    /// A state or town by its name alone, which an attribute with an article does not stand before.
    fn is_bare_state(&self, at: usize) -> bool {
        let kind =
            self.get(at).and_then(|w| w.name).and_then(|n| self.language.gazetteer.entity(n.entity)).map(|e| e.kind);
        matches!(kind, Some(EntityKind::State | EntityKind::Seat | EntityKind::Place))
            && !self.language.syntax.takes_article(self.token(at))
    }

    /// "das bestätigte Russland" is a sentence, "das besetzte Gebiet" a phrase.
    fn could_determine(&self, determiner: usize, participle: usize) -> bool {
        let Some(noun) = self.noun_ahead(participle + 1) else { return false };
        let article = agree_of(&self.words[determiner], WordClass::Determiner);
        let readings = self.words[noun].agree;
        if readings.is_empty() {
            // "das reiche Katar"
            let plain = self.language.syntax.is_inflected_adjective(&self.language.lexicon, self.token(participle));
            return plain || article.meets(Agree::MASCULINE | Agree::FEMININE);
        }
        article.is_empty() || article.meets(readings)
    }

    /// The start of the complete phrase or adverb that ends just before `end`; what it needs on its left belongs to it.
    fn unit_before(&self, end: usize) -> Option<usize> {
        let mut at = end - 1;
        let word = &self.words[at];
        match word.tag {
            Tag::Adverb | Tag::Negation | Tag::Proadverb | Tag::Number => return Some(at),
            Tag::Pronoun if word.closed.iter().any(|c| c.extra == self.language.lexicon.reflexive()) => {
                return Some(at);
            }
            Tag::Noun | Tag::Name => {}
            _ => return None,
        }
        while at > self.start && matches!(self.words[at - 1].tag, Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number)
        {
            at -= 1;
        }
        if at > self.start && has(&self.words[at - 1], WordClass::PrepositionArticle) {
            return Some(at - 1);
        }
        let determined = at > self.start && has(&self.words[at - 1], WordClass::Determiner);
        let preposition = at
            .checked_sub(1 + usize::from(determined))
            .filter(|i| *i >= self.start && has(&self.words[*i], WordClass::Preposition));
        match preposition {
            Some(preposition) => Some(preposition),
            None if determined => Some(at - 1),
            None => Some(at),
        }
    }

    /// Another verb of the same stretch can only be finite.
    fn has_other_finite(&self, at: usize) -> bool {
        let stops = |i: usize| {
            matches!(self.words[i].tag, Tag::Comma | Tag::Break)
                || has(&self.words[i], WordClass::Coordinator)
                || has(&self.words[i], WordClass::Subordinator) && self.words[i].tag == Tag::Subordinator
        };
        let sure = |i: usize| {
            let word = &self.words[i];
            let marked = i > self.start && has(&self.words[i - 1], WordClass::InfinitiveMark);
            // "eine klare Absage": not the finite form of "klaren"; "der verhafteten Politiker"
            let led = || has(&self.words[i - 1], WordClass::Determiner) || self.words[i - 1].tag == Tag::Adjective;
            let attribute = i > at
                && (self.language.syntax.is_inflected_adjective(&self.language.lexicon, self.token(i))
                    || led() && !self.language.lexicon.inflected_participle(self.token(i)).is_empty())
                && self.leads_to_common_noun(i + 1);
            word.tag == Tag::Verb && !marked && !attribute && word.can_be(Form::FINITE)
        };
        let left = (self.start..at).rev().take_while(|i| !stops(*i)).any(sure);
        left || (at + 1..self.end).take_while(|i| !stops(*i)).any(sure)
    }
}
