//! A table, two actors and a day in; what they do to one another next out, from their weekly counts and the kinds of act
//! they use: one pass through the table, where [`super::Outlook`] learns it whole. And where they have hardly any history,
//! the range in which a chance lies, in place of a chance.

use super::outlook::{HORIZON, Statement};
use super::table::EventTable;
use super::warning::Watch;
use crate::relate::numbers::{exp, root};

/// Days after which an act counts half for the kinds of act that two use.
const HALF_LIFE: f32 = 50.0;
/// How many acts of its own the common use of kinds weighs.
const PRIOR: f64 = 4.0;
/// With fewer events, or events of fewer weeks, a chance would feign what nobody knows.
pub const FEW_EVENTS: usize = 12;
const FEW_WEEKS: usize = 4;
/// Of four in five such ranges the true share lies within.
const WIDTH: f64 = 1.28;

/// What the two do to one another within [`HORIZON`] days, the likeliest first.
pub fn pairwise(table: &EventTable, watch: &Watch, [one, other]: [u32; 2], day: u32) -> Vec<Statement> {
    let left = |then: u32| f64::from(exp(-((day - then) as f32) * std::f32::consts::LN_2 / HALF_LIFE));
    let mut common = vec![0.0; table.kinds.len()];
    let mut own = [common.clone(), common.clone()];
    for event in table.events.iter().take_while(|event| event.day < day) {
        let [from, kind, to] = event.triple;
        let weight = left(event.day);
        common[kind as usize] += weight;
        for (own, pair) in own.iter_mut().zip([[one, other], [other, one]]) {
            if pair == [from, to] {
                own[kind as usize] += weight;
            }
        }
    }
    let all: f64 = common.iter().sum::<f64>().max(1e-9);
    let mut statements = Vec::new();
    for (own, [from, to]) in own.iter().zip([[one, other], [other, one]]) {
        let spread = watch.warn(table, [from, to]).week.over(f64::from(HORIZON) / 7.0);
        let total: f64 = own.iter().sum();
        for (kind, (mine, common)) in own.iter().zip(&common).enumerate() {
            let share = (mine + PRIOR * common / all) / (total + PRIOR);
            let of_kind = super::Spread { mean: spread.mean * share, ..spread };
            let chance = of_kind.at_least(1);
            if *mine > 0.0 || chance >= 0.01 {
                statements.push(Statement::counted([from, kind as u32, to], of_kind.mean, chance));
            }
        }
    }
    statements.sort_by(|a, b| b.chance.total_cmp(&a.chance).then(a.triple.cmp(&b.triple)));
    statements
}

/// How much is known between two, both ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub events: usize,
    /// Weeks since the first event of the table, and those of them of which anything at all is known: of a week that no
    /// event tells of, silence says nothing.
    pub span: usize,
    pub weeks: usize,
    /// Weeks in which the first acted upon the second.
    pub active: usize,
}

impl Known {
    /// Of one actor towards another, or towards anybody.
    pub fn new(table: &EventTable, subject: u32, object: Option<u32>, day: u32) -> Self {
        let before = || table.events.iter().take_while(|event| event.day < day);
        let Some(first) = before().next().map(|event| event.day) else { return Self::default() };
        let mut known = Self { span: (day - first).div_ceil(7) as usize, ..Self::default() };
        let (mut last, mut last_active) = (None, None);
        for event in before() {
            let [from, _, to] = event.triple;
            let forth = from == subject && object.is_none_or(|object| object == to);
            let back = to == subject && object.is_none_or(|object| object == from);
            known.events += usize::from(forth || back);
            let week = Some((day - 1 - event.day) / 7);
            known.weeks += usize::from(last != week);
            last = week;
            if forth {
                known.active += usize::from(last_active != week);
                last_active = week;
            }
        }
        known
    }

    /// Too little for a chance: few events, few weeks, or most weeks untold.
    pub fn is_little(&self) -> bool {
        self.events < FEW_EVENTS || self.weeks < FEW_WEEKS || 2 * self.weeks < self.span
    }

    /// Between which bounds the chance lies that the coming week brings an act (Wilson).
    pub fn range(&self) -> (f64, f64) {
        let (n, squared) = (self.weeks.max(1) as f64, WIDTH * WIDTH);
        let share = self.active as f64 / n;
        let middle = (share + squared / (2.0 * n)) / (1.0 + squared / n);
        let half = WIDTH * root(share * (1.0 - share) / n + squared / (4.0 * n * n)) / (1.0 + squared / n);
        ((middle - half).clamp(0.0, 1.0), (middle + half).clamp(0.0, 1.0))
    }
}
