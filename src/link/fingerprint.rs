//! An article in, what of it is compared to find its copies out: digests of its runs of words, its headline, its agency.
//!
//! Two articles that share a bucket may be copies; [`Fingerprint::is_copy_of`] decides. So a batch and a stored project
//! find the same copies, whichever way they find the candidates.

use super::digest::{digest_of, mixed};
use super::words::{shared, tokens};
use crate::article::Article;

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

/// What of an article is compared to find its copies.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    lang: String,
    /// Digests of all runs of words, sorted, each once.
    runs: Vec<u64>,
    /// Other signs of one origin: the same headline, the same agency on the same day.
    signs: Vec<u64>,
}

impl Fingerprint {
    pub fn of(article: &Article) -> Self {
        Self { lang: article.lang.clone(), runs: runs(article), signs: signs(article) }
    }

    /// The buckets in which copies of the article would be found; one bucket may come twice.
    pub fn buckets(&self) -> Vec<u64> {
        bands(&self.runs).into_iter().chain(self.signs.iter().copied()).collect()
    }

    /// Share of the runs of the shorter text that both have.
    pub fn share(&self, other: &Self) -> f64 {
        let short = self.runs.len().min(other.runs.len());
        if short == 0 { 0.0 } else { shared(&self.runs, &other.runs).count() as f64 / short as f64 }
    }

    /// Whether one of the two is a copy of the other, or both are copies of a third.
    pub fn is_copy_of(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.runs, &other.runs);
        if self.lang != other.lang || ours.is_empty() || theirs.is_empty() {
            return false;
        }
        if ours.len().min(theirs.len()) < FEW {
            return ours == theirs;
        }
        self.share(other) >= if shared(&self.signs, &other.signs).next().is_some() { COPY_WITH_SIGN } else { COPY }
    }
}

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
