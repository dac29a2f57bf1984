//! A batch goes in, its stories come out: articles that tell one event or are about the same actors belong together. A
//! folder of several stories is told story by story.

use super::teller::Teller;
use crate::event::Event;
use std::collections::{BTreeMap, BTreeSet};

/// A story as large as this share of all that is told makes the others asides of it.
const WHOLE: f64 = 0.75;

/// Articles that belong together, and whom they are about.
pub(super) struct Story {
    pub(super) articles: BTreeSet<usize>,
    pub(super) label: String,
}

impl Story {
    /// Whether an event is told in this story.
    pub(super) fn tells(&self, event: &Event) -> bool {
        event.mentions.iter().any(|place| self.articles.contains(&place.article))
    }
}

/// The stories of a batch, largest first; none where it is about one thing.
pub(super) fn stories(teller: &Teller<'_>) -> Vec<Story> {
    let told: Vec<&Event> = teller
        .linked
        .events
        .iter()
        .enumerate()
        .filter(|(at, _)| teller.is_worth_telling(*at))
        .map(|(_, e)| e)
        .collect();
    let mut groups: Vec<BTreeSet<usize>> = Vec::new();
    let mut leads: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for article in 0..teller.coded.len() {
        let own = |event: &&&Event| event.mentions.iter().any(|place| place.article == article);
        let counts = counts(told.iter().filter(own).copied());
        if !counts.is_empty() {
            groups.push(BTreeSet::from([article]));
        }
        // Bodies of many states stand in all kinds of stories.
        for code in heads(&counts).into_iter().filter(|code| !code.starts_with("IGO:")) {
            leads.entry(code).or_default().insert(article);
        }
    }
    let events = told.iter().map(|event| event.mentions.iter().map(|place| place.article).collect::<BTreeSet<_>>());
    for shared in events.chain(leads.into_values()) {
        let (joined, mut apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| !group.is_disjoint(&shared));
        apart.extend(joined.into_iter().reduce(|a, b| a.union(&b).copied().collect()));
        groups = apart;
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
    let size = |group: &BTreeSet<usize>| {
        let own = told.iter().filter(|event| event.mentions.iter().any(|place| group.contains(&place.article)));
        f64::from(u32::try_from(own.count()).unwrap_or(u32::MAX))
    };
    let all: f64 = groups.iter().map(size).sum();
    if groups.len() < 2 || groups.iter().any(|group| size(group) >= WHOLE * all) {
        return Vec::new();
    }
    groups.into_iter().map(|articles| named(teller, &told, articles)).collect()
}

fn named(teller: &Teller<'_>, told: &[&Event], articles: BTreeSet<usize>) -> Story {
    let mut story = Story { articles, label: String::new() };
    let counts = counts(told.iter().filter(|event| story.tells(event)).copied());
    let labels: Vec<String> = heads(&counts).into_iter().map(|code| teller.namer.label(code)).collect();
    story.label = match labels.as_slice() {
        [a, b, ..] => teller.joined("relations.pair", a, b),
        [a] => a.clone(),
        [] => String::new(),
    };
    story
}

/// In how many events each actor stands.
fn counts<'e>(events: impl Iterator<Item = &'e Event>) -> BTreeMap<&'e str, usize> {
    let mut counts = BTreeMap::new();
    for code in events.flat_map(Teller::codes) {
        *counts.entry(code).or_default() += 1;
    }
    counts
}

/// The actor of most events, and the next one, if he stands in half as many.
fn heads<'e>(counts: &BTreeMap<&'e str, usize>) -> Vec<&'e str> {
    let mut ordered: Vec<(&str, usize)> = counts.iter().map(|(code, count)| (*code, *count)).collect();
    ordered.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let most = ordered.first().map_or(0, |(_, count)| *count);
    ordered.into_iter().take(2).filter(|(_, count)| count * 2 >= most).map(|(code, _)| code).collect()
}
