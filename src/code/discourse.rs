//! The phrases of an article in, their actors out: what a phrase does not say itself is sought in the article before
//! it (titles teach names, descriptions and pronouns point back).

use super::Coding;
use super::actors::{Reading, Referent, Referents, actor_of, is_group, office_actor};
use super::focus::focus;
use super::symbols::Symbols;
use crate::mention::{Actor, Sector};
use crate::parse::{Attachment, Tag};
use crate::resources::descriptions::Description;
use crate::resources::gazetteer::{EntityKind, Office, OfficeKind};
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;
use rustc_hash::FxHashMap;

/// How many tellings back a description or pronoun can point.
const REACH: usize = 400;

/// Resolves every phrase of the article.
pub(super) fn resolve(coding: &Coding<'_>) -> Vec<Referents> {
    let count = coding.parse.phrases.len();
    let mut discourse = Discourse {
        coding,
        done: vec![None; count],
        history: Vec::new(),
        learned: FxHashMap::default(),
        focus: focus(coding),
        words: Symbols::new(coding),
    };
    for phrase in 0..count {
        discourse.visit(phrase);
    }
    discourse.done.into_iter().map(Option::unwrap_or_default).collect()
}

/// An actor told before.
#[derive(Clone, Debug)]
struct Told {
    actor: Actor,
    phrase: usize,
    head: Symbol,
    person: bool,
    group: bool,
}

struct Discourse<'c, 'a> {
    coding: &'c Coding<'a>,
    done: Vec<Option<Referents>>,
    history: Vec<Told>,
    /// Last name → actor, as titles have taught it.
    learned: FxHashMap<String, Actor>,
    focus: Vec<String>,
    words: Symbols,
}

impl Discourse<'_, '_> {
    fn visit(&mut self, phrase: usize) -> Referents {
        if let Some(done) = &self.done[phrase] {
            return done.clone();
        }
        // A phrase that asks for itself, through a circle of attachments, gets nothing.
        self.done[phrase] = Some(Referents::new());
        let referents = if self.coding.phrase(phrase).pronoun { self.pronoun(phrase) } else { self.nominal(phrase) };
        self.remember(phrase, &referents);
        self.done[phrase] = Some(referents.clone());
        if let Some((to, Attachment::Apposition)) = self.coding.phrase(phrase).attached {
            self.appose(to, phrase);
        }
        self.done[phrase].clone().unwrap_or_default()
    }

    /// What was told last, latest first; words point back no further.
    fn recent(&self) -> impl Iterator<Item = &Told> {
        self.history.iter().rev().take(REACH)
    }

    fn remember(&mut self, phrase: usize, referents: &Referents) {
        let p = self.coding.phrase(phrase);
        let head = &self.coding.parse.words[p.head];
        let office =
            self.coding.language.gazetteer.office(&self.coding.language.lexicon, self.coding.text(p.head), head.lemma);
        for referent in referents.iter().filter(|r| r.head && !r.place) {
            let person = referent.actor.name.is_some() && head.name.is_none()
                || office.is_some_and(|o| o.kind == OfficeKind::Person)
                || head.name.and_then(|n| self.coding.entity(n.entity)).is_some_and(|e| e.kind == EntityKind::Person);
            self.history.push(Told {
                actor: referent.actor.clone(),
                phrase,
                head: head.lemma,
                person,
                group: office.is_some_and(is_group) || p.agree.is_plural(),
            });
        }
    }

    fn nominal(&mut self, phrase: usize) -> Referents {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let mut reading = coding.reading(phrase);
        self.neighbours(phrase, &mut reading);
        self.inherit(phrase, &mut reading);
        let head = &coding.parse.words[p.head];
        let span = coding.phrase_span(phrase);
        let named_by_words = coding.office_of_words(p).is_some();
        let description =
            (head.tag == Tag::Noun && !named_by_words).then(|| coding.language.descriptions.of(head.lemma)).flatten();
        if let Some(description) = description
            && reading.nations.is_empty()
            && reading.named.is_empty()
        {
            return self.described(phrase, description);
        }
        let alliance =
            head.tag == Tag::Noun && reading.nations.is_empty() && reading.named.is_empty() && self.relates(p.head);
        if let Some(office) = reading.office.filter(|_| !alliance) {
            return self.officed(phrase, office, &reading);
        }
        let mut referents = Referents::new();
        for (entity, span, is_head) in &reading.named {
            let location = matches!(entity.kind, EntityKind::Seat | EntityKind::Place | EntityKind::State);
            let place = location && p.preposition.is_some_and(|w| self.words.place.contains(&w))
                || entity.kind == EntityKind::Place;
            let actor = self.learned_or(span.of(&coding.article.text), || actor_of(entity, *span), *span);
            if !actor.code.is_empty() {
                referents.push(Referent { actor, place, head: *is_head });
            }
        }
        if referents.is_empty()
            && let Some(name) = reading.unknown_name
            && let Some(actor) = self.learned_name(name.of(&coding.article.text))
        {
            referents.push(Referent { actor: Actor { span, ..actor }, place: false, head: true });
        }
        // In an article about one country a person whom nothing places is of that country.
        if referents.is_empty()
            && reading.nations.is_empty()
            && p.preposition.is_none_or(|w| !self.words.place.contains(&w))
            && let (Some(name), Some(code)) = (reading.unknown_name, &coding.home)
            && name.of(&coding.article.text).split_whitespace().count() == 2
        {
            let name = name.of(&coding.article.text).to_owned();
            let actor =
                Actor { code: code.clone(), sector: Some(Sector::Cvl), name: Some(name.clone()), role: None, span };
            self.learn(&name, &actor);
            referents.push(Referent { actor, place: false, head: true });
        }
        // "ihre Beziehungen", "die Zusammenarbeit": between those whom the article is about.
        if referents.is_empty()
            && reading.nations.is_empty()
            && head.tag == Tag::Noun
            && self.relates(p.head)
            && !self.has_parties(phrase)
        {
            reading.nations.extend(coding.pair.iter().flatten().cloned());
        }
        if referents.iter().all(|r| !r.head) {
            for nation in &reading.nations {
                let actor = office_actor(nation, Office { sector: None, kind: OfficeKind::Body }, span);
                referents.push(Referent { actor, place: false, head: false });
            }
        }
        referents
    }

    /// Adds the nations told by genitives and prepositional phrases that hang on the phrase.
    fn neighbours(&mut self, phrase: usize, reading: &mut Reading) {
        let coding = self.coding;
        if reading.office.is_some() && !reading.nations.is_empty() {
            return;
        }
        let mut near: Vec<usize> = coding.attached(phrase, Attachment::Genitive).collect();
        // "Bundeskanzler Merz in Ankara" is where he is; "die Regierung in Ankara" where it belongs.
        // "the UN officials in Gaza" are the body's.
        let owned = reading.named.iter().any(|(e, ..)| {
            matches!(e.kind, EntityKind::Person | EntityKind::Body | EntityKind::Group | EntityKind::Party)
        });
        if reading.office.is_some() && near.is_empty() && !owned {
            let located = coding.attached(phrase, Attachment::Preposition);
            near.extend(located.filter(|q| {
                coding.phrase(*q).preposition.is_some_and(|w| coding.language.lexicon.names_origin(w))
                    && (coding.location_code(*q).is_some())
            }));
        }
        for q in near {
            for member in coding.conjuncts(q) {
                let found = self.visit(member);
                let code = coding.location_code(member).filter(|_| found.is_empty());
                reading.nations.extend(found.iter().map(|r| r.actor.code.clone()).chain(code));
            }
        }
        let possessive = coding
            .phrase(phrase)
            .determiner
            .is_some_and(|d| coding.parse.words[d].closed.iter().any(|c| self.words.possessives.contains(&c.extra)));
        if possessive
            && reading.nations.is_empty()
            && reading.office.is_some()
            && let Some(owner) = self.owner(phrase)
        {
            reading.nations.push(owner.code);
        }
    }

    /// True for nouns of relation: partnership, alliance, cooperation.
    fn relates(&self, head: usize) -> bool {
        let forms = self.coding.noun_forms(head);
        self.coding.is_of_class(&forms, self.words.relation)
    }

    /// The parties stand behind the noun: "zwischen Russland und Nordkorea", "mit der Türkei".
    fn has_parties(&self, phrase: usize) -> bool {
        let coding = self.coding;
        coding
            .attached(phrase, Attachment::Preposition)
            .any(|q| coding.location_code(q).is_some() || coding.reading(q).office.is_some())
    }

    /// "nordkoreanische Ingenieure und Soldaten": a bare conjunct shares the adjective of the first.
    fn inherit(&mut self, phrase: usize, reading: &mut Reading) {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let own = p.determiner.is_some()
            || reading.office.is_none()
            || !reading.nations.is_empty()
            || !reading.named.is_empty();
        if let Some((to, Attachment::Coordination)) = p.attached.filter(|_| !own && p.words.len() == 1) {
            let codes = self.visit(to).into_iter().map(|r| r.actor.code);
            reading.nations.extend(codes.take(1));
        }
    }

    /// Whom "sein" or "ihr" in a phrase means: the subject told last before it.
    fn owner(&self, phrase: usize) -> Option<Actor> {
        let clause = self.coding.phrase(phrase).clause;
        let same = self.recent().filter(|t| self.coding.phrase(t.phrase).clause == clause && t.phrase < phrase).last();
        same.or_else(|| self.history.last()).map(|t| t.actor.clone())
    }

    fn officed(&mut self, phrase: usize, office: Office, reading: &Reading) -> Referents {
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
        let mut actors: Vec<Actor> = Vec::new();
        let body = reading.named.iter().find(|(e, ..)| {
            !matches!(e.kind, EntityKind::Person | EntityKind::Place | EntityKind::Seat | EntityKind::State)
        });
        let behind = body.filter(|(_, at, _)| office.kind != OfficeKind::Person && at.start > head_word.span.end);
        if let Some((entity, at, _)) = behind {
            // "the Lebanese group Hezbollah": the name behind its noun says who.
            actors.push(actor_of(entity, *at));
        } else if !reading.nations.is_empty() {
            let mut codes: Vec<&String> = Vec::new();
            for code in reading.nations.iter().filter(|c| !c.is_empty()) {
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
            // One person or body has one home, named nearest; several only for a joint delegation.
            let several = coding.phrase(phrase).agree.is_plural();
            let most = if office.kind == OfficeKind::Person && !several { 1 } else { codes.len() };
            actors.extend(codes.into_iter().take(most).map(|code| office_actor(code, office, span)));
        } else if let Some((entity, ..)) = known {
            let sector = office.sector.filter(|s| *s != Sector::Gov).or(entity.sector);
            actors.push(Actor { sector, ..actor_of(entity, span) });
        } else if let Some((entity, at, _)) = body {
            actors.push(actor_of(entity, *at));
        } else if let Some(learned) = name.as_deref().and_then(|n| self.learned_name(n)) {
            actors.push(learned);
        } else if let Some(told) = self.told_office(head_word.lemma) {
            actors.push(told);
        } else if let Some(code) = self.home(phrase) {
            actors.push(office_actor(&code, office, span));
        }
        let actors: Vec<Actor> = actors.into_iter().map(finish).collect();
        if let (Some(name), Some(actor)) = (&name, actors.first()) {
            self.learn(name, actor);
        }
        actors.into_iter().map(|actor| Referent { actor, place: false, head: true }).collect()
    }

    fn told_office(&self, head: Symbol) -> Option<Actor> {
        if !head.is_known() {
            return None;
        }
        self.recent().find(|t| t.head == head).map(|t| t.actor.clone())
    }

    /// The state that an office without one belongs to: a place in its own clause, the state told last, the article's.
    fn home(&self, phrase: usize) -> Option<String> {
        let clause = &self.coding.parse.clauses[self.coding.phrase(phrase).clause];
        let place = clause.phrases.clone().filter(|p| *p != phrase).find_map(|p| {
            let preposition = self.coding.phrase(p).preposition?;
            self.words.place.contains(&preposition).then(|| self.coding.location_code(p)).flatten()
        });
        let own = self.coding.phrase(phrase).clause;
        let state = |t: &&Told| t.actor.code.len() == 3;
        let beside = self
            .history
            .iter()
            .rev()
            .find(|t| state(t) && self.coding.phrase(t.phrase).clause == own)
            .map(|t| t.actor.code.clone());
        let told = || self.recent().find(state).map(|t| t.actor.code.clone());
        let vague = self
            .coding
            .phrase(phrase)
            .determiner
            .is_none_or(|d| self.coding.language.lexicon.is_indefinite(self.coding.parse.words[d].closed));
        let place = if vague { beside.or(place) } else { place };
        // "Diplomaten", "Soldaten" without an article are of no country that was told only before them.
        let p = self.coding.phrase(phrase);
        if p.determiner.is_none() && p.agree.is_plural() {
            return place.or_else(|| self.coding.home.clone());
        }
        place.or_else(told).or_else(|| self.focus.first().cloned())
    }

    fn learn(&mut self, name: &str, actor: &Actor) {
        let last = name.rsplit(' ').next().unwrap_or(name);
        if last.chars().count() > 2 {
            let _ = self.learned.insert(last.to_owned(), actor.clone());
        }
        // Family names come first in East Asian names: "Kim" after "Kim Jong Un".
        if let Some((first, _)) = name.split_once(' ') {
            let _ = self.learned.entry(first.to_owned()).or_insert_with(|| actor.clone());
        }
    }

    fn learned_name(&self, name: &str) -> Option<Actor> {
        let last = name.rsplit(' ').next().unwrap_or(name);
        let bare = self.coding.language.lexicon.genitive_base(last);
        self.learned.get(last).or_else(|| bare.and_then(|b| self.learned.get(b))).cloned()
    }

    /// What the article's own titles taught about a name goes before the tables.
    fn learned_or(&self, name: &str, table: impl FnOnce() -> Actor, span: crate::article::Span) -> Actor {
        let actor = table();
        match self.learned_name(name) {
            Some(learned) if actor.name.is_some() => Actor { span, ..learned },
            _ => actor,
        }
    }

    fn described(&mut self, phrase: usize, description: Description) -> Referents {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let span = coding.phrase_span(phrase);
        let is_both = |at: usize| {
            coding.parse.words[at].closed.iter().any(|c| c.extra == self.words.both)
                || coding.language.lexicon.adjective_stem(coding.text(at))
                    == coding.language.lexicon.symbols.word(self.both_stem())
        };
        if p.words.clone().any(is_both) {
            return self.both(span, p.clause);
        }
        let definite = p.determiner.is_some() && !p.agree.is_plural();
        if !definite {
            return Referents::new();
        }
        let fits = |t: &&Told| match description {
            Description::Person => t.person,
            Description::Country | Description::Side => t.actor.code.len() == 3,
        };
        let told = self.recent().find(fits).map(|t| Actor { span, ..t.actor.clone() });
        let state = |a: Actor| match description {
            Description::Country => Actor { sector: Some(Sector::Gov), name: None, role: None, ..a },
            _ => a,
        };
        told.map(|a| Referent { actor: state(a), place: false, head: true }).into_iter().collect()
    }

    fn both_stem(&self) -> Symbol {
        self.coding.language.lexicon.both_adjective()
    }

    /// The two states told last, as they were told; at the head of an article the two that it names most.
    fn both(&self, span: crate::article::Span, clause: usize) -> Referents {
        let told = |c: &String| self.history.iter().any(|t| t.actor.code == *c);
        let main = self.coding.pair.clone().filter(|p| p.iter().all(told)).map(|p| p.to_vec());
        let mut codes = main.or_else(|| self.last_pair(clause)).unwrap_or_default();
        for told in self.recent() {
            if codes.len() >= 2 {
                break;
            }
            if told.actor.code.len() == 3 && !codes.contains(&told.actor.code) {
                codes.insert(0, told.actor.code.clone());
            }
        }
        for code in &self.focus {
            if codes.len() < 2 && !codes.contains(code) {
                codes.push(code.clone());
            }
        }
        let gov = Office { sector: Some(Sector::Gov), kind: OfficeKind::Body };
        codes.iter().map(|c| Referent { actor: office_actor(c, gov, span), place: false, head: true }).collect()
    }

    /// The two states last named side by side: coordinated, or in one compound.
    fn last_pair(&self, clause: usize) -> Option<Vec<String>> {
        for told in self.recent().filter(|t| self.coding.phrase(t.phrase).clause != clause) {
            let members = self.coding.conjuncts_back(told.phrase);
            let mut codes: Vec<String> = Vec::new();
            for referent in members.iter().flat_map(|m| self.done[*m].iter().flatten()) {
                if referent.actor.code.len() == 3 && !codes.contains(&referent.actor.code) {
                    codes.push(referent.actor.code.clone());
                }
            }
            if codes.len() == 2 {
                return Some(codes);
            }
        }
        None
    }

    /// An apposition and its noun share what each knows: "Choe Son Hui, Außenministerin Nordkoreas".
    fn appose(&mut self, to: usize, phrase: usize) {
        let of = |d: &Self, p: usize| d.done[p].clone().unwrap_or_default();
        let (left, right) = (of(self, to), of(self, phrase));
        let text = &self.coding.article.text;
        let left_name = self.coding.reading(to).unknown_name.map(|n| n.of(text).to_owned());
        let right_name = self.coding.reading(phrase).unknown_name.map(|n| n.of(text).to_owned());
        if left.is_empty()
            && let (Some(name), Some(known)) = (left_name, right.first().filter(|r| r.head && !r.place))
        {
            let actor = Actor { name: Some(name.clone()), ..known.actor.clone() };
            self.learn(&name, &actor);
            self.done[to] = Some(Referents::from_elem(Referent { actor, place: false, head: true }, 1));
        } else if right.is_empty()
            && let (Some(name), Some(known)) = (right_name, left.first().filter(|r| r.head && !r.place))
        {
            let actor = Actor { name: Some(name.clone()), ..known.actor.clone() };
            self.learn(&name, &actor);
        }
    }

    fn pronoun(&mut self, phrase: usize) -> Referents {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let word = &coding.parse.words[p.head];
        let span = word.span;
        let clause = &coding.parse.clauses[p.clause];
        if word.tag == Tag::Relative || clause.link == Some(p.head) {
            let Some(antecedent) = clause.antecedent else { return Referents::new() };
            return coding.conjuncts_back(antecedent).into_iter().flat_map(|m| self.visit(m)).collect();
        }
        let is = |extra: Symbol| word.closed.iter().any(|c| c.extra == extra);
        if is(self.words.both) {
            return self.both(span, p.clause);
        }
        if !word.closed.iter().any(|c| c.class == WordClass::Pronoun && c.extra == self.words.third) {
            return Referents::new();
        }
        let plural_verb = clause.verb.as_ref().is_some_and(|v| v.plural);
        let plural = p.agree.is_plural() || (p.agree.meets(Agree::PLURAL) && p.agree.meets(Agree::NOM) && plural_verb);
        if plural {
            return self.last_several(span);
        }
        let wanted = p.agree.without(Agree::PLURAL);
        let gender = [Agree::MASCULINE, Agree::FEMININE, Agree::NEUTER];
        let told = self.recent().find(|t| {
            let agree = coding.phrase(t.phrase).agree.without(Agree::PLURAL);
            let same = gender.iter().any(|g| agree.meets(*g) && wanted.meets(*g));
            let neuter = wanted.without(Agree::NEUTER).is_empty();
            !t.group && same && (t.person || neuter == (t.actor.name.is_none() && !t.person))
        });
        told.map(|t| Referent { actor: Actor { span, ..t.actor.clone() }, place: false, head: true })
            .into_iter()
            .collect()
    }

    /// The last phrases told together, or the last group.
    fn last_several(&self, span: crate::article::Span) -> Referents {
        for told in self.recent() {
            let members = self.coding.conjuncts_back(told.phrase);
            let all: Referents = members
                .iter()
                .flat_map(|m| self.done[*m].clone().unwrap_or_default())
                .filter(|r| r.head && !r.place)
                .collect();
            if all.len() > 1 || (told.group && !all.is_empty()) {
                return all.into_iter().map(|r| Referent { actor: Actor { span, ..r.actor }, ..r }).collect();
            }
        }
        Referents::new()
    }
}
