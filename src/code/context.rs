//! Sides that a passage leaves to its article: toward whom an act is that names no one.

use super::Coding;
use super::actors::office_actor;
use crate::article::Span;
use crate::mention::{Actor, EventType};
use crate::resources::gazetteer::{Office, OfficeKind};

/// The name of the class of agreements, in tables and records.
pub(super) const TREATY: &str = "treaty";

impl Coding<'_> {
    /// True where a noun is a treaty, pact or accord.
    pub(super) fn about_treaty(&self, head: usize) -> bool {
        let treaty = self.language.lexicon.symbols.get(TREATY);
        self.noun_forms(head).iter().any(|form| self.language.frames.in_class(treaty, form))
    }

    /// Of the two states that the article is about, the one that did not act; for a third party's words of concern or
    /// demand, both.
    pub(super) fn recipients_by_context(&self, kind: EventType, actors: &[Actor], span: Span) -> Vec<Actor> {
        use EventType::{Accuse, Agree, Aid, Consult, Cooperate, Request, Support};
        let Some(pair) = &self.pair else { return Vec::new() };
        if actors.is_empty() {
            return Vec::new();
        }
        let body = Office { sector: None, kind: OfficeKind::Body };
        let within = actors.iter().filter(|a| pair.contains(&a.code)).count();
        let others: Vec<&String> = match kind {
            Support | Agree | Consult | Cooperate | Aid if within == actors.len() => {
                pair.iter().filter(|c| !actors.iter().any(|a| a.code == **c)).collect()
            }
            Accuse | Request if within == 0 => pair.iter().collect(),
            _ => Vec::new(),
        };
        others.into_iter().map(|code| office_actor(code, body, span)).collect()
    }
}
