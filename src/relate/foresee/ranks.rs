//! Scores and true answers in, ranks out, by the protocol of the published figures: the other true answers of the same
//! day are taken out, and among equals the mean of the places counts.

/// The place of an answer among the others, 1 for the first; a tie counts half. `None` among the scores: taken out.
pub fn place(answer: f32, others: impl Iterator<Item = f32>) -> f64 {
    let (mut above, mut equal) = (0_u32, 0_u32);
    for other in others {
        above += u32::from(other > answer);
        equal += u32::from(other == answer);
    }
    1.0 + f64::from(above) + f64::from(equal) / 2.0
}

/// Means over ranks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ranks {
    pub asked: usize,
    reciprocal: f64,
    hits: [usize; 3],
}

impl Ranks {
    pub fn add(&mut self, place: f64) {
        self.asked += 1;
        self.reciprocal += 1.0 / place;
        for (hits, most) in self.hits.iter_mut().zip([1.0, 3.0, 10.0]) {
            *hits += usize::from(place <= most);
        }
    }

    pub fn reciprocal(&self) -> f64 {
        self.reciprocal / self.asked.max(1) as f64
    }

    /// Shares among the first 1, 3 and 10.
    pub fn hits(&self) -> [f64; 3] {
        self.hits.map(|h| h as f64 / self.asked.max(1) as f64)
    }
}
