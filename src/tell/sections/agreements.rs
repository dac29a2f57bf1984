//! Treaties: who made them, when, what the texts say stands in them, and what was done with them since.

use super::super::act::variant;
use super::super::document::{Entry, Group, Statement};
use super::super::passage::cut_to;
use super::super::pattern::{Slots, say};
use super::super::teller::{Teller, Wish};
use super::super::when::when;
use super::{merged, plain};
use crate::event::{Agreement, Event, MentionRef};
use crate::mention::EventType;

/// How phrases name the acts that sign, in all languages.
const SIGNED: &str = "sign";
const MOST_CLAUSES: usize = 4;
const MOST_EVENTS: usize = 4;
/// A provision is quoted whole where it can be: its end is often what matters.
const LONGEST_CLAUSE: usize = 320;

pub(in super::super) fn agreements(teller: &mut Teller<'_>) -> Vec<Group> {
    let agreements: &[Agreement] = &teller.linked.agreements;
    let told: Vec<&Agreement> = agreements.iter().filter(|a| a.events.iter().any(|e| teller.is_told(*e))).collect();
    let entries = told.into_iter().map(|agreement| {
        teller.namer.forget();
        let mut statements: Vec<Statement> = Vec::new();
        statements.extend(heading(teller, agreement));
        statements.extend(clauses(teller, agreement));
        statements.extend(events(teller, agreement));
        let lead = (!agreement.name.is_empty()).then(|| teller.name_quoted(&agreement.name));
        Entry { lead, statements }
    });
    plain(entries.collect())
}

/// "Zwischen Nordkorea und Russland, unterzeichnet im Juni 2024."
fn heading(teller: &mut Teller<'_>, agreement: &Agreement) -> Option<Statement> {
    let mut slots = Slots::default();
    if let Some(parties) = teller.namer.all(&agreement.parties) {
        slots.set("P", parties);
    }
    if let Some(day) = agreement.signed {
        // Who came to terms need not have put their names to it.
        let slot = if is_signed(teller, agreement) { "t" } else { "u" };
        slots.text(slot, when(teller.phrases(), day, &[]).adverb);
    }
    let text = say(teller.phrases(), "agreement.parties", &slots)?;
    let events: Vec<usize> = agreement.events.iter().copied().filter(|e| teller.event(*e).is_some()).collect();
    let places: Vec<MentionRef> =
        events.iter().filter_map(|e| teller.event(*e)).flat_map(|e| e.mentions.clone()).collect();
    let mut citations = teller.cite_best(&places);
    if citations.is_empty() {
        let first = agreement.clauses.first().copied();
        citations.extend(first.and_then(|(article, span)| teller.cite_span(article, span)));
    }
    let ids = events.iter().filter_map(|e| teller.event(*e)).map(|e| e.id.clone()).collect();
    Some(Statement { text, citations, events: ids })
}

/// Whether what stands on the day of the agreement is told as a signing: who concluded it need not have put names to it.
fn is_signed(teller: &Teller<'_>, agreement: &Agreement) -> bool {
    let of_the_day = |index: &usize| {
        let founding = |e: &Event| e.kind == EventType::Support && e.symmetric && e.time == agreement.signed;
        teller.event(*index).is_some_and(founding)
    };
    let signs =
        |index: usize| teller.act_of_event(index).is_some_and(|act| variant(teller.phrases(), &act) == Some(SIGNED));
    agreement.events.iter().copied().filter(of_the_day).any(signs)
}

fn clauses(teller: &mut Teller<'_>, agreement: &Agreement) -> Vec<Statement> {
    let mut told = Vec::new();
    for (article, span) in agreement.clauses.iter().take(MOST_CLAUSES) {
        let Some(coded) = teller.coded.get(*article) else { continue };
        let quote = teller.quote(&coded.article.text, cut_to(&coded.article.text, *span, *span, LONGEST_CLAUSE));
        let key = if told.is_empty() { "agreement.clause" } else { "agreement.clause.more" };
        let Some(text) = say(teller.phrases(), key, Slots::default().text("q", quote)) else { continue };
        let citations = teller.cite_span(*article, *span).into_iter().collect();
        told.push(Statement { text, citations, events: Vec::new() });
    }
    told
}

fn events(teller: &mut Teller<'_>, agreement: &Agreement) -> Vec<Statement> {
    // The signing itself stands in the heading.
    let later = |index: &usize| teller.event(*index).is_some_and(|e| e.time.is_none() || e.time != agreement.signed);
    let chosen: Vec<usize> = agreement.events.iter().copied().filter(later).take(MOST_EVENTS).collect();
    merged(chosen.into_iter().filter_map(|index| teller.statement(index, Wish::BRIEF)).collect::<Vec<_>>())
}
