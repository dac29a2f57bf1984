//! Events in, one relation per ordered pair of actors out: how often, of which kind, how friendly, in which course; how
//! the whole network stands; and what comes next.

pub mod acts;
pub mod course;
pub mod foresee;
pub mod ledger;
pub mod network;
mod numbers;
pub mod thirds;
pub mod turns;

use crate::event::{Event, Linked};
use crate::mention::{Actor, Status};
use crate::relation::Relation;
use crate::resources::Resources;
use std::collections::BTreeMap;

/// The relations of a batch, by the codes of the pair. Only what is told as done counts; a reciprocal act counts both
/// ways.
pub fn relate(resources: &Resources, linked: &Linked) -> Vec<Relation> {
    let mut dyads: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, event) in linked.events.iter().enumerate().filter(|(_, e)| e.status == Status::Reported) {
        for (from, to) in directions(event) {
            let events = dyads.entry((from, to)).or_default();
            if events.last() != Some(&at) {
                events.push(at);
            }
        }
    }
    dyads.into_iter().map(|((from, to), events)| relation(resources, linked, from, to, events)).collect()
}

fn relation(resources: &Resources, linked: &Linked, from: String, to: String, events: Vec<usize>) -> Relation {
    let mut counts = [0; 4];
    let mut sum = 0.0;
    for event in events.iter().filter_map(|at| linked.events.get(*at)) {
        counts[event.kind.quad() as usize] += 1;
        sum += resources.ontology.score(event.kind, event.mode);
    }
    let tone = sum / events.len().max(1) as f64;
    Relation { from, to, counts, tone, events }
}

/// From whom to whom, in codes without sectors; acts within one code are left out.
fn directions(event: &Event) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    if event.symmetric {
        let parties: Vec<&Actor> = event.actors.iter().chain(&event.recipients).collect();
        for from in &parties {
            pairs.extend(parties.iter().map(|to| (from.code.clone(), to.code.clone())));
        }
    } else {
        for from in &event.actors {
            pairs.extend(event.recipients.iter().map(|to| (from.code.clone(), to.code.clone())));
        }
    }
    pairs.retain(|(from, to)| from != to);
    pairs.sort();
    pairs.dedup();
    pairs
}
