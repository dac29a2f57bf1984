//! The course of a relation in; the weeks in which it turned out: where the tone or the number of acts became another for
//! good, and which events began it. Best division of the weeks by likelihood, each turn paid for by a fixed price, so
//! that chance alone seldom makes one.

use super::acts::Act;
use super::course::Course;
use super::numbers::ln;

/// No stretch between turns is shorter, in weeks.
const LEAST: usize = 3;
/// What a turn costs, in units of the logarithm of the number of weeks.
const PRICE: f64 = 3.0;
/// Scores scatter at least so much (variance), however alike a few acts may be.
const LEAST_SCATTER: f64 = 4.0;
/// Weeks looked at, the latest: the division takes the square of them.
const MOST: usize = 520;
/// Events told of each turn.
const TOLD: usize = 3;

/// What turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turned {
    /// The mean score of acts.
    Tone,
    /// The number of acts a week.
    Volume,
}

/// A week from which on things were otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    pub what: Turned,
    /// Of the first act that is otherwise; where acts became fewer, the first day of the week.
    pub start: u32,
    pub before: f64,
    pub after: f64,
    /// The first events after it.
    pub events: Vec<u32>,
}

/// Counts and sums of a week.
#[derive(Clone, Copy, Default)]
struct Tally {
    acts: f64,
    scored: f64,
    score: f64,
}

/// The turns of a course, in order of time.
pub fn turns(course: &Course) -> Vec<Turn> {
    let skipped = course.weeks.len().saturating_sub(MOST);
    let Some(weeks) = course.weeks.get(skipped..).filter(|weeks| weeks.len() >= 2 * LEAST) else { return Vec::new() };
    let mut tallies = vec![Tally::default(); weeks.len()];
    let first = weeks.first().map_or(0, |week| week.start);
    for act in course.acts().iter().filter(|act| act.day >= first) {
        // The first week may be cut, all others are whole.
        let at = weeks.partition_point(|week| week.start <= act.day) - 1;
        let tally = &mut tallies[at];
        tally.acts += 1.0;
        if let Some(score) = act.score {
            tally.scored += 1.0;
            tally.score += score;
        }
    }
    let scatter = scatter(course.acts());
    let tone = |t: &Tally| if t.scored > 0.0 { -t.score * t.score / t.scored / scatter } else { 0.0 };
    let wild = wildness(&tallies);
    let volume = |t: &Tally, weeks: f64| 2.0 * (t.acts - log_of(t.acts, t.acts / weeks)) / wild;
    let mut turns = Vec::new();
    for what in [Turned::Tone, Turned::Volume] {
        let cost = |t: &Tally, weeks: f64| if what == Turned::Tone { tone(t) } else { volume(t, weeks) };
        let starts = divide(&tallies, &cost);
        for (at, start) in starts.iter().enumerate().skip(1) {
            let end = starts.get(at + 1).copied().unwrap_or(weeks.len());
            let level = |from: usize, to: usize| {
                let sum = sum(&tallies[from..to]);
                if what == Turned::Tone { sum.score / sum.scored.max(1.0) } else { sum.acts / (to - from) as f64 }
            };
            let day = weeks[*start].start;
            let (before, after) = (level(starts[at - 1], *start), level(*start, end));
            // No turn is dated before what made it.
            let beyond = |score: f64| (score - (before + after) / 2.0) * (after - before) > 0.0;
            let makes = |act: &&Act| if what == Turned::Tone { act.score.is_some_and(beyond) } else { after > before };
            let since = || course.acts().iter().filter(|act| act.day >= day);
            let start = since().find(makes).map_or(day, |act| act.day);
            turns.push(Turn { what, start, before, after, events: since().take(TOLD).map(|act| act.event).collect() });
        }
    }
    turns.sort_by_key(|turn| (turn.start, turn.what));
    turns
}

/// a · ln b, nothing for nothing.
fn log_of(a: f64, b: f64) -> f64 {
    if a > 0.0 { a * f64::from(ln(b as f32)) } else { 0.0 }
}

fn sum(tallies: &[Tally]) -> Tally {
    tallies.iter().fold(Tally::default(), |sum, t| Tally {
        acts: sum.acts + t.acts,
        scored: sum.scored + t.scored,
        score: sum.score + t.score,
    })
}

/// How scores scatter from one act to the next (variance): turns count once, not in every act.
fn scatter(acts: &[Act]) -> f64 {
    let scores: Vec<f64> = acts.iter().filter_map(|act| act.score).collect();
    let squares: f64 = scores.windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0])).sum();
    (squares / 2.0 / scores.len().saturating_sub(1).max(1) as f64).max(LEAST_SCATTER)
}

/// How many times more the counts of neighbouring weeks differ than if acts came one by one: they come in bursts.
fn wildness(tallies: &[Tally]) -> f64 {
    let squares: f64 =
        tallies.windows(2).map(|pair| (pair[1].acts - pair[0].acts) * (pair[1].acts - pair[0].acts)).sum();
    let mean = sum(tallies).acts / tallies.len().max(1) as f64;
    (squares / 2.0 / tallies.len().saturating_sub(1).max(1) as f64 / mean.max(1e-9)).max(1.0)
}

/// The first weeks of the stretches that together cost least.
fn divide(tallies: &[Tally], cost: &dyn Fn(&Tally, f64) -> f64) -> Vec<usize> {
    let price = PRICE * f64::from(ln(tallies.len() as f32));
    // For each end the least cost up to it, and where the last stretch begins.
    let mut least: Vec<(f64, usize)> = vec![(0.0, 0)];
    for end in 1..=tallies.len() {
        let mut stretch = Tally::default();
        let mut best = (f64::INFINITY, 0);
        for start in (0..end).rev() {
            let t = tallies[start];
            stretch = sum(&[stretch, t]);
            let length = end - start;
            if length < LEAST || (start > 0 && least[start].0.is_infinite()) {
                continue;
            }
            let all = least[start].0 + cost(&stretch, length as f64) + if start > 0 { price } else { 0.0 };
            if all < best.0 {
                best = (all, start);
            }
        }
        least.push(best);
    }
    let mut starts = Vec::new();
    let mut end = tallies.len();
    while end > 0 {
        end = least[end].1;
        starts.push(end);
    }
    starts.reverse();
    starts
}
