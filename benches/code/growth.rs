//! One language's articles in; how the cost grows out: with their number, their length, passages of one event and actors in
//! one sentence.

use crate::process::{Clock, forget_peak, peak};
use crate::rooms::code_all;
use crate::texts::Texts;
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

pub(crate) fn articles(resources: &Resources, lang: &str, texts: &Texts, most: usize) -> anyhow::Result<()> {
    for count in sizes(100, most) {
        forget_peak();
        let (mut words, mut seconds) = (0, 0.0);
        for start in (0..count).step_by(CHUNK) {
            let lines: Vec<String> = (start..count.min(start + CHUNK)).map(|id| texts.line(id)).collect();
            let clock = Clock::start();
            let coded = code_all(resources, &lines);
            seconds += clock.seconds();
            words += coded.iter().map(|one| one.article.text.split_whitespace().count()).sum::<usize>();
        }
        row(lang, "articles", count, words, seconds)?;
    }
    Ok(())
}

pub(crate) fn length(resources: &Resources, lang: &str, texts: &Texts) -> anyhow::Result<()> {
    for size in sizes(100, 100_000) {
        let mut text = String::new();
        let mut words = 0;
        for paragraph in (0..).flat_map(|id| texts.paragraphs(id)) {
            text += paragraph;
            text += "\n\n";
            words += paragraph.split_whitespace().count();
            if words >= size {
                break;
            }
        }
        alone(resources, lang, "words of an article", size, words, texts.with_text(0, &text))?;
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

/// The article with most passages, told again and again: every one is of an event that is there.
pub(crate) fn mentions(resources: &Resources, lang: &str, texts: &Texts) -> anyhow::Result<()> {
    let told = |id: usize| code_all(resources, &[texts.line(id)]).iter().map(|one| one.mentions.len()).sum::<usize>();
    let Some(most) = (0..texts.count()).max_by_key(|id| (told(*id), usize::MAX - id)) else { return Ok(()) };
    for size in sizes(10, 1000) {
        let lines: Vec<String> =
            (0..size).map(|id| texts.line(most).replace("bench-", &format!("bench-{id}-"))).collect();
        let coded = code_all(resources, &lines);
        let words = coded.iter().map(|one| one.article.text.split_whitespace().count()).sum();
        forget_peak();
        let clock = Clock::start();
        drop(link::link(resources, &coded));
        row(lang, "articles of one story, linked", size, words, clock.seconds())?;
    }
    Ok(())
}

/// One sentence that names more and more actors: those of all articles in a row.
pub(crate) fn actors(resources: &Resources, lang: &str, texts: &Texts) -> anyhow::Result<()> {
    let lines: Vec<String> = (0..texts.count()).map(|id| texts.line(id)).collect();
    let mut names = Vec::new();
    for one in code_all(resources, &lines) {
        let actors = one.mentions.iter().flat_map(|mention| &mention.actors);
        names.extend(actors.map(|actor| actor.span.of(&one.article.text).to_owned()));
    }
    let passage = texts.paragraphs(0).next().and_then(|first| first.split(". ").next()).unwrap_or_default();
    for size in sizes(10, 1000) {
        let list: Vec<&str> = names.iter().cycle().take(size).map(String::as_str).collect();
        let text = format!("{}: {passage}.", list.join(", "));
        let words = text.split_whitespace().count();
        alone(resources, lang, "actors in a sentence", size, words, texts.with_text(0, &text))?;
    }
    Ok(())
}
