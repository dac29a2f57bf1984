//! `world/given-names.tsv` in; lookups out: whether a word is somebody's given name, and which small words stand between
//! a given name and a family name.

use super::table::Table;
use crate::error::LoadError;
use rustc_hash::FxHashSet;

#[derive(Debug, Default)]
pub struct GivenNames {
    names: FxHashSet<Box<str>>,
    particles: FxHashSet<Box<str>>,
}

impl GivenNames {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut given = Self::default();
        for row in Table::read(file, text, &["kind", "use", "names"])?.rows {
            let words = row.list(2).map(Into::into);
            match row.cell(0) {
                "given" => given.names.extend(words),
                "particle" => given.particles.extend(words),
                other => return Err(row.error(format!("{other:?} is neither `given` nor `particle`"))),
            }
        }
        Ok(given)
    }

    /// A given name, or several joined by hyphens ("Karl-Heinz").
    pub fn is_given(&self, word: &str) -> bool {
        self.names.contains(word) || word.contains('-') && word.split('-').all(|part| self.names.contains(part))
    }

    /// "von", "van der": the words as they stand in a name.
    pub fn is_particle(&self, words: &str) -> bool {
        self.particles.contains(words)
    }
}
