//! Agreements' events in, the sentences out that say what each agreement provides.
//!
//! A sentence counts when it speaks of a treaty and has a cue of `link.tsv`, and when it follows such a sentence and tells
//! a duty ("Er verpflichtet beide Seiten …"). In an article that tells of several agreements it belongs to the one told
//! last before it. Those that tell most come first.

use super::agreements::about_treaty;
use super::words::tokens;
use crate::article::{Article, Span};
use crate::event::{Coded, Event};
use crate::normal::normal;
use crate::resources::Resources;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// For each agreement, given by its events, its clauses: article and sentence.
pub(super) fn find(
    resources: &Resources,
    coded: &[Coded],
    events: &[Event],
    agreements: &[&[usize]],
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
    let mut clauses: Vec<Vec<(usize, (usize, Span))>> = vec![Vec::new(); agreements.len()];
    for (article, mut tellings) in told {
        tellings.sort_unstable();
        let Some(one) = coded.get(article) else { continue };
        let Some(language) = resources.language(&one.article.lang) else { continue };
        let mut spoken_of = false;
        for sentence in &one.sentences {
            let before = tellings.partition_point(|(start, _)| *start <= sentence.start);
            let Some((_, number)) = tellings.get(before.saturating_sub(1)) else { continue };
            let words = normal(sentence.of(&one.article.text)).to_lowercase();
            let treaty = language.link.is_treaty(&words);
            if treaty || spoken_of {
                let (provisions, duties) = language.link.provisions(tokens(&words));
                if treaty && provisions > 0 || spoken_of && duties > 0 {
                    clauses[*number].push((provisions + duties, (article, *sentence)));
                }
            }
            spoken_of = treaty;
        }
    }
    // Of equals the first published comes first: where an article stands in the batch hangs on when it was added.
    let place = |(article, span): (usize, Span)| {
        let one = coded.get(article).map(|one| (day_of(&one.article), &one.article.id));
        (one, span, article)
    };
    let ordered = clauses.into_iter().map(|mut told| {
        told.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| place(*one).cmp(&place(*other))));
        told.into_iter().map(|(_, place)| place).collect()
    });
    ordered.collect()
}

/// When an article was published; what has no day comes last.
fn day_of(article: &Article) -> (bool, Option<Date>) {
    let day = article.published.map(|(day, _)| day);
    (day.is_none(), day)
}
