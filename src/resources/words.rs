//! The words of a table in, one after the other; what belongs to each out. Tables of hundreds of thousands of words load at
//! every start: all letters stand in one string, and no word is an allocation of its own.

/// Words, each with a number in the order of their coming and a value.
#[derive(Clone, Debug, Default)]
pub struct Words<V> {
    letters: String,
    entries: Vec<Entry<V>>,
    /// Part of the hash of a word, and its number and one; 0 is free. As many as a power of two, at most half of them taken.
    slots: Vec<(u32, u32)>,
}

#[derive(Clone, Debug)]
struct Entry<V> {
    /// Where its letters end; they begin where those of the word before end.
    end: u32,
    value: V,
}

impl<V> Words<V> {
    /// Makes room for words that are about so many.
    pub fn reserve(&mut self, words: usize, letters: usize) {
        self.letters.reserve(letters);
        self.entries.reserve(words);
        self.grow(words);
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All words with their values, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.entries.iter().enumerate().map(|(number, entry)| (self.word(number), &entry.value))
    }

    /// The word of a number.
    pub fn word(&self, number: usize) -> &str {
        let start = number.checked_sub(1).and_then(|before| self.entries.get(before)).map_or(0, |entry| entry.end);
        let end = self.entries.get(number).map_or(start, |entry| entry.end);
        self.letters.get(start as usize..end as usize).unwrap_or_default()
    }

    pub fn number(&self, word: &str) -> Option<usize> {
        self.number_of(word, hash(word.as_bytes()))
    }

    /// The same for a word of this hash.
    pub(super) fn number_of(&self, word: &str, hash: u64) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let (hash, mut at) = self.place(hash);
        loop {
            match self.slots[at] {
                (_, 0) => return None,
                (part, number) if part == hash && self.word(number as usize - 1) == word => {
                    return Some(number as usize - 1);
                }
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }

    pub fn get(&self, word: &str) -> Option<&V> {
        self.number(word).and_then(|number| self.entries.get(number)).map(|entry| &entry.value)
    }

    pub fn contains(&self, word: &str) -> bool {
        self.number(word).is_some()
    }

    /// Part of the hash of a word, and the slot where the search for it begins.
    fn place(&self, hash: u64) -> (u32, usize) {
        (hash as u32, (hash >> 32) as usize & (self.slots.len() - 1))
    }

    /// As many slots as are needed for this number of words.
    fn grow(&mut self, words: usize) {
        let wanted = (words * 2).next_power_of_two().max(16);
        if wanted <= self.slots.len() {
            return;
        }
        self.slots = vec![(0, 0); wanted];
        for number in 0..self.entries.len() {
            let (hash, mut at) = self.place(hash(self.word(number).as_bytes()));
            while self.slots[at].1 != 0 {
                at = (at + 1) & (wanted - 1);
            }
            self.slots[at] = (hash, number as u32 + 1);
        }
    }
}

impl<V: Default> Words<V> {
    /// The number of a word that is there from now on.
    pub fn add(&mut self, word: &str) -> usize {
        if self.slots.len() < (self.entries.len() + 1) * 2 {
            self.grow((self.entries.len() + 1) * 2);
        }
        let (hash, mut at) = self.place(hash(word.as_bytes()));
        loop {
            match self.slots[at] {
                (_, 0) => break,
                (part, number) if part == hash && self.word(number as usize - 1) == word => return number as usize - 1,
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
        self.letters.push_str(word);
        let end = u32::try_from(self.letters.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry { end, value: V::default() });
        self.slots[at] = (hash, self.entries.len() as u32);
        self.entries.len() - 1
    }

    /// The value of a word that is there from now on.
    pub fn entry(&mut self, word: &str) -> &mut V {
        let number = self.add(word);
        &mut self.entries[number].value
    }
}

impl<V> Words<V> {
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries.iter_mut().map(|entry| &mut entry.value)
    }
}

impl<'a> FromIterator<&'a str> for Words<()> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(words: I) -> Self {
        let mut all = Self::default();
        words.into_iter().for_each(|word| {
            all.add(word);
        });
        all
    }
}

/// The same on every machine, for sealed words are made on one and found on another. Words are short: what is left of eight
/// bytes is looked at together with bytes before it.
pub(super) fn hash(word: &[u8]) -> u64 {
    const FACTOR: u64 = 0xf135_7aea_2e62_a9c5;
    let mut hash = word.len() as u64;
    let mut mix = |part: u64| hash = (hash.rotate_left(23) ^ part).wrapping_mul(FACTOR);
    if let Some(last) = word.last_chunk() {
        let (eights, rest) = word.as_chunks();
        eights.iter().for_each(|eight| mix(u64::from_le_bytes(*eight)));
        if !rest.is_empty() {
            mix(u64::from_le_bytes(*last));
        }
    } else if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        mix(u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)));
    } else {
        mix(word.iter().fold(0, |part, byte| part << 8 | u64::from(*byte)));
    }
    hash ^ hash >> 29
}
