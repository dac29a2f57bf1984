//! What users may ask of a project: the file, one set of filters, the form of the answer.

use super::known::{self, alike};
use crate::args::{Input, confidence, day};
use crate::project::{ENDING, Filter, Project, code_of, explain};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use demarche::mention::{EventType, Status};
use jiff::civil::Date;
use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

/// Arguments that mean nothing, in words that say so.
#[derive(Debug)]
pub(crate) struct Misuse(pub(crate) String);

impl fmt::Display for Misuse {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl Error for Misuse {}

/// Which project.
#[derive(Clone, Debug, Args)]
pub(crate) struct Which {
    /// The project file [default: the only one ending in .demarche in this folder]
    #[arg(short, long, value_name = "FILE", env = "DEMARCHE_PROJECT", global = true)]
    pub(crate) project: Option<PathBuf>,
}

impl Which {
    /// The file that is meant.
    pub(crate) fn path(&self) -> anyhow::Result<PathBuf> {
        let found = match &self.project {
            Some(path) => return Ok(path.clone()),
            None => here()?,
        };
        match &found[..] {
            [one] => Ok(one.clone()),
            [] => bail!("there is no project in this folder; `demarche add` makes one, --project names one elsewhere"),
            many => bail!("there are {} projects in this folder; name one with --project", many.len()),
        }
    }

    /// The same, or a name for a new one.
    pub(crate) fn path_or_new(&self) -> anyhow::Result<PathBuf> {
        if self.project.is_none() && here()?.is_empty() {
            return Ok(PathBuf::from(format!("project.{ENDING}")));
        }
        self.path()
    }

    /// Does something with the project; what the file refuses is told in words.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&Project) -> anyhow::Result<R>) -> anyhow::Result<R> {
        let path = self.path()?;
        Project::open(&path).and_then(|project| project.at_once(work)).map_err(|error| explain(error, &path))
    }

    /// The same with what meets a filter; actors whom nobody knows are refused with the codes that may be meant.
    pub(crate) fn ask<R>(
        &self,
        filter: &Filter,
        work: impl FnOnce(&Project) -> anyhow::Result<R>,
    ) -> anyhow::Result<R> {
        self.with(|project| {
            known::check(project, filter)?;
            work(project)
        })
    }
}

fn here() -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(".").context("failed to look for a project in this folder")? {
        let path = PathBuf::from(entry?.file_name());
        if path.extension().is_some_and(|e| e == ENDING) && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// How much a list shows, if nothing is said.
const LISTED: usize = 100;

/// The conditions that all commands share.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Which events")]
pub(crate) struct Conditions {
    /// Takes part: a code (PER) or code and sector ("PER GOV"); several: any of them
    #[arg(long, value_name = "CODE")]
    pub(crate) actor: Vec<String>,
    /// Between these two, in any direction
    #[arg(long, value_name = "CODE,CODE")]
    pub(crate) dyad: Option<String>,
    /// Of this type (ACCUSE, CONSULT, …); several: any of them
    #[arg(long = "type", value_name = "TYPE", value_parser = kind, value_delimiter = ',')]
    pub(crate) r#type: Vec<EventType>,
    /// reported, claimed, denied, planned or possible; several: any of them
    #[arg(long, value_name = "STATUS", value_parser = status, value_delimiter = ',')]
    pub(crate) status: Vec<Status>,
    /// On this day or later
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) from: Option<Date>,
    /// On this day or earlier
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) to: Option<Date>,
    /// Told by an article in this language
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) lang: Vec<String>,
    /// Told by an article of this outlet
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Vec<String>,
    /// Told by so many articles that do not copy each other
    #[arg(long, value_name = "NUMBER", default_value_t = 0, hide_default_value = true)]
    pub(crate) min_origins: usize,
    /// Of this confidence or more, from 0 to 1
    #[arg(long, value_name = "NUMBER", value_parser = confidence)]
    pub(crate) min_confidence: Option<f64>,
    /// As the articles of this day and before tell it, with all corrections; which passages are one act all articles decide
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// At most so many; 0 for all [default: the youngest 100 in lists, all in exports]
    #[arg(long, value_name = "NUMBER")]
    pub(crate) limit: Option<usize>,
}

impl Conditions {
    /// The filter of a list.
    pub(crate) fn filter(&self) -> anyhow::Result<Filter> {
        self.filter_or(LISTED)
    }

    /// The filter, with a limit for where none is given.
    pub(crate) fn filter_or(&self, limit: usize) -> anyhow::Result<Filter> {
        let dyad = match &self.dyad {
            Some(two) => {
                let told = "give the two codes of --dyad with a comma between them";
                let (a, b) = two.split_once(',').with_context(|| Misuse(told.to_owned()))?;
                Some((a.trim().to_uppercase(), b.trim().to_uppercase()))
            }
            None => None,
        };
        if let Some((_, rest)) = dyad.as_ref().and_then(|(_, b)| b.split_once(',')) {
            bail!(Misuse(format!("--dyad is of two codes; {} is one too many", rest.trim())));
        }
        // Nobody has a relation with himself, whatever parts of him act.
        if let Some((one, _)) = dyad.as_ref().filter(|(one, other)| code_of(one) == code_of(other)) {
            bail!(Misuse(format!("--dyad is of two actors; {} is one", code_of(one))));
        }
        in_order(self.from, self.to)?;
        Ok(Filter {
            actors: self.actor.iter().map(|code| code.trim().to_uppercase()).collect(),
            dyad,
            types: self.r#type.clone(),
            statuses: self.status.clone(),
            from: self.from,
            to: self.to,
            langs: self.lang.clone(),
            sources: self.source.clone(),
            min_origins: self.min_origins,
            min_confidence: self.min_confidence,
            as_of: self.as_of,
            limit: self.limit.unwrap_or(limit),
            ..Filter::default()
        })
    }
}

/// Refuses days between which there is none.
pub(crate) fn in_order(from: Option<Date>, to: Option<Date>) -> anyhow::Result<()> {
    match from.zip(to) {
        Some((from, to)) if from > to => {
            bail!(Misuse(format!("from {from} to {to} there is no day: give the earlier one first")))
        }
        _ => Ok(()),
    }
}

pub(crate) fn kind(text: &str) -> Result<EventType, String> {
    let all: Vec<&str> = EventType::ALL.iter().map(|t| t.name()).collect();
    text.trim().to_uppercase().parse().map_err(|_| format!("{}the types are {}", meant(text, &all), all.join(", ")))
}

pub(crate) fn status(text: &str) -> Result<Status, String> {
    let all: Vec<&str> = Status::ALL.iter().map(|s| s.name()).collect();
    text.trim().to_lowercase().parse().map_err(|_| format!("{}one of {}", meant(text, &all), all.join(", ")))
}

/// Asks whether one of these words was meant.
fn meant(text: &str, words: &[&str]) -> String {
    let near = alike(text.trim(), words.iter().map(|word| (*word, vec![(*word).to_owned()])));
    near.first().map_or(String::new(), |word| format!("did you mean {word}? "))
}

/// The form of an answer.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Form of the answer")]
pub(crate) struct Form {
    /// One JSON object
    #[arg(long, group = "form")]
    pub(crate) json: bool,
    /// One JSON object a line
    #[arg(long, group = "form")]
    pub(crate) jsonl: bool,
    /// A table with commas
    #[arg(long, group = "form")]
    pub(crate) csv: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Exit with 3 if nothing was found
    #[arg(long)]
    pub(crate) fail_empty: bool,
}

impl Form {
    /// Whether records are asked for, not only rows.
    pub(crate) fn is_of_records(&self) -> bool {
        self.json || self.jsonl
    }
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    #[command(flatten)]
    pub(crate) which: Which,
    #[command(flatten)]
    pub(crate) input: Input,
}

#[derive(Debug, Args)]
pub(crate) struct Recode {
    #[command(flatten)]
    pub(crate) which: Which,
    /// Print neither progress nor notes
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// A list of what meets the filters.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) which: Which,
    #[command(flatten)]
    pub(crate) conditions: Conditions,
    #[command(flatten)]
    pub(crate) form: Form,
}

/// Everything that the filters leave, in another format.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The format
    #[arg(long, value_enum, default_value_t = crate::export::Format::Csv)]
    pub(crate) format: crate::export::Format,
    /// Where to: a folder for csv and parquet, a file for all others [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) which: Which,
    #[command(flatten)]
    pub(crate) conditions: Conditions,
}

/// Words and conditions.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words, "phrases", word*, -word, OR, and meaning: actor: said: type: status: from: to: lang: source:
    #[arg(required = true, value_name = "WORDS")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) list: List,
}

/// Views that are kept under a name.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
pub(crate) struct Views {
    #[command(subcommand)]
    pub(crate) act: Option<ViewsAct>,
    #[command(flatten)]
    pub(crate) which: Which,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ViewsAct {
    /// Keep words and conditions under a name; `demarche review undo` takes it back
    Keep {
        name: String,
        /// As `demarche search` takes them
        #[arg(value_name = "WORDS")]
        query: Vec<String>,
        #[command(flatten)]
        conditions: Conditions,
    },
    /// What a view shows: passages where it has words, else events
    Show {
        name: String,
        /// At most so many; 0 for all
        #[arg(long, value_name = "NUMBER", default_value_t = LISTED)]
        limit: usize,
        #[command(flatten)]
        form: Form,
    },
    /// Keep a view no longer; `demarche review undo` brings it back
    Drop { name: String },
}

/// Two actors.
#[derive(Debug, Args)]
pub(crate) struct Sums {
    #[arg(value_name = "CODE")]
    pub(crate) one: String,
    #[arg(value_name = "CODE")]
    pub(crate) other: String,
    #[command(flatten)]
    pub(crate) list: List,
}

/// One actor.
#[derive(Debug, Args)]
pub(crate) struct ActorOf {
    #[arg(value_name = "CODE")]
    pub(crate) code: String,
    #[command(flatten)]
    pub(crate) list: List,
}

/// What is doubtful, and what to do about it.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
pub(crate) struct Review {
    #[command(subcommand)]
    pub(crate) act: Option<ReviewAct>,
    #[command(flatten)]
    pub(crate) list: List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReviewAct {
    /// The event is right as it stands
    Accept { event: String },
    /// Set fields right: type, mode, status, actors, recipients, time or place
    Correct {
        event: String,
        /// As in status=denied, "actors=PER GOV; CHL" or time=2024-05-09
        #[arg(required = true, value_name = "FIELD=VALUE")]
        set: Vec<String>,
    },
    /// The others are the same act as the first
    Merge {
        event: String,
        #[arg(required = true)]
        others: Vec<String>,
    },
    /// These passages tell another act; numbers as in `demarche explain`
    Split {
        event: String,
        #[arg(required = true)]
        passages: Vec<usize>,
    },
    /// Take back the last decision, or the one of this number
    Undo { number: Option<i64> },
}

/// The project as a whole.
#[derive(Debug, Args)]
pub(crate) struct Whole {
    #[command(flatten)]
    pub(crate) which: Which,
    #[command(flatten)]
    pub(crate) form: Form,
}

/// Whether a project is sound.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) whole: Whole,
    /// Look at the whole file also where the project is large, which takes seconds
    #[arg(long)]
    pub(crate) full: bool,
}

/// A path as users know it.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}
