//! What users may ask of a report.

use crate::ask::args::{Conditions, Misuse, Which};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

pub(crate) const REPORT_EXAMPLES: &str = "\
Examples:
  demarche report iran.demarche -o report.html
  demarche report iran.demarche --dyad USA,IRN --language en -o report.pdf
  demarche report -p iran.demarche --as-of 2013-12-31 -o then.docx";

/// One file to send.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The project file
    #[arg(value_name = "PROJECT")]
    pub(crate) path: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) which: Which,
    /// Form of the file [default: by the ending of --output, else html]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Language of the report: de or en
    #[arg(long, value_name = "CODE", default_value = "de", value_parser = ["de", "en"])]
    pub(crate) language: String,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) conditions: Conditions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One page with all in it, also drawings
    Html,
    /// The briefing
    Pdf,
    /// The briefing
    Docx,
}

impl Report {
    /// The form that is asked for, or that the name of the file tells; a name that tells another one is refused.
    pub(crate) fn format(&self) -> anyhow::Result<Format> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Some(ending) = self.output.as_deref().and_then(Path::extension).map(|ending| ending.to_string_lossy())
        else {
            return Ok(Format::Html);
        };
        let told = if ending.eq_ignore_ascii_case("htm") { "html" } else { &ending };
        Format::from_str(told, true).map_err(|_| {
            let told = "name the file .html, .pdf or .docx, or say with --format which of these it is";
            Misuse(format!("a report is no .{ending} file: {told}")).into()
        })
    }
}
