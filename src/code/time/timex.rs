//! What an expression names, written as TIMEX3 writes it: "2014-W29-WE", "P2Y", "PRESENT_REF".

use super::calendar::{Stretch, iso_week};
use super::durations::whole;
use super::{Moment, Value};
use crate::article::Span;
use crate::resources::times::{Count, DayPart, Era, Unit};
use jiff::civil::Date;

/// An expression of time in the terms of TIMEX3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex {
    pub span: Span,
    /// DATE, TIME, DURATION or SET.
    pub kind: &'static str,
    pub value: String,
}

/// The annotation of a value; none for words that the standard leaves alone.
pub(super) fn written(value: &Value, span: Span) -> Option<Timex> {
    let (kind, value) = match value {
        Value::On(stretch) => ("DATE", date(*stretch)),
        Value::At(day, moment) => ("TIME", time(*day, *moment)),
        Value::Lasts(count, unit) => ("DURATION", length(*count, *unit)),
        Value::Every(count, unit) => ("SET", length(*count, *unit)),
        Value::Weekly(day) => ("SET", format!("XXXX-WXX-{day}")),
        Value::Unresolved => ("DATE", "XXXX-XX-XX".to_owned()),
        Value::Era(Era::Past) => ("DATE", "PAST_REF".to_owned()),
        Value::Era(Era::Present | Era::Recent | Era::While) => ("DATE", "PRESENT_REF".to_owned()),
        Value::Era(Era::Future) => ("DATE", "FUTURE_REF".to_owned()),
        Value::Era(Era::Blurred | Era::Meanwhile) => return None,
    };
    Some(Timex { span, kind, value })
}

fn date(stretch: Stretch) -> String {
    let week = |day: Date| {
        let week = iso_week(day);
        format!("{:04}-W{:02}", week.year(), week.week())
    };
    match stretch {
        Stretch::Day(day) => day.to_string(),
        Stretch::Week(day) => week(day),
        Stretch::Weekend(day) => format!("{}-WE", week(day)),
        Stretch::Month(first) => format!("{:04}-{:02}", first.year(), first.month()),
        Stretch::Quarter(first) => format!("{:04}-Q{}", first.year(), (first.month() + 2) / 3),
        Stretch::Half(first) => format!("{:04}-H{}", first.year(), if first.month() > 6 { 2 } else { 1 }),
        Stretch::Season(first, called) => {
            let season = match first.month() {
                3 => "SP",
                6 => "SU",
                9 => "FA",
                _ => "WI",
            };
            format!("{called:04}-{season}")
        }
        Stretch::Year(year) => format!("{year:04}"),
        // A season of sport or a term of office is no stretch that the standard has a value for.
        Stretch::Years(..) => "XXXX-XX-XX".to_owned(),
        Stretch::Decade(year) => format!("{:03}", year / 10),
        Stretch::Century(number) => format!("{number:02}"),
    }
}

fn time(day: Option<Date>, moment: Moment) -> String {
    let day = day.map_or_else(String::new, |d| d.to_string());
    match moment {
        Moment::Clock(hour, minute) => format!("{day}T{hour:02}:{minute:02}"),
        Moment::Part(part) => {
            let part = match part {
                DayPart::Morning => "MO",
                DayPart::Noon => "MI",
                DayPart::Afternoon => "AF",
                DayPart::Evening => "EV",
                DayPart::Night => "NI",
            };
            format!("{day}T{part}")
        }
    }
}

fn length(count: Count, unit: Unit) -> String {
    let (number, unit) = match whole(count, unit) {
        Some((n, unit)) => (Some(n), unit),
        None => (None, unit),
    };
    let times = |factor: i64| number.map_or_else(|| "X".to_owned(), |n| (factor * i64::from(n)).to_string());
    match unit {
        Unit::Minute => format!("PT{}M", times(1)),
        Unit::Hour => format!("PT{}H", times(1)),
        Unit::Day => format!("P{}D", times(1)),
        Unit::Week => format!("P{}W", times(1)),
        Unit::Weekend => format!("P{}WE", times(1)),
        Unit::Month => format!("P{}M", times(1)),
        Unit::Quarter => format!("P{}M", times(3)),
        Unit::Half => format!("P{}M", times(6)),
        Unit::Year => format!("P{}Y", times(1)),
        Unit::Decade => format!("P{}Y", times(10)),
        Unit::Century => format!("P{}Y", times(100)),
    }
}
