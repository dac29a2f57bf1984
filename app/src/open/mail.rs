//! A message in, its article out: an e-mail with a text or page, or a page that a browser saved in one file.

use super::limits::Limits;
use super::{Body, Sink, Stream, limits};
use demarche::read::{Content, Record};
use mail_parser::{Message, MessageParser, PartType};

pub(super) fn each(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let bytes = stream.bytes(limits)?;
    let Some(message) = MessageParser::default().parse(&bytes) else {
        return limits::refuse("it begins like a message and is none; save it again");
    };
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.to_string()),
        _ => None,
    });
    let address = ["Snapshot-Content-Location", "Content-Location"].iter().find_map(|name| header(&message, name));
    let date = message.date().map(mail_parser::DateTime::to_rfc3339);
    let saved =
        header(&message, "Snapshot-Content-Location").is_some() || (message.from().is_none() && address.is_some());
    if let (true, Some(page)) = (saved, &page) {
        // A saved page speaks for itself; the message tells where it was and when at the latest.
        stream.hints.url = stream.hints.url.take().or(address);
        let day = date.as_deref().and_then(|date| date.get(..10)?.parse().ok());
        stream.hints.file_time = day.or(stream.hints.file_time);
        return sink(Ok(stream.document(Body::Bytes(page.clone().into_bytes()))));
    }
    let text = || {
        message.parts.iter().find_map(|part| match &part.body {
            PartType::Text(text) => Some(Content::Text(text.to_string())),
            _ => None,
        })
    };
    let from = message.from().and_then(|list| list.first());
    let sender = from.and_then(|address| address.name().or(address.address()).map(str::to_owned));
    let record = Record {
        id: message.message_id().map(str::to_owned),
        title: message.subject().map(str::to_owned),
        content: page.map(Content::Html).or_else(text).unwrap_or_default(),
        published: date,
        url: address.filter(|url| url.contains("://")),
        source: sender,
        ..Record::default()
    };
    sink(Ok(stream.document(Body::Record(Box::new(record)))))
}

fn header(message: &Message<'_>, name: &str) -> Option<String> {
    message.header_raw(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
