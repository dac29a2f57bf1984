//! The words of a block in, its sentences out; marks which words stand inside quotation marks.

use super::{Parse, Sentence, Tag, Word};
use crate::article::{BlockKind, Span};
use crate::resources::Language;
use crate::resources::lexicon::WordClass;

/// Words and signs of one sentence at most: what goes on without a stop (tables, lists, hostile input) is cut, so that no
/// later step meets more.
const LONGEST: usize = 250;

/// Cuts the words from `from` to the end into sentences.
pub(super) fn split(language: &Language, text: &str, block: BlockKind, parse: &mut Parse<'_>, from: usize) {
    let mut start = from;
    let mut quoted = false;
    for at in from..parse.words.len() {
        let token = parse.words[at].span.of(text);
        if parse.words[at].tag == Tag::Quote {
            quoted = opens(text, &parse.words[at]).unwrap_or(!quoted);
        }
        parse.words[at].quoted = quoted;
        if token == "." && is_ordinal(language, text, &parse.words, start, at) {
            // The point of an ordinal belongs to its number.
            parse.words[at].tag = Tag::Number;
        }
        if ends_sentence(text, &parse.words, at) {
            // A closing quotation mark or bracket belongs to the sentence that it closes.
            let next_closes = parse.words.get(at + 1).is_some_and(|w| {
                w.tag == Tag::Close || (w.tag == Tag::Quote && quoted && opens(text, w) != Some(true))
            });
            if !next_closes {
                push(parse, block, start, at + 1);
                start = at + 1;
            }
        } else if at + 1 - start >= LONGEST || at > start && closes_after_stop(text, &parse.words, at) {
            push(parse, block, start, at + 1);
            start = at + 1;
        }
    }
    push(parse, block, start, parse.words.len());
}

fn push(parse: &mut Parse<'_>, block: BlockKind, start: usize, end: usize) {
    let Some(first) = parse.words.get(start) else { return };
    if start >= end || !parse.words.iter().take(end).skip(start).any(|w| w.capital || !w.form.eq(&Default::default())) {
        return;
    }
    let span = Span::new(first.span.start, parse.words[end - 1].span.end);
    let clauses = parse.clauses.len()..parse.clauses.len();
    parse.sentences.push(Sentence { span, words: start..end, clauses, block });
}

/// Whether a quotation mark opens a quotation: told by the spaces around it, for one language closes with the mark that
/// another opens with; `None` where they do not tell.
fn opens(text: &str, mark: &Word<'_>) -> Option<bool> {
    match mark.span.of(text) {
        "„" | "‚" | "``" => return Some(true),
        "''" => return Some(false),
        _ => {}
    }
    let before = text.get(..mark.span.start).and_then(|t| t.chars().next_back());
    let behind = text.get(mark.span.end..).and_then(|t| t.chars().next());
    let leads = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '{' | '–' | '—' | '-' | '/' | ':' | '„' | '‚');
    let ends = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | '[' | '$' | '€' | '£' | '#' | '@' | '…');
    match (before.is_none_or(leads), behind.is_none_or(ends)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

fn ends_sentence(text: &str, words: &[Word<'_>], at: usize) -> bool {
    let word = &words[at];
    if word.tag != Tag::Other || !matches!(word.span.of(text), "." | "!" | "?") {
        return false;
    }
    let Some(next) = words.get(at + 1) else { return true };
    if next.span.start == word.span.end && next.tag != Tag::Quote && next.tag != Tag::Close {
        return false;
    }
    if is_initial(text, words, at) {
        return false;
    }
    if next.tag == Tag::Comma
        || (!next.capital && !matches!(next.tag, Tag::Quote | Tag::Number | Tag::Break | Tag::Open | Tag::Close))
    {
        return next.tag != Tag::Comma && !next.span.of(text).starts_with(char::is_lowercase);
    }
    true
}

/// "John F. Lee": one capital letter between two names.
fn is_initial(text: &str, words: &[Word<'_>], at: usize) -> bool {
    let word = |i: Option<usize>| i.and_then(|i| words.get(i));
    let (letter, before, next) = (word(at.checked_sub(1)), word(at.checked_sub(2)), word(Some(at + 1)));
    let single = letter.is_some_and(|w| {
        let mut letters = w.span.of(text).chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && w.span.end == words[at].span.start
    });
    single
        && before.is_some_and(|w| w.capital && !w.sign && w.closed.is_empty())
        && next.is_some_and(|w| w.capital && !w.sign && w.closed.is_empty())
}

/// "13." in "am 13. September": a short number, point, and a determiner or preposition before it, or a month or unit of
/// time behind it.
fn is_ordinal(language: &Language, text: &str, words: &[Word<'_>], start: usize, at: usize) -> bool {
    // "1." that opens a line is no sentence in any language.
    if at > start + 1 && !language.syntax.ordinal_points {
        return false;
    }
    let Some(number) = at.checked_sub(1).and_then(|i| words.get(i)) else { return false };
    let digits = number.span.of(text);
    if number.tag != Tag::Number || digits.len() > 2 || number.span.end != words[at].span.start || at - 1 < start {
        return false;
    }
    if at - 1 == start || words.get(at + 1).is_some_and(|next| language.times.takes_ordinal(next.form)) {
        return true;
    }
    let before = &words[at - 2];
    let classes = [WordClass::Determiner, WordClass::Preposition, WordClass::PrepositionArticle];
    before.closed.iter().any(|c| classes.contains(&c.class)) || before.tag == Tag::Comma || before.capital
}

/// The closing mark of a quotation whose sentence ended just before it.
fn closes_after_stop(text: &str, words: &[Word<'_>], at: usize) -> bool {
    let word = &words[at];
    let after_stop = matches!(words[at - 1].span.of(text), "." | "!" | "?");
    after_stop
        && matches!(word.tag, Tag::Quote | Tag::Close)
        && words.get(at + 1).is_none_or(|next| next.capital || next.tag == Tag::Quote || next.tag == Tag::Open)
}
