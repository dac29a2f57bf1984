//! The words of a clause in, its phrases out: noun phrases with case, preposition, genitives and coordination.

use super::{Attachment, Parse, Phrase, Tag, Word};
use crate::resources::Language;
use crate::resources::gazetteer::EntityKind;
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;
use std::ops::Range;

/// Finds the phrases of every clause of a sentence.
pub(super) fn find(language: &Language, text: &str, parse: &mut Parse<'_>, sentence: usize) {
    for clause in parse.sentences[sentence].clauses.clone() {
        let first = parse.phrases.len();
        for stretch in stretches(&parse.clauses[clause].words) {
            let mut at = stretch.start;
            while at < stretch.end {
                match phrase(language, text, &parse.words, at, stretch.end) {
                    Some(mut phrase) => {
                        at = phrase.words.end;
                        phrase.clause = clause;
                        parse.phrases.push(phrase);
                    }
                    None => at += 1,
                }
            }
        }
        parse.clauses[clause].phrases = first..parse.phrases.len();
        attach(parse, first);
    }
}

/// The unbroken runs of a clause's words.
fn stretches(words: &[usize]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for &word in words {
        match runs.last_mut() {
            Some(run) if run.end == word => run.end = word + 1,
            _ => runs.push(word..word + 1),
        }
    }
    runs
}

/// The phrase that begins at `at`, if one does.
fn phrase(language: &Language, text: &str, words: &[Word<'_>], at: usize, end: usize) -> Option<Phrase> {
    let word = &words[at];
    match word.tag {
        Tag::Preposition => {
            let (preposition, agree, joined) = governed(word)?;
            let inner = governed_nominal(language, text, words, at + 1, end, joined.then_some(agree))?;
            let agree = if joined { inner.agree } else { narrowed(inner.agree, agree) };
            Some(Phrase { words: at..inner.words.end, preposition: Some(preposition), agree, ..inner })
        }
        Tag::Proadverb => {
            let closed = word.closed.iter().find(|c| c.class == WordClass::Proadverb)?;
            Some(plain(at, Some(closed.extra), Agree::NONE, true))
        }
        Tag::Pronoun | Tag::Relative => Some(plain(at, None, pronoun_agree(word), true)),
        _ => nominal(language, text, words, at, end, None),
    }
}

fn plain(at: usize, preposition: Option<Symbol>, agree: Agree, pronoun: bool) -> Phrase {
    Phrase { words: at..at + 1, head: at, preposition, agree, determiner: None, attached: None, clause: 0, pronoun }
}

fn pronoun_agree(word: &Word<'_>) -> Agree {
    let wanted = if word.tag == Tag::Relative { WordClass::Relative } else { WordClass::Pronoun };
    let of = |class: WordClass| word.closed.iter().filter(|c| c.class == class).fold(Agree::NONE, |a, c| a | c.agree);
    let agree = of(wanted);
    if agree.is_empty() { of(WordClass::Determiner) } else { agree }
}

/// The preposition itself (or the one inside "im"), what it governs, and whether an article is inside.
fn governed(word: &Word<'_>) -> Option<(Symbol, Agree, bool)> {
    for closed in word.closed {
        match closed.class {
            WordClass::PrepositionArticle => return Some((closed.extra, closed.agree, true)),
            WordClass::Preposition => return Some((word.form, closed.agree, false)),
            WordClass::InfinitiveMark => return Some((word.form, Agree::DAT, false)),
            _ => {}
        }
    }
    None
}

fn narrowed(agree: Agree, by: Agree) -> Agree {
    let both = agree & by;
    if both.is_empty() { by } else { both }
}

/// The noun phrase behind a preposition; a leading genitive stays inside: "zwischen | Nordkoreas Machthaber".
fn governed_nominal(language: &Language, text: &str, words: &[Word<'_>], start: usize, end: usize, article: Option<Agree>) -> Option<Phrase> {
    let first = nominal(language, text, words, start, end, article)?;
    let leads = first.agree == Agree::GEN && first.determiner.is_none() && words[first.head].tag == Tag::Name
        && leads_as_genitive(language, text, words, first.head, end);
    if !leads {
        return Some(first);
    }
    let rest = nominal(language, text, words, first.words.end, end, None).filter(|r| !r.pronoun);
    Some(match rest {
        Some(rest) => Phrase { words: first.words.start..rest.words.end, ..rest },
        None => first,
    })
}

/// Determiner, numbers, adjectives with their own modifiers, nouns and names.
fn nominal(language: &Language, text: &str, words: &[Word<'_>], start: usize, end: usize, article: Option<Agree>) -> Option<Phrase> {
    let mut at = start;
    let mut agree = article.unwrap_or(Agree::ALL);
    let mut determiner = None;
    if words.get(at).filter(|_| at < end)?.tag == Tag::Pronoun || words[at].tag == Tag::Relative {
        let mut phrase = plain(at, None, pronoun_agree(&words[at]), true);
        phrase.words = start..at + 1;
        return Some(phrase);
    }
    while at < end && words[at].tag == Tag::Determiner {
        let readings = words[at].closed.iter().filter(|c| c.class == WordClass::Determiner);
        let own = readings.fold(Agree::NONE, |a, c| a | c.agree);
        agree = if own.is_empty() { agree } else { narrowed_noun(if agree == Agree::ALL { own } else { agree }, own) };
        determiner = determiner.or(Some(at));
        at += 1;
    }
    at = modifiers(words, at, end, determiner.is_some() || article.is_some());
    if at >= end || !matches!(words[at].tag, Tag::Noun | Tag::Name | Tag::Number) {
        return None;
    }
    // "Nordkoreas Machthaber": a genitive name before its noun is a phrase of its own.
    if determiner.is_none() && article.is_none() && leads_as_genitive(language, text, words, at, end) {
        let length = words[at].name.map_or(1, |n| usize::from(n.words));
        let mut phrase = plain(at, None, Agree::GEN, false);
        phrase.words = start..(at + length).min(end);
        return Some(phrase);
    }
    let head = head(words, at, end);
    let mut last = head;
    let title = words[head].tag == Tag::Noun && words[head].name.is_none();
    while last + 1 < end && follows(language, words, head, last + 1, title) {
        last += 1;
    }
    if words[head].tag != Tag::Number {
        let noun = words[head].agree;
        agree = if noun.is_empty() { agree } else { narrowed_noun(agree, noun) };
    }
    Some(Phrase { words: start..last + 1, head, preposition: None, agree, determiner, attached: None, clause: 0, pronoun: false })
}

/// A noun's readings restrict the determiner's; where they contradict, the determiner is trusted.
fn narrowed_noun(agree: Agree, noun: Agree) -> Agree {
    let both = agree & noun;
    if both.is_empty() { agree } else { both }
}

/// Skips numbers, adjectives, adverbs before them and whatever a participle brings along ("im Juni unterzeichnete").
fn modifiers(words: &[Word<'_>], start: usize, end: usize, open: bool) -> usize {
    let mut at = start;
    // Inside a prepositional phrase that a participle brings along, nouns do not end the search for the head.
    let mut inside = false;
    while at < end {
        let word = &words[at];
        let skip = match word.tag {
            Tag::Noun | Tag::Name if !inside => false,
            Tag::Adjective | Tag::Quote => true,
            Tag::Number => words.get(at + 1).is_some_and(|n| at + 1 < end && !matches!(n.tag, Tag::Other)),
            Tag::Adverb | Tag::Negation => adjective_ahead(words, at + 1, end, 2),
            Tag::Coordinator | Tag::Comma => at > start && words[at - 1].tag == Tag::Adjective && adjective_ahead(words, at + 1, end, 2),
            Tag::Preposition | Tag::Determiner | Tag::Pronoun | Tag::Noun | Tag::Name if open => participle_ahead(words, at, end),
            _ => false,
        };
        if !skip {
            break;
        }
        match word.tag {
            Tag::Preposition => inside = true,
            Tag::Noun | Tag::Name => inside = words.get(at + 1).is_some_and(|n| matches!(n.tag, Tag::Name | Tag::Noun)),
            _ => {}
        }
        at += 1;
    }
    at
}

fn adjective_ahead(words: &[Word<'_>], from: usize, end: usize, within: usize) -> bool {
    (from..end.min(from + within)).any(|i| words[i].tag == Tag::Adjective)
        && (from..end.min(from + within)).take_while(|i| words[*i].tag != Tag::Adjective).all(|i| words[i].tag == Tag::Adverb)
}

/// Between a determiner and its noun: a participle with an ending comes before any verb, and a noun after it.
fn participle_ahead(words: &[Word<'_>], at: usize, end: usize) -> bool {
    if matches!(words[at].tag, Tag::Noun | Tag::Name) && !matches!(words.get(at + 1).map(|w| w.tag), Some(Tag::Adjective | Tag::Name | Tag::Adverb | Tag::Preposition)) {
        return false;
    }
    for i in at..end.min(at + 10) {
        match words[i].tag {
            Tag::Adjective if !words[i].verbs.is_empty() => return i > at,
            Tag::Verb | Tag::Comma | Tag::Break | Tag::Coordinator => return false,
            _ => {}
        }
    }
    false
}

fn leads_as_genitive(language: &Language, text: &str, words: &[Word<'_>], at: usize, end: usize) -> bool {
    let word = &words[at];
    if word.tag != Tag::Name {
        return false;
    }
    let length = word.name.map_or(1, |n| usize::from(n.words));
    let genitive = match word.name {
        Some(name) => name.genitive,
        None => language.lexicon.is_genitive(word.span.of(text)),
    };
    let mut next = at + length;
    while next < end && matches!(words[next].tag, Tag::Adjective | Tag::Adverb | Tag::Number | Tag::Quote) {
        next += 1;
    }
    genitive && words.get(next).is_some_and(|w| next < end && w.tag == Tag::Noun && !w.in_name)
}

/// The head: the first noun, which may carry a title's names behind it; of a run of nouns after a number the last.
fn head(words: &[Word<'_>], at: usize, end: usize) -> usize {
    let mut head = at;
    while head + 1 < end && words[head].tag == Tag::Number && matches!(words[head + 1].tag, Tag::Noun | Tag::Name | Tag::Number) {
        head += 1;
    }
    head
}

/// Names and nouns that belong to the head: the rest of a known name, names after a title, a noun after a noun.
fn follows(language: &Language, words: &[Word<'_>], head: usize, at: usize, title: bool) -> bool {
    let word = &words[at];
    if word.in_name {
        return true;
    }
    // "vier Delegationen | Nordkorea", "Präsident Putin | Nordkorea": a state follows a noun only as its one name.
    let kind = word.name.and_then(|n| language.gazetteer.entity(n.entity)).map(|e| e.kind);
    if kind == Some(EntityKind::State) && (at != head + 1 || words[head].agree.is_plural()) {
        return false;
    }
    match word.tag {
        Tag::Name => {
            // A second known name in the genitive is a phrase of its own ("der Präsident Russlands").
            !word.name.is_some_and(|n| n.genitive) && (title || words[head].tag == Tag::Name && (word.name.is_none() || words[head].name.is_none()))
        }
        Tag::Noun => title && words[at - 1].tag == Tag::Noun && at == head + 1,
        Tag::Quote => words.get(at + 1).is_some_and(|n| n.tag == Tag::Name && at + 1 > head) && title,
        _ => false,
    }
}

/// Hangs genitives, adjacent prepositional phrases, appositions and conjuncts on what they belong to.
fn attach(parse: &mut Parse<'_>, first: usize) {
    for at in first..parse.phrases.len() {
        let phrase = &parse.phrases[at];
        if phrase.pronoun {
            continue;
        }
        if let Some(next) = (at + 1 < parse.phrases.len()).then_some(at + 1)
            && is_leading_genitive(parse, at, next)
        {
            parse.phrases[at].attached = Some((next, Attachment::Genitive));
            continue;
        }
        if at == first {
            continue;
        }
        // A genitive that leads into this phrase stands with it: "… und | Nordkoreas Außenministerin".
        let led = parse.phrases[at - 1].attached == Some((at, Attachment::Genitive));
        let (from, begins) = if led { (at - 1, parse.phrases[at - 1].words.start) } else { (at, phrase.words.start) };
        if from == first {
            continue;
        }
        let before = &parse.phrases[from - 1];
        let gap: Vec<Tag> = (before.words.end..begins).map(|i| parse.words[i].tag).collect();
        let attached = match gap.as_slice() {
            [] => adjacent(parse, from - 1, at),
            [Tag::Coordinator] => conjunct(parse, first, from - 1, at),
            [Tag::Comma] | [Tag::Comma, Tag::Coordinator] | [Tag::Comma, Tag::Coordinator, Tag::Adverb] | [Tag::Coordinator, Tag::Adverb] => {
                listed(parse, first, from - 1, at)
            }
            _ => None,
        };
        parse.phrases[at].attached = attached;
    }
}

/// A genitive name and the noun phrase right behind it.
fn is_leading_genitive(parse: &Parse<'_>, at: usize, next: usize) -> bool {
    let (phrase, following) = (&parse.phrases[at], &parse.phrases[next]);
    phrase.agree == Agree::GEN
        && phrase.words.end == following.words.start
        && following.preposition.is_none()
        && following.determiner.is_none()
        && !following.pronoun
        && parse.words[phrase.head].tag == Tag::Name
}

fn adjacent(parse: &Parse<'_>, before: usize, at: usize) -> Option<(usize, Attachment)> {
    let (left, phrase) = (&parse.phrases[before], &parse.phrases[at]);
    if left.pronoun && left.preposition.is_none() {
        return None;
    }
    if phrase.preposition.is_some() {
        return Some((before, Attachment::Preposition));
    }
    let genitive_name = parse.words[phrase.head].name.is_some_and(|n| n.genitive);
    let common_noun = parse.words[left.head].tag == Tag::Noun;
    let marked = phrase.determiner.is_some() || parse.words[phrase.words.start].tag == Tag::Adjective;
    (genitive_name || (common_noun && marked && phrase.agree.meets(Agree::GEN))).then_some((before, Attachment::Genitive))
}

/// The nearest phrase before that a conjunct can stand beside: same preposition or same case.
fn conjunct(parse: &Parse<'_>, first: usize, before: usize, at: usize) -> Option<(usize, Attachment)> {
    let phrase = &parse.phrases[at];
    if phrase.preposition.is_some() {
        let same = (first..at).rev().take(3).find(|p| parse.phrases[*p].preposition == phrase.preposition);
        return same.map(|p| (p, Attachment::Coordination));
    }
    let cases = phrase.agree.cases();
    // "die Hilfe der USA und der EU", "zwischen Russland und Nordkorea": the inner phrase first.
    let inner = &parse.phrases[before];
    if inner.agree.is_empty() || cases.is_empty() || inner.agree.cases().meets(cases) {
        return Some((before, Attachment::Coordination));
    }
    parse.phrases[before].attached.map(|(outer, _)| (outer, Attachment::Coordination))
}

/// After a comma: another member of a list, or an apposition to the phrase before.
fn listed(parse: &Parse<'_>, first: usize, last: usize, at: usize) -> Option<(usize, Attachment)> {
    let phrase = &parse.phrases[at];
    let before = &parse.phrases[last];
    let coordinated = (before.words.end..phrase.words.start).any(|i| parse.words[i].tag == Tag::Coordinator);
    if coordinated {
        return conjunct(parse, first, last, at);
    }
    if phrase.preposition.is_some() || phrase.pronoun || before.pronoun {
        return None;
    }
    let more = |from: usize| {
        // A coordinator closes the list further on.
        parse.words.get(from).is_some_and(|w| matches!(w.tag, Tag::Coordinator | Tag::Comma))
    };
    let names = |p: &Phrase| parse.words[p.head].tag == Tag::Name;
    if more(phrase.words.end) && (phrase.determiner.is_none() == before.determiner.is_none() || names(phrase) && names(before)) {
        return conjunct(parse, first, last, at);
    }
    // A second phrase after a comma resumes the clause: "Schoigu, der Sekretär des Rates, eine Allianz …".
    let mut root = last;
    while let Some((to, how)) = parse.phrases[root].attached.filter(|(to, _)| *to < root) {
        if how == Attachment::Apposition {
            return None;
        }
        root = to;
    }
    Some((root.max(first), Attachment::Apposition))
}
