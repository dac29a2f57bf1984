//! The events of a project in, the formats of other programs out. One file a family of formats; offsets are code points.
//!
//! Folders of tables (`csv`, `parquet`) go where `--output` says; all others are one file or standard output.

mod annotations;
mod calendar;
mod citations;
mod columns;
mod countries;
mod feeds;
mod follow_the_money;
mod geo;
mod graph;
mod inert;
mod items;
mod parquet;
mod plover;
pub(crate) mod tables;
mod telling;
mod xml;

pub(crate) use inert::inert;
pub(crate) use telling::{InCodes, Telling, id};

use crate::ask::args::{Export, Misuse, shown};
use crate::output;
use crate::project::{Filter, Project};
use anyhow::{Context, bail};
use clap::ValueEnum;
use std::fs;
use std::io::Write;
use std::path::Path;

/// A format of another program, or tables for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tables with commas, a folder of them
    Csv,
    /// The same tables in Parquet
    Parquet,
    /// The same tables as one JSON object
    Json,
    /// PLOVER 0.8, one event a line
    Plover,
    /// GDELT 2.0 events, 61 columns
    Gdelt,
    /// GDELT 2.0 mentions, 16 columns
    GdeltMentions,
    /// As ICEWS, 20 columns
    Icews,
    /// As POLECAT, 40 columns
    Polecat,
    /// Who to whom over time, for Gephi
    Gexf,
    /// The same for networkx, igraph, yEd
    Graphml,
    /// Events with coordinates
    Geojson,
    /// FollowTheMoney entities, one a line
    Ftm,
    /// TimelineJS
    Timelinejs,
    /// The articles for Zotero and others
    CslJson,
    Biblatex,
    Ris,
    /// Feeds of events
    Atom,
    JsonFeed,
    /// What was announced for a day, as a calendar
    Ics,
    /// Passages as W3C web annotations, one a line
    Annotations,
}

pub(crate) fn run(command: &Export) -> anyhow::Result<u8> {
    let filter = command.conditions.filter_or(0)?;
    command.which.ask(&filter, |project| match (command.format, &command.output) {
        (Format::Csv | Format::Parquet, None) => {
            bail!(Misuse("these are several tables: name a folder with --output".to_owned()))
        }
        (Format::Csv | Format::Parquet, Some(folder)) => {
            fs::create_dir_all(folder).with_context(|| format!("failed to make the folder {}", shown(folder)))?;
            tables::write_folder(project, &filter, folder, command.format == Format::Parquet)
        }
        (format, output) => {
            let mut out = output::open(output.as_deref())?;
            write(project, &filter, format, &InCodes::of(&command.conditions), &mut out)?;
            out.finish()
        }
    })?;
    Ok(0)
}

/// Writes one of the formats that are a single file into that file, which appears when it is complete.
pub(crate) fn to_file(
    project: &Project,
    filter: &Filter,
    format: Format,
    telling: &dyn Telling,
    path: &Path,
) -> anyhow::Result<()> {
    let mut out = output::open(Some(path))?;
    write(project, filter, format, telling, &mut out)?;
    out.finish()
}

pub(crate) fn write(
    project: &Project,
    filter: &Filter,
    format: Format,
    telling: &dyn Telling,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match format {
        Format::Csv | Format::Parquet | Format::Json => tables::write_json(project, filter, out),
        Format::Plover => plover::write(project, filter, out),
        Format::Gdelt => columns::gdelt(project, filter, out),
        Format::GdeltMentions => columns::gdelt_mentions(project, filter, out),
        Format::Icews => columns::icews(project, filter, out),
        Format::Polecat => columns::polecat(project, filter, out),
        Format::Gexf => graph::gexf(project, filter, out),
        Format::Graphml => graph::graphml(project, filter, out),
        Format::Geojson => geo::write(project, filter, out),
        Format::Ftm => follow_the_money::write(project, filter, out),
        Format::Timelinejs => feeds::timeline(project, filter, telling, out),
        Format::CslJson => citations::csl(project, filter, out),
        Format::Biblatex => citations::biblatex(project, filter, out),
        Format::Ris => citations::ris(project, filter, out),
        Format::Atom => feeds::atom(project, filter, telling, out),
        Format::JsonFeed => feeds::json_feed(project, filter, telling, out),
        Format::Ics => calendar::write(project, filter, telling, out),
        Format::Annotations => annotations::write(project, filter, out),
    }
}
