//! The clauses of an article in, frame matches out: which row fires on which word, and who fills its slots.

use super::Coding;
use super::actors::{Referent, Referents};
use super::attributes::participles;
use super::quoted;
use super::sites::Site;
use super::slots::{Depth, Roles};
use crate::mention::{Actor, EventType};
use crate::parse::{ClauseKind, Tag};
use crate::resources::frames::{Check, Frame, FrameId, Slot};
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use crate::resources::syntax::Roles as By;

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
    /// The row needs a side that its passage does not tell; what is told around may.
    pub wanting: bool,
}

/// All matches, in order of clauses and words.
pub(super) fn all(coding: &Coding<'_>) -> Vec<Match> {
    let (mut matches, mut wanting) = fired(coding);
    // What needs a side that is not told gives way to what is told whole in the same clause.
    wanting.retain(|m| {
        of_clause(&matches, m.clause)
            .iter()
            .all(|o| o.phrase.is_none() && m.phrase.is_some() || coding.event(o).is_none())
    });
    matches.extend(wanting);
    matches.sort_by_key(|m| m.clause);
    matches
}

/// The rows that fire, in order of clauses, and apart from them those that want a side.
pub(super) fn fired(coding: &Coding<'_>) -> (Vec<Match>, Vec<Match>) {
    let mut matches = Vec::new();
    let mut wanting = Vec::new();
    for clause in 0..coding.parse.clauses.len() {
        let roles = understood(coding, clause, &matches);
        match verb(coding, clause, &roles) {
            Some(found) if found.wanting => wanting.push(found),
            found => matches.extend(found),
        }
        matches.extend(quoted::demand(coding, clause, &roles));
        adjectives(coding, clause, &roles, &mut matches);
        for phrase in coding.parse.clauses[clause].phrases.clone() {
            if let Some(found) = nouns(coding, clause, phrase, &roles, &matches) {
                if found.wanting { wanting.push(found) } else { matches.push(found) }
            }
            participles(coding, clause, phrase, &mut matches);
        }
    }
    (matches, wanting)
}

impl Coding<'_> {
    /// The type of the act that a match tells; none where its row only speaks or blocks.
    pub(super) fn event(&self, m: &Match) -> Option<EventType> {
        self.language.frames.frame(m.frame).and_then(|f| f.event).map(|(kind, _)| kind)
    }
}

/// The matches in one clause; matches stand in order of their clauses.
pub(super) fn of_clause(matches: &[Match], clause: usize) -> &[Match] {
    let from = matches.partition_point(|m| m.clause < clause);
    let to = matches.partition_point(|m| m.clause <= clause);
    matches.get(from..to).unwrap_or(&[])
}

/// "In Stockholm weist man das zurück": nobody by name does what is done at a seat of government.
fn at_seat(coding: &Coding<'_>, clause: usize, subject: usize) -> Referents {
    let nobody = coding.phrase(subject).pronoun && {
        let closed = coding.parse.words[coding.phrase(subject).head].closed;
        coding.language.lexicon.is_impersonal(closed) && !coding.means_speaker(subject)
    };
    let own = &coding.parse.clauses[clause];
    // "in Stockholm, wo man das zurückweist"
    let named = |p: usize| match own.antecedent {
        Some(told) if coding.parse.words[coding.phrase(p).head].tag == Tag::Relative => told,
        _ => p,
    };
    let mut phrases = own.phrases.clone().filter(|_| nobody);
    let seat = phrases.find(|p| coding.names_seat(named(*p)) && coding.referents[*p].iter().any(|r| r.place));
    let there = seat.into_iter().flat_map(|p| coding.referents[p].iter());
    there.map(|r| Referent { place: false, head: true, ..r.clone() }).collect()
}

/// The roles of a clause; a missing subject is taken from the clause that shares or governs it.
pub(super) fn understood(coding: &Coding<'_>, clause: usize, matches: &[Match]) -> Roles {
    let mut roles = coding.roles(clause);
    if let Some(subject) = roles.subject {
        let seat = at_seat(coding, clause, subject);
        return match seat.is_empty() {
            true => roles,
            false => Roles { subject: None, understood: seat, ..roles },
        };
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
    let adjoins = |m: &&Match| m.phrase.is_some_and(|p| coding.adjoins(p, first));
    let to_referents = |actors: &[Actor]| -> Referents {
        actors.iter().map(|a| Referent { actor: a.clone(), place: false, head: true }).collect()
    };
    let takes = |m: &&Match| {
        coding
            .language
            .frames
            .frame(m.frame)
            .is_some_and(|f| f.content.is_some() || f.event.is_some_and(|(kind, _)| is_word(kind)))
    };
    let nearest = of_clause(matches, parent).iter().filter(takes).find(adjoins);
    if let Some(owner) =
        owner_before(coding, parent, &coding.roles(parent), first).filter(|_| c.link.is_none() && nearest.is_none())
    {
        roles.understood = to_referents(&owner);
        return roles;
    }
    let governing = nearest.or_else(|| of_clause(matches, parent).iter().find(|m| m.phrase.is_none()));
    let frame = governing.and_then(|m| coding.language.frames.frame(m.frame));
    let outer = coding.roles(parent);
    let led = c.content && coding.parse.words[first].tag == Tag::Preposition;
    if let Some(blamed) = governing.filter(|m| led && answers(coding, m)) {
        roles.understood = to_referents(&blamed.recipients);
        return roles;
    }
    let whose = |f: &Frame| f.content.and_then(|(_, who)| who);
    let own = nearest.filter(|m| coding.event(m).is_some_and(is_word)).map(|_| Slot::Subject);
    let control = frame.and_then(whose).or(own).filter(|_| c.link.is_none() && c.content);
    match (governing, control) {
        (Some(m), Some(Slot::Subject)) if !m.actors.is_empty() => roles.understood = to_referents(&m.actors),
        (Some(m), Some(_)) if !m.recipients.is_empty() => roles.understood = to_referents(&m.recipients),
        // "…, um Nordkorea zum Dialog aufzurufen": a clause of purpose has the subject of the clause that it serves.
        _ => {
            let own = understood_of(coding, parent, matches, clause);
            roles.understood = if own.is_empty() { own_or_dative(coding, &outer) } else { own };
        }
    }
    roles
}

/// "thanked Chad for sending troops", "was convicted of spying": praise, blame and penalty are for what their recipient did.
fn answers(coding: &Coding<'_>, m: &Match) -> bool {
    use EventType::{Accuse, Coerce, Sanction, Support};
    let kind = coding.event(m);
    let open = coding.language.frames.frame(m.frame).is_some_and(|f| f.content.is_none());
    open && kind.is_some_and(|k| matches!(k, Accuse | Coerce | Sanction | Support)) && !m.recipients.is_empty()
}

/// An offer, a refusal, a threat: whoever utters it does what it is about.
fn is_word(kind: EventType) -> bool {
    matches!(kind, EventType::Agree | EventType::Reject | EventType::Threaten)
}

/// "das Angebot Ghanas, … zu …": whose the words or plans are that a noun right before the infinitive names.
fn owner_before(coding: &Coding<'_>, clause: usize, roles: &Roles, first: usize) -> Option<Vec<Actor>> {
    let phrases = coding.parse.clauses[clause].phrases.clone();
    phrases
        .filter(|p| coding.parse.words[coding.phrase(*p).head].tag == Tag::Noun && coding.adjoins(*p, first))
        .find_map(|p| {
            let head = coding.phrase(p).head;
            let ids = coding.frames_of_noun(&coding.noun_forms(head));
            let mut frames = ids.iter().filter_map(|id| coding.language.frames.frame(*id));
            let frame = frames.find(|f| match f.event {
                Some((kind, _)) => is_word(kind),
                None => f.content.is_some_and(|(_, who)| who.is_none_or(|w| w == Slot::Subject)),
            })?;
            let site = Site { clause, roles, noun: Some((p, head)), subject_acts: false };
            let own = |s: &&Slot| matches!(s, Slot::Genitive | Slot::Possessive | Slot::Adjective);
            let mut found = frame.actor.iter().filter(own).map(|s| coding.actors_in(&site, *s, Depth::Owner));
            found.find(|actors| !actors.is_empty())
        })
}

/// "Der Polizei gelang es, …": where the subject is nobody, whoever stands in the dative acts.
fn own_or_dative(coding: &Coding<'_>, outer: &Roles) -> Referents {
    let subject = outer.subject.map(|s| coding.heads(s)).unwrap_or_default();
    if subject.is_empty() { outer.dative.map(|d| coding.heads(d)).unwrap_or_default() } else { subject }
}

fn understood_of(coding: &Coding<'_>, parent: usize, matches: &[Match], child: usize) -> Referents {
    if parent >= child { Referents::new() } else { understood(coding, parent, matches).understood }
}
fn verb(coding: &Coding<'_>, clause: usize, roles: &Roles) -> Option<Match> {
    let verb = coding.parse.clauses[clause].verb.as_ref()?;
    let ids = coding.language.frames.verb(verb.lemma);
    if ids.is_empty() {
        return None;
    }
    let site = Site { clause, roles, noun: None, subject_acts: false };
    let found = coding.choose(ids, &site, verb.word);
    if verb.passive || found.as_ref().is_some_and(|m| !m.actors.is_empty()) {
        return found;
    }
    // Where both forms fit both cases, the order may mislead: "Eine Klage Ungarns wies der Gerichtshof ab".
    let swapped = swapped(coding, roles).and_then(|turned| {
        let site = Site { clause, roles: &turned, noun: None, subject_acts: false };
        coding.choose(ids, &site, verb.word).filter(|m| !m.actors.is_empty() && may_lead(coding, roles, m))
    });
    let (told, wanting) = found.map_or((None, None), |m| if m.wanting { (None, Some(m)) } else { (Some(m), None) });
    let otherwise = || {
        // "Dass X Raketen testet, macht den USA Sorgen": a clause is the subject, and what seemed so is an object.
        let roles = Roles { subject: None, accusative: Some(roles.subject?), ..roles.clone() };
        coding
            .choose(ids, &Site { clause, roles: &roles, noun: None, subject_acts: false }, verb.word)
            .filter(|m| !m.actors.is_empty())
    };
    swapped.or(told).or_else(otherwise).or(wanting)
}

/// Whether what seems the subject may be the object of a row that fires the other way round: it stands behind the other
/// phrase, tells an act itself, or the row asks for such an object. "Eine Mine tötete zwei Soldaten" is told in order.
fn may_lead(coding: &Coding<'_>, roles: &Roles, m: &Match) -> bool {
    let (Some(subject), Some(object)) = (roles.subject, roles.accusative) else { return false };
    let behind = coding.phrase(object).words.start < coding.phrase(subject).words.start;
    let tells = || !coding.frames_of_noun(&coding.noun_forms(coding.phrase(subject).head)).is_empty();
    let frame = coding.language.frames.frame(m.frame);
    let asks = || frame.is_some_and(|f| f.tests.iter().any(|t| !t.negated && t.slot == Slot::Accusative));
    behind || asks() || tells()
}

/// Subject and object the other way round, where case allows it and only the object is an actor.
fn swapped(coding: &Coding<'_>, roles: &Roles) -> Option<Roles> {
    let (subject, object) = (roles.subject?, roles.accusative?);
    let fits = coding.phrase(subject).agree.meets(Agree::ACC) && coding.phrase(object).agree.meets(Agree::NOM);
    // "Eine Bombe tötete zwölf Polizisten": the verb goes by the number of its subject.
    let verb = coding.parse.clauses[coding.phrase(subject).clause].verb.as_ref()?;
    let plural = (coding.phrase(object).agree & Agree::NOM).is_plural();
    let one = !plural && coding.conjuncts(object).len() == 1;
    if verb.finite.is_some() && (verb.plural && one || !verb.plural && plural) {
        return None;
    }
    let better = !coding.is_actor(subject) && coding.is_actor(object);
    // "Niemand griff Kenia an", "Kamau bat Kenia um Hilfe", "weil die Studie Kenia kritisiert": who acts stands first.
    let p = coding.phrase(subject);
    let clause = &coding.parse.clauses[p.clause];
    let relative = clause.link == Some(p.head);
    let first = p.words.start < coding.phrase(object).words.start;
    let someone = !relative && (p.pronoun || coding.is_someone(subject));
    let last = clause.kind == ClauseKind::Subordinate;
    if first && (someone || last) {
        return None;
    }
    (fits && better).then(|| Roles { subject: Some(object), accusative: Some(subject), ..roles.clone() })
}

/// Predicate adjectives and participles: "zeigt sich besorgt", "ist bereit".
fn adjectives(coding: &Coding<'_>, clause: usize, roles: &Roles, matches: &mut Vec<Match>) {
    for word in coding.parse.clauses[clause].words.iter().copied() {
        let w = &coding.parse.words[word];
        if w.sign || w.closed.iter().any(|c| c.class != WordClass::Adverb) {
            continue;
        }
        let ids = coding.language.frames.adjective(coding.small(word));
        let mut phrases = coding.parse.clauses[clause].phrases.clone();
        let attributive = |p| coding.phrase(p).words.contains(&word) && word < coding.phrase(p).head;
        if ids.is_empty() || phrases.any(attributive) {
            continue;
        }
        let told = of_clause(matches, clause).iter().any(|m| m.word == word);
        let verb = coding.parse.clauses[clause].verb.as_ref();
        // "schuldig gesprochen" is the verb; "hat gefordert" tells what was done, not how somebody is.
        let own = verb.is_some_and(|v| v.particle == Some(word) || v.word == word && v.perfect && !v.passive);
        if own && coding.language.syntax.roles == By::Case && !coding.has_copula(clause) {
            continue;
        }
        // "ist besorgt" is how somebody is, "wurde besorgt" what was done.
        let state = coding.language.syntax.roles == By::Order || coding.has_copula(clause);
        if coding.parse.words[word].tag == Tag::Verb
            && coding.parse.clauses[clause].verb.as_ref().is_some_and(|v| v.word == word && v.passive)
            && (told || !state)
        {
            continue;
        }
        let participle = coding.parse.clauses[clause].verb.as_ref().is_some_and(|v| v.word == word);
        let state_of;
        let roles = if participle {
            state_of = Roles { state: true, ..roles.clone() };
            &state_of
        } else {
            roles
        };
        let site = Site { clause, roles, noun: None, subject_acts: false };
        let found = coding.choose(ids, &site, word);
        // "wurde als unangemessen kritisiert", "verlogen und heuchlerisch": one act, however many words tell it.
        let again = |m: &Match| {
            of_clause(matches, clause)
                .iter()
                .any(|o| o.phrase.is_none() && o.word != word && coding.event(o) == coding.event(m))
        };
        let found = found.filter(|m| coding.event(m).is_none() || !again(m));
        matches.extend(found);
    }
}

/// The noun that heads a phrase, by its whole compound or its longest known last part.
fn nouns(coding: &Coding<'_>, clause: usize, phrase: usize, roles: &Roles, matches: &[Match]) -> Option<Match> {
    let p = coding.phrase(phrase);
    let word = &coding.parse.words[p.head];
    if p.pronoun || word.tag != Tag::Noun {
        return None;
    }
    let ids = coding.frames_of_noun(&coding.noun_forms(p.head));
    if ids.is_empty() {
        return None;
    }
    let instrument = p.preposition.is_some_and(|w| coding.language.lexicon.is_instrument(w));
    let subject_acts =
        (instrument || Some(phrase) == roles.accusative) && does_told(coding, clause, instrument, matches);
    let site = Site { clause, roles, noun: Some((phrase, p.head)), subject_acts };
    let found = coding.choose(ids, &site, p.head)?;
    // A noun that the clause's own row needed as its object is part of that act: "legte ein Veto ein".
    let absorbed = of_clause(matches, clause).iter().any(|m| absorbs(coding, m, phrase, roles));
    if absorbed {
        return None;
    }
    if told_by_verb(coding, clause, phrase, &found, matches) {
        return None;
    }
    if is_topic(coding, clause, &found, matches, roles) {
        return None;
    }
    Some(found)
}

/// What the subject of the clause does something with is its own act, unless the verb only speaks of it, or answers it.
fn does_told(coding: &Coding<'_>, clause: usize, instrument: bool, matches: &[Match]) -> bool {
    use EventType::{Accuse, Reject, Request};
    let passive = coding.parse.clauses[clause].verb.as_ref().is_some_and(|v| v.passive);
    let speaks = of_clause(matches, clause).iter().filter(|m| m.phrase.is_none()).any(|m| {
        let frame = coding.language.frames.frame(m.frame);
        frame.is_some_and(|f| {
            f.flags.others
                || f.content.is_some_and(|(status, _)| status != crate::mention::Status::Planned)
                || !instrument && f.event.is_some_and(|(kind, _)| matches!(kind, Accuse | Reject | Request))
        })
    });
    (instrument || !passive) && !speaks
}

/// "Bei einem Angriff der Armee wurden … getötet": the verb tells the same act and takes its agent from the phrase.
fn told_by_verb(coding: &Coding<'_>, clause: usize, phrase: usize, found: &Match, matches: &[Match]) -> bool {
    let Some(preposition) = coding.phrase(phrase).preposition else { return false };
    of_clause(matches, clause).iter().filter(|m| m.phrase.is_none() && coding.event(m) == coding.event(found)).any(
        |m| {
            let frame = coding.language.frames.frame(m.frame);
            frame.is_some_and(|f| f.actor.iter().chain(&f.recipient).any(|s| *s == Slot::Preposition(preposition)))
        },
    )
}

/// Cooperation that someone promises, praises or asks for is what the words are about, not an act told beside them.
fn is_topic(coding: &Coding<'_>, clause: usize, found: &Match, matches: &[Match], roles: &Roles) -> bool {
    let Some(phrase) = found.phrase.filter(|_| coding.event(found) == Some(EventType::Cooperate)) else { return false };
    let subject = roles.subject.is_some_and(|s| s == phrase || coding.hangs_on(phrase, s));
    let about = |m: &Match| matches!(coding.event(m), Some(EventType::Agree | EventType::Support | EventType::Request));
    !subject && of_clause(matches, clause).iter().any(|m| m.phrase.is_none() && about(m))
}

/// True where the row of `m` has a condition on the slot that `phrase` fills.
fn absorbs(coding: &Coding<'_>, m: &Match, phrase: usize, roles: &Roles) -> bool {
    let Some(frame) = coding.language.frames.frame(m.frame) else { return false };
    let filled = |slot: Slot| match m.phrase {
        Some(own) => coding.noun_slot(own, slot),
        None => coding.verb_slot(m.clause, roles, slot),
    };
    // Rows that only keep others from firing keep also their nouns ("Sorge tragen").
    (frame.event.is_some() || frame.content.is_none())
        && !frame.is_quoted_speech()
        && frame
            .tests
            .iter()
            .filter(|t| !t.negated && matches!(t.check, Check::Head(_) | Check::Class(_)))
            .any(|t| filled(t.slot).iter().any(|p| coding.conjuncts(*p).contains(&phrase)))
}
