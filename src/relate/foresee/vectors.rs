//! Days of events in, a vector for every actor and kind of act out: who would fit a question that no history answers.
//! Learnt night by night: a question is answered by what was learnt from the days before it.

use super::groups::Groups;
use super::memory::NONE;
use crate::relate::numbers::{Stream, exp, ln};

const WIDE: usize = 32;
type Vector = [f32; WIDE];
const OTHERS: usize = 48;
const RATE: f32 = 0.12;

#[derive(Clone, Debug)]
struct Table {
    rows: Vec<Vector>,
    speed: Vec<f32>,
}

impl Table {
    fn new(count: usize, middle: f32, spread: f32, stream: &mut Stream) -> Self {
        let mut row =
            || std::array::from_fn(|_| middle + spread * (stream.unit() + stream.unit() + stream.unit() - 1.5));
        Self { rows: (0..count).map(|_| row()).collect(), speed: vec![0.02; count] }
    }

    #[inline]
    fn learn(&mut self, at: usize, slope: &Vector, factor: f32) {
        let square: f32 = dot(slope, slope) * factor * factor / WIDE as f32;
        self.speed[at] += square;
        let step = RATE * factor / self.speed[at].sqrt();
        for (value, slope) in self.rows[at].iter_mut().zip(slope) {
            *value -= step * slope;
        }
    }
}

#[inline]
fn dot(a: &Vector, b: &Vector) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    (lanes[0] + lanes[4]) + (lanes[1] + lanes[5]) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
}

#[derive(Debug)]
pub(super) struct Vectors {
    actors: Table,
    homes: Table,
    roles: Table,
    /// What an actor is with home and role, as the last night left it.
    whole: Vec<Vector>,
    scale: Table,
    shift: Table,
    bias: Vec<f32>,
    bias_speed: Vec<f32>,
    counts: Vec<f32>,
    past: Vec<[u32; 3]>,
    stream: Stream,
}

impl Vectors {
    pub(super) fn new(groups: &Groups, actors: usize, kinds: usize) -> Self {
        let mut stream = Stream::new(11);
        Self {
            actors: Table::new(actors, 0.0, 0.2, &mut stream),
            homes: Table::new(groups.homes.max(1), 0.0, 0.2, &mut stream),
            roles: Table::new(groups.roles.max(1), 0.0, 0.2, &mut stream),
            whole: Vec::new(),
            scale: Table::new(2 * kinds, 1.0, 0.1, &mut stream),
            shift: Table::new(2 * kinds, 0.0, 0.1, &mut stream),
            bias: vec![0.0; actors],
            bias_speed: vec![0.02; actors],
            counts: vec![0.0; actors],
            past: Vec::new(),
            stream,
        }
    }

    #[inline]
    fn actor(&self, groups: &Groups, at: usize) -> Vector {
        let mut vector = self.actors.rows[at];
        let role = &self.roles.rows[groups.role[at] as usize];
        for (v, r) in vector.iter_mut().zip(role) {
            *v += r;
        }
        let home = groups.home[at];
        if home != NONE {
            for (v, h) in vector.iter_mut().zip(&self.homes.rows[home as usize]) {
                *v += h;
            }
        }
        vector
    }

    fn question(&self, subject: &Vector, kind: u32) -> Vector {
        let (scale, shift) = (&self.scale.rows[kind as usize], &self.shift.rows[kind as usize]);
        std::array::from_fn(|i| subject[i] * scale[i] + shift[i])
    }

    /// Every candidate's share by vectors alone.
    pub(super) fn shares(&self, subject: u32, kind: u32, candidates: impl Iterator<Item = u32>, out: &mut Vec<f32>) {
        out.clear();
        if self.past.is_empty() {
            return;
        }
        let question = self.question(&self.whole[subject as usize], kind);
        out.extend(candidates.map(|at| dot(&question, &self.whole[at as usize]) + self.bias[at as usize]));
        let highest = out.iter().copied().fold(f32::MIN, f32::max);
        let mut total = 0.0;
        for score in out.iter_mut() {
            *score = exp(*score - highest);
            total += *score;
        }
        for score in out.iter_mut() {
            *score /= total;
        }
    }

    /// Learns from a day that is over, and again from days before it, the late ones more often.
    pub(super) fn night(&mut self, groups: &Groups, events: &[[u32; 3]]) {
        let (once, replay) = (2, 2);
        for event in events {
            self.counts[event[2] as usize] += 1.0;
            self.past.push(*event);
        }
        for _ in 0..once {
            for event in events {
                self.step(groups, *event);
            }
        }
        let reach = (events.len() * 40) as f32;
        for _ in 0..replay * events.len() {
            let back = -ln(1.0 - self.stream.unit()) * reach;
            let back = if back as usize >= self.past.len() {
                self.stream.below(self.past.len() as u32) as usize
            } else {
                back as usize
            };
            let event = self.past[self.past.len() - 1 - back];
            self.step(groups, event);
        }
        let whole = (0..self.actors.rows.len()).map(|at| self.actor(groups, at)).collect();
        self.whole = whole;
    }

    fn step(&mut self, groups: &Groups, [subject, kind, object]: [u32; 3]) {
        let total = self.past.len() as f32;
        let from = self.actor(groups, subject as usize);
        let question = self.question(&from, kind);
        let mut chosen = [object as usize; OTHERS + 1];
        for slot in chosen.iter_mut().skip(1) {
            *slot = self.past[self.stream.below(self.past.len() as u32) as usize][2] as usize;
        }
        let mut vectors = [[0.0; WIDE]; OTHERS + 1];
        let mut scores = [0.0_f32; OTHERS + 1];
        for (at, actor) in chosen.iter().enumerate() {
            vectors[at] = self.actor(groups, *actor);
            scores[at] = dot(&question, &vectors[at]) + self.bias[*actor] - ln(self.counts[*actor] / total);
            if at > 0 && *actor == object as usize {
                scores[at] = -80.0;
            }
        }
        let highest = scores.iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for score in &mut scores {
            *score = exp(*score - highest);
            sum += *score;
        }
        let mut back = [0.0; WIDE];
        for (at, actor) in chosen.iter().enumerate() {
            let slope = scores[at] / sum - f32::from(u8::from(at == 0));
            if slope.abs() < 1e-3 {
                continue;
            }
            for (b, v) in back.iter_mut().zip(&vectors[at]) {
                *b += slope * v;
            }
            self.bias_speed[*actor] += slope * slope;
            self.bias[*actor] -= RATE * slope / self.bias_speed[*actor].sqrt();
            self.learn_actor(groups, *actor, &question, slope);
        }
        let scale = self.scale.rows[kind as usize];
        let on_scale: Vector = std::array::from_fn(|i| back[i] * from[i]);
        let on_from: Vector = std::array::from_fn(|i| back[i] * scale[i]);
        self.scale.learn(kind as usize, &on_scale, 1.0);
        self.shift.learn(kind as usize, &back, 1.0);
        self.learn_actor(groups, subject as usize, &on_from, 1.0);
    }

    #[inline]
    fn learn_actor(&mut self, groups: &Groups, actor: usize, slope: &Vector, factor: f32) {
        self.actors.learn(actor, slope, factor);
        self.roles.learn(groups.role[actor] as usize, slope, factor);
        if groups.home[actor] != NONE {
            self.homes.learn(groups.home[actor] as usize, slope, factor);
        }
    }
}
