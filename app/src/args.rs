//! The command line: what users may ask for.

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// Who did what to whom, when, where, according to whom: read from news articles, offline.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failure
  2  wrong usage
  3  nothing found, with --fail-empty
  4  some inputs were skipped, the rest is done (0 with --keep-going)
  5  a check failed";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the articles found in the inputs: text, title, date, outlet, and what every block is.
    #[command(after_help = READ_EXAMPLES)]
    Read(Read),
}

const READ_EXAMPLES: &str = "\
Examples:
  demarche read articles/                     every file below the folder
  demarche read page.html --format md         one page as Markdown
  cat a.jsonl | demarche read - -o read.jsonl";

#[derive(Debug, Args)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, value_enum, default_value_t = Format::natural(), hide_default_value = true)]
    pub(crate) format: Format,
}

/// What every command that reads articles understands.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// Files, folders (with all below them), or - for standard input: HTML, text, Markdown, JSON lines
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Day of publishing of all articles that bring none of their own, as YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<Date>,
    /// Table (CSV, TSV or JSON lines) with id or file and any of published, source, url, title, lang
    #[arg(long, value_name = "FILE")]
    pub(crate) meta: Option<PathBuf>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// No remarks on doubtful inputs, only what was skipped
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Exit with 0 even if some inputs had to be skipped
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Exit with 3 if nothing was found
    #[arg(long)]
    pub(crate) fail_empty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Jsonl,
    Csv,
    Md,
    Html,
    Table,
}

impl Format {
    fn natural() -> Self {
        if io::stdout().is_terminal() { Self::Table } else { Self::Jsonl }
    }
}
