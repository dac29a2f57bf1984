//! A block of text in, words and signs out: spans, lower-case forms, closed-class and verb readings.

use super::{Tag, Word};
use crate::article::Span;
use crate::resources::Language;
use crate::resources::letters::lower;
use crate::resources::lexicon::WordClass;
use std::ops::Range;

/// Appends the words of `block` to `words`.
pub(super) fn split<'a>(language: &'a Language, text: &str, block: Span, words: &mut Vec<Word<'a>>) {
    let source = block.of(text);
    // A word and the space behind it have six letters or so.
    words.reserve(source.len() / 6);
    let mut chars = source.char_indices().peekable();
    let mut quoting = false;
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() {
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
            if closes_genitive(language, source, start..end, quoting) {
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
                    words.push(word(language, span, span.of(text)));
                }
                continue;
            }
        } else if is_apostrophe(first) || first == '‘' {
            quoting = quotes(source, start, end, quoting);
            // A pair of marks written as one.
            while first == '\'' && chars.peek().is_some_and(|(_, c)| *c == first) {
                end += chars.next().map_or(0, |(_, c)| c.len_utf8());
            }
        } else if matches!(first, '.' | '`' | '-') {
            // An ellipsis, a pair of marks written as one, a dash of two hyphens.
            while chars.peek().is_some_and(|(_, c)| *c == first) {
                end += chars.next().map_or(0, |(_, c)| c.len_utf8());
            }
        }
        let span = Span::new(block.start + start, block.start + end);
        words.push(word(language, span, span.of(text)));
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
        _ if is_apostrophe(sign) => last.is_alphabetic() && next.is_alphabetic(),
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

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Whether a single quotation is open behind the mark between `start` and `end`.
fn quotes(source: &str, start: usize, end: usize, open: bool) -> bool {
    let mark = source.get(start..end).unwrap_or("");
    let behind = source.get(end..).and_then(|rest| rest.chars().next());
    let before = source.get(..start).and_then(|t| t.chars().next_back());
    match behind {
        _ if mark == "‘" => true,
        Some(c) if c.is_alphabetic() && mark == "'" => open || before.is_none_or(|b| !b.is_alphanumeric()),
        Some(c) if c.is_alphanumeric() => open,
        _ => false,
    }
}

/// "the ministers' talks": an apostrophe behind a plural, before a space, marks a genitive. In a quotation it does where
/// a mark that can be nothing else closes that further on.
fn closes_genitive(language: &Language, source: &str, word: Range<usize>, quoting: bool) -> bool {
    let rest = source.get(word.end..).unwrap_or("");
    let mut behind = rest.chars();
    language.lexicon.has_apostrophe_genitive()
        && source.get(word).is_some_and(|t| {
            language.lexicon.drops_genitive_ending(t) && t.chars().next().is_some_and(char::is_alphabetic)
        })
        && behind.next().is_some_and(is_apostrophe)
        && behind.next().is_some_and(char::is_whitespace)
        && (!quoting || closes_further_on(language, behind.as_str()))
}

/// A mark that closes a quotation and no genitive stands before the next quotation opens.
fn closes_further_on(language: &Language, rest: &str) -> bool {
    let mut left = ' ';
    for (at, c) in rest.char_indices() {
        let next = rest.get(at + c.len_utf8()..).and_then(|r| r.chars().next());
        let opens = is_apostrophe(c) && left.is_whitespace() && next.is_some_and(char::is_alphabetic);
        if c == '‘' || opens {
            return false;
        }
        if is_apostrophe(c) && !left.is_whitespace() && !next.is_some_and(char::is_alphanumeric) {
            let genitive = next.is_some_and(char::is_whitespace)
                && rest.get(..at).is_some_and(|t| language.lexicon.drops_genitive_ending(t));
            if !genitive {
                return true;
            }
        }
        left = c;
    }
    false
}

/// Where a word ends that another is written together with: "did|n't", "they|'ve", and "it|'s" behind a pronoun.
fn clitic(language: &Language, token: &str) -> Option<usize> {
    if !token.contains(['\'', '’']) {
        return None;
    }
    let lexicon = &language.lexicon;
    let lower = token.to_lowercase();
    // Letters may change their length with their case, so that the place is looked up in the word as it stands.
    let place = |cut: usize| {
        let tail = lower.get(cut..)?;
        token.char_indices().map(|(at, _)| at).find(|at| token.get(*at..).is_some_and(|t| t.to_lowercase() == tail))
    };
    if let Some(cut) = lexicon.clitic(&lower) {
        return place(cut);
    }
    let base = lexicon.genitive_base(&lower).filter(|_| lexicon.has_apostrophe_genitive())?;
    let pronoun = lexicon.closed(base).iter().any(|c| c.class == WordClass::Pronoun || c.class == WordClass::Relative);
    let owner = lexicon.closed(base).iter().all(|c| lexicon.is_indefinite(std::slice::from_ref(c)));
    if pronoun && !owner { place(base.len()) } else { None }
}

fn word<'a>(language: &'a Language, span: Span, token: &str) -> Word<'a> {
    let lexicon = &language.lexicon;
    let mut word = Word { span, ..Word::default() };
    let first = token.chars().next().unwrap_or(' ');
    if !token.chars().any(is_word) {
        word.tag = sign(first);
        word.sign = true;
        return word;
    }
    let lower = &*lower(token);
    word.capital = first.is_uppercase();
    word.form = lexicon.symbols.get(lower);
    if first.is_ascii_digit() {
        // "der 45-Jährige", "das 30-Tage-Ultimatum": the last part is a noun.
        let noun = token.rsplit_once('-').filter(|(_, last)| last.starts_with(char::is_uppercase));
        let time = |head| lexicon.is_time_noun(head);
        if let Some(noun) = noun.and_then(|_| lexicon.noun(token)).filter(|n| !time(n.head)) {
            (word.capital, word.lemma, word.first, word.agree) = (true, noun.head, noun.first, noun.agree);
            return word;
        }
        word.tag = Tag::Number;
        return word;
    }
    // The forms of all closed classes are known.
    word.closed = if word.form.is_known() { lexicon.closed(lower) } else { &[] };
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
