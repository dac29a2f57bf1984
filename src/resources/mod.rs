//! Tables in, checked lookups out: everything that the rooms know about languages and the world.
//!
//! Built once from bytes (the embedded `lang/` and `world/`, or a caller's own), immutable, shared by all threads.
//! Nothing here reads a file.

pub mod atlas;
pub mod auxiliaries;
pub mod bare;
pub mod classes;
pub mod confidence;
pub mod cues;
pub mod descriptions;
pub mod endings;
pub mod fields;
pub mod forms;
pub mod frames;
pub mod gazetteer;
pub mod given;
pub mod grammar;
pub mod letters;
pub mod lexicon;
pub mod link;
pub mod names;
pub mod neighbours;
pub mod ontology;
pub mod page;
pub mod phrases;
pub mod sealed;
pub mod symbol;
pub mod syntax;
pub mod table;
pub mod times;
pub mod topics;
pub mod towns;
pub mod untold;
pub mod votes;
pub mod words;

use crate::error::LoadError;
use auxiliaries::Auxiliaries;
use confidence::Confidence;
use cues::Cues;
use descriptions::Descriptions;
use fields::Fields;
use forms::{Built, Forms};
use frames::Frames;
use gazetteer::Gazetteer;
use lexicon::Lexicon;
use link::LinkCues;
use names::Names;
use neighbours::Neighbours;
use ontology::Ontology;
use page::PageCues;
use phrases::Phrases;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use syntax::Syntax;
pub use table::Files;
use table::find;
use times::Times;
use topics::Topics;
use towns::TownNames;
use votes::Votes;

/// An embedded language: its code, its tables but those of verbs and nouns, and what these give.
type Embedded = (&'static str, &'static Files<'static>, Built<'static>);

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// All languages that are built, and the world.
#[derive(Debug)]
pub struct Resources {
    languages: BTreeMap<String, Language>,
    pub ontology: Ontology,
    pub fields: Fields,
    clock: PageCues,
}

/// Everything of one language, from its folder `lang/<code>/`.
#[derive(Debug)]
pub struct Language {
    pub code: String,
    pub lexicon: Lexicon,
    pub auxiliaries: Auxiliaries,
    pub gazetteer: Gazetteer,
    pub frames: Frames,
    pub cues: Cues,
    pub times: Times,
    pub confidence: Confidence,
    pub descriptions: Descriptions,
    /// Words that keep their point ("Dr").
    pub abbreviations: FxHashSet<String>,
    pub link: LinkCues,
    pub names: Names,
    pub neighbours: Neighbours,
    pub page: PageCues,
    pub phrases: Phrases,
    pub syntax: Syntax,
    pub topics: Topics,
    pub untold: untold::Weights,
    /// Only briefings ask for them, so they are read when one asks first.
    towns: OnceLock<TownNames>,
    pub votes: Votes,
}

/// What a page needs of a language that reads no article: names of codes, and phrases. Loads in a fraction of the time.
#[derive(Debug)]
pub struct Wording {
    pub names: Names,
    pub towns: TownNames,
    pub phrases: Phrases,
}

impl Wording {
    /// Of the language asked for, or else of the first that has the phrase.
    pub fn embedded(code: &str, phrase: &str) -> Result<Self, LoadError> {
        let (first, others): (Vec<_>, Vec<_>) = LANGUAGES.iter().partition(|(language, ..)| *language == code);
        for (code, files, _) in first.into_iter().chain(others) {
            let folder = format!("lang/{code}");
            let phrases = Phrases::load(find(&folder, files, "phrases.tsv")?)?;
            if phrases.get(phrase).is_some() {
                let names = Names::of(code, files)?;
                return Ok(Self { towns: TownNames::of(code, files, &names)?, names, phrases });
            }
        }
        Err(LoadError::new("lang", 0, format!("no language has the phrase {phrase}")))
    }
}

impl Resources {
    /// The tables that ship with the engine.
    pub fn embedded() -> Result<Self, LoadError> {
        Self::of(Self::embedded_loads().map(|load| load()).collect::<Result<Vec<_>, _>>()?)
    }

    /// One load for each embedded language, for a caller that runs them side by side and hands the results to
    /// [`Resources::of`].
    pub fn embedded_loads() -> impl Iterator<Item = impl FnOnce() -> Result<Language, LoadError> + Send> {
        LANGUAGES.iter().map(|(code, files, forms)| move || Language::load(code, files, WORLD, Forms::built(*forms)))
    }

    /// The given languages with the embedded world tables.
    pub fn of(languages: impl IntoIterator<Item = Language>) -> Result<Self, LoadError> {
        Self::with(languages, WORLD)
    }

    /// Checks and compiles the given language folders and world tables.
    pub fn load(languages: &[(&str, &Files<'_>)], world: &Files<'_>) -> Result<Self, LoadError> {
        let loaded = languages
            .iter()
            .map(|(code, files)| Language::load(code, files, world, Forms::load(&format!("lang/{code}"), files)?));
        Self::with(loaded.collect::<Result<Vec<_>, _>>()?, world)
    }

    fn with(languages: impl IntoIterator<Item = Language>, world: &Files<'_>) -> Result<Self, LoadError> {
        Ok(Self {
            languages: languages.into_iter().map(|l| (l.code.clone(), l)).collect(),
            ontology: Ontology::load(find("world", world, "ontology.tsv")?)?,
            fields: Fields::load(world)?,
            clock: PageCues::of_clock(find("world", world, "clock.tsv")?)?,
        })
    }

    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.get(code)
    }

    /// The cue words of pages in all languages, and those of none.
    pub fn page_cues(&self) -> Vec<&PageCues> {
        self.languages().map(|language| &language.page).chain([&self.clock]).collect()
    }

    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        self.languages.values()
    }
}

impl Language {
    fn load(code: &str, files: &Files<'_>, world: &Files<'_>, forms: Forms) -> Result<Self, LoadError> {
        let folder = format!("lang/{code}");
        let mut lexicon = Lexicon::load(&folder, files, forms)?;
        let descriptions = Descriptions::load(find(&folder, files, "descriptions.tsv")?, &mut lexicon)?;
        let cues = Cues::load(find(&folder, files, "cues.tsv")?, &mut lexicon)?;
        let frames = Frames::load(files, &mut lexicon)?;
        let times = Times::load(find(&folder, files, "time.tsv")?, &mut lexicon)?;
        let (file, text) = find(&folder, files, "abbreviations.tsv")?;
        let abbreviations = table::rows(file, text, &["word"])?.map(|row| Ok(row?.cell(0).to_owned()));
        Ok(Self {
            code: code.to_owned(),
            gazetteer: Gazetteer::load(&folder, files, world, &lexicon)?,
            frames,
            link: LinkCues::load(find(&folder, files, "link.tsv")?)?,
            names: Names::load(
                find(&folder, files, "states.tsv")?,
                find(&folder, files, "bodies.tsv")?,
                find(&folder, files, "forms.tsv")?,
            )?,
            neighbours: Neighbours::load(find(&folder, files, "neighbours.tsv")?, find(&folder, files, "usual.tsv")?)?,
            confidence: Confidence::load(find(&folder, files, "confidence.tsv")?)?,
            times,
            descriptions,
            cues,
            auxiliaries: Auxiliaries::load(find(&folder, files, "auxiliaries.tsv")?, &lexicon)?,
            syntax: Syntax::load(&folder, files, &lexicon)?,
            lexicon,
            abbreviations: abbreviations.collect::<Result<_, LoadError>>()?,
            untold: untold::Weights::load(find("world", world, "untold.tsv")?)?,
            topics: Topics::load(find(&folder, files, "topics.tsv")?)?,
            votes: Votes::load(find(&folder, files, "votes.tsv")?)?,
            page: PageCues::load(find(&folder, files, "page.tsv")?)?,
            phrases: Phrases::load(find(&folder, files, "phrases.tsv")?)?,
            towns: OnceLock::new(),
        })
    }

    /// The name of the town of this country that only another language calls so, by the tables that ship with the engine.
    pub fn town(&self, country: &str, told: &str) -> Option<&str> {
        let read = || {
            let (code, files, _) = LANGUAGES.iter().find(|(code, ..)| *code == self.code)?;
            TownNames::of(code, files, &self.names).ok()
        };
        self.towns.get_or_init(|| read().unwrap_or_default()).name(country, told)
    }
}
