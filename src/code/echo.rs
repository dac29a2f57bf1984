//! Denials that name no act of their own ("Moskau wies dies zurück") deny what was told just before.

use super::Coding;
use super::match_frames::Match;
use super::status::Settled;
use crate::mention::{Evidence, Mention, Status};

/// How many sentences back the denied act may stand.
const REACH: usize = 3;

/// Adds, for each denial without a complement, the act told before it as denied by the speaker.
pub(super) fn denials(coding: &Coding<'_>, matches: &[Match], settled: &[Settled], mentions: &mut Vec<Mention>) {
    for (at, m) in matches.iter().enumerate() {
        let Some(frame) = coding.language.frames.frame(m.frame) else { continue };
        if !frame.denies() || m.actors.is_empty() || settled[at].status != Status::Reported {
            continue;
        }
        if settled.iter().any(|s| s.governor == Some(at)) {
            continue;
        }
        if let Some(denied) = antecedent(coding, m, mentions) {
            let sentence = coding.parse.sentences[coding.parse.clauses[m.clause].sentence].span;
            let word = coding.parse.words[m.word].span;
            let cue = (word, format!("{} {}", Status::Denied, frame.row));
            let evidence = Evidence { cues: vec![cue], ..denied.evidence.clone() };
            let echo = Mention {
                sentence,
                trigger: word,
                status: Status::Denied,
                said_by: m.actors.clone(),
                evidence,
                ..denied
            };
            let place =
                mentions.partition_point(|o| (o.sentence.start, o.trigger.start) <= (sentence.start, word.start));
            mentions.insert(place, echo);
        }
    }
}

/// The act that is denied: claimed by somebody before all, of the speaker, in the same or the sentences just before.
fn antecedent(coding: &Coding<'_>, m: &Match, mentions: &[Mention]) -> Option<Mention> {
    let sentence = coding.parse.clauses[m.clause].sentence;
    let first = coding.parse.sentences[sentence.saturating_sub(REACH)].span.start;
    let here = coding.parse.words[m.word].span.start;
    let before = mentions.iter().rev().filter(|o| o.trigger.start < here && o.sentence.start >= first);
    let concerns =
        |o: &&Mention| m.actors.iter().any(|a| o.actors.iter().chain(&o.recipients).any(|x| x.code == a.code));
    let claimed = before.clone().filter(|o| o.status == Status::Claimed).find(concerns);
    let told = before.filter(|o| o.status == Status::Reported && !o.said_by.is_empty()).find(concerns);
    claimed.or(told).cloned()
}
