//! The readings of a sentence and the classes chosen of them in; where none is a finite verb, classes with one out.

use super::classes::{Readings, best};
use crate::resources::Language;
use crate::resources::neighbours::Class;

/// A finite verb, by itself or helping.
const FINITE: [Class; 5] = [Class::PRESENTS, Class::PRESENT, Class::PAST, Class::AUX_FINITE, Class::MODAL];

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
