//! The phrases of an article in, their actors out: what a phrase does not say itself is sought in the article before
//! it (titles teach names, descriptions and pronouns point back).

use super::Coding;
use super::actors::{Reading, Referent, Referents, actor_of, is_group, members, office_actor};
use super::symbols::Symbols;
use crate::mention::{Actor, Sector};
use crate::parse::{Attachment, Tag, VerbComplex};
use crate::resources::frames::Slot;
use crate::resources::gazetteer::{EntityKind, Office, OfficeKind};
use crate::resources::grammar::Agree;
use crate::resources::symbol::Symbol;
use crate::resources::syntax::Roles;
use rustc_hash::FxHashMap;

/// How many tellings back a description or pronoun can point.
const REACH: usize = 400;

/// Resolves every phrase of the article. "Ivo Bartok sagte … Bartok, der ungarische Minister": what tells whose a person
/// is may stand behind the first naming; then the article is read once more, knowing it.
pub(super) fn resolve(coding: &Coding<'_>) -> Vec<Referents> {
    let first = Discourse::new(coding, FxHashMap::default()).read();
    let read = if first.taught.is_empty() { first } else { Discourse::new(coding, first.taught).read() };
    read.done.into_iter().map(Option::unwrap_or_default).collect()
}

/// An actor told before.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub actor: Actor,
    pub phrase: usize,
    pub head: Symbol,
    pub person: bool,
    pub group: bool,
}

pub(super) struct Discourse<'c, 'a> {
    pub coding: &'c Coding<'a>,
    pub done: Vec<Option<Referents>>,
    pub history: Vec<Told>,
    /// Last name → actor, as titles have taught it.
    learned: FxHashMap<String, Actor>,
    /// Last and full name of persons of whom nothing was told when they were named.
    strangers: FxHashMap<String, String>,
    /// Last name → actor, of strangers of whom something was told later: in this reading, and in the one before it.
    taught: FxHashMap<String, Actor>,
    foretold: FxHashMap<String, Actor>,
    pub words: Symbols,
}

impl<'c, 'a> Discourse<'c, 'a> {
    fn new(coding: &'c Coding<'a>, foretold: FxHashMap<String, Actor>) -> Self {
        Self {
            coding,
            done: vec![None; coding.parse.phrases.len()],
            history: Vec::new(),
            learned: FxHashMap::default(),
            foretold,
            strangers: FxHashMap::default(),
            taught: FxHashMap::default(),
            words: Symbols::new(coding),
        }
    }

    fn read(mut self) -> Self {
        let coding = self.coding;
        for phrase in 0..coding.parse.phrases.len() {
            self.settle(phrase);
            let clause = coding.phrase(phrase).clause;
            if coding.parse.clauses[clause].phrases.end == phrase + 1 {
                self.join(clause);
            }
        }
        self
    }
}

impl Discourse<'_, '_> {
    /// Whom a phrase means.
    pub(super) fn visit(&mut self, phrase: usize) -> Referents {
        self.settle(phrase);
        self.done[phrase].clone().unwrap_or_default()
    }

    fn settle(&mut self, phrase: usize) {
        if self.done[phrase].is_some() {
            return;
        }
        // A phrase that asks for itself, through a circle of attachments, gets nothing.
        self.done[phrase] = Some(Referents::new());
        let found = if self.coding.phrase(phrase).pronoun { self.pronoun(phrase) } else { self.nominal(phrase) };
        let each = |Referent { actor, place, head }: Referent| {
            members(actor).into_iter().map(move |actor| Referent { actor, place, head })
        };
        // Most phrases name nobody.
        let referents: Referents = if found.is_empty() { found } else { found.into_iter().flat_map(each).collect() };
        self.remember(phrase, &referents);
        self.done[phrase] = Some(referents);
        if let Some((to, Attachment::Apposition)) = self.coding.phrase(phrase).attached {
            self.appose(to, phrase);
        }
    }

    /// What was told last, latest first; words point back no further.
    pub(super) fn recent(&self) -> impl Iterator<Item = &Told> {
        self.history.iter().rev().take(REACH)
    }

    fn remember(&mut self, phrase: usize, referents: &Referents) {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let head = &coding.parse.words[p.head];
        for referent in referents.iter().filter(|r| r.head && !r.place) {
            let office = coding.own_office(p.head);
            // "der Terrorist": one of a group is a person.
            let one = p.determiner.is_some() && !p.agree.meets(Agree::PLURAL) && office.is_some_and(is_group);
            let person = one || self.is_person(phrase, &referent.actor);
            self.history.push(Told {
                actor: referent.actor.clone(),
                phrase,
                head: head.lemma,
                person,
                group: office.is_some_and(is_group) && !one || coding.is_several(phrase),
            });
        }
    }

    /// A name of no body, an office that one person holds.
    pub(super) fn is_person(&self, phrase: usize, actor: &Actor) -> bool {
        let head = &self.coding.parse.words[self.coding.phrase(phrase).head];
        let office = self.coding.own_office(self.coding.phrase(phrase).head);
        let named = actor.name.is_some() && head.name.is_none();
        named && office.is_none_or(|o| o.kind == OfficeKind::Person)
            || office.is_some_and(|o| o.kind == OfficeKind::Person)
            || head.name.and_then(|n| self.coding.entity(n.entity)).is_some_and(|e| e.kind == EntityKind::Person)
    }

    fn nominal(&mut self, phrase: usize) -> Referents {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let mut reading = coding.reading(phrase);
        self.neighbours(phrase, &mut reading);
        self.inherit(phrase, &mut reading);
        if self.is_anothers(phrase, &reading) {
            return Referents::new();
        }
        if let Some(found) = self.part_of(phrase, &reading).or_else(|| self.pointed(phrase, &reading)) {
            return found;
        }
        let bare = coding.parse.words[p.head].tag == Tag::Noun && reading.names_nobody();
        let alliance = bare && self.relates(p.head);
        match reading.office.filter(|_| !alliance) {
            Some(office) => self.officed(phrase, office, &reading),
            None => self.named(phrase, reading),
        }
    }

    /// "hundreds of Kenyan teachers", "a group of rebels": a number or part of some is whoever they are.
    fn part_of(&mut self, phrase: usize, reading: &Reading) -> Option<Referents> {
        let coding = self.coding;
        let head = &coding.parse.words[coding.phrase(phrase).head];
        let part = head.tag == Tag::Number || coding.language.syntax.partitive_nouns.contains(&head.lemma);
        let nobody = part && reading.office.is_none() && reading.named.is_empty() && reading.unknown_name.is_none();
        let whole = coding.attached(phrase, Attachment::Genitive).find(|q| nobody && *q > phrase)?;
        let span = coding.phrase_span(phrase);
        let found: Referents =
            self.visit(whole).into_iter().filter(|r| r.head && r.actor.sector != Some(Sector::Gov)).collect();
        let meant =
            found.into_iter().map(|r| Referent { actor: Actor { span: span.join(r.actor.span), ..r.actor }, ..r });
        Some(meant.collect()).filter(|m: &Referents| !m.is_empty())
    }

    /// Whoever the names in a phrase name.
    fn named(&mut self, phrase: usize, mut reading: Reading) -> Referents {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let head = &coding.parse.words[p.head];
        let span = coding.phrase_span(phrase);
        let mut referents = Referents::new();
        for (entity, span, is_head) in &reading.named {
            let location = matches!(entity.kind, EntityKind::Seat | EntityKind::Place | EntityKind::State);
            // "Tirol drohte mit einer Klage", "eroberten Aleppo": a place that does something, or to which it is done, is
            // those who govern it.
            let governs = entity.kind == EntityKind::Place && *is_head && coding.is_party(phrase);
            let place = location && p.preposition.is_some_and(|w| self.words.place.contains(&w))
                || entity.kind == EntityKind::Place && !governs;
            let origin = p.preposition.is_some_and(|w| coding.language.lexicon.names_origin(w));
            let body = Office { sector: None, kind: OfficeKind::Body };
            let full = span.of(&coding.article.text);
            let party = *is_head && entity.kind == EntityKind::Party;
            let elsewhere = if party { self.party_of(phrase, full, &reading) } else { None };
            let table = || match coding.hosted(entity, place || origin).or(elsewhere.as_deref()) {
                Some(code) if entity.kind == EntityKind::Party => {
                    Actor { code: code.to_owned(), ..actor_of(entity, *span) }
                }
                None if governs => office_actor(&entity.code, body, *span),
                Some(host) => office_actor(host, body, *span),
                None => actor_of(entity, *span),
            };
            let actor = self.learned_or(full, table, *span);
            // Whoever was told with both names is meant by the last of them from there on.
            if entity.kind == EntityKind::Person && full.contains(' ') {
                self.learn(full, &actor);
            }
            if !actor.code.is_empty() {
                referents.push(Referent { actor, place, head: *is_head });
            }
        }
        // "den Schweizer Oliver Muster": a people teaches whose a person is.
        if let ([(people, ..)], Some(name), [one]) =
            (reading.named.as_slice(), reading.unknown_name, referents.as_slice())
            && people.kind == EntityKind::Demonym
            && name.of(&coding.article.text).contains(' ')
        {
            let name = name.of(&coding.article.text);
            self.learn(name, &Actor { name: Some(name.to_owned()), ..one.actor.clone() });
        }
        if referents.is_empty()
            && let Some(name) = reading.unknown_name
            && let Some(actor) = self.named_before_or_later(name.of(&coding.article.text))
        {
            referents.push(Referent { actor: Actor { span, ..actor }, place: false, head: true });
        }
        if referents.is_empty()
            && let Some(name) = reading.unknown_name
        {
            referents.extend(self.stranger(phrase, name.of(&coding.article.text), &reading));
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
            let cased = coding.language.syntax.roles != Roles::Order;
            let place = cased && p.preposition.is_some_and(|w| self.words.place.contains(&w));
            let body = Office { sector: None, kind: OfficeKind::Body };
            let actors = reading.nations.iter().map(|nation| office_actor(nation, body, span));
            referents.extend(actors.map(|actor| Referent { actor, place, head: false }));
        }
        referents
    }

    /// A person whom no table knows: of the body named behind the name ("Joana Reis von Oxfam"), else, in an article about
    /// one country, of that.
    fn stranger(&mut self, phrase: usize, name: &str, reading: &Reading) -> Option<Referent> {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let span = coding.phrase_span(phrase);
        let origin = |q: usize| coding.phrase(q).preposition.is_some_and(|w| coding.language.lexicon.names_origin(w));
        // "Ida Lund vom Umweltamt"
        let bodily = |q: usize| coding.reading(q).office.is_some_and(|o| o.kind == OfficeKind::Body);
        let mut behind = coding.attached(phrase, Attachment::Preposition);
        let body = behind.find(|q| origin(*q) && (coding.names_body(*q) || bodily(*q)));
        let beside = coding.bracketed(phrase).map(|entity| actor_of(entity, span));
        let told = beside.or_else(|| body.and_then(|q| self.visit(q).into_iter().next()).map(|r| r.actor));
        let placeless = reading.nations.is_empty() && p.preposition.is_none_or(|w| !self.words.place.contains(&w));
        let full = coding.language.syntax.full_name.contains(&name.split_whitespace().count());
        let named = |actor: Actor| Actor { name: Some(name.to_owned()), span, ..actor };
        let actor = match (told, &coding.home) {
            (Some(told), _) => named(told),
            (None, home) => {
                let last = last(name);
                let _ = self.strangers.entry(last.to_owned()).or_insert_with(|| name.to_owned());
                let code = home.clone().filter(|_| placeless && full)?;
                let actor = named(Actor { code, sector: Some(Sector::Cvl), name: None, role: None, span });
                self.learn_as(name, &actor);
                return Some(Referent { actor, place: false, head: true });
            }
        };
        self.learn(name, &actor);
        Some(Referent { actor, place: false, head: true })
    }

    /// Adds the nations told by genitives and prepositional phrases that hang on the phrase.
    fn neighbours(&mut self, phrase: usize, reading: &mut Reading) {
        let coding = self.coding;
        if reading.office.is_some() && !reading.nations.is_empty() {
            return;
        }
        let bracketed = coding.bracketed(phrase).filter(|_| reading.nations.is_empty());
        if let Some(entity) = bracketed.filter(|_| reading.unknown_name.is_some()) {
            reading.nations.push(entity.code.clone());
            return;
        }
        let mut near: Vec<usize> = coding.attached(phrase, Attachment::Genitive).collect();
        // "Bundeskanzler Merz in Ankara" is where he is; "die Regierung in Ankara" where it belongs.
        // "the UN officials in Gaza" are the body's.
        let owned = reading.named.iter().any(|(e, ..)| {
            matches!(e.kind, EntityKind::Person | EntityKind::Body | EntityKind::Group | EntityKind::Party)
        });
        // "the withdrawal of its troops from Chad": they are its own, wherever they are; "its partners" are others.
        let head = coding.parse.words[coding.phrase(phrase).head].lemma;
        let another = || coding.language.descriptions.of(head).is_some_and(|d| self.is_another(phrase, d));
        let own = self.is_owned(phrase) && !another();
        // "einigten sich die beiden Staaten in Genf"
        let both = || coding.means_both(phrase);
        if reading.office.is_some() && near.is_empty() && !owned && !both() {
            let located = coding.attached(phrase, Attachment::Preposition);
            near.extend(located.filter(|q| {
                // "received their leaders in Washington", but "his colleague from Peru"
                let free = |w| !own && (!self.is_owned(phrase) || coding.language.lexicon.names_home(w));
                let origin =
                    |w| coding.names_whole(reading.office, w) && !coding.is_slot_of_whole(phrase, w) && free(w);
                coding.phrase(*q).preposition.is_some_and(origin)
                    && (coding.names_owner(*q) || self.known_group(*q).is_some())
            }));
        }
        // "warf der Regierung in Accra vor": the seat right behind a body is where it belongs.
        let behind = reading.office.filter(|_| near.is_empty() && !both() && !own);
        near.extend(behind.and_then(|office| self.belongs_behind(phrase, office)));
        for q in near {
            for member in coding.conjuncts(q) {
                let found = self.visit(member);
                let code = coding.location_code(member).filter(|_| found.is_empty());
                reading.owner = reading.owner.or_else(|| found.iter().find(|r| r.head && !r.place)?.actor.sector);
                reading.nations.extend(found.iter().map(|r| r.actor.code.clone()).chain(code));
            }
        }
        if self.is_ours(phrase) && reading.nations.is_empty() {
            reading.nations.extend(self.speaker_beside(phrase));
        }
        if own && reading.nations.is_empty() && reading.office.is_some() {
            reading.nations.extend(self.owners(phrase).into_iter().map(|a| a.code));
        }
    }

    /// Right behind a body the seat where it belongs; behind people the state that they are from ("seine Amtskollegen aus
    /// Peru"), unless the verb asks for it ("zog die Soldaten aus Mali ab").
    fn belongs_behind(&self, phrase: usize, office: Office) -> Option<usize> {
        let coding = self.coding;
        let lexicon = &coding.language.lexicon;
        let clause = &coding.parse.clauses[coding.phrase(phrase).clause];
        let next = Some(phrase + 1).filter(|next| clause.phrases.contains(next))?;
        let preposition = coding.phrase(next).preposition?;
        let close = coding.phrase(next).words.start == coding.phrase(phrase).words.end;
        let slot = Slot::Preposition(preposition);
        let asks = |v: &VerbComplex| coding.asks_for(v, slot);
        let belongs = match office.kind {
            OfficeKind::Body => lexicon.names_origin(preposition) && coding.names_seat(next),
            OfficeKind::Person | OfficeKind::Group => {
                lexicon.names_home(preposition)
                    && coding.location_code(next).is_some()
                    && (coding.phrase(phrase).preposition.is_some() || !clause.verb.as_ref().is_some_and(asks))
            }
        };
        (close && belongs).then_some(next)
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

    /// Whom a possessive means; "their" is said of several, or of a body or state.
    pub(super) fn owners(&self, phrase: usize) -> Vec<Actor> {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let theirs =
            p.determiner.is_some_and(|d| coding.parse.words[d].closed.iter().any(|c| c.extra == self.words.theirs));
        let subject = coding.parse.clauses[p.clause].arguments.subject.filter(|s| *s < phrase);
        let person = |s: usize| {
            let alone = coding.conjuncts(s).len() == 1 && !coding.phrase(s).agree.is_plural();
            alone && self.done[s].iter().flatten().any(|r| self.is_person(s, &r.actor))
        };
        if theirs && subject.is_some_and(person) {
            return self.last_several(coding.phrase_span(phrase), &[]).into_iter().map(|r| r.actor).collect();
        }
        self.owner(phrase).into_iter().collect()
    }

    /// Whom "sein" or "ihr" in a phrase means: the subject told last before it. Where words tell persons from things, a
    /// person owns what is "his", a body or state what is "its".
    fn owner(&self, phrase: usize) -> Option<Actor> {
        let coding = self.coding;
        let own = coding.phrase(phrase);
        let closed = own.determiner.map_or(&[][..], |d| coding.parse.words[d].closed);
        let is = |wanted: &[Symbol]| closed.iter().any(|c| wanted.contains(&c.extra));
        let cased = coding.language.syntax.roles != Roles::Order;
        let fits = |t: &&Told| if t.person { !is(&[self.words.its]) } else { cased || !is(&self.words.hers) };
        let same = |t: &&Told| coding.phrase(t.phrase).clause == own.clause && t.phrase < phrase && fits(t);
        let told = self.recent().filter(same).last().or_else(|| self.recent().find(fits));
        told.or_else(|| self.history.last()).map(|t| t.actor.clone())
    }

    /// What a title or an apposition says of whoever has a name.
    pub(super) fn learn(&mut self, name: &str, actor: &Actor) {
        let last = last(name);
        let same = |stranger: &String| stranger == name || !name.contains(' ') || !stranger.contains(' ');
        if self.strangers.get(last).is_some_and(same) {
            let _ = self.taught.entry(last.to_owned()).or_insert_with(|| actor.clone());
        }
        self.learn_as(name, actor);
    }

    fn learn_as(&mut self, name: &str, actor: &Actor) {
        let last = last(name);
        if last.chars().count() > 2 {
            let _ = self.learned.insert(last.to_owned(), actor.clone());
        }
        let Some((first, rest)) = name.split_once(' ') else { return };
        if self.coding.language.syntax.family_first.contains(actor.code.as_str()) {
            let _ = self.learned.entry(first.to_owned()).or_insert_with(|| actor.clone());
        }
        // Of two family names the first alone may stand for the person.
        for middle in rest.split(' ').filter(|m| m.chars().count() > 3 && *m != last) {
            let _ = self.learned.entry(middle.to_owned()).or_insert_with(|| actor.clone());
        }
    }

    pub(super) fn learned_name(&self, name: &str) -> Option<Actor> {
        let last = last(name);
        let bare = self.coding.language.lexicon.genitive_base(last);
        self.learned.get(last).or_else(|| bare.and_then(|b| self.learned.get(b))).cloned()
    }

    /// Whoever has a name of no table, as the article has told or will tell.
    fn named_before_or_later(&self, name: &str) -> Option<Actor> {
        self.learned_name(name).or_else(|| self.foretold.get(last(name)).cloned())
    }

    /// What the article's own titles taught about a name goes before the tables.
    fn learned_or(&self, name: &str, table: impl FnOnce() -> Actor, span: crate::article::Span) -> Actor {
        let actor = table();
        let learned = self.learned_name(name).filter(|_| actor.name.is_some());
        learned.map_or(actor, |known| Actor { span, ..known })
    }

    /// An apposition and its noun share what each knows: "Choe Son Hui, Außenministerin Nordkoreas".
    fn appose(&mut self, to: usize, phrase: usize) {
        let to = self.titled(to);
        let of = |d: &Self, p: usize| d.done[p].clone().unwrap_or_default();
        let (left, right) = (of(self, to), of(self, phrase));
        let text = &self.coding.article.text;
        let name = |p: usize| self.coding.reading(p).unknown_name.map(|n| n.of(text).to_owned());
        let (left_name, right_name) = (name(to), name(phrase));
        // A person of whom only the name is known is of the article's country till an office tells better.
        let open = |side: &Referents, name: &Option<String>| {
            side.iter().all(|r| {
                let own = r.actor.name.as_deref().zip(name.as_deref());
                r.actor.sector == Some(Sector::Cvl) && own.is_some_and(|(a, b)| a == b || last(a) == b)
            })
        };
        let told = |side: &Referents| side.first().filter(|r| r.head && !r.place).cloned();
        // "die Mitgliedstaaten Peru und Chile": the names tell who is meant.
        if self.coding.parse.words[self.coding.phrase(phrase).head].name.is_some()
            && self.coding.phrase(to).agree.is_plural()
            && self.coding.parse.words[self.coding.phrase(to).head].tag == Tag::Noun
        {
            let members = self.coding.conjuncts(phrase);
            let told: Referents = members.into_iter().flat_map(|m| self.visit(m)).collect();
            if told.iter().any(|r| r.head) {
                self.done[to] = Some(told);
            }
            return;
        }
        let (named, name, known) = match (left_name, right_name) {
            (Some(name), _) if open(&left, &Some(name.clone())) => (to, name, told(&right)),
            (_, Some(name)) if open(&right, &Some(name.clone())) => (phrase, name, told(&left)),
            _ => return,
        };
        let Some(known) = known else { return };
        let actor = Actor { name: Some(name.clone()), ..known.actor };
        self.learn(&name, &actor);
        self.done[named] = Some(Referents::from_elem(Referent { actor, place: false, head: true }, 1));
    }

    /// "die Kommissarin für Bildung und Kultur, Ana Solís": a name belongs to the office, not to what it is for.
    fn titled(&self, phrase: usize) -> usize {
        let mut at = phrase;
        while let Some((to, how)) = self.coding.phrase(at).attached.filter(|(to, _)| *to < at) {
            if how == Attachment::Apposition || self.done[at].as_ref().is_some_and(|d| d.iter().any(|r| r.head)) {
                break;
            }
            at = to;
        }
        let person = self.coding.reading(at).office.is_some_and(|o| o.kind == OfficeKind::Person);
        if person { at } else { phrase }
    }
}

/// The last word of a name.
fn last(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}
