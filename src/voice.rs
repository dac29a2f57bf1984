//! Somebody who is quoted without being a party: the record of one statement, and of all that one voice says.

use crate::article::Span;
use crate::mention::{Actor, Mention, named};

named! {
    /// Who it is that is quoted, as the passage calls him.
    VoiceKind {
        Expert = "expert", Institute = "institute",
        /// Users, blogs, communities.
        Forum = "forum",
        Medium = "medium",
        /// Officials and diplomats without a name.
        Official = "official",
        Source = "source", Witness = "witness",
        /// Critics, activists, citizens.
        Public = "public",
        /// Whoever speaks for a state, a party or its forces.
        State = "state",
        /// Whoever speaks for a body of several states, or of none.
        Body = "body",
    }
}

named! {
    /// What a statement is.
    Manner {
        /// It tells what will or could be.
        Prediction = "prediction",
        /// It judges, and tells no act.
        Assessment = "assessment",
        /// It tells an act as done, or denies it.
        Claim = "claim",
    }
}

/// One passage in which somebody says something and is no party of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub kind: VoiceKind,
    /// His name, else what the passage calls him.
    pub name: String,
    /// The words that name the voice, in the sentence or before it.
    pub words: Span,
    /// Where the coder knows whose voice it is.
    pub actor: Option<Actor>,
    pub sentence: Span,
    /// The word by which it is said.
    pub cue: Span,
    pub manner: Manner,
    /// Whom it is about: the parties of the acts it tells, else those named beside it.
    pub about: Vec<Actor>,
    /// Triggers of the mentions that it vouches for.
    pub acts: Vec<Span>,
}

impl Statement {
    /// The mentions of its article that it vouches for, by their numbers.
    pub fn mentions(&self, mentions: &[Mention]) -> Vec<usize> {
        let told = |m: &Mention| m.sentence == self.sentence && self.acts.contains(&m.trigger);
        mentions.iter().enumerate().filter(|(_, m)| told(m)).map(|(at, _)| at).collect()
    }
}

/// Where a statement stands in a batch: `coded[article].statements[statement]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementRef {
    pub article: usize,
    pub statement: usize,
}

/// One who is quoted, with all that he says.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    pub kind: VoiceKind,
    /// His name, else what the first passage calls him.
    pub name: String,
    pub actor: Option<Actor>,
    /// In order of publication, then of article id and offset.
    pub statements: Vec<StatementRef>,
}
