//! Statements in, one voice for each who makes them out.
//!
//! Who has a name, or speaks for somebody that the coder knows, is one voice in all articles; who has neither is one only
//! within an article: "experts" of two articles are not the same people.

use super::digest::digest_of;
use super::origins;
use crate::event::Coded;
use crate::voice::{Statement, StatementRef, Voice, VoiceKind};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What tells voices apart: the kind of one without a name, whose voice it is, the name; the article of one unknown.
type Key = (Option<VoiceKind>, String, String, String);

/// All voices, the one with most statements first.
pub(super) fn find(coded: &[Coded]) -> Vec<Voice> {
    let counted = origins::counted(coded);
    let mut articles: Vec<(usize, &Coded)> = coded.iter().enumerate().filter(|(at, _)| counted[*at]).collect();
    articles.sort_by_key(|(_, one)| (day(one), &one.article.id));
    let mut voices: BTreeMap<Key, Voice> = BTreeMap::new();
    for (article, one) in articles {
        for (statement, said) in one.statements.iter().enumerate() {
            let place = StatementRef { article, statement };
            let voice = voices.entry(key(one, said)).or_insert_with(|| Voice {
                kind: said.kind,
                name: said.name.clone(),
                actor: said.actor.as_ref().map(|a| crate::mention::Actor { span: Default::default(), ..a.clone() }),
                statements: Vec::new(),
            });
            voice.statements.push(place);
        }
    }
    let mut voices: Vec<Voice> = voices.into_values().collect();
    voices.sort_by_key(|voice| std::cmp::Reverse(voice.statements.len()));
    voices
}

fn day(one: &Coded) -> (bool, Option<Date>) {
    let day = one.article.published.map(|(day, _)| day);
    (day.is_none(), day)
}

/// The key as a number.
pub(super) fn digest(one: &Coded, said: &Statement) -> u64 {
    let (kind, code, name, article) = key(one, said);
    digest_of(&[kind.map_or("", VoiceKind::name), &code, &name, &article])
}

fn key(one: &Coded, said: &Statement) -> Key {
    match &said.actor {
        Some(actor) if actor.name.is_some() => {
            (None, actor.code.clone(), actor.name.clone().unwrap_or_default(), String::new())
        }
        Some(actor) => (Some(said.kind), actor.key(), String::new(), String::new()),
        None => (Some(said.kind), String::new(), said.name.to_lowercase(), one.article.id.clone()),
    }
}
