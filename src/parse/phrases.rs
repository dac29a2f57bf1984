//! The words of a clause in, its phrases out: noun phrases with their case readings, prepositional phrases, pronouns.

use super::tags::agree_of;
use super::{Parse, Phrase, Tag, Word, counts, names, persons, predicatives};
use crate::resources::Language;
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;
use smallvec::SmallVec;
use std::ops::Range;

/// Finds the phrases of every clause of a sentence.
pub(super) fn find(language: &Language, text: &str, parse: &mut Parse<'_>, sentence: usize) {
    for clause in parse.sentences[sentence].clauses.clone() {
        let first = parse.phrases.len();
        for stretch in stretches(&parse.clauses[clause].words) {
            let reader = Reader { language, text, words: &parse.words };
            let mut at = stretch.start;
            while at < stretch.end {
                match reader.phrase(at, stretch.end) {
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
    }
}

/// Where the noun phrase that begins at `at` ends, and its readings.
pub(super) fn extent(
    language: &Language,
    text: &str,
    words: &[Word<'_>],
    at: usize,
    end: usize,
) -> Option<(usize, Agree)> {
    let reader = Reader { language, text, words };
    reader.nominal(at, end, None).filter(|p| !p.pronoun).map(|p| (p.words.end, p.agree))
}

/// The unbroken runs of a clause's words.
fn stretches(words: &[usize]) -> SmallVec<[Range<usize>; 4]> {
    let mut runs: SmallVec<[Range<usize>; 4]> = SmallVec::new();
    for &word in words {
        match runs.last_mut() {
            Some(run) if run.end == word => run.end = word + 1,
            _ => runs.push(word..word + 1),
        }
    }
    runs
}

/// A participle may bring along so many words of its own.
const LONGEST_ATTRIBUTE: usize = 16;

pub(super) struct Reader<'r, 'a> {
    pub language: &'r Language,
    pub text: &'r str,
    pub words: &'r [Word<'a>],
}

fn plain(at: usize, preposition: Option<Symbol>, agree: Agree, pronoun: bool) -> Phrase {
    Phrase { words: at..at + 1, head: at, preposition, agree, determiner: None, attached: None, clause: 0, pronoun }
}

impl Reader<'_, '_> {
    pub(super) fn token(&self, at: usize) -> &str {
        self.words[at].span.of(self.text)
    }

    pub(super) fn tag(&self, at: usize, end: usize) -> Option<Tag> {
        (at < end).then(|| self.words.get(at).map(|w| w.tag)).flatten()
    }

    /// The phrase that begins at `at`, if one does.
    fn phrase(&self, at: usize, end: usize) -> Option<Phrase> {
        let word = &self.words[at];
        let counted = counts::blurred(self.language, self.words, at).filter(|from| *from < end);
        let noun = |from: usize| self.nominal(from, end, None).filter(|p| p.head > from);
        if let Some(inner) = counted.and_then(noun) {
            return Some(Phrase { words: at..inner.words.end, ..inner });
        }
        match word.tag {
            Tag::Preposition | Tag::Adverb if self.language.lexicon.is_predicative(word.form) => {
                let agree = agree_of(word, WordClass::Preposition);
                let held = |head: usize| Phrase { words: at..head + 1, ..plain(head, Some(word.form), agree, false) };
                let otherwise = || self.prepositional(at, end).filter(|_| word.tag == Tag::Preposition);
                predicatives::head(self.language, self.text, self.words, at + 1..end).map(held).or_else(otherwise)
            }
            Tag::Preposition => self.prepositional(at, end),
            Tag::Proadverb => {
                let closed = word.closed.iter().find(|c| c.class == WordClass::Proadverb)?;
                Some(plain(at, Some(closed.extra), Agree::NONE, true))
            }
            Tag::Pronoun | Tag::Relative => Some(self.postposed(plain(at, None, self.pronoun_agree(at), true), end)),
            _ => self.nominal(at, end, None).map(|p| self.postposed(p, end)),
        }
    }

    fn pronoun_agree(&self, at: usize) -> Agree {
        let word = &self.words[at];
        let wanted = if word.tag == Tag::Relative { WordClass::Relative } else { WordClass::Pronoun };
        let of = |class: WordClass| agree_of(word, class);
        let agree = of(wanted);
        if agree.is_empty() { of(WordClass::Determiner) } else { agree }
    }

    /// A preposition and what it governs; of "bis zu", "in und um" the one that governs.
    fn prepositional(&self, at: usize, end: usize) -> Option<Phrase> {
        let mut governing = at;
        while let Some(Tag::Preposition | Tag::Coordinator) = self.tag(governing + 1, end) {
            let joined = self.words[governing + 1].tag == Tag::Coordinator;
            // "auf | in Ghana lebende Chilenen"
            if !joined
                && !self.language.lexicon.counts(self.words[at].form)
                && self.attribute_end(governing + 1, end).is_some()
            {
                break;
            }
            if joined && !(self.words[governing + 1].inner && self.tag(governing + 2, end) == Some(Tag::Preposition)) {
                break;
            }
            governing += 1 + usize::from(joined);
        }
        let (preposition, agree, joined) = self.governed(governing)?;
        let mut from = governing + 1;
        // "seit rund zehn Jahren", "mit nur wenigen": adverbs before what is governed.
        while matches!(self.tag(from, end), Some(Tag::Adverb | Tag::Negation))
            && from < governing + 3
            && self.nominal(from, end, joined.then_some(agree)).is_none()
        {
            from += 1;
        }
        let inner = self.governed_nominal(from, end, joined.then_some(agree))?;
        let inner_agree =
            if joined || agree.is_empty() { inner.agree } else { agree.cases().narrowed(inner.agree) & inner.agree };
        let agree = if inner_agree.is_empty() { agree } else { inner_agree };
        Some(Phrase { words: at..inner.words.end, preposition: Some(preposition), agree, ..inner })
    }

    /// The preposition itself (or the one inside "im"), what it governs, and whether an article is inside.
    fn governed(&self, at: usize) -> Option<(Symbol, Agree, bool)> {
        let word = &self.words[at];
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

    /// The noun phrase behind a preposition; a leading genitive stays inside: "zwischen | Nordkoreas Machthaber".
    fn governed_nominal(&self, start: usize, end: usize, article: Option<Agree>) -> Option<Phrase> {
        let first = self.nominal(start, end, article)?;
        let leads = first.agree == Agree::GEN
            && first.determiner.is_none()
            && self.words[first.head].tag == Tag::Name
            && self.leads_as_genitive(first.head, end);
        if !leads {
            return Some(first);
        }
        let rest = self.nominal(first.words.end, end, None).filter(|r| !r.pronoun);
        Some(match rest {
            Some(rest) => Phrase { words: first.words.start..rest.words.end, ..rest },
            None => first,
        })
    }

    /// A preposition behind its noun: "Berichten zufolge", "der Regierung gegenüber".
    fn postposed(&self, phrase: Phrase, end: usize) -> Phrase {
        let at = phrase.words.end;
        if at >= end || self.words[at].tag != Tag::Preposition || !phrase.agree.meets(Agree::DAT | Agree::GEN) {
            return phrase;
        }
        let lexicon = &self.language.lexicon;
        let Some(closed) = self.words[at].closed.iter().find(|c| lexicon.is_postposition(**c)) else { return phrase };
        let free = !matches!(
            self.tag(at + 1, end),
            Some(Tag::Noun | Tag::Name | Tag::Determiner | Tag::Adjective | Tag::Pronoun | Tag::Number)
        );
        if !lexicon.only_behind(*closed) && !free {
            return phrase;
        }
        let agree = phrase.agree.narrowed(closed.agree);
        Phrase { words: phrase.words.start..at + 1, preposition: Some(self.words[at].form), agree, ..phrase }
    }

    /// Determiner, numbers, adjectives with their own modifiers, nouns and names.
    fn nominal(&self, start: usize, end: usize, article: Option<Agree>) -> Option<Phrase> {
        let words = self.words;
        if matches!(self.tag(start, end)?, Tag::Pronoun | Tag::Relative) {
            return Some(plain(start, None, self.pronoun_agree(start), true));
        }
        let mut at = start;
        let mut agree = article.unwrap_or(Agree::ALL);
        let mut determiner = None;
        while self.tag(at, end) == Some(Tag::Determiner) {
            let own = agree_of(&words[at], WordClass::Determiner);
            agree = if own.is_empty() { agree } else { agree.narrowed(own) };
            determiner = determiner.or(Some(at));
            at += 1;
            if self.tag(at, end) == Some(Tag::Coordinator) && words[at].inner {
                at += 1;
            }
        }
        let led = determiner.is_some() || article.is_some();
        let (noun, adjectives) = self.modifiers(at, end, led);
        for adjective in adjectives {
            agree = agree.narrowed(self.language.lexicon.inflection(self.token(adjective), led));
        }
        at = noun;
        // "die beiden": an article and what stands for the noun.
        if determiner.is_some_and(|d| d + 1 == at) && self.tag(at, end) == Some(Tag::Pronoun) {
            return Some(Phrase { words: start..at + 1, determiner, ..plain(at, None, agree, true) });
        }
        if at >= end || !matches!(words[at].tag, Tag::Noun | Tag::Name | Tag::Number) {
            // "die russische und die ukrainische Seite": an adjective without its noun.
            let last = at.checked_sub(1).filter(|i| *i > start && led && words[*i].tag == Tag::Adjective)?;
            return Some(Phrase { words: start..at, determiner, ..plain(last, None, agree, false) });
        }
        // "Nordkoreas Machthaber": a genitive name before its noun is a phrase of its own.
        if !led && self.leads_as_genitive(at, end) {
            let length = persons::length(words, at);
            let mut phrase = plain(at, None, Agree::GEN, false);
            phrase.words = start..(at + length).min(end);
            return Some(phrase);
        }
        let head = self.head(at, end);
        let mut last = head;
        while last + 1 < end && self.follows(head, last + 1, end) {
            last += 1;
        }
        agree = self.head_agree(start, head..last + 1, agree, led);
        Some(Phrase { words: start..last + 1, determiner, ..plain(head, None, agree, false) })
    }

    /// The readings of a phrase narrowed by its head.
    fn head_agree(&self, start: usize, rest: Range<usize>, agree: Agree, led: bool) -> Agree {
        let head = rest.start;
        let word = &self.words[head];
        let counted = (start..head).any(|i| {
            let number = &self.words[i];
            number.tag == Tag::Number
                && !self.token(i).ends_with('.')
                && self.token(i) != "1"
                && self.tag(i + 1, head) != Some(Tag::Other)
        });
        if word.tag == Tag::Number {
            return agree;
        }
        if word.tag == Tag::Name && (word.agree.is_empty() || word.name.is_some() || word.in_name) {
            if word.name.is_some_and(|n| n.genitive) {
                return Agree::GEN.narrowed(agree);
            }
            let token = self.token(head + persons::length(self.words, head) - 1);
            let plural = names::is_plural(self.language, self.text, self.words, head);
            let several = led || plural || !word.agree.is_empty();
            let genitive = if self.language.lexicon.is_genitive(token) { Agree::NONE } else { Agree::GEN };
            let cases = if led { Agree::ALL } else { Agree::ALL.without(genitive) };
            // "der Türkei" is no masculine nominative.
            let own = if word.name.is_some() { word.agree } else { Agree::NONE };
            let agree = agree.narrowed(if several { cases } else { cases.without(Agree::PLURAL) });
            return if own.is_empty() { agree } else { agree.narrowed(own) };
        }
        let agree = if word.agree.is_empty() { agree } else { agree.narrowed(word.agree) };
        // "kritisierte Ministerpräsident Lund": before a name a title without an article shows no case.
        let title = !led && head == start && self.tag(head + 1, rest.end) == Some(Tag::Name) && self.is_title(head);
        let agree = if title && !agree.is_plural() { agree.in_all_cases().without(Agree::GEN) } else { agree };
        // "zwei Schiffe": a number without an article or an adjective shows no genitive.
        let marked = agree_of(&self.words[start], WordClass::Number);
        let agree = if marked.is_empty() { agree } else { agree.narrowed(marked) };
        let bare = counted && !led && self.words[start].tag == Tag::Number && head == start + 1 && marked.is_empty();
        let agree = if bare { agree.narrowed(Agree::ALL.without(Agree::GEN)) } else { agree };
        if counted { agree.narrowed(Agree::PLURAL) } else { agree }
    }

    /// Skips numbers, adjectives, adverbs before them and whatever a participle brings along ("im Juni unterzeichnete");
    /// returns where the noun should stand, and the adjectives that agree with it.
    fn modifiers(&self, start: usize, end: usize, led: bool) -> (usize, Vec<usize>) {
        let mut at = start;
        let mut adjectives = Vec::new();
        while at < end {
            let word = &self.words[at];
            let next = match word.tag {
                Tag::Adjective => {
                    adjectives.push(at);
                    Some(at + 1)
                }
                Tag::Quote if at > start || word.quoted => self
                    .tag(at + 1, end)
                    .filter(|t| matches!(t, Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number))
                    .map(|_| at + 1),
                Tag::Number if self.counts(at, end) => Some(at + 1),
                // "drei von der Stadt entsandte Schiffe"
                Tag::Number if at == start && self.attribute_end(at + 1, end).is_some() => {
                    self.attribute_end(at + 1, end)
                }
                // "die über 30 Soldaten", "der mehr als 200 Geiseln"
                Tag::Preposition | Tag::Adverb | Tag::Pronoun if led && self.blurs(at, end).is_some() => {
                    self.blurs(at, end)
                }
                Tag::Adverb | Tag::Negation | Tag::Particle | Tag::InfinitiveMark => {
                    self.adjective_after(at + 1, end).or_else(|| self.cut_short(at, end))
                }
                Tag::Coordinator | Tag::Comma if word.inner && at > start => Some(at + 1),
                // "Land- und Seestreitkräfte"; "Nord- und Südkorea" are two.
                Tag::Noun | Tag::Name
                    if word.name.is_none()
                        && word.span.of(self.text).ends_with('-')
                        && self.tag(at + 1, end) == Some(Tag::Coordinator) =>
                {
                    Some(at + 1)
                }
                _ => None,
            };
            let governed = word.tag == Tag::Preposition && at > 0 && self.words[at - 1].tag == Tag::Preposition;
            let next =
                next.or_else(|| if (led || governed) && at == start { self.attribute_end(at, end) } else { None });
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        (at, adjectives)
    }

    /// Where the number begins that the words from `at` only blur.
    fn blurs(&self, at: usize, end: usize) -> Option<usize> {
        let number = if self.language.lexicon.counts(self.words[at].form) {
            Some(at + 1)
        } else {
            counts::blurred(self.language, self.words, at)
        };
        number.filter(|n| self.tag(*n, end) == Some(Tag::Number) && self.counts(*n, end))
    }

    /// "außen- | und sicherheitspolitische": where the conjunction stands behind the first part of an adjective.
    fn cut_short(&self, at: usize, end: usize) -> Option<usize> {
        let joined = self.tag(at + 1, end) == Some(Tag::Coordinator) && self.words[at + 1].inner;
        (joined && self.token(at).ends_with('-')).then_some(at + 1)
    }

    /// A number before its noun, not one by itself.
    fn counts(&self, at: usize, end: usize) -> bool {
        matches!(self.tag(at + 1, end), Some(Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number | Tag::Quote))
            || matches!(self.tag(at + 1, end), Some(Tag::Adverb)) && self.adjective_after(at + 2, end).is_some()
            || self.tag(at + 1, end) == Some(Tag::Coordinator) && self.words[at + 1].inner
    }

    /// The adjective behind at most two adverbs.
    fn adjective_after(&self, from: usize, end: usize) -> Option<usize> {
        let at = (from..end.min(from + 3)).find(|i| !matches!(self.words[*i].tag, Tag::Adverb | Tag::Particle))?;
        let fits = self.words[at].tag == Tag::Adjective || self.words[at].tag == Tag::Number && self.counts(at, end);
        fits.then_some(at)
    }

    /// The adjective or participle that closes what stands between an article and its noun.
    fn attribute_end(&self, from: usize, end: usize) -> Option<usize> {
        let first = self.words.get(from).filter(|_| from < end)?;
        match first.tag {
            Tag::Preposition
            | Tag::Pronoun
            | Tag::Determiner
            | Tag::Proadverb
            | Tag::Adverb
            | Tag::Negation
            | Tag::Particle
            | Tag::Number => {}
            // A noun right behind its article is its own, unless a participle follows and they do not agree.
            Tag::Name | Tag::Noun => {
                let article = from.checked_sub(1).map(|i| &self.words[i])?;
                let agree = agree_of(article, WordClass::Determiner) | agree_of(article, WordClass::PrepositionArticle);
                if agree.meets(first.agree) {
                    return None;
                }
            }
            _ => return None,
        }
        for at in from..end.min(from + LONGEST_ATTRIBUTE) {
            let word = &self.words[at];
            match word.tag {
                Tag::Adjective if at > from => {
                    let before = self.words[at - 1].tag;
                    let behind_phrase =
                        matches!(before, Tag::Noun | Tag::Name | Tag::Number | Tag::Proadverb | Tag::Pronoun)
                            || matches!(before, Tag::Adverb | Tag::InfinitiveMark | Tag::Negation | Tag::Quote)
                                && !word.verbs.is_empty();
                    let named = matches!(first.tag, Tag::Name | Tag::Noun) && word.verbs.is_empty();
                    if behind_phrase && !named && self.noun_after(at + 1, end) {
                        return Some(at);
                    }
                }
                // "im Kreml | eine von der EU vorgelegte Liste"
                Tag::Determiner if at > from && matches!(self.words[at - 1].tag, Tag::Noun | Tag::Name) => return None,
                Tag::Verb | Tag::Break | Tag::Open | Tag::Close | Tag::Subordinator | Tag::Relative => return None,
                Tag::Comma if !word.inner => return None,
                _ => {}
            }
        }
        None
    }

    fn noun_after(&self, from: usize, end: usize) -> bool {
        let (at, _) = self.modifiers(from, end, false);
        matches!(self.tag(at, end), Some(Tag::Noun | Tag::Name | Tag::Number))
    }

    fn leads_as_genitive(&self, at: usize, end: usize) -> bool {
        let word = &self.words[at];
        if word.tag != Tag::Name {
            return false;
        }
        let length = persons::length(self.words, at);
        let genitive = match word.name {
            Some(name) => name.genitive,
            None => self.language.lexicon.is_genitive(self.token(at + length - 1)),
        };
        let mut next = at + length;
        while matches!(self.tag(next, end), Some(Tag::Adjective | Tag::Adverb | Tag::Number | Tag::Quote)) {
            next += 1;
        }
        genitive && self.tag(next, end) == Some(Tag::Noun) && !self.words[next].in_name
    }
}
