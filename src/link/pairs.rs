//! Members of blocks in, the pairs of passages that are compared out, with their weights.
//!
//! Pairs are many, and their weights are asked for again and again: they stand in one list, in order.

use super::keys::BlockKey;

/// Neighbours in time with which a passage is compared in one block.
const WINDOW: usize = 16;
/// The weight of a pair that is ruled out.
const NEVER: f64 = f64::NAN;

/// Members of blocks, block by block, each block in the order of its passages.
pub(super) struct Blocks<'m> {
    members: &'m [(BlockKey, usize)],
    /// For each passage where its places begin in `places`, which are places in `members`; one end more.
    starts: Vec<usize>,
    places: Vec<usize>,
}

impl<'m> Blocks<'m> {
    pub(super) fn new(members: &'m [(BlockKey, usize)], passages: usize) -> Self {
        let mut starts = vec![0; passages + 1];
        members.iter().for_each(|(_, at)| starts[at + 1] += 1);
        (0..passages).for_each(|at| starts[at + 1] += starts[at]);
        let mut next = starts.clone();
        let mut places = vec![0; members.len()];
        for (place, (_, at)) in members.iter().enumerate() {
            places[next[*at]] = place;
            next[*at] += 1;
        }
        Self { members, starts, places }
    }

    /// Those that come next to a passage in its blocks.
    fn next_to(&self, passage: usize) -> impl Iterator<Item = usize> {
        let places = self.places.get(self.starts[passage]..self.starts[passage + 1]).unwrap_or_default();
        places.iter().flat_map(|place| {
            let block = self.members[*place].0;
            let next = self.members.iter().skip(place + 1).take(WINDOW);
            next.take_while(move |(key, _)| *key == block).map(|(_, other)| *other)
        })
    }
}

/// The pairs of one group, by the places of passages in it, the first of each pair before the second.
#[derive(Default)]
pub(super) struct Pairs {
    /// Where the pairs of each passage begin; one end more.
    starts: Vec<usize>,
    others: Vec<usize>,
    weights: Vec<f64>,
}

impl Pairs {
    /// `place` tells for each passage of the group its place in it.
    pub(super) fn new(blocks: &Blocks<'_>, group: &[usize], place: &[usize]) -> Self {
        let mut pairs = Self { starts: vec![0], ..Self::default() };
        let mut near = Vec::new();
        for passage in group {
            near.clear();
            near.extend(blocks.next_to(*passage).map(|other| place[other]));
            near.sort_unstable();
            near.dedup();
            pairs.others.extend(&near);
            pairs.starts.push(pairs.others.len());
        }
        pairs
    }

    pub(super) fn is_empty(&self) -> bool {
        self.others.is_empty()
    }

    pub(super) fn weigh(&mut self, weight: impl Fn(usize, usize) -> Option<f64>) {
        self.weights = self.iter().map(|(a, b)| weight(a, b).unwrap_or(NEVER)).collect();
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        self.starts
            .windows(2)
            .enumerate()
            .flat_map(|(a, ends)| self.others.get(ends[0]..ends[1]).unwrap_or_default().iter().map(move |b| (a, *b)))
    }

    /// All with the weights that they have; those without are ruled out.
    pub(super) fn weighed(&self) -> impl Iterator<Item = (f64, usize, usize)> {
        let weighed = self.iter().zip(&self.weights).map(|((a, b), weight)| (*weight, a, b));
        weighed.filter(|(weight, ..)| !weight.is_nan())
    }

    /// The weight of two, if they are a pair: `Some(None)` where they rule each other out.
    pub(super) fn weight(&self, a: usize, b: usize) -> Option<Option<f64>> {
        let (start, end) = (*self.starts.get(a)?, *self.starts.get(a + 1)?);
        let at = start + self.others.get(start..end)?.binary_search(&b).ok()?;
        Some(self.weights.get(at).copied().filter(|weight| !weight.is_nan()))
    }
}
