//! Moments of many pairs with what came of them in, the chance that a pair acts within 7 and within 30 days out: a
//! logistic line through the pair's own share, what its counts foretell, and how much and how lately the two dealt. Where
//! it did no better than the pair's own share in weeks that it had not seen, that share is stated instead.

use super::counts::{Counts, Spread};
use super::lanes::{Counted, Lane, Sample, WEEK};
use crate::relate::numbers::{exp, ln};

/// Days within which an act is looked for.
pub const HORIZONS: [u32; 2] = [7, 30];
/// Weeks without an act after which a new one counts as an onset.
const QUIET: u32 = 4;
/// Weeks since the last act are told apart up to here.
const LONGEST: u32 = 104;
/// What the share of all weeks weighs against that of the weeks in the same state.
const SHARED: f64 = 4.0;
/// Moments that are learnt from.
const MOST_CASES: usize = 14_000;
/// The fewest unseen moments that show the line to be better.
const LEAST_SHOWN: usize = 150;
/// From so many acts on, pairs are judged apart; conflict also after quiet weeks and after others.
const SIZES: [u32; 3] = [1, 12, 64];
const GROUPS: usize = 2 * SIZES.len();
/// How far to go from the pair's own share to the line: what did best in unseen weeks.
const PARTS: [f64; 4] = [0.25, 0.5, 0.75, 1.0];
/// How firmly the line keeps to the pair's own share.
const RIDGE: f64 = 2.0;
const ROUNDS: usize = 6;
const INPUTS: usize = 8;

type Inputs = [f64; INPUTS];

/// What is known of one towards another before a week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    counted: Counted,
    /// The count of the coming week, as the counts alone foretell it.
    pub spread: Spread,
    /// Acts of the class before, and acts of any.
    past: u32,
    dealt: u32,
    /// Weeks since the last act of the class.
    since: u32,
    /// Weeks since the first act of any.
    age: u32,
    /// The share of past weeks, and of past stretches of 30 days, that had one: of those in the same state first.
    pub usual: [f64; 2],
}

impl Moment {
    /// Nothing of the sort in the last four weeks: what came now would be new.
    pub(super) fn is_onset(&self) -> bool {
        self.since >= QUIET
    }

    fn group(&self) -> usize {
        let size = SIZES.iter().filter(|least| self.dealt >= **least).count().saturating_sub(1);
        2 * size + usize::from(self.counted == Counted::Conflict && self.is_onset())
    }

    fn inputs(&self, horizon: usize) -> Inputs {
        let weeks = f64::from(HORIZONS[horizon]) / f64::from(WEEK);
        let log = |n: u32| f64::from(ln(1.0 + n as f32));
        let model = logit(self.spread.over(weeks).at_least(1));
        let (usual, quiet) = (logit(self.usual[horizon]), f64::from(u8::from(self.is_onset())));
        let (past, dealt) = (log(self.past), log(self.dealt));
        [1.0, usual, model, past, dealt, quiet, log(self.since), log(self.age)]
    }
}

/// What is known of a lane before each of its weeks, and before the week after the last.
pub(super) fn moments(lane: &Lane, model: &Counts, counted: Counted, start: u32, weeks: usize) -> Vec<Moment> {
    let series = lane.series(counted, start, weeks);
    let all = lane.series(Counted::All, start, weeks);
    let mut moments: Vec<Moment> = Vec::with_capacity(weeks + 1);
    let (mut past, mut dealt, mut since, mut age) = (0, 0, LONGEST, 0);
    // Stretches that are over and had one, for each length: after quiet weeks, after others.
    let mut over = [[[0.0_f64; 2]; 2]; 2];
    for (week, spread) in model.spreads(&series).into_iter().enumerate() {
        for (horizon, days) in HORIZONS.into_iter().enumerate() {
            let lasts = days.div_ceil(WEEK) as usize;
            let Some(begun) = week.checked_sub(lasts) else { continue };
            let from = start + begun as u32 * WEEK;
            let state = usize::from(moments[begun].is_onset());
            over[horizon][state][0] += 1.0;
            over[horizon][state][1] += f64::from(u8::from(lane.came(counted, from..from + days)));
        }
        let state = usize::from(since >= QUIET);
        let usual = over.map(|of| {
            let (n, had) = (of[0][0] + of[1][0], of[0][1] + of[1][1]);
            let all = (had + 0.5) / (n + 1.0);
            // Never less than half a case: what has not come yet is not impossible.
            let shared = SHARED.max(0.5 / all);
            (of[state][1] + shared * all) / (of[state][0] + shared)
        });
        moments.push(Moment { counted, spread, past, dealt, since, age, usual });
        let count = series.own.get(week).copied().unwrap_or(0);
        past += count;
        dealt += all.own.get(week).copied().unwrap_or(0);
        since = if count > 0 { 0 } else { (since + 1).min(LONGEST) };
        age += u32::from(dealt > 0);
    }
    moments
}

/// A moment and what came of it.
#[derive(Clone, Copy, Debug)]
struct Case {
    inputs: Inputs,
    usual: f64,
    weight: f64,
    group: usize,
    /// Before which week it was, and whether an act came.
    week: usize,
    came: f64,
}

/// How chances fared in weeks that were not learnt from, for pairs of about one size and in the same state.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Proof {
    pub cases: usize,
    /// Means of what was stated and what is usual, and the share that came; of each pair as it was drawn from all.
    pub stated: f64,
    pub usual: f64,
    pub came: f64,
    /// Which part of the way from the usual share to the line did best, in log odds, and the surprise that it spares.
    part: f64,
    gain: f64,
}

impl Proof {
    /// Whether going by the line did better than the usual share.
    pub fn holds(&self) -> bool {
        self.cases >= LEAST_SHOWN && self.gain > 0.0
    }
}

/// For one length of time: a line, and for pairs of each size how it did against their own share.
#[derive(Clone, Debug, Default)]
struct Fitted {
    weights: Inputs,
    proofs: [Proof; GROUPS],
}

/// Chances of a class of acts.
#[derive(Clone, Debug, Default)]
pub(super) struct Likely {
    horizons: [Fitted; 2],
}

impl Likely {
    /// Learns from sampled lanes.
    pub(super) fn learn(
        sample: &Sample,
        lanes: &[Lane],
        model: &Counts,
        counted: Counted,
        start: u32,
        weeks: usize,
    ) -> Self {
        let step = thinned(lanes.len(), weeks);
        let mut cases: [Vec<Case>; 2] = [Vec::new(), Vec::new()];
        for (at, ((_, total), lane)) in sample.pairs.iter().zip(lanes).enumerate() {
            for (week, moment) in moments(lane, model, counted, start, weeks).iter().enumerate().take(weeks) {
                if moment.dealt == 0 || !(week + at).is_multiple_of(step) {
                    continue;
                }
                for (horizon, cases) in cases.iter_mut().enumerate() {
                    let (from, days) = (start + week as u32 * WEEK, HORIZONS[horizon]);
                    if from + days > start + weeks as u32 * WEEK {
                        continue;
                    }
                    let came = f64::from(u8::from(lane.came(counted, from..from + days)));
                    let (usual, weight) = (moment.usual[horizon], sample.weight(moment.dealt, *total));
                    let (inputs, group) = (moment.inputs(horizon), moment.group());
                    cases.push(Case { inputs, usual, weight, group, week, came });
                }
            }
        }
        let mut likely = Self::default();
        for ((fitted, cases), days) in likely.horizons.iter_mut().zip(&cases).zip(HORIZONS) {
            *fitted = Fitted::new(cases, days.div_ceil(WEEK) as usize);
        }
        likely
    }

    /// The chance of at least one act within the horizons, and how such chances fared.
    pub(super) fn chances(&self, moment: &Moment) -> [(f64, Proof); 2] {
        std::array::from_fn(|horizon| {
            let fitted = &self.horizons[horizon];
            let proof = fitted.proofs[moment.group()];
            let usual = moment.usual[horizon];
            let mixed = mixed(proof.part, dot(&fitted.weights, &moment.inputs(horizon)), usual);
            (if proof.holds() { mixed } else { usual }, proof)
        })
    }
}

/// Every how manieth moment is looked at.
pub(super) fn thinned(lanes: usize, weeks: usize) -> usize {
    (lanes * weeks).div_ceil(MOST_CASES).max(1)
}

impl Fitted {
    /// Learns from all cases, and finds out by the last third, learning from those before it, where that is of use.
    fn new(cases: &[Case], lasts: usize) -> Self {
        let mut weeks: Vec<usize> = cases.iter().map(|case| case.week).collect();
        weeks.sort_unstable();
        let cut = weeks.get(weeks.len() * 2 / 3).copied().unwrap_or(0);
        let early: Vec<Case> = cases.iter().filter(|case| case.week + lasts <= cut).copied().collect();
        let trial = fit(&early);
        let mut proofs = [Proof::default(); GROUPS];
        for (group, proof) in proofs.iter_mut().enumerate() {
            let late = cases.iter().filter(|case| case.week >= cut && case.group == group);
            let late: Vec<(&Case, f64)> = late.map(|case| (case, dot(&trial, &case.inputs))).collect();
            for part in PARTS {
                let one = Proof::new(&late, part);
                if one.gain > proof.gain || proof.cases == 0 {
                    *proof = one;
                }
            }
        }
        Self { weights: fit(cases), proofs }
    }
}

impl Proof {
    /// Of cases with the log odds of the line.
    fn new(cases: &[(&Case, f64)], part: f64) -> Self {
        let mut proof = Self { part, cases: cases.len(), ..Self::default() };
        let mut weight = 1e-9;
        for (case, line) in cases {
            let stated = mixed(part, *line, case.usual);
            let gain = missed(case.usual, case.came) - missed(stated, case.came);
            weight += case.weight;
            let sums = [&mut proof.stated, &mut proof.usual, &mut proof.came, &mut proof.gain];
            for (sum, one) in sums.into_iter().zip([stated, case.usual, case.came, gain]) {
                *sum += case.weight * one;
            }
        }
        for sum in [&mut proof.stated, &mut proof.usual, &mut proof.came, &mut proof.gain] {
            *sum /= weight;
        }
        proof
    }
}

/// Part of the way from the usual share to the line.
fn mixed(part: f64, line: f64, usual: f64) -> f64 {
    sigmoid(part * line + (1.0 - part) * logit(usual))
}

/// The surprise at what came.
fn missed(chance: f64, came: f64) -> f64 {
    -f64::from(ln((came * chance + (1.0 - came) * (1.0 - chance)).max(1e-6) as f32))
}

/// The line that makes the cases likeliest, drawn to the usual share (Newton's method).
fn fit(cases: &[Case]) -> Inputs {
    let mut kept = [0.0; INPUTS];
    kept[1] = 1.0;
    let mut weights = kept;
    for _ in 0..ROUNDS {
        let mut slope: Inputs = std::array::from_fn(|i| RIDGE * (weights[i] - kept[i]));
        let mut bend = [[0.0; INPUTS]; INPUTS];
        for case in cases {
            let chance = sigmoid(dot(&weights, &case.inputs));
            let (error, curve) = (case.weight * (chance - case.came), case.weight * chance * (1.0 - chance));
            for (i, x) in case.inputs.iter().enumerate() {
                slope[i] += error * x;
                for (bend, y) in bend[i].iter_mut().zip(&case.inputs) {
                    *bend += curve * x * y;
                }
            }
        }
        for (i, row) in bend.iter_mut().enumerate() {
            row[i] += RIDGE;
        }
        let step = solve(bend, slope);
        weights = std::array::from_fn(|i| weights[i] - step[i]);
    }
    weights
}

/// Solves a symmetric system that is never singular, for the ridge stands on its diagonal.
fn solve(mut bend: [Inputs; INPUTS], mut slope: Inputs) -> Inputs {
    for at in 0..INPUTS {
        let row = bend[at];
        for below in at + 1..INPUTS {
            let part = bend[below][at] / row[at];
            for (cell, above) in bend[below].iter_mut().zip(row) {
                *cell -= part * above;
            }
            slope[below] -= part * slope[at];
        }
    }
    for at in (0..INPUTS).rev() {
        let rest: f64 = (at + 1..INPUTS).map(|i| bend[at][i] * slope[i]).sum();
        slope[at] = (slope[at] - rest) / bend[at][at];
    }
    slope
}

fn dot(a: &Inputs, b: &Inputs) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + f64::from(exp(-x as f32)))
}

/// Its inverse, within what is worth telling apart.
fn logit(chance: f64) -> f64 {
    let chance = chance.clamp(1e-4, 1.0 - 1e-4);
    f64::from(ln((chance / (1.0 - chance)) as f32))
}
