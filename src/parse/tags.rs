//! The words of a sentence in, one tag each out: context decides between the readings that the lexicon gives.
//!
//! First every word by itself, then verb forms that stand before a noun ("die besetzten Gebiete"), then the closed
//! classes (`closed.rs`). Whether "der", "die", "das" behind a comma open a relative clause is left to `clauses.rs`.

use super::{Parse, Tag, Word, parts};
use crate::resources::Language;
use crate::resources::gazetteer::EntityKind;
use crate::resources::grammar::{Agree, Form};
use crate::resources::letters::lower;
use crate::resources::lexicon::WordClass;
use std::ops::Range;

/// Words and signs of a dateline at most.
const LONGEST_DATELINE: usize = 8;

/// Tags the words of one sentence.
pub(super) fn tag<'a>(language: &'a Language, text: &str, parse: &mut Parse<'a>, sentence: usize) {
    let Range { start, end } = parse.sentences[sentence].words.clone();
    // "vor allem": each part is what the whole is, an adverb.
    parts::join(language, text, &mut parse.words[start..end]);
    for at in start + 1..end {
        if parse.words[at].joined {
            parse.words[at].closed = parse.words[at - 1].closed;
        }
    }
    let mut tagger = Tagger { language, text, words: &mut parse.words, start, end };
    for at in start..end {
        if !tagger.words[at].sign {
            tagger.make_noun(at);
            tagger.words[at].tag = tagger.guess(at);
        }
    }
    for at in start..end {
        tagger.attribute(at);
    }
    tagger.join_attributes();
    for at in start..end {
        tagger.close(at);
    }
}

/// How far a noun may stand behind its first adjective, in words.
const LONGEST_RUN: usize = 8;

pub(super) struct Tagger<'t, 'a> {
    pub language: &'t Language,
    pub text: &'t str,
    pub words: &'t mut [Word<'a>],
    pub start: usize,
    pub end: usize,
}

pub(super) fn has(word: &Word<'_>, class: WordClass) -> bool {
    word.closed.iter().any(|c| c.class == class)
}

/// The readings of a word as one of a closed class.
pub(super) fn agree_of(word: &Word<'_>, class: WordClass) -> Agree {
    word.closed.iter().filter(|c| c.class == class).fold(Agree::NONE, |all, c| all | c.agree)
}

impl Tagger<'_, '_> {
    pub(super) fn token(&self, at: usize) -> &str {
        self.words[at].span.of(self.text)
    }

    /// "das Scheitern": an infinitive with a capital is a noun, also where the tables know only a homograph's dative.
    fn make_noun(&mut self, at: usize) {
        let word = &self.words[at];
        // "Das Fernbleiben" is no plural of a compound.
        let compound = word.first > 0 && !self.language.lexicon.is_noun(self.token(at));
        let noun = word.agree.meets(Agree::NOM) && !compound;
        let other = noun || word.name.is_some() || word.in_name || !word.closed.is_empty();
        if word.capital && !other && !self.starts(at) && word.can_be(Form::INFINITIVE) {
            let own = if compound { Agree::NONE } else { word.agree };
            self.words[at].agree = own | self.language.lexicon.infinitive_noun();
        }
    }

    /// The word at `at`, if the sentence has one there.
    pub(super) fn get(&self, at: usize) -> Option<&Word<'_>> {
        (self.start..self.end).contains(&at).then(|| &self.words[at])
    }

    pub(super) fn before(&self, at: usize) -> Option<&Word<'_>> {
        at.checked_sub(1).and_then(|i| self.get(i))
    }

    /// Words are capitalised at the start, behind a colon and behind an opening mark whatever they are.
    fn starts(&self, at: usize) -> bool {
        at == self.start
            || matches!(self.words[at - 1].tag, Tag::Quote | Tag::Open)
            || (self.words[at - 1].tag == Tag::Break
                && (matches!(self.token(at - 1), ":" | ";") || self.is_dateline(at - 1)))
            || self.words[at - 1].tag == Tag::Other && self.words[at - 1].sign
    }

    /// "Genf – Die Minister …", "Washington/Moskau (dpa) – …": nothing but names and signs before the dash.
    fn is_dateline(&self, dash: usize) -> bool {
        let named = |w: &Word<'_>| w.sign || w.in_name || w.name.is_some() || w.closed.is_empty();
        dash > self.start && dash - self.start <= LONGEST_DATELINE && self.words[self.start..dash].iter().all(named)
    }

    fn guess(&self, at: usize) -> Tag {
        let word = &self.words[at];
        if word.name.is_some() || word.in_name || word.person {
            return Tag::Name;
        }
        if word.tag == Tag::Number {
            return Tag::Number;
        }
        if word.capital && !self.starts(at) {
            return self.inner_capital(at);
        }
        if !word.closed.is_empty() {
            return closed_default(word);
        }
        if word.capital {
            return self.first_capital(at);
        }
        if !word.verbs.is_empty() {
            return Tag::Verb;
        }
        let token = self.token(at);
        let inflected = self.language.lexicon.has_adjective_ending(token)
            && !self.language.syntax.is_adverb(token)
            && !self.is_superlative_adverb(at);
        if inflected && self.leads_to_noun(at + 1) { Tag::Adjective } else { Tag::Adverb }
    }

    /// "am häufigsten": a superlative behind "am", with no noun that both could belong to.
    fn is_superlative_adverb(&self, at: usize) -> bool {
        let fused = self.before(at).is_some_and(|b| {
            has(b, WordClass::PrepositionArticle)
                && b.closed.iter().any(|c| self.language.lexicon.forms_superlative(*c))
        });
        let noun = self
            .get(at + 1)
            .is_some_and(|n| n.capital && n.agree.meets(Agree::DAT & (Agree::MASCULINE | Agree::NEUTER)));
        fused && !noun && self.language.lexicon.is_superlative(self.token(at))
    }

    /// A capitalised word inside a sentence: noun, name, number, polite pronoun, or the adjective of a name.
    fn inner_capital(&self, at: usize) -> Tag {
        let word = &self.words[at];
        if has(word, WordClass::Number) {
            return Tag::Number;
        }
        let lexicon = &self.language.lexicon;
        let whole = lexicon.is_noun(self.token(at));
        let polite = !whole && word.closed.iter().any(|c| lexicon.is_polite(*c));
        if polite && self.token(at).chars().skip(1).all(char::is_lowercase) {
            return closed_default(word);
        }
        if self.is_adjective_of_name(at) || self.is_adjective_of_place(at) {
            return Tag::Adjective;
        }
        if word.agree.is_empty() { Tag::Name } else { Tag::Noun }
    }

    /// The first word of a sentence, if it belongs to no closed class.
    fn first_capital(&self, at: usize) -> Tag {
        let word = &self.words[at];
        let token = self.token(at);
        let lower = lower(token);
        let language = self.language;
        let whole = language.lexicon.is_noun(token);
        let inflected = language.lexicon.has_adjective_ending(&lower)
            && (language.syntax.is_inflected_adjective(&language.lexicon, &lower)
                || !language.lexicon.inflected_participle(&lower).is_empty());
        if inflected && self.leads_to_common_noun(at + 1) && !self.acts(at) || self.is_adjective_of_place(at) {
            return Tag::Adjective;
        }
        let next_pronoun =
            self.get(at + 1).is_some_and(|n| has(n, WordClass::Pronoun) && !has(n, WordClass::Determiner));
        let verb = word.can_be(Form::FINITE | Form::PARTICIPLE | Form::INFINITIVE);
        match (whole, verb) {
            (true, true) if next_pronoun => Tag::Verb,
            (true, _) => Tag::Noun,
            (false, true) if word.agree.is_empty() || next_pronoun => Tag::Verb,
            _ if language.syntax.is_adverb(&lower) || language.syntax.is_adjective(&lower) => Tag::Adverb,
            _ if !word.agree.is_empty() => Tag::Noun,
            _ => Tag::Name,
        }
    }

    /// "Rebellen entführten Soldaten": people, and behind them the only form of a verb that can be finite.
    fn acts(&self, at: usize) -> bool {
        let finite =
            |i: usize| self.get(i).is_some_and(|w| !w.capital && w.closed.is_empty() && w.can_be(Form::FINITE));
        let plain = |i: usize| finite(i) && !self.words[i].can_be(Form::PARTICIPLE | Form::INFINITIVE);
        let stops = |i: &usize| matches!(self.words[*i].tag, Tag::Comma | Tag::Break);
        let people = self.language.gazetteer.office_word(self.token(at)).is_some();
        people
            && self.words[at].agree.meets(Agree::PLURAL)
            && plain(at + 1)
            && !(at + 2..self.end).take_while(|i| !stops(i)).any(plain)
    }

    /// "Kalten" in "im Kalten Krieg".
    fn is_adjective_of_name(&self, at: usize) -> bool {
        let lexicon = &self.language.lexicon;
        let token = self.token(at);
        let next_noun =
            self.get(at + 1).is_some_and(|n| n.capital && !n.agree.is_empty() && n.name.is_none() && !n.in_name);
        if !next_noun || !lexicon.has_adjective_ending(token) {
            return false;
        }
        // "Argentiniens Oberstes Gericht"
        let led = self.before(at).is_some_and(|b| {
            b.tag == Tag::Adjective
                || b.name.is_some_and(|n| n.genitive)
                || has(b, WordClass::Determiner)
                || has(b, WordClass::Preposition)
                || has(b, WordClass::PrepositionArticle)
        });
        let lower = lower(token);
        led && (self.language.syntax.is_inflected_adjective(lexicon, &lower)
            || !lexicon.inflected_participle(&lower).is_empty())
    }

    /// "Moskauer" in "die Moskauer Führung".
    fn is_adjective_of_place(&self, at: usize) -> bool {
        let lexicon = &self.language.lexicon;
        let next_noun =
            self.get(at + 1).is_some_and(|n| n.capital && !n.agree.is_empty() && n.name.is_none() && !n.in_name);
        // "die Kieler SPD"
        let next_body = || {
            let entity = self.get(at + 1).and_then(|n| self.language.gazetteer.entity(n.name?.entity));
            entity.is_some_and(|e| matches!(e.kind, EntityKind::Body | EntityKind::Party | EntityKind::Group))
        };
        (next_noun || next_body())
            && lexicon.place_stems(self.token(at)).any(|stem| {
                let hits = self.language.gazetteer.names(lexicon, &[stem.as_str()]);
                hits.iter().any(|(id, ..)| {
                    let kind = self.language.gazetteer.entity(*id).map(|e| e.kind);
                    matches!(kind, Some(EntityKind::Seat | EntityKind::Place | EntityKind::State))
                })
            })
    }

    /// From `from` on only what can stand between an adjective and its noun, then a noun or name.
    pub(super) fn leads_to_noun(&self, from: usize) -> bool {
        self.noun_ahead(from).is_some()
    }

    pub(super) fn leads_to_common_noun(&self, from: usize) -> bool {
        self.noun_ahead(from).is_some_and(|at| {
            let word = &self.words[at];
            word.name.is_none() && !word.agree.is_empty()
        })
    }

    pub(super) fn noun_ahead(&self, from: usize) -> Option<usize> {
        let lexicon = &self.language.lexicon;
        let inflected = |i: usize| {
            let word = &self.words[i];
            let token = self.token(i);
            // "Jugendliche griffen Soldaten an": a form of a verb that is no adjective.
            let verb = || {
                word.can_be(Form::FINITE)
                    && !self.language.syntax.is_inflected_adjective(lexicon, token)
                    && lexicon.inflected_participle(token).is_empty()
            };
            word.closed.is_empty() && !word.sign && !word.capital && lexicon.has_adjective_ending(token) && !verb()
        };
        for at in from..self.end.min(from + LONGEST_RUN) {
            let word = &self.words[at];
            if word.capital && !word.sign {
                let nominal = word.closed.is_empty()
                    || !word.agree.is_empty()
                    || word.name.is_some()
                    || self.token(at).chars().skip(1).any(char::is_uppercase);
                return nominal.then_some(at);
            }
            if word.tag == Tag::Number || word.tag == Tag::Quote || has(word, WordClass::Number) {
                continue;
            }
            if word.tag == Tag::Comma || has(word, WordClass::Coordinator) {
                // Another adjective, perhaps behind an adverb, must follow.
                if (at + 1..self.end.min(at + 3)).any(inflected) {
                    continue;
                }
                return None;
            }
            // "der französische und der deutsche Minister"
            let article = at > from
                && has(word, WordClass::Determiner)
                && has(&self.words[at - 1], WordClass::Coordinator)
                && from.checked_sub(2).is_some_and(|first| self.words[first].form == word.form)
                && (at + 1..self.end.min(at + 2)).any(inflected);
            if article {
                continue;
            }
            let adverb = has(word, WordClass::Adverb) || word.closed.is_empty() && !word.sign && word.verbs.is_empty();
            let joined = word.sign && self.token(at) == "-";
            if !(inflected(at) || joined || adverb && (at + 1..self.end.min(at + 3)).any(inflected)) {
                return None;
            }
        }
        None
    }

    /// Marks commas and conjunctions that stand inside one phrase: between adjectives, numbers, parts of compounds.
    fn join_attributes(&mut self) {
        for at in self.start + 1..self.end.saturating_sub(1) {
            let joins = self.words[at].tag == Tag::Comma || has(&self.words[at], WordClass::Coordinator);
            if !joins {
                continue;
            }
            let (left, right) = (self.words[at - 1].tag, self.words[at + 1].tag);
            let comma = self.words[at].tag == Tag::Comma;
            let adjectives = left == Tag::Adjective
                && (right == Tag::Adjective
                    || right == Tag::Adverb && self.get(at + 2).is_some_and(|w| w.tag == Tag::Adjective));
            let numbers = !comma && left == Tag::Number && right == Tag::Number;
            let compound = self.token(at - 1).ends_with('-') && self.words[at - 1].tag != Tag::Break;
            let prepositions = !comma
                && has(&self.words[at - 1], WordClass::Preposition)
                && has(&self.words[at + 1], WordClass::Preposition)
                && !has(&self.words[at + 1], WordClass::Subordinator);
            self.words[at].inner = adjectives || numbers || compound || prepositions;
        }
    }
}

/// The class of a closed-class word before its neighbours are asked.
fn closed_default(word: &Word<'_>) -> Tag {
    let order = [
        (WordClass::Negation, Tag::Negation),
        (WordClass::PrepositionArticle, Tag::Preposition),
        (WordClass::Preposition, Tag::Preposition),
        (WordClass::Coordinator, Tag::Coordinator),
        (WordClass::Subordinator, Tag::Subordinator),
        (WordClass::Determiner, Tag::Determiner),
        (WordClass::Pronoun, Tag::Pronoun),
        (WordClass::Proadverb, Tag::Proadverb),
        (WordClass::Number, Tag::Number),
        (WordClass::Relative, Tag::Relative),
    ];
    order.iter().find(|(class, _)| has(word, *class)).map_or(Tag::Adverb, |(_, tag)| *tag)
}
