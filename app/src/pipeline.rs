//! From paths to articles and from articles to mentions: what the commands share.

use crate::args::Input;
use crate::batch;
use crate::inputs;
use crate::meta;
use crate::open::limits::Limits;
use crate::open::{Body, Document};
use crate::report::Report;
use demarche::read::{Hints, Reading};
use demarche::resources::Language;
use demarche::{Article, Coded, Resources};
use std::sync::Arc;

/// Bytes of documents that are read together: so much is in memory at a time. An article takes a thousand bytes beside its
/// text, so that one sentence each makes many times as much of them.
const PORTION: usize = 2 << 20;

/// Reads all inputs, in order, and hands on the articles in portions; all else goes to the report.
pub(crate) fn each_portion(
    resources: &'static Resources,
    input: &Input,
    report: &mut Report,
    take: impl FnMut(Vec<Reading>, &mut Report) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    each_named(resources, input, inputs::Ids::default(), report, take)
}

/// The same with ids that are settled otherwise.
pub(crate) fn each_named(
    resources: &'static Resources,
    input: &Input,
    mut ids: inputs::Ids,
    report: &mut Report,
    mut take: impl FnMut(Vec<Reading>, &mut Report) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut meta = meta::load(input.meta.as_deref(), report)?;
    let limits = input.limits.checked();
    let (mut waiting, mut size): (Vec<Document>, usize) = (Vec::new(), 0);
    for source in inputs::gather(&input.paths, report) {
        let flags = Hints { published: input.published, lang: input.text_lang.clone(), ..Hints::default() };
        let hints = meta.hints(&source.name, flags);
        source.each(&hints, &limits, &mut |found| {
            match found {
                Err(error) => report.skip(&format!("{error:#}")),
                Ok(document) => {
                    size += document.size();
                    waiting.push(document);
                }
            }
            if waiting.len() < batch::CHUNK && size < PORTION {
                return Ok(());
            }
            size = 0;
            let portion = read(resources, std::mem::take(&mut waiting), &limits, report);
            take(settle(resources, input, portion, &mut meta, &mut ids, report), report)
        })?;
    }
    let portion = read(resources, waiting, &limits, report);
    take(settle(resources, input, portion, &mut meta, &mut ids, report), report)?;
    meta.report_unused(report);
    Ok(())
}

/// The articles in the documents, each with its document's name.
pub(crate) fn read(
    resources: &'static Resources,
    documents: Vec<Document>,
    limits: &Limits,
    report: &mut Report,
) -> Vec<(String, Reading)> {
    let documents = Arc::new(documents);
    let outcomes = batch::map(batch::THREADS, &documents, limits.time, move |document| document.read(resources));
    let mut read = Vec::new();
    for (document, outcome) in documents.iter().zip(outcomes) {
        let name = &document.name;
        if let Body::Error(error) = &document.body {
            report.remark(&format!("{name}: a row is left out that tells of an error: {error}"));
        }
        match outcome {
            Err(failure) => report.failed(name, &failure, limits.time),
            Ok(Err(error)) => report.skip(&format!("{name}: {error:#}")),
            Ok(Ok(readings)) => {
                for reading in readings {
                    match reading {
                        Err(error) => report.skip_article(error.id.as_deref(), &error.to_string()),
                        Ok(reading) => read.push((name.clone(), reading)),
                    }
                }
            }
        }
    }
    read
}

/// Completes the articles by the table that goes with them, and sees to it that no two share an id.
fn settle(
    resources: &Resources,
    input: &Input,
    portion: Vec<(String, Reading)>,
    meta: &mut meta::Meta,
    ids: &mut inputs::Ids,
    report: &mut Report,
) -> Vec<Reading> {
    let settle = |(name, mut reading): (String, Reading)| {
        meta.complete(&mut reading, input.published, resources);
        ids.settle(&name, &mut reading.article, report);
        report.notes(&format!("{name}: {}", reading.article.id), &reading.notes);
        reading
    };
    portion.into_iter().map(settle).collect()
}

/// Codes all articles of the inputs, in order. Mentions below `least` are left out; articles in a language that is not
/// built are skipped.
pub(crate) fn each_coded(
    resources: &'static Resources,
    input: &Input,
    least: f64,
    report: &mut Report,
    mut take: impl FnMut(Coded) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let limit = input.limits.checked().time;
    each_portion(resources, input, report, |portion, report| {
        let mut portion = portion;
        portion.retain(|reading| built_language(resources, &reading.article, report).is_some());
        while !portion.is_empty() {
            let part: Arc<Vec<Reading>> = Arc::new(portion.drain(..batch::CHUNK.min(portion.len())).collect());
            let results = batch::map(batch::THREADS, &part, limit, move |reading| {
                demarche::run(resources, reading.article.clone())
            });
            for (reading, result) in part.iter().zip(results) {
                match result {
                    Err(failure) => report.failed(&reading.article.id, &failure, limit),
                    Ok((mut coded, notes)) => {
                        report.notes(&reading.article.id, &notes);
                        coded.mentions.retain(|mention| mention.score >= least);
                        take(coded)?;
                    }
                }
            }
        }
        Ok(())
    })
}

/// The language of an article; one that is not built goes to the report.
pub(crate) fn built_language<'r>(
    resources: &'r Resources,
    article: &Article,
    report: &mut Report,
) -> Option<&'r Language> {
    let built = resources.language(&article.lang);
    if built.is_none() {
        report.skip_article(Some(&article.id), &format!("{}: {}", article.id, unbuilt(resources, article)));
    }
    built
}

/// Why an article is not coded whose language is not built.
pub(crate) fn unbuilt(resources: &Resources, article: &Article) -> String {
    if article.lang.is_empty() {
        return "the text is too short to show its language; give it by \"lang\" in the record, in --meta or by --text-lang".to_owned();
    }
    let languages: Vec<&str> = resources.languages().map(|language| language.code.as_str()).collect();
    format!(
        "its language ({:?}) is not built yet; built: {}; a wrong guess is set right by \"lang\" in the record or in --meta",
        article.lang,
        languages.join(", ")
    )
}
