//! Codes articles given as JSON lines on standard input and writes mentions as JSON lines, or, with `--explain`, every
//! stage of the coding of every sentence, or, with `--features`, what the confidence of each mention rests on: the
//! engine without the app. With `--untold`, whom each side that a passage leaves untold may be, and what speaks for it.

use demarche::article::{Article, Span};
use demarche::code::Untold;
use demarche::mention::{Actor, Mention};
use demarche::read::{self, Hints};
use demarche::{Resources, code, parse, records};
use std::io::{self, Read, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let explain = std::env::args().any(|a| a == "--explain");
    let untold = std::env::args().any(|a| a == "--untold");
    let features = std::env::args().any(|a| a == "--features");
    let resources = Resources::embedded()?;
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let mut out = io::stdout().lock();
    for reading in read::read(&resources, "standard input", &bytes, &Hints::default()) {
        let article = reading?.article;
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
        let (coded, _) = demarche::run(&resources, article);
        if features {
            for mention in &coded.mentions {
                writeln!(out, "{}\t{}\t{}", mention.doc, mention.trigger.start, mention.evidence.features.join("|"))?;
            }
            continue;
        }
        out.write_all(records::mentions::write(&coded.article, &coded.mentions).as_bytes())?;
    }
    Ok(())
}

/// One line of `--untold`: document, sentence and trigger (code points), type, side, form, codes of both sides as told,
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
        "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
        mention.doc,
        points(mention.sentence.start),
        points(mention.sentence.end),
        points(mention.trigger.start),
        mention.kind,
        mention.symmetric,
        untold.side,
        untold.form,
        codes(&mention.actors),
        codes(&mention.recipients),
        candidates.collect::<Vec<_>>().join(";")
    )
}
