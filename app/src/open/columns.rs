//! A Parquet file in, a record for each row out; rows of articles that `read` wrote keep the blocks that they were read
//! with. Left out without the feature `parquet`.

#[cfg(not(feature = "parquet"))]
pub(super) fn each(_: super::Stream<'_>, _: &super::limits::Limits, _: &mut super::Sink<'_>) -> anyhow::Result<()> {
    super::limits::refuse(
        "this is a Parquet file, and this program was built without the feature parquet; build it with its usual features",
    )
}

#[cfg(feature = "parquet")]
pub(super) use with_crate::each;

#[cfg(feature = "parquet")]
mod with_crate {
    use super::super::{Body, Document, Limits, Sink, Stream, lines, torn};
    use demarche::read::Record;
    use parquet::errors::ParquetError;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    use serde_json::{Map, Value};

    pub(crate) fn each(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        // The index stands at the end of the file.
        let bytes = stream.bytes(limits)?;
        let packed = bytes.len() as u64;
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).map_err(|error| fault(&error))?;
        let columns = reader.metadata().row_groups().iter().flat_map(|group| group.columns());
        let pages = columns.map(|column| u64::try_from(column.uncompressed_size()).unwrap_or(0));
        limits.check_growth(packed, pages.fold(0, u64::saturating_add))?;
        let mut unpacked = 0;
        for (index, row) in reader.get_row_iter(None).map_err(|error| fault(&error))?.enumerate() {
            let row = row.map_err(|error| fault(&error))?;
            // A dictionary gives one long text to any number of rows.
            let size = row.get_column_iter().map(|(_, field)| weight(field)).sum();
            unpacked += size;
            limits.check_growth(packed, unpacked)?;
            if let Err(error) = limits.check_size(size) {
                sink(Err(error.context(format!("{}:{}", stream.name, index + 1))))?;
                continue;
            }
            let cells: Map<String, Value> =
                row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect();
            let body = body(&stream.name, index + 1, cells);
            sink(Ok(Document { name: stream.name.clone(), body, hints: stream.hints.clone() }))?;
        }
        Ok(())
    }

    /// Files that are whole may be packed in a way that is not built in.
    fn fault(error: &ParquetError) -> anyhow::Error {
        match error {
            ParquetError::General(message) | ParquetError::NYI(message) if message.contains("feature") => {
                anyhow::anyhow!(
                    "the Parquet file is packed in a way that is not read here ({message}); write it with zstd, snappy or gzip"
                )
            }
            error => torn("Parquet file", error),
        }
    }

    /// Bytes of the texts in a value.
    fn weight(field: &Field) -> u64 {
        match field {
            Field::Str(text) => text.len() as u64,
            Field::Bytes(bytes) => bytes.len() as u64,
            Field::ListInternal(list) => list.elements().iter().map(weight).sum(),
            Field::Group(row) => row.get_column_iter().map(|(_, field)| weight(field)).sum(),
            _ => 8,
        }
    }

    /// What a row holds. A row that has nothing but an error tells of what could not be read before.
    fn body(file: &str, number: usize, mut cells: Map<String, Value>) -> Body {
        if let (None | Some(Value::Null), Some(Value::String(error))) = (cells.get("text"), cells.get("error")) {
            return Body::Error(error.clone());
        }
        if cells.get("blocks").is_some_and(Value::is_array) {
            // Lists that are missing are written as such in tables, and not at all in lines.
            cells.retain(|_, value| !value.is_null());
            if let Some(article) = lines::article(file, number, &Value::Object(cells.clone()).to_string()) {
                return Body::Article(Box::new(article));
            }
        }
        let record = Record::of(cells.iter().map(|(name, value)| (name.as_str(), value)));
        Body::Record(Box::new(Record { line: number, ..record }))
    }

    /// Days since 1970 as a date without a time, which the table does not tell.
    fn day(days: i32) -> Option<String> {
        let day = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
        Some(day.to_string())
    }

    fn value(field: &Field) -> Value {
        match field {
            Field::Str(text) => Value::String(text.clone()),
            Field::Bytes(bytes) => Value::String(String::from_utf8_lossy(bytes.data()).into_owned()),
            Field::Int(number) => (*number).into(),
            Field::Long(number) => (*number).into(),
            Field::UInt(number) => (*number).into(),
            Field::ULong(number) => (*number).into(),
            Field::Float(number) => (*number).into(),
            Field::Double(number) => (*number).into(),
            Field::Date(days) => day(*days).map_or(Value::Null, Value::String),
            Field::TimestampMillis(moment) => (*moment / 1000).into(),
            Field::TimestampMicros(moment) => (*moment / 1_000_000).into(),
            Field::ListInternal(list) => list.elements().iter().map(value).collect(),
            Field::Group(row) => {
                row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect::<Map<_, _>>().into()
            }
            _ => Value::Null,
        }
    }
}
