//! `towns.tsv` becomes where towns lie. Regions, islands and states have no row: what is told of them has no point.

use super::names::Names;
use super::table;
use super::words::Words;
use crate::error::LoadError;
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};

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

/// What a language calls the towns that it has no row for under the name of another language, by country and by that name.
#[derive(Debug, Default)]
pub struct TownNames(BTreeMap<(String, String), String>);

impl TownNames {
    pub(super) fn of(code: &str, files: &super::Files<'_>, names: &Names) -> Result<Self, LoadError> {
        let towns = Towns::load(super::find("world", super::WORLD, "towns.tsv")?)?;
        let own = Called::of(&towns, code, files, names)?;
        let mut found = BTreeMap::new();
        for (other, files, _) in super::LANGUAGES.iter().filter(|(language, ..)| *language != code) {
            for (at, told) in Called::of(&towns, other, files, &Names::of(other, files)?)?.usual {
                let known = own.all.contains(&(at.0.clone(), told.clone()));
                if let Some(name) = own.usual.get(&at).filter(|_| !known) {
                    found.insert((at.0, told), name.clone());
                }
            }
        }
        Ok(Self(found))
    }

    /// The name of the town of this country that another language calls so; none where the name is one of this language.
    pub fn name(&self, country: &str, told: &str) -> Option<&str> {
        self.0.get(&(country.to_owned(), told.to_owned())).map(String::as_str)
    }
}

/// What one language calls the towns.
#[derive(Default)]
struct Called {
    /// Every name, by country.
    all: BTreeSet<(String, String)>,
    /// The first name of each point. Others there may be those of a town nearby, or of the same town long ago.
    usual: BTreeMap<(String, [i64; 2]), String>,
}

impl Called {
    fn of(towns: &Towns, code: &str, files: &super::Files<'_>, names: &Names) -> Result<Self, LoadError> {
        let mut called = Self::default();
        for (state, capital) in names.capitals() {
            called.note(towns, state, [capital.to_owned()]);
        }
        let (file, text) = super::find(&format!("lang/{code}"), files, "places.tsv")?;
        for row in table::rows(file, text, &["name", "code", "kind"])? {
            let row = row?;
            called.note(towns, row.cell(1), row.list(0).map(|name| name.replace('~', "")));
        }
        Ok(called)
    }

    /// The names of a row; of names of one town the first is the usual one.
    fn note(&mut self, towns: &Towns, country: &str, names: impl IntoIterator<Item = String>) {
        for (nth, name) in names.into_iter().enumerate() {
            if let Some(at) = towns.place(country, &name).filter(|_| nth == 0) {
                self.usual.entry((country.to_owned(), point(at))).or_insert_with(|| name.clone());
            }
            self.all.insert((country.to_owned(), name));
        }
    }
}

fn point((latitude, longitude): (f64, f64)) -> [i64; 2] {
    [latitude, longitude].map(|degrees| (degrees * PARTS).round() as i64)
}
