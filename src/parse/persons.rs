//! A given name of the table in, where the person's full name ends out: the family name behind it may be any capitalised
//! word, also a noun of the lexicon. Then the words of the article in; family names that stand alone further on and
//! acronyms that the article gives to somebody else settled.

use super::{NameHit, Tag, Word};
use crate::resources::Language;
use crate::resources::gazetteer::{EntityId, EntityKind};
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;
use crate::resources::syntax::Roles;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::cell::OnceCell;

/// So many words a particle between given name and family name has at most.
const LONGEST_PARTICLE: usize = 3;

/// A full name: where it ends, and the person of the tables who bears its first and last word.
pub(super) struct FullName {
    pub end: usize,
    pub person: Option<EntityId>,
}

/// The full name that begins with the given name at `at`.
pub(super) fn full_name(language: &Language, text: &str, words: &[Word<'_>], at: usize) -> Option<FullName> {
    if language.syntax.roles == Roles::Order {
        return None;
    }
    let reader = Reader { language, text, words };
    reader.given(at)?;
    let mut here = at + 1;
    let mut sure = !reader.is_common(at) || reader.is_titled(at);
    loop {
        if reader.given(here).is_some() && reader.surname_from(here + 1, sure).is_some() {
            sure |= !reader.is_common(here);
            here += 1;
        } else if reader.is_initial(here) {
            here += 2;
        } else {
            break;
        }
    }
    let end = reader.surname_from(here, sure)?;
    // A person of the tables whose names begin further on goes first.
    if (at + 1..end).any(|i| reader.hits(i).iter().any(|(_, kind, length)| *length > 1 && *kind == EntityKind::Person))
    {
        return None;
    }
    let ends = [reader.token(at), reader.token(end - 1)];
    let known = language.gazetteer.names(&language.lexicon, &ends).into_iter().find(|h| h.1 == 2).map(|h| h.0);
    let person =
        known.filter(|id| language.gazetteer.entity(*id).is_some_and(|e| e.kind == EntityKind::Person && end - at > 2));
    Some(FullName { end, person })
}

/// Makes the words of a full name words of no other class.
pub(super) fn mark(words: &mut [Word<'_>], at: usize, name: &FullName) {
    let length = u8::try_from(name.end - at).unwrap_or(u8::MAX);
    words[at].name = name.person.map(|entity| NameHit { entity, words: length, genitive: false });
    for (i, word) in words[at..name.end].iter_mut().enumerate() {
        strip(word);
        word.in_name = i > 0;
    }
}

/// How many words the name has that begins at `at`.
pub(super) fn length(words: &[Word<'_>], at: usize) -> usize {
    let more = || words[at + 1..].iter().take_while(|w| w.in_name).count();
    words[at].name.map_or_else(|| 1 + more(), |n| usize::from(n.words))
}

fn strip(word: &mut Word<'_>) {
    word.agree = Agree::NONE;
    word.lemma = Symbol::NONE;
    word.first = 0;
    word.verbs.clear();
    word.person = true;
}

/// Family names of persons whom the article tells with their full names are names where they stand alone, too.
pub(super) fn settle(language: &Language, text: &str, words: &mut [Word<'_>]) {
    if language.syntax.roles == Roles::Order {
        return;
    }
    let mut surnames: FxHashSet<&str> = FxHashSet::default();
    for at in 1..words.len() {
        let last = words.get(at + 1).is_none_or(|next| !next.in_name);
        if words[at].in_name && last && is_unknown(words, at) {
            let _ = surnames.insert(words[at].span.of(text));
        }
    }
    if surnames.is_empty() {
        return;
    }
    for at in 0..words.len() {
        let word = &words[at];
        let lone = word.capital && !word.sign && !word.in_name && word.name.is_none() && word.closed.is_empty();
        if !lone || word.agree.is_empty() {
            continue;
        }
        let token = word.span.of(text);
        let base = language.lexicon.genitive_base(token);
        let told = surnames.contains(token) || base.is_some_and(|b| surnames.contains(b));
        // "der Richter", "junge Bauern": behind an article a word of the language is itself.
        let led = || {
            let before = at.checked_sub(1).map(|i| &words[i]);
            before.is_some_and(|b| !b.sign && !b.capital && leads(language, text, b))
        };
        if told && !led() {
            strip(&mut words[at]);
        }
    }
}

/// The word belongs to a name that no table knows.
fn is_unknown(words: &[Word<'_>], at: usize) -> bool {
    let first = (0..at).rev().find(|i| !words[*i].in_name);
    first.is_some_and(|i| words[i].name.is_none())
}

/// An article or an adjective.
fn leads(language: &Language, text: &str, word: &Word<'_>) -> bool {
    let article = |class| matches!(class, WordClass::Determiner | WordClass::PrepositionArticle);
    let adjective = || language.syntax.is_inflected_adjective(&language.lexicon, word.span.of(text));
    word.closed.iter().any(|c| article(c.class)) || word.closed.is_empty() && adjective()
}

/// An acronym in brackets behind a name with these initials is short for that name ("Zentralrat Oberer Muster (ZOM)"): of
/// a namesake that belongs to a state which the article does not tell of it is none. Returns whose each such acronym is.
pub(super) fn acronyms(language: &Language, text: &str, words: &mut [Word<'_>]) -> FxHashMap<String, Option<EntityId>> {
    let gazetteer = &language.gazetteer;
    let mut taken: FxHashMap<String, Option<EntityId>> = FxHashMap::default();
    let names = OnceCell::new();
    for at in 1..words.len().saturating_sub(2) {
        if words[at].tag != Tag::Open || words[at + 2].tag != Tag::Close {
            continue;
        }
        let token = words[at + 1].span.of(text);
        let letters: Vec<char> = token.chars().collect();
        if letters.len() < 2 || letters.iter().filter(|c| c.is_uppercase()).count() * 2 <= letters.len() {
            continue;
        }
        let mut last = at - 1;
        while last > 0 && words[last].sign {
            last -= 1;
        }
        let first = (0..=last).rev().find(|i| !words[*i].in_name).unwrap_or(last);
        let long = words[first].name.and_then(|n| Some((n.entity, gazetteer.entity(n.entity)?)));
        let short = words[at + 1].name.and_then(|n| gazetteer.entity(n.entity));
        let is_body = |kind| matches!(kind, EntityKind::Body | EntityKind::Party | EntityKind::Group);
        let has_acronym = |kind| is_body(kind) || kind == EntityKind::Media;
        match (long, short) {
            (Some((id, long)), short) if is_body(long.kind) && short.is_none_or(|s| s.code != long.code) => {
                let bound = short.is_none_or(|s| has_acronym(s.kind)) && initials(text, words, first, last, &letters);
                if bound {
                    taken.entry(token.to_owned()).or_insert(Some(id));
                }
            }
            (long, Some(short))
                if long.is_none_or(|(_, l)| !is_body(l.kind)) && has_acronym(short.kind) && short.code.len() == 3 =>
            {
                let named = names.get_or_init(|| names_by_code(language, text, words)).get(&*short.code);
                let foreign = !named.into_iter().flatten().any(|name| *name != short.name);
                if foreign && (0..=last).rev().take(letters.len() + 3).any(|i| initials(text, words, i, last, &letters))
                {
                    taken.entry(token.to_owned()).or_insert(None);
                }
            }
            _ => {}
        }
    }
    if taken.is_empty() {
        return taken;
    }
    for word in words.iter_mut() {
        let token = word.span.of(text);
        let Some(owner) = taken.get(token) else { continue };
        if !word.in_name && word.name.is_none_or(|n| n.words == 1) {
            word.name = owner.map(|entity| NameHit { entity, words: 1, genitive: false });
        }
    }
    taken
}

/// What the article names of each country or body, by name or adjective.
fn names_by_code<'a>(language: &'a Language, text: &str, words: &[Word<'_>]) -> FxHashMap<&'a str, FxHashSet<&'a str>> {
    let mut names: FxHashMap<&str, FxHashSet<&str>> = FxHashMap::default();
    for word in words.iter().filter(|w| !w.sign) {
        let adjective = || language.gazetteer.adjective(&language.lexicon, word.span.of(text));
        let id = word.name.map(|n| n.entity).or_else(adjective);
        if let Some(entity) = id.and_then(|id| language.gazetteer.entity(id)) {
            let _ = names.entry(&entity.code).or_default().insert(&entity.name);
        }
    }
    names
}

/// Whether the capitals of the words from `first` to `last` spell the acronym.
fn initials(text: &str, words: &[Word<'_>], first: usize, last: usize, letters: &[char]) -> bool {
    let capitals = words[first..=last].iter().flat_map(|w| w.span.of(text).split('-')).filter_map(|t| t.chars().next());
    let wanted = letters.iter().copied().filter(|c| c.is_uppercase());
    capitals.filter(|c| c.is_uppercase()).eq(wanted)
}

struct Reader<'r, 'a> {
    language: &'r Language,
    text: &'r str,
    words: &'r [Word<'a>],
}

impl Reader<'_, '_> {
    fn token(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.span.of(self.text))
    }

    fn given(&self, at: usize) -> Option<()> {
        let word = self.words.get(at)?;
        let given = word.capital && word.closed.is_empty() && self.language.gazetteer.given.is_given(self.token(at));
        given.then_some(())
    }

    /// A given name that is a word of the language as well.
    fn is_common(&self, at: usize) -> bool {
        self.language.lexicon.is_noun(self.token(at)) || !self.words[at].verbs.is_empty()
    }

    /// Behind an office: "Kanzler Wolf Amann".
    fn is_titled(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|i| {
            let (gazetteer, lexicon) = (&self.language.gazetteer, &self.language.lexicon);
            self.words[i].capital && gazetteer.office(lexicon, self.token(i), self.words[i].lemma).is_some()
        })
    }

    /// "W.", "F."
    fn is_initial(&self, at: usize) -> bool {
        let mut letters = self.token(at).chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && self.token(at + 1) == "."
    }

    fn hits(&self, at: usize) -> SmallVec<[(EntityId, EntityKind, u8); 4]> {
        let gazetteer = &self.language.gazetteer;
        let tokens: Vec<&str> = (at..self.words.len().min(at + super::names::LONGEST)).map(|i| self.token(i)).collect();
        let hits = gazetteer.names(&self.language.lexicon, &tokens);
        hits.iter().filter_map(|(id, length, _)| Some((*id, gazetteer.entity(*id)?.kind, *length))).collect()
    }

    /// Where the family name ends that begins at `at`, particles included.
    fn surname_from(&self, at: usize, sure: bool) -> Option<usize> {
        for length in (1..=LONGEST_PARTICLE).rev() {
            let particle: Vec<&str> = (at..at + length).map(|i| self.token(i)).collect();
            if self.language.gazetteer.given.is_particle(&particle.join(" ")) {
                let plain =
                    !self.language.lexicon.is_noun(self.token(at + length)) && self.hits(at + length).is_empty();
                let known = self.language.syntax.is_surname(self.token(at + length));
                return ((plain || known) && self.is_surname(at + length, true)).then_some(at + length + 1);
            }
        }
        self.is_surname(at, sure).then_some(at + 1)
    }

    fn is_surname(&self, at: usize, sure: bool) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let token = self.token(at);
        let known = self.language.syntax.is_surname(token);
        let capital = word.capital || token.chars().next().is_some_and(char::is_alphabetic) && token.contains('-');
        let small = token.chars().skip(1).any(char::is_lowercase);
        let shaped = capital && !word.sign && word.closed.is_empty() && small && word.tag != Tag::Number;
        // A town may be a family name; a state, a party or an office is not.
        let bears = |kind: EntityKind| matches!(kind, EntityKind::Person | EntityKind::Place);
        let named = self.hits(at).iter().all(|(_, kind, _)| bears(*kind));
        let office = self.language.gazetteer.office_word(token).is_some();
        shaped && (known || named && !office && (sure || word.agree.is_empty()))
    }
}
