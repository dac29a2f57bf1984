//! Texts in any script, changed word by word and sentence by sentence, in; they are coded, linked and told.
//!
//! A form feed divides articles of one input. The first byte says of each what language its record claims.

#![no_main]

use demarche::read::{self, Content, Hints, Record};
use demarche_fuzz::{RESOURCES, code_and_tell, watch_panics};
use jiff::civil::date;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

/// Words that make acts, sides, times and structure, and signs that trouble readers of text.
const WORDS: &str = include_str!("../words.txt");

fn articles(bytes: &[u8]) -> Vec<demarche::Article> {
    let Some((kind, text)) = bytes.split_first() else { return Vec::new() };
    let text = String::from_utf8_lossy(text);
    let mut articles = Vec::new();
    for (at, part) in text.split('\u{c}').take(8).enumerate() {
        let lang = match (usize::from(*kind) + at) % 4 {
            0 => Some("de"),
            1 => Some("en"),
            _ => None,
        };
        let record = Record { content: Content::Text(part.to_owned()), ..Record::default() };
        let hints = Hints {
            id: Some(format!("a{at}")),
            published: Some(date(2024, 5, 7 + at as i8)),
            lang: lang.map(str::to_owned),
            ..Hints::default()
        };
        articles.extend(read::read_record(&RESOURCES, "a.txt", record, &hints).map(|reading| reading.article));
    }
    articles
}

/// Numbers that look thrown, the same for the same seed.
struct Dice(u32);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % bound.max(1)
    }
}

/// A few words taken out, doubled, exchanged, moved or put in.
fn change(text: &str, dice: &mut Dice) -> String {
    let pool: Vec<&str> = WORDS.split_whitespace().collect();
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for _ in 0..=dice.below(4) {
        let (at, other) = (dice.below(words.len()), dice.below(words.len()));
        let word = pool[dice.below(pool.len())].to_owned();
        match dice.below(9) {
            0 if words.len() > 1 => drop(words.remove(at)),
            1 => words.insert(at, word),
            2 => words[at] = word,
            3 => words.swap(at, other),
            4 => words.insert(at, words[other].clone()),
            5 => {
                let part: Vec<String> = words[at.min(other)..at.max(other)].to_vec();
                words.splice(at..at, part);
            }
            6 => drop(words.drain(at.min(other)..at.max(other).min(at.min(other) + 9))),
            7 => words[at].push_str(&word),
            _ => {
                let times = 1 << dice.below(8);
                let word = words[at].clone();
                words.splice(at..at, std::iter::repeat_n(word, times));
            }
        }
        if words.is_empty() {
            words.push(String::new());
        }
    }
    words.join(" ")
}

fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    let mut dice = Dice(seed | 1);
    if size < 2 || dice.below(4) == 0 {
        return fuzzer_mutate(data, size, most);
    }
    let changed = change(&String::from_utf8_lossy(&data[1..size]), &mut dice);
    let length = changed.len().min(most.saturating_sub(1));
    data[1..=length].copy_from_slice(&changed.as_bytes()[..length]);
    length + 1
});

fuzz_target!(
    init: watch_panics(),
    |bytes: &[u8]| code_and_tell(&RESOURCES, articles(bytes))
);
