//! Events in, in order of days; for every pair, triple, actor and kind of act a trace of what was seen: last day, count
//! and decayed sums. Nothing here looks ahead: what is asked about a day knows only the days before it.

use crate::relate::numbers::ln;
use rustc_hash::FxHashMap;

/// Days after which a sum has lost half.
pub(super) const HALF_LIVES: [f32; 4] = [3.0, 12.0, 50.0, 400.0];
/// Lags are told apart up to here.
const LONGEST_LAG: usize = 8192;
/// Index of "none".
pub(super) const NONE: u32 = u32::MAX;

/// What is left of a sum after so many days, by half-life.
#[derive(Debug)]
pub(super) struct Decay(Vec<[f32; 4]>);

impl Decay {
    fn new() -> Self {
        let left = |lag: usize, half_life: f32| {
            crate::relate::numbers::exp(-(lag as f32) * std::f32::consts::LN_2 / half_life)
        };
        Self((0..LONGEST_LAG).map(|lag| HALF_LIVES.map(|h| left(lag, h))).collect())
    }

    #[inline]
    pub(super) fn after(&self, lag: u32) -> &[f32; 4] {
        &self.0[(lag as usize).min(LONGEST_LAG - 1)]
    }
}

/// How often and when last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Trace {
    pub(super) last: u32,
    pub(super) count: u32,
    pub(super) sums: [f32; 4],
    /// The latest event, by its row in the table.
    pub(super) event: u32,
}

impl Trace {
    pub(super) fn add(&mut self, decay: &Decay, day: u32, event: u32) {
        if self.count > 0 {
            let left = decay.after(day - self.last);
            for (sum, left) in self.sums.iter_mut().zip(left) {
                *sum *= left;
            }
        }
        for sum in &mut self.sums {
            *sum += 1.0;
        }
        self.last = day;
        self.count += 1;
        self.event = event;
    }

    /// The sums as they stand on a day.
    #[inline]
    pub(super) fn on(&self, decay: &Decay, day: u32) -> [f32; 4] {
        let left = decay.after(day - self.last);
        [self.sums[0] * left[0], self.sums[1] * left[1], self.sums[2] * left[2], self.sums[3] * left[3]]
    }

    /// The order of the third sum among traces, which no passing of time changes.
    fn standing(&self) -> f32 {
        ln(self.sums[2]) + self.last as f32 * (std::f32::consts::LN_2 / HALF_LIVES[2])
    }
}

/// One of the foremost: who or what, where its trace is, and of the trace what most questions ask, so that they need not
/// go there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leader {
    standing: f32,
    pub(super) id: u32,
    pub(super) at: u32,
    last: u32,
    /// By the third half-life and by the first.
    sums: [f32; 2],
}

impl Leader {
    /// The slow and the fast sum as they stand on a day.
    #[inline]
    pub(super) fn on(&self, decay: &Decay, day: u32) -> [f32; 2] {
        let left = decay.after(day - self.last);
        [self.sums[0] * left[2], self.sums[1] * left[0]]
    }
}

/// The foremost entries of a list by standing, in no order.
#[derive(Clone, Debug, Default)]
pub(super) struct Foremost(Vec<Leader>);

impl Foremost {
    /// Takes note of a trace that has changed.
    fn touch(&mut self, most: usize, id: u32, at: u32, trace: &Trace) {
        let standing = trace.standing();
        let leader = Leader { standing, id, at, last: trace.last, sums: [trace.sums[2], trace.sums[0]] };
        if let Some(entry) = self.0.iter_mut().find(|entry| entry.id == id) {
            *entry = leader;
        } else if self.0.len() < most {
            self.0.push(leader);
        } else if let Some(least) = self.0.iter_mut().min_by(|a, b| a.standing.total_cmp(&b.standing))
            && least.standing < standing
        {
            *least = leader;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Leader> {
        self.0.iter()
    }

    /// The first by standing.
    pub(super) fn first(&self, most: usize) -> Vec<Leader> {
        let mut all = self.0.clone();
        all.sort_by(|a, b| b.standing.total_cmp(&a.standing).then(a.id.cmp(&b.id)));
        all.truncate(most);
        all
    }
}

/// One actor as seen from another.
#[derive(Clone, Debug, Default)]
pub(super) struct Pair {
    pub(super) object: u32,
    pub(super) all: Trace,
    /// Acts of the subject, acts of the object.
    pub(super) ways: [Trace; 2],
    pub(super) kinds: Vec<Done>,
    /// Where the subject's log names it last.
    stamp: u32,
}

/// A kind of act that one actor did to another: where its trace is, and of it what rules ask, so that they need not go there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Done {
    pub(super) kind: u32,
    pub(super) triple: u32,
    pub(super) last: u32,
    pub(super) count: u32,
}

/// A subject with a kind of act; by the kind turned round, an object with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Habit {
    pub(super) trace: Trace,
    /// Number of different objects.
    pub(super) breadth: u32,
    /// Objects, with the triple's trace.
    pub(super) objects: Foremost,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Actor {
    pub(super) trace: Trace,
    pub(super) ways: [Trace; 2],
    /// Pairs as they were touched; only the last naming of each counts.
    log: Vec<u32>,
    pub(super) breadth: u32,
    pub(super) partners: Foremost,
    /// Kinds of act with their habit.
    pub(super) kinds: Vec<(u32, u32)>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Kind {
    pub(super) trace: Trace,
    /// Objects, with the habit of the kind turned round.
    pub(super) objects: Foremost,
}

/// How many of the foremost are kept.
const MOST_OBJECTS: usize = 40;
const MOST_PARTNERS: usize = 50;
const MOST_POPULAR: usize = 200;

/// All that was seen so far.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) decay: Decay,
    /// Number of kinds of act; beyond it the same kinds turned round.
    pub(super) turned: u32,
    /// Day of the first event.
    first: Option<u32>,
    pub(super) actors: Vec<Actor>,
    pub(super) kinds: Vec<Kind>,
    pub(super) pairs: Vec<Pair>,
    pub(super) triples: Vec<Trace>,
    pub(super) habits: Vec<Habit>,
    pair_of: FxHashMap<(u32, u32), u32>,
    habit_of: FxHashMap<(u32, u32), u32>,
}

impl Memory {
    pub(super) fn new(actors: usize, kinds: usize) -> Self {
        Self {
            decay: Decay::new(),
            turned: kinds as u32,
            first: None,
            actors: vec![Actor::default(); actors],
            kinds: vec![Kind::default(); 2 * kinds],
            pairs: Vec::new(),
            triples: Vec::new(),
            habits: Vec::new(),
            pair_of: FxHashMap::default(),
            habit_of: FxHashMap::default(),
        }
    }

    /// The same act told from the other side.
    pub(super) fn turn(&self, kind: u32) -> u32 {
        if kind < self.turned { kind + self.turned } else { kind - self.turned }
    }

    /// What makes a count since the first day one in two hundred days.
    pub(super) fn pace(&self, day: u32) -> f32 {
        200.0 / (day - self.first.unwrap_or(day)).max(1) as f32
    }

    pub(super) fn pair(&self, subject: u32, object: u32) -> Option<&Pair> {
        self.pair_of.get(&(subject, object)).map(|at| &self.pairs[*at as usize])
    }

    pub(super) fn habit(&self, subject: u32, kind: u32) -> Option<&Habit> {
        self.habit_of.get(&(subject, kind)).map(|at| &self.habits[*at as usize])
    }

    pub(super) fn triple(&self, subject: u32, kind: u32, object: u32) -> Option<&Trace> {
        let pair = self.pair(subject, object)?;
        pair.kinds.iter().find(|done| done.kind == kind).map(|done| &self.triples[done.triple as usize])
    }

    /// The pairs of a subject, the latest first.
    pub(super) fn latest(&self, subject: u32) -> impl Iterator<Item = u32> + '_ {
        let log = &self.actors[subject as usize].log;
        let last = |(at, pair): &(usize, &u32)| self.pairs[**pair as usize].stamp == *at as u32;
        log.iter().enumerate().rev().filter(last).map(|(_, pair)| *pair)
    }

    /// Takes in an event, seen from both sides.
    pub(super) fn add(&mut self, [subject, kind, object]: [u32; 3], day: u32, event: u32) {
        self.add_side([subject, kind, object], day, event);
        self.add_side([object, self.turn(kind), subject], day, event);
    }

    pub(super) fn add_side(&mut self, [subject, kind, object]: [u32; 3], day: u32, event: u32) {
        self.first.get_or_insert(day);
        let way = usize::from(kind >= self.turned);
        let inverse = self.turn(kind);
        let decay = &self.decay;
        let next = self.pairs.len() as u32;
        let pair_at = *self.pair_of.entry((subject, object)).or_insert(next);
        let actor = &mut self.actors[subject as usize];
        if pair_at == next {
            self.pairs.push(Pair { object, ..Pair::default() });
            actor.breadth += 1;
        }
        let pair = &mut self.pairs[pair_at as usize];
        pair.all.add(decay, day, event);
        pair.ways[way].add(decay, day, event);
        pair.stamp = actor.log.len() as u32;
        actor.log.push(pair_at);
        actor.trace.add(decay, day, event);
        actor.ways[way].add(decay, day, event);
        actor.partners.touch(MOST_PARTNERS, object, pair_at, &pair.all);
        let next = self.triples.len() as u32;
        let triple_at = match pair.kinds.iter_mut().find(|done| done.kind == kind) {
            Some(done) => {
                (done.last, done.count) = (day, done.count + 1);
                done.triple
            }
            None => {
                pair.kinds.push(Done { kind, triple: next, last: day, count: 1 });
                self.triples.push(Trace::default());
                next
            }
        };
        let triple = &mut self.triples[triple_at as usize];
        triple.add(decay, day, event);
        let triple = *triple;
        let habit_at = self.habit_at(subject, kind);
        let habit = &mut self.habits[habit_at as usize];
        habit.trace.add(&self.decay, day, event);
        habit.breadth += u32::from(triple_at == next);
        habit.objects.touch(MOST_OBJECTS, object, triple_at, &triple);
        let turned = &mut self.kinds[inverse as usize];
        turned.objects.touch(MOST_POPULAR, subject, habit_at, &habit.trace);
        self.kinds[kind as usize].trace.add(&self.decay, day, event);
        self.compact(subject);
    }

    fn habit_at(&mut self, subject: u32, kind: u32) -> u32 {
        let next = self.habits.len() as u32;
        let at = *self.habit_of.entry((subject, kind)).or_insert(next);
        if at == next {
            self.habits.push(Habit::default());
            self.actors[subject as usize].kinds.push((kind, at));
        }
        at
    }

    /// Drops outdated namings from a log that is mostly such.
    fn compact(&mut self, subject: u32) {
        let actor = &mut self.actors[subject as usize];
        if actor.log.len() < 64 || actor.log.len() < 3 * actor.breadth as usize {
            return;
        }
        let mut kept = Vec::with_capacity(actor.breadth as usize * 2);
        for (at, pair_at) in actor.log.iter().enumerate() {
            let pair = &mut self.pairs[*pair_at as usize];
            if pair.stamp == at as u32 {
                pair.stamp = kept.len() as u32;
                kept.push(*pair_at);
            }
        }
        actor.log = kept;
    }
}
