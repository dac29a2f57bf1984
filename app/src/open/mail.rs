//! A message in, its article out: an e-mail with a text or page, or a page that a browser saved in one file.

use super::limits::Limits;
use super::{Body, Sink, Stream, inside, limits, torn};
use demarche::read::{Content, Hints, Record};
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// Parts within parts whose end is looked for.
const BOUNDS: usize = 16;

pub(super) fn each(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let mut bytes = stream.bytes(limits)?;
    let ends = {
        let message = parse(&bytes)?;
        let ends = missing_ends(&message, &bytes);
        if ends.is_empty() {
            return articles(&message, stream, limits, sink);
        }
        ends
    };
    bytes.extend_from_slice(ends.as_bytes());
    let message = parse(&bytes)?;
    articles(&message, stream, limits, sink)?;
    // What breaks off in a picture has lost nothing that is read.
    let last = message.parts.last().map(|part| &part.body);
    if matches!(last, Some(PartType::Html(_) | PartType::Text(_))) {
        return Err(torn("message", &"its last part has no end"));
    }
    Ok(())
}

fn parse(bytes: &[u8]) -> anyhow::Result<Message<'_>> {
    match MessageParser::default().parse(bytes) {
        Some(message) => Ok(message),
        None => limits::refuse("it begins like a message and is none; save it again"),
    }
}

/// The lines that end the parts of a message and are missing: without them its last part would be taken as it is packed.
fn missing_ends(message: &Message<'_>, bytes: &[u8]) -> String {
    let bounds = message.parts.iter().filter_map(|part| part.content_type()?.attribute("boundary")).take(BOUNDS);
    let ends = bounds.map(|bound| format!("--{bound}--"));
    let is_missing = |end: &String| !bytes.windows(end.len()).any(|window| window == end.as_bytes());
    let missing: Vec<String> = ends.filter(is_missing).collect();
    missing.iter().rev().map(|end| format!("\r\n{end}\r\n")).collect()
}

fn articles(message: &Message<'_>, mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let part = |at: u32| message.parts.get(usize::try_from(at).ok()?);
    let html = |at: &u32| match &part(*at)?.body {
        PartType::Html(html) => Some(html.to_string()),
        _ => None,
    };
    let page = message.html_body.iter().find_map(html);
    let address = ["Snapshot-Content-Location", "Content-Location"].iter().find_map(|name| header(message, name));
    let date = message.date().map(mail_parser::DateTime::to_rfc3339);
    // A page speaks for itself; the message tells when it was there at the latest.
    let day = date.as_deref().and_then(|date| date.get(..10)?.parse().ok());
    let saved =
        header(message, "Snapshot-Content-Location").is_some() || (message.from().is_none() && address.is_some());
    if let (true, Some(page)) = (saved, &page) {
        stream.hints.url = stream.hints.url.take().or(address);
        stream.hints.file_time = day.or(stream.hints.file_time);
        return sink(Ok(stream.document(Body::Bytes(page.clone().into_bytes()))));
    }
    // What is shown first is the message; what follows it may be the foot of a mailing list.
    let shown = message.html_body.iter().find_map(|at| match &part(*at)?.body {
        PartType::Html(page) => Some(Content::Html(page.to_string())),
        PartType::Text(text) if !text.trim().is_empty() => Some(Content::Text(text.to_string())),
        _ => None,
    });
    let from = message.from().and_then(|list| list.first());
    let sender = from.and_then(|address| address.name().or(address.address()).map(str::to_owned));
    let record = Record {
        id: message.message_id().map(str::to_owned),
        title: message.subject().map(str::to_owned),
        content: shown.unwrap_or_default(),
        published: date,
        url: address.filter(|url| url.contains("://")),
        source: sender,
        ..Record::default()
    };
    // Pages that are sent along are articles of their own.
    let (name, depth) = (stream.name.clone(), stream.depth + 1);
    let hints = Hints { file_time: day.or(stream.hints.file_time), ..stream.hints.clone() };
    let pages: Vec<(u32, String)> = message.attachments.iter().filter_map(|at| Some((*at, html(at)?))).collect();
    if pages.is_empty() || !matches!(record.content, Content::Missing) {
        sink(Ok(stream.document(Body::Record(Box::new(record)))))?;
    }
    for (before, (at, page)) in (1..).zip(pages) {
        limits.check_entries(before)?;
        let named = part(at).and_then(|part| part.attachment_name()).map_or_else(|| at.to_string(), str::to_owned);
        let attached = Stream::new(inside(&name, &named), page.as_bytes(), hints.clone());
        super::each(Stream { depth, ..attached }, limits, sink)?;
    }
    Ok(())
}

fn header(message: &Message<'_>, name: &str) -> Option<String> {
    message.header_raw(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
