//! The counts of `demarche eval forecast`: weekly counts of the busiest pairs foretold, and warnings of conflict, each
//! method in one table.

use crate::args;
use crate::eval::Benchmark;
use demarche::relate::foresee::{Calibration, Counts, Method, Onset, Series, Weeks};

/// Ordered pairs, the busiest of the training part.
const PAIRS: usize = 1000;
/// From this chance on a warning is given.
const WARNED: f64 = 0.5;

/// The weeks measured, and the pairs.
struct Field {
    pairs: Vec<Series>,
    /// Weeks before those measured, and all.
    before: usize,
    weeks: usize,
}

impl Field {
    fn new(benchmark: &Benchmark, on: args::Part, counts: &dyn Fn(u32) -> bool) -> Self {
        let table = &benchmark.table;
        let (from, end) = match on {
            args::Part::Valid => (benchmark.valid, benchmark.test),
            args::Part::Test => (benchmark.test, table.events.last().map_or(0, |e| e.day + 1)),
        };
        // Weeks count from the first day of the part measured, so that none lies on both sides of it.
        let coming = (end - from) / 7;
        let busy = Weeks::new(table, benchmark.valid, counts);
        let before = Weeks::new(table, from, counts).weeks;
        let weeks = Weeks::new(table, from + coming * 7, counts);
        let pairs = busy.busiest.iter().take(PAIRS).map(|(s, o)| weeks.of(*s, *o)).collect();
        Self { pairs, before, weeks: weeks.weeks }
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
    let field = Field::new(benchmark, on, &|_| true);
    let mut text = format!(
        "\nWeekly counts of {} ordered pairs, {} weeks, learnt from the weeks before\n\n| method | log score | Brier, any event |\n|---|---|---|\n",
        field.pairs.len(),
        field.weeks - field.before
    );
    for method in Method::ALL {
        let model = Counts::learn(method, &field.pairs, field.before / 4, field.before);
        let (mut surprise, mut square, mut asked) = (0.0, 0.0, 0.0);
        for series in &field.pairs {
            for week in field.before..field.weeks {
                let spread = model.foretell(series, week);
                let count = series.own[week];
                surprise += spread.surprise(count);
                square += (spread.at_least(1) - f64::from(u8::from(count > 0))).powi(2);
                asked += 1.0;
            }
        }
        text.push_str(&format!("| {} | {:.4} | {:.4} |\n", name(method), surprise / asked, square / asked));
    }
    text.push_str(&warnings(benchmark, on));
    text
}

/// What a method's warnings were worth, of new or of ongoing conflict.
#[derive(Default)]
struct Warned {
    asked: usize,
    came: usize,
    square: f64,
    surprise: f64,
    calibration: Calibration,
    /// Warnings given, and how many of them were false alarms.
    given: usize,
    wrong: usize,
}

impl Warned {
    fn note(&mut self, chance: f64, came: bool) {
        self.asked += 1;
        self.came += usize::from(came);
        self.square += (chance - f64::from(u8::from(came))).powi(2);
        self.surprise -= if came { chance } else { 1.0 - chance }.max(1e-6).ln();
        self.calibration.note(chance, came);
        self.given += usize::from(chance >= WARNED);
        self.wrong += usize::from(chance >= WARNED && !came);
    }

    fn row(&self, method: Method) -> String {
        let asked = self.asked.max(1) as f64;
        format!(
            "| {} | {:.4} | {:.4} | {:.4} | {} | {} |\n",
            name(method),
            self.square / asked,
            self.surprise / asked,
            self.calibration.error(),
            self.given,
            self.wrong
        )
    }
}

/// Any conflict in the coming week: where there was none for four weeks, and where there was.
fn warnings(benchmark: &Benchmark, on: args::Part) -> String {
    let table = &benchmark.table;
    if !(0..table.kinds.len() as u32).any(|kind| table.is_conflict(kind)) {
        return "\nThe kinds of act have no known class: no warnings of conflict\n".to_owned();
    }
    let field = Field::new(benchmark, on, &|kind| table.is_conflict(kind));
    let mut rows = [String::new(), String::new()];
    let mut sizes = [(0, 0); 2];
    for method in Method::ALL {
        let model = Counts::learn(method, &field.pairs, field.before / 4, field.before);
        let onset = Onset::learn(&model, &field.pairs, field.before / 4, field.before);
        let mut both = [Warned::default(), Warned::default()];
        for series in &field.pairs {
            for week in field.before..field.weeks {
                let chance = onset.chance(series, week, model.foretell(series, week).at_least(1));
                both[usize::from(Onset::is_ongoing(series, week))].note(chance, series.own[week] > 0);
            }
        }
        for ((warned, rows), size) in both.iter().zip(&mut rows).zip(&mut sizes) {
            rows.push_str(&warned.row(method));
            *size = (warned.asked, warned.came);
        }
    }
    let head = "| method | Brier | log score | calibration error | warnings at 50 % | false alarms |\n|---|---|---|---|---|---|\n";
    let mut text = String::new();
    for ((what, rows), (asked, came)) in
        ["Onset: conflict after four weeks without", "Continuation: conflict after conflict"]
            .iter()
            .zip(rows)
            .zip(sizes)
    {
        text.push_str(&format!("\n{what}; {asked} weeks of pairs, {came} with conflict\n\n{head}{rows}"));
    }
    text
}
