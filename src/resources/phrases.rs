//! Phrases with holes from which `tell` builds the sentences and labels of a briefing.

use super::table::Table;
use crate::error::LoadError;
use std::collections::BTreeMap;

/// Phrase patterns by key; `{hole}` is filled by `tell`.
#[derive(Debug, Default)]
pub struct Phrases {
    patterns: BTreeMap<String, String>,
}

impl Phrases {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let table = Table::read(file, text, &["key", "pattern"])?;
        Ok(Self { patterns: table.rows.iter().map(|r| (r.cell(0).to_owned(), r.cell(1).to_owned())).collect() })
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.patterns.get(key).map(String::as_str)
    }
}
