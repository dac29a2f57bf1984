//! A scenario in; what is supposed, and which chances move by how much and through which rules, out, marked as supposed.

use super::{Basis, MOST_RULES, Page, Slots, percent};
use crate::relate::foresee::Shift;

/// Events that are supposed, not known.
#[derive(Clone, Copy, Debug)]
pub struct Supposed<'a> {
    /// The first row of the table that is supposed; all after it are too.
    pub first: u32,
    pub shifts: &'a [Shift],
}

/// A chance that moves by less is not told.
const LEAST: f64 = 0.01;

impl Page<'_> {
    pub(super) fn supposed(&mut self) {
        let (Some(supposed), Basis::Learnt(outlook)) = (self.telling.supposed, self.telling.basis) else { return };
        self.line("scenario", &Slots::default());
        self.line("marked", &Slots::default());
        for event in self.telling.table.events.iter().skip(supposed.first as usize) {
            let slots = self.act(event.triple);
            self.line("assumption", &slots);
        }
        self.line("moves", &Slots::default());
        let moved = |shift: &&Shift| (shift.after.chance - shift.before).abs() >= LEAST;
        let shifts: Vec<&Shift> = supposed.shifts.iter().filter(moved).take(self.telling.most).collect();
        if shifts.is_empty() {
            self.line("noshift", &Slots::default());
        }
        for shift in shifts {
            let mut slots = self.act(shift.after.triple);
            slots.text("b", percent(shift.before));
            self.chance(&mut slots, shift.after.chance);
            self.line("shift", &slots);
            let applied = outlook.applied(&shift.after);
            for rule in applied.iter().filter(|a| a.event >= supposed.first && a.cases >= 5).take(MOST_RULES) {
                self.rule(outlook.body(&shift.after, rule), rule);
            }
        }
    }
}
