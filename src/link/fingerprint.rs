//! An article in, what of it is compared to find its copies out: digests of its runs of words, its headline, its agency.
//!
//! Two articles that share a sign or two runs of the sketch may be copies; [`Fingerprint::is_copy_of`] decides. So a batch
//! and a stored project find the same copies, whichever way they find the candidates.

use super::digest::{digest_of, mixed};
use super::words::{shared, tokens};
use crate::article::Article;
use crate::normal::normal;
use crate::resources::letters::lower;

/// Words of a run.
const RUN: usize = 3;
/// The smallest digests, which stand for all: of 24, texts that share a third of their runs have two in common with 0.999,
/// and a text that stands whole in one five times as long with 0.97.
const SKETCH: usize = 24;
/// Digests of the sketch in common from which two articles are looked at.
const MET: usize = 2;
/// Share of the runs of the shorter text that both must have, and the share where other signs agree.
const COPY: f64 = 0.5;
const COPY_WITH_SIGN: f64 = 0.25;
/// Runs below which a text is too short to be judged by them.
const FEW: usize = 12;

/// What of an article is compared to find its copies.
#[derive(Clone, Debug, PartialEq, Eq)]
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

    /// The buckets in which copies of the article would be found, each with what it counts to share it.
    pub fn buckets(&self) -> impl Iterator<Item = (u64, usize)> {
        let sketch = self.sketch().iter().map(|run| (*run, 1));
        sketch.chain(self.signs.iter().map(|sign| (*sign, MET)))
    }

    /// What shared buckets must count together for two articles to be copies.
    pub fn enough(&self) -> usize {
        MET.min(self.sketch().len())
    }

    fn sketch(&self) -> &[u64] {
        self.runs.get(..SKETCH).unwrap_or(&self.runs)
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
    let title: Vec<String> = tokens(&normal(&article.title)).map(str::to_lowercase).collect();
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
    let mut words: Vec<u64> = Vec::new();
    for text in coded_text(article) {
        words.extend(tokens(&normal(text)).map(|word| digest_of(&[&lower(word)])));
    }
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
