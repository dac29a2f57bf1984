//! A block of text in, words and signs out: spans, lower-case forms, closed-class and verb readings.

use super::{Tag, Word};
use crate::article::Span;
use crate::resources::Language;
use crate::resources::lexicon::WordClass;

/// Appends the words of `block` to `words`.
pub(super) fn split<'a>(language: &'a Language, text: &str, block: Span, words: &mut Vec<Word<'a>>) {
    let source = block.of(text);
    let mut lower = String::new();
    let mut chars = source.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() || first == '\u{feff}' || first == '\u{ad}' {
            continue;
        }
        let mut end = start + first.len_utf8();
        if is_word(first) {
            while let Some(&(at, c)) = chars.peek() {
                let next = source.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
                let last = source.get(..at).and_then(|t| t.chars().next_back()).unwrap_or(' ');
                let initial = c == '.' && is_initial(language, source.get(start..at).unwrap_or(""), next);
                if !(is_word(c) || initial || joins(last, c, next)) {
                    break;
                }
                end = at + c.len_utf8();
                let _ = chars.next();
            }
            // "Stahl- und Aluminiumzölle": the hyphen stays with the part that it cuts off.
            if chars.peek().is_some_and(|(_, c)| is_hyphen(*c))
                && source.get(start..end).is_some_and(|t| t.chars().all(|c| c.is_alphabetic() || is_hyphen(c)))
                && source.get(end..).is_some_and(cut_off)
            {
                end += chars.next().map_or(0, |(_, c)| c.len_utf8());
            }
            if closes_genitive(language, source, start, end) {
                end += chars.next().map_or(0, |(_, c)| c.len_utf8());
            }
            let token = source.get(start..end).unwrap_or("");
            let dotted =
                language.abbreviations.contains(token) && source.get(end..).is_some_and(|r| r.starts_with('.'));
            if dotted {
                end += 1;
                let _ = chars.next();
            }
            if let Some(cut) = clitic(language, token) {
                let middle = start + cut;
                for (from, to) in [(start, middle), (middle, end)] {
                    let span = Span::new(block.start + from, block.start + to);
                    words.push(word(language, span, span.of(text), &mut lower));
                }
                continue;
            }
        } else if matches!(first, '.' | '`' | '\'' | '-') {
            // An ellipsis, a pair of marks written as one, a dash of two hyphens.
            while chars.peek().is_some_and(|(_, c)| *c == first) {
                end += chars.next().map_or(0, |(_, c)| c.len_utf8());
            }
        }
        let span = Span::new(block.start + start, block.start + end);
        words.push(word(language, span, span.of(text), &mut lower));
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '%' || c == '€' || c == '$'
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// A hyphen, then a space and a lower-case word, or a sign that joins: part of a compound follows further on.
fn cut_off(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    match chars.next() {
        Some(',' | '/') => true,
        Some(c) if c.is_whitespace() => chars.next().is_some_and(char::is_lowercase),
        _ => false,
    }
}

/// A sign inside a word: hyphen, apostrophe, a point or comma between digits.
fn joins(last: char, sign: char, next: Option<char>) -> bool {
    let Some(next) = next else { return false };
    match sign {
        _ if is_hyphen(sign) => last.is_alphanumeric() && next.is_alphanumeric(),
        '\'' | '’' => last.is_alphabetic() && next.is_alphabetic(),
        '.' | ',' | ':' => last.is_ascii_digit() && next.is_ascii_digit(),
        '&' => last.is_uppercase() && next.is_uppercase(),
        _ => false,
    }
}

/// "U.S.": letters that each keep their point.
fn is_initial(language: &Language, before: &str, next: Option<char>) -> bool {
    let letters = || before.split('.').all(|p| p.chars().count() == 1 && p.chars().all(char::is_uppercase));
    language.lexicon.has_pointed_initials() && next.is_some_and(char::is_uppercase) && letters()
}

/// "the ministers' talks": an apostrophe behind a plural, before a space, marks a genitive.
fn closes_genitive(language: &Language, source: &str, start: usize, end: usize) -> bool {
    let mut behind = source.get(end..).unwrap_or("").chars();
    language.lexicon.has_apostrophe_genitive()
        && source.get(start..end).is_some_and(|t| t.ends_with('s') && t.chars().next().is_some_and(char::is_alphabetic))
        && behind.next().is_some_and(|c| matches!(c, '\'' | '’'))
        && behind.next().is_some_and(char::is_whitespace)
}

/// Where a word ends that another is written together with: "did|n't", "they|'ve", and "it|'s" behind a pronoun.
fn clitic(language: &Language, token: &str) -> Option<usize> {
    if !token.contains(['\'', '’']) {
        return None;
    }
    let lexicon = &language.lexicon;
    let lower = token.to_lowercase();
    if let Some(cut) = lexicon.clitic(&lower) {
        return Some(cut);
    }
    let base = lexicon.genitive_base(&lower).filter(|_| lexicon.has_apostrophe_genitive())?;
    let pronoun = lexicon.closed(base).iter().any(|c| c.class == WordClass::Pronoun || c.class == WordClass::Relative);
    let owner = lexicon.closed(base).iter().all(|c| lexicon.is_indefinite(std::slice::from_ref(c)));
    (pronoun && !owner).then_some(base.len())
}

fn word<'a>(language: &'a Language, span: Span, token: &str, lower: &mut String) -> Word<'a> {
    let lexicon = &language.lexicon;
    let mut word = Word { span, ..Word::default() };
    let first = token.chars().next().unwrap_or(' ');
    if !token.chars().any(is_word) {
        word.tag = sign(first);
        word.sign = true;
        return word;
    }
    lower.clear();
    lower.extend(token.chars().flat_map(char::to_lowercase));
    word.capital = first.is_uppercase();
    word.form = lexicon.symbols.get(lower);
    if first.is_ascii_digit() {
        word.tag = Tag::Number;
        return word;
    }
    word.closed = lexicon.closed(lower);
    word.verbs = lexicon.verb(lower);
    word.auxiliary = word.verbs.first().is_some_and(|v| language.auxiliaries.contains(v.lemma));
    if word.capital
        && let Some(noun) = lexicon.noun(token)
    {
        word.lemma = noun.head;
        word.first = noun.first;
        word.agree = noun.agree;
    }
    word
}

fn sign(c: char) -> Tag {
    match c {
        ',' => Tag::Comma,
        ':' | ';' | '–' | '—' | '-' | '•' | '…' | '/' => Tag::Break,
        '(' | '[' => Tag::Open,
        ')' | ']' => Tag::Close,
        '"' | '„' | '“' | '”' | '»' | '«' | '‚' | '‘' | '’' | '\'' | '›' | '‹' | '`' => Tag::Quote,
        _ => Tag::Other,
    }
}
