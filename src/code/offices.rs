//! A noun of office in, whose office it is out: told by its own words, by what was told before, by places beside it.

use super::Coding;
use super::actors::{Reading, Referent, Referents, actor_of, is_group, office_actor};
use super::discourse::{Discourse, Told};
use super::pointing::NON_STATE;
use crate::article::Span;
use crate::mention::{Actor, EventType, Sector};
use crate::parse::{Arguments, Attachment, Tag, VerbComplex};
use crate::resources::frames::Slot;
use crate::resources::gazetteer::{Entity, EntityKind, Office, OfficeKind};
use crate::resources::grammar::Agree;
use crate::resources::letters::lower;
use crate::resources::symbol::Symbol;
use crate::resources::syntax::Roles as By;
use smallvec::SmallVec;

impl Discourse<'_, '_> {
    /// "die Sozialdemokraten in Stockholm", "Chinas Kommunistische Partei": the state beside a party's name that is no name
    /// of its own, as acronyms are.
    pub(super) fn party_of(&self, phrase: usize, name: &str, reading: &Reading) -> Option<String> {
        let coding = self.coding;
        let spelt = !name.split(' ').any(|w| w.chars().skip(1).any(char::is_uppercase));
        let last = name.rsplit_once(' ').is_none_or(|(_, last)| coding.language.lexicon.is_noun(last));
        let lies = |q: &usize| coding.phrase(*q).preposition.is_some_and(|w| self.words.place.contains(&w));
        let beside = || coding.attached(phrase, Attachment::Preposition).find(lies);
        let told = reading.nations.first().filter(|code| code.len() == 3).cloned();
        told.or_else(|| beside().and_then(|q| coding.location_code(q))).filter(|_| spelt && last)
    }

    /// True for nouns of relation: partnership, alliance, cooperation.
    pub(super) fn relates(&self, head: usize) -> bool {
        let forms = self.coding.noun_forms(head);
        let whole = || self.coding.language.frames.in_class(self.words.relation, &forms[0]);
        self.coding.is_of_class(&forms, self.words.relation) && (whole() || self.coding.office_itself(head).is_none())
    }

    /// The parties stand behind the noun: "zwischen Russland und Nordkorea", "mit der Türkei".
    pub(super) fn has_parties(&self, phrase: usize) -> bool {
        let coding = self.coding;
        coding
            .attached(phrase, Attachment::Preposition)
            .any(|q| coding.location_code(q).is_some() || coding.reading(q).office.is_some())
    }

    pub(super) fn officed(&mut self, phrase: usize, office: Office, reading: &Reading) -> Referents {
        let coding = self.coding;
        let span = coding.phrase_span(phrase);
        let text = &coding.article.text;
        let p = coding.phrase(phrase);
        let head_word = &coding.parse.words[p.head];
        let known = reading.named.iter().find(|(e, ..)| e.kind == EntityKind::Person);
        let name = known.map(|(e, ..)| e.name.clone()).or_else(|| reading.unknown_name.map(|n| n.of(text).to_owned()));
        let role = Some(coding.text(p.head).to_owned()).filter(|_| office.kind == OfficeKind::Person);
        let finish = |actor: Actor| Actor {
            name: actor.name.clone().or_else(|| name.clone()),
            role: role.clone(),
            span,
            ..actor
        };
        // "Soldaten", "verfeindete Milizen": others than those told before.
        let bare = p.determiner.is_none() && p.agree.is_plural();
        let mut actors: Vec<Actor> = Vec::new();
        let body = reading.named.iter().find(|(e, ..)| {
            !matches!(e.kind, EntityKind::Person | EntityKind::Place | EntityKind::Seat | EntityKind::State)
        });
        let behind = body.filter(|(_, at, _)| office.kind != OfficeKind::Person && at.start > head_word.span.end);
        if let Some((entity, at, _)) = behind {
            // "the Lebanese group Hezbollah": the name behind its noun says who.
            actors.push(actor_of(entity, *at));
        } else if let Some((entity, ..)) = known.filter(|_| self.coding.leads_party(p.head)) {
            // "Grünen-Chefin Eva Glawischnig": which party of that name it is the person tells.
            let sector = office.sector.or(Some(Sector::Pty));
            actors.push(Actor { sector, ..actor_of(entity, span) });
        } else if !reading.nations.is_empty() {
            let mut codes: Vec<&String> = Vec::new();
            for code in reading.nations.iter().filter(|c| !c.is_empty()) {
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
            // One person or body has one home, named nearest; several only for a joint delegation.
            let several = coding.phrase(phrase).agree.meets(Agree::PLURAL);
            let most = if office.kind == OfficeKind::Person && !several { 1 } else { codes.len() };
            let office = of_owner(office, reading.owner);
            actors.extend(codes.into_iter().take(most).map(|code| office_actor(code, office, span)));
        } else if let Some((entity, ..)) = known {
            let sector = office.sector.filter(|s| *s != Sector::Gov).or(entity.sector);
            actors.push(Actor { sector, ..actor_of(entity, span) });
        } else if let Some((entity, at, _)) = body {
            actors.push(actor_of(entity, *at));
        } else if let Some(learned) = name.as_deref().and_then(|n| self.learned_name(n)) {
            actors.push(learned);
        } else if let Some(actor) = self.of_certain_states(p.head, office, span) {
            actors.push(actor);
        } else if let Some(told) = self.told_office(p.head).filter(|_| !bare) {
            actors.push(told);
        } else if let Some(code) = self.home(phrase, office) {
            actors.push(office_actor(&code, office, span));
        }
        let actors: Vec<Actor> = actors.into_iter().map(finish).collect();
        if let (Some(name), Some(actor)) = (&name, actors.first()) {
            self.learn(name, actor);
        }
        actors.into_iter().map(|actor| Referent { actor, place: false, head: true }).collect()
    }

    /// "Rui Sol war ein Anführer der Gruppe", "gehört der Gruppe an": teaches whose a person is whom no table knows.
    pub(super) fn join(&mut self, clause: usize) {
        let coding = self.coding;
        let c = &coding.parse.clauses[clause];
        let syntax = &coding.language.syntax;
        let belongs = |v: Symbol| syntax.member_verbs.contains(&v) || syntax.predicative.contains(&v);
        let Some(verb) = c.verb.as_ref().filter(|v| belongs(v.lemma)) else { return };
        if c.words.iter().any(|w| coding.negates(*w)) {
            return;
        }
        let named = |p: &usize| coding.phrase(*p).preposition.is_none() && coding.phrase(*p).attached.is_none();
        let name = |p: usize| coding.reading(p).unknown_name.map(|n| n.of(&coding.article.text));
        let Some((person, name)) = c.phrases.clone().filter(named).find_map(|p| Some((p, name(p)?))) else { return };
        let plain = self.done[person].iter().flatten().all(|r| r.actor.sector == Some(Sector::Cvl));
        let office = |p: usize| coding.reading(p).office.is_some();
        let of_group = c.phrases.clone().filter(|p| *p != person).find_map(|p| {
            let mut heads = self.done[p].iter().flatten().filter(|r| r.head && r.actor.code.starts_with(NON_STATE));
            let tells = !syntax.predicative.contains(&verb.lemma) || office(p);
            heads.next().filter(|_| tells).map(|r| r.actor.clone())
        });
        if let Some(group) = of_group.filter(|_| plain && name.contains(' ')) {
            let actor = Actor { name: Some(name.to_owned()), role: None, ..group };
            self.learn(name, &actor);
        }
    }

    /// "Der Kremlchef" is of the state that has the office. Of several it is whoever held it when it was told last, else
    /// of the one that the article names most, else of the first.
    fn of_certain_states(&self, head: usize, office: Office, span: Span) -> Option<Actor> {
        let coding = self.coding;
        let states = coding.language.descriptions.states(&coding.noun_forms(head)[0]);
        let first = states.first()?;
        let has = |code: &str| states.iter().any(|s| **s == *code);
        let told = || self.told_office(head).filter(|told| states.len() > 1 && has(&told.code));
        let named = || coding.states.iter().map(|(code, _)| code.as_str()).find(|code| states.len() > 1 && has(code));
        told().or_else(|| Some(office_actor(named().unwrap_or(first), office, span)))
    }

    /// Whoever was told last by the same noun, by a compound that ends in it ("Außenministerium" by "Ministerium"), or by the
    /// name of one who holds the office.
    fn told_office(&self, head: usize) -> Option<Actor> {
        let lemma = self.coding.parse.words[head].lemma;
        if !lemma.is_known() {
            return None;
        }
        let forms = self.coding.noun_forms(head);
        let role = self.coding.language.descriptions.role(&forms[0]);
        let coding = self.coding;
        let noun = coding.small(head);
        let cased = coding.language.syntax.roles == By::Case;
        let ends = |t: &Told| {
            let told = coding.phrase(t.phrase).head;
            cased && coding.parse.words[told].tag == Tag::Noun && coding.small(told).ends_with(noun)
        };
        let told =
            self.recent().find(|t| t.head == lemma || ends(t) || role.is_some_and(|r| self.has_role(t.phrase, r)));
        told.map(|t| t.actor.clone())
    }

    /// A phrase names a person of the tables who holds an office of this role on the article's day.
    fn has_role(&self, phrase: usize, role: &str) -> bool {
        let coding = self.coding;
        let named = |at: usize| coding.parse.words[at].name.and_then(|n| coding.entity(n.entity));
        coding.phrase(phrase).words.clone().filter_map(named).any(|e| e.role.as_deref() == Some(role))
    }

    /// The state that an office without one belongs to: a place in its own clause, the state told last, the article's.
    fn home(&self, phrase: usize, office: Office) -> Option<String> {
        let clause = &self.coding.parse.clauses[self.coding.phrase(phrase).clause];
        let place = clause.phrases.clone().filter(|p| *p != phrase).find_map(|p| {
            let preposition = self.coding.phrase(p).preposition?;
            // Where something happens, not where it goes to.
            let lies =
                self.words.place.contains(&preposition) && self.coding.language.lexicon.names_origin(preposition);
            lies.then(|| self.coding.location_code(p)).flatten()
        });
        let own = self.coding.phrase(phrase).clause;
        // A medium is a source: what it tells of is of another country.
        let state = |t: &&Told| t.actor.code.len() == 3 && t.actor.sector != Some(Sector::Med);
        let beside = self
            .recent()
            .find(|t| state(t) && self.coding.phrase(t.phrase).clause == own)
            .map(|t| t.actor.code.clone());
        // Whoever neither rules nor speaks for a country is of the place where he is told of.
        use Sector::{Gov, Igo, Leg, Med, Mil, Pty, Spy};
        let local = !matches!(office.sector, None | Some(Gov | Igo | Leg | Med | Mil | Pty | Spy));
        // "The ministry accused Chad": whoever stands on the other side of its verb is another.
        let opposite = self.coding.named_opposite(phrase);
        let other = |code: &str| local || !opposite.iter().any(|o| o == code);
        let told = || self.recent().find(|t| state(t) && other(&t.actor.code)).map(|t| t.actor.code.clone());
        let vague = self
            .coding
            .phrase(phrase)
            .determiner
            .is_none_or(|d| self.coding.language.lexicon.is_indefinite(self.coding.parse.words[d].closed));
        let behind = self.place_behind(phrase, office);
        let place = if vague { behind.or(beside).or(place) } else { place };
        if local && place.is_some() {
            return place;
        }
        // "Diplomaten", "Soldaten" without an article are of no country that was told only before them.
        let p = self.coding.phrase(phrase);
        let bare = p.determiner.is_none() && p.agree.is_plural();
        let indefinite =
            p.determiner.is_some_and(|d| self.coding.language.lexicon.is_indefinite(self.coding.parse.words[d].closed));
        if bare || indefinite && place.is_some() && is_group(office) {
            return place.or_else(|| self.struck(phrase)).or_else(|| self.coding.home.clone());
        }
        let most_named = || self.coding.states.iter().map(|(code, _)| code.clone()).find(|code| other(code));
        self.coding.home.clone().or(place).or_else(told).or_else(most_named)
    }

    /// "Ein Angriff auf Kiew tötete vier Menschen": where the act was aimed that the clause names or describes.
    fn struck(&self, phrase: usize) -> Option<String> {
        let coding = self.coding;
        let clause = &coding.parse.clauses[coding.phrase(phrase).clause];
        let act = |p: &usize| {
            let head = coding.phrase(*p).head;
            let ids = coding.frames_of_noun(&coding.noun_forms(head));
            let mut rows = ids.iter().filter_map(|id| coding.language.frames.frame(*id)?.event);
            *p != phrase && coding.parse.words[head].tag == Tag::Noun && rows.any(|(k, _)| k == EventType::Assault)
        };
        let hung = |p: &usize| coding.phrase(*p).attached.map(|(to, _)| to).filter(|to| to < p);
        let described = clause.antecedent.and_then(|a| std::iter::successors(Some(a), hung).last());
        clause.phrases.clone().chain(described).filter(act).find_map(|act| {
            let behind = act + 1..coding.parse.clauses[coding.phrase(act).clause].phrases.end;
            behind.filter(|q| coding.hangs_on(*q, act)).find_map(|q| coding.location_code(q))
        })
    }

    /// "Gewalt gegen Demonstranten in Togo": where people are who rule nothing, right behind them.
    fn place_behind(&self, phrase: usize, office: Office) -> Option<String> {
        let coding = self.coding;
        let next = phrase + 1;
        let lives =
            !matches!(office.sector, None | Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Leg | Sector::Igo));
        let within = coding.parse.clauses[coding.phrase(phrase).clause].phrases.contains(&next);
        let p = (lives && within).then(|| coding.phrase(next))?;
        // Not where they go: "schickt Helfer in die Türkei".
        let lies = p.preposition.is_some_and(|w| coding.language.lexicon.names_origin(w)) && p.agree.meets(Agree::DAT);
        (lies && p.words.start == coding.phrase(phrase).words.end).then(|| coding.location_code(next)).flatten()
    }
}

impl<'a> Coding<'a> {
    /// The states named as subject or object of the verb whose object or subject a phrase is; beside its subject also
    /// those behind a preposition that it asks for ("The minister flew to Chad").
    pub(super) fn named_opposite(&self, phrase: usize) -> SmallVec<[String; 2]> {
        let clause = &self.parse.clauses[self.phrase(phrase).clause];
        let Arguments { subject, accusative, dative } = clause.arguments;
        let roles = [subject, accusative, dative];
        let others = roles.into_iter().flatten().filter(|q| *q != phrase && roles.contains(&Some(phrase)));
        let verb = clause.verb.as_ref().filter(|_| subject == Some(phrase));
        let asked = |q: &usize| {
            let slot = self.phrase(*q).preposition.map(Slot::Preposition);
            self.phrase(*q).attached.is_none() && slot.is_some_and(|s| verb.is_some_and(|v| self.asks_for(v, s)))
        };
        let behind = clause.phrases.clone().filter(asked);
        let names = others.chain(behind).flat_map(|q| self.conjuncts(q)).flat_map(|q| self.phrase(q).words.clone());
        let entities = names.filter_map(|at| self.entity(self.parse.words[at].name?.entity));
        let states = entities.filter(|e| matches!(e.kind, EntityKind::State | EntityKind::Seat));
        states.map(|e| e.code.clone()).collect()
    }

    /// A row of the verb has a side in a slot.
    pub(super) fn asks_for(&self, verb: &VerbComplex, slot: Slot) -> bool {
        let frames = &self.language.frames;
        let mut rows = frames.verb(verb.lemma).iter().filter_map(|id| frames.frame(*id));
        rows.any(|f| f.actor.contains(&slot) || f.recipient.contains(&slot))
    }

    /// "Hamasführer": the group that opens a compound written as one word.
    pub(super) fn leading_group(&self, at: usize) -> Option<&'a Entity> {
        let token = self.text(at);
        let last = lower(self.language.lexicon.symbols.word(self.parse.words[at].lemma));
        let first = token.strip_suffix(&*last).filter(|first| !first.is_empty() && !token.contains('-'))?;
        match self.compound_entities(first).as_slice() {
            [one] if one.kind == EntityKind::Group => Some(one),
            _ => None,
        }
    }

    /// "DGB-Chef": the sector of the one body in the first part of a compound.
    pub(super) fn compound_owner(&self, token: &str) -> Option<Sector> {
        let (first, _) = token.rsplit_once('-')?;
        let bodies = [EntityKind::Party, EntityKind::Body, EntityKind::Group];
        match self.compound_entities(first).as_slice() {
            [one] if bodies.contains(&one.kind) => one.sector,
            _ => None,
        }
    }
}

/// An office with the sector of the body to whom it belongs: one that has none follows it, and who presides over believers
/// or workers rules nothing. The people, a party's minister and whoever the tables place nowhere say nothing of an office.
fn of_owner(office: Office, owner: Option<Sector>) -> Office {
    use Sector::{Bus, Cvl, Edu, Gov, Jud, Lab, Leg, Med, Rel};
    let sector = match (office.sector, owner) {
        (None, Some(owner)) if owner != Cvl => Some(owner),
        (Some(Gov), Some(Bus | Edu | Jud | Lab | Leg | Med | Rel)) if office.kind == OfficeKind::Person => owner,
        (own, _) => own,
    };
    Office { sector, ..office }
}
