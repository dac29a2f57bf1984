//! A tagged sentence in; its words of closed classes settled: articles or pronouns, prepositions or separated particles,
//! conjunctions or adverbs.

use super::places::VerbPlace;
use super::tags::{Tagger, agree_of, has};
use super::{Tag, Word, counts};
use crate::resources::gazetteer::EntityKind;
use crate::resources::grammar::{Agree, Form};
use crate::resources::lexicon::WordClass;

impl Tagger<'_, '_> {
    /// Settles the word at `at`, if it is of a closed class or could be a separated particle.
    pub(super) fn close(&mut self, at: usize) {
        let word = &self.words[at];
        if word.sign
            || word.name.is_some()
            || word.in_name
            || matches!(word.tag, Tag::Name | Tag::Noun | Tag::Number) && word.capital
        {
            return;
        }
        if self.is_particle(at) {
            self.words[at].tag = Tag::Particle;
            return;
        }
        if !word.closed.is_empty() {
            self.words[at].tag = self.closed(at);
        }
    }

    fn closed(&self, at: usize) -> Tag {
        let word = &self.words[at];
        if has(word, WordClass::InfinitiveMark) {
            return self.infinitive_mark(at);
        }
        if has(word, WordClass::Subordinator)
            && let Some(tag) = self.subordinator(at)
        {
            return tag;
        }
        if has(word, WordClass::Preposition) {
            return self.preposition(at);
        }
        if has(word, WordClass::Coordinator) {
            return self.coordinator(at);
        }
        if has(word, WordClass::Determiner) || has(word, WordClass::Pronoun) {
            return self.determiner(at);
        }
        if has(word, WordClass::Relative) {
            return if self.follows_comma(at) { Tag::Relative } else { Tag::Adverb };
        }
        if has(word, WordClass::Proadverb) {
            return Tag::Proadverb;
        }
        if has(word, WordClass::Adverb) && word.can_be(Form::FINITE) && self.is_only_verb(at) {
            return Tag::Verb;
        }
        if word.tag == Tag::Subordinator { Tag::Adverb } else { word.tag }
    }

    /// "Er bitte um Hilfe", but "Kommen Sie bitte": no other word up to the stops around it can be the finite verb, and
    /// something can be its subject.
    fn is_only_verb(&self, at: usize) -> bool {
        let stops = |i: &usize| matches!(self.words[*i].tag, Tag::Comma | Tag::Break | Tag::Quote);
        let before = (self.start..at).rev().take_while(|i| !stops(i));
        let behind = (at + 1..self.end).take_while(|i| !stops(i));
        let (mut others, mut named) = (before.chain(behind), false);
        let finite = others.any(|i| {
            let w = &self.words[i];
            named |= matches!(w.tag, Tag::Noun | Tag::Name | Tag::Pronoun);
            w.tag == Tag::Verb && w.can_be(Form::FINITE)
        });
        !finite && named
    }

    fn next(&self, at: usize) -> Option<&Word<'_>> {
        self.get(at + 1)
    }

    /// Nothing of the same phrase follows: a comma, a stop, a conjunction, an infinitive with its mark.
    fn ends_here(&self, at: usize) -> bool {
        self.next(at).is_none_or(|n| {
            matches!(n.tag, Tag::Comma | Tag::Break | Tag::Close | Tag::Open | Tag::Quote | Tag::Other)
                || has(n, WordClass::Coordinator)
                || has(n, WordClass::InfinitiveMark) && self.marks(at + 1)
                || n.closed.iter().any(|c| self.language.lexicon.is_comparison(*c))
        })
    }

    /// A separated particle at the end of its clause, whose verb stands before: "kündigte … an".
    fn is_particle(&self, at: usize) -> bool {
        let word = &self.words[at];
        let form = self.language.lexicon.symbols.word(word.form);
        if word.capital || !self.language.lexicon.is_particle(form) {
            return false;
        }
        let ends = self.ends_here(at);
        // "gab der Minister, Juan Roca, bekannt": by itself behind a comma only where the verb has it.
        let alone = self.heads(at);
        if alone && (!ends || !self.before(at).is_some_and(|b| b.tag == Tag::Comma)) {
            return false;
        }
        // "rief auf zum Protest": only a particle stands before a preposition.
        let before_preposition = has(word, WordClass::Preposition)
            && !has(word, WordClass::Adverb)
            && self.next(at).is_some_and(|n| {
                (has(n, WordClass::Preposition) || has(n, WordClass::PrepositionArticle))
                    && !has(n, WordClass::InfinitiveMark)
                    && !n.inner
            });
        if !ends && !before_preposition {
            return false;
        }
        let mut plain = false;
        for back in (self.start..at).rev() {
            let verb = &self.words[back];
            if verb.tag == Tag::Break && self.token(back) == ":" {
                break;
            }
            if verb.tag != Tag::Verb || !verb.can_be(Form::FINITE) {
                continue;
            }
            plain = true;
            if verb.verbs.iter().any(|r| self.language.lexicon.particle_verb(form, r.lemma).is_some()) {
                return true;
            }
        }
        plain
            && ends
            && !alone
            && has(word, WordClass::Preposition)
            && !word.closed.iter().any(|c| self.language.lexicon.is_postposition(*c))
    }

    /// True where the mark at `at` belongs to an infinitive right behind it.
    pub(super) fn marks(&self, at: usize) -> bool {
        self.next(at).is_some_and(|n| !n.capital && n.can_be(Form::INFINITIVE) && n.tag != Tag::Adjective)
    }

    fn infinitive_mark(&self, at: usize) -> Tag {
        if self.marks(at) {
            return Tag::InfinitiveMark;
        }
        match self.next(at) {
            _ if self.ends_here(at) => Tag::Adverb,
            // "die zu lösenden Fragen": the mark of an attribute.
            Some(n)
                if n.tag == Tag::Adjective
                    && !n.verbs.is_empty()
                    && n.verbs.iter().all(|r| r.form.meets(Form::PRESENT_PARTICIPLE))
                    && self.before(at).is_some_and(|b| !matches!(b.tag, Tag::Verb)) =>
            {
                Tag::InfinitiveMark
            }
            Some(n) if self.opens_phrase(at + 1, n) => Tag::Preposition,
            _ => Tag::Adverb,
        }
    }

    /// A word with which a noun phrase can begin.
    fn opens_phrase(&self, at: usize, word: &Word<'_>) -> bool {
        if word.sign {
            return word.tag == Tag::Quote && self.next(at).is_some_and(|n| !n.sign);
        }
        word.capital
            || matches!(word.tag, Tag::Number | Tag::Adjective | Tag::Noun | Tag::Name)
            || has(word, WordClass::Determiner)
            || has(word, WordClass::Pronoun)
            || has(word, WordClass::Number)
            || has(word, WordClass::Relative)
            || has(word, WordClass::Preposition) && !has(word, WordClass::Adverb)
            || has(word, WordClass::PrepositionArticle)
            || (has(word, WordClass::Adverb) || word.closed.is_empty())
                && self.get(at + 1).is_some_and(|n| {
                    n.capital
                        || matches!(n.tag, Tag::Number | Tag::Adjective | Tag::Adverb)
                        || has(n, WordClass::Determiner)
                })
                && word.tag != Tag::Verb
            || has(word, WordClass::Adverb) && word.tag == Tag::Adverb
    }

    fn preposition(&self, at: usize) -> Tag {
        let word = &self.words[at];
        let postposed = word.closed.iter().any(|c| self.language.lexicon.is_postposition(*c));
        if postposed && self.before(at).is_some_and(|b| matches!(b.tag, Tag::Noun | Tag::Name | Tag::Pronoun)) {
            return Tag::Preposition;
        }
        match self.next(at) {
            Some(n) if !self.ends_here(at) || word.inner || n.tag == Tag::Quote => {
                if self.opens_phrase(at + 1, n) || n.inner { Tag::Preposition } else { Tag::Adverb }
            }
            _ if has(word, WordClass::Adverb) || has(word, WordClass::Coordinator) => Tag::Adverb,
            _ => Tag::Particle,
        }
    }

    /// "aber", "doch", "denn" join clauses at their head and are adverbs inside; "noch" needs its partner.
    fn coordinator(&self, at: usize) -> Tag {
        let word = &self.words[at];
        if !has(word, WordClass::Adverb) && !word.closed.iter().any(|c| self.language.lexicon.is_weak_coordinator(*c)) {
            return Tag::Coordinator;
        }
        let paired = word.closed.iter().find_map(|c| self.language.lexicon.partner(*c));
        if let Some(partner) = paired {
            let found = (self.start..at).rev().take(25).any(|i| self.words[i].form == partner);
            return if found { Tag::Coordinator } else { Tag::Adverb };
        }
        if self.heads(at) || self.joins_sentences(at) { Tag::Coordinator } else { Tag::Adverb }
    }

    /// "… erschien im September aber er war schon fort": a finite verb on either side, and a phrase right behind.
    fn joins_sentences(&self, at: usize) -> bool {
        let stops = |i: usize| {
            matches!(self.words[i].tag, Tag::Comma | Tag::Break | Tag::Coordinator | Tag::Subordinator | Tag::Relative)
        };
        let sure = |i: usize| {
            self.words[i].tag == Tag::Verb
                && self.words[i].can_be(Form::FINITE)
                && !self.words[i].can_be(Form::INFINITIVE | Form::PARTICIPLE)
        };
        let left = (self.start..at).rev().take_while(|i| !stops(*i)).any(sure);
        left && (at + 1..self.end).take_while(|i| !stops(*i)).any(sure)
    }

    /// The first word of the sentence or of what a comma or break opens.
    fn heads(&self, at: usize) -> bool {
        self.before(at)
            .is_none_or(|b| matches!(b.tag, Tag::Comma | Tag::Break | Tag::Quote | Tag::Open | Tag::Other) && b.sign)
    }

    fn follows_comma(&self, at: usize) -> bool {
        let preposed = self.before(at).is_some_and(|b| b.tag == Tag::Preposition);
        let from = if preposed { at - 1 } else { at };
        self.before(from).is_some_and(|b| matches!(b.tag, Tag::Comma | Tag::Open | Tag::Break | Tag::Coordinator))
    }

    /// A clause can begin here: behind a comma, a conjunction or an adverb that stands behind one.
    fn opens_clause(&self, at: usize) -> bool {
        if self.heads(at) {
            return true;
        }
        let adverb = |i: usize| matches!(self.words[i].tag, Tag::Adverb | Tag::Negation | Tag::Coordinator);
        match self.before(at) {
            Some(b) if b.tag == Tag::Coordinator => true,
            Some(_) if adverb(at - 1) => {
                self.heads(at - 1) || at >= self.start + 2 && adverb(at - 2) && self.heads(at - 2)
            }
            _ => false,
        }
    }

    /// A subordinator; `None` where the word is something else that it also can be.
    fn subordinator(&self, at: usize) -> Option<Tag> {
        let word = &self.words[at];
        let preposition = has(word, WordClass::Preposition);
        // "mehr als 200 Menschen", "und seit Mai"
        if counts::blurred(self.language, self.words, at).is_some() || preposition && self.is_timed(at + 1) {
            return None;
        }
        let other = preposition
            || has(word, WordClass::Adverb)
            || has(word, WordClass::Proadverb)
            || has(word, WordClass::Coordinator);
        if !other {
            return Some(Tag::Subordinator);
        }
        let next = self.next(at);
        // "als ob", "ohne dass": the second word opens the clause.
        if next.is_some_and(|n| has(n, WordClass::Subordinator) && n.closed.len() == 1) {
            return Some(Tag::Adverb);
        }
        // "während sie verhandelten": a form that the preposition does not govern.
        let pronoun = next.filter(|n| preposition && has(n, WordClass::Pronoun) && !has(n, WordClass::Determiner));
        let case = pronoun.map(|n| agree_of(n, WordClass::Pronoun)).filter(|agree| !agree.is_empty());
        if case.is_some_and(|agree| !agree.meets(agree_of(word, WordClass::Preposition))) {
            return Some(Tag::Subordinator);
        }
        let opens = self.opens_clause(at);
        let place = self.verb_place(at);
        // "…, als kämen sie": the unreal comparison has its verb first.
        let unreal = next.is_some_and(|n| n.tag == Tag::Verb && n.can_be(Form::WISHES));
        if unreal && self.heads(at) && word.closed.iter().any(|c| self.language.lexicon.is_comparison(*c)) {
            return Some(Tag::Subordinator);
        }
        if word.closed.iter().any(|c| self.language.lexicon.opens_infinitive(*c)) {
            let at_once = next.is_some_and(|n| has(n, WordClass::InfinitiveMark)) && self.marks(at + 1);
            return (at_once || opens && place != VerbPlace::Earlier && self.infinitive_ahead(at))
                .then_some(Tag::Subordinator);
        }
        if word.closed.iter().any(|c| self.language.lexicon.is_comparison(*c)) && self.is_second_of_pair(at) {
            return Some(Tag::Coordinator);
        }
        let subordinate = match place {
            VerbPlace::Last => {
                opens
                    || word
                        .closed
                        .iter()
                        .all(|c| c.class == WordClass::Subordinator || c.class == WordClass::Preposition)
                        && self.before(at).is_some_and(|b| b.tag == Tag::Comma)
            }
            VerbPlace::Open => opens && !self.governs_next(at),
            VerbPlace::Earlier | VerbPlace::None => false,
        };
        subordinate.then_some(Tag::Subordinator)
    }

    /// A month, a weekday or another time behind at most an article and a number.
    fn is_timed(&self, at: usize) -> bool {
        let noun = (at..at + 3).find(|i| {
            self.get(*i)
                .is_none_or(|w| w.tag != Tag::Number && w.tag != Tag::Determiner && !has(w, WordClass::Determiner))
        });
        let day = noun.and_then(|i| self.get(i)).filter(|w| w.capital && w.first == 0);
        day.is_some_and(|w| self.language.lexicon.is_time_noun(w.lemma))
    }

    /// Before a comma with no verb so far: a bare noun, or a case that the preposition governs, speaks for a preposition.
    fn governs_next(&self, at: usize) -> bool {
        let Some(next) = self.next(at) else { return true };
        let word = &self.words[at];
        let Some(preposition) = word.closed.iter().find(|c| c.class == WordClass::Preposition) else {
            return false;
        };
        if self.language.lexicon.is_comparison(*preposition) {
            return !matches!(next.tag, Tag::Pronoun | Tag::Adverb | Tag::Proadverb)
                || has(next, WordClass::Determiner);
        }
        let article = agree_of(next, WordClass::Determiner);
        next.capital
            || next.tag == Tag::Number
            || article.meets(preposition.agree.without(Agree::NOM)) && !article.meets(Agree::NOM)
    }

    /// "sowohl … als auch": the comparison word joins.
    fn is_second_of_pair(&self, at: usize) -> bool {
        let word = &self.words[at];
        let partner = word.closed.iter().find_map(|c| self.language.lexicon.partner(*c));
        partner.is_some_and(|p| (self.start..at).rev().take(25).any(|i| self.words[i].form == p))
    }

    /// Article or pronoun, by whether a noun phrase follows.
    fn determiner(&self, at: usize) -> Tag {
        let word = &self.words[at];
        if !has(word, WordClass::Determiner) {
            return Tag::Pronoun;
        }
        let fallback =
            if has(word, WordClass::Pronoun) || !has(word, WordClass::Adverb) { Tag::Pronoun } else { Tag::Adverb };
        // "sein" at the end of its clause is the verb.
        if word.can_be(Form::INFINITIVE)
            && !self.language.lexicon.is_article(word.closed)
            && (self.ends_here(at) && !self.next(at).is_some_and(|n| n.tag == Tag::Quote)
                || self.next(at).is_some_and(|n| n.tag == Tag::Verb))
        {
            return Tag::Verb;
        }
        if self.determines(at) { Tag::Determiner } else { fallback }
    }

    fn determines(&self, at: usize) -> bool {
        let word = &self.words[at];
        let Some(next) = self.next(at) else { return false };
        let article = agree_of(word, WordClass::Determiner);
        if next.capital {
            // "…, die Russland unterstützen": most states take no article, but "die Polen", "in der Westukraine" do.
            let relative = self.follows_comma(at);
            if relative && next.name.is_some() && self.is_plain_state(at + 1) && !article.meets(next.agree) {
                return false;
            }
            let known = !next.agree.is_empty() && next.tag == Tag::Noun;
            return !known || article.is_empty() || article.meets(next.agree);
        }
        if has(next, WordClass::Determiner) {
            let indefinite =
                word.closed.iter().any(|c| self.language.lexicon.is_indefinite(&[*c]) && has(word, WordClass::Pronoun));
            let second = agree_of(next, WordClass::Determiner);
            // "einer der Männer", "viele ihrer Freunde": a genitive of its own follows.
            let partitive = indefinite && second.meets(Agree::GEN) && !article.meets(second.without(Agree::GEN));
            // "die beiden", "den anderen": stand for their noun.
            let stands = has(next, WordClass::Pronoun)
                && self.language.lexicon.is_article(word.closed)
                && !self.language.lexicon.is_article(next.closed)
                && (!article.meets(second) || !article.meets(Agree::NOM | Agree::ACC))
                && !self.determines(at + 1)
                && self.language.lexicon.has_adjective_ending(self.token(at + 1));
            if stands {
                return true;
            }
            return !partitive
                && article.meets(second)
                && !self.language.lexicon.is_article(next.closed)
                && self.determines(at + 1);
        }
        match next.tag {
            // "hat dieser neue Angriffe angedroht": the noun is none of his.
            Tag::Adjective => self.noun_ahead(at + 1).is_none_or(|noun| {
                let noun = &self.words[noun];
                let known = noun.tag == Tag::Noun && noun.name.is_none() && !noun.agree.is_empty();
                !known || article.is_empty() || article.meets(noun.agree)
            }),
            Tag::Number => true,
            Tag::Quote => self.get(at + 2).is_some_and(|n| n.capital || n.tag == Tag::Adjective),
            Tag::Adverb
            | Tag::Negation
            | Tag::Preposition
            | Tag::Pronoun
            | Tag::Proadverb
            | Tag::InfinitiveMark
            | Tag::Determiner
            | Tag::Coordinator
            | Tag::Particle => self.attribute_ahead(at + 1),
            _ => false,
        }
    }

    /// Nothing stands before a number but adverbs and words that blur it.
    fn blurs(&self, from: usize, number: usize) -> bool {
        let blurred = |at: usize| counts::blurred(self.language, self.words, at) == Some(number);
        blurred(from)
            || from + 1 == number && self.language.lexicon.counts(self.words[from].form)
            || self.words[from..number].iter().all(|w| matches!(w.tag, Tag::Adverb | Tag::Negation))
    }

    /// A state or capital whose name stands without an article.
    fn is_plain_state(&self, at: usize) -> bool {
        let kind = self.words[at].name.and_then(|n| self.language.gazetteer.entity(n.entity)).map(|e| e.kind);
        matches!(kind, Some(EntityKind::State | EntityKind::Seat | EntityKind::Place))
            && !self.language.syntax.takes_article(self.token(at))
    }

    /// "der | im Juni unterzeichnete Vertrag", "die | sehr wichtigen Gespräche": whole phrases, then an adjective.
    fn attribute_ahead(&self, from: usize) -> bool {
        for at in from..self.end.min(from + 14) {
            let word = &self.words[at];
            match word.tag {
                // Behind a phrase only a participle can go on with the article's own.
                Tag::Adjective if at == from => return true,
                Tag::Adjective => {
                    let plain = self.words[from..at]
                        .iter()
                        .all(|w| w.inner || matches!(w.tag, Tag::Adverb | Tag::Negation | Tag::Number));
                    if plain {
                        return true;
                    }
                    let after_phrase = matches!(
                        self.words[at - 1].tag,
                        Tag::Noun
                            | Tag::Name
                            | Tag::Adverb
                            | Tag::Pronoun
                            | Tag::Number
                            | Tag::Proadverb
                            | Tag::InfinitiveMark
                    );
                    let named = matches!(self.words[at - 1].tag, Tag::Noun | Tag::Name);
                    if after_phrase && (named || !word.verbs.is_empty()) {
                        return true;
                    }
                }
                // "die etwa 200 Soldaten", "der mehr als 30 Geiseln"
                Tag::Number if self.blurs(from, at) => return self.noun_ahead(at + 1).is_some(),
                Tag::Verb | Tag::Break | Tag::Open | Tag::Close | Tag::Subordinator | Tag::Relative => return false,
                Tag::Comma if !word.inner => return false,
                Tag::Coordinator
                    if !(word.inner || at > from && matches!(self.words[at - 1].tag, Tag::Noun | Tag::Name)) =>
                {
                    return false;
                }
                _ => {}
            }
        }
        false
    }
}
