//! A parsed article in, out who says something in it and by which word: what status and speakers rest on, before it is
//! asked whether an act is told so. Verbs, nouns and adjectives whose rows take contents or are acts in words, and
//! phrases of attribution ("laut X", ", so X").

use super::Coding;
use super::match_frames::{Match, all, understood};
use super::sites::Site;
use crate::article::{Article, Span};
use crate::mention::{Quad, Status};
use crate::parse::{Parse, is_source};
use crate::resources::Language;
use crate::resources::frames::{Frame, Slot};

/// A word by which somebody says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    pub cue: Span,
    /// The word that heads whoever says it; none where nobody is told.
    pub source: Option<Span>,
    /// The word takes contents, whose status and speaker it tells; else it is an act in words that is told alone.
    pub takes_contents: bool,
    /// `file:line lemma` of the row; none for a preposition or adverb of attribution.
    pub row: Option<String>,
}

/// All of them, in order of the text.
pub fn attributions(language: &Language, article: &Article, parse: &Parse<'_>) -> Vec<Attribution> {
    let coding = Coding::new(language, article, parse);
    let matches = all(&coding);
    let span = |word: usize| parse.words[word].span;
    let mut found: Vec<Attribution> = Vec::new();
    for m in &matches {
        if let Some(frame) = language.frames.frame(m.frame).filter(|f| is_saying(f)) {
            let source = source(&coding, &matches, m, frame);
            let takes_contents = coding.has_content(frame);
            found.push(Attribution { cue: span(m.word), source, takes_contents, row: Some(frame.row.clone()) });
        }
    }
    for (at, p) in parse.phrases.iter().enumerate() {
        let led = p.preposition.is_some_and(|w| language.cues.attributions.contains(&w));
        // "laut einem Bericht der Zeitung": the noun of saying has its own row.
        let told = matches.iter().any(|m| m.phrase == Some(at));
        let after = is_source(language, parse, at);
        if !told && (led || after) {
            let cue = if after { p.words.start - 1 } else { p.words.start };
            let source = Some(span(p.head));
            found.push(Attribution { cue: span(cue), source, takes_contents: true, row: None });
        }
    }
    found.sort_by_key(|a| a.cue.start);
    found.dedup_by_key(|a| a.cue);
    found
}

/// A word that tells what somebody says, not what he plans or what only comes to be; or an act in words.
fn is_saying(frame: &Frame) -> bool {
    let words = |q: Quad| matches!(q, Quad::VerbalCooperation | Quad::VerbalConflict);
    match (frame.event, frame.content) {
        (Some((kind, _)), _) => words(kind.quad()) && !frame.is_quoted_speech(),
        (None, Some((status, _))) => !frame.actor.is_empty() && (status != Status::Planned || frame.flags.voiced),
        (None, None) => false,
    }
}

/// The word that heads whoever fills the row's slot for the one who acts.
fn source(coding: &Coding<'_>, matches: &[Match], m: &Match, frame: &Frame) -> Option<Span> {
    let roles = understood(coding, m.clause, matches);
    let noun = m.phrase.map(|p| (p, m.word));
    let site = Site { clause: m.clause, roles: &roles, noun, subject_acts: false };
    let of_slot = |slot: &Slot| {
        let phrase = coding.fillers(&site, *slot).first().map(|p| coding.phrase(*p).head);
        let owner = || {
            let determiner = m.phrase.filter(|_| *slot == Slot::Possessive).and_then(|p| coding.phrase(p).determiner);
            determiner.filter(|d| coding.language.lexicon.is_possessive(coding.parse.words[*d].closed))
        };
        phrase.or_else(owner).map(|word| coding.parse.words[word].span)
    };
    let named = || m.actors.first().map(|a| a.span);
    frame.actor.iter().find_map(of_slot).or_else(named)
}
