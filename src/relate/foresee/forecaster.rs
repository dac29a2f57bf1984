//! Days of events in, answers to "what does s do r to?" out; learns from each day after it, never before.

use super::calibration::Calibration;
use super::features::{Question, WIDTH};
use super::mixture::{self, Mixture};
use super::slate::{Slate, World, part, part::PARTS};
use super::trees::{self, BLOCK, Growth, Rows, Trees};
use super::vectors::Vectors;
use crate::relate::numbers::{exp, ln};

/// One event as numbers: subject, kind of act, object.
pub type Triple = [u32; 3];

/// How much work an answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// The mixture alone.
    Fast,
    /// Vectors and boosted trees over the mixture.
    Full,
}

/// Candidates that the trees put in order.
pub(super) const LISTED: usize = 150;
/// Added to a share before its logarithm.
pub(super) const FLOOR: f32 = 1e-4;
/// Lessons of the full tier, each from its part of the questions.
pub const LESSONS: usize = 2;
/// Ensembles grown from each lesson, each with draws of its own: their mean is steadier than one.
const ENSEMBLES: u64 = 2;
const GROWTH: Growth =
    Growth { trees: 200, leaves: 24, rate: 0.12, ridge: 10.0, groups: 0.5, columns: 0.3, least: 1.0, sure: 0.1 };

/// A candidate with its standing: the higher the key, the likelier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    pub actor: u32,
    pub key: f32,
    /// Before calibration; all together at most 1.
    pub raw: f32,
}

/// The candidates for one question, the likeliest first; whoever is missing has no standing at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub guesses: Vec<Guess>,
}

/// What is done with a day beside remembering it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Rules, weights and vectors learn.
    Learn,
    /// The day's questions also become a lesson for the trees.
    Lesson,
    /// The day's questions also show how far stated probabilities can be trusted.
    Calibrate,
}

/// Questions with their candidates, from which trees are grown.
#[derive(Debug, Default)]
pub struct Lesson(Rows);

impl Lesson {
    pub fn grow(&self) -> Grown {
        Grown((0..ENSEMBLES).map(|seed| Trees::grow(&self.0, &GROWTH, seed)).collect())
    }
}

/// What a lesson taught.
#[derive(Debug)]
pub struct Grown(Vec<Trees>);

/// All that was learnt.
#[derive(Debug)]
pub struct Forecaster {
    pub(super) world: World,
    pub(super) mixture: Mixture,
    pub(super) vectors: Option<Vectors>,
    trees: Vec<Trees>,
    pub(super) lessons: Vec<Rows>,
    pub(super) tier: Tier,
    /// Events taken in so far.
    pub(super) events: u32,
    pub(super) calibration: Calibration,
    pub(super) desk: Desk,
}

/// Working memory of one who asks.
#[derive(Debug, Default)]
pub struct Desk {
    pub(super) slate: Slate,
    pub(super) shares: Vec<f32>,
    fits: Vec<f32>,
    pub(super) order: Vec<u32>,
}

impl Forecaster {
    /// For actors with these names and so many kinds of act.
    pub fn new(names: &[String], kinds: usize, tier: Tier) -> Self {
        let world = World::new(names, kinds);
        let vectors = (tier == Tier::Full).then(|| Vectors::new(&world.groups, names.len(), kinds));
        Self {
            mixture: Mixture::new(kinds),
            vectors,
            trees: Vec::new(),
            lessons: (0..LESSONS).map(|_| Rows::default()).collect(),
            tier,
            events: 0,
            calibration: Calibration::default(),
            desk: Desk::default(),
            world,
        }
    }

    /// The same act told from the other side.
    pub fn turn(&self, kind: u32) -> u32 {
        self.world.memory.turn(kind)
    }

    /// A day's events as questions from both sides, with their answers, in order.
    pub fn questions(&self, events: &[Triple]) -> Vec<Triple> {
        let both = |[s, k, o]: &Triple| [[*s, *k, *o], [*o, self.turn(*k), *s]];
        let mut questions: Vec<Triple> = events.iter().flat_map(both).collect();
        questions.sort_unstable();
        questions.dedup();
        questions
    }

    /// Candidates with their parts and shares, on the desk.
    pub(super) fn spread(&self, desk: &mut Desk, subject: u32, kind: u32, day: u32) -> (usize, [f32; PARTS]) {
        desk.slate.gather(&self.world, subject, kind, day, self.tier == Tier::Full);
        if let Some(vectors) = &self.vectors {
            let actors = desk.slate.candidates.iter().map(|candidate| candidate.actor);
            vectors.shares(subject, kind, actors, &mut desk.fits);
            desk.slate.sums[part::VECTOR] = if desk.fits.is_empty() { 0.0 } else { 1.0 };
            for (parts, fit) in desk.slate.parts.iter_mut().zip(&desk.fits) {
                parts[part::VECTOR] = *fit;
            }
        }
        let bucket = mixture::bucket(&self.world.memory, subject, kind);
        (bucket, self.mixture.weights(&desk.slate, kind, bucket))
    }

    pub(super) fn order(desk: &mut Desk, weights: &[f32; PARTS]) {
        Mixture::shares(&desk.slate, weights, &mut desk.shares);
        desk.order.clear();
        desk.order.extend(0..desk.shares.len() as u32);
        let (shares, candidates) = (&desk.shares, &desk.slate.candidates);
        let actor = |at: u32| candidates[at as usize].actor;
        desk.order.sort_unstable_by(|a, b| {
            shares[*b as usize].total_cmp(&shares[*a as usize]).then(actor(*a).cmp(&actor(*b)))
        });
    }

    /// Whom the subject does this to on this day, as far as the days before it tell.
    pub fn ask(&self, desk: &mut Desk, subject: u32, kind: u32, day: u32) -> Answer {
        let (_, weights) = self.spread(desk, subject, kind, day);
        self.answer(desk, &weights, [subject, kind], day)
    }

    /// The answer from the candidates on the desk.
    pub(super) fn answer(&self, desk: &mut Desk, weights: &[f32; PARTS], question: [u32; 2], day: u32) -> Answer {
        Self::order(desk, weights);
        let listed = if self.trees.is_empty() { 0 } else { desk.order.len().min(LISTED) };
        let added = self.by_trees(desk, question, day, listed);
        let mut guesses = Vec::with_capacity(desk.order.len());
        for (place, at) in desk.order.iter().enumerate() {
            let share = desk.shares[*at as usize];
            let key = match added.get(place) {
                Some(added) => ln(share + FLOOR) + added,
                // Beyond the trees' list, and below it.
                None if listed > 0 => ln(share + FLOOR * FLOOR) - 50.0,
                None => ln(share + FLOOR * FLOOR),
            };
            guesses.push(Guess { actor: desk.slate.candidates[*at as usize].actor, key, raw: 0.0 });
        }
        guesses.sort_by(|a, b| b.key.total_cmp(&a.key));
        let highest = guesses.first().map_or(0.0, |g| g.key);
        let total: f32 = guesses.iter().map(|g| exp(g.key - highest)).sum();
        for guess in &mut guesses {
            guess.raw = exp(guess.key - highest) / total;
        }
        Answer { guesses }
    }

    /// What the trees add to the first candidates. All are put in order by the first trees, the foremost also by the rest.
    fn by_trees(&self, desk: &Desk, question: [u32; 2], day: u32, listed: usize) -> Vec<f32> {
        let mut added = vec![0.0; listed];
        let Some((first, rest)) = self.trees.split_first() else { return added };
        let question = Question::new(&self.world, question, day, &desk.shares);
        let mut row = [0; WIDTH];
        let mut blocks = vec![[[0; BLOCK]; WIDTH]; listed.div_ceil(BLOCK)];
        for (place, at) in desk.order.iter().take(listed).enumerate() {
            question.row(&desk.slate, *at as usize, desk.shares[*at as usize], place, &mut row);
            trees::put(&mut blocks[place / BLOCK], place % BLOCK, &row);
        }
        for (block, added) in blocks.iter().zip(added.chunks_mut(BLOCK)) {
            first.add(block, 1.0, added);
        }
        let key = |place: usize| ln(desk.shares[desk.order[place] as usize] + FLOOR) + added[place];
        let mut foremost: Vec<usize> = (0..listed).collect();
        foremost.sort_by(|a, b| key(*b).total_cmp(&key(*a)));
        foremost.truncate(BLOCK);
        let mut block = [[0; BLOCK]; WIDTH];
        let mut of_all = [0.0; BLOCK];
        for (slot, place) in foremost.iter().enumerate() {
            let row = blocks[place / BLOCK].each_ref().map(|column| column[place % BLOCK] as u8);
            trees::put(&mut block, slot, &row);
            of_all[slot] = added[*place] / self.trees.len() as f32;
        }
        for trees in rest {
            trees.add(&block, 1.0 / self.trees.len() as f32, &mut of_all);
        }
        for (place, of_all) in foremost.iter().zip(of_all) {
            added[*place] = of_all;
        }
        added
    }

    /// Hands out what was written for the trees; growing them can be shared out.
    pub fn lessons(&mut self) -> Vec<Lesson> {
        let lessons = std::mem::take(&mut self.lessons);
        self.lessons = (0..LESSONS).map(|_| Rows::default()).collect();
        lessons.into_iter().filter(|rows| !rows.is_empty()).map(Lesson).collect()
    }

    /// Takes the grown trees in place of any before; what was stated before them is forgotten.
    pub fn take(&mut self, grown: Vec<Grown>) {
        self.trees = grown.into_iter().flat_map(|g| g.0).collect();
        self.calibration = Calibration::default();
    }

    /// A raw probability as the record of such statements corrects it.
    pub fn probability(&self, raw: f32) -> f64 {
        self.calibration.correct(f64::from(raw))
    }
}

impl Answer {
    /// The first guess and its raw probability where the other true answers are taken out.
    pub fn first_without(&self, answers: &[u32], one: u32) -> Option<(u32, f32)> {
        let out = |g: &&Guess| g.actor != one && answers.contains(&g.actor);
        let first = self.guesses.iter().find(|g| !out(g))?;
        let taken: f32 = self.guesses.iter().filter(out).map(|g| g.raw).sum();
        Some((first.actor, (first.raw / (1.0 - taken).max(1e-6)).min(1.0)))
    }

    /// Where an answer stands among all actors, the other true answers taken out; equals share the mean place.
    pub fn place(&self, actors: usize, answers: &[u32], one: u32) -> f64 {
        let key = self.guesses.iter().find(|guess| guess.actor == one).map_or(f32::MIN, |guess| guess.key);
        let others = self.guesses.iter().filter(|guess| !answers.contains(&guess.actor)).map(|guess| guess.key);
        let guessed = answers.iter().filter(|answer| self.guesses.iter().any(|guess| guess.actor == **answer)).count();
        // Whom nobody guessed stands behind all, among equals.
        let unlisted = actors.saturating_sub(self.guesses.len() + answers.len() - guessed);
        let others = others.chain(std::iter::repeat_n(f32::MIN, unlisted));
        super::ranks::place(key, others)
    }
}
