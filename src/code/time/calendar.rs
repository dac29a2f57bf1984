//! Stretches of the calendar and the arithmetic on them: no words here, only dates.

use crate::mention::{Precision, TimeSpan};
use crate::resources::times::{Part, Unit};
use jiff::Span;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// A stretch of the calendar that has a name of its own; where it is held as a date, that is its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stretch {
    Day(Date),
    Week(Date),
    Weekend(Date),
    Month(Date),
    Quarter(Date),
    Half(Date),
    /// First day, and the year that the season is called by: a winter belongs to two.
    Season(Date, i16),
    Year(i16),
    /// Years named together: "2007/08".
    Years(i16, i16),
    Decade(i16),
    /// First two digits of its years.
    Century(i16),
}

impl Stretch {
    /// The week that holds a day.
    pub(super) fn week(day: Date) -> Option<Self> {
        let back = day.weekday().to_monday_zero_offset();
        Some(Self::Week(day_away(day, -back, Unit::Day)?))
    }

    pub(super) fn weekend(day: Date) -> Option<Self> {
        let Self::Week(monday) = Self::week(day)? else { return None };
        Some(Self::Weekend(day_away(monday, 5, Unit::Day)?))
    }

    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        Some(Self::Month(Date::new(year, month, 1).ok()?))
    }

    /// A quarter by its number, 1 to 4.
    pub(super) fn quarter(year: i16, number: i8) -> Option<Self> {
        Some(Self::Quarter(Date::new(year, number.checked_mul(3)?.checked_sub(2)?, 1).ok()?))
    }

    pub(super) fn half(year: i16, number: i8) -> Option<Self> {
        matches!(number, 1 | 2).then(|| Date::new(year, 6 * number - 5, 1).ok().map(Self::Half))?
    }

    /// A season by its first month, beginning in `year`.
    pub(super) fn season(year: i16, month: i8, called: i16) -> Option<Self> {
        Some(Self::Season(Date::new(year, month, 1).ok()?, called))
    }

    /// First and last day, with the precision of the name.
    pub(super) fn span(self) -> Option<TimeSpan> {
        let (start, end, precision) = match self {
            Self::Day(day) => (day, day, Precision::Day),
            Self::Week(monday) => (monday, day_away(monday, 6, Unit::Day)?, Precision::Week),
            Self::Weekend(saturday) => (saturday, day_away(saturday, 1, Unit::Day)?, Precision::Span),
            Self::Month(first) => (first, first.last_of_month(), Precision::Month),
            Self::Quarter(first) => (first, months_end(first, 3)?, Precision::Quarter),
            Self::Half(first) => (first, months_end(first, 6)?, Precision::Span),
            Self::Season(first, _) => (first, months_end(first, 3)?, Precision::Season),
            Self::Year(year) => return years(year, year, Precision::Year),
            Self::Years(from, to) => return years(from, to, Precision::Span),
            Self::Decade(year) => return years(year, year.checked_add(9)?, Precision::Decade),
            Self::Century(number) => {
                let first = number.checked_mul(100)?;
                return years(first, first.checked_add(99)?, Precision::Span);
            }
        };
        Some(TimeSpan { start, end, precision })
    }

    /// The same kind of stretch, so many of its own length later.
    pub(super) fn moved(self, steps: i32) -> Option<Self> {
        let add = |day: Date, unit: Unit| day_away(day, steps, unit);
        let short = i16::try_from(steps).ok()?;
        Some(match self {
            Self::Day(day) => Self::Day(add(day, Unit::Day)?),
            Self::Week(day) => Self::Week(add(day, Unit::Week)?),
            Self::Weekend(day) => Self::Weekend(add(day, Unit::Week)?),
            Self::Month(day) => Self::Month(add(day, Unit::Month)?),
            Self::Quarter(day) => Self::Quarter(add(day, Unit::Quarter)?),
            Self::Half(day) => Self::Half(add(day, Unit::Half)?),
            Self::Season(day, called) => Self::Season(add(day, Unit::Year)?, called.checked_add(short)?),
            Self::Year(year) => Self::Year(year.checked_add(short)?),
            Self::Years(from, to) => Self::Years(from.checked_add(short)?, to.checked_add(short)?),
            Self::Decade(year) => Self::Decade(year.checked_add(short.checked_mul(10)?)?),
            Self::Century(number) => Self::Century(number.checked_add(short)?),
        })
    }

    /// The stretch of one unit that holds a day; none for units that no calendar counts.
    pub(super) fn holding(day: Date, unit: Unit) -> Option<Self> {
        let month = day.month();
        match unit {
            Unit::Minute | Unit::Hour => None,
            Unit::Day => Some(Self::Day(day)),
            Unit::Week => Self::week(day),
            Unit::Weekend => Self::weekend(day),
            Unit::Month => Self::month(day.year(), month),
            Unit::Quarter => Self::quarter(day.year(), (month + 2) / 3),
            Unit::Half => Self::half(day.year(), if month > 6 { 2 } else { 1 }),
            Unit::Year => Some(Self::Year(day.year())),
            Unit::Decade => Some(Self::Decade(day.year() / 10 * 10)),
            Unit::Century => Some(Self::Century(day.year() / 100)),
        }
    }
}

/// Last day of the month in which so many months from `first` end.
fn months_end(first: Date, months: i8) -> Option<Date> {
    Some(day_away(first, months - 1, Unit::Month)?.last_of_month())
}

pub(super) fn years(from: i16, to: i16, precision: Precision) -> Option<TimeSpan> {
    Some(TimeSpan { start: Date::new(from, 1, 1).ok()?, end: Date::new(to, 12, 31).ok()?, precision })
}

/// The first, middle or last part of a stretch, as the codebook cuts years, months and decades.
pub(super) fn cut(whole: Stretch, part: Part) -> Option<TimeSpan> {
    let TimeSpan { start, end, precision } = whole.span()?;
    let (year, month) = (start.year(), start.month());
    let in_year = |month: i8, day: i8| Date::new(year, month, day).ok();
    let in_month = |day: i8| Date::new(year, month, day).ok();
    let later = |days: i8| day_away(start, days, Unit::Day);
    let years_in = |from: i16, to: i16| years(year.checked_add(from)?, year.checked_add(to)?, Precision::Span);
    let (start, end, precision) = match (precision, part) {
        (Precision::Year, Part::First) => (start, in_year(3, 31)?, Precision::Quarter),
        (Precision::Year, Part::Middle) => (in_year(4, 1)?, in_year(9, 30)?, Precision::Span),
        (Precision::Year, Part::Last) => (in_year(10, 1)?, end, Precision::Quarter),
        (Precision::Month, Part::First) => (start, in_month(10)?, Precision::Span),
        (Precision::Month, Part::Middle) => (in_month(11)?, in_month(20)?, Precision::Span),
        (Precision::Month, Part::Last) => (in_month(21)?, end, Precision::Span),
        (Precision::Week, Part::First) => (start, later(1)?, Precision::Span),
        (Precision::Week, Part::Middle) => (later(2)?, later(3)?, Precision::Span),
        (Precision::Week, Part::Last) => (later(4)?, end, Precision::Span),
        (Precision::Decade, Part::First) => return years_in(0, 3),
        (Precision::Decade, Part::Middle) => return years_in(3, 6),
        (Precision::Decade, Part::Last) => return years_in(6, 9),
        _ => match (whole, part) {
            (Stretch::Century(_), Part::First) => return years_in(0, 33),
            (Stretch::Century(_), Part::Middle) => return years_in(33, 66),
            (Stretch::Century(_), Part::Last) => return years_in(66, 99),
            _ => (start, end, precision),
        },
    };
    Some(TimeSpan { start, end, precision })
}

/// The first or second half of a stretch.
pub(super) fn halved(whole: Stretch, number: i8) -> Option<TimeSpan> {
    let span = whole.span()?;
    let days = (span.end - span.start).get_days() + 1;
    let middle = match whole {
        Stretch::Month(first) => day_away(first, 15, Unit::Day)?,
        Stretch::Year(year) => Date::new(year, 7, 1).ok()?,
        Stretch::Decade(year) => Date::new(year.checked_add(5)?, 1, 1).ok()?,
        Stretch::Century(number) => Date::new(number.checked_mul(100)?.checked_add(50)?, 1, 1).ok()?,
        _ => day_away(span.start, days / 2, Unit::Day)?,
    };
    match number {
        1 => Some(TimeSpan { end: middle.yesterday().ok()?, precision: Precision::Span, ..span }),
        2 => Some(TimeSpan { start: middle, precision: Precision::Span, ..span }),
        _ => None,
    }
}

/// The stretch that lies `count` units from a day, as precise as the unit: "vor zwei Wochen" is a week, "vor einem Jahr"
/// a month; what lies many years back is no more precise than a year.
pub(super) fn away(day: Date, count: i32, unit: Unit) -> Option<Stretch> {
    let at = day_away(day, count, unit);
    match unit {
        Unit::Minute | Unit::Hour => Some(Stretch::Day(day)),
        Unit::Day => Some(Stretch::Day(at?)),
        Unit::Week => Stretch::week(at?),
        Unit::Weekend => Stretch::weekend(at?),
        Unit::Month | Unit::Quarter | Unit::Half => Stretch::holding(at?, Unit::Month),
        Unit::Year if (-2..=2).contains(&count) => Stretch::holding(at?, Unit::Month),
        Unit::Year | Unit::Decade | Unit::Century => Some(Stretch::Year(at?.year())),
    }
}

/// The day that lies `count` units from a day, exactly; none where the calendar does not reach.
pub(in crate::code) fn day_away(day: Date, count: impl Into<i64>, unit: Unit) -> Option<Date> {
    let (n, none) = (count.into(), Span::new());
    let span = match unit {
        Unit::Minute => return Some(day),
        Unit::Hour => none.try_days(n / 24),
        Unit::Day => none.try_days(n),
        Unit::Week | Unit::Weekend => none.try_weeks(n),
        Unit::Month => none.try_months(n),
        Unit::Quarter => none.try_months(n.checked_mul(3)?),
        Unit::Half => none.try_months(n.checked_mul(6)?),
        Unit::Year => none.try_years(n),
        Unit::Decade => none.try_years(n.checked_mul(10)?),
        Unit::Century => none.try_years(n.checked_mul(100)?),
    };
    day.checked_add(span.ok()?).ok()
}

/// Easter Sunday in the western calendar (the anonymous Gregorian rule).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?).ok()
}

/// ISO year and week of a day.
pub(super) fn iso_week(day: Date) -> ISOWeekDate {
    day.iso_week_date()
}

/// The weekday's date nearest to `today` in one direction; `today` itself counts unless `strictly`.
pub(super) fn weekday_from(today: Date, weekday: i8, ahead: bool, strictly: bool) -> Option<Date> {
    let wanted = Weekday::from_monday_one_offset(weekday).ok()?;
    if !strictly && today.weekday() == wanted {
        return Some(today);
    }
    today.nth_weekday(if ahead { 1 } else { -1 }, wanted).ok()
}
