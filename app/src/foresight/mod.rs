//! How things stand, what comes next, and what came of it: events from a table or from articles in; pages out.

pub(crate) mod args;
mod book;
pub(crate) mod forecast;
mod history;
pub(crate) mod ledger;
pub(crate) mod relation;
