//! Which verbs serve as auxiliaries and modals, by what they do.

use super::lexicon::Lexicon;
use super::symbol::Symbol;
use super::table;
use crate::error::LoadError;
use rustc_hash::FxHashSet;

#[derive(Debug, Default)]
pub struct Auxiliaries {
    /// With a participle: passive; with an infinitive: future.
    pub passive: Symbol,
    pub perfect: Symbol,
    pub copula: Symbol,
    /// Carries tense and negation for a bare infinitive.
    pub support: Symbol,
    pub modals: FxHashSet<Symbol>,
    /// Verbs that say of an act that it takes place.
    pub happening: FxHashSet<Symbol>,
    /// Verbs whose perfect takes the copula, so that copula and participle is no passive of the result.
    pub perfect_with_copula: FxHashSet<Symbol>,
}

impl Auxiliaries {
    pub(super) fn load((file, text): (&str, &str), lexicon: &Lexicon) -> Result<Self, LoadError> {
        let mut auxiliaries = Self::default();
        for row in table::rows(file, text, &["kind", "lemmas"])? {
            let row = row?;
            for lemma in row.list(1) {
                let symbol = lexicon.symbols.get(lemma);
                match row.cell(0) {
                    "passive" => auxiliaries.passive = symbol,
                    "perfect" => auxiliaries.perfect = symbol,
                    "copula" => auxiliaries.copula = symbol,
                    "support" => auxiliaries.support = symbol,
                    "modal" => auxiliaries.modals.extend([symbol]),
                    "happening" => auxiliaries.happening.extend([symbol]),
                    "perfect_with_copula" => auxiliaries.perfect_with_copula.extend([symbol]),
                    other => return Err(row.error(format!("{other:?} is no kind of auxiliary"))),
                }
            }
        }
        Ok(auxiliaries)
    }

    pub fn contains(&self, lemma: Symbol) -> bool {
        lemma.is_known()
            && ([self.passive, self.perfect, self.copula, self.support].contains(&lemma)
                || self.modals.contains(&lemma))
    }
}
