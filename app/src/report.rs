//! Messages for people, on standard error, and the count of what was skipped.

use crate::batch::Failure;
use demarche::note::{Note, NoteKind};
use std::collections::BTreeMap;
use std::time::Duration;

/// So many remarks of one kind are printed; further ones are only counted.
const SHOWN: usize = 10;

/// What went wrong or was doubtful in a run.
#[derive(Debug)]
pub(crate) struct Report {
    quiet: bool,
    skipped: usize,
    /// What was skipped, where the caller wants to tell it.
    kept: Option<Vec<String>>,
    remarks: usize,
    notes: BTreeMap<NoteKind, usize>,
}

impl Report {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet, skipped: 0, kept: None, remarks: 0, notes: BTreeMap::new() }
    }

    /// One that prints nothing: the caller asks it for what was skipped.
    pub(crate) fn silent() -> Self {
        Self { kept: Some(Vec::new()), ..Self::new(true) }
    }

    /// An input, or an article in it, that gave nothing.
    pub(crate) fn skip(&mut self, message: &str) {
        self.skipped += 1;
        match &mut self.kept {
            Some(kept) => kept.push(message.to_owned()),
            None => eprintln!("demarche: skipped: {message}"),
        }
    }

    /// Something users may want to know.
    pub(crate) fn remark(&mut self, message: &str) {
        self.remarks += 1;
        if !self.quiet && self.remarks <= SHOWN {
            eprintln!("demarche: note: {message}");
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
                eprintln!("demarche: note: {name}: {}", note.message);
            }
        }
    }

    pub(crate) fn skipped(&self) -> usize {
        self.skipped
    }

    /// What was skipped, of one that is silent.
    pub(crate) fn kept(self) -> Vec<String> {
        self.kept.unwrap_or_default()
    }

    /// Says how many remarks were not printed.
    pub(crate) fn finish(&self) {
        let counts = self.notes.values().chain([&self.remarks]);
        let hidden: usize = counts.map(|count| count.saturating_sub(SHOWN)).sum();
        if hidden > 0 && !self.quiet {
            eprintln!("demarche: note: {hidden} more notes of the same kinds");
        }
        if self.skipped > 1 && self.kept.is_none() {
            eprintln!("demarche: {} inputs or articles were skipped", self.skipped);
        }
    }
}
