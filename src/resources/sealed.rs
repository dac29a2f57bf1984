//! Words with a few bytes for each, found as they lie in a program or file: nothing is taken apart when they are loaded.

use super::words::{Words, hash};
use std::borrow::Cow;

/// Letters, and the numbers that go with them: how many words, then for each word where its letters end and its value, then
/// slots of a power of two, at most half of them taken.
#[derive(Clone, Debug, Default)]
pub struct Sealed<const WIDTH: usize> {
    letters: Cow<'static, str>,
    numbers: Cow<'static, [u8]>,
    count: usize,
    slots: usize,
}

/// Bytes of a number.
const NUMBER: usize = 4;
/// Bits of a slot that hold the number of its word, and one; those above hold a part of its hash.
const BITS: u32 = 24;

impl<const WIDTH: usize> Sealed<WIDTH> {
    const ENTRY: usize = NUMBER + WIDTH;

    /// What was sealed before.
    pub fn of(letters: impl Into<Cow<'static, str>>, numbers: impl Into<Cow<'static, [u8]>>) -> Self {
        let mut sealed = Self { letters: letters.into(), numbers: numbers.into(), count: 0, slots: 0 };
        sealed.count = sealed.at(0) as usize;
        sealed.slots = sealed.numbers.len().saturating_sub(NUMBER + sealed.count * Self::ENTRY) / NUMBER;
        sealed
    }

    pub fn seal<V>(words: &Words<V>, value: impl Fn(&V) -> [u8; WIDTH]) -> Self {
        let count = words.len();
        let mut numbers = Vec::with_capacity(NUMBER + count * (Self::ENTRY + 4 * NUMBER));
        let put = |numbers: &mut Vec<u8>, number: usize| {
            numbers.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
        };
        put(&mut numbers, count);
        let (mut letters, mut slots) = (String::new(), vec![0; (count * 2).next_power_of_two()]);
        for (number, (word, held)) in words.iter().enumerate() {
            letters.push_str(word);
            put(&mut numbers, letters.len());
            numbers.extend(value(held));
            let hash = hash(word.as_bytes());
            let mut at = place(hash, slots.len());
            while slots[at] != 0 {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = (hash as u32) << BITS | (number as u32 + 1);
        }
        slots.iter().for_each(|slot| numbers.extend(slot.to_le_bytes()));
        Self::of(letters, numbers)
    }

    pub fn letters(&self) -> &str {
        &self.letters
    }

    pub fn numbers(&self) -> &[u8] {
        &self.numbers
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The number that begins at this byte.
    fn at(&self, byte: usize) -> u32 {
        let number = self.numbers.get(byte..).and_then(|rest| rest.first_chunk());
        number.map_or(0, |number| u32::from_le_bytes(*number))
    }

    pub fn word(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.at(NUMBER + (number - 1) * Self::ENTRY) };
        let end = self.at(NUMBER + number * Self::ENTRY);
        self.letters.get(start as usize..end as usize).unwrap_or_default()
    }

    pub fn number(&self, word: &str) -> Option<usize> {
        self.number_of(word, hash(word.as_bytes()))
    }

    /// The same for a word of this hash.
    pub(super) fn number_of(&self, word: &str, hash: u64) -> Option<usize> {
        if self.slots == 0 {
            return None;
        }
        let mut at = place(hash, self.slots);
        loop {
            let slot = self.at(NUMBER + self.count * Self::ENTRY + at * NUMBER);
            let number = (slot & ((1 << BITS) - 1)).checked_sub(1)? as usize;
            if slot >> BITS == (hash as u32) << BITS >> BITS && self.word(number) == word {
                return Some(number);
            }
            at = (at + 1) & (self.slots - 1);
        }
    }

    pub fn get(&self, word: &str) -> Option<[u8; WIDTH]> {
        let entry = NUMBER + self.number(word)? * Self::ENTRY;
        self.numbers.get(entry + NUMBER..).and_then(|rest| rest.first_chunk().copied())
    }

    pub fn contains(&self, word: &str) -> bool {
        self.number(word).is_some()
    }
}

/// The slot where the search for a word of this hash begins.
fn place(hash: u64, slots: usize) -> usize {
    (hash >> 32) as usize & (slots - 1)
}

#[cfg(test)]
mod tests {
    use super::Sealed;
    use crate::resources::words::Words;

    #[test]
    fn sealed_words_are_found_as_before_and_no_others() {
        let mut words: Words<u16> = Words::default();
        for number in 0..5000_u16 {
            *words.entry(&format!("word{}", number % 4000)) += number;
        }
        let made = Sealed::<2>::seal(&words, |value| value.to_le_bytes());
        let read = Sealed::<2>::of(made.letters().to_owned(), made.numbers().to_vec());
        assert_eq!((words.len(), made.len(), read.len()), (4000, 4000, 4000));
        for (number, (word, value)) in words.iter().enumerate() {
            assert_eq!((words.number(word), words.get(word)), (Some(number), Some(value)));
            assert_eq!((read.number(word), read.word(number)), (Some(number), word));
            assert_eq!(read.get(word), Some(value.to_le_bytes()));
        }
        for other in ["", "word", "word4000", "word00"] {
            assert!(!words.contains(other) && !read.contains(other), "{other}");
        }
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        let none = Sealed::<2>::seal(&Words::<u16>::default(), |value| value.to_le_bytes());
        assert_eq!((none.len(), none.number(""), none.get("a")), (0, None, None));
        assert_eq!(Sealed::<0>::default().number("a"), None);
    }
}
