//! The wire formats: JSON lines and tables in and out. Byte spans become code points, and back, here and nowhere else.
//!
//! One file a format: [`articles`] and [`mentions`] are the records of the codebook, [`gold`] reads hand-coded articles
//! for scoring and tests, [`linked`] writes what `link` finds, [`brief`] a briefing, [`csv`] writes mentions as a table.

pub mod articles;
pub mod brief;
pub mod csv;
pub mod gold;
pub mod linked;
pub mod mentions;
pub mod offsets;

use crate::error::LoadError;

/// Where a record stands, for messages.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub file: &'a str,
    /// One-based.
    pub number: usize,
}

impl Line<'_> {
    pub(crate) fn error(self, cause: impl Into<String>) -> LoadError {
        LoadError::new(self.file, self.number, cause)
    }
}

/// One record as one line of JSON, without the line feed.
fn line<T: serde::Serialize>(record: &T) -> String {
    // Records hold strings, numbers and lists of them: there is nothing that JSON could refuse.
    serde_json::to_string(record).unwrap_or_default()
}
