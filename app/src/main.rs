//! The `demarche` command: arguments and files in; articles, mentions and briefings out.
//!
//! Data goes to standard output, messages to standard error. Exit codes: 0 done, 1 failure, 2 wrong usage,
//! 3 nothing found (with `--fail-empty`), 4 some inputs were skipped, 5 a check failed.

mod args;
mod articles;
mod batch;
mod inputs;
mod meta;
mod output;
mod report;

use args::{Command, Input};
use clap::Parser;
use demarche::Resources;
use demarche::read::{Hints, Reading};
use inputs::Source;
use report::Report;
use std::io;
use std::process::ExitCode;

const FAILED: u8 = 1;
const NOTHING_FOUND: u8 = 3;
const SOME_SKIPPED: u8 = 4;

fn main() -> ExitCode {
    let arguments = args::Arguments::parse();
    let done = match &arguments.command {
        Command::Read(read) => run_read(read),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demarche: {error:#}");
            ExitCode::from(FAILED)
        }
    }
}

/// The reader of our output went away: `demarche read … | head`.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

fn run_read(command: &args::Read) -> anyhow::Result<u8> {
    let mut report = Report::new(command.input.quiet);
    let resources = Resources::embedded()?;
    let mut output = output::open(command.input.output.as_deref())?;
    let mut writer = articles::Writer::new(command.format, &mut output);
    let mut found = 0;
    each_reading(&resources, &command.input, &mut report, |reading| {
        found += 1;
        writer.article(&reading.article)
    })?;
    writer.finish()?;
    output.finish()?;
    Ok(exit_code(&report, &command.input, found))
}

/// Reads all inputs, in order, and hands on every article that was found; all else goes to the report.
fn each_reading(
    resources: &Resources,
    input: &Input,
    report: &mut Report,
    mut take: impl FnMut(Reading) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut meta = meta::load(input.meta.as_deref())?;
    let sources = inputs::gather(&input.paths, report);
    let mut ids = inputs::Ids::default();
    for part in sources.chunks(batch::CHUNK) {
        let hints: Vec<Hints> = part.iter().map(|source| meta.hints(&source.name, input.published)).collect();
        let jobs: Vec<(&Source, Hints)> = part.iter().zip(hints).collect();
        let outcomes = batch::map(&jobs, |(source, hints)| source.read(resources, hints));
        for ((source, _), outcome) in jobs.iter().zip(outcomes) {
            match outcome {
                Err(panic) => {
                    report.skip(&format!("{}: the engine failed on it ({panic}); please report this", source.name))
                }
                Ok(Err(error)) => report.skip(&format!("{}: {error:#}", source.name)),
                Ok(Ok(readings)) => {
                    for reading in readings {
                        match reading {
                            Err(error) => report.skip(&error.to_string()),
                            Ok(mut reading) => {
                                meta.complete(&mut reading, input.published, resources);
                                ids.make_unique(&mut reading.article, report);
                                report.notes(&source.name, &reading);
                                take(reading)?;
                            }
                        }
                    }
                }
            }
        }
    }
    meta.report_unused(report);
    report.finish();
    Ok(())
}

fn exit_code(report: &Report, input: &Input, found: usize) -> u8 {
    match (report.skipped(), found) {
        (1.., _) if !input.keep_going => SOME_SKIPPED,
        (_, 0) if input.fail_empty => NOTHING_FOUND,
        _ => 0,
    }
}
