//! `towns.tsv` becomes where towns lie. Regions, islands and states have no row: what is told of them has no point.

use super::names::Names;
use super::table;
use super::words::Words;
use crate::error::LoadError;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// Parts of a degree in which the table says where a town lies.
const PARTS: f64 = 100.0;

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

/// What a language calls the towns, by country and by where they lie.
#[derive(Debug)]
pub struct TownNames(BTreeMap<(String, [i64; 2]), String>);

impl TownNames {
    pub(super) fn of(code: &str, files: &super::Files<'_>, names: &Names) -> Result<Self, LoadError> {
        let towns = Towns::load(super::find("world", super::WORLD, "towns.tsv")?)?;
        let mut found = Self(BTreeMap::new());
        for (state, capital) in names.capitals() {
            found.note(&towns, state, capital.to_owned());
        }
        let (file, text) = super::find(&format!("lang/{code}"), files, "places.tsv")?;
        for row in table::rows(file, text, &["name", "code", "kind"])? {
            let row = row?;
            let name = row.list(0).next().unwrap_or_default().replace('~', "");
            found.note(&towns, row.cell(1), name);
        }
        Ok(found)
    }

    /// Of names of one town the first is the usual one.
    fn note(&mut self, towns: &Towns, country: &str, name: String) {
        if let Some(at) = towns.place(country, &name) {
            let _ = self.0.entry((country.to_owned(), point(at))).or_insert(name);
        }
    }

    /// The name of the town of this country that lies there.
    pub fn name(&self, country: &str, at: (f64, f64)) -> Option<&str> {
        self.0.get(&(country.to_owned(), point(at))).map(String::as_str)
    }
}

fn point((latitude, longitude): (f64, f64)) -> [i64; 2] {
    [latitude, longitude].map(|degrees| (degrees * PARTS).round() as i64)
}
