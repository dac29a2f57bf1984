//! Tables in, checked lookups out: everything that the rooms know about languages and the world.
//!
//! Built once from bytes (the embedded `lang/` and `world/`, or a caller's own), immutable, shared by all threads.
//! Nothing here reads a file.

pub mod link;
pub mod ontology;
pub mod page;
pub mod phrases;
pub mod table;

use crate::error::LoadError;
use link::LinkCues;
use ontology::Ontology;
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
    pub ontology: Ontology,
}

/// Everything of one language, from its folder `lang/<code>/`.
#[derive(Debug)]
pub struct Language {
    pub code: String,
    pub link: LinkCues,
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
            let _ = loaded.insert((*code).to_owned(), Language::load(code, files)?);
        }
        let ontology = Ontology::load(find("world", world, "ontology.tsv")?)?;
        Ok(Self { languages: loaded, ontology })
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
        let folder = format!("lang/{code}");
        Ok(Self {
            code: code.to_owned(),
            link: LinkCues::load(find(&folder, files, "link.tsv")?)?,
            page: PageCues::load(find(&folder, files, "page.tsv")?)?,
            phrases: Phrases::load(find(&folder, files, "phrases.tsv")?)?,
        })
    }
}

/// The named file of a folder, or an error that says which folder lacks it.
pub(crate) fn find<'a>(folder: &str, files: &Files<'a>, name: &str) -> Result<(&'a str, &'a str), LoadError> {
    files
        .iter()
        .find(|(file, _)| *file == name)
        .copied()
        .ok_or_else(|| LoadError::new(format!("{folder}/{name}"), 0, "the table is missing"))
}
