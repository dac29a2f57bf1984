//! Paths in, articles out; records in, coded articles out, and what linking and telling make of them.

use super::parsed;
use crate::args::{Arguments, Command};
use crate::batch;
use crate::inputs::Ids;
use crate::open::{Body, Document, lines};
use crate::pipeline;
use crate::project::settle_scores;
use crate::report::{Reason, Report};
use crate::tables;
use crate::whole;
use anyhow::{Context, bail};
use demarche::event::{Coded, Linked};
use demarche::note::NoteKind;
use demarche::read::{Hints, Reading};
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
/// those of `demarche read`. `shared` says that others read other files of the same work.
pub fn read(
    arguments: &[String],
    shared: bool,
    go_on: &dyn Fn() -> anyhow::Result<()>,
) -> anyhow::Result<(String, Vec<Reason>)> {
    let words: Vec<String> = std::iter::once("read".to_owned()).chain(arguments.iter().cloned()).collect();
    let Command::Read(command) = parsed::<Arguments>(&words)?.command else { return Ok(Default::default()) };
    let mut report = Report::silent();
    let mut text = String::new();
    pipeline::each_named(tables()?, &command.input, Ids::new(shared), &mut report, |portion, _| {
        for reading in &portion {
            text.push_str(&records::articles::write(&reading.article));
            text.push('\n');
        }
        go_on()
    })?;
    Ok((text, report.reasons().to_vec()))
}

/// A record that gave no mentions because it could not be read or coded, or one of which something else is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Which of all records, from 0.
    pub record: usize,
    pub why: String,
}

fn check_confidence(least: f64) -> anyhow::Result<()> {
    if !(0.0..=1.0).contains(&least) {
        bail!("the confidence {least} is none; give a number from 0 to 1");
    }
    Ok(())
}

/// Codes records, portion by portion, in order.
#[derive(Debug)]
pub struct Coder {
    threads: usize,
    /// Other machines code other records: an id must come with each, and is never changed.
    shared: bool,
    least: f64,
    /// The language of records that do not name theirs.
    lang: Option<String>,
    seen: BTreeMap<String, usize>,
    count: usize,
}

impl Coder {
    /// On so many threads, all that the machine is worth for none. Mentions of a confidence below `least` are left out.
    pub fn new(threads: Option<usize>, shared: bool, least: f64, lang: Option<String>) -> anyhow::Result<Self> {
        check_confidence(least)?;
        Ok(Self { threads: threads.unwrap_or(batch::THREADS), shared, least, lang, seen: BTreeMap::new(), count: 0 })
    }

    /// Codes the next records, one JSON object each; puts what was coded and what was skipped into the batch.
    pub fn code(&mut self, json: &[&str], into: &mut Batch) -> anyhow::Result<()> {
        let resources = tables()?;
        let first = self.count;
        self.count += json.len();
        let documents =
            json.iter().enumerate().map(|(at, line)| document(first + at + 1, line, self.lang.as_deref())).collect();
        let outcomes =
            batch::map(self.threads, &Arc::new(documents), PATIENCE, move |document| document.read(resources));
        let mut articles: Vec<(usize, Article)> = Vec::new();
        for (at, outcome) in outcomes.into_iter().enumerate() {
            let record = first + at;
            let (skipped, notes) = (&mut into.skipped, &mut into.notes);
            // A record is one article; what else is wrong in it is not told.
            let mut skip = |why: String| {
                if skipped.last().is_none_or(|last| last.record != record) {
                    skipped.push(Skipped { record, why });
                }
            };
            let mut note = |why: String| notes.push(Skipped { record, why });
            match outcome {
                Err(failure) => skip(failure.told(PATIENCE)),
                Ok(Err(error)) => skip(format!("{error:#}")),
                Ok(Ok(readings)) => {
                    for reading in readings {
                        let named = |reading: Reading| {
                            let bad = reading.notes.into_iter().filter(|note| note.kind == NoteKind::BadDate);
                            bad.for_each(|bad| note(bad.message));
                            self.named(record, reading.article, &mut note)
                        };
                        match reading.map_err(|error| error.cause).map(named) {
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
    fn named(&mut self, record: usize, mut article: Article, note: &mut dyn FnMut(String)) -> Result<Article, String> {
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
            let unique = format!("{}~{count}", article.id);
            note(format!("the id {:?} is used before; this article becomes {unique:?}", article.id));
            article.id = unique;
        }
        Ok(article)
    }
}

/// One record; `lang` is its language where it names none.
pub(super) fn document(number: usize, json: &str, lang: Option<&str>) -> Document {
    let body = match lines::article(NAME, number, json) {
        Some(article) => Body::Article(Box::new(article)),
        None => Body::Bytes(json.as_bytes().to_vec()),
    };
    let hints = Hints { lines_before: number - 1, lang: lang.map(str::to_owned), ..Hints::default() };
    Document { name: format!("{NAME}.jsonl"), body, hints }
}

/// Coded articles, and the records that could not be coded.
#[derive(Debug, Default)]
pub struct Batch {
    pub coded: Vec<Coded>,
    pub skipped: Vec<Skipped>,
    /// What users may want to know of records that were coded: a day that is none, an id that was used before.
    pub notes: Vec<Skipped>,
}

/// What `link` finds in a batch, each kind as JSON lines.
#[derive(Debug, Default)]
pub struct Found {
    pub events: String,
    pub disputes: String,
    pub predictions: String,
    pub agreements: String,
    pub positions: String,
    pub voices: String,
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

    /// Events, disputes, predictions, agreements, positions and voices: what `demarche link` prints.
    pub fn link(&self) -> anyhow::Result<Found> {
        let (coded, linked) = self.linked()?;
        let writer = LinkedWriter::new(&coded, &linked);
        Ok(Found {
            events: writer.events(),
            disputes: writer.disputes(),
            predictions: writer.predictions(),
            agreements: writer.agreements(),
            positions: writer.positions(),
            voices: writer.voices(),
        })
    }

    /// Links what the records say: with scores as they are written, so that mentions read back give the same events.
    pub(crate) fn linked(&self) -> anyhow::Result<(Vec<Coded>, Linked)> {
        let mut coded = self.coded.clone();
        coded.iter_mut().for_each(settle_scores);
        let resources = tables()?;
        let linked = whole("linking the articles", || link::link(resources, &coded))?;
        Ok((coded, linked))
    }

    /// The briefing, in Markdown, HTML or JSON: what `demarche brief` prints.
    pub fn brief(&self, lang: &str, format: &str, least: f64) -> anyhow::Result<String> {
        check_confidence(least)?;
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
