//! `demarche ledger`: forecasts as issued and the events since in; what came of them out. The ledger is a file of JSON
//! lines to which is only ever added: each line names the digest of the line before it, so that a change shows.

use super::args::Ledger;
use super::history::{self, date};
use crate::event_table;
use crate::output;
use anyhow::{Context, bail};
use demarche::relate::foresee::{EventTable, HORIZON, Statement};
use demarche::relate::ledger::{Issued, settle, usual};
use demarche::resources::Wording;
use demarche::tell::settled::{Book, tell};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

const SCHEMA: &str = "demarche.forecast/1";
const RULE: &str = "at least one such event from issued to until, both included";

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    schema: String,
    issued: Date,
    until: Date,
    subject: String,
    #[serde(rename = "type")]
    kind: String,
    object: String,
    chance: f64,
    /// What the share of past weeks would have stated.
    usual: f64,
    rule: String,
    basis: String,
    version: String,
    /// SHA-256 of the line before, without its end; of the first line, of nothing.
    previous: String,
}

fn digest(line: &str) -> String {
    Sha256::digest(line.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The lines of a ledger, each checked against the one before, and the digest of the last.
fn read(path: &Path) -> anyhow::Result<(Vec<Line>, String)> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        read => read.with_context(|| format!("failed to read {}", path.display()))?,
    };
    let mut previous = digest("");
    let mut lines = Vec::new();
    for (at, text) in text.lines().enumerate() {
        let place = || format!("{}:{}", path.display(), at + 1);
        let line: Line = serde_json::from_str(text).with_context(|| format!("{}: no forecast", place()))?;
        if line.schema != SCHEMA {
            bail!("{}: written in {}, read is {SCHEMA}", place(), line.schema);
        }
        if line.previous != previous {
            bail!("{}: the line before it was changed or removed after it was written", place());
        }
        previous = digest(text);
        lines.push(line);
    }
    Ok((lines, previous))
}

/// Adds statements; what was already stated on that day stays as it was stated.
pub(super) fn append(
    path: &Path,
    table: &EventTable,
    day: u32,
    statements: &[Statement],
    basis: &str,
) -> anyhow::Result<()> {
    let (lines, mut previous) = read(path)?;
    let calendar = |day: u32| event_table::date(day).context("the day of issue is out of range");
    let (issued, until) = (calendar(day)?, calendar(day + HORIZON - 1)?);
    let name = |names: &[String], at: u32| names.get(at as usize).cloned().unwrap_or_default();
    let mut added = String::new();
    for statement in statements {
        let [subject, kind, object] = statement.triple;
        let (subject, object) = (name(&table.actors, subject), name(&table.actors, object));
        let kind = name(&table.kinds, kind);
        let same =
            |line: &Line| (line.issued, &line.subject, &line.kind, &line.object) == (issued, &subject, &kind, &object);
        if lines.iter().any(same) {
            continue;
        }
        let line = Line {
            schema: SCHEMA.to_owned(),
            issued,
            until,
            subject,
            kind,
            object,
            chance: round(statement.chance),
            usual: round(usual(table, statement.triple, day)),
            rule: RULE.to_owned(),
            basis: basis.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            previous,
        };
        let text = serde_json::to_string(&line)?;
        previous = digest(&text);
        added.push_str(&text);
        added.push('\n');
    }
    let file = OpenOptions::new().append(true).create(true).open(path);
    let mut file = file.with_context(|| format!("failed to write {}", path.display()))?;
    file.write_all(added.as_bytes()).with_context(|| format!("failed to write {}", path.display()))?;
    Ok(())
}

/// As many places as a chance deserves.
fn round(chance: f64) -> f64 {
    (chance * 10_000.0).round() / 10_000.0
}

pub(crate) fn run(command: &Ledger) -> anyhow::Result<u8> {
    let (lines, _) = read(&command.ledger)?;
    if lines.is_empty() {
        bail!("{} holds no forecast; `demarche forecast --ledger` puts them there", command.ledger.display());
    }
    let history = history::read(&command.from)?;
    let mut issued = Vec::new();
    for line in lines {
        issued.push(Issued {
            day: event_table::number(line.issued)?,
            end: event_table::number(line.until)? + 1,
            subject: line.subject,
            kind: line.kind,
            object: line.object,
            chance: line.chance,
            usual: line.usual,
        });
    }
    let settled = settle(&issued, &history.table, history.day);
    let book = Book {
        issued: &issued,
        settled: &settled,
        sources: &history.sources,
        day: history.day,
        most: command.most,
        date: &date,
    };
    let text = tell(&Wording::embedded(&command.from.lang, "ledger.title")?, &book);
    let mut output = output::open(command.from.output.as_deref())?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    Ok(0)
}
