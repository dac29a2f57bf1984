//! Measures how well and how fast pages are read: a folder with `segments` and `whole` in, a table out.
//!
//! `bench-read DATA` prints the table; `--half learn` or `--half check` takes half of the pages, by a hash of their names.
//! `--errors WORD` lists what was read wrongly in the learning half only: segments, title, day, authors or body.

mod errors;
mod near;
mod pages;
mod readers;
mod score;

use anyhow::bail;
use pages::{Half, Pages};
use readers::Reader;
use score::Line;
use std::path::{Path, PathBuf};

/// The allocator of the command, for all extractors alike.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    let mut data = PathBuf::from("../shared/data");
    let (mut half, mut errors) = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--half" => half = arguments.next().as_deref().and_then(Half::named),
            "--errors" => errors = arguments.next(),
            flag if flag.starts_with("--") => bail!("{flag}: known are --half learn|check and --errors WORD"),
            path => data = PathBuf::from(path),
        }
    }
    let pages_at = data.join("pages");
    if pages_at.is_dir() {
        let pages = Pages::load(&pages_at, if errors.is_some() { Some(Half::Learn) } else { half })?;
        match errors {
            Some(what) => errors::print(&pages, &what)?,
            None => tables(&pages)?,
        }
    } else {
        println!("skipped: no pages in {}", pages_at.display());
    }
    let texts = data.join("text/de-wikinews-train.jsonl");
    near(&texts)
}

fn tables(pages: &Pages) -> anyhow::Result<()> {
    println!("{} pages with segments, {} whole pages\n", pages.segments.len(), pages.whole.len());
    println!("{}", Line::HEADER);
    for reader in Reader::all()? {
        println!("{}", score::measure(&reader, pages));
    }
    Ok(())
}

fn near(texts: &Path) -> anyhow::Result<()> {
    if texts.is_file() {
        near::print(texts)
    } else {
        println!("skipped: no texts in {}", texts.display());
        Ok(())
    }
}
