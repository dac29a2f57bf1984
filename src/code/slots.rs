//! A clause or noun phrase in, the phrases that fill its slots out: subject, objects, prepositional phrases, genitives.

use super::Coding;
use super::actors::{Referent, Referents, actor_of, members, office_actor};
use crate::mention::Actor;
use crate::parse::{Arguments, Attachment, Tag};
use crate::resources::frames::Slot;
use crate::resources::gazetteer::{EntityKind, Office, OfficeKind};
use crate::resources::grammar::{Agree, Form};
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;
use crate::resources::syntax::Roles as By;
use smallvec::SmallVec;

/// Phrases that fill a slot: most often one.
pub(crate) type Phrases = SmallVec<[usize; 4]>;

/// The case-marked phrases of a clause.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles {
    pub subject: Option<usize>,
    pub accusative: Option<usize>,
    pub dative: Option<usize>,
    /// Actors of a subject that the clause does not say itself.
    pub understood: Referents,
    /// An adjective tells of the subject: what looks like a passive is none.
    pub state: bool,
}

/// How much of a phrase is looked at for who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Its head.
    Head,
    /// Where that is nobody, those whom it belongs to or comes from.
    Owner,
    /// Where that is nobody, all whom it names.
    All,
}

impl Coding<'_> {
    /// Subject and objects as the parse gives them.
    pub(super) fn roles(&self, clause: usize) -> Roles {
        let Arguments { subject, accusative, dative } = self.parse.clauses[clause].arguments;
        Roles { subject, accusative, dative, ..Roles::default() }
    }

    /// The phrases that fill a slot of a verb in `clause`.
    pub(super) fn verb_slot(&self, clause: usize, roles: &Roles, slot: Slot) -> Phrases {
        let passive = !roles.state && self.parse.clauses[clause].verb.as_ref().is_some_and(|v| v.passive);
        let one = |p: Option<usize>| p.into_iter().collect();
        match slot {
            // "was summoned and expelled by Chad": of both by whom the second says.
            Slot::Subject if passive => self
                .agents(clause, roles)
                .or_else(|| {
                    let ordered = self.language.syntax.roles == By::Order;
                    let next = self.parse.clauses.get(clause + 1).filter(|c| ordered && c.shares == Some(clause))?;
                    next.verb.as_ref().filter(|v| v.passive)?;
                    self.agents(clause + 1, &self.roles(clause + 1))
                })
                .unwrap_or_default(),
            Slot::Subject => one(roles.subject),
            Slot::Accusative if passive => one(roles.subject),
            // A lone object whose form fits both cases fills the slot that the row has.
            Slot::Accusative => one(roles.accusative.or_else(|| self.fitting(roles.dative, Agree::ACC))),
            Slot::Dative => {
                let bare = roles.dative.or_else(|| self.fitting(roles.accusative, Agree::DAT));
                let mut led = self.language.lexicon.dative_prepositions();
                bare.or_else(|| led.find_map(|word| self.with_preposition(clause, word, 0).next()))
                    .into_iter()
                    .collect()
            }
            // "Die Sprecherin von Oxfam bat …", "Der Emir von Katar lehnte …": what tells whose subject it is says nothing of
            // the act.
            Slot::Preposition(word) => {
                let subject = roles.subject.filter(|s| self.referents[*s].iter().any(|r| r.head));
                let own = |p: &usize| {
                    subject.is_some()
                        && self.phrase(*p).attached.map(|(to, _)| to) == subject
                        && self.language.lexicon.names_origin(word)
                        && (self.names_body(*p) || self.names_home(*p, subject))
                };
                // "Kamau, on a visit to Lima, pledged help": what hangs on a circumstance before the verb is of it alone.
                let before = |p: &usize| self.language.syntax.roles == By::Order && self.stands_before(clause, *p);
                let inner = |p: &usize| before(p) && self.is_under_preposition(*p, word);
                let all: Phrases = self
                    .with_preposition(clause, word, 0)
                    .filter(|p| !own(p) && !inner(p) && !self.is_absolute(*p))
                    .collect();
                // "Sanktionen gegen A wegen des Vorgehens gegen B": what hangs on another phrase's noun gives way.
                let free = |p: &&usize| !self.is_under_preposition(**p, word);
                let nearer: Phrases = all.iter().filter(free).copied().collect();
                if nearer.is_empty() { all } else { nearer }
            }
            // Of the object: "missachtet das Urteil des Gerichts".
            Slot::Genitive | Slot::Possessive => {
                // "Russia's shelling of Kharkiv continued": without an object, of what does it.
                let thing = || roles.subject.filter(|s| !self.is_actor(*s));
                let object = if passive { roles.subject } else { roles.accusative.or_else(thing) };
                let own = object.map(|o| self.noun_slot(o, slot)).unwrap_or_default();
                // "begrüßte Athens Schritt"
                match object.filter(|_| own.is_empty() && slot == Slot::Genitive) {
                    Some(o) => self.noun_slot(o, Slot::Possessive),
                    None => own,
                }
            }
            Slot::Predicate => self.predicate(clause, roles),
            _ => Phrases::new(),
        }
    }

    /// By whom something is done in a passive clause, where it says so.
    fn agents(&self, clause: usize, roles: &Roles) -> Option<Phrases> {
        self.language.lexicon.agent_prepositions().find_map(|s| {
            let hangs = |p: &usize| matches!(self.phrase(*p).attached, Some((_, Attachment::Preposition)));
            let mut free = self.verb_slot(clause, roles, s);
            free.retain(|p| !hangs(&*p));
            Some(free).filter(|f| f.iter().any(|p| !self.deep(*p, Depth::Owner).is_empty()))
        })
    }

    /// "der Emir | von Katar": a place right behind an office that is of it.
    fn names_home(&self, phrase: usize, office: Option<usize>) -> bool {
        office.is_some_and(|o| {
            let close = self.phrase(o).words.end == self.phrase(phrase).words.start;
            let home = self.location_code(phrase);
            let of = self.referents[o].iter().any(|r| r.head && Some(&r.actor.code) == home.as_ref());
            close && of && self.office(self.phrase(o).head).is_some()
        })
    }

    /// What an act is done with: the phrase, or one that it hangs on, stands behind a preposition of means.
    pub(super) fn is_means(&self, phrase: usize) -> bool {
        let hung = |p: &usize| self.phrase(*p).attached.map(|(to, _)| to).filter(|to| to < p);
        std::iter::successors(Some(phrase), hung)
            .any(|p| self.phrase(p).preposition.is_some_and(|w| self.language.lexicon.is_instrument(w)))
    }

    /// "…, with Chad acting as mediator": somebody with a deed of his own behind a comma.
    fn is_absolute(&self, phrase: usize) -> bool {
        let p = self.phrase(phrase);
        let means = p.preposition.is_some_and(|w| self.language.lexicon.is_instrument(w));
        let parted = p.words.start.checked_sub(1).is_some_and(|b| self.parse.words[b].tag == Tag::Comma);
        let sentence = &self.parse.sentences[self.parse.clauses[p.clause].sentence];
        let acts = |c: usize| {
            let c = &self.parse.clauses[c];
            let own =
                c.verb.as_ref().filter(|v| c.antecedent == Some(phrase) && c.link.is_none() && v.finite.is_none());
            own.is_some_and(|v| self.parse.words[v.word].can_be(Form::PRESENT_PARTICIPLE))
        };
        means && parted && sentence.clauses.clone().any(acts)
    }

    /// A phrase before the verb of its clause.
    fn stands_before(&self, clause: usize, phrase: usize) -> bool {
        let verb = self.parse.clauses[clause].verb.as_ref().map(|v| v.word);
        verb.is_some_and(|v| self.phrase(phrase).words.end <= v)
    }

    /// The phrase hangs on one that another preposition leads.
    fn is_under_preposition(&self, phrase: usize, own: Symbol) -> bool {
        let mut at = phrase;
        while let Some((to, how)) = self.phrase(at).attached.filter(|(to, _)| *to < at) {
            let led = self.phrase(to).preposition.is_some_and(|w| w != own);
            if how != Attachment::Coordination && led {
                return true;
            }
            at = to;
        }
        false
    }

    /// What a verb of being makes the subject: the other phrase in the nominative.
    fn predicate(&self, clause: usize, roles: &Roles) -> Phrases {
        let c = &self.parse.clauses[clause];
        if !c.verb.as_ref().is_some_and(|v| self.language.syntax.predicative.contains(&v.lemma)) {
            return Phrases::new();
        }
        let bare = |p: &usize| {
            let phrase = self.phrase(*p);
            phrase.preposition.is_none() && phrase.attached.is_none() && phrase.agree.meets(Agree::NOM)
        };
        c.phrases.clone().filter(bare).filter(|p| Some(*p) != roles.subject && !self.phrase(*p).pronoun).collect()
    }

    fn with_preposition(&self, clause: usize, word: Symbol, from: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.parse.clauses[clause].phrases.clone();
        range.filter(move |p| {
            *p >= from
                && self.phrase(*p).preposition == Some(word)
                && !matches!(self.phrase(*p).attached, Some((_, Attachment::Coordination)))
        })
    }

    /// The phrases that fill a slot of the noun that heads `phrase`.
    pub(super) fn noun_slot(&self, phrase: usize, slot: Slot) -> Phrases {
        let clause = self.phrase(phrase).clause;
        match slot {
            Slot::Genitive => self.attached(phrase, Attachment::Genitive).filter(|p| *p > phrase).collect(),
            Slot::Possessive => self.attached(phrase, Attachment::Genitive).filter(|p| *p < phrase).collect(),
            Slot::Preposition(word) => {
                let all: Phrases = self.with_preposition(clause, word, phrase).collect();
                let hanging: Phrases =
                    all.iter().copied().filter(|p| *p == phrase || self.hangs_on(*p, phrase)).collect();
                // "durch einen Angriff der Armee": the noun's own preposition is no slot of it.
                let own = |p: &usize| *p != phrase;
                // "Das Treffen wurde von der Agentur beschrieben": the agent of the verb is no party of the noun.
                let passive = self.parse.clauses[clause].verb.as_ref().is_some_and(|v| v.passive);
                // "The exercises followed a visit by the minister": nor is who stands as an agent behind the verb.
                let parted = self.language.syntax.roles == By::Order && self.stands_before(clause, phrase);
                let agent = self.language.lexicon.is_agent(word);
                let barred = |p: &usize| passive || parted && !self.stands_before(clause, *p);
                let free = |p: &usize| !(agent && barred(p));
                let near = hanging.into_iter().find(own).or_else(|| all.into_iter().find(|p| free(p) && own(p)));
                near.into_iter().collect()
            }
            _ => Phrases::new(),
        }
    }

    /// Whether the finite verb of a clause is a form of the copula.
    pub(super) fn has_copula(&self, clause: usize) -> bool {
        let finite = self.parse.clauses[clause].verb.as_ref().and_then(|v| v.finite);
        let copula = self.language.auxiliaries.copula;
        finite.is_some_and(|f| self.parse.words[f].verbs.iter().any(|v| v.lemma == copula))
    }

    /// "beim Gipfel": the preposition that a phrase begins with holds its article.
    pub(super) fn merges_article(&self, phrase: usize) -> bool {
        let first = &self.parse.words[self.phrase(phrase).words.start];
        first.closed.iter().any(|c| c.class == WordClass::PrepositionArticle)
    }

    /// What is named as known: "das Treffen", "ihr Besuch", "beim Gipfel", "Putins Besuch".
    pub(super) fn is_known(&self, phrase: usize) -> bool {
        let p = self.phrase(phrase);
        let lexicon = &self.language.lexicon;
        let closed = |at: usize| self.parse.words[at].closed;
        let named =
            |at: usize| closed(at).iter().any(|c| lexicon.is_pointing(c.extra)) || lexicon.is_possessive(closed(at));
        p.determiner.is_some_and(named)
            || self.merges_article(phrase)
            || self.attached(phrase, Attachment::Genitive).any(|owner| owner < phrase)
    }

    fn fitting(&self, phrase: Option<usize>, case: Agree) -> Option<usize> {
        phrase.filter(|p| self.phrase(*p).agree.meets(case))
    }

    /// True where the attachments of `phrase` lead to `to`.
    pub(super) fn hangs_on(&self, phrase: usize, to: usize) -> bool {
        let mut at = phrase;
        for _ in 0..self.parse.phrases.len() {
            let Some((next, _)) = self.phrase(at).attached else { return false };
            if next == to {
                return true;
            }
            if next >= at && next != at + 1 {
                return false;
            }
            at = next;
        }
        false
    }

    /// A clause that begins at a word stands right behind a phrase with all that hangs on it: "die Drohung der Armee, …".
    pub(super) fn adjoins(&self, phrase: usize, first: usize) -> bool {
        let clause = self.parse.clauses[self.phrase(phrase).clause].phrases.clone();
        let hanging = clause.filter(|p| *p > phrase && self.hangs_on(*p, phrase));
        let mut ends = hanging.chain([phrase]).map(|p| self.phrase(p).words.end);
        ends.any(|end| end <= first && first - end <= 2)
    }

    /// The actors that a phrase and its conjuncts are.
    pub(super) fn heads(&self, phrase: usize) -> Referents {
        self.meant(phrase).flat_map(|p| self.referents[p].iter().filter(|r| r.head).cloned()).collect()
    }

    /// The phrase and its conjuncts, without whom "nicht Kenia, sondern Togo" rules out.
    fn meant(&self, phrase: usize) -> impl Iterator<Item = usize> + '_ {
        let before = |p: usize| self.phrase(p).words.start.checked_sub(1);
        let members = self.conjuncts(phrase);
        let turned = members.iter().skip(1).any(|p| before(*p).is_some_and(|at| self.turns(at)));
        let ruled_out = move |p: usize| turned && before(p).is_some_and(|at| self.parse.words[at].tag == Tag::Negation);
        members.into_iter().filter(move |p| !ruled_out(*p))
    }

    /// Whether a phrase or one of its conjuncts is an actor.
    pub(super) fn is_actor(&self, phrase: usize) -> bool {
        self.conjuncts(phrase).iter().any(|p| self.referents[*p].iter().any(|r| r.head))
    }

    /// Subject or object of a clause that tells what is done, not how something is.
    pub(super) fn is_party(&self, phrase: usize) -> bool {
        let clause = self.phrase(phrase).clause;
        let Arguments { subject, accusative, .. } = self.parse.clauses[clause].arguments;
        let side = [subject, accusative].contains(&Some(phrase));
        side && self.phrase(phrase).preposition.is_none() && !self.has_copula(clause)
    }

    /// The actors that a phrase is or names inside: its head, else nations and genitives, else what hangs on it.
    pub(super) fn deep(&self, phrase: usize, depth: Depth) -> Referents {
        if depth == Depth::Head {
            return self.heads(phrase);
        }
        let lexicon = &self.language.lexicon;
        // "bei einem Angriff auf ein Lager": what an act is toward does not do it.
        let owns = |p: &usize| {
            let preposition = self.phrase(*p).preposition;
            depth == Depth::All
                || preposition.is_none_or(|w| {
                    lexicon.names_origin(w) || lexicon.agent_prepositions().any(|s| s == Slot::Preposition(w))
                })
        };
        let mut found = Referents::new();
        for member in self.meant(phrase) {
            let own = &self.referents[member];
            if own.iter().all(|r| !r.head) {
                let inner = [Attachment::Genitive, Attachment::Preposition];
                let hanging = inner.iter().flat_map(|how| self.attached(member, *how).collect::<Vec<_>>());
                let referents: Referents = hanging
                    .filter(|p| *p > member || self.phrase(*p).agree == Agree::GEN)
                    .filter(owns)
                    .flat_map(|p| self.conjuncts(p).into_iter().flat_map(|m| self.referents[m].clone()))
                    .filter(|r| !r.place)
                    .map(|r| Referent { head: false, ..r })
                    .collect();
                // "die Kaserne der Armee": who owns it is told more exactly than by the nation alone.
                found.extend(if referents.is_empty() { own.clone() } else { referents });
            } else {
                found.extend(own.iter().cloned());
            }
        }
        found
    }

    /// Actors told by adjectives of nationality in a phrase, before its head.
    pub(super) fn adjective_actors(&self, phrase: usize) -> Vec<Actor> {
        let p = self.phrase(phrase);
        let words = p.words.clone().filter(|at| *at < p.head && self.parse.words[*at].tag == Tag::Adjective);
        let body = Office { sector: None, kind: OfficeKind::Body };
        let named = p.words.clone().filter(|at| *at < p.head).filter_map(|at| {
            let word = &self.parse.words[at];
            let entity = word.name.and_then(|n| self.language.gazetteer.entity(n.entity))?;
            let nation = matches!(entity.kind, EntityKind::Demonym | EntityKind::Adjective | EntityKind::State);
            (nation && !word.genitive).then(|| office_actor(&entity.code, body, word.span))
        });
        let mut found: Vec<Actor> = words
            .flat_map(|at| {
                let span = self.parse.words[at].span;
                self.adjective_nations(at).iter().map(move |code| office_actor(code, body, span)).collect::<Vec<_>>()
            })
            .collect();
        if self.language.syntax.roles == By::Order {
            // "US troops": the word may be adjective and name.
            let other: Vec<Actor> = named.filter(|n| !found.iter().any(|a| a.span == n.span)).collect();
            found.extend(other);
        }
        found
    }

    /// Actors told by the first part of a compound noun.
    pub(super) fn compound_actors(&self, phrase: usize, word: usize) -> Vec<Actor> {
        if self.language.syntax.roles == By::Order {
            return self.names_before(phrase, word);
        }
        let token = self.text(word);
        let (first, _) =
            token.rsplit_once('-').or_else(|| token.split_at_checked(self.parse.words[word].first)).unwrap_or_default();
        let span = self.parse.words[word].span;
        self.compound_entities(first).into_iter().flat_map(|e| members(actor_of(e, span))).collect()
    }

    /// Actors told by names right before a noun: "NATO troops", "the Trump-Kim summit".
    fn names_before(&self, phrase: usize, word: usize) -> Vec<Actor> {
        let words = self.phrase(phrase).words.clone().filter(|at| *at < word);
        words
            .flat_map(|at| {
                let w = &self.parse.words[at];
                let known = w.name.and_then(|hit| self.entity(hit.entity));
                let parts = || if w.in_name { Vec::new() } else { self.compound_entities(self.text(at)) };
                let mut found = known.map_or_else(parts, |e| vec![e]);
                found.retain(|e| !e.code.is_empty());
                found.into_iter().flat_map(|e| members(actor_of(e, w.span))).collect::<Vec<_>>()
            })
            .collect()
    }
}
