//! An attack or protest of which neither side is told in, its people out: those of the place where it happened.

use super::Coding;
use super::match_frames::Match;
use super::place;
use crate::mention::{Actor, EventType, Sector};

/// Sentences before an act in which its place may be told.
const NEAR: usize = 3;

/// Whom an attack hit that names nobody, and who protested where nobody is named: the people of the place told beside
/// the act, else of the last place told before it, else of the country that the article is about.
pub(super) fn people(
    coding: &Coding<'_>,
    m: &Match,
    kind: EventType,
    actors: &mut Vec<Actor>,
    recipients: &mut Vec<Actor>,
) {
    if !actors.is_empty() || !recipients.is_empty() || !matches!(kind, EventType::Assault | EventType::Protest) {
        return;
    }
    let here = || place::place(coding, m).and_then(|p| p.country);
    let Some(code) = here().or_else(|| told_before(coding, m)).or_else(|| coding.home.clone()) else { return };
    let span = coding.parse.words[m.word].span;
    let people = Actor { code, sector: Some(Sector::Cvl), name: None, role: None, span };
    if kind == EventType::Protest { actors.push(people) } else { recipients.push(people) }
}

/// The country of the last place told in the sentence of the act or in one of those before it.
fn told_before(coding: &Coding<'_>, m: &Match) -> Option<String> {
    let sentence = coding.parse.clauses[m.clause].sentence;
    (sentence.saturating_sub(NEAR)..=sentence).rev().find_map(|s| {
        let clauses = coding.parse.sentences[s].clauses.clone().rev();
        let phrases = clauses.flat_map(|c| coding.parse.clauses[c].phrases.clone().rev());
        phrases
            .flat_map(|p| coding.referents[p].iter().rev())
            .find(|r| r.place && r.actor.code.len() == 3)
            .map(|r| r.actor.code.clone())
    })
}
