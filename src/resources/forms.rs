//! The tables of verbs and nouns in, all their forms out, sealed: those of the built-in languages are made when the program is
//! built, for they are the longest tables by far, and others when they are loaded.

use super::endings::Endings;
use super::grammar::{Agree, Form};
use super::sealed::Sealed;
use super::symbol::Symbol;
use super::table::{self, Files, find};
use super::words::Words;
use crate::error::LoadError;
use smallvec::SmallVec;
use std::borrow::Cow;

/// One reading of a verb form; `lemma` is the base verb without particle, or the whole for joined forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerbReading {
    pub lemma: Symbol,
    pub form: Form,
}

/// Bytes of a lemma with the readings of one form.
const READING: usize = 6;
/// Bytes of the three lemmas of a verb with a particle: particle, base, whole.
const PARTICLE_VERB: usize = 12;

/// Forms of verbs and nouns with their lemmas, which are the first symbols of a language.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    pub(super) lemmas: Sealed<0>,
    nouns: Sealed<READING>,
    /// Form → first of its readings, and how many.
    verbs: Sealed<8>,
    readings: Cow<'static, [u8]>,
    particle_verbs: Cow<'static, [u8]>,
}

/// Forms as they lie in the program: letters and numbers of lemmas, nouns and verbs; readings; verbs with particles.
pub type Built<'a> = ([(&'a str, &'a [u8]); 3], [&'a [u8]; 2]);

impl Forms {
    pub fn built(([lemmas, nouns, verbs], [readings, particle_verbs]): Built<'static>) -> Self {
        Self {
            lemmas: Sealed::of(lemmas.0, lemmas.1),
            nouns: Sealed::of(nouns.0, nouns.1),
            verbs: Sealed::of(verbs.0, verbs.1),
            readings: readings.into(),
            particle_verbs: particle_verbs.into(),
        }
    }

    /// The parts, in the order of [`Built`].
    pub fn parts(&self) -> Built<'_> {
        let lemmas = (self.lemmas.letters(), self.lemmas.numbers());
        let nouns = (self.nouns.letters(), self.nouns.numbers());
        let verbs = (self.verbs.letters(), self.verbs.numbers());
        ([lemmas, nouns, verbs], [&self.readings, &self.particle_verbs])
    }

    pub fn load(folder: &str, files: &Files<'_>) -> Result<Self, LoadError> {
        let endings = Endings::load(find(folder, files, "morphology.tsv")?)?;
        let mut draft = Draft { endings, lemmas: [""].into_iter().collect(), ..Draft::default() };
        draft.load_verbs(find(folder, files, "verbs.tsv")?)?;
        draft.load_verbs(find(folder, files, "verbs-own.tsv")?)?;
        draft.load_verb_forms(find(folder, files, "verb-forms.tsv")?)?;
        draft.load_nouns(find(folder, files, "nouns.tsv")?, false)?;
        draft.load_nouns(find(folder, files, "nouns-own.tsv")?, true)?;
        Ok(draft.sealed())
    }

    /// The lemma and the readings of a form of a noun.
    pub fn noun(&self, form: &str) -> Option<(Symbol, Agree)> {
        let (lemma, readings) = unpacked(self.nouns.get(form)?);
        Some((lemma, Agree(readings)))
    }

    pub fn is_noun(&self, form: &str) -> bool {
        self.nouns.contains(form)
    }

    /// The readings of a form of a verb, none for other words.
    pub fn verb(&self, form: &str) -> impl Iterator<Item = VerbReading> + '_ {
        let place = self.verbs.get(form).map_or((0, 0), two);
        let bytes = self.readings.get(place.0 * READING..(place.0 + place.1) * READING).unwrap_or_default();
        bytes.chunks_exact(READING).filter_map(|reading| reading.first_chunk()).map(|reading| {
            let (lemma, form) = unpacked(*reading);
            VerbReading { lemma, form: Form(form) }
        })
    }

    /// Particle, base and whole of all verbs with a particle that may stand apart, as the tables name them.
    pub fn particle_verbs(&self) -> impl Iterator<Item = [Symbol; 3]> + '_ {
        let symbol = |verb: &[u8], at: usize| {
            let bytes = verb.get(at * 4..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default();
            Symbol::numbered(u32::from_le_bytes(bytes) as usize)
        };
        self.particle_verbs.chunks_exact(PARTICLE_VERB).map(move |verb| [0, 1, 2].map(|at| symbol(verb, at)))
    }
}

fn packed(lemma: Symbol, readings: u16) -> [u8; READING] {
    let ([a, b, c, d], [e, f]) = (lemma.bytes(), readings.to_le_bytes());
    [a, b, c, d, e, f]
}

fn unpacked([a, b, c, d, e, f]: [u8; READING]) -> (Symbol, u16) {
    (Symbol::numbered(u32::from_le_bytes([a, b, c, d]) as usize), u16::from_le_bytes([e, f]))
}

fn two([a, b, c, d, e, f, g, h]: [u8; 8]) -> (usize, usize) {
    (u32::from_le_bytes([a, b, c, d]) as usize, u32::from_le_bytes([e, f, g, h]) as usize)
}

/// Forms while their tables are read.
#[derive(Default)]
struct Draft {
    endings: Endings,
    lemmas: Words<()>,
    nouns: Words<(Symbol, Agree)>,
    verbs: Words<SmallVec<[VerbReading; 2]>>,
    particle_verbs: Vec<u8>,
}

impl Draft {
    fn sealed(&self) -> Forms {
        let mut readings = Vec::new();
        let mut places: Words<(usize, usize)> = Words::default();
        for (form, all) in self.verbs.iter() {
            // "führe" is reported speech of one verb far more often than a wish of another.
            let mut all = all.clone();
            if all.iter().any(|reading| reading.form.meets(Form::QUOTED)) {
                all.sort_by_key(|reading| reading.form.meets(Form::WISHES));
            }
            *places.entry(form) = (readings.len() / READING, all.len());
            all.iter().for_each(|reading| readings.extend(packed(reading.lemma, reading.form.0)));
        }
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        let place = |place: &(usize, usize)| {
            let ([a, b, c, d], [e, f, g, h]) = (number(place.0), number(place.1));
            [a, b, c, d, e, f, g, h]
        };
        Forms {
            lemmas: Sealed::seal(&self.lemmas, |()| []),
            nouns: Sealed::seal(&self.nouns, |(lemma, agree)| packed(*lemma, agree.0)),
            verbs: Sealed::seal(&places, place),
            readings: readings.into(),
            particle_verbs: self.particle_verbs.clone().into(),
        }
    }

    fn lemma(&mut self, word: &str) -> Symbol {
        Symbol::numbered(self.lemmas.add(word))
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
                for word in [particle, base, &format!("{particle}{base}")] {
                    let symbol = self.lemma(word);
                    self.particle_verbs.extend(symbol.bytes());
                }
                continue;
            }
            let symbol = self.lemma(lemma);
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
        for row in table::rows(file, text, &["form", "lemma", "kind"])? {
            let row = row?;
            let form = Form::named(row.cell(2)).map_err(|cause| row.error(cause))?;
            let symbol = self.lemma(row.cell(1));
            self.add_verb(row.cell(0), symbol, form);
        }
        Ok(())
    }

    /// Adds a form, and the spelling with the letters that the language may write instead ("muß", "muss").
    fn add_verb(&mut self, form: &str, lemma: Symbol, kind: Form) {
        if let Some(respelt) = self.endings.respelt(form) {
            self.add_verb_form(&respelt, lemma, kind);
        }
        self.add_verb_form(form, lemma, kind);
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
        let columns = ["lemma", "gender", "genitive", "oblique", "plural", "dative_plural"];
        for row in table::rows(file, text, &columns)? {
            let row = row?;
            let lemma = Noun { symbol: self.lemma(row.cell(0)), own };
            let gender = match row.cell(1) {
                "M" => Agree::MASCULINE,
                "F" => Agree::FEMININE,
                "N" => Agree::NEUTER,
                "P" => Agree::NONE,
                "A" => {
                    self.add_adjectival_noun(row.cell(0), lemma);
                    continue;
                }
                _ => Agree::ALL.without(Agree::PLURAL),
            };
            if !gender.is_empty() {
                self.add_noun(row.cell(0), lemma, Agree::NOM & gender);
            }
            let columns = [
                (2, Agree::GEN & gender),
                (3, (Agree::DAT | Agree::ACC) & gender),
                (4, Agree::PLURAL.without(Agree::DAT)),
                (5, Agree::PLURAL & Agree::DAT),
            ];
            for (column, agree) in columns {
                row.list(column).for_each(|form| self.add_noun(form, lemma, agree));
            }
        }
        Ok(())
    }

    /// "Angeklagte": a noun that takes the endings of an adjective.
    fn add_adjectival_noun(&mut self, form: &str, lemma: Noun) {
        let stem = self.endings.adjective_stem(form).to_owned();
        for (ending, strong, weak) in self.endings.inflections().to_vec() {
            self.add_noun(&format!("{stem}{ending}"), lemma, strong | weak);
        }
    }

    fn add_noun(&mut self, form: &str, lemma: Noun, agree: Agree) {
        if form.is_empty() {
            return;
        }
        if let Some(respelt) = self.endings.respelt(form) {
            let entry = self.nouns.entry(&respelt);
            entry.0 = if entry.0.is_known() { entry.0 } else { lemma.symbol };
            entry.1 |= agree;
        }
        // A form that is itself a lemma keeps its own lemma.
        let is_lemma = lemma.own || self.lemmas.word(lemma.symbol.number()) == form;
        let entry = self.nouns.entry(form);
        if is_lemma || !entry.0.is_known() {
            entry.0 = lemma.symbol;
        }
        entry.1 |= agree;
    }
}

/// The lemma of a noun, and whether a table of our own names it.
#[derive(Clone, Copy)]
struct Noun {
    symbol: Symbol,
    own: bool,
}
