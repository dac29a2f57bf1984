//! An RSS or Atom feed in, a record for each entry out.

use super::limits::Limits;
use super::{Body, Document, Sink, Stream, limits, torn};
use demarche::read::{Content, Record};
use feed_rs::model::{Entry, Feed};

pub(super) fn each(mut stream: Stream<'_>, limits: &Limits, sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let bytes = stream.bytes(limits)?;
    if bytes.windows(8).any(|window| window == b"<!ENTITY") {
        return limits::refuse(
            "the feed defines entities of its own, which are never expanded; remove them to read it",
        );
    }
    let feed = feed_rs::parser::parse(bytes.as_slice()).map_err(|error| torn("feed", &error))?;
    for entry in &feed.entries {
        let body = Body::Record(Box::new(record(&feed, entry)));
        sink(Ok(Document { name: stream.name.clone(), body, hints: stream.hints.clone() }))?;
    }
    Ok(())
}

fn record(feed: &Feed, entry: &Entry) -> Record {
    let full = entry.content.as_ref().and_then(|content| content.body.clone());
    let text = full.or_else(|| entry.summary.as_ref().map(|summary| summary.content.clone()));
    let is_address = |link: &&feed_rs::model::Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let url = entry.links.iter().find(is_address).or(entry.links.first()).map(|link| link.href.clone());
    Record {
        id: Some(url.clone().filter(|_| entry.id.is_empty()).unwrap_or_else(|| entry.id.clone())),
        title: entry.title.as_ref().map(|title| plain(&title.content)),
        content: text.map_or(Content::Missing, content),
        published: entry.published.or(entry.updated).map(|moment| moment.to_rfc3339()),
        updated: entry.updated.map(|moment| moment.to_rfc3339()),
        lang: entry.language.clone().or_else(|| feed.language.clone()),
        url,
        source: feed.title.as_ref().map(|title| plain(&title.content)),
        authors: entry
            .authors
            .iter()
            .filter_map(|person| person.name.clone())
            .filter(|name| !name.is_empty())
            .collect(),
        tags: entry
            .categories
            .iter()
            .map(|category| category.label.clone().unwrap_or_else(|| category.term.clone()))
            .collect(),
        ..Record::default()
    }
}

/// Entries hold HTML, marked as such or not.
fn content(text: String) -> Content {
    if text.contains("</") || text.contains("<br") || text.contains("<p>") {
        Content::Html(text)
    } else {
        Content::Text(text)
    }
}

/// A title without the few marks that may stand in it.
fn plain(title: &str) -> String {
    title.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'").trim().to_owned()
}
