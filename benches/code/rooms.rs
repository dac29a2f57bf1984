//! One language's articles in; the cost of each room out.

use crate::counted::allocations;
use crate::process::Clock;
use crate::texts::Line;
use anyhow::Context;
use demarche::read::{self, Hints};
use demarche::{Article, Coded, Resources, code, link, parse};
use std::hint::black_box;

pub(crate) const HEADER: &str = "| language | room | words / CPU-s | sentences / CPU-s | articles / CPU-s | allocations / article |\n|---|---|---|---|---|---|";

/// The least processor time that a figure rests on.
const LEAST: f64 = 1.0;

/// What a room took for all articles once.
struct Cost {
    seconds: f64,
    allocations: f64,
}

/// Does the work until it has taken long enough.
fn cost(mut work: impl FnMut()) -> Cost {
    work();
    let (mut rounds, clock, before) = (0, Clock::start(), allocations());
    while clock.seconds() < LEAST {
        work();
        rounds += 1;
    }
    let once = |whole: f64| whole / f64::from(rounds.max(1));
    Cost { seconds: once(clock.seconds()), allocations: once((allocations() - before) as f64) }
}

pub(crate) fn articles(resources: &Resources, lines: &[String]) -> Vec<Article> {
    let read = |line: &String| read::read(resources, "bench.jsonl", line.as_bytes(), &Hints::default());
    lines.iter().flat_map(read).filter_map(Result::ok).map(|reading| reading.article).collect()
}

pub(crate) fn code_all(resources: &Resources, lines: &[String]) -> Vec<Coded> {
    articles(resources, lines).into_iter().map(|article| demarche::run(resources, article).0).collect()
}

pub(crate) fn measure(resources: &Resources, lang: &str, lines: &[Line]) -> anyhow::Result<()> {
    let language = resources.language(lang).with_context(|| format!("{lang} is not built"))?;
    let words: usize = lines.iter().map(|line| line.words).sum();
    let lines: Vec<String> = lines.iter().enumerate().map(|(id, line)| line.named(id, None)).collect();
    let read = articles(resources, &lines);
    let parsed: Vec<_> = read.iter().map(|article| parse::parse(language, article)).collect();
    let coded: Vec<Coded> = read.iter().map(|article| demarche::run(resources, article.clone()).0).collect();
    let sentences: usize = coded.iter().map(|one| one.sentences.len()).sum();
    let row = |room: &str, cost: &Cost| {
        let a_second = |count: usize| count as f64 / cost.seconds;
        println!(
            "| {lang} | {room} | {:.0} | {:.0} | {:.0} | {:.0} |",
            a_second(words),
            a_second(sentences),
            a_second(read.len()),
            cost.allocations / read.len() as f64
        );
    };
    row("read", &cost(|| drop(black_box(articles(resources, &lines)))));
    row("parse", &cost(|| read.iter().for_each(|article| drop(black_box(parse::parse(language, article))))));
    row(
        "code",
        &cost(|| {
            read.iter()
                .zip(&parsed)
                .for_each(|(article, parse)| drop(black_box(code::code(resources, article, parse))));
        }),
    );
    row("link", &cost(|| drop(black_box(link::link(resources, &coded)))));
    row("read to code", &cost(|| drop(black_box(code_all(resources, &lines)))));
    Ok(())
}
