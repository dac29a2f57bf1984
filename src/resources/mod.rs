//! Tables in, checked lookups out: everything that the rooms know about languages and the world.
//!
//! Built once from bytes (the embedded `lang/` and `world/`, or a caller's own), immutable, shared by all threads.
//! Nothing here reads a file.

pub mod auxiliaries;
pub mod gazetteer;
pub mod grammar;
pub mod lexicon;
pub mod page;
pub mod phrases;
pub mod symbol;
pub mod table;

use crate::error::LoadError;
use auxiliaries::Auxiliaries;
use gazetteer::Gazetteer;
use lexicon::Lexicon;
use page::PageCues;
use phrases::Phrases;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use table::Table;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The files of one folder: name and content.
pub type Files<'a> = [(&'a str, &'a str)];

/// All languages that are built, and the world.
#[derive(Debug)]
pub struct Resources {
    languages: BTreeMap<String, Language>,
}

/// Everything of one language, from its folder `lang/<code>/`.
#[derive(Debug)]
pub struct Language {
    pub code: String,
    pub lexicon: Lexicon,
    pub auxiliaries: Auxiliaries,
    pub gazetteer: Gazetteer,
    /// Words that keep their point ("Dr").
    pub abbreviations: FxHashSet<String>,
    pub page: PageCues,
    pub phrases: Phrases,
}

impl Resources {
    /// The tables that ship with the engine.
    pub fn embedded() -> Result<Self, LoadError> {
        Self::load(LANGUAGES, WORLD)
    }

    /// Checks and compiles the given language folders and world tables.
    pub fn load(languages: &[(&str, &Files<'_>)], world: &Files<'_>) -> Result<Self, LoadError> {
        let mut loaded = BTreeMap::new();
        for (code, files) in languages {
            let _ = loaded.insert((*code).to_owned(), Language::load(code, files, world)?);
        }
        Ok(Self { languages: loaded })
    }

    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.get(code)
    }

    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        self.languages.values()
    }
}

impl Language {
    fn load(code: &str, files: &Files<'_>, world: &Files<'_>) -> Result<Self, LoadError> {
        let lexicon = Lexicon::load(code, files)?;
        let (file, text) = find(code, files, "abbreviations.tsv")?;
        let abbreviations = Table::read(file, text, &["word"])?.rows.iter().map(|r| r.cell(0).to_owned()).collect();
        Ok(Self {
            code: code.to_owned(),
            gazetteer: Gazetteer::load(code, files, world, &lexicon)?,
            auxiliaries: Auxiliaries::load(find(code, files, "auxiliaries.tsv")?, &lexicon)?,
            lexicon,
            abbreviations,
            page: PageCues::load(find(code, files, "page.tsv")?)?,
            phrases: Phrases::load(find(code, files, "phrases.tsv")?)?,
        })
    }
}

/// The named file of a folder, or an error that says which folder lacks it.
pub(crate) fn find<'a>(code: &str, files: &Files<'a>, name: &str) -> Result<(&'a str, &'a str), LoadError> {
    files
        .iter()
        .find(|(file, _)| *file == name)
        .copied()
        .ok_or_else(|| LoadError::new(format!("lang/{code}/{name}"), 0, "the table is missing"))
}
