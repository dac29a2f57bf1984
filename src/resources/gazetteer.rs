//! Names that the tables know: states with their adjectives, demonyms and seats of power, bodies, persons, places; and
//! the offices and kinds of bodies and people ("Außenminister", "Regierung", "Rebellen") that make a phrase an actor.

use super::given::GivenNames;
use super::letters::lower;
use super::lexicon::Lexicon;
use super::symbol::Symbol;
use super::table::{self, Files, Row, find};
use super::towns::Towns;
use super::words::Words;
use crate::error::LoadError;
use crate::mention::Sector;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::cmp::Reverse;

/// Index of an entity in the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityKind {
    State,
    /// A capital or seat of power: stands for the government, and is a place.
    Seat,
    /// An adjective of nationality.
    Adjective,
    Demonym,
    /// Used as first part of compounds only ("US").
    Prefix,
    Body,
    Group,
    Party,
    Media,
    Company,
    Person,
    Place,
}

/// One known name.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    pub kind: EntityKind,
    /// Empty for places of no country.
    pub code: String,
    pub sector: Option<Sector>,
    pub name: String,
    pub role: Option<String>,
    /// Years and months of a person's term.
    pub term: Option<(Date, Date)>,
}

/// Whether an office noun names one person, a body, or many people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeKind {
    Person,
    Body,
    Group,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office {
    /// Absent where the office follows the sector of whoever it belongs to ("Sprecher").
    pub sector: Option<Sector>,
    pub kind: OfficeKind,
}

/// The words of a name after the first, and what it names.
#[derive(Clone, Debug)]
struct Pattern {
    rest: SmallVec<[Part; 2]>,
    /// The first word may carry any adjective ending.
    open: bool,
    entity: EntityId,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    /// Its number among the words of names.
    word: u32,
    open: bool,
}

#[derive(Debug, Default)]
pub struct Gazetteer {
    entities: Vec<Entity>,
    /// Words of names behind the first.
    words: Words<()>,
    /// First word (without adjective ending where open) → patterns, longest first.
    names: Words<SmallVec<[Pattern; 1]>>,
    /// Lower-case stem of an adjective of nationality → entity.
    adjectives: FxHashMap<Box<str>, EntityId>,
    /// Those of them that are written in capitals: "US", not "us".
    capitals: FxHashSet<Box<str>>,
    offices: FxHashMap<Symbol, Office>,
    office_words: FxHashMap<Box<str>, Office>,
    /// Offices of several words, lower case ("chief of staff"), by each of their words.
    office_phrases: FxHashMap<Box<str>, Vec<OfficePhrase>>,
    /// Code of a state → its entity.
    states: FxHashMap<String, EntityId>,
    /// Name of a person → all terms of office.
    terms: Words<SmallVec<[EntityId; 2]>>,
    first_names: Words<()>,
    pub given: GivenNames,
    pub towns: Towns,
}

impl Gazetteer {
    pub(super) fn load(code: &str, files: &Files<'_>, world: &Files<'_>, lexicon: &Lexicon) -> Result<Self, LoadError> {
        let given = GivenNames::load(find("world", world, "given-names.tsv")?)?;
        let towns = Towns::load(find("world", world, "towns.tsv")?)?;
        let mut gazetteer = Self { given, towns, ..Self::default() };
        gazetteer.load_states(lexicon, find(code, files, "states.tsv")?)?;
        gazetteer.load_bodies(lexicon, find(code, files, "bodies.tsv")?)?;
        gazetteer.load_persons(lexicon, find("world", world, "persons.tsv")?)?;
        gazetteer.load_places(lexicon, find(code, files, "places.tsv")?)?;
        gazetteer.load_offices(find(code, files, "offices.tsv")?, lexicon)?;
        gazetteer.longest_first();
        Ok(gazetteer)
    }

    fn longest_first(&mut self) {
        for patterns in self.names.values_mut() {
            patterns.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        }
    }

    fn load_states(&mut self, lexicon: &Lexicon, (file, text): (&str, &str)) -> Result<(), LoadError> {
        let columns = ["code", "names", "adjectives", "demonyms", "capital", "seats", "prefixes"];
        for row in table::rows(file, text, &columns)? {
            let row = row?;
            let name = row.list(1).next().unwrap_or("").replace('~', "");
            let entity = |kind, sector| Entity {
                kind,
                code: row.cell(0).to_owned(),
                sector: Some(sector),
                name: name.clone(),
                role: None,
                term: None,
            };
            let state = self.add(entity(EntityKind::State, Sector::Gov));
            let _ = self.states.entry(row.cell(0).to_owned()).or_insert(state);
            self.add_names(lexicon, &row, 1, state);
            let adjective = self.add(entity(EntityKind::Adjective, Sector::Gov));
            for stem in row.list(2) {
                if stem.len() > 1 && stem.chars().all(char::is_uppercase) {
                    self.capitals.insert(stem.to_lowercase().into());
                }
                let _ = self.adjectives.entry(stem.to_lowercase().into()).or_insert(adjective);
            }
            let demonym = self.add(entity(EntityKind::Demonym, Sector::Gov));
            self.add_names(lexicon, &row, 3, demonym);
            for column in [4, 5] {
                for seat in row.list(column) {
                    let name = Entity { name: seat.replace('~', ""), ..entity(EntityKind::Seat, Sector::Gov) };
                    let id = self.add(name);
                    self.add_name(lexicon, seat, id);
                }
            }
            let prefix = self.add(entity(EntityKind::Prefix, Sector::Gov));
            self.add_names(lexicon, &row, 6, prefix);
        }
        Ok(())
    }

    fn load_bodies(&mut self, lexicon: &Lexicon, (file, text): (&str, &str)) -> Result<(), LoadError> {
        for row in table::rows(file, text, &["code", "sector", "names", "kind"])? {
            let row = row?;
            let kind = match row.cell(3) {
                "igo" | "ngo" | "body" => EntityKind::Body,
                "group" => EntityKind::Group,
                "party" => EntityKind::Party,
                "media" => EntityKind::Media,
                "company" => EntityKind::Company,
                other => return Err(row.error(format!("{other:?} is no kind of body"))),
            };
            let name = lexicon.nominative(row.list(2).next().unwrap_or(""));
            let id = self.add(Entity {
                kind,
                code: row.cell(0).to_owned(),
                sector: row.parse(1)?,
                name,
                role: None,
                term: None,
            });
            self.add_names(lexicon, &row, 2, id);
        }
        Ok(())
    }

    fn load_persons(&mut self, lexicon: &Lexicon, (file, text): (&str, &str)) -> Result<(), LoadError> {
        for row in table::rows(file, text, &["name", "variants", "code", "sector", "role", "from", "to"])? {
            let row = row?;
            let from = month(&row, 5, false)?.unwrap_or(Date::MIN);
            let to = month(&row, 6, true)?.unwrap_or(Date::MAX);
            let id = self.add(Entity {
                kind: EntityKind::Person,
                code: row.cell(2).to_owned(),
                sector: row.parse(3)?,
                name: row.cell(0).to_owned(),
                role: Some(row.cell(4).to_owned()).filter(|r| !r.is_empty()),
                term: Some((from, to)),
            });
            self.terms.entry(row.cell(0)).push(id);
            self.add_name(lexicon, row.cell(0), id);
            self.add_names(lexicon, &row, 1, id);
            if let Some((first, _)) = row.cell(0).split_once(' ') {
                let _ = self.first_names.add(first);
            }
            let surname = row.cell(0).rsplit(' ').next().unwrap_or("");
            if surname != row.cell(0) && surname.chars().count() > 3 {
                self.add_name(lexicon, surname, id);
            }
        }
        Ok(())
    }

    fn load_places(&mut self, lexicon: &Lexicon, (file, text): (&str, &str)) -> Result<(), LoadError> {
        for row in table::rows(file, text, &["name", "code", "kind"])? {
            let row = row?;
            let id = self.add(Entity {
                kind: EntityKind::Place,
                code: row.cell(1).to_owned(),
                sector: None,
                name: row.list(0).next().unwrap_or_default().to_owned(),
                role: None,
                term: None,
            });
            self.add_names(lexicon, &row, 0, id);
        }
        Ok(())
    }

    fn load_offices(&mut self, (file, text): (&str, &str), lexicon: &Lexicon) -> Result<(), LoadError> {
        for row in table::rows(file, text, &["noun", "sector", "kind"])? {
            let row = row?;
            let kind = match row.cell(2) {
                "person" => OfficeKind::Person,
                "body" => OfficeKind::Body,
                "group" => OfficeKind::Group,
                other => return Err(row.error(format!("{other:?} is no kind of office"))),
            };
            let office = Office { sector: row.parse(1)?, kind };
            for noun in row.list(0) {
                if noun.contains(' ') && !noun.contains('~') {
                    let words: Box<[Box<str>]> = noun.to_lowercase().split(' ').map(Box::from).collect();
                    for (place, word) in words.iter().enumerate() {
                        let phrase = OfficePhrase { words: words.clone(), place, office };
                        self.office_phrases.entry(word.clone()).or_default().push(phrase);
                    }
                    continue;
                }
                let symbol = lexicon.symbols.get(noun);
                if symbol.is_known() {
                    let _ = self.offices.entry(symbol).or_insert(office);
                }
                let _ = self.office_words.entry(noun.trim_end_matches('~').into()).or_insert(office);
            }
        }
        Ok(())
    }

    fn add(&mut self, entity: Entity) -> EntityId {
        self.entities.push(entity);
        EntityId(u32::try_from(self.entities.len() - 1).unwrap_or(u32::MAX))
    }

    /// Whether a person of the tables has it as first name.
    pub fn is_first_name(&self, token: &str) -> bool {
        self.first_names.contains(token)
    }

    fn add_names(&mut self, lexicon: &Lexicon, row: &Row<'_>, column: usize, entity: EntityId) {
        for name in row.list(column) {
            self.add_name(lexicon, name, entity);
        }
    }

    fn add_name(&mut self, lexicon: &Lexicon, name: &str, entity: EntityId) {
        let mut parts = name.split_ascii_whitespace().map(|word| match word.strip_suffix('~') {
            Some(stem) => (lexicon.adjective_stem(stem), true),
            None => (word, false),
        });
        let Some((first, open)) = parts.next() else { return };
        let part = |(word, open)| Part { word: u32::try_from(self.words.add(word)).unwrap_or(u32::MAX), open };
        let pattern = Pattern { rest: parts.map(part).collect(), open, entity };
        // A name of two entities belongs to the first table that names it, unless terms of office tell them apart.
        self.names.entry(first).push(pattern);
    }

    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.0 as usize)
    }

    /// A person in the office held on `date`, else in the last one held before, else in the first.
    pub fn in_office(&self, id: EntityId, date: Option<Date>) -> Option<&Entity> {
        let entity = self.entity(id)?;
        let (Some(date), Some(ids)) = (date, self.terms.get(&entity.name)) else { return Some(entity) };
        let terms = || ids.iter().filter_map(|i| self.entity(*i));
        let held =
            terms().filter(|e| e.term.is_some_and(|(from, to)| from <= date && date <= to)).max_by_key(|e| e.term);
        let before = || terms().filter(|e| e.term.is_some_and(|(_, to)| to < date)).max_by_key(|e| e.term);
        held.or_else(before).or(Some(entity))
    }

    pub fn state(&self, code: &str) -> Option<&Entity> {
        self.states.get(code).and_then(|id| self.entity(*id))
    }

    /// The state that an adjective of nationality names; `word` in any inflection, hyphens allowed.
    pub fn adjective(&self, lexicon: &Lexicon, word: &str) -> Option<EntityId> {
        let lower = lower(word);
        let stem = lexicon.adjective_stem(&lower);
        let whole = || (stem != lower).then(|| self.adjectives.get(&*lower)).flatten();
        let small = self.capitals.contains(&*lower) && !word.contains(char::is_uppercase);
        self.adjectives.get(stem).or_else(whole).filter(|_| !small).copied()
    }

    /// The office that is written so.
    pub fn office_word(&self, word: &str) -> Option<Office> {
        self.office_words.get(word).copied()
    }

    /// The office that a noun names: by its whole form, else by its head.
    pub fn office(&self, lexicon: &Lexicon, word: &str, head: Symbol) -> Option<Office> {
        let last = word.rsplit('-').next().unwrap_or(word);
        let either = |form: &str| {
            let stem = lexicon.adjective_stem(form);
            let stemmed = || (stem != form).then(|| self.office_words.get(stem)).flatten();
            self.office_words.get(form).or_else(stemmed)
        };
        let told = either(word).or_else(|| (last != word).then(|| either(last)).flatten());
        let small = || word.chars().any(char::is_uppercase).then(|| self.office_words.get(&*lower(word)));
        told.or_else(|| self.offices.get(&head)).or_else(|| small().flatten()).copied()
    }

    /// The office that the words around a noun name together, the longest and of these the first: "police chiefs", "chiefs of
    /// staff". `noun` is in lower case; `is` tells whether the word so far from it is this one.
    pub fn office_phrase(&self, noun: &str, is: impl Fn(isize, &str) -> bool) -> Option<Office> {
        let stands = |phrase: &&OfficePhrase| {
            let mut others = phrase.words.iter().enumerate().filter(|(at, _)| *at != phrase.place);
            others.all(|(at, word)| is(at as isize - phrase.place as isize, word))
        };
        let phrases = self.office_phrases.get(noun)?.iter().filter(stands);
        phrases.min_by_key(|phrase| (Reverse(phrase.words.len()), Reverse(phrase.place))).map(|phrase| phrase.office)
    }

    /// All names that begin at the first of `tokens`; each with its length in words and whether it is a genitive,
    /// longest first.
    pub fn names(&self, lexicon: &Lexicon, tokens: &[&str]) -> SmallVec<[(EntityId, u8, bool); 4]> {
        let mut hits: SmallVec<[(EntityId, u8, bool); 4]> = SmallVec::new();
        let Some(first) = tokens.first() else { return hits };
        let stem = lexicon.adjective_stem(first);
        let genitive = lexicon.genitive_base(first);
        let fixed = [Some((*first, false)), genitive.map(|g| (g, true)), (stem != *first).then_some((stem, false))];
        let plurals = lexicon.noun_stems(first).map(|s| (s, false));
        for (key, is_genitive) in fixed.into_iter().flatten().chain(plurals) {
            for pattern in self.names.get(key).into_iter().flatten() {
                let inflected = key != *first && !is_genitive;
                let demonym = || self.entity(pattern.entity).is_some_and(|e| e.kind == EntityKind::Demonym);
                let closed = inflected && !pattern.open && !demonym();
                if closed || (is_genitive && !pattern.rest.is_empty()) {
                    continue;
                }
                if let Some(genitive) = pattern.matches(lexicon, &self.words, tokens) {
                    let words = u8::try_from(pattern.rest.len() + 1).unwrap_or(u8::MAX);
                    hits.push((pattern.entity, words, is_genitive || genitive));
                }
            }
        }
        hits.sort_by_key(|h| Reverse(h.1));
        hits
    }
}

/// An office of several words, as one of them finds it.
#[derive(Clone, Debug)]
struct OfficePhrase {
    words: Box<[Box<str>]>,
    place: usize,
    office: Office,
}

impl Pattern {
    /// Whether the words after the first match; `Some(true)` where the last is a genitive.
    fn matches(&self, lexicon: &Lexicon, words: &Words<()>, tokens: &[&str]) -> Option<bool> {
        let mut genitive = false;
        for (at, part) in self.rest.iter().enumerate() {
            let token = tokens.get(at + 1)?;
            let is_last = at + 1 == self.rest.len();
            let word = words.word(part.word as usize);
            if *token == word || (part.open && lexicon.adjective_stem(token) == word) {
                continue;
            }
            if is_last && lexicon.is_genitive_of(token, word) {
                genitive = true;
                continue;
            }
            return None;
        }
        Some(genitive)
    }
}

/// `YYYY` or `YYYY-MM` as the first or last day that it covers.
fn month(row: &Row<'_>, column: usize, last: bool) -> Result<Option<Date>, LoadError> {
    let cell = row.cell(column);
    if cell.is_empty() {
        return Ok(None);
    }
    let (year, month) = cell.split_once('-').map_or((cell, None), |(y, m)| (y, Some(m)));
    let bad = || row.error(format!("{cell:?} is neither YYYY nor YYYY-MM"));
    let year: i16 = year.parse().map_err(|_| bad())?;
    let month: i8 = match month {
        Some(m) => m.get(..2).unwrap_or(m).parse().map_err(|_| bad())?,
        None if last => 12,
        None => 1,
    };
    let date = Date::new(year, month, 1).map_err(|_| bad())?;
    Ok(Some(if last { date.last_of_month() } else { date }))
}
