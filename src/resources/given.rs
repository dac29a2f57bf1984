//! `world/given-names.tsv` in; lookups out: whether a word is somebody's given name, and which small words stand between
//! a given name and a family name.

use super::table;
use super::words::Words;
use crate::error::LoadError;

#[derive(Debug, Default)]
pub struct GivenNames {
    names: Words<()>,
    particles: Words<()>,
}

impl GivenNames {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut given = Self::default();
        for row in table::rows(file, text, &["kind", "use", "names"])? {
            let row = row?;
            let names = match row.cell(0) {
                "given" => &mut given.names,
                "particle" => &mut given.particles,
                other => return Err(row.error(format!("{other:?} is neither `given` nor `particle`"))),
            };
            row.list(2).for_each(|word| {
                names.add(word);
            });
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
