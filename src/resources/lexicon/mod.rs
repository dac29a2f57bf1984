//! The full-form lexicon of a language: closed-class words, verbs with their particles, nouns with gender and number.

mod closed;
mod load;

use super::endings::Endings;
use super::forms::Forms;
pub use super::forms::VerbReading;
use super::grammar::{Agree, Form};
use super::letters::lower;
use super::symbol::{Symbol, Symbols};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

/// Part of speech of a closed-class word (Universal Dependencies, split where the grammar needs it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordClass {
    Determiner,
    Pronoun,
    Relative,
    Preposition,
    /// Preposition and article in one word.
    PrepositionArticle,
    /// Preposition and pronoun in one word (darüber).
    Proadverb,
    Subordinator,
    Coordinator,
    Negation,
    Adverb,
    Number,
    InfinitiveMark,
}

/// One reading of a closed-class word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    pub class: WordClass,
    pub agree: Agree,
    /// Sub-class, contained preposition or value, as the table gives it.
    pub extra: Symbol,
}

/// A noun form found in the lexicon: the head's lemma and how many bytes of the word stand before the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NounReading {
    pub head: Symbol,
    pub first: usize,
    pub agree: Agree,
}

#[derive(Debug, Default)]
pub struct Lexicon {
    pub symbols: Symbols,
    closed: FxHashMap<Box<str>, SmallVec<[Closed; 2]>>,
    forms: Forms,
    endings: Endings,
    particles: FxHashSet<Box<str>>,
    /// The same by their first two bytes, shortest first.
    opening: FxHashMap<[u8; 2], Vec<Box<str>>>,
    /// (particle, base) → whole lemma.
    particle_verbs: FxHashMap<(Symbol, Symbol), Symbol>,
    /// Endings of comparatives and superlatives.
    degrees: Vec<Box<str>>,
    infinitive_mark: Box<str>,
    /// Readings of an infinitive used as a noun; none where a capital does not make a noun.
    infinitive_noun: Agree,
    genitive_ending: Box<str>,
    /// Longer forms of it ("des Roten Kreuzes").
    long_genitives: Vec<Box<str>>,
    recipient_prepositions: Vec<Symbol>,
    place_prepositions: Vec<Symbol>,
    cause_prepositions: Vec<Symbol>,
    both_adjective: Symbol,
    mutual_prepositions: Vec<Symbol>,
    time_nouns: FxHashSet<Symbol>,
    possessives: FxHashSet<Symbol>,
    reflexive: Symbol,
    reciprocal: Symbol,
    /// Pronouns of the third person.
    personal: Symbol,
    first_person: [Symbol; 2],
    impersonal: Symbol,
    pointing: [Symbol; 2],
    number_signs: (char, char),
    linking: Vec<Box<str>>,
    /// The vowel that the first part of a compound may lose ("Hilf|s|güter").
    noun_vowel: Box<str>,
    /// Last letters of nouns that no table names, with their readings.
    noun_suffixes: Vec<(Box<str>, Agree)>,
    instrument_prepositions: Vec<Symbol>,
    predicative_prepositions: Vec<Symbol>,
    origin_prepositions: Vec<Symbol>,
    home_prepositions: Vec<Symbol>,
    voice_prepositions: Vec<Symbol>,
    content_prepositions: Vec<Symbol>,
    indefinites: FxHashSet<Symbol>,
    agent_prepositions: Vec<Symbol>,
    /// Prepositions that may only blur a number, and strings of words that always do.
    counting: Vec<Symbol>,
    counting_phrases: Vec<Vec<Symbol>>,
    /// Prepositions that stand for a genitive ("of") and for a dative ("to").
    genitive_prepositions: Vec<Symbol>,
    dative_prepositions: Vec<Symbol>,
    /// Words written together with the one before ("n't").
    clitics: Vec<Box<str>>,
    /// First parts of adjectives that say for or against whom ("pro").
    stances: Vec<Box<str>>,
    /// Initials are written with points and no space ("U.S.").
    pointed_initials: bool,
    /// Last letters of plurals that no table knows, and those that look like them and are none.
    plural_endings: Vec<Box<str>>,
    plural_endings_not: Vec<Box<str>>,
    /// First word of closed-class words of several parts, and their most parts.
    several: FxHashMap<Box<str>, usize>,
    noun_endings: Vec<(Box<str>, Box<str>)>,
    /// Endings of adjectives made of place names, and what they stand for.
    place_endings: Vec<(Box<str>, Box<str>)>,
    polite: FxHashSet<Symbol>,
    /// Sub-class of a conjunction → the word that must stand before it.
    partners: FxHashMap<Symbol, Symbol>,
    marks: Marks,
    /// Preposition and ending of adverbial superlatives.
    superlative: (Symbol, Box<str>),
}

/// Sub-classes of closed-class words that the parser asks for.
#[derive(Debug, Default)]
struct Marks {
    comparison: Symbol,
    behind: Symbol,
    around: Symbol,
    infinitive: Symbol,
    article: Symbol,
    relative_possessive: Symbol,
    question: Symbol,
    weak: [Symbol; 2],
    alternative: [Symbol; 3],
    expletive: Symbol,
}

impl Lexicon {
    pub fn closed(&self, form: &str) -> &[Closed] {
        self.closed.get(form).map_or(&[], |c| c)
    }

    /// A lower-case form as a noun, where nouns are written like other words: a whole entry, what stands behind its last
    /// hyphen, or by its last letters.
    pub fn plain_noun(&self, form: &str) -> Option<NounReading> {
        if let Some((head, agree)) = self.forms.noun(form) {
            return Some(NounReading { head, first: 0, agree });
        }
        let hyphen = form.rfind('-').map(|h| h + 1);
        if let Some((first, (head, agree))) = hyphen.and_then(|h| Some((h, self.forms.noun(form.get(h..)?)?))) {
            return Some(NounReading { head, first, agree });
        }
        let suffix = self.noun_suffixes.iter().find(|(s, _)| form.len() > s.len() + 2 && form.ends_with(&**s));
        suffix.map(|(_, agree)| NounReading { head: Symbol::NONE, first: 0, agree: *agree })
    }

    /// The lemma of a plural noun in lower case, or of the last word of a compound written apart.
    pub fn singular(&self, form: &str) -> Option<String> {
        let cut = form.rfind(' ').map_or(0, |at| at + 1);
        let (before, last) = form.split_at_checked(cut)?;
        let head = self.symbols.word(self.forms.noun(last)?.0);
        (head != last).then(|| [before, head].concat())
    }

    /// The byte at which a word ends and what is written together with it begins ("did|n't").
    pub fn clitic(&self, form: &str) -> Option<usize> {
        let cut = self.clitics.iter().find(|c| form.len() > c.len() && form.ends_with(&***c))?;
        form.len().checked_sub(cut.len())
    }

    /// The most parts of closed-class words of several parts that begin with this one; 0 where there are none.
    pub fn most_parts(&self, first: &str) -> usize {
        self.several.get(first).copied().unwrap_or_default()
    }

    pub fn is_particle(&self, form: &str) -> bool {
        self.particles.contains(form)
    }

    /// The whole verb of a base and a particle that stands apart, if the table knows it.
    pub fn particle_verb(&self, particle: &str, base: Symbol) -> Option<Symbol> {
        self.particle_verbs.get(&(self.symbols.get(particle), base)).copied()
    }

    /// All readings of a lower-case form as a verb: plain forms, joined particle forms, inflected participles.
    pub fn verb(&self, form: &str) -> SmallVec<[VerbReading; 4]> {
        let mut readings: SmallVec<[VerbReading; 4]> = self.forms.verb(form).collect();
        self.joined(form, &mut readings);
        readings
    }

    /// Forms such as "vorwirft", "vorgeworfen", "vorzuwerfen": a particle and a form of the base.
    fn joined(&self, form: &str, readings: &mut SmallVec<[VerbReading; 4]>) {
        let Some(opening) = form.as_bytes().first_chunk().and_then(|two| self.opening.get(two)) else { return };
        for particle in opening {
            let Some(rest) = form.strip_prefix(&**particle).filter(|rest| !rest.is_empty()) else { continue };
            let marked = rest.strip_prefix(&*self.infinitive_mark).map(|r| self.forms.verb(r));
            for reading in marked.into_iter().flatten().filter(|r| r.form.meets(Form::INFINITIVE)) {
                if let Some(lemma) = self.particle_verb(particle, reading.lemma) {
                    readings.push(VerbReading { lemma, form: Form::MARKED_INFINITIVE });
                }
            }
            for reading in self.forms.verb(rest) {
                if let Some(lemma) = self.particle_verb(particle, reading.lemma) {
                    readings.push(VerbReading { lemma, form: reading.form });
                }
            }
        }
    }

    /// The readings of an inflected participle ("unterzeichneten"): the participle without its adjective ending.
    pub fn inflected_participle(&self, form: &str) -> SmallVec<[VerbReading; 4]> {
        let both = Form::PARTICIPLE | Form::PRESENT_PARTICIPLE;
        for ending in self.endings.adjectives() {
            let Some(stem) = form.strip_suffix(&**ending) else { continue };
            let mut readings = self.verb(stem);
            readings.retain(|r| r.form.meets(both));
            if !readings.is_empty() {
                readings.iter_mut().for_each(|r| r.form = r.form & both);
                return readings;
            }
        }
        SmallVec::new()
    }

    pub(in crate::resources) fn respelt(&self, form: &str) -> Option<String> {
        self.endings.respelt(form)
    }

    /// What an inflected adjective may be a form of: the word without each ending that fits, its degree set aside too.
    pub fn adjective_stems<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        let bare =
            self.endings.adjectives().iter().filter_map(move |e| word.strip_suffix(&**e)).filter(|s| s.len() > 2);
        bare.flat_map(|stem| {
            std::iter::once(stem).chain(self.degrees.iter().filter_map(move |d| stem.strip_suffix(&**d)))
        })
    }

    /// The word without an adjective ending, longest ending first; the word itself where it has none.
    pub fn adjective_stem<'a>(&self, form: &'a str) -> &'a str {
        self.endings.adjective_stem(form)
    }

    /// What a noun that no table knows may be without its ending for case and number.
    pub fn noun_stems<'a>(&'a self, form: &'a str) -> impl Iterator<Item = &'a str> {
        self.noun_endings.iter().filter_map(|(ending, base)| {
            let cut = form.len().checked_sub(ending.len() - base.len())?;
            form.strip_suffix(&**ending).and_then(|_| form.get(..cut)).filter(|stem| stem.ends_with(&**base))
        })
    }

    /// True where an unknown name looks like a genitive ("Putins").
    pub fn is_genitive(&self, name: &str) -> bool {
        !self.genitive_ending.is_empty()
            && self.without_genitive(name).is_some_and(|w| w.len() > 2 && !w.ends_with(&*self.genitive_ending))
    }

    /// The noun that the first part of a compound is, its linking letters set aside ("Friedens-").
    pub fn first_part(&self, first: &str) -> Option<NounReading> {
        let linked = self.linking.iter().filter_map(|l| first.strip_suffix(&**l).and_then(|w| self.noun(w)));
        self.noun(first).into_iter().chain(linked).next()
    }

    /// True where `word` is `name` with any ending of the genitive.
    pub fn is_genitive_of(&self, word: &str, name: &str) -> bool {
        word.starts_with(name)
            && (self.genitive_base(word) == Some(name)
                || self.long_genitives.iter().any(|e| word.strip_suffix(&**e) == Some(name)))
    }

    /// The name of which this could be the genitive: "Russlands", "Hamas’", "Putin's".
    pub fn genitive_base<'a>(&self, word: &'a str) -> Option<&'a str> {
        self.without_genitive(word)
            .map(|w| w.trim_end_matches(['’', '\'']))
            .or_else(|| word.strip_suffix(['’', '\'']))
            .filter(|w| w.chars().nth(1).is_some())
    }

    /// The word without the ending of the genitive; an apostrophe in it may be of either kind.
    fn without_genitive<'a>(&self, word: &'a str) -> Option<&'a str> {
        if self.genitive_ending.is_empty() {
            return None;
        }
        match self.genitive_ending.strip_prefix('\'') {
            Some(letters) => word.strip_suffix(letters).and_then(|w| w.strip_suffix(['\'', '’'])),
            None => word.strip_suffix(&*self.genitive_ending),
        }
    }

    /// True where a word that no table knows has the ending of a plural.
    pub fn looks_plural(&self, word: &str) -> bool {
        let ends = |endings: &[Box<str>]| endings.iter().any(|e| word.ends_with(&**e));
        ends(&self.plural_endings) && !ends(&self.plural_endings_not)
    }

    pub fn is_stance(&self, first: &str) -> bool {
        let lower = lower(first);
        self.stances.iter().any(|s| **s == *lower)
    }

    /// True where initials are written with points and no space between them.
    pub fn has_pointed_initials(&self) -> bool {
        self.pointed_initials
    }

    /// True where a genitive is marked off by an apostrophe.
    pub fn has_apostrophe_genitive(&self) -> bool {
        self.genitive_ending.starts_with('\'')
    }

    /// A word that ends like the genitive itself and takes only its apostrophe ("ministers'").
    pub fn drops_genitive_ending(&self, word: &str) -> bool {
        self.genitive_ending.strip_prefix('\'').is_some_and(|letters| word.ends_with(letters))
    }

    /// The preposition in the fused word that forms superlatives ("am").
    pub fn forms_superlative(&self, closed: Closed) -> bool {
        closed.extra == self.superlative.0
    }

    pub fn is_superlative(&self, form: &str) -> bool {
        !self.superlative.1.is_empty() && form.ends_with(&*self.superlative.1)
    }

    /// The names of which this could be the adjective ("Moskauer", "Bremer").
    pub fn place_stems<'a>(&'a self, word: &'a str) -> impl Iterator<Item = String> + 'a {
        self.place_endings.iter().filter_map(move |(ending, base)| {
            word.strip_suffix(&**ending).filter(|s| s.len() > 2).map(|stem| format!("{stem}{base}"))
        })
    }

    /// True where the whole form, not only its last part, is in the noun table.
    pub fn is_noun(&self, form: &str) -> bool {
        self.forms.is_noun(form)
    }

    /// The endings of adjectives, longest first.
    pub fn adjective_endings(&self) -> impl Iterator<Item = &str> {
        self.endings.adjectives().iter().map(|e| &**e)
    }

    /// The readings that the ending of an adjective leaves, behind an article or without one.
    pub fn inflection(&self, form: &str, article: bool) -> Agree {
        let reading = self.endings.inflections().iter().find(|(ending, ..)| form.ends_with(&**ending));
        reading.map_or(Agree::ALL, |(_, strong, weak)| if article { *weak } else { *strong })
    }

    pub fn has_adjective_ending(&self, form: &str) -> bool {
        self.endings.adjectives().iter().any(|e| form.ends_with(&**e))
    }

    /// A capitalised form as a noun: a whole entry, the longest known last part of a compound, or by its last letters.
    pub fn noun(&self, form: &str) -> Option<NounReading> {
        if let Some((head, agree)) = self.forms.noun(form) {
            return Some(NounReading { head, first: 0, agree });
        }
        let hyphen = form.rfind('-').map_or(0, |h| h + 1);
        let last = form.get(hyphen..)?;
        if hyphen > 0
            && let Some((head, agree)) = self.forms.noun(last)
        {
            return Some(NounReading { head, first: hyphen, agree });
        }
        if let Some((cut, head, agree)) = self.compound(last, 0) {
            return Some(NounReading { head, first: hyphen + cut, agree });
        }
        let suffix = self.noun_suffixes.iter().find(|(s, _)| last.len() > s.len() + 2 && last.ends_with(&**s));
        suffix.map(|(_, agree)| NounReading { head: Symbol::NONE, first: hyphen, agree: *agree })
    }

    /// Where the longest known last part of a compound begins. Short last parts count only behind a word that is known.
    fn compound(&self, form: &str, depth: usize) -> Option<(usize, Symbol, Agree)> {
        let mut buffer = String::with_capacity(form.len());
        for (cut, letter) in form.char_indices().skip(2) {
            let rest = form.get(cut + letter.len_utf8()..)?;
            if rest.len() < 3 {
                return None;
            }
            buffer.clear();
            buffer.extend(letter.to_uppercase());
            buffer.push_str(rest);
            if let Some((head, agree)) = self.forms.noun(&buffer)
                && (rest.len() >= LONG_LAST_PART || self.opens_compound(form.get(..cut)?, depth))
            {
                return Some((cut, head, agree));
            }
        }
        None
    }

    /// The first part of a compound: a noun with or without a linking ending, the stem of a verb, a small word.
    fn opens_compound(&self, first: &str, depth: usize) -> bool {
        let lower = lower(first);
        if self.forms.is_noun(first) || self.closed.contains_key(&*lower) || self.particles.contains(&*lower) {
            return true;
        }
        let mut joined = String::with_capacity(first.len() + 2);
        for link in &self.linking {
            if let Some(stem) = first.strip_suffix(&**link) {
                joined.clear();
                joined.push_str(stem);
                joined.push_str(&self.noun_vowel);
                if self.forms.is_noun(stem) || self.forms.is_noun(&joined) {
                    return true;
                }
            }
            // "Fahr-": an infinitive without its ending.
            joined.clear();
            joined.push_str(&lower);
            joined.push_str(link);
            if self.forms.verb(&joined).any(|r| r.form.meets(Form::INFINITIVE)) {
                return true;
            }
        }
        depth < 2 && self.compound(first, depth + 1).is_some()
    }
}

/// From this length on the rest of a last part, its first letter set aside, is trusted behind anything.
const LONG_LAST_PART: usize = 5;
