//! What the sources do not agree on: the versions of an event, who holds each, what was denied and later told as fact;
//! then plain denials that nobody disputes.

use super::super::act::{Form, tell};
use super::super::document::{Entry, Group, Statement};
use super::super::pattern::{Slots, Value, capitalised, say};
use super::super::teller::{Teller, Wish};
use super::super::when::when;
use super::{listed, plain};
use crate::event::{Dispute, DisputeField, MentionRef, Version};
use crate::mention::{Actor, Status};
use crate::resources::names::Case;
use std::collections::BTreeSet;

const MOST_DISPUTES: usize = 10;
const MOST_DENIALS: usize = 5;

pub(in super::super) fn disputes(teller: &mut Teller<'_>) -> Vec<Group> {
    let told = |d: &&Dispute| teller.is_told(d.event) && (d.field == DisputeField::Happened || differ(d));
    let mut order: Vec<&Dispute> = teller.linked.disputes.iter().filter(told).collect();
    order.sort_by_key(|d| (!d.confirmed_later, d.field, std::cmp::Reverse(mentions(d).len()), d.event));
    let mut entries: Vec<Entry> = Vec::new();
    for dispute in order.into_iter().take(MOST_DISPUTES) {
        teller.namer.forget();
        let statements = match dispute.field {
            DisputeField::Happened => happened(teller, dispute),
            _ => versions(teller, dispute),
        };
        let lead = teller.label(&format!("dispute.{}", field_name(dispute.field))).to_owned();
        entries.push(Entry { lead: Some(lead), statements });
    }
    let mut groups = plain(entries);
    let denied = super::events::indices(teller, |e| e.status == Status::Denied && !e.historical);
    let denied: Vec<usize> = denied.into_iter().filter(|e| !teller.is_disputed(*e)).collect();
    let denied = super::super::rank::various(teller, denied, MOST_DENIALS);
    let heading = Some(teller.label("denied").to_owned());
    groups.extend(
        listed(super::told(teller, denied)).into_iter().map(|group| Group { heading: heading.clone(), ..group }),
    );
    groups
}

/// Whether different articles or parties hold the versions: an article that gives two figures tells of two things.
fn differ(dispute: &Dispute) -> bool {
    let articles: BTreeSet<usize> = mentions(dispute).iter().map(|place| place.article).collect();
    let held = dispute.versions.iter().filter(|version| !version.holders.is_empty()).count();
    articles.len() > 1 || held > 1
}

fn field_name(field: DisputeField) -> &'static str {
    match field {
        DisputeField::Happened => "happened",
        DisputeField::Actor => "actor",
        DisputeField::Number => "number",
        DisputeField::Date => "date",
        DisputeField::Place => "place",
    }
}

fn mentions(dispute: &Dispute) -> Vec<MentionRef> {
    dispute.versions.iter().flat_map(|v| v.mentions.iter().copied()).collect()
}

/// Whether it happened at all: the question, then each side.
fn happened(teller: &mut Teller<'_>, dispute: &Dispute) -> Vec<Statement> {
    let mut statements = Vec::new();
    statements.extend(question(teller, dispute));
    let mut sides: Vec<(Status, Vec<MentionRef>)> = Vec::new();
    for place in mentions(dispute) {
        let Some(status) = teller.mention(place).map(|m| m.status) else { continue };
        match sides.iter_mut().find(|(s, _)| *s == status) {
            Some((_, places)) => places.push(place),
            None => sides.push((status, vec![place])),
        }
    }
    sides.sort_by_key(|(status, places)| match status {
        Status::Possible => (0, places.first().copied()),
        Status::Planned => (1, None),
        Status::Claimed => (2, None),
        Status::Denied => (3, None),
        Status::Reported => (4, None),
    });
    for (status, places) in sides {
        statements.extend(side(teller, dispute, status, &places));
    }
    statements
}

fn question(teller: &mut Teller<'_>, dispute: &Dispute) -> Option<Statement> {
    let act = teller.act_of_event(dispute.event)?;
    let whether = tell(&mut teller.namer, &act, Form::Whether)?;
    let text = say(teller.phrases(), "dispute.whether", Slots::default().text("w", whether.text))?;
    let mut citations = teller.cite_best(&mentions(dispute));
    if citations.is_empty() {
        citations = teller.cite_event(dispute.event);
    }
    Some(Statement { text, citations, events: ids(teller, dispute) })
}

/// One side: those who say so, or the outlets that do.
fn side(teller: &mut Teller<'_>, dispute: &Dispute, status: Status, places: &[MentionRef]) -> Option<Statement> {
    let speakers: Vec<Actor> =
        places.iter().filter_map(|p| teller.mention(*p)).flat_map(|m| m.said_by.clone()).collect();
    let mut slots = Slots::default();
    if let Some(who) = teller.namer.all(&speakers) {
        slots.set("S", who);
    }
    let later = dispute.confirmed_later && status == Status::Reported;
    let places = if later { after_denial(teller, dispute, places) } else { places.to_vec() };
    slots.set("O", outlets(teller, &places)?);
    let first = places.iter().filter(|p| teller.published(p.article).is_some());
    if let Some(first) = first.min_by_key(|p| (teller.published(p.article), **p)) {
        slots.text("t", teller.published_words(first.article).unwrap_or_default());
    }
    let key = if later { "dispute.confirmed".to_owned() } else { format!("dispute.{status}") };
    let text = capitalised(&say(teller.phrases(), &key, &slots)?);
    let citations = teller.cite_best(&places);
    Some(Statement { text, citations, events: ids(teller, dispute) })
}

/// The passages that are younger than the first denial.
fn after_denial(teller: &Teller<'_>, dispute: &Dispute, places: &[MentionRef]) -> Vec<MentionRef> {
    let denials =
        mentions(dispute).into_iter().filter(|p| teller.mention(*p).is_some_and(|m| m.status == Status::Denied));
    let first = denials.filter_map(|p| teller.published(p.article)).min();
    places.iter().copied().filter(|p| teller.published(p.article) > first).collect()
}

/// Differing facts: the event, then each version.
fn versions(teller: &mut Teller<'_>, dispute: &Dispute) -> Vec<Statement> {
    let mut statements = Vec::new();
    statements.extend(teller.statement(
        dispute.event,
        Wish { form: if dispute.field == DisputeField::Date { Form::Undated } else { Form::Dated }, quote: false },
    ));
    for version in &dispute.versions {
        statements.extend(version_statement(teller, dispute, version));
    }
    statements
}

fn version_statement(teller: &mut Teller<'_>, dispute: &Dispute, version: &Version) -> Option<Statement> {
    let mut slots = Slots::default();
    slots.text("v", value(teller, dispute.field, version));
    let key = match teller.namer.all(&version.holders) {
        Some(holders) => {
            slots.set("S", holders);
            "dispute.version.said"
        }
        None => {
            slots.set("O", outlets(teller, &version.mentions)?);
            "dispute.version"
        }
    };
    let text = capitalised(&say(teller.phrases(), key, &slots)?);
    let citations = teller.cite_best(&version.mentions);
    Some(Statement { text, citations, events: ids(teller, dispute) })
}

/// What this version says, in words made from its own passages; the linker's value where they hold none.
fn value(teller: &mut Teller<'_>, field: DisputeField, version: &Version) -> String {
    let places: Vec<_> = version.mentions.iter().filter_map(|p| Some((*p, teller.mention(*p)?))).collect();
    let found = match field {
        DisputeField::Number => {
            let all = places.iter().flat_map(|(place, m)| teller.magnitudes(&m.magnitudes, &[*place]));
            all.reduce(|a, b| if a == b { a } else { teller.joined("detail.join", &a, &b) })
        }
        DisputeField::Date => places.iter().find_map(|(p, m)| {
            let published: Vec<_> = teller.published(p.article).into_iter().collect();
            Some(when(teller.phrases(), m.time?, &published).label)
        }),
        DisputeField::Place => places.iter().find_map(|(_, m)| m.place.as_ref()).map(|p| teller.place(p).name),
        DisputeField::Actor => {
            let actors = places.first().map(|(_, m)| m.actors.clone()).unwrap_or_default();
            teller.namer.all(&actors).map(|v| v.case(Case::Nominative).to_owned())
        }
        DisputeField::Happened => None,
    };
    found.unwrap_or_else(|| version.value.clone())
}

/// The outlets that tell it, each once.
fn outlets(teller: &Teller<'_>, places: &[MentionRef]) -> Option<Value> {
    let articles: BTreeSet<usize> = places.iter().map(|p| p.article).collect();
    let mut names: Vec<Value> = Vec::new();
    for article in articles {
        let name = Value::plain(teller.outlet(article));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    teller.namer.list(names)
}

fn ids(teller: &Teller<'_>, dispute: &Dispute) -> Vec<String> {
    teller.event(dispute.event).map(|e| e.id.clone()).into_iter().collect()
}
