//! A format and conditions in, the file out.

use super::{Answer, overview};
use crate::export::{Format, tables, write};
use crate::meaning;
use crate::project::{Filter, Sought};
use crate::serve::ask::Ask;
use crate::serve::telling::InWords;
use crate::serve::views::{self, LOOKED_AT};
use anyhow::Context;
use clap::ValueEnum;
use demarche::records;
use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Events of a feed, unless the address says otherwise.
const FED: usize = 100;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    if let Some(kind) = ask.rest.strip_prefix("brief.") {
        return brief(ask, kind);
    }
    let Ok(format) = Format::from_str(&ask.rest, false) else { return Ok(Answer::Missing("missing.page")) };
    let limit =
        ask.query.number("limit").unwrap_or(if matches!(format, Format::Atom | Format::JsonFeed) { FED } else { 0 });
    let filter = wanted(ask, limit)?;
    let mut bytes = Vec::new();
    let (kind, ending) = match format {
        Format::Csv => return Ok(Answer::File("application/zip", "demarche.zip".to_owned(), zipped(ask, &filter)?)),
        Format::Parquet => return Ok(Answer::Missing("missing.page")),
        Format::Json => ("application/json", "json"),
        Format::Plover | Format::Ftm | Format::Annotations => ("application/jsonl", "jsonl"),
        Format::Gdelt | Format::GdeltMentions | Format::Icews | Format::Polecat => {
            ("text/tab-separated-values; charset=utf-8", "tsv")
        }
        Format::Gexf => ("application/gexf+xml", "gexf"),
        Format::Graphml => ("application/graphml+xml", "graphml"),
        Format::Geojson => ("application/geo+json", "geojson"),
        Format::Timelinejs => ("application/json", "timeline.json"),
        Format::CslJson => ("application/vnd.citationstyles.csl+json", "csl.json"),
        Format::Biblatex => ("application/x-bibtex; charset=utf-8", "bib"),
        Format::Ris => ("application/x-research-info-systems; charset=utf-8", "ris"),
        Format::Atom => ("application/atom+xml; charset=utf-8", "atom"),
        Format::JsonFeed => ("application/feed+json", "feed.json"),
        Format::Ics => ("text/calendar; charset=utf-8", "ics"),
    };
    let path = ask.query.get("of").unwrap_or_default();
    write(ask.project, &filter, format, &InWords::of(ask, path)?, &mut bytes)?;
    Ok(Answer::File(kind, format!("demarche.{ending}"), bytes))
}

/// The events of the page that the export is of.
fn wanted(ask: &Ask<'_>, limit: usize) -> anyhow::Result<Filter> {
    let path = ask.query.get("of").unwrap_or_default();
    let sought = views::narrowed(ask.project, path, views::sought(path, &ask.query, limit)?)?;
    if !sought.is_of_words() {
        return Ok(sought.filter);
    }
    let most = Sought { filter: Filter { limit: LOOKED_AT, ..sought.filter.clone() }, ..sought.clone() };
    let hits = meaning::search(ask.project, &most, meaning::MEANWHILE, |_, _| {})?;
    let named: BTreeSet<String> = hits.into_iter().flat_map(|hit| hit.told).map(|(event, ..)| event).collect();
    Ok(Filter { named: Some(named.into_iter().collect()), ..sought.filter })
}

/// The tables of the project, which are several files.
fn zipped(ask: &Ask<'_>, filter: &Filter) -> anyhow::Result<Vec<u8>> {
    let folder = tempfile::tempdir().context("failed to make a folder for the tables")?;
    tables::write_folder(ask.project, filter, folder.path(), false)?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut names: Vec<_> = std::fs::read_dir(folder.path())?.collect::<Result<Vec<_>, _>>()?;
    names.sort_by_key(std::fs::DirEntry::file_name);
    for entry in names {
        archive.start_file(entry.file_name().to_string_lossy(), SimpleFileOptions::default())?;
        archive.write_all(&std::fs::read(entry.path())?)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn brief(ask: &Ask<'_>, kind: &str) -> anyhow::Result<Answer> {
    let Some((brief, coded)) = overview::write(ask)? else { return Ok(Answer::Missing("empty.events")) };
    let (kind, text) = match kind {
        "md" => ("text/markdown; charset=utf-8", brief.markdown()),
        "html" => ("text/html; charset=utf-8", brief.html()),
        "json" => ("application/json", records::brief::write(&brief, &coded)),
        _ => return Ok(Answer::Missing("missing.page")),
    };
    Ok(Answer::File(kind, ask.rest.clone(), text.into_bytes()))
}
