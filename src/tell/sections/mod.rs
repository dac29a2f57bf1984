//! The sections of the briefing, one file each or two: each asks the desk for sentences and returns groups of entries;
//! a section without entries is left out.

pub(super) mod actors;
pub(super) mod agreements;
pub(super) mod disputes;
pub(super) mod events;
pub(super) mod glossary;
pub(super) mod outlook;
pub(super) mod relations;
pub(super) mod sources;
pub(super) mod voices;

use super::document::{Entry, Group, Statement};
use super::teller::{Teller, Wish};

/// Entries without a heading of their own.
fn plain(entries: Vec<Entry>) -> Vec<Group> {
    let entries: Vec<Entry> = entries.into_iter().filter(|e| !e.statements.is_empty()).collect();
    if entries.is_empty() { Vec::new() } else { vec![Group { heading: None, entries }] }
}

/// Each statement as an entry.
fn listed(statements: impl IntoIterator<Item = Statement>) -> Vec<Group> {
    plain(merged(statements).into_iter().map(|s| Entry { lead: None, statements: vec![s] }).collect())
}

/// One full statement for each event; an event whose passage another has quoted joins that one.
fn told(teller: &mut Teller<'_>, events: impl IntoIterator<Item = usize>) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    for index in events {
        let Some(made) = teller.make(index, Wish::FULL) else { continue };
        let first = made.repeats;
        match statements.iter_mut().find(|s| first.is_some() && s.citations.first().copied() == first) {
            Some(earlier) => earlier.events.extend(made.statement.events),
            None if made.says_nothing() => {}
            None => statements.push(made.statement),
        }
    }
    statements
}

/// The same where only the deed matters: what differs from an earlier statement in its passage alone joins it, too.
fn told_once(teller: &mut Teller<'_>, events: impl IntoIterator<Item = usize>) -> Vec<Statement> {
    let mut statements: Vec<(String, Statement)> = Vec::new();
    for index in events {
        let made = teller.make(index, Wish::FULL).filter(|made| !made.says_nothing());
        let Some(made) = made else { continue };
        match statements.iter_mut().find(|(head, _)| *head == made.head) {
            Some((_, earlier)) => join(earlier, made.statement),
            None => statements.push((made.head, made.statement)),
        }
    }
    statements.into_iter().map(|(_, statement)| statement).collect()
}

/// The first statement comes to rest on what the second rests on.
fn join(statement: &mut Statement, other: Statement) {
    for number in other.citations {
        if !statement.citations.contains(&number) {
            statement.citations.push(number);
        }
    }
    statement.events.extend(other.events);
    statement.events.dedup();
}

/// Statements that read the same become one that rests on all their passages.
fn merged(statements: impl IntoIterator<Item = Statement>) -> Vec<Statement> {
    let mut kept: Vec<Statement> = Vec::new();
    for statement in statements {
        match kept.iter_mut().find(|k| k.text == statement.text) {
            Some(twin) => join(twin, statement),
            None => kept.push(statement),
        }
    }
    kept
}
