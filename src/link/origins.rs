//! Articles in, for each the article whose copy it is out: agency copy and other near-duplicates have one origin.
//!
//! Texts are compared by runs of words. Minimum hashes find the candidates, the runs themselves decide.

use super::fingerprint::Fingerprint;
use super::union::Union;
use crate::article::Article;
use crate::event::Coded;

/// Next ones with which an article of a bucket is compared: in buckets of up to 32 with all.
const WINDOW: usize = 31;

/// For each article the index of its origin: the first published of its near-duplicates, ties by id.
pub fn origins(coded: &[Coded]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..coded.len()).collect();
    order.sort_by(|a, b| place(&coded[*a].article).cmp(&place(&coded[*b].article)));
    let prints: Vec<Fingerprint> = order.iter().map(|at| Fingerprint::of(&coded[*at].article)).collect();
    let mut buckets: Vec<(u64, usize)> = Vec::new();
    for (at, print) in prints.iter().enumerate() {
        buckets.extend(print.buckets().into_iter().map(|digest| (digest, at)));
    }
    buckets.sort_unstable();
    buckets.dedup();
    let mut copies = Union::new(prints.len());
    for bucket in buckets.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, a)) in bucket.iter().enumerate() {
            for (_, b) in bucket.iter().skip(at + 1).take(WINDOW) {
                // What is joined already need not be compared again in each band that it shares.
                if copies.root(*a) != copies.root(*b) && prints[*a].is_copy_of(&prints[*b]) {
                    copies.join(*a, *b);
                }
            }
        }
    }
    let mut origins: Vec<usize> = (0..coded.len()).collect();
    for (at, article) in order.iter().enumerate() {
        origins[*article] = order[copies.root(at)];
    }
    origins
}

/// The place of an article among all, whatever the order in which they came: the first published first.
fn place(article: &Article) -> impl Ord + '_ {
    let date = article.published.map(|(date, _)| date);
    (date.is_none(), date, &article.id, &article.text, &article.title, &article.agency, &article.lang)
}
