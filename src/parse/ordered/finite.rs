//! The readings of a sentence and the classes chosen of them in; where a sentence or clause lacks its finite verb, classes
//! with one out.

use super::classes::{Readings, best};
use crate::resources::Language;
use crate::resources::neighbours::Class;

/// A finite verb, by itself or helping.
const FINITE: [Class; 5] = [Class::PRESENTS, Class::PRESENT, Class::PAST, Class::AUX_FINITE, Class::MODAL];

/// Classes of what can stand right before the verb as its subject.
const NOMINAL: [Class; 4] = [Class::NOUN, Class::PLURAL, Class::NAME, Class::PRONOUN];
/// Classes of what ends or parts a clause.
const PARTS: [Class; 7] =
    [Class::END, Class::COMMA, Class::BREAK, Class::COORDINATOR, Class::SUBORDINATOR, Class::THAT, Class::RELATIVE];

/// "said that police arrested protesters": behind what opens a clause of its own with a subject stands a finite verb, so
/// that a participle without one is a past.
pub(super) fn behind_openers(lattice: &[(usize, Readings)], chosen: &mut [Class]) {
    for open in 0..chosen.len() {
        if chosen[open] != Class::THAT {
            continue;
        }
        let end = (open + 1..chosen.len()).find(|at| PARTS.contains(&chosen[*at])).unwrap_or(chosen.len());
        if chosen[open + 1..end].iter().any(|c| FINITE.contains(c) || *c == Class::BASE) {
            continue;
        }
        let past = |at: &usize| {
            chosen[*at] == Class::PARTICIPLE
                && NOMINAL.contains(&chosen[*at - 1])
                && lattice[*at].1.iter().any(|r| r.0 == Class::PAST)
        };
        if let Some(at) = (open + 2..end).find(past) {
            chosen[at] = Class::PAST;
        }
    }
}

/// "Pakistan and Iran share intelligence.": a sentence with an end has a finite verb, if one of its words can be one.
pub(super) fn ensure(language: &Language, lattice: &[(usize, Readings)], chosen: &[Class]) -> Option<Vec<Class>> {
    let plain = chosen.last() != Some(&Class::END) || chosen.iter().any(|c| FINITE.contains(c) || *c == Class::BASE);
    if plain || chosen.contains(&Class::BREAK) {
        return None;
    }
    let mut found: Option<(Vec<Class>, f32)> = None;
    for at in 1..lattice.len() {
        let mut forced = lattice.to_vec();
        forced[at].1.retain(|r| FINITE.contains(&r.0));
        if forced[at].1.is_empty() {
            continue;
        }
        let (chain, weight) = best(language, &forced);
        if found.as_ref().is_none_or(|(_, w)| weight > *w) {
            found = Some((chain, weight));
        }
    }
    found.map(|(chain, _)| chain)
}
