//! A phrase in, the actors that its own words name out: names, adjectives of nationality, offices, bodies.

use super::Coding;
use crate::article::Span;
use crate::mention::{Actor, Sector};
use crate::parse::{Attachment, Phrase, Tag, Word};
use crate::resources::gazetteer::{Entity, EntityId, EntityKind, Office, OfficeKind};
use crate::resources::letters::lower;
use crate::resources::symbol::Symbol;
use crate::resources::syntax::Roles;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::ops::Range;

/// One actor that a phrase names, and how.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Referent {
    pub actor: Actor,
    /// A town, region or seat of power behind a preposition of place.
    pub place: bool,
    /// Where the head itself is the actor; false for one named only inside ("the plans of Iran").
    pub head: bool,
}

impl Referent {
    /// The office of whoever this is.
    pub(super) fn of_office(self, office: Office, span: Span) -> Self {
        Self { actor: office_actor(&self.actor.code, office, span), ..self }
    }
}

/// How many words an office of several words may reach to either side of its noun.
const OFFICE_REACH: isize = 5;

pub(crate) type Referents = SmallVec<[Referent; 2]>;

/// What the words of a phrase say about a nation, an office and a person, before the rest of the article is asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// Codes of the states named inside, nearest to the head first.
    pub nations: SmallVec<[String; 2]>,
    pub office: Option<Office>,
    /// The sector of the body to whom an office belongs ("der Sprecher der Armee", "DGB-Chef").
    pub owner: Option<Sector>,
    /// Full actors named: states, bodies, persons of the tables.
    pub named: Vec<(Entity, Span, bool)>,
    /// Words behind a title that no table knows: a person's name.
    pub unknown_name: Option<Span>,
}

impl Reading {
    /// Neither a state nor anybody known is named.
    pub(super) fn names_nobody(&self) -> bool {
        self.nations.is_empty() && self.named.is_empty()
    }
}

impl<'a> Coding<'a> {
    pub(super) fn phrase(&self, phrase: usize) -> &Phrase {
        &self.parse.phrases[phrase]
    }

    pub(super) fn phrase_span(&self, phrase: usize) -> Span {
        let words = &self.phrase(phrase).words;
        let first = self.parse.words[words.start].span;
        let last = self.parse.words[words.end - 1].span;
        first.join(last)
    }

    /// Phrases attached to `phrase` in the given way.
    pub(super) fn attached(&self, phrase: usize, how: Attachment) -> impl Iterator<Item = usize> + '_ {
        let clause = self.phrase(phrase).clause;
        let range = self.parse.clauses[clause].phrases.clone();
        range.filter(move |p| self.phrase(*p).attached == Some((phrase, how)))
    }

    /// All members of the coordination that a phrase stands in.
    pub(super) fn conjuncts_back(&self, phrase: usize) -> SmallVec<[usize; 4]> {
        let mut root = phrase;
        while let Some((to, Attachment::Coordination)) = self.phrase(root).attached {
            root = to;
        }
        self.conjuncts(root)
    }

    /// The phrase and all that are coordinated with it further on.
    pub(super) fn conjuncts(&self, phrase: usize) -> SmallVec<[usize; 4]> {
        let mut members = SmallVec::from_elem(phrase, 1);
        let range = self.parse.clauses[self.phrase(phrase).clause].phrases.clone();
        for p in range.filter(|p| *p > phrase) {
            if let Some((to, Attachment::Coordination)) = self.phrase(p).attached
                && members.contains(&to)
            {
                members.push(p);
            }
        }
        members
    }

    pub(super) fn entity(&self, id: EntityId) -> Option<&'a Entity> {
        let date = self.article.published.map(|(d, _)| d);
        self.language.gazetteer.in_office(id, date)
    }

    /// Of several persons with one name the one in office on the article's day, heads first; of those with one full name else
    /// the one who was last before it.
    fn namesake(&self, at: usize) -> Option<&Entity> {
        let (date, _) = self.article.published?;
        let hit = self.parse.words[at].name?;
        self.entity(hit.entity).filter(|e| e.kind == EntityKind::Person)?;
        let gazetteer = &self.language.gazetteer;
        let tokens: Vec<&str> = (at..at + usize::from(hit.words)).map(|i| self.text(i)).collect();
        let hits = gazetteer.names(&self.language.lexicon, &tokens);
        let same = hits.iter().filter(|(_, length, _)| *length == hit.words);
        let persons =
            || same.clone().filter_map(|(id, ..)| gazetteer.entity(*id)).filter(|e| e.kind == EntityKind::Person);
        let serving = persons().find(|e| e.term.is_some_and(|(from, to)| from <= date && date <= to));
        let before = || persons().filter(|e| e.term.is_some_and(|(_, to)| to < date)).max_by_key(|e| e.term);
        serving.or_else(|| before().filter(|_| hit.words > 1))
    }

    /// "Brüssel kritisierte …": the body whose seat a town is, unless the article names the town's state and not the body.
    /// "ein Besuch in Brüssel" (`lies`): only where it names the body and not the state.
    pub(super) fn hosted(&self, entity: &Entity, lies: bool) -> Option<&str> {
        let body = self.language.syntax.hosted(&entity.name).filter(|_| entity.kind == EntityKind::Seat)?;
        let named = |code: &str| {
            let hits = self.parse.words.iter().filter_map(|w| self.language.gazetteer.entity(w.name?.entity));
            hits.filter(|e| e.kind != EntityKind::Seat).any(|e| e.code == code)
        };
        let (body_named, state_named) = (named(body), named(&entity.code));
        let meant = if lies { body_named && !state_named } else { body_named || !state_named };
        meant.then_some(body)
    }

    /// Of several bodies or parties with one name, that of the state which the article is about.
    fn homely(&self, at: usize) -> Option<&Entity> {
        let home = self.home.as_ref()?;
        let gazetteer = &self.language.gazetteer;
        let hit = self.parse.words[at].name?;
        let kinds = [EntityKind::Body, EntityKind::Party, EntityKind::Group];
        gazetteer.entity(hit.entity).filter(|e| kinds.contains(&e.kind) && e.code.len() == 3 && e.code != *home)?;
        let tokens: Vec<&str> = (at..at + usize::from(hit.words)).map(|i| self.text(i)).collect();
        let hits = gazetteer.names(&self.language.lexicon, &tokens);
        let same = hits.iter().filter(|(_, length, _)| *length == hit.words);
        same.filter_map(|(id, ..)| gazetteer.entity(*id)).find(|e| kinds.contains(&e.kind) && e.code == *home)
    }

    /// What stands in brackets right behind a phrase and says where a person belongs: "Ida Lund (Grüne)".
    pub(super) fn bracketed(&self, phrase: usize) -> Option<&Entity> {
        let end = self.phrase(phrase).words.end;
        let word = |at: usize| self.parse.words.get(at);
        word(end).filter(|w| w.tag == Tag::Open)?;
        let hit = word(end + 1)?.name?;
        let closed = word(end + 1 + usize::from(hit.words))?.tag;
        let entity = self.homely(end + 1).or_else(|| self.entity(hit.entity))?;
        let tells = matches!(
            entity.kind,
            EntityKind::Party | EntityKind::Body | EntityKind::Group | EntityKind::State | EntityKind::Media
        );
        (tells && !entity.code.is_empty() && matches!(closed, Tag::Close | Tag::Comma | Tag::Break)).then_some(entity)
    }

    /// Reads the words of a phrase.
    pub(super) fn reading(&self, phrase: usize) -> Reading {
        let mut reading = Reading::default();
        let p = self.phrase(phrase);
        let mut before_head: SmallVec<[String; 2]> = SmallVec::new();
        let mut inner = false;
        let ordered = self.language.syntax.roles == Roles::Order;
        let mut backed: SmallVec<[String; 2]> = SmallVec::new();
        let mut known = p.words.start;
        for at in p.words.clone() {
            let word = &self.parse.words[at];
            // "die in Mali stationierten deutschen Truppen": what stands behind a preposition inside is no owner.
            inner = at > p.words.start && (word.tag == Tag::Preposition || inner && word.tag != Tag::Adjective);
            if inner && at < p.head {
                continue;
            }
            if let Some(hit) = word.name {
                self.read_name(phrase, at, hit.entity, &mut reading);
                known = at + usize::from(hit.words);
                continue;
            }
            if word.in_name && at < known {
                continue;
            }
            let token = self.text(at);
            if word.tag == Tag::Adjective || (word.capital && at == p.words.start && at != p.head) {
                before_head.extend(self.adjective_nations(at).iter().map(|code| (*code).to_owned()));
            }
            // "the Iran-backed militia", where nothing else says whose it is.
            if at < p.head && word.tag == Tag::Adjective && token.contains('-') {
                backed.extend(self.compound_nations(token).into_iter().map(str::to_owned));
            }
            if at == p.head && word.tag != Tag::Name {
                reading.office = self.office_of_words(p).or_else(|| self.office(at));
                // "der EU-Staat Kroatien": the name behind the noun tells which one is meant.
                if (word.first > 0 || token.contains('-')) && !self.names_state(at + 1..p.words.end) {
                    before_head.extend(self.compound_nations(token).into_iter().map(str::to_owned));
                    reading.owner = self.compound_owner(token);
                }
                if let Some(group) = reading.office.and_then(|_| self.leading_group(at)) {
                    before_head.push(group.code.clone());
                    reading.owner = group.sector;
                }
            }
            let inner = matches!(word.tag, Tag::Preposition | Tag::Determiner | Tag::Coordinator)
                || word.tag == Tag::Noun && ordered;
            if at > p.head && (word.in_name || word.tag != Tag::Quote && !inner) {
                reading.unknown_name = Some(reading.unknown_name.map_or(word.span, |s| s.join(word.span)));
            }
        }
        let head = &self.parse.words[p.head];
        if head.tag == Tag::Name && head.name.is_none() && !head.in_name {
            let end = self.parse.words[p.words.end - 1].span;
            reading.unknown_name = Some(head.span.join(end));
            if self.text(p.head).contains('-') {
                before_head.extend(self.compound_nations(self.text(p.head)).into_iter().map(str::to_owned));
                reading.office = self.hyphen_office(self.text(p.head));
                reading.owner = self.compound_owner(self.text(p.head));
            }
        }
        // "die italienischen Sozialdemokraten": the adjective says whose party of that name is meant.
        for (entity, _, _) in &mut reading.named {
            let other = !before_head.contains(&entity.code) && entity.code.len() == 3;
            if let Some(nation) = before_head.first().filter(|_| other && entity.kind == EntityKind::Party) {
                entity.code.clone_from(nation);
            }
        }
        reading.office = reading.office.or_else(|| self.shared_office(phrase));
        // "the Armenian and Azerbaijani troops": the first is no person, but whose troops the noun behind tells.
        if reading.office.is_some() && self.is_demonym(p.head) {
            before_head.extend(reading.named.drain(..).map(|(entity, ..)| entity.code));
        }
        before_head.append(&mut reading.nations);
        reading.nations = if before_head.is_empty() { backed } else { before_head };
        reading
    }

    fn names_state(&self, words: Range<usize>) -> bool {
        let mut names = self.parse.words[words].iter().filter_map(|w| self.entity(w.name?.entity));
        names.any(|e| e.kind == EntityKind::State)
    }

    /// The office that a noun names: itself, or by its head.
    pub(super) fn office(&self, at: usize) -> Option<Office> {
        self.office_itself(at).or_else(|| self.own_office(at))
    }

    /// The office that a noun names by its form, or by its last part.
    pub(super) fn own_office(&self, at: usize) -> Option<Office> {
        let read = || self.language.gazetteer.office(&self.language.lexicon, self.text(at), self.parse.words[at].lemma);
        *self.own_offices.get(at)?.get_or_init(read)
    }

    /// The office that a noun names by its form, or as a compound in the singular.
    pub(super) fn office_itself(&self, at: usize) -> Option<Office> {
        let word = &self.parse.words[at];
        let token = self.text(at);
        let gazetteer = &self.language.gazetteer;
        gazetteer.office_word(token).or_else(|| {
            let first = token.get(..word.first).filter(|first| !first.is_empty())?;
            let lemma = lower(self.language.lexicon.symbols.word(word.lemma));
            gazetteer.office_word(&[first, &*lemma].concat())
        })
    }

    /// True where a capital heads a phrase.
    pub(super) fn names_seat(&self, phrase: usize) -> bool {
        let hit = self.parse.words[self.phrase(phrase).head].name;
        hit.and_then(|n| self.language.gazetteer.entity(n.entity)).is_some_and(|e| e.kind == EntityKind::Seat)
    }

    /// True where a body, party or group of the tables heads a phrase.
    pub(super) fn names_body(&self, phrase: usize) -> bool {
        let kinds = [EntityKind::Body, EntityKind::Party, EntityKind::Group];
        let hit = self.parse.words[self.phrase(phrase).head].name;
        hit.and_then(|n| self.entity(n.entity)).is_some_and(|e| kinds.contains(&e.kind))
    }

    /// Behind the preposition stands to whom an office belongs; a spokesman speaks for whom he belongs to.
    pub(super) fn names_whole(&self, office: Option<Office>, preposition: Symbol) -> bool {
        let lexicon = &self.language.lexicon;
        let speaks = office.is_some_and(|o| o.kind == OfficeKind::Person && o.sector.is_none());
        lexicon.names_origin(preposition) || speaks && lexicon.names_voiced(preposition)
    }

    /// A place, a body or a person of the tables, to whom an office can belong ("die Regierung von Präsident Lai").
    pub(super) fn names_owner(&self, phrase: usize) -> bool {
        let mut names = self.phrase(phrase).words.clone().filter_map(|at| self.parse.words[at].name);
        let person = names.any(|n| self.entity(n.entity).is_some_and(|e| e.kind == EntityKind::Person));
        person
            || self.location_code(phrase).is_some()
            || self.names_body(phrase)
            || !self.reading(phrase).nations.is_empty()
    }

    /// "der französische und der deutsche Minister": an adjective without its noun shares the office of the noun behind.
    fn shared_office(&self, phrase: usize) -> Option<Office> {
        let head = self.phrase(phrase).head;
        let bare = self.parse.words[head].tag == Tag::Adjective;
        let demonym = self.is_demonym(head);
        let adjective = |q: &usize| {
            let q = self.phrase(*q);
            q.determiner.is_none() && !self.adjective_nations(q.words.start).is_empty() && q.words.start < q.head
        };
        let mut joined = self.attached(phrase, Attachment::Coordination);
        joined.find_map(|q| self.reading(q).office.filter(|_| bare || demonym && adjective(&q)))
    }

    /// A name of the people of a state.
    fn is_demonym(&self, word: usize) -> bool {
        let hit = self.parse.words[word].name;
        hit.and_then(|n| self.entity(n.entity)).is_some_and(|e| e.kind == EntityKind::Demonym)
    }

    /// "police chief", "Secretary of State": the office that a phrase's head names with the words around it.
    pub(super) fn office_of_words(&self, phrase: &Phrase) -> Option<Office> {
        *self.offices.get(phrase.head)?.get_or_init(|| self.read_office(phrase.head))
    }

    fn read_office(&self, head: usize) -> Option<Office> {
        let lemma = self.language.lexicon.symbols.word(self.parse.words.get(head)?.lemma);
        let is = |offset: isize, word: &str| {
            let at = head.checked_add_signed(offset).filter(|_| (-OFFICE_REACH..OFFICE_REACH).contains(&offset));
            at.is_some_and(|at| plain(self.small(at)) == word)
        };
        let own = plain(self.small(head));
        let gazetteer = &self.language.gazetteer;
        gazetteer.office_phrase(&own, is).or_else(|| gazetteer.office_phrase(lemma, is))
    }

    /// "US-Außenminister": the office behind the last hyphen.
    fn hyphen_office(&self, token: &str) -> Option<Office> {
        let last = token.rsplit('-').next()?;
        let noun = self.language.lexicon.noun(last)?;
        self.language.gazetteer.office(&self.language.lexicon, last, noun.head)
    }

    /// "die Staaten der Union" where the article names the European one and not the party: the body whose name ends so.
    fn shortened(&self, at: usize) -> Option<&Entity> {
        let gazetteer = &self.language.gazetteer;
        let hit = self.parse.words[at].name.filter(|n| n.words == 1)?;
        let party = gazetteer.entity(hit.entity).filter(|e| e.kind == EntityKind::Party)?;
        let token = self.text(at);
        let named = || self.parse.words.iter().filter_map(|w| Some((w, gazetteer.entity(w.name?.entity)?)));
        let other = |w: &Word<'_>| w.span.of(&self.article.text) != token;
        if named().any(|(w, e)| e.kind == EntityKind::Party && e.code == party.code && other(w)) {
            return None;
        }
        let body =
            |e: &Entity| e.kind == EntityKind::Body && e.name.rsplit(' ').next() == Some(token) && e.name != token;
        named().map(|(_, e)| e).find(|e| body(e))
    }

    fn read_name(&self, phrase: usize, at: usize, id: EntityId, reading: &mut Reading) {
        let known = self.namesake(at).or_else(|| self.shortened(at));
        let Some(entity) = known.or_else(|| self.homely(at)).or_else(|| self.entity(id)) else { return };
        let p = self.phrase(phrase);
        let words = self.parse.words[at].name.map_or(1, |n| usize::from(n.words));
        let last = (at + words - 1).min(self.parse.words.len() - 1);
        let span = self.parse.words[at].span.join(self.parse.words[last].span);
        // "eroberten die Stadt Goma": the name says which one.
        let town = matches!(entity.kind, EntityKind::Seat | EntityKind::Place) && at == p.head + 1;
        let named = town && self.language.syntax.named_nouns.contains(&self.parse.words[p.head].lemma);
        let is_head = at == p.head || named || entity.kind == EntityKind::Person;
        match entity.kind {
            EntityKind::Adjective | EntityKind::Prefix => reading.nations.push(entity.code.clone()),
            EntityKind::State | EntityKind::Demonym if !is_head => reading.nations.push(entity.code.clone()),
            EntityKind::Seat | EntityKind::Place if !is_head => {}
            _ => reading.named.push((entity.clone(), span, is_head)),
        }
    }

    /// The states of an adjective of nationality, "russisch-nordkoreanische" gives two.
    pub(super) fn adjective_nations(&self, word: usize) -> &[&'a str] {
        self.nations[word].get_or_init(|| self.read_nations(self.text(word)).into_boxed_slice())
    }

    fn read_nations(&self, token: &str) -> SmallVec<[&'a str; 2]> {
        let gazetteer = &self.language.gazetteer;
        let lexicon = &self.language.lexicon;
        let code =
            |t: &str| gazetteer.adjective(lexicon, t).and_then(|id| gazetteer.entity(id)).map(|e| e.code.as_str());
        if let Some(code) = code(token) {
            return SmallVec::from_elem(code, 1);
        }
        // "ein Moskauer Gericht": of the state where the town is.
        let town = |stem: String| {
            let hits = gazetteer.names(lexicon, &[stem.as_str()]);
            let entities = hits.iter().filter_map(|(id, ..)| gazetteer.entity(*id));
            let mut places = entities.filter(|e| matches!(e.kind, EntityKind::Seat | EntityKind::Place));
            places.next().map(|e| e.code.as_str())
        };
        if let Some(code) = lexicon.place_stems(token).find_map(town) {
            return SmallVec::from_elem(code, 1);
        }
        // "pro-Russian" says whose side they are on, not whose they are.
        let stance = token.split_once('-').is_some_and(|(first, _)| lexicon.is_stance(first));
        if stance { SmallVec::new() } else { token.split('-').filter_map(code).collect() }
    }

    /// The states named in the first parts of a compound: "US-Beamte", "Russland-Nordkorea-Beziehungen".
    pub(super) fn compound_nations(&self, token: &str) -> SmallVec<[&'a str; 2]> {
        let mut nations = SmallVec::new();
        let Some((first, _)) = token.rsplit_once('-') else { return nations };
        for entity in self.compound_entities(first) {
            if !entity.code.is_empty() {
                nations.push(entity.code.as_str());
            }
        }
        nations
    }

    /// "Grünen-Chefin": the first part of a compound is a party.
    pub(super) fn leads_party(&self, word: usize) -> bool {
        let first = self.text(word).rsplit_once('-').map(|(first, _)| self.compound_entities(first));
        first.is_some_and(|parts| !parts.is_empty() && parts.iter().all(|e| e.kind == EntityKind::Party))
    }

    /// The entities named by the parts of a hyphenated first part, longest run first.
    pub(super) fn compound_entities(&self, first: &str) -> Vec<&'a Entity> {
        let gazetteer = &self.language.gazetteer;
        let known = |name: &str| {
            if let Some(owner) = self.parse.acronyms.get(name) {
                return owner.and_then(|id| self.entity(id));
            }
            let words: Vec<&str> = name.split(' ').collect();
            let hits = gazetteer.names(&self.language.lexicon, &words);
            hits.first().filter(|(_, n, _)| usize::from(*n) == words.len()).and_then(|(id, _, _)| self.entity(*id))
        };
        if let Some(entity) = known(first).or_else(|| known(&first.replace('-', " "))) {
            return vec![entity];
        }
        first.split('-').filter_map(known).collect()
    }
}

/// The sign between the codes of states that have one name without being one body ("the two Koreas").
const MEMBERS: char = '+';

/// Whoever is meant by an actor: the states that have its name, else itself.
pub(crate) fn members(actor: Actor) -> SmallVec<[Actor; 2]> {
    if !actor.code.contains(MEMBERS) {
        return SmallVec::from_elem(actor, 1);
    }
    let sector = actor.sector.or(Some(Sector::Gov));
    let state = |code: &str| Actor { code: code.to_owned(), sector, name: None, ..actor.clone() };
    actor.code.split(MEMBERS).map(state).collect()
}

/// The actor that a table's entity stands for.
pub(crate) fn actor_of(entity: &Entity, span: Span) -> Actor {
    let person = entity.kind == EntityKind::Person;
    let body = !matches!(entity.kind, EntityKind::State | EntityKind::Seat | EntityKind::Demonym | EntityKind::Place);
    let sector = match entity.kind {
        EntityKind::Place | EntityKind::Demonym => Some(Sector::Cvl),
        EntityKind::Seat => Some(Sector::Gov),
        _ => entity.sector,
    };
    let igo = entity.code.starts_with("IGO:") && sector == Some(Sector::Igo);
    Actor {
        code: entity.code.clone(),
        sector: if igo { None } else { sector },
        name: (body || person).then(|| entity.name.clone()),
        role: None,
        span,
    }
}

/// An actor of a state by the office that a phrase names.
pub(crate) fn office_actor(code: &str, office: Office, span: Span) -> Actor {
    let general = matches!(office.sector, Some(Sector::Gov | Sector::Igo) | None);
    let fighting = matches!(office.sector, Some(Sector::Reb | Sector::Mil | Sector::Crm | Sector::Pty));
    let sector = match office.sector {
        _ if code.starts_with("IGO:") && general => None,
        _ if code.starts_with("NSA:") && (general || fighting) => None,
        Some(sector) => Some(sector),
        None => Some(Sector::Gov),
    };
    Actor { code: code.to_owned(), sector, name: None, role: None, span }
}

/// The government of a state, where a phrase stands for it.
pub(crate) fn government(code: &str, span: Span, place: bool) -> Referent {
    let office = Office { sector: Some(Sector::Gov), kind: OfficeKind::Body };
    Referent { actor: office_actor(code, office, span), place, head: true }
}

pub(crate) fn is_group(office: Office) -> bool {
    office.kind == OfficeKind::Group
}

/// A word with a plain apostrophe.
fn plain(word: &str) -> Cow<'_, str> {
    // Most words are short and of ASCII alone: that is told sooner than that one sign is not among them.
    if word.is_ascii() || !word.contains('’') { Cow::Borrowed(word) } else { Cow::Owned(word.replace('’', "'")) }
}
