//! Events as feeds (Atom 1.0, JSON Feed 1.1) and as a TimelineJS page. The youngest articles decide the times, so that the
//! same project gives the same bytes.

use super::items::{Item, each};
use super::telling::Telling;
use super::xml::escape;
use crate::project::{Filter, Project};
use demarche::mention::TimeSpan;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::io::Write;

/// Told of last, first told last.
const LAST_TOLD: &str = "e.told_last DESC, e.told DESC, e.name";

/// The moment by which a day is told: noon would be a guess, midnight is the convention.
fn stamp(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

fn text(item: &Item, telling: &dyn Telling) -> String {
    let quotes = item.quotes.iter().take(5).map(|(_, q)| {
        let source = q.source.as_deref().unwrap_or(&q.doc);
        format!("{} ({source}, {})", q.sentence.trim(), telling.day(&q.published))
    });
    quotes.collect::<Vec<_>>().join("\n")
}

/// What a feed holds.
struct Fed {
    /// Those of which the youngest articles tell stand first.
    items: Vec<Item>,
    /// That these are not all.
    cut: Option<String>,
    /// A day for what has none, which a feed must have: nothing younger is known.
    today: Date,
}

impl Fed {
    fn of(project: &Project, filter: &Filter, telling: &dyn Telling) -> anyhow::Result<Self> {
        let most = if filter.limit == 0 { usize::MAX } else { filter.limit };
        // On a past day they stood in another order than they do now.
        let looked_at = if filter.as_of.is_some() { usize::MAX } else { most.saturating_add(1) };
        let mut found = Vec::new();
        project.each_event(filter, LAST_TOLD, |kept| {
            found.push(kept);
            Ok(found.len() < looked_at)
        })?;
        found.sort_by_key(|kept| Reverse((kept.told.1, kept.told.0)));
        let cut = if found.len() > most {
            let all = if filter.as_of.is_some() { Some(found.len()) } else { project.count(filter)? };
            Some(telling.cut(most, all))
        } else {
            None
        };
        found.truncate(most);
        let items = found.into_iter().map(|kept| Item::of(project, filter, kept)).collect::<Result<_, _>>()?;
        Ok(Self { items, cut, today: project.today(filter)?.unwrap_or(Date::constant(1970, 1, 1)) })
    }

    fn updated(&self, item: &Item) -> String {
        stamp(item.kept.told.1.unwrap_or(self.today))
    }
}

pub(super) fn atom(
    project: &Project,
    filter: &Filter,
    telling: &dyn Telling,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let fed = Fed::of(project, filter, telling)?;
    let updated = fed.items.iter().filter_map(|item| item.kept.told.1).max().unwrap_or(fed.today);
    let lang = telling.language().map_or(String::new(), |code| format!(" xml:lang=\"{}\"", escape(code)));
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<feed xmlns="http://www.w3.org/2005/Atom"{lang}>"#)?;
    let (id, title) = (escape(telling.id()), escape(telling.title()));
    writeln!(out, "<id>urn:demarche:{id}</id><title>{title}</title><updated>{}</updated>", stamp(updated))?;
    if let Some(cut) = &fed.cut {
        writeln!(out, "<subtitle>{}</subtitle>", escape(cut))?;
    }
    writeln!(out, "<author><name>demarche</name></author>")?;
    for item in &fed.items {
        let e = &item.kept.event;
        writeln!(out, "<entry><id>urn:demarche:event:{}</id><title>{}</title>", e.id, escape(&telling.event(e)))?;
        if let Some(day) = item.kept.told.0 {
            write!(out, "<published>{}</published>", stamp(day))?;
        }
        let kind = escape(&telling.kind(e));
        writeln!(out, "<updated>{}</updated><category term=\"{}\" label=\"{kind}\"/>", fed.updated(item), e.kind)?;
        let told = item.quotes.iter().filter_map(|(_, q)| q.url.clone()).take(5);
        for (at, url) in telling.page(&e.id).into_iter().chain(told).enumerate() {
            let rel = if at == 0 { "alternate" } else { "related" };
            writeln!(out, r#"<link rel="{rel}" href="{}"/>"#, escape(&url))?;
        }
        writeln!(out, "<content type=\"text\">{}</content></entry>", escape(&text(item, telling)))?;
    }
    writeln!(out, "</feed>")?;
    Ok(())
}

pub(super) fn json_feed(
    project: &Project,
    filter: &Filter,
    telling: &dyn Telling,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let fed = Fed::of(project, filter, telling)?;
    let record = |item: &Item| {
        let (e, told) = (&item.kept.event, item.first().and_then(|q| q.url.clone()));
        let mut record = json!({
            "id": format!("urn:demarche:event:{}", e.id),
            "title": telling.event(e),
            "content_text": text(item, telling),
            "date_modified": fed.updated(item),
            "tags": [telling.kind(e)],
        });
        let published = item.kept.told.0.map(stamp);
        let known =
            [("date_published", published), ("url", telling.page(&e.id).or(told.clone())), ("external_url", told)];
        for (name, value) in known {
            if let Some(value) = value {
                record[name] = json!(value);
            }
        }
        record
    };
    let items: Vec<Value> = fed.items.iter().map(record).collect();
    let mut feed = json!({ "version": "https://jsonfeed.org/version/1.1", "title": telling.title(), "items": items });
    for (name, value) in [("description", fed.cut.as_deref()), ("language", telling.language())] {
        if let Some(value) = value {
            feed[name] = json!(value);
        }
    }
    writeln!(out, "{}", serde_json::to_string_pretty(&feed)?)?;
    Ok(())
}

pub(super) fn timeline(
    project: &Project,
    filter: &Filter,
    telling: &dyn Telling,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let date = |d: Date| json!({ "year": d.year(), "month": d.month(), "day": d.day() });
    let mut events = Vec::new();
    each(project, filter, |item| {
        let Some(start) = item.day() else { return Ok(()) };
        let e = &item.kept.event;
        let mut record = json!({
            "start_date": date(start),
            "text": { "headline": telling.event(e), "text": escape(&text(&item, telling)) },
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
