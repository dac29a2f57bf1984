//! The acts between all in; who stands with whom and who against whom on a day out, as a network with signs: its triads,
//! how many of them are balanced (the friend of a friend is a friend, the enemy of an enemy too), and how many edges
//! would have to turn for all to be.

use super::acts::{Act, Acts};
use super::course::WEEK;
use super::numbers::exp;
use std::collections::{BTreeMap, VecDeque};

/// Days after which an act weighs half.
const HALF_LIFE: f64 = 90.0;
/// An edge has a sign where its mean score lies at least so far from zero …
const LEAST_TONE: f64 = 0.5;
/// … and at least so many acts are remembered, by weight.
const LEAST_WEIGHT: f64 = 0.5;
const PRIOR: f64 = 1.0;
/// Sweeps of the search for two camps.
const SWEEPS: usize = 50;

/// Two actors, how they stand, and the latest events between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    pub tone: f64,
    pub weight: f64,
    pub events: Vec<u32>,
}

/// Three actors who all deal with one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Triad {
    pub actors: [String; 3],
    /// Tones of first and second, first and third, second and third.
    pub tones: [f64; 3],
}

impl Triad {
    pub fn is_balanced(&self) -> bool {
        self.hostile().is_multiple_of(2)
    }

    /// How many of its edges are hostile.
    pub fn hostile(&self) -> usize {
        self.tones.iter().filter(|tone| **tone < 0.0).count()
    }
}

/// How the whole network stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Balance {
    /// First day not known.
    pub end: u32,
    pub edges: usize,
    pub hostile: usize,
    /// Triads with no, one, two, three hostile edges; the second and the last are out of balance.
    pub triads: [usize; 4],
    /// Edges that lie wrong in the best division into two camps that was found: at most so many need to turn.
    pub frustrated: usize,
}

impl Balance {
    /// The share of balanced triads.
    pub fn share(&self) -> Option<f64> {
        let all: usize = self.triads.iter().sum();
        (all > 0).then(|| (self.triads[0] + self.triads[2]) as f64 / all as f64)
    }
}

/// Who stands how to whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    end: u32,
    /// By names, the first before the second.
    pub edges: BTreeMap<(String, String), Edge>,
}

impl Network {
    /// As it stands before the day `end`; both directions of a pair count together.
    pub fn new(dealings: &Dealings<'_>, end: u32) -> Self {
        let mut network = Self { end, edges: BTreeMap::new() };
        for ((one, other), acts) in &dealings.0 {
            let acts = acts.get(..acts.partition_point(|act| act.day < end)).unwrap_or_default();
            let (mut weight, mut score) = (0.0, 0.0);
            for act in acts {
                let days = f64::from(end - act.day);
                let kept = f64::from(exp((-days * std::f64::consts::LN_2 / HALF_LIFE) as f32));
                weight += kept;
                score += kept * act.score.unwrap_or_default();
            }
            let tone = score / (weight + PRIOR);
            if weight >= LEAST_WEIGHT && tone.abs() >= LEAST_TONE {
                let events = acts.iter().rev().take(3).map(|act| act.event).collect();
                let pair = ((*one).to_owned(), (*other).to_owned());
                let _ = network.edges.insert(pair, Edge { tone, weight, events });
            }
        }
        network
    }

    pub fn edge(&self, one: &str, other: &str) -> Option<&Edge> {
        let (first, second) = if one < other { (one, other) } else { (other, one) };
        self.edges.get(&(first.to_owned(), second.to_owned()))
    }

    /// All triads, by names.
    pub fn triads(&self) -> Vec<Triad> {
        let mut after: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
        for ((one, other), edge) in &self.edges {
            let _ = after.entry(one).or_default().insert(other, edge.tone);
        }
        let mut triads = Vec::new();
        for ((one, other), edge) in &self.edges {
            let (Some(of_one), Some(of_other)) = (after.get(one.as_str()), after.get(other.as_str())) else { continue };
            for (third, second) in of_other {
                if let Some(first) = of_one.get(third) {
                    let actors = [one.clone(), other.clone(), (*third).to_owned()];
                    triads.push(Triad { actors, tones: [edge.tone, *first, *second] });
                }
            }
        }
        triads
    }

    /// Triads with these two, out of balance first, then by how strong their weakest edge is.
    pub fn triads_of(&self, one: &str, other: &str) -> Vec<Triad> {
        let tone = |a: &str, b: &str| self.edge(a, b).map(|edge| edge.tone);
        let with = |third: &str| {
            let mut actors = [one, other, third].map(str::to_owned);
            actors.sort();
            let [first, second, last] = [&actors[0], &actors[1], &actors[2]];
            let tones = [tone(first, second)?, tone(first, last)?, tone(second, last)?];
            Some(Triad { tones, actors })
        };
        let ends =
            |(a, b): &(String, String)| if a == one { Some(b.clone()) } else { Some(a.clone()).filter(|_| b == one) };
        let mut triads: Vec<Triad> = self.edges.keys().filter_map(ends).filter_map(|third| with(&third)).collect();
        let weakest = |triad: &Triad| triad.tones.iter().map(|tone| tone.abs()).fold(f64::INFINITY, f64::min);
        triads.sort_by(|a, b| {
            let strong = weakest(b).total_cmp(&weakest(a));
            a.is_balanced().cmp(&b.is_balanced()).then(strong).then(a.actors.cmp(&b.actors))
        });
        triads
    }

    pub fn balance(&self) -> Balance {
        let mut balance = Balance { end: self.end, edges: self.edges.len(), ..Balance::default() };
        balance.hostile = self.edges.values().filter(|edge| edge.tone < 0.0).count();
        for triad in self.triads() {
            balance.triads[triad.hostile()] += 1;
        }
        balance.frustrated = self.frustrated();
        balance
    }

    /// Two camps: everyone joins those who stand by him, and changes sides while that puts more edges right.
    fn frustrated(&self) -> usize {
        let mut names: Vec<&str> = self.edges.keys().flat_map(|(one, other)| [one.as_str(), other.as_str()]).collect();
        names.sort_unstable();
        names.dedup();
        let number: BTreeMap<&str, usize> = names.iter().copied().zip(0..).collect();
        let mut ties: Vec<Vec<(usize, i32)>> = vec![Vec::new(); names.len()];
        for ((one, other), edge) in &self.edges {
            let (one, other) = (number[one.as_str()], number[other.as_str()]);
            let sign = if edge.tone < 0.0 { -1 } else { 1 };
            ties[one].push((other, sign));
            ties[other].push((one, sign));
        }
        let mut camp = vec![0_i32; names.len()];
        let pull = |camp: &[i32], at: usize| -> i32 { ties[at].iter().map(|(other, sign)| sign * camp[*other]).sum() };
        // From neighbour to neighbour, so that where two camps fit, they are found.
        for start in 0..names.len() {
            let mut next = VecDeque::from([start]);
            while let Some(at) = next.pop_front() {
                if camp[at] == 0 {
                    camp[at] = if pull(&camp, at) < 0 { -1 } else { 1 };
                    next.extend(ties[at].iter().map(|tie| tie.0));
                }
            }
        }
        for _ in 0..SWEEPS {
            let mut changed = false;
            for at in 0..names.len() {
                if camp[at] * pull(&camp, at) < 0 {
                    camp[at] = -camp[at];
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        let wrong = |((one, other), edge): &(&(String, String), &Edge)| {
            let side = f64::from(camp[number[one.as_str()]] * camp[number[other.as_str()]]);
            side * edge.tone < 0.0
        };
        self.edges.iter().filter(wrong).count()
    }
}

/// Acts with a score by the names of the two, the first before the second; both directions together, in order of days.
#[derive(Clone, Debug)]
pub struct Dealings<'a>(BTreeMap<(&'a str, &'a str), Vec<Act>>);

impl<'a> Dealings<'a> {
    pub fn of(acts: &'a Acts) -> Self {
        let mut pairs: BTreeMap<_, Vec<Act>> = BTreeMap::new();
        for ((from, to), all) in acts {
            let pair = if from < to { (from.as_str(), to.as_str()) } else { (to.as_str(), from.as_str()) };
            pairs.entry(pair).or_default().extend(all.iter().filter(|act| act.score.is_some()));
        }
        for acts in pairs.values_mut() {
            acts.sort_by_key(|act| (act.day, act.one, act.event));
            // A reciprocal act stands in both directions and is one.
            acts.dedup_by_key(|act| (act.day, act.one));
        }
        Self(pairs)
    }
}

/// The balance at the ends of the last so many stretches of `weeks` weeks, the latest last.
pub fn over_time(dealings: &Dealings<'_>, end: u32, stretches: u32, weeks: u32) -> Vec<Balance> {
    let ends = (0..stretches).rev().filter_map(|back| end.checked_sub(back * weeks * WEEK));
    ends.map(|end| Network::new(dealings, end).balance()).filter(|balance| balance.edges > 0).collect()
}
