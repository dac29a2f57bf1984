//! Matches in, status and speaker of each out: the grammar of its own clause, then whatever governs it.

use super::Coding;
use super::match_frames::{self, Match};
use super::speech::{Speech, spoken};
use crate::article::Span;
use crate::mention::{Actor, CALLED_OFF, EventType, Quad, Status};
use crate::parse::{Clause, ClauseKind, Mood, Tag, VerbComplex};
use crate::resources::cues::{CueKind, ModalForm};
use crate::resources::frames::{Frame, FrameKind, Slot};
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;
use crate::resources::times::TimeWord;

/// Status and speaker of one match, with the words that decided.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    pub status: Status,
    pub said_by: Vec<Actor>,
    pub cues: Vec<(Span, String)>,
    /// The match whose complement this one stands in.
    pub governor: Option<usize>,
}

/// What the grammar of a clause says about everything told in it.
#[derive(Clone, Debug)]
struct Grammar {
    status: Status,
    mood: Mood,
    cues: Vec<(Span, String)>,
}

/// Settles all matches.
pub(super) fn settle(coding: &Coding<'_>, matches: &[Match]) -> Vec<Settled> {
    let speech = Speech::new(coding, matches);
    let mut settled: Vec<Option<Settled>> = vec![None; matches.len()];
    for at in 0..matches.len() {
        let _ = one(coding, matches, &speech, at, &mut settled, 0);
    }
    let empty = || Settled { status: Status::Reported, said_by: Vec::new(), cues: Vec::new(), governor: None };
    let mut settled: Vec<Settled> = settled.into_iter().map(|s| s.unwrap_or_else(empty)).collect();
    // "wies die Vorwürfe zurück": what they accuse of is contested, not that they were made.
    for at in 0..matches.len() {
        if let Some(denial) = settled[at].governor.filter(|_| is_contested(coding, matches, &settled, at)) {
            let Settled { status, said_by, cues, .. } = settled[denial].clone();
            settled[at] = Settled { status, said_by, cues, governor: Some(denial) };
        }
    }
    settled
}

/// An accusation that somebody rejects: its noun under a word of denial.
pub(super) fn is_contested(coding: &Coding<'_>, matches: &[Match], settled: &[Settled], at: usize) -> bool {
    let accuses = matches[at].phrase.is_some() && coding.event(&matches[at]) == Some(EventType::Accuse);
    let denies = |g: usize| coding.language.frames.frame(matches[g].frame).is_some_and(Frame::denies);
    accuses && settled[at].governor.is_some_and(denies)
}

/// Chains of speakers deeper than this do not occur.
const DEEPEST: usize = 8;

fn one(
    coding: &Coding<'_>,
    matches: &[Match],
    speech: &Speech,
    at: usize,
    settled: &mut Vec<Option<Settled>>,
    depth: usize,
) -> Settled {
    if let Some(done) = &settled[at] {
        return done.clone();
    }
    let m = &matches[at];
    let mut grammar = grammar(coding, m);
    if grammar.status == Status::Reported
        && let Some(word) = promised(coding, matches, m)
    {
        grammar.status = Status::Planned;
        grammar.cues.push((coding.parse.words[word].span, Status::Planned.name().to_owned()));
    }
    if grammar.status == Status::Reported
        && let Some(word) = intended(coding, m)
    {
        grammar.status = Status::Planned;
        grammar.cues.push((coding.parse.words[word].span, Status::Planned.name().to_owned()));
    }
    let mut own = Settled { status: grammar.status, said_by: Vec::new(), cues: grammar.cues, governor: None };
    let governor = speech.governor(coding, matches, at).filter(|g| *g != at && depth < DEEPEST);
    match governor {
        Some(g) => {
            let outer = one(coding, matches, speech, g, settled, depth + 1);
            govern(coding, matches, (g, at), &outer, grammar.mood, &mut own);
        }
        None if grammar.mood == Mood::Wish && own.status == Status::Reported => own.status = Status::Possible,
        None => {}
    }
    if own.said_by.is_empty() {
        let (said_by, told) = speech.attributed(coding, matches, m);
        own.said_by = said_by;
        if own.status == Status::Reported {
            own.status = told;
        }
    }
    if coding.language.frames.frame(m.frame).is_some_and(Frame::is_quoted_speech) {
        // What is said about the words themselves is the status of the act that they are.
        let denied = own.status == Status::Denied && !is_modal(coding, m);
        own.status = if denied { Status::Denied } else { governor.map_or(Status::Reported, |g| said(settled, g)) };
    }
    // Nobody is quoted on his own act of speaking.
    own.said_by
        .retain(|s| governor.is_some() || !m.actors.iter().any(|a| a.code == s.code) || own.status != Status::Reported);
    settled[at] = Some(own.clone());
    own
}

fn said(settled: &[Option<Settled>], at: usize) -> Status {
    settled[at].as_ref().map_or(Status::Reported, |s| s.status)
}

/// True where the match stands on the modal of its clause, or takes the negation of the clause for its own.
fn is_modal(coding: &Coding<'_>, m: &Match) -> bool {
    let modal = coding.parse.clauses[m.clause].verb.as_ref().and_then(|v| v.modal);
    modal.is_some_and(|(_, word)| word == m.word)
        || coding.language.frames.frame(m.frame).is_some_and(|f| f.flags.negated)
}

/// Applies what the governing row says about its content.
fn govern(
    coding: &Coding<'_>,
    matches: &[Match],
    (g, at): (usize, usize),
    outer: &Settled,
    mood: Mood,
    own: &mut Settled,
) {
    let (governor, governed) = (&matches[g], &matches[at]);
    let Some(frame) = coding.language.frames.frame(governor.frame) else { return };
    let content = frame.content.map(|(content, _)| content).or_else(|| spoken(coding, governor));
    let Some(content) = content else { return };
    own.governor = Some(g);
    // "did not take place" tells what was, "does not take place" calls off.
    let clause = &coding.parse.clauses[governor.clause];
    let gone = clause.verb.as_ref().is_some_and(|v| v.past || v.perfect) || may_come(coding, clause);
    let decides = if frame.flags.off && !(frame.flags.negated && gone) { CALLED_OFF } else { content.name() };
    own.cues.push((coding.parse.words[governor.word].span, format!("{decides} {}", frame.row)));
    let sentence = |m: &Match| coding.parse.clauses[m.clause].sentence;
    let content = match (content, outer.status) {
        // "Chad denied it. Mali had attacked first.": what the denier goes on to say is his claim.
        (Status::Denied, _) if sentence(governor) != sentence(governed) => Status::Claimed,
        // What is denied to have been denied stands; what is only planned to be said is not said yet.
        (Status::Denied, Status::Denied) => Status::Reported,
        // "keine Hinweise darauf, dass …", "keine Hinweise auf einen Angriff"; "keine Angaben zum Angriff": he is known.
        (Status::Reported | Status::Claimed, Status::Denied)
            if governor.phrase.is_some() && !governed.phrase.is_some_and(|p| coding.is_known(p)) =>
        {
            Status::Denied
        }
        // "keine Absicht, … zu …", "ist nicht geplant"; one negation denies once.
        (Status::Planned, Status::Denied) if governor.phrase.is_some() || own.status != Status::Denied => {
            Status::Denied
        }
        (_, Status::Possible) if frame.event.is_none() => Status::Possible,
        (content, _) => content,
    };
    // "von einem Angriff könne keine Rede sein": the modal belongs to the words of the row.
    if frame.flags.negated && governed.phrase.is_some() && own.status == Status::Possible {
        own.status = Status::Reported;
    }
    own.status = combine(own.status, content);
    // What is reported often takes the mood of the unreal, where its own mood looks like the indicative.
    let spoken = matches!(content, Status::Reported | Status::Claimed | Status::Denied);
    if mood == Mood::Wish && own.status == Status::Reported && !spoken {
        own.status = Status::Possible;
    }
    let speaks = match frame.event {
        None => content != Status::Planned || own.status != Status::Planned || frame.flags.voiced,
        Some((kind, _)) => kind != EventType::Request && content != Status::Planned,
    };
    // "Spekulationen über einen Abzug der USA": whose act it is does not make him the speaker.
    let inside = |a: &Actor| {
        governor.phrase.is_some() && governed.actors.iter().chain(&governed.recipients).any(|x| x.span == a.span)
    };
    if speaks && !governor.actors.iter().any(inside) {
        own.said_by.clone_from(&governor.actors);
    }
    if own.said_by.is_empty() {
        own.said_by.clone_from(&outer.said_by);
    }
}

/// The status of an act whose own clause says `own`, told inside something that says `outer`.
fn combine(own: Status, outer: Status) -> Status {
    match (own, outer) {
        (Status::Possible, _) | (_, Status::Possible) => Status::Possible,
        (Status::Denied, Status::Denied) => Status::Reported,
        (Status::Denied, _) | (_, Status::Denied) => Status::Denied,
        (Status::Planned, _) | (_, Status::Planned) => Status::Planned,
        (Status::Claimed, _) | (_, Status::Claimed) => Status::Claimed,
        _ => Status::Reported,
    }
}

/// Negation, modal, mood, tense and adverbs of the clause, as far as they bear on the match.
fn grammar(coding: &Coding<'_>, m: &Match) -> Grammar {
    let clause = &coding.parse.clauses[m.clause];
    let frame = coding.language.frames.frame(m.frame);
    let noun = m.phrase.is_some();
    let mood = clause.verb.as_ref().map_or(Mood::Indicative, |v| v.mood);
    let mut grammar =
        Grammar { status: Status::Reported, mood: if noun { Mood::Indicative } else { mood }, cues: Vec::new() };
    let raise = |grammar: &mut Grammar, status: Status, word: usize| {
        if rank(status) > rank(grammar.status) {
            grammar.status = status;
        }
        grammar.cues.push((coding.parse.words[word].span, status.name().to_owned()));
    };
    if let Some(phrase) = m.phrase {
        for at in coding.phrase(phrase).words.clone() {
            if let Some((CueKind::Negation | CueKind::Hearsay | CueKind::Hypothetical | CueKind::Future, status)) =
                coding.cue(at)
            {
                raise(&mut grammar, status, at);
            }
        }
        // "hat nicht die Absicht, …"
        let before = coding.phrase(phrase).words.start.checked_sub(1).filter(|w| clause.words.contains(w));
        if let Some(word) = before.filter(|w| frame.is_some_and(|f| f.event.is_none()) && coding.negates(*w)) {
            raise(&mut grammar, Status::Denied, word);
        }
        // "falls Russland Hilfe leistet", "könnte Sanktionen auslösen": what a definite noun names is there already.
        if !coding.is_known(phrase)
            && let Some(word) = unreal(coding, clause)
        {
            raise(&mut grammar, Status::Possible, word);
        }
        return grammar;
    }
    // "kann kein Verständnis zeigen", "will davon nichts wissen": the negation, and a modal beside it, belong to the words
    // of the row.
    let negated = frame.is_some_and(|f| f.flags.negated);
    let refuses = frame.is_some_and(|f| f.event.is_none_or(|(kind, _)| kind == EventType::Reject));
    if let Some(verb) = &clause.verb {
        if let Some((status, word)) = modal(coding, verb)
            .filter(|(s, _)| !(negated && (*s == Status::Possible || refuses && *s == Status::Planned)))
        {
            raise(&mut grammar, status, word);
        } else if verb.future
            && let Some(word) = verb.finite
        {
            raise(&mut grammar, Status::Planned, word);
        }
    }
    if let Some(link) = condition(coding, clause).or_else(|| conditioned(coding, m.clause)) {
        raise(&mut grammar, Status::Possible, link);
    }
    let subject_only = |at: usize| inside_other_noun(coding, m, at);
    let ahead = told_ahead(coding, m.clause) && !may_come(coding, clause);
    for &at in &clause.words {
        // "zu keinem Zeitpunkt": of several words none bears on its own noun alone.
        let several = coding.cue_phrase(at);
        match several.or_else(|| coding.cue(at)) {
            Some((CueKind::Negation, status))
                if !negated && (several.is_some() || !subject_only(at) && !limits(coding, at)) =>
            {
                raise(&mut grammar, status, at);
                if ahead && let Some((_, decides)) = grammar.cues.last_mut() {
                    CALLED_OFF.clone_into(decides);
                }
            }
            Some((CueKind::Hearsay | CueKind::Hypothetical, status)) => raise(&mut grammar, status, at),
            Some((CueKind::Future, status))
                if !describes(coding, m.clause, at) && clause.verb.as_ref().is_some_and(|v| !v.past && !v.perfect) =>
            {
                raise(&mut grammar, status, at)
            }
            _ => {}
        }
    }
    if frame.is_some_and(|f| f.kind == FrameKind::Adjective && f.event.is_none()) {
        grammar.status = Status::Reported;
    }
    grammar
}

/// The word of a promise, concession or refusal in whose infinitive or content clause an act stands (codebook, rulings 1
/// and 23).
pub(super) fn promised(coding: &Coding<'_>, matches: &[Match], m: &Match) -> Option<usize> {
    let clause = &coding.parse.clauses[m.clause];
    let parent = clause.parent.filter(|p| clause.content && *p != m.clause)?;
    let promises = |o: &&Match| {
        let frame = coding.language.frames.frame(o.frame);
        // "die Zusage der Regierung, … zu helfen"
        let holds = |p: usize| clause.words.first().is_some_and(|first| coding.adjoins(p, *first));
        o.phrase.is_none_or(holds)
            && frame.is_some_and(|f| match f.event {
                Some((EventType::Agree | EventType::Concede, _)) => f.content.is_none(),
                // "schließt nicht aus, dass …" refuses nothing.
                Some((EventType::Reject, _)) => self::grammar(coding, o).status != Status::Denied,
                _ => false,
            })
    };
    match_frames::of_clause(matches, parent).iter().find(promises).map(|o| o.word)
}

/// "…, um Chile anzugreifen": the word that makes a hostile deed the purpose of another. Protest is done by what is told.
fn intended(coding: &Coding<'_>, m: &Match) -> Option<usize> {
    let (kind, _) = coding.language.frames.frame(m.frame)?.event?;
    let clause = &coding.parse.clauses[m.clause];
    let link =
        clause.link.filter(|_| m.phrase.is_none() && clause.verb.as_ref().is_some_and(|v| v.finite.is_none()))?;
    let opens = coding.parse.words[link].closed.iter().any(|c| coding.language.lexicon.opens_infinitive(*c));
    (opens && kind.quad() == Quad::MaterialConflict && kind != EventType::Protest).then_some(link)
}

/// The word by which a clause is a condition.
fn condition(coding: &Coding<'_>, clause: &Clause) -> Option<usize> {
    let conditional = coding.language.cues.conditional;
    let link = clause.link.filter(|w| {
        clause.kind == ClauseKind::Subordinate && coding.parse.words[*w].closed.iter().any(|c| c.extra == conditional)
    });
    link.or_else(|| awaited(coding, clause)).or_else(|| inverted(coding, clause))
}

/// "würde angreifen, wenn …", "would attack if …": the word that opens the condition of what a clause in the mood of the
/// unreal, or with a modal of it, tells.
fn conditioned(coding: &Coding<'_>, clause: usize) -> Option<usize> {
    let c = &coding.parse.clauses[clause];
    let is_unreal =
        |modal: Option<(Symbol, usize)>| modal.is_some_and(|(m, _)| coding.language.cues.unreal.contains(&m));
    c.verb.as_ref().filter(|v| v.mood == Mood::Wish || is_unreal(v.modal))?;
    let clauses = coding.parse.sentences[c.sentence].clauses.clone().map(|o| &coding.parse.clauses[o]);
    let conditional = coding.language.cues.conditional;
    let opens = |w: &usize| coding.parse.words[*w].closed.iter().any(|k| k.extra == conditional);
    clauses.filter(|o| o.parent == Some(clause)).find_map(|o| o.link.filter(opens))
}

/// "…, bis X die Truppen abzieht": the word before what has not come yet, where the clause around is not past, or denied.
fn awaited(coding: &Coding<'_>, clause: &Clause) -> Option<usize> {
    let waits = |w: &usize| coding.language.cues.waits.contains(&coding.parse.words[*w].form);
    let link = clause.link.filter(|w| clause.kind == ClauseKind::Subordinate && waits(w))?;
    let around = &coding.parse.clauses[clause.parent?];
    let open = around.verb.as_ref().is_some_and(|v| !v.past && !v.perfect);
    (open || around.words.iter().any(|w| coding.negates(*w))).then_some(link)
}

/// "Greift X an, schließt Y die Grenze": the finite verb that opens a sentence, where the next clause begins with its own.
fn inverted(coding: &Coding<'_>, clause: &Clause) -> Option<usize> {
    let clauses = coding.parse.sentences[clause.sentence].clauses.clone();
    let opens = |c: &Clause| c.kind == ClauseKind::Main && c.verb_first && c.arguments.subject.is_some();
    let (first, second) = (coding.parse.clauses.get(clauses.start)?, coding.parse.clauses.get(clauses.start + 1)?);
    let same = first.words.first() == clause.words.first();
    let joined = clauses.len() > 1 && second.shares.is_none();
    (same && joined && opens(first) && opens(second)).then(|| first.verb.as_ref()?.finite).flatten()
}

/// The word by which a clause tells only what could be: that of a condition, or a modal.
fn unreal(coding: &Coding<'_>, clause: &Clause) -> Option<usize> {
    condition(coding, clause).or_else(|| {
        modal(coding, clause.verb.as_ref()?).filter(|(status, _)| *status == Status::Possible).map(|(_, word)| word)
    })
}

/// Whether a clause tells what will or could be.
pub(super) fn told_ahead(coding: &Coding<'_>, clause: usize) -> bool {
    coding.parse.clauses[clause].verb.as_ref().is_some_and(|v| {
        v.future || modal(coding, v).is_some_and(|(s, _)| matches!(s, Status::Planned | Status::Possible))
    })
}

/// "will not meet yet": what is only put off.
fn may_come(coding: &Coding<'_>, clause: &Clause) -> bool {
    let times = &coding.language.times;
    let word = |at: &usize| times.word(coding.parse.words[*at].form, Symbol::default(), false, false);
    clause.words.iter().any(|at| word(at) == Some(TimeWord::Still))
}

/// What the modal of a verb makes of the act, and the modal.
fn modal(coding: &Coding<'_>, verb: &VerbComplex) -> Option<(Status, usize)> {
    let (modal, word) = verb.modal?;
    let past = if verb.finite == Some(word) { verb.past && verb.mood == Mood::Indicative } else { verb.perfect };
    let form = match (past, verb.perfect) {
        (true, _) if verb.mood != Mood::Wish => ModalForm::Past,
        (_, true) => ModalForm::Perfect,
        _ => ModalForm::Plain,
    };
    Some((coding.language.cues.modal(modal, form)?, word))
}

/// Which of two statuses of one clause wins: "könnte nicht" stays possible, "hat angeblich nicht" is denied.
fn rank(status: Status) -> u8 {
    match status {
        Status::Reported => 0,
        Status::Claimed => 1,
        Status::Planned => 2,
        Status::Denied => 3,
        Status::Possible => 4,
    }
}

/// A negation inside a prepositional phrase denies that phrase, not the act; one before an adjective denies that ("eine
/// nicht genehmigte Kundgebung").
fn inside_other_noun(coding: &Coding<'_>, m: &Match, at: usize) -> bool {
    let mut phrases = coding.parse.clauses[m.clause].phrases.clone();
    let Some(p) = phrases.find(|p| coding.phrase(*p).words.contains(&at)).map(|p| coding.phrase(p)) else {
        return false;
    };
    let describes = p.words.start < at && at + 1 < p.head && p.determiner != Some(at);
    // "kamen zu keiner Einigung": what the words of the row hold is the act.
    let frame = coding.language.frames.frame(m.frame);
    let own = |w| frame.is_some_and(|f| f.tests.iter().any(|t| !t.negated && t.slot == Slot::Preposition(w)));
    // "an keinem Tag"
    let ever = coding.language.lexicon.is_time_noun(coding.parse.words[p.head].lemma);
    p.preposition.is_some_and(|w| !own(w) && !ever) || describes
}

/// "verurteilte den geplanten Angriff": an adjective says of its noun that it is to come, not of the verb; but "kommende
/// Woche" is when.
fn describes(coding: &Coding<'_>, clause: usize, at: usize) -> bool {
    let mut phrases = coding.parse.clauses[clause].phrases.clone();
    let holds = phrases.find(|p| coding.phrase(*p).words.contains(&at)).map(|p| coding.phrase(p).head);
    let words = &coding.parse.words;
    words[at].tag == Tag::Adjective
        && holds.is_some_and(|head| head > at && !coding.language.lexicon.is_time_noun(words[head].lemma))
}

/// "nicht nur", "nicht am Montag, sondern am Dienstag", "Uganda, not Togo": limits, does not deny.
fn limits(coding: &Coding<'_>, at: usize) -> bool {
    let (words, sentences) = (&coding.parse.words, &coding.parse.sentences);
    let Some(next) = words.get(at + 1) else { return false };
    let named = matches!(next.tag, Tag::Name | Tag::Noun | Tag::Determiner);
    let apart = || named && at.checked_sub(1).is_some_and(|before| words[before].tag == Tag::Comma);
    let contrast = || {
        let sentence = sentences.get(sentences.partition_point(|s| s.words.end <= at));
        sentence.is_some_and(|s| (at + 1..s.words.end).any(|w| coding.turns(w)))
    };
    coding.language.cues.limiters.contains(&next.form) && next.tag == Tag::Adverb || apart() || contrast()
}

impl Coding<'_> {
    /// True for the word behind a negation that says what is meant instead: "sondern".
    pub(super) fn turns(&self, at: usize) -> bool {
        let word = &self.parse.words[at];
        word.tag == Tag::Coordinator && self.language.cues.limiters.contains(&word.form)
    }

    /// True for a word of negation.
    pub(super) fn negates(&self, at: usize) -> bool {
        matches!(self.cue(at), Some((CueKind::Negation, _))) && !limits(self, at)
    }

    /// The one-word cue at a word.
    fn cue(&self, at: usize) -> Option<(CueKind, Status)> {
        let word = &self.parse.words[at];
        // "Ärzte ohne Grenzen" denies nothing.
        if word.name.is_some() || word.in_name {
            return None;
        }
        let small = self.small(at);
        let lexicon = &self.language.lexicon;
        self.language.cues.word(small).or_else(|| {
            let inflects = word.tag == Tag::Adjective || word.closed.iter().any(|c| c.class == WordClass::Determiner);
            inflects.then(|| self.language.cues.word(lexicon.adjective_stem(small))).flatten()
        })
    }

    /// The cue of several words that begins at a word.
    fn cue_phrase(&self, at: usize) -> Option<(CueKind, Status)> {
        let behind = || self.parse.words[at + 1..].iter().map(|w| w.form);
        self.language.cues.phrase(self.parse.words[at].form, behind)
    }

    /// True where the row takes a complement.
    pub(super) fn has_content(&self, frame: &Frame) -> bool {
        frame.content.is_some() && !frame.actor.contains(&Slot::Recipient)
    }
}
