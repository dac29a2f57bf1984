//! Coded articles in, one event per act out, and what follows from how its passages differ.
//!
//! [`key`] names the blocks in which a passage could find its like; [`merge`] joins the passages of one or more whole
//! blocks. Both look at nothing but the passages, and the order in which these come changes nothing: so the command
//! line, the server, the wheel and a shuffle between machines call the same two functions. [`link`] is the whole room
//! for one batch: origins, events, disputes, predictions, agreements, positions, voices.
//!
//! Codes, dates, names and numbers join passages across languages; nothing is translated.

mod affinity;
mod agreements;
mod assemble;
mod clauses;
mod cluster;
mod digest;
mod disputes;
mod fingerprint;
mod keys;
mod names;
mod origins;
mod pairs;
mod passage;
mod positions;
mod predictions;
mod telling;
mod union;
mod voices;
mod words;

pub use agreements::{About, Treaty};
pub use cluster::merge;
pub use fingerprint::Fingerprint;
pub use keys::{BlockKey, key};
pub use origins::{Copy, copies, origins};
pub use passage::{Passage, Said};
pub use voices::Quoted;

use crate::event::{Agreement, Coded, Dispute, Event, Linked, MentionRef, Position, Prediction};
use crate::mention::Mention;
use crate::resources::Resources;
use crate::voice::{Statement, Voice};
use jiff::civil::Date;

/// Links one batch of coded articles.
pub fn link(resources: &Resources, coded: &[Coded]) -> Linked {
    let origins = origins(coded);
    let events = merge(&passages(coded, &origins));
    Linked {
        disputes: disputes(coded, &events),
        predictions: predictions(coded, &events, latest(coded)),
        agreements: agreements(resources, coded, &events),
        positions: positions(coded, &events),
        voices: voices(coded),
        events,
        origins,
    }
}

/// The event that these passages tell together; nothing for none. What [`merge`] gives for each group that it forms.
pub fn assemble(passages: &[Passage<'_>]) -> Option<Event> {
    let told: Vec<&Passage<'_>> = passages.iter().collect();
    (!told.is_empty()).then(|| assemble::assemble(&told))
}

/// The facts on which the passages of each event differ, in the order of the events.
pub fn disputes(coded: &[Coded], events: &[Event]) -> Vec<Dispute> {
    disputes::find(coded, events)
}

/// What was announced, and what became of it by `today`, in the order of the events and of their passages.
pub fn predictions(coded: &[Coded], events: &[Event], today: Option<Date>) -> Vec<Prediction> {
    predictions::find(coded, events, today)
}

/// Whether a mention is about a treaty, or tells that its parties came to terms: what [`agreements`] are found in.
pub fn concerns_agreement(mention: &Mention) -> bool {
    agreements::concerns_agreement(mention)
}

/// The treaties that the events tell of, in the order of their first events.
pub fn agreements(resources: &Resources, coded: &[Coded], events: &[Event]) -> Vec<Agreement> {
    agreements::find(resources, coded, events)
}

/// What tells which treaty an event is about, from its passages, each with the words of its object; nothing where none of them
/// concerns an agreement.
pub fn about_treaty(event: &Event, told: &[(&Mention, &str)]) -> Option<About> {
    About::of(event, told)
}

/// Which events, in order of time, are of one treaty: the first half of what [`agreements`] does.
pub fn treaties(resources: &Resources, about: &[&About]) -> Vec<Treaty> {
    agreements::treaties(resources, about)
}

/// What the passages tell of such treaties: the second half. For each of their articles all treaties must be there that it
/// tells of, since its clauses are shared out among them.
pub fn agreements_of(resources: &Resources, coded: &[Coded], events: &[Event], treaties: &[Treaty]) -> Vec<Agreement> {
    agreements::told(resources, coded, events, treaties)
}

/// How those who are no party stand to each event, in the order of the events.
pub fn positions(coded: &[Coded], events: &[Event]) -> Vec<Position> {
    positions::find(coded, events)
}

/// Who is quoted without being a party, the one with most statements first.
pub fn voices(coded: &[Coded]) -> Vec<Voice> {
    voices::find(coded)
}

/// The same of what articles quote, no two of which are one.
pub fn voices_of(articles: Vec<Quoted<'_>>) -> Vec<Voice> {
    voices::of(articles)
}

/// A number for whose a statement is: statements of one voice have the same, in all batches.
pub fn voice(one: &Coded, said: &Statement) -> u64 {
    voices::digest(one, said)
}

/// The day of the youngest article.
pub fn latest(coded: &[Coded]) -> Option<Date> {
    coded.iter().filter_map(|c| c.article.published).map(|(date, _)| date).max()
}

/// Every mention of the batch with what linking compares; an article that comes under two ids is one.
fn passages<'a>(coded: &'a [Coded], origins: &[usize]) -> Vec<Passage<'a>> {
    let mut passages = Vec::new();
    let counted = origins::counted(coded);
    for (article, one) in coded.iter().enumerate().filter(|(at, _)| counted[*at]) {
        let origin = origins.get(article).and_then(|o| coded.get(*o)).unwrap_or(one);
        for (mention, told) in one.mentions.iter().enumerate() {
            passages.push(Passage::new(MentionRef { article, mention }, &one.article, &origin.article.id, told));
        }
    }
    passages
}
