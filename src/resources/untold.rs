//! Weights of what speaks for somebody being the side that a passage leaves untold, fitted on hand-coded articles.

use super::table;
use crate::error::LoadError;
use crate::mention::{EventType, named};

named! {
    /// The two sides of an act.
    Side { Actor = "actor", Recipient = "recipient" }
}

named! {
    /// What is seen about a candidate for an untold side; the first ones about nobody being meant.
    Mark {
        Nobody = "nobody",
        /// A thing stands in the slot of the side.
        NobodyForThing = "nobody for thing",
        /// Somebody stands in the slot whom no words place.
        NobodyForSomebody = "nobody for somebody",
        /// The other side is untold as well.
        NobodyAlone = "nobody alone",
        NobodyAtHome = "nobody at home",
        NobodyOfPair = "nobody of pair",
        NobodyForRulers = "nobody for rulers",
        NobodyForPeople = "nobody for people",
        /// The row has conditions.
        NobodyOfWords = "nobody of words",
        NobodyOfMode = "nobody of mode",
        Clause = "clause", ClauseInside = "clause inside",
        Sentence = "sentence", SentenceInside = "sentence inside",
        Subject = "subject", SubjectBefore = "subject before",
        Before = "before", Earlier = "earlier",
        PlaceInSentence = "place in sentence", PlaceBefore = "place before", Place = "place",
        Speaker = "speaker",
        GovernorActor = "governor actor", GovernorRecipient = "governor recipient",
        SameType = "same type", SameMode = "same mode", SameOther = "same other", AnyAct = "any act", Taker = "taker",
        /// Named at the start of the article, and as a subject there.
        Lead = "lead", LeadSubject = "lead subject",
        /// No act of the article has this side or its opposite by name.
        NeverTold = "never told",
        /// The last one named before the act.
        Nearest = "nearest",
        Home = "home", PairOther = "pair other", PairEither = "pair either",
        MostNamed = "most named", NextNamed = "next named",
        /// The state of the other side.
        Own = "own",
        NoState = "no state", Person = "person", Several = "several",
        SameState = "same state", SameStateRules = "same state rules", SameStateAbroad = "same state abroad",
        OtherState = "other state", Quoted = "quoted",
    }
}

/// One cell for each mark alone, and with each type.
const CELLS: usize = 1 + EventType::ALL.len();

/// Weights of a choice among candidates.
#[derive(Debug)]
pub struct Weights(Vec<f64>);

impl Weights {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut weights = Self(vec![0.0; Side::ALL.len() * Mark::ALL.len() * CELLS]);
        for row in table::rows(file, text, &["side", "mark", "type", "weight"])? {
            let row = row?;
            let side = row.parse::<Side>(0)?.ok_or_else(|| row.error("a weight needs a side"))?;
            let mark = row.parse::<Mark>(1)?.ok_or_else(|| row.error("a weight needs a mark"))?;
            let of = row.parse::<EventType>(2)?.map_or(0, |kind| 1 + kind as usize);
            let weight = row.parse::<f64>(3)?.ok_or_else(|| row.error("a mark needs a weight"))?;
            weights.0[index(side, mark, of)] = weight;
        }
        Ok(weights)
    }

    /// How much speaks for a candidate with these marks.
    pub fn score(&self, side: Side, kind: EventType, marks: &[Mark]) -> f64 {
        marks.iter().flat_map(|m| [0, 1 + kind as usize].map(|c| self.0[index(side, *m, c)])).sum()
    }
}

fn index(side: Side, mark: Mark, cell: usize) -> usize {
    (side as usize * Mark::ALL.len() + mark as usize) * CELLS + cell
}
