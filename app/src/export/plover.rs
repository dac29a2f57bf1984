//! Events as PLOVER 0.8 records, one JSON object a line. Statuses other than reported become PLOVER's auxiliary modes where
//! it has one; what it has not stands under `demarche`.

use super::items::{Item, each};
use crate::project::{Filter, Project};
use demarche::mention::{Actor, Quad, Status};
use serde_json::{Value, json};
use std::io::Write;

pub(super) fn write(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    each(project, filter, |item| {
        writeln!(out, "{}", record(&item))?;
        Ok(())
    })
}

fn record(item: &Item) -> Value {
    let e = &item.kept.event;
    let first = item.first();
    let mut modes: Vec<&str> = e.mode.iter().map(|m| m.name()).collect();
    modes.extend(e.historical.then_some("historical"));
    modes.extend(match e.status {
        Status::Planned => Some("future"),
        Status::Possible => Some("hypothetical"),
        Status::Denied => Some("negation"),
        Status::Reported | Status::Claimed => None,
    });
    let mut contexts: Vec<&str> =
        item.quotes.iter().flat_map(|(_, q)| q.mention.contexts.iter().map(String::as_str)).collect();
    contexts.sort_unstable();
    contexts.dedup();
    let cite = |q: &crate::project::Quote| {
        json!({ "corpus": "demarche", "citation": q.doc, "url": q.url, "title": q.title, "language": q.mention.lang,
                "date": q.published, "source": q.source })
    };
    json!({
        "id": e.id,
        "has_event": true,
        "date": item.day().map(|d| d.to_string()),
        "enddate": e.time.map(|t| t.end.to_string()),
        "actor": entities(&e.actors),
        "recipient": entities(&e.recipients),
        "event": [e.kind.name()],
        "event_loc": e.place.as_ref().map(|p| json!({ "name": p.name, "country": p.country, "lat": p.lat, "lon": p.lon })),
        "event_text": first.map(|q| &q.sentence),
        "quad_code": 1 + Quad::ALL.iter().position(|q| *q == e.kind.quad()).unwrap_or_default(),
        "mode": modes,
        "context": contexts,
        "text": first.map(|q| &q.sentence),
        "cite_info": item.quotes.iter().map(|(_, q)| cite(q)).collect::<Vec<_>>(),
        "coder": concat!("demarche ", env!("CARGO_PKG_VERSION")),
        "demarche": {
            "status": e.status.name(), "symmetric": e.symmetric, "origins": e.origins,
            "confidence": (e.score * 1e4).round() / 1e4,
        },
    })
}

fn entities(actors: &[Actor]) -> Vec<Value> {
    let entity = |a: &Actor| json!({ "code": a.code, "sector": a.sector.map(|s| s.name()), "entity_text": a.name, "office": a.role });
    actors.iter().map(entity).collect()
}
