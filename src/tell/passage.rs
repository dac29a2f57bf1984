//! What is quoted of a sentence: the clauses around the words that matter, as a span of the article, never rewritten.

use crate::article::Span;

/// A quotation is at most this long; a footnote carries the whole sentence.
const LONGEST_QUOTE: usize = 190;

/// A stretch of a sentence, and whether something was left out before or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) span: Span,
    pub(super) before: bool,
    pub(super) after: bool,
}

/// The sentence, or as many of its clauses around `core` as a quotation can hold.
pub(super) fn cut(text: &str, sentence: Span, core: Span) -> Cut {
    cut_to(text, sentence, core, LONGEST_QUOTE)
}

/// The same with at most `longest` letters, unless one clause has more.
pub(super) fn cut_to(text: &str, sentence: Span, core: Span, longest: usize) -> Cut {
    let whole = trimmed(text, sentence);
    if length(text, whole) <= longest {
        return Cut { span: whole, before: false, after: false };
    }
    let clauses = clauses(text, whole);
    let touched = |clause: &&Span| clause.overlaps(core);
    let mut first = clauses.iter().position(|c| touched(&c)).unwrap_or(0);
    let mut last = clauses.iter().rposition(|c| touched(&c)).unwrap_or(first);
    let span = |first: usize, last: usize| match (clauses.get(first), clauses.get(last)) {
        (Some(a), Some(b)) => a.join(*b),
        _ => whole,
    };
    loop {
        let fits = |first, last| length(text, span(first, last)) <= longest;
        if last + 1 < clauses.len() && fits(first, last + 1) {
            last += 1;
        } else if first > 0 && fits(first - 1, last) {
            first -= 1;
        } else {
            break;
        }
    }
    let kept = words_that_fit(text, trimmed(text, span(first, last)), longest);
    Cut { span: kept, before: kept.start > whole.start, after: kept.end < whole.end }
}

/// The span without white space, bullets and dangling punctuation at its ends, and without a quotation mark that has no
/// partner in it.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let dangling =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '*' | '\u{2022}' | '\u{2013}' | '\u{2014}');
    let mut span = span;
    loop {
        let words = span.of(text);
        let front = words.len() - words.trim_start_matches(dangling).len();
        let back = words.trim_end_matches(dangling).len();
        let lone = words.chars().filter(|c| is_quote(*c)).count() % 2 == 1;
        let kept = words.get(front.min(back)..back).unwrap_or_default();
        let opening = kept.chars().next().filter(|c| lone && is_quote(*c)).map_or(0, char::len_utf8);
        let closing =
            kept.chars().next_back().filter(|c| lone && opening == 0 && is_quote(*c)).map_or(0, char::len_utf8);
        let next = Span::new(span.start + front.min(back) + opening, span.start + back - closing);
        if next == span || next.start >= next.end {
            return next;
        }
        span = next;
    }
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}')
}

/// Stretches between commas, semicolons, colons and dashes that stand before a space.
fn clauses(text: &str, sentence: Span) -> Vec<Span> {
    let mut clauses = Vec::new();
    let mut start = sentence.start;
    let words = sentence.of(text);
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let before_space = chars.peek().is_some_and(|(_, next)| next.is_whitespace());
        if before_space && matches!(c, ',' | ';' | ':' | '\u{2013}' | '\u{2014}') {
            let end = sentence.start + at + c.len_utf8();
            clauses.push(Span::new(start, end));
            start = end;
        }
    }
    if start < sentence.end {
        clauses.push(Span::new(start, sentence.end));
    }
    clauses
}

/// A clause that is too long by itself ends after the last word that fits.
fn words_that_fit(text: &str, span: Span, longest: usize) -> Span {
    let words = span.of(text);
    let Some((limit, _)) = words.char_indices().nth(longest) else { return span };
    let fitting = words.get(..limit).unwrap_or(words);
    let end = fitting.rfind(char::is_whitespace).unwrap_or(limit);
    trimmed(text, Span::new(span.start, span.start + end))
}

fn length(text: &str, span: Span) -> usize {
    span.of(text).chars().count()
}
