//! An act with a place in, those of the place who do it out: a crowd on its streets, its police and its courts.

use super::match_frames::Match;
use super::place;
use super::sides::Filled;
use super::untold::{Candidate, List, Told, heads};
use crate::mention::{Actor, EventType, Mode};
use crate::resources::grammar::Agree;
use crate::resources::untold::{Mark, Side};
use smallvec::SmallVec;

impl Told<'_, '_> {
    /// "Massenproteste in Togo": the people of the place right behind.
    pub(super) fn crowd(&self, list: &List<'_>, m: &Match) -> Option<Candidate> {
        let phrase = m.phrase.filter(|_| list.side == Side::Actor && list.kind == EventType::Protest)?;
        let next = phrase + 1;
        let coding = self.coding;
        let p = coding.parse.phrases.get(next).filter(|p| p.words.start == coding.phrase(phrase).words.end)?;
        let lies = p.preposition.is_some_and(|w| coding.language.lexicon.names_origin(w)) && p.agree.meets(Agree::DAT);
        let code = coding.location_code(next).filter(|_| lies)?;
        let actor = Actor { code, sector: None, name: None, role: None, span: list.span };
        Some(Candidate { actors: vec![actor], marks: SmallVec::from_slice(&[Mark::Place]) })
    }

    /// "wurden im Iran zum Tode verurteilt": those who have power over somebody at a place are those of the place.
    pub(super) fn power(&self, list: &List<'_>, m: &Match) -> Option<Candidate> {
        use EventType::{Accuse, Coerce, Retreat, Sanction};
        let held = match (list.kind, list.mode) {
            (Sanction, Some(Mode::Convict | Mode::Expel)) => true,
            (Accuse, Some(Mode::Allege | Mode::Investigate)) => true,
            (Coerce, Some(Mode::Arrest | Mode::Deport)) | (Retreat, Some(Mode::Release)) => true,
            _ => false,
        };
        // "vor dem Internationalen Strafgerichtshof in Den Haag": a body of several states is of no place.
        let mut named = self.coding.parse.clauses[m.clause].phrases.clone().flat_map(|p| heads(self.coding, p));
        if !held || list.side != Side::Actor || list.filled != Filled::Nothing || named.any(|code| code.len() != 3) {
            return None;
        }
        let code = place::place(self.coding, m).and_then(|p| p.country)?;
        let actor = Actor { code, sector: None, name: None, role: None, span: list.span };
        Some(Candidate { actors: vec![actor], marks: SmallVec::from_slice(&[Mark::Place]) })
    }
}
