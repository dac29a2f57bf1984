//! What `link` makes of mentions: one event from many passages, and what follows from how they differ.

use crate::article::{Article, Span};
use crate::mention::{Actor, EventType, Magnitude, Mention, Mode, Place, Status, TimeSpan, named};
use crate::voice::{Statement, Voice};
use jiff::civil::Date;

/// An article together with what was coded in it: what `link` and `tell` read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coded {
    pub article: Article,
    /// The sentences of the coded blocks, in order.
    pub sentences: Vec<Span>,
    pub mentions: Vec<Mention>,
    /// What is said by those who are no party.
    pub statements: Vec<Statement>,
}

/// Where a mention stands in the batch handed to `link`: `coded[article].mentions[mention]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionRef {
    pub article: usize,
    pub mention: usize,
}

/// One act, told by one or more passages in one or more articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Stable: a hash of what the event is, not of the order in which articles came.
    pub id: String,
    pub kind: EventType,
    pub mode: Option<Mode>,
    pub actors: Vec<Actor>,
    pub recipients: Vec<Actor>,
    pub symmetric: bool,
    /// The narrowest interval that the passages agree on.
    pub time: Option<TimeSpan>,
    pub place: Option<Place>,
    pub magnitudes: Vec<Magnitude>,
    /// The status of the whole: what the best informed, latest passages say.
    pub status: Status,
    pub historical: bool,
    /// All passages, in order of publication, then of article id and offset.
    pub mentions: Vec<MentionRef>,
    /// Number of independent origins: copies and near-duplicates count once.
    pub origins: usize,
    /// Mean of the mentions' confidence, raised by independent origins.
    pub score: f64,
}

named! {
    /// In what the passages of one event differ.
    DisputeField {
        /// One side says that it happened, another that it did not.
        Happened = "happened",
        Actor = "actor", Number = "number", Date = "date", Place = "place",
    }
}

/// One version of a disputed fact, who holds it and where it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub value: String,
    /// Who vouches for it; empty where the articles themselves do.
    pub holders: Vec<Actor>,
    pub mentions: Vec<MentionRef>,
}

/// A fact on which the sources differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    /// Index of the event.
    pub event: usize,
    pub field: DisputeField,
    pub versions: Vec<Version>,
    /// Denied first, and later told as fact.
    pub confirmed_later: bool,
}

named! {
    /// What became of something announced.
    Outcome {
        Open = "open", Happened = "happened",
        /// It happened after the time that was named for it.
        Late = "late",
        /// Called off before its time came.
        Cancelled = "cancelled",
        /// Its time passed without it, or the opposite happened.
        Contradicted = "contradicted",
        /// Its time passed and no later article tells.
        Silent = "silent",
    }
}

/// Something announced, promised or foretold, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// Index of the event that was announced.
    pub event: usize,
    /// The passage that announces it.
    pub made: MentionRef,
    pub outcome: Outcome,
    /// The passage that settles it.
    pub settled: Option<MentionRef>,
    /// An earlier passage announced the same: it counts as an announcement of its outlet, but is none of its own.
    pub again: bool,
}

named! {
    /// How somebody who is no party stands to an event.
    Stance {
        Supports = "supports", Criticises = "criticises", Rejects = "rejects",
        /// Demands it, or something of its parties because of it.
        Asks = "asks",
        Threatens = "threatens", Protests = "protests", Punishes = "punishes",
    }
}

impl Stance {
    /// The stand that an act of this type takes on the act that it is about.
    pub fn of(kind: EventType) -> Option<Self> {
        match kind {
            EventType::Support => Some(Self::Supports),
            EventType::Accuse => Some(Self::Criticises),
            EventType::Reject => Some(Self::Rejects),
            EventType::Request => Some(Self::Asks),
            EventType::Threaten => Some(Self::Threatens),
            EventType::Protest => Some(Self::Protests),
            EventType::Sanction => Some(Self::Punishes),
            _ => None,
        }
    }

    /// For it or against it; nothing for a demand, which can be either.
    pub fn is_friendly(self) -> Option<bool> {
        (self != Self::Asks).then_some(self == Self::Supports)
    }
}

/// One way in which somebody stands to an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Stand {
    pub stance: Stance,
    /// The day of the first article that tells so.
    pub since: Option<Date>,
    /// The passages that tell so: mentions of the holder's own act.
    pub mentions: Vec<MentionRef>,
}

/// What somebody who is no party of an event says to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Index of the event.
    pub event: usize,
    pub holder: Actor,
    /// In the order in which they were first told.
    pub stands: Vec<Stand>,
    /// For it once and against it another day.
    pub changed: bool,
}

/// A treaty, pact or accord that the articles tell of.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// In the words of the text.
    pub name: String,
    pub parties: Vec<Actor>,
    pub signed: Option<TimeSpan>,
    /// Passages that tell what it says: article and byte span.
    pub clauses: Vec<(usize, Span)>,
    /// Events of signing, ratifying, invoking, suspending, leaving.
    pub events: Vec<usize>,
}

/// Everything that `link` finds in a batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linked {
    /// In order of time, undated last; ties by id.
    pub events: Vec<Event>,
    pub disputes: Vec<Dispute>,
    pub predictions: Vec<Prediction>,
    pub agreements: Vec<Agreement>,
    pub positions: Vec<Position>,
    pub voices: Vec<Voice>,
    /// For each article the index of the article whose copy it is, or its own.
    pub origins: Vec<usize>,
}
