//! A question "(s, r, ?) on this day" and the memory in; candidates with the parts of evidence for each out.

use super::groups::Groups;
use super::memory::{Decay, Foremost, Memory, NONE, Trace};
use super::rules::{self, Rules};
use super::similar::Similar;
use rustc_hash::FxHashMap;

/// The kinds of evidence that the mixture weighs.
pub(super) mod part {
    pub(crate) const TRIPLE: usize = 0; // four half-lives
    pub(crate) const PAIR: usize = 4; // four half-lives
    pub(crate) const WAY: usize = 8;
    pub(crate) const RULE_ANY: usize = 9;
    pub(crate) const RULE_CUBE: usize = 10;
    pub(crate) const RULE_BEST: usize = 11;
    pub(crate) const LIKE_KIND: usize = 12;
    pub(crate) const LIKE_ALL: usize = 13;
    pub(crate) const LIKE_OBJECT: usize = 14;
    pub(crate) const POPULAR: usize = 15;
    pub(crate) const POPULAR_NOW: usize = 16;
    pub(crate) const HOP_KIND: usize = 17;
    pub(crate) const HOP_ALL: usize = 18;
    pub(crate) const HOME: usize = 19;
    pub(crate) const ROLE: usize = 20;
    pub(crate) const WAY_NOW: usize = 21;
    pub(crate) const LIKE_OBJECT_ALL: usize = 22;
    pub(crate) const VECTOR: usize = 23;
    pub(crate) const HOP_KIND_NOW: usize = 24;
    pub(crate) const HOP_ALL_NOW: usize = 25;
    pub(crate) const LIKE_KIND_NOW: usize = 26;
    pub(crate) const LIKE_ALL_NOW: usize = 27;
    pub(crate) const HOME_NOW: usize = 28;
    pub(crate) const HOME_ALL: usize = 29;
    pub(crate) const HOME_ALL_NOW: usize = 30;
    pub(crate) const ACTIVE: usize = 31;
    pub(crate) const PARTS: usize = 32;
}
use part::PARTS;

/// Partners looked at, the latest first.
const MOST_LATEST: usize = 800;
const MAIN_PARTNERS: usize = 20;
const HOP_OBJECTS: usize = 40;
const LATEST_PARTNERS: usize = 30;
/// Below this a sum of three days says that it is over.
const LATELY: f32 = 0.1;

/// What learns and what is asked.
#[derive(Debug)]
pub(super) struct World {
    pub(super) memory: Memory,
    /// Homes as subjects, numbered as homes; objects are actors.
    pub(super) homes: Memory,
    /// Within one home: role of the subject, kind, role of the object.
    pub(super) within: FxHashMap<(u32, u32, u32), Trace>,
    pub(super) rules: Rules,
    pub(super) similar: Similar,
    pub(super) groups: Groups,
    /// Changes with every event.
    stamp: u64,
}

impl World {
    pub(super) fn new(names: &[String], kinds: usize) -> Self {
        let groups = Groups::new(names);
        Self {
            memory: Memory::new(names.len(), kinds),
            homes: Memory::new(groups.homes.max(names.len()), kinds),
            within: FxHashMap::default(),
            rules: Rules::new(kinds),
            similar: Similar::default(),
            groups,
            stamp: 0,
        }
    }

    pub(super) fn add(&mut self, [subject, kind, object]: [u32; 3], day: u32, event: u32) {
        self.stamp += 1;
        self.memory.add([subject, kind, object], day, event);
        let turned = self.memory.turn(kind);
        for (from, kind, to) in [(subject, kind, object), (object, turned, subject)] {
            let home = self.groups.home[from as usize];
            if home != NONE {
                self.homes.add_side([home, kind, to], day, event);
                if home == self.groups.home[to as usize] {
                    let key = (self.groups.role[from as usize], kind, self.groups.role[to as usize]);
                    self.within.entry(key).or_default().add(&self.memory.decay, day, event);
                }
            }
        }
    }
}

/// One candidate's references.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) actor: u32,
    pub(super) pair: u32,
    pub(super) triple: u32,
    /// The best three rules.
    pub(super) rules: [f32; 3],
    /// The kind in the body of the best rule.
    pub(super) body: u32,
}

/// The candidates of one question; reused from question to question.
#[derive(Debug, Default)]
pub(super) struct Slate {
    pub(super) candidates: Vec<Candidate>,
    pub(super) parts: Vec<[f32; PARTS]>,
    pub(super) sums: [f32; PARTS],
    /// Candidate, kind and bucket of every rule body seen.
    pub(super) trials: Vec<(u32, u32, u8)>,
    slot: Vec<u32>,
    /// Subject, day and state of the world for which `kept` holds.
    kept_for: Option<(u32, u32, u64, bool)>,
    kept: (Vec<Candidate>, Vec<[f32; PARTS]>),
}

impl Slate {
    fn open(&mut self, actors: usize) {
        self.slot.resize(actors, NONE);
        for candidate in &self.candidates {
            self.slot[candidate.actor as usize] = NONE;
        }
        self.candidates.clear();
        self.parts.clear();
        self.trials.clear();
    }

    #[inline]
    fn at(&mut self, actor: u32) -> usize {
        let slot = self.slot[actor as usize];
        if slot != NONE {
            return slot as usize;
        }
        let next = self.candidates.len();
        self.slot[actor as usize] = next as u32;
        self.candidates.push(Candidate { actor, pair: NONE, triple: NONE, rules: [0.0; 3], body: NONE });
        self.parts.push([0.0; PARTS]);
        next
    }

    /// Where a candidate stands, if it is one.
    pub(super) fn find(&self, actor: u32) -> Option<usize> {
        self.slot.get(actor as usize).filter(|slot| **slot != NONE).map(|slot| *slot as usize)
    }

    /// Gathers the candidates for (subject, kind, ?) on a day; with `far` also partners of partners.
    pub(super) fn gather(&mut self, world: &World, subject: u32, kind: u32, day: u32, far: bool) {
        self.open(world.memory.actors.len());
        self.common(world, subject, day, far);
        self.partners(world, subject, kind, day);
        self.popular(world, kind, day);
        if far {
            self.hops(world, subject, kind, day);
        }
        self.alike(world, subject, kind, day);
        self.home(world, subject, kind, day);
        let mut sums = [0.0; PARTS];
        for (candidate, parts) in self.candidates.iter().zip(&mut self.parts) {
            let trace = &world.memory.actors[candidate.actor as usize].trace;
            parts[part::ACTIVE] = if trace.count > 0 { trace.on(&world.memory.decay, day)[1] } else { 0.0 };
            for (sum, part) in sums.iter_mut().zip(&*parts) {
                *sum += part;
            }
        }
        self.sums = sums;
    }

    /// What is the same for all kinds of act: kept from one question to the next of the same subject and state.
    fn common(&mut self, world: &World, subject: u32, day: u32, far: bool) {
        let key = Some((subject, day, world.stamp, far));
        if self.kept_for == key {
            self.candidates.clone_from(&self.kept.0);
            self.parts.clone_from(&self.kept.1);
            for (at, candidate) in self.candidates.iter().enumerate() {
                self.slot[candidate.actor as usize] = at as u32;
            }
            return;
        }
        if far {
            self.hops_of_any_kind(world, subject, day);
        }
        self.alike_in_any_kind(world, subject, day);
        self.home_in_any_kind(world, subject, day);
        self.kept_for = key;
        self.kept.0.clone_from(&self.candidates);
        self.kept.1.clone_from(&self.parts);
    }

    fn partners(&mut self, world: &World, subject: u32, kind: u32, day: u32) {
        let memory = &world.memory;
        let way = usize::from(kind >= memory.turned);
        for pair_at in memory.latest(subject).take(MOST_LATEST) {
            let pair = &memory.pairs[pair_at as usize];
            let at = self.at(pair.object);
            let mut triple_at = NONE;
            let (mut none, mut none_cubed) = (1.0_f32, 1.0_f32);
            let mut best = [0.0_f32; 3];
            let mut body = NONE;
            for done in &pair.kinds {
                if done.kind == kind {
                    triple_at = done.triple;
                }
                let bucket = rules::bucket(done.count, day - done.last);
                let confidence = world.rules.confidence(kind, done.kind, bucket);
                self.trials.push((at as u32, done.kind, bucket as u8));
                none *= 1.0 - confidence;
                none_cubed *= 1.0 - confidence * confidence * confidence;
                if confidence > best[0] {
                    best = [confidence, best[0], best[1]];
                    body = done.kind;
                } else if confidence > best[1] {
                    best = [best[0], confidence, best[1]];
                } else if confidence > best[2] {
                    best[2] = confidence;
                }
            }
            let parts = &mut self.parts[at];
            parts[part::PAIR..part::PAIR + 4].copy_from_slice(&pair.all.on(&memory.decay, day));
            if triple_at != NONE {
                let sums = memory.triples[triple_at as usize].on(&memory.decay, day);
                parts[part::TRIPLE..part::TRIPLE + 4].copy_from_slice(&sums);
            }
            if pair.ways[way].count > 0 {
                let sums = pair.ways[way].on(&memory.decay, day);
                parts[part::WAY] = sums[2];
                parts[part::WAY_NOW] = sums[1];
            }
            parts[part::RULE_ANY] = 1.0 - none;
            parts[part::RULE_CUBE] = 1.0 - none_cubed;
            parts[part::RULE_BEST] = best[0] * best[0];
            let candidate = &mut self.candidates[at];
            (candidate.pair, candidate.triple, candidate.rules, candidate.body) = (pair_at, triple_at, best, body);
        }
    }

    fn popular(&mut self, world: &World, kind: u32, day: u32) {
        let memory = &world.memory;
        for object in memory.kinds[kind as usize].objects.iter() {
            let [slow, fast] = object.on(&memory.decay, day);
            let at = self.at(object.id);
            self.parts[at][part::POPULAR] = slow;
            self.parts[at][part::POPULAR_NOW] = fast;
        }
    }

    /// Adds `weight` shared out among the foremost by their decayed sums, once by the slow, once by the fast ones.
    fn share(&mut self, foremost: &Foremost, weight: f32, parts: [usize; 2], decay: &Decay, day: u32) {
        let mut total = [0.0_f32; 2];
        let mut values = [[0.0_f32; 2]; HOP_OBJECTS];
        for (value, leader) in values.iter_mut().zip(foremost.iter()) {
            *value = leader.on(decay, day);
            total = [total[0] + value[0], total[1] + value[1]];
        }
        for (value, leader) in values.iter().zip(foremost.iter()) {
            let at = self.at(leader.id);
            self.parts[at][parts[0]] += weight * value[0] / total[0].max(1e-9);
            self.parts[at][parts[1]] += weight * value[1] / total[1].max(1.0);
        }
    }

    fn hops(&mut self, world: &World, subject: u32, kind: u32, day: u32) {
        let memory = &world.memory;
        for partner in memory.actors[subject as usize].partners.first(MAIN_PARTNERS) {
            let [weight, _] = partner.on(&memory.decay, day);
            if let Some(habit) = memory.habit(partner.id, kind) {
                self.share(&habit.objects, weight, [part::HOP_KIND, part::HOP_KIND_NOW], &memory.decay, day);
            }
        }
    }

    fn hops_of_any_kind(&mut self, world: &World, subject: u32, day: u32) {
        let memory = &world.memory;
        for partner in memory.actors[subject as usize].partners.first(MAIN_PARTNERS) {
            let partners = &memory.actors[partner.id as usize].partners;
            let [weight, _] = partner.on(&memory.decay, day);
            self.share(partners, weight, [part::HOP_ALL, part::LIKE_ALL_NOW], &memory.decay, day);
        }
        for pair in memory.latest(subject).take(LATEST_PARTNERS) {
            let pair = &memory.pairs[pair as usize];
            let weight = pair.all.on(&memory.decay, day)[0];
            if weight < LATELY {
                break;
            }
            for next in memory.latest(pair.object).take(LATEST_PARTNERS) {
                let next = &memory.pairs[next as usize];
                let value = next.all.on(&memory.decay, day)[0];
                if value < LATELY {
                    break;
                }
                let at = self.at(next.object);
                self.parts[at][part::HOP_ALL_NOW] += weight * value;
            }
        }
    }

    fn alike(&mut self, world: &World, subject: u32, kind: u32, day: u32) {
        let memory = &world.memory;
        for (other, likeness) in world.similar.of.get(subject as usize).into_iter().flatten() {
            if let Some(habit) = memory.habit(*other, kind) {
                self.share(&habit.objects, *likeness, [part::LIKE_KIND, part::LIKE_KIND_NOW], &memory.decay, day);
            }
        }
        let objects = memory.habit(subject, kind).map(|h| h.objects.first(MAIN_PARTNERS)).unwrap_or_default();
        for object in objects {
            self.alike_object(world, object.id, object.on(&memory.decay, day)[0], part::LIKE_OBJECT);
        }
    }

    fn alike_in_any_kind(&mut self, world: &World, subject: u32, day: u32) {
        let memory = &world.memory;
        for (other, likeness) in world.similar.of.get(subject as usize).into_iter().flatten() {
            let partners = &memory.actors[*other as usize].partners;
            self.share(partners, *likeness, [part::LIKE_ALL, part::LIKE_ALL_NOW], &memory.decay, day);
        }
        for object in memory.actors[subject as usize].partners.first(MAIN_PARTNERS) {
            self.alike_object(world, object.id, object.on(&memory.decay, day)[0], part::LIKE_OBJECT_ALL);
        }
    }

    fn alike_object(&mut self, world: &World, object: u32, weight: f32, part: usize) {
        for (other, likeness) in world.similar.of.get(object as usize).into_iter().flatten() {
            let at = self.at(*other);
            self.parts[at][part] += weight * likeness;
        }
    }

    fn home(&mut self, world: &World, subject: u32, kind: u32, day: u32) {
        let home = world.groups.home[subject as usize];
        let Some(members) = world.groups.members.get(home as usize) else { return };
        let decay = &world.memory.decay;
        if let Some(habit) = world.homes.habit(home, kind) {
            for object in habit.objects.iter() {
                let at = self.at(object.id);
                let [slow, fast] = object.on(decay, day);
                self.parts[at][part::HOME] = slow;
                self.parts[at][part::HOME_NOW] = fast;
            }
        }
        let role = world.groups.role[subject as usize];
        for member in members {
            if world.memory.actors[*member as usize].trace.count == 0 {
                continue;
            }
            if let Some(trace) = world.within.get(&(role, kind, world.groups.role[*member as usize])) {
                let at = self.at(*member);
                self.parts[at][part::ROLE] = trace.on(decay, day)[2];
            }
        }
    }

    fn home_in_any_kind(&mut self, world: &World, subject: u32, day: u32) {
        let home = world.groups.home[subject as usize];
        let Some(home) = world.homes.actors.get(home as usize) else { return };
        for object in home.partners.iter() {
            let at = self.at(object.id);
            let [slow, fast] = object.on(&world.memory.decay, day);
            self.parts[at][part::HOME_ALL] = slow;
            self.parts[at][part::HOME_ALL_NOW] = fast;
        }
    }
}
