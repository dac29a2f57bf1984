//! The text behind a date in, the time of day and the zone that it begins with out.

use crate::resources::fields::{self, Clock};
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZoneDatabase};

/// The time of day and zone behind a date: `T14:02:00+02:00`, ` 14:02`, `, 14.02 Uhr`, ` 2:02 p.m. GMT`.
pub(super) fn clock(date: Date, text: &str) -> (Option<Time>, Option<Offset>) {
    let text = behind_joints(text);
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let Some((clock, rest)) = text.split_at_checked(end) else { return (None, None) };
    let parts: Vec<i8> = if clock.contains(':') {
        clock.split(':').map_while(|part| part.parse().ok()).collect()
    } else {
        (0..clock.len() / 2).map_while(|i| clock.get(i * 2..i * 2 + 2)?.parse().ok()).collect()
    };
    let (dotted, rest) = match dotted(clock, rest) {
        Some((time, rest)) => (Some(time), rest),
        None => (None, rest.trim_start_matches(|c: char| c == '.' || c == ',' || c.is_ascii_digit())),
    };
    let (half, rest) = named(Clock::Half, rest);
    let (_, rest) = named(Clock::Hour, rest);
    let hour = |hour: i8| match half {
        Some(0) if hour == 12 => 0,
        Some(1..) if hour < 12 => hour + 12,
        _ => hour,
    };
    let time = match parts.as_slice() {
        _ if dotted.is_some() => dotted,
        [hours, minute] => Time::new(hour(*hours), *minute, 0, 0).ok(),
        [hours, minute, second, ..] => Time::new(hour(*hours), *minute, *second, 0).ok(),
        _ => None,
    };
    (time, time.and_then(|time| offset(date, time, rest)))
}

/// What follows the signs and words between a date and its time.
fn behind_joints(text: &str) -> &str {
    let mut rest = text.trim_start_matches(|c: char| c == 'T' || c == ',' || c.is_whitespace());
    while let Some((word, behind)) = rest.split_once(char::is_whitespace) {
        let is_sign = matches!(word, "-" | "\u{2013}" | "|" | "\u{b7}" | "\u{2022}");
        if !is_sign && fields::minutes(Clock::Joint, word).is_none() {
            break;
        }
        rest = behind.trim_start();
    }
    rest
}

/// `18.05 Uhr` and `18 Uhr`: without the word behind them they may be anything.
fn dotted<'a>(hour: &str, rest: &'a str) -> Option<(Time, &'a str)> {
    let digits =
        rest.strip_prefix('.').and_then(|rest| rest.get(..2)).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
    let behind = rest.get(digits.map_or(0, |digits| digits.len() + 1)..)?;
    let (hours, behind) = named(Clock::Hour, behind);
    hours?;
    let minute = digits.map_or(Some(0), |digits| digits.parse().ok())?;
    Some((Time::new(hour.parse().ok()?, minute, 0, 0).ok()?, behind))
}

/// What the word at the beginning of a text is on a clock, and what follows it.
fn named(kind: Clock, text: &str) -> (Option<i32>, &str) {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphabetic() && c != '.').unwrap_or(text.len());
    let value = text.get(..end).and_then(|name| fields::minutes(kind, name));
    (value, if value.is_some() { text.get(end..).unwrap_or_default().trim_start() } else { text })
}

/// What the clocks of a place such as `Europe/Berlin` were then set to.
fn at_place(date: Date, time: Time, text: &str) -> Option<Offset> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '/' | '_' | '-')).unwrap_or(text.len());
    let name = text.get(..end).filter(|name| name.contains('/'))?;
    let zone = TimeZoneDatabase::bundled().get(name).ok()?;
    Some(zone.to_ambiguous_zoned(date.to_datetime(time)).compatible().ok()?.offset())
}

/// The zone that a text begins with, by its distance from universal time, its short name, or its place: `Europe/Berlin`.
fn offset(date: Date, time: Time, text: &str) -> Option<Offset> {
    let zone = text.trim_start_matches(['(', '[']);
    let name: String = zone.chars().take_while(char::is_ascii_alphabetic).collect();
    if let Some(minutes) = fields::minutes(Clock::Zone, &name) {
        return Offset::from_seconds(minutes * 60).ok();
    }
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return at_place(date, time, zone),
    };
    let digits = zone.chars().skip(1).take_while(|c| c.is_ascii_digit() || *c == ':').filter_map(|c| c.to_digit(10));
    let digits: Vec<i32> = digits.take(4).map(|d| d as i32).collect();
    let seconds = match digits.as_slice() {
        [a, b] => (a * 10 + b) * 3600,
        [a, b, c, d] => ((a * 10 + b) * 60 + c * 10 + d) * 60,
        _ => return None,
    };
    Offset::from_seconds(sign * seconds).ok()
}
