//! The best row for a word in, its sides out: the row whose conditions hold and whose needs are met.

use super::Coding;
use super::match_frames::Match;
use super::sites::Site;
use super::slots::Depth;
use super::untold::rules;
use crate::mention::{Actor, EventType, Sector};
use crate::parse::{Mood, Tag};
use crate::resources::frames::{Frame, FrameId, Slot, Test};
use crate::resources::gazetteer::{EntityKind, Office, OfficeKind};
use crate::resources::grammar::Agree;
use crate::resources::untold::Side;
use smallvec::SmallVec;

/// How the codes of bodies of several states begin.
pub(super) const INTERNATIONAL: &str = "IGO:";

impl Coding<'_> {
    /// The best row of `ids` whose tests hold and whose needs are met.
    pub(super) fn choose(&self, ids: &[FrameId], site: &Site<'_>, word: usize) -> Option<Match> {
        if ids.is_empty() {
            return None;
        }
        let reflexive = site.noun.is_none() && self.is_reflexive(site.clause);
        let mut options: SmallVec<[(i32, FrameId, &Frame); 8]> = SmallVec::new();
        let mut seen = Vec::new();
        for id in ids {
            let Some(frame) = self.language.frames.frame(*id) else { continue };
            if frame.reflexive && !reflexive || !self.is_worded(frame, site.clause) {
                continue;
            }
            if frame.tests.iter().all(|t| self.holds(site, frame, t, &mut seen)) {
                let weight = frame.tests.iter().map(Test::weight).sum::<i32>()
                    + i32::from(frame.flags.negated)
                    + if frame.reflexive {
                        3
                    } else if reflexive {
                        -1
                    } else {
                        0
                    };
                options.push((weight, *id, frame));
            }
        }
        options.sort_by_key(|(weight, id, frame)| (std::cmp::Reverse(*weight), frame.precedence(), *id));
        let mut wanting = None;
        for (_, id, frame) in options {
            match self.fill(id, frame, site, word) {
                Some(found) if !found.wanting => return Some(found),
                found => wanting = wanting.or(found),
            }
        }
        wanting
    }

    pub(super) fn is_reflexive(&self, clause: usize) -> bool {
        self.parse.has_closed(&self.parse.clauses[clause], self.language.lexicon.reflexive())
    }

    /// Several do to each other what the clause tells.
    pub(super) fn is_mutual(&self, clause: usize) -> bool {
        self.parse.has_closed(&self.parse.clauses[clause], self.language.lexicon.reciprocal())
    }

    /// Who fills the first slot of a side that names anybody, without those on the other side.
    fn first_told(&self, frame: &Frame, site: &Site<'_>, side: (Side, Depth), except: &[Actor]) -> Vec<Actor> {
        let (side, depth) = side;
        let slots = if side == Side::Actor { &frame.actor } else { &frame.recipient };
        let told = |s: &Slot| {
            let inside = matches!(s, Slot::Preposition(_)) || frame.expects_thing(*s);
            let depth = if depth == Depth::Head && inside { Depth::Owner } else { depth };
            // "killed in a raid on Kara": of what a condition asks of a preposition, no place is a party.
            let tested = side == Side::Actor && frame.tests.iter().any(|t| !t.negated && t.slot == *s);
            let mut found = self.parties_in(site, *s, depth, !tested);
            found.retain(|a| !is_itself(a, except) && !self.is_own_town(a, except));
            found
        };
        slots.iter().map(told).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn fill(&self, id: FrameId, frame: &Frame, site: &Site<'_>, word: usize) -> Option<Match> {
        // "Israeli tanks fired": the weapon is whose act it is.
        let strikes = frame.event.is_some_and(|(kind, _)| kind == EventType::Assault);
        let depth = if site.noun.is_some() || strikes { Depth::Owner } else { Depth::Head };
        let mut actors = self.first_told(frame, site, (Side::Actor, depth), &[]);
        if actors.is_empty() && site.subject_acts {
            let clause = Site { clause: site.clause, roles: site.roles, noun: None, subject_acts: false };
            actors = self.actors_in(&clause, Slot::Subject, Depth::Head);
        }
        let mut recipients = if frame.flags.no_recipient {
            Vec::new()
        } else {
            self.first_told(frame, site, (Side::Recipient, Depth::All), &actors)
        };
        self.redirect(frame, site, &mut actors, &mut recipients);
        let kind = frame.event.map(|(k, _)| k);
        if recipients.is_empty() && matches!(kind, Some(EventType::Accuse | EventType::Request)) && site.noun.is_none()
        {
            // "… sorgt sich, dass Russland liefert": toward whoever does what the complement tells.
            recipients = self.actors_in(site, Slot::Content, Depth::All);
            recipients.retain(|r| !actors.iter().any(|a| is_same(a, r)));
        }
        if recipients.is_empty()
            && matches!(kind, Some(EventType::Reject | EventType::Agree | EventType::Threaten | EventType::Concede))
            && site.noun.is_none()
            && !frame.flags.symmetric
            && let Some(infinitive) = self.infinitive(site.clause)
        {
            recipients = self.toward(infinitive, &actors);
        }
        let mut symmetric = false;
        if frame.flags.symmetric || frame.flags.plural_symmetric {
            symmetric = self.balance(frame, site, false, &mut actors, &mut recipients);
        }
        // "warfen einander Verrat vor"
        let own = |r: &Actor| actors.iter().any(|a| a.key() == r.key());
        if site.noun.is_none() && actors.len() > 1 && recipients.iter().all(own) && self.is_mutual(site.clause) {
            recipients = actors.split_off(1);
            symmetric = true;
        }
        let wanting = frame.flags.needs_actor && actors.is_empty() && !self.speaks_of_self(site) && !self.may_act(site)
            || frame.flags.needs_recipient && recipients.is_empty();
        if wanting && frame.event.is_none() {
            return None;
        }
        let circumstance = || {
            site.noun.is_none_or(|(phrase, _)| {
                let clause = self.parse.clauses[site.clause].phrases.clone();
                clause.into_iter().any(|p| self.hangs_on(p, phrase))
            })
        };
        if frame.flags.needs_circumstance && actors.is_empty() && recipients.is_empty() && !circumstance() {
            return None;
        }
        let object = site
            .noun
            .is_none()
            .then(|| self.fillers(site, Slot::Accusative))
            .into_iter()
            .flatten()
            .find(|p| !self.is_actor(*p));
        Some(Match {
            frame: id,
            clause: site.clause,
            word,
            phrase: site.noun.map(|(p, _)| p),
            actors,
            recipients,
            symmetric,
            object,
            wanting,
        })
    }

    /// "… weigert sich, den Kosovo anzuerkennen": whom the act is toward that is promised, refused or threatened.
    fn toward(&self, infinitive: usize, actors: &[Actor]) -> Vec<Actor> {
        let roles = self.roles(infinitive);
        let inner = Site { clause: infinitive, roles: &roles, noun: None, subject_acts: false };
        let own = |r: &Actor| actors.iter().any(|a| is_same(a, r) || a.code == r.code && rules(r));
        let bare = [(Slot::Dative, Depth::Head), (Slot::Accusative, Depth::Head)].into_iter();
        // "to send more troops to Chad"
        let to = self.language.lexicon.dative_prepositions().map(|w| (Slot::Preposition(w), Depth::All));
        let mut told = bare.chain(to).map(|(slot, depth)| {
            let mut found = self.actors_in(&inner, slot, depth);
            found.retain(|r| !own(r));
            found
        });
        told.find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// "Die syrische Armee eroberte Aleppo": those who rule a town do not take it from themselves.
    fn is_own_town(&self, side: &Actor, others: &[Actor]) -> bool {
        if !others.iter().any(|a| a.code == side.code && rules(a)) {
            return false;
        }
        self.kind_of(side) == Some(EntityKind::Place)
    }

    /// A side that a verb has as its object, by the name of its state alone.
    pub(super) fn is_object(&self, clause: usize, side: &Actor) -> bool {
        let roles = self.roles(clause);
        let objects = [roles.accusative, roles.dative].into_iter().flatten();
        side.sector == Some(Sector::Gov)
            && objects.into_iter().any(|p| self.phrase_span(p).covers(side.span))
            && self.kind_of(side) == Some(EntityKind::State)
    }

    /// What the name is with which the words of a side begin.
    fn kind_of(&self, side: &Actor) -> Option<EntityKind> {
        let at = self.parse.words.partition_point(|w| w.span.start < side.span.start);
        let name = self.parse.words.get(at).filter(|w| w.span.start == side.span.start)?.name?;
        Some(self.language.gazetteer.entity(name.entity)?.kind)
    }

    /// Sides that words around the slots tell otherwise: the agent of a noun, the doer of an act that is talked about.
    fn redirect(&self, frame: &Frame, site: &Site<'_>, actors: &mut Vec<Actor>, recipients: &mut Vec<Actor>) {
        if let Some(agents) = self.agents_of(frame, site) {
            // "die Unterstützung der Separatisten durch Ghana"
            *actors = agents;
            if recipients.is_empty() || recipients.iter().any(|r| actors.iter().any(|a| a.span == r.span)) {
                *recipients = self.actors_in(site, Slot::Genitive, Depth::All);
            }
            recipients.retain(|r| !actors.iter().any(|a| a.span == r.span));
        }
        if let Some(doers) = self.doers(frame, site).filter(|_| !recipients.is_empty()) {
            *recipients = doers;
            recipients.retain(|r| !actors.iter().any(|a| is_same(a, r)));
        }
    }

    /// Whoever does what a noun tells, where a preposition that only agents have says so: its genitive is then the other
    /// side.
    fn agents_of(&self, frame: &Frame, site: &Site<'_>) -> Option<Vec<Actor>> {
        let (phrase, _) = site.noun.filter(|_| frame.actor.contains(&Slot::Genitive))?;
        let lexicon = &self.language.lexicon;
        let agent = |s: &Slot| matches!(s, Slot::Preposition(w) if !lexicon.names_origin(*w));
        let agents = lexicon.agent_prepositions().filter(agent).map(|s| {
            let behind = |p: usize| self.hangs_on(p, phrase) || self.adjoins(phrase, self.phrase(p).words.start);
            let own = self.fillers(site, s).into_iter().any(behind);
            if own { self.actors_in(site, s, Depth::Owner) } else { Vec::new() }
        });
        agents.into_iter().find(|found| !found.is_empty())
    }

    /// Words about an act are toward whoever does it, not toward whom it befalls: "kritisierte die Festnahme von Fischern
    /// durch Ghana".
    fn doers(&self, frame: &Frame, site: &Site<'_>) -> Option<Vec<Actor>> {
        use EventType::{Accuse, Reject, Support};
        let about = frame.event.is_some_and(|(kind, _)| matches!(kind, Accuse | Reject | Support));
        if site.noun.is_some() || !about {
            return None;
        }
        let act = |phrase: usize| {
            let word = &self.parse.words[self.phrase(phrase).head];
            let thing = word.tag == Tag::Noun && self.heads(phrase).is_empty();
            let ids = thing.then(|| self.frames_of_noun(&self.noun_forms(self.phrase(phrase).head)))?;
            let noun = Some((phrase, self.phrase(phrase).head));
            let inner = Site { clause: site.clause, roles: site.roles, noun, subject_acts: false };
            let found = self.choose(ids, &inner, self.phrase(phrase).head)?;
            let suffers = found.actors.is_empty() && !found.recipients.is_empty();
            let told = self.event(&found).is_some() && !found.symmetric;
            (told && (!found.actors.is_empty() || suffers)).then_some(found.actors)
        };
        let slot = frame.recipient.iter().find(|s| !self.actors_in(site, **s, Depth::All).is_empty())?;
        self.fillers(site, *slot).into_iter().find_map(act)
    }

    /// Somebody whom no table knows is the subject: who it is may follow from what the article is about.
    fn may_act(&self, site: &Site<'_>) -> bool {
        let passive = self.parse.clauses[site.clause].verb.as_ref().is_some_and(|v| v.passive);
        let subject = site.roles.subject.filter(|_| site.noun.is_none() && !passive && self.home.is_some());
        subject.is_some_and(|s| self.is_someone(s))
    }

    /// "Wir sind bereit": who acts is whoever is quoted, which status settles later.
    fn speaks_of_self(&self, site: &Site<'_>) -> bool {
        let subject = site.roles.subject.filter(|_| site.noun.is_none());
        subject.is_some_and(|s| self.means_speaker(s))
    }

    /// The subject of a verb is the "wir" or "ich" of somebody who is quoted.
    pub(super) fn is_first_person(&self, site: &Site<'_>) -> bool {
        let subject = site.roles.subject.filter(|_| site.noun.is_none());
        let p = subject.map(|s| self.phrase(s)).filter(|p| p.pronoun);
        let head = p.map(|p| &self.parse.words[p.head]);
        head.is_some_and(|w| w.quoted && self.language.lexicon.is_first_person(w.closed))
    }

    /// "wir", and in reported speech "man".
    pub(super) fn means_speaker(&self, phrase: usize) -> bool {
        let p = self.phrase(phrase);
        let (lexicon, closed) = (&self.language.lexicon, self.parse.words[p.head].closed);
        let verb = self.parse.clauses[p.clause].verb.as_ref();
        let reported = verb.is_some_and(|v| v.mood == Mood::Quoted);
        p.pronoun && (lexicon.is_first_person(closed) || reported && lexicon.is_impersonal(closed))
    }

    /// A definite noun of a reciprocal act with a side untold ("das Treffen", "der Vertrag") is between the two whom the
    /// article is about.
    fn complete_pair(&self, site: &Site<'_>, told: bool, actors: &mut Vec<Actor>, recipients: &mut Vec<Actor>) {
        let phrase = site.noun.map(|(phrase, _)| phrase).or_else(|| self.treaty_made(site));
        let (Some([a, b]), Some(phrase)) = (&self.pair, phrase) else { return };
        let told = told || site.noun.is_none();
        let p = self.phrase(phrase);
        let definite = p.determiner.is_some_and(|d| !self.language.lexicon.is_indefinite(self.parse.words[d].closed))
            || self.merges_article(phrase);
        let known: Vec<&str> = actors.iter().chain(recipients.iter()).map(|x| x.code.as_str()).collect();
        let sentence = &self.parse.sentences[self.parse.clauses[site.clause].sentence];
        let beside = |code: &String| {
            let phrases = sentence.clauses.clone().flat_map(|c| self.parse.clauses[c].phrases.clone());
            phrases.into_iter().any(|q| self.referents[q].iter().any(|r| r.head && !r.place && r.actor.code == *code))
        };
        if !(told || self.told_itself(phrase))
            || !(definite || beside(a) && beside(b))
            || known.len() > 1
            || known.iter().any(|c| c != a && c != b)
        {
            return;
        }
        let body = Office { sector: None, kind: OfficeKind::Body };
        let missing: Vec<Actor> = [a, b]
            .into_iter()
            .filter(|c| !known.contains(&c.as_str()))
            .map(|c| super::actors::office_actor(c, body, self.phrase_span(phrase)))
            .collect();
        for actor in missing {
            if actors.is_empty() { actors.push(actor) } else { recipients.push(actor) }
        }
    }

    /// "the accord reached in Geneva": the agreement that a passive verb is said of.
    fn treaty_made(&self, site: &Site<'_>) -> Option<usize> {
        let passive = self.parse.clauses[site.clause].verb.as_ref().is_some_and(|v| v.passive);
        site.roles.subject.filter(|s| passive && self.about_treaty(self.phrase(*s).head))
    }

    /// True where the noun is more than a topic: it has a circumstance of its own, a relative clause, or a verb that says
    /// that it happened (codebook, ruling 12).
    fn told_itself(&self, phrase: usize) -> bool {
        let clause = self.phrase(phrase).clause;
        let sentence = &self.parse.sentences[self.parse.clauses[clause].sentence];
        let described = sentence.clauses.clone().any(|c| self.parse.clauses[c].antecedent == Some(phrase));
        let happens = self.parse.clauses[clause]
            .verb
            .as_ref()
            .is_some_and(|v| self.language.auxiliaries.happening.contains(&v.lemma));
        // "der Handel mit Gold" is a topic; "das Treffen in Genf", "am Montag", "mit dem Minister" happened.
        let placed = |p: usize| {
            self.phrase(p).words.clone().any(|at| {
                let word = &self.parse.words[at];
                word.name.is_some() || word.tag == Tag::Number || self.language.lexicon.is_time_noun(word.lemma)
            }) || self.referents[p].iter().any(|r| r.head)
        };
        let circumstance =
            self.parse.clauses[clause].phrases.clone().any(|p| p > phrase && self.hangs_on(p, phrase) && placed(p));
        described || happens || circumstance
    }

    /// "das Treffen der EU-Außenminister": those of one body among themselves; no other side is told.
    pub(super) fn is_gathering(
        &self,
        clause: usize,
        noun: Option<usize>,
        actors: &[Actor],
        recipients: &[Actor],
    ) -> bool {
        let ([one], []) = (actors, recipients) else { return false };
        let at = self.parse.words.partition_point(|w| w.span.end <= one.span.start);
        let phrases = self.parse.clauses[clause].phrases.clone();
        let told = phrases.into_iter().find(|p| self.phrase(*p).words.contains(&at));
        one.code.starts_with(INTERNATIONAL)
            && told.is_some_and(|p| (self.phrase(p).agree & Agree::GEN).is_plural() && noun.is_some_and(|n| n != p))
    }

    /// Brings the two sides of a reciprocal act together; false where only one side is told and the row is not
    /// reciprocal by itself.
    pub(super) fn balance(
        &self,
        frame: &Frame,
        site: &Site<'_>,
        attribute: bool,
        actors: &mut Vec<Actor>,
        recipients: &mut Vec<Actor>,
    ) -> bool {
        let lexicon = &self.language.lexicon;
        for preposition in lexicon.mutual_prepositions() {
            for actor in self.actors_in(site, Slot::Preposition(preposition), Depth::All) {
                let known = |side: &[Actor]| side.iter().any(|a| a.code == actor.code && a.sector == actor.sector);
                if !known(actors) && !known(recipients) {
                    if actors.is_empty() { actors.push(actor) } else { recipients.push(actor) }
                }
            }
        }
        if frame.flags.plural_symmetric && !frame.flags.symmetric && !recipients.is_empty() {
            return false;
        }
        // "nach einem Treffen mit seiner Amtskollegin": the subject of the clause is the side that the noun leaves out.
        // But "verurteilt die Einigung mit …" is said of an agreement of others.
        let told_of = site.noun.is_some_and(|(phrase, _)| {
            let verb = self.parse.clauses[site.clause].verb.as_ref();
            self.phrase(phrase).preposition.is_none()
                && verb.is_some_and(|v| {
                    let frames = self.language.frames.verb(v.lemma).iter();
                    frames
                        .filter_map(|f| self.language.frames.frame(*f))
                        .any(|f| f.content.is_some() || f.event.is_some())
                })
        });
        if self.is_gathering(site.clause, site.noun.map(|(p, _)| p), actors, recipients) {
            return true;
        }
        if actors.len() + recipients.len() <= 1 && site.noun.is_some() && !attribute && !told_of {
            let clause = Site { clause: site.clause, roles: site.roles, noun: None, subject_acts: false };
            let mut subject = self.actors_in(&clause, Slot::Subject, Depth::Head);
            if actors.is_empty() && recipients.is_empty() && subject.len() < 2 {
                subject.clear();
            }
            let other: Vec<Actor> = subject
                .into_iter()
                .filter(|a| !actors.iter().chain(recipients.iter()).any(|k| is_same(k, a)))
                .collect();
            if actors.is_empty() { actors.extend(other) } else { recipients.extend(other) }
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

/// The words of one side name the other one as well.
fn is_itself(side: &Actor, others: &[Actor]) -> bool {
    others.iter().any(|other| is_same(other, side) && other.span.overlaps(side.span))
}

/// Two tellings of one side: the same code and sector, and no different offices or names.
pub(super) fn is_same(a: &Actor, b: &Actor) -> bool {
    let differ = |x: &Option<String>, y: &Option<String>| x.is_some() && y.is_some() && x != y;
    a.code == b.code && a.sector == b.sector && !(differ(&a.role, &b.role) && a.span != b.span)
}
