//! Finds full dates in text and decides on the day of publishing by a written order.

use super::clock::{clock, clock_before, minutes};
use super::people;
use crate::article::{Article, Moment, Origin, Span};
use crate::note::{Note, NoteKind};
use crate::resources::page::{Clock, CueKind, PageCues, cue_words};
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// A date found in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) date: Date,
    /// The year has four digits; two may be anything.
    pub(super) full: bool,
}

/// What is known about the day of publishing, apart from the text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub(super) given: Option<Date>,
    pub(super) metadata: Option<Date>,
    /// By a date line.
    pub(super) line: Option<Date>,
    /// By a `<time>` beside the article.
    pub(super) beside: Option<Date>,
    pub(super) file_time: Option<Date>,
    /// The last day that can be.
    pub(super) latest: Option<Date>,
    /// The record gives a date that is none: nothing says that its file is of the article's day.
    pub(super) is_misdated: bool,
}

/// A piece of text as dates see it.
#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    span: Span,
    text: &'a str,
    number: Option<i16>,
}

/// Settles the day of publishing: given, metadata, a date line of the page, a `<time>` beside the article that is not much older
/// than the days of the page, the latest full date that the whole page names, its latest month or year, the time of the file. `page` is all text of the page.
pub(super) fn settle(
    article: &mut Article,
    known: Known,
    page: impl Fn() -> String,
    cues: &[&PageCues],
) -> Option<Note> {
    let firm = known
        .given
        .map(|date| (date, Origin::Given))
        .or(known.metadata.map(|date| (date, Origin::Metadata)))
        .or(known.line.map(|date| (date, Origin::Page)));
    if firm.is_some() {
        article.published = firm;
        return None;
    }
    // A page cannot be younger than its file: later dates in it are plans.
    let last = [known.file_time, known.latest].into_iter().flatten().min();
    let page = page();
    let page = page.as_str();
    let in_time = |found: &Found| found.full && last.is_none_or(|last| found.date <= last);
    let youngest = find(page, cues).into_iter().filter(in_time).map(|found| found.date).max();
    // What the text names may be planned, but not so far ahead.
    let is_outdated = |date: &Date| youngest.is_some_and(|named| (named - *date).get_days() > AHEAD);
    let beside = known.beside.filter(|date| last.is_none_or(|last| *date <= last));
    if let Some(date) = beside.filter(|date| !is_outdated(date)) {
        article.published = Some((date, Origin::Estimated));
        let message = format!("no date of publishing; {date} is a day that the page tells beside the article");
        return Some(Note::new(NoteKind::DateFallback, message));
    }
    if let Some(date) = youngest {
        article.published = Some((date, Origin::Estimated));
        let message = format!("no date of publishing; {date} is the latest day that the page names");
        return Some(Note::new(NoteKind::DateFallback, message));
    }
    let in_time = |date: &Date| last.is_none_or(|last| *date <= last);
    if let Some(date) = months_and_years(page, cues).into_iter().filter(in_time).max() {
        article.published = Some((date, Origin::Estimated));
        let message = format!(
            "no date of publishing; not before {} by the latest month or year that the page names",
            Origin::Estimated.shown(date)
        );
        return Some(Note::new(NoteKind::DateFallback, message));
    }
    if let Some(date) = known.file_time.filter(|date| !known.is_misdated && in_time(date)) {
        article.published = Some((date, Origin::FileTime));
        let message = format!("no date of publishing; {date} is the time of the file");
        return Some(Note::new(NoteKind::DateFallback, message));
    }
    let message = "no date of publishing; relative dates such as \"last week\" stay open";
    Some(Note::new(NoteKind::NoDate, message))
}

/// The first days of the months and years that the text names without a day: "Juni 2024", "Anfang 2024".
fn months_and_years(text: &str, cues: &[&PageCues]) -> Vec<Date> {
    let tokens = tokenize(text);
    let year_of = |index: usize| {
        let token = tokens.get(index).filter(|token| token.text.len() == 4)?;
        // "2000er" names ten years, "2000 Soldaten" none; the latter does no harm, for later years are named as well.
        let ends = text.get(token.span.end..).is_none_or(|rest| !rest.starts_with(char::is_alphabetic));
        token.number.filter(|year| (1900..=2100).contains(year) && ends)
    };
    let first_day = |index: usize| {
        let year = year_of(index)?;
        let before = index.checked_sub(1).and_then(|i| tokens.get(i)).map(|token| token.text.to_lowercase());
        let month = before.and_then(|word| cues.iter().find_map(|table| table.month_alone(&word)));
        day(year, month.map_or(1, i16::from), 1)
    };
    (0..tokens.len()).filter_map(first_day).collect()
}

const MONTHS: i16 = 12;

/// Letters of the whole name of a day of the week, at least.
const DAY: usize = 6;
/// Days that what a text names is ahead of it at most.
const AHEAD: i32 = 90;

/// The longest line that tells when an article was published, in words.
const LONGEST_LINE: usize = 24;

/// The moments in a line that is little more than its dates, each with what the words before it say of it.
pub(super) fn told(line: &str, cues: &[&PageCues]) -> Vec<(Option<CueKind>, Moment)> {
    let found = if line.split_whitespace().nth(LONGEST_LINE).is_none() { find(line, cues) } else { Vec::new() };
    let mut before = 0;
    let mut tell = |found: Found| {
        let kind = said(line.get(before..found.span.start).unwrap_or_default(), cues);
        before = found.span.end;
        (kind, timed(line, found, cues))
    };
    found.into_iter().map(&mut tell).collect()
}

/// A date with the time behind it, or else right before it: "17:30, 9 May 2024".
fn timed(line: &str, found: Found, cues: &[&PageCues]) -> Moment {
    let side = |from: usize, to: usize| line.get(from..to).unwrap_or_default();
    let behind = clock(found.date, side(found.span.end, line.len()), cues);
    let is_last = |rest: &str| is_told(rest, cues);
    let (time, offset) = match behind {
        (None, None) => clock_before(found.date, side(0, found.span.start), is_last, cues),
        told => told,
    };
    Moment { date: found.date, time, offset }
}

/// What the words before a date say of it: of the publishing or the last change.
pub(super) fn said(before: &str, cues: &[&PageCues]) -> Option<CueKind> {
    let words = cue_words(before);
    let mut kinds = (0..words.len()).filter_map(|from| {
        let hit = cues.iter().find_map(|table| table.find(words.get(from..)?, false))?;
        matches!(hit.kind, CueKind::Published | CueKind::Updated).then_some(hit.kind)
    });
    kinds.next_back()
}

/// Whether a text is a date with nothing beside it but what tells of it: its cue, its day of the week, its time.
pub(super) fn is_little_else(text: &str, cues: &[&PageCues]) -> bool {
    let Some(found) = find(text, cues).into_iter().next() else { return false };
    let around = [text.get(..found.span.start), text.get(found.span.end..)];
    around.into_iter().flatten().all(|side| {
        let words = cue_words(side);
        let mut rest = words.as_slice();
        while let Some(word) = rest.first() {
            let cue = cues.iter().find_map(|table| table.find(rest, false));
            let cue = cue.filter(|hit| hit.opens && matches!(hit.kind, CueKind::Published | CueKind::Updated));
            let taken = cue.map_or_else(|| usize::from(is_of_date(word, cues)), |hit| hit.length);
            if taken == 0 {
                return false;
            }
            rest = rest.get(taken..).unwrap_or_default();
        }
        true
    })
}

/// Whether a line is the head of a despatch: a day, with no word beside it or with one or two, where these are an agency or
/// in capitals, a comma parts them from the day ("Wien, 7. Mai 2024"), or a time is told as well.
pub(super) fn is_head(line: &str, cues: &[&PageCues]) -> bool {
    let is_timed = || told(line, cues).iter().any(|(_, moment)| moment.time.is_some());
    let is_of_despatch = |rest: &str| {
        let is_named = people::is_agency(rest, cues) || !rest.contains(char::is_lowercase);
        let is_placed = || line.trim_start().strip_prefix(rest).is_some_and(|day| day.starts_with(','));
        rest.split_whitespace().nth(2).is_none() && (is_named || is_placed() || is_timed())
    };
    is_little_else(line, cues) || undated(line, cues).is_some_and(is_of_despatch)
}

/// What follows the last day of a line and the time behind it.
pub(super) fn behind<'a>(line: &'a str, cues: &[&PageCues]) -> Option<&'a str> {
    let found = find(line, cues).pop()?;
    Some(without_time(line.get(found.span.end..)?, cues))
}

/// A text without the words of a time that it begins with.
fn without_time<'a>(text: &'a str, cues: &[&PageCues]) -> &'a str {
    let mut rest = text.trim_start();
    while let Some(word) = rest.split_whitespace().next().filter(|word| is_told(word, cues)) {
        rest = rest.strip_prefix(word).unwrap_or_default().trim_start();
    }
    rest
}

fn is_told(word: &str, cues: &[&PageCues]) -> bool {
    cue_words(word).iter().all(|word| is_of_date(word, cues))
}

/// A line without the day and time that it begins or ends with; nothing where it has none, or words on both sides of them.
pub(super) fn undated<'a>(line: &'a str, cues: &[&PageCues]) -> Option<&'a str> {
    let is_short = line.contains(|c: char| c.is_ascii_digit()) && line.split_whitespace().nth(LONGEST_LINE).is_none();
    let found = if is_short { find(line, cues).into_iter().next()? } else { return None };
    let mut before = line.get(..found.span.start)?.trim_end();
    let behind = without_time(line.get(found.span.end..)?, cues);
    // A comma or stroke ends what stands before the day; months and letters are names there.
    // "am Samstag, 7. Mai"; short days of the week are names there.
    let bare = |word: &str| word.strip_suffix(',').filter(|bare| bare.len() >= DAY).unwrap_or(word).to_lowercase();
    let is_by_date = |word: &str| cues.iter().any(|table| table.stands_by_date(&bare(word)));
    while let Some(word) = before.split_whitespace().next_back().filter(|word| is_by_date(word)) {
        before = before.strip_suffix(word).unwrap_or_default().trim_end();
    }
    match (before.is_empty(), behind.is_empty()) {
        (true, false) => Some(behind),
        (false, true) => Some(before.trim_end_matches([',', '|', ' '])),
        _ => None,
    }
}

/// `Uhr`, `18`, `T18`, `30Z`, `18h05`.
fn is_of_date(word: &str, cues: &[&PageCues]) -> bool {
    let on_clock = word.strip_prefix('t').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let bare = on_clock.unwrap_or(word).trim_matches(|c: char| c.is_ascii_digit());
    let told = |table: &&PageCues| {
        table.stands_by_date(bare)
            || table.tells_hour(bare)
            || table.leads_to_time(bare)
            || table.month(bare).is_some()
            || table.place_of_zone(&bare.to_uppercase()).is_some()
    };
    let is_on_clock = || [Clock::Half, Clock::Zone].into_iter().any(|kind| minutes(kind, bare, cues).is_some());
    bare.is_empty() || matches!(bare, "a" | "p" | "m" | "h") || is_on_clock() || cues.iter().any(told)
}

/// All dates of day, month and year, in order: `13.09.2024`, `13. September 2024`, `Sep 13, 2024`, `2024-09-13`.
pub(super) fn find(text: &str, cues: &[&PageCues]) -> Vec<Found> {
    let mut found = Vec::new();
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return found;
    }
    let tokens = tokenize(text);
    let mut index = 0;
    while index < tokens.len() {
        match date_at(text, &tokens[index..], cues) {
            Some((date, length, full)) => {
                let span = tokens[index].span.join(tokens[index + length - 1].span);
                found.push(Found { span, date, full });
                index += length;
            }
            None => index += 1,
        }
    }
    found
}

fn tokenize(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = None;
    let mut kind = false;
    for (place, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let digit = c.is_ascii_digit();
        let inside = c.is_alphanumeric();
        // "19th" and "2024T10" fall into number and letters.
        if let Some(begin) = start
            && (!inside || digit != kind)
        {
            let word = text.get(begin..place).unwrap_or_default();
            let number = if word.len() <= 4 { word.parse().ok() } else { None };
            tokens.push(Token { span: Span::new(begin, place), text: word, number });
            start = None;
        }
        if inside && start.is_none() {
            start = Some(place);
            kind = digit;
        }
    }
    tokens
}

/// A date at the first token: the date, how many tokens it takes, whether its year is written in full.
fn date_at(text: &str, tokens: &[Token<'_>], cues: &[&PageCues]) -> Option<(Date, usize, bool)> {
    let between = |i: usize| {
        let (a, b) = (tokens.get(i)?, tokens.get(i + 1)?);
        text.get(a.span.end..b.span.start).map(str::trim)
    };
    let number = |i: usize| tokens.get(i).and_then(|token| token.number);
    let name = |i: usize| Some(tokens.get(i).filter(|token| token.number.is_none())?.text.to_lowercase());
    let month = |i: usize| name(i).and_then(|name| cues.iter().find_map(|table| table.month(&name))).map(i16::from);
    let alone =
        |i: usize| name(i).and_then(|name| cues.iter().find_map(|table| table.month_alone(&name))).map(i16::from);
    let written = |i: usize| tokens.get(i).is_some_and(|token| token.text.len() == 4);
    if let (Some(a), Some(b), Some(c)) = (number(0), number(1), number(2)) {
        let joints = (between(0)?, between(1)?);
        return match joints {
            ("-", "-") | ("/", "/") if written(0) => Some((day(a, b, c)?, 3, true)),
            (".", ".") => {
                let full = written(2);
                let year = if full { c } else { 2000 + c };
                (full || tokens[2].text.len() == 2).then_some(())?;
                Some((day(year, b, a)?, 3, full))
            }
            // Of a number that can be no month it is plain which is the day.
            ("-", "-") | ("/", "/") if written(2) && (a > MONTHS) != (b > MONTHS) => {
                let (month, of_month) = if a > MONTHS { (b, a) } else { (a, b) };
                Some((day(c, month, of_month)?, 3, true))
            }
            _ => None,
        };
    }
    // "9th May 2024", "9th of May 2024": what is glued to the day, and what stands between it and its month.
    let is_glued = tokens.get(1).is_some_and(|token| token.text.len() == 2 && tokens[0].span.end == token.span.start);
    let is_ordinal = is_glued && number(0).is_some() && number(1).is_none() && month(1).is_none();
    let leads = |i: usize| name(i).is_some_and(|name| cues.iter().any(|table| table.stands_by_date(&name)));
    let skip = usize::from(is_ordinal) + usize::from(is_ordinal && leads(2));
    if let (Some(a), Some(c)) = (number(0), number(2 + skip))
        && let Some(b) = month(1 + skip)
    {
        let joined = matches!(between(skip)?, "." | "") && matches!(between(1 + skip)?, "" | "." | ",");
        return (joined && written(2 + skip)).then(|| day(c, b, a)).flatten().map(|date| (date, 3 + skip, true));
    }
    if let Some(b) = number(1)
        && let Some(a) = alone(0)
    {
        // "June 19th, 2025" has two letters between.
        let skip = usize::from(tokens.get(2).is_some_and(|token| token.number.is_none() && token.text.len() == 2));
        let year = number(2 + skip)?;
        let joined = matches!(between(0)?, "" | ".") && matches!(between(1 + skip)?, "," | "");
        return (joined && written(2 + skip)).then(|| day(year, a, b)).flatten().map(|date| (date, 3 + skip, true));
    }
    None
}

/// Years far from ours are quantities or history, not dates of pages; history is no date of publishing either.
fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    let plausible = (1800..=2100).contains(&year);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    plausible.then_some(date)
}

/// The moment that a value of metadata begins with: in ISO form, as digits alone, as seconds since 1970, or in a text form.
pub(super) fn moment(value: &str, cues: &[&PageCues]) -> Option<Moment> {
    let value = value.trim();
    if value.bytes().all(|b| b.is_ascii_digit()) {
        return digits(value);
    }
    if let Some((date, rest)) = value.split_at_checked(8).filter(|(date, rest)| is_compact(date, rest)) {
        let date = digits(date)?.date;
        let (time, offset) = clock(date, rest, cues);
        return Some(Moment { date, time, offset });
    }
    let found = find(value, cues).into_iter().next()?;
    let moment = timed(value, found, cues);
    // The first second of 1970 is what programs write that know no moment.
    let is_told = found.date != Date::constant(1970, 1, 1) || moment.time != Some(Time::midnight());
    is_told.then_some(moment)
}

/// `20240513T120000Z`.
fn is_compact(date: &str, rest: &str) -> bool {
    date.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with('T')
}

/// Digits without joints: a day, a day with its time, or seconds or milliseconds since 1970.
fn digits(value: &str) -> Option<Moment> {
    let number = |from: usize, to: usize| value.get(from..to)?.parse::<i8>().ok();
    match value.len() {
        8 | 12 | 14 => {
            let date = day(value.get(..4)?.parse().ok()?, number(4, 6)?.into(), number(6, 8)?.into())?;
            let time =
                number(8, 10).and_then(|hour| Time::new(hour, number(10, 12)?, number(12, 14).unwrap_or(0), 0).ok());
            Some(Moment { date, time, offset: None })
        }
        10 | 13 => {
            let number: i64 = value.parse().ok()?;
            let seconds = if value.len() == 13 { number / 1000 } else { number };
            let stamp = jiff::Timestamp::from_second(seconds).ok()?;
            let moment = Offset::UTC.to_datetime(stamp);
            Some(Moment { date: moment.date(), time: Some(moment.time()), offset: Some(Offset::UTC) })
        }
        _ => None,
    }
}
