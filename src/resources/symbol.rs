//! Words as small numbers: lemmas, forms and names are interned once, when tables load.

use super::sealed::Sealed;
use super::words::{Words, hash};

/// An interned word; [`Symbol::NONE`] stands for a word that no table knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

impl Symbol {
    pub const NONE: Symbol = Symbol(0);

    pub fn is_known(self) -> bool {
        self != Self::NONE
    }

    pub(super) fn numbered(number: usize) -> Self {
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    pub(super) fn number(self) -> usize {
        self.0 as usize
    }

    pub(super) fn bytes(self) -> [u8; 4] {
        self.0.to_le_bytes()
    }
}

/// The words of one language's tables: lemmas of verbs and nouns, which come sealed, then all others.
#[derive(Debug, Default)]
pub struct Symbols {
    lemmas: Sealed<0>,
    others: Words<()>,
}

impl Symbols {
    pub(super) fn new(lemmas: Sealed<0>) -> Self {
        Self { lemmas, others: Words::default() }
    }

    pub fn intern(&mut self, word: &str) -> Symbol {
        let lemma = self.lemmas.number(word);
        Symbol::numbered(lemma.unwrap_or_else(|| self.lemmas.len() + self.others.add(word)))
    }

    pub fn get(&self, word: &str) -> Symbol {
        let hash = hash(word.as_bytes());
        let other = || self.others.number_of(word, hash).map(|number| self.lemmas.len() + number);
        self.lemmas.number_of(word, hash).or_else(other).map_or(Symbol::NONE, Symbol::numbered)
    }

    pub fn word(&self, symbol: Symbol) -> &str {
        match symbol.number().checked_sub(self.lemmas.len()) {
            None => self.lemmas.word(symbol.number()),
            Some(other) => self.others.word(other),
        }
    }
}
