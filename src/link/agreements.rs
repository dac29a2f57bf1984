//! Events in, the treaties, pacts and accords that they tell of out: parties, name, date, clauses, later events.

use super::clauses;
use super::names::Names;
use super::passage::{Days, day, set};
use super::telling::{Told, passages};
use super::words::{Words, shared};
use crate::article::Span;
use crate::event::{Agreement, Coded, Event};
use crate::mention::{Actor, EventType, Mention, Status, TREATY, TimeSpan};
use crate::normal::normal;
use crate::resources::Resources;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Days between striking a deal and signing it.
const CEREMONY: i32 = 3;
/// Treaties of one party among which a later act seeks the one that it is about, youngest first.
const RECENT: usize = 32;
/// Letters up to which words about a treaty are its name.
const LONGEST_NAME: usize = 120;

/// Whether a mention is about a treaty.
pub(super) fn about_treaty(mention: &Mention) -> bool {
    mention.contexts.iter().any(|c| c == TREATY)
}

/// Whether a mention is about a treaty, or tells that its parties came to terms.
pub(super) fn concerns_agreement(mention: &Mention) -> bool {
    let terms = mention.kind == EventType::Agree && mention.symmetric && mention.status == Status::Reported;
    terms || about_treaty(mention)
}

/// An event about a treaty: what tells which treaty it is about, without its passages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub codes: Vec<String>,
    /// First and last day, where they are told.
    pub days: Option<(Date, Date)>,
    /// Words of the treaty's names as digests, by language.
    pub names: Vec<(String, Vec<u64>)>,
    /// The treaty is struck, signed or closed by it.
    pub founds: bool,
}

/// The events of one treaty, by their places in what they were found in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Treaty {
    pub founding: Vec<usize>,
    /// These and later ones, in order.
    pub events: Vec<usize>,
}

/// All agreements, in the order of their first events.
pub(super) fn find(resources: &Resources, coded: &[Coded], events: &[Event]) -> Vec<Agreement> {
    let words = |t: &Told<'_>, span: Span| coded.get(t.at.article).map_or("", |c| span.of(&c.article.text));
    let about = events.iter().enumerate().filter_map(|(at, event)| {
        let told = passages(coded, event);
        let named = told.iter().map(|t| (t.mention, t.mention.object.map_or("", |span| words(t, span))));
        Some((at, About::of(event, &named.collect::<Vec<_>>())?))
    });
    let (places, about): (Vec<usize>, Vec<About>) = about.unzip();
    let there = |at: Vec<usize>| at.into_iter().map(|at| places[at]).collect();
    let treaties = treaties(resources, &about.iter().collect::<Vec<_>>()).into_iter();
    let treaties = treaties.map(|t| Treaty { founding: there(t.founding), events: there(t.events) });
    told(resources, coded, events, &treaties.collect::<Vec<_>>())
}

/// What the passages tell of treaties whose events are known. Of an article that tells of others, too, these must be among
/// them: its clauses are shared out.
pub(super) fn told(resources: &Resources, coded: &[Coded], events: &[Event], treaties: &[Treaty]) -> Vec<Agreement> {
    let members: Vec<&[usize]> = treaties.iter().map(|treaty| &*treaty.events).collect();
    let clauses = clauses::find(resources, coded, events, &members);
    let parts = treaties.iter().zip(clauses);
    parts
        .map(|(treaty, clauses)| {
            let founding: Vec<&Event> = treaty.founding.iter().map(|at| &events[*at]).collect();
            Agreement {
                name: name(resources, coded, &founding),
                parties: parties(&founding),
                signed: signed(&founding),
                clauses,
                events: treaty.events.clone(),
            }
        })
        .collect()
}

/// Which events are of one treaty: founding ones by their parties, days and names, then those that are about it. They come
/// in order of time, and so do the treaties.
pub(super) fn treaties(resources: &Resources, about: &[&About]) -> Vec<Treaty> {
    let names = Names::all(resources, about);
    let (mut treaties, named) = founded(about, &names);
    let mut by_code: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (number, treaty) in treaties.iter().enumerate() {
        for code in treaty.founding.iter().flat_map(|at| &about[*at].codes) {
            let _ = by_code.entry(code).or_default().insert(number);
        }
    }
    for (at, one) in about.iter().enumerate().filter(|(_, one)| !one.founds) {
        let of = |code: &String| by_code.get(code.as_str()).into_iter().flat_map(|n| n.iter().rev().take(RECENT));
        let near = set(one.codes.iter().flat_map(of));
        let is_meant = |n: &&usize| {
            let invokes = treaties[**n].founding.iter().any(|f| one.invokes(about[*f]));
            invokes && names[at].agree(&named[**n]) == Some(true)
        };
        if let Some(number) = near.into_iter().rev().find(is_meant) {
            treaties[*number].events.push(at);
        }
    }
    treaties.iter_mut().for_each(|treaty| treaty.events.sort_unstable());
    treaties
}

/// Founding events, those of one treaty together, and all names that they give it.
fn founded<'a>(about: &[&About], names: &[Names<'a>]) -> (Vec<Treaty>, Vec<Names<'a>>) {
    let mut treaties: Vec<Treaty> = Vec::new();
    let mut named: Vec<Names<'a>> = Vec::new();
    let mut by_parties: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (at, one) in about.iter().enumerate().filter(|(_, one)| one.founds) {
        let known = by_parties.entry(&one.codes).or_default();
        let is_same = |n: &&usize| {
            let agree = names[at].agree(&named[**n]);
            treaties[**n].founding.iter().any(|other| one.same_treaty(about[*other], agree))
        };
        let number = known.iter().rev().take(RECENT).find(is_same).copied().unwrap_or_else(|| {
            known.push(treaties.len());
            treaties.len()
        });
        if number == treaties.len() {
            treaties.push(Treaty::default());
            named.push(Names::default());
        }
        named[number].join(&names[at]);
        treaties[number].founding.push(at);
        treaties[number].events.push(at);
    }
    (treaties, named)
}

impl About {
    /// Of an event one of whose passages is about a treaty; each with the words of its object.
    pub(super) fn of(event: &Event, told: &[(&Mention, &str)]) -> Option<Self> {
        if !told.iter().any(|(mention, _)| concerns_agreement(mention)) {
            return None;
        }
        let codes = set(event.actors.iter().chain(&event.recipients).map(|a| a.code.clone()));
        let named = told.iter().filter(|(mention, _)| mention.object.is_some());
        Some(Self {
            founds: founds(event, codes.len(), told),
            codes,
            days: event.time.map(|t| (t.start, t.end)),
            names: named.map(|(mention, words)| (mention.lang.clone(), Words::of(words).stems)).collect(),
        })
    }

    fn days(&self) -> Option<Days> {
        self.days.map(|(first, last)| Days { first: day(first), last: day(last) })
    }

    /// Whether two founding acts are of one treaty, given whether their names agree.
    fn same_treaty(&self, other: &Self, named: Option<bool>) -> bool {
        let near = match (self.days(), other.days()) {
            (Some(a), Some(b)) => a.gap(b) <= CEREMONY,
            _ => named == Some(true),
        };
        near && named != Some(false)
    }

    /// Whether one act can be about the treaty that the other founded: by its parties, and not before it.
    fn invokes(&self, founding: &Self) -> bool {
        let later = !matches!((self.days, founding.days), (Some((_, last)), Some((first, _))) if last < first);
        let common = shared(&self.codes, &founding.codes).count();
        let parties = common == self.codes.len() || common > 1;
        parties && later
    }
}

/// Striking, signing or closing a treaty: told as done, by two parties or more. What no word calls a treaty is one where
/// independent articles tell of it.
fn founds(event: &Event, codes: usize, told: &[(&Mention, &str)]) -> bool {
    let known = event.origins > 1 || told.iter().any(|(mention, _)| about_treaty(mention));
    known
        && matches!(event.kind, EventType::Agree | EventType::Support | EventType::Cooperate)
        && event.symmetric
        && codes > 1
        && told.iter().any(|(mention, _)| mention.status == Status::Reported)
}

/// The fullest words for it: the longest object of the passages, of equals the first; else the word that tells of it. Empty
/// where none of them is a name.
fn name(resources: &Resources, coded: &[Coded], founding: &[&Event]) -> String {
    let named = |t: &Told<'_>, span: Span| {
        let name = normal(coded.get(t.at.article).map_or("", |c| span.of(&c.article.text))).into_owned();
        let short = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
        (short && can_name(resources, &t.mention.lang, &name)).then_some(name)
    };
    let told: Vec<Told<'_>> = founding.iter().flat_map(|event| passages(coded, event)).collect();
    let names: Vec<String> = told.iter().filter_map(|t| named(t, t.mention.object?)).collect();
    let longest = names.iter().map(|n| n.chars().count()).max();
    let best = names.into_iter().find(|n| Some(n.chars().count()) == longest);
    best.or_else(|| told.iter().find_map(|t| named(t, t.mention.trigger))).unwrap_or_default()
}

/// Not "which", "agreed" or "dispute": a lone word names nothing where it is of a closed class or a form of a verb, unless it
/// is one for a treaty ("deal").
fn can_name(resources: &Resources, lang: &str, name: &str) -> bool {
    let Some(language) = resources.language(lang).filter(|_| !name.contains(' ')) else { return true };
    let form = name.to_lowercase();
    let lexicon = &language.lexicon;
    let verb = || !lexicon.verb(&form).is_empty() || !lexicon.inflected_participle(&form).is_empty();
    language.link.is_treaty(&form) || lexicon.closed(&form).is_empty() && !verb()
}

/// The sides of the founding events, each once.
fn parties(founding: &[&Event]) -> Vec<Actor> {
    let sides = founding.iter().flat_map(|event| event.actors.iter().chain(&event.recipients));
    let plain = |a: &Actor| Actor { code: a.code.clone(), sector: a.sector, ..Actor::default() };
    set(sides.map(plain))
}

/// The day of the signing, or of the agreement where no signing is told.
fn signed(founding: &[&Event]) -> Option<TimeSpan> {
    let of = |kind: EventType| founding.iter().filter(|e| e.kind == kind).filter_map(|e| e.time).min();
    of(EventType::Support).or_else(|| of(EventType::Agree))
}
