//! Sides that a passage leaves to its article: toward whom an act is that names no one.

use super::Coding;
use super::actors::office_actor;
use crate::article::Span;
use crate::mention::{Actor, EventType, Sector, TREATY};
use crate::resources::gazetteer::{Office, OfficeKind};

impl Coding<'_> {
    /// In an article about one country: its government, for what others say of it and for what its people protest or
    /// demand.
    fn recipients_at_home(&self, kind: EventType, actors: &[Actor], span: Span) -> Vec<Actor> {
        let Some(home) = self.home.as_deref() else { return Vec::new() };
        let government = [Some(Sector::Gov), Some(Sector::Cop), Some(Sector::Mil), Some(Sector::Jud)];
        let rules = actors.iter().any(|a| a.code == home && government.contains(&a.sector));
        let meant =
            matches!(kind, EventType::Accuse | EventType::Request | EventType::Protest | EventType::Reject) && !rules;
        let body = Office { sector: None, kind: OfficeKind::Body };
        if meant { vec![office_actor(home, body, span)] } else { Vec::new() }
    }

    /// True where a noun is a treaty, pact or accord.
    pub(super) fn about_treaty(&self, head: usize) -> bool {
        let treaty = self.language.lexicon.symbols.get(TREATY);
        self.is_of_class(&self.noun_forms(head), treaty)
    }

    /// Of the two states that the article is about, the one that did not act; for a third party's words of concern or
    /// demand, both.
    pub(super) fn recipients_by_context(&self, kind: EventType, actors: &[Actor], span: Span) -> Vec<Actor> {
        use EventType::{Accuse, Agree, Aid, Consult, Cooperate, Request, Support};
        if actors.is_empty() {
            return Vec::new();
        }
        let Some(pair) = &self.pair else { return self.recipients_at_home(kind, actors, span) };
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
