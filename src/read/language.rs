//! Which language a text is in.

use super::scripts;
use crate::article::{Article, BlockKind, Span};
use crate::resources::fields::Fields;
use crate::resources::{Language, Resources};
use std::borrow::Cow;
use std::str::FromStr;

/// Fewer words than that do not show their language.
const ENOUGH: usize = 8;

/// Bytes that show a language as surely as a whole article does.
const SAMPLE: usize = 1_024;
/// Places of a longer text from which its sample is drawn: one of them may be in another language.
const DRAWS: usize = 4;

/// The ISO 639-1 code of a text's language, or its three-letter code where it has no shorter one.
/// None where the text is too short.
pub(super) fn detect(resources: &Resources, text: &str) -> Option<String> {
    (text.split_whitespace().nth(ENOUGH - 1).is_some() || scripts::is_long_without_spaces(text)).then_some(())?;
    Some(by_letters(resources, &sample(text)))
}

/// Pieces of a long text, the first from its start, the last from its end.
fn sample(text: &str) -> Cow<'_, str> {
    if text.len() <= 2 * SAMPLE {
        return Cow::Borrowed(text);
    }
    let draw = |at: usize| {
        let start = at * (text.len() - SAMPLE / DRAWS) / (DRAWS - 1);
        let piece = text.as_bytes().get(start..start + SAMPLE / DRAWS).unwrap_or_default();
        String::from_utf8_lossy(piece)
    };
    Cow::Owned((0..DRAWS).map(draw).collect::<Vec<_>>().join(" "))
}

/// The first look knows sixteen languages and takes any other for one of them, Polish for Turkish, Welsh for English. What it
/// takes for one that is not built, or for one whose small words are not there, is looked at again, eight times slower, by
/// all trigrams.
fn by_letters(resources: &Resources, text: &str) -> String {
    let bare = scripts::without_names(text);
    let text = bare.as_deref().unwrap_or(text);
    let first = code(whichlang::detect_language(text).three_letter_code(), &resources.fields);
    let words = text.split_whitespace().count();
    if resources.language(&first).is_some_and(|language| small_words(language, text) * LIKELY >= words) {
        return first;
    }
    let is_built = resources.language(&first).is_some();
    let second = whatlang::detect(text).filter(|told| !is_built || told.is_reliable());
    second.map_or(first, |told| code(told.lang().code(), &resources.fields))
}

/// Of so many words of a language that is built one at least is an article, a preposition or the like, but in lists of names;
/// where one of fewer is, a text is in no other.
const LIKELY: usize = 8;
const CLEAR: usize = 4;

/// The articles, prepositions and the like of a language among the words of a text.
fn small_words(language: &Language, text: &str) -> usize {
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !language.lexicon.closed(word).is_empty()).count()
}

/// Whether a text is so clearly in a language that is built that a page that says another is wrong.
pub(super) fn is_clear(resources: &Resources, text: &str, lang: &str) -> bool {
    let text = sample(text);
    let words = text.split_whitespace().count();
    let counted = resources.language(lang).map_or(0, |language| small_words(language, &text));
    words >= ENOUGH_ALONE && counted * CLEAR >= words
}

/// Whether letters can show that a text is in this language; else they show another.
pub(super) fn is_shown_by_letters(lang: &str, fields: &Fields) -> bool {
    whatlang::Lang::all().iter().any(|known| code(known.code(), fields) == lang)
}

fn code(three: &str, fields: &Fields) -> String {
    normalise(three, fields).unwrap_or_else(|| three.to_owned())
}

/// Words from which on a paragraph shows a language of its own.
const ENOUGH_ALONE: usize = 16;
/// Bytes of a word at most; what is longer is an address, a code or rubbish, and of no language.
const LONGEST_WORD: usize = 60;

/// Words of a paragraph that are looked at for articles, prepositions and the like that no other built language has, and
/// how many of them leave no doubt.
const LOOKED_AT: usize = 24;
const PLAIN: usize = 6;

/// The paragraphs that are in another language than the article.
pub(super) fn foreign(resources: &Resources, article: &Article) -> Vec<(Span, String)> {
    let own = resources.language(&article.lang);
    let closed = |language: &Language, word: &str| !language.lexicon.closed(word).is_empty();
    let plain = |word: &&str| {
        own.is_some_and(|l| {
            closed(l, word) && resources.languages().all(|other| other.code == l.code || !closed(other, word))
        })
    };
    let is_text = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Caption);
    let paragraphs = article.blocks.iter().filter(|block| is_text(block.kind)).map(|block| block.span);
    let main = scripts::main(&[&article.text]);
    let other = |span: Span| {
        let text = span.of(&article.text);
        if scripts::tells_language(text, main) {
            return Some((span, by_letters(resources, text))).filter(|(_, lang)| *lang != article.lang);
        }
        let words = || text.split_whitespace().filter(|word| word.len() <= LONGEST_WORD);
        if words().nth(ENOUGH_ALONE - 1).is_none() {
            return by_closed(resources, article, &words().collect::<Vec<_>>()).map(|lang| (span, lang));
        }
        if words().take(LOOKED_AT).filter(plain).nth(PLAIN - 1).is_some() {
            return None;
        }
        let lang = detect(resources, &words().collect::<Vec<_>>().join(" "))
            .filter(|_| is_shown_by_letters(&article.lang, &resources.fields))?;
        (lang != article.lang).then_some((span, lang))
    };
    paragraphs.filter_map(other).collect()
}

/// Closed words of one built language alone that show it in a paragraph too short for its letters, where none is of the
/// article's.
const ENOUGH_CLOSED: usize = 3;

/// The built language whose articles, prepositions and the like stand in a few words, where none of the article's do.
fn by_closed(resources: &Resources, article: &Article, words: &[&str]) -> Option<String> {
    let mut counts: Vec<(usize, &str)> = resources.languages().map(|language| (0, language.code.as_str())).collect();
    if words.len() < ENOUGH_CLOSED {
        return None;
    }
    for word in words {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let knows = resources.languages().map(|language| !language.lexicon.closed(word).is_empty());
        let mut knowing = counts.iter_mut().zip(knows).filter_map(|(count, knows)| knows.then_some(count));
        if let (Some(only), None) = (knowing.next(), knowing.next()) {
            if only.1 == article.lang {
                return None;
            }
            only.0 += 1;
        }
    }
    let is_own_built = counts.iter().any(|(_, code)| *code == article.lang);
    counts
        .into_iter()
        .max()
        .filter(|(count, _)| is_own_built && *count >= ENOUGH_CLOSED)
        .map(|(_, lang)| lang.to_owned())
}

/// The built language that knows more words than any other of a text too short for its letters to show its language. Its
/// letters must look the same language, or it must know two thirds of the words that are not names in every language.
pub(super) fn by_words(resources: &Resources, text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let knows = |language: &Language, word: &str| {
        let lexicon = &language.lexicon;
        let plain = |w: &str| !lexicon.closed(w).is_empty() || !lexicon.verb(w).is_empty();
        plain(word) || plain(&word.to_lowercase()) || lexicon.noun(word).is_some()
    };
    let names = |language: &Language, word: &str| {
        !knows(language, word) && !language.gazetteer.names(&language.lexicon, &[word]).is_empty()
    };
    let known = |language: &Language| words.iter().filter(|word| knows(language, word)).count();
    let mut counts: Vec<(usize, &str)> = resources.languages().map(|l| (known(l), l.code.as_str())).collect();
    counts.sort_by_key(|(count, code)| (std::cmp::Reverse(*count), *code));
    let (best, code) = counts.first().copied()?;
    let clear = best > 0 && counts.get(1).is_none_or(|(next, _)| *next < best);
    let telling = || words.iter().filter(|word| !resources.languages().all(|language| names(language, word))).count();
    (clear && (by_letters(resources, text) == code || best * 3 >= telling() * 2)).then(|| code.to_owned())
}

/// The code of a language that a user names: of one that is not known, its own words.
pub(super) fn named(lang: &str, fields: &Fields) -> String {
    normalise(lang, fields).unwrap_or_else(|| lang.trim().to_lowercase())
}

/// The two-letter code of what a page or record calls its language: `de-DE`, `deu`, `DE_at`, `ger`, `German`.
pub(super) fn normalise(code: &str, fields: &Fields) -> Option<String> {
    if let Some(code) = fields.language(code) {
        return Some(code.to_owned());
    }
    let first = code.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let known = isolang::Language::from_str(&first).ok()?;
    Some(known.to_639_1().unwrap_or(known.to_639_3()).to_owned())
}
