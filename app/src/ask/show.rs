//! Rows in, an aligned table, JSON or CSV out.

use super::args::Form;
use crate::export::inert;
use crate::output;
use crate::project::COUNTED;
use serde_json::{Value, json};
use std::io::Write;

/// The exit code for an empty answer, where it is asked for.
const NOTHING_FOUND: u8 = 3;
/// Characters of a cell in a table.
const WIDEST: usize = 60;

/// An answer: rows of cells for people, the same as records for programs.
pub(super) struct Answer {
    /// Name and version of the form of one record.
    pub(super) schema: &'static str,
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) records: Vec<Value>,
    /// How many there are in all, where not all are shown.
    pub(super) all: Option<usize>,
    /// Whether there are more than are shown, where nobody counts how many.
    more: bool,
    /// Which are shown then.
    pub(super) order: &'static str,
}

impl Answer {
    pub(super) fn new(schema: &'static str, columns: &[&'static str]) -> Self {
        Self {
            schema,
            columns: columns.to_vec(),
            rows: Vec::new(),
            records: Vec::new(),
            all: None,
            more: false,
            order: "the youngest",
        }
    }

    pub(super) fn push(&mut self, row: Vec<String>, record: Value) {
        self.rows.push(row);
        self.records.push(record);
    }

    /// Keeps so many of the last, 0 for all: one more was asked for, to know whether there are more.
    pub(super) fn keep_last(&mut self, most: usize) {
        let over = if most == 0 { 0 } else { self.rows.len().saturating_sub(most) };
        self.rows.drain(..over);
        self.records.drain(..over);
        self.more = over > 0;
    }

    /// The same of the first.
    pub(super) fn keep_first(&mut self, most: usize) {
        if most > 0 && self.rows.len() > most {
            self.rows.truncate(most);
            self.records.truncate(most);
            self.more = true;
        }
    }

    /// Writes the answer in the form that is asked for.
    pub(super) fn write(self, form: &Form) -> anyhow::Result<u8> {
        let mut out = output::open(form.output.as_deref())?;
        let found = self.rows.len();
        if form.json {
            let mut whole = json!({ "schema": self.schema, "count": self.all.unwrap_or(found) });
            // Named within `json!` they would be copied.
            whole["records"] = Value::Array(self.records);
            serde_json::to_writer_pretty(&mut out, &whole)?;
            writeln!(out)?;
        } else if form.jsonl {
            for record in &self.records {
                writeln!(out, "{record}")?;
            }
        } else if form.csv {
            let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
            csv.write_record(&self.columns)?;
            self.rows.iter().try_for_each(|row| csv.write_record(row.iter().map(|cell| inert(cell).into_owned())))?;
            csv.flush()?;
        } else {
            write!(out, "{}", table(&self.columns, &self.rows))?;
        }
        out.finish()?;
        if let Some(all) = self.all.filter(|all| *all > found) {
            let more = if all == COUNTED { "or more " } else { "" };
            eprintln!("demarche: {found} of {all} {more}are shown, {}; --limit 0 shows all", self.order);
        }
        if self.more {
            eprintln!("demarche: there are more than these {found}, {}; --limit 0 shows all", self.order);
        }
        Ok(if found == 0 && form.fail_empty { NOTHING_FOUND } else { 0 })
    }
}

fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let head: Vec<String> = columns.iter().map(|c| (*c).to_owned()).collect();
    let rows: Vec<Vec<String>> =
        [&head].into_iter().chain(rows).map(|row| row.iter().map(|cell| cut(cell)).collect()).collect();
    let width = |column: usize| rows.iter().filter_map(|r| r.get(column)).map(|c| c.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut out = String::new();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// One line, not too long.
fn cut(cell: &str) -> String {
    let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= WIDEST {
        return line;
    }
    line.chars().take(WIDEST - 1).collect::<String>() + "…"
}
