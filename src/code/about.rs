//! Matches in, which act a stand is taken on out: "verurteilt den Angriff", "Kritik an den Sanktionen", "begrüßt dies".
//!
//! An act is what another match speaks of where it stands in the words that this one governs: as object, behind a
//! preposition of contents or cause, as a genitive, in a clause of contents, before a relative clause, or meant by a word
//! that points back. That both stand in one sentence says nothing.

use super::Coding;
use super::match_frames::Match;
use super::speech::is_complement;
use super::status::Settled;
use super::untold::rules;
use crate::mention::{Actor, EventType, Mention, Mode, Quad, Status};
use crate::parse::{Attachment, ClauseKind};
use crate::resources::frames::FrameKind;
use std::ops::Range;

/// An act that is told: its place among the matches, and the mention that it makes.
pub(super) type Told = (usize, Mention);

/// What an act of this type can be a stand on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// Welcomed, condemned, refused, asked for: its object and contents.
    Contents,
    /// Threatened, punished or protested because of it: only what is named as the cause.
    Cause,
}

fn takes_stand(coding: &Coding<'_>, m: &Match) -> Option<Takes> {
    use EventType::{Accuse, Protest, Reject, Request, Sanction, Support, Threaten};
    let frame = coding.language.frames.frame(m.frame)?;
    match frame.event? {
        (Accuse, Some(Mode::Investigate)) => None,
        (Accuse | Reject | Request, _) => Some(Takes::Contents),
        (Support, _) => (!frame.flags.founds_treaty).then_some(Takes::Contents),
        (Threaten | Sanction | Protest, _) => Some(Takes::Cause),
        _ => None,
    }
}

/// The class of nouns that call any act a matter: "Schritt", "step".
const MATTER: &str = "matter";
/// Those of them that call what is done to somebody: "Vorgehen", "conduct".
const DEED: &str = "deed";
/// How many of the acts told last may be the blow that is meant.
const LAST: usize = 4;

/// How many tellings back a known noun can mean an act.
const REACH: usize = 200;

/// Those told in the words from one to another; they stand in the order of the text.
fn between<'t>(matches: &[Match], told: &'t [Told], words: Range<usize>) -> &'t [Told] {
    let at = |word: usize| told.partition_point(|(o, _)| matches[*o].word < word);
    told.get(at(words.start)..at(words.end)).unwrap_or_default()
}

/// For a match the others that it speaks of, of those that are told; all by their places.
pub(super) fn of(coding: &Coding<'_>, matches: &[Match], settled: &[Settled], told: &[Told], at: usize) -> Vec<usize> {
    let m = &matches[at];
    let Some(takes) = takes_stand(coding, m) else { return Vec::new() };
    let spoken_of = |o: &usize| *o != at && governs(coding, matches, settled, (at, takes), *o);
    let sentence = &coding.parse.sentences[coding.parse.clauses[m.clause].sentence];
    let near = between(matches, told, sentence.words.clone());
    let mut found: Vec<usize> = near.iter().map(|(o, _)| *o).filter(spoken_of).collect();
    // What is asked for is not what was told.
    let again = named_again(coding, matches, (m, takes), told);
    if let Some((noun, earlier)) = again.filter(|_| coding.event(m) != Some(EventType::Request)) {
        found.retain(|o| matches[*o].word != noun);
        found.push(earlier);
    }
    if found.is_empty() && takes == Takes::Contents {
        let pointed = pointed_at(coding, matches, m, told);
        let asked = coding.event(m) == Some(EventType::Request);
        found.extend(pointed.or_else(|| called_a_matter(coding, matches, m, told).filter(|_| !asked)));
    }
    found
}

fn governs(
    coding: &Coding<'_>,
    matches: &[Match],
    settled: &[Settled],
    (at, takes): (usize, Takes),
    other: usize,
) -> bool {
    let (m, o) = (&matches[at], &matches[other]);
    let sentence = |m: &Match| coding.parse.clauses[m.clause].sentence;
    if sentence(m) != sentence(o) || o.word == m.word {
        return false;
    }
    let contents = takes == Takes::Contents;
    let Some(phrase) = o.phrase.filter(|_| o.clause == m.clause || contents && is_described(coding, m, o)) else {
        // "… kritisierte, dass X angegriffen habe"
        let inner = &coding.parse.clauses[o.clause];
        let governed = settled[other].governor.is_some_and(|g| matches[g].word == m.word);
        let told = governed || o.phrase.is_none() && is_decided(coding, m, o.clause);
        return contents && told && o.clause != m.clause && inner.content;
    };
    o.clause != m.clause || is_spoken_of(coding, (m, takes), phrase)
}

/// "begrüßte die Entscheidung, Gefangene freizulassen": the contents of a matter that is spoken of.
fn is_decided(coding: &Coding<'_>, m: &Match, inner: usize) -> bool {
    let first = coding.parse.clauses[inner].words.first();
    let mut phrases = coding.parse.clauses[m.clause].phrases.clone();
    phrases.any(|p| {
        let spoken_of = || is_matter(coding, p) && is_spoken_of(coding, (m, Takes::Contents), p);
        Some(p) != m.phrase && first.is_some_and(|first| coding.adjoins(p, *first)) && spoken_of()
    })
}

/// "Schritt", "decision": a noun that calls any act.
fn is_matter(coding: &Coding<'_>, phrase: usize) -> bool {
    is_called(coding, phrase, MATTER)
}

fn is_called(coding: &Coding<'_>, phrase: usize, class: &str) -> bool {
    let class = coding.language.lexicon.symbols.get(class);
    coding.is_of_class(&coding.noun_forms(coding.phrase(phrase).head), class)
}

/// Whether a phrase of the clause says what a match speaks of.
fn is_spoken_of(coding: &Coding<'_>, (m, takes): (&Match, Takes), phrase: usize) -> bool {
    match m.phrase {
        Some(own) => concerns(coding, takes, phrase, own),
        None => takes == Takes::Contents && is_complement(coding, m.clause, phrase) || is_cause(coding, m, phrase),
    }
}

/// "verurteilte den Anschlag": a known noun that tells no more than parties means the act of its type and mode, and with
/// these, that was told last before it: the noun and the act. Not one that tells itself who did it.
fn named_again(coding: &Coding<'_>, matches: &[Match], m: (&Match, Takes), told: &[Told]) -> Option<(usize, usize)> {
    let phrases = coding.parse.clauses[m.0.clause].phrases.clone();
    let again =
        |p: &usize| Some(*p) != m.0.phrase && coding.is_known(*p) && is_bare(coding, *p) && is_spoken_of(coding, m, *p);
    let noun = phrases.filter(again).find_map(|p| {
        let head = coding.phrase(p).head;
        let ids = coding.frames_of_noun(&coding.noun_forms(head));
        let event = ids.iter().find_map(|id| coding.language.frames.frame(*id)?.event)?;
        let parties: Vec<String> = hanging(coding, p).flat_map(|o| coding.heads(o)).map(|r| r.actor.code).collect();
        let whole = |t: &&Told| matches[t.0].word == head && (t.1.symmetric || !t.1.actors.is_empty());
        between(matches, told, head..head + 1).iter().find(whole).is_none().then_some((head, event, parties))
    });
    let (head, (kind, mode), parties) = noun?;
    let done = |mention: &Mention| matches!(mention.status, Status::Reported | Status::Claimed | Status::Planned);
    let meant = |(_, mention): &&Told| {
        let same = mention.kind == kind && (mode.is_none() || mention.mode == mode);
        let sides = || mention.actors.iter().chain(&mention.recipients);
        let whose = parties.iter().all(|code| sides().any(|side| side.code == *code));
        same && whose && !mention.historical && done(mention)
    };
    let mut before = between(matches, told, 0..head).iter().rev().take(REACH);
    before.find(meant).map(|(o, _)| (head, *o))
}

/// What hangs on a phrase.
fn hanging<'c>(coding: &'c Coding<'_>, phrase: usize) -> impl Iterator<Item = usize> + 'c {
    let clause = coding.phrase(phrase).clause;
    coding.parse.clauses[clause].phrases.clone().filter(move |o| coding.hangs_on(*o, phrase))
}

/// "den Anschlag", "the attack": no adjective, name or clause says which, and nothing that hangs on it but actors.
fn is_bare(coding: &Coding<'_>, phrase: usize) -> bool {
    let p = coding.phrase(phrase);
    let alone = p.words.len() <= 2 || p.words.len() == 3 && p.preposition.is_some();
    alone && tells_parties_only(coding, phrase)
}

/// Nothing hangs on it but actors, and no clause says which it is.
fn tells_parties_only(coding: &Coding<'_>, phrase: usize) -> bool {
    let hangs = hanging(coding, phrase).any(|o| !coding.is_actor(o));
    let clauses =
        || coding.parse.sentences[coding.parse.clauses[coding.phrase(phrase).clause].sentence].clauses.clone();
    let described = clauses().any(|c| coding.parse.clauses[c].antecedent == Some(phrase));
    let told = clauses().any(|c| {
        let inner = &coding.parse.clauses[c];
        inner.content && inner.words.first().is_some_and(|first| coding.adjoins(phrase, *first))
    });
    !hangs && !described && !told
}

/// "verurteilte das Vorgehen Pristinas", "begrüßte den Schritt", "kritisierte das Abkommen": a known noun for any matter means
/// the deed told last before, of the parties that it names, without any at most one sentence back; a treaty, the act of
/// these parties that made one last.
fn called_a_matter(coding: &Coding<'_>, matches: &[Match], m: &Match, told: &[Told]) -> Option<usize> {
    let c = &coding.parse.clauses[m.clause];
    let matter = |p: &usize| {
        let head = coding.phrase(*p).head;
        let known = Some(*p) != m.phrase && coding.is_known(*p) && tells_parties_only(coding, *p);
        let called = is_matter(coding, *p) || coding.about_treaty(head);
        known && called && is_spoken_of(coding, (m, Takes::Contents), *p)
    };
    let noun = c.phrases.clone().find(matter)?;
    let head = coding.phrase(noun).head;
    let treaty = coding.about_treaty(head);
    let Parties { doers, others, elsewhere } = parties_of(coding, noun, treaty);
    let none = doers.is_empty() && others.is_empty();
    let first = match c.sentence.checked_sub(1) {
        // An adjective or a place may say that it is another one.
        _ if none && (elsewhere || !is_bare(coding, noun)) => return None,
        Some(before) if none && !treaty => coding.parse.sentences[before].words.start,
        _ => 0,
    };
    let meant = |(o, act): &&Told| {
        let deed = if treaty { makes_treaty(coding, &matches[*o]) } else { is_deed(coding, &matches[*o]) };
        let did = || act.actors.iter().chain(act.recipients.iter().filter(|_| act.symmetric || treaty));
        let whose = doers.iter().all(|party| did().any(|side| is_of(side, party)))
            && others.iter().all(|party| act.recipients.iter().any(|side| is_of(side, party)));
        let done = matches!(act.status, Status::Reported | Status::Claimed);
        deed && whose && matches[*o].clause != m.clause && !act.historical && done
    };
    let before = || between(matches, told, first..head).iter().rev().take(REACH).filter(meant);
    // Blame for a deed means a blow where there was one just before.
    let blamed = || blames(coding, m) && is_called(coding, noun, DEED);
    let blow = || before().take(LAST).find(|(_, act)| is_blow(act)).filter(|_| blamed());
    // News may open with what is said to a treaty, and go on with the treaty.
    let after = || between(matches, told, head..coding.parse.words.len()).iter().take(REACH).find(meant);
    let found = blow().or_else(|| before().next());
    found.or_else(|| after().filter(|_| treaty && !none)).map(|(o, _)| *o)
}

/// Those whom the noun for a matter names.
struct Parties {
    /// As those who did it: "des Iran", "Moskaus", "von Teheran"; of a treaty, who struck it.
    doers: Vec<Actor>,
    /// In any other way: "gegen Polen".
    others: Vec<Actor>,
    /// Whether a place stands with it: "in Syrien".
    elsewhere: bool,
}

fn parties_of(coding: &Coding<'_>, noun: usize, treaty: bool) -> Parties {
    let mut parties = Parties { doers: Vec::new(), others: Vec::new(), elsewhere: false };
    let lexicon = &coding.language.lexicon;
    // "das Abkommen mit dem Iran" may also be parsed as what is done with Iran.
    let behind = |p: &usize| {
        let p = coding.phrase(*p);
        p.preposition.is_some() && p.words.start == coding.phrase(noun).words.end
    };
    let mut phrases = coding.parse.clauses[coding.phrase(noun).clause].phrases.clone();
    let beside = phrases.find(behind).filter(|p| !coding.hangs_on(*p, noun));
    for phrase in hanging(coding, noun).chain(beside) {
        let p = coding.phrase(phrase);
        let genitive = p.attached.is_some_and(|(_, how)| how == Attachment::Genitive);
        let struck = |w| lexicon.is_agent(w) || treaty && lexicon.mutual_prepositions().any(|mutual| mutual == w);
        let side = match genitive || p.preposition.is_some_and(struck) {
            true => &mut parties.doers,
            false => &mut parties.others,
        };
        for referent in coding.heads(phrase) {
            match referent.place {
                true => parties.elsewhere = true,
                false => side.push(referent.actor),
            }
        }
    }
    parties
}

fn is_blow(act: &Mention) -> bool {
    matches!(act.kind.quad(), Quad::VerbalConflict | Quad::MaterialConflict)
}

fn blames(coding: &Coding<'_>, m: &Match) -> bool {
    coding.language.frames.frame(m.frame).and_then(|f| f.event).is_some_and(|(kind, _)| kind == EventType::Accuse)
}

/// The same actor, or two organs of one state.
fn is_of(side: &Actor, party: &Actor) -> bool {
    side.code == party.code && (side.sector == party.sector || rules(side) && rules(party))
}

/// An act that is no opinion on another.
fn is_deed(coding: &Coding<'_>, m: &Match) -> bool {
    takes_stand(coding, m) != Some(Takes::Contents)
}

fn makes_treaty(coding: &Coding<'_>, m: &Match) -> bool {
    let frame = coding.language.frames.frame(m.frame);
    frame.is_some_and(|f| f.flags.founds_treaty || f.event.is_some_and(|(kind, _)| kind == EventType::Agree))
}

/// "Kritik an den Sanktionen", "die Verurteilung des Angriffs": a phrase on which another hangs by its contents.
fn concerns(coding: &Coding<'_>, takes: Takes, phrase: usize, noun: usize) -> bool {
    let hung = |p: &usize| coding.phrase(*p).attached.map(|(to, _)| to).filter(|to| *to < *p);
    let first = std::iter::successors(Some(phrase), hung).find(|p| hung(p) == Some(noun));
    first.is_some_and(|p| {
        let of = coding.phrase(p).attached.is_some_and(|(_, how)| how == Attachment::Genitive);
        let lexicon = &coding.language.lexicon;
        let contents = takes == Takes::Contents;
        let led = |w| contents && lexicon.opens_content(w) || lexicon.names_cause(w);
        contents && of || coding.phrase(p).preposition.is_some_and(led)
    })
}

/// "kritisierte X wegen des Angriffs": why it is done.
fn is_cause(coding: &Coding<'_>, m: &Match, phrase: usize) -> bool {
    let frame = coding.language.frames.frame(m.frame);
    let lexicon = &coding.language.lexicon;
    let hung = |p: &usize| coding.phrase(*p).attached.map(|(to, _)| to).filter(|to| *to < *p);
    let led = |p: usize| coding.phrase(p).preposition.is_some_and(|w| lexicon.names_cause(w));
    frame.is_some_and(|f| f.kind != FrameKind::Noun) && std::iter::successors(Some(phrase), hung).any(led)
}

/// "den Angriff, den X verurteilte": the act that a relative clause describes, where it is the object there.
fn is_described(coding: &Coding<'_>, m: &Match, o: &Match) -> bool {
    let c = &coding.parse.clauses[m.clause];
    let link = c.link.filter(|_| c.kind == ClauseKind::Relative && c.antecedent.is_some() && c.antecedent == o.phrase);
    let pronoun = link.and_then(|w| c.phrases.clone().find(|p| coding.phrase(*p).head == w));
    m.phrase.is_none() && pronoun.is_some_and(|p| is_complement(coding, m.clause, p))
}

/// "Berlin begrüßte dies": the act that was told last before, in its sentence or at the end of the one before.
fn pointed_at(coding: &Coding<'_>, matches: &[Match], m: &Match, told: &[Told]) -> Option<usize> {
    let c = &coding.parse.clauses[m.clause];
    let points = |p: &usize| {
        let phrase = coding.phrase(*p);
        let word = &coding.parse.words[phrase.head];
        let lexicon = &coding.language.lexicon;
        phrase.pronoun && word.closed.iter().any(|c| lexicon.is_demonstrative(c.extra)) && !coding.is_nobody(*p)
    };
    let pronoun =
        c.phrases.clone().filter(|_| m.phrase.is_none()).find(|p| points(p) && is_complement(coding, m.clause, *p))?;
    let here = coding.phrase(pronoun).head;
    let first = coding.parse.sentences[c.sentence.checked_sub(1)?].words.start;
    let before = between(matches, told, first..here).iter().rev().map(|(o, _)| *o);
    before.into_iter().find(|o| matches[*o].clause != m.clause)
}
