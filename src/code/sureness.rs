//! What can be seen about a mention that makes it likelier to be right or wrong.

use super::Coding;
use super::match_frames::Match;
use super::status::Settled;
use crate::mention::{Actor, Status};
use crate::parse::ClauseKind;
use crate::resources::frames::{Frame, FrameKind};

/// Names of the features that hold of a mention whose sides are `actors` and `recipients`.
pub(super) fn features(
    coding: &Coding<'_>,
    m: &Match,
    frame: &Frame,
    settled: &Settled,
    (actors, recipients): (&[Actor], &[Actor]),
) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut note = |holds: bool, name| {
        if holds {
            found.push(name)
        }
    };
    note(frame.kind == FrameKind::Noun, "noun");
    note(m.phrase.is_some() && frame.kind == FrameKind::Verb, "participle");
    note(frame.kind == FrameKind::Adjective, "adjective");
    note(frame.tests.iter().any(|t| !t.negated), "conditions");
    note(m.symmetric, "symmetric");
    note(actors.is_empty(), "no actor");
    note(recipients.is_empty(), "no recipient");
    note(actors.len() != m.actors.len(), "actor from context");
    note(recipients.len() != m.recipients.len(), "recipient from context");
    note(actors.len() + recipients.len() > 2, "several");
    note(actors.iter().chain(recipients).any(|a| a.code.len() == 3 && a.name.is_none() && a.role.is_some()), "office");
    note(settled.governor.is_some(), "governed");
    note(settled.status != Status::Reported, "not reported");
    note(coding.pair.is_some(), "pair");
    note(coding.home.is_some(), "home");
    let clause = &coding.parse.clauses[m.clause];
    note(clause.kind != ClauseKind::Main, "not main");
    note(clause.verb.as_ref().is_some_and(|v| v.passive), "passive");
    note(clause.words.len() > LONG, "long");
    if let Some((kind, _)) = frame.event {
        found.push(kind.name());
    }
    found
}

/// Words from which on a clause is long.
const LONG: usize = 20;
