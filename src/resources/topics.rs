//! Which topic a word speaks of: politics, or what the codebook leaves out (`topics.tsv`).

use super::letters::lower;
use super::table;
use crate::error::LoadError;
use rustc_hash::FxHashMap;

/// The topic whose acts are coded.
const POLITICS: &str = "politics";

/// Letters that a beginning or an ending must have, so that it says something.
const LEAST: usize = 3;

/// Letters that may stand behind an ending: what inflection adds.
const INFLECTION: usize = 2;

/// Words, beginnings and endings of words, each with its topic and weight.
#[derive(Debug, Default)]
pub struct Topics {
    rows: Vec<Row>,
    whole: FxHashMap<String, u16>,
    /// Rows by the first [`LEAST`] bytes of a beginning, by the last of an ending; longest first.
    beginnings: FxHashMap<[u8; LEAST], Vec<u16>>,
    endings: FxHashMap<[u8; LEAST], Vec<u16>>,
    names: Vec<String>,
}

#[derive(Debug)]
struct Row {
    letters: String,
    topic: usize,
    weight: u32,
}

/// How much the words of a text say of each topic, every row counted once.
#[derive(Debug)]
pub struct Shares<'a> {
    topics: &'a Topics,
    seen: Vec<bool>,
    sums: Vec<u32>,
}

impl Topics {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut topics = Self { names: vec![POLITICS.to_owned()], ..Self::default() };
        for row in table::rows(file, text, &["word", "topic", "weight"])? {
            let row = row?;
            let (word, name) = (row.cell(0), row.cell(1));
            let weight = row.parse::<u32>(2)?.ok_or_else(|| row.error("a word needs a weight"))?;
            let number = u16::try_from(topics.rows.len()).map_err(|_| row.error("more rows than can be counted"))?;
            let part = word.trim_matches('*');
            if name.is_empty() || lower(part) != part {
                return Err(row.error("a word in small letters and its topic are needed"));
            }
            let of = |bytes: Option<&[u8; LEAST]>| {
                bytes.copied().ok_or_else(|| row.error("a beginning or an ending needs three letters"))
            };
            match (word.strip_suffix('*'), word.strip_prefix('*')) {
                (Some(part), None) => {
                    topics.beginnings.entry(of(part.as_bytes().first_chunk())?).or_default().push(number);
                }
                (None, Some(part)) => {
                    topics.endings.entry(of(part.as_bytes().last_chunk())?).or_default().push(number);
                }
                (None, None) if topics.whole.insert(word.to_owned(), number).is_some() => {
                    return Err(row.error("the word stands twice"));
                }
                (None, None) => {}
                (Some(_), Some(_)) => return Err(row.error("a part of a word needs one open end")),
            }
            let topic = topics.names.iter().position(|n| n == name).unwrap_or_else(|| {
                topics.names.push(name.to_owned());
                topics.names.len() - 1
            });
            topics.rows.push(Row { letters: part.to_owned(), topic, weight });
        }
        let Self { rows, beginnings, endings, .. } = &mut topics;
        let longest =
            |numbers: &mut Vec<u16>| numbers.sort_by_key(|n| usize::MAX - rows[usize::from(*n)].letters.len());
        beginnings.values_mut().chain(endings.values_mut()).for_each(longest);
        Ok(topics)
    }

    /// The shares of a text of which no word has been counted yet.
    pub fn shares(&self) -> Shares<'_> {
        Shares { topics: self, seen: vec![false; self.rows.len()], sums: vec![0; self.names.len()] }
    }

    /// The row of a word in small letters: its own, or else that of its longest beginning or ending.
    fn row(&self, word: &str) -> Option<usize> {
        let own = self.whole.get(word).copied();
        own.or_else(|| self.beginning(word)).or_else(|| self.ending(word)).map(usize::from)
    }

    fn beginning(&self, word: &str) -> Option<u16> {
        let rows = self.beginnings.get(word.as_bytes().first_chunk::<LEAST>()?)?;
        rows.iter().copied().find(|n| word.starts_with(&*self.rows[usize::from(*n)].letters))
    }

    fn ending(&self, word: &str) -> Option<u16> {
        let stems = word.char_indices().rev().take(INFLECTION).map(|(at, _)| at);
        let stems = std::iter::once(word.len()).chain(stems).filter_map(|end| word.get(..end));
        stems.into_iter().find_map(|stem| {
            let rows = self.endings.get(stem.as_bytes().last_chunk::<LEAST>()?)?;
            let ends = |n: &u16| {
                let letters = &*self.rows[usize::from(*n)].letters;
                stem.len() > letters.len() && stem.ends_with(letters)
            };
            rows.iter().copied().find(ends)
        })
    }
}

impl Shares<'_> {
    /// Counts a word by the first of its forms, in small letters, that the table knows.
    pub fn count(&mut self, forms: impl IntoIterator<Item = impl AsRef<str>>) {
        let Some(row) = forms.into_iter().find_map(|form| self.topics.row(form.as_ref())) else { return };
        if !std::mem::replace(&mut self.seen[row], true) {
            let Row { topic, weight, .. } = self.topics.rows[row];
            self.sums[topic] += weight;
        }
    }

    /// Adds what no word, but what it names, says of politics.
    pub fn add(&mut self, weight: u32) {
        if let Some(politics) = self.sums.first_mut() {
            *politics = politics.saturating_add(weight);
        }
    }

    /// What speaks of politics, and of all else.
    pub fn politics(&self) -> (u32, u32) {
        let all: u32 = self.sums.iter().sum();
        let politics = self.sums.first().copied().unwrap_or(0);
        (politics, all - politics)
    }

    /// The topics that are spoken of, by name.
    pub fn told(&self) -> impl Iterator<Item = (&str, u32)> {
        let names = self.topics.names.iter().map(String::as_str);
        names.zip(self.sums.iter().copied()).filter(|(_, sum)| *sum > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::Topics;
    use crate::error::LoadError;

    const HEADER: &str = "word\ttopic\tweight\n";
    const ROWS: &str = "vote\tpolitics\t3\nball*\tsport\t2\nballot*\tpolitics\t3\n*cup\tsport\t1\n";

    #[test]
    fn the_longest_part_decides_and_each_row_counts_once() -> Result<(), LoadError> {
        let topics = Topics::load(("topics.tsv", &format!("{HEADER}{ROWS}")))?;
        let shares = |words: &[&str]| {
            let mut shares = topics.shares();
            words.iter().for_each(|word| shares.count([*word]));
            shares.politics()
        };
        assert_eq!(shares(&["vote", "votes"]), (3, 0));
        assert_eq!(shares(&["ballgame", "ballpark"]), (0, 2));
        assert_eq!(shares(&["ballots"]), (3, 0));
        // An ending may be inflected, and is no word of its own.
        assert_eq!(shares(&["worldcups", "cup", "cupboard"]), (0, 1));
        Ok(())
    }

    #[test]
    fn a_row_that_says_too_little_is_named_with_its_line() {
        for row in ["a*\tsport\t1", "*bal*\tsport\t1", "Vote\tpolitics\t1", "vote\tpolitics\t."] {
            let cause = Topics::load(("topics.tsv", &format!("{HEADER}{row}\n"))).map_err(|e| e.to_string());
            assert!(cause.is_err_and(|c| c.contains("topics.tsv:2")), "{row}");
        }
    }
}
