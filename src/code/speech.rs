//! Who says what: which match governs a clause or noun, and who is named as the source of a clause.

use super::Coding;
use super::actors::Referent;
use super::match_frames::Match;
use super::slots::Depth;
use crate::mention::{Actor, EventType, Status};
use crate::parse::{ClauseKind, Mood, Tag, is_source};
use crate::resources::frames::{Check, FrameKind, Slot};
use smallvec::SmallVec;

/// The sign behind which somebody's words may stand.
const COLON: &str = ":";

/// For each clause the matches in it, and whether another clause is its content.
pub(super) struct Speech {
    by_clause: Vec<Vec<usize>>,
    has_content: Vec<bool>,
}

impl Speech {
    pub(super) fn new(coding: &Coding<'_>, matches: &[Match]) -> Self {
        let mut by_clause = vec![Vec::new(); coding.parse.clauses.len()];
        for (at, m) in matches.iter().enumerate() {
            by_clause[m.clause].push(at);
        }
        let mut has_content = vec![false; coding.parse.clauses.len()];
        for clause in coding.parse.clauses.iter().filter(|c| c.content) {
            if let Some(parent) = clause.parent {
                has_content[parent] = true;
            }
        }
        Self { by_clause, has_content }
    }

    /// The match in whose complement this one stands.
    pub(super) fn governor(&self, coding: &Coding<'_>, matches: &[Match], at: usize) -> Option<usize> {
        let m = &matches[at];
        if let Some(phrase) = m.phrase {
            let outer = self.by_clause[m.clause].iter().copied().filter(|o| *o != at);
            let mut noun = outer.clone().filter(|o| {
                let other = &matches[*o];
                content(coding, other).is_some()
                    && other
                        .phrase
                        .is_some_and(|p| p < phrase && (coding.hangs_on(phrase, p) || coding.stands_behind(phrase, p)))
            });
            let mut verb = outer.filter(|o| {
                let other = &matches[*o];
                // "will Sanktionen mit einem Veto verhindern": the means are not denied.
                let means = content(coding, other) == Some(Status::Denied) && coding.is_means(phrase);
                content(coding, other).is_some()
                    && other.phrase.is_none()
                    && !means
                    && (is_complement(coding, m.clause, phrase)
                        || is_tested(coding, other, phrase)
                        || is_told_of(coding, other, phrase))
            });
            if let Some(found) = noun.next_back().or_else(|| verb.next_back()) {
                return Some(found);
            }
        }
        self.over_clause(coding, matches, m.clause, 0)
    }

    /// The match that governs a whole clause.
    fn over_clause(&self, coding: &Coding<'_>, matches: &[Match], clause: usize, depth: usize) -> Option<usize> {
        let c = &coding.parse.clauses[clause];
        if depth > 6 {
            return None;
        }
        if c.content
            && let Some(parent) = c.parent.filter(|p| *p != clause)
        {
            let first = *c.words.first()?;
            let here = &self.by_clause[parent];
            let takes = |o: &usize| content(coding, &matches[*o]).is_some();
            let near = here.iter().copied().filter(takes);
            let near = near.into_iter().find(|o| matches[*o].phrase.is_some_and(|p| coding.adjoins(p, first)));
            let verb = here.iter().copied().filter(takes).find(|o| matches[*o].phrase.is_none());
            let any = here.iter().copied().rfind(takes);
            return near.or(verb).or(any).or_else(|| self.over_clause(coding, matches, parent, depth + 1));
        }
        if let Some(shared) = c.shares.filter(|s| *s < clause) {
            return self.over_clause(coding, matches, shared, depth + 1);
        }
        if matches!(c.kind, ClauseKind::Main | ClauseKind::Fragment) {
            return self.over_main(coding, matches, clause);
        }
        // A relative or adverbial clause stands under what governs the clause around it, where the mood says so.
        let quoted = c.verb.as_ref().is_some_and(|v| v.mood == Mood::Quoted);
        c.parent.filter(|p| quoted && *p != clause).and_then(|p| self.over_clause(coding, matches, p, depth + 1))
    }

    /// Speech without a conjunction: "X sei Y, sagte Z", "Z sagte, X sei Y", and reported mood over sentences.
    fn over_main(&self, coding: &Coding<'_>, matches: &[Match], clause: usize) -> Option<usize> {
        let c = &coding.parse.clauses[clause];
        let sentence = &coding.parse.sentences[c.sentence];
        let quoted = c
            .words
            .iter()
            .filter(|w| coding.parse.words[**w].tag != Tag::Other)
            .all(|w| coding.parse.words[*w].quoted || coding.parse.words[*w].tag == Tag::Quote);
        let mood = c.verb.as_ref().map_or(Mood::Indicative, |v| v.mood);
        let reported = mood == Mood::Quoted || mood == Mood::Wish && is_told(coding, clause);
        let speaks = |o: &usize| self.speaks(coding, &matches[*o], clause);
        // "fürchtet, X könne angreifen", "könnte angreifen, warnte Y": within a sentence also what may only be.
        let tells = |o: &usize| speaks(o) || self.fears(coding, &matches[*o], clause);
        let mut nearby = sentence
            .clauses
            .clone()
            .filter(|o| *o != clause)
            .flat_map(|o| self.by_clause[o].iter().copied())
            .filter(tells);
        let before = nearby.clone().rfind(|o| matches[*o].clause < clause);
        let closes = |o: &usize| {
            let c = matches[*o].clause;
            let own_subject = coding.roles(c).subject.is_some();
            c > clause && coding.parse.clauses[c].verb_first && own_subject && !self.has_content[c]
        };
        let after = nearby.clone().find(closes);
        if let Some(found) = after {
            return Some(found);
        }
        // "Wie die Regierung mitteilte, griff X an."
        let as_told = |o: &usize| {
            let other = &coding.parse.clauses[matches[*o].clause];
            let how = coding.language.cues.manner;
            let links = |w: usize| coding.parse.words[w].closed.iter().any(|k| k.extra == how);
            other.parent == Some(clause) && other.link.is_some_and(links) && !self.has_content[matches[*o].clause]
        };
        if let Some(found) = nearby.find(as_told) {
            return Some(found);
        }
        if quoted || reported {
            // "Moskau dementierte: Man greife nur Terroristen an": what stands behind a colon is said, not denied.
            let colon = self.before_colon(coding, clause);
            let names = |b: usize| coding.roles(b).subject.is_some_and(|s| !coding.heads(s).is_empty());
            let subject = colon.filter(|b| names(*b));
            let denied = |o: &usize| content(coding, &matches[*o]) == Some(Status::Denied);
            if before.is_some_and(|b| colon == Some(matches[b].clause) && denied(&b)) {
                return None;
            }
            if before.is_some() || subject.is_some() {
                return before;
            }
            let earlier = (sentence.clauses.start.saturating_sub(12)..sentence.clauses.start).rev();
            let found = earlier.flat_map(|o| self.by_clause[o].iter().rev().copied()).find(speaks)?;
            // "Z berichtete … Y verteidigte sich: „…“": from the colon on it is Y who speaks.
            let since = matches[found].clause + 1;
            let mut speakers = (since..clause).filter_map(|o| self.before_colon(coding, o));
            let is_others = quoted && speakers.any(|b| b >= since && names(b));
            return (!is_others).then_some(found);
        }
        None
    }

    /// The clause right before the colon behind which a clause stands in its sentence.
    fn before_colon(&self, coding: &Coding<'_>, clause: usize) -> Option<usize> {
        let first = coding.parse.clauses[clause].words.first().copied()?;
        let sentence = coding.parse.clauses[clause].sentence;
        let colon = (coding.parse.sentences[sentence].words.start..first).rev().find(|w| coding.text(*w) == COLON)?;
        let before = |c: &usize| coding.parse.clauses[*c].words.iter().all(|w| *w <= colon);
        let mut clauses = coding.parse.sentences[sentence].clauses.clone().filter(before);
        clauses.rfind(|c| coding.parse.clauses[*c].kind == ClauseKind::Main)
    }

    fn speaks(&self, coding: &Coding<'_>, m: &Match, clause: usize) -> bool {
        self.voices(coding, m, clause)
            && content(coding, m).or_else(|| spoken(coding, m)).is_some_and(|c| c != Status::Possible)
    }

    fn fears(&self, coding: &Coding<'_>, m: &Match, clause: usize) -> bool {
        self.voices(coding, m, clause) && content(coding, m) == Some(Status::Possible)
    }

    /// A verb with a speaker, in a main clause or just before the other.
    fn voices(&self, coding: &Coding<'_>, m: &Match, clause: usize) -> bool {
        let own = coding.parse.clauses[m.clause].kind == ClauseKind::Main || m.clause + 1 == clause;
        let voiced = coding.language.frames.frame(m.frame).is_some_and(|f| !f.actor.is_empty());
        own && voiced && m.phrase.is_none()
    }

    /// Speakers named beside the act, and the status of what they say: "laut KCNA", "nach Angaben der Polizei", "Experten
    /// zufolge", "nach Darstellung der Rebellen".
    pub(super) fn attributed(&self, coding: &Coding<'_>, matches: &[Match], m: &Match) -> (Vec<Actor>, Status) {
        let reported =
            |heads: SmallVec<[Referent; 2]>| (heads.into_iter().map(|r| r.actor).collect(), Status::Reported);
        // "Er blieb hart: X bekomme kein Geld."
        let quoted = coding.parse.clauses[m.clause].verb.as_ref().is_some_and(|v| v.mood == Mood::Quoted);
        if let Some(before) = self.before_colon(coding, m.clause).filter(|_| quoted) {
            let heads = coding.roles(before).subject.map(|s| coding.heads(s)).unwrap_or_default();
            if !heads.is_empty() {
                return reported(heads);
            }
        }
        let mut clause = m.clause;
        for _ in 0..4 {
            let c = &coding.parse.clauses[clause];
            for phrase in c.phrases.clone() {
                let p = coding.phrase(phrase);
                let led = p.preposition.is_some_and(|w| coding.language.cues.attributions.contains(&w));
                if led || is_source(coding.language, coding.parse, phrase) {
                    let heads = coding.heads(phrase);
                    return reported(if heads.is_empty() { coding.deep(phrase, Depth::All) } else { heads });
                }
            }
            let noun = self.by_clause[clause].iter().map(|o| &matches[*o]).find(|o| {
                let frame = coding.language.frames.frame(o.frame);
                let plain = frame.is_some_and(|f| {
                    f.event.is_none() && matches!(f.content, Some((Status::Reported | Status::Claimed, _)))
                });
                plain
                    && o.phrase.is_some_and(|p| {
                        coding
                            .phrase(p)
                            .preposition
                            .is_some_and(|w| coding.language.cues.attribution_nouns_after.contains(&w))
                    })
            });
            if let Some(noun) = noun {
                return (noun.actors.clone(), content(coding, noun).unwrap_or(Status::Reported));
            }
            match c.parent {
                Some(parent) if parent != clause => clause = parent,
                _ => break,
            }
        }
        (Vec::new(), Status::Reported)
    }
}

/// "X habe Y angegriffen, kritisierte Z": whoever blames, praises, promises or refuses in a clause of his own says what stands
/// beside it in the mood of speech, also where the row takes no contents.
pub(super) fn spoken(coding: &Coding<'_>, m: &Match) -> Option<Status> {
    use EventType::{Accuse, Agree, Concede, Reject, Support, Threaten};
    let frame = coding.language.frames.frame(m.frame).filter(|f| f.kind == FrameKind::Verb && f.content.is_none())?;
    let (kind, _) = frame.event.filter(|_| !frame.is_quoted_speech() && !frame.flags.founds_treaty)?;
    matches!(kind, Accuse | Agree | Concede | Reject | Support | Threaten).then_some(Status::Reported)
}

fn content(coding: &Coding<'_>, m: &Match) -> Option<Status> {
    coding.language.frames.frame(m.frame).filter(|f| coding.has_content(f)).and_then(|f| f.content).map(|(s, _)| s)
}

/// "Die Rebellen hätten angegriffen" behind other reported words: the mood of the unreal stands for that of speech.
fn is_told(coding: &Coding<'_>, clause: usize) -> bool {
    let here = coding.parse.clauses[clause].sentence;
    let moods = |sentence: usize| {
        let clauses = coding.parse.sentences[sentence].clauses.clone().filter(|c| *c < clause);
        clauses.filter_map(|c| coding.parse.clauses[c].verb.as_ref()).map(|v| v.mood)
    };
    let conditional = coding.parse.sentences[here].clauses.clone().any(|c| {
        let link = coding.parse.clauses[c].link;
        let condition = coding.language.cues.conditional;
        link.is_some_and(|w| coding.parse.words[w].closed.iter().any(|k| k.extra == condition))
    });
    let before = here.checked_sub(1).into_iter().flat_map(moods).any(|m| m == Mood::Quoted);
    !conditional && (moods(here).next().is_some() || before)
}

impl Coding<'_> {
    /// "keine Hinweise auf einen Angriff": with a preposition right behind another phrase.
    fn stands_behind(&self, phrase: usize, before: usize) -> bool {
        let p = self.phrase(phrase);
        let about = p.preposition.is_some_and(|w| !self.language.syntax.verb_prepositions.contains(&w));
        about && self.phrase(before).words.end == p.words.start
    }
}

/// "Das Treffen platzte", "widersprach Berichten über …": the subject or dative by which a row knows what it speaks of.
fn is_tested(coding: &Coding<'_>, row: &Match, phrase: usize) -> bool {
    let roles = coding.roles(row.clause);
    let frame = coding.language.frames.frame(row.frame);
    let tests = frame.iter().flat_map(|f| &f.tests).filter(|t| !t.negated && t.check != Check::Actor);
    let slots = tests.filter_map(|t| match t.slot {
        Slot::Subject => roles.subject,
        Slot::Dative => roles.dative,
        _ => None,
    });
    slots.into_iter().any(|top| is_of(coding, phrase, top))
}

/// "Ein Angriff ist unwahrscheinlich", "a meeting is possible": the subject of an adjective that says how things stand;
/// "länger als geplant" only compares.
fn is_told_of(coding: &Coding<'_>, row: &Match, phrase: usize) -> bool {
    let adjective = coding.language.frames.frame(row.frame).is_some_and(|f| f.kind == FrameKind::Adjective);
    let before = row.word.checked_sub(1).map(|at| &coding.parse.words[at]);
    let compares = before.is_some_and(|w| w.closed.iter().any(|c| coding.language.lexicon.is_comparison(*c)));
    let subject = coding.roles(row.clause).subject.filter(|_| adjective && !compares);
    subject.is_some_and(|top| is_of(coding, phrase, top))
}

/// The phrase itself, or one that hangs on it.
fn is_of(coding: &Coding<'_>, phrase: usize, top: usize) -> bool {
    top == phrase || coding.hangs_on(phrase, top)
}

/// An object, the subject of a passive, or a phrase behind a preposition of contents ("sprach von Angriffen").
pub(super) fn is_complement(coding: &Coding<'_>, clause: usize, phrase: usize) -> bool {
    let roles = coding.roles(clause);
    let passive = coding.parse.clauses[clause].verb.as_ref().is_some_and(|v| v.passive);
    let object = if passive { roles.subject } else { roles.accusative };
    let root =
        std::iter::successors(Some(phrase), |p| coding.phrase(*p).attached.map(|(to, _)| to).filter(|to| to < p))
            .last();
    object.is_some_and(|top| is_of(coding, phrase, top))
        || root.and_then(|r| coding.phrase(r).preposition).is_some_and(|w| coding.language.lexicon.opens_content(w))
}
