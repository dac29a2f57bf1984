//! `demarche fetch`: addresses in, the articles at them out, as `demarche read` writes them.

use super::args::{Fetch, Manners};
use super::client::{Answer, Client, now};
use crate::open::limits::Limits;
use crate::open::{self, Document, Stream};
use crate::pipeline;
use crate::project::Validators;
use crate::report::Report;
use crate::{articles, output, tables};
use anyhow::bail;
use demarche::read::Hints;

pub(crate) fn run(command: &Fetch) -> anyhow::Result<u8> {
    let limits = command.limits.checked();
    let mut client = Client::new(&command.manners, &limits, &command.urls);
    let mut report = Report::new(false);
    let resources = tables()?;
    let mut output = output::open(command.output.as_deref())?;
    let mut writer = articles::Writer::new(command.format, &mut output);
    for url in &command.urls {
        match client.get(url, &Validators::default()) {
            Answer::Page { url: led, body, .. } => {
                let hints = Hints { url: Some(led), ..Hints::default() };
                let documents = documents(url, &body, hints, &limits, &mut report)?;
                for (name, reading) in pipeline::read(resources, documents, &limits, &mut report) {
                    report.notes(&name, &reading.notes);
                    writer.article(&reading.article)?;
                }
            }
            answer => report.skip(&format!("{url}: {}", why(&answer))),
        }
    }
    writer.finish()?;
    output.finish()?;
    report.finish();
    Ok(if report.skipped() > 0 { crate::SOME_SKIPPED } else { 0 })
}

/// What lies at one address, as it comes.
pub(crate) fn whole(url: &str, limits: &Limits) -> anyhow::Result<Vec<u8>> {
    let mut client = Client::new(&Manners::default(), limits, &[url.to_owned()]);
    match client.get(url, &Validators::default()) {
        Answer::Page { body, .. } => Ok(body),
        answer => bail!("{url}: {}", why(&answer)),
    }
}

/// What stands in the way of a page.
pub(super) fn why(answer: &Answer) -> String {
    match answer {
        Answer::Denied => "its robots.txt does not want it read".to_owned(),
        Answer::Gone(why) => why.clone(),
        Answer::Later { after: Some(after), why } => format!("{why}; it can be asked again in {} s", after.as_secs()),
        Answer::Later { after: None, why } => why.clone(),
        Answer::Away { until, why } => format!("{why}; its host can be asked again in {} s", (until - now()).max(0)),
        Answer::Unchanged | Answer::Page { .. } => "it has not changed".to_owned(),
    }
}

/// What an answer holds: a page, or whatever else its bytes show. `known` is what is known of it before.
pub(super) fn documents(
    url: &str,
    body: &[u8],
    known: Hints,
    limits: &Limits,
    report: &mut Report,
) -> anyhow::Result<Vec<Document>> {
    let hints = Hints { id: Some(url.to_owned()), file_time: Some(open::today()), ..known };
    let mut found = Vec::new();
    open::each(Stream::new(url.to_owned(), body, hints), limits, &mut |document| {
        match document {
            Ok(document) => found.push(document),
            Err(error) => report.skip(&format!("{error:#}")),
        }
        Ok(())
    })?;
    Ok(found)
}
