//! A PDF file in, a record with its text out. What its streams would become is counted first: the crate that reads such
//! files unpacks without end.

use super::laid::Laid;
use super::limits::{self, Limits};
use crate::tables;
use anyhow::anyhow;
use demarche::read::{Content, Record};
use demarche::resources::fields::Use;
use jiff::civil::Date;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::ops::Range;
use weezl::{BitOrder, LzwStatus, decode::Decoder};

/// The bytes of a file, and what they may cost.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) bytes: Vec<u8>,
    pub(crate) limits: Limits,
}

impl File {
    /// Its text, paragraph by paragraph, with the title and the author that the file names; and the day on which it was
    /// made, after which nothing in it was published.
    pub(crate) fn record(&self) -> anyhow::Result<(Record, Option<Date>)> {
        let damaged =
            |error: &dyn fmt::Display| anyhow!("the PDF file cannot be read ({error}); export its text another way");
        self.check_hidden()?;
        let document = Document::load_mem(&self.bytes).map_err(|error| damaged(&error))?;
        if document.is_encrypted() {
            return limits::refuse("the PDF file is locked by a password; save it without one");
        }
        self.check(&document)?;
        let mut text = Laid::new(self.limits.size);
        let done = pdf_extract::output_doc(&document, &mut text);
        self.limits.check_size(text.spent)?;
        done.map_err(|error| damaged(&error))?;
        let paragraphs: Vec<String> = text.text().split("\n\n").map(joined).filter(|p| !p.is_empty()).collect();
        if document.page_iter().next().is_none() {
            return Err(damaged(&"none of its pages is found"));
        }
        if paragraphs.is_empty() {
            return Err(anyhow!("the PDF file holds no text, only pictures of it; run text recognition on it first"));
        }
        let fields = &tables()?.fields;
        let told = |name: &[u8], kind: Use| named(&document, name).filter(|value| !fields.is_of_template(kind, value));
        let record = Record {
            title: told(b"Title", Use::Title).filter(|title| is_title(title)).or_else(|| text.headline()),
            authors: told(b"Author", Use::Authors).into_iter().collect(),
            content: Content::Text(paragraphs.join("\n\n")),
            is_whole: true,
            ..Record::default()
        };
        Ok((record, named(&document, b"CreationDate").as_deref().and_then(day)))
    }

    /// The streams that hold other objects: they are unpacked while the file is opened, so they are sought in its bytes.
    fn check_hidden(&self) -> anyhow::Result<()> {
        let (mut before, mut sum) = (0, 0);
        let starts = self.bytes.windows(7).enumerate().filter(|(_, w)| matches!(*w, b"stream\r" | b"stream\n"));
        for start in starts.map(|(start, _)| start) {
            let is_end = start >= 3 && self.bytes.get(start - 3..start) == Some(b"end");
            if is_end {
                continue;
            }
            let head = String::from_utf8_lossy(self.bytes.get(before..start).unwrap_or_default());
            before = start;
            // A name may be written with the codes of its letters.
            if !head.contains(['#']) && !head.contains("/ObjStm") && !head.contains("/XRef") {
                continue;
            }
            let names: Vec<&str> =
                head.split('/').map(|part| part.split(is_joint).next().unwrap_or_default()).collect();
            let filters: Vec<&[u8]> =
                names.iter().filter(|name| name.ends_with("Decode")).map(|name| name.as_bytes()).collect();
            let data = self.bytes.get(start + 6..).unwrap_or_default().trim_ascii_start();
            sum += self.unpacked(&filters, data)?;
            self.check_sum(sum)?;
        }
        Ok(())
    }

    /// Everything else that is not a picture, and the contents of each page: one stream may be named many times.
    fn check(&self, document: &Document) -> anyhow::Result<()> {
        let mut sizes: BTreeMap<ObjectId, u64> = BTreeMap::new();
        let mut sum = 0;
        for (id, object) in &document.objects {
            let Ok(stream) = object.as_stream() else { continue };
            let is_picture = is_picture(&stream.dict);
            if let Ok(filters) = stream.filters() {
                // Pictures are never unpacked, unless a page says that one is its text.
                let size = if is_picture { 0 } else { self.unpacked(&filters, &stream.content)? };
                sizes.insert(*id, size);
                sum += size;
                self.check_sum(sum)?;
            }
        }
        for page in document.page_iter() {
            let mut sum = 0;
            for id in document.get_page_contents(page) {
                let stream = document.get_object(id).and_then(Object::as_stream);
                if stream.is_ok_and(|stream| is_picture(&stream.dict)) {
                    return limits::refuse("the PDF file gives a picture as the text of a page; save it again");
                }
                sum += sizes.get(&id).copied().unwrap_or(0);
                self.check_sum(sum)?;
            }
        }
        Ok(())
    }

    fn check_sum(&self, sum: u64) -> anyhow::Result<()> {
        self.limits.check_size(sum)?;
        Ok(self.limits.check_growth(self.bytes.len() as u64, sum)?)
    }

    /// How many bytes a stream becomes at its largest, one unpacker after the other.
    fn unpacked(&self, filters: &[&[u8]], packed: &[u8]) -> anyhow::Result<u64> {
        let (mut bytes, mut largest) = (None, 0);
        for filter in filters {
            let input = bytes.as_deref().unwrap_or(packed);
            let output = match *filter {
                b"FlateDecode" => self.inflated(input),
                b"LZWDecode" => self.widened(input),
                b"ASCII85Decode" => spelled(input),
                _ => break,
            };
            largest = largest.max(output.len() as u64);
            self.limits.check_size(largest)?;
            bytes = Some(output);
        }
        Ok(largest)
    }

    /// As much of it as is needed to see that it is too much. What is damaged ends where it is damaged.
    fn inflated(&self, packed: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let body = packed.get(2..).unwrap_or_default();
        let _ =
            flate2::read::DeflateDecoder::new(body).take(self.limits.size.saturating_add(1)).read_to_end(&mut bytes);
        bytes
    }

    fn widened(&self, packed: &[u8]) -> Vec<u8> {
        let mut decoder = Decoder::with_tiff_size_switch(BitOrder::Msb, 8);
        let (mut bytes, mut rest, mut buffer) = (Vec::new(), packed, vec![0; 1 << 16]);
        while bytes.len() as u64 <= self.limits.size {
            let step = decoder.decode_bytes(rest, &mut buffer);
            rest = rest.get(step.consumed_in..).unwrap_or_default();
            bytes.extend_from_slice(buffer.get(..step.consumed_out).unwrap_or_default());
            if !matches!(step.status, Ok(LzwStatus::Ok)) || step.consumed_in + step.consumed_out == 0 {
                break;
            }
        }
        bytes
    }
}

/// Five letters for four bytes: it grows no more than fourfold.
fn spelled(packed: &[u8]) -> Vec<u8> {
    let end = packed.iter().position(|b| *b == b'~').unwrap_or(packed.len());
    let filter = Dictionary::from_iter([("Filter", Object::Name(b"ASCII85Decode".to_vec()))]);
    let stream = Stream::new(filter, packed.get(..end).unwrap_or_default().to_vec());
    stream.decompressed_content().unwrap_or_default()
}

fn is_joint(c: char) -> bool {
    !c.is_ascii_alphanumeric()
}

fn is_picture(dictionary: &Dictionary) -> bool {
    dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
}

/// What the file says of itself under a name.
fn named(document: &Document, name: &[u8]) -> Option<String> {
    let about = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).ok()?;
    let value = about.get_deref(name, document).ok()?;
    let text = pdf_extract::decode_text_string(value).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The day of a moment as such files write it: `D:20240509100000+02'00'`.
fn day(moment: &str) -> Option<Date> {
    let digits = moment.strip_prefix("D:").unwrap_or(moment);
    let part = |range: Range<usize>| digits.get(range)?.parse::<i32>().ok();
    Date::new(i16::try_from(part(0..4)?).ok()?, i8::try_from(part(4..6)?).ok()?, i8::try_from(part(6..8)?).ok()?).ok()
}

/// Programs put the name of the file where nobody wrote a title.
fn is_title(title: &str) -> bool {
    let ending = title.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file = (2..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
    title.contains(' ') && !is_file
}

/// The lines of a paragraph as one; a word that was divided at the end of a line is whole again.
fn joined(paragraph: &str) -> String {
    let mut text = String::new();
    for line in paragraph.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let divided = text.ends_with('-') && line.starts_with(char::is_lowercase);
        // "Élysée-" and "Palast" are parts of one word.
        let compound = text.ends_with('-') && !text.ends_with(" -") && line.starts_with(char::is_uppercase);
        if divided {
            text.pop();
        } else if !text.is_empty() && !compound {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}
