//! From paths to articles and from articles to mentions: what the commands share.

use crate::args::Input;
use crate::batch;
use crate::inputs::{self, Source};
use crate::meta;
use crate::report::Report;
use demarche::article::Span;
use demarche::event::Coded;
use demarche::note::Note;
use demarche::parse::{self, Parse};
use demarche::read::{Hints, Reading};
use demarche::{Article, Mention, Resources, code};

/// Reads all inputs, in order, and hands on the articles in portions; all else goes to the report.
pub(crate) fn each_portion(
    resources: &Resources,
    input: &Input,
    report: &mut Report,
    mut take: impl FnMut(Vec<Reading>, &mut Report) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut meta = meta::load(input.meta.as_deref(), report)?;
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
        portion.retain(|reading| is_built(resources, reading, report));
        while !portion.is_empty() {
            let part: Vec<Reading> = portion.drain(..batch::CHUNK.min(portion.len())).collect();
            let results = batch::map(&part, |reading| code(resources, &reading.article));
            for (reading, result) in part.into_iter().zip(results) {
                match result {
                    Err(panic) => report.failed(&reading.article.id, &panic),
                    Ok((sentences, mut mentions, notes)) => {
                        report.notes(&reading.article.id, &notes);
                        mentions.retain(|mention| mention.score >= least);
                        take(Coded { article: reading.article, sentences, mentions })?;
                    }
                }
            }
        }
        Ok(())
    })
}

fn is_built(resources: &Resources, reading: &Reading, report: &mut Report) -> bool {
    let article = &reading.article;
    let built = resources.language(&article.lang).is_some();
    if !built {
        if article.lang.is_empty() {
            report.skip(&format!(
                "{}: the text is too short to show its language; give it by \"lang\" in the record or in --meta",
                article.id
            ));
            return false;
        }
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

/// One article's sentences, of which linking compares articles, and its mentions.
fn code(resources: &Resources, article: &Article) -> (Vec<Span>, Vec<Mention>, Vec<Note>) {
    let parse = match resources.language(&article.lang) {
        Some(language) => parse::parse(language, article),
        None => Parse::default(),
    };
    let (mentions, notes) = code::code(resources, article, &parse);
    (parse.sentences.iter().map(|sentence| sentence.span).collect(), mentions, notes)
}
