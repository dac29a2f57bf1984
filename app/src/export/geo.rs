//! Events that have coordinates, as GeoJSON (RFC 7946), each with the passages that tell it.

use super::items::{each, keys};
use crate::project::{Filter, Project};
use serde_json::json;
use std::io::Write;

pub(super) fn write(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    write!(out, r#"{{"type":"FeatureCollection","features":["#)?;
    let mut begun = false;
    each(project, filter, |item| {
        let e = &item.kept.event;
        let Some(place) = &e.place else { return Ok(()) };
        let Some((lat, lon)) = place.lat.zip(place.lon) else { return Ok(()) };
        let evidence: Vec<String> = item.quotes.iter().map(|(at, q)| format!("{}#{}", q.doc, at.mention)).collect();
        let feature = json!({
            "type": "Feature",
            "id": e.id,
            "geometry": { "type": "Point", "coordinates": [lon, lat] },
            "properties": {
                "title": item.title(), "type": e.kind.name(), "mode": e.mode.map(|m| m.name()),
                "actors": keys(&e.actors), "recipients": keys(&e.recipients), "status": e.status.name(),
                "start": item.day().map(|d| d.to_string()), "end": e.time.map(|t| t.end.to_string()),
                "place": place.name, "country": place.country, "geo_precision": "named place",
                "origins": e.origins, "confidence": (e.score * 1e4).round() / 1e4, "evidence": evidence,
            },
        });
        write!(out, "{}\n{feature}", if begun { "," } else { "" })?;
        begun = true;
        Ok(())
    })?;
    writeln!(out, "\n]}}")?;
    Ok(())
}
