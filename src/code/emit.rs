//! Settled matches in, mentions out: time, place, numbers and confidence are added, what the codebook leaves out is
//! dropped.

use super::Coding;
use super::match_frames::Match;
use super::echo;
use super::place;
use super::status::Settled;
use super::time_of;
use crate::mention::{Actor, Evidence, EventType, Mention, Mode, Sector, Status, TimeSpan};
use crate::resources::frames::Frame;
use crate::resources::gazetteer::{Office, OfficeKind};

/// Turns matches into mentions, in order of the text.
pub(super) fn mentions(coding: &Coding<'_>, matches: &[Match], settled: &[Settled]) -> Vec<Mention> {
    let times = time_of::all(coding, matches, settled);
    let mut mentions: Vec<Mention> = Vec::new();
    for ((m, settled), time) in matches.iter().zip(settled).zip(times) {
        if let Some(mention) = mention(coding, m, settled, time)
            && !mentions.iter().any(|other| repeats(other, &mention))
        {
            mentions.push(mention);
        }
    }
    mentions.sort_by_key(|m| (m.sentence.start, m.trigger.start, m.trigger.end));
    echo::denials(coding, matches, settled, &mut mentions);
    mentions
}

/// The same act told by two words of one sentence: "bei einem Treffen … trafen sich".
fn repeats(other: &Mention, new: &Mention) -> bool {
    let codes = |m: &Mention| {
        let mut all: Vec<String> = m.actors.iter().chain(&m.recipients).map(|a| a.code.clone()).collect();
        all.sort();
        all
    };
    other.sentence == new.sentence && other.kind == new.kind && other.status == new.status && other.trigger.overlaps(new.trigger) && codes(other) == codes(new)
}

fn mention(coding: &Coding<'_>, m: &Match, settled: &Settled, time: Option<TimeSpan>) -> Option<Mention> {
    let frame = coding.language.frames.frame(m.frame)?;
    let (kind, mode) = frame.event?;
    let clause = &coding.parse.clauses[m.clause];
    let sentence = &coding.parse.sentences[clause.sentence];
    let mut actors = m.actors.clone();
    let mut recipients = m.recipients.clone();
    speaker_as_subject(coding, m, settled, &mut actors);
    authorities(coding, m, kind, mode, &recipients, &mut actors);
    complete(coding, m, kind, frame, &actors, &mut recipients);
    recipients.retain(|r| !actors.iter().any(|a| a.code == r.code && a.sector == r.sector && a.name == r.name) || actors.len() > 1 && m.symmetric);
    if !codable(kind, &actors, &recipients) {
        return None;
    }
    let historical = time.is_some_and(|t| time_of::is_history(coding, t));
    let word = &coding.parse.words[m.word];
    Some(Mention {
        doc: coding.article.id.clone(),
        lang: coding.article.lang.clone(),
        sentence: sentence.span,
        trigger: word.span,
        kind,
        mode,
        contexts: Vec::new(),
        cameo: String::new(),
        symmetric: m.symmetric && settled.status != Status::Possible || m.symmetric && !recipients.is_empty(),
        actors,
        recipients,
        status: settled.status,
        historical,
        said_by: settled.said_by.clone(),
        time,
        place: place::place(coding, m),
        magnitudes: place::magnitudes(coding, m),
        object: m.object.map(|p| coding.phrase_span(p)),
        score: 0.5,
        evidence: Evidence { row: frame.row.clone(), cues: settled.cues.clone() },
    })
}

/// Who arrests, charges, convicts and frees where no one is named: the authorities of the country of those concerned.
fn authorities(coding: &Coding<'_>, m: &Match, kind: EventType, mode: Option<Mode>, recipients: &[Actor], actors: &mut Vec<Actor>) {
    let sector = match (kind, mode) {
        (EventType::Coerce, Some(Mode::Arrest)) => Sector::Cop,
        (EventType::Accuse, Some(Mode::Allege | Mode::Investigate)) | (EventType::Sanction, Some(Mode::Convict)) => Sector::Jud,
        (EventType::Retreat, Some(Mode::Release)) => Sector::Gov,
        _ => return,
    };
    let passive = coding.parse.clauses[m.clause].verb.as_ref().is_some_and(|v| v.passive);
    let [only] = recipients else { return };
    if actors.is_empty() && only.code.len() == 3 && (m.phrase.is_some() || passive) {
        let span = coding.parse.words[m.word].span;
        actors.push(Actor { code: only.code.clone(), sector: Some(sector), name: None, role: None, span });
    }
}

/// Toward whom an act is that names no one: of the two whom the article is about, the other; for a third party's words
/// of concern or demand, both.
fn complete(coding: &Coding<'_>, m: &Match, kind: EventType, frame: &Frame, actors: &[Actor], recipients: &mut Vec<Actor>) {
    let Some(pair) = &coding.pair else { return };
    if !recipients.is_empty() || actors.is_empty() || frame.recipient.is_empty() || frame.flags.no_recipient {
        return;
    }
    let inside = actors.iter().all(|a| pair.contains(&a.code));
    let outside = actors.iter().all(|a| !pair.contains(&a.code));
    let span = coding.parse.words[m.word].span;
    let body = Office { sector: None, kind: OfficeKind::Body };
    let gov = |code: &String| super::actors::office_actor(code, body, span);
    use EventType::{Accuse, Agree, Aid, Consult, Cooperate, Request, Support};
    match kind {
        Support | Agree | Consult | Cooperate | Aid if inside => {
            recipients.extend(pair.iter().filter(|c| !actors.iter().any(|a| a.code == **c)).map(gov));
        }
        Accuse | Request if outside => recipients.extend(pair.iter().map(gov)),
        _ => {}
    }
}

/// "Wir sind bereit …" in a quotation: the speaker acts.
fn speaker_as_subject(coding: &Coding<'_>, m: &Match, settled: &Settled, actors: &mut Vec<Actor>) {
    let clause = &coding.parse.clauses[m.clause];
    let first_person = clause.phrases.clone().any(|p| {
        let phrase = coding.phrase(p);
        phrase.pronoun && coding.language.lexicon.is_first_person(coding.parse.words[phrase.head].closed)
    });
    if actors.is_empty() && first_person {
        actors.clone_from(&settled.said_by);
    }
}

/// The codebook's floor: a mention without an actor is coded for attacks and protests, or where the recipient is a
/// state or a named body; one without a recipient needs its actor.
fn codable(kind: EventType, actors: &[Actor], recipients: &[Actor]) -> bool {
    match (actors.is_empty(), recipients.is_empty()) {
        (true, true) => false,
        (true, false) => {
            matches!(kind, EventType::Assault | EventType::Protest | EventType::Sanction | EventType::Coerce | EventType::Accuse)
                || recipients.iter().any(|r| r.sector.is_none() || r.sector == Some(crate::mention::Sector::Gov))
        }
        _ => true,
    }
}
