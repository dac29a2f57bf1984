//! A remark on the input: what was doubtful, where, and what was done about it. Text never fails; it earns notes.

use crate::article::Span;

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// No publication date was found; relative dates stay open.
    NoDate,
    /// The publication date is only an estimate or the file's time.
    DateFallback,
    /// A date that was given cannot be read as one.
    BadDate,
    /// A repair of the bytes (encoding, control characters).
    Repaired,
    /// Nothing in the page looks like an article.
    NoText,
    /// The language is not built yet.
    UnknownLanguage,
}

/// One remark, in words fit for a user's eyes, with the place in the text where it applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub kind: NoteKind,
    pub span: Option<Span>,
    pub message: String,
}

impl Note {
    pub fn new(kind: NoteKind, message: impl Into<String>) -> Self {
        Self { kind, span: None, message: message.into() }
    }
}
