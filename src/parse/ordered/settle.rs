//! A word and the class that was chosen for it in; tag, form of the verb, lemma and number of the noun written into the word.

use crate::parse::{Tag, Word};
use crate::resources::Language;
use crate::resources::gazetteer::EntityKind;
use crate::resources::grammar::{Agree, Form};
use crate::resources::letters::lower;
use crate::resources::neighbours::Class;

/// Writes a class into the word: tag, the form of the verb, lemma and number of the noun.
pub(super) fn settle(language: &Language, text: &str, words: &mut [Word<'_>], at: usize, class: Class) {
    let token = words[at].span.of(text);
    let word = &mut words[at];
    word.class = class;
    if word.sign {
        return;
    }
    let lexicon = &language.lexicon;
    let form = match class {
        Class::BASE | Class::AUX_BASE => Form::INFINITIVE,
        Class::PRESENTS => Form::PRESENT_PLURAL,
        Class::PRESENT => Form::PRESENT,
        Class::PAST => Form::PASTS,
        Class::PARTICIPLE | Class::AUX_PARTICIPLE => Form::PARTICIPLE,
        Class::GERUND | Class::AUX_GERUND => Form::PRESENT_PARTICIPLE,
        Class::AUX_FINITE | Class::MODAL => Form::FINITE,
        _ => Form::NONE,
    };
    word.tag = tag(class);
    if !form.is_empty() {
        word.verbs.retain(|r| r.form.meets(form));
        word.verbs.iter_mut().for_each(|r| r.form = r.form & form);
        word.auxiliary = word.verbs.first().is_some_and(|v| language.auxiliaries.contains(v.lemma));
        return;
    }
    word.auxiliary = false;
    match class {
        Class::PLURAL if word.name.is_some() => {
            word.tag = Tag::Name;
            word.verbs.clear();
        }
        Class::NOUN | Class::PLURAL => {
            number(lexicon.plain_noun(&lower(token)), class == Class::PLURAL, word);
        }
        Class::POSSESSOR => {
            word.genitive = true;
            let lower = lower(token);
            let base = lexicon.genitive_base(&lower).unwrap_or(&lower).to_owned();
            if word.name.is_none() && !word.in_name {
                let noun = lexicon.plain_noun(&base);
                let office = noun.and_then(|n| language.gazetteer.office(lexicon, &base, n.head)).is_some();
                if noun.is_some() && (!word.capital || at == 0 || office) {
                    word.tag = Tag::Noun;
                    let plural = noun.is_some_and(|n| n.agree.is_plural());
                    number(noun, plural, word);
                }
            }
        }
        // A participle before its noun keeps what it is a form of.
        Class::ADJECTIVE => {
            word.verbs.retain(|r| r.form.meets(Form::PARTICIPLE | Form::PRESENT_PARTICIPLE));
            if word.name.is_some_and(|n| n.words == 1)
                && word
                    .name
                    .and_then(|n| language.gazetteer.entity(n.entity))
                    .is_some_and(|e| matches!(e.kind, EntityKind::Demonym | EntityKind::Adjective))
            {
                word.name = None;
            }
        }
        _ => {
            if class == Class::NAME && word.name.is_none() {
                word.agree = Agree::NONE;
            }
            word.verbs.clear();
        }
    }
}

fn number(noun: Option<crate::resources::lexicon::NounReading>, plural: bool, word: &mut Word<'_>) {
    if let Some(noun) = noun {
        word.lemma = noun.head;
        word.first = noun.first;
    }
    word.agree = if plural { Agree::PLURAL } else { Agree::ALL.without(Agree::PLURAL) };
    word.verbs.clear();
}

fn tag(class: Class) -> Tag {
    match class {
        Class::NOUN | Class::PLURAL => Tag::Noun,
        Class::NAME | Class::POSSESSOR => Tag::Name,
        Class::ADJECTIVE => Tag::Adjective,
        Class::ADVERB => Tag::Adverb,
        Class::DETERMINER => Tag::Determiner,
        Class::PRONOUN => Tag::Pronoun,
        Class::PREPOSITION | Class::AGENT | Class::OF => Tag::Preposition,
        Class::MARK => Tag::InfinitiveMark,
        Class::COORDINATOR => Tag::Coordinator,
        Class::SUBORDINATOR | Class::THAT => Tag::Subordinator,
        Class::RELATIVE => Tag::Relative,
        Class::NEGATION => Tag::Negation,
        Class::NUMBER => Tag::Number,
        Class::END => Tag::Other,
        _ => Tag::Verb,
    }
}
