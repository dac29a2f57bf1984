//! One language's articles in; the cost of each room out.

use crate::counted::allocations;
use crate::process::Clock;
use crate::row::{Row, Size};
use crate::texts::Texts;
use anyhow::Context;
use demarche::read::{self, Hints};
use demarche::{Article, Coded, Resources, code, link, parse};
use std::hint::black_box;

/// The least processor time that a figure rests on, and that of one of its rounds: many times what the clock tells apart.
const LEAST: f64 = 1.0;
const ROUND: f64 = 0.1;

/// What all articles once cost: processor seconds and allocations. The fastest of the rounds counts, for other work on the
/// machine only ever makes them slower.
fn cost(mut work: impl FnMut()) -> (f64, f64) {
    work();
    let before = allocations();
    work();
    let asked = allocations() - before;
    let (whole, mut fastest) = (Clock::start(), f64::INFINITY);
    while whole.seconds() < LEAST {
        let (clock, mut times) = (Clock::start(), 0);
        while clock.seconds() < ROUND {
            work();
            times += 1;
        }
        fastest = fastest.min(clock.seconds() / f64::from(times));
    }
    (fastest, asked as f64)
}

fn articles(resources: &Resources, lines: &[String]) -> Vec<Article> {
    let read = |line: &String| read::read(resources, "bench.jsonl", line.as_bytes(), &Hints::default());
    lines.iter().flat_map(read).filter_map(Result::ok).map(|reading| reading.article).collect()
}

pub(crate) fn code_all(resources: &Resources, lines: &[String]) -> Vec<Coded> {
    articles(resources, lines).into_iter().map(|article| demarche::run(resources, article).0).collect()
}

pub(crate) fn measure(resources: &Resources, lang: &str, texts: &Texts) -> anyhow::Result<Vec<Row>> {
    let language = resources.language(lang).with_context(|| format!("{lang} is not built"))?;
    let lines: Vec<String> = (0..texts.count()).map(|id| texts.line(id)).collect();
    let read = articles(resources, &lines);
    let parsed: Vec<_> = read.iter().map(|article| parse::parse(language, article)).collect();
    let coded: Vec<Coded> = read.iter().map(|article| demarche::run(resources, article.clone()).0).collect();
    let size = Size {
        words: read.iter().map(|article| article.text.split_whitespace().count()).sum(),
        sentences: coded.iter().map(|one| one.sentences.len()).sum(),
        articles: read.len(),
    };
    let row = |part: &str, (seconds, allocations): (f64, f64)| {
        let allocations = Some(allocations);
        Row { lang: lang.to_owned(), part: part.to_owned(), size, seconds, allocations, peak: None }
    };
    Ok(vec![
        row("read", cost(|| drop(black_box(articles(resources, &lines))))),
        row("parse", cost(|| read.iter().for_each(|article| drop(black_box(parse::parse(language, article)))))),
        row(
            "code",
            cost(|| {
                for (article, parse) in read.iter().zip(&parsed) {
                    drop(black_box(code::code(resources, article, parse)));
                }
            }),
        ),
        row("link", cost(|| drop(black_box(link::link(resources, &coded))))),
        row("read, parse, code", cost(|| drop(black_box(code_all(resources, &lines))))),
    ])
}
