//! The acts of one side towards another in, the course of the relation out, week by week: an index with its band, volume,
//! classes, what is normal for the pair, and which events moved it.

use super::acts::Act;
use super::numbers::{exp, root};
use crate::mention::Quad;
use std::collections::BTreeMap;

pub const WEEK: u32 = 7;
/// Weeks after which an act weighs half in the index.
const HALF_LIFE: f64 = 4.0;
/// Acts of nobody, at zero and as scattered as acts are at large, that keep a single act from being a relation.
const PRIOR: f64 = 1.0;
const SCATTER: f64 = 16.0;
/// Weeks of the short and of the long norm.
pub const NORMS: [usize; 2] = [4, 52];
/// A norm of fewer weeks is none.
const LEAST_WEEKS: usize = 4;
/// The least scatter of an index that is taken for its own: below it everything would be unusual.
const LEAST_SCATTER: f64 = 0.25;

/// What is usual, from the weeks before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Norm {
    pub mean: f64,
    pub scatter: f64,
    /// Weeks it rests on.
    pub weeks: usize,
}

/// How one side stands towards the other at the end of a week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Week {
    /// First day.
    pub start: u32,
    /// Acts in this week, and of each class in the order of [`Quad::ALL`].
    pub volume: u32,
    pub quads: [u32; 4],
    /// Share of all acts of the week between anybody, where that is known: independent of how much is written at all.
    pub share: Option<f64>,
    /// Decayed mean of scores, −10 to 10.
    pub index: f64,
    /// Half the width of the band in which the index lies with 95 in 100, as far as the acts are a sample.
    pub band: f64,
    /// Decayed sums of friendly and of hostile scores, the second below zero.
    pub cooperation: f64,
    pub conflict: f64,
    /// Decayed number of acts.
    pub weight: f64,
    /// The index in the 4 and the 52 weeks before; none without a past.
    pub norms: [Option<Norm>; 2],
    /// How far the index lies from its long norm, in units of its scatter.
    pub z: Option<f64>,
}

/// An event and by how much the index would differ without it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    pub event: u32,
    pub day: u32,
    pub by: f64,
}

/// The course of a relation in one direction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    pub weeks: Vec<Week>,
    acts: Vec<Act>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    weight: f64,
    /// Sum of squared weights, for how many acts the weight is worth.
    squares: f64,
    score: f64,
    score_squares: f64,
    cooperation: f64,
    conflict: f64,
}

impl Sums {
    fn add(&mut self, score: f64) {
        self.weight += 1.0;
        self.squares += 1.0;
        self.score += score;
        self.score_squares += score * score;
        self.cooperation += score.max(0.0);
        self.conflict += score.min(0.0);
    }

    fn fade(&mut self, keep: f64) {
        let all =
            [&mut self.weight, &mut self.score, &mut self.score_squares, &mut self.cooperation, &mut self.conflict];
        for sum in all {
            *sum *= keep;
        }
        self.squares *= keep * keep;
    }

    fn index(&self) -> f64 {
        self.score / (self.weight + PRIOR)
    }

    fn band(&self) -> f64 {
        let mean = self.index();
        let scatter = (self.score_squares - 2.0 * mean * self.score + mean * mean * self.weight).max(0.0);
        let scatter = (scatter + PRIOR * SCATTER) / (self.weight + PRIOR);
        let worth = if self.squares > 0.0 { self.weight * self.weight / self.squares } else { 0.0 };
        1.96 * root(scatter / (worth + PRIOR))
    }
}

/// What an act keeps of its weight after so many weeks.
fn kept(weeks: f64) -> f64 {
    f64::from(exp((-weeks * std::f64::consts::LN_2 / HALF_LIFE) as f32))
}

impl Course {
    /// The weeks from the one of the first act to the last whole one before `end`. Weeks count back from `end`, the first
    /// day not known. `acts` may come in any order; `all` tells how many acts there were in a week between anybody.
    pub fn new(acts: &[Act], end: u32, all: &dyn Fn(u32) -> Option<u32>) -> Self {
        let mut acts: Vec<Act> = acts.iter().copied().filter(|act| act.day < end).collect();
        acts.sort_by_key(|act| (act.day, act.event));
        let Some(first) = acts.first().map(|act| act.day) else { return Self::default() };
        let count = (end - first).div_ceil(WEEK);
        let keep = kept(1.0);
        let mut sums = Sums::default();
        let mut weeks: Vec<Week> = Vec::with_capacity(count as usize);
        let mut next = acts.iter().peekable();
        for back in (0..count).rev() {
            // The first week may begin before day zero of the calendar: it is cut.
            let (start, until) = (end.saturating_sub((back + 1) * WEEK), end - back * WEEK);
            let mut week = Week { start, ..Week::default() };
            sums.fade(keep);
            while let Some(act) = next.next_if(|act| act.day < until) {
                week.volume += 1;
                if let Some(at) = act.quad.and_then(|quad| Quad::ALL.iter().position(|q| *q == quad)) {
                    week.quads[at] += 1;
                }
                if let Some(score) = act.score {
                    sums.add(score);
                }
            }
            week.share = all(start).filter(|all| *all > 0).map(|all| f64::from(week.volume) / f64::from(all));
            (week.index, week.band) = (sums.index(), sums.band());
            (week.cooperation, week.conflict, week.weight) = (sums.cooperation, sums.conflict, sums.weight);
            week.norms = NORMS.map(|most| norm(&weeks, most));
            let long = week.norms[1].filter(|norm| norm.weeks >= 2 * LEAST_WEEKS);
            week.z = long.map(|norm| (week.index - norm.mean) / norm.scatter.max(LEAST_SCATTER));
            weeks.push(week);
        }
        Self { weeks, acts }
    }

    /// In order of days.
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    pub fn last(&self) -> Option<&Week> {
        self.weeks.last()
    }

    /// Why the index stands where it does at the end of a week: the acts up to then by how much it would differ without
    /// them, the greatest first. Those of the weeks `since` the given first day only.
    pub fn moved(&self, week: usize, since: u32) -> Vec<Moved> {
        let Some(until) = self.weeks.get(week).map(|week| week.start + WEEK) else { return Vec::new() };
        let (index, weight) = self.weeks.get(week).map_or((0.0, 0.0), |week| (week.index, week.weight));
        let of = |act: &Act| {
            let share = kept(f64::from((until - 1 - act.day) / WEEK));
            let rest = weight + PRIOR - share;
            let without = (index * (weight + PRIOR) - share * act.score?) / rest.max(PRIOR);
            Some(Moved { event: act.event, day: act.day, by: index - without })
        };
        let known = self.acts.iter().filter(|act| (since..until).contains(&act.day));
        let mut moved: Vec<Moved> = known.filter_map(of).filter(|moved| moved.by != 0.0).collect();
        moved.sort_by(|a, b| b.by.abs().total_cmp(&a.by.abs()).then(b.day.cmp(&a.day)).then(a.event.cmp(&b.event)));
        moved
    }

    /// The same for all acts of a kind together: many small steps make a way.
    pub fn moved_together(&self, week: usize, since: u32, kind: &dyn Fn(u32) -> u32) -> Vec<Together> {
        let Some(known) = self.weeks.get(week) else { return Vec::new() };
        let until = known.start + WEEK;
        let mut kinds: BTreeMap<u32, (f64, f64, Together)> = BTreeMap::new();
        for act in self.acts.iter().filter(|act| (since..until).contains(&act.day)) {
            let Some(score) = act.score else { continue };
            let share = kept(f64::from((until - 1 - act.day) / WEEK));
            let none = (0.0, 0.0, Together { event: act.event, count: 0, by: 0.0 });
            let (shares, scores, together) = kinds.entry(kind(act.event)).or_insert(none);
            *shares += share;
            *scores += share * score;
            *together = Together { event: act.event, count: together.count + 1, by: 0.0 };
        }
        let all = known.weight + PRIOR;
        let of = |(shares, scores, together): (f64, f64, Together)| Together {
            by: known.index - (known.index * all - scores) / (all - shares).max(PRIOR),
            ..together
        };
        let mut moved: Vec<Together> = kinds.into_values().map(of).filter(|one| one.by != 0.0).collect();
        moved.sort_by(|a, b| b.by.abs().total_cmp(&a.by.abs()).then(a.event.cmp(&b.event)));
        moved
    }
}

/// Acts of one kind and by how much the index would differ without all of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Together {
    /// The latest of them.
    pub event: u32,
    pub count: usize,
    pub by: f64,
}

/// What was usual in the last `most` of these weeks.
fn norm(weeks: &[Week], most: usize) -> Option<Norm> {
    let before = &weeks[weeks.len().saturating_sub(most)..];
    if before.len() < LEAST_WEEKS {
        return None;
    }
    let count = before.len() as f64;
    let mean = before.iter().map(|week| week.index).sum::<f64>() / count;
    let square = before.iter().map(|week| (week.index - mean) * (week.index - mean)).sum::<f64>() / count;
    Some(Norm { mean, scatter: root(square), weeks: before.len() })
}

/// By how much one side is friendlier than the other, and half the width of the band in which that lies with 95 in 100:
/// none where one of them was never seen to act.
pub fn gap(one: &Course, other: &Course) -> Option<(f64, f64)> {
    let known = |course: &Course| course.last().filter(|week| week.weight > 0.0).map(|week| (week.index, week.band));
    let ((one, of_one), (other, of_other)) = (known(one)?, known(other)?);
    Some((one - other, root(of_one * of_one + of_other * of_other)))
}
