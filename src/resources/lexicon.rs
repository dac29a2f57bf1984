//! The full-form lexicon of a language: closed-class words, verbs with their particles, nouns with gender and number.

use super::frames::Slot;
use super::grammar::{Agree, Form};
use super::symbol::{Symbol, Symbols};
use super::table::Table;
use super::{Files, find};
use crate::error::LoadError;
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

/// One reading of a verb form; `lemma` is the base verb without particle, or the whole for joined forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerbReading {
    pub lemma: Symbol,
    pub form: Form,
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
    verbs: FxHashMap<Box<str>, SmallVec<[VerbReading; 2]>>,
    nouns: FxHashMap<Box<str>, (Symbol, Agree)>,
    particles: FxHashSet<Box<str>>,
    /// (particle, base) → whole lemma.
    particle_verbs: FxHashMap<(Symbol, Symbol), Symbol>,
    adjective_endings: Vec<Box<str>>,
    /// Endings of comparatives and superlatives.
    degrees: Vec<Box<str>>,
    /// Ending of an adjective → its readings without and behind an article.
    inflections: Vec<(Box<str>, Agree, Agree)>,
    infinitive_mark: Box<str>,
    genitive_ending: Box<str>,
    recipient_prepositions: Vec<Symbol>,
    place_prepositions: Vec<Symbol>,
    both_adjective: Symbol,
    mutual_prepositions: Vec<Symbol>,
    time_nouns: FxHashSet<Symbol>,
    possessives: FxHashSet<Symbol>,
    reflexive: Symbol,
    first_person: [Symbol; 2],
    pointing: [Symbol; 2],
    number_signs: (char, char),
    linking: Vec<Box<str>>,
    /// The vowel that the first part of a compound may lose ("Hilf|s|güter").
    noun_vowel: Box<str>,
    /// Last letters of nouns that no table names, with their readings.
    noun_suffixes: Vec<(Box<str>, Agree)>,
    instrument_prepositions: Vec<Symbol>,
    origin_prepositions: Vec<Symbol>,
    content_prepositions: Vec<Symbol>,
    indefinites: FxHashSet<Symbol>,
    respelling: Option<(Box<str>, Box<str>)>,
    agent_prepositions: Vec<Symbol>,
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
}

impl Lexicon {
    pub(super) fn load(code: &str, files: &Files<'_>) -> Result<Self, LoadError> {
        let mut lexicon = Self::default();
        lexicon.load_closed(find(code, files, "words.tsv")?)?;
        lexicon.load_morphology(find(code, files, "morphology.tsv")?)?;
        lexicon.reflexive = lexicon.symbols.intern("refl");
        lexicon.polite = ["3", "poss3f"].map(|w| lexicon.symbols.intern(w)).into_iter().collect();
        let mut mark = |w: &str| lexicon.symbols.intern(w);
        lexicon.marks = Marks {
            comparison: mark("like"),
            behind: mark("post"),
            around: mark("around"),
            infinitive: mark("infinitive"),
            article: mark("def"),
            relative_possessive: mark("relposs"),
            question: mark("wh"),
            weak: [mark("but"), mark("for")],
        };
        lexicon.indefinites = ["indef", "neg", "quant"].map(|w| lexicon.symbols.intern(w)).into_iter().collect();
        lexicon.pointing = ["def", "dem"].map(|w| lexicon.symbols.intern(w));
        lexicon.first_person = ["1s", "1p"].map(|w| lexicon.symbols.intern(w));
        lexicon.possessives = ["poss3m", "poss3f"].map(|w| lexicon.symbols.intern(w)).into_iter().collect();
        lexicon.load_verbs(find(code, files, "verbs.tsv")?)?;
        lexicon.load_verbs(find(code, files, "verbs-own.tsv")?)?;
        lexicon.load_verb_forms(find(code, files, "verb-forms.tsv")?)?;
        lexicon.load_nouns(find(code, files, "nouns.tsv")?)?;
        lexicon.load_nouns(find(code, files, "nouns-own.tsv")?)?;
        Ok(lexicon)
    }

    fn load_closed(&mut self, (file, text): (&str, &str)) -> Result<(), LoadError> {
        for row in Table::read(file, text, &["form", "pos", "agree", "extra"])?.rows {
            let class = match row.cell(1) {
                "DET" => WordClass::Determiner,
                "PRON" => WordClass::Pronoun,
                "REL" => WordClass::Relative,
                "ADP" => WordClass::Preposition,
                "ADPDET" => WordClass::PrepositionArticle,
                "PROADV" => WordClass::Proadverb,
                "SCONJ" => WordClass::Subordinator,
                "CCONJ" => WordClass::Coordinator,
                "NEG" => WordClass::Negation,
                "ADV" => WordClass::Adverb,
                "NUM" => WordClass::Number,
                "PTKZU" => WordClass::InfinitiveMark,
                other => return Err(row.error(format!("{other:?} is no class of words"))),
            };
            let agree = match class {
                WordClass::Preposition => {
                    let cases: Vec<String> = row.cell(2).chars().map(String::from).collect();
                    Agree::read(&cases.join("|"))
                }
                _ => Agree::read(row.cell(2)),
            }
            .map_err(|cause| row.error(cause))?;
            let extra = self.symbols.intern(row.cell(3));
            let _ = self.symbols.intern(row.cell(0));
            self.closed.entry(row.cell(0).into()).or_default().push(Closed { class, agree, extra });
        }
        Ok(())
    }

    fn load_morphology(&mut self, (file, text): (&str, &str)) -> Result<(), LoadError> {
        for row in Table::read(file, text, &["kind", "value"])?.rows {
            match row.cell(0) {
                "adjective_ending" => self.adjective_endings.push(row.cell(1).into()),
                "place_ending" => {
                    let (ending, base) = row.cell(1).split_once('>').unwrap_or((row.cell(1), ""));
                    self.place_endings.push((ending.into(), base.into()));
                }
                "partner" => {
                    let (class, word) = row.cell(1).split_once('>').unwrap_or((row.cell(1), ""));
                    let pair = (self.symbols.intern(class), self.symbols.intern(word));
                    let _ = self.partners.insert(pair.0, pair.1);
                }
                "superlative" => {
                    let (preposition, ending) = row.cell(1).split_once('>').unwrap_or((row.cell(1), ""));
                    self.superlative = (self.symbols.intern(preposition), ending.into());
                }
                "degree" => self.degrees.push(row.cell(1).into()),
                "inflection" => self.inflections.push(inflection(row.cell(1)).map_err(|cause| row.error(cause))?),
                "noun_ending" => {
                    let (ending, base) = row.cell(1).split_once('>').unwrap_or((row.cell(1), ""));
                    self.noun_endings.push((ending.into(), base.into()));
                }
                "recipient_preposition" => self.recipient_prepositions.push(self.symbols.intern(row.cell(1))),
                "place_preposition" => self.place_prepositions.push(self.symbols.intern(row.cell(1))),
                "both_adjective" => self.both_adjective = self.symbols.intern(row.cell(1)),
                "mutual_preposition" => self.mutual_prepositions.push(self.symbols.intern(row.cell(1))),
                "grouping_sign" => self.number_signs.0 = sign(row.cell(1)),
                "decimal_sign" => self.number_signs.1 = sign(row.cell(1)),
                "respelling" => {
                    self.respelling = row.cell(1).split_once('>').map(|(from, to)| (from.into(), to.into()));
                }
                "instrument_preposition" => self.instrument_prepositions.push(self.symbols.intern(row.cell(1))),
                "content_preposition" => self.content_prepositions.push(self.symbols.intern(row.cell(1))),
                "origin_preposition" => self.origin_prepositions.push(self.symbols.intern(row.cell(1))),
                "linking" => self.linking.push(row.cell(1).into()),
                "noun_vowel" => self.noun_vowel = row.cell(1).into(),
                "noun_suffix" => {
                    let (suffix, agree) = row.cell(1).split_once('>').unwrap_or((row.cell(1), ""));
                    self.noun_suffixes.push((suffix.into(), Agree::read(agree).map_err(|cause| row.error(cause))?));
                }
                "time_noun" => {
                    let symbol = self.symbols.intern(row.cell(1));
                    let _ = self.time_nouns.insert(symbol);
                }
                "agent_preposition" => self.agent_prepositions.push(self.symbols.intern(row.cell(1))),
                "genitive_ending" => self.genitive_ending = row.cell(1).into(),
                "infinitive_mark" => self.infinitive_mark = row.cell(1).into(),
                other => return Err(row.error(format!("{other:?} is no kind of morphology"))),
            }
        }
        self.adjective_endings.sort_by_key(|e| std::cmp::Reverse(e.len()));
        Ok(())
    }

    fn load_verbs(&mut self, (file, text): (&str, &str)) -> Result<(), LoadError> {
        const FORMS: [Form; 8] = [
            Form::PRESENT,
            Form::PAST,
            Form::PAST_PLURAL,
            Form::QUOTED,
            Form::WISH,
            Form::WISH_PLURAL,
            Form::PARTICIPLE,
            Form::PRESENT_PARTICIPLE,
        ];
        let columns = [
            "lemma", "present", "past", "past_plural", "quoted", "wish", "wish_plural", "participle",
            "present_participle",
        ];
        for row in Table::read(file, text, &columns)?.rows {
            let lemma = row.cell(0);
            if let Some((particle, base)) = lemma.split_once('|') {
                let whole = self.symbols.intern(&format!("{particle}{base}"));
                let key = (self.symbols.intern(particle), self.symbols.intern(base));
                let _ = self.particle_verbs.insert(key, whole);
                let _ = self.particles.insert(particle.into());
                continue;
            }
            let symbol = self.symbols.intern(lemma);
            self.add_verb(lemma, symbol, Form::INFINITIVE | Form::PRESENT_PLURAL);
            for (column, form) in FORMS.iter().enumerate() {
                for word in row.list(column + 1) {
                    self.add_verb(word, symbol, *form);
                }
            }
        }
        Ok(())
    }

    fn load_verb_forms(&mut self, (file, text): (&str, &str)) -> Result<(), LoadError> {
        for row in Table::read(file, text, &["form", "lemma", "kind"])?.rows {
            let form = Form::named(row.cell(2)).map_err(|cause| row.error(cause))?;
            let symbol = self.symbols.intern(row.cell(1));
            self.add_verb(row.cell(0), symbol, form);
        }
        Ok(())
    }

    /// Adds a form, and the spelling with the letters that the language may write instead ("muß", "muss").
    fn add_verb(&mut self, form: &str, lemma: Symbol, kind: Form) {
        if let Some(respelt) = self.respelt(form) {
            self.add_verb_form(&respelt, lemma, kind);
        }
        self.add_verb_form(form, lemma, kind);
    }

    pub(super) fn respelt(&self, form: &str) -> Option<String> {
        let (from, to) = self.respelling.as_ref()?;
        form.contains(&**from).then(|| form.replace(&**from, to))
    }

    fn add_verb_form(&mut self, form: &str, lemma: Symbol, kind: Form) {
        let readings = self.verbs.entry(form.into()).or_default();
        match readings.iter_mut().find(|r| r.lemma == lemma) {
            Some(reading) => reading.form |= kind,
            None => readings.push(VerbReading { lemma, form: kind }),
        }
    }

    fn load_nouns(&mut self, (file, text): (&str, &str)) -> Result<(), LoadError> {
        let columns = ["lemma", "gender", "genitive", "oblique", "plural", "dative_plural"];
        for row in Table::read(file, text, &columns)?.rows {
            let symbol = self.symbols.intern(row.cell(0));
            let gender = match row.cell(1) {
                "M" => Agree::MASCULINE,
                "F" => Agree::FEMININE,
                "N" => Agree::NEUTER,
                "P" => Agree::NONE,
                "A" => {
                    self.add_adjectival_noun(row.cell(0), symbol);
                    continue;
                }
                _ => Agree::ALL.without(Agree::PLURAL),
            };
            if !gender.is_empty() {
                self.add_noun(row.cell(0), symbol, Agree::NOM & gender);
            }
            for genitive in row.list(2) {
                self.add_noun(genitive, symbol, Agree::GEN & gender);
            }
            for oblique in row.list(3) {
                self.add_noun(oblique, symbol, (Agree::DAT | Agree::ACC) & gender);
            }
            for plural in row.list(4) {
                self.add_noun(plural, symbol, Agree::PLURAL.without(Agree::DAT));
            }
            for plural in row.list(5) {
                self.add_noun(plural, symbol, Agree::PLURAL & Agree::DAT);
            }
        }
        Ok(())
    }

    /// "Angeklagte": a noun that takes the endings of an adjective.
    fn add_adjectival_noun(&mut self, lemma: &str, symbol: Symbol) {
        let stem = self.adjective_stem(lemma).to_owned();
        for (ending, strong, weak) in self.inflections.clone() {
            self.add_noun(&format!("{stem}{ending}"), symbol, strong | weak);
        }
    }

    fn add_noun(&mut self, form: &str, lemma: Symbol, agree: Agree) {
        if form.is_empty() {
            return;
        }
        if let Some(respelt) = self.respelt(form) {
            self.nouns.entry(respelt.into()).or_insert((lemma, Agree::NONE)).1 |= agree;
        }
        let entry = self.nouns.entry(form.into()).or_insert((lemma, Agree::NONE));
        entry.1 |= agree;
        // A form that is itself a lemma keeps its own lemma.
        if self.symbols.word(lemma) == form {
            entry.0 = lemma;
        }
    }

    pub fn closed(&self, form: &str) -> &[Closed] {
        self.closed.get(form).map_or(&[], |c| c)
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
        let mut readings: SmallVec<[VerbReading; 4]> = SmallVec::new();
        if let Some(plain) = self.verbs.get(form) {
            readings.extend(plain.iter().copied());
        }
        self.joined(form, &mut readings);
        readings
    }

    /// Forms such as "vorwirft", "vorgeworfen", "vorzuwerfen": a particle and a form of the base.
    fn joined(&self, form: &str, readings: &mut SmallVec<[VerbReading; 4]>) {
        for (cut, _) in form.char_indices().skip(2) {
            let Some((particle, rest)) = form.split_at_checked(cut) else { continue };
            if cut > LONGEST_PARTICLE {
                break;
            }
            if !self.particles.contains(particle) {
                continue;
            }
            let marked = rest.strip_prefix(&*self.infinitive_mark).and_then(|r| self.verbs.get(r));
            for reading in marked.into_iter().flatten().filter(|r| r.form.meets(Form::INFINITIVE)) {
                if let Some(lemma) = self.particle_verb(particle, reading.lemma) {
                    readings.push(VerbReading { lemma, form: Form::MARKED_INFINITIVE });
                }
            }
            for reading in self.verbs.get(rest).into_iter().flatten() {
                if let Some(lemma) = self.particle_verb(particle, reading.lemma) {
                    readings.push(VerbReading { lemma, form: reading.form });
                }
            }
        }
    }

    /// The readings of an inflected participle ("unterzeichneten"): the participle without its adjective ending.
    pub fn inflected_participle(&self, form: &str) -> SmallVec<[VerbReading; 4]> {
        let both = Form::PARTICIPLE | Form::PRESENT_PARTICIPLE;
        for ending in &self.adjective_endings {
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

    /// What an inflected adjective may be a form of: the word without each ending that fits, its degree set aside too.
    pub fn adjective_stems<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        let bare = self.adjective_endings.iter().filter_map(move |e| word.strip_suffix(&**e)).filter(|s| s.len() > 2);
        bare.flat_map(|stem| std::iter::once(stem).chain(self.degrees.iter().filter_map(move |d| stem.strip_suffix(&**d))))
    }

    /// The word without an adjective ending, longest ending first; the word itself where it has none.
    pub fn adjective_stem<'a>(&self, form: &'a str) -> &'a str {
        self.adjective_endings.iter().find_map(|e| form.strip_suffix(&**e)).unwrap_or(form)
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
            && name.strip_suffix(&*self.genitive_ending).is_some_and(|w| w.len() > 2 && !w.ends_with(&*self.genitive_ending))
    }

    /// Prepositions that name whom an act is for or against, in order of preference.
    pub fn recipient_prepositions(&self) -> impl Iterator<Item = Slot> + '_ {
        self.recipient_prepositions.iter().map(|p| Slot::Preposition(*p))
    }

    /// Prepositions behind which a state or town is a place, not an actor.
    pub fn place_prepositions(&self) -> impl Iterator<Item = Symbol> + '_ {
        self.place_prepositions.iter().copied()
    }

    /// Stem of the adjective for two of a kind.
    pub fn both_adjective(&self) -> Symbol {
        self.both_adjective
    }

    /// "mit", "durch": what stands behind them is done by the subject of the clause.
    pub fn is_instrument(&self, preposition: Symbol) -> bool {
        self.instrument_prepositions.contains(&preposition)
    }

    /// Prepositions behind which a verb of speaking names what it speaks of.
    pub fn opens_content(&self, preposition: Symbol) -> bool {
        self.content_prepositions.contains(&preposition)
    }

    pub fn is_indefinite(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| self.indefinites.contains(&c.extra))
    }

    /// Prepositions behind an office that name where it belongs ("Regierung in Libyen").
    pub fn names_origin(&self, preposition: Symbol) -> bool {
        self.origin_prepositions.contains(&preposition)
    }

    /// Prepositions that join the two sides of a reciprocal act ("zwischen", "mit").
    pub fn mutual_prepositions(&self) -> impl Iterator<Item = Symbol> + '_ {
        self.mutual_prepositions.iter().copied()
    }

    /// Sub-class of reflexive pronouns.
    pub fn reflexive(&self) -> Symbol {
        self.reflexive
    }

    /// Nouns whose bare accusative says when, not whom ("vergangenen Samstag").
    pub fn is_time_noun(&self, lemma: Symbol) -> bool {
        self.time_nouns.contains(&lemma)
    }

    /// Sub-classes of determiners that point at something known: articles ("das") and demonstratives ("dieses").
    pub fn is_pointing(&self, extra: Symbol) -> bool {
        self.pointing.contains(&extra)
    }

    /// "dieses": points at what was told just before.
    pub fn is_demonstrative(&self, extra: Symbol) -> bool {
        self.pointing[1] == extra
    }

    /// "ich", "wir".
    pub fn is_first_person(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| self.first_person.contains(&c.extra))
    }

    /// The signs that group digits and that split off decimals.
    pub fn number_signs(&self) -> (char, char) {
        self.number_signs
    }

    /// The preposition before years and places ("in").
    pub fn in_preposition(&self) -> Symbol {
        self.place_prepositions.first().copied().unwrap_or_default()
    }

    pub fn is_possessive(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| self.possessives.contains(&c.extra))
    }

    /// The noun that the first part of a compound is, its linking letters set aside ("Friedens-").
    pub fn first_part(&self, first: &str) -> Option<NounReading> {
        let linked = self.linking.iter().filter_map(|l| first.strip_suffix(&**l).and_then(|w| self.noun(w)));
        self.noun(first).into_iter().chain(linked).next()
    }

    pub fn is_agent(&self, preposition: Symbol) -> bool {
        self.agent_prepositions.contains(&preposition)
    }

    /// Prepositions that name who does an act: after nouns and in the passive.
    pub fn agent_prepositions(&self) -> impl Iterator<Item = Slot> + '_ {
        self.agent_prepositions.iter().map(|p| Slot::Preposition(*p))
    }

    /// The name of which this could be the genitive: "Russlands", "Hamas’", "Putin's".
    pub fn genitive_base<'a>(&self, word: &'a str) -> Option<&'a str> {
        let plain = (!self.genitive_ending.is_empty()).then(|| word.strip_suffix(&*self.genitive_ending)).flatten();
        plain
            .map(|w| w.trim_end_matches(['’', '\'']))
            .or_else(|| word.strip_suffix(['’', '\'']))
            .filter(|w| w.chars().count() > 1)
    }

    /// The preposition in the fused word that forms superlatives ("am").
    pub fn forms_superlative(&self, closed: Closed) -> bool {
        closed.extra == self.superlative.0
    }

    pub fn is_superlative(&self, form: &str) -> bool {
        !self.superlative.1.is_empty() && form.ends_with(&*self.superlative.1)
    }

    /// A pronoun that is capitalised where it addresses somebody.
    pub fn is_polite(&self, closed: Closed) -> bool {
        self.polite.contains(&closed.extra) && matches!(closed.class, WordClass::Pronoun | WordClass::Determiner)
    }

    /// "als", "wie" before what is compared.
    pub fn is_comparison(&self, closed: Closed) -> bool {
        closed.extra == self.marks.comparison
    }

    /// A preposition that stands behind its noun, or can.
    pub fn is_postposition(&self, closed: Closed) -> bool {
        closed.class == WordClass::Preposition && (closed.extra == self.marks.behind || closed.extra == self.marks.around)
    }

    /// A preposition that only stands behind its noun.
    pub fn only_behind(&self, closed: Closed) -> bool {
        closed.class == WordClass::Preposition && closed.extra == self.marks.behind
    }

    /// "um", "ohne", "statt" before an infinitive.
    pub fn opens_infinitive(&self, closed: Closed) -> bool {
        closed.class == WordClass::Subordinator && closed.extra == self.marks.infinitive
    }

    /// "aber", "denn": conjunctions only at the head of what they join.
    pub fn is_weak_coordinator(&self, closed: Closed) -> bool {
        closed.class == WordClass::Coordinator && self.marks.weak.contains(&closed.extra)
    }

    /// The word that must stand before for this one to join ("weder … noch", "sowohl … als auch").
    pub fn partner(&self, closed: Closed) -> Option<Symbol> {
        self.partners.get(&closed.extra).copied()
    }

    /// The definite article.
    pub fn is_article(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| c.class == WordClass::Determiner && c.extra == self.marks.article)
    }

    /// "deren", "dessen" before a noun.
    pub fn is_relative_possessive(&self, closed: Closed) -> bool {
        closed.extra == self.marks.relative_possessive
    }

    /// "wer", "was" and their forms.
    pub fn is_question(&self, closed: Closed) -> bool {
        closed.extra == self.marks.question
    }

    /// The names of which this could be the adjective ("Moskauer", "Bremer").
    pub fn place_stems<'a>(&'a self, word: &'a str) -> impl Iterator<Item = String> + 'a {
        self.place_endings.iter().filter_map(move |(ending, base)| {
            word.strip_suffix(&**ending).filter(|s| s.len() > 2).map(|stem| format!("{stem}{base}"))
        })
    }

    /// True where the whole form, not only its last part, is in the noun table.
    pub fn is_noun(&self, form: &str) -> bool {
        self.nouns.contains_key(form)
    }

    /// The endings of adjectives, longest first.
    pub fn adjective_endings(&self) -> impl Iterator<Item = &str> {
        self.adjective_endings.iter().map(|e| &**e)
    }

    /// The readings that the ending of an adjective leaves, behind an article or without one.
    pub fn inflection(&self, form: &str, article: bool) -> Agree {
        let reading = self.inflections.iter().find(|(ending, ..)| form.ends_with(&**ending));
        reading.map_or(Agree::ALL, |(_, strong, weak)| if article { *weak } else { *strong })
    }

    pub fn has_adjective_ending(&self, form: &str) -> bool {
        self.adjective_endings.iter().any(|e| form.ends_with(&**e))
    }

    /// A capitalised form as a noun: a whole entry, the longest known last part of a compound, or by its last letters.
    pub fn noun(&self, form: &str) -> Option<NounReading> {
        if let Some((head, agree)) = self.nouns.get(form) {
            return Some(NounReading { head: *head, first: 0, agree: *agree });
        }
        let hyphen = form.rfind('-').map_or(0, |h| h + 1);
        let last = form.get(hyphen..)?;
        if hyphen > 0
            && let Some((head, agree)) = self.nouns.get(last)
        {
            return Some(NounReading { head: *head, first: hyphen, agree: *agree });
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
            if let Some((head, agree)) = self.nouns.get(buffer.as_str())
                && (rest.len() >= LONG_LAST_PART || self.opens_compound(form.get(..cut)?, depth))
            {
                return Some((cut, *head, *agree));
            }
        }
        None
    }

    /// The first part of a compound: a noun with or without a linking ending, the stem of a verb, a small word.
    fn opens_compound(&self, first: &str, depth: usize) -> bool {
        let lower = first.to_lowercase();
        if self.nouns.contains_key(first) || self.closed.contains_key(&*lower) || self.particles.contains(&*lower) {
            return true;
        }
        let mut joined = String::with_capacity(first.len() + 2);
        for link in &self.linking {
            if let Some(stem) = first.strip_suffix(&**link) {
                joined.clear();
                joined.push_str(stem);
                joined.push_str(&self.noun_vowel);
                if self.nouns.contains_key(stem) || self.nouns.contains_key(joined.as_str()) {
                    return true;
                }
            }
            // "Fahr-": an infinitive without its ending.
            joined.clear();
            joined.push_str(&lower);
            joined.push_str(link);
            if self.verbs.get(joined.as_str()).is_some_and(|r| r.iter().any(|r| r.form.meets(Form::INFINITIVE))) {
                return true;
            }
        }
        depth < 2 && self.compound(first, depth + 1).is_some()
    }
}

/// "auseinander", "durcheinander" are the longest particles, in bytes.
const LONGEST_PARTICLE: usize = 14;

/// From this length on the rest of a last part, its first letter set aside, is trusted behind anything.
const LONG_LAST_PART: usize = 5;

/// `er>nm|gf|df|gp>nm|…`: ending, readings without an article, readings behind one.
fn inflection(value: &str) -> Result<(Box<str>, Agree, Agree), String> {
    let mut parts = value.split('>');
    let (Some(ending), Some(strong), Some(weak)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(format!("{value:?} is not ending>readings>readings"));
    };
    Ok((ending.into(), Agree::read(strong)?, Agree::read(weak)?))
}

/// The sign that a word of the table names.
fn sign(name: &str) -> char {
    match name {
        "point" => '.',
        "comma" => ',',
        "space" => ' ',
        _ => '\u{a0}',
    }
}
