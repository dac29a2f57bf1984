//! A table of events in, from any of the coding systems it knows by their column names; an [`EventTable`] out.
//!
//! Known are `subject,type,object,date` (also with the names below), ICEWS, GDELT 1 and 2 (no header), POLECAT, PLOVER
//! and Phoenix tables. Comma, tab and semicolon divide columns; lines of JSON are read by the same names.

use anyhow::{Context, bail};
use demarche::mention::Quad;
use demarche::relate::foresee::{EventTable, class};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Names of columns, of each the first that a table has; letters and digits count, in any case.
const SUBJECT: &[&str] = &["subject", "sourcename", "actorname", "source", "actor1", "actor1name", "actor", "actors"];
const KIND: &[&str] = &["type", "kind", "eventtype", "event", "eventtext", "eventcode", "relation", "code", "rootcode"];
const OBJECT: &[&str] =
    &["object", "targetname", "recipientname", "target", "actor2", "actor2name", "recipient", "recipients"];
/// In POLECAT, where a source is a newspaper, the states of the sides; a side that has one is called so.
const STATES: [&str; 2] = ["actorcountry", "recipientcountry"];
/// What PLOVER marks as not done.
const UNDONE: &[&str] = &["future", "hypothetical", "negation", "historical"];
const DATE: &[&str] = &["date", "eventdate", "sqldate", "day", "timestart", "published", "time"];
/// A code beside the text of an act, which tells its class.
const CODE: &[&str] = &["cameocode", "cameo", "eventcode", "eventrootcode", "plover", "eventtype"];
/// Columns of GDELT, which has no header.
const GDELT: [usize; 4] = [1, 6, 16, 26];

/// A table, and the rows that it leaves out.
pub(crate) struct Read {
    pub(crate) table: EventTable,
    pub(crate) faults: Vec<Fault>,
    /// Rows that say the same as another.
    pub(crate) twice: usize,
    /// The first day that the rows no longer cover, those of later days than were asked for among them.
    pub(crate) reach: u32,
}

/// A row that is no event, by the number of its line.
#[derive(Debug)]
pub(crate) struct Fault {
    line: u64,
    why: String,
}

/// Faulty rows that are told one by one.
const TOLD: usize = 5;

impl Fault {
    /// Tells the first of them, and how many there are.
    pub(crate) fn tell(path: &Path, faults: &[Self]) {
        for fault in faults.iter().take(TOLD) {
            eprintln!("demarche: {}:{}: left out: {}", path.display(), fault.line, fault.why);
        }
        if faults.len() > TOLD {
            eprintln!("demarche: {} rows in all were left out", faults.len());
        }
    }
}

/// A day that lies so far from all others is a slip of the pen: nothing happened in between …
const GAP: u32 = 5 * 366;
/// … and at most one row in so many lies beyond.
const RARE: usize = 100;
/// Fewer rows than this tell nothing of what is rare.
const LEAST: usize = 20;
/// Days without any row before the last few rows, and how often longer than before, that make them doubtful.
const SILENT: u32 = 180;
const LONGER: u32 = 2;
/// No event is dated later.
const LATEST: i16 = 2100;

/// Sets aside the rows that lie far from all others.
fn set_aside(mut rows: Vec<Row>, faults: &mut Vec<Fault>) -> Vec<Row> {
    if rows.len() < LEAST {
        return rows;
    }
    let mut days: Vec<u32> = rows.iter().map(|row| row.day).collect();
    days.sort_unstable();
    let few = (days.len() / RARE).max(1);
    let gap = |at: &usize| days[*at] - days[*at - 1] > GAP;
    let latest = (days.len() - few..days.len()).find(gap).map(|at| days[at]);
    let earliest = (1..=few).rev().find(gap).map(|at| days[at - 1]);
    let is_far = |day: u32| latest.is_some_and(|far| day >= far) || earliest.is_some_and(|far| day <= far);
    rows.retain(|row| {
        if is_far(row.day) {
            let day = date(row.day).map(|day| day.to_string()).unwrap_or_default();
            faults.push(Fault { line: row.line, why: format!("{day} lies more than five years from all other rows") });
        }
        !is_far(row.day)
    });
    rows
}

/// From which day on the last few rows lie far from all others: nothing says that the days between are covered.
fn alone(days: &[u32]) -> Option<u32> {
    if days.len() < LEAST {
        return None;
    }
    let first = days.len() - (days.len() / RARE).max(1);
    let step = |at: usize| days[at] - days[at - 1];
    let usual = (1..first).map(step).fold(0, u32::max);
    (first..days.len()).find(|at| step(*at) > SILENT.max(LONGER * usual)).map(|at| days[at])
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

/// The text of a table.
fn text(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("failed to read {}", path.display()))?;
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        bail!("{} is written in UTF-16; save it as UTF-8", path.display());
    }
    let (text, other) = decoded(&bytes);
    if let Some(line) = other {
        eprintln!("demarche: {}:{line}: not UTF-8; such lines are read as Latin-1", path.display());
    }
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        bail!("{} is empty; a table has the columns subject, type, object and date", path.display());
    }
    Ok(text.to_owned())
}

/// The text, its lines that are no UTF-8 taken for Latin-1, and the number of the first of these.
fn decoded(bytes: &[u8]) -> (Cow<'_, str>, Option<usize>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let (mut text, mut other) = (String::with_capacity(bytes.len()), None);
    for (line, bytes) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        match std::str::from_utf8(bytes) {
            Ok(line) => text.push_str(line),
            Err(_) => {
                other = other.or(Some(line + 1));
                text.extend(bytes.iter().copied().map(char::from));
            }
        }
    }
    (Cow::Owned(text), other)
}

/// The rows of a table before a day, or all.
pub(crate) fn read(path: &Path, until: Option<u32>) -> anyhow::Result<Read> {
    let text = &text(path)?;
    let found = if text.trim_start().starts_with('{') { from_json(text, None) } else { from_columns(text, None) };
    let (mut rows, mut faults) = found.with_context(|| format!("failed to read events from {}", path.display()))?;
    let mut days: Vec<u32> = rows.iter().map(|row| row.day).collect();
    days.sort_unstable();
    let alone = alone(&days);
    let covered = days.iter().rev().find(|day| alone.is_none_or(|alone| **day < alone));
    let reach = covered.map_or(0, |last| last + 1);
    // What comes later tells nothing of what is far off before.
    let is_known = |day: u32| until.is_none_or(|until| day < until);
    rows.retain(|row| is_known(row.day));
    let rows = set_aside(rows, &mut faults);
    let last = rows.iter().max_by_key(|row| row.day);
    if let Some(last) = last.filter(|last| alone.is_some_and(|alone| last.day >= alone)) {
        let day = date(last.day).map(|day| day.to_string()).unwrap_or_default();
        eprintln!(
            "demarche: {}:{}: {day} lies {} days after nearly all other rows, and the day of issue with it; if it is wrong, give --as-of",
            path.display(),
            last.line,
            last.day + 1 - reach
        );
    }
    let mut classes = BTreeMap::new();
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(class) = row.code.as_deref().and_then(class) {
            classes.insert(row.event[1].clone(), class);
        }
        events.push((row.event, row.day));
    }
    let mut table = EventTable::from_rows(events);
    let all = table.events.len();
    table.events.dedup();
    let twice = all - table.events.len();
    for (kind, class) in table.kinds.iter().zip(&mut table.classes) {
        *class = class.or_else(|| classes.get(kind).copied()).or_else(|| class_of(kind));
    }
    if table.events.is_empty() && until.is_none() {
        Fault::tell(path, &faults);
        bail!("{} holds no event with subject, type, object and date", path.display());
    }
    Ok(Read { table, faults, twice, reach })
}

/// The events of a scenario: subject, kind, object, and the day where one is given.
pub(crate) fn undated(path: &Path) -> anyhow::Result<Vec<([String; 3], Option<u32>)>> {
    let text = &text(path)?;
    let whenever = Some("1970-01-01");
    let found =
        if text.trim_start().starts_with('{') { from_json(text, whenever) } else { from_columns(text, whenever) };
    let (rows, faults) = found.with_context(|| format!("failed to read events from {}", path.display()))?;
    if let Some(fault) = faults.first() {
        bail!("{}:{}: {}", path.display(), fault.line, fault.why);
    }
    Ok(rows.into_iter().map(|row| (row.event, Some(row.day).filter(|day| *day > 0))).collect())
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
    line: u64,
}

/// The events of a line: one for each of the sides that it lists.
fn rows(line: u64, cells: [Vec<String>; 3], time: Option<&str>, code: Option<&str>) -> Result<Vec<Row>, Fault> {
    let fault = |why: String| Fault { line, why };
    for (cell, what) in cells.iter().zip(["subject", "type", "object"]) {
        if cell.is_empty() {
            return Err(fault(format!("no {what}")));
        }
    }
    let time = time.map(str::trim).filter(|time| !time.is_empty()).ok_or_else(|| fault("no date".to_owned()))?;
    let day = day(time).and_then(|day| number(day).ok());
    let day = day.ok_or_else(|| {
        fault(format!("{time:?} is no day from 1970 to {LATEST} written as YYYY-MM-DD or DD.MM.YYYY"))
    })?;
    let [subjects, kinds, objects] = cells;
    let code = code.map(|code| code.trim().to_owned());
    let mut rows = Vec::new();
    for subject in &subjects {
        for object in objects.iter().filter(|object| *object != subject || (subjects.len(), objects.len()) == (1, 1)) {
            let event = [subject.clone(), kinds.join(" "), object.clone()];
            rows.push(Row { event, day, code: code.clone(), line });
        }
    }
    Ok(rows)
}

/// 2024-05-09, 20240509, 2024-05-09T08:00:00, 2024/05/09; with dots, as in German, 9.5.2024
fn day(text: &str) -> Option<Date> {
    if let [day, month, year] = text.split('.').collect::<Vec<_>>()[..] {
        let (day, month) = (day.trim().parse().ok()?, month.trim().parse().ok()?);
        let year = year.trim().parse().ok().filter(|year| (1970..=LATEST).contains(year))?;
        return Date::new(year, month, day).ok();
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).take(8).collect();
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|_| year <= LATEST)
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// `whenever` is the date of rows that have none, where none is needed.
fn from_columns(text: &str, whenever: Option<&str>) -> anyhow::Result<(Vec<Row>, Vec<Fault>)> {
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
        let date = if whenever.is_some() { find(DATE) } else { Some(need(DATE, "date")?) };
        let sides = [need(SUBJECT, "subject")?, need(KIND, "type")?, need(OBJECT, "object")?].map(Some);
        ([sides[0], sides[1], sides[2], date], find(CODE))
    };
    let states = STATES.map(|state| names.iter().position(|name| name == state));
    let (mut all, mut faults) = (Vec::new(), Vec::new());
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    for record in reader.records() {
        let record = record?;
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        if !is_gdelt && record.iter().skip(names.len()).any(|cell| !cell.trim().is_empty()) {
            let why = format!("{} fields under {} names of columns", record.len(), names.len());
            faults.push(Fault { line, why });
            continue;
        }
        let cell = |at: Option<usize>| record.get(at?).map(str::trim).filter(|cell| !cell.is_empty());
        // A quote that nothing closes takes the rows behind it for its own.
        let swallowed = columns.iter().filter_map(|at| cell(*at)).map(|cell| cell.matches('\n').count()).max();
        if let Some(lines @ 1..) = swallowed {
            let why =
                format!("a quotation mark that opens here runs over {lines} more lines; close it or take it away");
            faults.push(Fault { line, why });
            continue;
        }
        let list = |at: Option<usize>| cell(at).map(str::to_owned).into_iter().collect();
        let side = |at: Option<usize>, state: Option<usize>| match state {
            Some(_) => Some(several(cell(state))).filter(|all| !all.is_empty()).unwrap_or_else(|| several(cell(at))),
            None => list(at),
        };
        let [subject, kind, object, time] = columns;
        let cells = [side(subject, states[0]), list(kind), side(object, states[1])];
        match rows(line, cells, cell(time).or(whenever), code.and_then(|c| record.get(c))) {
            Ok(rows) => all.extend(rows),
            Err(fault) => faults.push(fault),
        }
    }
    Ok((all, faults))
}

/// Counts the lines of a text up to places in their order.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that begins there, or after the ends of lines that stand there.
    fn of(&mut self, byte: u64) -> u64 {
        while let Some(here) = self.text.get(self.at) {
            if self.at as u64 >= byte && !matches!(here, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*here == b'\n');
            self.at += 1;
        }
        self.line
    }
}

/// The sides in a cell of POLECAT, each once.
fn several(cell: Option<&str>) -> Vec<String> {
    let mut sides: Vec<String> = Vec::new();
    for side in cell.unwrap_or_default().split(';').map(str::trim) {
        if !side.is_empty() && side != "None" && !sides.iter().any(|known| known == side) {
            sides.push(side.to_owned());
        }
    }
    sides
}

fn from_json(text: &str, whenever: Option<&str>) -> anyhow::Result<(Vec<Row>, Vec<Fault>)> {
    let (mut all, mut faults) = (Vec::new(), Vec::new());
    for (line, text) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let record: BTreeMap<String, serde_json::Value> =
            serde_json::from_str(text).with_context(|| format!("line {line}"))?;
        let cells: BTreeMap<String, Vec<String>> = record.iter().map(|(k, v)| (plain(k), told(v))).collect();
        let find = |known: &[&str]| known.iter().find_map(|name| cells.get(*name)).cloned().unwrap_or_default();
        let first = |known: &[&str]| find(known).into_iter().next();
        let (time, code) = (first(DATE), first(CODE));
        let sides = [find(SUBJECT), find(KIND).into_iter().take(1).collect(), find(OBJECT)];
        if let Some(undone) = find(&["mode"]).into_iter().find(|mode| UNDONE.contains(&mode.as_str())) {
            faults.push(Fault { line, why: format!("{undone}: not reported as done") });
            continue;
        }
        match rows(line, sides, time.as_deref().or(whenever), code.as_deref()) {
            Ok(rows) => all.extend(rows),
            Err(fault) => faults.push(fault),
        }
    }
    Ok((all, faults))
}

/// A text or number; each member of a list; of a record its code or name.
fn told(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => {
            Some(text.trim().to_owned()).filter(|text| !text.is_empty()).into_iter().collect()
        }
        serde_json::Value::Number(number) => vec![number.to_string()],
        serde_json::Value::Array(list) => list.iter().flat_map(told).collect(),
        serde_json::Value::Object(record) => {
            ["code", "name", "start"].iter().find_map(|key| Some(told(record.get(*key)?))).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
