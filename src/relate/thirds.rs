//! The acts between all and a pair in; how third parties answer what the two do out: who moves towards either of them in
//! the days after, more or less often than in other times.

use super::acts::{Act, Acts};
use super::numbers::root;
use std::collections::{BTreeMap, BTreeSet};

/// Days within which an act is taken for an answer.
pub const DAYS: u32 = 7;
/// Days with an act of the pair that must have been, to say anything.
const FEWEST: usize = 5;
/// How far an answer must lie from chance, in standard errors.
const SURE: f64 = 2.0;
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
    /// Days on which the two acted so, and after how many of them the answer came.
    pub cases: usize,
    pub came: usize,
    /// The share of all days after which it came.
    pub usual: f64,
    /// The share after such days, in standard errors from the usual one.
    pub z: f64,
    /// The latest answers.
    pub events: Vec<u32>,
}

/// The answers that are more than chance, the surest first. Days before `end` are known; the last days, whose time for
/// answers is not over, are no cases.
pub fn answers(acts: &Acts, one: &str, other: &str, end: u32) -> Vec<Answer> {
    let pair = [(one, other), (other, one)].map(|(a, b)| acts.get(&(a.to_owned(), b.to_owned())));
    let own: Vec<&Act> = pair.iter().flatten().copied().flatten().filter(|act| act.day < end).collect();
    let first = acts.values().filter_map(|all| all.first()).map(|act| act.day).min().unwrap_or(end);
    let over = end.saturating_sub(DAYS);
    let days = over.saturating_sub(first);
    let mut found = Vec::new();
    if days == 0 {
        return found;
    }
    // What each third party did to one of the two, by tone.
    let mut theirs: BTreeMap<(&str, &str, Tone), Vec<&Act>> = BTreeMap::new();
    for ((from, to), all) in acts {
        if [one, other].contains(&to.as_str()) && ![one, other].contains(&from.as_str()) {
            for act in all.iter().filter(|act| act.day < end) {
                if let Some(tone) = Tone::of(act) {
                    theirs.entry((from, to, tone)).or_default().push(act);
                }
            }
        }
    }
    for after in Tone::ALL {
        let cases: BTreeSet<u32> =
            own.iter().filter(|act| Tone::of(act) == Some(after) && act.day < over).map(|act| act.day).collect();
        if cases.len() < FEWEST {
            continue;
        }
        for ((third, towards, tone), all) in &theirs {
            let on: BTreeSet<u32> = all.iter().map(|act| act.day).collect();
            let answered = |day: u32| on.range(day + 1..=day + DAYS).next().is_some();
            let came = cases.iter().filter(|day| answered(**day)).count();
            let usual = (first..over).filter(|day| answered(*day)).count() as f64 / f64::from(days);
            // Overlapping days are no cases of their own: as many count as fit into the time.
            let worth = (cases.len() as f64).min(f64::from(days) / f64::from(DAYS));
            let share = came as f64 / cases.len() as f64;
            let error = root((usual * (1.0 - usual)).max(0.01) / worth);
            let z = (share - usual) / error;
            if z.abs() >= SURE {
                let close = |act: &&&Act| cases.range(act.day.saturating_sub(DAYS)..act.day).next().is_some();
                let events = all.iter().rev().filter(close).take(TOLD).map(|act| act.event).collect();
                let (third, towards) = ((*third).to_owned(), (*towards).to_owned());
                found.push(Answer { after, third, towards, tone: *tone, cases: cases.len(), came, usual, z, events });
            }
        }
    }
    found.sort_by(|a, b| {
        let names = |x: &Answer| (x.after, x.third.clone(), x.towards.clone(), x.tone);
        b.z.abs().total_cmp(&a.z.abs()).then_with(|| names(a).cmp(&names(b)))
    });
    found
}
