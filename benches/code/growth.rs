//! One language's articles in; how the cost grows out: with their number, their length, passages of one event and actors in
//! one sentence.

use crate::process::{Clock, forget_peak, peak};
use crate::rooms::code_all;
use crate::texts::Line;
use demarche::{Resources, link};

pub(crate) const HEADER: &str =
    "| language | what grows | size | words | CPU-s | words / CPU-s | peak MB |\n|---|---|---|---|---|---|---|";

/// Articles in memory at a time, as in the command.
const CHUNK: usize = 256;

fn row(lang: &str, what: &str, size: usize, words: usize, seconds: f64) -> anyhow::Result<()> {
    let a_second = words as f64 / seconds;
    println!("| {lang} | {what} | {size} | {words} | {seconds:.3} | {a_second:.0} | {} |", peak()?);
    Ok(())
}

/// Sizes from `least` to `most`, each ten times the one before.
fn sizes(least: usize, most: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(least), |size| Some(size * 10)).take_while(move |size| *size <= most)
}

pub(crate) fn articles(resources: &Resources, lang: &str, lines: &[Line], most: usize) -> anyhow::Result<()> {
    for count in sizes(100, most) {
        forget_peak();
        let (mut words, mut seconds) = (0, 0.0);
        for start in (0..count).step_by(CHUNK) {
            let chunk = start..count.min(start + CHUNK);
            words += chunk.clone().map(|id| lines[id % lines.len()].words).sum::<usize>();
            let named: Vec<String> = chunk.map(|id| lines[id % lines.len()].named(id, None)).collect();
            let clock = Clock::start();
            drop(code_all(resources, &named));
            seconds += clock.seconds();
        }
        row(lang, "articles", count, words, seconds)?;
    }
    Ok(())
}

pub(crate) fn length(resources: &Resources, lang: &str, lines: &[Line]) -> anyhow::Result<()> {
    let Some(first) = lines.first() else { return Ok(()) };
    for size in sizes(100, 100_000) {
        let mut text = String::new();
        let mut words = 0;
        for paragraph in lines.iter().cycle().flat_map(|line| line.text().split('\n')).filter(|p| !p.trim().is_empty())
        {
            text += paragraph;
            text += "\n\n";
            words += paragraph.split_whitespace().count();
            if words >= size {
                break;
            }
        }
        alone(resources, lang, "words of an article", size, words, first.named(0, Some(&text)))?;
    }
    Ok(())
}

/// Codes one article.
fn alone(resources: &Resources, lang: &str, what: &str, size: usize, words: usize, line: String) -> anyhow::Result<()> {
    forget_peak();
    let clock = Clock::start();
    drop(code_all(resources, &[line]));
    row(lang, what, size, words, clock.seconds())
}

/// The passages of the same articles, again and again: every one is of an event that is there.
pub(crate) fn mentions(resources: &Resources, lang: &str, lines: &[Line]) -> anyhow::Result<()> {
    let Some((_, line)) = lines.iter().enumerate().max_by_key(|(at, line)| {
        (
            code_all(resources, &[line.named(0, None)]).iter().map(|one| one.mentions.len()).sum::<usize>(),
            usize::MAX - at,
        )
    }) else {
        return Ok(());
    };
    for size in sizes(10, 1000) {
        let named: Vec<String> = (0..size).map(|id| line.named(id, None)).collect();
        let coded = code_all(resources, &named);
        forget_peak();
        let clock = Clock::start();
        drop(link::link(resources, &coded));
        row(lang, "articles of one story, linked", size, size * line.words, clock.seconds())?;
    }
    Ok(())
}

/// One sentence that names more and more actors: the first passages of all articles in a row.
pub(crate) fn actors(resources: &Resources, lang: &str, lines: &[Line]) -> anyhow::Result<()> {
    let Some(first) = lines.first() else { return Ok(()) };
    let names: Vec<String> = lines
        .iter()
        .flat_map(|line| code_all(resources, &[line.named(0, None)]))
        .flat_map(|one| {
            let text = one.article.text.clone();
            let spans: Vec<_> = one.mentions.iter().flat_map(|m| &m.actors).map(|actor| actor.span).collect();
            spans.into_iter().map(move |span| span.of(&text).to_owned()).collect::<Vec<_>>()
        })
        .collect();
    for size in sizes(10, 1000) {
        let list: Vec<&str> = names.iter().cycle().take(size).map(String::as_str).collect();
        let passage = first.text().split(". ").next().unwrap_or_default();
        let text = format!("{}: {passage}.", list.join(", "));
        let words = text.split_whitespace().count();
        alone(resources, lang, "actors in a sentence", size, words, first.named(0, Some(&text)))?;
    }
    Ok(())
}
