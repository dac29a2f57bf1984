//! The days on which one acted upon another in, the chance of an act within 7 and within 30 days out. How lively a pair is
//! changes now and then, and an act may set off a run of them; where a pair stands shows within days.

use super::lanes::{Counted, Lane, WEEK, Weeks};
use super::likely::HORIZONS;

/// The chance of an act on a day, of each level of liveliness: from once in ten years to all but daily.
const LEVELS: [f64; COUNT] = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.85];
const COUNT: usize = 8;
/// How likely a pair is to move to the next level above or below on a day, and what is left of that for each level further.
const RISES: f64 = 0.0005;
const RISES_FURTHER: f64 = 0.25;
const FALLS: f64 = 0.001;
const FALLS_FURTHER: f64 = 0.6;
/// What is left for each level further, of how likely one that begins to act is to stand there.
const BEGINS: f64 = 0.25;
/// How often a run of acts sets in, measured by the level; how likely an act is on each day of it, and its going on.
const LIT: f64 = 0.6;
const BURNS: f64 = 0.6;
const LASTS: f64 = 0.6;
/// How likely a run leaves the pair at one of the levels above.
const SPREADS: f64 = 0.03;

/// A level, quiet or in a run.
const STATES: usize = 2 * COUNT;
type Row = [f64; STATES];
type Matrix = [Row; STATES];

/// How a pair goes from state to state.
#[derive(Clone, Debug)]
pub(super) struct Spells {
    /// From one day to the next, and how likely an act is on a day.
    step: Matrix,
    acts: Row,
    /// Through a week without an act, and through one of which nothing is told.
    quiet: Matrix,
    untold: Matrix,
    /// The chance of no act within each of the horizons.
    none: [Row; 2],
    /// Where one stands that begins to act.
    begins: Row,
}

impl Spells {
    pub(super) fn new() -> Self {
        let (mut step, mut acts, mut begins) = ([[0.0; STATES]; STATES], [0.0; STATES], [0.0; STATES]);
        let further = |left: f64, levels: usize| left.powi(levels as i32);
        for (level, chance) in LEVELS.into_iter().enumerate() {
            let run = COUNT + level;
            for (to, chance) in step[level].iter_mut().enumerate().take(COUNT).filter(|(to, _)| *to != level) {
                let (steps, first, left) = match to < level {
                    true => (level - to, FALLS, FALLS_FURTHER),
                    false => (to - level, RISES, RISES_FURTHER),
                };
                *chance = first * further(left, steps - 1);
            }
            for chance in step[run].iter_mut().take(COUNT).skip(level + 1) {
                *chance = (1.0 - LASTS) * SPREADS / (COUNT - 1 - level) as f64;
            }
            // Who acts daily is in no run of it.
            step[level][run] = if chance < BURNS { LIT * chance } else { 0.0 };
            step[level][level] = 1.0 - step[level].iter().sum::<f64>();
            step[run][run] = LASTS;
            step[run][level] = 1.0 - step[run].iter().sum::<f64>();
            (acts[level], acts[run]) = (chance, BURNS.max(chance));
            begins[level] = further(BEGINS, level);
        }
        let silent: Matrix = std::array::from_fn(|from| step[from].map(|chance| chance * (1.0 - acts[from])));
        let week = |day: Matrix| (1..WEEK).fold(day, |days, _| days.map(|row| after(&row, &day)));
        let (quiet, untold) = (week(silent), week(step));
        let none = HORIZONS.map(|days| {
            let longer = |none: Row| std::array::from_fn(|from| dot(&silent[from], &none));
            (0..days).fold([1.0; STATES], |none, _| longer(none))
        });
        Self { step, acts, quiet, untold, none, begins: whole(begins) }
    }

    /// The chances of an act before each told week, and before the week after the last: first of what one starts from that
    /// begins to act, then by the days since its first act of any, with that day where not every act is counted. Of weeks of
    /// which nothing is told nothing is learnt, but time goes by.
    pub(super) fn chances(&self, lane: &Lane, counted: Counted, weeks: &Weeks) -> Vec<[f64; 2]> {
        let (days, first) = (lane.days(counted), lane.first().unwrap_or(u32::MAX));
        let mut now = self.begins;
        let mut chances = Vec::with_capacity(weeks.told.len() + 1);
        // What one begins with says which act it began with only where all acts count.
        let begun = first.saturating_add(u32::from(counted == Counted::All));
        let (mut next, mut known) = (0, 0);
        for week in &weeks.told {
            now = self.passed(now, week - known);
            known = week + 1;
            chances.push(self.within(&now));
            let (from, end) = (weeks.day(*week), weeks.day(week + 1));
            next += days.iter().skip(next).take_while(|day| **day < from).count();
            let acted = days.iter().skip(next).take_while(|day| **day < end);
            if first < from && acted.clone().next().is_none() {
                now = after(&now, &self.quiet);
            } else {
                let mut acted = acted.skip_while(|day| **day < begun).peekable();
                for day in from.max(begun)..end {
                    let acts = acted.next_if(|on| **on == day).is_some();
                    let seen = |(state, acting): (&f64, f64)| state * if acts { acting } else { 1.0 - acting };
                    let mut fits = now.iter().zip(self.acts).map(seen);
                    now = after(&std::array::from_fn(|_| fits.next().unwrap_or_default()), &self.step);
                }
            }
            now = whole(now);
        }
        chances.push(self.within(&self.passed(now, weeks.span - known)));
        chances
    }

    /// Where one stands after so many weeks of which nothing is told.
    fn passed(&self, now: Row, weeks: usize) -> Row {
        (0..weeks).fold(now, |now, _| after(&now, &self.untold))
    }

    fn within(&self, now: &Row) -> [f64; 2] {
        self.none.map(|none| (1.0 - dot(now, &none)).clamp(0.0, 1.0))
    }
}

/// A row times a matrix.
fn after(row: &Row, step: &Matrix) -> Row {
    let mut sums = [0.0; STATES];
    for (of, to) in row.iter().zip(step) {
        for (sum, chance) in sums.iter_mut().zip(to) {
            *sum += of * chance;
        }
    }
    sums
}

fn dot(a: &Row, b: &Row) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The same shares of one.
fn whole(row: Row) -> Row {
    let sum = row.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    row.map(|share| share / sum)
}
