//! Expressions that count units: "vor zwei Wochen", "zwei Tage später", "in den vergangenen fünf Jahren", "täglich".

use super::calendar::{Stretch, away, day_away};
use super::{Found, Reader, Tense, Value, span_between};
use crate::mention::{Precision, TimeSpan};
use crate::parse::Tag;
use crate::resources::lexicon::WordClass;
use crate::resources::times::{Count, Relation, TimeWord, Unit};

impl Reader<'_, '_> {
    /// A number in figures or words, and where it ends.
    fn count(&self, at: usize) -> Option<(Count, usize)> {
        match self.said(at) {
            Some(TimeWord::Around) => self.count(at + 1),
            Some(TimeWord::Count(count)) => match (count, self.said(at + 1)) {
                // "ein paar", "ein halbes".
                (Count::Whole(1), Some(TimeWord::Count(inner))) => Some((inner, at + 2)),
                _ => Some((count, at + 1)),
            },
            _ => {
                let word = self.word(at).filter(|w| w.tag == Tag::Number)?;
                let named = word.closed.iter().find(|c| c.class == WordClass::Number);
                let figures = named.map_or(self.token(at), |c| self.coding.language.lexicon.symbols.word(c.extra));
                let number: u32 = figures.parse().ok()?;
                Some((Count::Whole(i32::try_from(number).ok()?), at + 1))
            }
        }
    }

    /// A number and the unit that it counts; an adjective may stand between.
    pub(super) fn counted(&self, at: usize) -> Option<(Count, Unit, usize)> {
        let (count, next) = self.count(at)?;
        let skip = usize::from(self.said(next).is_none() && self.word(next)?.tag == Tag::Adjective);
        match self.said(next + skip)? {
            TimeWord::Unit(unit, _) => Some((count, unit, next + skip + 1)),
            _ => None,
        }
    }

    /// A counted stretch of time and what binds it to a date.
    pub(super) fn duration(&self, at: usize) -> Option<Found> {
        let (count, unit, end) = self.counted(at)?;
        let relation = self.relation_before(at);
        let aged =
            self.said(end) == Some(TimeWord::Aged) || unit == Unit::Year && matches!(relation, Some(Relation::With));
        if aged || relation == Some(Relation::From) && unit == Unit::Year {
            return None;
        }
        if relation == Some(Relation::Per) {
            return Some(Found::other(Value::Every(count, unit), end, true));
        }
        if let Some(TimeWord::Shift(step) | TimeWord::BoundShift(step)) = self.said(end) {
            return Some(match whole(count, unit) {
                Some((n, unit)) => {
                    let moved = step.checked_mul(n).and_then(|steps| self.shifted(steps, unit, end + 1));
                    moved.unwrap_or(Found::other(Value::Unresolved, end + 1, true))
                }
                None => Found::other(Value::Lasts(count, unit), end + 1, true),
            });
        }
        let ago = self.said(end) == Some(TimeWord::Ago);
        let (relation, end) = if ago { (Some(Relation::Ago), end + 1) } else { (relation, end) };
        let lasts = |says_when| Found::other(Value::Lasts(count, unit), end, says_when);
        let ahead = || matches!(self.tense(at, end), Tense::Future | Tense::Present);
        match relation {
            Some(Relation::Ago | Relation::Since) => {}
            Some(Relation::In) if ahead() => {}
            Some(Relation::Within) if ahead() => {}
            _ => return Some(lasts(false)),
        }
        let (Some(today), Some((n, unit))) = (self.today(), whole(count, unit)) else { return Some(lasts(true)) };
        let stretch = |steps: i32| away(today, steps, unit)?.span();
        // What lies beyond the calendar is still no news of the day.
        let time = match relation {
            Some(Relation::Ago) => stretch(-n),
            Some(Relation::Since) => stretch(-n).and_then(|from| span_between(from.start, today)),
            Some(Relation::In) => stretch(n),
            _ => day_away(today, n, unit).and_then(|last| span_between(today, last)),
        };
        Some(Found { time, dated: false, ..lasts(true) })
    }

    /// So many units from what was told last: "zwei Tage später", "im Jahr zuvor".
    pub(super) fn shifted(&self, steps: i32, unit: Unit, end: usize) -> Option<Found> {
        if unit == Unit::Day || unit == Unit::Hour || unit == Unit::Minute {
            let (day, dated) = self.day_told()?;
            return Some(Found { aside: steps < 0, ..Found::on(away(day, steps, unit)?, end, dated) });
        }
        let mark = self.last.filter(|m| self.sentence - m.sentence <= 1);
        let (stretch, dated) = match mark {
            Some(mark) => (mark.stretch, mark.dated),
            None => (Stretch::Day(self.today()?), false),
        };
        let year = |unit: Unit| match unit {
            Unit::Year => Some(1),
            Unit::Decade => Some(10),
            Unit::Century => Some(100),
            _ => None,
        };
        let moved = match (stretch, year(unit)) {
            (Stretch::Year(told), Some(length)) => {
                Stretch::Year(told.checked_add(i16::try_from(steps.checked_mul(length)?).ok()?)?)
            }
            _ => away(stretch.span()?.start, steps, unit)?,
        };
        Some(Found { aside: steps < 0, ..Found::on(moved, end, dated) })
    }

    /// "vergangenen fünf Jahren", "nächsten zehn Tagen": the stretch up to the article's date, or from it.
    pub(super) fn directed_count(&self, at: usize, step: i32) -> Option<Found> {
        let (count, unit, end) = self.counted(at)?;
        let lasts = Found::other(Value::Lasts(count, unit), end, true);
        let (Some(today), Some((n, unit))) = (self.today(), whole(count, unit)) else { return Some(lasts) };
        let time = match step.signum() {
            -1 => day_away(today, -n, unit).and_then(|first| span_between(first, today)),
            1 => day_away(today, n, unit).and_then(|last| span_between(today, last)),
            _ => None,
        };
        Some(Found { time, dated: false, ..lasts })
    }

    /// "jeden Montag", "jede zweite Woche", "alle vier Jahre".
    pub(super) fn each(&self, at: usize) -> Option<Found> {
        if self.said(at)? == TimeWord::Every {
            let (count, unit, end) = self.counted(at + 1)?;
            return Some(Found::other(Value::Every(count, unit), end, true));
        }
        let (count, next) = match self.said(at + 1)? {
            TimeWord::Ordinal(n) => (i32::from(n), at + 2),
            _ => (1, at + 1),
        };
        match self.said(next)? {
            TimeWord::Weekday(day, _) => Some(Found::other(Value::Weekly(day), next + 1, true)),
            TimeWord::Unit(unit, _) => Some(Found::other(Value::Every(Count::Whole(count), unit), next + 1, true)),
            TimeWord::DayPart(_) => Some(Found::other(Value::Every(Count::Whole(count), Unit::Day), next + 1, true)),
            _ => None,
        }
    }

    /// Units that no number counts: "am Wochenende", "im Jahr 1980", "am Tag darauf", "seit Jahren", "pro Woche".
    pub(super) fn unit(&self, at: usize, unit: Unit) -> Option<Found> {
        if unit == Unit::Year
            && let Some(year) = super::dates::year_number(self.token(at + 1))
        {
            let found = self.year(at + 1);
            return found.or_else(|| Some(Found::on(Stretch::Year(year), at + 2, true)));
        }
        if let Some(TimeWord::Shift(step) | TimeWord::BoundShift(step)) = self.said(at + 1) {
            return self.shifted(step, unit, at + 2);
        }
        let plural = matches!(self.said(at), Some(TimeWord::Unit(_, true)));
        if unit == Unit::Weekend && !plural {
            return self.weekend(at);
        }
        match (self.relation_before(at), plural) {
            (Some(Relation::Since | Relation::Ago), true) => {
                Some(Found::other(Value::Lasts(Count::Vague, unit), at + 1, true))
            }
            (_, true) if self.before(at) == Some(TimeWord::Around) => {
                Some(Found::other(Value::Lasts(Count::Vague, unit), at + 1, false))
            }
            (Some(Relation::Per), _) => Some(Found::other(Value::Every(Count::Whole(1), unit), at + 1, true)),
            // "einmal im Monat".
            (_, false)
                if unit == Unit::Month && at > self.range.start && self.is(at - 1, WordClass::PrepositionArticle) =>
            {
                Some(Found::other(Value::Every(Count::Whole(1), unit), at + 1, true))
            }
            _ => None,
        }
    }

    fn weekend(&self, at: usize) -> Option<Found> {
        let Some(today) = self.today() else { return Some(Found::other(Value::Unresolved, at + 1, true)) };
        let this = Stretch::weekend(today)?;
        let over = this.span()?.start > today && matches!(self.tense(at, at + 1), Tense::Past | Tense::Unknown);
        Some(Found::on(if over { this.moved(-1)? } else { this }, at + 1, false))
    }
}

/// A count in whole units: halves go down to the next smaller unit.
pub(super) fn whole(count: Count, unit: Unit) -> Option<(i32, Unit)> {
    match (count, unit) {
        (Count::Whole(n), unit) => Some((n, unit)),
        (Count::Halves(n), Unit::Year) => Some((n.checked_mul(6)?, Unit::Month)),
        (Count::Halves(n), Unit::Month) => Some((n.checked_mul(15)?, Unit::Day)),
        (Count::Halves(n), Unit::Day) => Some((n.checked_mul(12)?, Unit::Hour)),
        (Count::Halves(n), Unit::Hour) => Some((n.checked_mul(30)?, Unit::Minute)),
        _ => None,
    }
}

/// A day with the precision of a day.
pub(super) fn day_span(day: jiff::civil::Date) -> TimeSpan {
    TimeSpan { start: day, end: day, precision: Precision::Day }
}
