//! Weekly counts of a pair in, the distribution of the coming week's count out: a negative binomial around averages of
//! the pair's past, the other side's acts and its long mean, with a dispersion of its own.

use crate::relate::numbers::{exp, ln};

/// Weeks after which an average has lost half of what it held.
const HALF_LIVES: [f64; 3] = [1.0, 4.0, 16.0];
/// Own averages, the other side's average, the mean so far, one.
const INPUTS: usize = 6;
const ROUNDS: usize = 60;
/// What the common dispersion weighs against a pair's own, in squared means.
const PRIOR: f64 = 6.0;
const DISPERSION: (f64, f64) = (0.02, 20.0);

/// What is known of a pair before a week.
pub(super) type Input = [f64; INPUTS];

/// Counts by week, directed, for one pair: its own and the other side's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    pub own: Vec<u32>,
    pub other: Vec<u32>,
}

/// What stands in for history where a forecast must beat something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// All inputs.
    Full,
    /// The pair's mean so far.
    Climatology,
    /// Last week's count.
    LastValue,
    /// One exponential average, half-life four weeks.
    Average,
}

impl Method {
    pub const ALL: [Self; 4] = [Self::Climatology, Self::LastValue, Self::Average, Self::Full];

    /// For each week of a series what was known before it and its count.
    pub fn cases(self, series: &Series) -> Vec<(Input, f64)> {
        let last = |week: usize| week.checked_sub(1).map_or(0.0, |w| f64::from(series.own[w]));
        let known = inputs(series).into_iter().enumerate().map(|(week, input)| self.sees(&input, last(week)));
        known.zip(&series.own).map(|(input, count)| (input, f64::from(*count))).collect()
    }

    /// The inputs that it may use; the last is a constant.
    fn sees(self, input: &Input, last: f64) -> Input {
        match self {
            Self::Full => *input,
            Self::Climatology => [0.0, 0.0, 0.0, 0.0, input[4], 1.0],
            Self::LastValue => [last, 0.0, 0.0, 0.0, 0.0, 1.0],
            Self::Average => [0.0, input[1], 0.0, 0.0, 0.0, 1.0],
        }
    }
}

/// How a coming count is spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub mean: f64,
    /// Variance is mean + dispersion · mean².
    pub dispersion: f64,
}

impl Spread {
    /// The chance of exactly 0, 1, … up to `most`.
    pub fn chances(&self, most: usize) -> Vec<f64> {
        let mean = self.mean.max(1e-6);
        let (size, odds) = (1.0 / self.dispersion, self.dispersion * mean / (1.0 + self.dispersion * mean));
        let mut chance = f64::from(exp((-size * f64::from(ln((1.0 + self.dispersion * mean) as f32))) as f32));
        let mut chances = vec![chance];
        for count in 1..=most {
            chance *= (count as f64 - 1.0 + size) / count as f64 * odds;
            chances.push(chance);
        }
        chances
    }

    /// The chance of at least so many.
    pub fn at_least(&self, count: usize) -> f64 {
        let below: f64 = if count == 0 { 0.0 } else { self.chances(count - 1).iter().sum() };
        (1.0 - below).clamp(0.0, 1.0)
    }

    /// The surprise at a count: minus the logarithm of its chance.
    pub fn surprise(&self, count: u32) -> f64 {
        let chance = self.chances(count as usize).last().copied().unwrap_or(0.0);
        -f64::from(ln(chance.max(1e-12) as f32))
    }

    /// How many to expect where at least one comes.
    pub fn when_any(&self) -> f64 {
        self.mean / self.at_least(1).max(1e-9)
    }

    /// The same for so many weeks.
    pub fn over(&self, weeks: f64) -> Self {
        Self { mean: self.mean * weeks, dispersion: self.dispersion }
    }
}

/// The inputs before each week of a series, and before the week after its last.
fn inputs(series: &Series) -> Vec<Input> {
    let keep = HALF_LIVES.map(|h| f64::from(exp(-(std::f32::consts::LN_2) / h as f32)));
    let (mut own, mut other, mut sum) = ([0.0; 3], 0.0, 0.0);
    let mut weights = [0.0; 3];
    let mut all = Vec::with_capacity(series.own.len() + 1);
    for week in 0..=series.own.len() {
        // Divided by the weights so far: a short past is no low one.
        let mean = |at: usize| if weights[at] > 0.0 { own[at] / weights[at] } else { 0.0 };
        let theirs = if weights[1] > 0.0 { other / weights[1] } else { 0.0 };
        all.push([mean(0), mean(1), mean(2), theirs, sum / (week as f64).max(1.0), 1.0]);
        let (Some(count), reply) = (series.own.get(week), series.other.get(week).copied().unwrap_or(0)) else { break };
        for at in 0..3 {
            own[at] = own[at] * keep[at] + f64::from(*count);
            weights[at] = weights[at] * keep[at] + 1.0;
        }
        other = other * keep[1] + f64::from(reply);
        sum += f64::from(*count);
    }
    all
}

/// Weights of the inputs, the same for all pairs, and dispersions, a pair's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    method: Method,
    weights: Input,
    common: f64,
}

impl Counts {
    /// Learns from the weeks `from..to` of all series; weeks before serve as history.
    pub fn learn(method: Method, series: &[Series], from: usize, to: usize) -> Self {
        let known = series.iter().flat_map(|one| method.cases(one).into_iter().take(to).skip(from));
        Self::fit(method, &known.map(|(input, count)| (input, count, 1.0)).collect::<Vec<_>>())
    }

    /// Learns from inputs, counts, and what each of these counts for.
    pub fn fit(method: Method, cases: &[(Input, f64, f64)]) -> Self {
        let mut weights = method.sees(&[0.2; INPUTS], 0.2).map(|w| if w > 0.0 { 0.2 } else { 0.0 });
        let totals: Input = std::array::from_fn(|i| cases.iter().map(|c| c.2 * c.0[i]).sum());
        // Each count is shared out among the inputs that foretold it; their weights follow (Poisson likelihood).
        for _ in 0..ROUNDS {
            let mut shares = [0.0; INPUTS];
            for (input, count, worth) in cases.iter().filter(|c| c.1 > 0.0) {
                let mean = dot(&weights, input).max(1e-9);
                for (share, (weight, x)) in shares.iter_mut().zip(weights.iter().zip(input)) {
                    *share += worth * count * weight * x / mean;
                }
            }
            weights = std::array::from_fn(|i| if totals[i] > 0.0 { shares[i] / totals[i] } else { 0.0 });
        }
        let (mut excess, mut squares) = (0.0, 0.0);
        for (input, count, worth) in cases {
            let mean = dot(&weights, input);
            excess += worth * ((count - mean) * (count - mean) - mean);
            squares += worth * mean * mean;
        }
        let common = (excess / squares.max(1e-9)).clamp(DISPERSION.0, DISPERSION.1);
        Self { method, weights, common }
    }

    /// The spread of the count of each week of a series, and of the week after the last, each from the weeks before it.
    pub fn spreads(&self, series: &Series) -> Vec<Spread> {
        let last = |week: usize| week.checked_sub(1).map_or(0.0, |w| f64::from(series.own[w]));
        let (mut excess, mut squares) = (PRIOR * self.common, PRIOR);
        let mut spreads = Vec::with_capacity(series.own.len() + 1);
        for (week, input) in inputs(series).iter().enumerate() {
            let mean = dot(&self.weights, &self.method.sees(input, last(week))).max(1e-4);
            let dispersion = (excess / squares).clamp(DISPERSION.0, DISPERSION.1);
            spreads.push(Spread { mean, dispersion });
            // Of the first week nothing was known: it says nothing of how far counts stray from what is foretold.
            if let Some(count) = series.own.get(week).filter(|_| week > 0).map(|count| f64::from(*count)) {
                excess += (count - mean) * (count - mean) - mean;
                squares += mean * mean;
            }
        }
        spreads
    }
}

fn dot(a: &Input, b: &Input) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
