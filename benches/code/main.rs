//! Measures how fast articles are coded: a folder of shared data in, tables out.
//!
//! `bench-code SHARED` codes the German texts and the stories of both languages, room by room. `--program PROGRAM` runs the
//! whole command on them, `--most N` is the largest number of articles for that (1000) and for the tables of growth, which
//! `--growth` asks for. `--history FILE --name NAME` adds the rows to a table.

mod counted;
mod growth;
mod process;
mod rooms;
mod row;
mod texts;

use anyhow::{Context, bail};
use demarche::Resources;
use row::Row;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() -> anyhow::Result<()> {
    let (mut shared, mut most, mut growth) = (PathBuf::from("../shared"), 1000, false);
    let (mut program, mut history, mut name) = (None, None, String::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--most" => most = value()?.parse()?,
            "--growth" => growth = true,
            "--program" => program = Some(PathBuf::from(value()?)),
            "--history" => history = Some(PathBuf::from(value()?)),
            "--name" => name = value()?,
            flag if flag.starts_with("--") => {
                bail!("{flag}: known are --program, --most, --growth, --history and --name")
            }
            path => shared = PathBuf::from(path),
        }
    }
    let resources = Resources::embedded()?;
    let texts = texts::load(&resources, &shared)?;
    let mut rows = Vec::new();
    for (lang, texts) in &texts {
        rows.extend(rooms::measure(&resources, lang, texts)?);
        if let Some(program) = &program {
            rows.extend(process::whole(&resources, program, lang, texts, most)?);
        }
    }
    println!("{}", row::HEADER);
    rows.iter().for_each(|row| println!("{row}"));
    if let Some(history) = history {
        append(&history, &name, &rows)?;
    }
    if growth {
        println!("\n{}", growth::HEADER);
        for (lang, texts) in &texts {
            growth::articles(&resources, lang, texts, most)?;
            growth::length(&resources, lang, texts)?;
            growth::mentions(&resources, lang, texts)?;
            growth::actors(&resources, lang, texts)?;
        }
    }
    Ok(())
}

fn append(history: &Path, name: &str, rows: &[Row]) -> anyhow::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(history)?;
    if file.metadata()?.len() == 0 {
        writeln!(file, "{}", row::COLUMNS.join("\t"))?;
    }
    rows.iter().try_for_each(|row| Ok(writeln!(file, "{name}\t{}", row.cells().join("\t"))?))
}
