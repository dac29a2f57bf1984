//! The sub-classes of closed-class words that the discourse turns on.

use super::Coding;
use crate::resources::symbol::Symbol;

/// Sub-classes of closed-class words that pointing back asks for.
pub(super) struct Symbols {
    pub third: Symbol,
    pub relation: Symbol,
    pub possessives: [Symbol; 4],
    /// Of one person, and of a thing, body or state, where words tell these apart.
    pub hers: [Symbol; 2],
    pub its: Symbol,
    /// Of several owners.
    pub theirs: Symbol,
    /// Of whoever speaks.
    pub ours: Symbol,
    pub place: Vec<Symbol>,
}

impl Symbols {
    pub(super) fn new(coding: &Coding<'_>) -> Self {
        let symbol = |w| coding.language.lexicon.symbols.get(w);
        Self {
            third: symbol("3"),
            relation: symbol("relation"),
            possessives: [symbol("poss3m"), symbol("poss3f"), symbol("poss3n"), symbol("poss3p")],
            hers: [symbol("poss3m"), symbol("poss3f")],
            its: symbol("poss3n"),
            theirs: symbol("poss3p"),
            ours: symbol("poss1"),
            place: coding.language.lexicon.place_prepositions().collect(),
        }
    }
}
