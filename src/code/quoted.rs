//! What somebody does by the words that he is quoted with: "X müsse die Truppen abziehen, sagte Y" is a demand of Y's.
//! Clauses in, matches out whose actor is the speaker that status settles later.

use super::Coding;
use super::fill::is_same;
use super::match_frames::Match;
use super::sites::Site;
use super::slots::Roles;
use super::status::Settled;
use crate::mention::{Actor, Sector, Status};
use crate::parse::{ClauseKind, Mood, VerbComplex};
use crate::resources::frames::{Frame, FrameId};

/// The row of a modal verb that fires on the modal of a clause, or of one that tells what is said ("…, dass X abziehen
/// müsse"): a demand of whoever says it.
pub(super) fn demand(coding: &Coding<'_>, clause: usize, roles: &Roles) -> Option<Match> {
    let c = &coding.parse.clauses[clause];
    let (modal, word) = c
        .verb
        .as_ref()?
        .modal
        .filter(|_| c.kind == ClauseKind::Main || c.kind == ClauseKind::Subordinate && c.content)?;
    let frames = &coding.language.frames;
    let quoted = |id: &FrameId| frames.frame(*id).is_some_and(Frame::is_quoted_speech);
    let ids: Vec<FrameId> = frames.verb(modal).iter().copied().filter(quoted).collect();
    coding.choose(&ids, &Site { clause, roles, noun: None, subject_acts: false }, word)
}

/// Gives acts of quoted speech their actor. What is told as nobody's words, or is part of the act that quotes it, is
/// left without sides and so not coded.
pub(super) fn voice(coding: &Coding<'_>, matches: &mut [Match], settled: &mut [Settled]) {
    for at in 0..matches.len() {
        let Some(frame) = coding.language.frames.frame(matches[at].frame).filter(|f| f.is_quoted_speech()) else {
            continue;
        };
        let sentence = |m: &Match| coding.parse.clauses[m.clause].sentence;
        let part = settled[at]
            .governor
            .map(|g| &matches[g])
            .is_some_and(|g| coding.event(g) == coding.event(&matches[at]) && sentence(g) == sentence(&matches[at]));
        let speakers = if part { Vec::new() } else { speaker(coding, &matches[at], &settled[at]) };
        let own = |r: &Actor| speakers.iter().any(|s| is_same(s, r));
        matches[at].recipients.retain(|r| !own(r));
        if speakers.is_empty() || frame.flags.needs_recipient && matches[at].recipients.is_empty() {
            matches[at].recipients.clear();
            continue;
        }
        matches[at].actors = speakers;
        settled[at].said_by.clear();
    }
}

/// Who says it, where the clause is told as somebody's words.
fn speaker(coding: &Coding<'_>, m: &Match, settled: &Settled) -> Vec<Actor> {
    let verb = coding.parse.clauses[m.clause].verb.as_ref();
    let marked = |v: &VerbComplex| coding.parse.words[v.word].quoted || v.mood != Mood::Indicative;
    // "Nach Ansicht der Opposition muss die Regierung …": somebody's words by whom they name, unless they tell of the past.
    let present = |v: &VerbComplex| !v.past && !v.perfect;
    let told = settled.governor.is_some() || verb.is_some_and(|v| marked(v) || present(v));
    // What a medium says that somebody "solle" is a plan.
    let reports = settled.said_by.iter().all(|a| a.sector == Some(Sector::Med));
    if told && !reports && settled.status != Status::Denied { settled.said_by.clone() } else { Vec::new() }
}

impl Coding<'_> {
    /// A word of negation stands in the clause.
    fn is_negated(&self, clause: usize) -> bool {
        let negates = || self.parse.clauses[clause].words.iter().any(|w| self.negates(*w));
        *self.negated[clause].get_or_init(negates)
    }

    /// True where the clause has the mood and the negation that the row asks for.
    pub(super) fn is_worded(&self, frame: &Frame, clause: usize) -> bool {
        let c = &self.parse.clauses[clause];
        // In a quotation "sollte" is the mood of the unreal, not the past.
        let worded = |v: &VerbComplex| {
            v.mood != Mood::Indicative || v.past && v.finite.is_some_and(|f| self.parse.words[f].quoted)
        };
        (!frame.flags.quoted || c.verb.as_ref().is_some_and(worded))
            && (!frame.flags.negated || self.is_negated(clause))
    }
}
