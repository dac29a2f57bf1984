//! The folders of the data in, pages with what must be read from them out.

use anyhow::Context;
use flate2::read::GzDecoder;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A part of the pages: what is learnt from is not what is measured last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    Learn,
    Check,
}

impl Half {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "learn" => Some(Self::Learn),
            "check" => Some(Self::Check),
            _ => None,
        }
    }

    /// By a hash of the outlet's name, so that two pages of one outlet stay together.
    fn of(name: &str) -> Self {
        let hash =
            name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        if (hash >> 20) & 1 == 0 { Self::Learn } else { Self::Check }
    }
}

/// A page with segments that must stand in its main text, and such that must not.
pub(crate) struct Segmented {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) with: Vec<String>,
    pub(crate) without: Vec<String>,
}

/// A page with all that its article is.
pub(crate) struct Whole {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) title: String,
    pub(crate) day: String,
    pub(crate) authors: Vec<String>,
    pub(crate) body: String,
}

pub(crate) struct Pages {
    pub(crate) segments: Vec<Segmented>,
    pub(crate) whole: Vec<Whole>,
}

#[derive(Deserialize)]
struct Expected {
    file: String,
    with: Vec<String>,
    without: Vec<String>,
}

impl Pages {
    pub(crate) fn load(folder: &Path, half: Option<Half>) -> anyhow::Result<Self> {
        let is_asked = |name: &str| half.is_none_or(|half| Half::of(name) == half);
        Ok(Self {
            segments: segments(&folder.join("segments"), is_asked)?,
            whole: whole(&folder.join("whole"), is_asked)?,
        })
    }
}

fn segments(folder: &Path, is_asked: impl Fn(&str) -> bool) -> anyhow::Result<Vec<Segmented>> {
    let list = read(&folder.join("expected.json"))?;
    let list: BTreeMap<String, Expected> = serde_json::from_slice(&list).context("failed to read expected.json")?;
    let asked = list.into_iter().filter(|(_, expected)| is_asked(&expected.file));
    let page = |(url, expected): (String, Expected)| {
        let bytes = read(&folder.join("html").join(&expected.file))?;
        Ok(Segmented { name: expected.file, url, bytes, with: expected.with, without: expected.without })
    };
    asked.map(page).collect()
}

/// The pages of an outlet in the order of their days; its versions stand in the same order.
fn whole(folder: &Path, is_asked: impl Fn(&str) -> bool) -> anyhow::Result<Vec<Whole>> {
    let mut pages = Vec::new();
    for country in entries(folder)? {
        let files = entries(&country)?;
        for list in files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
            let outlet = list.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if !is_asked(&outlet) {
                continue;
            }
            let versions: IndexMap<String, Value> = serde_json::from_slice(&read(list)?)?;
            let own = |path: &&PathBuf| name_of(path).strip_prefix(&outlet).is_some_and(|rest| rest.starts_with("_2"));
            for (path, version) in files.iter().filter(own).zip(versions.values()) {
                let mut bytes = Vec::new();
                GzDecoder::new(read(path)?.as_slice()).read_to_end(&mut bytes)?;
                pages.push(expected(name_of(path), bytes, version));
            }
        }
    }
    Ok(pages)
}

fn expected(name: String, bytes: Vec<u8>, version: &Value) -> Whole {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let texts = |value: &Value| value.as_array().map(|list| list.iter().map(text).collect()).unwrap_or_default();
    let body = &version["body"];
    let mut parts: Vec<String> = texts(&body["summary"]);
    for section in body["sections"].as_array().into_iter().flatten() {
        parts.extend(texts(&section["headline"]));
        parts.extend(texts(&section["paragraphs"]));
    }
    let day = text(&version["publishing_date"]).chars().take(10).collect();
    let authors = texts(&version["authors"]);
    Whole { name, bytes, title: text(&version["title"]), day, authors, body: parts.join("\n") }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("failed to read {}", path.display()))
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<PathBuf>>>()?;
    paths.sort();
    Ok(paths)
}
