//! What a word, its last letters and its neighbours say for each class that it can have (`votes.tsv`).
//!
//! The weights are fitted on trees. Each is found by a number made of letters and readings, so that the table holds no words.

use super::neighbours::Class;
use super::table;
use crate::error::LoadError;

/// The sign that stands for a weight of zero, and how far the others are from it at most.
const ZERO: u8 = b'O';
const FARTHEST: u8 = 31;

#[derive(Debug, Default)]
pub struct Votes {
    /// Empty where the language has no such table; else as many as a power of two.
    weights: Vec<i8>,
    /// Bits of a feature's number that choose no weight.
    spare: u32,
}

impl Votes {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut weights = Vec::new();
        for row in table::rows(file, text, &["votes"])? {
            let row = row?;
            for sign in row.cell(0).bytes() {
                if sign.abs_diff(ZERO) > FARTHEST {
                    return Err(row.error(format!("the byte {sign} stands for no weight")));
                }
                weights.push(sign.wrapping_sub(ZERO).cast_signed());
            }
        }
        if weights.is_empty() || weights.len().is_power_of_two() {
            return Ok(Self { spare: u32::BITS.saturating_sub(weights.len().trailing_zeros()), weights });
        }
        Err(LoadError::new(file, 1, format!("{} weights, which is no power of two", weights.len())))
    }

    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// What a feature says for a class, in tenths of a logarithm.
    pub fn weight(&self, feature: u32, class: Class) -> i16 {
        let slot = usize::try_from(feature >> self.spare).unwrap_or_default() ^ class.index();
        self.weights.get(slot).map_or(0, |weight| i16::from(*weight))
    }
}
