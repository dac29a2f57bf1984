//! Stated probabilities and what came of them in, probabilities that keep their word out; and the error of stated ones.

const BINS: usize = 50;
/// The fewest cases that make a point of the line.
const POOL: f64 = 50.0;
/// What the stated chance weighs against what was seen, in cases.
const DOUBT: f64 = 20.0;

/// How often what was held this likely came true.
#[derive(Clone, Debug)]
pub struct Calibration {
    bins: Vec<[f64; 3]>,
    /// Means of stated and of seen frequency, rising.
    steps: Vec<(f64, f64)>,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { bins: vec![[0.0; 3]; BINS], steps: Vec::new() }
    }
}

impl Calibration {
    pub fn note(&mut self, stated: f64, came: bool) {
        let at = ((stated * BINS as f64) as usize).min(BINS - 1);
        let bin = &mut self.bins[at];
        *bin = [bin[0] + 1.0, bin[1] + stated, bin[2] + f64::from(u8::from(came))];
    }

    /// Draws the rising line through what was noted: neighbours that fall are pooled, as are those with few cases. What
    /// few cases show does not outweigh what was stated.
    pub fn settle(&mut self) {
        let mut pools: Vec<[f64; 3]> = Vec::new();
        let joined = |a: &[f64; 3], b: &[f64; 3]| [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
        for bin in self.bins.iter().filter(|b| b[0] > 0.0) {
            let mut pool = *bin;
            while let Some(last) = pools.last().filter(|l| l[2] / l[0] >= pool[2] / pool[0] || l[0] < POOL) {
                pool = joined(&pool, last);
                pools.pop();
            }
            pools.push(pool);
        }
        if let [.., before, last] = &pools[..]
            && last[0] < POOL
        {
            let pool = joined(before, last);
            pools.truncate(pools.len() - 2);
            pools.push(pool);
        }
        let mut least = 0.0_f64;
        self.steps = pools
            .iter()
            .map(|[n, stated, came]| {
                let (stated, seen, weight) = (stated / n, (came + 0.5) / (n + 1.0), n / (n + DOUBT));
                least = least.max(weight * seen + (1.0 - weight) * stated);
                (stated, least)
            })
            .collect();
    }

    /// The stated probability as it should have been stated.
    pub fn correct(&self, stated: f64) -> f64 {
        let Some(next) = self.steps.iter().position(|s| s.0 >= stated) else {
            return self
                .steps
                .last()
                .map_or(stated, |last| line(*last, (1.0, last.1.max(1.0 - (1.0 - last.1) / 2.0)), stated));
        };
        let before = if next == 0 { (0.0, 0.0) } else { self.steps[next - 1] };
        line(before, self.steps[next], stated)
    }

    /// The mean distance between stated and seen frequency, in ten classes by what was stated.
    pub fn error(&self) -> f64 {
        let all: f64 = self.bins.iter().map(|b| b[0]).sum();
        let classes = self.bins.chunks(BINS / 10).map(|c| c.iter().fold([0.0; 2], |s, b| [s[0] + b[1], s[1] + b[2]]));
        classes.map(|c| (c[0] - c[1]).abs()).sum::<f64>() / all.max(1.0)
    }
}

fn line(from: (f64, f64), to: (f64, f64), at: f64) -> f64 {
    if to.0 <= from.0 {
        return to.1;
    }
    from.1 + (to.1 - from.1) * ((at - from.0) / (to.0 - from.0)).clamp(0.0, 1.0)
}
