//! Paths in, the files to be read out, in an order that depends on nothing but their names.

use crate::open::limits::Limits;
use crate::open::{self, Sink, Stream};
use crate::report::Report;
use demarche::Article;
use demarche::read::Hints;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Bytes of the digest of a path that stand in an id.
const DIGEST: usize = 6;

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
    /// Hands on all documents in it.
    pub(crate) fn each(&self, hints: &Hints, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        let mut hints = hints.clone();
        match &self.place {
            Place::Stdin => {
                let stdin = io::stdin().lock();
                open::each(Stream::new(self.name.clone(), stdin, hints), limits, sink)
            }
            Place::File(path) => {
                hints.file_time = file_time(path);
                match File::open(path) {
                    Ok(file) => open::each(Stream::of_file(self.name.clone(), file, hints), limits, sink),
                    Err(error) => sink(Err(anyhow::anyhow!("{}: {}", self.name, explain(path, &error)))),
                }
            }
        }
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
    gather_all(paths, &mut sources, report);
    // A file that several paths or links lead to is read once, under the first of its names.
    let mut seen = BTreeSet::new();
    let mut again = 0;
    sources.retain(|source: &Source| {
        let Place::File(path) = &source.place else { return true };
        let is_new = place_of(path).map_or(true, |place| seen.insert(place));
        again += usize::from(!is_new);
        is_new
    });
    if again > 0 {
        report.remark(&format!("{again} more paths or links lead to files that are read already"));
    }
    sources
}

/// Where a file lies. Its folder comes first: a pattern may name it by more links than can be followed at once.
fn place_of(path: &Path) -> io::Result<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.canonicalize()?.join(path.file_name().unwrap_or_default()).canonicalize()
}

fn gather_all(paths: &[PathBuf], sources: &mut Vec<Source>, report: &mut Report) {
    for path in paths {
        let name = path.display().to_string();
        if name == "-" {
            sources.push(Source { name: "stdin".to_owned(), place: Place::Stdin });
            continue;
        }
        match fs::metadata(path) {
            Err(_) if name.contains(['*', '?', '[']) => gather_pattern(&name, sources, report),
            Err(error) => report.skip(&format!("{name}: {}", explain(path, &error))),
            Ok(metadata) if metadata.is_dir() => {
                let before = (sources.len(), report.skipped());
                gather_folder(path, sources, report);
                if before == (sources.len(), report.skipped()) {
                    report.skip(&format!("{name}: the folder holds no files; name one with articles"));
                }
            }
            Ok(_) => sources.push(Source { name, place: Place::File(path.clone()) }),
        }
    }
}

/// A pattern that the shell has left as it is.
fn gather_pattern(pattern: &str, sources: &mut Vec<Source>, report: &mut Report) {
    let before = sources.len();
    // Hidden files and folders are left out, as of folders that are named whole.
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    match glob::glob_with(pattern, options) {
        Err(error) => report.skip(&format!("{pattern}: no pattern of files ({error})")),
        Ok(paths) => {
            for path in paths.filter_map(Result::ok) {
                if path.is_dir() {
                    gather_folder(&path, sources, report);
                } else {
                    sources.push(Source { name: path.display().to_string(), place: Place::File(path) });
                }
            }
            if sources.len() == before {
                report.skip(&format!("{pattern}: no file fits this pattern; check it"));
            }
        }
    }
}

fn gather_folder(folder: &Path, sources: &mut Vec<Source>, report: &mut Report) {
    let is_hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    // What Spark lays beside its tables, such as `_SUCCESS`, tells of the job and holds no articles.
    let is_mark = |path: &Path| {
        let beside = |entry: fs::DirEntry| entry.path().extension().is_some_and(|ending| ending == "parquet");
        let is_named = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('_'));
        let mut files =
            path.parent().filter(|_| is_named).and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten();
        files.any(|entry| entry.is_ok_and(beside))
    };
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_mark(entry.path()) => {}
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

/// Whether an id is the name of the document, with or without a line: what an article gets that brings none.
fn is_named_after(name: &str, id: &str) -> bool {
    let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
    let rest = id.strip_prefix(stem.as_ref());
    let line = |rest: &str| rest.strip_prefix(':').is_some_and(|line| line.parse::<usize>().is_ok());
    rest.is_some_and(|rest| rest.is_empty() || line(rest))
}

/// Sees to it that no two articles of a run share an id: later ones get a number. Where a run is one of many that read
/// other files elsewhere, ids that were made of the name of a file get a digest of its whole path instead, and those
/// that articles bring stay as they are.
///
/// Of an id only a digest is kept: a run may see millions. Should two ids ever share one, the later gets a number too.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    seen: BTreeSet<u64>,
    /// How often those came that came again.
    again: BTreeMap<u64, u32>,
    shared: bool,
}

impl Ids {
    pub(crate) fn new(shared: bool) -> Self {
        Self { shared, ..Self::default() }
    }

    /// `name` is that of the document that holds the article.
    pub(crate) fn settle(&mut self, name: &str, article: &mut Article, report: &mut Report) {
        if self.shared {
            if is_named_after(name, &article.id) {
                let digest = Sha256::digest(name.as_bytes());
                let digest: String = digest.iter().take(DIGEST).map(|byte| format!("{byte:02x}")).collect();
                article.id = format!("{}@{digest}", article.id);
            }
            return;
        }
        let mut hasher = DefaultHasher::new();
        article.id.hash(&mut hasher);
        let digest = hasher.finish();
        if !self.seen.insert(digest) {
            let count = self.again.entry(digest).or_insert(1);
            *count += 1;
            let unique = format!("{}~{count}", article.id);
            report.remark(&format!("the id {:?} is used before; this article becomes {unique:?}", article.id));
            article.id = unique;
        }
    }
}
