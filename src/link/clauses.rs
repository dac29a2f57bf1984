//! Agreements' events in, the sentences out that say what each agreement provides.
//!
//! A sentence counts when it speaks of a treaty and has a cue of `link.tsv`. In an article that tells of several
//! agreements it belongs to the one told last before it.

use super::agreements::about_treaty;
use super::words::tokens;
use crate::article::Span;
use crate::event::{Coded, Event};
use crate::resources::Resources;
use std::collections::BTreeMap;

/// For each agreement, given by its events, its clauses: article and sentence.
pub(super) fn find(
    resources: &Resources,
    coded: &[Coded],
    events: &[Event],
    agreements: &[Vec<usize>],
) -> Vec<Vec<(usize, Span)>> {
    let mut told: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (number, of) in agreements.iter().enumerate() {
        for at in of.iter().filter_map(|e| events.get(*e)).flat_map(|e| &e.mentions) {
            let mention = coded.get(at.article).and_then(|c| c.mentions.get(at.mention));
            if let Some(mention) = mention.filter(|m| about_treaty(m)) {
                told.entry(at.article).or_default().push((mention.sentence.start, number));
            }
        }
    }
    let mut clauses = vec![Vec::new(); agreements.len()];
    for (article, mut tellings) in told {
        tellings.sort_unstable();
        let Some(one) = coded.get(article) else { continue };
        let Some(language) = resources.language(&one.article.lang) else { continue };
        for sentence in &one.sentences {
            let before = tellings.partition_point(|(start, _)| *start <= sentence.start);
            let Some((_, number)) = tellings.get(before.saturating_sub(1)) else { continue };
            let words: Vec<String> = tokens(sentence.of(&one.article.text)).map(str::to_lowercase).collect();
            if language.link.is_clause(&words) {
                clauses[*number].push((article, *sentence));
            }
        }
    }
    clauses
}
