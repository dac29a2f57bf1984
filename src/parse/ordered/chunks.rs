//! The classed words of a sentence in, its chunks out: noun phrases, verb groups, and the words between them.

use super::groups::{self, Group};
use crate::parse::{Phrase, Tag, Word};
use crate::resources::Language;
use crate::resources::gazetteer::{EntityKind, OfficeKind};
use crate::resources::grammar::{Agree, Form};
use crate::resources::lexicon::WordClass;
use crate::resources::neighbours::Class;
use std::ops::Range;

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A noun phrase, prepositional phrase or pronoun.
    Phrase(Box<Phrase>),
    Verb(Group),
    Subordinator,
    Coordinator,
    Comma,
    Break,
    Open,
    Close,
    /// A preposition with no noun behind it: before a verb form, or stranded.
    Preposition,
    /// Adverbs, negations, signs.
    Word,
}

#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub kind: Kind,
    pub words: Range<usize>,
}

impl Chunk {
    pub(super) fn phrase(&self) -> Option<&Phrase> {
        match &self.kind {
            Kind::Phrase(phrase) => Some(phrase),
            _ => None,
        }
    }

    pub(super) fn verb(&self) -> Option<&Group> {
        match &self.kind {
            Kind::Verb(group) => Some(group),
            _ => None,
        }
    }

    pub(super) fn is_comma(&self) -> bool {
        matches!(self.kind, Kind::Comma)
    }

    pub(super) fn is_bare(&self) -> bool {
        self.phrase().is_some_and(|p| p.preposition.is_none())
    }
}

pub(super) struct Chunker<'c, 'a> {
    pub language: &'c Language,
    pub text: &'c str,
    pub words: &'c [Word<'a>],
    pub end: usize,
}

/// Cuts the words in `range` into chunks.
pub(super) fn cut(language: &Language, text: &str, words: &[Word<'_>], range: Range<usize>) -> Vec<Chunk> {
    let chunker = Chunker { language, text, words, end: range.end };
    let mut chunks = Vec::new();
    let mut at = range.start;
    while at < range.end {
        at = chunker.chunk(at, &mut chunks).max(at + 1);
    }
    chunks
}

impl Chunker<'_, '_> {
    pub(super) fn tag(&self, at: usize) -> Option<Tag> {
        (at < self.end).then(|| self.words[at].tag)
    }

    pub(super) fn class(&self, at: usize) -> Option<Class> {
        (at < self.end).then(|| self.words[at].class)
    }

    pub(super) fn token(&self, at: usize) -> &str {
        self.words[at].span.of(self.text)
    }

    /// Adds what begins at `at`; returns where the next chunk begins.
    fn chunk(&self, at: usize, chunks: &mut Vec<Chunk>) -> usize {
        let word = &self.words[at];
        let end = at + 1 + word.parts;
        let mut one = |kind: Kind, end: usize| {
            chunks.push(Chunk { kind, words: at..end });
            end
        };
        match word.tag {
            Tag::Comma => return one(Kind::Comma, end),
            Tag::Break => return one(Kind::Break, end),
            Tag::Open => return one(Kind::Open, end),
            Tag::Close => return one(Kind::Close, end),
            Tag::Quote | Tag::Other => return one(Kind::Word, end),
            Tag::Coordinator => return one(Kind::Coordinator, end),
            Tag::Subordinator => return one(Kind::Subordinator, end),
            Tag::Relative => {
                let phrase = self.pronoun(at, None, at);
                return one(Kind::Phrase(Box::new(phrase)), end);
            }
            _ => {}
        }
        let attribute = self.follows_verb(at) && self.is_attribute(at, at);
        if let Some(group) = groups::group(self, at).filter(|_| !attribute) {
            let stop = group.words.end;
            return one(Kind::Verb(group), stop);
        }
        if matches!(word.tag, Tag::Preposition) {
            return self.prepositional(at, chunks);
        }
        if let Some(next) = self.nominal(at, None, chunks) {
            return next;
        }
        let kind = if matches!(word.tag, Tag::InfinitiveMark) { Kind::Preposition } else { Kind::Word };
        chunks.push(Chunk { kind, words: at..end });
        end
    }

    fn prepositional(&self, at: usize, chunks: &mut Vec<Chunk>) -> usize {
        if self.estimates(at, chunks)
            && let Some(next) = self.nominal(at + 1, None, chunks)
        {
            return next;
        }
        let mut start = at + 1 + self.words[at].parts;
        // "pulled its troops out | of Chad"
        let apart = self.tag(start) == Some(Tag::Preposition)
            && chunks
                .iter()
                .rev()
                .find_map(Chunk::verb)
                .is_some_and(|g| groups::whole(self, g.complex.lemma, at).is_some());
        if apart {
            chunks.push(Chunk { kind: Kind::Word, words: at..start });
            return start;
        }
        // Two in a row: "from behind the wall".
        if self.tag(start) == Some(Tag::Preposition) && self.words[at].parts == 0 {
            let next = start + 1 + self.words[start].parts;
            if self.opens_nominal(next) {
                start = next;
            }
        }
        // "dismissed it as “a lie”"
        let quoted = self.tag(start) == Some(Tag::Quote);
        if quoted && matches!(self.tag(start + 1), Some(Tag::Noun | Tag::Determiner | Tag::Adjective)) {
            start += 1;
        }
        if self.tag(start) == Some(Tag::Relative) {
            let phrase = self.pronoun(start, Some(at), at);
            let words = phrase.words.clone();
            chunks.push(Chunk { kind: Kind::Phrase(Box::new(phrase)), words: words.clone() });
            return words.end;
        }
        let gerund = self.class(start) == Some(Class::GERUND) && !self.gerund_is_noun(start)
            || self.class(start) == Some(Class::AUX_GERUND);
        if !gerund && let Some(next) = self.nominal(start, Some(at), chunks) {
            return next;
        }
        let end = at + 1 + self.words[at].parts;
        chunks.push(Chunk { kind: Kind::Preposition, words: at..end });
        end
    }

    /// "by shelling of the town": a form in -ing that a genitive preposition follows is a noun.
    fn gerund_is_noun(&self, at: usize) -> bool {
        self.class(at + 1) == Some(Class::OF)
    }

    pub(super) fn opens_nominal(&self, at: usize) -> bool {
        matches!(
            self.tag(at),
            Some(Tag::Noun | Tag::Name | Tag::Determiner | Tag::Adjective | Tag::Pronoun | Tag::Number)
        )
    }

    fn pronoun(&self, at: usize, preposition: Option<usize>, start: usize) -> Phrase {
        let word = &self.words[at];
        let wanted = [WordClass::Relative, WordClass::Pronoun];
        let agree = wanted
            .iter()
            .map(|w| word.closed.iter().filter(|c| c.class == *w).fold(Agree::NONE, |all, c| all | c.agree))
            .find(|a| !a.is_empty());
        Phrase {
            words: start..at + 1 + word.parts,
            head: at,
            preposition: preposition.map(|p| self.words[p].form),
            agree: agree.unwrap_or(Agree::ALL),
            determiner: None,
            attached: None,
            clause: 0,
            pronoun: true,
        }
    }

    /// A noun phrase from `at` on, behind `preposition`; genitives that lead it are phrases of their own.
    fn nominal(&self, at: usize, preposition: Option<usize>, chunks: &mut Vec<Chunk>) -> Option<usize> {
        if self.tag(at) == Some(Tag::Pronoun) {
            let phrase = self.pronoun(at, preposition, preposition.unwrap_or(at));
            let words = phrase.words.clone();
            let end = words.end;
            chunks.push(Chunk { kind: Kind::Phrase(Box::new(phrase)), words });
            return Some(end);
        }
        let mut start = at;
        let mut found: Vec<(Phrase, bool)> = Vec::new();
        loop {
            let run = self.run(start)?;
            let run = self.with_ministry(run);
            let given = if preposition.is_none() { self.given_to(&run, chunks) } else { run.clone() };
            if given.end < run.end {
                let phrase = self.phrase(given.clone());
                chunks.push(Chunk { kind: Kind::Phrase(Box::new(phrase)), words: given.clone() });
                start = given.end;
                continue;
            }
            let genitive = self.words[run.end - 1].genitive;
            let goes_on = genitive
                && self.run(run.end).is_some_and(|r| self.words[run.end].tag != Tag::Determiner || r.is_empty());
            let phrase = self.phrase(run.clone());
            start = run.end;
            found.push((phrase, goes_on));
            if !goes_on {
                break;
            }
        }
        let last = found.len() - 1;
        for (n, (mut phrase, goes_on)) in found.into_iter().enumerate() {
            if goes_on {
                phrase.agree = Agree::GEN;
            }
            if n == last {
                phrase.preposition = preposition.map(|p| self.words[p].form);
                if let (Some(p), 0) = (preposition, last) {
                    phrase.words.start = p;
                }
            }
            let words = phrase.words.clone();
            chunks.push(Chunk { kind: Kind::Phrase(Box::new(phrase)), words });
        }
        Some(start)
    }

    /// The words of one noun phrase from `start` on: up to a genitive, or to its last noun.
    fn run(&self, start: usize) -> Option<Range<usize>> {
        let mut at = start;
        let mut noun = None;
        while at < self.end {
            let word = &self.words[at];
            if noun.is_some() && (self.breaks_name(start, at) || self.describes(start, at) || self.ends_date(start, at))
            {
                break;
            }
            let next = match word.tag {
                Tag::Determiner if noun.is_none() && (at == start || self.follows_predeterminer(at)) => at + 1,
                Tag::Noun | Tag::Name => {
                    noun = Some(at);
                    at + 1
                }
                Tag::Number if noun.is_none() || self.numbers_name(at) => {
                    noun = Some(at);
                    at + 1
                }
                Tag::Adjective if noun.is_none() || self.leads_on(at) => at + 1,
                Tag::Adverb if noun.is_none() && self.modifies(at + 1 + word.parts) => at + 1 + word.parts,
                Tag::Verb if (noun.is_none() || self.counts_on(start, at)) && self.is_attribute(start, at) => at + 1,
                Tag::Verb if at == start + 1 && self.is_determined_gerund(start, at) => {
                    noun = Some(at);
                    at + 1
                }
                Tag::Coordinator | Tag::Comma if at > start && self.joins_modifiers(at) => at + 1,
                Tag::Quote if noun.is_none() && at > start && self.opens_nominal(at + 1) => at + 1,
                // "P5+1": a sign within a name.
                Tag::Other if noun.is_some() && word.in_name => at + 1,
                _ => break,
            };
            at = next;
            if noun == Some(at - 1) && self.words[at - 1].genitive {
                return Some(start..at);
            }
        }
        match noun {
            Some(last) => Some(start..last + 1),
            // "the wounded", "both": what stands for a noun.
            None => {
                let last = (start..at)
                    .rev()
                    .find(|i| matches!(self.words[*i].tag, Tag::Adjective | Tag::Verb | Tag::Determiner))?;
                let determiner = self.words[start].tag == Tag::Determiner;
                (determiner && (last > start || self.stands_alone(start))).then_some(start..last + 1)
            }
        }
    }

    /// "Secretary of State John Smith": an office with what it is for, and the name of who holds it.
    fn with_ministry(&self, run: Range<usize>) -> Range<usize> {
        let head = self.head(&run);
        let noun = &self.words[head];
        let office = self.language.gazetteer.office(&self.language.lexicon, self.token(head), noun.lemma);
        let titled = noun.capital && head + 1 == run.end && office.is_some_and(|o| o.kind == OfficeKind::Person);
        if !titled || self.class(run.end) != Some(Class::OF) {
            return run;
        }
        let Some(next) = self.run(run.end + 1) else { return run };
        let named = self.words[next.end - 1].tag == Tag::Name;
        let other = next.clone().any(|i| self.words[i].tag == Tag::Noun && self.words[i].capital);
        let fits =
            named && other && next.clone().all(|i| self.words[i].capital || self.words[i].tag == Tag::Coordinator);
        if fits { run.start..next.end } else { run }
    }

    /// "gave Kenya boats": behind a verb of two objects a state or person ends its phrase before what it gets.
    fn given_to(&self, run: &Range<usize>, chunks: &[Chunk]) -> Range<usize> {
        let lexicon = &self.language.lexicon;
        let verb = chunks.last().filter(|c| c.words.end == run.start).and_then(|c| c.verb());
        let two = verb.is_some_and(|g| self.language.syntax.dative_objects.contains(&g.complex.lemma));
        let last = run.end - 1;
        let noun = &self.words[last];
        let to = self.end > run.end && lexicon.dative_prepositions().any(|p| p == self.words[run.end].form);
        let holder = self.language.gazetteer.office(lexicon, self.token(last), noun.lemma).is_some();
        if !two || to || holder || noun.tag != Tag::Noun {
            return run.clone();
        }
        let ends = |i: &usize| {
            let word = &self.words[*i];
            let gets = matches!(self.kind(*i), Some(EntityKind::State | EntityKind::Seat | EntityKind::Person));
            word.tag == Tag::Name && gets && word.name.is_some_and(|n| i + usize::from(n.words) <= last)
        };
        let named = run.clone().find(ends).and_then(|i| self.words[i].name.map(|n| i + usize::from(n.words)));
        let end = named.filter(|end| !self.words[end - 1].genitive).unwrap_or(run.end);
        run.start..end
    }

    fn stands_alone(&self, at: usize) -> bool {
        self.words[at].closed.iter().any(|c| c.class == WordClass::Pronoun)
    }

    fn follows_predeterminer(&self, at: usize) -> bool {
        self.words[at - 1].tag == Tag::Determiner && !self.language.lexicon.is_article(self.words[at - 1].closed)
    }

    /// A number behind a noun: "Article 5", "May 2024", "3 May".
    fn numbers_name(&self, at: usize) -> bool {
        let before = &self.words[at - 1];
        let measured = matches!(self.tag(at + 1), Some(Tag::Noun | Tag::Adjective));
        before.tag == Tag::Number || before.tag == Tag::Noun && !measured
    }

    /// An adjective behind a noun or name that another noun follows: "NATO military exercises".
    fn leads_on(&self, at: usize) -> bool {
        let mut next = at + 1;
        while matches!(self.tag(next), Some(Tag::Adjective)) || self.describes_noun(next) {
            next += 1;
        }
        matches!(self.tag(next), Some(Tag::Noun))
            && self.words[at - 1].tag != Tag::Adjective
            && !self.words[at - 1].genitive
    }

    /// An adverb that belongs to an adjective or number behind it.
    fn modifies(&self, next: usize) -> bool {
        match self.tag(next) {
            Some(Tag::Number) => true,
            Some(Tag::Adjective) => self.run_reaches_noun(next),
            Some(Tag::Verb) => {
                self.words[next].can_be(Form::PARTICIPLE)
                    && self.tag(next + 1) != Some(Tag::Name)
                    && self.run_reaches_noun(next + 1)
            }
            _ => false,
        }
    }

    fn run_reaches_noun(&self, from: usize) -> bool {
        (from..self.end.min(from + 6))
            .find(|i| !matches!(self.words[*i].tag, Tag::Adjective | Tag::Number | Tag::Adverb))
            .is_some_and(|i| matches!(self.words[i].tag, Tag::Noun | Tag::Name))
    }

    /// A participle or form in -ing before its noun, led by a determiner, adjective or preposition.
    fn is_attribute(&self, start: usize, at: usize) -> bool {
        let word = &self.words[at];
        if word.auxiliary || !word.can_be(Form::PARTICIPLE | Form::PRESENT_PARTICIPLE) {
            return false;
        }
        let noun = match self.tag(at + 1) {
            Some(Tag::Noun) => true,
            Some(Tag::Adjective | Tag::Name | Tag::Number) => self.run_reaches_noun(at + 1),
            _ => false,
        };
        if !noun {
            return false;
        }
        let led = at > start
            || at.checked_sub(1).is_some_and(|b| {
                let preposition = self.words[b].tag == Tag::Preposition || self.words[b].joined;
                (preposition || self.follows_verb(at)) && word.can_be(Form::PARTICIPLE)
            });
        // A bare participle before a plural at the start of a clause: "armed men", not "imposed sanctions".
        let gerund = word.can_be(Form::PRESENT_PARTICIPLE);
        led && !(gerund && at > start && self.words[at - 1].tag == Tag::Adverb)
    }

    /// "rejected | proposed changes": right behind a full verb.
    fn follows_verb(&self, at: usize) -> bool {
        let full = |b: &Word<'_>| b.tag == Tag::Verb && !b.auxiliary && b.class != Class::PARTICIPLE;
        at.checked_sub(1).is_some_and(|b| full(&self.words[b]) && !self.words[b].joined)
    }

    /// "the killing", "its shelling": a form in -ing behind a determiner.
    fn is_determined_gerund(&self, start: usize, at: usize) -> bool {
        self.words[start].tag == Tag::Determiner && matches!(self.words[at].class, Class::GERUND | Class::PARTICIPLE)
    }

    /// A conjunction or comma between two modifiers of one noun: "Russian and Chinese officials".
    fn joins_modifiers(&self, at: usize) -> bool {
        let left = &self.words[at - 1];
        if left.tag == Tag::Number && self.tag(at + 1) == Some(Tag::Number) && self.words[at].tag == Tag::Coordinator {
            return matches!(self.tag(at + 2), Some(Tag::Noun | Tag::Adjective | Tag::Number));
        }
        let modifier = left.tag == Tag::Adjective || left.tag == Tag::Verb && left.can_be(Form::PARTICIPLE);
        modifier && self.tag(at + 1) == Some(Tag::Adjective) && self.run_reaches_noun(at + 1)
    }

    pub(super) fn kind(&self, at: usize) -> Option<EntityKind> {
        self.words[at].name.and_then(|n| self.language.gazetteer.entity(n.entity)).map(|e| e.kind)
    }

    /// The phrase that a run of words makes.
    fn phrase(&self, run: Range<usize>) -> Phrase {
        let head = self.head(&run);
        let determiner = run.clone().find(|i| self.words[*i].tag == Tag::Determiner);
        let word = &self.words[head];
        let plural = match word.tag {
            Tag::Noun => word.agree.is_plural() || determiner.is_none() && self.counts(run.start..head),
            Tag::Number => true,
            _ => {
                self.language.syntax.is_plural_name(self.token(head))
                    || word.name.is_some()
                        && self.kind(head) == Some(EntityKind::Demonym)
                        && self.language.lexicon.looks_plural(self.token(head))
            }
        };
        Phrase {
            words: run,
            head,
            preposition: None,
            agree: if plural { Agree::PLURAL } else { Agree::ALL.without(Agree::PLURAL) },
            determiner,
            attached: None,
            clause: 0,
            pronoun: false,
        }
    }

    /// The last noun, unless a name stands behind it that it is the title of; of names the first.
    fn head(&self, run: &Range<usize>) -> usize {
        let nominal = |i: &usize| matches!(self.words[*i].tag, Tag::Noun | Tag::Name | Tag::Number | Tag::Verb);
        let last = run.clone().rev().find(nominal).unwrap_or(run.end - 1);
        if let Some(of) = run.clone().find(|i| self.words[*i].class == Class::OF) {
            return of.saturating_sub(1).max(run.start);
        }
        let noun = run.clone().rev().find(|i| self.words[*i].tag == Tag::Noun);
        if self.words[last].tag == Tag::Noun || self.words[last].tag == Tag::Verb {
            return last;
        }
        if self.words[last].tag == Tag::Number {
            return noun.unwrap_or(last);
        }
        match noun {
            Some(title) if self.takes_name(title) => title,
            Some(other) => (other + 1..run.end).find(|i| self.words[*i].tag == Tag::Name).unwrap_or(other),
            None => run.clone().find(|i| self.words[*i].tag == Tag::Name).unwrap_or(last),
        }
    }

    fn takes_name(&self, title: usize) -> bool {
        let word = &self.words[title];
        let office = self.language.gazetteer.office(&self.language.lexicon, self.token(title), word.lemma);
        office.is_some_and(|o| o.kind != OfficeKind::Group)
            || self.language.syntax.named_nouns.contains(&word.lemma)
            || !word.capital
    }
}
