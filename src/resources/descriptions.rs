//! Nouns that point back at an actor: "beide Länder", "das Land", "die andere Seite".

use super::lexicon::Lexicon;
use super::symbol::Symbol;
use super::table::Table;
use crate::error::LoadError;
use rustc_hash::FxHashMap;

/// What a describing noun can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Description {
    Country,
    Side,
    Person,
    /// Fighters of no state.
    Fighters,
}

#[derive(Debug, Default)]
pub struct Descriptions {
    nouns: FxHashMap<Symbol, Description>,
}

impl Descriptions {
    pub(super) fn load((file, text): (&str, &str), lexicon: &mut Lexicon) -> Result<Self, LoadError> {
        let mut descriptions = Self::default();
        for row in Table::read(file, text, &["noun", "kind"])?.rows {
            let kind = match row.cell(1) {
                "country" => Description::Country,
                "side" => Description::Side,
                "person" => Description::Person,
                "fighters" => Description::Fighters,
                other => return Err(row.error(format!("{other:?} is no kind of description"))),
            };
            let head = lexicon.noun(row.cell(0)).filter(|n| n.first == 0).map(|n| n.head);
            let symbol = head.unwrap_or_else(|| lexicon.symbols.intern(row.cell(0)));
            let _ = descriptions.nouns.insert(symbol, kind);
        }
        Ok(descriptions)
    }

    pub fn of(&self, noun: Symbol) -> Option<Description> {
        self.nouns.get(&noun).copied()
    }
}
