//! A table with a header in, a record for each row out.

use super::days::Days;
use super::limits::{self, Limits};
use super::rows::{Row, Rows};
use super::{Body, Document, Sink, Stream, torn};
use crate::tables;
use anyhow::{anyhow, bail, ensure};
use demarche::read::{self, Record};
use demarche::resources::fields::Fields;
use serde_json::Value;
use std::io::BufRead;

/// How a table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    delimiter: u8,
    /// Lines before the header.
    before: usize,
}

/// Rows that are looked at to see whether a text is a table.
const ROWS: usize = 6;
/// The longest name of a column.
const LONGEST_NAME: usize = 40;

/// The layout of a table: its header names a column of texts, or its rows have the same width and no space behind a
/// delimiter, as sentences have. `whole` says that no more follows.
pub(super) fn layout(text: &str, whole: bool) -> Option<Layout> {
    let fields = &tables().ok()?.fields;
    let lines = || text.split(['\n', '\r']);
    let told = lines().next().map(|line| line.trim_matches('"')).and_then(|line| line.strip_prefix("sep="));
    let told = told.and_then(|mark| mark.chars().next()).filter(char::is_ascii);
    // A remark before the header; a heading of Markdown has no table below it.
    let remarks = lines().take_while(|line| line.starts_with('#')).count();
    let before = remarks.max(usize::from(told.is_some()));
    let body = lines().take(before).fold(text, |rest, line| {
        rest.get(line.len()..).map_or("", |rest| rest.strip_prefix("\r\n").or(rest.get(1..)).unwrap_or_default())
    });
    let delimiters = told.map_or_else(|| vec!['\t', ',', ';', '|'], |mark| vec![mark]);
    let delimiters = delimiters.into_iter().filter_map(|mark| u8::try_from(u32::from(mark)).ok());
    delimiters.map(|delimiter| Layout { delimiter, before }).find(|layout| is_table(body, *layout, whole, fields))
}

fn is_table(text: &str, layout: Layout, whole: bool, fields: &Fields) -> bool {
    let mut builder = csv::ReaderBuilder::new();
    let reader = builder.delimiter(layout.delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<csv::StringRecord> = reader.into_records().map_while(Result::ok).take(ROWS + 1).collect();
    if !whole && rows.len() <= ROWS {
        rows.pop();
    }
    let Some((header, rows)) = rows.split_first() else { return false };
    let columns: Vec<&str> = header.iter().map(str::trim).collect();
    let is_name =
        |column: &&str| column.len() <= LONGEST_NAME && !column.contains(['{', '<']) && !column.ends_with('.');
    let has_names = columns.iter().all(is_name);
    let has_text = has_names && columns.iter().any(|column| fields.is_text(column));
    if columns.len() == 1 {
        // The only column: its name alone may as well be the first line of a text.
        let quoted = text.split_once(['\n', '\r']).is_some_and(|(_, rest)| rest.trim_start().starts_with('"'));
        return has_text && quoted && rows.iter().all(|row| row.len() == 1);
    }
    if is_spoken(&columns, layout.delimiter) {
        return has_text;
    }
    let known = columns.iter().filter(|column| has_names && fields.field(column).is_some()).count();
    let is_even = !rows.is_empty() && rows.iter().all(|row| row.len() == columns.len());
    let is_named = has_names && columns.iter().all(|column| !column.is_empty());
    // A text with a remark before it is one of Markdown, unless a column tells otherwise.
    let is_bare = layout.before == 0;
    let is_other = is_bare && layout.delimiter != b',' && rows.len() >= 3;
    let is_tight = is_bare && is_tight(text, header, rows, layout.delimiter);
    let is_worded = is_bare && is_named && is_worded(&columns, rows) && (rows.len() >= 2 || known > 0);
    has_text || is_even && (is_named && (known >= 2 || is_other) || is_tight || is_worded)
}

/// Whether the header is single words and no cell has a space behind its delimiter, as a sentence has it behind a comma.
fn is_worded(columns: &[&str], rows: &[csv::StringRecord]) -> bool {
    let is_word = |column: &&str| column.starts_with(char::is_alphabetic) && !column.contains(char::is_whitespace);
    let is_close = |row: &csv::StringRecord| row.iter().all(|cell| !cell.starts_with(char::is_whitespace));
    columns.iter().all(is_word) && rows.iter().all(is_close)
}

/// Whether rows of the same width are none of sentences, whatever the first says: each begins with a number or a word, and
/// no cell with a space. Of commas, which stand in numbers too, more is asked.
fn is_tight(text: &str, header: &csv::StringRecord, rows: &[csv::StringRecord], delimiter: u8) -> bool {
    let is_word = |cell: &str| !cell.is_empty() && !cell.contains(char::is_whitespace);
    let is_tight = |row: &csv::StringRecord| {
        row.get(0).is_some_and(is_word) && row.iter().all(|cell| !cell.starts_with(char::is_whitespace))
    };
    let quoted = || text.contains(&format!("{}\"", char::from(delimiter)));
    let is_sure = matches!(delimiter, b';' | b'\t') || quoted() || rows.len() > 1 && header.len() > 2;
    is_sure && is_tight(header) && rows.iter().all(is_tight)
}

/// Whether the first line of a text has a sentence behind a tab, as in a list of theses, a chronicle or an interview.
fn is_spoken(columns: &[&str], delimiter: u8) -> bool {
    let is_sentence =
        |cell: &str| cell.contains(' ') && cell.ends_with(['.', '!', '?', '\u{2026}', '\u{201c}', '\u{201d}']);
    delimiter == b'\t' && matches!(columns, [_, said] if is_sentence(said))
}

/// What is wrong with a table without texts.
pub(super) fn no_text(columns: &[String], fields: &Fields) -> String {
    let short = |column: &String| match column.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{:?}", format!("{}\u{2026}", column.get(..end).unwrap_or_default())),
        None => format!("{column:?}"),
    };
    let names = columns.iter().map(short).collect::<Vec<_>>().join(", ");
    let accepted = fields.names_of_text().collect::<Vec<_>>().join(", ");
    format!(
        "this is a table with the columns {names}, none of which is known to hold the texts; call that column \"text\", \
         or one of: {accepted}"
    )
}

pub(super) fn each(stream: Stream<'_>, layout: Layout, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let mut days = Days::default();
    // Rows that wait for a day are handed on also where the table breaks off.
    rows(stream, layout, limits, &mut days, sink).and(days.end(sink))
}

fn rows(
    mut stream: Stream<'_>,
    layout: Layout,
    limits: &Limits,
    days: &mut Days,
    sink: &mut Sink<'_>,
) -> anyhow::Result<()> {
    let fields = &tables()?.fields;
    for _ in 0..layout.before {
        stream.reader.skip_until(b'\n')?;
    }
    let mut charset = read::charset(stream.reader.fill_buf().map_err(limits::unpacking)?);
    let (name, hints) = (stream.name, stream.hints);
    let mut rows = Rows::new(stream.reader, layout.delimiter, limits);
    let header = match rows.next()? {
        Some((_, Row::Whole(bytes))) => cells(&bytes, layout)?,
        _ => csv::ByteRecord::new(),
    };
    let columns: Vec<String> = header.iter().map(|name| text(name, charset).trim().to_owned()).collect();
    if !columns.iter().any(|column| fields.is_text(column)) {
        let is_headed = columns.iter().any(|column| fields.field(column).is_some());
        let header = if is_headed { "" } else { "; where these are a row, write the names of the columns above it" };
        bail!("{}{header}", no_text(&columns, fields));
    }
    let mut is_bare = true;
    while let Some((line, row)) = rows.next()? {
        is_bare = false;
        let line = line + layout.before as u64;
        let at = |error: anyhow::Error| error.context(format!("{name}:{line}"));
        let bytes = match row {
            Row::Whole(bytes) => bytes,
            Row::Large => {
                sink(Err(at(limits.too_large())))?;
                continue;
            }
            Row::Open => {
                sink(Err(at(anyhow!(
                    "a quotation mark opens a cell here and none closes it, so this row is left out; close the cell, or \
                     write the mark twice where it belongs to the text"
                ))))?;
                continue;
            }
        };
        charset = charset.or_else(|| read::charset(&bytes));
        let row = cells(&bytes, layout)?;
        let is_longer = row.iter().skip(columns.len()).any(|cell| !cell.trim_ascii().is_empty());
        let mut texts = columns.iter().zip(&row).filter(|(column, _)| fields.is_text(column)).map(|(_, cell)| cell);
        if is_longer && texts.any(|text| !is_marked(text, &bytes)) {
            let (found, named, mark) = (row.len(), columns.len(), char::from(layout.delimiter));
            sink(Err(at(anyhow!(
                "the row has {found} cells where the header names {named} columns, so it is left out; put a cell that \
                 holds {mark:?} in quotation marks"
            ))))?;
            continue;
        }
        let cells: Vec<Value> = row.iter().map(|cell| Value::String(text(cell, charset))).collect();
        let filled = |(_, value): &(&String, &Value)| value.as_str().is_some_and(|cell| !cell.trim().is_empty());
        let named = columns.iter().zip(&cells).filter(filled).map(|(column, value)| (column.as_str(), value));
        let record = Record { line: usize::try_from(line).unwrap_or(0), ..Record::of(fields, named) };
        let (record, size) = (Box::new(record), bytes.len());
        let document = Document { name: name.clone(), body: Body::Record(record), hints: hints.clone() };
        days.take(document, size, sink)?;
    }
    ensure!(!is_bare, "the table has no row below the names of its columns; export it again");
    Ok(())
}

/// Whether a cell stands in quotation marks in its row, so that no delimiter has cut it.
fn is_marked(cell: &[u8], row: &[u8]) -> bool {
    let begin: Vec<u8> = [b'"'].into_iter().chain(cell.iter().copied().take_while(|byte| *byte != b'"')).collect();
    row.windows(begin.len()).any(|window| window == begin)
}

/// The cells of a row.
fn cells(row: &[u8], layout: Layout) -> anyhow::Result<csv::ByteRecord> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(layout.delimiter).flexible(true).has_headers(false).buffer_capacity(row.len().max(1));
    let mut cells = csv::ByteRecord::new();
    builder.from_reader(row).read_byte_record(&mut cells).map_err(|error| torn("table", &error))?;
    Ok(cells)
}

/// A cell as text: UTF-8, or the old encoding that the whole table shows.
fn text(cell: &[u8], charset: Option<&str>) -> String {
    let decoded = || match charset {
        Some(charset) => read::decode_as(cell, charset),
        None => read::decode(cell),
    };
    match std::str::from_utf8(cell) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => decoded().map_or_else(|_| String::from_utf8_lossy(cell).into_owned(), |(text, _)| text),
    }
}
