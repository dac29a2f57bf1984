//! Events by place and by state in; the map, and the same as a list, out.

use super::super::chart::map::{Fill, Map, Pin};
use super::super::pattern::Slots;
use super::{Figure, Lead, Row, Showing, signed};
use crate::resources::atlas::Atlas;
use std::collections::BTreeMap;

/// Where something happened, or who took part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spot {
    /// Name of the place, or code of the state.
    pub name: String,
    /// Names of the place in the articles.
    pub told: Vec<String>,
    /// Of states there is none: what is told of a state is not told of its capital.
    pub at: Option<(f64, f64)>,
    pub events: usize,
    /// Mean score of what is told as done, if anything is.
    pub tone: Option<f64>,
}

/// What happened where.
pub fn map(showing: &Showing<'_>, atlas: &Atlas, states: &[Spot], places: &[Spot], whole: bool) -> Figure {
    let mut places: Vec<&Spot> = places.iter().filter(|place| place.at.is_some()).collect();
    places.sort_by(|a, b| b.events.cmp(&a.events).then(a.name.cmp(&b.name)));
    let mut drawn: Vec<&Spot> = states.iter().filter(|state| atlas.lands.contains_key(state.name.as_str())).collect();
    drawn.sort_by(|a, b| b.events.cmp(&a.events).then(a.name.cmp(&b.name)));
    let title = showing.word("map.title");
    let mut slots = Slots::default();
    slots.set("n", showing.count(drawn.len())).set("k", showing.count(places.len()));
    if let Some(most) = drawn.first() {
        slots.text("A", showing.name(&most.name)).set("m", showing.count(most.events));
    }
    if let Some(most) = places.first() {
        slots.text("P", most.name.clone()).set("p", showing.count(most.events));
    }
    let caption =
        if drawn.is_empty() && places.is_empty() { showing.word("empty") } else { showing.say("map.found", &slots) };
    let words = |name: &str, spot: &Spot| {
        let mut slots = Slots::default();
        slots.text("A", name).set("n", showing.count(spot.events));
        showing.with_tone(slots, spot.tone)
    };
    let fill = |spot: &&Spot| {
        let title = words(&showing.name(&spot.name), spot);
        let address = (showing.lead)(Lead::Actor(&spot.name));
        (spot.name.clone(), Fill { events: spot.events, tone: spot.tone, address, title })
    };
    let pin = |spot: &&Spot| {
        let (latitude, longitude) = spot.at?;
        let (address, title) = ((showing.lead)(Lead::Place(&spot.told)), words(&spot.name, spot));
        Some(Pin { latitude, longitude, name: spot.name.clone(), events: spot.events, tone: spot.tone, address, title })
    };
    let [friendly, mixed, hostile, unsure] = showing.tones();
    let drawing = Map {
        said: showing.said(&title, &caption),
        states: drawn.iter().map(fill).collect::<BTreeMap<_, _>>(),
        pins: places.iter().filter_map(pin).collect(),
        whole,
        keys: [friendly, mixed, hostile, unsure, showing.word("map.place")],
        note: showing.word("map.note"),
    };
    let tone = |spot: &Spot| spot.tone.map_or(String::new(), |tone| signed(showing, tone));
    let row = |kind: &str, name: String, spot: &Spot, address: String| Row {
        cells: vec![showing.word(kind), name, spot.events.to_string(), tone(spot)],
        address,
    };
    let of_places = places.iter().map(|p| row("map.place", p.name.clone(), p, (showing.lead)(Lead::Place(&p.told))));
    let of_states =
        drawn.iter().map(|s| row("map.state", showing.name(&s.name), s, (showing.lead)(Lead::Actor(&s.name))));
    let rows = of_places.chain(of_states).collect();
    Figure {
        svg: drawing.svg(atlas),
        title,
        caption,
        columns: showing.columns(["kind", "name", "events", "tone"]),
        rows,
    }
}
