//! A message in, its articles out: an e-mail with a text or page and what it brings along, or a page that a browser saved in
//! one file.

use super::limits::Limits;
use super::{Body, Sink, Stream, inside, limits, torn};
use demarche::read::{Content, Hints, Record};
use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

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
    let page = parts(message, &message.html_body).find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.to_string()),
        _ => None,
    });
    let address = ["Snapshot-Content-Location", "Content-Location"].iter().find_map(|name| header(message, name));
    let date = message.date().map(mail_parser::DateTime::to_rfc3339);
    // A page speaks for itself; the message tells when it was there at the latest.
    let day = date.as_deref().and_then(|date| date.get(..10)?.parse().ok());
    let saved =
        header(message, "Snapshot-Content-Location").is_some() || (message.from().is_none() && address.is_some());
    if let (true, Some(page)) = (saved, page) {
        stream.hints.url = stream.hints.url.take().or(address);
        stream.hints.file_time = day.or(stream.hints.file_time);
        return sink(Ok(stream.document(Body::Bytes(page.into_bytes()))));
    }
    let from = message.from().and_then(|list| list.first());
    let sender = from.and_then(|address| address.name().or(address.address()).map(str::to_owned));
    let record = Record {
        id: message.message_id().map(str::to_owned),
        title: message.subject().map(str::to_owned),
        content: shown(message),
        published: date,
        url: address.filter(|url| url.contains("://")),
        source: sender,
        ..Record::default()
    };
    // What is sent along is read by itself.
    let (name, depth) = (stream.name.clone(), stream.depth + 1);
    let hints = Hints { file_time: day.or(stream.hints.file_time), ..stream.hints.clone() };
    let is_shown = |at: &&u32| message.html_body.contains(*at) || message.text_body.contains(*at);
    let rest: Vec<u32> = message.attachments.iter().filter(|at| !is_shown(at)).copied().collect();
    let attached: Vec<(String, &[u8])> = parts(message, &rest).filter_map(attached).collect();
    if attached.is_empty() || !matches!(record.content, Content::Missing) {
        sink(Ok(stream.document(Body::Record(Box::new(record)))))?;
    }
    for (number, (named, bytes)) in (1..).zip(attached) {
        limits.check_entries(number)?;
        let named = if named.is_empty() { number.to_string() } else { named };
        let attached = Stream::new(inside(&name, &named), bytes, hints.clone());
        super::each(Stream { depth, ..attached }, limits, sink)?;
    }
    Ok(())
}

fn parts<'m>(message: &'m Message<'_>, ids: &[u32]) -> impl Iterator<Item = &'m MessagePart<'m>> {
    ids.iter().filter_map(|at| message.parts.get(usize::try_from(*at).ok()?))
}

/// What is shown of a message: all parts of its body in their order, as a page where one of them is; else the other body.
fn shown(message: &Message<'_>) -> Content {
    let texts = |ids: &[u32]| -> Vec<(bool, String)> {
        let read = |part: &MessagePart<'_>| match &part.body {
            PartType::Html(page) => Some((true, page.to_string())).filter(|_| !html_to_text(page).trim().is_empty()),
            PartType::Text(text) => Some((false, text.to_string())).filter(|_| !text.trim().is_empty()),
            _ => None,
        };
        parts(message, ids).filter_map(read).collect()
    };
    let shown = Some(texts(&message.html_body)).filter(|shown| !shown.is_empty());
    let mut shown = shown.unwrap_or_else(|| texts(&message.text_body));
    let is_page = shown.iter().any(|(is_page, _)| *is_page);
    match shown.len() {
        0 => Content::Missing,
        1 if is_page => Content::Html(shown.remove(0).1),
        _ if is_page => Content::Html(
            shown.iter().map(|(is_page, text)| if *is_page { text.clone() } else { page_of(text) }).collect(),
        ),
        _ => Content::Text(shown.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n\n")),
    }
}

/// The paragraphs of a text as those of a page.
fn page_of(text: &str) -> String {
    let plain = text.replace("\r\n", "\n").replace('&', "&amp;").replace('<', "&lt;");
    plain.split("\n\n").map(|paragraph| format!("<p>{paragraph}</p>")).collect()
}

/// How the kinds end of what programs read: keys, dates, addresses, what became of a message.
const NO_TEXTS: [&str; 8] = [
    "signature",
    "pgp-keys",
    "pgp-encrypted",
    "calendar",
    "vcard",
    "delivery-status",
    "disposition-notification",
    "rfc822-headers",
];
/// How such things begin, whatever kind they are said to be.
const OPENINGS: [&[u8]; 3] = [b"-----BEGIN PGP ", b"BEGIN:VCALENDAR", b"BEGIN:VCARD"];

/// The name and bytes of what a message brings along; nothing of what is no text by its kind, and of signatures.
fn attached<'m>(part: &'m MessagePart<'m>) -> Option<(String, &'m [u8])> {
    let kind = part.content_type();
    let is_text = !kind.is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default().to_ascii_lowercase();
        matches!(kind.ctype().to_ascii_lowercase().as_str(), "image" | "audio" | "video" | "font")
            || NO_TEXTS.iter().any(|end| subtype.ends_with(end))
    });
    let (subject, bytes) = match &part.body {
        PartType::Html(text) | PartType::Text(text) => (None, text.as_bytes()),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => (None, bytes.as_ref()),
        PartType::Message(message) => (message.subject(), message.raw_message()),
        PartType::Multipart(_) => return None,
    };
    let name = part.attachment_name().or(subject).unwrap_or_default();
    let begin = bytes.trim_ascii_start();
    let is_article = is_text && !begin.is_empty() && !OPENINGS.iter().any(|opening| begin.starts_with(opening));
    is_article.then(|| (name.to_owned(), bytes))
}

fn header(message: &Message<'_>, name: &str) -> Option<String> {
    message.header_raw(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
