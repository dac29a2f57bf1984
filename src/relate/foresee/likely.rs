//! Moments of many pairs with what came of them in, the chance that a pair acts within 7 and within 30 days out: a
//! logistic line through the pair's own pace, what is usual for it, what its counts foretell, and how much and how lately
//! the two dealt. Where it did no better than the pair's own pace in weeks that it had not seen, that is stated instead.

use super::counts::{Counts, Spread};
use super::lanes::{Counted, Lane, Sample, WEEK, Weeks};
use super::spells::Spells;
use crate::relate::numbers::{exp, ln, root};

/// Days within which an act is looked for.
pub const HORIZONS: [u32; 2] = [7, 30];
/// Weeks without an act after which a new one counts as an onset.
const QUIET: u32 = 4;
/// Weeks since the last act are told apart up to here.
const LONGEST: u32 = 104;
/// What the share of all weeks weighs against that of the weeks in the same state.
const SHARED: f64 = 4.0;
/// Moments that are learnt from.
const MOST_CASES: usize = 28_000;
/// The fewest unseen moments, and pairs of one weight, that show the line to be better.
const LEAST_SHOWN: usize = 150;
const LEAST_PAIRS: f64 = 8.0;
/// From so many acts on, pairs are judged apart; conflict also after quiet weeks and after others.
const SIZES: [u32; 3] = [1, 12, 64];
const GROUPS: usize = 2 * SIZES.len();
/// How far to go from the pair's own pace to the line: what did best in unseen weeks.
const PARTS: [f64; 4] = [0.25, 0.5, 0.75, 1.0];
/// How firmly the line keeps to the pair's own pace.
const RIDGE: f64 = 2.0;
/// Steps at most, halvings of one, and when there is nothing left to gain.
const ROUNDS: usize = 50;
const HALVINGS: usize = 20;
const CLOSE: f64 = 1e-3;
/// What is kept of the weight of a week with acts at the next, and how many such weeks that weighs which counts foretell.
const FULL_KEPT: f64 = 0.8;
const FULL_PRIOR: f64 = 1.0;
/// How far the days of a pair are gone by rather than what is usual in its weeks, before either foretold any; and how
/// likely that becomes otherwise, each week.
const TRUST: f64 = 0.9;
const CHANGES: f64 = 0.05;
const INPUTS: usize = 9;

type Inputs = [f64; INPUTS];
/// The line that is nothing but the pair's own pace.
const OWN: Inputs = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];

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
    /// What its days foretell; of who never acted, what is usual.
    own: [f64; 2],
    /// How many acts to expect of a week that has any.
    pub when_any: f64,
}

impl Moment {
    /// The one never acted upon the other.
    pub(super) fn is_first(&self) -> bool {
        self.dealt == 0
    }

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
        let (own, usual) = (logit(self.own[horizon]), logit(self.usual[horizon]));
        let (past, dealt, quiet) = (log(self.past), log(self.dealt), f64::from(u8::from(self.is_onset())));
        [1.0, own, usual, model, past, dealt, quiet, log(self.since), log(self.age)]
    }
}

/// How many stretches there were, and how many of them had an act: after quiet weeks and after others.
#[derive(Clone, Copy, Debug, Default)]
struct Shares([[f64; 2]; 2]);

impl Shares {
    fn note(&mut self, state: usize, came: bool) {
        let came = f64::from(u8::from(came));
        self.0[state] = [self.0[state][0] + 1.0, self.0[state][1] + came];
    }

    fn usual(&self, state: usize) -> f64 {
        let of = &self.0;
        let (n, had) = (of[0][0] + of[1][0], of[0][1] + of[1][1]);
        let all = (had + 0.5) / (n + 1.0);
        // Never less than half a case: what has not come yet is not impossible.
        let shared = SHARED.max(0.5 / all);
        (of[state][1] + shared * all) / (of[state][0] + shared)
    }
}

/// The weeks of a pair that had an act: how many, and how many acts they had, the latest counting most; and the most acts.
#[derive(Clone, Copy, Debug, Default)]
struct Full {
    weeks: f64,
    acts: f64,
    most: u32,
}

impl Full {
    fn note(&mut self, count: u32) {
        if count > 0 {
            self.weeks = FULL_KEPT * self.weeks + 1.0;
            self.acts = FULL_KEPT * self.acts + f64::from(count);
            self.most = self.most.max(count);
        }
    }

    /// What such weeks had, drawn to what counts foretell; never more than ever came.
    fn when_any(&self, spread: &Spread) -> f64 {
        let mean = (self.acts + FULL_PRIOR * spread.when_any()) / (self.weeks + FULL_PRIOR);
        mean.min(f64::from(self.most)).max(1.0)
    }
}

/// What is known of a lane before each of the told weeks, and before the week after the last.
pub(super) fn moments(lane: &Lane, model: &Counts, spells: &Spells, counted: Counted, weeks: &Weeks) -> Vec<Moment> {
    let (series, all) = (weeks.series(lane, counted), weeks.series(lane, Counted::All));
    let mut moments: Vec<Moment> = Vec::with_capacity(weeks.told.len() + 1);
    let (mut past, mut dealt, mut since, mut age, mut full) = (0, 0, LONGEST, 0, Full::default());
    let (mut shares, mut next) = ([Shares::default(); 2], [0; 2]);
    let mut trust = TRUST;
    let foretold = model.spreads(&series).into_iter().zip(spells.chances(lane, counted, weeks));
    for (at, (spread, paced)) in foretold.enumerate() {
        let week = weeks.told.get(at).copied().unwrap_or(weeks.span);
        for (horizon, days) in HORIZONS.into_iter().enumerate() {
            let lasts = days.div_ceil(WEEK) as usize;
            // Stretches that are over.
            while let Some(begun) = weeks.told.get(next[horizon]).filter(|begun| **begun + lasts <= week) {
                let from = weeks.day(*begun);
                if weeks.tells(next[horizon], lasts) {
                    let state = usize::from(moments[next[horizon]].is_onset());
                    shares[horizon].note(state, lane.came(counted, from..from + days));
                }
                next[horizon] += 1;
            }
        }
        let usual = shares.map(|shares| shares.usual(usize::from(since >= QUIET)));
        // A longer time never holds less.
        let usual = [usual[0], usual[1].max(usual[0])];
        let own = std::array::from_fn(|horizon| trust * paced[horizon] + (1.0 - trust) * usual[horizon]);
        let own = if dealt > 0 { own } else { usual };
        let when_any = full.when_any(&spread);
        moments.push(Moment { counted, spread, past, dealt, since, age, usual, own, when_any });
        let Some(count) = series.own.get(at).copied() else { break };
        past += count;
        full.note(count);
        let of = |chance: f64| if count > 0 { chance } else { 1.0 - chance };
        let (days, weeks) = (trust * of(paced[0]), (1.0 - trust) * of(usual[0]));
        trust = TRUST * CHANGES + (1.0 - CHANGES) * days / (days + weeks).max(1e-9);
        dealt += all.own.get(at).copied().unwrap_or(0);
        since = if count > 0 { 0 } else { (since + 1).min(LONGEST) };
        age += u32::from(dealt > 0);
    }
    moments
}

/// A moment and what came of it.
#[derive(Clone, Copy, Debug)]
struct Case {
    pair: usize,
    inputs: Inputs,
    usual: f64,
    own: f64,
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
    /// How many pairs of one weight would tell as much.
    pairs: f64,
    /// Means of what was stated and what is usual, and the share that came; of each pair as it was drawn from all.
    pub stated: f64,
    pub usual: f64,
    pub came: f64,
    /// Which part of the way from the usual share to the line did best, in log odds, and the surprise that it spares.
    part: f64,
    gain: f64,
    /// Its standard error, and whether what was stated misses what came by no more than chance or the usual share does.
    doubt: f64,
    fits: bool,
    /// The liveliest pair of the trial: what its own pace foretold.
    most: f64,
}

impl Proof {
    /// Whether going by the line did better than the pair's own pace, and not by luck.
    pub fn holds(&self) -> bool {
        self.cases >= LEAST_SHOWN && self.pairs >= LEAST_PAIRS && self.gain > self.doubt && self.fits
    }
}

/// For one length of time: a line, and for pairs of each size how it did against their own share.
#[derive(Clone, Debug, Default)]
struct Fitted {
    line: Option<Inputs>,
    proofs: [Proof; GROUPS],
}

/// The first week that is not learnt from, by the weeks of all cases: the last third tries what was learnt.
pub(super) fn cut(mut weeks: Vec<usize>) -> usize {
    weeks.sort_unstable();
    weeks.get(weeks.len() * 2 / 3).copied().unwrap_or(0)
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
        spells: &Spells,
        counted: Counted,
        weeks: &Weeks,
        cut: usize,
    ) -> Self {
        let step = thinned(lanes.len(), weeks.told.len());
        let mut cases: [Vec<Case>; 2] = [Vec::new(), Vec::new()];
        for (pair, (sampled, lane)) in sample.pairs.iter().zip(lanes).enumerate() {
            for ((at, moment), week) in moments(lane, model, spells, counted, weeks).iter().enumerate().zip(&weeks.told)
            {
                if moment.dealt == 0 || !sampled.looks_at(weeks.day(*week), step) {
                    continue;
                }
                for (horizon, cases) in cases.iter_mut().enumerate() {
                    let (from, days) = (weeks.day(*week), HORIZONS[horizon]);
                    if from + days > weeks.day(weeks.span) || !weeks.tells(at, days.div_ceil(WEEK) as usize) {
                        continue;
                    }
                    let came = f64::from(u8::from(lane.came(counted, from..from + days)));
                    let (usual, own) = (moment.usual[horizon], moment.own[horizon]);
                    let (inputs, group, weight) = (moment.inputs(horizon), moment.group(), sample.weight(sampled));
                    cases.push(Case { pair, inputs, usual, own, weight, group, week: *week, came });
                }
            }
        }
        let mut likely = Self::default();
        for ((fitted, cases), days) in likely.horizons.iter_mut().zip(&cases).zip(HORIZONS) {
            *fitted = Fitted::new(cases, days.div_ceil(WEEK) as usize, cut);
        }
        likely
    }

    /// The chance of at least one act within the horizons, and how such chances fared.
    pub(super) fn chances(&self, moment: &Moment) -> [(f64, Proof); 2] {
        std::array::from_fn(|horizon| {
            let fitted = &self.horizons[horizon];
            let own = moment.own[horizon];
            // No line was tried on who never acted, nor on who is livelier than all on whom it was tried.
            let tried = |proof: &Proof| !moment.is_first() && own <= proof.most;
            let proof = Some(fitted.proofs[moment.group()]).filter(tried).unwrap_or_default();
            let line = fitted.line.filter(|_| proof.holds());
            (line.map_or(own, |line| mixed(proof.part, dot(&line, &moment.inputs(horizon)), own)), proof)
        })
    }
}

/// Every how manieth moment is looked at.
pub(super) fn thinned(lanes: usize, weeks: usize) -> u32 {
    (lanes * weeks).div_ceil(MOST_CASES).max(1) as u32
}

impl Fitted {
    /// The line that is tried is the one that is stated.
    fn new(cases: &[Case], lasts: usize, cut: usize) -> Self {
        let early = cases.iter().filter(|case| case.week + lasts <= cut);
        let line = fit(&early.copied().collect::<Vec<_>>());
        let mut proofs = [Proof::default(); GROUPS];
        for (group, proof) in proofs.iter_mut().enumerate() {
            let Some(line) = line else { break };
            let late = cases.iter().filter(|case| case.week >= cut && case.group == group);
            let late: Vec<(&Case, f64)> = late.map(|case| (case, dot(&line, &case.inputs))).collect();
            let tried = PARTS.map(|part| Proof::new(&late, part));
            *proof = tried
                .into_iter()
                .max_by(|a, b| a.fits.cmp(&b.fits).then(a.gain.total_cmp(&b.gain)))
                .unwrap_or_default();
        }
        Self { line, proofs }
    }
}

impl Proof {
    /// Of cases with the log odds of the line.
    fn new(cases: &[(&Case, f64)], part: f64) -> Self {
        let weight = cases.iter().map(|(case, _)| case.weight).sum::<f64>().max(1e-9);
        let stated = |(case, line): &(&Case, f64)| mixed(part, *line, case.own);
        let gained = |one: &(&Case, f64)| missed(one.0.own, one.0.came) - missed(stated(one), one.0.came);
        let mean =
            |of: &dyn Fn(&(&Case, f64)) -> f64| cases.iter().map(|one| one.0.weight * of(one)).sum::<f64>() / weight;
        // Cases of one pair overlap and are alike: each pair is one draw.
        let error = |of: &dyn Fn(&(&Case, f64)) -> f64| {
            let pairs = cases.chunk_by(|a, b| a.0.pair == b.0.pair);
            let sums = pairs.map(|pair| pair.iter().map(|one| one.0.weight * of(one)).sum::<f64>());
            root(sums.map(|sum| sum * sum).sum::<f64>()) / weight
        };
        let weights =
            cases.chunk_by(|a, b| a.0.pair == b.0.pair).map(|pair| pair.iter().map(|one| one.0.weight).sum::<f64>());
        let pairs = weight * weight / weights.map(|pair| pair * pair).sum::<f64>().max(1e-9);
        let (mean_stated, usual, came) = (mean(&stated), mean(&|one| one.0.usual), mean(&|one| one.0.came));
        let gain = mean(&gained);
        let doubt = error(&|one| gained(one) - gain);
        let luck = 2.0 * error(&|one| one.0.came - stated(one) - (came - mean_stated));
        let fits = (mean_stated - came).abs() <= luck.max((mean(&|one| one.0.own) - came).abs());
        let most = cases.iter().map(|one| one.0.own).fold(0.0, f64::max);
        Self { cases: cases.len(), pairs, stated: mean_stated, usual, came, part, gain, doubt, fits, most }
    }
}

/// Part of the way from the pair's own pace to the line.
fn mixed(part: f64, line: f64, own: f64) -> f64 {
    sigmoid(part * line + (1.0 - part) * logit(own))
}

/// The surprise at what came.
fn missed(chance: f64, came: f64) -> f64 {
    -f64::from(ln((came * chance + (1.0 - came) * (1.0 - chance)).max(1e-6) as f32))
}

/// The surprise at the cases, and at a line so far from the pair's own pace.
fn surprise(cases: &[Case], weights: &Inputs, mean: f64) -> f64 {
    let strayed = weights.iter().zip(OWN).map(|(weight, own)| (weight - own) * (weight - own)).sum::<f64>();
    let surprise = |case: &Case| case.weight / mean * missed(sigmoid(dot(weights, &case.inputs)), case.came);
    RIDGE / 2.0 * strayed + cases.iter().map(surprise).sum::<f64>()
}

/// The line that makes the cases likeliest, drawn to the pair's own pace (Newton's method, each step halved until it
/// spares surprise). None where it does not come to rest.
fn fit(cases: &[Case]) -> Option<Inputs> {
    let mean = cases.iter().map(|case| case.weight).sum::<f64>() / cases.len().max(1) as f64;
    let mut weights = OWN;
    let mut reached = surprise(cases, &weights, mean);
    for _ in 0..ROUNDS {
        let mut slope: Inputs = std::array::from_fn(|i| RIDGE * (weights[i] - OWN[i]));
        let mut bend = [[0.0; INPUTS]; INPUTS];
        for case in cases {
            let (chance, weight) = (sigmoid(dot(&weights, &case.inputs)), case.weight / mean);
            let (error, curve) = (weight * (chance - case.came), weight * chance * (1.0 - chance));
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
        let mut step = solve(bend, slope);
        if dot(&step, &slope) < CLOSE {
            return Some(weights);
        }
        let halved = (0..HALVINGS).find_map(|_| {
            let there: Inputs = std::array::from_fn(|i| weights[i] - step[i]);
            let left = surprise(cases, &there, mean);
            step = step.map(|one| one / 2.0);
            (left < reached).then_some((there, left))
        });
        (weights, reached) = halved?;
    }
    None
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
