//! Passages in, those on which a statement rests out: in the order in which a reader should meet them, so that what is
//! told stands in what is cited.

use super::teller::Teller;
use crate::event::{Event, MentionRef};
use crate::mention::{Magnitude, Mention, Place};
use std::collections::BTreeSet;

/// Passages that one statement cites at most.
pub(super) const MOST_CITATIONS: usize = 3;
/// A passage whose score is this much lower than the best one's is cited after the others.
const UNSURE: f64 = 0.15;
/// Bytes of a sentence that says enough and not too much.
const HANDY: std::ops::Range<usize> = 50..260;

/// The passages that a statement cites, and what they say.
pub(super) struct Cited<'a>(Vec<&'a Mention>);

impl<'a> Cited<'a> {
    pub(super) fn new(mentions: impl Iterator<Item = &'a Mention>) -> Self {
        Self(mentions.collect())
    }

    pub(super) fn place(&self, place: &Place) -> bool {
        self.0.iter().any(|m| m.place.as_ref().is_some_and(|p| p.name == place.name))
    }

    pub(super) fn figure(&self, figure: &Magnitude) -> bool {
        self.0.iter().any(|m| m.magnitudes.iter().any(|n| n.value == figure.value && n.unit == figure.unit))
    }
}

impl Teller<'_> {
    /// Passages as a reader should meet them: those in the language of the briefing first, then the sure ones, then those
    /// of a handy length. A dated act is told best by the earliest, as news and not in passing; one that goes on, by the
    /// latest.
    fn in_order(&self, places: &[MentionRef]) -> Vec<MentionRef> {
        let score = |place: &MentionRef| self.mention(*place).map_or(0.0, |m| m.score);
        let best = places.iter().map(score).fold(0.0, f64::max);
        let foreign = |m: &Mention| m.lang != self.language.code;
        let unhandy = |m: &Mention| !HANDY.contains(&(m.sentence.end - m.sentence.start.min(m.sentence.end)));
        let days = |place: &MentionRef, m: &Mention| {
            let published = self.published(place.article).map_or(0, |date| (date - jiff::civil::Date::ZERO).get_days());
            if m.time.is_some() { published } else { -published }
        };
        let mut ordered: Vec<MentionRef> =
            places.iter().copied().filter(|place| self.mention(*place).is_some()).collect();
        ordered.sort_by_cached_key(|place| {
            let mention = self.mention(*place);
            let unsure = score(place) + UNSURE < best;
            (mention.map(|m| (foreign(m), unsure, unhandy(m), days(place, m))), *place)
        });
        ordered
    }

    /// The first passage of each origin, three at most.
    fn first_of_each(&self, mut ordered: Vec<MentionRef>) -> Vec<MentionRef> {
        let mut seen = BTreeSet::new();
        ordered.retain(|place| seen.insert(self.linked.origins.get(place.article).copied().unwrap_or(place.article)));
        ordered.truncate(MOST_CITATIONS);
        ordered
    }

    /// The passages that tell an event: first those that give the day and the persons that the event has, one of each
    /// origin, and where there is room one more for a place or figure that these lack.
    pub(super) fn chosen(&self, event: &Event) -> Vec<MentionRef> {
        let places: Vec<MentionRef> = self.supporting(event).into_iter().map(|(place, _)| place).collect();
        let mut ordered = self.in_order(&places);
        let sides = (event.actors.as_slice(), event.recipients.as_slice(), event.symmetric);
        let named = |actors: &[crate::mention::Actor]| actors.iter().filter(|a| a.name.is_some()).count();
        ordered.sort_by_cached_key(|place| {
            let Some(m) = self.mention(*place) else { return (true, true, true, 0) };
            let shown = self.shown(&[*place], sides, &m.said_by);
            let undated = event.time.is_some_and(|time| !self.dates(*place, time));
            let persons = named(&shown.actors) + named(&shown.recipients);
            let parties = shown.actors.len() + shown.recipients.len();
            (m.lang != self.language.code, shown.untold, undated, usize::MAX - parties - persons)
        });
        let mut chosen = self.first_of_each(ordered.clone());
        let cited = |places: &[MentionRef]| Cited::new(places.iter().filter_map(|p| self.mention(*p)));
        let add = |chosen: &mut Vec<MentionRef>, tells: &dyn Fn(&Cited<'_>) -> bool| {
            if chosen.len() < MOST_CITATIONS && !tells(&cited(chosen)) {
                chosen.extend(ordered.iter().find(|place| tells(&cited(&[**place]))));
            }
        };
        if let Some(place) = &event.place {
            add(&mut chosen, &|told| told.place(place));
        }
        for figure in &event.magnitudes {
            add(&mut chosen, &|told| told.figure(figure));
        }
        chosen
    }

    /// The numbers of some passages, in order.
    pub(super) fn cite_all(&mut self, places: &[MentionRef]) -> Vec<usize> {
        let mut numbers: Vec<usize> = places.iter().filter_map(|place| self.cite(*place)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Cites at most three passages, the first of each origin.
    pub(super) fn cite_best(&mut self, places: &[MentionRef]) -> Vec<usize> {
        let best = self.first_of_each(self.in_order(places));
        self.cite_all(&best)
    }

    /// Cites the passages of an event that say what it says.
    pub(super) fn cite_event(&mut self, index: usize) -> Vec<usize> {
        let chosen = self.event(index).map(|event| self.chosen(event)).unwrap_or_default();
        self.cite_all(&chosen)
    }
}
