//! What users may ask of the network: which feeds or pages, and how politely.

use crate::args::{Format, Limits};
use crate::ask::args::Which;
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

pub(crate) const WATCH_EXAMPLES: &str = "\
Examples:
  demarche watch feeds.opml --project iran.demarche
  demarche watch feeds.opml -p iran.demarche --once --atom new.xml

A run that was stopped goes on where it stopped. What servers answer is kept in the project as it came.";

#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// The feeds: an OPML file, or a text with an address a line
    #[arg(value_name = "FILE")]
    pub(crate) feeds: PathBuf,
    #[command(flatten)]
    pub(crate) which: Which,
    /// Ask all feeds once and end; else they are asked again and again
    #[arg(long)]
    pub(crate) once: bool,
    /// Minutes between two rounds
    #[arg(long, value_name = "MINUTES", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) every: u64,
    /// Keep an Atom feed of new events in this file
    #[arg(long, value_name = "FILE")]
    pub(crate) atom: Option<PathBuf>,
    /// Keep a JSON Feed of new events in this file
    #[arg(long, value_name = "FILE")]
    pub(crate) json_feed: Option<PathBuf>,
    /// No remarks, only what was skipped
    #[arg(short, long)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) manners: Manners,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

#[derive(Debug, Args)]
pub(crate) struct Fetch {
    /// Addresses of pages, http or https
    #[arg(required = true, value_name = "URL")]
    pub(crate) urls: Vec<String>,
    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, value_enum, default_value_t = Format::natural(), hide_default_value = true)]
    pub(crate) format: Format,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) manners: Manners,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// How politely the web is asked.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Requests")]
pub(crate) struct Manners {
    /// Seconds between two requests to one host; a host may ask for more in its robots.txt
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = pause)]
    pub(crate) delay: Duration,
    /// What servers are told about who asks
    #[arg(long, value_name = "TEXT", default_value = AGENT)]
    pub(crate) agent: String,
}

/// What servers are told where nobody says otherwise.
const AGENT: &str = concat!("demarche/", env!("CARGO_PKG_VERSION"));

/// For one request to one host.
impl Default for Manners {
    fn default() -> Self {
        Self { delay: Duration::ZERO, agent: AGENT.to_owned() }
    }
}

/// Seconds, none among them.
fn pause(text: &str) -> Result<Duration, String> {
    let number = text.trim_end_matches('s').parse::<f64>().ok().filter(|n| (0.0..86_400.0).contains(n));
    number.map(Duration::from_secs_f64).ok_or_else(|| "give a number of seconds, for example 5".to_owned())
}
