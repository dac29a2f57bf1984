//! Cue words of web pages: what marks an advert, a teaser, a by-line, a date line.

use super::table::Table;
use crate::error::LoadError;

/// Cue phrases by kind, lower-cased.
#[derive(Debug, Default)]
pub struct PageCues {
    pub cues: Vec<(String, String)>,
}

impl PageCues {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let table = Table::read(file, text, &["kind", "cue"])?;
        Ok(Self { cues: table.rows.iter().map(|r| (r.cell(0).to_owned(), r.cell(1).to_lowercase())).collect() })
    }
}
