//! What users may ask of the server.

use crate::args::Limits;
use crate::ask::args::Which;
use clap::Args;
use std::path::PathBuf;

pub(crate) const SERVE_EXAMPLES: &str = "\
Examples:
  demarche serve iran.demarche                 the pages of a project
  demarche serve articles/                     of a project that ends with the server
  demarche serve iran.demarche --port 8420

Only this machine can reach the pages, unless --host and --token say otherwise.";

/// The pages of a project, or of articles.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// A project file, or articles as for `add`, which then go into a passing project, or into that of --project
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) which: Which,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) host: String,
    /// Port to listen on; 0 for any that is free
    #[arg(long, value_name = "NUMBER", default_value_t = 8417)]
    pub(crate) port: u16,
    /// Word that must be known to see the pages: needed where other machines can reach them
    #[arg(long, value_name = "WORD", env = "DEMARCHE_TOKEN", hide_env_values = true, value_parser = token)]
    pub(crate) token: Option<String>,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// Short enough for an address, long enough not to be guessed.
fn token(text: &str) -> Result<String, String> {
    let fits = (8..=128).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    if fits { Ok(text.to_owned()) } else { Err("give 8 to 128 letters, digits, - _ or .".to_owned()) }
}
