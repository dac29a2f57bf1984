//! Sides that a passage leaves to its article: toward whom an act is that names no one.

use super::Coding;
use crate::mention::TREATY;

impl Coding<'_> {
    /// True where a noun is a treaty, pact or accord.
    pub(super) fn about_treaty(&self, head: usize) -> bool {
        let treaty = self.language.lexicon.symbols.get(TREATY);
        self.is_of_class(&self.noun_forms(head), treaty)
    }
}
