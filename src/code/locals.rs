//! An act with a place in, those of the place who do it out: a crowd on its streets, its police and its courts.

use super::match_frames::Match;
use super::sides::Filled;
use super::untold::{Candidate, List, Told, heads};
use crate::mention::{EventType, Mode};
use crate::resources::grammar::Agree;
use crate::resources::untold::{Mark, Side};

impl Told<'_, '_> {
    /// "Massenproteste in Togo": the people of the place right behind.
    pub(super) fn crowd(&self, list: &List<'_>, m: &Match) -> Option<Candidate> {
        let phrase = m.phrase.filter(|_| list.side == Side::Actor && list.kind == EventType::Protest)?;
        let next = phrase + 1;
        let coding = self.coding;
        let p = coding.parse.phrases.get(next).filter(|p| p.words.start == coding.phrase(phrase).words.end)?;
        let lies = p.preposition.is_some_and(|w| coding.language.lexicon.names_origin(w)) && p.agree.meets(Agree::DAT);
        let code = coding.location_code(next).filter(|_| lies)?;
        Some(Candidate::state(code, list.span, Mark::Place))
    }

    /// "wurden im Iran zum Tode verurteilt": those who hold and judge somebody at a place are those of the place.
    pub(super) fn power(&self, list: &List<'_>, m: &Match) -> Option<Candidate> {
        use EventType::{Coerce, Sanction};
        let coding = self.coding;
        let held = matches!(
            (list.kind, list.mode),
            (Sanction, Some(Mode::Convict | Mode::Expel)) | (Coerce, Some(Mode::Arrest))
        );
        if !held || list.side != Side::Actor || list.filled != Filled::Nothing {
            return None;
        }
        let phrases = || coding.parse.clauses[m.clause].phrases.clone();
        // "vor dem Internationalen Strafgerichtshof in Den Haag": a body of several states is of no place.
        if phrases().flat_map(|p| heads(coding, p)).any(|code| code.len() != 3) {
            return None;
        }
        // "wegen Folter in Damaskus verurteilt": where the deed was is not where the court is; nor is one of two places.
        let places = |p: usize| coding.referents[p].iter().any(|r| r.place);
        let deed = |p: usize| {
            let (before, own) = (coding.phrase(p - 1), coding.phrase(p));
            let noun = &coding.parse.words[before.head];
            let timed = coding.language.lexicon.is_time_noun(noun.lemma);
            before.words.end == own.words.start && before.preposition.is_some() && !places(p - 1) && !timed
        };
        let first = phrases().start;
        let lies = |p: &usize| places(*p) && !(*p > first && deed(*p));
        let mut found = phrases().filter(lies).filter_map(|p| coding.location_code(p));
        let code = found.next().filter(|_| found.next().is_none())?;
        Some(Candidate::state(code, list.span, Mark::Place))
    }
}
