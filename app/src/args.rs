//! The command line: what users may ask for.

use crate::ask::args as ask;
use crate::figures::args::{REPORT_EXAMPLES, Report};
use crate::foresight::args as foresight;
use crate::meaning;
use crate::net::args as net;
use crate::open::limits;
use crate::serve;
use clap::{Args, Parser, Subcommand, ValueEnum};
use demarche::relate::foresee;
use jiff::civil::Date;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

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
    /// Code the articles: one record for every passage that says who did what to whom.
    #[command(after_help = CODE_EXAMPLES)]
    Code(Code),
    /// Link the articles: one record for every act, with all passages that tell it; or disputes, announcements, agreements.
    #[command(after_help = LINK_EXAMPLES)]
    Link(Link),
    /// Write a briefing on the articles, each sentence with its sources.
    #[command(after_help = BRIEF_EXAMPLES)]
    Brief(Brief),
    /// Show how a passage was coded: words, clauses, and the table rows that fired.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Say how two actors stand to each other: index week by week, what moved it, turns, third parties, the whole network.
    #[command(after_help = foresight::RELATION_EXAMPLES)]
    Relation(foresight::Relation),
    /// Say what comes next for an actor or between two, with chances, rules and cited events; or what would move if
    /// something happened.
    #[command(after_help = foresight::FORECAST_EXAMPLES)]
    Forecast(foresight::Forecast),
    /// Say what came of the forecasts put down in a ledger, and what sources announced.
    #[command(after_help = foresight::LEDGER_EXAMPLES)]
    Ledger(foresight::Ledger),
    /// Measure a part of the program on a benchmark and print the table.
    Eval(Eval),
    /// Put articles into a project: code them and link them with what it holds. Adding again changes nothing.
    #[command(after_help = ADD_EXAMPLES)]
    Add(ask::Add),
    /// Code the articles of a project again, as the installed program does; what people decided about them stays.
    Recode(ask::Recode),
    /// Ask feeds again and again and put their new articles into a project.
    #[command(after_help = net::WATCH_EXAMPLES)]
    Watch(net::Watch),
    /// Print the articles at these addresses, as `read` prints those in files.
    Fetch(net::Fetch),
    /// Put the weights in place by which `search` compares meanings, across languages.
    #[command(after_help = meaning::EXAMPLES)]
    Weights(meaning::Weights),
    /// Say what is in a project.
    Status(ask::Whole),
    /// List the events of a project.
    #[command(after_help = EVENTS_EXAMPLES)]
    Events(ask::List),
    /// List what the articles of a project contradict each other on: versions, who holds them, where.
    Disputes(ask::List),
    /// List what was announced, and what became of it.
    Predictions(ask::List),
    /// List the treaties, pacts and accords: parties, signing, clauses, later events.
    Agreements(ask::List),
    /// List how those who are no party stand to the events: for, against, since when, whether it changed.
    Positions(ask::List),
    /// List who is quoted without being a party, and what each says: experts, media, officials without a name.
    Voices(ask::List),
    /// Tell the events of a project in order, each by its first passage.
    Timeline(ask::List),
    /// Add up what two actors do to each other: quadrants, types, months, mean score.
    Sums(ask::Sums),
    /// Add up what one actor does and what is done to it, by type and partner.
    Actor(ask::ActorOf),
    /// Find passages by words, phrases, meaning, actors, types, days and speakers.
    #[command(after_help = SEARCH_EXAMPLES)]
    Search(ask::Search),
    /// List the searches and narrowed lists that are kept under a name, show one, keep one, drop one.
    Views(ask::Views),
    /// Write what the filters leave in the formats of other programs.
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(ask::Export),
    /// Write one file to send: a page with the briefing, its passages and drawings, that needs nothing else; or PDF or DOCX.
    #[command(after_help = REPORT_EXAMPLES)]
    Report(Report),
    /// List what is doubtful; accept, correct, merge, split, undo.
    #[command(after_help = REVIEW_EXAMPLES)]
    Review(ask::Review),
    /// Open the pages of a project, or of articles, for a browser on this machine.
    #[command(after_help = serve::SERVE_EXAMPLES)]
    Serve(serve::Serve),
    /// Print the completions of a shell.
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder.
    Man { folder: PathBuf },
    /// Check that a project is sound, of a large one what came last (--full: all); exit with 5 if it is not.
    Doctor(ask::Doctor),
}

const ADD_EXAMPLES: &str = "\
Examples:
  demarche add articles/ --project iran.demarche
  demarche add new/ && demarche status
  cat today.jsonl | demarche add - -p iran.demarche

A run that was stopped goes on where it stopped when the same command is given again.";

const SEARCH_EXAMPLES: &str = "\
Examples:
  demarche search 'meaning:\"talks on a ceasefire\" lang:de' -p iran.demarche
  demarche search Sanktionen actor:IRN
  demarche search '\"heavy water\"' from:2024-01-01 -oil
  demarche search Truppen said:RUS status:denied --json";

const EXPORT_EXAMPLES: &str = "\
Examples:
  demarche export --format parquet -o tables/
  demarche export --format gexf --from 2024-01-01 -o year.gexf
  demarche export --format atom --actor PER > peru.atom

GDELT, ICEWS and POLECAT are those formats' columns filled from this project, not their data.";

const REVIEW_EXAMPLES: &str = "\
Examples:
  demarche review --min-origins 2
  demarche review correct 61450ffbbe8e status=claimed 'actors=USA GOV; IGO:EU'
  demarche review split 61450ffbbe8e 2 3
  demarche review undo";

const EVENTS_EXAMPLES: &str = "\
Examples:
  demarche events --actor PER --from 2024-05-01
  demarche events --dyad PER,CHL --type ACCUSE,THREATEN --min-origins 2 --json
  demarche events --as-of 2024-05-09 --limit 0 --csv -o events.csv";

const CODE_EXAMPLES: &str = "\
Examples:
  demarche code articles/ > mentions.jsonl
  demarche code page.html --format table
  demarche code articles/ --format csv --min-confidence 0.7 -o mentions.csv";

const LINK_EXAMPLES: &str = "\
Examples:
  demarche link articles/ > events.jsonl
  demarche link articles/ --what disputes";

const BRIEF_EXAMPLES: &str = "\
Examples:
  demarche brief articles/ > brief.md
  demarche brief articles/ --language en --format html -o brief.html";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  demarche explain page.html --passage 'wies den Vorwurf zurück'
  demarche explain a.jsonl --doc a17
  demarche explain 61450ffbbe8e                an event of a project, with all that it rests on";

const READ_EXAMPLES: &str = "\
Examples:
  demarche read articles/                     every file below the folder
  demarche read page.html --format md         one page as Markdown
  cat a.jsonl | demarche read - -o read.jsonl";

#[derive(Debug, Args)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Find articles that copy others, with edits or without, and name in each whom it copies; keeps all in memory
    #[arg(long)]
    pub(crate) copies: bool,
    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, value_enum, default_value_t = Format::natural(), hide_default_value = true)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Code {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, value_enum, default_value_t = Format::natural(), hide_default_value = true)]
    pub(crate) format: Format,
    /// Leave out mentions whose confidence is lower, from 0 to 1
    #[arg(long, value_name = "NUMBER", default_value_t = 0.0, value_parser = confidence)]
    pub(crate) min_confidence: f64,
}

#[derive(Debug, Args)]
pub(crate) struct Link {
    #[command(flatten)]
    pub(crate) input: Input,
    /// What to print
    #[arg(long, value_enum, default_value_t = LinkedKind::Events)]
    pub(crate) what: LinkedKind,
    /// Leave out mentions whose confidence is lower, from 0 to 1
    #[arg(long, value_name = "NUMBER", default_value_t = 0.0, value_parser = confidence)]
    pub(crate) min_confidence: f64,
}

#[derive(Debug, Args)]
pub(crate) struct Brief {
    #[command(flatten)]
    pub(crate) input: Input,
    #[arg(long, value_enum, default_value_t = BriefFormat::Md)]
    pub(crate) format: BriefFormat,
    #[command(flatten)]
    pub(crate) wording: Wording,
    /// Leave out mentions whose confidence is lower, from 0 (all) to 1; of those below the default about nine in ten are
    /// wrong in some side
    #[arg(long, value_name = "NUMBER", default_value_t = 0.35, value_parser = confidence)]
    pub(crate) min_confidence: f64,
    /// Exit with 5 if a sentence lacks its source, and say which
    #[arg(long)]
    pub(crate) check: bool,
}

/// In which language a page is written.
#[derive(Clone, Debug, Args)]
pub(crate) struct Wording {
    /// Language of headings, labels and sentences: de or en
    #[arg(long, value_name = "CODE", default_value = "de", value_parser = ["de", "en"])]
    pub(crate) language: String,
    /// The name that it had, which is that of a condition on articles.
    #[arg(long = "lang", value_name = "CODE", hide = true, value_parser = renamed)]
    lang: Option<String>,
}

fn renamed(code: &str) -> Result<String, String> {
    Err(format!("--lang names the language of articles; write --language {code} for that of the page"))
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Words of the passage as they stand in the text [default: all of it]
    #[arg(long, value_name = "WORDS")]
    pub(crate) passage: Option<String>,
    #[command(flatten)]
    pub(crate) which: ask::Which,
    /// Only the article with this id
    #[arg(long, value_name = "ID")]
    pub(crate) doc: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Eval {
    #[command(subcommand)]
    pub(crate) what: Evaluation,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Evaluation {
    /// Forecasts: who does what to whom next, on a folder with train.txt, valid.txt, test.txt and the names.
    #[command(after_help = EVAL_EXAMPLES)]
    Forecast(EvalForecast),
    /// Linking: hand-coded articles on standard input go one by one into a project of their own; its records come out.
    Link(EvalLink),
}

#[derive(Debug, Args)]
pub(crate) struct EvalLink {
    /// What to print
    #[arg(value_enum, required = true)]
    pub(crate) kinds: Vec<LinkedKind>,
    /// Code the articles anew and leave the hand-coded mentions aside
    #[arg(long)]
    pub(crate) own: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LinkedKind {
    Events,
    Disputes,
    Predictions,
    Agreements,
    Positions,
    Voices,
}

const EVAL_EXAMPLES: &str = "\
Examples:
  demarche eval forecast --data ICEWS14
  demarche eval forecast --data ICEWS14 --tier fast --on valid";

#[derive(Debug, Args)]
pub(crate) struct EvalForecast {
    /// Folder of the benchmark
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Which tier [default: one after the other]
    #[arg(long, value_enum)]
    pub(crate) tier: Option<Tier>,
    /// Part to measure on; settings are chosen on valid
    #[arg(long, value_enum, default_value_t = Part::Test)]
    pub(crate) on: Part,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tier {
    /// For a dyad, its weekly counts and kinds of act alone: no learning
    Counts,
    /// The mixture alone: seconds
    Fast,
    /// Vectors and boosted trees over it
    Full,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    Valid,
    Test,
}

impl EvalForecast {
    /// The tiers to run, the small one first: memory is told by its peak.
    pub(crate) fn tiers(&self) -> Vec<foresee::Tier> {
        match self.tier {
            Some(tier) => tier.engine().into_iter().collect(),
            None => vec![foresee::Tier::Fast, foresee::Tier::Full],
        }
    }
}

impl Tier {
    /// The tier of the learning engine; counts need none.
    pub(crate) fn engine(self) -> Option<foresee::Tier> {
        match self {
            Self::Counts => None,
            Self::Fast => Some(foresee::Tier::Fast),
            Self::Full => Some(foresee::Tier::Full),
        }
    }
}

pub(crate) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "give the day as YYYY-MM-DD, for example 2024-03-12".to_owned())
}

pub(crate) fn confidence(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "give a number from 0 to 1".to_owned())
}

/// What every command that reads articles understands.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// Files, folders (with all below them), patterns such as 'news/*.warc.gz', or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Day of publishing of all articles whose record tells none, as YYYY-MM-DD; goes before what a page tells of itself
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) published: Option<Date>,
    /// Language of all articles whose record names none, such as en; goes before what a page names and its words show
    #[arg(long, value_name = "LANG")]
    pub(crate) text_lang: Option<String>,
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
    #[command(flatten)]
    pub(crate) limits: Limits,
}

impl Input {
    /// These files alone, without remarks; what cannot be read is passed over.
    pub(crate) fn quiet(paths: Vec<PathBuf>, limits: Limits) -> Self {
        Self {
            paths,
            published: None,
            text_lang: None,
            meta: None,
            output: None,
            quiet: true,
            keep_going: true,
            fail_empty: false,
            limits,
        }
    }
}

/// What a hostile or broken input may cost.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Limits {
    /// Bytes of one document once it is unpacked, of archives and tables only what is in them; K, M and G may stand behind the number
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = limits::bytes)]
    max_size: u64,
    /// Containers in containers, such as a ZIP archive in a tar archive
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    max_depth: usize,
    /// Bytes that one packed byte may become, once 16M are unpacked
    #[arg(long, value_name = "NUMBER", default_value_t = 200)]
    max_ratio: u64,
    /// Entries of one archive
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000_000)]
    max_entries: u64,
    /// Seconds of work on one article
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = limits::seconds)]
    max_time: Duration,
}

impl Limits {
    pub(crate) fn checked(&self) -> limits::Limits {
        limits::Limits {
            size: self.max_size,
            depth: self.max_depth,
            ratio: self.max_ratio,
            entries: self.max_entries,
            time: self.max_time,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Jsonl,
    Csv,
    Md,
    Html,
    Table,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BriefFormat {
    Md,
    Html,
    Json,
    Pdf,
    Docx,
}

impl Format {
    pub(crate) fn natural() -> Self {
        if io::stdout().is_terminal() { Self::Table } else { Self::Jsonl }
    }
}
