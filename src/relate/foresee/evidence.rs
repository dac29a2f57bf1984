//! A question and one of its candidates in; the past events that speak for it out, by their rows in the table, and the
//! rule that weighs most.

use super::forecaster::{Desk, Forecaster};
use super::memory::Trace;
use super::mixture::{self, Mixture};
use super::rules;
use super::slate::part;

/// Past events that an answer rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Between the two: first the same act, then the latest of any kind.
    pub own: Vec<u32>,
    /// The same act with one of the two, where the two have no history.
    pub analogues: Vec<u32>,
}

/// What a share of an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// The same act between the same two before.
    Same,
    /// Any dealings of the two.
    Dealings,
    /// What was seen to follow on what.
    Rules,
    /// What actors like them do.
    Alike,
    /// To whom the act is mostly done.
    Usual,
    /// Partners of partners.
    Around,
    /// Actors of the same home and role.
    Home,
    /// How the vectors fit.
    Vectors,
}

impl Ground {
    pub const ALL: [Self; 8] =
        [Self::Same, Self::Dealings, Self::Rules, Self::Alike, Self::Usual, Self::Around, Self::Home, Self::Vectors];

    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Dealings => "dealings",
            Self::Rules => "rules",
            Self::Alike => "alike",
            Self::Usual => "usual",
            Self::Around => "around",
            Self::Home => "home",
            Self::Vectors => "vectors",
        }
    }

    fn of(at: usize) -> Self {
        match at {
            0..=3 => Self::Same,
            4..=8 | part::WAY_NOW => Self::Dealings,
            part::RULE_ANY..=part::RULE_BEST => Self::Rules,
            part::HOP_KIND | part::HOP_ALL | part::HOP_KIND_NOW | part::HOP_ALL_NOW => Self::Around,
            part::POPULAR | part::POPULAR_NOW | part::ACTIVE => Self::Usual,
            part::HOME | part::HOME_NOW | part::HOME_ALL | part::HOME_ALL_NOW | part::ROLE => Self::Home,
            part::VECTOR => Self::Vectors,
            _ => Self::Alike,
        }
    }
}

/// A rule as it applies to an answer: after the body, last seen within so many days, the act came in this share of cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Applied {
    /// Kind of act, turned round if beyond the number of kinds.
    pub body: u32,
    /// Bounds of the days since; no upper bound for the longest.
    pub lag: (u32, Option<u32>),
    /// How often the body was seen, at least and at most.
    pub count: (u32, Option<u32>),
    pub confidence: f64,
    /// How often it applied, and how often the act came on a day on which it did.
    pub cases: u32,
    pub hits: u32,
    /// The latest event of the body.
    pub event: u32,
}

impl Forecaster {
    /// The past events that speak for an answer.
    pub fn evidence(&self, subject: u32, kind: u32, object: u32) -> Evidence {
        let memory = &self.world.memory;
        let mut evidence = Evidence::default();
        let traces = [memory.triple(subject, kind, object), memory.pair(subject, object).map(|p| &p.all)];
        evidence.own = events(&traces);
        if evidence.own.is_empty() {
            let to = memory.habit(object, memory.turn(kind)).map(|h| &h.trace);
            let from = memory.habit(subject, kind).map(|h| &h.trace);
            let home = self.world.groups.home.get(subject as usize);
            let home = home.and_then(|home| self.world.homes.triple(*home, kind, object));
            let known = |actor: u32| Some(&memory.actors[actor as usize].trace).filter(|t| t.count > 0);
            evidence.analogues = events(&[home, to, from, known(object)]);
        }
        evidence
    }

    /// Which grounds an answer's share comes from, the largest first.
    pub fn grounds(&self, desk: &mut Desk, [subject, kind, object]: [u32; 3], day: u32) -> Vec<(Ground, f64)> {
        let (bucket, weights) = self.spread(desk, subject, kind, day);
        debug_assert_eq!(bucket, mixture::bucket(&self.world.memory, subject, kind));
        let Some(at) = desk.slate.find(object) else { return Vec::new() };
        let shares = Mixture::grounds(&desk.slate, &weights, at);
        let of = |ground: Ground| -> f64 {
            shares.iter().enumerate().filter(|(p, _)| Ground::of(*p) == ground).map(|(_, s)| f64::from(*s)).sum()
        };
        let mut grounds: Vec<(Ground, f64)> =
            Ground::ALL.iter().map(|g| (*g, of(*g))).filter(|g| g.1 > 0.005).collect();
        grounds.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        grounds
    }

    /// The rules that apply to an answer, the surest first.
    pub fn applied(&self, subject: u32, kind: u32, object: u32, day: u32) -> Vec<Applied> {
        let memory = &self.world.memory;
        let Some(pair) = memory.pair(subject, object) else { return Vec::new() };
        let mut all: Vec<Applied> = Vec::new();
        for done in &pair.kinds {
            let (body, trace) = (done.kind, &memory.triples[done.triple as usize]);
            let bucket = rules::bucket(trace.count, day - trace.last);
            let (lag, count) = rules::bounds(bucket);
            let (cases, hits) = self.world.rules.tally(kind, body, bucket);
            let confidence = f64::from(self.world.rules.confidence(kind, body, bucket));
            all.push(Applied {
                body,
                lag,
                count,
                confidence,
                cases: cases as u32,
                hits: hits as u32,
                event: trace.event,
            });
        }
        all.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.body.cmp(&b.body)));
        all
    }
}

fn events(traces: &[Option<&Trace>]) -> Vec<u32> {
    let mut events: Vec<u32> = Vec::new();
    for trace in traces.iter().flatten() {
        if !events.contains(&trace.event) {
            events.push(trace.event);
        }
    }
    events
}
