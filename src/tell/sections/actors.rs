//! Who acts: states and bodies by the number of events, each with the persons who speak and act for it.

use super::super::document::{Entry, Group, Statement};
use super::super::pattern::{Slots, Value, say};
use super::super::teller::Teller;
use super::events::weightiest;
use super::plain;
use crate::event::Event;
use crate::mention::Actor;
use std::collections::BTreeMap;

const MOST_ACTORS: usize = 8;
const MOST_PERSONS: usize = 4;

pub(in super::super) fn actors(teller: &mut Teller<'_>) -> Vec<Group> {
    let mut events_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, event) in teller.linked.events.iter().enumerate().filter(|(index, _)| teller.is_told(*index)) {
        for code in Teller::codes(event) {
            events_of.entry(code).or_default().push(index);
        }
    }
    let mut order: Vec<(&str, Vec<usize>)> = events_of.into_iter().collect();
    order.sort_by_key(|(code, events)| (std::cmp::Reverse(events.len()), *code));
    let entries = order.into_iter().take(MOST_ACTORS).map(|(code, events)| {
        let mut statements: Vec<Statement> = Vec::new();
        statements.extend(part_played(teller, code, &events));
        statements.extend(persons(teller, code));
        Entry { lead: Some(teller.namer.label(code)), statements }
    });
    plain(entries.collect())
}

/// "24 Ereignisse, 15 davon handelnd; vor allem im Verhältnis zu Russland." It rests on the weightiest of them.
fn part_played(teller: &mut Teller<'_>, code: &str, events: &[usize]) -> Option<Statement> {
    let own: Vec<&Event> = events.iter().filter_map(|e| teller.event(*e)).collect();
    let side = |actors: &[Actor]| actors.iter().any(|a| a.code == code);
    let acting = own.iter().filter(|e| side(&e.actors) || (e.symmetric && side(&e.recipients))).count();
    let mut slots = Slots::default();
    slots.set("n", Value::count(own.len()));
    if acting > 0 && acting < own.len() {
        slots.text("k", acting.to_string());
    }
    let mut partners: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &own {
        let facing = [(&event.actors, &event.recipients), (&event.recipients, &event.actors)];
        let others = facing.into_iter().filter(|(here, _)| side(here)).flat_map(|(_, there)| there);
        for other in others.filter(|a| a.code != code) {
            *partners.entry(&other.code).or_default() += 1;
        }
    }
    if let Some((partner, _)) = partners.into_iter().max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code))) {
        slots.set("W", teller.namer.code(partner));
    }
    let text = say(teller.phrases(), "actors.part", &slots)?;
    let main = weightiest(teller, events)?;
    let citations = teller.cite_event(main);
    let ids = own.iter().map(|event| event.id.clone()).collect();
    Some(Statement { text, citations, events: ids })
}

/// The persons of one code, most often named first.
fn persons(teller: &mut Teller<'_>, code: &str) -> Vec<Statement> {
    let known = teller.namer.persons;
    let full = |p: &&super::super::persons::Person| p.code == code && (p.name.contains(' ') || !p.roles.is_empty());
    let mut people: Vec<_> = known.all().iter().filter(full).collect();
    people.sort_by_key(|p| (std::cmp::Reverse(p.mentions.len()), p.name.clone()));
    let told = people.into_iter().take(MOST_PERSONS).filter_map(|person| {
        let mut slots = Slots::default();
        slots.text("o", &person.name).text("r", person.roles.first().map_or("", String::as_str));
        let text = say(teller.phrases(), "actors.person", &slots)?;
        let place = person.mentions.iter().find(|place| teller.introduces(**place, code, &person.name))?;
        Some(Statement { text, citations: teller.cite(*place).into_iter().collect(), events: Vec::new() })
    });
    told.collect()
}
