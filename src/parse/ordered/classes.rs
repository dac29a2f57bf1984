//! The words of a sentence in, one class each out: of the readings that the lexicon gives, the chain whose neighbours fit
//! each other best.

use super::agree;
use super::finite;
use super::settle::settle;
use super::votes;
use crate::parse::{Parse, Tag, Word, parts};
use crate::resources::Language;
use crate::resources::gazetteer::EntityKind;
use crate::resources::grammar::{Agree, Form};
use crate::resources::letters::lower;
use crate::resources::lexicon::{Closed, WordClass};
use crate::resources::neighbours::Class;
use smallvec::SmallVec;

/// A class that a word can have, and how likely it is by itself, as a logarithm.
pub(super) type Reading = (Class, f32);
pub(super) type Readings = SmallVec<[Reading; 6]>;

/// How much less likely the unusual classes of a form are.
const UNUSUAL: f32 = -2.8;
/// How much less likely a past is where the participle is usual, and the other way round.
const NEARLY: f32 = -0.5;

/// Gives each word of a sentence its class.
pub(super) fn tell<'a>(language: &'a Language, text: &str, parse: &mut Parse<'a>, sentence: usize) {
    let range = parse.sentences[sentence].words.clone();
    let words = &mut parse.words[range];
    parts::join(language, text, words);
    let mut lattice = lattice(language, text, words);
    votes::cast(language, text, words, &mut lattice);
    let (mut chosen, _) = best(language, &lattice);
    agree::nouns(language, words, &mut lattice, &mut chosen);
    agree::infinitives(words, &lattice, &mut chosen);
    agree::gerunds(language, words, &lattice, &mut chosen);
    finite::behind_openers(&lattice, &mut chosen);
    let chosen = finite::ensure(language, &lattice, &chosen).unwrap_or(chosen);
    for ((at, _), class) in lattice.iter().zip(chosen) {
        settle(language, text, words, *at, class);
    }
}

/// The words that have readings, with these.
pub(super) fn lattice(language: &Language, text: &str, words: &[Word<'_>]) -> Vec<(usize, Readings)> {
    let teller = Teller { language, text, words };
    (0..words.len()).filter_map(|at| Some((at, teller.readings(at).filter(|r| !r.is_empty())?))).collect()
}

struct Teller<'t, 'a> {
    language: &'t Language,
    text: &'t str,
    words: &'t [Word<'a>],
}

impl Teller<'_, '_> {
    fn token(&self, at: usize) -> &str {
        self.words[at].span.of(self.text)
    }

    /// The classes that a word can have; none for what is passed over.
    fn readings(&self, at: usize) -> Option<Readings> {
        let word = &self.words[at];
        let one = |class: Class| Some(Readings::from_elem((class, 0.0), 1));
        match word.tag {
            Tag::Comma => return one(Class::COMMA),
            Tag::Break | Tag::Open | Tag::Close => return one(Class::BREAK),
            Tag::Quote => return None,
            Tag::Other if word.sign => return one(Class::END),
            _ => {}
        }
        if word.joined {
            return None;
        }
        let lexicon = &self.language.lexicon;
        let lower = lower(self.token(at));
        let closed = word.closed;
        if word.parts > 0 {
            return Some(closed.iter().map(|c| (self.closed_class(*c), 0.0)).collect());
        }
        if word.in_name || word.name.is_some() {
            return Some(self.named(at));
        }
        if word.tag == Tag::Number || is_sum(self.token(at)) {
            return one(Class::NUMBER);
        }
        let capital = word.capital && at > 0 && !self.starts(at);
        if self.language.gazetteer.adjective(lexicon, self.token(at)).is_some() || self.nations(at) {
            return one(Class::ADJECTIVE);
        }
        let acronym =
            lower.len() > 1 && self.token(at).chars().all(|c| c.is_uppercase() || c == '.') && closed.is_empty();
        if acronym {
            return one(Class::NAME);
        }
        if let Some(base) =
            lexicon.genitive_base(&lower).filter(|_| lexicon.has_apostrophe_genitive() && closed.is_empty())
            && self.token(at).contains(['\'', '’'])
        {
            return one(if base.is_empty() { Class::NAME } else { Class::POSSESSOR });
        }
        let mut readings = self.plain(at, &lower, closed);
        if capital {
            self.capitalised(at, &mut readings);
        } else if word.capital && closed.is_empty() {
            let noun = lexicon.plain_noun(&lower).map(|n| n.head).unwrap_or_default();
            let office = self.language.gazetteer.office(lexicon, self.token(at), noun).is_some();
            // "Clashes erupted": several of a kind open a sentence without an article.
            let several = readings.iter().any(|r| r.0 == Class::PLURAL);
            let weight = if office {
                -7.0
            } else if several {
                -5.0
            } else if self.is_known(at, &lower) {
                -2.0
            } else {
                1.0
            };
            self.add(&mut readings, Class::NAME, weight);
        }
        Some(readings)
    }

    fn is_known(&self, at: usize, lower: &str) -> bool {
        !self.words[at].verbs.is_empty()
            || self.language.lexicon.plain_noun(lower).is_some()
            || self.language.syntax.is_adjective(lower)
            || self.language.syntax.is_adverb(lower)
    }

    /// The word before is a noun or name.
    fn is_nominal(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|b| &self.words[b]) else { return false };
        let named = before.name.is_some() || before.in_name;
        let lower = lower(self.token(at - 1));
        let usual = || matches!(self.language.neighbours.usual(&lower), Some(Class::NOUN | Class::PLURAL));
        let noun = self.language.lexicon.plain_noun(&lower).is_some();
        named || noun && before.closed.is_empty() && (before.verbs.is_empty() || usual())
    }

    /// The first word, and those behind a sign that opens something.
    fn starts(&self, at: usize) -> bool {
        at == 0
            || self.words[..at].iter().all(|w| w.sign)
            || matches!(self.words[at - 1].tag, Tag::Quote | Tag::Open)
            || {
                let before = &self.words[at - 1];
                before.sign && before.tag != Tag::Comma
            }
    }

    /// "US-led", "Saudi-backed", "anti-Russian": an adjective with a nation in it.
    fn nations(&self, at: usize) -> bool {
        let token = self.token(at);
        let Some((first, last)) = token.rsplit_once('-') else { return false };
        let lexicon = &self.language.lexicon;
        let nation = |part: &str| self.language.gazetteer.adjective(lexicon, part).is_some();
        nation(last)
            || (nation(first) || self.words[at].capital) && self.language.syntax.is_adjective(token)
            || nation(first) && !lexicon.verb(last).is_empty()
    }

    /// A name of the tables: a demonym before its noun is an adjective.
    fn named(&self, at: usize) -> Readings {
        let word = &self.words[at];
        let genitive = self.words[..=at].iter().rposition(|w| w.name.is_some()).is_some_and(|n| {
            let hit = self.words[n].name;
            hit.is_some_and(|h| h.genitive && n + usize::from(h.words) == at + 1)
        });
        if genitive {
            return Readings::from_elem((Class::POSSESSOR, 0.0), 1);
        }
        let single = word.name.is_some_and(|n| n.words == 1);
        let adjective = single && self.language.gazetteer.adjective(&self.language.lexicon, self.token(at)).is_some();
        let mut readings = Readings::new();
        if adjective {
            let leads = self.leads_to_noun(at + 1);
            readings.push((Class::ADJECTIVE, if leads { 0.0 } else { -2.0 }));
            readings.push((Class::NAME, if leads { -6.0 } else { 0.0 }));
        } else if single && self.is_people(at) {
            // "The Greeks reject it": they stand before a verb as other plurals do.
            readings.push((Class::PLURAL, 0.0));
        } else {
            readings.push((Class::NAME, 0.0));
        }
        readings
    }

    /// The plural of a people's name.
    fn is_people(&self, at: usize) -> bool {
        let entity = self.words[at].name.and_then(|n| self.language.gazetteer.entity(n.entity));
        entity.is_some_and(|e| e.kind == EntityKind::Demonym) && self.language.lexicon.looks_plural(self.token(at))
    }

    /// What follows can be a noun or name that an adjective stands before.
    fn leads_to_noun(&self, at: usize) -> bool {
        let Some(next) = self.words.get(at) else { return false };
        let noun = |at: usize| {
            let next = self.words.get(at).filter(|w| !w.sign && !w.auxiliary && w.closed.is_empty());
            next.is_some() && self.language.lexicon.plain_noun(&lower(self.token(at))).is_some()
        };
        // "Vietnamese fishing boats"
        let describes = next.can_be(Form::PRESENT_PARTICIPLE) && noun(at + 1);
        // "Burundi accused": a state, not "the accused".
        let verb = [Class::PAST, Class::PARTICIPLE, Class::PRESENT];
        let usual = self.language.neighbours.usual(&lower(self.token(at)));
        if next.can_be(Form::PASTS) && usual.is_some_and(|u| verb.contains(&u)) && !noun(at + 1) {
            return false;
        }
        !next.sign
            && !next.auxiliary
            && next.closed.is_empty()
            && (next.capital || describes || noun(at) || self.language.syntax.is_adjective(&lower(self.token(at))))
    }

    /// A capitalised word inside a sentence: mostly a name, or a part of one.
    fn capitalised(&self, at: usize, readings: &mut Readings) {
        let closed_only = !self.words[at].closed.is_empty();
        let lexicon = &self.language.lexicon;
        let noun = lexicon.plain_noun(&lower(self.token(at)));
        if noun.is_some_and(|n| lexicon.is_time_noun(n.head)) {
            readings.retain(|r| matches!(r.0, Class::NOUN | Class::PLURAL));
            return;
        }
        let office = self.language.gazetteer.office(lexicon, self.token(at), noun.map(|n| n.head).unwrap_or_default());
        for reading in readings.iter_mut() {
            let nominal = matches!(reading.0, Class::NOUN | Class::PLURAL | Class::ADJECTIVE | Class::NUMBER);
            let noun = nominal && office.is_none();
            reading.1 += if closed_only || nominal && !noun {
                0.0
            } else if noun {
                -1.0
            } else {
                -5.0
            };
        }
        // "the North": no adverb.
        let led = at > 0 && self.words[at - 1].closed.iter().any(|c| c.class == WordClass::Determiner);
        let adverb = closed_only && self.words[at].closed.iter().all(|c| c.class == WordClass::Adverb);
        let weight = if closed_only && !(led && adverb) {
            -4.0
        } else if office.is_some() {
            -7.0
        } else {
            -0.3
        };
        self.add(readings, Class::NAME, weight);
    }

    fn add(&self, readings: &mut Readings, class: Class, weight: f32) {
        match readings.iter_mut().find(|r| r.0 == class) {
            Some(reading) => reading.1 = reading.1.max(weight),
            None => readings.push((class, weight)),
        }
    }

    fn closed_class(&self, closed: Closed) -> Class {
        let contents = self.language.cues.contents;
        match closed.class {
            WordClass::Determiner => Class::DETERMINER,
            WordClass::Pronoun => Class::PRONOUN,
            WordClass::Relative => Class::RELATIVE,
            WordClass::Preposition | WordClass::PrepositionArticle => Class::PREPOSITION,
            WordClass::Proadverb | WordClass::Adverb => Class::ADVERB,
            WordClass::Subordinator if closed.extra == contents[0] => Class::THAT,
            WordClass::Subordinator => Class::SUBORDINATOR,
            WordClass::Coordinator => Class::COORDINATOR,
            WordClass::Negation => Class::NEGATION,
            WordClass::Number => Class::NUMBER,
            WordClass::InfinitiveMark => Class::MARK,
        }
    }

    /// What a lower-case word can be: by the tables, else by its last letters.
    fn plain(&self, at: usize, lower: &str, closed: &[Closed]) -> Readings {
        let mut readings = Readings::new();
        let lexicon = &self.language.lexicon;
        for c in closed {
            let mut class = self.closed_class(*c);
            if class == Class::PREPOSITION {
                let form = self.words[at].form;
                if lexicon.is_agent(form) {
                    class = Class::AGENT;
                } else if lexicon.is_genitive_preposition(form) {
                    class = Class::OF;
                }
            }
            self.add(&mut readings, class, 0.0);
        }
        // Whether it is a relative pronoun is for the clause to tell.
        if readings.iter().any(|r| r.0 == Class::THAT) {
            readings.retain(|r| r.0 != Class::RELATIVE);
        }
        // "the base which Chadian drones hit": behind a noun it asks for none.
        if readings.iter().any(|r| r.0 == Class::RELATIVE) && self.is_nominal(at) {
            readings.retain(|r| r.0 != Class::DETERMINER);
        }
        let usual = self.language.neighbours.usual(lower);
        let closed_weight = if closed.is_empty() { 0.0 } else { -2.5 };
        self.verbal(at, usual, closed_weight, &mut readings);
        let weigh = |class: Class, family: &[Class]| {
            let fits = usual.is_none_or(|u| u == class || family.contains(&u));
            closed_weight + if fits { 0.0 } else { UNUSUAL }
        };
        if let Some(noun) = lexicon.plain_noun(lower) {
            let plural = noun.agree.meets(Agree::PLURAL);
            let singular = !noun.agree.without(Agree::PLURAL).is_empty();
            let weight = weigh(Class::NOUN, &[Class::PLURAL]);
            if singular {
                self.add(&mut readings, Class::NOUN, weight);
            }
            if plural {
                self.add(&mut readings, Class::PLURAL, weight - if singular { 1.5 } else { 0.0 });
            }
        }
        if closed.is_empty() || usual == Some(Class::ADJECTIVE) {
            if self.language.syntax.is_adjective(lower) || usual == Some(Class::ADJECTIVE) {
                self.add(&mut readings, Class::ADJECTIVE, weigh(Class::ADJECTIVE, &[]));
            }
            if self.language.syntax.is_adverb(lower) || usual == Some(Class::ADVERB) {
                self.add(&mut readings, Class::ADVERB, weigh(Class::ADVERB, &[]));
            }
        }
        if readings.is_empty() {
            self.guess(at, lower, &mut readings);
        }
        readings
    }

    fn verbal(&self, at: usize, usual: Option<Class>, shift: f32, readings: &mut Readings) {
        let word = &self.words[at];
        let roles = &self.language.auxiliaries;
        let verbal = [Class::BASE, Class::PRESENTS, Class::PRESENT, Class::PAST, Class::PARTICIPLE, Class::GERUND];
        let is_usual = usual.is_none_or(|u| verbal.contains(&u));
        for reading in &word.verbs {
            if roles.modals.contains(&reading.lemma) {
                self.add(readings, Class::MODAL, 0.0);
                continue;
            }
            let helps = roles.contains(reading.lemma);
            let forms = [
                (Form::INFINITIVE, Class::BASE, Class::AUX_BASE),
                (Form::PRESENT_PLURAL, Class::PRESENTS, Class::AUX_FINITE),
                (Form::PRESENT, Class::PRESENT, Class::AUX_FINITE),
                (Form::PASTS, Class::PAST, Class::AUX_FINITE),
                (Form::PARTICIPLE, Class::PARTICIPLE, Class::AUX_PARTICIPLE),
                (Form::PRESENT_PARTICIPLE, Class::GERUND, Class::AUX_GERUND),
            ];
            for (_, class, helper) in forms.into_iter().filter(|(f, ..)| reading.form.meets(*f)) {
                let near = match (class, usual) {
                    // Of a verb of saying the participle is rare: "…, the minister said."
                    (Class::PARTICIPLE, Some(Class::PAST))
                        if !helps && self.language.syntax.clause_verbs.contains(&reading.lemma) =>
                    {
                        UNUSUAL
                    }
                    (Class::PAST, Some(Class::PARTICIPLE)) | (Class::PARTICIPLE, Some(Class::PAST)) => NEARLY,
                    (Class::PRESENTS, Some(Class::BASE)) => NEARLY,
                    (class, Some(u)) if class == u => 0.0,
                    _ if is_usual => 0.0,
                    _ => UNUSUAL,
                };
                let class = if helps { helper } else { class };
                self.add(readings, class, if helps { 0.0 } else { near + shift });
            }
        }
    }

    /// A word that no table knows, by its last letters.
    fn guess(&self, at: usize, lower: &str, readings: &mut Readings) {
        let syntax = &self.language.syntax;
        if self.words[at].capital {
            readings.push((Class::NAME, 0.0));
            return;
        }
        if syntax.is_adverb(lower) {
            readings.push((Class::ADVERB, 0.0));
        } else if syntax.is_adjective(lower) || lower.contains('-') {
            readings.push((Class::ADJECTIVE, 0.0));
            readings.push((Class::NOUN, -1.0));
        } else {
            readings.push((if self.language.lexicon.looks_plural(lower) { Class::PLURAL } else { Class::NOUN }, 0.0));
            readings.push((Class::ADJECTIVE, -2.0));
        }
    }
}

/// The chain of classes whose words and neighbours together are likeliest, and how likely it is.
pub(super) fn best(language: &Language, lattice: &[(usize, Readings)]) -> (Vec<Class>, f32) {
    // State: the last two classes, with weight and the way to it.
    type State = ((Class, Class), f32, usize);
    let mut columns: Vec<SmallVec<[State; 12]>> = Vec::with_capacity(lattice.len() + 1);
    columns.push(SmallVec::from_elem(((Class::START, Class::START), 0.0, 0), 1));
    for (_, readings) in lattice {
        let mut column = SmallVec::new();
        let Some(before) = columns.last() else { break };
        for (from, ((outer, left), sum, _)) in before.iter().enumerate() {
            let weights = language.neighbours.weights(*outer, *left);
            for (class, own) in readings {
                let weight = sum + own + weights[class.index()];
                let key = (*left, *class);
                match column.iter_mut().find(|s: &&mut State| s.0 == key) {
                    Some(state) if state.1 >= weight => {}
                    Some(state) => *state = (key, weight, from),
                    None => column.push((key, weight, from)),
                }
            }
        }
        columns.push(column);
    }
    let mut at = columns
        .last()
        .and_then(|c| (0..c.len()).max_by(|a, b| c[*a].1.total_cmp(&c[*b].1).then(b.cmp(a))))
        .unwrap_or_default();
    let weight = columns.last().and_then(|c| c.get(at)).map_or(f32::NEG_INFINITY, |s| s.1);
    let mut chain = Vec::with_capacity(lattice.len());
    for column in columns.iter().skip(1).rev() {
        let Some(((_, class), _, from)) = column.get(at) else { break };
        chain.push(*class);
        at = *from;
    }
    chain.reverse();
    (chain, weight)
}

/// "$3", "€2.5": a sign of money with its amount.
fn is_sum(token: &str) -> bool {
    token.contains(['$', '€', '£', '¥']) && token.contains(|c: char| c.is_ascii_digit())
}
