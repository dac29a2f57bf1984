//! How pairs of actors stand to each other: how much happens between them, in which tone, and what came last.

use super::super::act::Form;
use super::super::document::{Entry, Group, Statement};
use super::super::pattern::{Slots, Value, say};
use super::super::teller::{Teller, Wish};
use super::plain;
use crate::mention::Status;
use crate::relation::Relation;
use std::collections::BTreeMap;

const MOST_PAIRS: usize = 6;

/// Both directions of a pair, taken together.
struct Pair {
    codes: (String, String),
    events: Vec<usize>,
    counts: [usize; 4],
    tone: f64,
}

pub(in super::super) fn relations(teller: &mut Teller<'_>) -> Vec<Group> {
    let pairs = pairs(teller);
    let entries = pairs.into_iter().take(MOST_PAIRS).map(|pair| {
        teller.namer.forget();
        let (a, b) = (teller.namer.label(&pair.codes.0), teller.namer.label(&pair.codes.1));
        let lead = teller.joined("relations.pair", &a, &b);
        let mut statements: Vec<Statement> = Vec::new();
        statements.extend(sum(teller, &pair));
        statements.extend(latest(teller, &pair));
        Entry { lead: Some(lead), statements }
    });
    plain(entries.collect())
}

fn pairs(teller: &Teller<'_>) -> Vec<Pair> {
    let mut joined: BTreeMap<(String, String), Vec<&Relation>> = BTreeMap::new();
    for relation in teller.relations.iter().filter(|r| r.from != r.to) {
        let (a, b) = (relation.from.clone().min(relation.to.clone()), relation.from.clone().max(relation.to.clone()));
        joined.entry((a, b)).or_default().push(relation);
    }
    let mut pairs: Vec<Pair> = joined.into_iter().map(|(codes, parts)| pair(teller, codes, &parts)).collect();
    pairs.retain(|pair| !pair.events.is_empty());
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.events.len()), pair.codes.clone()));
    // One event makes no relation, unless the articles tell of nothing else.
    let frequent = pairs.iter().filter(|pair| pair.events.len() > 1).count();
    pairs.truncate(if frequent == 0 { pairs.len() } else { frequent });
    pairs
}

fn pair(teller: &Teller<'_>, codes: (String, String), parts: &[&Relation]) -> Pair {
    let mut events: Vec<usize> = parts.iter().flat_map(|r| r.events.iter().copied()).collect();
    events.retain(|event| teller.is_told(*event));
    events.sort_unstable();
    events.dedup();
    let mut counts = [0; 4];
    for quad in events.iter().filter_map(|e| teller.event(*e)).map(|e| e.kind.quad()) {
        let place = crate::mention::Quad::ALL.iter().position(|q| *q == quad);
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    let scores = events.iter().filter_map(|e| teller.event(*e)).map(|e| teller.score(e));
    let tone = scores.sum::<f64>() / f64::from(u32::try_from(events.len().max(1)).unwrap_or(u32::MAX));
    Pair { codes, events, counts, tone }
}

/// "31 Ereignisse, im Ton freundlich: 20-mal Zusammenarbeit in Worten, …"
fn sum(teller: &mut Teller<'_>, pair: &Pair) -> Option<Statement> {
    let phrases = teller.phrases();
    let mut slots = Slots::default();
    slots.set("n", Value::count(pair.events.len())).text("w", tone_word(teller, pair.tone));
    for (quad, count) in ["q1", "q2", "q3", "q4"].into_iter().zip(pair.counts).filter(|(_, count)| *count > 0) {
        slots.text(quad, count.to_string());
    }
    for (slot, key) in [("c", "relations.cooperation"), ("k", "relations.conflict")] {
        let part = say(phrases, key, &slots).unwrap_or_default();
        slots.text(slot, part);
    }
    let text = say(phrases, "relations.sum", &slots)?;
    let main = super::events::weightiest(teller, &pair.events)?;
    let citations = teller.cite_event(main);
    let events = pair.events.iter().filter_map(|e| teller.event(*e)).map(|e| e.id.clone()).collect();
    Some(Statement { text, citations, events })
}

/// The word of the first band whose upper bound the tone does not pass.
fn tone_word<'a>(teller: &Teller<'a>, tone: f64) -> &'a str {
    let mut bands = teller.phrases().list("relations.tones").filter_map(|band| band.split_once('='));
    let fits = |bound: &str| bound.parse::<f64>().is_ok_and(|bound| tone <= bound);
    bands.find(|(bound, _)| fits(bound)).map_or("", |(_, word)| word)
}

/// The last thing that was told to have happened between the two.
fn latest(teller: &mut Teller<'_>, pair: &Pair) -> Option<Statement> {
    let told = |index: &usize| teller.event(*index).filter(|e| e.status == Status::Reported && !e.historical);
    let dated = pair.events.iter().filter_map(|index| told(index).and_then(|_| Some((teller.time(*index)?, *index))));
    let last = dated.clone().map(|(time, _)| time.start).max()?;
    let candidates: Vec<usize> = dated.filter(|(time, _)| time.start == last).map(|(_, index)| index).collect();
    let index = super::events::weightiest(teller, &candidates)?;
    let statement = teller.statement(index, Wish { form: Form::Dated, quote: false })?;
    let text = say(teller.phrases(), "relations.latest", Slots::default().text("e", &statement.text))?;
    Some(Statement { text, ..statement })
}
