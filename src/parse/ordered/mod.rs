//! Sentences of a language whose roles are told by order, words in, phrases and clauses out: the subject stands before
//! its verb, objects behind it, and words are told apart by their neighbours.

mod agree;
mod amounts;
mod attach;
mod beside;
mod chunks;
mod classes;
mod clauses;
mod drafts;
mod finite;
mod groups;
mod roles;
mod settle;
mod verbs;
mod votes;
mod write;

use super::{Parse, Reading, parts};
use crate::resources::Language;

/// Analyses one sentence.
pub(super) fn analyse<'a>(language: &'a Language, text: &str, parse: &mut Parse<'a>, sentence: usize) {
    classes::tell(language, text, parse, sentence);
    let range = parse.sentences[sentence].words.clone();
    let chunks = chunks::cut(language, text, &parse.words, range);
    let (chunks, drafts) = clauses::build(language, text, &parse.words, chunks);
    write::write(language, parse, sentence, &chunks, &drafts);
    attach::attach(language, parse, sentence);
    roles::assign(language, parse, sentence);
}

/// The classes that the words of one sentence can have by themselves.
pub(super) fn readings<'a>(language: &'a Language, text: &str, parse: &mut Parse<'a>, sentence: usize) -> Vec<Reading> {
    let range = parse.sentences[sentence].words.clone();
    let words = &mut parse.words[range];
    parts::join(language, text, words);
    let lattice = classes::lattice(language, text, words);
    lattice
        .into_iter()
        .map(|(at, readings)| Reading {
            span: words[at].span,
            classes: readings.into_iter().map(|(class, weight)| (class.name(), weight)).collect(),
        })
        .collect()
}
