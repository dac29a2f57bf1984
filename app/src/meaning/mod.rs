//! Sentences in, how alike they are in meaning out, across languages.
//!
//! A published encoder makes a vector of a sentence (`docs/decisions/0016-search-by-meaning.md`). It knows what a sentence is
//! about, not who did what to whom, and serves search only. Its weights are no part of the program: `demarche weights`
//! fetches them once, or takes them from a file.

mod args;
mod encoder;
mod pieces;
mod store;
mod weights;

pub(crate) use args::{EXAMPLES, Weights};
pub(crate) use weights::run;

use crate::project::{Hit, Project, Sought};
use store::Meanings;

/// Numbers of a vector.
const WIDTH: usize = 512;

/// Sentences that get their vectors while somebody waits for a page.
pub(crate) const MEANWHILE: usize = 2_000;

/// What a project holds of what is sought. Where a meaning is sought, the sentences that have no vector yet get one
/// first, unless these are more than `most`; `tell` hears how many of how many have.
pub(crate) fn search(
    project: &Project,
    sought: &Sought,
    most: usize,
    tell: impl FnMut(usize, usize),
) -> anyhow::Result<Vec<Hit>> {
    if sought.meaning.is_empty() {
        return project.search(sought);
    }
    let mut meanings = Meanings::beside(project)?;
    meanings.catch_up(project, most, tell)?;
    project.search_at(sought, &meanings.like(&sought.meaning)?)
}
