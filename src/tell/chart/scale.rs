//! Days and numbers in, places along a line and the marks on it out.

use jiff::ToSpan;
use jiff::civil::Date;

/// Marks that a line of usual length has room for.
const MARKS: i64 = 8;

/// Values along a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    first: f64,
    last: f64,
    from: f64,
    to: f64,
}

impl Scale {
    pub(super) fn new((first, last): (f64, f64), (from, to): (f64, f64)) -> Self {
        Self { first, last, from, to }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        if self.last == self.first {
            return (self.from + self.to) / 2.0;
        }
        self.from + (value - self.first) / (self.last - self.first) * (self.to - self.from)
    }
}

/// Days along a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    scale: Scale,
    first: Date,
    last: Date,
}

/// How many days a day lies after 1970 began; before that below zero.
pub(super) fn number(date: Date) -> i64 {
    date.since(Date::constant(1970, 1, 1)).map_or(0, |span| i64::from(span.get_days()))
}

impl Days {
    pub(super) fn new(first: Date, last: Date, line: (f64, f64)) -> Self {
        let last = last.max(first);
        Self { scale: Scale::new((number(first) as f64, number(last) as f64 + 1.0), line), first, last }
    }

    /// Where a day begins.
    pub(super) fn at(&self, date: Date) -> f64 {
        self.scale.at(number(date.clamp(self.first, self.last)) as f64)
    }

    /// Where it ends.
    pub(super) fn after(&self, date: Date) -> f64 {
        self.scale.at(number(date.clamp(self.first, self.last)) as f64 + 1.0)
    }

    /// Days to mark and what to write there: no more than there is room for.
    pub(super) fn marks(&self) -> Vec<(Date, String)> {
        let days = number(self.last) - number(self.first) + 1;
        let years = i64::from(self.last.year() - self.first.year()) + 1;
        let months = (years - 1) * 12 + i64::from(self.last.month()) - i64::from(self.first.month()) + 1;
        let step = |count: i64, steps: &[i64]| steps.iter().copied().find(|s| count / s <= MARKS);
        if days <= 45 {
            let step = step(days, &[1, 2, 5]).unwrap_or(7);
            return self.every(|date| date.checked_add(step.days()), self.first, |d| d.to_string());
        }
        let month = self.first.first_of_month();
        if months <= 4 * MARKS {
            let step = step(months, &[1, 2]).unwrap_or(6);
            let begin = if step == 6 { self.first.first_of_year() } else { month };
            let label = |d: Date| format!("{:04}-{:02}", d.year(), d.month());
            return self.every(|date| date.checked_add(step.months()), begin, label);
        }
        let step = step(years, &[1, 2, 5, 10, 20, 50, 100, 200, 500]).unwrap_or(1000);
        let year = i64::from(self.first.year()).div_euclid(step) * step;
        let begin = i16::try_from(year).ok().and_then(|year| Date::new(year, 1, 1).ok()).unwrap_or(month);
        self.every(|date| date.checked_add(step.years()), begin, |d| d.year().to_string())
    }

    fn every(
        &self,
        next: impl Fn(Date) -> Result<Date, jiff::Error>,
        begin: Date,
        label: impl Fn(Date) -> String,
    ) -> Vec<(Date, String)> {
        let mut marks = Vec::new();
        let mut date = begin;
        while date <= self.last && marks.len() < 100 {
            if date >= self.first {
                marks.push((date, label(date)));
            }
            match next(date) {
                Ok(after) => date = after,
                Err(_) => break,
            }
        }
        marks
    }
}

/// A round number at or above this one, for the end of a line of counts.
pub(super) fn ceiling(most: u32) -> u32 {
    let mut unit = 1_u32;
    loop {
        for step in [1, 2, 5] {
            let bound = unit.saturating_mul(step);
            if bound >= most.max(1) {
                return bound;
            }
        }
        unit = unit.saturating_mul(10);
    }
}
