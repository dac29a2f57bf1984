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
pub mod note;
pub mod relation;
pub mod resources;

pub mod read;
pub mod parse;
pub mod code;
pub mod link;
pub mod relate;
pub mod tell;
pub mod records;

pub use article::Article;
pub use mention::Mention;
pub use resources::Resources;

/// Codes one article: parse, then code. What every door calls.
pub fn run(resources: &Resources, article: &Article) -> (Vec<Mention>, Vec<note::Note>) {
    match resources.language(&article.lang) {
        Some(language) => code::code(resources, article, &parse::parse(language, article)),
        None => code::code(resources, article, &parse::Parse::default()),
    }
}
