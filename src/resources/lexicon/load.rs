//! The tables of words in, the lexicon out.

use super::{Closed, Lexicon, Marks, WordClass};
use crate::error::LoadError;
use crate::resources::endings::Endings;
use crate::resources::forms::Forms;
use crate::resources::grammar::Agree;
use crate::resources::symbol::Symbols;
use crate::resources::table::{self, Files, find};

impl Lexicon {
    pub(in crate::resources) fn load(code: &str, files: &Files<'_>, forms: Forms) -> Result<Self, LoadError> {
        let symbols = Symbols::new(forms.lemmas.clone());
        let endings = Endings::load(find(code, files, "morphology.tsv")?)?;
        let mut lexicon = Self { symbols, forms, endings, ..Self::default() };
        lexicon.load_closed(find(code, files, "words.tsv")?)?;
        lexicon.load_morphology(find(code, files, "morphology.tsv")?)?;
        lexicon.reflexive = lexicon.symbols.intern("refl");
        lexicon.reciprocal = lexicon.symbols.intern("recip");
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
        lexicon.indefinites = ["indef", "one", "neg", "quant"].map(|w| lexicon.symbols.intern(w)).into_iter().collect();
        lexicon.pointing = ["def", "dem"].map(|w| lexicon.symbols.intern(w));
        lexicon.impersonal = lexicon.symbols.intern("one");
        lexicon.first_person = ["1s", "1p"].map(|w| lexicon.symbols.intern(w));
        lexicon.personal = lexicon.symbols.intern("3");
        lexicon.possessives =
            ["poss3m", "poss3f", "poss3n", "poss3p"].map(|w| lexicon.symbols.intern(w)).into_iter().collect();
        lexicon.load_particles();
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
                kind if Endings::KINDS.contains(&kind) => {}
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
                "noun_ending" => {
                    let (ending, base) = row.cell(1).split_once('>').unwrap_or((row.cell(1), ""));
                    self.noun_endings.push((ending.into(), base.into()));
                }
                "recipient_preposition" => self.recipient_prepositions.push(self.symbols.intern(row.cell(1))),
                "cause_preposition" => self.cause_prepositions.push(self.symbols.intern(row.cell(1))),
                "place_preposition" => self.place_prepositions.push(self.symbols.intern(row.cell(1))),
                "both_adjective" => self.both_adjective = self.symbols.intern(row.cell(1)),
                "mutual_preposition" => self.mutual_prepositions.push(self.symbols.intern(row.cell(1))),
                "grouping_sign" => self.number_signs.0 = sign(row.cell(1)),
                "decimal_sign" => self.number_signs.1 = sign(row.cell(1)),
                "instrument_preposition" => self.instrument_prepositions.push(self.symbols.intern(row.cell(1))),
                "predicative_preposition" => self.predicative_prepositions.push(self.symbols.intern(row.cell(1))),
                "content_preposition" => self.content_prepositions.push(self.symbols.intern(row.cell(1))),
                "origin_preposition" => self.origin_prepositions.push(self.symbols.intern(row.cell(1))),
                "home_preposition" => self.home_prepositions.push(self.symbols.intern(row.cell(1))),
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
        Ok(())
    }

    /// Verbs whose particle may stand apart.
    fn load_particles(&mut self) {
        for [particle, base, whole] in self.forms.particle_verbs().collect::<Vec<_>>() {
            let _ = self.particle_verbs.insert((particle, base), whole);
            let particle = self.symbols.word(particle).to_owned();
            self.add_particle(&particle);
        }
    }

    fn add_particle(&mut self, particle: &str) {
        let new = self.particles.insert(particle.into());
        // A joined form has a particle of two letters at least.
        if let Some(two) = particle.as_bytes().first_chunk().filter(|_| new && particle.chars().count() > 1) {
            let opening = self.opening.entry(*two).or_default();
            opening.insert(opening.partition_point(|p| p.len() <= particle.len()), particle.into());
        }
    }
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
