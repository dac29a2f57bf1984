//! Typed rules: "after (s, r2, o), last seen so long ago and so often, s does r to o". Estimated before use: what is
//! counted about a day is applied after it.

use super::memory::NONE;

/// Last days of the lag buckets but the last.
pub(super) const LAGS: [u32; 11] = [1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 120];
const COUNTS: usize = 4;
pub(super) const BUCKETS: usize = (LAGS.len() + 1) * COUNTS;
/// How many trials the mean of the bucket is worth.
const PRIOR: f32 = 8.0;

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    trials: f32,
    hits: f32,
}

/// In place of the confidence of a rule that was never tried.
const UNTRIED: f32 = -1.0;

/// Confidence of every rule.
#[derive(Debug)]
pub(super) struct Rules {
    /// For each head the block of each body.
    blocks: Vec<Vec<u32>>,
    tallies: Vec<[Tally; BUCKETS]>,
    /// As the last settling left them; apart from the tallies, for questions look up nothing else.
    confidences: Vec<[f32; BUCKETS]>,
    /// Means by how body and head relate: same kind, turned, other.
    means: [[Tally; BUCKETS]; 3],
    usual: [[f32; BUCKETS]; 3],
    turned: u32,
    pending: Vec<(u32, u32, bool)>,
}

/// The bucket of every lag up to the last bound.
const LAG_BUCKETS: [u8; LAGS[LAGS.len() - 1] as usize + 1] = {
    let mut buckets = [0; LAGS[LAGS.len() - 1] as usize + 1];
    let (mut lag, mut bucket) = (0, 0);
    while lag < buckets.len() {
        if lag as u32 > LAGS[bucket] {
            bucket += 1;
        }
        buckets[lag] = bucket as u8;
        lag += 1;
    }
    buckets
};

/// The bucket of an act that was seen so often, and last so many days ago.
#[inline]
pub(super) fn bucket(count: u32, lag: u32) -> usize {
    let lag = LAG_BUCKETS.get(lag as usize).map_or(LAGS.len(), |b| usize::from(*b));
    let count = match count {
        0 | 1 => 0,
        2 => 1,
        3..=5 => 2,
        _ => 3,
    };
    lag * COUNTS + count
}

/// Days since and times seen that a bucket stands for: at least, at most.
pub(super) fn bounds(bucket: usize) -> ((u32, Option<u32>), (u32, Option<u32>)) {
    let lag = bucket / COUNTS;
    let from = lag.checked_sub(1).and_then(|before| LAGS.get(before)).map_or(1, |l| l + 1);
    let count = [(1, Some(1)), (2, Some(2)), (3, Some(5)), (6, None)][bucket % COUNTS];
    ((from, LAGS.get(lag).copied()), count)
}

impl Rules {
    pub(super) fn new(kinds: usize) -> Self {
        Self {
            blocks: vec![Vec::new(); 2 * kinds],
            means: [[Tally::default(); BUCKETS]; 3],
            usual: [[0.0; BUCKETS]; 3],
            confidences: Vec::new(),
            turned: kinds as u32,
            tallies: Vec::new(),
            pending: Vec::new(),
        }
    }

    /// How a body relates to a head: the same, turned round, other.
    #[inline]
    fn class(&self, head: u32, body: u32) -> usize {
        if head == body {
            0
        } else if head + self.turned == body || body + self.turned == head {
            1
        } else {
            2
        }
    }

    /// The place of a rule's bucket, which is what is learnt by.
    pub(super) fn place(&mut self, head: u32, body: u32, bucket: usize) -> u32 {
        let row = &mut self.blocks[head as usize];
        if row.len() <= body as usize {
            row.resize(body as usize + 1, NONE);
        }
        let block = &mut row[body as usize];
        if *block == NONE {
            *block = self.tallies.len() as u32;
            self.tallies.push([Tally::default(); BUCKETS]);
            self.confidences.push([UNTRIED; BUCKETS]);
        }
        *block * BUCKETS as u32 + bucket as u32
    }

    #[inline]
    pub(super) fn confidence(&self, head: u32, body: u32, bucket: usize) -> f32 {
        let block = self.blocks[head as usize].get(body as usize).copied().unwrap_or(NONE);
        match self.confidences.get(block as usize) {
            Some(confidences) if confidences[bucket] != UNTRIED => confidences[bucket],
            _ => self.usual[self.class(head, body)][bucket],
        }
    }

    /// Notes a trial of today.
    #[inline]
    pub(super) fn note(&mut self, head: u32, body: u32, bucket: usize, hit: bool) {
        let place = self.place(head, body, bucket);
        let class = self.class(head, body) as u32;
        self.pending.push((place, class, hit));
    }

    /// Ends the day: its trials count from now on.
    pub(super) fn settle(&mut self) {
        let mut pending = std::mem::take(&mut self.pending);
        for (place, class, hit) in &pending {
            let bucket = *place as usize % BUCKETS;
            let hit = f32::from(u8::from(*hit));
            for tally in
                [&mut self.tallies[*place as usize / BUCKETS][bucket], &mut self.means[*class as usize][bucket]]
            {
                tally.trials += 1.0;
                tally.hits += hit;
            }
        }
        for (usual, mean) in self.usual.iter_mut().flatten().zip(self.means.iter().flatten()) {
            *usual = (mean.hits + 0.01) / (mean.trials + 1.0);
        }
        for (place, class, _) in &pending {
            let bucket = *place as usize % BUCKETS;
            let mean = self.usual[*class as usize][bucket];
            let tally = &self.tallies[*place as usize / BUCKETS][bucket];
            self.confidences[*place as usize / BUCKETS][bucket] = (tally.hits + PRIOR * mean) / (tally.trials + PRIOR);
        }
        pending.clear();
        self.pending = pending;
    }

    /// Trials and hits of a rule.
    pub(super) fn tally(&self, head: u32, body: u32, bucket: usize) -> (f32, f32) {
        let block = self.blocks[head as usize].get(body as usize).copied().unwrap_or(NONE);
        self.tallies.get(block as usize).map_or((0.0, 0.0), |t| (t[bucket].trials, t[bucket].hits))
    }
}
