//! Statements in, one voice for each who makes them out.
//!
//! Who has a name, or speaks for somebody that the coder knows, is one voice in all articles; who has neither is one only
//! within an article: "experts" of two articles are not the same people.

use super::digest::digest_of;
use super::origins;
use crate::event::Coded;
use crate::mention::Actor;
use crate::resources::letters::lower;
use crate::voice::{Statement, StatementRef, Voice, VoiceKind};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What tells voices apart: the kind of one without a name, whose voice it is, the name; the article of one unknown.
type Key<'a> = (Option<VoiceKind>, Cow<'a, str>, Cow<'a, str>, &'a str);

/// What one article quotes.
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a> {
    /// Its place among the articles.
    pub article: usize,
    pub id: &'a str,
    pub published: Option<Date>,
    pub statements: &'a [Statement],
}

/// All voices of a batch.
pub(super) fn find(coded: &[Coded]) -> Vec<Voice> {
    let counted = origins::counted(coded);
    let articles = coded.iter().enumerate().filter(|(at, _)| counted[*at]);
    let quoted = articles.map(|(article, one)| Quoted {
        article,
        id: &one.article.id,
        published: one.article.published.map(|(day, _)| day),
        statements: &one.statements,
    });
    of(quoted.collect())
}

/// The voices of articles of which no two are one, the voice with most statements first.
pub(super) fn of(mut articles: Vec<Quoted<'_>>) -> Vec<Voice> {
    articles.sort_by_key(|one| (one.published.is_none(), one.published, one.id));
    let mut voices: BTreeMap<Key<'_>, Voice> = BTreeMap::new();
    for one in articles {
        for (statement, said) in one.statements.iter().enumerate() {
            let place = StatementRef { article: one.article, statement };
            let voice = voices.entry(key(one.id, said)).or_insert_with(|| Voice {
                kind: said.kind,
                name: said.name.clone(),
                actor: said.actor.as_ref().map(|a| Actor { span: Default::default(), ..a.clone() }),
                statements: Vec::new(),
            });
            voice.statements.push(place);
        }
    }
    let mut voices: Vec<Voice> = voices.into_values().collect();
    voices.sort_by_key(|voice| std::cmp::Reverse(voice.statements.len()));
    voices
}

/// The key as a number.
pub(super) fn digest(one: &Coded, said: &Statement) -> u64 {
    let (kind, code, name, article) = key(&one.article.id, said);
    digest_of(&[kind.map_or("", VoiceKind::name), &code, &name, article])
}

fn key<'a>(article: &'a str, said: &'a Statement) -> Key<'a> {
    let none = Cow::Borrowed("");
    match &said.actor {
        Some(Actor { code, name: Some(name), .. }) => (None, code.into(), name.into(), ""),
        Some(actor) => (Some(said.kind), actor.key().into(), none, ""),
        None => (Some(said.kind), none, lower(&said.name), article),
    }
}
