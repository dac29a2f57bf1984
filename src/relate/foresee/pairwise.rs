//! A table, two actors and a day in; what they do to one another next out, from their weekly counts and the kinds of act
//! they use: one pass through the table, where [`super::Outlook`] learns it whole. And where they have hardly any history,
//! the range in which a chance lies, in place of a chance.

use super::Triple;
use super::outlook::{HORIZON, Statement};
use super::table::{Dated, EventTable};
use super::warning::{Between, learnt_until};
use crate::relate::numbers::{exp, root};
use std::collections::BTreeSet;

/// Days after which an act counts half for the kinds of act that two use.
const HALF_LIFE: f32 = 50.0;
/// How many acts of its own the common use of kinds weighs.
const PRIOR: f64 = 4.0;
/// Statements for which it is looked up what they followed upon, and the fewest cases that tell.
const TOLD: usize = 10;
const LEAST_CASES: usize = 8;
/// With fewer events, or events of fewer weeks, a chance would feign what nobody knows.
pub const FEW_EVENTS: usize = 12;
const FEW_WEEKS: usize = 8;
/// Of four in five such ranges the true share lies within.
const WIDTH: f64 = 1.28;

/// A statement with the shares behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Paired {
    pub statement: Statement,
    /// The share of the kind in what the one does to the other, and in everything.
    pub share: f64,
    pub usual: f64,
    /// How many acts of the kind the one did to the other, and how many of any.
    pub plain: (usize, usize),
    /// What it followed upon so far, the surest first.
    pub followed: Vec<Followed>,
}

/// After this act between the two, which one of them did lately, the stated one came within [`HORIZON`] days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Followed {
    pub body: Triple,
    pub came: usize,
    pub cases: usize,
    /// The share of all such times that had it.
    pub usual: f64,
}

/// What the two do to one another within [`HORIZON`] days, the likeliest first.
pub fn pairwise(table: &EventTable, between: &Between, day: u32) -> Vec<Paired> {
    let [one, other] = between.pair;
    let left = |then: u32, day: u32| f64::from(exp(-((day - then) as f32) * std::f32::consts::LN_2 / HALF_LIFE));
    let learnt = learnt_until(day);
    let mut common = vec![0.0; table.kinds.len()];
    let mut own = [common.clone(), common.clone()];
    let mut dealings: Vec<Dated> = Vec::new();
    for event in table.events.iter().take_while(|event| event.day < day) {
        let [from, kind, to] = event.triple;
        if event.day < learnt {
            common[kind as usize] += left(event.day, learnt);
        }
        let weight = left(event.day, day);
        for (own, pair) in own.iter_mut().zip([[one, other], [other, one]]) {
            if pair == [from, to] {
                own[kind as usize] += weight;
                dealings.push(*event);
            }
        }
    }
    // Of conflict, or of all else.
    let sum = |of: &[f64], conflict: bool| -> f64 {
        of.iter().zip(0..).filter(|(_, kind)| between.is_conflict(*kind) == conflict).map(|(weight, _)| weight).sum()
    };
    let all: f64 = common.iter().sum::<f64>().max(1e-9);
    let mut paired = Vec::new();
    for (own, [from, to]) in own.iter().zip([[one, other], [other, one]]) {
        let total: f64 = own.iter().sum();
        for (kind, (mine, common_one)) in own.iter().zip(&common).enumerate() {
            let (kind, conflict) = (kind as u32, between.is_conflict(kind as u32));
            let in_class = common_one / sum(&common, conflict).max(1e-9);
            let share = (mine + PRIOR * in_class) / (sum(own, conflict) + PRIOR);
            let of_kind = between.of_kind(from, kind, share);
            if *mine > 0.0 || of_kind.chance >= 0.01 {
                let statement = Statement::counted([from, kind, to], of_kind.number, of_kind.chance);
                let (share, usual) = (mine / total.max(1e-9), common_one / all);
                let did = |like: bool| {
                    dealings.iter().filter(|e| e.triple[0] == from && (!like || e.triple[1] == kind)).count()
                };
                let plain = (did(true), did(false));
                paired.push(Paired { statement, share, usual, plain, followed: Vec::new() });
            }
        }
    }
    paired.sort_by(|a, b| {
        b.statement.chance.total_cmp(&a.statement.chance).then(a.statement.triple.cmp(&b.statement.triple))
    });
    for one in paired.iter_mut().take(TOLD) {
        one.followed = followed(&dealings, one.statement.triple, day);
    }
    paired
}

/// Upon which acts of the last days this one followed in the past, more often than it comes anyway.
fn followed(dealings: &[Dated], head: Triple, day: u32) -> Vec<Followed> {
    let Some(first) = dealings.first().map(|event| event.day) else { return Vec::new() };
    let on: BTreeSet<u32> = dealings.iter().filter(|event| event.triple == head).map(|event| event.day).collect();
    let comes = |then: u32| on.range(then + 1..=then + HORIZON).next().is_some();
    let over = day.saturating_sub(HORIZON);
    let times = (first..over).len().max(1);
    let usual = (first..over).filter(|then| comes(*then)).count() as f64 / times as f64;
    let mut bodies: Vec<Triple> =
        dealings.iter().filter(|event| event.day + HORIZON >= day).map(|event| event.triple).collect();
    bodies.sort_unstable();
    bodies.dedup();
    let mut found = Vec::new();
    for body in bodies {
        // Times that overlap would count the same act twice.
        let (mut cases, mut came, mut next) = (0, 0, 0);
        for then in dealings.iter().filter(|event| event.triple == body && event.day < over).map(|event| event.day) {
            if then >= next {
                (cases, came, next) = (cases + 1, came + usize::from(comes(then)), then + HORIZON);
            }
        }
        let share = (came as f64 + 0.5) / (cases as f64 + 1.0);
        if cases >= LEAST_CASES && share - usual > WIDTH * root(usual * (1.0 - usual) / cases as f64) {
            found.push((share, Followed { body, came, cases, usual }));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.body.cmp(&b.1.body)));
    found.into_iter().map(|one| one.1).collect()
}

/// How much is known between two, both ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub events: usize,
    /// Weeks since the first event of the table, and those of them of which anything at all is known: of a week that no
    /// event tells of, silence says nothing.
    pub span: usize,
    pub weeks: usize,
    /// Weeks in which the first acted upon the second.
    pub active: usize,
}

impl Known {
    /// Of one actor towards another, or towards anybody, from events in order of days.
    pub fn new(events: &[Dated], subject: u32, object: Option<u32>, day: u32) -> Self {
        let before = || events.iter().take_while(|event| event.day < day);
        let Some(first) = before().next().map(|event| event.day) else { return Self::default() };
        let mut known = Self { span: (day - first).div_ceil(7) as usize, ..Self::default() };
        let (mut last, mut last_active) = (None, None);
        for event in before() {
            let [from, _, to] = event.triple;
            let forth = from == subject && object.is_none_or(|object| object == to);
            let back = to == subject && object.is_none_or(|object| object == from);
            known.events += usize::from(forth || back);
            let week = Some((day - 1 - event.day) / 7);
            known.weeks += usize::from(last != week);
            last = week;
            if forth {
                known.active += usize::from(last_active != week);
                last_active = week;
            }
        }
        known
    }

    /// Too little for a chance: few events, few weeks, or most weeks untold.
    pub fn is_little(&self) -> bool {
        self.events < FEW_EVENTS || self.is_patchy()
    }

    /// Too little of anybody: few weeks, or most of them untold.
    pub fn is_patchy(&self) -> bool {
        self.weeks < FEW_WEEKS || 2 * self.weeks < self.span
    }

    /// Between which bounds the chance lies that the coming week brings an act.
    pub fn range(&self) -> (f64, f64) {
        range(self.active, self.weeks)
    }
}

/// Between which bounds a share lies of which so many cases are known (Wilson).
pub(super) fn range(came: usize, cases: usize) -> (f64, f64) {
    let (n, squared) = (cases.max(1) as f64, WIDTH * WIDTH);
    let share = came as f64 / n;
    let middle = (share + squared / (2.0 * n)) / (1.0 + squared / n);
    let half = WIDTH * root(share * (1.0 - share) / n + squared / (4.0 * n * n)) / (1.0 + squared / n);
    ((middle - half).clamp(0.0, 1.0), (middle + half).clamp(0.0, 1.0))
}
