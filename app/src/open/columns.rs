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
    use super::super::{Body, Document, Held, Limits, Sink, Stream, lines, table, torn, zones};
    use demarche::read::Record;
    use demarche::resources::fields::Fields;
    use jiff::tz::TimeZone;
    use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as PhysicalType};
    use parquet::errors::ParquetError;
    use parquet::file::metadata::{FileMetaData, ParquetMetaDataReader};
    use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
    use parquet::file::serialized_reader::ReadOptionsBuilder;
    use parquet::record::Field;
    use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};
    use serde_json::{Map, Value};
    use std::collections::BTreeMap;
    use std::sync::Arc;

    pub(crate) fn each(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        // The index stands at the end of the file.
        match stream.held(limits)? {
            Held::File(file) => rows(file, &stream, limits, sink),
            Held::Bytes(bytes) => rows(bytes::Bytes::from(bytes), &stream, limits, sink),
        }
    }

    fn rows(
        table: impl ChunkReader + 'static,
        stream: &Stream<'_>,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> anyhow::Result<()> {
        let fields = &crate::tables()?.fields;
        let packed = table.len();
        let reader = reader(table).map_err(|error| fault(&error))?;
        let columns = reader.metadata().row_groups().iter().flat_map(|group| group.columns());
        let pages = columns.map(|column| u64::try_from(column.uncompressed_size()).unwrap_or(0));
        limits.check_growth(packed, pages.fold(0, u64::saturating_add))?;
        let about = reader.metadata().file_metadata();
        let names = about.schema_descr().root_schema().get_fields().iter().map(|column| column.name().to_owned());
        let names: Vec<String> = names.collect();
        anyhow::ensure!(names.iter().any(|name| fields.is_text(name)), "{}", table::no_text(&names, fields));
        let clocks = clocks(about);
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
                row.get_column_iter().map(|(name, field)| (name.clone(), told(field, clocks.get(name)))).collect();
            let body = body(fields, &stream.name, index + 1, cells);
            sink(Ok(Document { name: stream.name.clone(), body, hints: stream.hints.clone() }))?;
        }
        Ok(())
    }

    /// Texts are read as bytes: one that is no UTF-8 would end the whole table.
    fn reader<T: ChunkReader + 'static>(table: T) -> Result<SerializedFileReader<T>, ParquetError> {
        let about = ParquetMetaDataReader::new().parse_and_finish(&table)?;
        let schema = in_bytes(about.file_metadata().schema_descr().root_schema_ptr())?;
        let schema = Arc::new(SchemaDescriptor::new(schema));
        SerializedFileReader::new_with_options(table, ReadOptionsBuilder::new().with_parquet_schema(schema).build())
    }

    fn in_bytes(column: TypePtr) -> Result<TypePtr, ParquetError> {
        let about = column.get_basic_info();
        match column.as_ref() {
            Type::GroupType { basic_info, fields } => {
                let fields = fields.iter().cloned().map(in_bytes).collect::<Result<_, _>>()?;
                Ok(Arc::new(Type::GroupType { basic_info: basic_info.clone(), fields }))
            }
            Type::PrimitiveType { .. } if about.converted_type() == ConvertedType::UTF8 => {
                let bytes = Type::primitive_type_builder(column.name(), PhysicalType::BYTE_ARRAY);
                Ok(Arc::new(bytes.with_repetition(about.repetition()).build()?))
            }
            Type::PrimitiveType { .. } => Ok(column),
        }
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
    fn body(fields: &Fields, file: &str, number: usize, mut cells: Map<String, Value>) -> Body {
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
        let record = Record::of(fields, cells.iter().map(|(name, value)| (name.as_str(), value)));
        Body::Record(Box::new(Record { line: number, ..record }))
    }

    /// How the moments of a column are kept.
    struct Clock {
        /// How many of its units make a second.
        second: i64,
        /// The zone whose clocks they tell; none where they tell those of an unknown place.
        zone: Option<TimeZone>,
    }

    /// The columns of moments, with the zone that is noted of each.
    fn clocks(metadata: &FileMetaData) -> BTreeMap<String, Clock> {
        let noted = metadata.key_value_metadata().into_iter().flatten();
        let noted = noted.filter_map(|note| Some((note.key.as_str(), note.value.as_deref()?)));
        let zones = zones::zones(noted);
        let clock = |name: &str, kind: &LogicalType| {
            let LogicalType::Timestamp(kind) = kind else { return None };
            let second = match kind.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            };
            let zone = || zones.get(name).cloned().unwrap_or(TimeZone::UTC);
            Some(Clock { second, zone: kind.is_adjusted_to_u_t_c.then(zone) })
        };
        let columns = metadata.schema_descr().root_schema().get_fields().iter();
        let of = |column: &TypePtr| {
            let name = column.name();
            Some((name.to_owned(), clock(name, column.get_basic_info().logical_type_ref()?)?))
        };
        columns.filter_map(of).collect()
    }

    /// What a cell holds; a moment as the clocks of its zone told it.
    fn told(field: &Field, clock: Option<&Clock>) -> Value {
        let number = match field {
            Field::Long(number) | Field::TimestampMillis(number) | Field::TimestampMicros(number) => *number,
            _ => return value(field),
        };
        let Some(clock) = clock else { return value(field) };
        let stamp = jiff::Timestamp::from_second(number.div_euclid(clock.second)).ok();
        let text = stamp.map(|stamp| match &clock.zone {
            Some(zone) => stamp.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            None => stamp.to_zoned(TimeZone::UTC).datetime().to_string(),
        });
        text.map_or(Value::Null, Value::String)
    }

    /// Seconds since 1970 as a moment, which may be of a year with fewer digits than ours.
    fn instant(seconds: i64) -> Value {
        jiff::Timestamp::from_second(seconds).map_or(Value::Null, |stamp| Value::String(stamp.to_string()))
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
            Field::TimestampMillis(moment) => instant(moment.div_euclid(1_000)),
            Field::TimestampMicros(moment) => instant(moment.div_euclid(1_000_000)),
            Field::ListInternal(list) => list.elements().iter().map(value).collect(),
            Field::Group(row) => {
                row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect::<Map<_, _>>().into()
            }
            _ => Value::Null,
        }
    }
}
