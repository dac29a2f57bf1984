//! Addresses and feeds in, pages of the web out: the only room that opens connections, for `fetch` and `watch` alone.
//!
//! [`client::Client`] asks as a guest does: what `robots.txt` allows, one request at a time with a pause for each host, and
//! not before a server wants to be asked again. What `watch` remembers is kept in the project, so that it goes on where it
//! was stopped (`docs/decisions/0014-watching-feeds.md`).

mod client;
pub(crate) mod fetch;
mod opml;
pub(crate) mod watch;

use clap::Args;
use std::time::Duration;

/// How politely the web is asked.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Requests")]
pub(crate) struct Manners {
    /// Seconds between two requests to one host; a host may ask for more in its robots.txt
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = pause)]
    pub(crate) delay: Duration,
    /// What servers are told about who asks
    #[arg(long, value_name = "TEXT", default_value = concat!("demarche/", env!("CARGO_PKG_VERSION")))]
    pub(crate) agent: String,
}

/// Seconds, none among them.
fn pause(text: &str) -> Result<Duration, String> {
    let number = text.trim_end_matches('s').parse::<f64>().ok().filter(|n| (0.0..86_400.0).contains(n));
    number.map(Duration::from_secs_f64).ok_or_else(|| "give a number of seconds, for example 5".to_owned())
}
