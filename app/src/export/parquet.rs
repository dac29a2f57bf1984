//! A table in, a Parquet file out: one row group, one page a column, plain encoding, no compression.
//!
//! The format is that of <https://parquet.apache.org/docs/file-format>; the metadata are Thrift in its compact protocol.
//! Every column may hold nulls. That little is all that such tables need, and it spares a large dependency.

use super::tables::{Kind, Table};
use jiff::civil::Date;
use serde_json::Value;

const MAGIC: &[u8; 4] = b"PAR1";

/// Types of the compact protocol.
const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

pub(super) fn file(table: &Table) -> anyhow::Result<Vec<u8>> {
    let mut out = MAGIC.to_vec();
    let mut chunks = Vec::new();
    for (at, (name, kind)) in table.columns.iter().enumerate() {
        let cells: Vec<&Value> = table.rows.iter().map(|row| row.get(at).unwrap_or(&Value::Null)).collect();
        let start = out.len();
        let page = page(&cells, *kind)?;
        let mut header = Thrift::default();
        header.i32(1, 0);
        header.i32(2, i32::try_from(page.len())?);
        header.i32(3, i32::try_from(page.len())?);
        header.begin(5);
        header.i32(1, i32::try_from(cells.len())?);
        header.i32(2, 0);
        header.i32(3, 3);
        header.i32(4, 3);
        header.end();
        header.stop();
        out.extend(&header.bytes);
        out.extend(&page);
        chunks.push(Chunk { name, kind: *kind, start, size: out.len() - start, values: cells.len() });
    }
    let footer = footer(table, &chunks)?;
    out.extend(&footer);
    out.extend(u32::try_from(footer.len())?.to_le_bytes());
    out.extend(MAGIC);
    Ok(out)
}

struct Chunk<'a> {
    name: &'a str,
    kind: Kind,
    start: usize,
    size: usize,
    values: usize,
}

/// Which values are there, then those that are.
fn page(cells: &[&Value], kind: Kind) -> anyhow::Result<Vec<u8>> {
    let mut levels = Vec::new();
    for group in cells.chunk_by(|a, b| a.is_null() == b.is_null()) {
        unsigned(&mut levels, (group.len() as u64) << 1);
        levels.push(u8::from(!group[0].is_null()));
    }
    let mut out = u32::try_from(levels.len())?.to_le_bytes().to_vec();
    out.extend(levels);
    let there = cells.iter().filter(|c| !c.is_null());
    match kind {
        Kind::Flag => {
            let flags: Vec<bool> = there.map(|c| c.as_bool().unwrap_or_default()).collect();
            for eight in flags.chunks(8) {
                out.push(eight.iter().enumerate().fold(0, |byte, (at, flag)| byte | u8::from(*flag) << at));
            }
        }
        Kind::Whole => there.for_each(|c| out.extend(c.as_i64().unwrap_or_default().to_le_bytes())),
        Kind::Number => there.for_each(|c| out.extend(c.as_f64().unwrap_or_default().to_le_bytes())),
        Kind::Day => there.for_each(|c| out.extend(days(c.as_str().unwrap_or_default()).to_le_bytes())),
        Kind::Text => {
            for cell in there {
                let text = cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
                out.extend(u32::try_from(text.len())?.to_le_bytes());
                out.extend(text.as_bytes());
            }
        }
    }
    Ok(out)
}

/// Days since 1970.
fn days(text: &str) -> i32 {
    text.parse::<Date>().map_or(0, |day| (day - Date::constant(1970, 1, 1)).get_days())
}

fn footer(table: &Table, chunks: &[Chunk<'_>]) -> anyhow::Result<Vec<u8>> {
    let mut out = Thrift::default();
    out.i32(1, 1);
    out.list(2, STRUCT, chunks.len() + 1);
    out.element();
    out.binary(4, b"schema");
    out.i32(5, i32::try_from(chunks.len())?);
    out.end();
    for chunk in chunks {
        out.element();
        out.i32(1, physical(chunk.kind));
        out.i32(3, 1);
        out.binary(4, chunk.name.as_bytes());
        // UTF8 and DATE among the converted types.
        match chunk.kind {
            Kind::Text => out.i32(6, 0),
            Kind::Day => out.i32(6, 6),
            _ => {}
        }
        out.end();
    }
    out.i64(3, table.rows.len() as i64);
    out.list(4, STRUCT, 1);
    out.element();
    out.list(1, STRUCT, chunks.len());
    for chunk in chunks {
        out.element();
        out.i64(2, chunk.start as i64);
        out.begin(3);
        out.i32(1, physical(chunk.kind));
        out.list(2, I32, 2);
        out.zigzag(0);
        out.zigzag(3);
        out.list(3, BINARY, 1);
        out.text(chunk.name.as_bytes());
        out.i32(4, 0);
        out.i64(5, chunk.values as i64);
        out.i64(6, chunk.size as i64);
        out.i64(7, chunk.size as i64);
        out.i64(9, chunk.start as i64);
        out.end();
        out.end();
    }
    out.i64(2, chunks.iter().map(|c| c.size as i64).sum());
    out.i64(3, table.rows.len() as i64);
    out.end();
    out.binary(6, b"demarche");
    out.stop();
    Ok(out.bytes)
}

fn physical(kind: Kind) -> i32 {
    match kind {
        Kind::Flag => 0,
        Kind::Day => 1,
        Kind::Whole => 2,
        Kind::Number => 5,
        Kind::Text => 6,
    }
}

/// Structures in the compact protocol; fields come in rising order.
#[derive(Default)]
struct Thrift {
    bytes: Vec<u8>,
    /// The last field of the structure at hand, and of those around it.
    last: i16,
    around: Vec<i16>,
}

impl Thrift {
    fn field(&mut self, id: i16, kind: u8) {
        let step = (id - self.last) as u8;
        self.bytes.push(step << 4 | kind);
        self.last = id;
    }

    fn i32(&mut self, id: i16, value: i32) {
        self.field(id, I32);
        self.zigzag(i64::from(value));
    }

    fn i64(&mut self, id: i16, value: i64) {
        self.field(id, I64);
        self.zigzag(value);
    }

    fn binary(&mut self, id: i16, value: &[u8]) {
        self.field(id, BINARY);
        self.text(value);
    }

    fn text(&mut self, value: &[u8]) {
        unsigned(&mut self.bytes, value.len() as u64);
        self.bytes.extend(value);
    }

    fn list(&mut self, id: i16, kind: u8, size: usize) {
        self.field(id, LIST);
        if size < 15 {
            self.bytes.push((size as u8) << 4 | kind);
        } else {
            self.bytes.push(0xF0 | kind);
            unsigned(&mut self.bytes, size as u64);
        }
    }

    /// A structure as a field, or with [`Thrift::element`] as a member of a list; [`Thrift::end`] ends both.
    fn begin(&mut self, id: i16) {
        self.field(id, STRUCT);
        self.element();
    }

    fn element(&mut self) {
        self.around.push(self.last);
        self.last = 0;
    }

    fn end(&mut self) {
        self.stop();
        self.last = self.around.pop().unwrap_or_default();
    }

    fn stop(&mut self) {
        self.bytes.push(0);
    }

    fn zigzag(&mut self, value: i64) {
        unsigned(&mut self.bytes, ((value << 1) ^ (value >> 63)).cast_unsigned());
    }
}

fn unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
