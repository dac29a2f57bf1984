//! Place and numbers of an act: the most specific named place in its clause, the number that counts its object.

use super::Coding;
use super::match_frames::Match;
use crate::mention::{Magnitude, Place};
use crate::parse::{Attachment, Tag};
use crate::resources::gazetteer::EntityKind;
use crate::resources::lexicon::WordClass;

/// Years that figures without a sign between them name rather than count, and counts that are as round as no year.
const EARLIEST_YEAR: i16 = 1900;
const LATEST_YEAR: i16 = 2100;
const YEARS_AHEAD: i16 = 10;
const ROUND: i16 = 50;

/// The most specific place told behind a preposition of place in the clause of the act.
pub(super) fn place(coding: &Coding<'_>, m: &Match) -> Option<Place> {
    let lexicon = &coding.language.lexicon;
    let mut best: Option<(u8, Place)> = None;
    for phrase in coding.parse.clauses[m.clause].phrases.clone() {
        let p = coding.phrase(phrase);
        // "im Osten des Kongo": a genitive is where the phrase is on which it hangs.
        let stands =
            |q: usize| coding.phrase(q).preposition.is_some_and(|w| lexicon.place_prepositions().any(|l| l == w));
        let region = p.attached.filter(|(_, how)| *how == Attachment::Genitive).is_some_and(|(to, _)| stands(to));
        let placed = stands(phrase) || region;
        for at in p.words.clone() {
            let Some(hit) = coding.parse.words[at].name else { continue };
            let Some(entity) = coding.language.gazetteer.entity(hit.entity) else { continue };
            let rank = match entity.kind {
                EntityKind::Place => 2,
                EntityKind::Seat if placed => 2,
                EntityKind::State if placed => 1,
                _ => continue,
            };
            if !placed && at != p.head || best.as_ref().is_some_and(|(r, _)| *r >= rank) {
                continue;
            }
            let country = Some(entity.code.clone()).filter(|c| !c.is_empty());
            let span = coding.parse.words[at].span;
            let at = coding.language.gazetteer.towns.place(&entity.code, &entity.name);
            let (lat, lon) = (at.map(|at| at.0), at.map(|at| at.1));
            best = Some((rank, Place { name: entity.name.clone(), country, lat, lon, span }));
        }
    }
    best.map(|(_, place)| place)
}

/// Numbers in the clause with the noun that each counts.
pub(super) fn magnitudes(coding: &Coding<'_>, m: &Match) -> Vec<Magnitude> {
    let mut found = Vec::new();
    for phrase in coding.parse.clauses[m.clause].phrases.clone() {
        if m.phrase.is_some_and(|own| own != phrase && !coding.hangs_on(phrase, own)) {
            continue;
        }
        let p = coding.phrase(phrase);
        let head = &coding.parse.words[p.head];
        if head.tag != Tag::Noun || coding.language.lexicon.is_time_noun(head.lemma) {
            continue;
        }
        // "das 2015 in Wien vereinbarte Abkommen": what stands before a preposition inside the phrase counts nothing.
        let opens = |at: &usize| coding.parse.words[*at].tag == Tag::Preposition && *at > p.words.start;
        let from = (p.words.start..p.head).rev().find(opens).unwrap_or(p.words.start);
        let numbers: Vec<usize> = (from..p.head).filter(|at| coding.parse.words[*at].tag == Tag::Number).collect();
        let Some(first) = numbers.first().copied() else { continue };
        let mut value = 1.0;
        let mut vague = false;
        let mut known = false;
        for at in numbers {
            let Some((n, about)) = number(coding, at) else { continue };
            value *= n;
            vague |= about;
            known = true;
        }
        let year = numbers_are_a_year(coding, first, p.head);
        // Of a figure of hundreds of digits nobody can say how much it is.
        if known && value > 0.0 && value.is_finite() && !year {
            let unit = head.span.of(&coding.article.text).to_owned();
            let span = coding.parse.words[first].span.join(head.span);
            found.push(Magnitude { value, vague, unit, span });
        }
    }
    found
}

/// "Im Herbst wurden 2009 Urteile gesprochen": four bare figures that name a year of the last century or this one, up
/// to a few years after the article, unless they are as round as counts are.
fn numbers_are_a_year(coding: &Coding<'_>, first: usize, head: usize) -> bool {
    let more = (first + 1..head).any(|at| coding.parse.words[at].tag == Tag::Number);
    let text = coding.text(first);
    let bare = text.len() == 4 && text.chars().all(|c| c.is_ascii_digit());
    let latest = coding.article.published.map_or(LATEST_YEAR, |(day, _)| day.year() + YEARS_AHEAD);
    let year = text.parse().is_ok_and(|n: i16| (EARLIEST_YEAR..=latest).contains(&n) && n % ROUND != 0);
    bare && year && !more
}

/// The value of a number word or figure, and whether it is vague; figures group by points, split by a comma.
pub(super) fn number(coding: &Coding<'_>, at: usize) -> Option<(f64, bool)> {
    let word = &coding.parse.words[at];
    if let Some(closed) = word.closed.iter().find(|c| c.class == WordClass::Number) {
        let value = coding.language.lexicon.symbols.word(closed.extra);
        let vague = value.ends_with('+');
        return value.trim_end_matches(['+', '*']).parse().ok().map(|v| (v, vague));
    }
    let (grouping, decimal) = coding.language.lexicon.number_signs();
    let plain: String =
        coding.text(at).chars().filter(|c| *c != grouping).map(|c| if c == decimal { '.' } else { c }).collect();
    plain.parse().ok().map(|v| (v, false))
}

impl Coding<'_> {
    /// The place or state inside a phrase as a plain code, for "in Seoul", "aus dem Iran".
    pub(super) fn location_code(&self, phrase: usize) -> Option<String> {
        let p = self.phrase(phrase);
        p.words.clone().find_map(|at| {
            let hit = self.parse.words[at].name?;
            let entity = self.language.gazetteer.entity(hit.entity)?;
            let located = matches!(entity.kind, EntityKind::State | EntityKind::Seat | EntityKind::Place);
            (located && !entity.code.is_empty()).then(|| entity.code.clone())
        })
    }
}
