//! Articles in, for each the article whose copy it is out: agency copy and other near-duplicates have one origin.
//!
//! Texts are compared by runs of words. Minimum hashes find the candidates, the runs themselves decide.

use super::digest::{digest_of, mixed};
use super::union::Union;
use super::words::{shared, tokens};
use crate::article::Article;
use crate::event::Coded;

/// Words of a run.
const RUN: usize = 3;
/// Bands of minimum hashes and hashes of a band: two texts that share a third of their runs meet with 0.95.
const BANDS: usize = 64;
const ROWS: usize = 3;
/// Share of the runs of the shorter text that both must have, and the share where other signs agree.
const COPY: f64 = 0.5;
const COPY_WITH_SIGN: f64 = 0.25;
/// Runs below which a text is too short to be judged by them.
const FEW: usize = 12;
/// Next ones with which an article of a bucket is compared: in buckets of up to 32 with all.
const WINDOW: usize = 31;

/// That an article copies another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copy {
    /// Index of the article that is copied: of all like it the first published, ties by id.
    pub of: usize,
    /// Share of the runs of words of the shorter of the two that both have.
    pub shared: f64,
}

/// For each article the one whose copy it is; none for those that are their own.
pub fn copies(articles: &[&Article]) -> Vec<Option<Copy>> {
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by(|a, b| place(articles[*a]).cmp(&place(articles[*b])));
    let ordered: Vec<&Article> = order.iter().map(|at| articles[*at]).collect();
    let runs: Vec<Vec<u64>> = ordered.iter().map(|article| runs(article)).collect();
    let mut buckets: Vec<(u64, usize)> = Vec::new();
    for (at, article) in ordered.iter().enumerate() {
        buckets.extend(bands(&runs[at]).into_iter().chain(signs(article)).map(|digest| (digest, at)));
    }
    buckets.sort_unstable();
    buckets.dedup();
    let mut same = Union::new(ordered.len());
    for bucket in buckets.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, a)) in bucket.iter().enumerate() {
            for (_, b) in bucket.iter().skip(at + 1).take(WINDOW) {
                // What is joined already need not be compared again in each band that it shares.
                if same.root(*a) != same.root(*b) && is_copy((ordered[*a], &runs[*a]), (ordered[*b], &runs[*b])) {
                    same.join(*a, *b);
                }
            }
        }
    }
    let mut copies = vec![None; articles.len()];
    for (at, article) in order.iter().enumerate() {
        let root = same.root(at);
        if root != at {
            copies[*article] = Some(Copy { of: order[root], shared: share(&runs[at], &runs[root]) });
        }
    }
    copies
}

/// For each article the index of its origin: itself, or the one that it copies.
pub fn origins(coded: &[Coded]) -> Vec<usize> {
    let articles: Vec<&Article> = coded.iter().map(|one| &one.article).collect();
    copies(&articles).iter().enumerate().map(|(at, copy)| copy.map_or(at, |copy| copy.of)).collect()
}

/// The place of an article among all, whatever the order in which they came: the first published first.
fn place(article: &Article) -> impl Ord + '_ {
    let date = article.published.map(|(date, _)| date);
    (date.is_none(), date, &article.id, &article.text, &article.title, &article.agency, &article.lang)
}

fn is_copy((a, ours): (&Article, &[u64]), (b, theirs): (&Article, &[u64])) -> bool {
    if a.lang != b.lang || ours.is_empty() || theirs.is_empty() {
        return false;
    }
    if ours.len().min(theirs.len()) < FEW {
        return ours == theirs;
    }
    share(ours, theirs) >= if shared(&signs(a), &signs(b)).next().is_some() { COPY_WITH_SIGN } else { COPY }
}

/// Share of the runs of the shorter text that both have.
fn share(ours: &[u64], theirs: &[u64]) -> f64 {
    let short = ours.len().min(theirs.len());
    if short == 0 { 0.0 } else { shared(ours, theirs).count() as f64 / short as f64 }
}

/// Other signs of one origin: the same headline, the same agency on the same day.
fn signs(article: &Article) -> Vec<u64> {
    let mut signs = Vec::new();
    let title: Vec<String> = tokens(&article.title).map(str::to_lowercase).collect();
    if title.len() > RUN {
        signs.push(digest_of(&["title", &article.lang, &title.join(" ")]));
    }
    if let (Some(agency), Some((date, _))) = (&article.agency, article.published) {
        signs.push(digest_of(&["agency", &article.lang, agency, &date.to_string()]));
    }
    signs.sort_unstable();
    signs
}

/// Digests of all runs of words, sorted, each once.
fn runs(article: &Article) -> Vec<u64> {
    let words: Vec<u64> = coded_text(article).flat_map(tokens).map(|w| digest_of(&[&w.to_lowercase()])).collect();
    let mut runs: Vec<u64> = words.windows(RUN).map(|run| run.iter().fold(0, |h, w| mixed(h ^ w))).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// What of the text is the article itself.
fn coded_text(article: &Article) -> impl Iterator<Item = &str> {
    let whole = article.blocks.is_empty().then_some(article.text.as_str());
    let blocks = article.blocks.iter().filter(|b| b.kind.is_coded()).map(|b| b.span.of(&article.text));
    whole.into_iter().chain(blocks)
}

/// One digest a band: equal in two texts whose smallest hashes agree in all rows of the band.
fn bands(runs: &[u64]) -> Vec<u64> {
    if runs.is_empty() {
        return Vec::new();
    }
    let smallest = |seed: usize| runs.iter().map(|run| mixed(run ^ mixed(seed as u64 + 1))).min().unwrap_or_default();
    let band = |band: usize| (0..ROWS).fold(band as u64, |h, row| mixed(h ^ smallest(band * ROWS + row)));
    (0..BANDS).map(band).collect()
}
