//! The acts between all and a pair in; how third parties answer what the two do out: who moves towards either of them in
//! the days after, more or less often than in other times, and so much so that chance does not explain it among all who
//! were looked at.

use super::acts::{Act, Acts};
use super::numbers::{exp, ln};
use std::collections::{BTreeMap, BTreeSet};

/// Days within which an act is taken for an answer.
pub const DAYS: u32 = 7;
/// Times that the two must have acted so, and acts that a third must have made, to say anything.
const FEWEST: usize = 5;
/// Of the answers told at most this share is chance (Benjamini and Hochberg).
const FALSE: f64 = 0.05;
/// Events told for each answer.
const TOLD: usize = 3;

/// Friendly or hostile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    Friendly,
    Hostile,
}

impl Tone {
    pub const ALL: [Self; 2] = [Self::Friendly, Self::Hostile];

    fn of(act: &Act) -> Option<Self> {
        let score = act.score.filter(|score| *score != 0.0)?;
        Some(if score > 0.0 { Self::Friendly } else { Self::Hostile })
    }
}

/// What a third party does after the two have acted upon one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What the two did.
    pub after: Tone,
    pub third: String,
    /// To whom of the two, and how.
    pub towards: String,
    pub tone: Tone,
    /// Times that the two acted so, each more than a week from the next, and after how many of them the answer came.
    pub cases: usize,
    pub came: usize,
    /// The share of all days, since the third was first seen, after which it came.
    pub usual: f64,
    /// How often chance would bring as many or more; or as few or fewer.
    pub by_chance: f64,
    /// The latest answers.
    pub events: Vec<u32>,
}

/// The answers that are more than chance, the surest first. Days before `end` are known; the last days, whose time for
/// answers is not over, are no cases.
pub fn answers(acts: &Acts, one: &str, other: &str, end: u32) -> Vec<Answer> {
    let pair = [(one, other), (other, one)].map(|(a, b)| acts.get(&(a.to_owned(), b.to_owned())));
    let own: Vec<&Act> = pair.iter().flatten().copied().flatten().filter(|act| act.day < end).collect();
    let over = end.saturating_sub(DAYS);
    // What each third party did to one of the two, by tone, and when it was first seen to.
    let mut theirs: BTreeMap<(&str, &str, Tone), Vec<&Act>> = BTreeMap::new();
    let mut first: BTreeMap<&str, u32> = BTreeMap::new();
    for ((from, to), all) in acts {
        if [one, other].contains(&to.as_str()) && ![one, other].contains(&from.as_str()) {
            for act in all.iter().filter(|act| act.day < end) {
                let seen = first.entry(from).or_insert(act.day);
                *seen = (*seen).min(act.day);
                if let Some(tone) = Tone::of(act) {
                    theirs.entry((from, to, tone)).or_default().push(act);
                }
            }
        }
    }
    theirs.retain(|_, all| all.len() >= FEWEST);
    let mut found = Vec::new();
    for after in Tone::ALL {
        let days: BTreeSet<u32> =
            own.iter().filter(|act| Tone::of(act) == Some(after) && act.day < over).map(|act| act.day).collect();
        for ((third, towards, tone), all) in &theirs {
            // The days that its first act could have answered count too.
            let from = first.get(third).copied().unwrap_or_default().saturating_sub(DAYS);
            found.extend(answer(&days, from..over, all).map(|(cases, came, usual)| {
                let close = |act: &&&Act| days.range(act.day.saturating_sub(DAYS)..act.day).next().is_some();
                let events = all.iter().rev().filter(close).take(TOLD).map(|act| act.event).collect();
                let (third, towards, tone) = ((*third).to_owned(), (*towards).to_owned(), *tone);
                let by_chance = by_chance(cases, came, usual);
                Answer { after, third, towards, tone, cases, came, usual, by_chance, events }
            }));
        }
    }
    surest(found)
}

/// Times that count, how many of them were answered, and how often the days of that time are at all.
fn answer(days: &BTreeSet<u32>, time: std::ops::Range<u32>, acts: &[&Act]) -> Option<(usize, usize, f64)> {
    let on: BTreeSet<u32> = acts.iter().map(|act| act.day).collect();
    let answered = |day: u32| on.range(day + 1..=day + DAYS).next().is_some();
    // Where the time of one answer overlaps with that of the next, both would count the same act.
    let (mut cases, mut came, mut next) = (0_usize, 0_usize, 0);
    for day in days.range(time.clone()).copied() {
        if day >= next {
            (cases, came, next) = (cases + 1, came + usize::from(answered(day)), day + DAYS);
        }
    }
    if cases < FEWEST {
        return None;
    }
    // Days that an act answers: the week before it, each day once.
    let (mut covered, mut until) = (0, time.start);
    for act in &on {
        let (from, to) = (act.saturating_sub(DAYS).max(until), (*act).min(time.end));
        covered += to.saturating_sub(from);
        until = until.max(to);
    }
    let all = f64::from(time.end - time.start);
    Some((cases, came, (f64::from(covered) + 0.5) / (all + 1.0)))
}

/// The share of chance that is at least as far from the usual, on that side of it.
fn by_chance(cases: usize, came: usize, usual: f64) -> f64 {
    let log = |x: f64| f64::from(ln(x as f32));
    let odds = log(usual) - log(1.0 - usual);
    let mut chance = cases as f64 * log(1.0 - usual);
    let (mut fewer, mut more) = (0.0, 0.0);
    for count in 0..=cases {
        let of = f64::from(exp(chance as f32));
        if count <= came {
            fewer += of;
        }
        if count >= came {
            more += of;
        }
        chance += log((cases - count) as f64 / (count + 1) as f64) + odds;
    }
    fewer.min(more)
}

/// Those that are not explained by how many were looked at.
fn surest(mut found: Vec<Answer>) -> Vec<Answer> {
    let names = |x: &Answer| (x.after, x.third.clone(), x.towards.clone(), x.tone);
    found.sort_by(|a, b| a.by_chance.total_cmp(&b.by_chance).then_with(|| names(a).cmp(&names(b))));
    // Both sides were looked at for each.
    let bound = |rank: usize| FALSE * (rank + 1) as f64 / (2 * found.len()) as f64;
    let sure = found.iter().enumerate().rposition(|(rank, answer)| answer.by_chance <= bound(rank));
    found.truncate(sure.map_or(0, |last| last + 1));
    found
}
