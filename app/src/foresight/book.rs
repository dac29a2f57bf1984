//! Forecasts as issued in; the file that keeps them out. It holds JSON lines to which is only ever added, by one process
//! at a time: each line has a number, the digest of the line before it and one of its own, so that a change of any line
//! shows. That the end was cut off, or all written anew, only who kept the digest of the last line can show.

use super::history::date;
use crate::event_table;
use anyhow::{Context, bail};
use demarche::relate::foresee::{Counted, EventTable, HORIZON, HORIZONS, Statement};
use demarche::relate::ledger::{Issued, What, usual};
use demarche::tell::foretold::Telling;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

const SCHEMA: &str = "demarche.forecast/2";
const RULE: &str = "at least one such event from issued to until, both included";
/// What stands before a line's own digest, which is made of all before it.
const SEAL: &str = ",\"digest\":\"";

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Of {
    Act,
    Any,
    Conflict,
}

/// One line, without its own digest.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    schema: String,
    number: usize,
    issued: Date,
    until: Date,
    /// When it was put down, by the clock of the machine.
    written: Timestamp,
    subject: String,
    of: Of,
    /// The kind of act; empty where any counts.
    #[serde(rename = "type")]
    kind: String,
    object: String,
    chance: f64,
    /// What the share of past weeks would have stated.
    usual: f64,
    /// Acts to expect.
    expected: Option<f64>,
    rule: String,
    basis: String,
    version: String,
    /// Events known before the day of issue.
    events: usize,
    /// Digest of the line before; of the first line, of nothing.
    previous: String,
}

impl Line {
    fn is_same(&self, other: &Self) -> bool {
        let key = |line: &Self| (line.issued, line.until, line.of);
        key(self) == key(other)
            && [&self.subject, &self.kind, &self.object] == [&other.subject, &other.kind, &other.object]
    }
}

fn digest(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)]));
    Sha256::digest(text.as_bytes()).iter().flat_map(digits).collect()
}

/// A book that was read and found whole.
pub(super) struct Book {
    /// All lines, or those issued on the wanted day and the last.
    lines: Vec<Line>,
    /// Of all lines.
    digests: Vec<String>,
    /// Bytes of its whole lines, and whether the last lacks its end.
    whole: usize,
    open_end: bool,
}

impl Book {
    /// Checks each line against the one before, and reads all, or those issued on the wanted day and the last. A last line
    /// that was not written to its end was never issued.
    fn parse(path: &Path, text: &str, wanted: Option<Date>) -> anyhow::Result<Self> {
        let wanted = wanted.map(|day| format!("\"issued\":\"{day}\""));
        // One of the last two is the last that was written to its end.
        let last = text.rmatch_indices('\n').nth(2).map_or(0, |(at, _)| at);
        let mut book = Self { lines: Vec::new(), digests: Vec::new(), whole: 0, open_end: false };
        for (at, text) in text.split_inclusive('\n').enumerate() {
            let place = || format!("{}:{}", path.display(), at + 1);
            let ended = text.ends_with('\n');
            let is_wanted = book.whole >= last || wanted.as_ref().is_none_or(|wanted| text.contains(wanted));
            match book.line(text.trim_end_matches('\n'), is_wanted) {
                Err(_) if !ended => {
                    eprintln!("demarche: {}: not written to its end; left out", place());
                    break;
                }
                line => book.lines.extend(line.with_context(place)?),
            }
            book.whole += text.len();
            book.open_end = !ended;
        }
        Ok(book)
    }

    fn line(&mut self, text: &str, is_wanted: bool) -> anyhow::Result<Option<Line>> {
        let (sealed, own) = text.rsplit_once(SEAL).context("no forecast of this format: it has no digest")?;
        let own = own.trim_end_matches("\"}");
        if !is_wanted {
            if digest(sealed) != own {
                bail!("the line was changed after it was written");
            }
            if !sealed.ends_with(&format!("\"previous\":\"{}\"", self.head())) {
                bail!("the line before it was changed or removed after it was written");
            }
            self.digests.push(own.to_owned());
            return Ok(None);
        }
        let line: Line = serde_json::from_str(&format!("{sealed}}}")).context("no forecast")?;
        if line.schema != SCHEMA {
            bail!("written in {}, read is {SCHEMA}", line.schema);
        }
        if digest(sealed) != own {
            bail!("the line was changed after it was written");
        }
        if line.previous != self.head() || line.number != self.digests.len() + 1 {
            bail!("the line before it was changed or removed after it was written");
        }
        if self.lines.last().is_some_and(|before| line.written < before.written) {
            bail!("written before the line above it");
        }
        let is_share = |share: f64| (0.0..=1.0).contains(&share);
        if !is_share(line.chance) || !is_share(line.usual) || line.until < line.issued {
            bail!("a chance or a time that cannot be");
        }
        self.digests.push(own.to_owned());
        Ok(Some(line))
    }

    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let mut file = File::open(path).with_context(|| format!("failed to read {}", path.display()))?;
        file.lock_shared().with_context(|| format!("failed to lock {}", path.display()))?;
        let mut text = String::new();
        file.read_to_string(&mut text).with_context(|| format!("failed to read {}", path.display()))?;
        Self::parse(path, &text, None)
    }

    /// The digest of the last line: who keeps it elsewhere can show later that the book was cut or written anew.
    pub(super) fn head(&self) -> String {
        self.digests.last().cloned().unwrap_or_else(|| digest(""))
    }

    pub(super) fn len(&self) -> usize {
        self.digests.len()
    }

    /// Fails where the line with a digest that was kept elsewhere is no longer there.
    pub(super) fn must_hold(&self, path: &Path, kept: &str) -> anyhow::Result<()> {
        if !self.digests.iter().any(|digest| !kept.is_empty() && digest.starts_with(kept)) {
            bail!("{}: no line has the digest {kept}: the book was cut or written anew", path.display());
        }
        Ok(())
    }

    /// What was issued before a day.
    pub(super) fn issued(&self, day: u32) -> anyhow::Result<Vec<Issued>> {
        let mut issued = Vec::new();
        for line in &self.lines {
            let one = Issued {
                day: event_table::number(line.issued)?,
                end: event_table::number(line.until)? + 1,
                written: event_table::number(line.written.to_zoned(jiff::tz::TimeZone::UTC).date())?,
                subject: line.subject.clone(),
                what: match line.of {
                    Of::Act => What::Act(line.kind.clone()),
                    Of::Any => What::Any,
                    Of::Conflict => What::Conflict,
                },
                object: line.object.clone(),
                chance: line.chance,
                usual: line.usual,
                events: line.events,
            };
            if one.day < day {
                issued.push(one);
            }
        }
        Ok(issued)
    }
}

/// Adds the statements and warnings of a page; what was already stated on that day stays as it was stated.
pub(super) fn append(path: &Path, telling: &Telling<'_>, statements: &[Statement], basis: &str) -> anyhow::Result<()> {
    let wanted = lines(telling, statements, basis)?;
    let day = wanted.first().map(|line| line.issued);
    let failed = || format!("failed to write {}", path.display());
    let opened = OpenOptions::new().read(true).append(true).create(true).open(path);
    let mut file = opened.with_context(failed)?;
    // Whoever writes reads before what it adds to: one at a time.
    file.lock().with_context(failed)?;
    let mut text = String::new();
    file.read_to_string(&mut text).with_context(failed)?;
    let book = Book::parse(path, &text, day)?;
    if book.whole < text.len() {
        file.set_len(book.whole as u64).with_context(failed)?;
    }
    let mut added = if book.open_end { "\n".to_owned() } else { String::new() };
    let (mut head, mut number, mut other) = (book.head(), book.len(), 0);
    let now = book.lines.last().map_or_else(Timestamp::now, |last| last.written.max(Timestamp::now()));
    for line in wanted {
        if let Some(kept) = book.lines.iter().find(|kept| kept.is_same(&line)) {
            other += usize::from(kept.chance != line.chance);
            continue;
        }
        number += 1;
        let line = Line { number, written: now, previous: head, ..line };
        let sealed = serde_json::to_string(&line)?;
        let sealed = sealed.trim_end_matches('}');
        head = digest(sealed);
        added += &format!("{sealed}{SEAL}{head}\"}}\n");
    }
    file.write_all(added.as_bytes()).with_context(failed)?;
    file.sync_all().with_context(failed)?;
    eprintln!("demarche: {} put down in {}; {number} in all, the last {head}", number - book.len(), path.display());
    if other > 0 {
        eprintln!("demarche: {other} were stated otherwise before on the same day of issue and stay as they were");
    }
    Ok(())
}

/// The lines of a page, still without their place in the book.
fn lines(telling: &Telling<'_>, statements: &[Statement], basis: &str) -> anyhow::Result<Vec<Line>> {
    let (table, day): (&EventTable, u32) = (telling.table, telling.day);
    let calendar = |day: u32| date(day).parse::<Date>().context("the day of issue is out of range");
    let name = |names: &[String], at: u32| names.get(at as usize).cloned().unwrap_or_default();
    let issued = calendar(day)?;
    let blank = |from: u32, to: u32, days: u32| {
        anyhow::Ok(Line {
            schema: SCHEMA.to_owned(),
            number: 0,
            issued,
            until: calendar(day + days - 1)?,
            written: Timestamp::UNIX_EPOCH,
            subject: name(&table.actors, from),
            of: Of::Act,
            kind: String::new(),
            object: name(&table.actors, to),
            chance: 0.0,
            usual: 0.0,
            expected: None,
            rule: RULE.to_owned(),
            basis: basis.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            events: table.events.partition_point(|event| event.day < day),
            previous: String::new(),
        })
    };
    let mut lines = Vec::new();
    for statement in statements {
        let [from, kind, to] = statement.triple;
        // No kind of act is more usual than its class.
        let of_class = telling.between.map_or(1.0, |between| between.class(from, kind).usual[0]);
        let (kind, usual) = (name(&table.kinds, kind), round(usual(table, statement.triple, day).min(of_class)));
        let chance = round(statement.chance);
        let expected = Some(round_number(statement.expected).max(chance));
        lines.push(Line { kind, chance, usual, expected, ..blank(from, to, HORIZON)? });
    }
    for ([from, to], warning) in telling.between.iter().flat_map(|between| between.warnings()) {
        let of = if warning.counted == Counted::All { Of::Any } else { Of::Conflict };
        for (at, days) in HORIZONS.into_iter().enumerate() {
            let (chance, usual) = (round(warning.within[at]), round(warning.usual[at]));
            let expected = (days == HORIZON).then(|| round_number(warning.expected));
            lines.push(Line { of, chance, usual, expected, ..blank(from, to, days)? });
        }
    }
    Ok(lines)
}

/// As many places as a chance deserves; nothing is held to be impossible or sure.
fn round(chance: f64) -> f64 {
    round_number(chance.clamp(0.001, 0.999))
}

fn round_number(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}

/// The book of a project lies beside it.
pub(super) fn of_project(project: &Path) -> std::path::PathBuf {
    project.with_extension("forecasts")
}

/// Whether there is one.
pub(super) fn exists(path: &Path) -> bool {
    !matches!(path.metadata(), Err(error) if error.kind() == ErrorKind::NotFound)
}
