//! Parts of evidence in, one share for each candidate out: a mixture whose weights are learnt as days pass.

use super::memory::Memory;
use super::slate::{Slate, part::PARTS};

const BUCKETS: usize = 12;
/// How many observations the bucket's mean weighs against a kind's own.
const SHRINK: f32 = 20.0;
/// What an observation leaves of those before it.
const KEEP: f32 = 0.998;
const KEEP_BUCKET: f32 = 0.9998;

#[derive(Clone, Copy, Debug)]
struct Weights {
    sums: [f32; PARTS],
    seen: f32,
}

impl Weights {
    fn learn(&mut self, keep: f32, shares: &[f32; PARTS]) {
        for (sum, share) in self.sums.iter_mut().zip(shares) {
            *sum = *sum * keep + share;
        }
        self.seen = self.seen * keep + 1.0;
    }
}

/// Weights by kind of act and by how much history the question has.
#[derive(Debug)]
pub(super) struct Mixture {
    by_bucket: Vec<Weights>,
    by_kind: Vec<Weights>,
}

/// How much history a question has.
pub(super) fn bucket(memory: &Memory, subject: u32, kind: u32) -> usize {
    let habit = match memory.habit(subject, kind).map_or(0, |h| h.trace.count) {
        0 => 0,
        1..=2 => 1,
        3..=9 => 2,
        _ => 3,
    };
    let actor = match memory.actors[subject as usize].trace.count {
        0..=9 => 0,
        10..=99 => 1,
        _ => 2,
    };
    habit * 3 + actor
}

impl Mixture {
    pub(super) fn new(kinds: usize) -> Self {
        let even = Weights { sums: [1.0; PARTS], seen: PARTS as f32 };
        let none = Weights { sums: [0.0; PARTS], seen: 0.0 };
        Self { by_bucket: vec![even; BUCKETS], by_kind: vec![none; 2 * kinds * BUCKETS] }
    }

    /// The weights for a question; parts without evidence have none.
    pub(super) fn weights(&self, slate: &Slate, kind: u32, bucket: usize) -> [f32; PARTS] {
        let base = &self.by_bucket[bucket];
        let own = &self.by_kind[kind as usize * BUCKETS + bucket];
        let mut weights = [0.0; PARTS];
        let mut total = 0.0;
        for (at, weight) in weights.iter_mut().enumerate() {
            if slate.sums[at] > 0.0 {
                *weight = (own.sums[at] + SHRINK * base.sums[at] / base.seen) / (own.seen + SHRINK);
                total += *weight;
            }
        }
        for weight in &mut weights {
            *weight /= total.max(1e-9);
        }
        weights
    }

    /// Every candidate's share.
    pub(super) fn shares(slate: &Slate, weights: &[f32; PARTS], out: &mut Vec<f32>) {
        let mut factors = [0.0; PARTS];
        for at in 0..PARTS {
            if slate.sums[at] > 0.0 {
                factors[at] = weights[at] / slate.sums[at];
            }
        }
        out.clear();
        out.extend(slate.parts.iter().map(|parts| dot(parts, &factors)));
    }

    /// How much of a candidate's share each part brings.
    pub(super) fn grounds(slate: &Slate, weights: &[f32; PARTS], at: usize) -> [f32; PARTS] {
        let mut shares = [0.0; PARTS];
        for p in 0..PARTS {
            if slate.sums[p] > 0.0 {
                shares[p] = weights[p] * slate.parts[at][p] / slate.sums[p];
            }
        }
        let total: f32 = shares.iter().sum();
        shares.map(|s| s / total.max(1e-9))
    }

    /// What each part had to do with each answer of a question that is over.
    pub(super) fn credit(slate: &Slate, weights: &[f32; PARTS], answers: &[u32]) -> Vec<[f32; PARTS]> {
        let found: Vec<usize> = answers.iter().filter_map(|a| slate.find(*a)).collect();
        let mut credit = Vec::with_capacity(found.len());
        for at in &found {
            let mut shares = [0.0; PARTS];
            let mut total = 0.0;
            for p in 0..PARTS {
                let others: f32 = found.iter().filter(|o| *o != at).map(|o| slate.parts[*o][p]).sum();
                let rest = slate.sums[p] - others;
                if weights[p] > 0.0 && rest > 0.0 {
                    shares[p] = weights[p] * (slate.parts[*at][p] / rest).min(1.0);
                    total += shares[p];
                }
            }
            if total > 0.0 {
                credit.push(shares.map(|share| share / total));
            }
        }
        credit
    }

    pub(super) fn learn(&mut self, kind: u32, bucket: usize, credit: &[f32; PARTS]) {
        self.by_bucket[bucket].learn(KEEP_BUCKET, credit);
        self.by_kind[kind as usize * BUCKETS + bucket].learn(KEEP, credit);
    }
}

#[inline]
fn dot(a: &[f32; PARTS], b: &[f32; PARTS]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum()
}
