//! Writes the briefing of hand-coded articles: gold records in on standard input, the briefing out. With `own` the engine
//! codes the articles itself and the hand-coded mentions are left aside.
//!
//! `cargo run --release --example brief_gold -- markdown|html|json|check LANG [own] < gold.jsonl`

use demarche::error::LoadError;
use demarche::records::{Line, brief, gold};
use demarche::resources::Resources;
use std::io::{self, Read, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            let _ = writeln!(io::stderr(), "brief_gold: {cause}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let mut arguments = std::env::args().skip(1);
    let (format, lang) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let mut input = String::new();
    let _ = io::stdin().read_to_string(&mut input).map_err(|e| e.to_string())?;
    let resources = Resources::embedded().map_err(|e| e.to_string())?;
    let lines = input.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    let read = |(number, json)| gold::read(Line { file: "standard input", number: number + 1 }, json);
    let mut coded = lines.map(read).collect::<Result<Vec<_>, LoadError>>().map_err(|e| e.to_string())?;
    if arguments.next().as_deref() == Some("own") {
        for one in &mut coded {
            one.mentions = demarche::run(&resources, one.article.clone()).0.mentions;
        }
    }
    let linked = demarche::link::link(&resources, &coded);
    let relations = demarche::relate::relate(&resources, &linked);
    let written =
        demarche::tell::brief(&resources, &lang, &coded, &linked, &relations).ok_or("no language is built")?;
    let out = match format.as_str() {
        "markdown" => written.markdown(),
        "html" => written.html(),
        "json" => brief::write(&written, &coded),
        "check" => written.check(&coded, &linked).iter().map(|fault| format!("{fault:?}\n")).collect(),
        other => return Err(format!("{other:?} is none of markdown, html, json, check")),
    };
    io::stdout().write_all(out.as_bytes()).map_err(|e| e.to_string())
}
