//! Messages for people, on standard error, and the count of what was skipped.

use crate::batch::Failure;
use demarche::note::{Note, NoteKind};
use std::collections::BTreeMap;
use std::time::Duration;

/// So many remarks of one kind are printed; further ones are only counted.
const SHOWN: usize = 10;
/// So many reasons for skipping are kept.
const REASONS: usize = 200;

/// Why something gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Of the article, where one is known.
    pub id: Option<String>,
    pub why: String,
}

/// What went wrong or was doubtful in a run.
#[derive(Debug)]
pub(crate) struct Report {
    quiet: bool,
    skipped: usize,
    /// Nothing is printed: the caller asks for the reasons, all of which are kept.
    silent: bool,
    /// The first reasons, for those who do not read standard error.
    reasons: Vec<Reason>,
    remarks: usize,
    notes: BTreeMap<NoteKind, usize>,
}

impl Report {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet, skipped: 0, silent: false, reasons: Vec::new(), remarks: 0, notes: BTreeMap::new() }
    }

    /// One that prints nothing and keeps all reasons.
    pub(crate) fn silent() -> Self {
        Self { silent: true, ..Self::new(true) }
    }

    /// An input that gave nothing.
    pub(crate) fn skip(&mut self, message: &str) {
        self.skip_article(None, message);
    }

    /// An article that gave nothing, with its id where that is known.
    pub(crate) fn skip_article(&mut self, id: Option<&str>, message: &str) {
        self.skipped += 1;
        if self.silent || self.reasons.len() < REASONS {
            self.reasons.push(Reason { id: id.map(str::to_owned), why: message.to_owned() });
        }
        if !self.silent {
            eprintln!("demarche: skipped: {}", on_a_line(message));
        }
    }

    /// Something users may want to know.
    pub(crate) fn remark(&mut self, message: &str) {
        self.remarks += 1;
        if !self.quiet && self.remarks <= SHOWN {
            eprintln!("demarche: note: {}", on_a_line(message));
        }
    }

    /// An article on which the engine itself failed, or for which it took too long.
    pub(crate) fn failed(&mut self, name: &str, failure: &Failure, limit: Duration) {
        self.skip(&format!("{name}: {}", failure.told(limit)));
    }

    /// The notes that an article earned; `name` says which it is.
    pub(crate) fn notes(&mut self, name: &str, notes: &[Note]) {
        for note in notes {
            let count = self.notes.entry(note.kind).or_insert(0);
            *count += 1;
            if !self.quiet && *count <= SHOWN {
                eprintln!("demarche: note: {}", on_a_line(&format!("{name}: {}", note.message)));
            }
        }
    }

    pub(crate) fn skipped(&self) -> usize {
        self.skipped
    }

    /// Why inputs were skipped, the first of them.
    pub(crate) fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// Says how many remarks were not printed.
    pub(crate) fn finish(&self) {
        let counts = self.notes.values().chain([&self.remarks]);
        let hidden: usize = counts.map(|count| count.saturating_sub(SHOWN)).sum();
        if hidden > 0 && !self.quiet {
            eprintln!("demarche: note: {hidden} more notes of the same kinds");
        }
        if self.skipped > 1 && !self.silent {
            eprintln!("demarche: {} inputs or articles were skipped", self.skipped);
        }
    }
}

/// A message on the one line that it has: the name of a file may hold the end of another.
fn on_a_line(message: &str) -> String {
    message.replace('\n', "\\n")
}
