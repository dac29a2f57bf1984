//! What goes wrong with tables and records: always the file, the line and the cause.

use std::fmt;

/// A table or record that cannot be used. Text never fails; data fails early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    pub file: String,
    /// One-based; 0 where the whole file is meant.
    pub line: usize,
    pub cause: String,
}

impl LoadError {
    pub fn new(file: impl Into<String>, line: usize, cause: impl Into<String>) -> Self {
        Self { file: file.into(), line, cause: cause.into() }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.cause),
            line => write!(f, "{}:{}: {}", self.file, line, self.cause),
        }
    }
}

impl std::error::Error for LoadError {}
