//! A Parquet file in, a record for each row out. Left out without the feature `parquet`.

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
    use super::super::{Body, Document, Limits, Sink, Stream, torn};
    use demarche::read::Record;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    use serde_json::{Map, Value};

    pub(crate) fn each(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        // The index stands at the end of the file.
        let bytes = stream.bytes(limits)?;
        let reader =
            SerializedFileReader::new(bytes::Bytes::from(bytes)).map_err(|error| torn("Parquet file", &error))?;
        for (index, row) in reader.get_row_iter(None).map_err(|error| torn("Parquet file", &error))?.enumerate() {
            let row = row.map_err(|error| torn("Parquet file", &error))?;
            let cells: Vec<(&String, Value)> =
                row.get_column_iter().map(|(name, field)| (name, value(field))).collect();
            let record = Record::of(cells.iter().map(|(name, value)| (name.as_str(), value)));
            let body = Body::Record(Box::new(Record { line: index + 1, ..record }));
            sink(Ok(Document { name: stream.name.clone(), body, hints: stream.hints.clone() }))?;
        }
        Ok(())
    }

    fn value(field: &Field) -> Value {
        match field {
            Field::Str(text) => Value::String(text.clone()),
            Field::Bytes(bytes) => Value::String(String::from_utf8_lossy(bytes.data()).into_owned()),
            Field::Int(number) => (*number).into(),
            Field::Long(number) => (*number).into(),
            Field::UInt(number) => (*number).into(),
            Field::ULong(number) => (*number).into(),
            Field::Date(days) => (i64::from(*days) * 86_400).into(),
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
