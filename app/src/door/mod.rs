//! What another program in the same process may call, such as the wheel: records in, records out, both as JSON lines, by
//! the functions that the commands call.
//!
//! Nothing here prints what was skipped; the caller is told.

mod coding;
mod project;
mod shuffle;

pub use coding::{Batch, Coder, Found, Skipped, read};
pub use project::{add, ask, brief, courses};
pub use shuffle::{Forest, copies, events, keys};
