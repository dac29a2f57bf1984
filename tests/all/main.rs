//! One test binary: spec, properties, tidy.

mod chances;
mod charts;
mod codespec;
mod courses;
mod drawn;
mod foresee;
mod foretold;
mod link;
mod linkspec;
mod messy;
mod normal;
mod order;
mod pages;
mod patterns;
mod read;
mod records;
mod relate;
mod robust;
mod rows;
mod saved;
mod signed;
mod tables;
mod tell;
mod tidy;
mod time;
mod told;
mod voices;

use demarche::Resources;
use std::sync::LazyLock;

/// The tables of the binary, loaded once for all tests.
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
pub(crate) static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::embedded().unwrap());
