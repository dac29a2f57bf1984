//! Cue words by which `link` knows sentences that say what a treaty provides.

use super::table;
use crate::error::LoadError;

/// Beginnings and ends of words, lower-cased.
#[derive(Debug, Default)]
pub struct LinkCues {
    /// Heads of words for treaties: they end a compound and may be inflected.
    treaties: Vec<String>,
    /// Beginnings of words that tell a provision.
    clauses: Vec<String>,
    /// Beginnings of words that tell what the parties owe each other.
    duties: Vec<String>,
    /// Words of a treaty's name that do not tell it from others.
    common: Vec<String>,
}

impl LinkCues {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let rows = table::rows(file, text, &["kind", "cue"])?;
        let mut cues = Self::default();
        for row in rows {
            let row = &row?;
            let cue = row.cell(1).to_lowercase();
            match row.cell(0) {
                "treaty" => cues.treaties.push(cue),
                "clause" => cues.clauses.push(cue),
                "duty" => cues.duties.push(cue),
                "common" => cues.common.push(cue),
                other => {
                    return Err(row.error(format!("{other:?} is no kind of cue; use treaty, clause, duty or common")));
                }
            }
        }
        Ok(cues)
    }

    /// Whether a lower-cased sentence speaks of a treaty.
    pub fn is_treaty(&self, sentence: &str) -> bool {
        self.treaties.iter().any(|head| sentence.contains(head.as_str()))
    }

    /// Words that many treaties have in their names ("treaty", "new"), in all their forms.
    pub fn common(&self) -> impl Iterator<Item = &str> {
        self.common.iter().map(String::as_str)
    }

    /// How many of the lower-cased words of a sentence tell what a treaty provides, and how many of these tell a duty.
    pub fn provisions<'w>(&self, words: impl Iterator<Item = &'w str>) -> (usize, usize) {
        let begins = |cues: &[String], word: &str| usize::from(cues.iter().any(|cue| word.starts_with(cue.as_str())));
        words.fold((0, 0), |(all, duties), word| {
            let duty = begins(&self.duties, word);
            (all + begins(&self.clauses, word) + duty, duties + duty)
        })
    }
}
