//! A question's slate in, one row of small numbers for each of its best candidates out: what the trees look at.

use super::memory::{Habit, Memory, NONE, Trace};
use super::slate::{Slate, World};

/// Numbers in a row.
pub(super) const WIDTH: usize = 112;
/// Codes run from 0 (nothing) to below this.
pub(super) const CODES: usize = 128;

/// Writes codes one after the other.
struct Row<'a> {
    out: &'a mut [u8],
    at: usize,
}

impl Row<'_> {
    #[inline]
    fn put(&mut self, code: u32) {
        self.out[self.at] = code.min(CODES as u32 - 1) as u8;
        self.at += 1;
    }

    /// From 2^-15 to 1 in eighths of an octave.
    #[inline]
    fn share(&mut self, x: f32) {
        const LEAST: f32 = 1.0 / 32768.0;
        self.put(if x < LEAST { 0 } else { ((x.to_bits() - LEAST.to_bits()) >> 20) + 1 });
    }

    /// From 2^-7 up in quarters of an octave.
    #[inline]
    fn amount(&mut self, x: f32) {
        const LEAST: f32 = 1.0 / 128.0;
        self.put(if x < LEAST { 0 } else { ((x.to_bits() - LEAST.to_bits()) >> 21) + 1 });
    }

    /// Days in eighths of an octave; none is the longest.
    #[inline]
    fn lag(&mut self, trace: Option<&Trace>, day: u32) {
        let code =
            trace.filter(|t| t.count > 0).map(|t| ((day - t.last) as f32).to_bits().saturating_sub(0x3f80_0000) >> 20);
        self.put(code.unwrap_or(CODES as u32 - 1));
    }

    /// Counts grow with the days that there were: `pace` keeps those of busy traces comparable between early and late days.
    fn trace(&mut self, memory: &Memory, trace: Option<&Trace>, day: u32, pace: f32) {
        let sums = trace.filter(|t| t.count > 0).map_or([0.0; 4], |t| t.on(&memory.decay, day));
        self.amount(sums[0]);
        self.amount(sums[1]);
        self.amount(sums[2]);
        self.amount(trace.map_or(0.0, |t| pace * t.count as f32));
        self.lag(trace, day);
    }
}

fn third(memory: &Memory, trace: Option<&Trace>, day: u32) -> f32 {
    trace.filter(|t| t.count > 0).map_or(0.0, |t| t.on(&memory.decay, day)[2])
}

fn over(x: f32, y: f32) -> f32 {
    if y > 0.0 { x / y } else { 0.0 }
}

/// A question as the rows need it.
pub(super) struct Question<'a> {
    world: &'a World,
    subject: u32,
    kind: u32,
    day: u32,
    habit: Option<&'a Habit>,
    shared: Vec<u8>,
    best: f32,
}

impl<'a> Question<'a> {
    pub(super) fn new(world: &'a World, [subject, kind]: [u32; 2], day: u32, shares: &[f32]) -> Self {
        let memory = &world.memory;
        let habit = memory.habit(subject, kind);
        let best = shares.iter().copied().fold(0.0, f32::max);
        let mut shared = vec![0; WIDTH];
        let mut row = Row { out: &mut shared, at: 0 };
        let actor = &memory.actors[subject as usize];
        let pace = memory.pace(day);
        row.trace(memory, habit.map(|h| &h.trace), day, pace);
        row.amount(habit.map_or(0.0, |h| pace * h.breadth as f32));
        row.trace(memory, Some(&actor.trace), day, pace);
        row.amount(pace * actor.breadth as f32);
        row.amount(pace * actor.kinds.len() as f32);
        row.amount(pace * memory.kinds[kind as usize].trace.count as f32);
        row.amount(third(memory, Some(&memory.kinds[kind as usize].trace), day));
        row.share(best);
        row.share(shares.iter().map(|s| s * s).sum());
        row.put(u32::from(kind >= memory.turned));
        row.put(world.groups.role[subject as usize].min(2));
        let length = row.at;
        shared.truncate(length);
        Self { world, subject, kind, day, habit, shared, best }
    }

    /// Writes the row of the candidate in a slot, which stands `place`-th by its share.
    pub(super) fn row(&self, slate: &Slate, slot: usize, share: f32, place: usize, out: &mut [u8]) {
        let (memory, day) = (&self.world.memory, self.day);
        out[..self.shared.len()].copy_from_slice(&self.shared);
        let mut row = Row { out, at: self.shared.len() };
        row.share(share);
        row.share(over(share, self.best));
        row.amount(place as f32 + 1.0);
        let parts = &slate.parts[slot];
        for (part, sum) in parts.iter().zip(&slate.sums) {
            row.share(over(*part, *sum));
        }
        let candidate = &slate.candidates[slot];
        for rule in candidate.rules {
            row.share(rule);
        }
        let triple = memory.triples.get(candidate.triple as usize);
        let pair = memory.pairs.get(candidate.pair as usize);
        let way = usize::from(self.kind >= memory.turned);
        row.trace(memory, triple, day, 1.0);
        row.trace(memory, pair.map(|p| &p.all), day, 1.0);
        row.trace(memory, pair.map(|p| &p.ways[way]), day, 1.0);
        row.amount(third(memory, pair.map(|p| &p.ways[1 - way]), day));
        row.lag(pair.map(|p| &p.ways[1 - way]), day);
        row.amount(pair.map_or(0.0, |p| p.kinds.len() as f32));
        let triple_sum = third(memory, triple, day);
        row.share(over(triple_sum, third(memory, pair.map(|p| &p.ways[way]), day)));
        let since = |t: Option<&Trace>| t.map_or(NONE, |t| t.last);
        let habit_last = since(self.habit.map(|h| &h.trace));
        row.amount(triple.map_or(9999.0, |t| (habit_last - t.last) as f32));
        row.amount(pair.map_or(9999.0, |p| (memory.actors[self.subject as usize].trace.last - p.all.last) as f32));
        self.object(&mut row, candidate.actor);
        self.home(&mut row, candidate.actor);
        debug_assert!(row.at <= WIDTH);
    }

    fn object(&self, row: &mut Row<'_>, object: u32) {
        let (memory, day) = (&self.world.memory, self.day);
        let habit = memory.habit(object, memory.turn(self.kind));
        let actor = &memory.actors[object as usize];
        let pace = memory.pace(day);
        row.trace(memory, habit.map(|h| &h.trace), day, pace);
        row.amount(habit.map_or(0.0, |h| pace * h.breadth as f32));
        row.trace(memory, Some(&actor.trace), day, pace);
        row.amount(pace * actor.breadth as f32);
        let all = third(memory, Some(&actor.trace), day);
        let of_kind = third(memory, habit.map(|h| &h.trace), day);
        row.share(over(of_kind, all));
        row.share(over(of_kind, third(memory, Some(&memory.kinds[self.kind as usize].trace), day)));
        let now = actor.trace.on(&memory.decay, day)[0];
        row.share(if actor.trace.count > 0 { over(now, all) } else { 0.0 });
    }

    fn home(&self, row: &mut Row<'_>, object: u32) {
        let (world, memory, day) = (self.world, &self.world.memory, self.day);
        let groups = &world.groups;
        let (own, other) = (groups.home[self.subject as usize], groups.home[object as usize]);
        row.put(if own == NONE || other == NONE { 1 } else { u32::from(own == other) * 2 });
        row.put(groups.role[object as usize].min(2));
        if other == NONE {
            row.trace(memory, None, day, 1.0);
            row.trace(memory, None, day, 1.0);
        } else {
            let pair = world.homes.pair(other, self.subject);
            let kind = memory.turn(self.kind);
            let triple = pair
                .and_then(|p| p.kinds.iter().find(|done| done.kind == kind))
                .map(|done| &world.homes.triples[done.triple as usize]);
            row.trace(memory, triple, day, 1.0);
            row.trace(memory, pair.map(|p| &p.all), day, 1.0);
        }
    }
}
