//! Coded articles in, one event per act out, and what follows from how its passages differ.
//!
//! [`key`] names the blocks in which a passage could find its like; [`merge`] joins the passages of one or more whole
//! blocks. Both look at nothing but the passages, and the order in which these come changes nothing: so the command
//! line, the server, the wheel and a shuffle between machines call the same two functions. [`link`] is the whole room
//! for one batch: origins, events, disputes, predictions, agreements.
//!
//! Codes, dates, names and numbers join passages across languages; nothing is translated.

mod affinity;
mod agreements;
mod assemble;
mod clauses;
mod cluster;
mod digest;
mod disputes;
mod keys;
mod origins;
mod passage;
mod predictions;
mod union;
mod words;

pub use cluster::merge;
pub use keys::{BlockKey, key};
pub use origins::{Copy, copies, origins};
pub use passage::Passage;

use crate::event::{Coded, Linked, MentionRef};
use crate::resources::Resources;

/// Links one batch of coded articles.
pub fn link(resources: &Resources, coded: &[Coded]) -> Linked {
    let origins = origins(coded);
    let events = merge(&passages(coded, &origins));
    Linked {
        disputes: disputes::find(coded, &events),
        predictions: predictions::find(coded, &events),
        agreements: agreements::find(resources, coded, &events),
        events,
        origins,
    }
}

/// Every mention of the batch with what linking compares.
fn passages<'a>(coded: &'a [Coded], origins: &[usize]) -> Vec<Passage<'a>> {
    let mut passages = Vec::new();
    for (article, one) in coded.iter().enumerate() {
        let origin = origins.get(article).and_then(|o| coded.get(*o)).unwrap_or(one);
        for (mention, told) in one.mentions.iter().enumerate() {
            passages.push(Passage::new(MentionRef { article, mention }, &one.article, &origin.article.id, told));
        }
    }
    passages
}
