//! Articles in, for each the article whose copy it is out: agency copy and other near-duplicates have one origin.
//!
//! Texts are compared by runs of words. Those with the smallest digests find the candidates, all of them decide. What so
//! many share that not all can be compared with all is asked together with what else they share.

use super::fingerprint::Fingerprint;
use super::union::Union;
use crate::article::Article;
use crate::event::Coded;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What an article says of which nothing is known.
const NOTHING: (&str, &str, Option<Date>, &str) = ("", "", None, "");
/// Next ones with which an article of a bucket is compared: in buckets of up to 32 with all. A larger one is crowded.
const WINDOW: usize = 31;

/// Earlier ones of its group at most among which the copy of a copy finds what it copies.
const LATEST: usize = 256;

/// Where an article may meet its copies: the digest of the bucket, the place of the article, and what it counts.
type Placed = (u64, usize, usize);
/// What the buckets count in which two articles met.
type Met = BTreeMap<(usize, usize), usize>;

/// That an article copies another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copy {
    /// Index of the article that is copied: of all like it the first published, ties by id.
    pub of: usize,
    /// Share of the runs of words of the shorter of the two that both have; where it and the first have too little in common,
    /// the greatest that it has with any by which it was found: what it copies, or what copies it.
    pub shared: f64,
}

/// For each article whether it is counted: of those that say the same only the one of the least id is, of equal ids the
/// first. Of what passages alone are known of nothing can be said.
pub(super) fn counted(coded: &[Coded]) -> Vec<bool> {
    let mut least: BTreeMap<_, usize> = BTreeMap::new();
    for (at, one) in coded.iter().enumerate() {
        let kept = least.entry(one.article.content()).or_insert(at);
        if one.article.id < coded[*kept].article.id {
            *kept = at;
        }
    }
    let mut counted: Vec<bool> = coded.iter().map(|one| one.article.content() == NOTHING).collect();
    least.into_values().for_each(|at| counted[at] = true);
    counted
}

/// For each article the one whose copy it is; none for those that are their own.
pub fn copies(articles: &[&Article]) -> Vec<Option<Copy>> {
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by(|a, b| place(articles[*a]).cmp(&place(articles[*b])));
    let prints: Vec<Fingerprint> = order.iter().map(|at| Fingerprint::of(articles[*at])).collect();
    let mut buckets: Vec<Placed> = Vec::new();
    for (at, print) in prints.iter().enumerate() {
        buckets.extend(print.buckets().map(|(digest, counts)| (digest, at, counts)));
    }
    let mut same = Union::new(prints.len());
    join(meet(&mut buckets), &prints, &mut same);
    let crowds = || buckets.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > WINDOW + 1);
    let crowded: BTreeSet<u64> = crowds().map(|crowd| crowd[0].0).collect();
    for crowd in crowds() {
        // Where all have found each other already, nobody is left to be met.
        let root = same.root(crowd[0].1);
        if crowd.iter().any(|(_, at, _)| same.root(*at) != root) {
            join(meet(&mut narrower(crowd, &crowded, &prints, &mut same)), &prints, &mut same);
        }
    }
    let mut copies = vec![None; articles.len()];
    let mut earlier: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, article) in order.iter().enumerate() {
        let root = same.root(at);
        let group = earlier.entry(root).or_default();
        if root != at {
            let own = &prints[at];
            let last = group.rchunks(LATEST).next().unwrap_or_default();
            let copied = if own.is_copy_of(&prints[root]) { std::slice::from_ref(&root) } else { last };
            let shared = copied.iter().map(|other| own.share(&prints[*other])).fold(0.0, f64::max);
            copies[*article] = Some(Copy { of: order[root], shared });
        }
        group.push(at);
    }
    copies
}

/// Who meets in the buckets, in crowded ones each with the next ones only.
fn meet(buckets: &mut [Placed]) -> Met {
    let mut met = Met::new();
    buckets.sort_unstable();
    for bucket in buckets.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, a, counts)) in bucket.iter().enumerate() {
            for (_, b, _) in bucket.iter().skip(at + 1).take(WINDOW) {
                *met.entry((*a, *b)).or_default() += counts;
            }
        }
    }
    met
}

/// Joins those who met and are copies. What is joined already need not be compared again.
fn join(met: Met, prints: &[Fingerprint], same: &mut Union) {
    for ((a, b), counts) in met {
        if counts >= prints[a].enough() && same.root(a) != same.root(b) && prints[a].is_copy_of(&prints[b]) {
            same.join(a, b);
        }
    }
}

/// The members of a crowded bucket by their other buckets: who shares one of these too meets his like there, however many
/// stand between them in the crowd. Of those that have found each other and say the same the first stands for all, and
/// what shares two crowded buckets meets in the first of the two, so the cost grows with the texts that differ.
fn narrower(crowd: &[Placed], crowded: &BTreeSet<u64>, prints: &[Fingerprint], same: &mut Union) -> Vec<Placed> {
    let mut seen: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let first = crowd.iter().filter(|(_, at, _)| {
        let joined = seen.entry(same.root(*at)).or_default();
        let is_new = !joined.iter().any(|other| prints[*other] == prints[*at]);
        joined.extend(is_new.then_some(*at));
        is_new
    });
    let others = |(digest, at, counts): &Placed| {
        let (digest, at, counts) = (*digest, *at, *counts);
        let other = prints[at].buckets().filter(move |(other, _)| *other > digest || !crowded.contains(other));
        other.map(move |(other, more)| (other, at, counts + more))
    };
    first.flat_map(others).collect()
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
