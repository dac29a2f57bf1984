//! Events in, the treaties, pacts and accords that they tell of out: parties, name, date, clauses, later events.

use super::disputes::{Told, passages};
use super::passage::{Days, day, set};
use super::words::{Words, shared, tokens};
use crate::article::Span;
use crate::event::{Agreement, Coded, Event};
use crate::mention::{Actor, EventType, Status, TimeSpan};
use crate::resources::Resources;

/// The context that the tables give to acts about treaties.
const TREATY: &str = "treaty";
/// Days between striking a deal and signing it.
const CEREMONY: i32 = 3;
/// Letters up to which words about a treaty are its name.
const LONGEST_NAME: usize = 120;

/// An event about a treaty with what names it.
struct About<'a> {
    event: usize,
    told: Vec<Told<'a>>,
    codes: Vec<String>,
    days: Option<Days>,
    /// Words of the treaty's names, by language.
    names: Vec<(String, Words)>,
}

/// All agreements, in the order of their first events.
pub(super) fn find(resources: &Resources, coded: &[Coded], events: &[Event]) -> Vec<Agreement> {
    let about: Vec<About<'_>> =
        events.iter().enumerate().filter_map(|(at, event)| About::new(coded, at, event)).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, one) in about.iter().enumerate().filter(|(_, a)| a.founds(&events[a.event])) {
        match groups.iter_mut().find(|g| g.iter().any(|other| one.same_treaty(&about[*other]))) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    let mut agreements = Vec::new();
    for group in &groups {
        let founding: Vec<&About<'_>> = group.iter().map(|at| &about[*at]).collect();
        let later =
            about.iter().enumerate().filter(|(at, a)| !group.contains(at) && founding.iter().any(|f| a.invokes(f)));
        let all: Vec<usize> = set(founding.iter().map(|f| f.event).chain(later.map(|(_, a)| a.event)));
        agreements.push(Agreement {
            name: name(coded, &founding),
            parties: parties(events, &founding),
            signed: signed(events, &founding),
            clauses: clauses(resources, coded, events, &all),
            events: all,
        });
    }
    agreements
}

impl<'a> About<'a> {
    /// An event one of whose passages is about a treaty.
    fn new(coded: &'a [Coded], event: usize, of: &Event) -> Option<Self> {
        let told = passages(coded, of);
        if !told.iter().any(|t| t.mention.contexts.iter().any(|c| c == TREATY)) {
            return None;
        }
        let names = told.iter().filter_map(|t| {
            let text = &coded.get(t.at.article)?.article.text;
            Some((t.mention.lang.clone(), Words::of(t.mention.object?.of(text))))
        });
        Some(Self {
            event,
            codes: set(of.actors.iter().chain(&of.recipients).map(|a| a.code.clone())),
            days: of.time.map(|t| Days { first: day(t.start), last: day(t.end) }),
            names: names.collect(),
            told,
        })
    }

    /// Striking or signing it: told as done, by two parties or more.
    fn founds(&self, event: &Event) -> bool {
        matches!(event.kind, EventType::Agree | EventType::Support)
            && event.symmetric
            && self.codes.len() > 1
            && self.told.iter().any(|t| t.mention.status == Status::Reported)
    }

    fn same_treaty(&self, other: &Self) -> bool {
        let near = match (self.days, other.days) {
            (Some(a), Some(b)) => a.gap(b) <= CEREMONY,
            _ => self.shares_name(other) == Some(true),
        };
        self.codes == other.codes && near && self.shares_name(other) != Some(false)
    }

    /// Whether one act is about the treaty that the other founded: by parties to it, not before it, and by its name.
    fn invokes(&self, founding: &Self) -> bool {
        let later = !matches!((self.days, founding.days), (Some(a), Some(b)) if a.last < b.first);
        let common = shared(&self.codes, &founding.codes).count();
        common > 0 && later && self.shares_name(founding) == Some(true)
    }

    /// Whether both name the treaty by a common word; unknown where they name it in different languages or not at all.
    fn shares_name(&self, other: &Self) -> Option<bool> {
        let mut comparable = false;
        for (ours, a) in &self.names {
            for (theirs, b) in other.names.iter().filter(|(theirs, _)| theirs == ours) {
                comparable |= ours == theirs;
                if shared(&a.stems, &b.stems).next().is_some() {
                    return Some(true);
                }
            }
        }
        comparable.then_some(false)
    }
}

/// The fullest words for it: the longest object of the passages, of equals the first.
fn name(coded: &[Coded], founding: &[&About<'_>]) -> String {
    let text = |t: &Told<'_>, span: Span| coded.get(t.at.article).map_or("", |c| span.of(&c.article.text)).to_owned();
    let told = || founding.iter().flat_map(|f| &f.told);
    let mut names: Vec<String> = told().filter_map(|t| Some(text(t, t.mention.object?))).collect();
    names.retain(|n| !n.is_empty() && n.chars().count() <= LONGEST_NAME);
    let longest = names.iter().map(|n| n.chars().count()).max();
    let best = names.into_iter().find(|n| Some(n.chars().count()) == longest);
    best.or_else(|| told().next().map(|t| text(t, t.mention.trigger))).unwrap_or_default()
}

/// The sides of the founding events, each once.
fn parties(events: &[Event], founding: &[&About<'_>]) -> Vec<Actor> {
    let mut parties: Vec<Actor> = Vec::new();
    for actor in founding.iter().flat_map(|f| events[f.event].actors.iter().chain(&events[f.event].recipients)) {
        if !parties.iter().any(|p| p.key() == actor.key()) {
            parties.push(Actor { code: actor.code.clone(), sector: actor.sector, ..Actor::default() });
        }
    }
    parties.sort();
    parties
}

/// The day of the signing, or of the agreement where no signing is told.
fn signed(events: &[Event], founding: &[&About<'_>]) -> Option<TimeSpan> {
    let of = |kind: EventType| {
        founding.iter().map(|f| &events[f.event]).filter(|e| e.kind == kind).filter_map(|e| e.time).min()
    };
    of(EventType::Support).or_else(|| of(EventType::Agree))
}

/// Sentences that say what a treaty provides, in articles that tell of this one: they speak of a treaty, and have a cue.
/// Where an article tells of several, a sentence belongs to the one told last before it.
fn clauses(resources: &Resources, coded: &[Coded], events: &[Event], of: &[usize]) -> Vec<(usize, Span)> {
    let mut clauses = Vec::new();
    for article in set(of.iter().flat_map(|e| events[*e].mentions.iter().map(|m| m.article))) {
        let Some(one) = coded.get(article) else { continue };
        let Some(language) = resources.language(&one.article.lang) else { continue };
        let mut treaties: Vec<(usize, bool)> = Vec::new();
        for (at, event) in events.iter().enumerate() {
            let told =
                event.mentions.iter().filter(|m| m.article == article).filter_map(|m| one.mentions.get(m.mention));
            let about = told.filter(|m| m.contexts.iter().any(|c| c == TREATY));
            treaties.extend(about.map(|m| (m.sentence.start, of.contains(&at))));
        }
        treaties.sort_unstable();
        for sentence in &one.sentences {
            let words: Vec<String> = tokens(sentence.of(&one.article.text)).map(str::to_lowercase).collect();
            let ours = treaties.iter().rev().find(|(start, _)| *start <= sentence.start).or(treaties.first());
            if ours.is_some_and(|(_, ours)| *ours) && language.link.is_clause(&words) {
                clauses.push((article, *sentence));
            }
        }
    }
    clauses
}
