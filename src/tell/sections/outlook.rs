//! What was announced and what became of it, and what is still to come, as those see it who say so.

use super::super::act::Form;
use super::super::document::{Entry, Group, Statement};
use super::super::pattern::{Slots, say};
use super::super::rank::ranked;
use super::super::teller::{Teller, Wish};
use super::{listed, plain, told};
use crate::event::{MentionRef, Outcome, Prediction};
use crate::mention::Status;
use std::collections::{BTreeMap, BTreeSet};

const MOST_SETTLED: usize = 10;
const MOST_OPEN: usize = 8;

/// Predictions of one event with the same outcome.
#[derive(Default)]
struct Settled {
    made: Vec<MentionRef>,
    settled: Option<MentionRef>,
}

pub(in super::super) fn predictions(teller: &mut Teller<'_>) -> Vec<Group> {
    let mut by_event: BTreeMap<(usize, Outcome), Settled> = BTreeMap::new();
    for prediction in teller.linked.predictions.iter().filter(|p| p.outcome != Outcome::Open) {
        let event = teller.event_of(prediction.made).unwrap_or(usize::MAX);
        let settled = by_event.entry((event, prediction.outcome)).or_default();
        settled.made.push(prediction.made);
        settled.settled = settled.settled.or(prediction.settled);
    }
    by_event.retain(|(_, outcome), settled| shows(teller, *outcome, settled));
    for settled in by_event.values_mut() {
        settled.made.sort_by_key(|place| (teller.published(place.article), *place));
    }
    let mut order: Vec<((usize, Outcome), Settled)> = by_event.into_iter().collect();
    order.sort_by_key(|((event, outcome), settled)| {
        let first = settled.made.first();
        let said = first.and_then(|place| teller.published(place.article));
        (*outcome == Outcome::Silent, said, first.copied(), *event)
    });
    let entries = order.into_iter().take(MOST_SETTLED).map(|((_, outcome), settled)| {
        teller.namer.forget();
        let first = settled.made.first().copied();
        let lead = first.and_then(|place| teller.published_words(place.article));
        let statements = first.map(|made| settled_statements(teller, made, outcome, &settled)).unwrap_or_default();
        Entry { lead, statements }
    });
    plain(entries.collect())
}

/// Whether the passages show what was announced, and what became of it.
fn shows(teller: &Teller<'_>, outcome: Outcome, settled: &Settled) -> bool {
    let told = |place: &MentionRef| teller.act_of_mention(*place).filter(|act| !act.untold);
    let lost = |place: &MentionRef| teller.mention(*place).is_some_and(|m| m.time.is_some());
    let dated = |place: &MentionRef| {
        told(place).is_some_and(|act| outcome != Outcome::Silent || act.time.is_some() || !lost(place))
    };
    settled.made.iter().any(dated) && settled.settled.is_none_or(|place| told(&place).is_some())
}

fn settled_statements(teller: &mut Teller<'_>, made: MentionRef, outcome: Outcome, all: &Settled) -> Vec<Statement> {
    let mut statements = Vec::new();
    statements.extend(announced_statement(teller, &all.made, Wish { form: Form::Ahead, quote: true }));
    statements.extend(outcome_statement(teller, made, outcome, all.settled));
    statements
}

/// What the first of some passages announces, resting on all of them.
fn announced_statement(teller: &mut Teller<'_>, places: &[MentionRef], wish: Wish) -> Option<Statement> {
    let mut announced = teller.passage_statement(*places.first()?, wish)?;
    for number in teller.cite_best(places) {
        if !announced.citations.contains(&number) {
            announced.citations.push(number);
        }
    }
    Some(announced)
}

fn outcome_statement(
    teller: &mut Teller<'_>,
    made: MentionRef,
    outcome: Outcome,
    settled: Option<MentionRef>,
) -> Option<Statement> {
    let key = match outcome {
        Outcome::Open => return None,
        Outcome::Happened => "outcome.happened",
        Outcome::Late => "outcome.late",
        Outcome::Cancelled => "outcome.cancelled",
        Outcome::Contradicted => "outcome.contradicted",
        Outcome::Silent => "outcome.silent",
    };
    let told = settled.and_then(|place| teller.passage_statement(place, Wish::FULL));
    let mut slots = Slots::default();
    if let Some(told) = &told {
        slots.text("e", &told.text);
    }
    let text = say(teller.phrases(), key, &slots)?;
    let mut statement = told.unwrap_or_default();
    if statement.citations.is_empty() {
        statement.citations.extend(teller.cite(made));
    }
    Some(Statement { text, ..statement })
}

/// Plans, promises and fears that nothing has settled.
pub(in super::super) fn outlook(teller: &mut Teller<'_>) -> Vec<Group> {
    let settled: BTreeSet<MentionRef> =
        teller.linked.predictions.iter().filter(|p| p.outcome != Outcome::Open).map(|p| p.made).collect();
    let open = |p: &&Prediction| p.outcome == Outcome::Open;
    let announced: Vec<MentionRef> = teller.linked.predictions.iter().filter(open).map(|p| p.made).collect();
    let coming = super::events::indices(teller, |e| matches!(e.status, Status::Planned | Status::Possible));
    let unsettled =
        |index: &usize| teller.event(*index).is_some_and(|e| !e.mentions.iter().any(|m| settled.contains(m)));
    let events: Vec<usize> = ranked(teller, coming.into_iter().filter(unsettled).collect());
    let known: BTreeSet<usize> = events.iter().copied().collect();
    let mut statements = told(teller, events.into_iter().take(MOST_OPEN));
    let mut by_event: BTreeMap<Option<usize>, Vec<MentionRef>> = BTreeMap::new();
    for place in announced {
        by_event.entry(teller.event_of(place)).or_default().push(place);
    }
    by_event.retain(|event, _| event.is_none_or(|e| !known.contains(&e)));
    for places in by_event.values().take(MOST_OPEN.saturating_sub(statements.len())) {
        statements.extend(announced_statement(teller, places, Wish::FULL));
    }
    listed(statements)
}
