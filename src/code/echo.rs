//! Denials that name no act of their own ("Moskau wies dies zurück") deny what was told just before.

use super::Coding;
use super::match_frames::Match;
use super::status::{Settled, is_contested};
use crate::mention::{Actor, Evidence, Mention, Status};

/// How many sentences back the denied act may stand.
const REACH: usize = 3;

/// Adds, for each denial without a complement, the act told before it as denied by the speaker; for one that rejects an
/// accusation, the act that whoever makes it has claimed.
pub(super) fn denials(coding: &Coding<'_>, matches: &[Match], settled: &[Settled], mentions: &mut Vec<Mention>) {
    for (at, m) in matches.iter().enumerate() {
        let Some(frame) = coding.language.frames.frame(m.frame) else { continue };
        if !frame.denies() || m.actors.is_empty() || settled[at].status != Status::Reported {
            continue;
        }
        let rejected: Vec<usize> = (0..settled.len()).filter(|o| settled[*o].governor == Some(at)).collect();
        if !rejected.iter().all(|o| is_contested(coding, matches, settled, *o)) {
            continue;
        }
        let accusers: Vec<&Actor> = rejected.iter().flat_map(|o| &matches[*o].actors).collect();
        if let Some(denied) = antecedent(coding, m, &accusers, mentions) {
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

/// The act that is denied: claimed by somebody before all, of the speaker, in the same or the sentences just before; where
/// accusers are named, only what they have claimed.
fn antecedent(coding: &Coding<'_>, m: &Match, accusers: &[&Actor], mentions: &[Mention]) -> Option<Mention> {
    let sentence = coding.parse.clauses[m.clause].sentence;
    let first = coding.parse.sentences[sentence.saturating_sub(REACH)].span.start;
    let here = coding.parse.words[m.word].span.start;
    let before = mentions.iter().rev().filter(|o| o.trigger.start < here && o.sentence.start >= first);
    let concerns =
        |o: &&Mention| m.actors.iter().any(|a| o.actors.iter().chain(&o.recipients).any(|x| x.code == a.code));
    let theirs =
        |o: &&Mention| accusers.is_empty() || o.said_by.iter().any(|s| accusers.iter().any(|a| a.code == s.code));
    let claimed = before.clone().filter(|o| o.status == Status::Claimed).filter(theirs).find(concerns);
    let told = before.filter(|o| o.status == Status::Reported && !o.said_by.is_empty()).find(concerns);
    claimed.or(told.filter(|_| accusers.is_empty())).cloned()
}
