//! The counts of `demarche eval forecast`: weekly counts of the busiest pairs foretold, each method in one table; and the
//! chances that pages state of pairs, busy and quiet.

use crate::args;
use crate::eval::Benchmark;
use demarche::relate::foresee::{
    Between, Calibration, Counted, Counts, Dated, EventTable, FEW_EVENTS, HORIZONS, Lane, Method, Pair, Series, WEEK,
    Watch, busiest, drawn, pairwise,
};
use demarche::relate::ledger;
use std::collections::BTreeMap;

/// Ordered pairs, the busiest of the training part.
const PAIRS: usize = 1000;
/// Pairs of which chances of kinds of act are measured: each asks the whole table; and kinds told of each, as on a page.
const OF_KINDS: usize = 150;
const KINDS: usize = 10;
/// The weeks measured, and the pairs.
struct Field {
    pairs: Vec<Series>,
    /// Weeks before those measured, and all.
    before: usize,
    weeks: usize,
}

impl Field {
    fn new(benchmark: &Benchmark, on: args::Part) -> Self {
        let table = &benchmark.table;
        let (from, end) = measured(benchmark, on);
        // Weeks count from the first day of the part measured, so that none lies on both sides of it.
        let first = table.events.first().map_or(from, |e| e.day);
        let (before, coming) = ((from - first) / WEEK, (end - from) / WEEK);
        let start = from - before * WEEK;
        let (before, weeks) = (before as usize, (before + coming) as usize);
        let lanes = Lane::of(table, &busiest(table, benchmark.valid, PAIRS), end);
        let pairs = lanes.iter().map(|lane| lane.series(Counted::All, start, weeks)).collect();
        Self { pairs, before, weeks }
    }
}

/// The first day of the part measured, and the first after it.
fn measured(benchmark: &Benchmark, on: args::Part) -> (u32, u32) {
    match on {
        args::Part::Valid => (benchmark.valid, benchmark.test),
        args::Part::Test => (benchmark.test, benchmark.table.events.last().map_or(0, |e| e.day + 1)),
    }
}

fn name(method: Method) -> &'static str {
    match method {
        Method::Full => "demarche",
        Method::Climatology => "climatology",
        Method::LastValue => "last value",
        Method::Average => "exponential average",
    }
}

pub(crate) fn table(benchmark: &Benchmark, on: args::Part) -> String {
    let field = Field::new(benchmark, on);
    let mut text = format!(
        "\nWeekly counts of {} ordered pairs, {} weeks, learnt from the weeks before\n\n| method | log score | Brier, any event |\n|---|---|---|\n",
        field.pairs.len(),
        field.weeks - field.before
    );
    for method in Method::ALL {
        let model = Counts::learn(method, &field.pairs, field.before / 4, field.before);
        let (mut surprise, mut square, mut asked) = (0.0, 0.0, 0.0);
        for series in &field.pairs {
            let spreads = model.spreads(series);
            for (spread, count) in spreads.iter().zip(&series.own).skip(field.before) {
                let count = *count;
                surprise += spread.surprise(count);
                square += (spread.at_least(1) - f64::from(u8::from(count > 0))).powi(2);
                asked += 1.0;
            }
        }
        text.push_str(&format!("| {} | {:.4} | {:.4} |\n", name(method), surprise / asked, square / asked));
    }
    text.push_str(&chances(benchmark, on));
    text
}

/// How chances were stated, how often it is usual, and what came.
#[derive(Default)]
struct Kept {
    cases: f64,
    came: f64,
    /// Of the stated and of the usual chances: sum, squares of what they missed, surprise.
    sums: [[f64; 3]; 2],
    calibration: Calibration,
}

impl Kept {
    fn note(&mut self, stated: f64, usual: f64, came: bool) {
        let truth = f64::from(u8::from(came));
        self.cases += 1.0;
        self.came += truth;
        for (sums, chance) in self.sums.iter_mut().zip([stated, usual]) {
            let given = truth * chance + (1.0 - truth) * (1.0 - chance);
            *sums = [sums[0] + chance, sums[1] + (chance - truth).powi(2), sums[2] - given.max(1e-6).ln()];
        }
        self.calibration.note(stated, came);
    }

    fn row(&self, what: &str) -> String {
        let mean = |sum: f64| sum / self.cases.max(1.0);
        let [stated, usual] = self.sums.map(|sums| sums.map(mean));
        format!(
            "| {what} | {} | {:.3} | {:.3} | {:.3} | {:.4} / {:.4} | {:.4} / {:.4} | {:.3} |\n",
            self.cases,
            mean(self.came),
            stated[0],
            usual[0],
            stated[1],
            usual[1],
            stated[2],
            usual[2],
            self.calibration.error()
        )
    }
}

/// Chances of any act and of conflict, within 7 and within 30 days, as a page issued on that day would state them: for the
/// busiest pairs, and for as many drawn from all that ever dealt. What is measured is known to none of them.
fn chances(benchmark: &Benchmark, on: args::Part) -> String {
    let table = &benchmark.table;
    let (from, end) = measured(benchmark, on);
    let knows_conflict = (0..table.kinds.len() as u32).any(|kind| table.is_conflict(kind));
    let groups = [("busiest", busiest(table, benchmark.valid, PAIRS)), ("drawn from all", drawn(table, from, PAIRS))];
    let mut text = "\n| pairs, what, days | cases | came | stated | usual | Brier, stated / usual | log score | calibration error |\n|---|---|---|---|---|---|---|---|\n".to_owned();
    let issued: Vec<(u32, Watch)> =
        (from..end.saturating_sub(6)).step_by(7).map(|day| (day, Watch::new(table, day))).collect();
    for (group, pairs) in &groups {
        let lanes = Lane::of(table, pairs, end);
        let mut kept: BTreeMap<(&str, u32), Kept> = BTreeMap::new();
        for (day, watch) in &issued {
            for (lane, before) in lanes.iter().zip(Lane::of(table, pairs, *day)) {
                for warning in watch.of_lane(&before) {
                    let counted = warning.counted;
                    let what = match (counted, warning.onset) {
                        (Counted::All, _) => "any act",
                        (Counted::Conflict, true) => "onset of conflict",
                        (Counted::Conflict, false) => "conflict after conflict",
                    };
                    for (at, days) in HORIZONS.into_iter().enumerate() {
                        if day + days <= end && (counted == Counted::All || knows_conflict) {
                            let came = lane.came(counted, *day..day + days);
                            let kept = kept.entry((what, days)).or_default();
                            kept.note(warning.within[at], warning.usual[at], came);
                        }
                    }
                }
            }
        }
        for ((what, days), kept) in kept {
            text.push_str(&kept.row(&format!("{group}, {what}, {days}")));
        }
    }
    for (group, pairs) in &groups {
        text.push_str(&kinds(table, group, pairs, &issued));
    }
    text
}

/// Chances of single kinds of act within a week, as the page of a pair would state them of the one towards the other.
fn kinds(table: &EventTable, group: &str, pairs: &[Pair], issued: &[(u32, Watch)]) -> String {
    let dealings = |[one, other]: Pair| -> Vec<Dated> {
        let of_both = |e: &&Dated| [[one, other], [other, one]].contains(&[e.triple[0], e.triple[2]]);
        table.events.iter().filter(of_both).copied().collect()
    };
    let first = issued.first().map_or(0, |one| one.0);
    let of_pairs = pairs.iter().map(|pair| (*pair, dealings(*pair)));
    let known = of_pairs.filter(|(_, events)| events.iter().filter(|e| e.day < first).count() >= FEW_EVENTS);
    let mut kept: BTreeMap<&str, Kept> = BTreeMap::new();
    for (pair, events) in known.take(OF_KINDS) {
        // The usual share is of all weeks since the table begins.
        let begin = table.events.first().copied().into_iter();
        let own = EventTable { events: begin.chain(events.iter().copied()).collect(), ..EventTable::default() };
        for (day, watch) in issued {
            let between = Between::new(table, watch, pair);
            for one in pairwise(table, &between, *day).iter().take(KINDS) {
                let triple = one.statement.triple;
                let came = events.iter().any(|e| e.triple == triple && (*day..day + WEEK).contains(&e.day));
                let of_class = between.class(triple[0], triple[1]).usual[0];
                let usual = ledger::usual(&own, triple, *day).min(of_class);
                let what = if table.is_conflict(triple[1]) { "kinds of conflict" } else { "other kinds" };
                kept.entry(what).or_default().note(one.statement.chance, usual, came);
            }
        }
    }
    kept.iter().map(|(what, kept)| kept.row(&format!("{group}, {what}, {WEEK}"))).collect()
}
