//! The text behind a date in, the time of day and the zone that it begins with out.

use crate::resources::page::{Clock, PageCues};
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZoneDatabase};

/// The time of day and zone behind a date: `T14:02:00+02:00`, ` 14:02`, `, 14.02 Uhr`, ` 2:02 p.m. GMT`.
pub(super) fn clock(date: Date, text: &str, cues: &[&PageCues]) -> (Option<Time>, Option<Offset>) {
    let compact = || text.strip_prefix('T').and_then(compact);
    match compact().or_else(|| spoken(behind_joints(text, cues), cues)) {
        Some((time, rest)) => (Some(time), offset(date, time, rest, cues)),
        None => (None, None),
    }
}

/// The time of day and zone before a date, where `is_last` says of the words behind them that they are of the date.
pub(super) fn clock_before(
    date: Date,
    text: &str,
    is_last: impl Fn(&str) -> bool,
    cues: &[&PageCues],
) -> (Option<Time>, Option<Offset>) {
    let digits = text.match_indices(|c: char| c.is_ascii_digit()).filter(|(at, _)| text.len() - at <= FARTHEST);
    let starts = digits.map(|(at, _)| text.split_at(at));
    let apart = starts.filter(|(before, _)| !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '.')));
    let told = apart.filter_map(|(_, rest)| spoken(rest, cues)).find(|(_, rest)| is_last(rest));
    told.map_or((None, None), |(time, rest)| (Some(time), offset(date, time, rest, cues)))
}

/// How far before a date its time begins, in bytes.
const FARTHEST: usize = 80;

/// What follows the signs and words between a date and its time.
fn behind_joints<'a>(text: &'a str, cues: &[&PageCues]) -> &'a str {
    let mut rest = text.trim_start_matches(|c: char| c == 'T' || c == ',' || c.is_whitespace());
    while let Some((word, behind)) = rest.split_once(char::is_whitespace) {
        let is_sign = matches!(word, "-" | "\u{2013}" | "|" | "\u{b7}" | "\u{2022}");
        let bare = word.trim_end_matches('.').to_lowercase();
        if !is_sign && !cues.iter().any(|table| table.leads_to_time(&bare)) {
            break;
        }
        rest = behind.trim_start();
    }
    rest
}

/// The digits that a text begins with, and what follows them.
fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

/// Two digits behind a sign.
fn pair(text: &str, sign: impl Fn(char) -> bool) -> Option<(i8, &str)> {
    let (number, rest) = digits(text.strip_prefix(sign)?.trim_start());
    (number.len() == 2).then(|| number.parse().ok()).flatten().map(|number| (number, rest))
}

/// `120000`: without the sign before them, such digits may be anything.
fn compact(text: &str) -> Option<(Time, &str)> {
    let (number, rest) = digits(text);
    let part = |from: usize| number.get(from..from + 2).and_then(|part| part.parse().ok());
    let time = Time::new(part(0)?, part(2)?, part(4).unwrap_or(0), 0).ok()?;
    matches!(number.len(), 4 | 6).then_some((time, behind_fraction(rest)))
}

/// `18:05:30`, `18h05`, and with what tells that it is a time behind it `18.05 Uhr`, `6.05pm`, `6 PM`, `18.05 GMT`.
fn spoken<'a>(text: &'a str, cues: &[&PageCues]) -> Option<(Time, &'a str)> {
    let (hour, rest) = digits(text);
    let hour: i8 = hour.parse().ok()?;
    let of = |signs: &[char]| pair(rest, |c| signs.contains(&c));
    let (sure, dotted) = (of(&[':', 'h', 'H']), of(&['.']));
    let (minute, rest) = sure.or(dotted).map_or((None, rest), |(minute, rest)| (Some(minute), rest));
    let second = pair(rest, |c| c == ':').filter(|_| sure.is_some());
    let (second, rest) = second.map_or((0, rest), |(second, rest)| (second, behind_fraction(rest)));
    let (half, rest) = named(Clock::Half, rest, cues);
    let (is_hour, rest) = behind_hour(rest, cues);
    let is_zoned = || minute.is_some() && named(Clock::Zone, rest, cues).0.is_some();
    let is_time = sure.is_some() || half.is_some() || is_hour || is_zoned();
    let hour = match half {
        Some(0) if hour == 12 => 0,
        Some(1..) if hour < 12 => hour + 12,
        _ => hour,
    };
    let time = Time::new(hour, minute.unwrap_or(0), second, 0).ok()?;
    is_time.then_some((time, rest))
}

/// What follows parts of a second.
fn behind_fraction(text: &str) -> &str {
    let fraction = text.strip_prefix(['.', ',']).map(digits);
    fraction.filter(|(number, _)| !number.is_empty()).map_or(text, |(_, rest)| rest)
}

/// The word that a text begins with, which may be a short one with stops, and what follows it.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(text.len()))
}

/// The minutes of a half of the day or of a zone.
pub(super) fn minutes(kind: Clock, name: &str, cues: &[&PageCues]) -> Option<i32> {
    let name = name.to_lowercase();
    cues.iter().find_map(|table| table.minutes(kind, &name))
}

/// What the word at the beginning of a text is on a clock, and what follows it.
fn named<'a>(kind: Clock, text: &'a str, cues: &[&PageCues]) -> (Option<i32>, &'a str) {
    let (name, rest) = word(text);
    let of = |name: &str| minutes(kind, name, cues);
    let value = of(name).or_else(|| of(name.trim_end_matches('.')));
    (value, if value.is_some() { rest.trim_start() } else { text.trim_start() })
}

/// Whether a word follows that tells an hour, and what is behind it.
fn behind_hour<'a>(text: &'a str, cues: &[&PageCues]) -> (bool, &'a str) {
    let (name, rest) = word(text);
    let bare = name.trim_end_matches('.').to_lowercase();
    let is_hour = bare == "h" || cues.iter().any(|table| table.tells_hour(&bare));
    (is_hour, if is_hour { rest.trim_start() } else { text.trim_start() })
}

/// What the clocks of a place such as `Europe/Berlin` were then set to.
fn at_place(date: Date, time: Time, text: &str) -> Option<Offset> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '/' | '_' | '-')).unwrap_or(text.len());
    let name = text.get(..end).filter(|name| name.contains('/'))?;
    let zone = TimeZoneDatabase::bundled().get(name).ok()?;
    Some(zone.to_ambiguous_zoned(date.to_datetime(time)).compatible().ok()?.offset())
}

/// The zone that a text begins with, by its distance from universal time, its short name, or its place: `Europe/Berlin`.
fn offset(date: Date, time: Time, text: &str, cues: &[&PageCues]) -> Option<Offset> {
    let zone = text.trim_start_matches(['(', '[']);
    let name: String = zone.chars().take_while(char::is_ascii_alphabetic).collect();
    if name == "Z" {
        return Some(Offset::UTC);
    }
    if let Some(place) = cues.iter().find_map(|table| table.place_of_zone(&name)) {
        return at_place(date, time, place);
    }
    if let Some(minutes) = minutes(Clock::Zone, &name, cues) {
        return Offset::from_seconds(minutes * 60).ok();
    }
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return at_place(date, time, zone),
    };
    let end =
        zone.char_indices().skip(1).find(|(_, c)| !c.is_ascii_digit() && *c != ':').map_or(zone.len(), |(at, _)| at);
    let (distance, rest) = zone.split_at(end);
    let digits: Vec<i32> = distance.chars().filter_map(|c| c.to_digit(10)).map(|digit| digit as i32).collect();
    let seconds = match digits.as_slice() {
        [a, b] => (a * 10 + b) * 3600,
        [a, b, c, d] => ((a * 10 + b) * 60 + c * 10 + d) * 60,
        _ => return None,
    };
    // What is further off, or has the word of an hour behind it, is the end of a stretch of time.
    let is_end = seconds > FURTHEST || named(Clock::Half, rest, cues).0.is_some() || behind_hour(rest, cues).0;
    if is_end { None } else { Offset::from_seconds(sign * seconds).ok() }
}

/// How far clocks are from universal time at most, in seconds.
const FURTHEST: i32 = 14 * 3600;
