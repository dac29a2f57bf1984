//! The clauses of an article in, frame matches out: which row fires on which word, and who fills its slots.

use super::Coding;
use super::actors::{Referent, Referents};
use super::slots::Roles;
use crate::mention::{Actor, EventType};
use crate::parse::{ClauseKind, Tag};
use crate::resources::frames::{Check, Frame, FrameId, Slot, Test};
use crate::resources::grammar::{Agree, Form};
use crate::resources::lexicon::WordClass;

/// A row that fired.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub frame: FrameId,
    pub clause: usize,
    /// The word that carries the row's lemma.
    pub word: usize,
    /// The phrase of a noun.
    pub phrase: Option<usize>,
    pub actors: Vec<Actor>,
    pub recipients: Vec<Actor>,
    pub symmetric: bool,
    /// The phrase acted with or on, where the row has one that is no actor.
    pub object: Option<usize>,
    /// An infinitive or attribute whose subject the governing row decides.
    pub lacks_subject: bool,
}

/// All matches, in order of clauses and words.
pub(super) fn all(coding: &Coding<'_>) -> Vec<Match> {
    let mut matches = Vec::new();
    for clause in 0..coding.parse.clauses.len() {
        let roles = understood(coding, clause, &matches);
        if let Some(found) = verb(coding, clause, &roles) {
            matches.push(found);
        }
        adjectives(coding, clause, &roles, &mut matches);
        for phrase in coding.parse.clauses[clause].phrases.clone() {
            nouns(coding, clause, phrase, &roles, &mut matches);
            participles(coding, clause, phrase, &mut matches);
        }
    }
    matches
}

/// The roles of a clause; a missing subject is taken from the clause that shares or governs it.
fn understood(coding: &Coding<'_>, clause: usize, matches: &[Match]) -> Roles {
    let mut roles = coding.roles(clause);
    if roles.subject.is_some() {
        return roles;
    }
    let c = &coding.parse.clauses[clause];
    if let Some(shared) = c.shares {
        let outer = understood(coding, shared, matches);
        roles.subject = outer.subject;
        roles.understood = outer.understood;
        return roles;
    }
    // "X äußert Bedenken, betont aber …": a verb-first clause without a subject goes on with the last one.
    if c.kind == ClauseKind::Main && c.verb_first {
        let first = coding.parse.sentences[c.sentence].clauses.start;
        let before = (first..clause).rev().find(|b| coding.parse.clauses[*b].kind == ClauseKind::Main);
        if let Some(before) = before {
            let outer = understood(coding, before, matches);
            return Roles { subject: outer.subject, understood: outer.understood, ..roles };
        }
    }
    let Some(parent) = c.parent.filter(|p| *p != clause && c.kind != ClauseKind::Fragment) else { return roles };
    if !matches!(c.kind, ClauseKind::Infinitive | ClauseKind::Subordinate) {
        return roles;
    }
    let first = c.words.first().copied().unwrap_or_default();
    let adjoins = |m: &&Match| m.phrase.is_some_and(|p| (1..=2).contains(&first.saturating_sub(coding.phrase(p).words.end)) || coding.phrase(p).words.end == first);
    let takes = |m: &&Match| coding.language.frames.frame(m.frame).is_some_and(|f| f.content.is_some());
    let nearest = matches.iter().filter(|m| m.clause == parent).filter(takes).find(adjoins);
    let governing = nearest.or_else(|| matches.iter().find(|m| m.clause == parent && m.phrase.is_none()));
    let frame = governing.and_then(|m| coding.language.frames.frame(m.frame));
    let to_referents = |actors: &[Actor]| -> Referents {
        actors.iter().map(|a| Referent { actor: a.clone(), place: false, head: true }).collect()
    };
    let outer = coding.roles(parent);
    match (governing, frame.and_then(|f| f.content).and_then(|(_, who)| who)) {
        (Some(m), Some(Slot::Subject)) if !m.actors.is_empty() => roles.understood = to_referents(&m.actors),
        (Some(m), Some(_)) if !m.recipients.is_empty() => roles.understood = to_referents(&m.recipients),
        _ => {
            let own = understood_of(coding, parent, matches, clause);
            roles.understood = if own.is_empty() { outer.subject.map(|s| coding.heads(s)).unwrap_or_default() } else { own };
        }
    }
    roles
}

fn understood_of(coding: &Coding<'_>, parent: usize, matches: &[Match], child: usize) -> Referents {
    if parent >= child { Referents::new() } else { understood(coding, parent, matches).understood }
}

/// Where a row looks for its fillers.
struct Site<'s> {
    clause: usize,
    roles: &'s Roles,
    /// Set for nouns: the phrase and the word.
    noun: Option<(usize, usize)>,
}

impl Coding<'_> {
    fn fillers(&self, site: &Site<'_>, slot: Slot) -> Vec<usize> {
        if slot == Slot::Content {
            return self.complement(site.clause).and_then(|c| self.roles(c).subject).into_iter().collect();
        }
        match site.noun {
            Some((phrase, _)) => match slot {
                Slot::Subject => site.roles.subject.into_iter().filter(|s| *s != phrase).collect(),
                _ => self.noun_slot(phrase, slot),
            },
            None => self.verb_slot(site.clause, site.roles, slot),
        }
    }

    /// The actors in a slot; `deep` also takes those named inside a phrase that is no actor itself.
    fn actors_in(&self, site: &Site<'_>, slot: Slot, deep: bool) -> Vec<Actor> {
        if let Some((phrase, word)) = site.noun {
            match slot {
                Slot::Adjective => return self.adjective_actors(phrase),
                Slot::Compound => return self.compound_actors(word),
                Slot::Possessive if self.fillers(site, slot).is_empty() => return self.possessor(phrase, site),
                _ => {}
            }
        }
        let passive = self.parse.clauses[site.clause].verb.as_ref().is_some_and(|v| v.passive);
        let is_understood = site.noun.is_none()
            && ((slot == Slot::Subject && !passive) || (slot == Slot::Accusative && passive))
            && site.roles.subject.is_none();
        if is_understood {
            return site.roles.understood.iter().map(|r| r.actor.clone()).collect();
        }
        let place_slot = matches!(slot, Slot::Preposition(p) if self.language.lexicon.place_prepositions().any(|w| w == p));
        let mut actors: Vec<Actor> = Vec::new();
        for phrase in self.fillers(site, slot) {
            let found = if deep { self.deep(phrase) } else { self.heads(phrase) };
            for referent in found.into_iter().filter(|r| place_slot || !r.place) {
                if !actors.iter().any(|a| a.code == referent.actor.code && a.sector == referent.actor.sector) {
                    actors.push(referent.actor);
                }
            }
        }
        actors
    }

    /// Whom a possessive determiner means: the subject of the clause, else the actor told last.
    fn possessor(&self, phrase: usize, site: &Site<'_>) -> Vec<Actor> {
        let Some(determiner) = self.phrase(phrase).determiner else { return Vec::new() };
        let word = &self.parse.words[determiner];
        if !self.language.lexicon.is_possessive(word.closed) {
            return Vec::new();
        }
        let subject = site.roles.subject.filter(|s| *s != phrase && !self.hangs_on(phrase, *s));
        let own: Vec<Actor> = subject.map(|s| self.heads(s)).unwrap_or_default().into_iter().map(|r| r.actor).collect();
        if !own.is_empty() {
            return own;
        }
        let told = (0..phrase).rev().take(12).find(|p| self.referents[*p].iter().any(|r| r.head && !r.place));
        told.map(|p| {
            let all = self.conjuncts_back(p);
            all.iter().flat_map(|m| self.referents[*m].iter().filter(|r| r.head).map(|r| r.actor.clone())).collect()
        })
        .unwrap_or_default()
    }

    fn holds(&self, site: &Site<'_>, frame: &Frame, test: &Test) -> bool {
        let outcome = match &test.check {
            Check::Actor => match test.slot {
                Slot::Recipient => frame.recipient.iter().any(|s| !self.actors_in(site, *s, true).is_empty()),
                slot => !self.actors_in(site, slot, site.noun.is_some()).is_empty(),
            },
            Check::Filled => match (test.slot, site.noun) {
                (Slot::Compound, Some((_, word))) => self.first_part(word).is_some(),
                (Slot::Adjective, Some((phrase, _))) => !self.adjective_actors(phrase).is_empty(),
                (slot, _) => !self.fillers(site, slot).is_empty(),
            },
            Check::Head(words) => self.head_words(site, test.slot).iter().any(|h| words.iter().any(|w| fits(h, w))),
            Check::Class(class) => self.head_words(site, test.slot).iter().any(|h| {
                h.iter().any(|form| self.language.frames.in_class(*class, form))
            }),
        };
        outcome != test.negated
    }

    /// The clause that tells what is said in `clause`: opened by a conjunction of content.
    fn complement(&self, clause: usize) -> Option<usize> {
        let sentence = &self.parse.sentences[self.parse.clauses[clause].sentence];
        let contents = self.language.cues.contents;
        sentence.clauses.clone().find(|c| {
            let inner = &self.parse.clauses[*c];
            let opens = inner.link.is_some_and(|w| self.parse.words[w].closed.iter().any(|k| contents.contains(&k.extra)));
            *c != clause && inner.parent == Some(clause) && opens
        })
    }

    /// For each phrase in a slot (and its conjuncts) the lower-case forms of its head: whole, and last part.
    fn head_words(&self, site: &Site<'_>, slot: Slot) -> Vec<[String; 2]> {
        if let (Slot::Compound, Some((_, word))) = (slot, site.noun) {
            return self.first_part(word).into_iter().collect();
        }
        if slot == Slot::Content {
            let modal = self.complement(site.clause).and_then(|c| self.parse.clauses[c].verb.as_ref()?.modal);
            let lemma = modal.map(|(m, _)| self.language.lexicon.symbols.word(m).to_owned());
            return lemma.into_iter().map(|l| [l.clone(), l]).collect();
        }
        let phrases = self.fillers(site, slot);
        let members = phrases.iter().flat_map(|p| self.conjuncts(*p));
        members.map(|p| self.noun_forms(self.phrase(self.described(p)).head)).collect()
    }

    /// For a relative pronoun the phrase that its clause describes; any other phrase itself.
    fn described(&self, phrase: usize) -> usize {
        let p = self.phrase(phrase);
        let clause = &self.parse.clauses[p.clause];
        if clause.link == Some(p.head) { clause.antecedent.unwrap_or(phrase) } else { phrase }
    }

    /// Lower-case lemma of a noun: the whole compound, and its head alone.
    pub(super) fn noun_forms(&self, word: usize) -> [String; 2] {
        let w = &self.parse.words[word];
        let token = self.text(word);
        let head = self.language.lexicon.symbols.word(w.lemma).to_lowercase();
        if head.is_empty() {
            let lower = token.to_lowercase();
            let stem = self.language.lexicon.adjective_stem(&lower).to_owned();
            return [lower, stem];
        }
        let whole = format!("{}{head}", token.get(..w.first).unwrap_or("").to_lowercase());
        [whole, head]
    }

    /// The first part of a compound, without linking letters, whole and as its own last part.
    fn first_part(&self, word: usize) -> Option<[String; 2]> {
        let w = &self.parse.words[word];
        let first = self.text(word).get(..w.first)?.trim_end_matches('-');
        if first.is_empty() {
            return None;
        }
        let noun = self.language.lexicon.first_part(first);
        let head = noun.map(|n| self.language.lexicon.symbols.word(n.head).to_lowercase());
        let whole = first.to_lowercase();
        Some([whole.clone(), head.unwrap_or(whole)])
    }

    /// The best row of `ids` whose tests hold and whose needs are met.
    fn choose(&self, ids: &[FrameId], site: &Site<'_>, word: usize) -> Option<Match> {
        let reflexive = self.is_reflexive(site.clause) && site.noun.is_none();
        let mut options: Vec<(i32, FrameId, &Frame)> = Vec::new();
        for id in ids {
            let Some(frame) = self.language.frames.frame(*id) else { continue };
            if frame.reflexive && !reflexive {
                continue;
            }
            if frame.tests.iter().all(|t| self.holds(site, frame, t)) {
                let weight = frame.tests.iter().map(Test::weight).sum::<i32>()
                    + if frame.reflexive { 3 } else if reflexive { -1 } else { 0 };
                options.push((weight, *id, frame));
            }
        }
        options.sort_by_key(|(weight, id, frame)| (std::cmp::Reverse(*weight), frame.precedence(), *id));
        options.into_iter().find_map(|(_, id, frame)| self.fill(id, frame, site, word))
    }

    fn is_reflexive(&self, clause: usize) -> bool {
        let reflexive = self.language.lexicon.reflexive();
        self.parse.clauses[clause].words.iter().any(|w| self.parse.words[*w].closed.iter().any(|c| c.extra == reflexive))
    }

    fn fill(&self, id: FrameId, frame: &Frame, site: &Site<'_>, word: usize) -> Option<Match> {
        let first = |slots: &[Slot], deep: bool, except: &[Actor]| -> Vec<Actor> {
            slots
                .iter()
                .map(|s| self.actors_in(site, *s, deep || matches!(s, Slot::Preposition(_)) || frame.expects_thing(*s)))
                .map(|found| found.into_iter().filter(|a| !except.iter().any(|e| is_same(e, a))).collect::<Vec<_>>())
                .find(|found| !found.is_empty())
                .unwrap_or_default()
        };
        let mut actors = first(&frame.actor, site.noun.is_some(), &[]);
        let mut recipients = if frame.flags.no_recipient { Vec::new() } else { first(&frame.recipient, true, &actors) };
        let kind = frame.event.map(|(k, _)| k);
        if recipients.is_empty() && matches!(kind, Some(EventType::Accuse | EventType::Request)) && site.noun.is_none() {
            // "… sorgt sich, dass Russland liefert": toward whoever does what the complement tells.
            recipients = self.actors_in(site, Slot::Content, true);
            recipients.retain(|r| !actors.iter().any(|a| is_same(a, r)));
        }
        if let Some(kind) = kind.filter(|_| recipients.is_empty() && frame.flags.needs_recipient && site.noun.is_none()) {
            recipients = self.recipients_by_context(kind, &actors, self.parse.words[word].span);
        }
        let mut symmetric = false;
        if frame.flags.symmetric || frame.flags.plural_symmetric {
            symmetric = self.balance(frame, site, false, &mut actors, &mut recipients);
        }
        if (frame.flags.needs_actor && actors.is_empty()) || (frame.flags.needs_recipient && recipients.is_empty()) {
            return None;
        }
        let circumstance = || site.noun.is_none_or(|(phrase, _)| {
            let clause = self.parse.clauses[site.clause].phrases.clone();
            clause.into_iter().any(|p| self.hangs_on(p, phrase))
        });
        if frame.flags.needs_circumstance && actors.is_empty() && recipients.is_empty() && !circumstance() {
            return None;
        }
        let object = site.noun.is_none().then(|| self.fillers(site, Slot::Accusative)).into_iter().flatten()
            .find(|p| self.heads(*p).is_empty());
        Some(Match { frame: id, clause: site.clause, word, phrase: site.noun.map(|(p, _)| p), actors, recipients, symmetric, object, lacks_subject: false })
    }

    /// A definite noun of a reciprocal act with a side untold ("das Treffen", "der Vertrag") is between the two whom the
    /// article is about.
    fn complete_pair(&self, site: &Site<'_>, told: bool, actors: &mut Vec<Actor>, recipients: &mut Vec<Actor>) {
        let (Some([a, b]), Some((phrase, _))) = (&self.pair, site.noun) else { return };
        let p = self.phrase(phrase);
        let definite = p.determiner.is_some_and(|d| !self.language.lexicon.is_indefinite(self.parse.words[d].closed))
            || self.parse.words[p.words.start].closed.iter().any(|c| c.class == WordClass::PrepositionArticle);
        let known: Vec<&str> = actors.iter().chain(recipients.iter()).map(|x| x.code.as_str()).collect();
        let sentence = &self.parse.sentences[self.parse.clauses[site.clause].sentence];
        let beside = |code: &String| {
            let phrases = sentence.clauses.clone().flat_map(|c| self.parse.clauses[c].phrases.clone());
            phrases.into_iter().any(|q| self.referents[q].iter().any(|r| r.head && !r.place && r.actor.code == *code))
        };
        if !(told || self.told_itself(phrase)) || !(definite || beside(a) && beside(b)) || known.len() > 1 || known.iter().any(|c| c != a && c != b) {
            return;
        }
        let body = crate::resources::gazetteer::Office { sector: None, kind: crate::resources::gazetteer::OfficeKind::Body };
        let missing: Vec<Actor> = [a, b]
            .into_iter()
            .filter(|c| !known.contains(&c.as_str()))
            .map(|c| super::actors::office_actor(c, body, self.phrase_span(phrase)))
            .collect();
        for actor in missing {
            if actors.is_empty() { actors.push(actor) } else { recipients.push(actor) }
        }
    }

    /// True where the noun is more than a topic: it has a circumstance of its own, a relative clause, or a verb that says
    /// that it happened (codebook, ruling 12).
    fn told_itself(&self, phrase: usize) -> bool {
        let clause = self.phrase(phrase).clause;
        let sentence = &self.parse.sentences[self.parse.clauses[clause].sentence];
        let described = sentence.clauses.clone().any(|c| self.parse.clauses[c].antecedent == Some(phrase));
        let happens = self.parse.clauses[clause].verb.as_ref().is_some_and(|v| self.language.auxiliaries.happening.contains(&v.lemma));
        let circumstance = self.parse.clauses[clause].phrases.clone().any(|p| p > phrase && self.hangs_on(p, phrase));
        described || happens || circumstance
    }

    /// Brings the two sides of a reciprocal act together; false where only one side is told and the row is not
    /// reciprocal by itself.
    fn balance(&self, frame: &Frame, site: &Site<'_>, attribute: bool, actors: &mut Vec<Actor>, recipients: &mut Vec<Actor>) -> bool {
        let lexicon = &self.language.lexicon;
        for preposition in lexicon.mutual_prepositions() {
            for actor in self.actors_in(site, Slot::Preposition(preposition), true) {
                let known = |side: &[Actor]| side.iter().any(|a| a.code == actor.code && a.sector == actor.sector);
                if !known(actors) && !known(recipients) {
                    if actors.is_empty() { actors.push(actor) } else { recipients.push(actor) }
                }
            }
        }
        if frame.flags.plural_symmetric && !frame.flags.symmetric && !recipients.is_empty() {
            return false;
        }
        self.complete_pair(site, attribute, actors, recipients);
        if recipients.is_empty() && actors.len() > 1 {
            *recipients = actors.split_off(1);
        } else if actors.is_empty() && recipients.len() > 1 {
            *actors = recipients.drain(..1).collect();
        }
        frame.flags.symmetric || !recipients.is_empty()
    }
}

/// Two tellings of one side: the same code and sector, and no different offices or names.
pub(super) fn is_same(a: &Actor, b: &Actor) -> bool {
    let differ = |x: &Option<String>, y: &Option<String>| x.is_some() && y.is_some() && x != y;
    a.code == b.code && a.sector == b.sector && !(differ(&a.role, &b.role) && a.span != b.span)
}

/// A condition's word fits a whole noun, its head, or the end of a compound.
fn fits(forms: &[String; 2], wanted: &str) -> bool {
    forms.iter().any(|f| f == wanted) || (wanted.len() > 4 && forms[0].ends_with(wanted))
}

fn verb(coding: &Coding<'_>, clause: usize, roles: &Roles) -> Option<Match> {
    let verb = coding.parse.clauses[clause].verb.as_ref()?;
    let ids = coding.language.frames.verb(verb.lemma);
    if ids.is_empty() {
        return None;
    }
    let site = Site { clause, roles, noun: None };
    let found = coding.choose(ids, &site, verb.word);
    if verb.passive || found.as_ref().is_some_and(|m| !m.actors.is_empty()) {
        return found;
    }
    // Where both forms fit both cases, the order may mislead: "Eine Klage Ungarns wies der Gerichtshof ab".
    let swapped = swapped(coding, roles).and_then(|roles| coding.choose(ids, &Site { clause, roles: &roles, noun: None }, verb.word));
    swapped.filter(|m| !m.actors.is_empty()).or(found)
}

/// Subject and object the other way round, where case allows it and only the object is an actor.
fn swapped(coding: &Coding<'_>, roles: &Roles) -> Option<Roles> {
    let (subject, object) = (roles.subject?, roles.accusative?);
    let fits = coding.phrase(subject).agree.meets(Agree::ACC) && coding.phrase(object).agree.meets(Agree::NOM);
    let better = coding.heads(subject).is_empty() && !coding.heads(object).is_empty();
    (fits && better).then(|| Roles { subject: Some(object), accusative: Some(subject), ..roles.clone() })
}

/// Predicate adjectives and participles: "zeigt sich besorgt", "ist bereit".
fn adjectives(coding: &Coding<'_>, clause: usize, roles: &Roles, matches: &mut Vec<Match>) {
    for word in coding.parse.clauses[clause].words.clone() {
        let attributive = coding.parse.clauses[clause].phrases.clone().any(|p| coding.phrase(p).words.contains(&word) && word < coding.phrase(p).head);
        if coding.parse.words[word].sign || !coding.parse.words[word].closed.is_empty() || attributive {
            continue;
        }
        let lower = coding.text(word).to_lowercase();
        let ids = coding.language.frames.adjective(&lower);
        if ids.is_empty() || coding.parse.words[word].tag == Tag::Verb && coding.parse.clauses[clause].verb.as_ref().is_some_and(|v| v.word == word && v.passive) {
            continue;
        }
        let site = Site { clause, roles, noun: None };
        matches.extend(coding.choose(ids, &site, word));
    }
}

/// The noun that heads a phrase, by its whole compound or its longest known last part.
fn nouns(coding: &Coding<'_>, clause: usize, phrase: usize, roles: &Roles, matches: &mut Vec<Match>) {
    let p = coding.phrase(phrase);
    let word = &coding.parse.words[p.head];
    if p.pronoun || word.tag != Tag::Noun {
        return;
    }
    let [whole, head] = coding.noun_forms(p.head);
    let ids = frames_of_noun(coding, &whole, &head);
    let site = Site { clause, roles, noun: Some((phrase, p.head)) };
    let Some(mut found) = coding.choose(&ids, &site, p.head) else { return };
    // A noun that the clause's own row needed as its object is part of that act: "legte ein Veto ein".
    let absorbed = matches.iter().any(|m| m.clause == clause && absorbs(coding, m, phrase, roles));
    if absorbed {
        return;
    }
    if told_by_verb(coding, clause, phrase, &found, matches) {
        return;
    }
    if is_topic(coding, clause, &found, matches, roles) {
        return;
    }
    found.lacks_subject = found.actors.is_empty();
    let instrument = p.preposition.is_some_and(|w| coding.language.lexicon.is_instrument(w));
    if found.actors.is_empty() && (is_object(coding, clause, phrase, roles, matches) || instrument) {
        let site = Site { clause, roles, noun: None };
        let subject = coding.actors_in(&site, Slot::Subject, false);
        found.actors = subject.into_iter().filter(|a| !found.recipients.iter().any(|r| r.code == a.code)).collect();
    }
    matches.push(found);
}

/// What the subject of the clause does something with: its own act, unless the verb only speaks of it.
fn is_object(coding: &Coding<'_>, clause: usize, phrase: usize, roles: &Roles, matches: &[Match]) -> bool {
    let passive = coding.parse.clauses[clause].verb.as_ref().is_some_and(|v| v.passive);
    let speaks = matches.iter().filter(|m| m.clause == clause && m.phrase.is_none()).any(|m| {
        let frame = coding.language.frames.frame(m.frame);
        frame.is_some_and(|f| f.content.is_some_and(|(status, _)| status != crate::mention::Status::Planned))
    });
    !passive && !speaks && Some(phrase) == roles.accusative
}

/// "Bei einem Angriff der Armee wurden … getötet": the verb tells the same act and takes its agent from the phrase.
fn told_by_verb(coding: &Coding<'_>, clause: usize, phrase: usize, found: &Match, matches: &[Match]) -> bool {
    let event = |m: &Match| coding.language.frames.frame(m.frame).and_then(|f| f.event).map(|(k, _)| k);
    let Some(preposition) = coding.phrase(phrase).preposition else { return false };
    matches.iter().filter(|m| m.clause == clause && m.phrase.is_none() && event(m) == event(found)).any(|m| {
        let frame = coding.language.frames.frame(m.frame);
        frame.is_some_and(|f| f.actor.iter().chain(&f.recipient).any(|s| *s == Slot::Preposition(preposition)))
    })
}

/// Cooperation that someone promises, praises or asks for is what the words are about, not an act told beside them.
fn is_topic(coding: &Coding<'_>, clause: usize, found: &Match, matches: &[Match], roles: &Roles) -> bool {
    let event = |m: &Match| coding.language.frames.frame(m.frame).and_then(|f| f.event).map(|(k, _)| k);
    let Some(phrase) = found.phrase.filter(|_| event(found) == Some(EventType::Cooperate)) else { return false };
    let subject = roles.subject.is_some_and(|s| s == phrase || coding.hangs_on(phrase, s));
    let about = |m: &Match| matches!(event(m), Some(EventType::Agree | EventType::Support | EventType::Request));
    !subject && matches.iter().any(|m| m.clause == clause && m.phrase.is_none() && about(m))
}

/// True where the row of `m` has a condition on the slot that `phrase` fills.
fn absorbs(coding: &Coding<'_>, m: &Match, phrase: usize, roles: &Roles) -> bool {
    let Some(frame) = coding.language.frames.frame(m.frame) else { return false };
    let filled = |slot: Slot| match m.phrase {
        Some(own) => coding.noun_slot(own, slot),
        None => coding.verb_slot(m.clause, roles, slot),
    };
    frame.event.is_some()
        && frame.tests.iter().filter(|t| !t.negated && matches!(t.check, Check::Head(_) | Check::Class(_))).any(|t| {
            filled(t.slot).iter().any(|p| coding.conjuncts(*p).contains(&phrase))
        })
}

fn frames_of_noun(coding: &Coding<'_>, whole: &str, head: &str) -> Vec<FrameId> {
    let frames = &coding.language.frames;
    if !frames.noun(whole).is_empty() {
        return frames.noun(whole).to_vec();
    }
    let cut = whole.len().saturating_sub(head.len());
    for (at, _) in whole.char_indices().skip(2) {
        let rest = whole.get(at..).unwrap_or("");
        // Inside the head only long words are trusted to be a part of their own.
        if (at <= cut || rest.len() > 6) && !frames.noun(rest).is_empty() {
            return frames.noun(rest).to_vec();
        }
    }
    Vec::new()
}

/// Participles before a noun: "der im Juni unterzeichnete Vertrag", "von der Sowjetunion unterstützte Rebellen".
fn participles(coding: &Coding<'_>, clause: usize, phrase: usize, matches: &mut Vec<Match>) {
    let p = coding.phrase(phrase);
    for at in p.words.start..p.head {
        let word = &coding.parse.words[at];
        if word.tag != Tag::Adjective || !word.verbs.iter().any(|r| r.form.meets(Form::PARTICIPLE)) {
            continue;
        }
        if !attribute_tells(coding, phrase, at) {
            continue;
        }
        let lemma = word.verbs.iter().find(|r| r.form.meets(Form::PARTICIPLE)).map(|r| r.lemma);
        let Some(lemma) = lemma else { continue };
        let agents = attribute_agents(coding, phrase, at);
        let roles = Roles { accusative: Some(phrase), understood: agents, ..Roles::default() };
        let ids: Vec<FrameId> = coding.language.frames.verb(lemma).to_vec();
        if let Some(mut found) = coding.choose_attribute(&ids, clause, phrase, &roles, at) {
            found.lacks_subject = found.actors.is_empty();
            matches.push(found);
        }
    }
}

/// A participle tells an act where it brings a circumstance or agent along, or where its noun is an actor or an
/// agreement; "die vertiefte Partnerschaft" is a state.
fn attribute_tells(coding: &Coding<'_>, phrase: usize, participle: usize) -> bool {
    let p = coding.phrase(phrase);
    let circumstance = (p.words.start..participle).any(|at| {
        at > p.words.start && coding.parse.words[at].tag == Tag::Preposition && p.preposition.is_none_or(|_| at > p.words.start)
    });
    circumstance || !coding.heads(phrase).is_empty() || coding.about_treaty(p.head)
}

/// Actors between the determiner and the participle, behind a preposition of agents.
fn attribute_agents(coding: &Coding<'_>, phrase: usize, participle: usize) -> Referents {
    let p = coding.phrase(phrase);
    let mut agents = Referents::new();
    let mut open = false;
    for at in p.words.start..participle {
        let word = &coding.parse.words[at];
        if word.closed.iter().any(|c| matches!(c.class, WordClass::Preposition | WordClass::PrepositionArticle)) {
            open = coding.language.lexicon.is_agent(word.form) || word.closed.iter().any(|c| coding.language.lexicon.is_agent(c.extra));
        }
        if let (true, Some(hit)) = (open, word.name)
            && let Some(entity) = coding.entity(hit.entity)
        {
            agents.push(Referent { actor: super::actors::actor_of(entity, word.span), place: false, head: true });
        }
    }
    agents
}

impl Coding<'_> {
    fn choose_attribute(&self, ids: &[FrameId], clause: usize, phrase: usize, roles: &Roles, word: usize) -> Option<Match> {
        let object = self.noun_forms(self.phrase(phrase).head);
        let fits_test = |t: &Test| {
            let outcome = match (&t.check, t.slot) {
                (Check::Head(words), Slot::Accusative) => words.iter().any(|w| fits(&object, w)),
                (Check::Class(class), Slot::Accusative) => object.iter().any(|f| self.language.frames.in_class(*class, f)),
                (Check::Filled, Slot::Accusative) => true,
                (Check::Actor, Slot::Accusative) => !self.heads(phrase).is_empty(),
                _ => false,
            };
            outcome != t.negated
        };
        let best = ids
            .iter()
            .filter_map(|id| Some((*id, self.language.frames.frame(*id)?)))
            .filter(|(_, f)| !f.reflexive && f.tests.iter().all(fits_test))
            .max_by_key(|(id, f)| (f.tests.len(), std::cmp::Reverse(*id)))?;
        let (id, frame) = best;
        let _ = frame.event?;
        let mut actors: Vec<Actor> = roles.understood.iter().map(|r| r.actor.clone()).collect();
        let accusative = frame.recipient.contains(&Slot::Accusative);
        let heads: Vec<Actor> = self.heads(phrase).into_iter().map(|r| r.actor).collect();
        let mut recipients = if accusative { heads } else { Vec::new() };
        let mut symmetric = frame.flags.symmetric;
        if frame.flags.symmetric || frame.flags.plural_symmetric {
            // The parties of what was made together stand around the noun: "zwischen X und Y".
            let site = Site { clause, roles, noun: Some((phrase, self.phrase(phrase).head)) };
            symmetric = self.balance(frame, &site, true, &mut actors, &mut recipients);
        }
        if (frame.flags.needs_actor && actors.is_empty()) || (frame.flags.needs_recipient && recipients.is_empty()) {
            return None;
        }
        Some(Match { frame: id, clause, word, phrase: Some(phrase), actors, recipients, symmetric, object: Some(phrase), lacks_subject: false })
    }
}
