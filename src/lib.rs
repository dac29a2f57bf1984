//! demarche: who did what to whom, when, where, according to whom, and whether it is reported, claimed, denied,
//! planned or only possible, read from news articles in the language they were written in.
//!
//! `bytes → Article → Parse → Mention → Event → Relation → brief`: the modules below stand in that order, and each
//! uses only those above it, the record files, `resources` and `note`.

#![deny(clippy::disallowed_macros, clippy::disallowed_methods, clippy::disallowed_types)]

pub mod article;
pub mod error;
pub mod event;
pub mod mention;
pub mod normal;
pub mod note;
pub mod relation;
pub mod voice;
pub mod resources;

pub mod read;
pub mod parse;
pub mod code;
pub mod link;
pub mod relate;
pub mod tell;
pub mod records;

pub use article::Article;
pub use event::Coded;
pub use mention::Mention;
pub use note::Note;
pub use resources::Resources;

use normal::Normal;

/// Codes one article: parse, then code. What every door calls. A paragraph in another language than the article is coded in
/// its own, where that is built. An article in a language that is not built has no mentions and earns a note.
///
/// ```
/// use demarche::read::{self, Hints};
/// use demarche::{Resources, link, relate, run, tell};
///
/// let resources = Resources::embedded()?;
/// let text = "Am Dienstag verurteilte Frankreich den Angriff Russlands auf die Ukraine.";
/// let hints = Hints { published: Some("2024-05-15".parse()?), ..Hints::default() };
/// let mut batch = Vec::new();
/// for reading in read::read(&resources, "a.txt", text.as_bytes(), &hints) {
///     let (coded, notes) = run(&resources, reading?.article);
///     assert!(notes.is_empty());
///     batch.push(coded);
/// }
/// let mention = &batch[0].mentions[0];
/// assert_eq!(mention.trigger.of(&batch[0].article.text), "verurteilte");
/// assert_eq!((mention.kind.name(), mention.actors[0].key().as_str()), ("ACCUSE", "FRA GOV"));
///
/// let linked = link::link(&resources, &batch);
/// let relations = relate::relate(&resources, &linked);
/// let brief = tell::brief(&resources, "de", &batch, &linked, &relations).ok_or("no language is built")?;
/// assert!(brief.markdown().contains("Frankreich"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run(resources: &Resources, article: Article) -> (Coded, Vec<Note>) {
    let Some(normal) = Normal::of(&article.text) else { return run_normal(resources, article) };
    let (mut coded, notes) = run_normal(resources, normal.article(&article));
    normal.replace(&mut coded, article);
    (coded, notes)
}

/// The same for an article whose text is in its normal form.
fn run_normal(resources: &Resources, article: Article) -> (Coded, Vec<Note>) {
    let (mut sentences, mut told) = (Vec::new(), code::Told::default());
    let parts = article.by_language();
    for (index, part) in parts.iter().enumerate() {
        let language = resources.language(&part.lang);
        if index > 0 && language.is_none() {
            continue;
        }
        let parse = language.map(|language| parse::parse(language, part)).unwrap_or_default();
        let found = code::code(resources, part, &parse);
        sentences.extend(parse.sentences.iter().map(|sentence| sentence.span));
        told.mentions.extend(found.mentions);
        told.statements.extend(found.statements);
        told.notes.extend(found.notes);
    }
    if parts.len() > 1 {
        sentences.sort_by_key(|span: &article::Span| span.start);
        told.mentions.sort_by_key(|m: &Mention| (m.sentence.start, m.trigger.start, m.trigger.end));
        told.statements.sort_by_key(|s| (s.sentence.start, s.words.start, s.cue.start));
    }
    drop(parts);
    let code::Told { mentions, statements, notes } = told;
    (Coded { article, sentences, mentions, statements }, notes)
}
