//! What all targets share: articles in, an end of the process where the engine breaks its word on them.
//!
//! The word: no panic of ours, at most two seconds of the processor an article, spans that lie in the text and outline whole
//! characters, and the same mentions from a second run. Memory is watched by libFuzzer.

use cpu_time::ThreadTime;
use demarche::article::Span;
use demarche::mention::{Actor, Mention};
use demarche::{Article, Coded, Resources, link, records, relate, tell};
use std::panic;
use std::process;
use std::sync::LazyLock;
use std::time::Duration;

/// Work on one article, in time of the processor.
const PATIENCE: Duration = Duration::from_secs(2);

pub static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::embedded().expect("our own tables load"));

/// Panics of crates that the app catches are refusals of an input; those of our own code end the process.
pub fn watch_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let theirs = info.location().is_some_and(|at| at.file().contains("/registry/src/"));
        if !theirs {
            usual(info);
            process::abort();
        }
    }));
}

/// Does the work, and fails if it takes too long.
pub fn in_time<R>(work: impl FnOnce() -> R) -> R {
    let start = ThreadTime::now();
    let done = work();
    let took = start.elapsed();
    assert!(took <= PATIENCE, "it took {took:?}");
    done
}

fn spans(mention: &Mention) -> Vec<Span> {
    let mut spans = vec![mention.sentence, mention.trigger];
    let sides: [&[Actor]; 3] = [&mention.actors, &mention.recipients, &mention.said_by];
    spans.extend(sides.into_iter().flatten().map(|actor| actor.span));
    spans.extend(mention.place.iter().map(|place| place.span));
    spans.extend(mention.magnitudes.iter().map(|magnitude| magnitude.span));
    spans.extend(mention.object);
    spans.extend(mention.evidence.cues.iter().map(|(span, _)| *span));
    spans
}

/// Codes an article.
pub fn code(resources: &Resources, article: Article) -> Coded {
    let (coded, _) = in_time(|| demarche::run(resources, article));
    let text = &coded.article.text;
    for mention in &coded.mentions {
        for span in spans(mention) {
            assert!(text.get(span.start..span.end).is_some(), "{span:?} is no part of the text");
        }
        assert!(mention.sentence.covers(mention.trigger), "{:?} lies outside its sentence", mention.trigger);
        assert!((0.0..=1.0).contains(&mention.score), "score {}", mention.score);
        assert!(mention.time.is_none_or(|time| time.start <= time.end), "{:?} ends before it begins", mention.time);
    }
    coded
}

/// Codes articles twice, writes and reads their mentions, links them and tells the briefing.
pub fn code_and_tell(resources: &Resources, articles: Vec<Article>) {
    let coded: Vec<Coded> = articles.iter().map(|article| code(resources, article.clone())).collect();
    let again: Vec<Coded> = articles.iter().map(|article| code(resources, article.clone())).collect();
    assert_eq!(coded, again, "a second run gave something else");
    for one in &coded {
        let lines = records::mentions::write(&one.article, &one.mentions);
        let read = records::mentions::read("mentions", &lines, vec![one.article.clone()]).expect("our own records are read");
        assert_eq!(read.first().map_or(0, |one| one.mentions.len()), one.mentions.len(), "mentions are lost in {lines}");
    }
    in_time(|| {
        let linked = link::link(resources, &coded);
        let relations = relate::relate(resources, &linked);
        for language in resources.languages() {
            if let Some(brief) = tell::brief(resources, &language.code, &coded, &linked, &relations) {
                let faults = brief.check(&coded, &linked);
                assert!(faults.is_empty(), "{faults:?}");
                let _ = (brief.markdown(), brief.html(), records::brief::write(&brief, &coded));
            }
        }
    });
}
