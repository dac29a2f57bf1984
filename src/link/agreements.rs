//! Events in, the treaties, pacts and accords that they tell of out: parties, name, date, clauses, later events.

use super::clauses;
use super::disputes::{Told, passages};
use super::passage::{Days, day, set};
use super::words::{Words, shared};
use crate::article::Span;
use crate::event::{Agreement, Coded, Event};
use crate::mention::{Actor, EventType, Mention, Status, TREATY, TimeSpan};
use crate::normal::normal;
use crate::resources::Resources;
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

/// An event about a treaty with what names it.
struct About<'a> {
    event: usize,
    told: Vec<Told<'a>>,
    codes: Vec<String>,
    days: Option<Days>,
    /// Words of the treaty's names, by language.
    names: Vec<(&'a str, Words)>,
}

/// All agreements, in the order of their first events.
pub(super) fn find(resources: &Resources, coded: &[Coded], events: &[Event]) -> Vec<Agreement> {
    let about = events.iter().enumerate().filter_map(|(at, event)| About::new(coded, at, event));
    let (founding, later): (Vec<_>, Vec<_>) = about.partition(|a| a.founds(&events[a.event]));
    let treaties = treaties(founding);
    let mut members: Vec<Vec<usize>> = treaties.iter().map(|t| t.iter().map(|a| a.event).collect()).collect();
    let mut by_code: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (number, treaty) in treaties.iter().enumerate() {
        for code in treaty.iter().flat_map(|a| &a.codes) {
            let _ = by_code.entry(code).or_default().insert(number);
        }
    }
    for one in &later {
        let of = |code: &String| by_code.get(code.as_str()).into_iter().flat_map(|n| n.iter().rev().take(RECENT));
        let near = set(one.codes.iter().flat_map(of));
        let meant = near.into_iter().rev().find(|n| treaties[**n].iter().any(|f| one.invokes(f)));
        if let Some(number) = meant {
            members[*number].push(one.event);
        }
    }
    let mut clauses = clauses::find(resources, coded, events, &members);
    let parts = treaties.iter().zip(members).zip(&mut clauses);
    parts
        .map(|((founding, members), clauses)| Agreement {
            name: name(resources, coded, founding),
            parties: parties(events, founding),
            signed: signed(events, founding),
            clauses: std::mem::take(clauses),
            events: set(members.into_iter()),
        })
        .collect()
}

/// Founding events, those of one treaty together; in order of time, as the events are.
fn treaties(founding: Vec<About<'_>>) -> Vec<Vec<About<'_>>> {
    let mut treaties: Vec<Vec<About<'_>>> = Vec::new();
    let mut by_parties: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for one in founding {
        let known = by_parties.entry(one.codes.clone()).or_default();
        let same = known.iter().rev().take(RECENT).find(|n| treaties[**n].iter().any(|other| one.same_treaty(other)));
        match same.copied() {
            Some(number) => treaties[number].push(one),
            None => {
                known.push(treaties.len());
                treaties.push(vec![one]);
            }
        }
    }
    treaties
}

impl<'a> About<'a> {
    /// An event one of whose passages is about a treaty.
    fn new(coded: &'a [Coded], event: usize, of: &Event) -> Option<Self> {
        let told = passages(coded, of);
        if !told.iter().any(|t| concerns_agreement(t.mention)) {
            return None;
        }
        let names = told.iter().filter_map(|t| {
            let text = &coded.get(t.at.article)?.article.text;
            Some((t.mention.lang.as_str(), Words::of(t.mention.object?.of(text))))
        });
        Some(Self {
            event,
            codes: set(of.actors.iter().chain(&of.recipients).map(|a| a.code.clone())),
            days: of.time.map(|t| Days { first: day(t.start), last: day(t.end) }),
            names: names.collect(),
            told,
        })
    }

    /// Striking, signing or closing it: told as done, by two parties or more. What no word calls a treaty is one where
    /// independent articles tell of it.
    fn founds(&self, event: &Event) -> bool {
        let known = event.origins > 1 || self.told.iter().any(|t| about_treaty(t.mention));
        known
            && matches!(event.kind, EventType::Agree | EventType::Support | EventType::Cooperate)
            && event.symmetric
            && self.codes.len() > 1
            && self.told.iter().any(|t| t.mention.status == Status::Reported)
    }

    fn same_treaty(&self, other: &Self) -> bool {
        let near = match (self.days, other.days) {
            (Some(a), Some(b)) => a.gap(b) <= CEREMONY,
            _ => self.shares_name(other) == Some(true),
        };
        near && self.shares_name(other) != Some(false)
    }

    /// Whether one act is about the treaty that the other founded: by its parties, not before it, and by its name.
    fn invokes(&self, founding: &Self) -> bool {
        let later = !matches!((self.days, founding.days), (Some(a), Some(b)) if a.last < b.first);
        let common = shared(&self.codes, &founding.codes).count();
        let parties = common == self.codes.len() || common > 1;
        parties && later && self.shares_name(founding) == Some(true)
    }

    /// Whether both name the treaty by a common word; unknown where they name it in different languages or not at all.
    fn shares_name(&self, other: &Self) -> Option<bool> {
        let mut comparable = false;
        for (ours, a) in &self.names {
            for (_, b) in other.names.iter().filter(|(theirs, _)| theirs == ours) {
                comparable = true;
                if shared(&a.stems, &b.stems).next().is_some() {
                    return Some(true);
                }
            }
        }
        comparable.then_some(false)
    }
}

/// The fullest words for it: the longest object of the passages, of equals the first; else the word that tells of it. Empty
/// where none of them is a name.
fn name(resources: &Resources, coded: &[Coded], founding: &[About<'_>]) -> String {
    let named = |t: &Told<'_>, span: Span| {
        let name = normal(coded.get(t.at.article).map_or("", |c| span.of(&c.article.text))).into_owned();
        let short = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
        (short && can_name(resources, &t.mention.lang, &name)).then_some(name)
    };
    let told = || founding.iter().flat_map(|f| &f.told);
    let names: Vec<String> = told().filter_map(|t| named(t, t.mention.object?)).collect();
    let longest = names.iter().map(|n| n.chars().count()).max();
    let best = names.into_iter().find(|n| Some(n.chars().count()) == longest);
    best.or_else(|| told().find_map(|t| named(t, t.mention.trigger))).unwrap_or_default()
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
fn parties(events: &[Event], founding: &[About<'_>]) -> Vec<Actor> {
    let sides = founding.iter().flat_map(|f| events[f.event].actors.iter().chain(&events[f.event].recipients));
    let plain = |a: &Actor| Actor { code: a.code.clone(), sector: a.sector, ..Actor::default() };
    set(sides.map(plain))
}

/// The day of the signing, or of the agreement where no signing is told.
fn signed(events: &[Event], founding: &[About<'_>]) -> Option<TimeSpan> {
    let of = |kind: EventType| {
        founding.iter().map(|f| &events[f.event]).filter(|e| e.kind == kind).filter_map(|e| e.time).min()
    };
    of(EventType::Support).or_else(|| of(EventType::Agree))
}
