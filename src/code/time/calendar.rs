//! Stretches of the calendar and the arithmetic on them: no words here, only dates.

use crate::mention::{Precision, TimeSpan};
use crate::resources::times::{Part, Unit};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

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
        let back = i64::from(day.weekday().to_monday_zero_offset());
        Some(Self::Week(day.checked_sub(back.days()).ok()?))
    }

    pub(super) fn weekend(day: Date) -> Option<Self> {
        let Self::Week(monday) = Self::week(day)? else { return None };
        Some(Self::Weekend(monday.checked_add(5.days()).ok()?))
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
            Self::Week(monday) => (monday, monday.checked_add(6.days()).ok()?, Precision::Week),
            Self::Weekend(saturday) => (saturday, saturday.checked_add(1.days()).ok()?, Precision::Span),
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
        let add = |day: Date, span: Span| day.checked_add(span).ok();
        let n = i64::from(steps);
        let short = i16::try_from(steps).ok()?;
        Some(match self {
            Self::Day(day) => Self::Day(add(day, n.days())?),
            Self::Week(day) => Self::Week(add(day, n.weeks())?),
            Self::Weekend(day) => Self::Weekend(add(day, n.weeks())?),
            Self::Month(day) => Self::Month(add(day, n.months())?),
            Self::Quarter(day) => Self::Quarter(add(day, (3 * n).months())?),
            Self::Half(day) => Self::Half(add(day, (6 * n).months())?),
            Self::Season(day, called) => Self::Season(add(day, n.years())?, called.checked_add(short)?),
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
fn months_end(first: Date, months: i64) -> Option<Date> {
    Some(first.checked_add((months - 1).months()).ok()?.last_of_month())
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
    let later = |days: i64| start.checked_add(days.days()).ok();
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
    let days = i64::from((span.end - span.start).get_days()) + 1;
    let middle = match whole {
        Stretch::Month(first) => first.checked_add(15.days()).ok()?,
        Stretch::Year(year) => Date::new(year, 7, 1).ok()?,
        Stretch::Decade(year) => Date::new(year.checked_add(5)?, 1, 1).ok()?,
        Stretch::Century(number) => Date::new(number.checked_mul(100)?.checked_add(50)?, 1, 1).ok()?,
        _ => span.start.checked_add((days / 2).days()).ok()?,
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
    let n = i64::from(count);
    let at = |span: Span| day.checked_add(span).ok();
    match unit {
        Unit::Minute | Unit::Hour => Some(Stretch::Day(day)),
        Unit::Day => Some(Stretch::Day(at(n.days())?)),
        Unit::Week => Stretch::week(at(n.weeks())?),
        Unit::Weekend => Stretch::weekend(at(n.weeks())?),
        Unit::Month => Stretch::holding(at(n.months())?, Unit::Month),
        Unit::Quarter => Stretch::holding(at((3 * n).months())?, Unit::Month),
        Unit::Half => Stretch::holding(at((6 * n).months())?, Unit::Month),
        Unit::Year if n.abs() <= 2 => Stretch::holding(at(n.years())?, Unit::Month),
        Unit::Year => Some(Stretch::Year(at(n.years())?.year())),
        Unit::Decade => Some(Stretch::Year(at((10 * n).years())?.year())),
        Unit::Century => Some(Stretch::Year(at((100 * n).years())?.year())),
    }
}

/// The day that lies `count` units from a day, exactly.
pub(super) fn day_away(day: Date, count: i32, unit: Unit) -> Option<Date> {
    let n = i64::from(count);
    let span = match unit {
        Unit::Minute => return Some(day),
        Unit::Hour => (n / 24).days(),
        Unit::Day => n.days(),
        Unit::Week | Unit::Weekend => n.weeks(),
        Unit::Month => n.months(),
        Unit::Quarter => (3 * n).months(),
        Unit::Half => (6 * n).months(),
        Unit::Year => n.years(),
        Unit::Decade => (10 * n).years(),
        Unit::Century => (100 * n).years(),
    };
    day.checked_add(span).ok()
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
