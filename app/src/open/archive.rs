//! ZIP and tar archives in, what is in them out; a DOCX file is a ZIP archive with one document.

use super::compressed::Meter;
use super::limits::{self, Limits};
use super::{Body, Document, Found, Held, Sink, Stream, inside, office, torn};
use anyhow::anyhow;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use zip::CompressionMethod;
use zip::result::ZipError;

/// Documents of offices and readers that are ZIP archives too, by a part that they have.
const DOCUMENTS: &[(&str, &str)] = &[
    ("xl/workbook.xml", "an XLSX table"),
    ("ppt/presentation.xml", "a PPTX presentation"),
    ("META-INF/container.xml", "an EPUB book"),
    ("META-INF/manifest.xml", "an OpenDocument file"),
    // Both name their kind in their first entry.
    ("mimetype", "an OpenDocument file or an EPUB book"),
];

/// Folders, and the files that systems leave beside others.
fn is_nothing(name: &str) -> bool {
    let last = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
    name.ends_with('/') || last.starts_with('.') || name.starts_with("__MACOSX/")
}

pub(super) fn tar(stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let (name, hints, depth) = (stream.name, stream.hints, stream.depth);
    let mut archive = tar::Archive::new(stream.reader);
    let mut count = 0;
    for file in archive.entries().map_err(|error| torn("tar archive", &error))? {
        let file = file.map_err(|error| torn("tar archive", &error))?;
        count += 1;
        limits.check_entries(count)?;
        let own = String::from_utf8_lossy(&file.path_bytes()).into_owned();
        if file.header().entry_type().is_file() && !is_nothing(&own) {
            let inner = Stream::new(inside(&name, &own), file, hints.clone());
            super::each(Stream { depth: depth + 1, ..inner }, limits, sink)?;
        }
    }
    Ok(())
}

/// An archive that can be read in any order.
trait Packed: Read + Seek {}

impl<R: Read + Seek> Packed for R {}

pub(super) fn zip(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    // The directory stands at the end, so the archive is needed in any order.
    let mut packed: Box<dyn Packed> = match stream.held(limits)? {
        Held::File(file) => Box::new(BufReader::new(file)),
        Held::Bytes(bytes) => Box::new(Cursor::new(bytes)),
    };
    let told = entries_told(&mut packed)?;
    packed.rewind()?;
    let mut archive = match zip::ZipArchive::new(&mut packed) {
        Ok(archive) => archive,
        Err(error) => {
            packed.rewind()?;
            return without_directory(&mut packed, &error, &stream, limits, sink);
        }
    };
    if let Some((_, what)) = DOCUMENTS.iter().find(|(part, _)| archive.index_for_name(part).is_some()) {
        return limits::refuse(&format!("this is {what}, which is not read; save it as DOCX, HTML, text or CSV"));
    }
    limits.check_entries(archive.len() as u64)?;
    if archive.index_for_name("word/document.xml").is_some() {
        let found = docx(&mut archive, &stream, limits);
        return sink(found);
    }
    for index in 0..archive.len() {
        let named = archive.name_for_index(index).and_then(Result::ok);
        let own = named.map_or_else(|| format!("entry {}", index + 1), |name| name.into_owned());
        let file = match archive.by_index(index) {
            Ok(file) if matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) => file,
            other => {
                sink(Err(refused(other.err()).context(inside(&stream.name, &own))))?;
                continue;
            }
        };
        if file.is_file() && !is_nothing(&own) {
            let meter = Meter::new(limits);
            let packed = file.compressed_size();
            let unpacked = meter.count_out(meter.given(packed, file));
            let inner = stream.inner(inside(&stream.name, &own), unpacked, stream.hints.clone());
            super::each(inner, limits, sink)?;
        }
    }
    match told.and_then(|told| told.checked_sub(archive.len())) {
        None | Some(0) => Ok(()),
        // Of each name the crate keeps the last.
        Some(more) => Err(anyhow!(
            "{more} entries of the ZIP archive have the name of a later one and were not read; unpack the archive and give \
             the files"
        )),
    }
}

/// How many entries the directory of an archive has, as its last lines tell.
fn entries_told(packed: &mut dyn Packed) -> io::Result<Option<usize>> {
    const END: &[u8] = b"PK\x05\x06";
    /// The longest that these lines can be.
    const LONGEST: u64 = (1 << 16) + 22;
    let size = packed.seek(SeekFrom::End(0))?;
    packed.seek(SeekFrom::Start(size.saturating_sub(LONGEST)))?;
    let mut last = Vec::new();
    packed.take(LONGEST).read_to_end(&mut last)?;
    let end = last.windows(END.len()).rposition(|window| window == END);
    let count = end.and_then(|at| last.get(at + 10..at + 12)).and_then(|count| count.try_into().ok());
    // So large a number stands for one that another place tells.
    Ok(count.map(u16::from_le_bytes).filter(|count| *count != u16::MAX).map(usize::from))
}

/// Why an entry cannot be unpacked, and what helps; without an error it is packed as few are.
fn refused(error: Option<ZipError>) -> anyhow::Error {
    match error {
        Some(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
            anyhow!("it is locked with a password; unpack the archive with it and give the files")
        }
        None | Some(ZipError::UnsupportedArchive(_)) => {
            anyhow!(
                "it is packed in a way that is not read here, such as bzip2 or LZMA; unpack the archive and give the files"
            )
        }
        Some(error) => torn("ZIP archive", &error),
    }
}

/// Entry after entry of an archive whose directory is missing, up to where it breaks off.
fn without_directory(
    rest: &mut impl Read,
    error: &dyn std::fmt::Display,
    stream: &Stream<'_>,
    limits: &Limits,
    sink: &mut Sink<'_>,
) -> anyhow::Result<()> {
    let mut count = 0;
    while let Ok(Some(file)) = zip::read::read_zipfile_from_stream(&mut *rest) {
        count += 1;
        limits.check_entries(count)?;
        let own = file.name().map_or_else(|_| format!("entry {count}"), |name| name.into_owned());
        if own == "[Content_Types].xml" {
            break;
        }
        if file.is_file() && !is_nothing(&own) {
            let meter = Meter::new(limits);
            let unpacked = meter.count_out(meter.given(file.compressed_size(), file));
            super::each(stream.inner(inside(&stream.name, &own), unpacked, stream.hints.clone()), limits, sink)?;
        }
    }
    Err(torn("ZIP archive", error))
}

fn docx(archive: &mut zip::ZipArchive<impl Read + Seek>, stream: &Stream<'_>, limits: &Limits) -> Found {
    let mut part = |name: &str| -> anyhow::Result<Vec<u8>> {
        let file = archive.by_name(name).map_err(|error| torn("DOCX file", &error))?;
        let meter = Meter::new(limits);
        let packed = file.compressed_size();
        limits.read(&mut meter.count_out(meter.given(packed, file)) as &mut dyn Read)
    };
    let of = |error: anyhow::Error| error.context(stream.name.clone());
    let parts = office::Parts {
        document: part("word/document.xml").map_err(of)?,
        styles: part("word/styles.xml").ok(),
        core: part("docProps/core.xml").ok(),
    };
    let record = office::docx(&parts).map_err(of)?;
    Ok(Document { name: stream.name.clone(), body: Body::Record(Box::new(record)), hints: stream.hints.clone() })
}
