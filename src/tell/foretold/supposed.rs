//! A scenario in; what is supposed, and which chances move by how much and through which rules, out, marked as supposed.

use super::{Basis, MOST_RULES, Page, Slots, percent};
use crate::relate::foresee::{Between, Shift};

/// Events that are supposed, not known.
#[derive(Clone, Copy, Debug)]
pub struct Supposed<'a> {
    /// The first row of the table that is supposed; all after it are too.
    pub first: u32,
    /// What was to be expected without it.
    pub before: Option<&'a Between>,
    pub shifts: &'a [Shift],
}

/// A chance that moves by less is not told.
const LEAST: f64 = 0.01;

impl Page<'_> {
    fn assumptions(&mut self, supposed: Supposed<'_>) {
        self.line("scenario", &Slots::default());
        self.line("marked", &Slots::default());
        for event in self.telling.table.events.iter().skip(supposed.first as usize) {
            let slots = self.act(event.triple);
            self.line("assumption", &slots);
        }
    }

    /// The chances of any act and of conflict that move.
    fn moved_counts(&self, supposed: Supposed<'_>) -> Vec<Slots> {
        let (Some(before), Some(after)) = (supposed.before, self.telling.between) else { return Vec::new() };
        let both = before.warnings().zip(after.warnings()).map(|((_, before), (pair, after))| (pair, before, after));
        let moved = both.filter(|(_, before, after)| (after.within[0] - before.within[0]).abs() >= LEAST);
        let told = moved.map(|([from, to], before, after)| {
            let mut slots = Slots::default();
            slots.text("A", self.name(from)).text("B", self.name(to)).text("k", self.counted(after));
            slots.text("b", percent(before.within[0]));
            self.chance(&mut slots, after.within[0]);
            slots
        });
        told.collect()
    }

    /// Where too little is known for a chance, a supposed event makes none.
    pub(super) fn nothing_supposed(&mut self) {
        if let Some(supposed) = self.telling.supposed {
            self.assumptions(supposed);
            self.lines.push(String::new());
            self.line("nosupposing", &Slots::default());
        }
    }

    pub(super) fn supposed(&mut self) {
        let (Some(supposed), Basis::Learnt(outlook)) = (self.telling.supposed, self.telling.basis) else { return };
        self.assumptions(supposed);
        self.line("moves", &Slots::default());
        let states = |shift: &Shift| self.is_known(shift.after.triple[1]) && self.telling.states(shift.after.triple);
        let moved = |shift: &&Shift| (shift.after.chance - shift.before).abs() >= LEAST && states(shift);
        let shifts: Vec<&Shift> = supposed.shifts.iter().filter(moved).take(self.telling.most).collect();
        let counts = self.moved_counts(supposed);
        if shifts.is_empty() && counts.is_empty() {
            self.line("noshift", &Slots::default());
        }
        for slots in counts {
            self.line("shift", &slots);
        }
        for shift in shifts {
            let mut slots = self.act(shift.after.triple);
            slots.text("b", percent(shift.before));
            self.chance(&mut slots, shift.after.chance);
            self.line("shift", &slots);
            let applied = outlook.applied(&shift.after);
            for rule in
                applied.iter().filter(|a| a.event >= supposed.first && a.cases >= 5 && a.hits > 0).take(MOST_RULES)
            {
                self.rule(outlook.body(&shift.after, rule), rule);
            }
        }
    }
}
