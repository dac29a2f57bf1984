//! What another program in the same process may call, such as the wheel: records in, records out, both as JSON lines, by
//! the functions that the commands call.
//!
//! Nothing here prints what was skipped; the caller is told.

mod coding;
mod opened;
mod project;
mod said;
mod shuffle;
mod sparse;

pub use crate::report::Reason;
pub use coding::{Batch, Coder, Found, Skipped, read};
pub use opened::opened;
pub use project::{add, ask, brief, courses};
pub use said::voices;
pub use shuffle::{Buckets, Forest, buckets, copies, events, positions};

use anyhow::anyhow;
use clap::Parser;

/// The words of a command line, without the program's name, taken apart; what is wrong with them is told in one line.
fn parsed<P: Parser>(words: &[String]) -> anyhow::Result<P> {
    let all = std::iter::once("demarche").chain(words.iter().map(String::as_str));
    P::try_parse_from(all).map_err(|error| {
        let told = error.to_string();
        let first = told.split("\n\n").next().unwrap_or_default();
        let lines: Vec<&str> = first.lines().map(str::trim).collect();
        anyhow!("{}", lines.join(" ").trim_start_matches("error: "))
    })
}
