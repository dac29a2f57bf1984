//! The bytes of a file in, the articles in them and what was refused out.

use super::parsed;
use crate::args::{Arguments, Command};
use crate::batch;
use crate::open::limits::Limits;
use crate::open::{self, Stream};
use demarche::read::Hints;
use demarche::{Article, Resources};
use std::sync::LazyLock;

/// The usual limits of the command line.
static LIMITS: LazyLock<Option<Limits>> = LazyLock::new(|| {
    let Command::Read(command) = parsed::<Arguments>(&["read".to_owned(), "-".to_owned()]).ok()?.command else {
        return None;
    };
    Some(command.input.limits.checked())
});

/// Reads what `demarche read` finds in these bytes, on this thread and with the usual limits.
pub fn opened(resources: &Resources, bytes: &[u8]) -> (Vec<Article>, Vec<String>) {
    let (mut articles, mut refused) = (Vec::new(), Vec::new());
    let Some(limits) = LIMITS.as_ref() else { return (articles, refused) };
    let stream = Stream::new("bytes".to_owned(), bytes, Hints::default());
    let read = |document: open::Document| batch::guard(|| document.read(resources)).map_err(anyhow::Error::msg)?;
    let ended = open::each(stream, limits, &mut |found| {
        match found.and_then(read) {
            Err(error) => refused.push(format!("{error:#}")),
            Ok(readings) => {
                for reading in readings {
                    match reading {
                        Err(error) => refused.push(error.to_string()),
                        Ok(reading) => articles.push(reading.article),
                    }
                }
            }
        }
        Ok(())
    });
    refused.extend(ended.err().map(|error| format!("{error:#}")));
    (articles, refused)
}
