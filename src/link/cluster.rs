//! Passages in, events out: the passages of one act are found by weighing pairs and joining the surest first.
//!
//! 1. Passages that share a key are compared, in a crowded block only with their neighbours in time.
//! 2. Pairs are joined from the heaviest down, as long as no two of the earliest passages of both sides rule each other
//!    out.
//! 3. What is left without a firm date goes to the one event that it can mean, and stays alone where it could mean
//!    several.
//!
//! Every choice depends on the passages alone, ties included, so that their order does not matter. Passages that share
//! no key, directly or through others, do not touch each other: whole blocks can be merged apart.

use super::affinity::{Rarity, Sides, affinity, sides};
use super::assemble::assemble;
use super::keys::{BlockKey, key};

use super::pairs::{Blocks, Pairs};
use super::passage::Passage;
use super::union::Union;
use crate::event::Event;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::collections::BTreeMap;

/// The earliest passages of an event, which stand for all of it where events are compared: the work stays bounded.
const SPOKESMEN: usize = 8;
/// Days up to which a date is firm.
const FIRM: i32 = 10;

/// Evidence for joining a pair, and the mean of the evidence for joining what was joined already.
const JOIN: f64 = 0.15;
/// Evidence from which a passage without firm date goes to its best event.
const ADOPT: f64 = -0.86;
/// What it counts that there is only one such event, and a share of the lead over the next best.
const ONLY_ONE: f64 = 1.6;
const LEAD: f64 = 0.3;
/// The same within one article, which would have said so; and between two undated events.
const ONLY_ONE_IN_ARTICLE: f64 = 0.3;
const ONLY_ONE_UNDATED: f64 = 0.7;

/// The events of whole blocks, in order of time, undated last; ties by id.
pub fn merge(passages: &[Passage<'_>]) -> Vec<Event> {
    let mut ordered: Vec<&Passage<'_>> = passages.iter().collect();
    ordered.sort_by(|a, b| a.order().cmp(&b.order()).then(a.at.cmp(&b.at)));
    let mut members: Vec<(BlockKey, usize)> = Vec::new();
    for (at, passage) in ordered.iter().enumerate() {
        members.extend(key(passage).into_iter().map(|k| (k, at)));
    }
    members.sort_unstable();
    let mut touching = Union::new(ordered.len());
    for block in members.chunk_by(|a, b| a.0 == b.0) {
        block.windows(2).for_each(|pair| touching.join(pair[0].1, pair[1].1));
    }
    let blocks = Blocks::new(&members, ordered.len());
    let mut place = vec![0; ordered.len()];
    let mut events = Vec::new();
    for group in touching.groups() {
        group.iter().enumerate().for_each(|(local, at)| place[*at] = local);
        let local: Vec<&Passage<'_>> = group.iter().map(|at| ordered[*at]).collect();
        let mut clusters = Clusters::new(&local, Pairs::new(&blocks, &group, &place));
        clusters.join_pairs();
        clusters.adopt();
        events.extend(clusters.into_groups().map(|c| assemble(&c.iter().map(|at| local[*at]).collect::<Vec<_>>())));
    }
    events.sort_by(|a, b| {
        let time = |e: &Event| (e.time.is_none(), e.time.map(|t| (t.start, t.end)));
        time(a).cmp(&time(b)).then_with(|| a.id.cmp(&b.id))
    });
    events
}

/// Passages on their way to events; a cluster is known by its first passage.
struct Clusters<'p, 'a> {
    passages: &'p [&'p Passage<'a>],
    rarity: Rarity,
    pairs: Pairs,
    /// Weights of passages that are no pair.
    others: FxHashMap<(usize, usize), Option<f64>>,
    owner: Union,
    /// By their first passages.
    members: Vec<Option<Members>>,
    /// For each passage the passages of its article.
    articles: BTreeMap<&'p str, Vec<usize>>,
}

struct Members {
    all: Vec<usize>,
    /// The earliest, in order.
    spokesmen: SmallVec<[usize; SPOKESMEN]>,
    /// One of them tells, as done, a day or few on which it was done.
    is_firm: bool,
}

impl<'p, 'a> Clusters<'p, 'a> {
    fn new(passages: &'p [&'p Passage<'a>], mut pairs: Pairs) -> Self {
        let rarity = if pairs.is_empty() { Rarity::default() } else { Rarity::new(passages) };
        pairs.weigh(|a, b| affinity((passages[a], rarity.words(a)), (passages[b], rarity.words(b))));
        let is_firm = |p: &Passage<'_>| !p.foretold() && p.time.is_some_and(|t| t.length() <= FIRM + 1);
        let lone = |(at, p): (usize, &&Passage<'_>)| {
            Some(Members { all: vec![at], spokesmen: smallvec![at], is_firm: is_firm(p) })
        };
        let mut articles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, passage) in passages.iter().enumerate() {
            articles.entry(passage.mention.doc.as_str()).or_default().push(at);
        }
        Self {
            passages,
            rarity,
            pairs,
            others: FxHashMap::default(),
            owner: Union::new(passages.len()),
            members: passages.iter().enumerate().map(lone).collect(),
            articles,
        }
    }

    fn weight(&mut self, a: usize, b: usize) -> Option<f64> {
        let (a, b) = (a.min(b), a.max(b));
        let (passages, rarity) = (self.passages, &self.rarity);
        let weigh = || affinity((passages[a], rarity.words(a)), (passages[b], rarity.words(b)));
        let known = self.pairs.weight(a, b);
        known.unwrap_or_else(|| *self.others.entry((a, b)).or_insert_with(weigh))
    }

    fn join_pairs(&mut self) {
        let mut links: Vec<_> = self.pairs.weighed().filter(|(weight, ..)| *weight > JOIN).collect();
        heaviest_first(&mut links);
        for (_, a, b) in links {
            let (a, b) = (self.owner.root(a), self.owner.root(b));
            if a != b && self.between(a, b).is_some_and(|(_, mean)| mean > JOIN) {
                self.join(a, b);
            }
        }
    }

    /// Gives each cluster without firm date to the event that it can best mean. All choose before any is moved.
    fn adopt(&mut self) {
        let roots: Vec<usize> = (0..self.passages.len()).map(|at| self.owner.root(at)).collect();
        let ends = self.pairs.iter().map(|(a, b)| (roots[a], roots[b])).filter(|(a, b)| a != b);
        let mut met: Vec<(usize, usize)> = ends.flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        met.retain(|(cluster, _)| !self.is_firm(*cluster));
        met.sort_unstable();
        met.dedup();
        let mut links = Vec::new();
        for met in met.chunk_by(|a, b| a.0 == b.0) {
            links.extend(self.best_home(met[0].0, met.iter().map(|(_, other)| *other)));
        }
        heaviest_first(&mut links);
        for (_, a, b) in links {
            let (a, b) = (self.owner.root(a), self.owner.root(b));
            if a != b && self.between(a, b).is_some() {
                self.join(a, b);
            }
        }
    }

    fn best_home(&mut self, cluster: usize, others: impl Iterator<Item = usize>) -> Option<(f64, usize, usize)> {
        let mut homes: Vec<(f64, usize)> = Vec::new();
        for other in others {
            homes.extend(self.between(cluster, other).map(|(best, mean)| ((best + mean) / 2.0, other)));
        }
        homes.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let (weight, home) = *homes.first()?;
        let mut lead = homes.get(1).map_or(ONLY_ONE, |next| ((weight - next.0) * LEAD).min(ONLY_ONE));
        if sides(self.passages[cluster], self.passages[home]) != Some(Sides::Equal) {
            lead = 0.0;
        }
        if self.share_article(cluster, home) {
            lead *= ONLY_ONE_IN_ARTICLE;
        }
        if !self.is_firm(home) && self.all(cluster).iter().all(|at| self.passages[*at].time.is_none()) {
            lead *= ONLY_ONE_UNDATED;
        }
        (weight + lead > ADOPT).then_some((weight + lead, cluster, home))
    }

    /// The heaviest and the mean weight between two clusters; `None` where two of their spokesmen rule each other out.
    fn between(&mut self, a: usize, b: usize) -> Option<(f64, f64)> {
        let spokesmen = |cluster| self.of(cluster).map(|m| m.spokesmen.clone()).unwrap_or_default();
        let (ours, theirs) = (spokesmen(a), spokesmen(b));
        let (mut best, mut sum) = (f64::MIN, 0.0);
        for x in &ours {
            for y in &theirs {
                let weight = self.weight(*x, *y)?;
                best = best.max(weight);
                sum += weight;
            }
        }
        Some((best, sum / (ours.len() * theirs.len()) as f64))
    }

    fn join(&mut self, a: usize, b: usize) {
        self.owner.join(a, b);
        let (Some(a_members), Some(b_members)) = (self.members[a].take(), self.members[b].take()) else { return };
        let (mut large, small) =
            if a_members.all.len() < b_members.all.len() { (b_members, a_members) } else { (a_members, b_members) };
        large.all.extend(small.all);
        large.spokesmen.extend(small.spokesmen);
        large.spokesmen.sort_unstable();
        large.spokesmen.truncate(SPOKESMEN);
        large.is_firm |= small.is_firm;
        self.members[a.min(b)] = Some(large);
    }

    fn of(&self, cluster: usize) -> Option<&Members> {
        self.members.get(cluster)?.as_ref()
    }

    fn all(&self, cluster: usize) -> &[usize] {
        self.of(cluster).map(|m| m.all.as_slice()).unwrap_or_default()
    }

    fn is_firm(&self, cluster: usize) -> bool {
        self.of(cluster).is_some_and(|m| m.is_firm)
    }

    fn share_article(&mut self, a: usize, b: usize) -> bool {
        let (small, other) = if self.all(a).len() < self.all(b).len() { (a, b) } else { (b, a) };
        let docs: Vec<&str> = self.all(small).iter().map(|at| self.passages[*at].mention.doc.as_str()).collect();
        let beside: Vec<usize> = docs.iter().filter_map(|doc| self.articles.get(doc)).flatten().copied().collect();
        beside.into_iter().any(|at| self.owner.root(at) == other)
    }

    /// The passages of each cluster, in their order, and the clusters in that of their first passages.
    fn into_groups(self) -> impl Iterator<Item = Vec<usize>> {
        self.members.into_iter().flatten().map(|mut members| {
            members.all.sort_unstable();
            members.all
        })
    }
}

/// Heaviest first; equal weights in the order of their passages.
fn heaviest_first(links: &mut [(f64, usize, usize)]) {
    links.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
}
