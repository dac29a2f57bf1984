//! A parsed article in, out who says something in it and by which word: what status and speakers rest on, before it is
//! asked whether an act is told so. Verbs, nouns and adjectives whose rows take contents or are acts in words, and
//! phrases of attribution ("laut X", ", so X").

use super::Coding;
use super::match_frames::{Match, fired, understood};
use super::sites::Site;
use super::slots::Roles;
use crate::article::{Article, Span};
use crate::mention::{Quad, Status};
use crate::parse::{ClauseKind, Mood, Parse, Tag, is_source};
use crate::resources::Language;
use crate::resources::frames::{Frame, Slot};

/// A word by which somebody says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    pub cue: Span,
    /// The word that heads whoever says it; none where nobody is told.
    pub source: Option<Span>,
    /// The word takes contents, whose status and speaker it tells, and contents are told.
    pub has_contents: bool,
    /// `file:line lemma` of the row; none for a preposition or adverb of attribution.
    pub row: Option<String>,
}

/// All of them, in order of the text.
pub fn attributions(language: &Language, article: &Article, parse: &Parse<'_>) -> Vec<Attribution> {
    let coding = Coding::new(language, article, parse);
    let (matches, wanting) = fired(&coding);
    let span = |word: usize| parse.words[word].span;
    let mut found: Vec<Attribution> = Vec::new();
    for m in matches.iter().chain(&wanting) {
        // "befanden sich" says nothing.
        let itself = m.phrase.is_none() && coding.is_reflexive(m.clause);
        let says = |f: &&Frame| is_saying(f) && (f.event.is_some() || f.reflexive || !itself);
        if let Some(frame) = language.frames.frame(m.frame).filter(says) {
            let roles = understood(&coding, m.clause, &matches);
            let source = source(&coding, &roles, m, frame);
            let has_contents = coding.has_content(frame) && has_contents(&coding, &roles, m);
            found.push(Attribution { cue: span(m.word), source, has_contents, row: Some(frame.row.clone()) });
        }
    }
    for (at, p) in parse.phrases.iter().enumerate() {
        let led = p.preposition.filter(|w| language.cues.attributions.contains(w));
        // "laut einem Bericht der Zeitung": the noun of saying has its own row.
        let told = matches.iter().any(|m| m.phrase == Some(at));
        let after = is_source(language, parse, at).then(|| p.words.start - 1);
        let own = || p.words.clone().find(|w| parse.words[*w].tag == Tag::Preposition);
        if let Some(cue) = after.or_else(|| led.and_then(|_| own())).filter(|_| !told) {
            found.push(Attribution { cue: span(cue), source: Some(span(p.head)), has_contents: true, row: None });
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

/// Whether what is said stands with the word: a clause of contents, an object, words behind a preposition of contents, words
/// of another beside it; of a noun behind "nach" the clause that it stands in.
fn has_contents(coding: &Coding<'_>, roles: &Roles, m: &Match) -> bool {
    let sentence = &coding.parse.sentences[coding.parse.clauses[m.clause].sentence];
    let clause = |c: usize| &coding.parse.clauses[c];
    let under = |c: &usize| *c != m.clause && clause(*c).content && clause(*c).parent == Some(m.clause);
    let opens = |p: usize| coding.phrase(p).preposition.is_some_and(|w| coding.language.lexicon.opens_content(w));
    let quoted = |c: usize| clause(c).verb.as_ref().is_some_and(|v| v.mood == Mood::Quoted);
    let next = |c: &usize| c.abs_diff(m.clause) == 1;
    if let Some(phrase) = m.phrase {
        let before = coding.phrase(phrase).preposition;
        let adjoins = |c: usize| clause(c).words.first().is_some_and(|w| coding.adjoins(phrase, *w));
        let held = || roles.accusative == Some(phrase) && sentence.clauses.clone().any(|c| next(&c) && quoted(c));
        let cues = &coding.language.cues;
        return before.is_some_and(|w| cues.attribution_nouns_after.contains(&w) || cues.attributions.contains(&w))
            || sentence.clauses.clone().filter(under).any(adjoins)
            || clause(m.clause).phrases.clone().any(|p| opens(p) && coding.hangs_on(p, phrase))
            || held();
    }
    // "um nicht zu sagen, …": what somebody has in mind to say is not said.
    let lexicon = &coding.language.lexicon;
    let purpose =
        clause(m.clause).link.filter(|w| coding.parse.words[*w].closed.iter().any(|c| lexicon.opens_infinitive(*c)));
    if purpose.is_some() && clause(m.clause).verb.as_ref().is_some_and(|v| v.finite.is_none()) {
        return false;
    }
    let passive = clause(m.clause).verb.as_ref().is_some_and(|v| v.passive);
    let object = if passive { roles.subject } else { roles.accusative };
    // "…, sagte X", "X sagt, Y sei Z", "Wie X mitteilte, …"; an act in words needs more than a clause beside it.
    let speaks = coding.event(m).is_none();
    let frame = coding.language.frames.frame(m.frame);
    let fears = frame.and_then(|f| f.content).is_some_and(|(status, _)| status == Status::Possible);
    let beside = |c: usize| c != m.clause && (next(&c) && speaks || clause(c).kind == ClauseKind::Main && quoted(c));
    let led = |p: usize| coding.phrase(p).preposition.is_some() && Some(p) != roles.subject;
    let last = clause(m.clause).words.last().map(|w| w + 1);
    let colon = last.and_then(|w| coding.parse.words.get(w)).is_some_and(|w| w.tag == Tag::Break);
    object.is_some()
        || sentence.clauses.clone().any(|c| under(&c) || beside(c))
        || clause(m.clause).phrases.clone().any(|p| if speaks && !fears { opens(p) } else { led(p) })
        || colon
}

/// The word that heads whoever fills the row's slot for the one who acts.
fn source(coding: &Coding<'_>, roles: &Roles, m: &Match, frame: &Frame) -> Option<Span> {
    let head = |p: usize| coding.phrase(p).head;
    let noun = m.phrase.map(|p| (p, m.word));
    let site = Site { clause: m.clause, roles, noun, subject_acts: false };
    // Where both forms fit both cases, the row may have turned them round.
    let is_actor = |p: &usize| coding.referents[*p].iter().any(|r| m.actors.iter().any(|a| a.span == r.actor.span));
    let turned = roles.accusative.filter(|_| m.phrase.is_none() && !roles.subject.is_some_and(|s| is_actor(&s)));
    if let Some(phrase) = turned.filter(is_actor) {
        return Some(coding.parse.words[head(phrase)].span);
    }
    let passive = coding.parse.clauses[m.clause].verb.as_ref().is_some_and(|v| v.passive);
    let of_slot = |slot: &Slot| {
        let phrase = coding.fillers(&site, *slot).first().copied();
        let owner = || {
            let determiner = m.phrase.filter(|_| *slot == Slot::Possessive).and_then(|p| coding.phrase(p).determiner);
            determiner.filter(|d| coding.language.lexicon.is_possessive(coding.parse.words[*d].closed))
        };
        // "wurde von Beobachtern beschrieben": an agent who is nobody that the engine codes.
        let agent = || {
            let mut slots = coding.language.lexicon.agent_prepositions().filter(|_| passive && *slot == Slot::Subject);
            slots.find_map(|s| coding.fillers(&site, s).first().copied())
        };
        let word = phrase.map(head).or_else(owner).or_else(|| agent().map(head));
        word.map(|word| coding.parse.words[word].span)
    };
    // Whoever is understood was named before.
    let before = coding.parse.words[m.word].span.start;
    let named = || m.actors.first().map(|a| a.span).filter(|s| s.end <= before);
    frame.actor.iter().find_map(of_slot).or_else(named)
}
