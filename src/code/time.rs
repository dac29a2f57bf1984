//! The words of a sentence in, intervals out: every expression of time, resolved against the article's date.

use super::Coding;
use crate::article::Origin;
use crate::mention::{Precision, TimeSpan};
use crate::resources::times::{Part, Relation, TimeWord, Unit};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;

/// One expression of time and what it says.
#[derive(Clone, Debug)]
pub(crate) struct TimeHit {
    pub words: Range<usize>,
    pub time: TimeSpan,
}

/// All expressions of time in the words of a sentence, in order.
pub(super) fn find(coding: &Coding<'_>, sentence: usize) -> Vec<TimeHit> {
    let range = coding.parse.sentences[sentence].words.clone();
    let reader = Reader { coding, end: range.end, today: coding.article.published };
    let mut hits: Vec<TimeHit> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match reader.expression(at) {
            Some((time, end)) => {
                let start = at;
                let (time, end) = reader.extended(time, end, start, range.start);
                hits.push(TimeHit { words: start..end, time });
                at = end;
            }
            None => at += 1,
        }
    }
    hits
}

struct Reader<'c, 'a> {
    coding: &'c Coding<'a>,
    end: usize,
    today: Option<(Date, Origin)>,
}

impl Reader<'_, '_> {
    fn token(&self, at: usize) -> &str {
        if at < self.end { self.coding.text(at) } else { "" }
    }

    fn word(&self, at: usize) -> Option<TimeWord> {
        let word = self.coding.parse.words.get(at).filter(|_| at < self.end)?;
        let lexicon = &self.coding.language.lexicon;
        let lemma = if word.first == 0 { lexicon.symbols.word(word.lemma) } else { "" };
        self.coding.language.times.word(lexicon, self.token(at), lemma)
    }

    /// The article's date, only where it is exact enough for days.
    fn today(&self) -> Option<Date> {
        self.today.map(|(d, _)| d)
    }

    fn coarse(&self) -> bool {
        self.today.is_some_and(|(_, origin)| matches!(origin, Origin::Estimated | Origin::FileTime))
    }

    /// The expression that begins at `at`, and where it ends.
    fn expression(&self, at: usize) -> Option<(TimeSpan, usize)> {
        self.numeric_date(at)
            .or_else(|| self.day_of_month(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.part(at))
            .or_else(|| self.month(at))
            .or_else(|| self.season(at))
            .or_else(|| self.year(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.directed(at))
            .or_else(|| self.weekday(at, 0))
            .or_else(|| self.relative_day(at))
    }

    /// "13.09.2024", "2024-09-13".
    fn numeric_date(&self, at: usize) -> Option<(TimeSpan, usize)> {
        let token = self.token(at);
        let numbers: Vec<i16> = token.split(['.', '-']).filter_map(|n| n.parse().ok()).collect();
        let [a, b, c] = numbers.as_slice() else { return None };
        let (year, month, day) = if *a > 31 { (*a, *b, *c) } else { (*c, *b, *a) };
        let year = if year < 100 { 2000 + year } else { year };
        Some((day_span(Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?), at + 1))
    }

    /// "13. September 2024", "13. September".
    fn day_of_month(&self, at: usize) -> Option<(TimeSpan, usize)> {
        let day: i8 = self.token(at).parse().ok().filter(|d| (1..=31).contains(d))?;
        let point = usize::from(self.token(at + 1) == ".");
        let TimeWord::Month(month) = self.word(at + 1 + point)? else { return None };
        let next = at + 2 + point;
        let (year, end) = self.year_after(next).unwrap_or((self.year_near(month, Some(day))?, next));
        Some((day_span(Date::new(year, month, day).ok()?), end))
    }

    /// A year that follows directly, or as "desselben Jahres", "vergangenen Jahres".
    fn year_after(&self, at: usize) -> Option<(i16, usize)> {
        if let Some(year) = year_number(self.token(at)) {
            return Some((year, at + 1));
        }
        let from = if matches!(self.word(at), Some(TimeWord::Direction(_))) { at } else { at + 1 };
        if let (Some(TimeWord::Direction(step)), Some(TimeWord::Unit(Unit::Year))) = (self.word(from), self.word(from + 1)) {
            let year = self.today()?.year() + i16::try_from(step).ok()?;
            return Some((year, from + 2));
        }
        None
    }

    /// The year of a month named without one: the latest that does not lie well ahead of the article.
    fn year_near(&self, month: i8, day: Option<i8>) -> Option<i16> {
        let today = self.today()?;
        let ahead = month > today.month() || (month == today.month() && day.is_some_and(|d| d > today.day() + 7));
        // A month up to two ahead may be meant as coming; a longer way back is the likelier reading.
        let near = month - today.month();
        Some(if ahead && near > 2 { today.year() - 1 } else { today.year() })
    }

    fn decade(&self, at: usize) -> Option<(TimeSpan, usize)> {
        let year = self.coding.language.times.decade(self.token(at))?;
        let end = at + 1 + usize::from(matches!(self.word(at + 1), Some(TimeWord::Unit(Unit::Year))));
        Some((years(year, year + 9, Precision::Decade)?, end))
    }

    /// "Anfang 2024", "Ende des vergangenen Jahres", "Mitte Juni", "in den frühen 2000er Jahren".
    fn part(&self, at: usize) -> Option<(TimeSpan, usize)> {
        let TimeWord::Part(part) = self.word(at)? else { return None };
        let mut next = at + 1;
        let fills = self.coding.parse.words.get(next).is_some_and(|w| {
            !w.capital && w.closed.iter().any(|c| c.class == crate::resources::lexicon::WordClass::Determiner) && !matches!(self.word(next), Some(TimeWord::Direction(_)))
        });
        if fills {
            next += 1;
        }
        let (whole, end) = self
            .decade(next)
            .or_else(|| self.month(next))
            .or_else(|| self.season(next))
            .or_else(|| self.year(next))
            .or_else(|| self.directed(next))?;
        Some((cut(whole, part)?, end))
    }

    fn month(&self, at: usize) -> Option<(TimeSpan, usize)> {
        let TimeWord::Month(month) = self.word(at)? else { return None };
        if !self.coding.parse.words[at].capital {
            return None;
        }
        let (year, end) = self.year_after(at + 1).or_else(|| Some((self.year_near(month, None)?, at + 1)))?;
        let first = Date::new(year, month, 1).ok()?;
        Some((TimeSpan { start: first, end: first.last_of_month(), precision: Precision::Month }, end))
    }

    fn season(&self, at: usize) -> Option<(TimeSpan, usize)> {
        let TimeWord::Season(month) = self.word(at)? else { return None };
        let (year, end) = self.year_after(at + 1).or_else(|| Some((self.year_near(month, None)?, at + 1)))?;
        let first = Date::new(year, month, 1).ok()?;
        let last = first.checked_add(2.months()).ok()?.last_of_month();
        Some((TimeSpan { start: first, end: last, precision: Precision::Season }, end))
    }

    fn year(&self, at: usize) -> Option<(TimeSpan, usize)> {
        let token = self.token(at);
        if let Some((from, to)) = token.split_once(['-', '–'])
            && let (Some(from), Some(to)) = (year_number(from), year_number(to))
        {
            return Some((years(from, to, Precision::Span)?, at + 1));
        }
        let year = year_number(token)?;
        // "2000 Soldaten" counts; a year stands before no noun that could be counted.
        let counted = self.coding.parse.words.get(at + 1).is_some_and(|w| at + 1 < self.end && w.tag == crate::parse::Tag::Noun)
            && !self.coding.parse.words.get(at.wrapping_sub(1)).is_some_and(|w| w.closed.iter().any(|c| c.extra == self.coding.language.lexicon.in_preposition()) || matches!(self.word(at - 1), Some(TimeWord::Unit(Unit::Year))));
        (!counted || !(1900..2030).contains(&year)).then_some(()).filter(|()| (1000..2100).contains(&year))?;
        Some((years(year, year, Precision::Year)?, at + 1))
    }

    /// "vor einem Jahr", "vor zwei Wochen".
    fn ago(&self, at: usize) -> Option<(TimeSpan, usize)> {
        let TimeWord::Relation(relation @ (Relation::Ago | Relation::Since)) = self.word(at)? else { return None };
        let count = match self.word(at + 1) {
            Some(TimeWord::Count(n)) => n,
            _ => self.token(at + 1).parse().ok()?,
        };
        let TimeWord::Unit(unit) = self.word(at + 2)? else { return None };
        let today = self.today()?;
        let time = back(today, count, unit)?;
        let time = if relation == Relation::Since { TimeSpan { end: today, precision: Precision::Span, ..time } } else { time };
        Some((time, at + 3))
    }

    /// "vergangenen Samstag", "im letzten Jahr", "dieser Woche".
    fn directed(&self, at: usize) -> Option<(TimeSpan, usize)> {
        let TimeWord::Direction(step) = self.word(at)? else { return None };
        let today = self.today()?;
        match self.word(at + 1)? {
            TimeWord::Weekday(_) => self.weekday(at + 1, step),
            TimeWord::Month(month) => {
                let (mut time, end) = self.month(at + 1)?;
                if step < 0 && Date::new(time.start.year(), month, 1).ok()? > today {
                    time = month_span(Date::new(time.start.year() - 1, month, 1).ok()?);
                }
                Some((time, end))
            }
            TimeWord::Season(_) => self.season(at + 1),
            TimeWord::Unit(unit) => Some((stepped(today, step, unit)?, at + 2)),
            _ => None,
        }
    }

    fn weekday(&self, at: usize, step: i32) -> Option<(TimeSpan, usize)> {
        let TimeWord::Weekday(day) = self.word(at)? else { return None };
        // "Samstag, den 25. August": the date says it better.
        let mut ahead = at + 1;
        while matches!(self.token(ahead), "," | "(") || self.coding.parse.words.get(ahead).is_some_and(|w| ahead < self.end && !w.closed.is_empty() && !w.capital) {
            ahead += 1;
        }
        if let Some(exact) = self.numeric_date(ahead).or_else(|| self.day_of_month(ahead)) {
            return Some(exact);
        }
        let today = self.today()?;
        if self.coarse() {
            return Some((month_span(today), at + 1));
        }
        let here = today.weekday().to_monday_one_offset();
        let mut offset = i32::from(day) - i32::from(here);
        if step > 0 {
            offset += if offset <= 0 { 7 } else { 0 };
        } else if offset > 0 || (offset == 0 && step < 0) {
            offset -= 7;
        }
        Some((day_span(today.checked_add(offset.days()).ok()?), at + 1))
    }

    fn relative_day(&self, at: usize) -> Option<(TimeSpan, usize)> {
        let TimeWord::Day(offset) = self.word(at)? else { return None };
        let today = self.today()?;
        if self.coarse() {
            return Some((month_span(today), at + 1));
        }
        Some((day_span(today.checked_add(offset.days()).ok()?), at + 1))
    }

    /// Ranges and half-open times: "von Juli bis November 2023", "zwischen 1950 und 1953", "seit 2011".
    fn extended(&self, time: TimeSpan, end: usize, start: usize, first: usize) -> (TimeSpan, usize) {
        let relation = (first..start).rev().take(3).find_map(|i| match self.word(i) {
            Some(TimeWord::Relation(r)) => Some(r),
            _ => None,
        });
        let joined = |i: usize| matches!(self.word(i), Some(TimeWord::Relation(Relation::Until)))
            || self.coding.parse.words.get(i).is_some_and(|w| i < self.end && w.tag == crate::parse::Tag::Coordinator);
        if joined(end) && (relation == Some(Relation::Range) || matches!(self.word(end), Some(TimeWord::Relation(Relation::Until)))) {
            let skip = usize::from(self.coding.parse.words.get(end + 1).is_some_and(|w| !w.capital && !w.closed.is_empty()));
            if let Some((to, after)) = self.expression(end + 1).or_else(|| self.expression(end + 1 + skip))
                && to.end >= time.start
            {
                let start = if time.start.year() != to.start.year() && time.precision == Precision::Month && to.precision == Precision::Month {
                    Date::new(to.start.year(), time.start.month(), 1).ok().filter(|d| *d <= to.end).unwrap_or(time.start)
                } else {
                    time.start
                };
                return (TimeSpan { start, end: to.end, precision: Precision::Span }, after);
            }
        }
        match (relation, self.today()) {
            (Some(Relation::Since), Some(today)) if today >= time.start => (TimeSpan { start: time.start, end: today, precision: Precision::Span }, end),
            _ => (time, end),
        }
    }
}

fn year_number(token: &str) -> Option<i16> {
    token.parse().ok().filter(|y| token.len() == 4 && (1000..2100).contains(y))
}

fn day_span(day: Date) -> TimeSpan {
    TimeSpan { start: day, end: day, precision: Precision::Day }
}

fn month_span(day: Date) -> TimeSpan {
    TimeSpan { start: day.first_of_month(), end: day.last_of_month(), precision: Precision::Month }
}

fn years(from: i16, to: i16, precision: Precision) -> Option<TimeSpan> {
    Some(TimeSpan { start: Date::new(from, 1, 1).ok()?, end: Date::new(to, 12, 31).ok()?, precision })
}

/// The first, middle or last part of an interval, as the codebook cuts years, months and decades.
fn cut(whole: TimeSpan, part: Part) -> Option<TimeSpan> {
    let TimeSpan { start, end, precision } = whole;
    let (year, month) = (start.year(), start.month());
    let day = |d: i8| Date::new(year, month, d).ok();
    let (start, end, precision) = match (precision, part) {
        (Precision::Year, Part::First) => (start, Date::new(year, 3, 31).ok()?, Precision::Quarter),
        (Precision::Year, Part::Middle) => (Date::new(year, 4, 1).ok()?, Date::new(year, 9, 30).ok()?, Precision::Span),
        (Precision::Year, Part::Last) => (Date::new(year, 10, 1).ok()?, end, Precision::Quarter),
        (Precision::Month, Part::First) => (start, day(10)?, Precision::Span),
        (Precision::Month, Part::Middle) => (day(11)?, day(20)?, Precision::Span),
        (Precision::Month, Part::Last) => (day(21)?, end, Precision::Span),
        (Precision::Decade, Part::First) => (start, Date::new(year + 3, 12, 31).ok()?, Precision::Span),
        (Precision::Decade, Part::Middle) => (Date::new(year + 3, 1, 1).ok()?, Date::new(year + 6, 12, 31).ok()?, Precision::Span),
        (Precision::Decade, Part::Last) => (Date::new(year + 6, 1, 1).ok()?, end, Precision::Span),
        _ => (start, end, precision),
    };
    Some(TimeSpan { start, end, precision })
}

/// `count` units before `today`, as precise as the unit.
fn back(today: Date, count: i32, unit: Unit) -> Option<TimeSpan> {
    let count = i64::from(count);
    Some(match unit {
        Unit::Hour => day_span(today),
        Unit::Day => day_span(today.checked_sub(count.days()).ok()?),
        Unit::Week | Unit::Weekend => week_span(today.checked_sub(count.weeks()).ok()?)?,
        Unit::Month | Unit::Quarter => month_span(today.checked_sub(count.months()).ok()?),
        Unit::Year => month_span(today.checked_sub(count.years()).ok()?),
        Unit::Decade => years(today.year() - i16::try_from(10 * count).ok()?, today.year() - i16::try_from(10 * count).ok()?, Precision::Year)?,
        Unit::Century => return None,
    })
}

/// The unit `step` away from the one that holds `today`.
fn stepped(today: Date, step: i32, unit: Unit) -> Option<TimeSpan> {
    let count = i64::from(step);
    Some(match unit {
        Unit::Hour => return None,
        Unit::Day => day_span(today.checked_add(count.days()).ok()?),
        Unit::Week => week_span(today.checked_add(count.weeks()).ok()?)?,
        Unit::Weekend => {
            let monday = week_span(today.checked_add(count.weeks()).ok()?)?.start;
            TimeSpan { start: monday.checked_add(5.days()).ok()?, end: monday.checked_add(6.days()).ok()?, precision: Precision::Span }
        }
        Unit::Month => month_span(today.checked_add(count.months()).ok()?),
        Unit::Quarter => return None,
        Unit::Year => years(today.year() + i16::try_from(step).ok()?, today.year() + i16::try_from(step).ok()?, Precision::Year)?,
        Unit::Decade => {
            let first = today.year() / 10 * 10 + i16::try_from(10 * step).ok()?;
            years(first, first + 9, Precision::Decade)?
        }
        Unit::Century => return None,
    })
}

fn week_span(day: Date) -> Option<TimeSpan> {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    let monday = day.checked_sub(back.days()).ok()?;
    Some(TimeSpan { start: monday, end: monday.checked_add(6.days()).ok()?, precision: Precision::Week })
}
