//! The notes of those who wrote a Parquet file in, the zone of each of its columns of moments out: the format itself knows
//! universal time and times of no zone.

use jiff::tz::{Offset, TimeZone};
use serde_json::Value;
use std::collections::BTreeMap;

/// Columns whose notes are read, and bytes of a name in them: any number may be said to stand in one place.
const MOST: usize = 1 << 12;
const LONGEST: usize = 256;

/// The zones by the names of their columns. What Arrow notes goes before what pandas does.
pub(super) fn zones<'n>(notes: impl Iterator<Item = (&'n str, &'n str)> + Clone) -> BTreeMap<String, TimeZone> {
    let of = |wanted: &'static str| notes.clone().filter(move |(key, _)| *key == wanted).map(|(_, note)| note);
    let pandas = of("pandas").flat_map(of_pandas);
    let arrow = of("ARROW:schema").flat_map(|note| of_arrow(&bytes_of(note)).unwrap_or_default());
    pandas.chain(arrow).filter_map(|(column, zone)| Some((column, named(&zone)?))).collect()
}

/// A zone by its place, or by its distance from universal time: `+02:00`.
fn named(name: &str) -> Option<TimeZone> {
    let distance = || {
        let sign = if name.starts_with('-') { -1 } else { 1 };
        let (hours, minutes) = name.strip_prefix(['+', '-'])?.split_once(':')?;
        let seconds = i32::from(hours.parse::<u8>().ok()?) * 3600 + i32::from(minutes.parse::<u8>().ok()?) * 60;
        Offset::from_seconds(sign * seconds).ok().map(TimeZone::fixed)
    };
    distance().or_else(|| TimeZone::get(name).ok())
}

fn of_pandas(note: &str) -> Vec<(String, String)> {
    let told: Value = serde_json::from_str(note).unwrap_or_default();
    let columns = told["columns"].as_array().cloned().unwrap_or_default();
    let zone = |column: &Value| {
        let name = column["field_name"].as_str().or(column["name"].as_str())?;
        Some((name.to_owned(), column["metadata"]["timezone"].as_str()?.to_owned()))
    };
    columns.iter().filter_map(zone).collect()
}

/// Where in the message of Arrow that tells a schema its parts stand, and the kind of a column of moments.
const HEADER: usize = 2;
const FIELDS: usize = 1;
const NAME: usize = 0;
const KIND: usize = 2;
const TYPE: usize = 3;
const ZONE: usize = 1;
const MOMENTS: u8 = 10;

fn of_arrow(message: &[u8]) -> Option<Vec<(String, String)>> {
    // Before the message stands its length, and in newer ones a mark before that.
    let start = if message.starts_with(&[0xff; 4]) { 8 } else { 4 };
    let bytes = message.get(start..)?;
    let fields = Part { bytes, at: number(bytes, 0)? }.part(HEADER)?.list(FIELDS)?;
    let zone = |field: &Part<'_>| {
        let is_moment = field.bytes.get(field.value(KIND)?) == Some(&MOMENTS);
        let zone = field.part(TYPE).filter(|_| is_moment)?.text(ZONE)?;
        Some((field.text(NAME)?, zone))
    };
    Some(fields.iter().filter_map(zone).collect())
}

/// A table of a FlatBuffer, which tells where its values stand.
struct Part<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Part<'b> {
    /// Where a value stands, if it is there.
    fn value(&self, index: usize) -> Option<usize> {
        let back = i32::from_le_bytes(self.bytes.get(self.at..)?.first_chunk().copied()?);
        let places = usize::try_from(i64::try_from(self.at).ok()? - i64::from(back)).ok()?;
        let short = |at: usize| Some(usize::from(u16::from_le_bytes(self.bytes.get(at..)?.first_chunk().copied()?)));
        let slot = 4 + 2 * index;
        let away = if slot < short(places)? { short(places + slot)? } else { 0 };
        (away > 0).then_some(self.at + away)
    }

    /// Where something stands that a value leads to.
    fn led(&self, index: usize) -> Option<usize> {
        let at = self.value(index)?;
        at.checked_add(number(self.bytes, at)?)
    }

    fn part(&self, index: usize) -> Option<Self> {
        Some(Self { bytes: self.bytes, at: self.led(index)? })
    }

    fn text(&self, index: usize) -> Option<String> {
        let at = self.led(index)?;
        let length = Some(number(self.bytes, at)?).filter(|length| *length <= LONGEST)?;
        let text = self.bytes.get(at + 4..)?.get(..length)?;
        String::from_utf8(text.to_vec()).ok()
    }

    fn list(&self, index: usize) -> Option<Vec<Part<'b>>> {
        let at = self.led(index)?;
        let places = self.bytes.get(at + 4..)?.chunks_exact(4).take(number(self.bytes, at)?.min(MOST));
        let starts = (at + 4..).step_by(4).zip(places);
        let part = |(start, _): (usize, _)| {
            Some(Part { bytes: self.bytes, at: start.checked_add(number(self.bytes, start)?)? })
        };
        starts.map(part).collect()
    }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?)).ok()
}

/// The bytes that a text in base 64 stands for.
fn bytes_of(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let values: Vec<u32> = text.bytes().filter_map(value).map(u32::from).collect();
    let joined = |four: &[u32]| four.iter().fold(0, |sum, six| sum << 6 | six) << (6 * (4 - four.len()));
    values.chunks(4).flat_map(|four| joined(four).to_be_bytes()[1..four.len()].to_vec()).collect()
}
