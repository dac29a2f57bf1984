//! Words as small numbers: lemmas, forms and names are interned once, when tables load.

use rustc_hash::FxHashMap;

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
pub struct Symbols {
    words: Vec<Box<str>>,
    index: FxHashMap<Box<str>, Symbol>,
}

impl Default for Symbols {
    fn default() -> Self {
        Self { words: vec!["".into()], index: FxHashMap::default() }
    }
}

impl Symbols {
    pub fn intern(&mut self, word: &str) -> Symbol {
        if word.is_empty() {
            return Symbol::NONE;
        }
        if let Some(symbol) = self.index.get(word) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.words.push(word.into());
        let _ = self.index.insert(word.into(), symbol);
        symbol
    }

    pub fn get(&self, word: &str) -> Symbol {
        self.index.get(word).copied().unwrap_or_default()
    }

    pub fn word(&self, symbol: Symbol) -> &str {
        self.words.get(symbol.0 as usize).map_or("", |w| w)
    }
}
