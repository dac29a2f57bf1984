//! The tables of words in, the lexicon out.

use super::{Closed, Lexicon, Marks, VerbReading, WordClass};
use crate::error::LoadError;
use crate::resources::grammar::{Agree, Form};
use crate::resources::symbol::Symbol;
use crate::resources::table;
use crate::resources::{Files, find};

impl Lexicon {
    pub(in crate::resources) fn load(code: &str, files: &Files<'_>) -> Result<Self, LoadError> {
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
            alternative: [mark("or"), mark("nor"), mark("but")],
            expletive: mark("expletive"),
        };
        lexicon.indefinites = ["indef", "neg", "quant"].map(|w| lexicon.symbols.intern(w)).into_iter().collect();
        lexicon.pointing = ["def", "dem"].map(|w| lexicon.symbols.intern(w));
        lexicon.first_person = ["1s", "1p"].map(|w| lexicon.symbols.intern(w));
        lexicon.personal = lexicon.symbols.intern("3");
        lexicon.possessives = ["poss3m", "poss3f", "poss3p"].map(|w| lexicon.symbols.intern(w)).into_iter().collect();
        lexicon.load_verbs(find(code, files, "verbs.tsv")?)?;
        lexicon.load_verbs(find(code, files, "verbs-own.tsv")?)?;
        lexicon.load_verb_forms(find(code, files, "verb-forms.tsv")?)?;
        lexicon.load_nouns(find(code, files, "nouns.tsv")?, false)?;
        lexicon.load_nouns(find(code, files, "nouns-own.tsv")?, true)?;
        Ok(lexicon)
    }

    fn load_closed(&mut self, (file, text): (&str, &str)) -> Result<(), LoadError> {
        for row in table::rows(file, text, &["form", "pos", "agree", "extra"])? {
            let row = row?;
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
            if let Some((first, rest)) = row.cell(0).split_once(' ') {
                let parts = self.several.entry(first.into()).or_default();
                *parts = (*parts).max(2 + rest.matches(' ').count());
            }
            self.closed.entry(row.cell(0).into()).or_default().push(Closed { class, agree, extra });
        }
        Ok(())
    }

    fn load_morphology(&mut self, (file, text): (&str, &str)) -> Result<(), LoadError> {
        for row in table::rows(file, text, &["kind", "value"])? {
            let row = row?;
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
                "predicative_preposition" => self.predicative_prepositions.push(self.symbols.intern(row.cell(1))),
                "content_preposition" => self.content_prepositions.push(self.symbols.intern(row.cell(1))),
                "origin_preposition" => self.origin_prepositions.push(self.symbols.intern(row.cell(1))),
                "voice_preposition" => self.voice_prepositions.push(self.symbols.intern(row.cell(1))),
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
                "counting" => match row.cell(1).split_once(' ') {
                    None => self.counting.push(self.symbols.intern(row.cell(1))),
                    Some(_) => {
                        let phrase = row.cell(1).split(' ').map(|w| self.symbols.intern(w)).collect();
                        self.counting_phrases.push(phrase);
                    }
                },
                "genitive_preposition" => self.genitive_prepositions.push(self.symbols.intern(row.cell(1))),
                "dative_preposition" => self.dative_prepositions.push(self.symbols.intern(row.cell(1))),
                "stance" => self.stances.push(row.cell(1).into()),
                "initials" => self.pointed_initials = row.cell(1) == "points",
                "plural_ending" => self.plural_endings.push(row.cell(1).into()),
                "plural_ending_not" => self.plural_endings_not.push(row.cell(1).into()),
                "clitic" => self.clitics.push(row.cell(1).into()),
                "agent_preposition" => self.agent_prepositions.push(self.symbols.intern(row.cell(1))),
                "genitive_ending" if self.genitive_ending.is_empty() => self.genitive_ending = row.cell(1).into(),
                "genitive_ending" => self.long_genitives.push(row.cell(1).into()),
                "infinitive_noun" => {
                    self.infinitive_noun = Agree::read(row.cell(1)).map_err(|cause| row.error(cause))?;
                }
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
            "lemma",
            "present",
            "past",
            "past_plural",
            "quoted",
            "wish",
            "wish_plural",
            "participle",
            "present_participle",
        ];
        for row in table::rows(file, text, &columns)? {
            let row = row?;
            let lemma = row.cell(0);
            if let Some((particle, base)) = lemma.split_once('|') {
                let whole = self.symbols.intern(&format!("{particle}{base}"));
                let key = (self.symbols.intern(particle), self.symbols.intern(base));
                let _ = self.particle_verbs.insert(key, whole);
                self.add_particle(particle);
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

    fn add_particle(&mut self, particle: &str) {
        let new = self.particles.insert(particle.into());
        // A joined form has a particle of two letters at least.
        if let Some(two) = particle.as_bytes().first_chunk().filter(|_| new && particle.chars().count() > 1) {
            let opening = self.opening.entry(*two).or_default();
            opening.insert(opening.partition_point(|p| p.len() <= particle.len()), particle.into());
        }
    }

    fn load_verb_forms(&mut self, (file, text): (&str, &str)) -> Result<(), LoadError> {
        for row in table::rows(file, text, &["form", "lemma", "kind"])? {
            let row = row?;
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

    pub(in crate::resources) fn respelt(&self, form: &str) -> Option<String> {
        let (from, to) = self.respelling.as_ref()?;
        let may = from.is_ascii() || !form.is_ascii();
        (may && form.contains(&**from)).then(|| form.replace(&**from, to))
    }

    fn add_verb_form(&mut self, form: &str, lemma: Symbol, kind: Form) {
        let readings = self.verbs.entry(form);
        match readings.iter_mut().find(|r| r.lemma == lemma) {
            Some(reading) => reading.form |= kind,
            None => readings.push(VerbReading { lemma, form: kind }),
        }
    }

    /// Of the nouns that share a form, one of our own goes before those of the generated table.
    fn load_nouns(&mut self, (file, text): (&str, &str), own: bool) -> Result<(), LoadError> {
        self.own_nouns = own;
        let columns = ["lemma", "gender", "genitive", "oblique", "plural", "dative_plural"];
        // About so many forms are in so many bytes.
        self.nouns.reserve(text.len() / 20, text.len() / 2);
        for row in table::rows(file, text, &columns)? {
            let row = row?;
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
            let entry = self.nouns.entry(&respelt);
            entry.0 = if entry.0.is_known() { entry.0 } else { lemma };
            entry.1 |= agree;
        }
        // A form that is itself a lemma keeps its own lemma.
        let is_lemma = self.own_nouns || self.symbols.word(lemma) == form;
        let entry = self.nouns.entry(form);
        if is_lemma || !entry.0.is_known() {
            entry.0 = lemma;
        }
        entry.1 |= agree;
    }
}

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
