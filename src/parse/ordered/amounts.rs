//! A place in a run of words in, out whether a number or a date ends or goes on there.

use super::chunks::{Chunk, Chunker, Kind};
use crate::parse::Tag;
use crate::resources::lexicon::WordClass;
use std::ops::Range;

/// One, as the tables and digits write it.
const ONE: &str = "1";
/// Digits of a year.
const YEAR: usize = 4;

impl Chunker<'_, '_> {
    /// "killed around 200 people", "over 30 tanks": a preposition that only says that the number is no exact one.
    pub(super) fn estimates(&self, at: usize, chunks: &[Chunk]) -> bool {
        let word = &self.words[at];
        let vague = word.parts == 0
            && word.closed.iter().any(|c| matches!(c.class, WordClass::Adverb | WordClass::Proadverb))
            && self.tag(at + 1) == Some(Tag::Number);
        let noun = (at + 2..self.end).find(|i| !matches!(self.words[*i].tag, Tag::Number | Tag::Adjective));
        let counted = noun.is_some_and(|n| {
            matches!(self.words[n].tag, Tag::Noun | Tag::Name)
                && !self.language.lexicon.is_time_noun(self.words[n].lemma)
        });
        let behind_noun = chunks.last().is_some_and(|c| c.phrase().is_some() && c.words.end == at);
        let verb = chunks.iter().rev().find_map(|c| match &c.kind {
            Kind::Verb(group) => Some(group.complex.lemma),
            _ => None,
        });
        let speaks = verb.is_some_and(|v| self.language.syntax.clause_verbs.contains(&v));
        vague && counted && !behind_noun && !speaks
    }

    /// "four people", "40 police": a number of more than one that is no year.
    pub(super) fn counts(&self, before: Range<usize>) -> bool {
        let several = |i: usize| {
            let one = self.words[i].closed.iter().any(|c| self.language.lexicon.symbols.word(c.extra) == ONE);
            self.words[i].tag == Tag::Number && !one && self.token(i) != ONE && !self.is_year(i)
        };
        before.into_iter().any(several)
    }

    fn is_year(&self, at: usize) -> bool {
        self.token(at).len() == YEAR && self.token(at).chars().all(|c| c.is_ascii_digit())
    }

    /// Only numbers and determiners stand in the run so far: "26 | alleged members".
    pub(super) fn counts_on(&self, start: usize, at: usize) -> bool {
        let before = |i: usize| matches!(self.words[i].tag, Tag::Number | Tag::Determiner | Tag::Adverb | Tag::Other);
        (start..at).all(|i| before(i) || self.words[i].tag == Tag::Adjective)
    }

    /// The run is a date that ends before `at`, or a day stands at `at` that belongs to the verb: "on 21 June | rebels",
    /// "In 2004 | Slovenia", "The next day | President Boric", "shelled the town | Sunday".
    pub(super) fn ends_date(&self, start: usize, at: usize) -> bool {
        let lexicon = &self.language.lexicon;
        let last = &self.words[at - 1];
        let word = &self.words[at];
        let timed = |i: usize| self.words[i].tag == Tag::Noun && lexicon.is_time_noun(self.words[i].lemma);
        let dated = timed(at - 1) && last.capital;
        let only = (start..at).all(|i| self.words[i].tag == Tag::Number || timed(i));
        let led = start.checked_sub(1).is_some_and(|b| self.words[b].tag == Tag::Preposition);
        if dated && only && led && !timed(at) && matches!(word.tag, Tag::Noun | Tag::Name | Tag::Adjective) {
            return true;
        }
        let year = at == start + 1 && last.tag == Tag::Number && self.is_year(start);
        let opens = led && (start == 1 || self.words[start - 2].sign);
        let names = word.tag == Tag::Name || word.tag == Tag::Adjective && word.capital;
        if year && opens && names {
            return true;
        }
        let mixed = (start..at).any(|i| matches!(self.words[i].tag, Tag::Noun | Tag::Name) && !timed(i));
        if timed(at - 1) && !last.capital && !mixed && !timed(at) && (names || word.tag == Tag::Noun && word.capital) {
            return true;
        }
        let goes_on = matches!(self.tag(at + 1), Some(Tag::Noun | Tag::Name | Tag::Adjective)) && !timed(at + 1);
        timed(at) && word.capital && mixed && !goes_on
    }
}
