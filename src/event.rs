//! What `link` makes of mentions: one event from many passages, and what follows from how they differ.

use crate::article::Article;
use crate::mention::{Actor, EventType, Magnitude, Mention, Mode, Place, Status, TimeSpan};

/// An article together with what was coded in it: what `link` and `tell` read.
#[derive(Clone, Debug, PartialEq)]
pub struct Coded {
    pub article: Article,
    pub mentions: Vec<Mention>,
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

/// In what the passages of one event differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DisputeField {
    /// One side says that it happened, another that it did not.
    Happened,
    Actor,
    Number,
    Date,
    Place,
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

/// What became of something announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    Open,
    Happened,
    Late,
    Cancelled,
    Contradicted,
    /// The date passed and no later article tells.
    Silent,
}

/// Something announced, promised or foretold, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The passage that announces it.
    pub made: MentionRef,
    pub outcome: Outcome,
    /// The passage that settles it.
    pub settled: Option<MentionRef>,
}

/// A treaty, pact or accord that the articles tell of.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// In the words of the text.
    pub name: String,
    pub parties: Vec<Actor>,
    pub signed: Option<TimeSpan>,
    /// Passages that tell what it says: article and byte span.
    pub clauses: Vec<(usize, crate::article::Span)>,
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
    /// For each article the index of the article whose copy it is, or its own.
    pub origins: Vec<usize>,
}
