//! A stretch of text in, its words, names and numbers out as sets that can be compared quickly.
//!
//! Words are cut to their beginnings, which stands in for the lemma in languages that inflect at the end. Capitalised
//! words and numbers are kept by themselves: they are what passages of two languages can share.

use super::digest::digest_of;
use crate::normal::normal;

/// Letters that a word needs to count, and letters of it that are compared.
const SHORTEST: usize = 4;
const STEM: usize = 6;
const NAME: usize = 5;

/// Sets of digests, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) stems: Vec<u64>,
    pub(super) names: Vec<u64>,
    pub(super) numbers: Vec<u64>,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self::default();
        let mut lower = String::new();
        for word in tokens(&normal(text)) {
            lower.clear();
            if word.is_ascii() {
                lower.push_str(word);
                lower.make_ascii_lowercase();
            } else {
                lower.extend(word.chars().flat_map(char::to_lowercase));
            }
            if word.starts_with(char::is_numeric) {
                words.numbers.push(digest_of(&[&lower]));
            } else if lower.chars().nth(SHORTEST - 1).is_some() {
                words.stems.push(beginning(&lower, STEM));
                if word.starts_with(char::is_uppercase) {
                    words.names.push(beginning(&lower, NAME));
                }
            }
        }
        for set in [&mut words.stems, &mut words.names, &mut words.numbers] {
            set.sort_unstable();
            set.dedup();
        }
        words
    }
}

/// The words and numbers of a text, without signs.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty())
}

fn beginning(lower: &str, letters: usize) -> u64 {
    let end = lower.char_indices().nth(letters).map_or(lower.len(), |(at, _)| at);
    digest_of(&[lower.get(..end).unwrap_or(lower)])
}

/// The members of two sorted sets that stand in both.
pub(super) fn shared<'a, T: Ord>(a: &'a [T], b: &'a [T]) -> impl Iterator<Item = &'a T> {
    let mut rest = b;
    a.iter().filter(move |x| {
        let skip = rest.partition_point(|y| y < *x);
        rest = rest.get(skip..).unwrap_or_default();
        rest.first() == Some(*x)
    })
}

/// Whether two names may be spellings of one: the last words differ in no more than two letters, or one begins the other.
pub(super) fn alike(a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (tokens(a).last(), tokens(b).last()) else { return false };
    if a == b {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.to_lowercase().chars().collect(), b.to_lowercase().chars().collect());
    let short = a.len().min(b.len());
    if short >= SHORTEST && a.get(..short) == b.get(..short) {
        return true;
    }
    distance(&a, &b) <= if short > NAME { 2 } else { usize::from(short >= SHORTEST) }
}

/// Edits that turn one word into the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
