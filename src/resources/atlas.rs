//! `map.tsv` becomes the outlines of the states, drawn already in an equal-area projection; a latitude and longitude
//! become a point of it. Loaded only by who draws a map.

use super::table;
use crate::error::LoadError;
use std::collections::BTreeMap;

/// One state or territory.
#[derive(Clone, Debug, PartialEq)]
pub struct Land {
    /// The middle of its largest part.
    pub centre: (f64, f64),
    /// Path of its outline; empty where it is too small for one.
    pub path: &'static str,
}

/// The world on paper; y grows downwards.
#[derive(Debug, Default)]
pub struct Atlas {
    pub width: f64,
    pub height: f64,
    /// By code.
    pub lands: BTreeMap<&'static str, Land>,
    /// Latitude, its y, and the width of a degree of longitude there; from the south to the north.
    parallels: Vec<(f64, f64, f64)>,
}

impl Atlas {
    /// The map that ships with the engine.
    pub fn embedded() -> Result<Self, LoadError> {
        let (file, text) = super::find("world", super::WORLD, "map.tsv")?;
        let mut atlas = Self::default();
        for row in table::rows(file, text, &["kind", "name", "at", "path"])? {
            let row = row?;
            let pair = row.cell(2).split_once(' ').and_then(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)));
            let (x, y): (f64, f64) = pair.ok_or_else(|| row.error("column \"at\" wants two numbers"))?;
            match row.cell(0) {
                "frame" => (atlas.width, atlas.height) = (x, y),
                "parallel" => {
                    let latitude = row.parse(1)?.ok_or_else(|| row.error("the latitude is missing"))?;
                    atlas.parallels.push((latitude, x, y));
                }
                "land" => {
                    let _ = atlas.lands.insert(row.cell(1), Land { centre: (x, y), path: row.cell(3) });
                }
                other => return Err(row.error(format!("{other:?} is no kind; write frame, parallel or land"))),
            }
        }
        Ok(atlas)
    }

    /// Where a place lies on the paper; nothing for what is no place on earth.
    pub fn point(&self, latitude: f64, longitude: f64) -> Option<(f64, f64)> {
        if !(-180.0..=180.0).contains(&longitude) {
            return None;
        }
        let bounds = self.parallels.windows(2).find(|pair| (pair[0].0..=pair[1].0).contains(&latitude))?;
        let share = (latitude - bounds[0].0) / (bounds[1].0 - bounds[0].0);
        let between = |a: f64, b: f64| a + share * (b - a);
        let wide = between(bounds[0].2, bounds[1].2);
        Some((self.width / 2.0 + longitude * wide, between(bounds[0].1, bounds[1].1)))
    }
}
