//! Matches and mentions in, who is quoted without being a party out: experts, forums, officials without a name, media.
//!
//! A voice is whoever vouches for a mention and is on neither side of it; and whoever is called by a noun of
//! `classes-voices.tsv` and says something: as the subject of a word of saying or judging, behind a word of attribution, or as
//! the one whose words a noun of saying names. An adjective can call him too: "offiziellen Angaben zufolge". What is said
//! need be no act.

use super::Coding;
use super::match_frames::{Match, of_clause};
use super::status::{Settled, told_ahead};
use crate::article::Span;
use crate::mention::{Actor, EventType, Mention, Sector, Status};
use crate::normal::normal;
use crate::parse::{Attachment, Tag, is_source};
use crate::resources::symbol::Symbol;
use crate::voice::{Manner, Statement, VoiceKind};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// How the classes of nouns for voices begin, and the class of verbs of judging.
const CLASS: &str = "voice_";
const VERBS: &str = "voice_verb";
/// The class of adjectives that say of words whose they are, where nobody is named: officials.
const ADJECTIVES: &str = "voice_adjective";

/// All statements, in order of the text.
pub(super) fn statements(
    coding: &Coding<'_>,
    matches: &[Match],
    settled: &[Settled],
    mentions: &[Mention],
) -> Vec<Statement> {
    // What is said in an article that tells no act belongs to no politics.
    if mentions.is_empty() {
        return Vec::new();
    }
    let voices = Voices::new(coding, matches, settled);
    let mut found = Vec::new();
    for phrase in 0..coding.parse.phrases.len() {
        if let Some(kind) = voices.kind(phrase)
            && let Some(saying) = voices.says(phrase)
        {
            found.extend(voices.statement(kind, phrase, saying, mentions));
        }
    }
    let words = &coding.parse.words;
    let places: FxHashMap<Span, usize> =
        matches.iter().enumerate().rev().map(|(at, m)| (words[m.word].span, at)).collect();
    // A sentence may vouch for what it tells only: what is found stands by its sentence.
    let mut by_sentence: BTreeMap<usize, Vec<Statement>> = BTreeMap::new();
    found.drain(..).for_each(|s: Statement| by_sentence.entry(s.sentence.start).or_default().push(s));
    for mention in mentions.iter().filter(|m| is_said(settled, places.get(&m.trigger).copied())) {
        for speaker in mention.said_by.iter().filter(|s| !is_party(mention, s)) {
            voices.vouch(speaker, mention, by_sentence.entry(mention.sentence.start).or_default());
        }
    }
    found.extend(by_sentence.into_values().flatten());
    found.sort_by_key(|s| (s.sentence.start, s.words.start, s.cue.start));
    found
}

/// Whether the words that say it are said: "wenn die Behörde bestätigt, dass …" quotes nobody.
fn is_said(settled: &[Settled], own: Option<usize>) -> bool {
    let governor = own.and_then(|at| settled[at].governor);
    governor.is_none_or(|g| matches!(settled[g].status, Status::Reported | Status::Claimed))
}

/// Where and by which word somebody says something.
struct Saying {
    clause: usize,
    cue: usize,
    /// The clause itself is what is said: "laut Experten ist …".
    whole: bool,
}

struct Voices<'c, 'a> {
    coding: &'c Coding<'a>,
    matches: &'c [Match],
    settled: &'c [Settled],
    classes: Vec<(VoiceKind, Symbol)>,
    verbs: Symbol,
    adjectives: Symbol,
}

impl<'c, 'a> Voices<'c, 'a> {
    fn new(coding: &'c Coding<'a>, matches: &'c [Match], settled: &'c [Settled]) -> Self {
        let symbols = &coding.language.lexicon.symbols;
        let classes = VoiceKind::ALL.iter().map(|kind| (*kind, symbols.get(&format!("{CLASS}{kind}")))).collect();
        let (verbs, adjectives) = (symbols.get(VERBS), symbols.get(ADJECTIVES));
        Self { coding, matches, settled, classes, verbs, adjectives }
    }

    /// Who is meant by the noun of a phrase, where it is one for voices.
    fn kind(&self, phrase: usize) -> Option<VoiceKind> {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let word = &coding.parse.words[p.head];
        if p.pronoun || word.name.is_some() || word.in_name || word.person {
            return None;
        }
        let forms = coding.noun_forms(p.head);
        let listed: SmallVec<[&[Symbol]; 4]> = coding.classes(&forms).filter(|classes| !classes.is_empty()).collect();
        let is_of = |class: &Symbol| listed.iter().any(|classes| classes.contains(class));
        let called = self.classes.iter().find(|(_, class)| is_of(class)).map(|(kind, _)| *kind);
        called
            .filter(|kind| *kind != VoiceKind::Expert || !self.is_politician(phrase))
            .or_else(|| self.by_adjective(phrase))
    }

    /// "CDU-Agrarexperte Meier", "Finanzexpertin der FDP": who speaks for a party or a state is no expert. An "AfD-Experte"
    /// whom nobody names may be one on it.
    fn is_politician(&self, phrase: usize) -> bool {
        let coding = self.coding;
        let reading = coding.reading(phrase);
        let p = coding.phrase(phrase);
        let named = reading.unknown_name.is_some() || p.words.clone().any(|at| coding.parse.words[at].person);
        let party = named && coding.leads_party(p.head);
        let owners = coding.attached(phrase, Attachment::Genitive).filter(|owner| *owner > phrase);
        let actors = std::iter::once(phrase).chain(owners).flat_map(|p| coding.referents[p].iter());
        let mut sectors = actors.filter(|r| r.head).filter_map(|r| r.actor.sector);
        let told = !reading.names_nobody() || reading.unknown_name.is_some();
        party || told && sectors.any(|sector| matches!(sector, Sector::Pty | Sector::Leg | Sector::Opp | Sector::Gov))
    }

    /// "nach offiziellen Angaben": the words of officials whom nobody names.
    fn by_adjective(&self, phrase: usize) -> Option<VoiceKind> {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let frame = |m: &Match| coding.language.frames.frame(m.frame).filter(|f| f.event.is_none());
        let says = |m: &Match| m.phrase == Some(phrase) && frame(m).is_some_and(|f| f.content.is_some());
        let says = of_clause(self.matches, p.clause).iter().any(says);
        let mut before = p.words.clone().take_while(|at| *at < p.head);
        let is_one = |at: usize| {
            let stem = coding.language.lexicon.adjective_stem(coding.small(at));
            coding.language.frames.in_class(self.adjectives, stem)
        };
        (says && before.any(is_one)).then_some(VoiceKind::Official)
    }

    fn says(&self, phrase: usize) -> Option<Saying> {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let c = &coding.parse.clauses[p.clause];
        let cues = &coding.language.cues;
        let led = p.preposition.is_some_and(|w| {
            let own = cues.attribution_nouns_after.contains(&w) && self.by_adjective(phrase).is_some();
            cues.attributions.contains(&w) || own
        });
        if led || is_source(coding.language, coding.parse, phrase) {
            return Some(Saying { clause: p.clause, cue: p.words.start, whole: true });
        }
        let subject = c.arguments.subject.is_some_and(|s| coding.conjuncts(s).contains(&phrase));
        if let Some(verb) = c.verb.as_ref().filter(|v| subject && !v.passive) {
            let speaks = self.of_clause(p.clause).any(|(m, said)| m.phrase.is_none() && self.is_saying(m) && said);
            let lemma = coding.language.lexicon.symbols.word(verb.lemma);
            let judges = coding.language.frames.in_class(self.verbs, lemma) && !told_ahead(coding, p.clause);
            return (speaks || judges).then_some(Saying { clause: p.clause, cue: verb.word, whole: false });
        }
        // "nach Angaben der Experten", "Kritik von Beobachtern"; "die Verfolgung der Zeugen" quotes nobody.
        let (noun, how) = p.attached.filter(|(to, _)| *to < phrase)?;
        let before = coding.phrase(noun).preposition;
        let whole = before.is_some_and(|w| coding.language.cues.attribution_nouns_after.contains(&w));
        let of = how == Attachment::Preposition && p.preposition.is_some_and(|w| coding.language.lexicon.is_agent(w))
            || how == Attachment::Genitive && whole;
        let said = of_clause(self.matches, p.clause).iter().any(|m| m.phrase == Some(noun) && self.is_saying(m));
        (of && said).then_some(Saying { clause: p.clause, cue: coding.phrase(noun).head, whole })
    }

    /// The matches of a clause, and whether they tell what is said, not what could be.
    fn of_clause(&self, clause: usize) -> impl Iterator<Item = (&'c Match, bool)> {
        let first = self.matches.partition_point(|m| m.clause < clause);
        let told = |settled: &Settled| matches!(settled.status, Status::Reported | Status::Claimed);
        of_clause(self.matches, clause).iter().zip(self.settled.iter().skip(first).map(told))
    }

    /// A word by which somebody says something: one that takes contents, or an act in words. "Befinden sich" is none.
    fn is_saying(&self, m: &Match) -> bool {
        use EventType::{Accuse, Request, Support};
        let frame = self.coding.language.frames.frame(m.frame);
        let itself = m.phrase.is_none() && self.coding.is_reflexive(m.clause);
        frame.filter(|f| !f.is_quoted_speech()).is_some_and(|f| match f.event {
            Some((kind, _)) => matches!(kind, Accuse | Request | Support) && !f.flags.founds_treaty,
            None if itself && !f.reflexive => false,
            None => matches!(f.content, Some((status, Some(_))) if status != Status::Planned),
        })
    }

    fn statement(&self, kind: VoiceKind, phrase: usize, saying: Saying, mentions: &[Mention]) -> Option<Statement> {
        let coding = self.coding;
        let words = self.named(phrase);
        // Whose expert he is must be told by his own words.
        let reading = coding.reading(phrase);
        let told = !reading.names_nobody() || reading.unknown_name.is_some();
        let actor = coding.referents[phrase].iter().find(|r| r.head && told).map(|r| r.actor.clone());
        let sentence = coding.parse.sentences[coding.parse.clauses[saying.clause].sentence].span;
        let vouched = |m: &&Mention| {
            m.sentence == sentence
                && if m.said_by.is_empty() {
                    self.stands_in(m, &saying)
                } else {
                    m.said_by.iter().any(|s| s.span.overlaps(words))
                }
        };
        let at = |start: usize| mentions.partition_point(|m| m.sentence.start < start);
        let near = mentions.get(at(sentence.start)..at(sentence.end)).unwrap_or_default();
        let told: Vec<&Mention> = near.iter().filter(vouched).collect();
        let own = |m: &&Mention| actor.as_ref().is_some_and(|a| is_party(m, a));
        if !told.is_empty() && told.iter().all(own) {
            return None;
        }
        let told: Vec<&Mention> = told.into_iter().filter(|m| !own(m)).collect();
        let about = match told.is_empty() {
            true => self.named_beside(&saying, words),
            false => parties(&told),
        };
        let manner = match told.is_empty() {
            true => self.judged(&saying),
            false => manner(&told),
        };
        let acts = told.iter().map(|m| m.trigger).collect();
        let cue = coding.parse.words[saying.cue].span;
        let name = actor.as_ref().and_then(|a| a.name.clone()).unwrap_or_else(|| self.told(words));
        Some(Statement { kind, name, words, actor, sentence, cue, manner, about, acts })
    }

    /// A phrase with what hangs on it right behind: "Analysten der Universität Oslo".
    fn named(&self, phrase: usize) -> Span {
        let coding = self.coding;
        let mut end = coding.phrase(phrase).words.end;
        for next in phrase + 1..coding.parse.clauses[coding.phrase(phrase).clause].phrases.end {
            if coding.phrase(next).words.start == end && coding.hangs_on(next, phrase) {
                end = coding.phrase(next).words.end;
            }
        }
        let words = &coding.parse.words;
        let p = coding.phrase(phrase);
        // "according to" is one preposition of two words.
        let led = |at: usize| matches!(words[at].tag, Tag::Preposition | Tag::Other) && at != p.head;
        let first = p.words.clone().find(|at| !led(*at)).unwrap_or(p.head);
        let last = if led(end - 1) { end - 2 } else { end - 1 };
        words[first].span.join(words[last.max(first)].span)
    }

    /// The same as a name: a word that only points at somebody ("that", "der") is none.
    fn called(&self, span: Span) -> Option<String> {
        let words = &self.coding.parse.words;
        let first = words.partition_point(|w| w.span.end <= span.start);
        let mut within = words.iter().skip(first).take_while(|w| w.span.start < span.end);
        let names = |tag| matches!(tag, Tag::Noun | Tag::Name | Tag::Adjective);
        within.any(|w| names(w.tag)).then(|| self.told(span))
    }

    /// The words of a span as one line.
    fn told(&self, span: Span) -> String {
        normal(span.of(&self.coding.article.text)).into_owned()
    }

    /// The phrase that a word stands in.
    fn phrase_at(&self, word: usize) -> Option<usize> {
        let parse = self.coding.parse;
        let sentence = parse.sentences.partition_point(|s| s.words.end <= word);
        let clauses = parse.sentences.get(sentence)?.clauses.clone();
        let mut phrases = clauses.flat_map(|c| parse.clauses[c].phrases.clone());
        phrases.find(|p| parse.phrases[*p].words.contains(&word))
    }

    /// Whether a mention stands in what is said: in a clause under the one that says it, or in that itself.
    fn stands_in(&self, mention: &Mention, saying: &Saying) -> bool {
        let coding = self.coding;
        let word = coding.parse.words.partition_point(|w| w.span.start < mention.trigger.start);
        let clauses = coding.parse.sentences[coding.parse.clauses[saying.clause].sentence].clauses.clone();
        let Some(own) = clauses.into_iter().find(|c| coding.parse.clauses[*c].words.contains(&word)) else {
            return false;
        };
        let around = |c: &usize| coding.parse.clauses[*c].parent.filter(|p| p != c);
        let chain = std::iter::successors(Some(own), around).take(coding.parse.clauses.len());
        chain.into_iter().any(|c| c == saying.clause) && (saying.whole || own != saying.clause)
    }

    /// Those whom a sentence names beside the voice.
    fn named_beside(&self, saying: &Saying, words: Span) -> Vec<Actor> {
        let coding = self.coding;
        let sentence = coding.parse.clauses[saying.clause].sentence;
        let phrases =
            coding.parse.sentences[sentence].clauses.clone().flat_map(|c| coding.parse.clauses[c].phrases.clone());
        let outside = phrases.filter(|p| !coding.phrase_span(*p).overlaps(words));
        distinct(outside.flat_map(|p| coding.referents[p].iter()).map(|r| &r.actor))
    }

    /// What is said without an act: foretold where it lies ahead or could be, else judged.
    fn judged(&self, saying: &Saying) -> Manner {
        let coding = self.coding;
        let clauses = coding.parse.sentences[coding.parse.clauses[saying.clause].sentence].clauses.clone();
        let mut said = clauses.filter(|c| saying.whole || *c != saying.clause);
        match said.any(|c| told_ahead(coding, c)) {
            true => Manner::Prediction,
            false => Manner::Assessment,
        }
    }

    /// Whoever vouches for a mention: one statement for all of a sentence.
    fn vouch(&self, speaker: &Actor, mention: &Mention, found: &mut Vec<Statement>) {
        let known = found.iter_mut().find(|s| {
            let same = s.actor.as_ref().is_some_and(|a| a.key() == speaker.key() && a.name == speaker.name);
            s.sentence == mention.sentence && (same || s.words.overlaps(speaker.span))
        });
        let Some(statement) = known else {
            let at = self.coding.parse.words.partition_point(|w| w.span.start < speaker.span.start);
            let phrase = self.phrase_at(at);
            let kind = phrase.and_then(|p| self.kind(p)).unwrap_or_else(|| kind_of(speaker));
            // The words around a name that is all of them: "laut UNO-Angaben".
            let whole = phrase.filter(|p| self.coding.phrase_span(*p) == speaker.span);
            let words = whole.map_or(speaker.span, |p| self.named(p));
            let cue = mention.evidence.cues.last().map_or(mention.trigger, |(span, _)| *span);
            found.push(Statement {
                kind,
                name: speaker.name.clone().unwrap_or_else(|| self.called(words).unwrap_or_else(|| speaker.key())),
                words,
                actor: Some(speaker.clone()),
                sentence: mention.sentence,
                cue,
                manner: manner(&[mention]),
                about: parties(&[mention]),
                acts: vec![mention.trigger],
            });
            return;
        };
        if !statement.acts.contains(&mention.trigger) {
            statement.acts.push(mention.trigger);
            if manner(&[mention]) == Manner::Prediction {
                statement.manner = Manner::Prediction;
            }
            statement.about = distinct(statement.about.iter().chain(&parties(&[mention])));
        }
    }
}

fn is_party(mention: &Mention, actor: &Actor) -> bool {
    mention.actors.iter().chain(&mention.recipients).any(|side| side.code == actor.code)
}

fn parties(told: &[&Mention]) -> Vec<Actor> {
    distinct(told.iter().flat_map(|m| m.actors.iter().chain(&m.recipients)))
}

fn distinct<'m>(actors: impl Iterator<Item = &'m Actor>) -> Vec<Actor> {
    let mut found: Vec<Actor> = Vec::new();
    for actor in actors {
        if !found.iter().any(|known| known.key() == actor.key() && known.name == actor.name) {
            found.push(actor.clone());
        }
    }
    found
}

fn manner(told: &[&Mention]) -> Manner {
    let ahead = |m: &&Mention| matches!(m.status, Status::Planned | Status::Possible);
    if told.iter().any(ahead) { Manner::Prediction } else { Manner::Claim }
}

/// Who speaks, by what part of a society he speaks for.
fn kind_of(speaker: &Actor) -> VoiceKind {
    match speaker.sector {
        Some(Sector::Med) => VoiceKind::Medium,
        Some(Sector::Edu) => VoiceKind::Expert,
        Some(Sector::Cvl | Sector::Ref | Sector::Rel | Sector::Lab) => VoiceKind::Public,
        Some(Sector::Igo | Sector::Ngo | Sector::Bus) | None => VoiceKind::Body,
        Some(_) if speaker.code.contains(':') => VoiceKind::Body,
        Some(_) => VoiceKind::State,
    }
}
