//! The first noun or name of a phrase in; the nouns, names and numbers behind it that belong to it out.

use super::Tag;
use super::phrases::Reader;
use crate::resources::gazetteer::{EntityKind, OfficeKind};
use crate::resources::grammar::Agree;

impl Reader<'_, '_> {
    /// The head: the first noun, which may carry a title's names behind it; of a run of numbers and measures the noun
    /// behind them.
    pub(super) fn head(&self, at: usize, end: usize) -> usize {
        let mut head = at;
        while self.words[head].tag == Tag::Number
            && matches!(self.tag(head + 1, end), Some(Tag::Noun | Tag::Name | Tag::Number))
        {
            head += 1;
        }
        head
    }

    /// Names and nouns that belong to the head: the rest of a known name, names after a title, measured things.
    pub(super) fn follows(&self, head: usize, at: usize, end: usize) -> bool {
        let word = &self.words[at];
        if word.in_name {
            return true;
        }
        let title = &self.words[head];
        let syntax = &self.language.syntax;
        match word.tag {
            // A second known name in the genitive is a phrase of its own ("der Präsident Russlands").
            Tag::Name if word.name.is_some_and(|n| n.genitive) => false,
            Tag::Name if title.tag == Tag::Name => self.continues_name(head, at),
            Tag::Name if title.tag == Tag::Noun => self.takes_name(head, at),
            Tag::Noun if title.tag == Tag::Noun && at == head + 1 => {
                // "zu zehn Jahren Haft"
                let tag = |back: usize| head.checked_sub(back).map(|i| self.words[i].tag);
                let time = self.language.lexicon.is_time_noun(title.lemma)
                    && (tag(1), tag(2)) == (Some(Tag::Number), Some(Tag::Preposition));
                (syntax.measure_nouns.contains(&title.lemma) || time) && title.first == 0
                    || syntax.part_nouns.contains(&title.lemma) && self.language.lexicon.is_time_noun(word.lemma)
                    || self.is_title(head) && syntax.is_surname(self.token(at))
            }
            Tag::Noun if title.tag == Tag::Name => {
                title.name.is_none() && syntax.is_surname(self.token(at)) && at == head + 1
            }
            Tag::Noun => false,
            // "Juni 2010", "Artikel 5".
            Tag::Number => {
                title.tag == Tag::Noun
                    && at == head + 1
                    && !matches!(
                        self.tag(at + 1, end),
                        Some(Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number | Tag::Adverb)
                    )
                    || title.tag == Tag::Noun
                        && self.words[at - 1].tag == Tag::Number
                        && at == head + 2
                        && self.token(at) == "."
            }
            Tag::Quote => {
                self.tag(at + 1, end).is_some_and(|t| t == Tag::Name)
                    && at == head + 1
                    && title.tag == Tag::Noun
                    && self.takes_name(head, at + 1)
            }
            _ => false,
        }
    }

    pub(super) fn kind(&self, at: usize) -> Option<EntityKind> {
        self.words[at].name.and_then(|n| self.language.gazetteer.entity(n.entity)).map(|e| e.kind)
    }

    /// Two names side by side are one where at most one of them is known, and that one a person.
    pub(super) fn continues_name(&self, head: usize, at: usize) -> bool {
        let known = (head..at).rev().find_map(|i| self.kind(i));
        let fits = |kind: Option<EntityKind>| {
            matches!(kind, None | Some(EntityKind::Person | EntityKind::Company | EntityKind::Media | EntityKind::Body))
        };
        match (known, self.kind(at)) {
            // "der Belgier Jan Peeters"
            (Some(EntityKind::Demonym), None | Some(EntityKind::Person)) => at == head + 1,
            (None, kind) => fits(kind),
            (Some(_), None) => fits(known),
            (Some(_), Some(_)) => false,
        }
    }

    pub(super) fn is_title(&self, head: usize) -> bool {
        let word = &self.words[head];
        let office = self.language.gazetteer.office(&self.language.lexicon, self.token(head), word.lemma);
        office.is_some_and(|o| o.kind == OfficeKind::Person)
    }

    /// A name behind a noun belongs to it: a person's behind a title or other person, a place's or body's only behind a
    /// noun that takes such names.
    pub(super) fn takes_name(&self, head: usize, at: usize) -> bool {
        let noun = &self.words[head];
        let named = self.language.syntax.named_nouns.contains(&noun.lemma);
        let first = (head + 1..at).all(|i| self.words[i].tag == Tag::Quote);
        if !first {
            return self.words[at - 1].tag == Tag::Name && self.continues_name(head + 1, at);
        }
        if self.language.lexicon.is_time_noun(noun.lemma) {
            return false;
        }
        match self.kind(at) {
            Some(EntityKind::Person) => {
                let office = self.language.gazetteer.office(&self.language.lexicon, self.token(head), noun.lemma);
                named || office.is_some() || !noun.agree.meets(Agree::NEUTER)
            }
            None => {
                // "den Reporter James Miller": the last name of the run shows the case.
                let last = (at..self.words.len())
                    .find(|i| self.words.get(i + 1).is_none_or(|w| w.tag != Tag::Name || w.name.is_some()));
                let ends = self.token(last.unwrap_or(at));
                let genitive = self.language.lexicon.is_genitive(ends) && !self.is_title(head) && !named;
                !genitive && (named || self.is_title(head) || !noun.agree.is_plural())
            }
            Some(_) => named,
        }
    }
}
