//! How two actors stand to each other, as events add up.

use crate::mention::Quad;

/// The events of one ordered pair of actors (or of an unordered pair, for reciprocal acts counted both ways).
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Codes without sectors.
    pub from: String,
    pub to: String,
    /// Events by quadrant, in the order of [`Quad::ALL`].
    pub counts: [usize; 4],
    /// Mean PLOVER score of the events, −10 to 10.
    pub tone: f64,
    /// Indices of the events, in order of time.
    pub events: Vec<usize>,
}

impl Relation {
    pub fn count(&self, quad: Quad) -> usize {
        Quad::ALL.iter().position(|q| *q == quad).map_or(0, |i| self.counts[i])
    }
}
