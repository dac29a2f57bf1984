//! `towns.tsv` becomes where towns lie. Regions, islands and states have no row: what is told of them has no point.

use super::table;
use super::words::Words;
use crate::error::LoadError;
use smallvec::SmallVec;

/// Country, latitude and longitude.
type Town = (Box<str>, (f64, f64));

/// The towns of each name: names come twice.
#[derive(Debug, Default)]
pub struct Towns(Words<SmallVec<[Town; 1]>>);

impl Towns {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut towns = Self::default();
        for row in table::rows(file, text, &["code", "name", "lat", "lon"])? {
            let row = row?;
            let degrees = |column: usize| row.parse(column)?.ok_or_else(|| row.error("a degree is missing"));
            let at = (degrees(2)?, degrees(3)?);
            towns.0.entry(row.cell(1)).push((row.cell(0).into(), at));
        }
        Ok(towns)
    }

    /// Where the town of this name in this country lies.
    pub fn place(&self, country: &str, name: &str) -> Option<(f64, f64)> {
        self.0.get(name)?.iter().find(|(code, _)| **code == *country).map(|(_, at)| *at)
    }
}
