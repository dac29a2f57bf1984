//! An RSS, Atom or RDF feed in, a record for each entry out. What is wrong in one place costs no more than stands there.

use super::limits::Limits;
use super::office::entity;
use super::{Body, Document, Sink, Stream, limits, torn};
use demarche::read::{self, Content, Record};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;

/// Names of the elements of an entry, the most trusted first.
const TITLE: &[&str] = &["title"];
const TEXT: &[&str] = &["encoded", "content", "description", "summary"];
const ID: &[&str] = &["guid", "id"];
const PUBLISHED: &[&str] = &["published", "pubdate", "issued", "created", "date", "updated", "modified"];
const UPDATED: &[&str] = &["updated", "modified"];
const LANG: &[&str] = &["language"];
const AUTHORS: &[&str] = &["creator", "author"];

/// What is told of a feed or an entry: values by the names of their elements.
#[derive(Debug, Default)]
struct Told {
    values: BTreeMap<String, Vec<String>>,
    link: Option<String>,
    /// Trust in that link: an address that is told to be another's counts less.
    is_own: bool,
    /// Its id is told to be no address.
    is_named: bool,
}

pub(super) fn each(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let bytes = stream.bytes(limits)?;
    let (xml, _) = read::decode(&bytes).map_err(|cause| anyhow::anyhow!("{cause}; {}", cause.remedy()))?;
    if xml.contains("<!ENTITY") {
        return limits::refuse(
            "the feed defines entities of its own, which are never expanded; remove them to read it",
        );
    }
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().allow_dangling_amp = true;
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().check_end_names = false;
    let (mut feed, mut entry) = (Told::default(), None::<Told>);
    let (mut line, mut counted) = (1, 0);
    loop {
        let place = position(reader.buffer_position());
        let event = reader.read_event().map_err(|error| torn("feed", &error))?;
        match event {
            Event::Start(tag) => {
                let Some(name) = local(&tag) else { continue };
                if is_entry(&name) {
                    line += xml.get(counted..place).unwrap_or_default().matches('\n').count();
                    counted = place;
                    entry = Some(Told::default());
                    continue;
                }
                let told = entry.as_mut().unwrap_or(&mut feed);
                told.attributes(&name, &tag);
                if is_leaf(&name) {
                    let value = inner(&mut reader, &tag, &xml).map_err(|error| torn("feed", &error))?;
                    told.take(name, value);
                }
            }
            Event::Empty(tag) => {
                if let Some(name) = local(&tag) {
                    entry.as_mut().unwrap_or(&mut feed).attributes(&name, &tag);
                }
            }
            Event::End(tag) if is_entry(&tag.local_name().as_ref().to_lowercase()) => {
                if let Some(entry) = entry.take() {
                    let url = address(&feed, &entry, stream.hints.url.as_deref());
                    let told = record(&feed, entry);
                    let id = told.id.clone().or_else(|| url.clone());
                    let body = Body::Record(Box::new(Record { line, id, url, ..told }));
                    sink(Ok(Document { name: stream.name.clone(), body, hints: stream.hints.clone() }))?;
                }
            }
            Event::Eof if entry.is_some() => return Err(torn("feed", &format!("the entry of line {line} has no end"))),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The bare name of an element; none where it is of a kind that says nothing of the article, such as `media:title`.
fn local(tag: &BytesStart<'_>) -> Option<String> {
    const OWN: &[&str] = &["atom", "content", "dc", "dcterms", "rdf", "rss"];
    let name = tag.name();
    let (prefix, local) = name.as_ref().split_once(':').unwrap_or(("", name.as_ref()));
    (prefix.is_empty() || OWN.contains(&prefix)).then(|| local.to_lowercase())
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn is_entry(name: &str) -> bool {
    matches!(name, "item" | "entry")
}

/// Whether all in an element is one value.
fn is_leaf(name: &str) -> bool {
    [TITLE, TEXT, ID, PUBLISHED, LANG].iter().any(|names| names.contains(&name))
        || matches!(name, "author" | "creator" | "category" | "subject" | "link")
}

/// What stands between a tag and its end: text without what hides its marks, or a page as it is.
fn inner(reader: &mut Reader<&[u8]>, tag: &BytesStart<'_>, xml: &str) -> quick_xml::Result<String> {
    let span = reader.read_to_end(tag.name())?;
    let raw = xml.get(position(span.start)..position(span.end)).unwrap_or_default();
    let (mut text, mut has_marks) = (String::new(), false);
    let mut reader = Reader::from_str(raw);
    reader.config_mut().allow_dangling_amp = true;
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event()? {
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(name) => text.push_str(&entity(&name)),
            Event::Start(_) | Event::Empty(_) => has_marks = true,
            Event::Eof if has_marks => return Ok(raw.trim().to_owned()),
            Event::Eof => return Ok(text.trim().to_owned()),
            _ => {}
        }
    }
}

impl Told {
    fn take(&mut self, name: String, value: String) {
        if value.is_empty() {
            return;
        }
        if name == "link" {
            self.link = self.link.take().filter(|_| self.is_own).or(Some(value));
            self.is_own = true;
        } else {
            self.values.entry(name).or_default().push(value);
        }
    }

    /// Links and subjects of Atom stand in attributes.
    fn attributes(&mut self, name: &str, tag: &BytesStart<'_>) {
        let value = |wanted: &str| {
            let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == wanted);
            found
                .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
                .map(|value| value.into_owned())
        };
        match (name, value("href"), value("label").or_else(|| value("term"))) {
            ("link", Some(address), _) if !self.is_own => {
                self.is_own = value("rel").is_none_or(|rel| rel == "alternate");
                if self.is_own || self.link.is_none() {
                    self.link = Some(address);
                }
            }
            ("category", _, Some(term)) => self.take("category".to_owned(), term),
            ("guid", ..) => self.is_named = value("isPermaLink").is_some_and(|told| told == "false"),
            _ => {}
        }
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.values.get(*name)?.first()).cloned()
    }

    fn all(&self, names: &[&str]) -> Vec<String> {
        names.iter().filter_map(|name| self.values.get(*name)).flatten().cloned().collect()
    }
}

/// The address of an entry: its link, else the id that is one. A link may be told from where the feed is, which `asked`
/// names, or from its site.
fn address(feed: &Told, entry: &Told, asked: Option<&str>) -> Option<String> {
    let id = || entry.first(&["guid"]).filter(|id| !entry.is_named && id.contains("://"));
    let link = entry.link.clone().filter(|_| entry.is_own).or_else(id).or_else(|| entry.link.clone())?;
    if link.contains("://") {
        return Some(link);
    }
    let base = asked.or(feed.link.as_deref())?;
    Some(url::Url::parse(base).ok()?.join(&link).ok()?.into())
}

fn record(feed: &Told, entry: Told) -> Record {
    let people = AUTHORS.iter().map(|name| entry.all(&[name])).find(|names| !names.is_empty()).unwrap_or_default();
    Record {
        id: entry.first(ID),
        title: entry.first(TITLE),
        content: entry.first(TEXT).map_or(Content::Missing, content),
        published: entry.first(PUBLISHED),
        updated: entry.first(UPDATED),
        lang: entry.first(LANG).or_else(|| feed.first(LANG)),
        source: feed.first(TITLE),
        authors: people.iter().map(|person| person_named(person).to_owned()).collect(),
        tags: entry.all(&["category", "subject"]),
        ..Record::default()
    }
}

/// A person as Atom writes one, `<name>Jane Park</name>`, or RSS, `post@p.example (Jane Park)`.
fn person_named(person: &str) -> &str {
    let between = |open: &str, close: &str| Some(person.split_once(open)?.1.split_once(close)?.0.trim());
    between("<name>", "</name>").or_else(|| between("(", ")").filter(|_| person.contains('@'))).unwrap_or(person)
}

/// Entries hold HTML, marked as such or not.
fn content(text: String) -> Content {
    let opens = |at: usize| {
        text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()))
    };
    if text.match_indices('<').any(|(at, _)| opens(at)) { Content::Html(text) } else { Content::Text(text) }
}
