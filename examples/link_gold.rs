//! Links hand-coded articles: gold records in on standard input, JSON lines of one kind out. With `own` the engine codes
//! the articles of its languages itself, and the hand-coded mentions are left aside.
//!
//! `cargo run --release --example link_gold -- [own] events|disputes|predictions|agreements < gold.jsonl`

use demarche::error::LoadError;
use demarche::records::linked::LinkedWriter;
use demarche::records::{Line, gold};
use demarche::resources::Resources;
use std::io::{self, Read, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            let _ = writeln!(io::stderr(), "link_gold: {cause}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let mut input = String::new();
    let _ = io::stdin().read_to_string(&mut input).map_err(|e| e.to_string())?;
    let resources = Resources::embedded().map_err(|e| e.to_string())?;
    let lines = input.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    let read = |(number, json)| gold::read(Line { file: "standard input", number: number + 1 }, json);
    let mut coded = lines.map(read).collect::<Result<Vec<_>, LoadError>>().map_err(|e| e.to_string())?;
    let mut kinds: Vec<String> = std::env::args().skip(1).collect();
    if kinds.first().is_some_and(|k| k == "own") {
        let _ = kinds.remove(0);
        coded.retain(|one| resources.language(&one.article.lang).is_some());
        for one in &mut coded {
            one.mentions = demarche::run(&resources, one.article.clone()).0.mentions;
        }
    }
    let linked = demarche::link::link(&resources, &coded);
    let writer = LinkedWriter::new(&coded, &linked);
    let mut out = String::new();
    for kind in kinds {
        out += &match kind.as_str() {
            "events" => writer.events(),
            "disputes" => writer.disputes(),
            "predictions" => writer.predictions(),
            "agreements" => writer.agreements(),
            other => return Err(format!("{other:?} is none of events, disputes, predictions, agreements")),
        };
    }
    io::stdout().write_all(out.as_bytes()).map_err(|e| e.to_string())
}
