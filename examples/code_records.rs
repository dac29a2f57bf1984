//! Codes articles given as JSON lines on standard input and writes mentions as JSON lines, or, with `--explain`, every
//! stage of the coding of every sentence, or, with `--features`, what the confidence of each mention rests on: the
//! engine without the app.

use demarche::article::Span;
use demarche::read::{self, Hints};
use demarche::{Resources, code, parse, records};
use std::io::{self, Read, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let explain = std::env::args().any(|a| a == "--explain");
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
