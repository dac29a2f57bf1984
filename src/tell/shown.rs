//! Passages and what their records say go in, what the passages show of it comes out: sides and speakers whom they name,
//! a time that stands in them or is that of the news. What a record was given by the article around is not told as a
//! sentence of its own; the passage is quoted instead.

use super::teller::Teller;
use crate::event::{Event, MentionRef};
use crate::mention::{Actor, Mention, Sector, TimeSpan};
use crate::resources::Language;
use crate::resources::gazetteer::{Entity, EntityKind};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Words of the longest name that is looked for.
const LONGEST_NAME: usize = 7;
/// Words in which a capital stands for its government: "aus Lima", not "südlich der Hauptstadt Lima".
const LONGEST_SEAT: usize = 2;
/// The news of an article are at most so many days old.
const NEWS_DAYS: i32 = 7;
/// Letters of the shortest part of a name by which a person is known.
const SHORTEST_NAME: usize = 3;

/// What passages show of an act's sides.
pub(super) struct Shown {
    pub(super) actors: Vec<Actor>,
    pub(super) recipients: Vec<Actor>,
    pub(super) speakers: Vec<Actor>,
    /// Some side of the record is left out.
    pub(super) gaps: bool,
    /// Too little is left for a sentence.
    pub(super) untold: bool,
}

/// How a passage names one actor of its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Naming {
    /// By its state or body.
    Party,
    /// By the name of the person.
    Person,
}

impl Teller<'_> {
    /// What some passages show of the sides and speakers of an act that they tell.
    pub(super) fn shown(
        &self,
        places: &[MentionRef],
        (actors, recipients, symmetric): (&[Actor], &[Actor], bool),
        speakers: &[Actor],
    ) -> Shown {
        let side = |told: &[Actor], own: fn(&Mention, bool) -> Vec<&Actor>| -> Vec<Actor> {
            told.iter().filter_map(|actor| self.as_shown(places, actor, |m| own(m, symmetric))).collect()
        };
        let acting = side(actors, |m, both| m.actors.iter().chain(m.recipients.iter().filter(|_| both)).collect());
        let facing = side(recipients, |m, both| m.recipients.iter().chain(m.actors.iter().filter(|_| both)).collect());
        let saying = side(speakers, |m, _| m.said_by.iter().collect());
        let parties = |a: &[Actor], b: &[Actor]| a.iter().chain(b).map(Actor::key).collect::<BTreeSet<_>>().len();
        let nobody = parties(&acting, &facing) == 0 && parties(actors, recipients) > 0;
        let alone = symmetric && parties(&acting, &facing) < 2 && parties(actors, recipients) > 1;
        let unsaid = saying.is_empty() && !speakers.is_empty();
        Shown {
            gaps: acting.len() < actors.len() || facing.len() < recipients.len() || saying.len() < speakers.len(),
            untold: nobody || alone || unsaid,
            actors: acting,
            recipients: facing,
            speakers: saying,
        }
    }

    /// An actor as the passages name him: as a person, as the bare party, or not at all.
    fn as_shown<'m>(
        &'m self,
        places: &[MentionRef],
        actor: &Actor,
        own: impl Fn(&'m Mention) -> Vec<&'m Actor>,
    ) -> Option<Actor> {
        let named = |place: &MentionRef| {
            let mention = self.mention(*place)?;
            let same = own(mention).into_iter().filter(|a| a.code == actor.code && a.sector == actor.sector);
            let told = same.filter_map(|a| {
                let naming = self.naming(*place, mention, a)?;
                Some((if a.name == actor.name { naming } else { Naming::Party }, *place))
            });
            told.max_by_key(|(naming, _)| *naming)
        };
        // Who has no name is shown alike by whichever passage names him.
        if actor.name.is_none() {
            return places.iter().any(|place| named(place).is_some()).then(|| actor.clone());
        }
        let best = places.iter().filter_map(named).max_by_key(|(naming, place)| (*naming, std::cmp::Reverse(*place)));
        match best? {
            (Naming::Person, place) => Some(Actor { role: self.role_in(place, actor), ..actor.clone() }),
            (Naming::Party, _) => Some(Actor { name: None, role: None, ..actor.clone() }),
        }
    }

    /// The office of a person in the article of a passage, the most frequent one; of an article in another language the
    /// one that the others give.
    fn role_in(&self, place: MentionRef, actor: &Actor) -> Option<String> {
        let Some((index, person)) = self.namer.persons.of(actor) else { return actor.role.clone() };
        let coded = self.coded.get(place.article)?;
        if coded.article.lang != self.language.code {
            return person.roles.first().cloned();
        }
        let given = self.namer.persons.offices(place.article, index)?;
        let often = |role: &&String| given.get(*role).copied().unwrap_or_default();
        person.roles.iter().max_by_key(often).filter(|role| given.contains_key(*role)).cloned()
    }

    /// How the sentence of a passage names one of its actors.
    fn naming(&self, place: MentionRef, mention: &Mention, actor: &Actor) -> Option<Naming> {
        // What was coded by hand says who is meant without saying where.
        if actor.span.start == actor.span.end {
            return Some(Naming::Person);
        }
        let text = &self.coded.get(place.article)?.article.text;
        let words = actor.span.of(text);
        if !mention.sentence.covers(actor.span) {
            return None;
        }
        if actor.name.as_deref().is_some_and(|name| stands_in(name, words)) {
            return Some(Naming::Person);
        }
        let language = self.resources.language(&mention.lang)?;
        // Whoever the article names elsewhere is not told by his state alone.
        let person = self.namer.persons.of(actor).is_some();
        let bare = actor.sector == Some(Sector::Gov);
        let named = named(language, words, bare);
        (!person && named.contains(actor.code.as_str())).then_some(Naming::Party)
    }

    /// Whether a passage names a person, and whose he is.
    pub(super) fn introduces(&self, place: MentionRef, code: &str, name: &str) -> bool {
        let Some(mention) = self.mention(place) else { return false };
        let Some(coded) = self.coded.get(place.article) else { return false };
        let mut actors = mention.actors.iter().chain(&mention.recipients).chain(&mention.said_by);
        let by_hand = actors.any(|a| a.code == code && a.name.is_some() && a.span.start == a.span.end);
        let sentence = mention.sentence.of(&coded.article.text);
        let language = self.resources.language(&mention.lang);
        by_hand || stands_in(name, sentence) && language.is_some_and(|l| codes(l, sentence).contains(code))
    }

    /// The persons whose state some passage names beside them: "the Peruvian president Alan Vela", not "mayor Vela".
    pub(super) fn placed(&self) -> BTreeSet<usize> {
        let nation = |kind| matches!(kind, EntityKind::State | EntityKind::Adjective | EntityKind::Prefix);
        let named = |mention: &Mention, text: &str, actor: &Actor| {
            if actor.span.start == actor.span.end || actor.code.contains(':') {
                return true;
            }
            let words = mention.sentence.of(text);
            let Some(language) = self.resources.language(&mention.lang) else { return false };
            entities(language, words).iter().any(|e| e.code == actor.code && nation(e.kind))
        };
        let mut placed = BTreeSet::new();
        for coded in self.coded {
            for mention in &coded.mentions {
                let actors = mention.actors.iter().chain(&mention.recipients).chain(&mention.said_by);
                for actor in actors {
                    let person = self.namer.persons.of(actor).map(|(index, _)| index);
                    let Some(index) = person.filter(|index| !placed.contains(index)) else { continue };
                    if named(mention, &coded.article.text, actor) {
                        placed.insert(index);
                    }
                }
            }
        }
        placed
    }

    /// The time of an event, if a passage that tells the event shows it.
    pub(super) fn shown_time(&self, event: &Event, places: &[MentionRef]) -> Option<TimeSpan> {
        let time = event.time?;
        places.iter().any(|place| self.dates(*place, time)).then_some(time)
    }

    /// Whether a passage says a time itself, or tells news of the days before its article.
    pub(super) fn dates(&self, place: MentionRef, time: TimeSpan) -> bool {
        let Some(mention) = self.mention(place) else { return false };
        let Some(own) = mention.time.filter(|own| own.start <= time.end && time.start <= own.end) else { return false };
        let features = &mention.evidence.features;
        let published = self.published(place.article);
        let days = |from: Date, to: Date| (to - from).get_days();
        let news = |day: Date| own.start == own.end && (0..=NEWS_DAYS).contains(&days(own.start, day));
        features.is_empty() || features.iter().any(|f| f == "own time") || published.is_some_and(news)
    }
}

/// The codes of all that some words name. Of what the words only call by a nation ("the Peruvian partners") it is the
/// government where `bare` and they say so.
fn named<'l>(language: &'l Language, words: &str, bare: bool) -> BTreeSet<&'l str> {
    let nation = |kind| matches!(kind, EntityKind::Adjective | EntityKind::Demonym | EntityKind::Place);
    let found = entities(language, words);
    let all = || found.iter().map(|e| e.code.as_str()).collect();
    let governs = |token: &str| {
        let office =
            language.lexicon.noun(token).and_then(|n| language.gazetteer.office(&language.lexicon, token, n.head));
        let office = office.or_else(|| language.gazetteer.office_word(token));
        office.is_some_and(|o| matches!(o.sector, None | Some(Sector::Gov)))
    };
    let seat = |kind| kind == EntityKind::Seat && tokens(words).len() > LONGEST_SEAT;
    if !bare || tokens(words).iter().any(|token| governs(token)) {
        return all();
    }
    found.iter().filter(|e| !nation(e.kind) && !seat(e.kind)).map(|e| e.code.as_str()).collect()
}

fn codes<'l>(language: &'l Language, words: &str) -> BTreeSet<&'l str> {
    named(language, words, false)
}

fn tokens(words: &str) -> Vec<&str> {
    let between = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '\u{2019}' | '.');
    words.split(between).filter(|token| token.contains(char::is_alphanumeric)).collect()
}

/// All states, bodies, persons and places that some words name.
fn entities<'l>(language: &'l Language, words: &str) -> Vec<&'l Entity> {
    let (gazetteer, lexicon) = (&language.gazetteer, &language.lexicon);
    let tokens = tokens(words);
    let mut found = Vec::new();
    let mut add = |tokens: &[&str]| {
        let named = gazetteer.names(lexicon, tokens).into_iter().map(|(id, ..)| id);
        let adjective = tokens.first().and_then(|t| gazetteer.adjective(lexicon, t));
        found.extend(named.chain(adjective).filter_map(|id| gazetteer.entity(id)).filter(|e| !e.code.is_empty()));
    };
    for at in 0..tokens.len() {
        let run = tokens.get(at..tokens.len().min(at + LONGEST_NAME)).unwrap_or_default();
        add(run);
        let plain = run.first().map_or("", |t| t.trim_matches(|c: char| !c.is_alphanumeric()));
        add(&[plain]);
        for part in plain.split('-').filter(|p| *p != plain) {
            add(&[part]);
        }
    }
    found
}

/// A part of a name stands in some words.
fn stands_in(name: &str, words: &str) -> bool {
    name.split_whitespace().any(|part| part.chars().count() >= SHORTEST_NAME && words.contains(part))
}
