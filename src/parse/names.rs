//! The words of a block in; the names that the gazetteer knows marked on their first word. Then the words of the article
//! in; lone surnames taken back that nothing in it speaks for.

use super::tags::has;
use super::{NameHit, Tag, Word, persons};
use crate::resources::Language;
use crate::resources::gazetteer::{Entity, EntityKind};
use crate::resources::grammar::Agree;
use crate::resources::letters::lower;
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;
use crate::resources::syntax::Roles;
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

/// Longest name of the tables, in words.
pub(super) const LONGEST: usize = 8;

/// So many words and signs make a text that introduces nobody.
const FEW: usize = 80;

/// Marks names in the words from `from` to the end.
pub(super) fn mark(language: &Language, text: &str, words: &mut [Word<'_>], from: usize) {
    let mut at = from;
    while at < words.len() {
        let capital = words[at].capital || holds_capital(words[at].span.of(text));
        // "die kurdische Arbeiterpartei": names of several words may begin with a small adjective.
        // "the six powers", "the two Koreas": or with a number.
        let number = words[at].tag == Tag::Number || has(&words[at], WordClass::Number);
        let small = !capital && (number || opens_name(language, text, words, at));
        let found = if capital || small { longest(language, text, words, at) } else { None };
        let found = found.filter(|hit| capital || hit.words > 1).or_else(|| shortened(language, text, words, at));
        let lone = found.is_none_or(|hit| {
            hit.words == 1 && language.gazetteer.entity(hit.entity).is_some_and(|e| e.kind == EntityKind::Person)
        });
        if lone
            && capital
            && let Some(name) = persons::full_name(language, text, words, at)
        {
            persons::mark(words, at, &name);
            at = name.end;
            continue;
        }
        match found {
            Some(hit) => {
                words[at].name = Some(hit);
                words[at].capital = true;
                // A name has any case; homographs among the nouns say nothing of it ("Norwegen", "Polen"), unless it is
                // a noun of its own with a gender ("die Türkei").
                let own = language.lexicon.symbols.word(words[at].lemma) == words[at].span.of(text);
                if language.gazetteer.entity(hit.entity).is_some_and(|e| match e.kind {
                    EntityKind::Body | EntityKind::Demonym | EntityKind::Group => false,
                    EntityKind::State => !own,
                    _ => true,
                }) {
                    words[at].agree = Agree::NONE;
                }
                let end = at + usize::from(hit.words);
                if hit.words > 1 && language.syntax.roles == Roles::Case {
                    let person = language.gazetteer.entity(hit.entity).is_some_and(|e| e.kind == EntityKind::Person);
                    let noun = if person { Agree::NONE } else { described(language, text, &words[at..end]) };
                    words[at].agree = noun;
                }
                for word in &mut words[at + 1..end] {
                    word.in_name = true;
                }
                at = end;
            }
            None => at += 1,
        }
    }
}

/// "Nord- und Südkorea", "North and South Korea": what the first part stands for, with the end of the name behind the
/// conjunction, where both are states: "Süd- und Ostafrika" are none.
fn shortened(language: &Language, text: &str, words: &[Word<'_>], at: usize) -> Option<NameHit> {
    words.get(at + 1)?.closed.iter().find(|c| c.class == WordClass::Coordinator)?;
    let behind: SmallVec<[&str; 4]> = words.get(at + 2..)?.iter().take(LONGEST).map(|w| w.span.of(text)).collect();
    let state = |tokens: &[&str]| {
        let hits = language.gazetteer.names(&language.lexicon, tokens);
        let is_state = |id| language.gazetteer.entity(id).is_some_and(|e| e.kind == EntityKind::State);
        hits.iter().find(|(id, ..)| is_state(*id)).map(|(id, words, _)| (*id, usize::from(*words)))
    };
    let (_, length) = state(&behind)?;
    let first = words[at].span.of(text);
    let entity = match (first.strip_suffix('-').filter(|part| !part.is_empty()), behind.as_slice()) {
        (Some(part), [second, ..]) => {
            let whole = |(start, _)| Some(format!("{part}{}", second.get(start..)?));
            let mut wholes = second.char_indices().skip(1).filter_map(whole);
            wholes.find_map(|whole| state(&[&whole])).map(|(entity, _)| entity)
        }
        (None, [_, rest @ ..]) if length > 1 => {
            let whole: SmallVec<[&str; 4]> = [first].into_iter().chain(rest.iter().copied()).collect();
            state(&whole).filter(|(_, words)| *words == length).map(|(entity, _)| entity)
        }
        _ => None,
    };
    entity.map(|entity| NameHit { entity, words: 1, genitive: false })
}

/// The readings of a name of several words: those of its noun, behind any adjectives ("die | Vereinigten Staaten") and
/// other nouns ("Karen National Union"), before what hangs on it ("Rat der Europäischen Union").
fn described(language: &Language, text: &str, name: &[Word<'_>]) -> Agree {
    let adjective = |word: &Word<'_>| {
        let lower = word.span.of(text).to_lowercase();
        let lexicon = &language.lexicon;
        lexicon.has_adjective_ending(&lower)
            && (language.syntax.is_inflected_adjective(lexicon, &lower)
                || language.gazetteer.adjective(lexicon, &lower).is_some()
                || !lexicon.inflected_participle(&lower).is_empty())
    };
    let capital = |word: &&Word<'_>| word.span.of(text).starts_with(char::is_uppercase);
    let first = name.iter().position(|word| !adjective(word));
    let noun = first.and_then(|first| name[first..].iter().take_while(capital).last().or(name.get(first)));
    noun.filter(|word| language.lexicon.is_noun(word.span.of(text))).map_or(Agree::NONE, |word| word.agree)
}

/// A small adjective before a capitalised word.
fn opens_name(language: &Language, text: &str, words: &[Word<'_>], at: usize) -> bool {
    let word = &words[at];
    let next = || words.get(at + 1).is_some_and(|next| next.capital && !next.sign);
    language.syntax.roles == Roles::Case
        && !word.sign
        && word.closed.is_empty()
        && word.verbs.is_empty()
        && next()
        && language.lexicon.has_adjective_ending(word.span.of(text))
}

/// A name that can be plural: an acronym, one of the table, one with such a last word ("Die Grünen").
pub(super) fn is_plural(language: &Language, text: &str, words: &[Word<'_>], head: usize) -> bool {
    let length = words[head].name.map_or(1, |n| usize::from(n.words));
    let last = (head + length - 1).min(words.len() - 1);
    let token = words[head].span.of(text);
    let acronym = token.chars().count() > 1 && token.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    acronym || [head, last].iter().any(|at| language.syntax.is_plural_name(words[*at].span.of(text)))
}

fn longest(language: &Language, text: &str, words: &[Word<'_>], at: usize) -> Option<NameHit> {
    let tokens: SmallVec<[&str; LONGEST]> = words[at..].iter().take(LONGEST).map(|w| w.span.of(text)).collect();
    let mut hits = language.gazetteer.names(&language.lexicon, &tokens);
    // "in Lagos": behind a preposition of place the town goes before a person of that name.
    let before = at.checked_sub(1).map(|i| words[i].form);
    if before.is_some_and(|b| language.lexicon.place_prepositions().any(|p| p == b)) {
        let person = |id| language.gazetteer.entity(id).is_some_and(|e| e.kind == EntityKind::Person);
        hits.sort_by_key(|h| (std::cmp::Reverse(h.1), person(h.0)));
    }
    hits.iter()
        .find(|(entity, length, genitive)| {
            let Some(entity) = language.gazetteer.entity(*entity) else { return false };
            *length > 1
                || (!is_common_word(language, words, at, &tokens, entity.kind)
                    && !follows_first_name(language, text, words, at, entity.kind, *genitive))
        })
        .map(|&(entity, words, genitive)| NameHit { entity, words, genitive })
}

/// "al-Shabaab", "eSwatini": a small particle before the capital.
fn holds_capital(token: &str) -> bool {
    token.chars().skip(1).any(char::is_uppercase)
}

/// A lone surname or place that is also a common noun, or a closed-class word at the start of a sentence.
fn is_common_word(language: &Language, words: &[Word<'_>], at: usize, tokens: &[&str], kind: EntityKind) -> bool {
    let (word, token) = (&words[at], tokens[0]);
    if !word.closed.is_empty() && !token.chars().all(char::is_uppercase) {
        return true;
    }
    if kind == EntityKind::Place {
        return is_first_name(language, words, at, tokens);
    }
    if kind != EntityKind::Person {
        return false;
    }
    let lower = lower(token);
    let titled = at.checked_sub(1).is_some_and(|i| words[i].capital);
    if language.lexicon.is_noun(token) && !titled {
        return true;
    }
    // "Kurz darauf", "Kurz nach dem Angriff": an adjective that says when.
    let small = |w: &Word<'_>| {
        use WordClass::{Adverb, Preposition, PrepositionArticle, Proadverb, Subordinator};
        let classes = [Adverb, Preposition, PrepositionArticle, Proadverb, Subordinator];
        w.verbs.is_empty() && classes.iter().any(|class| has(w, *class))
    };
    if !titled && language.syntax.is_adjective(&lower) && words.get(at + 1).is_some_and(small) {
        return true;
    }
    // "Mayor", "Major": a title first of all; "Stock Exchange": the first part of another name.
    let title = language.gazetteer.office(&language.lexicon, &lower, Symbol::NONE).is_some();
    let before_name = words.get(at + 1).is_some_and(|w| w.capital) && language.lexicon.is_noun(&lower);
    title && !titled || before_name || is_first_name(language, words, at, tokens)
}

/// A family name or town before a capitalised word that nothing knows is somebody's first name ("Moussa Kante", "Milan
/// Petrov"), where only names have capitals.
fn is_first_name(language: &Language, words: &[Word<'_>], at: usize, tokens: &[&str]) -> bool {
    let (Some(next), Some(token)) = (words.get(at + 1), tokens.get(1)) else { return false };
    let lower = lower(token);
    language.syntax.roles == Roles::Order
        && next.capital
        && !next.sign
        && next.closed.is_empty()
        && token.chars().skip(1).all(char::is_lowercase)
        && !language.lexicon.is_noun(token)
        && language.lexicon.plain_noun(&lower).is_none()
        && !is_word(language, token)
        && language.gazetteer.names(&language.lexicon, tokens.get(1..).unwrap_or_default()).is_empty()
}

/// A surname after a capitalised word that is no noun: part of another person's full name ("Thomas Bush").
fn follows_first_name(
    language: &Language,
    text: &str,
    words: &[Word<'_>],
    at: usize,
    kind: EntityKind,
    genitive: bool,
) -> bool {
    let Some(before) = at.checked_sub(1).map(|i| &words[i]) else { return false };
    kind == EntityKind::Person
        && !genitive
        && before.capital
        && before.tag == Tag::Other
        && before.name.is_none()
        && !before.in_name
        && !before.lemma.is_known()
        && before.closed.is_empty()
        && before.verbs.is_empty()
        && !is_word(language, before.span.of(text))
}

/// A title or a plain word that only its place gives a capital ("President Biden", "Yesterday Putin").
fn is_word(language: &Language, token: &str) -> bool {
    let lower = lower(token);
    is_shortened(language, token)
        || language.gazetteer.office(&language.lexicon, token, Symbol::NONE).is_some()
        || language.syntax.is_adverb(&lower)
}

/// Takes back lone surnames of persons whom the article does not name otherwise: it must give their full name or a title
/// before the surname, or name their country, and then the surname must be no first name as well ("Peter Mezger" is no
/// Frau Peter). A capitalised word behind that is no word of the language makes it a first name, whoever was named.
pub(super) fn confirm(language: &Language, text: &str, words: &mut [Word<'_>]) {
    let gazetteer = &language.gazetteer;
    let person = |word: &Word<'_>| {
        let entity = word.name.and_then(|n| gazetteer.entity(n.entity));
        entity.filter(|e| e.kind == EntityKind::Person)
    };
    let lone = |at: usize| {
        person(&words[at]).is_some_and(|e| words[at].name.is_some_and(|n| n.words == 1) && e.name.contains(' '))
    };
    let surnames: Vec<usize> = (0..words.len()).filter(|at| lone(*at)).collect();
    if surnames.is_empty() {
        return;
    }
    let mut full: FxHashSet<&str> = FxHashSet::default();
    let mut codes: FxHashSet<&str> = FxHashSet::default();
    for word in words.iter() {
        match word.name.and_then(|n| Some((n.words, gazetteer.entity(n.entity)?))) {
            Some((length, e)) if e.kind == EntityKind::Person => full.extend((length > 1).then_some(e.name.as_str())),
            Some((_, e)) => codes.extend([e.code.as_str()]),
            None if word.sign => {}
            None => {
                let nation = gazetteer.adjective(&language.lexicon, word.span.of(text));
                codes.extend(nation.and_then(|id| gazetteer.entity(id)).map(|e| e.code.as_str()));
            }
        }
    }
    let unfounded = |at: &usize| {
        let Some(entity) = person(&words[*at]) else { return false };
        let token = words[*at].span.of(text);
        let first_name =
            words.get(at + 1).is_some_and(|next| is_of_no_table(language, next, next.span.of(text)) && !next.in_name);
        let titled = at.checked_sub(1).is_some_and(|before| {
            let (before, token) = (&words[before], words[before].span.of(text));
            gazetteer.office(&language.lexicon, token, before.lemma).is_some()
                || before.capital && is_shortened(language, token)
        });
        let named = full.contains(entity.name.as_str());
        let first = gazetteer.is_first_name(token);
        let placed = codes.contains(entity.code.as_str()) && !first;
        // A text of a few lines has no room for full names: there a surname that only one bears will do.
        let only = || words.len() <= FEW && !first && only_bearer(language, token, entity);
        first_name || !(titled || named || placed || only())
    };
    let unfounded: Vec<usize> = surnames.into_iter().filter(unfounded).collect();
    for at in unfounded {
        words[at].name = None;
    }
}

/// Whether all persons of the tables with this surname are one.
fn only_bearer(language: &Language, surname: &str, person: &Entity) -> bool {
    let hits = language.gazetteer.names(&language.lexicon, &[surname]);
    let mut others = hits.iter().filter_map(|(id, ..)| language.gazetteer.entity(*id));
    others.all(|e| e.kind != EntityKind::Person || e.name == person.name)
}

/// A capitalised word of no table.
fn is_of_no_table(language: &Language, word: &Word<'_>, token: &str) -> bool {
    word.capital
        && word.name.is_none()
        && !word.lemma.is_known()
        && word.closed.is_empty()
        && word.verbs.is_empty()
        && !(language.syntax.roles == Roles::Order
            && (is_word(language, token) || language.lexicon.plain_noun(&lower(token)).is_some()))
}

/// "Mr", "Gen.".
fn is_shortened(language: &Language, token: &str) -> bool {
    let bare = token.trim_end_matches('.');
    bare.chars().count() > 1 && language.abbreviations.contains(bare)
}
