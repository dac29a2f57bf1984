//! Paths in, articles out; records in, coded articles out, and what linking and telling make of them.

use super::parsed;
use crate::args::{Arguments, Command};
use crate::batch;
use crate::open::{Body, Document, lines};
use crate::pipeline;
use crate::project::settle_scores;
use crate::report::Report;
use crate::tables;
use crate::whole;
use anyhow::{Context, bail};
use demarche::event::{Coded, Linked};
use demarche::read::Hints;
use demarche::records::linked::LinkedWriter;
use demarche::{Article, link, records, relate, tell};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Seconds of work on one article, as on the command line.
const PATIENCE: Duration = Duration::from_secs(20);
/// The name of records that come from no file: one without id is named after it and its line.
const NAME: &str = "records";

/// The articles in files and folders, one JSON line each, and what was skipped, unless `go_on` stops it. The arguments are
/// those of `demarche read`.
pub fn read(arguments: &[String], go_on: &dyn Fn() -> anyhow::Result<()>) -> anyhow::Result<(String, Vec<String>)> {
    let words: Vec<String> = std::iter::once("read".to_owned()).chain(arguments.iter().cloned()).collect();
    let Command::Read(command) = parsed::<Arguments>(&words)?.command else { return Ok(Default::default()) };
    let mut report = Report::silent();
    let mut text = String::new();
    pipeline::each_portion(tables()?, &command.input, &mut report, |portion, _| {
        for reading in &portion {
            text.push_str(&records::articles::write(&reading.article));
            text.push('\n');
        }
        go_on()
    })?;
    Ok((text, report.reasons().to_vec()))
}

/// A record that gave no mentions because it could not be read or coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Which of all records, from 0.
    pub record: usize,
    pub why: String,
}

/// Codes records, portion by portion, in order.
#[derive(Debug)]
pub struct Coder {
    threads: usize,
    /// Other machines code other records: an id must come with each, and is never changed.
    shared: bool,
    least: f64,
    seen: BTreeMap<String, usize>,
    count: usize,
}

impl Coder {
    /// On so many threads, all that the machine is worth for none. Mentions of a confidence below `least` are left out.
    pub fn new(threads: Option<usize>, shared: bool, least: f64) -> Self {
        Self { threads: threads.unwrap_or(batch::THREADS), shared, least, seen: BTreeMap::new(), count: 0 }
    }

    /// Codes the next records, one JSON object each; puts what was coded and what was skipped into the batch.
    pub fn code(&mut self, json: &[&str], into: &mut Batch) -> anyhow::Result<()> {
        let resources = tables()?;
        let first = self.count;
        self.count += json.len();
        let documents = json.iter().enumerate().map(|(at, line)| document(first + at + 1, line)).collect();
        let outcomes =
            batch::map(self.threads, &Arc::new(documents), PATIENCE, move |document| document.read(resources));
        let mut articles: Vec<(usize, Article)> = Vec::new();
        for (at, outcome) in outcomes.into_iter().enumerate() {
            let record = first + at;
            let mut skip = |why: String| into.skipped.push(Skipped { record, why });
            match outcome {
                Err(failure) => skip(failure.told(PATIENCE)),
                Ok(Err(error)) => skip(format!("{error:#}")),
                Ok(Ok(readings)) => {
                    for reading in readings {
                        match reading.map_err(|error| error.cause).map(|reading| self.named(record, reading.article)) {
                            Err(cause) => skip(format!("{cause}; {}", cause.remedy())),
                            Ok(Err(why)) => skip(why),
                            Ok(Ok(article)) if resources.language(&article.lang).is_none() => {
                                skip(pipeline::unbuilt(resources, &article));
                            }
                            Ok(Ok(article)) => articles.push((record, article)),
                        }
                    }
                }
            }
        }
        let articles = Arc::new(articles);
        let coded = batch::map(self.threads, &articles, PATIENCE, move |(_, article)| {
            demarche::run(resources, article.clone()).0
        });
        for ((record, _), outcome) in articles.iter().zip(coded) {
            match outcome {
                Err(failure) => into.skipped.push(Skipped { record: *record, why: failure.told(PATIENCE) }),
                Ok(mut coded) => {
                    coded.mentions.retain(|mention| mention.score >= self.least);
                    into.coded.push(coded);
                }
            }
        }
        Ok(())
    }

    /// The article with an id that no other has.
    fn named(&mut self, record: usize, mut article: Article) -> Result<Article, String> {
        if self.shared {
            let own = article.id != format!("{NAME}:{}", record + 1);
            return if own {
                Ok(article)
            } else {
                Err("the record has no \"id\"; add one that no other has".to_owned())
            };
        }
        let count = self.seen.entry(article.id.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            article.id = format!("{}~{count}", article.id);
        }
        Ok(article)
    }
}

pub(super) fn document(number: usize, json: &str) -> Document {
    let body = match lines::article(NAME, number, json) {
        Some(article) => Body::Article(Box::new(article)),
        None => Body::Bytes(json.as_bytes().to_vec()),
    };
    let hints = Hints { lines_before: number - 1, ..Hints::default() };
    Document { name: format!("{NAME}.jsonl"), body, hints }
}

/// Coded articles, and the records that could not be coded.
#[derive(Debug, Default)]
pub struct Batch {
    pub coded: Vec<Coded>,
    pub skipped: Vec<Skipped>,
}

/// What `link` finds in a batch, each kind as JSON lines.
#[derive(Debug, Default)]
pub struct Found {
    pub events: String,
    pub disputes: String,
    pub predictions: String,
    pub agreements: String,
}

impl Batch {
    /// The articles, one JSON line each.
    pub fn articles(&self) -> String {
        self.coded.iter().map(|one| records::articles::write(&one.article) + "\n").collect()
    }

    /// The mentions, one JSON line each: what `demarche code` prints.
    pub fn mentions(&self) -> String {
        self.coded.iter().map(|one| records::mentions::write(&one.article, &one.mentions)).collect()
    }

    /// Events, disputes, predictions and agreements: what `demarche link` prints.
    pub fn link(&mut self) -> anyhow::Result<Found> {
        let linked = self.linked()?;
        let writer = LinkedWriter::new(&self.coded, &linked);
        Ok(Found {
            events: writer.events(),
            disputes: writer.disputes(),
            predictions: writer.predictions(),
            agreements: writer.agreements(),
        })
    }

    /// Links what the records say: with scores as they are written, so that mentions read back give the same events.
    pub(crate) fn linked(&mut self) -> anyhow::Result<Linked> {
        self.coded.iter_mut().for_each(settle_scores);
        let resources = tables()?;
        whole("linking the articles", || link::link(resources, &self.coded))
    }

    /// The briefing, in Markdown, HTML or JSON: what `demarche brief` prints.
    pub fn brief(&mut self, lang: &str, format: &str, least: f64) -> anyhow::Result<String> {
        let keep = |one: &Coded| Coded {
            mentions: one.mentions.iter().filter(|mention| mention.score >= least).cloned().collect(),
            ..one.clone()
        };
        let coded: Vec<Coded> = self.coded.iter().map(keep).collect();
        let resources = tables()?;
        let linked = whole("linking the articles", || link::link(resources, &coded))?;
        told(&coded, &linked, lang, format)
    }
}

/// The briefing on what was linked.
pub(super) fn told(coded: &[Coded], linked: &Linked, lang: &str, format: &str) -> anyhow::Result<String> {
    let resources = tables()?;
    if resources.language(lang).is_none() {
        let built: Vec<&str> = resources.languages().map(|language| language.code.as_str()).collect();
        bail!("the language {lang:?} is not built; built: {}", built.join(", "));
    }
    let relations = whole("relating the parties", || relate::relate(resources, linked))?;
    let brief = whole("telling the briefing", || tell::brief(resources, lang, coded, linked, &relations))?;
    let brief = brief.context("no language is built")?;
    whole("writing the briefing", || match format {
        "html" => brief.html(),
        "json" => records::brief::write(&brief, coded),
        _ => brief.markdown(),
    })
}
