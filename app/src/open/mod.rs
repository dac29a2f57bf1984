//! A stream of bytes in, the documents in it out: pages, texts and records, whatever archives they are wrapped in.
//!
//! What a stream holds shows by its first bytes. Containers are read as they come, so that memory does not grow with
//! them; `docs/decisions/0009-reading-everything.md` tells the limits.

mod archive;
mod columns;
mod compressed;
mod days;
mod feed;
pub(crate) mod http;
mod laid;
pub(crate) mod lines;
pub(crate) mod limits;
mod list;
mod mail;
mod office;
mod pdf;
mod rows;
mod sniff;
mod table;
mod warc;
#[cfg(feature = "parquet")]
mod zones;

use crate::batch;
use anyhow::anyhow;
use compressed::{Members, Meter};
use demarche::read::{self, Hints, ReadError, Reading, Record};
use demarche::{Article, Resources};
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use limits::Limits;
use sniff::Kind;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};

/// One thing with one article in it, or a few.
#[derive(Debug)]
pub(crate) struct Document {
    /// As users know it: the file, and the way inside it.
    pub(crate) name: String,
    pub(crate) body: Body,
    pub(crate) hints: Hints,
}

#[derive(Debug)]
pub(crate) enum Body {
    Bytes(Vec<u8>),
    Record(Box<Record>),
    Pdf(Box<pdf::File>),
    /// An article that was read before, its blocks labelled.
    Article(Box<Article>),
    /// What could not be read by those who wrote this table, in their words.
    Error(String),
}

impl Document {
    /// How much memory it takes, about.
    pub(crate) fn size(&self) -> usize {
        match &self.body {
            Body::Bytes(bytes) => bytes.len(),
            Body::Pdf(file) => file.bytes.len(),
            Body::Record(record) => match &record.content {
                read::Content::Text(text) | read::Content::Html(text) => text.len(),
                read::Content::Pieces(pieces) => pieces.iter().map(|piece| piece.text.len()).sum(),
                read::Content::Missing => 0,
            },
            Body::Article(article) => article.text.len(),
            Body::Error(_) => 0,
        }
    }

    /// The articles in it.
    pub(crate) fn read(&self, resources: &Resources) -> anyhow::Result<Vec<Result<Reading, ReadError>>> {
        let hints = Hints { today: Some(today()), ..self.hints.clone() };
        Ok(match &self.body {
            Body::Bytes(bytes) => read::read(resources, &self.name, bytes, &hints),
            Body::Record(record) => {
                vec![read::read_record(resources, &self.name, record.as_ref().clone(), &hints)]
            }
            Body::Pdf(file) => {
                let (record, made) = file.record()?;
                let hints = Hints { file_time: made.or(hints.file_time), ..hints };
                vec![read::read_record(resources, &self.name, record, &hints)]
            }
            Body::Error(_) => Vec::new(),
            Body::Article(article) => {
                let mut reading = Reading { article: article.as_ref().clone(), notes: Vec::new() };
                if let Some(lang) = self.hints.lang.as_ref().filter(|_| article.lang.is_empty()) {
                    reading.settle_language(resources, lang);
                }
                vec![Ok(reading)]
            }
        })
    }
}

/// The day by universal time.
pub(crate) fn today() -> civil::Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// A document, or the reason why there is none.
pub(crate) type Found = anyhow::Result<Document>;

/// Where documents go; an error of it ends the run.
pub(crate) type Sink<'a> = dyn FnMut(Found) -> anyhow::Result<()> + 'a;

/// A stream on its way to its documents.
pub(crate) struct Stream<'r> {
    pub(crate) name: String,
    pub(crate) reader: Box<dyn BufRead + 'r>,
    pub(crate) hints: Hints,
    /// Containers around it.
    pub(crate) depth: usize,
    /// The file that it is, whose parts can be read in any order.
    file: Option<File>,
}

/// Bytes that can be read in any order: a file, or what is small enough to be held.
enum Held {
    File(File),
    Bytes(Vec<u8>),
}

impl<'r> Stream<'r> {
    pub(crate) fn new(name: String, reader: impl Read + 'r, hints: Hints) -> Self {
        Self { name, reader: Box::new(BufReader::with_capacity(sniff::HEAD, reader)), hints, depth: 0, file: None }
    }

    pub(crate) fn of_file(name: String, file: File, hints: Hints) -> Self {
        let is_plain = file.metadata().is_ok_and(|about| about.is_file());
        let again = file.try_clone().ok().filter(|_| is_plain);
        Self { file: again, ..Self::new(name, file, hints) }
    }

    /// A stream in this one.
    fn inner<'i>(&self, name: String, reader: impl Read + 'i, hints: Hints) -> Stream<'i> {
        Stream { depth: self.depth + 1, ..Stream::new(name, reader, hints) }
    }

    /// All bytes, if they are no more than a document may have.
    fn bytes(&mut self, limits: &Limits) -> anyhow::Result<Vec<u8>> {
        limits.read(&mut self.reader)
    }

    /// The same to be read in any order; a file may be of any size.
    fn held(&mut self, limits: &Limits) -> anyhow::Result<Held> {
        Ok(match self.file.take() {
            Some(mut file) => {
                file.rewind()?;
                Held::File(file)
            }
            None => Held::Bytes(self.bytes(limits)?),
        })
    }

    fn document(self, body: Body) -> Document {
        Document { name: self.name, body, hints: self.hints }
    }
}

/// Hands all documents of a stream to the sink. What cannot be read goes there as an error with its name.
pub(crate) fn each(stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let name = stream.name.clone();
    let (mut broken, mut is_read_on) = (None, true);
    // The readers of containers are others' work, and one of them may fail on what nobody has tried.
    let done = batch::guard(|| {
        unpack(stream, limits, &mut |found| {
            is_read_on = false;
            let taken = sink(found);
            is_read_on = true;
            taken.map_err(|error| {
                broken = Some(error);
                anyhow!("the output ended")
            })
        })
    });
    let failed = |panic| anyhow!("reading it failed ({panic}); please report this");
    match (broken, done) {
        (Some(error), _) => Err(error),
        (None, Err(panic)) if is_read_on => sink(Err(failed(panic).context(name))),
        (None, Err(panic)) => Err(failed(panic)),
        (None, Ok(Err(error))) => sink(Err(error.context(name))),
        (None, Ok(Ok(()))) => Ok(()),
    }
}

/// An error means that the rest of the stream cannot be read.
fn unpack(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    limits.check_depth(stream.depth)?;
    let packed = stream.depth > 0;
    let head =
        head(&mut stream.reader).map_err(|error| if packed { limits::unpacking(error) } else { error.into() })?;
    let kind = sniff::kind(head);
    let is_wide = sniff::is_wide(head);
    if let Kind::Table(layout) = kind
        && is_wide
    {
        // Rows end where their line does, which two bytes a letter do not show.
        let (text, _) = read::decode(&stream.bytes(limits)?).map_err(|cause| anyhow!("{cause}; {}", cause.remedy()))?;
        let inner = Stream { depth: stream.depth, ..Stream::new(stream.name, text.as_bytes(), stream.hints) };
        return table::each(inner, layout, limits, sink);
    }
    match kind {
        Kind::Gzip | Kind::Zstd => {
            let name = stream.name.strip_suffix(".gz").or(stream.name.strip_suffix(".zst")).unwrap_or(&stream.name);
            let (name, hints, depth) = (name.to_owned(), stream.hints.clone(), stream.depth);
            let meter = Meter::new(limits);
            let packed = meter.count_in(stream.reader);
            let unpacked: Box<dyn Read + '_> = match kind {
                Kind::Gzip => Box::new(Members::new(BufReader::new(packed))),
                _ => Box::new(zstd::Decoder::new(packed)?),
            };
            let inner = Stream::new(name, meter.count_out(unpacked), hints);
            unpack(Stream { depth: depth + 1, ..inner }, limits, sink)
        }
        Kind::Zip => archive::zip(stream, limits, sink),
        Kind::Tar => archive::tar(stream, limits, sink),
        Kind::Warc => warc::each(stream, limits, sink),
        Kind::Answer => {
            let Some((body, charset)) = http::answer(&mut stream.reader, limits)? else {
                return Err(anyhow!("this is the answer of a server that gave no page; ask for the page again"));
            };
            let hints = Hints { charset, ..stream.hints.clone() };
            let inner = stream.inner(stream.name.clone(), body.as_slice(), hints);
            unpack(inner, limits, sink)
        }
        Kind::Mail => mail::each(stream, limits, sink),
        Kind::Feed => feed::each(stream, limits, sink),
        Kind::Table(delimiter) => table::each(stream, delimiter, limits, sink),
        Kind::Parquet => columns::each(stream, limits, sink),
        Kind::Lines => lines::each(stream, limits, sink),
        Kind::List => list::each(stream, limits, sink),
        Kind::Stranger(what, remedy) => Err(anyhow!("this is {what}, which is not read; {remedy}")),
        Kind::Pdf => {
            let mut bytes = stream.bytes(limits)?;
            if let Some(at) = sniff::pdf_at(&bytes) {
                bytes.drain(..at);
            }
            let file = pdf::File { bytes, limits: limits.clone() };
            sink(Ok(stream.document(Body::Pdf(Box::new(file)))))
        }
        Kind::Page => {
            let bytes = stream.bytes(limits)?;
            sink(Ok(stream.document(Body::Bytes(bytes))))
        }
    }
}

/// The first bytes of a stream, still in it. A reader may give fewer than there are; the kinds that need more than a
/// few are those that stand in files.
fn head<'b>(reader: &'b mut Box<dyn BufRead + '_>) -> io::Result<&'b [u8]> {
    reader.fill_buf()
}

/// Names a document inside its container.
fn inside(container: &str, name: &str) -> String {
    format!("{container}/{name}")
}

/// Every fault of a container that ends it, in the same words.
fn torn(what: &str, error: &dyn std::fmt::Display) -> anyhow::Error {
    anyhow!("the {what} is damaged here ({error}); what stands before was read, get a whole copy for the rest")
}
