//! Parses the sentences of a CoNLL-U file on standard input from their raw text and writes one JSON line each, for
//! `score/score_parse.py`. With `--readings` it writes the classes that the words can have, for `score/fit_votes.py`.
//!
//! `cargo run --release --example parse_conllu -- de < trees.conllu > parsed.jsonl`

use demarche::article::{Block, BlockKind, Span};
use demarche::parse::{self, Parse, parse};
use demarche::records::offsets::Offsets;
use demarche::resources::Language;
use demarche::{Article, Resources};
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let resources = Resources::embedded()?;
    let code = std::env::args().skip(1).find(|a| !a.starts_with('-')).unwrap_or_default();
    let language = resources.language(&code).ok_or("name a language that is built, as in `parse_conllu de`")?;
    let readings = std::env::args().any(|a| a == "--readings");
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let Some(text) = line.strip_prefix("# text = ") else { continue };
        let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph };
        let article = Article { text: text.to_owned(), lang: code.clone(), blocks: vec![block], ..Article::default() };
        let found =
            if readings { words(language, &article) } else { record(language, &article, &parse(language, &article)) };
        writeln!(out, "{found}")?;
    }
    Ok(())
}

/// The readings of each sentence's words, with offsets in code points.
fn words(language: &Language, article: &Article) -> Value {
    let offsets = Offsets::new(&article.text);
    let point = |at: usize| offsets.to_point(at);
    let sentences = parse::readings(language, article).into_iter().map(|sentence| {
        let word = |w: parse::Reading| json!([point(w.span.start), point(w.span.end), w.classes]);
        sentence.into_iter().map(word).collect::<Vec<_>>()
    });
    sentences.collect::<Vec<_>>().into()
}

/// Words with offsets in code points; phrases and clauses refer to words and to each other by number.
fn record(language: &Language, article: &Article, parse: &Parse<'_>) -> Value {
    let offsets = Offsets::new(&article.text);
    let symbols = &language.lexicon.symbols;
    let words: Vec<Value> = parse
        .words
        .iter()
        .map(|w| {
            json!([
                offsets.to_point(w.span.start),
                offsets.to_point(w.span.end),
                format!("{:?}", w.tag),
                symbols.word(w.lemma)
            ])
        })
        .collect();
    let phrases: Vec<Value> = parse
        .phrases
        .iter()
        .map(|p| {
            json!({
                "words": [p.words.start, p.words.end], "head": p.head, "clause": p.clause, "agree": format!("{:04x}", p.agree.0),
                "preposition": p.preposition.map(|s| symbols.word(s)), "pronoun": p.pronoun,
                "attached": p.attached.map(|(to, how)| json!([to, format!("{how:?}")])),
            })
        })
        .collect();
    let clauses: Vec<Value> = parse
        .clauses
        .iter()
        .map(|c| {
            let a = &c.arguments;
            let verb = c.verb.as_ref().map(|v| {
                json!({
                    "lemma": symbols.word(v.lemma), "word": v.word, "finite": v.finite, "particle": v.particle,
                    "passive": v.passive, "modal": v.modal.map(|(_, word)| word),
                })
            });
            json!({
                "kind": format!("{:?}", c.kind), "words": c.words, "link": c.link, "parent": c.parent, "shares": c.shares,
                "antecedent": c.antecedent, "verb": verb, "subject": a.subject, "accusative": a.accusative, "dative": a.dative,
            })
        })
        .collect();
    let sentences: Vec<Value> = parse.sentences.iter().map(|s| json!([s.words.start, s.words.end])).collect();
    json!({ "text": article.text, "words": words, "phrases": phrases, "clauses": clauses, "sentences": sentences })
}
