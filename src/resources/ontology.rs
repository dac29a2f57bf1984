//! What the acts of the codebook weigh: a score for each type and mode, and the CAMEO code it answers to.

use super::table;
use crate::error::LoadError;
use crate::mention::{EventType, Mode};
use std::collections::BTreeMap;

/// One act: how far it binds or divides, −10 to 10, and its CAMEO code.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    pub score: f64,
    pub cameo: String,
}

/// Weights by type and mode; every type has one without mode.
#[derive(Debug, Default)]
pub struct Ontology {
    weights: BTreeMap<(EventType, Option<Mode>), Weight>,
}

impl Ontology {
    /// The weights that ship with the engine.
    pub fn embedded() -> Result<Self, LoadError> {
        Self::load(super::find("world", super::WORLD, "ontology.tsv")?)
    }

    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let rows = table::rows(file, text, &["type", "mode", "score", "cameo"])?;
        let mut weights = BTreeMap::new();
        for row in rows {
            let row = &row?;
            let kind: EventType = row.parse(0)?.ok_or_else(|| row.error("the type is missing"))?;
            let mode: Option<Mode> = row.parse(1)?;
            let score: f64 = row.parse(2)?.ok_or_else(|| row.error("the score is missing"))?;
            if let Some(mode) = mode.filter(|m| !kind.modes().contains(m)) {
                return Err(row.error(format!("{kind} has no mode {mode}")));
            }
            if !(-10.0..=10.0).contains(&score) {
                return Err(row.error(format!("the score {score} does not lie between -10 and 10")));
            }
            let weight = Weight { score, cameo: row.cell(3).to_owned() };
            if weights.insert((kind, mode), weight).is_some() {
                return Err(row.error("this type and mode stand in the table twice"));
            }
        }
        match EventType::ALL.iter().find(|kind| !weights.contains_key(&(**kind, None))) {
            Some(kind) => Err(LoadError::new(file, 0, format!("the type {kind} has no row without mode"))),
            None => Ok(Self { weights }),
        }
    }

    /// The weight of a mode, or of its type where the mode has none.
    pub fn weight(&self, kind: EventType, mode: Option<Mode>) -> Option<&Weight> {
        self.weights.get(&(kind, mode)).or_else(|| self.weights.get(&(kind, None)))
    }

    /// The mean score of the acts under a CAMEO code, or under its root.
    pub fn score_of_cameo(&self, code: &str) -> Option<f64> {
        let root = code.get(..2)?;
        let of = |start: &str| -> Vec<f64> {
            self.weights.values().filter(|w| w.cameo.starts_with(start)).map(|w| w.score).collect()
        };
        let scores = Some(of(code)).filter(|found| !found.is_empty()).unwrap_or_else(|| of(root));
        (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    }

    pub fn score(&self, kind: EventType, mode: Option<Mode>) -> f64 {
        self.weight(kind, mode).map_or(0.0, |w| w.score)
    }
}
