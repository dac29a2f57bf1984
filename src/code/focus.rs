//! What an article is about: the pair of states that it tells of, or the one country, by counting names.

use super::Coding;
use crate::mention::Sector;
use crate::parse::Tag;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// The states that a word names: by a name, an adjective of nationality, the first part of a compound.
type Named<'a> = SmallVec<[&'a str; 2]>;

/// For each word of the article the states that it names.
pub(super) fn named<'a>(coding: &Coding<'a>) -> Vec<Named<'a>> {
    (0..coding.parse.words.len()).map(|at| states_of(coding, at)).collect()
}

fn states_of<'a>(coding: &Coding<'a>, at: usize) -> Named<'a> {
    let word = &coding.parse.words[at];
    let mut codes: Named<'a> = match word.tag {
        Tag::Adjective => coding.adjective_nations(at).into(),
        Tag::Noun if coding.text(at).contains('-') => coding.compound_nations(coding.text(at)),
        _ => word
            .name
            .and_then(|n| coding.language.gazetteer.entity(n.entity))
            .filter(|e| e.sector != Some(Sector::Med) && coding.hosted(e, false).is_none())
            .map(|e| e.code.as_str())
            .into_iter()
            .collect(),
    };
    codes.retain(|c| c.len() == 3);
    codes
}

/// Sentences in which a pair must stand together to be what the article is about.
const PAIR_SENTENCES: usize = 3;

/// States named in one sentence beyond which it is a list.
const ROLL_CALL: usize = 8;

/// The two states that most sentences name together, if they clearly lead.
pub(super) fn main_pair(coding: &Coding<'_>, named: &[Named<'_>]) -> Option<[String; 2]> {
    let mut counts: BTreeMap<[&str; 2], usize> = BTreeMap::new();
    for sentence in &coding.parse.sentences {
        let mut codes: Vec<&str> = named[sentence.words.clone()].iter().flatten().copied().collect();
        codes.sort_unstable();
        codes.dedup();
        // A roll call pairs no one.
        if codes.len() > ROLL_CALL {
            continue;
        }
        for (i, a) in codes.iter().enumerate() {
            for b in codes.iter().skip(i + 1) {
                *counts.entry([*a, *b]).or_default() += 1;
            }
        }
    }
    let mut counts: Vec<([&str; 2], usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let next = counts.get(1).map_or(0, |(_, n)| *n);
    let (pair, n) = counts.into_iter().next()?;
    let pair = pair.map(str::to_owned);
    let stands_out = n >= PAIR_SENTENCES && 2 * n >= 3 * next;
    (stands_out && weighs(coding, &pair)).then_some(pair)
}

/// A pair is what an article is about only if no third state clearly leads, and neither of the two is named in passing.
fn weighs(coding: &Coding<'_>, pair: &[String; 2]) -> bool {
    let counts = &coding.states;
    let most = counts.first().map_or(0, |(_, n)| *n);
    let of = |code: &String| counts.iter().find(|(c, _)| c == code).map_or(0, |(_, n)| *n);
    let (a, b) = (of(&pair[0]), of(&pair[1]));
    3 * a.max(b) >= 2 * most && 3 * a.min(b) >= most
}

/// The state that an article about one country is about: most of the states that it names are this one.
pub(super) fn home(coding: &Coding<'_>) -> Option<String> {
    if coding.pair.is_some() {
        return None;
    }
    let counts = &coding.states;
    let all: usize = counts.iter().map(|(_, n)| n).sum();
    let next = counts.get(1).map_or(0, |(_, n)| *n);
    let (code, n) = counts.first()?;
    (*n >= 2 && (10 * n >= 6 * all && *n >= next + 2 || *n >= 2 * next)).then(|| code.clone())
}

/// The states of the article with the number of their mentions, most named first.
pub(super) fn states(named: &[Named<'_>]) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for code in named.iter().filter_map(|codes| codes.first()) {
        match counts.iter_mut().find(|(c, _)| c == code) {
            Some((_, n)) => *n += 1,
            None => counts.push(((*code).to_owned(), 1)),
        }
    }
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}
