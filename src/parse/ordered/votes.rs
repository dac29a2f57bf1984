//! The readings of a sentence in; each made likelier or less likely by what its word, the letters at its end and its
//! neighbours say for it. `score/fit_votes.py` fits the weights and makes the same numbers.

use super::classes::Readings;
use crate::parse::Word;
use crate::resources::Language;
use crate::resources::neighbours::Class;

/// What one step of a weight adds, as a logarithm.
const STEP: f32 = 0.1;

/// A word as the features see it: numbers for its letters, for its last three and two, for its readings.
#[derive(Clone, Copy, Default)]
struct Seen {
    word: u32,
    three: u32,
    two: u32,
    readings: u32,
}

impl Seen {
    fn of(token: &str, readings: &Readings) -> Self {
        let bytes = token.as_bytes();
        let last = |count: usize| letters(&bytes[bytes.len().saturating_sub(count)..]);
        let set = readings.iter().fold(0_u64, |set, reading| set | 1 << reading.0.index());
        let readings = set.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> u32::BITS;
        let readings = u32::try_from(readings).unwrap_or_default();
        Self { word: letters(bytes), three: last(3), two: last(2), readings }
    }
}

/// Adds the votes to the weights of readings where a word has several.
pub(super) fn cast(language: &Language, text: &str, words: &[Word<'_>], lattice: &mut [(usize, Readings)]) {
    let votes = &language.votes;
    if votes.is_empty() {
        return;
    }
    let seen: Vec<Seen> = lattice.iter().map(|(at, readings)| Seen::of(words[*at].span.of(text), readings)).collect();
    for (at, (word, readings)) in lattice.iter_mut().enumerate() {
        if readings.len() < 2 {
            continue;
        }
        let features = features(&seen, at, words[*word].capital);
        for (class, weight) in readings {
            let sum: i16 = features.iter().map(|feature| votes.weight(*feature, asked(*class))).sum();
            *weight += STEP * f32::from(sum);
        }
    }
}

/// A plural present is told from the base form by its subject alone, the number of "police" by its verb: they share votes.
fn asked(class: Class) -> Class {
    match class {
        Class::PRESENTS => Class::BASE,
        Class::PLURAL => Class::NOUN,
        class => class,
    }
}

fn features(seen: &[Seen], at: usize, capital: bool) -> [u32; 12] {
    let own = seen[at];
    let left = at.checked_sub(1).map(|before| seen[before]).unwrap_or_default();
    let right = seen.get(at + 1).copied().unwrap_or_default();
    let capital = u32::from(capital);
    [
        mixed(0, own.word, capital),
        mixed(1, own.three, own.readings),
        mixed(2, own.two, own.readings),
        mixed(3, own.readings, capital),
        mixed(4, left.word, own.word),
        mixed(5, own.word, right.word),
        mixed(6, left.word, own.readings),
        mixed(7, right.word, own.readings),
        mixed(8, left.readings, own.word),
        mixed(9, right.readings, own.word),
        mixed(10, left.readings, own.readings),
        mixed(11, own.readings, right.readings),
    ]
}

/// The number of a feature, by its kind and two parts.
fn mixed(kind: u32, first: u32, second: u32) -> u32 {
    [first, second].into_iter().fold(kind, |number, part| {
        let number = (number ^ part).wrapping_mul(0x9e37_79b1);
        number ^ number >> 15
    })
}

/// A number for letters, great or small alike.
fn letters(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0x811c_9dc5, |number, byte| (number ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}
