//! `demarche events`: what the filters leave, in order of time.

use super::args::{Form, List, Which};
use super::show::Answer;
use crate::project::{Filter, Kept};
use demarche::event::Event;
use demarche::mention::{Actor, TimeSpan};
use serde_json::{Value, json};

pub(crate) fn events(command: &List) -> anyhow::Result<u8> {
    found(&command.which, &command.conditions.filter()?, &command.form)
}

/// The events that meet a filter.
pub(super) fn found(which: &Which, filter: &Filter, form: &Form) -> anyhow::Result<u8> {
    let (kept, all) = which.ask(filter, |project| Ok((project.events(filter)?, project.count(filter)?)))?;
    let mut answer = Answer::new("demarche.event/1", &EVENT_COLUMNS);
    answer.all = all;
    for one in &kept {
        answer.push(event_row(one), event_record(one));
    }
    answer.write(form)
}

const EVENT_COLUMNS: [&str; 10] =
    ["id", "time", "type", "actors", "recipients", "status", "place", "origins", "passages", "confidence"];

fn event_row(kept: &Kept) -> Vec<String> {
    let Event { id, kind, mode, actors, recipients, status, place, origins, score, .. } = &kept.event;
    vec![
        id.clone(),
        when(kept),
        mode.map_or(kind.to_string(), |mode| format!("{kind} {mode}")),
        keys(actors),
        keys(recipients),
        status.to_string(),
        place.as_ref().map_or(String::new(), |p| p.name.clone()),
        origins.to_string(),
        kept.passages.to_string(),
        format!("{score:.2}"),
    ]
}

/// The days that are told, or those of the articles in brackets.
pub(super) fn when(kept: &Kept) -> String {
    match (kept.event.time, kept.told.0) {
        (Some(time), _) => time.to_string(),
        (None, Some(day)) => format!("({day})"),
        (None, None) => String::new(),
    }
}

pub(super) fn keys(actors: &[Actor]) -> String {
    actors.iter().map(Actor::key).collect::<Vec<_>>().join("; ")
}

pub(super) fn sides(actors: &[Actor]) -> Value {
    let side =
        |a: &Actor| json!({ "code": a.code, "sector": a.sector.map(|s| s.name()), "name": a.name, "role": a.role });
    actors.iter().map(side).collect()
}

/// An event as a record.
pub(super) fn event_record(kept: &Kept) -> Value {
    let e = &kept.event;
    let time = |t: TimeSpan| json!({ "start": t.start.to_string(), "end": t.end.to_string(), "precision": t.precision.name() });
    json!({
        "id": e.id,
        "type": e.kind.name(),
        "mode": e.mode.map(|m| m.name()),
        "actors": sides(&e.actors),
        "recipients": sides(&e.recipients),
        "symmetric": e.symmetric,
        "status": e.status.name(),
        "historical": e.historical,
        "time": e.time.map(time),
        "place": e.place.as_ref().map(|p| json!({ "name": p.name, "country": p.country, "lat": p.lat, "lon": p.lon })),
        "magnitudes": e.magnitudes.iter().map(|m| json!({ "value": m.value, "unit": m.unit, "vague": m.vague })).collect::<Vec<_>>(),
        "origins": e.origins,
        "passages": kept.passages,
        "told": [kept.told.0.map(|d| d.to_string()), kept.told.1.map(|d| d.to_string())],
        "reviewed": kept.reviewed,
        "score": (e.score * 1e4).round() / 1e4,
    })
}
