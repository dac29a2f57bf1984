//! Addresses and feeds in, pages of the web out: the only room that asks the web, for `fetch`, `watch` and `weights` alone.
//!
//! [`client::Client`] asks as a guest does: what `robots.txt` allows, one request at a time with a pause for each host, and
//! not before a server wants to be asked again. What `watch` remembers is kept in the project, so that it goes on where it
//! was stopped (`docs/decisions/0015-watching-feeds.md`).

pub(crate) mod args;
mod client;
pub(crate) mod fetch;
mod opml;
mod outside;
pub(crate) mod watch;
