//! The `demarche` command: arguments and files in; articles, mentions and briefings out.
//!
//! Data goes to standard output, messages to standard error. Exit codes: 0 done, 1 failure, 2 wrong usage,
//! 3 nothing found (with `--fail-empty`), 4 some inputs were skipped, 5 a check failed.

#![deny(clippy::disallowed_macros, clippy::disallowed_methods, clippy::disallowed_types)]

/// Tells something on standard error, as that of the standard library, with nothing that steers a terminal; where nobody
/// reads there any more, nothing is told, and the work goes on.
macro_rules! eprintln {
    ($($message:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "{}", $crate::page::visible(&format!($($message)*)));
    }};
}

mod args;
mod articles;
mod ask;
mod batch;
pub mod door;
mod eval;
mod eval_counts;
mod eval_link;
mod event_table;
mod export;
mod figures;
mod foresight;
mod hands;
mod inputs;
mod manual;
mod meaning;
mod mentions;
mod meta;
mod net;
mod open;
mod output;
mod passage;
mod page;
mod paper;
mod pipeline;
mod project;
mod report;
mod serve;

use anyhow::{Context, anyhow, bail};
use args::{BriefFormat, Command, Input, LinkedKind};
use ask::args::Misuse;
use ask::question::Misread;
use clap::Parser;
use demarche::article::Span;
use demarche::normal::normal_article;
use demarche::resources::Language;
use demarche::{Article, Resources, code, link, parse, records, relate, tell};
use project::Unfit;
use report::Report;
use std::ffi::OsString;
use std::io::{self, Write};
use std::sync::OnceLock;
use std::thread;

const FAILED: u8 = 1;
const MISUSED: u8 = 2;
const NOTHING_FOUND: u8 = 3;
const SOME_SKIPPED: u8 = 4;
const CHECK_FAILED: u8 = 5;

/// Does what the arguments ask, the first of which is the program's name; gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    match obey(&args::Arguments::parse_from(arguments).command) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => 0,
        Err(error) => {
            eprintln!("demarche: {error:#}");
            if is_misuse(&error) { MISUSED } else { FAILED }
        }
    }
}

/// Whether the arguments mean nothing, though each is of its form.
fn is_misuse(error: &anyhow::Error) -> bool {
    error.is::<Misuse>() || error.is::<Misread>() || error.is::<Unfit>()
}

/// Does one command.
fn obey(command: &Command) -> anyhow::Result<u8> {
    match command {
        Command::Read(command) => run_read(command),
        Command::Code(command) => run_code(command),
        Command::Link(command) => run_link(command),
        Command::Brief(command) => run_brief(command),
        Command::Explain(command) => run_explain(command),
        Command::Relation(command) => foresight::relation::run(command),
        Command::Forecast(command) => foresight::forecast::run(command),
        Command::Ledger(command) => foresight::ledger::run(command),
        Command::Eval(command) => match &command.what {
            args::Evaluation::Forecast(command) => eval::run(command),
            args::Evaluation::Link(command) => eval_link::run(command),
        },
        Command::Add(command) => ask::add::run(command),
        Command::Recode(command) => ask::recode::run(command),
        Command::Watch(command) => net::watch::run(command),
        Command::Fetch(command) => net::fetch::run(command),
        Command::Weights(command) => meaning::run(command),
        Command::Status(command) => ask::whole::status(command),
        Command::Events(command) => ask::lists::events(command),
        Command::Disputes(command) => ask::follow::disputes(command),
        Command::Predictions(command) => ask::follow::predictions(command),
        Command::Agreements(command) => ask::told::agreements(command),
        Command::Positions(command) => ask::voices::positions(command),
        Command::Voices(command) => ask::voices::voices(command),
        Command::Timeline(command) => ask::told::timeline(command),
        Command::Sums(command) => ask::sums::sums(command),
        Command::Actor(command) => ask::sums::actor(command),
        Command::Search(command) => ask::told::search(command),
        Command::Views(command) => ask::views::run(command),
        Command::Report(command) => figures::report::run(command),
        Command::Export(command) => export::run(command),
        Command::Review(command) => ask::review::run(command),
        Command::Completions { shell } => manual::completions(*shell),
        Command::Man { folder } => manual::pages(folder),
        Command::Doctor(command) => ask::whole::doctor(command),
        Command::Serve(command) => serve::run(command),
    }
}

/// The reader of our output went away: `demarche read … | head`.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(io_kind).any(|kind| kind == io::ErrorKind::BrokenPipe)
}

/// What went wrong in writing, also where the writer of a format tells it in an error of its own and names no source.
fn io_kind(cause: &(dyn std::error::Error + 'static)) -> Option<io::ErrorKind> {
    let of_json = || cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
    let of_csv = || match cause.downcast_ref::<csv::Error>()?.kind() {
        csv::ErrorKind::Io(error) => Some(error.kind()),
        _ => None,
    };
    cause.downcast_ref::<io::Error>().map(io::Error::kind).or_else(of_json).or_else(of_csv)
}

/// The built-in tables, loaded once. They are needed to the end, and taking hundreds of thousands of rows apart again costs
/// a fifth of a short run. Each language loads in its own thread.
fn tables() -> anyhow::Result<&'static Resources> {
    static TABLES: OnceLock<Resources> = OnceLock::new();
    if let Some(loaded) = TABLES.get() {
        return Ok(loaded);
    }
    let loaded: anyhow::Result<Vec<Language>> = thread::scope(|scope| {
        let threads: Vec<_> = Resources::embedded_loads().map(|load| scope.spawn(load)).collect();
        let ended = threads.into_iter().map(|t| t.join().map_err(|_| anyhow!("loading the tables was interrupted")));
        ended.map(|loaded| Ok(loaded??)).collect()
    });
    let resources = Resources::of(loaded?)?;
    Ok(TABLES.get_or_init(|| resources))
}

fn run_read(command: &args::Read) -> anyhow::Result<u8> {
    let mut report = Report::new(command.input.quiet);
    let resources = tables()?;
    let mut output = output::beside(&command.input.paths, command.input.output.as_deref())?;
    let mut writer = articles::Writer::new(command.format, &mut output);
    let mut found = 0;
    let mut all: Vec<Article> = Vec::new();
    pipeline::each_portion(resources, &command.input, &mut report, |portion, _| {
        found += portion.len();
        if command.copies {
            all.extend(portion.into_iter().map(|reading| reading.article));
            return Ok(());
        }
        portion.iter().try_for_each(|reading| writer.article(&reading.article))
    })?;
    whole("finding copies", || mark_copies(&mut all))?;
    all.iter().try_for_each(|article| writer.article(article))?;
    writer.finish()?;
    output.finish()?;
    Ok(exit_code(&report, &command.input, found))
}

/// Names in each article that is one the article that it copies.
fn mark_copies(articles: &mut [Article]) {
    let copies = link::copies(&articles.iter().collect::<Vec<_>>());
    let ids: Vec<String> = articles.iter().map(|article| article.id.clone()).collect();
    for (article, copy) in articles.iter_mut().zip(copies) {
        article.copy_of = copy.map(|copy| (ids[copy.of].clone(), copy.shared));
    }
}

fn run_code(command: &args::Code) -> anyhow::Result<u8> {
    let mut report = Report::new(command.input.quiet);
    let resources = tables()?;
    let mut output = output::beside(&command.input.paths, command.input.output.as_deref())?;
    let mut writer = mentions::Writer::new(command.format, &mut output);
    let mut found = 0;
    pipeline::each_coded(resources, &command.input, command.min_confidence, &mut report, |coded| {
        found += coded.mentions.len();
        writer.coded(&coded)
    })?;
    writer.finish()?;
    output.finish()?;
    Ok(exit_code(&report, &command.input, found))
}

fn run_link(command: &args::Link) -> anyhow::Result<u8> {
    let mut report = Report::new(command.input.quiet);
    let mut batch = door::Batch::default();
    pipeline::each_coded(tables()?, &command.input, command.min_confidence, &mut report, |one| {
        batch.coded.push(one);
        Ok(())
    })?;
    let found = batch.link()?;
    let text = match command.what {
        LinkedKind::Events => found.events,
        LinkedKind::Disputes => found.disputes,
        LinkedKind::Predictions => found.predictions,
        LinkedKind::Agreements => found.agreements,
        LinkedKind::Positions => found.positions,
        LinkedKind::Voices => found.voices,
    };
    let mut output = output::beside(&command.input.paths, command.input.output.as_deref())?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    Ok(exit_code(&report, &command.input, text.lines().count()))
}

fn run_brief(command: &args::Brief) -> anyhow::Result<u8> {
    let mut report = Report::new(command.input.quiet);
    let resources = tables()?;
    let mut coded = Vec::new();
    pipeline::each_coded(resources, &command.input, command.min_confidence, &mut report, |one| {
        coded.push(one);
        Ok(())
    })?;
    if coded.is_empty() {
        eprintln!("demarche: no article could be read, so there is no briefing");
        report.finish();
        let code = if command.input.keep_going { 0 } else { SOME_SKIPPED };
        return Ok(if command.input.fail_empty { NOTHING_FOUND } else { code });
    }
    let linked = whole("linking the articles", || link::link(resources, &coded))?;
    let relations = whole("relating the parties", || relate::relate(resources, &linked))?;
    let brief = whole("telling the briefing", || {
        tell::brief(resources, &command.wording.language, &coded, &linked, &relations)
    })?;
    let brief = brief.context("no language is built")?;
    let bytes = whole("writing the briefing", || match command.format {
        BriefFormat::Md => Ok(brief.markdown().into_bytes()),
        BriefFormat::Html => Ok(brief.html().into_bytes()),
        BriefFormat::Json => Ok(records::brief::write(&brief, &coded).into_bytes()),
        BriefFormat::Pdf => paper::pdf(&brief),
        BriefFormat::Docx => paper::docx(&brief),
    })??;
    let mut output = output::beside(&command.input.paths, command.input.output.as_deref())?;
    output.write_all(&bytes)?;
    output.finish()?;
    let check = || if command.check { brief.check(&coded, &linked) } else { Vec::new() };
    let faults = whole("checking the briefing", check)?;
    for fault in &faults {
        eprintln!("demarche: check: {}: {:?}: {}", fault.section.name(), fault.kind, fault.text);
    }
    Ok(if faults.is_empty() { exit_code(&report, &command.input, linked.events.len()) } else { CHECK_FAILED })
}

fn run_explain(command: &args::Explain) -> anyhow::Result<u8> {
    if let [one] = &command.input.paths[..]
        && ask::explain::is_id(one)
    {
        return ask::explain::run(&one.to_string_lossy(), &command.which, command.input.output.as_deref());
    }
    let mut report = Report::new(command.input.quiet);
    let resources = tables()?;
    let mut output = output::beside(&command.input.paths, command.input.output.as_deref())?;
    let mut found = 0;
    let mut near: Option<(usize, String, String)> = None;
    pipeline::each_portion(resources, &command.input, &mut report, |portion, report| {
        for reading in &portion {
            let article = &*normal_article(&reading.article);
            let close = command.passage.as_deref().and_then(|words| passage::nearest(&article.text, words));
            if let Some((held, line)) = close.filter(|(held, _)| near.as_ref().is_none_or(|(most, ..)| held > most)) {
                near = Some((held, article.id.clone(), line.to_owned()));
            }
            if command.doc.as_ref().is_some_and(|doc| *doc != article.id) {
                continue;
            }
            let Some(passage) = passage(article, command) else { continue };
            if pipeline::built_language(resources, article, report).is_none() {
                continue;
            }
            found += 1;
            writeln!(output, "# {}", article.id)?;
            for part in article.by_language() {
                let Some(language) = resources.language(&part.lang) else { continue };
                if part.blocks.iter().any(|block| block.span.overlaps(passage)) {
                    let stages = whole(&format!("explaining {}", article.id), || {
                        code::explain(resources, &part, &parse::parse(language, &part), passage)
                    })?;
                    writeln!(output, "{stages}")?;
                }
            }
        }
        Ok(())
    })?;
    output.finish()?;
    if found == 0 && report.skipped() == 0 {
        let passage = command.passage.as_deref().unwrap_or_default();
        let near = near.map_or(String::new(), |(_, id, line)| format!("; nearest in {id}: {line}"));
        bail!("no article holds {passage:?}{near}; give fewer words of it, or see the text with `demarche read`");
    }
    Ok(exit_code(&report, &command.input, found))
}

/// Work on all articles, or all that was asked for: where the engine itself fails on it, nothing is left to give.
fn whole<R>(what: &str, work: impl FnOnce() -> R) -> anyhow::Result<R> {
    batch::guard(work).map_err(|panic| anyhow!("the engine failed at {what} ({panic}); please report this"))
}

/// The passage to explain: the words asked for, or the whole text.
fn passage(article: &Article, command: &args::Explain) -> Option<Span> {
    let Some(words) = &command.passage else { return Some(Span::new(0, article.text.len())) };
    passage::find(&article.text, words)
}

fn exit_code(report: &Report, input: &Input, found: usize) -> u8 {
    report.finish();
    match (report.skipped(), found) {
        (1.., _) if !input.keep_going => SOME_SKIPPED,
        (_, 0) if input.fail_empty => NOTHING_FOUND,
        _ => 0,
    }
}
