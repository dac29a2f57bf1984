//! A DOCX file in, a record with its text out.

use crate::tables;
use anyhow::anyhow;
use demarche::read::{Content, Piece, Record, Shape};
use demarche::resources::fields::Use;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The parts of a DOCX file.
pub(super) struct Parts {
    pub(super) document: Vec<u8>,
    /// What its styles are called, which tells headings and lists.
    pub(super) styles: Option<Vec<u8>>,
    pub(super) core: Option<Vec<u8>>,
}

/// The text of the main part of a DOCX file, with what its core part says.
pub(super) fn docx(parts: &Parts) -> anyhow::Result<Record> {
    let styles = parts.styles.as_deref().map(styles).transpose()?.unwrap_or_default();
    let pieces = Reading { styles, ..Reading::default() }.pieces(&parts.document)?;
    let mut record = Record { content: Content::Pieces(pieces), is_whole: true, ..Record::default() };
    let fields = &tables()?.fields;
    let told = parts.core.as_deref().map(elements).transpose()?.unwrap_or_default();
    for (name, value) in told {
        let kind = match name.as_str() {
            "title" => Use::Title,
            "creator" => Use::Authors,
            "created" => Use::Published,
            "modified" => Use::Updated,
            "language" => Use::Lang,
            _ => continue,
        };
        if !fields.is_of_template(kind, &value) {
            record.take(kind, &Value::String(value));
        }
    }
    Ok(record)
}

fn damaged(error: &dyn std::fmt::Display) -> anyhow::Error {
    anyhow!("the DOCX file is damaged ({error}); save it again")
}

/// What the paragraphs of a style are, by its name, which is the same in every language; its id is not.
fn styles(xml: &[u8]) -> anyhow::Result<BTreeMap<String, Shape>> {
    let xml = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&xml);
    let (mut styles, mut id) = (BTreeMap::new(), None);
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(tag) if tag.local_name().as_ref() == "style" => id = value(&tag, "styleId"),
            Event::Empty(tag) if tag.local_name().as_ref() == "name" => {
                let name = value(&tag, "val").unwrap_or_default().to_lowercase();
                let shape = NAMED.iter().find(|(begin, _)| name.starts_with(begin)).map(|(_, shape)| *shape);
                styles.extend(id.take().zip(shape));
            }
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

/// How the names of styles begin that every office program has.
const NAMED: &[(&str, Shape)] =
    &[("title", Shape::Headline), ("heading", Shape::Heading), ("list", Shape::Item), ("caption", Shape::Caption)];

/// The value of an attribute, whatever its namespace.
fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// What has been read of a document.
#[derive(Default)]
struct Reading {
    styles: BTreeMap<String, Shape>,
    pieces: Vec<Piece>,
    text: String,
    inside: bool,
    shape: Option<Shape>,
    /// Tables in tables.
    depth: usize,
    /// The cells of the row so far, the last of them open; a table in a cell is text of that cell.
    cells: Vec<String>,
}

impl Reading {
    fn pieces(mut self, xml: &[u8]) -> anyhow::Result<Vec<Piece>> {
        let xml = String::from_utf8_lossy(xml);
        let mut reader = Reader::from_str(&xml);
        loop {
            match reader.read_event().map_err(|error| damaged(&error))? {
                // The same drawing for older programs, and text that now stands elsewhere.
                Event::Start(tag) if matches!(tag.local_name().as_ref(), "Fallback" | "moveFrom") => {
                    reader.read_to_end(tag.name()).map_err(|error| damaged(&error))?;
                }
                Event::Start(tag) => self.start(&tag),
                Event::Empty(tag) if matches!(tag.local_name().as_ref(), "tab" | "br" | "cr") => self.text.push(' '),
                Event::Empty(tag) => self.property(&tag),
                Event::Text(part) if self.inside => self.text.push_str(&part),
                Event::GeneralRef(name) if self.inside => self.text.push_str(&entity(&name)),
                Event::End(tag) => self.end(tag.local_name().as_ref()),
                Event::Eof => return Ok(self.pieces),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        self.inside = false;
        match tag.local_name().as_ref() {
            "t" => self.inside = true,
            "p" => self.shape = None,
            "tbl" => self.depth += 1,
            "tc" if self.depth == 1 => self.cells.push(String::new()),
            _ => self.property(tag),
        }
    }

    fn property(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "pStyle" => self.shape = value(tag, "val").and_then(|id| self.styles.get(&id).copied()).or(self.shape),
            "numPr" if self.shape.is_none() => self.shape = Some(Shape::Item),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        self.inside = false;
        match name {
            "p" => self.close(),
            "tbl" => self.depth = self.depth.saturating_sub(1),
            "tr" if self.depth == 1 => self.close_row(),
            _ => {}
        }
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        match self.cells.last_mut() {
            _ if text.is_empty() => {}
            Some(cell) if cell.is_empty() => cell.push_str(text),
            Some(cell) => *cell = format!("{cell} {text}"),
            None => self.pieces.push(Piece::new(self.shape.unwrap_or(Shape::Line), text)),
        }
    }

    fn close_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let filled: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        match Piece::row(&filled) {
            Some(row) => self.pieces.push(row),
            None => self.pieces.extend(filled.into_iter().map(|cell| Piece::new(Shape::Line, cell))),
        }
    }
}

/// What an entity of XML stands for; others stand for nothing.
pub(super) fn entity(name: &str) -> String {
    let number = || {
        let digits = name.strip_prefix('#')?;
        let code =
            digits.strip_prefix('x').map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        char::from_u32(code)
    };
    match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        _ => number().map(String::from).unwrap_or_default(),
    }
}

/// The elements that hold text alone, by their names.
fn elements(xml: &[u8]) -> anyhow::Result<Vec<(String, String)>> {
    let xml = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&xml);
    let (mut elements, mut name, mut text) = (Vec::new(), String::new(), String::new());
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(tag) => {
                name = tag.local_name().as_ref().to_owned();
                text.clear();
            }
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(part) => text.push_str(&entity(&part)),
            Event::End(_) if !text.trim().is_empty() => {
                elements.push((std::mem::take(&mut name), std::mem::take(&mut text).trim().to_owned()));
            }
            Event::Eof => return Ok(elements),
            _ => {}
        }
    }
}
