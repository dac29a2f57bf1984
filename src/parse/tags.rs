//! The words of a sentence in, one tag each out: context decides between the readings that the lexicon gives.

use super::{Parse, Tag, Word};
use crate::resources::Language;
use crate::resources::grammar::Form;
use crate::resources::lexicon::{Closed, WordClass};
use std::ops::Range;

/// Tags the words of one sentence.
pub(super) fn tag(language: &Language, text: &str, parse: &mut Parse<'_>, sentence: usize) {
    let range = parse.sentences[sentence].words.clone();
    let words = &mut parse.words;
    for at in range.clone() {
        if !words[at].sign {
            let starts = at == range.start || begins_again(words, range.start, at);
            words[at].tag = first_guess(language, text, words, range.end, at, starts);
        }
    }
    for at in range.clone() {
        let chosen = settle(language, text, words, range.end, range.start, at);
        words[at].tag = chosen;
        if chosen == Tag::Adjective && words[at].verbs.is_empty() {
            let lower = words[at].span.of(text).to_lowercase();
            words[at].verbs = language.lexicon.inflected_participle(&lower);
        }
    }
}

/// After a colon or an opening quotation mark words are capitalised as at the start of a sentence.
fn begins_again(words: &[Word<'_>], start: usize, at: usize) -> bool {
    at > start && matches!(words[at - 1].tag, Tag::Break | Tag::Quote | Tag::Open)
}

fn first_guess(language: &Language, text: &str, words: &[Word<'_>], end: usize, at: usize, starts: bool) -> Tag {
    let word = &words[at];
    let token = word.span.of(text);
    if word.name.is_some() || word.in_name {
        return Tag::Name;
    }
    if token.starts_with(|c: char| c.is_ascii_digit()) {
        return Tag::Number;
    }
    let number = word.closed.iter().any(|c| c.class == WordClass::Number);
    if word.capital && !starts {
        // Acronyms such as "IN" and nouns such as "Die" in names never are closed-class words inside a sentence.
        return match (number, word.lemma.is_known()) {
            (true, _) => Tag::Number,
            (_, true) => Tag::Noun,
            _ => Tag::Name,
        };
    }
    if !word.closed.is_empty() {
        return closed_tag(language, text, words, end, at);
    }
    if word.capital {
        let verb = word.can_be(Form::FINITE);
        return match (word.lemma.is_known(), verb) {
            (true, _) if language.lexicon.is_noun(token) || !verb => Tag::Noun,
            (_, true) => Tag::Verb,
            _ if is_adjective_before_noun(language, words, end, at, token) => Tag::Adjective,
            _ => Tag::Name,
        };
    }
    if !word.verbs.is_empty() {
        return Tag::Verb;
    }
    if is_adjective_before_noun(language, words, end, at, token) { Tag::Adjective } else { Tag::Adverb }
}

/// An ending, and a noun, a name or another such word behind it.
fn is_adjective_before_noun(language: &Language, words: &[Word<'_>], end: usize, at: usize, token: &str) -> bool {
    let lexicon = &language.lexicon;
    if !lexicon.has_adjective_ending(token) {
        return false;
    }
    let mut next = at + 1;
    while next < end {
        let word = &words[next];
        if word.capital || word.tag == Tag::Number {
            return true;
        }
        let joins = word.tag == Tag::Comma || word.closed.iter().any(|c| c.class == WordClass::Coordinator);
        let plain = word.closed.is_empty() && !matches!(word.tag, Tag::Break | Tag::Open | Tag::Close);
        if !joins && !plain && word.tag != Tag::Quote {
            return false;
        }
        next += 1;
        if next > at + 6 {
            return false;
        }
    }
    false
}

fn has(word: &Word<'_>, class: WordClass) -> bool {
    word.closed.iter().any(|c| c.class == class)
}

/// The most likely class of a closed-class word by its neighbours.
fn closed_tag(language: &Language, text: &str, words: &[Word<'_>], end: usize, at: usize) -> Tag {
    let word = &words[at];
    let next = words.get(at + 1).filter(|_| at + 1 < end);
    let ends_here = next.is_none_or(|n| matches!(n.tag, Tag::Comma | Tag::Break | Tag::Close | Tag::Quote) || is_stop(n) || is_coordinator(n));
    let particle = ends_here && language.lexicon.is_particle(&word.span.of(text).to_lowercase());
    if particle && verb_before(words, at) {
        return Tag::Particle;
    }
    if has(word, WordClass::InfinitiveMark) {
        if next.is_some_and(|n| !n.capital && n.can_be(Form::INFINITIVE)) {
            return Tag::InfinitiveMark;
        }
        if ends_here {
            return Tag::Particle;
        }
        return Tag::Preposition;
    }
    if has(word, WordClass::Preposition) && !has(word, WordClass::Subordinator) {
        if ends_here {
            return if has(word, WordClass::Adverb) { Tag::Adverb } else { Tag::Particle };
        }
        return Tag::Preposition;
    }
    if word.can_be(Form::INFINITIVE) && ends_here {
        return Tag::Verb;
    }
    let order = [
        (WordClass::Negation, Tag::Negation),
        (WordClass::PrepositionArticle, Tag::Preposition),
        (WordClass::Coordinator, Tag::Coordinator),
        (WordClass::Subordinator, Tag::Subordinator),
        (WordClass::Determiner, Tag::Determiner),
        (WordClass::Pronoun, Tag::Pronoun),
        (WordClass::Proadverb, Tag::Proadverb),
        (WordClass::Number, Tag::Number),
        (WordClass::Relative, Tag::Relative),
        (WordClass::Adverb, Tag::Adverb),
    ];
    order.iter().find(|(class, _)| has(word, *class)).map_or(Tag::Adverb, |(_, tag)| *tag)
}

/// A verb in the same stretch of the sentence, to which a particle can belong.
fn verb_before(words: &[Word<'_>], at: usize) -> bool {
    let stretch = words[..at].iter().rev().take_while(|w| !matches!(w.tag, Tag::Break | Tag::Close)).take(40);
    stretch.into_iter().any(|w| w.tag == Tag::Verb)
}

fn is_stop(word: &Word<'_>) -> bool {
    word.sign && word.tag == Tag::Other
}

fn is_coordinator(word: &Word<'_>) -> bool {
    has(word, WordClass::Coordinator)
}

/// Second look with all first guesses at hand.
fn settle(language: &Language, text: &str, words: &[Word<'_>], end: usize, start: usize, at: usize) -> Tag {
    let word = &words[at];
    let before = (at > start).then(|| &words[at - 1]);
    match word.tag {
        Tag::Verb if !word.capital => {
            if attributive(language, text, words, start..end, at) { Tag::Adjective } else { Tag::Verb }
        }
        Tag::Determiner => determiner(words, end, start, at),
        Tag::Subordinator => subordinator(words, end, start, at),
        Tag::Name | Tag::Noun if word.name.is_none() && !word.in_name => {
            // "Russische Truppen" at the start, nominal adjectives otherwise stay nouns.
            let adjective = word.capital && (at == start || before.is_some_and(|b| b.tag == Tag::Quote)) && word.tag == Tag::Name
                && is_adjective_before_noun(language, words, end, at, word.span.of(text));
            if adjective { Tag::Adjective } else { word.tag }
        }
        Tag::Pronoun if has(word, WordClass::Determiner) => determiner(words, end, start, at),
        tag => tag,
    }
}

/// A participle that stands before its noun: "der im Juni unterzeichnete Vertrag", "angereichertes Uran".
fn attributive(language: &Language, text: &str, words: &[Word<'_>], sentence: Range<usize>, at: usize) -> bool {
    let (start, token) = (sentence.start, words[at].span.of(text));
    let Some(next) = words.get(at + 1).filter(|_| at + 1 < sentence.end) else { return false };
    if matches!(next.tag, Tag::Noun | Tag::Name | Tag::Adjective) && language.lexicon.could_be_adjective(token) && !words[at].auxiliary {
        return true;
    }
    let before_noun = next.capital || matches!(next.tag, Tag::Adjective | Tag::Quote)
        || (next.tag == Tag::Verb && language.lexicon.has_adjective_ending(next.span.of(text)));
    if !before_noun || !language.lexicon.has_adjective_ending(token) {
        return false;
    }
    if language.lexicon.inflected_participle(token).is_empty() {
        return false;
    }
    // A determiner that still waits for its noun, or an adjective or preposition just before.
    let mut noun_seen = false;
    for back in (start..at).rev().take(12) {
        let word = &words[back];
        match word.tag {
            Tag::Adverb | Tag::Negation | Tag::Number if back + 1 == at || words[back + 1].tag != Tag::Determiner => {}
            // "durch den | von den USA geführten Block": a noun behind a preposition leaves the outer determiner waiting.
            Tag::Determiner if back > start && words[back - 1].tag == Tag::Preposition && noun_seen => {}
            Tag::Determiner => return !noun_seen,
            Tag::Preposition => {
                noun_seen = false;
                let joined = has(word, WordClass::PrepositionArticle);
                if back + 1 == at || joined && only_modifiers(words, back + 1, at) {
                    return true;
                }
                // "der | im Juni unterzeichnete": the determiner stands before the preposition.
                if back > start && words[back - 1].tag == Tag::Determiner {
                    return true;
                }
            }
            Tag::Adjective if back + 1 == at => return true,
            Tag::Noun | Tag::Name => noun_seen = true,
            Tag::Adjective | Tag::Coordinator => {}
            _ => return false,
        }
    }
    false
}

fn only_modifiers(words: &[Word<'_>], from: usize, to: usize) -> bool {
    words[from..to].iter().all(|w| matches!(w.tag, Tag::Adverb | Tag::Adjective | Tag::Number))
}

/// Determiner, relative or demonstrative pronoun.
fn determiner(words: &[Word<'_>], end: usize, start: usize, at: usize) -> Tag {
    let word = &words[at];
    let next = words.get(at + 1).filter(|_| at + 1 < end);
    if has(word, WordClass::Relative) && at > start {
        let comma = if words[at - 1].tag == Tag::Preposition && at > start + 1 { at - 2 } else { at - 1 };
        if words[comma].tag == Tag::Comma && relative_clause_follows(words, end, at) {
            return Tag::Relative;
        }
    }
    let nominal = next.is_some_and(|n| {
        n.capital || matches!(n.tag, Tag::Adjective | Tag::Number | Tag::Determiner | Tag::Quote | Tag::Name | Tag::Noun)
            || (matches!(n.tag, Tag::Preposition | Tag::Adverb | Tag::Verb) && noun_after_modifiers(words, end, at))
    });
    if nominal { Tag::Determiner } else { Tag::Pronoun }
}

/// "der im Juni unterzeichnete Vertrag", "die sehr wichtigen Gespräche": an adjective and a noun close the phrase.
fn noun_after_modifiers(words: &[Word<'_>], end: usize, at: usize) -> bool {
    let stop = end.min(at + 12);
    (at + 1..stop)
        .take_while(|i| !matches!(words[*i].tag, Tag::Comma | Tag::Break | Tag::Subordinator))
        .any(|i| words[i].tag == Tag::Adjective || (words[i].tag == Tag::Verb && words.get(i + 1).is_some_and(|n| n.capital) && !words[i].can_be(Form::INFINITIVE)))
}

/// After a comma: the words up to the next comma or stop end in a finite verb, or another clause is set in first.
fn relative_clause_follows(words: &[Word<'_>], end: usize, at: usize) -> bool {
    let mut last = None;
    let mut finite = 0;
    for i in at + 1..end {
        let word = &words[i];
        if matches!(word.tag, Tag::Comma | Tag::Break) || is_stop(word) {
            break;
        }
        if matches!(word.tag, Tag::Quote | Tag::Close | Tag::Open) {
            continue;
        }
        if word.tag == Tag::Verb && word.can_be(Form::FINITE) && !has(&words[i - 1], WordClass::InfinitiveMark) {
            finite += 1;
        }
        last = Some(i);
    }
    match last {
        None => words.get(at + 1).is_some_and(|w| w.tag == Tag::Comma),
        Some(last) => {
            let marked = last > at && has(&words[last - 1], WordClass::InfinitiveMark);
            let verb_last = words[last].tag == Tag::Verb && words[last].can_be(Form::FINITE) && !marked;
            // No verb at all: an apposition ("der Sekretär des Rates"), unless the clause goes on after an insertion.
            verb_last || (finite > 0 && !matches!(words[at + 1].tag, Tag::Noun | Tag::Adjective))
                || (finite == 0 && !words[at + 1].capital && matches!(words[at + 1].tag, Tag::Determiner | Tag::Preposition | Tag::Pronoun))
        }
    }
}

/// A subordinator that also is a preposition, adverb or comparison word.
fn subordinator(words: &[Word<'_>], end: usize, start: usize, at: usize) -> Tag {
    let word = &words[at];
    let opens = at == start || matches!(words[at - 1].tag, Tag::Comma | Tag::Coordinator | Tag::Quote | Tag::Break | Tag::Open)
        || (at > start && words[at - 1].tag == Tag::Adverb && (at - 1 == start || words[at - 2].tag == Tag::Comma));
    let also = |class| -> Option<&Closed> { word.closed.iter().find(|c| c.class == class) };
    let verb_ahead = (at + 1..end)
        .take_while(|i| !matches!(words[*i].tag, Tag::Comma | Tag::Break) && !is_stop(&words[*i]))
        .filter(|i| words[*i].tag == Tag::Verb)
        .last();
    let marked = (at + 1..end)
        .take_while(|i| words[*i].tag != Tag::Comma)
        .any(|i| words[i].tag == Tag::InfinitiveMark || words[i].can_be(Form::MARKED_INFINITIVE));
    if also(WordClass::Preposition).is_some() {
        let finite_last = verb_ahead.is_some_and(|v| {
            words[v].can_be(Form::FINITE) && words.get(v + 1).is_none_or(|n| v + 1 >= end || matches!(n.tag, Tag::Comma | Tag::Break | Tag::Quote) || is_stop(n))
        });
        return if opens && (finite_last || marked) { Tag::Subordinator } else { Tag::Preposition };
    }
    // "Seitdem hat sich …": before a finite verb it is an adverb.
    if also(WordClass::Adverb).is_some() && words.get(at + 1).is_some_and(|n| at + 1 < end && n.tag == Tag::Verb && n.can_be(Form::FINITE)) {
        return Tag::Adverb;
    }
    if !opens || verb_ahead.is_none() && words.get(at + 1).is_none_or(|n| n.tag != Tag::Comma) && !words[at + 1..end].iter().any(|w| w.tag == Tag::Verb) {
        return if also(WordClass::Adverb).is_some() { Tag::Adverb } else { Tag::Preposition };
    }
    Tag::Subordinator
}
