//! Codes articles given as JSON lines on standard input and writes mentions as JSON lines, or, with `--explain`, every
//! stage of the coding of every sentence: the engine without the app. With `--untold`, whom each side that a passage
//! leaves untold may be, and what speaks for it. With `--said`, by which words somebody says something, and who, for
//! `score/score_speakers.py`. `--tables ROOT` takes the tables from `ROOT/lang` and `ROOT/world` instead of those built in.

use demarche::article::{Article, Span};
use demarche::code::{Attribution, Untold};
use demarche::mention::{Actor, Mention};
use demarche::read::{self, Hints};
use demarche::records::offsets::Offsets;
use demarche::{Resources, code, parse, records};
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let explain = std::env::args().any(|a| a == "--explain");
    let untold = std::env::args().any(|a| a == "--untold");
    let said = std::env::args().any(|a| a == "--said");
    let tables = std::env::args().skip_while(|a| a != "--tables").nth(1);
    let resources = tables.map_or_else(|| Ok(Resources::embedded()?), |root| from_folder(Path::new(&root)))?;
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let mut out = io::stdout().lock();
    for reading in read::read(&resources, "standard input", &bytes, &Hints::default()) {
        let article = match reading {
            Ok(reading) => reading.article,
            Err(cause) => {
                eprintln!("skipped: {cause}");
                continue;
            }
        };
        if let Some(language) = explain.then(|| resources.language(&article.lang)).flatten() {
            let parse = parse::parse(language, &article);
            let whole = Span::new(0, article.text.len());
            write!(out, "{}", code::explain(&resources, &article, &parse, whole))?;
            continue;
        }
        if let Some(language) = untold.then(|| resources.language(&article.lang)).flatten() {
            let parse = parse::parse(language, &article);
            for (mention, sides) in code::untold(language, &article, &parse) {
                for side in sides {
                    line(&mut out, &article, &mention, &side)?;
                }
            }
            continue;
        }
        if let Some(language) = said.then(|| resources.language(&article.lang)).flatten() {
            let parse = parse::parse(language, &article);
            for attribution in code::attributions(language, &article, &parse) {
                say(&mut out, &article, &attribution)?;
            }
            continue;
        }
        let (coded, _) = demarche::run(&resources, article);
        out.write_all(records::mentions::write(&coded.article, &coded.mentions).as_bytes())?;
    }
    Ok(())
}

/// The tables of the folders `lang/` and `world/` under `root`, so that a changed row works without a new build.
fn from_folder(root: &Path) -> Result<Resources, Box<dyn std::error::Error>> {
    let mut languages = Vec::new();
    for folder in fs::read_dir(root.join("lang"))? {
        let folder = folder?.path();
        let code = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if folder.is_dir() && !code.starts_with('_') {
            languages.push((code, tables(&folder)?));
        }
    }
    let borrowed: Vec<(&str, Vec<(&str, &str)>)> =
        languages.iter().map(|(code, files)| (&**code, borrow(files))).collect();
    let languages: Vec<(&str, &[(&str, &str)])> = borrowed.iter().map(|(code, files)| (*code, &**files)).collect();
    let world = tables(&root.join("world"))?;
    Ok(Resources::load(&languages, &borrow(&world))?)
}

/// The tables of a folder: name and content, in order of their names.
fn tables(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for file in fs::read_dir(folder)? {
        let file = file?.path();
        if file.extension().is_some_and(|e| e == "tsv") {
            files.push((
                file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                fs::read_to_string(&file)?,
            ));
        }
    }
    files.sort();
    Ok(files)
}

fn borrow(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (&**name, &**text)).collect()
}

/// One line of `--untold`: document, sentence and trigger (code points), type, side, codes of both sides as told,
/// and the candidates, each as its codes and its marks.
fn line(out: &mut impl Write, article: &Article, mention: &Mention, untold: &Untold) -> io::Result<()> {
    let points = |byte: usize| article.text.get(..byte).map_or(0, |t| t.chars().count());
    let codes = |side: &[Actor]| side.iter().map(|a| a.code.as_str()).collect::<Vec<_>>().join(",");
    let candidates = untold.candidates.iter().map(|c| {
        let marks: Vec<&str> = c.marks.iter().map(|m| m.name()).collect();
        format!("{}={}", codes(&c.actors), marks.join("|"))
    });
    writeln!(
        out,
        "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
        mention.doc,
        points(mention.sentence.start),
        points(mention.sentence.end),
        points(mention.trigger.start),
        mention.kind,
        mention.symmetric,
        untold.side,
        codes(&mention.actors),
        codes(&mention.recipients),
        candidates.collect::<Vec<_>>().join(";")
    )
}

/// One line of `--said`: document, cue, the head of who says it (spans in code points, both 0 for nobody), whether
/// contents are told by it, and its row.
fn say(out: &mut impl Write, article: &Article, attribution: &Attribution) -> io::Result<()> {
    let offsets = Offsets::new(&article.text);
    let points = |span: Span| (offsets.to_point(span.start), offsets.to_point(span.end));
    let (from, to) = points(attribution.cue);
    let (first, last) = attribution.source.map(points).unwrap_or_default();
    let row = attribution.row.as_deref().unwrap_or("-");
    writeln!(out, "{}\t{from}\t{to}\t{first}\t{last}\t{}\t{row}", article.id, attribution.has_contents)
}
