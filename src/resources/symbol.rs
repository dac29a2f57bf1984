//! Words as small numbers: lemmas, forms and names are interned once, when tables load.

use super::words::Words;

/// An interned word; [`Symbol::NONE`] stands for a word that no table knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

impl Symbol {
    pub const NONE: Symbol = Symbol(0);

    pub fn is_known(self) -> bool {
        self != Self::NONE
    }
}

/// The words of one language's tables.
#[derive(Debug)]
pub struct Symbols(Words<()>);

impl Default for Symbols {
    fn default() -> Self {
        Self([""].into_iter().collect())
    }
}

impl Symbols {
    pub fn intern(&mut self, word: &str) -> Symbol {
        numbered(self.0.add(word))
    }

    pub fn get(&self, word: &str) -> Symbol {
        self.0.number(word).map_or(Symbol::NONE, numbered)
    }

    pub fn word(&self, symbol: Symbol) -> &str {
        self.0.word(symbol.0 as usize)
    }
}

fn numbered(number: usize) -> Symbol {
    Symbol(u32::try_from(number).unwrap_or(u32::MAX))
}
