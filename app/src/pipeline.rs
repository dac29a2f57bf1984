//! From paths to articles and from articles to mentions: what the commands share.

use crate::args::Input;
use crate::batch;
use crate::inputs::{self, Source};
use crate::meta;
use crate::report::Report;
use demarche::read::{Hints, Reading};
use demarche::resources::Language;
use demarche::{Article, Coded, Resources};

/// Reads all inputs, in order, and hands on the articles in portions; all else goes to the report.
pub(crate) fn each_portion(
    resources: &Resources,
    input: &Input,
    report: &mut Report,
    mut take: impl FnMut(Vec<Reading>, &mut Report) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut meta = meta::load(input.meta.as_deref())?;
    let sources = inputs::gather(&input.paths, report);
    let mut ids = inputs::Ids::default();
    for part in sources.chunks(batch::CHUNK) {
        let hints: Vec<Hints> = part.iter().map(|source| meta.hints(&source.name, input.published)).collect();
        let jobs: Vec<(&Source, Hints)> = part.iter().zip(hints).collect();
        let outcomes = batch::map(&jobs, |(source, hints)| source.read(resources, hints));
        let mut portion = Vec::new();
        for (source, outcome) in part.iter().zip(outcomes) {
            let readings = match outcome {
                Err(panic) => {
                    report.failed(&source.name, &panic);
                    continue;
                }
                Ok(Err(error)) => {
                    report.skip(&format!("{}: {error:#}", source.name));
                    continue;
                }
                Ok(Ok(readings)) => readings,
            };
            for reading in readings {
                match reading {
                    Err(error) => report.skip(&error.to_string()),
                    Ok(mut reading) => {
                        meta.complete(&mut reading, input.published, resources);
                        ids.make_unique(&mut reading.article, report);
                        report.notes(&format!("{}: {}", source.name, reading.article.id), &reading.notes);
                        portion.push(reading);
                    }
                }
            }
        }
        take(portion, report)?;
    }
    meta.report_unused(report);
    Ok(())
}

/// Codes all articles of the inputs, in order. Mentions below `least` are left out; articles in a language that is not
/// built are skipped.
pub(crate) fn each_coded(
    resources: &Resources,
    input: &Input,
    least: f64,
    report: &mut Report,
    mut take: impl FnMut(Coded) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    each_portion(resources, input, report, |portion, report| {
        let mut portion = portion;
        portion.retain(|reading| built_language(resources, &reading.article, report).is_some());
        while !portion.is_empty() {
            let part: Vec<Reading> = portion.drain(..batch::CHUNK.min(portion.len())).collect();
            let results = batch::map(&part, |reading| demarche::run(resources, reading.article.clone()));
            for (reading, result) in part.iter().zip(results) {
                match result {
                    Err(panic) => report.failed(&reading.article.id, &panic),
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
        let languages: Vec<&str> = resources.languages().map(|language| language.code.as_str()).collect();
        report.skip(&format!(
            "{}: its language ({:?}) is not built yet; built: {}; a wrong guess is set right by \"lang\" in the record or in --meta",
            article.id,
            article.lang,
            languages.join(", ")
        ));
    }
    built
}
