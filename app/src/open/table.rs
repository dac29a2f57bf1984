//! A table with a header in, a record for each row out.

use super::limits::Limits;
use super::{Body, Document, Sink, Stream, torn};
use demarche::read::Record;
use serde_json::Value;

pub(super) fn each(stream: Stream<'_>, delimiter: u8, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let (name, hints) = (stream.name, stream.hints);
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.delimiter(delimiter).flexible(true).from_reader(stream.reader);
    let headers = reader.byte_headers().map_err(|error| torn("table", &error))?.clone();
    let columns: Vec<String> = headers.iter().map(text).collect();
    let mut row = csv::ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(|error| torn("table", &error))? {
        let line = row.position().map_or(0, csv::Position::line);
        limits.check_size(row.as_slice().len() as u64)?;
        let cells: Vec<Value> = row.iter().map(|cell| Value::String(text(cell))).collect();
        let filled = |(_, value): &(&String, &Value)| value.as_str().is_some_and(|cell| !cell.trim().is_empty());
        let named = columns.iter().zip(&cells).filter(filled).map(|(column, value)| (column.as_str(), value));
        let record = Record { line: usize::try_from(line).unwrap_or(0), ..Record::of(named) };
        sink(Ok(Document { name: name.clone(), body: Body::Record(Box::new(record)), hints: hints.clone() }))?;
    }
    Ok(())
}

/// A cell as text: UTF-8, or whatever old encoding its bytes allow.
fn text(cell: &[u8]) -> String {
    match std::str::from_utf8(cell) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => {
            demarche::read::decode(cell).map_or_else(|_| String::from_utf8_lossy(cell).into_owned(), |(text, _)| text)
        }
    }
}
