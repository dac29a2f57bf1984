//! Who is who in a batch: the names and offices of all mentions go in, and each way of writing a person's name leads to
//! one person with the name and office that the texts give most often.

use crate::event::{Coded, MentionRef};
use crate::mention::{Actor, Sector};
use crate::resources::Language;
use crate::resources::gazetteer::EntityKind;
use crate::resources::names::Case;
use std::collections::{BTreeMap, BTreeSet};

/// One person as the articles speak of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub(super) code: String,
    /// The fullest of the most frequent spellings.
    pub(super) name: String,
    /// Other full spellings, most frequent first.
    pub(super) variants: Vec<String>,
    /// Offices, most frequent first.
    pub(super) roles: Vec<String>,
    /// Passages that name the person, in order of the batch.
    pub(super) mentions: Vec<MentionRef>,
}

/// All persons of a batch.
#[derive(Debug, Default)]
pub(super) struct Persons {
    all: Vec<Person>,
    by_name: BTreeMap<(String, String), usize>,
    /// How often an article gives a person each office, by the article and the person.
    offices: BTreeMap<(usize, usize), BTreeMap<String, usize>>,
}

/// How often each spelling and office occurs while persons are gathered.
#[derive(Default)]
struct Draft {
    code: String,
    spellings: BTreeMap<String, usize>,
    roles: BTreeMap<String, usize>,
    /// Spellings of articles in the language of the briefing.
    native: BTreeSet<String>,
    mentions: BTreeSet<MentionRef>,
}

impl Persons {
    pub(super) fn gather(language: &Language, coded: &[Coded]) -> Self {
        let mut drafts: BTreeMap<(String, String), Draft> = BTreeMap::new();
        for (article, part) in coded.iter().enumerate() {
            for (mention, told) in part.mentions.iter().enumerate() {
                for actor in told.actors.iter().chain(&told.recipients).chain(&told.said_by) {
                    let Some(name) = person_name(actor).filter(|name| !is_body(language, name)) else { continue };
                    // Bodies and groups have names too: only an office makes theirs a person's.
                    if actor.code.contains(':') && actor.role.is_none() {
                        continue;
                    }
                    let draft = drafts.entry((actor.code.clone(), folded(name))).or_default();
                    draft.code.clone_from(&actor.code);
                    *draft.spellings.entry(name.to_owned()).or_default() += 1;
                    draft.mentions.insert(MentionRef { article, mention });
                    // Offices of other articles are words of another language.
                    if told.lang != language.code {
                        continue;
                    }
                    draft.native.insert(name.to_owned());
                    if let Some(role) = actor.role.as_deref().and_then(|role| office(language, role)) {
                        *draft.roles.entry(role).or_default() += 1;
                    }
                }
            }
        }
        let mut persons = Self::settle(drafts, &Sounds::of(language));
        persons.offices = persons.given_offices(language, coded);
        for person in &mut persons.all {
            if let Some(forms) = language.names.forms(&format!("name {}", person.name)) {
                forms.case(Case::Nominative).clone_into(&mut person.name);
            }
        }
        persons
    }

    fn given_offices(&self, language: &Language, coded: &[Coded]) -> BTreeMap<(usize, usize), BTreeMap<String, usize>> {
        let mut offices: BTreeMap<(usize, usize), BTreeMap<String, usize>> = BTreeMap::new();
        for (article, part) in coded.iter().enumerate().filter(|(_, part)| part.article.lang == language.code) {
            for told in &part.mentions {
                for actor in told.actors.iter().chain(&told.recipients).chain(&told.said_by) {
                    let Some(role) = actor.role.as_deref().and_then(|role| office(language, role)) else { continue };
                    if let Some(index) = self
                        .index(actor)
                        .filter(|at| self.all.get(*at).is_some_and(|person| person.roles.contains(&role)))
                    {
                        *offices.entry((article, index)).or_default().entry(role).or_default() += 1;
                    }
                }
            }
        }
        offices
    }

    /// Joins spellings of one person: the fuller name takes in the shorter.
    fn settle(drafts: BTreeMap<(String, String), Draft>, sounds: &Sounds<'_>) -> Self {
        let mut ordered: Vec<((String, String), Draft)> = drafts.into_iter().collect();
        ordered.sort_by_key(|((_, name), draft)| {
            (std::cmp::Reverse(name.split(' ').count()), std::cmp::Reverse(draft.mentions.len()))
        });
        let mut groups: Vec<Draft> = Vec::new();
        let mut known = Known::default();
        let mut by_name = BTreeMap::new();
        for ((code, name), draft) in ordered {
            let sound = sounds.of_name(&name);
            let index = known.home(&code, &name, &sound).unwrap_or(groups.len());
            known.add(&code, &name, sound, index);
            match groups.get_mut(index) {
                Some(group) => group.absorb(draft),
                None => groups.push(draft),
            }
            by_name.insert((code, name), index);
        }
        let all = groups.into_iter().map(Draft::finish).collect();
        Self { all, by_name, offices: BTreeMap::new() }
    }

    pub(super) fn all(&self) -> &[Person] {
        &self.all
    }

    /// How often an article gives a person, by its index, each office.
    pub(super) fn offices(&self, article: usize, person: usize) -> Option<&BTreeMap<String, usize>> {
        self.offices.get(&(article, person))
    }

    fn index(&self, actor: &Actor) -> Option<usize> {
        self.by_name.get(&(actor.code.clone(), folded(person_name(actor)?))).copied()
    }

    /// The person that an actor names; none where it names a state, a body, or a single word that no fuller name explains.
    pub(super) fn of(&self, actor: &Actor) -> Option<(usize, &Person)> {
        let index = self.index(actor)?;
        let person = self.all.get(index)?;
        let explained = person.name.contains(' ') || !person.roles.is_empty();
        explained.then_some((index, person))
    }
}

impl Draft {
    fn absorb(&mut self, other: Draft) {
        for (spelling, count) in other.spellings {
            *self.spellings.entry(spelling).or_default() += count;
        }
        for (role, count) in other.roles {
            *self.roles.entry(role).or_default() += count;
        }
        self.native.extend(other.native);
        self.mentions.extend(other.mentions);
    }

    fn finish(self) -> Person {
        let mut spellings = by_count(self.spellings);
        // Sorting is stable: among names of equal length the most frequent stays in front.
        spellings.sort_by_key(|name| (std::cmp::Reverse(name.split(' ').count().min(2)), !self.native.contains(name)));
        let name = spellings.first().cloned().unwrap_or_default();
        let mut roles = by_count(self.roles);
        let mut known = BTreeSet::new();
        roles.retain(|role| known.insert(role.to_lowercase()));
        let full = |v: &String| *v != name && v.contains(' ');
        let variants = spellings.iter().filter(|v| full(v)).cloned().collect();
        Person { code: self.code, name, variants, roles, mentions: self.mentions.into_iter().collect() }
    }
}

fn by_count(counts: BTreeMap<String, usize>) -> Vec<String> {
    let mut ordered: Vec<(String, usize)> = counts.into_iter().collect();
    ordered.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    ordered.into_iter().map(|(text, _)| text).collect()
}

/// The actor's name, where it looks like one of a person: bodies and media are named by their code or as they are.
fn person_name(actor: &Actor) -> Option<&str> {
    let name = actor.name.as_deref()?;
    let capital = |word: Option<&str>| word.and_then(|w| w.chars().next()).is_some_and(char::is_uppercase);
    let named = capital(name.split(' ').next()) && capital(name.split(' ').next_back());
    let upper = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    (named && !upper && actor.sector != Some(Sector::Med)).then_some(name)
}

/// Whether the tables know a name as that of a body, a party, a medium.
fn is_body(language: &Language, name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let hits = language.gazetteer.names(&language.lexicon, &words);
    let whole = hits.iter().filter(|(_, count, _)| usize::from(*count) == words.len());
    let mut entities = whole.filter_map(|(id, ..)| language.gazetteer.entity(*id));
    entities.next().is_some_and(|entity| entity.kind != EntityKind::Person)
}

/// The office as the table of offices writes it; words that need their context ("Amtskollegin") are no office.
pub(super) fn office(language: &Language, role: &str) -> Option<String> {
    if language.phrases.list("role.vague").any(|vague| vague == role) {
        return None;
    }
    let single = !role.contains(' ');
    let known = single.then(|| language.names.office(role)).flatten();
    Some(known.map_or_else(|| role.to_owned(), |(name, _)| name))
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace('-', " ")
}

/// Letters that languages write for one sound, and those that no two tell apart.
struct Sounds<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Sounds<'a> {
    fn of(language: &'a Language) -> Self {
        Self(language.phrases.list("name.alike").filter_map(|pair| pair.split_once('=')).collect())
    }

    /// A folded name as it sounds, each letter once.
    fn of_name(&self, name: &str) -> String {
        let mut sound = self.0.iter().fold(name.to_owned(), |sound, (from, to)| sound.replace(from, to));
        let mut last = None;
        sound.retain(|letter| last.replace(letter) != Some(letter));
        sound
    }
}

/// A name as it was met: its words, and whose it is.
struct Met {
    words: Vec<String>,
    person: usize,
}

/// The names met so far, found by a word of them or by how they sound: comparing each with each takes too long.
#[derive(Default)]
struct Known {
    all: Vec<Met>,
    by_word: BTreeMap<(String, String), Vec<usize>>,
    by_sound: BTreeMap<(String, String), Vec<usize>>,
}

impl Known {
    /// The first person who can have this name.
    fn home(&self, code: &str, name: &str, sound: &str) -> Option<usize> {
        let words: Vec<&str> = name.split(' ').collect();
        let of_word =
            |word: &&str| self.by_word.get(&(code.to_owned(), (*word).to_owned())).map_or(&[][..], Vec::as_slice);
        let rarest = words.iter().map(of_word).min_by_key(|met| met.len()).unwrap_or_default();
        let fuller = rarest.iter().filter_map(|at| self.all.get(*at));
        let fuller = fuller.filter(|met| words.iter().all(|word| met.words.iter().any(|own| own == word)));
        let alike = self.by_sound.get(&(code.to_owned(), sound.to_owned())).into_iter().flatten();
        let alike = alike.filter_map(|at| self.all.get(*at)).filter(|met| is_alike(&met.words, &words));
        fuller.chain(alike).map(|met| met.person).min()
    }

    fn add(&mut self, code: &str, name: &str, sound: String, person: usize) {
        let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        for word in words.iter().collect::<BTreeSet<_>>() {
            self.by_word.entry((code.to_owned(), word.clone())).or_default().push(self.all.len());
        }
        self.by_sound.entry((code.to_owned(), sound)).or_default().push(self.all.len());
        self.all.push(Met { words, person });
    }
}

/// Whether two folded names that sound alike can be one person's: a name of several words, one of them spelt otherwise.
fn is_alike(full: &[String], other: &[&str]) -> bool {
    let pairs = || full.iter().map(String::as_str).zip(other.iter().copied());
    let alike = full.len() == other.len()
        && full.len() > 1
        && (pairs().any(|(a, b)| a == b) || pairs().all(|(a, b)| a.chars().next() == b.chars().next()));
    let near = |a: &str, b: &str| distance(a, b) <= 2 && a.chars().count() > 3;
    alike && pairs().filter(|(a, b)| a != b).all(|(a, b)| near(a, b))
}

/// Edits that turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((&to, &diagonal), &above) in b.iter().zip(&row).zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(from != to)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
