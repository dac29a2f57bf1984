//! What users may ask of relations, forecasts and their ledger.

use crate::args::{Limits, Tier, Wording, day};
use crate::ask::args::Which;
use clap::{ArgGroup, Args};
use jiff::civil::Date;
use std::path::PathBuf;

pub(crate) const FORECAST_EXAMPLES: &str = "\
Examples:
  demarche forecast articles/ --dyad PER,CHL
  demarche forecast -p andes.demarche --dyad PER,CHL
  demarche forecast --table events.csv --actor Chile
  demarche forecast --table events.csv --dyad Chile,Peru --as-of 2024-05-09 --ledger forecasts.jsonl
  demarche forecast --table events.csv --dyad Chile,Peru --scenario supposed.csv

The table is comma- or tab-separated with the columns subject, type, object, date, or comes from ICEWS, GDELT, POLECAT or
PLOVER; lines of JSON have the same names. A scenario is such a table; it needs no dates: its events are supposed to happen
on the eve of the day of issue.";

pub(crate) const RELATION_EXAMPLES: &str = "\
Examples:
  demarche relation PER CHL articles/
  demarche relation PER CHL -p andes.demarche
  demarche relation Chile Peru --table events.csv --as-of 2024-05-09";

pub(crate) const LEDGER_EXAMPLES: &str = "\
Examples:
  demarche ledger -p andes.demarche
  demarche ledger forecasts.jsonl --table events.csv
  demarche ledger forecasts.jsonl articles/ --as-of 2024-06-01";

/// Where events come from.
#[derive(Debug, Args)]
pub(crate) struct From {
    /// Articles: files, folders or - for standard input [default: the project]
    #[arg(value_name = "PATH", conflicts_with = "table")]
    pub(crate) paths: Vec<PathBuf>,
    /// Table of events
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) which: Which,
    /// First day that is not known: only events before it, and articles published before it, count; of events and
    /// stories, --as-of is the last day that is known
    /// [default: the day after the last]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    #[command(flatten)]
    pub(crate) wording: Wording,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("whom").args(["actor", "dyad"]).required(true)))]
pub(crate) struct Forecast {
    #[command(flatten)]
    pub(crate) from: From,
    /// What this actor does next, and what is done to it
    #[arg(long, value_name = "NAME")]
    pub(crate) actor: Option<String>,
    /// What two actors do to one another next
    #[arg(long, value_name = "NAME,NAME")]
    pub(crate) dyad: Option<String>,
    /// Events supposed to happen on the eve of the day of issue: say which chances would move
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Option<PathBuf>,
    /// Put the statements down in this file, to be settled later; nothing in it is ever changed [default of a project: a
    /// file beside it]
    #[arg(long, value_name = "FILE", conflicts_with = "scenario")]
    pub(crate) ledger: Option<PathBuf>,
    /// Put nothing down
    #[arg(long, conflicts_with = "ledger")]
    pub(crate) no_ledger: bool,
    /// How many statements
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    pub(crate) most: usize,
    /// How much work to spend [default: counts for a dyad, fast for an actor or with a scenario]
    #[arg(long, value_enum)]
    pub(crate) tier: Option<Tier>,
}

#[derive(Debug, Args)]
pub(crate) struct Relation {
    /// The two actors, by code or name
    #[arg(value_name = "ACTOR")]
    pub(crate) one: String,
    #[arg(value_name = "ACTOR")]
    pub(crate) other: String,
    #[command(flatten)]
    pub(crate) from: From,
}

#[derive(Debug, Args)]
pub(crate) struct Ledger {
    /// File to which forecasts were issued [default: the project's, beside it]
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: Option<PathBuf>,
    /// Digest of a line that was kept elsewhere, whole or its beginning: fail where the file no longer holds that line
    #[arg(long, value_name = "DIGEST")]
    pub(crate) head: Option<String>,
    #[command(flatten)]
    pub(crate) from: From,
    /// How many forecasts are listed, open and settled
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    pub(crate) most: usize,
}
