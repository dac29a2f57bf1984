//! A table of events in, from any of the coding systems it knows by their column names; an [`EventTable`] out.
//!
//! Known are `subject,type,object,date` (also with the names below), ICEWS, GDELT 1 and 2 (no header), POLECAT, PLOVER
//! and Phoenix tables. Comma, tab and semicolon divide columns; lines of JSON are read by the same names.

use anyhow::{Context, bail};
use demarche::mention::Quad;
use demarche::relate::foresee::{EventTable, class};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Names of columns, of each the first that a table has; letters and digits count, in any case.
const SUBJECT: &[&str] = &["subject", "source", "sourcename", "actorname", "actor1", "actor1name", "actor", "actors"];
const KIND: &[&str] = &["type", "kind", "eventtext", "eventtype", "eventcode", "relation", "code", "event", "rootcode"];
const OBJECT: &[&str] =
    &["object", "target", "targetname", "recipientname", "actor2", "actor2name", "recipient", "recipients"];
const DATE: &[&str] = &["date", "eventdate", "sqldate", "day", "timestart", "published", "time"];
/// A code beside the text of an act, which tells its class.
const CODE: &[&str] = &["cameocode", "cameo", "eventcode", "eventrootcode", "plover", "eventtype"];
/// Columns of GDELT, which has no header.
const GDELT: [usize; 4] = [1, 6, 16, 26];

/// A table with the calendar of its days.
pub(crate) struct Read {
    pub(crate) table: EventTable,
    pub(crate) skipped: usize,
}

/// The day as a number; the calendar is that of 1970.
pub(crate) fn number(date: Date) -> anyhow::Result<u32> {
    let days = date.since(jiff::civil::date(1970, 1, 1)).context("the date is out of range")?.get_days();
    u32::try_from(days).context("dates before 1970 are not read")
}

/// The day of a number.
pub(crate) fn date(day: u32) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(i64::from(day)).ok()?).ok()
}

pub(crate) fn read(path: &Path) -> anyhow::Result<Read> {
    let bytes = fs::read(path).with_context(|| format!("failed to read {}", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let found = if text.trim_start().starts_with('{') { from_json(text, None) } else { from_columns(text, None) };
    let (rows, skipped) = found.with_context(|| format!("failed to read events from {}", path.display()))?;
    let mut classes = BTreeMap::new();
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(class) = row.code.as_deref().and_then(class) {
            classes.insert(row.event[1].clone(), class);
        }
        events.push((row.event, row.day));
    }
    let mut table = EventTable::from_rows(events);
    for (kind, class) in table.kinds.iter().zip(&mut table.classes) {
        *class = class.or_else(|| classes.get(kind).copied()).or_else(|| class_of(kind));
    }
    if table.events.is_empty() {
        bail!("{} holds no event with subject, type, object and date", path.display());
    }
    Ok(Read { table, skipped })
}

/// The events of a scenario: subject, kind, object; a date is not needed and not looked at.
pub(crate) fn undated(path: &Path) -> anyhow::Result<Vec<[String; 3]>> {
    let bytes = fs::read(path).with_context(|| format!("failed to read {}", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let whenever = Some("1970-01-01");
    let found =
        if text.trim_start().starts_with('{') { from_json(text, whenever) } else { from_columns(text, whenever) };
    let (rows, skipped) = found.with_context(|| format!("failed to read events from {}", path.display()))?;
    if skipped > 0 {
        bail!("{}: {skipped} rows lack subject, type or object", path.display());
    }
    Ok(rows.into_iter().map(|row| row.event).collect())
}

/// How the acts of CAMEO are named in tables without codes.
const CAMEO: &str = include_str!("../../world/cameo.tsv");

/// The class of an act, by its code or by its name in CAMEO.
pub(crate) fn class_of(kind: &str) -> Option<Quad> {
    let name = kind.replace('_', " ").to_lowercase();
    let rows = CAMEO.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split_once('\t'));
    let fits = rows.filter(|(start, _)| name.starts_with(start));
    class(kind).or_else(|| class(fits.max_by_key(|(start, _)| start.len())?.1))
}

struct Row {
    event: [String; 3],
    day: u32,
    code: Option<String>,
}

fn row(cells: [Option<&str>; 4], code: Option<&str>) -> Option<Row> {
    let [subject, kind, object, date] = cells.map(|c| c.map(str::trim).filter(|c| !c.is_empty()));
    let event = [subject?, kind?, object?].map(str::to_owned);
    Some(Row { event, day: number(day(date?)?).ok()?, code: code.map(|c| c.trim().to_owned()) })
}

/// 2024-05-09, 20240509, 2024-05-09T08:00:00, 2024/05/09
fn day(text: &str) -> Option<Date> {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(8).collect();
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// `whenever` is the date of all rows, where none is needed.
fn from_columns(text: &str, whenever: Option<&str>) -> anyhow::Result<(Vec<Row>, usize)> {
    let head = text.lines().next().unwrap_or("");
    let divider = [b'\t', b',', b';'].into_iter().max_by_key(|d| head.bytes().filter(|b| b == d).count());
    let divider = divider.unwrap_or(b',');
    let is_gdelt =
        divider == b'\t' && head.split('\t').count() >= 57 && head.bytes().take(1).all(|b| b.is_ascii_digit());
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(divider).has_headers(!is_gdelt).flexible(true).quoting(divider != b'\t');
    let mut reader = reader.from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers()?.iter().map(plain).collect();
    let (columns, code) = if is_gdelt {
        let [date, subject, object, kind] = GDELT;
        ([Some(subject), Some(kind), Some(object), Some(date)], None)
    } else {
        let find = |known: &[&str]| known.iter().find_map(|name| names.iter().position(|n| n == name));
        let need = |known: &[&str], what: &str| {
            find(known).with_context(|| format!("no column for the {what}; it may be called {}", known.join(", ")))
        };
        let date = if whenever.is_some() { None } else { Some(need(DATE, "date")?) };
        let sides = [need(SUBJECT, "subject")?, need(KIND, "type")?, need(OBJECT, "object")?].map(Some);
        ([sides[0], sides[1], sides[2], date], find(CODE))
    };
    let (mut rows, mut skipped) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record?;
        let mut cells = columns.map(|c| record.get(c?));
        cells[3] = whenever.or(cells[3]);
        match row(cells, code.and_then(|c| record.get(c))) {
            Some(row) => rows.push(row),
            None => skipped += 1,
        }
    }
    Ok((rows, skipped))
}

fn from_json(text: &str, whenever: Option<&str>) -> anyhow::Result<(Vec<Row>, usize)> {
    let (mut rows, mut skipped) = (Vec::new(), 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let record: BTreeMap<String, serde_json::Value> = serde_json::from_str(line)?;
        let cells: BTreeMap<String, String> = record.iter().filter_map(|(k, v)| Some((plain(k), told(v)?))).collect();
        let find = |known: &[&str]| known.iter().find_map(|name| cells.get(*name)).map(String::as_str);
        match row([find(SUBJECT), find(KIND), find(OBJECT), whenever.or(find(DATE))], find(CODE)) {
            Some(row) => rows.push(row),
            None => skipped += 1,
        }
    }
    Ok((rows, skipped))
}

/// A text or number; of a list its first member; of a record its code or name.
fn told(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Array(list) => told(list.first()?),
        serde_json::Value::Object(record) => ["code", "name", "start"].iter().find_map(|key| told(record.get(*key)?)),
        _ => None,
    }
}
