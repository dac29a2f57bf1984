//! Cue words by which `link` knows sentences that say what a treaty provides.

use super::table::Table;
use crate::error::LoadError;

/// Beginnings and ends of words, lower-cased.
#[derive(Debug, Default)]
pub struct LinkCues {
    /// Heads of words for treaties: they end a compound and may be inflected.
    treaties: Vec<String>,
    /// Beginnings of words that tell a provision.
    clauses: Vec<String>,
}

impl LinkCues {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let table = Table::read(file, text, &["kind", "cue"])?;
        let mut cues = Self::default();
        for row in &table.rows {
            let cue = row.cell(1).to_lowercase();
            match row.cell(0) {
                "treaty" => cues.treaties.push(cue),
                "clause" => cues.clauses.push(cue),
                other => return Err(row.error(format!("{other:?} is no kind of cue; use treaty or clause"))),
            }
        }
        Ok(cues)
    }

    /// Whether the lower-cased words of a sentence speak of a treaty and of what it provides.
    pub fn is_clause(&self, words: &[String]) -> bool {
        let treaty = |word: &String| self.treaties.iter().any(|head| word.contains(head.as_str()));
        let clause = |word: &String| self.clauses.iter().any(|cue| word.starts_with(cue.as_str()));
        words.iter().any(treaty) && words.iter().any(clause)
    }
}
