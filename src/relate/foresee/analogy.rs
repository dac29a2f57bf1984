//! Events, an actor or two and a day in; what those do who deal with the same partners, out: where two have hardly any
//! history of their own, what they may do is told by analogy. And how many pairs of strangers that had as many partners
//! in common met within a month.

use super::Triple;
use super::lanes::Pair;
use super::pairwise::range;
use super::table::Dated;
use crate::relate::numbers::{ln, root};
use std::collections::{BTreeMap, BTreeSet};

/// The fewest partners in common that make two alike.
const LEAST_SHARED: usize = 2;
/// How many that are alike are asked.
const MOST_ALIKE: usize = 25;
/// What keeps those of few partners from being all alike.
const PRIOR: f64 = 3.0;
/// Times, each so many days, for which it is looked up which strangers met; and the fewest strangers that tell.
const TIMES: u32 = 6;
pub const SOON: u32 = 30;
const LEAST_STRANGERS: usize = 50;
/// Latest events that show an analogy.
const SHOWN: usize = 3;

/// What may come, as another does it.
#[derive(Clone, Debug, PartialEq)]
pub struct Analogy {
    pub triple: Triple,
    /// Whose acts show it most, and in whose place.
    pub stands: u32,
    pub place: u32,
    /// How many that are alike show it, with how many such acts, and the latest of the one that shows it most.
    pub actors: usize,
    pub acts: usize,
    pub rows: Vec<u32>,
    weight: f64,
}

/// How many pairs of strangers there were, and how many of them met within [`SOON`] days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strangers {
    pub pairs: usize,
    pub met: usize,
}

impl Strangers {
    /// Between which bounds the share lies that they show.
    pub fn range(&self) -> (f64, f64) {
        range(self.met, self.pairs)
    }
}

/// Who dealt with whom, each way, and how often.
struct Ties {
    actors: usize,
    /// By actor: its partners, each way, with the number of acts.
    of: BTreeMap<u32, BTreeMap<(bool, u32), u32>>,
}

impl Ties {
    fn new(events: &[Dated]) -> Self {
        let mut of: BTreeMap<u32, BTreeMap<(bool, u32), u32>> = BTreeMap::new();
        for [from, _, to] in events.iter().map(|event| event.triple).filter(|triple| triple[0] != triple[2]) {
            *of.entry(from).or_default().entry((true, to)).or_default() += 1;
            *of.entry(to).or_default().entry((false, from)).or_default() += 1;
        }
        Self { actors: of.len(), of }
    }

    /// How much a tie tells of an actor: rare partners more.
    fn weight(&self, partner: u32, acts: u32) -> f64 {
        let breadth = self.of.get(&partner).map_or(1, BTreeMap::len);
        f64::from(ln(1.0 + self.actors as f32 / breadth as f32) * (1.0 + ln(acts as f32)))
    }

    /// The actors most like one, by the cosine of their ties; those left out count neither as alike nor as partners.
    fn alike(&self, actor: u32, without: &[u32]) -> Vec<(u32, f64)> {
        let Some(own) = self.of.get(&actor) else { return Vec::new() };
        let mut dots: BTreeMap<u32, (f64, BTreeSet<u32>)> = BTreeMap::new();
        for ((way, partner), acts) in own.iter().filter(|((_, partner), _)| !without.contains(partner)) {
            let weight = self.weight(*partner, *acts);
            let theirs = self.of.get(partner).into_iter().flatten();
            // Who has the same tie stands at the partner turned round.
            for ((_, other), acts) in theirs.filter(|((turned, _), _)| turned != way) {
                let dot = dots.entry(*other).or_default();
                dot.0 += weight * self.weight(*partner, *acts);
                dot.1.insert(*partner);
            }
        }
        let length = |actor: u32| -> f64 {
            let ties = self.of.get(&actor).into_iter().flatten();
            root(ties.map(|((_, partner), acts)| self.weight(*partner, *acts)).map(|weight| weight * weight).sum())
        };
        let own = length(actor);
        let mut alike: Vec<(u32, f64)> = dots
            .into_iter()
            .filter(|(other, dot)| *other != actor && !without.contains(other) && dot.1.len() >= LEAST_SHARED)
            .map(|(other, dot)| (other, dot.0 / (own * length(other) + PRIOR)))
            .collect();
        alike.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        alike.truncate(MOST_ALIKE);
        alike
    }
}

/// What one may do to the other, or to anybody, the likeliest first.
pub fn analogies(events: &[Dated], one: u32, other: Option<u32>, day: u32) -> Vec<Analogy> {
    let known = events.partition_point(|event| event.day < day);
    let events = events.get(..known).unwrap_or_default();
    let ties = Ties::new(events);
    let without: Vec<u32> = [Some(one), other].into_iter().flatten().collect();
    let of = |actor: u32| -> BTreeMap<u32, f64> { ties.alike(actor, &without).into_iter().collect() };
    let (like_one, like_other) = (of(one), other.map(of).unwrap_or_default());
    // By what may come and who shows it: how alike that one is, and its acts.
    let mut shown: BTreeMap<(Triple, u32, u32), (f64, Vec<u32>)> = BTreeMap::new();
    for (event, row) in events.iter().zip(0_u32..) {
        let [from, kind, to] = event.triple;
        let mut show = |triple: Triple, stands: u32, place: u32, alike: &BTreeMap<u32, f64>| {
            if let Some(alike) = alike.get(&stands) {
                shown.entry((triple, stands, place)).or_insert_with(|| (*alike, Vec::new())).1.push(row);
            }
        };
        match other {
            Some(other) if to == other => show([one, kind, other], from, one, &like_one),
            Some(other) if from == one => show([one, kind, other], to, other, &like_other),
            Some(_) => {}
            None if to != one && from != one => {
                show([one, kind, to], from, one, &like_one);
                show([from, kind, one], to, one, &like_one);
            }
            None => {}
        }
    }
    best(shown)
}

/// One for each act that may come, with the one that shows it most.
fn best(shown: BTreeMap<(Triple, u32, u32), (f64, Vec<u32>)>) -> Vec<Analogy> {
    let mut found: BTreeMap<Triple, (Analogy, f64)> = BTreeMap::new();
    for ((triple, stands, place), (alike, rows)) in shown {
        let weight = alike * (1.0 + f64::from(ln(rows.len() as f32)));
        let latest: Vec<u32> = rows.iter().rev().take(SHOWN).copied().collect();
        let analogy = Analogy { triple, stands, place, actors: 0, acts: 0, rows: latest, weight: 0.0 };
        let entry = found.entry(triple).or_insert_with(|| (analogy.clone(), weight));
        let (actors, acts, sum) = (entry.0.actors + 1, entry.0.acts + rows.len(), entry.0.weight + weight);
        if weight > entry.1 {
            *entry = (analogy, weight);
        }
        (entry.0.actors, entry.0.acts, entry.0.weight) = (actors, acts, sum);
    }
    let mut found: Vec<Analogy> = found.into_values().map(|(analogy, _)| analogy).collect();
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.triple.cmp(&b.triple)));
    found
}

/// How it went with others whom one of the two had not met either, and with whom it had about as many partners in common:
/// in the last months. None where these are too few to tell.
pub fn strangers(events: &[Dated], pair: Pair, day: u32) -> Option<Strangers> {
    let met = first_met(events, day);
    let shared = class(common(&met, pair[0], day).get(&pair[1]).copied().unwrap_or(0));
    let mut strangers = Strangers::default();
    for time in 1..=TIMES {
        let Some(then) = day.checked_sub(time * SOON) else { break };
        for actor in pair {
            for (_, on) in known_strangers(&met, actor, then).into_iter().filter(|one| one.0 == shared) {
                strangers.pairs += 1;
                strangers.met += usize::from(on.is_some_and(|on| on < then + SOON));
            }
        }
    }
    (strangers.pairs >= LEAST_STRANGERS).then_some(strangers)
}

/// By actor: whom it met, and when first.
type Met = BTreeMap<u32, BTreeMap<u32, u32>>;

fn first_met(events: &[Dated], day: u32) -> Met {
    let mut met = Met::new();
    for event in events.iter().take_while(|event| event.day < day) {
        let [one, _, other] = event.triple;
        for (one, other) in [(one, other), (other, one)].into_iter().filter(|(one, other)| one != other) {
            met.entry(one).or_default().entry(other).or_insert(event.day);
        }
    }
    met
}

/// Classes of numbers of partners in common: none, 1, 2–3, 4–7 …
fn class(shared: u32) -> u32 {
    shared.checked_ilog2().map_or(0, |class| class + 1)
}

/// With whom an actor has how many partners in common before a day.
fn common(met: &Met, actor: u32, day: u32) -> BTreeMap<u32, u32> {
    let partners = |of: u32| met.get(&of).into_iter().flatten().filter(|(_, on)| **on < day).map(|(other, _)| *other);
    let mut common = BTreeMap::new();
    for other in partners(actor).flat_map(partners).filter(|other| *other != actor) {
        *common.entry(other).or_default() += 1;
    }
    common
}

/// Those that had dealt with somebody before a day, and not with this actor: how much the two had in common, and when
/// they met.
fn known_strangers(met: &Met, actor: u32, day: u32) -> Vec<(u32, Option<u32>)> {
    let (own, common) = (met.get(&actor), common(met, actor, day));
    if own.is_none_or(|own| own.values().all(|on| *on >= day)) {
        return Vec::new();
    }
    let there = met.iter().filter(|(other, theirs)| **other != actor && theirs.values().any(|on| *on < day));
    there
        .map(|(other, _)| (other, own.and_then(|own| own.get(other)).copied()))
        .filter(|(_, on)| on.is_none_or(|on| on >= day))
        .map(|(other, on)| (class(common.get(other).copied().unwrap_or(0)), on))
        .collect()
}
