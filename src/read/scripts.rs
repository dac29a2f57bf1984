//! A text in, a rough class of the script that it is written in out.

/// Number of classes that [`script_of`] tells apart.
const SCRIPTS: usize = 7;

/// A rough class of scripts: only different enough that no article mixes them line by line.
fn script_of(c: char) -> Option<usize> {
    match u32::from(c) {
        _ if !c.is_alphabetic() => None,
        0..=0x24f | 0x1e00..=0x1eff => Some(0),
        0x370..=0x3ff => Some(1),
        0x400..=0x52f => Some(2),
        0x590..=0x5ff => Some(3),
        0x600..=0x6ff => Some(4),
        0x2e80..=0x9fff | 0xac00..=0xd7ff | 0x1100..=0x11ff => Some(WIDE),
        _ => Some(6),
    }
}

/// The classes whose letters tell a language, each of them of few: Cyrillic, Arabic, those of East Asia.
const TELLING: [usize; 3] = [2, 4, WIDE];
/// The class of scripts whose words stand without spaces.
const WIDE: usize = 5;
/// Letters of a statement without spaces.
const LONG: usize = 12;

/// Whether a text in a script without spaces is long enough for a statement.
pub(super) fn is_long_without_spaces(text: &str) -> bool {
    text.chars().filter(|c| script_of(*c) == Some(WIDE)).nth(LONG - 1).is_some()
}

/// Whether letters alone tell the language of a text among others in another script.
pub(super) fn tells_language(text: &str, main: Option<usize>) -> bool {
    majority(text).is_some_and(|own| Some(own) != main && TELLING.contains(&own))
        && text.chars().filter(|c| script_of(*c).is_some()).nth(LONG - 1).is_some()
}

fn counts(text: impl Iterator<Item = char>) -> [usize; SCRIPTS] {
    let mut counts = [0; SCRIPTS];
    text.filter_map(script_of).for_each(|script| counts[script] += 1);
    counts
}

/// The script of most letters.
pub(super) fn main(text: impl Iterator<Item = char>) -> Option<usize> {
    counts(text).iter().enumerate().max_by_key(|(_, count)| **count).map(|(script, _)| script)
}

/// The script of more than half of the letters of a text.
pub(super) fn majority(text: &str) -> Option<usize> {
    let counts = counts(text.chars());
    let all: usize = counts.iter().sum();
    counts.iter().position(|count| *count * 2 > all)
}
