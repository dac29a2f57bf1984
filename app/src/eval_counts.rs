//! The counts of `demarche eval forecast`: weekly counts of the busiest pairs foretold, each method in one table.

use crate::args;
use crate::eval::Benchmark;
use demarche::relate::foresee::{Counts, Method, Series, Weeks};

/// Ordered pairs, the busiest of the training part.
const PAIRS: usize = 1000;

pub(crate) fn table(benchmark: &Benchmark, on: args::Part) -> String {
    let table = &benchmark.table;
    let (from, end) = match on {
        args::Part::Valid => (benchmark.valid, benchmark.test),
        args::Part::Test => (benchmark.test, table.events.last().map_or(0, |e| e.day + 1)),
    };
    // Weeks count from the first day of the part measured, so that none lies on both sides of it.
    let coming = (end - from) / 7;
    let busy = Weeks::new(table, benchmark.valid, |_| true);
    let before = Weeks::new(table, from, |_| true).weeks;
    let weeks = Weeks::new(table, from + coming * 7, |_| true);
    let pairs: Vec<Series> = busy.busiest.iter().take(PAIRS).map(|(s, o)| weeks.of(*s, *o)).collect();
    let mut text = format!(
        "\nWeekly counts of {} ordered pairs, {coming} weeks, learnt from the weeks before\n\n| method | log score | Brier, any event |\n|---|---|---|\n",
        pairs.len()
    );
    for method in Method::ALL {
        let model = Counts::learn(method, &pairs, before / 4, before);
        let (mut surprise, mut square, mut asked) = (0.0, 0.0, 0.0);
        for series in &pairs {
            for week in before..weeks.weeks {
                let spread = model.foretell(series, week);
                let count = series.own[week];
                surprise += spread.surprise(count);
                square += (spread.at_least(1) - f64::from(u8::from(count > 0))).powi(2);
                asked += 1.0;
            }
        }
        let name = match method {
            Method::Full => "demarche",
            Method::Climatology => "climatology",
            Method::LastValue => "last value",
            Method::Average => "exponential average",
        };
        text.push_str(&format!("| {name} | {:.4} | {:.4} |\n", surprise / asked, square / asked));
    }
    text
}
