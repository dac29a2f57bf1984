//! What the parser knows of words beyond their forms: which are adjectives, which verbs govern a dative, which nouns
//! take a name or a measured thing behind them (`adjectives.tsv`, `syntax.tsv`).

use super::lexicon::Lexicon;
use super::symbol::Symbol;
use super::table::{self, Files, find};
use crate::error::LoadError;
use rustc_hash::{FxHashMap, FxHashSet};

/// What tells the subject of a verb from its objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Roles {
    #[default]
    Case,
    /// The subject stands before its verb, objects behind it.
    Order,
}

#[derive(Debug, Default)]
pub struct Syntax {
    pub roles: Roles,
    /// A point behind a short number can make it an ordinal ("am 13. September").
    pub ordinal_points: bool,
    adjectives: FxHashSet<Box<str>>,
    adjective_suffixes: Vec<Box<str>>,
    adverb_suffixes: Vec<Box<str>>,
    plural_names: FxHashSet<Box<str>>,
    surnames: FxHashSet<Box<str>>,
    article_names: FxHashSet<Box<str>>,
    /// The same in lower case, as ends of longer names.
    article_endings: Vec<Box<str>>,
    /// Verbs whose only object is a dative.
    pub dative_verbs: FxHashSet<Symbol>,
    /// Verbs with a dative beside their accusative.
    pub dative_objects: FxHashSet<Symbol>,
    /// Verbs that form one clause with a marked infinitive.
    pub coherent: FxHashSet<Symbol>,
    /// Nouns whose partner stands behind a preposition of partners: "Abkommen mit".
    pub partner_nouns: FxHashSet<Symbol>,
    /// Nouns of telling: who tells stands behind a preposition of agents.
    pub source_nouns: FxHashSet<Symbol>,
    /// Codes of the states whose people write the family name first.
    pub family_first: FxHashSet<Box<str>>,
    /// How many words the full name of a person has.
    pub full_name: FxHashSet<usize>,
    /// Verbs with a predicate in the nominative.
    pub predicative: FxHashSet<Symbol>,
    /// "Tonnen", "Prozent": the noun behind is what is measured.
    pub measure_nouns: FxHashSet<Symbol>,
    /// "Stadt", "Zeitung": a name behind belongs to the noun.
    pub named_nouns: FxHashSet<Symbol>,
    /// "Norden", "Zentrum": a genitive name behind is what they are a part of.
    pub region_nouns: FxHashSet<Symbol>,
    /// "Anfang", "Ende" before a time.
    pub part_nouns: FxHashSet<Symbol>,
    /// "Teil", "Reihe": what stands behind them in the genitive is meant as well.
    pub partitive_nouns: FxHashSet<Symbol>,
    pub noun_prepositions: FxHashSet<Symbol>,
    /// Verbs with a clause as their object, and perhaps whom they tell before it.
    pub clause_verbs: FxHashSet<Symbol>,
    /// Verbs behind which an infinitive stands without its mark ("helped secure").
    pub bare_infinitive: FxHashSet<Symbol>,
    /// Verbs behind which a present participle tells what was before ("denied attacking the town").
    pub look_back: FxHashSet<Symbol>,
    /// Words behind a verb that can be part of it ("carry out").
    pub verb_particles: FxHashSet<Symbol>,
    pub verb_prepositions: FxHashSet<Symbol>,
    /// Prepositions before the place that a treaty is named by ("of").
    pub named_by: FxHashSet<Symbol>,
    /// Verbs whose subject is one of those whom the clause names.
    pub member_verbs: FxHashSet<Symbol>,
    /// Verbs whose neuter subject is nobody, some only beside a preposition ("es kam zu Kämpfen").
    impersonal: FxHashSet<(Symbol, Symbol)>,
    /// Seats of a body beside those of their state, with the body's code.
    hosts: FxHashMap<Box<str>, Box<str>>,
}

impl Syntax {
    pub(super) fn load(code: &str, files: &Files<'_>, lexicon: &Lexicon) -> Result<Self, LoadError> {
        let mut syntax = Self::default();
        let (file, text) = find(code, files, "adjectives.tsv")?;
        for row in table::rows(file, text, &["stem"])? {
            let row = row?;
            let stem = row.cell(0);
            if let Some(respelt) = lexicon.respelt(stem) {
                let _ = syntax.adjectives.insert(respelt.into());
            }
            let _ = syntax.adjectives.insert(stem.into());
        }
        let (file, text) = find(code, files, "syntax.tsv")?;
        for row in table::rows(file, text, &["kind", "values"])? {
            let row = row?;
            let words: Vec<&str> = row.list(1).collect();
            let symbols = || words.iter().map(|w| lexicon.symbols.get(w)).filter(|s| s.is_known());
            match row.cell(0) {
                "roles" => {
                    syntax.roles = roles(&words).ok_or_else(|| row.error("roles are told by `case` or `order`"))?
                }
                "ordinal" => syntax.ordinal_points = words.contains(&"point"),
                "clause_verb" => syntax.clause_verbs = symbols().collect(),
                "bare_infinitive" => syntax.bare_infinitive = symbols().collect(),
                "look_back" => syntax.look_back = symbols().collect(),
                "verb_particle" => syntax.verb_particles = symbols().collect(),
                "adjective_suffix" => syntax.adjective_suffixes = words.iter().map(|w| (*w).into()).collect(),
                "adverb_suffix" => syntax.adverb_suffixes = words.iter().map(|w| (*w).into()).collect(),
                "plural_name" => syntax.plural_names = words.iter().map(|w| (*w).into()).collect(),
                "article_name" => {
                    syntax.article_names = words.iter().map(|w| (*w).into()).collect();
                    syntax.article_endings = words.iter().map(|w| w.to_lowercase().into()).collect();
                }
                "surname" => syntax.surnames = words.iter().map(|w| (*w).into()).collect(),
                "dative_verb" => syntax.dative_verbs = symbols().collect(),
                "dative_object" => syntax.dative_objects = symbols().collect(),
                "coherent" => syntax.coherent = symbols().collect(),
                "partner_noun" => syntax.partner_nouns = symbols().collect(),
                "source_noun" => syntax.source_nouns = symbols().collect(),
                "family_first" => syntax.family_first = words.iter().map(|w| (*w).into()).collect(),
                "full_name" => {
                    let number = |w: &&str| w.parse::<usize>().map_err(|cause| row.error(format!("{w:?}: {cause}")));
                    syntax.full_name = words.iter().map(number).collect::<Result<_, _>>()?;
                }
                "predicative" => syntax.predicative = symbols().collect(),
                "measure_noun" => syntax.measure_nouns = symbols().collect(),
                "named_noun" => syntax.named_nouns = symbols().collect(),
                "region_noun" => syntax.region_nouns = symbols().collect(),
                "partitive_noun" => syntax.partitive_nouns = symbols().collect(),
                "part_noun" => syntax.part_nouns = symbols().collect(),
                "noun_preposition" => syntax.noun_prepositions = symbols().collect(),
                "verb_preposition" => syntax.verb_prepositions = symbols().collect(),
                "named_by" => syntax.named_by = symbols().collect(),
                "member_verb" => syntax.member_verbs = symbols().collect(),
                "impersonal" => {
                    let pair = |w: &&str| {
                        let (verb, preposition) = w.split_once(' ').unwrap_or((w, ""));
                        (lexicon.symbols.get(verb), lexicon.symbols.get(preposition))
                    };
                    syntax.impersonal = words.iter().map(pair).filter(|(verb, _)| verb.is_known()).collect();
                }
                "host" => {
                    let pairs = words.iter().filter_map(|w| w.split_once(' '));
                    syntax.hosts = pairs.map(|(seat, code)| (seat.into(), code.into())).collect();
                }
                other => return Err(row.error(format!("{other:?} is no kind of syntax"))),
            }
        }
        Ok(syntax)
    }

    /// A lower-case adjective as it stands, or by its last letters.
    pub fn is_adjective(&self, word: &str) -> bool {
        self.adjectives.contains(word)
            || self.adjective_suffixes.iter().any(|s| word.len() > s.len() + 2 && word.ends_with(&**s))
    }

    /// A lower-case adjective with an ending; comparatives and superlatives count.
    pub fn is_inflected_adjective(&self, lexicon: &Lexicon, word: &str) -> bool {
        lexicon.adjective_stems(word).any(|stem| self.is_adjective(stem))
    }

    pub fn is_adverb(&self, word: &str) -> bool {
        self.adverb_suffixes.iter().any(|s| word.len() > s.len() + 2 && word.ends_with(&**s))
    }

    /// A name that stands behind an article.
    pub fn takes_article(&self, name: &str) -> bool {
        // "Westukraine" as "Ukraine"
        let part = || {
            let lower = name.to_lowercase();
            self.article_endings.iter().any(|n| lower.ends_with(&**n))
        };
        self.article_names.contains(name) || self.plural_names.contains(name) || part()
    }

    /// A neuter subject of the verb is nobody, where the clause has the preposition that this asks for.
    pub fn is_impersonal(&self, verb: Symbol, led: impl Fn(Symbol) -> bool) -> bool {
        let mut rows = self.impersonal.iter().filter(|(v, _)| *v == verb);
        rows.any(|(_, preposition)| !preposition.is_known() || led(*preposition))
    }

    /// The code of the body that a seat is also that of.
    pub fn hosted(&self, seat: &str) -> Option<&str> {
        self.hosts.get(seat).map(|code| &**code)
    }

    /// A family name that is also a common noun.
    pub fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(word)
    }

    pub fn is_plural_name(&self, name: &str) -> bool {
        self.plural_names.contains(name)
    }
}

fn roles(words: &[&str]) -> Option<Roles> {
    match words {
        ["case"] => Some(Roles::Case),
        ["order"] => Some(Roles::Order),
        _ => None,
    }
}
