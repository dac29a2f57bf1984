//! The words of treaties' names in, whether two names can be of one treaty out.

use super::agreements::About;
use super::passage::set;
use super::words::{Words, shared};
use crate::resources::Resources;
use std::collections::BTreeMap;

/// The names of one treaty, by language.
#[derive(Default)]
pub(super) struct Names<'a>(BTreeMap<&'a str, Name>);

/// Words as digests, sorted.
#[derive(Default)]
struct Name {
    words: Vec<u64>,
    /// Those that tell it from other treaties: "Aachen" of "Treaty of Aachen".
    own: Vec<u64>,
}

impl<'a> Names<'a> {
    /// Of each event.
    pub(super) fn all(resources: &Resources, about: &[&'a About]) -> Vec<Self> {
        let mut common: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        for (lang, _) in about.iter().flat_map(|one| &one.names) {
            let of = |lang: &str| resources.language(lang).into_iter().flat_map(|language| language.link.common());
            common.entry(lang).or_insert_with(|| set(of(lang).flat_map(|word| Words::of(word).stems)));
        }
        about.iter().map(|one| Self::of(one, &common)).collect()
    }

    fn of(about: &'a About, common: &BTreeMap<&str, Vec<u64>>) -> Self {
        let mut names: BTreeMap<&str, Name> = BTreeMap::new();
        for (lang, words) in &about.names {
            names.entry(lang).or_default().words.extend(words);
        }
        for (lang, name) in &mut names {
            name.words = set(name.words.drain(..));
            let is_common = |word: &u64| common.get(lang).is_some_and(|common| common.binary_search(word).is_ok());
            name.own = name.words.iter().copied().filter(|word| !is_common(word)).collect();
        }
        Self(names)
    }

    /// Takes in the names that another event gives the treaty.
    pub(super) fn join(&mut self, other: &Self) {
        for (lang, name) in &other.0 {
            let known = self.0.entry(lang).or_default();
            known.words = set(known.words.iter().chain(&name.words).copied());
            known.own = set(known.own.iter().chain(&name.own).copied());
        }
    }

    /// Whether both name the treaty by one word: a word of its own, where both have such. Unknown where they name it in
    /// different languages or not at all.
    pub(super) fn agree(&self, other: &Self) -> Option<bool> {
        let pairs = self.0.iter().filter_map(|(lang, name)| Some((name, other.0.get(lang)?)));
        let agree = |(a, b): (&Name, &Name)| match a.own.is_empty() || b.own.is_empty() {
            true => shared(&a.words, &b.words).next().is_some(),
            false => shared(&a.own, &b.own).next().is_some(),
        };
        pairs.map(agree).reduce(|one, other| one || other)
    }
}
