//! The words of a block in; the names that the gazetteer knows marked on their first word. Then the words of the article
//! in; lone surnames taken back that nothing in it speaks for.

use super::{NameHit, Tag, Word};
use crate::resources::Language;
use crate::resources::gazetteer::EntityKind;
use crate::resources::grammar::Agree;

/// Longest name of the tables, in words.
const LONGEST: usize = 8;

/// Marks names in the words from `from` to the end.
pub(super) fn mark(language: &Language, text: &str, words: &mut [Word<'_>], from: usize) {
    let mut at = from;
    while at < words.len() {
        let found = if words[at].capital { longest(language, text, words, at) } else { None };
        match found {
            Some(hit) => {
                words[at].name = Some(hit);
                // A name has any case; homographs among the nouns say nothing of it ("Norwegen", "Polen").
                if language
                    .gazetteer
                    .entity(hit.entity)
                    .is_some_and(|e| !matches!(e.kind, EntityKind::Body | EntityKind::Demonym | EntityKind::Group))
                {
                    words[at].agree = Agree::NONE;
                }
                let end = at + usize::from(hit.words);
                for word in &mut words[at + 1..end] {
                    word.in_name = true;
                }
                at = end;
            }
            None => at += 1,
        }
    }
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
    let tokens: Vec<&str> = words[at..].iter().take(LONGEST).map(|w| w.span.of(text)).collect();
    let hits = language.gazetteer.names(&language.lexicon, &tokens);
    hits.iter()
        .find(|(entity, length, genitive)| {
            let Some(entity) = language.gazetteer.entity(*entity) else { return false };
            *length > 1
                || (!is_common_word(language, words, at, tokens[0], entity.kind)
                    && !follows_first_name(words, at, entity.kind, *genitive))
        })
        .map(|&(entity, words, genitive)| NameHit { entity, words, genitive })
}

/// A lone surname or place that is also a common noun, or a closed-class word at the start of a sentence.
fn is_common_word(language: &Language, words: &[Word<'_>], at: usize, token: &str, kind: EntityKind) -> bool {
    let word = &words[at];
    if !word.closed.is_empty() && !token.chars().all(char::is_uppercase) {
        return true;
    }
    kind == EntityKind::Person
        && language.lexicon.is_noun(token)
        && !at.checked_sub(1).is_some_and(|i| words[i].capital)
}

/// A surname after a capitalised word that is no noun: part of another person's full name ("Thomas Bush").
fn follows_first_name(words: &[Word<'_>], at: usize, kind: EntityKind, genitive: bool) -> bool {
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
    let mut full: Vec<&str> = Vec::new();
    let mut codes: Vec<&str> = Vec::new();
    for word in words.iter() {
        match word.name.and_then(|n| Some((n.words, gazetteer.entity(n.entity)?))) {
            Some((length, e)) if e.kind == EntityKind::Person => full.extend((length > 1).then_some(e.name.as_str())),
            Some((_, e)) => codes.push(&e.code),
            None => {
                let nation = gazetteer.adjective(&language.lexicon, word.span.of(text));
                codes.extend(nation.and_then(|id| gazetteer.entity(id)).map(|e| e.code.as_str()));
            }
        }
    }
    let unfounded = |at: &usize| {
        let Some(entity) = person(&words[*at]) else { return false };
        let token = words[*at].span.of(text);
        let first_name = words.get(at + 1).is_some_and(|next| is_unknown(next) && !next.in_name);
        let titled = at.checked_sub(1).is_some_and(|before| {
            let before = &words[before];
            gazetteer.office(&language.lexicon, before.span.of(text), before.lemma).is_some()
        });
        let named = full.contains(&entity.name.as_str());
        let placed = codes.contains(&entity.code.as_str()) && !gazetteer.is_first_name(token);
        first_name || !(titled || named || placed)
    };
    let unfounded: Vec<usize> = surnames.into_iter().filter(unfounded).collect();
    for at in unfounded {
        words[at].name = None;
    }
}

/// A capitalised word of no table.
fn is_unknown(word: &Word<'_>) -> bool {
    word.capital && word.name.is_none() && !word.lemma.is_known() && word.closed.is_empty() && word.verbs.is_empty()
}
