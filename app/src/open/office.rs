//! A DOCX file in, a record with its text out.

use anyhow::anyhow;
use demarche::read::{Content, Record};
use quick_xml::Reader;
use quick_xml::events::Event;

/// The text of the main part of a DOCX file, with what its core part says.
pub(super) fn docx(document: &[u8], core: Option<&[u8]>) -> anyhow::Result<Record> {
    let mut record =
        Record { content: Content::Text(paragraphs(document)?.join("\n\n")), is_whole: true, ..Record::default() };
    for (name, value) in core.map(elements).transpose()?.unwrap_or_default() {
        match name.as_str() {
            "title" => record.title = Some(value),
            "creator" => record.authors = vec![value],
            "created" => record.published = Some(value),
            "modified" => record.updated = Some(value),
            "language" => record.lang = Some(value),
            _ => {}
        }
    }
    Ok(record)
}

fn damaged(error: &dyn std::fmt::Display) -> anyhow::Error {
    anyhow!("the DOCX file is damaged ({error}); save it again")
}

fn paragraphs(xml: &[u8]) -> anyhow::Result<Vec<String>> {
    let xml = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&xml);
    let (mut paragraphs, mut text, mut inside) = (Vec::new(), String::new(), false);
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(tag) => inside = tag.local_name().as_ref() == "t",
            Event::Empty(tag) if matches!(tag.local_name().as_ref(), "tab" | "br" | "cr") => text.push(' '),
            Event::Text(part) if inside => text.push_str(&part),
            Event::GeneralRef(name) if inside => text.push_str(&entity(&name)),
            Event::End(tag) => {
                inside = false;
                if tag.local_name().as_ref() == "p" && !text.trim().is_empty() {
                    paragraphs.push(std::mem::take(&mut text).trim().to_owned());
                }
            }
            Event::Eof => return Ok(paragraphs),
            _ => {}
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
