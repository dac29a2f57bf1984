//! Paths in, the files to be read out, in an order that depends on nothing but their names.

use crate::report::Report;
use anyhow::Context;
use demarche::read::{self, Hints, ReadError, Reading};
use demarche::{Article, Resources};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// One thing to read.
#[derive(Debug)]
pub(crate) struct Source {
    /// As users know it; its last part without ending is the id of a single article.
    pub(crate) name: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Stdin,
    File(PathBuf),
}

impl Source {
    /// The articles in it.
    pub(crate) fn read(&self, resources: &Resources, hints: &Hints) -> anyhow::Result<Vec<Result<Reading, ReadError>>> {
        let mut hints = hints.clone();
        let bytes = match &self.place {
            Place::Stdin => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).context("failed to read standard input")?;
                bytes
            }
            Place::File(path) => {
                hints.file_time = file_time(path);
                fs::read(path).map_err(|error| anyhow::anyhow!(explain(path, &error)))?
            }
        };
        Ok(read::read(resources, &self.name, &bytes, &hints))
    }
}

fn file_time(path: &Path) -> Option<Date> {
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified()).ok()?;
    let stamp = jiff::Timestamp::try_from(modified).ok()?;
    Some(stamp.to_zoned(TimeZone::UTC).date())
}

/// What the system said, with what to do about it.
fn explain(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound if path.is_symlink() => {
            "the target of this link is missing; restore it or remove the link".to_owned()
        }
        io::ErrorKind::NotFound => "no such file or folder; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it; change its mode or owner".to_owned(),
        _ => format!("failed to read it: {error}"),
    }
}

/// The files behind the paths: folders with all files below them in order of name, hidden ones left out.
pub(crate) fn gather(paths: &[PathBuf], report: &mut Report) -> Vec<Source> {
    let mut sources = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        if name == "-" {
            sources.push(Source { name: "stdin".to_owned(), place: Place::Stdin });
            continue;
        }
        match fs::metadata(path) {
            Err(error) => report.skip(&format!("{name}: {}", explain(path, &error))),
            Ok(metadata) if metadata.is_dir() => {
                let before = (sources.len(), report.skipped());
                gather_folder(path, &mut sources, report);
                if before == (sources.len(), report.skipped()) {
                    report.skip(&format!("{name}: the folder holds no files; name one with articles"));
                }
            }
            Ok(_) => sources.push(Source { name, place: Place::File(path.clone()) }),
        }
    }
    sources
}

fn gather_folder(folder: &Path, sources: &mut Vec<Source>, report: &mut Report) {
    let is_hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry)) {
        match entry {
            Ok(entry) => {
                // A link to a file counts as that file; links to folders are not followed, for they may go in circles.
                let is_file = entry.path().metadata().is_ok_and(|metadata| metadata.is_file());
                let is_dangling = entry.path_is_symlink() && entry.path().metadata().is_err();
                if is_file || is_dangling {
                    let name = entry.path().display().to_string();
                    sources.push(Source { name, place: Place::File(entry.into_path()) });
                }
            }
            Err(error) => {
                let path = error.path().unwrap_or(folder);
                let cause = error.io_error().map_or_else(|| error.to_string(), |error| explain(path, error));
                report.skip(&format!("{}: {cause}", path.display()));
            }
        }
    }
}

/// Sees to it that no two articles of a run share an id: later ones get a number.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    seen: BTreeMap<String, usize>,
}

impl Ids {
    pub(crate) fn make_unique(&mut self, article: &mut Article, report: &mut Report) {
        let count = self.seen.entry(article.id.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            let unique = format!("{}~{count}", article.id);
            report.remark(&format!("the id {:?} is used before; this article becomes {unique:?}", article.id));
            article.id = unique;
        }
    }
}
