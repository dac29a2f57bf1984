//! Tables in, checked lookups out: everything that the rooms know about languages and the world.
//!
//! Built once from bytes (the embedded `lang/` and `world/`, or a caller's own), immutable, shared by all threads.
//! Nothing here reads a file.

pub mod names;
pub mod page;
pub mod phrases;
pub mod table;

use crate::error::LoadError;
use names::Names;
use page::PageCues;
use phrases::Phrases;
use std::collections::BTreeMap;

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
    pub names: Names,
    pub page: PageCues,
    pub phrases: Phrases,
}

impl Resources {
    /// The tables that ship with the engine.
    pub fn embedded() -> Result<Self, LoadError> {
        Self::load(LANGUAGES, WORLD)
    }

    /// Checks and compiles the given language folders and world tables.
    pub fn load(languages: &[(&str, &Files<'_>)], _world: &Files<'_>) -> Result<Self, LoadError> {
        let mut loaded = BTreeMap::new();
        for (code, files) in languages {
            let _ = loaded.insert((*code).to_owned(), Language::load(code, files)?);
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
    fn load(code: &str, files: &Files<'_>) -> Result<Self, LoadError> {
        Ok(Self {
            code: code.to_owned(),
            names: Names::load(find(code, files, "states.tsv")?, find(code, files, "forms.tsv")?)?,
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
