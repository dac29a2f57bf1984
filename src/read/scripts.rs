//! A text in, a rough class of the script that it is written in out.

/// Number of classes that [`script_of`] tells apart.
const SCRIPTS: usize = 7;

/// A rough class of scripts: only different enough that no article mixes them line by line.
fn script_of(c: char) -> Option<usize> {
    match u32::from(c) {
        _ if !c.is_alphabetic() => None,
        0..=0x24f | 0x1e00..=0x1eff => Some(LATIN),
        0x370..=0x3ff => Some(1),
        0x400..=0x52f => Some(2),
        0x590..=0x5ff => Some(3),
        0x600..=0x6ff => Some(4),
        0x2e80..=0x9fff | 0xac00..=0xd7ff | 0x1100..=0x11ff => Some(WIDE),
        _ => Some(6),
    }
}

/// The class of the script that ASCII is of.
const LATIN: usize = 0;
/// The classes that few languages share, so that letters tell even a short text of them: Cyrillic, Arabic, those of East Asia.
const TELLING: [usize; 3] = [2, 4, WIDE];
/// The class of scripts that write a syllable or a word with one letter.
const WIDE: usize = 5;
/// Letters of other scripts that say as much as one of those.
const WORTH: usize = 3;
/// Letters of a statement without spaces.
const LONG: usize = 12;

/// Whether a text in a script without spaces is long enough for a statement.
pub(super) fn is_long_without_spaces(text: &str) -> bool {
    text.chars().filter(|c| script_of(*c) == Some(WIDE)).nth(LONG - 1).is_some()
}

/// Whether a text is in another script than those around it, in one whose letters alone tell what language it likely is.
pub(super) fn tells_language(text: &str, main: Option<usize>) -> bool {
    majority(text).is_some_and(|own| Some(own) != main && TELLING.contains(&own))
        && text.chars().filter(|c| script_of(*c).is_some()).nth(LONG - 1).is_some()
}

/// Letters of ASCII. So many as fit a byte are counted in one, which is done for several letters at a time.
fn plain_letters(text: &str) -> usize {
    let count = |part: &[u8]| part.iter().map(|b| u8::from(b.is_ascii_alphabetic())).sum::<u8>();
    text.as_bytes().chunks(usize::from(u8::MAX)).map(|part| usize::from(count(part))).sum()
}

/// Whether more bytes of a text are letters of ASCII than not: then no letters of another script weigh more.
fn is_plain(texts: &[&str]) -> bool {
    let all: usize = texts.iter().map(|text| text.len()).sum();
    texts.iter().map(|text| plain_letters(text)).sum::<usize>() * 2 > all
}

fn counts(texts: &[&str]) -> [usize; SCRIPTS] {
    let mut counts = [0; SCRIPTS];
    let letters = texts.iter().flat_map(|text| text.chars());
    letters.filter_map(script_of).for_each(|script| counts[script] += 1);
    counts
}

/// The script in which most is said.
pub(super) fn main(texts: &[&str]) -> Option<usize> {
    if is_plain(texts) {
        return Some(LATIN);
    }
    let mut counts = counts(texts);
    counts[WIDE] *= WORTH;
    counts.iter().enumerate().max_by_key(|(_, count)| **count).map(|(script, _)| script)
}

/// The texts without those in another script than most is said in: what is quoted in its own words.
pub(super) fn of_main(mut texts: Vec<&str>) -> Vec<&str> {
    let all = main(&texts);
    texts.retain(|text| majority(text).is_none_or(|own| Some(own) == all) || main(&[text]) == all);
    texts
}

/// The letters of scripts without spaces in a text of more of them than words of other scripts, which are names there,
/// however many letters these have.
pub(super) fn without_names(text: &str) -> Option<String> {
    let is_name = |c: char| script_of(c).is_some_and(|own| own != WIDE);
    let names = || text.split(|c| !is_name(c)).filter(|name| !name.is_empty()).count();
    let wide = text.chars().filter(|c| script_of(*c) == Some(WIDE)).count();
    (wide >= LONG && wide > names()).then(|| text.replace(is_name, " "))
}

/// The script of more than half of the letters of a text.
pub(super) fn majority(text: &str) -> Option<usize> {
    if is_plain(&[text]) {
        return Some(LATIN);
    }
    let counts = counts(&[text]);
    let all: usize = counts.iter().sum();
    counts.iter().position(|count| *count * 2 > all)
}

#[cfg(test)]
mod tests {
    use super::{WIDE, WORTH, counts, main, majority};

    #[test]
    fn letters_of_ascii_settle_what_all_letters_would() {
        for other in ['\u{e4}', '\u{3b1}', '\u{431}', '\u{5d0}', '\u{627}', '\u{65e5}', '\u{e01}', '\u{1d400}', '.'] {
            for (own, others, signs) in (0..300).map(|number| (number % 10, number / 10 % 10, number / 100)) {
                let text = ["a".repeat(own), other.to_string().repeat(others), " ".repeat(signs)].concat();
                let mut counted = counts(&[&text]);
                let all: usize = counted.iter().sum();
                assert_eq!(majority(&text), counted.iter().position(|count| count * 2 > all), "{text}");
                counted[WIDE] *= WORTH;
                let most = (0..counted.len()).max_by_key(|script| counted[*script]);
                assert_eq!(main(&[&text]), most, "{text}");
            }
        }
    }
}
