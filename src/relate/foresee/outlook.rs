//! A table of events and a day of issue in; statements about the days after it out, each with a chance, its evidence and
//! the rule by which it will be settled. Statements of the same kind made for past weeks, and what came of them, say how
//! far the chances can be trusted.

use super::calibration::Calibration;
use super::evidence::{Applied, Evidence, Ground};
use super::forecaster::{Desk, Forecaster, Tier, Triple, Use};
use super::lanes::Pair;
use super::memory::{HALF_LIVES, Trace};
use super::table::EventTable;
use super::warning::{Between, ClassSums};
use crate::relate::numbers::{exp, root};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Days that a statement speaks of.
pub const HORIZON: u32 = 7;
/// Past weeks for which statements are made and settled.
const REHEARSALS: u32 = 10;
/// Actors and statements of a rehearsal.
const REHEARSED: usize = 40;
const STATED: usize = 8;
/// Kinds of act of an actor that are looked at, the most usual first.
const MOST_KINDS: usize = 30;
/// Partners for each.
const MOST_PARTNERS: usize = 20;

/// Within [`HORIZON`] days from the day of issue the subject does this to the object at least once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statement {
    /// As told by the table: never turned round.
    pub triple: Triple,
    /// The number of such acts to expect.
    pub expected: f64,
    /// As counted, before the record of past statements corrects it.
    pub raw: f64,
    pub chance: f64,
    /// The side from which it was asked: a kind turned round asks who does it to the actor.
    asked: Triple,
}

impl Statement {
    /// One from counts alone.
    pub(super) fn counted(triple: Triple, expected: f64, chance: f64) -> Self {
        Self { triple, expected, raw: chance, chance, asked: triple }
    }
}

/// How a chance moves when something is supposed to have happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    pub before: f64,
    /// The statement as it stands after.
    pub after: Statement,
}

/// The chances that differ, the furthest first; what was not stated had none.
pub fn shifts(before: &[Statement], after: &[Statement]) -> Vec<Shift> {
    let of = |all: &[Statement], triple: Triple| all.iter().find(|s| s.triple == triple).map_or(0.0, |s| s.chance);
    let mut shifts: Vec<Shift> =
        after.iter().map(|after| Shift { before: of(before, after.triple), after: *after }).collect();
    let gone = before.iter().filter(|b| after.iter().all(|a| a.triple != b.triple));
    shifts.extend(
        gone.map(|b| Shift { before: b.chance, after: Statement { expected: 0.0, raw: 0.0, chance: 0.0, ..*b } }),
    );
    shifts.retain(|shift| shift.before != shift.after.chance);
    let by = |shift: &Shift| (shift.after.chance - shift.before).abs();
    shifts.sort_by(|a, b| by(b).total_cmp(&by(a)).then(a.after.triple.cmp(&b.after.triple)));
    shifts
}

/// Past statements and what came of them.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    open: Vec<(u32, Statement)>,
    seen: Vec<(u32, Triple)>,
    calibration: Calibration,
    pub settled: usize,
    pub came: usize,
    square: f64,
}

impl Ledger {
    /// Mean square of what chances missed.
    pub fn brier(&self) -> f64 {
        self.square / self.settled.max(1) as f64
    }

    /// The same for always stating the share that came.
    pub fn base_brier(&self) -> f64 {
        let share = self.came as f64 / self.settled.max(1) as f64;
        share * (1.0 - share)
    }

    fn note(&mut self, day: u32, events: &[Triple]) {
        if !self.open.is_empty() {
            self.seen.extend(events.iter().map(|e| (day, *e)));
        }
    }

    /// Settles what was issued so long ago that its days are over.
    fn settle(&mut self, day: u32) {
        let (over, open): (Vec<_>, Vec<_>) = self.open.drain(..).partition(|(issued, _)| issued + HORIZON <= day);
        self.open = open;
        for (issued, statement) in &over {
            let days = *issued..issued + HORIZON;
            let came = self.seen.iter().any(|(day, triple)| days.contains(day) && *triple == statement.triple);
            self.calibration.note(statement.raw, came);
            self.settled += 1;
            self.came += usize::from(came);
            self.square += (statement.chance - f64::from(u8::from(came))).powi(2);
        }
        if !over.is_empty() {
            self.calibration.settle();
            let oldest = self.open.iter().map(|o| o.0).min().unwrap_or(day);
            self.seen.retain(|(day, _)| *day >= oldest);
        }
    }
}

/// A forecaster that knows the days before the day of issue, with its record.
#[derive(Debug)]
pub struct Outlook {
    pub forecaster: Forecaster,
    pub ledger: Ledger,
    /// Day of issue, on the calendar of the table.
    pub day: u32,
    first: u32,
}

/// Learns a day, with its events, for these purposes.
pub type Learn = dyn Fn(&mut Forecaster, u32, &[Triple], &[Use]);

/// Who does the long work: the engine has one hand, the app shares it out among threads.
#[derive(Clone, Copy)]
pub struct Hands<'a> {
    /// Has the trees of the full tier grown.
    pub grow: &'a dyn Fn(&mut Forecaster),
    /// Learns a day, with its events.
    pub learn: &'a Learn,
}

impl Outlook {
    /// Learns the table up to the day of issue.
    pub fn new(table: &EventTable, day: u32, tier: Tier, hands: Hands<'_>) -> Self {
        let first = table.events.first().map_or(day, |e| e.day).min(day);
        let forecaster = Forecaster::new(&table.actors, table.kinds.len(), tier);
        let mut outlook = Self { forecaster, ledger: Ledger::default(), day: first, first };
        let span = f64::from(day - first);
        let (lesson_from, grow_from) = (first + (span * 0.3) as u32, first + (span * 0.75) as u32);
        let mut next_rehearsal = day.saturating_sub(REHEARSALS * HORIZON).max(first + (day - first) / 2);
        next_rehearsal += (day - next_rehearsal) % HORIZON;
        let mut grown = false;
        for (today, events) in table.days().take_while(|(d, _)| *d < day) {
            if today >= grow_from && !grown {
                grown = true;
                if tier == Tier::Full {
                    (hands.grow)(&mut outlook.forecaster);
                }
            }
            while next_rehearsal <= today {
                outlook.day = next_rehearsal;
                outlook.ledger.settle(next_rehearsal);
                outlook.rehearse();
                next_rehearsal += HORIZON;
            }
            outlook.ledger.note(today, &events);
            let purpose = if grown || today < lesson_from { Use::Learn } else { Use::Lesson };
            (hands.learn)(&mut outlook.forecaster, today, &events, &[purpose]);
        }
        outlook.ledger.settle(day);
        outlook.day = day;
        outlook
    }

    /// Makes statements about the most active actors, to be settled later.
    fn rehearse(&mut self) {
        let decay = &self.forecaster.world.memory.decay;
        let active = |trace: &Trace| if trace.count > 0 { trace.on(decay, self.day)[2] } else { 0.0 };
        let actors = self.forecaster.world.memory.actors.iter().zip(0_u32..);
        let mut actors: Vec<(f32, u32)> = actors.map(|(actor, at)| (active(&actor.trace), at)).collect();
        actors.retain(|a| a.0 > 0.0);
        actors.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut desk = Desk::default();
        for (_, actor) in actors.into_iter().take(REHEARSED) {
            let statements = self.of_actor(&mut desk, actor);
            self.ledger.open.extend(statements.into_iter().take(STATED).map(|s| (self.day, s)));
        }
    }

    /// Goes on as if these events had happened on the eve of the day of issue. They are numbered after the table's own
    /// rows; nothing is learnt from them: rules, weights and the record stay as they are.
    pub fn suppose(&mut self, events: &[Triple]) {
        for event in events {
            self.forecaster.world.add(*event, self.day.saturating_sub(1), self.forecaster.events);
            self.forecaster.events += 1;
        }
    }

    /// What the actor does next, and what is done to it, the likeliest first.
    pub fn of_actor(&self, desk: &mut Desk, actor: u32) -> Vec<Statement> {
        self.statements(desk, actor, None)
    }

    /// What the two do to one another next: asked from both sides, and shared out so that the kinds of a class make up
    /// what is expected of it.
    pub fn of_pair(&self, desk: &mut Desk, between: &Between) -> Vec<Statement> {
        let mut statements = self.asked_of_both(desk, between.pair);
        let sums = class_sums(&statements, between);
        for statement in &mut statements {
            let [from, kind, _] = statement.triple;
            let sum = |conflict: bool| sums.get(&(from, conflict)).copied().unwrap_or_default();
            let like = if between.is_conflict(kind) { sum(true) } else { sum(false) - sum(true) };
            let of_kind = between.of_kind(from, kind, statement.expected / like.max(1e-9));
            (statement.expected, statement.chance) = (of_kind.number, of_kind.chance);
        }
        statements.sort_by(|a, b| b.chance.total_cmp(&a.chance).then(a.triple.cmp(&b.triple)));
        statements
    }

    /// What the learnt acts of each class come to.
    pub fn class_sums(&self, desk: &mut Desk, between: &Between) -> ClassSums {
        class_sums(&self.asked_of_both(desk, between.pair), between)
    }

    /// The geometric mean of what is asked from the one side and from the other.
    fn asked_of_both(&self, desk: &mut Desk, [one, other]: Pair) -> Vec<Statement> {
        let mut sides: BTreeMap<Triple, Vec<Statement>> = BTreeMap::new();
        for (actor, partner) in [(one.min(other), one.max(other)), (one.max(other), one.min(other))] {
            for statement in self.statements(desk, actor, Some(partner)) {
                sides.entry(statement.triple).or_default().push(statement);
            }
        }
        let merged = |sides: &Vec<Statement>| {
            let product: f64 = sides.iter().map(|side| side.expected.max(1e-9)).product();
            let expected = if sides.len() > 1 { root(product) } else { product };
            Some(Statement { expected, ..*sides.first()? })
        };
        sides.values().filter_map(merged).collect()
    }

    fn statements(&self, desk: &mut Desk, actor: u32, partner: Option<u32>) -> Vec<Statement> {
        let memory = &self.forecaster.world.memory;
        let Some(known) = memory.actors.get(actor as usize) else { return Vec::new() };
        let rate = |habit: u32| self.rate(&memory.habits[habit as usize].trace);
        let mut kinds: Vec<(f64, u32)> = known.kinds.iter().map(|(kind, habit)| (rate(*habit), *kind)).collect();
        kinds.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut statements = Vec::new();
        let mut told = FxHashSet::default();
        for (rate, kind) in kinds.into_iter().take(MOST_KINDS) {
            let answer = self.forecaster.ask(desk, actor, kind, self.day);
            let wanted = |at: usize, guess: u32| partner.map_or(at < MOST_PARTNERS, |p| p == guess);
            for (_, guess) in answer.guesses.iter().enumerate().filter(|(at, g)| wanted(*at, g.actor)) {
                let turned = kind >= memory.turned;
                let triple = if turned { [guess.actor, memory.turn(kind), actor] } else { [actor, kind, guess.actor] };
                let expected = rate * f64::from(HORIZON) * f64::from(guess.raw);
                let raw = 1.0 - f64::from(exp(-expected as f32));
                let chance = self.ledger.calibration.correct(raw);
                if told.insert(triple) {
                    statements.push(Statement { triple, expected, raw, chance, asked: [actor, kind, guess.actor] });
                }
            }
        }
        statements.sort_by(|a, b| b.raw.total_cmp(&a.raw).then(a.triple.cmp(&b.triple)));
        statements
    }

    /// Acts to expect on a day, from three decayed sums over the days that there were.
    fn rate(&self, trace: &Trace) -> f64 {
        let decay = &self.forecaster.world.memory.decay;
        let (sums, left) = (trace.on(decay, self.day), decay.after(self.day - self.first));
        let window = |at: usize| HALF_LIVES[at] / std::f32::consts::LN_2 * (1.0 - left[at]);
        let rate = |at: usize| f64::from(sums[at] / window(at).max(1.0));
        (rate(1) + rate(2) + rate(3)) / 3.0
    }

    /// The past events that a statement rests on.
    pub fn evidence(&self, statement: &Statement) -> Evidence {
        let [subject, kind, object] = statement.asked;
        self.forecaster.evidence(subject, kind, object)
    }

    pub fn grounds(&self, desk: &mut Desk, statement: &Statement) -> Vec<(Ground, f64)> {
        self.forecaster.grounds(desk, statement.asked, self.day)
    }

    pub fn applied(&self, statement: &Statement) -> Vec<Applied> {
        let [subject, kind, object] = statement.asked;
        self.forecaster.applied(subject, kind, object, self.day)
    }

    /// Whether a rule's body is told from the other side than the statement, as (subject, kind, object) of the table.
    pub fn body(&self, statement: &Statement, applied: &Applied) -> Triple {
        let [subject, _, object] = statement.asked;
        let memory = &self.forecaster.world.memory;
        if applied.body >= memory.turned {
            [object, memory.turn(applied.body), subject]
        } else {
            [subject, applied.body, object]
        }
    }
}

fn class_sums(statements: &[Statement], between: &Between) -> ClassSums {
    let mut sums = ClassSums::new();
    for statement in statements {
        let [subject, kind, _] = statement.triple;
        *sums.entry((subject, false)).or_default() += statement.expected;
        if between.is_conflict(kind) {
            *sums.entry((subject, true)).or_default() += statement.expected;
        }
    }
    sums
}
