//! Events as feeds (Atom 1.0, JSON Feed 1.1) and as a TimelineJS page. The youngest articles decide the times, so that the
//! same project gives the same bytes.

use super::items::{Item, each};
use super::xml::escape;
use crate::project::{Filter, Project};
use demarche::mention::TimeSpan;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::io::Write;

/// The moment by which a day is told: noon would be a guess, midnight is the convention.
fn stamp(day: Option<Date>) -> String {
    format!("{}T00:00:00Z", day.unwrap_or(Date::constant(1970, 1, 1)))
}

fn text(item: &Item) -> String {
    let quotes = item.quotes.iter().take(5).map(|(_, q)| {
        let source = q.source.as_deref().unwrap_or(&q.doc);
        format!("{} ({source}, {})", q.sentence.trim(), q.published)
    });
    quotes.collect::<Vec<_>>().join("\n")
}

fn items(project: &Project, filter: &Filter) -> anyhow::Result<Vec<Item>> {
    let mut found = Vec::new();
    each(project, filter, |item| {
        found.push(item);
        Ok(())
    })?;
    found.reverse();
    Ok(found)
}

pub(super) fn atom(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let items = items(project, filter)?;
    let updated = items.iter().filter_map(|i| i.kept.told.1).max();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<feed xmlns="http://www.w3.org/2005/Atom">"#)?;
    writeln!(out, "<id>urn:demarche:events</id><title>demarche</title><updated>{}</updated>", stamp(updated))?;
    writeln!(out, "<author><name>demarche</name></author>")?;
    for item in &items {
        let e = &item.kept.event;
        writeln!(out, "<entry><id>urn:demarche:event:{}</id><title>{}</title>", e.id, escape(&item.title()))?;
        writeln!(
            out,
            "<published>{}</published><updated>{}</updated><category term=\"{}\"/>",
            stamp(item.kept.told.0),
            stamp(item.kept.told.1),
            e.kind
        )?;
        for url in item.quotes.iter().filter_map(|(_, q)| q.url.as_ref()).take(5) {
            writeln!(out, r#"<link rel="related" href="{}"/>"#, escape(url))?;
        }
        writeln!(out, "<content type=\"text\">{}</content></entry>", escape(&text(item)))?;
    }
    writeln!(out, "</feed>")?;
    Ok(())
}

pub(super) fn json_feed(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let record = |item: &Item| {
        json!({
            "id": format!("urn:demarche:event:{}", item.kept.event.id),
            "title": item.title(),
            "content_text": text(item),
            "date_published": stamp(item.kept.told.0),
            "date_modified": stamp(item.kept.told.1),
            "external_url": item.first().and_then(|q| q.url.as_ref()),
            "tags": [item.kept.event.kind.name(), item.kept.event.status.name()],
        })
    };
    let items: Vec<Value> = items(project, filter)?.iter().map(record).collect();
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "demarche", "items": items });
    writeln!(out, "{}", serde_json::to_string_pretty(&feed)?)?;
    Ok(())
}

pub(super) fn timeline(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let date = |d: Date| json!({ "year": d.year(), "month": d.month(), "day": d.day() });
    let mut events = Vec::new();
    each(project, filter, |item| {
        let Some(start) = item.day() else { return Ok(()) };
        let e = &item.kept.event;
        let mut record = json!({
            "start_date": date(start),
            "text": { "headline": item.title(), "text": escape(&text(&item)) },
            "group": e.kind.quad().name(),
            "unique_id": e.id,
        });
        if let Some(TimeSpan { end, .. }) = e.time.filter(|t| t.end > t.start) {
            record["end_date"] = date(end);
        }
        events.push(record);
        Ok(())
    })?;
    writeln!(out, "{}", serde_json::to_string_pretty(&json!({ "events": events }))?)?;
    Ok(())
}
