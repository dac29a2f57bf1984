//! How sure the coder is: the weights of what can be seen about a mention, fitted on hand-coded articles.

use super::table;
use crate::error::LoadError;
use std::collections::BTreeMap;

/// Weights of a logistic model of "type and both sides are right", by feature.
#[derive(Debug, Default)]
pub struct Confidence {
    weights: BTreeMap<String, f64>,
}

impl Confidence {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut confidence = Self::default();
        for row in table::rows(file, text, &["feature", "weight"])? {
            let row = row?;
            let weight = row.parse::<f64>(1)?.ok_or_else(|| row.error("a feature needs a weight"))?;
            let _ = confidence.weights.insert(row.cell(0).to_owned(), weight);
        }
        Ok(confidence)
    }

    /// The probability, 0 to 1 in hundredths, that a mention with these features is right; unknown features weigh nothing.
    pub fn of<'f>(&self, features: impl Iterator<Item = &'f str>) -> f64 {
        let weight = |feature: &str| self.weights.get(feature).copied().unwrap_or(0.0);
        let sum = weight("always") + features.map(weight).sum::<f64>();
        (100.0 / (1.0 + (-sum).exp())).round() / 100.0
    }
}
