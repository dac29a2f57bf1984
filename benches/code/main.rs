//! Measures how fast articles are coded: a folder of shared data in, tables out.
//!
//! `bench-code SHARED` codes the German texts and the stories of both languages, room by room and whole; `--most N` is the
//! largest number of articles of the growth table, `--code PROGRAM` runs the whole command on the same articles.

mod counted;
mod growth;
mod process;
mod rooms;
mod texts;

use anyhow::{Context, bail};
use demarche::Resources;
use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let (mut shared, mut most, mut program) = (PathBuf::from("../shared"), 10_000, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--most" => most = arguments.next().context("--most needs a number")?.parse()?,
            "--code" => program = arguments.next().map(PathBuf::from),
            flag if flag.starts_with("--") => bail!("{flag}: known are --most NUMBER and --code PROGRAM"),
            path => shared = PathBuf::from(path),
        }
    }
    let start = process::Clock::start();
    let resources = Resources::embedded()?;
    println!("tables loaded in {:.0} ms of processor time, {} MB held\n", 1000.0 * start.seconds(), process::peak()?);
    let texts = texts::load(&resources, &shared)?;
    println!("{}", rooms::HEADER);
    for (lang, lines) in &texts {
        rooms::measure(&resources, lang, lines)?;
    }
    println!("\n{}", growth::HEADER);
    for (lang, lines) in &texts {
        growth::articles(&resources, lang, lines, most)?;
        growth::length(&resources, lang, lines)?;
        growth::mentions(&resources, lang, lines)?;
        growth::actors(&resources, lang, lines)?;
    }
    if let Some(program) = program {
        println!("\n{}", process::HEADER);
        for (lang, lines) in &texts {
            process::whole(&program, lang, lines, most)?;
        }
    }
    Ok(())
}
