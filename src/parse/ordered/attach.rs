//! The phrases of a clause in; genitives, prepositional phrases, appositions and conjuncts hung on what they belong to.

use crate::parse::{Attachment, Parse, Tag};
use crate::resources::Language;
use crate::resources::gazetteer::EntityKind;
use crate::resources::grammar::Agree;

/// Attaches the phrases of every clause of a sentence.
pub(super) fn attach(language: &Language, parse: &mut Parse<'_>, sentence: usize) {
    for clause in parse.sentences[sentence].clauses.clone() {
        for at in parse.clauses[clause].phrases.clone() {
            let attached = Site { language, parse, clause }.attachment(at);
            parse.phrases[at].attached = attached;
        }
    }
}

struct Site<'s, 'a> {
    language: &'s Language,
    parse: &'s Parse<'a>,
    clause: usize,
}

impl Site<'_, '_> {
    fn attachment(&self, at: usize) -> Option<(usize, Attachment)> {
        let range = self.parse.clauses[self.clause].phrases.clone();
        let phrase = &self.parse.phrases[at];
        // "Russia's | president"
        if phrase.agree == Agree::GEN && !phrase.pronoun && at + 1 < range.end {
            return Some((at + 1, Attachment::Genitive));
        }
        let relative = self.parse.words[phrase.head].tag == Tag::Relative;
        if at == range.start || relative {
            return None;
        }
        let mut before = at - 1;
        // A genitive that leads this phrase stands between it and what is before.
        let mut start = phrase.words.start;
        while self.parse.phrases[before].attached == Some((before + 1, Attachment::Genitive))
            && self.parse.phrases[before].words.end >= start.saturating_sub(2)
            && self.leads(before, at)
        {
            start = start.min(self.parse.phrases[before].words.start);
            if before == range.start {
                return None;
            }
            before -= 1;
        }
        if let (Some(_), true) = (phrase.preposition, start < phrase.words.start) {
            start = start.saturating_sub(1);
        }
        let end = self.parse.phrases[before].words.end;
        if end > start {
            return None;
        }
        let verb = self.parse.clauses[self.clause].verb.as_ref().map(|v| v.word);
        if verb.is_some_and(|v| end <= v && v < start) {
            return None;
        }
        let gap: Vec<Tag> = (end..start).map(|i| self.parse.words[i].tag).filter(|t| *t != Tag::Quote).collect();
        match gap.as_slice() {
            [] => self.adjacent(before, at),
            [Tag::Coordinator]
            | [Tag::Comma, Tag::Coordinator]
            | [Tag::Coordinator | Tag::Comma, Tag::Adverb | Tag::Negation] => self.conjunct(before, at),
            [Tag::Comma] => self.listed(before, at),
            _ => None,
        }
    }

    fn leads(&self, mut from: usize, to: usize) -> bool {
        while let Some((next, Attachment::Genitive)) = self.parse.phrases[from].attached.filter(|(n, _)| *n > from) {
            if next == to {
                return true;
            }
            from = next;
        }
        false
    }

    /// What a prepositional phrase right behind another belongs to: that phrase, or none where the verb governs it.
    fn adjacent(&self, before: usize, at: usize) -> Option<(usize, Attachment)> {
        let phrase = &self.parse.phrases[at];
        let left = &self.parse.phrases[before];
        let preposition = phrase.preposition?;
        let lexicon = &self.language.lexicon;
        if lexicon.is_genitive_preposition(preposition) {
            return Some((before, Attachment::Genitive));
        }
        if left.pronoun {
            return None;
        }
        let syntax = &self.language.syntax;
        let verb = self.parse.clauses[self.clause].verb.as_ref();
        let leads = verb.is_none_or(|v| phrase.words.end <= v.word)
            && (before > self.parse.clauses[self.clause].phrases.start || left.preposition.is_none());
        let timed = lexicon.is_time_noun(self.parse.words[phrase.head].lemma)
            || lexicon.is_time_noun(self.parse.words[left.head].lemma);
        let noun = self.parse.words[left.head].tag == Tag::Noun || self.parse.words[left.head].tag == Tag::Verb;
        let passive = verb.is_some_and(|v| v.passive);
        // "An attack by rebels was foiled": before the verb an agent is that of the noun.
        if timed
            || passive && lexicon.is_agent(preposition) && !leads
            || syntax.verb_prepositions.contains(&preposition) && !leads
        {
            return None;
        }
        if leads || noun && (syntax.noun_prepositions.contains(&preposition) || lexicon.is_agent(preposition)) {
            return Some((before, Attachment::Preposition));
        }
        None
    }

    /// The phrase that a conjunct stands beside: of the same preposition, or as bare as it.
    fn conjunct(&self, before: usize, at: usize) -> Option<(usize, Attachment)> {
        let phrase = &self.parse.phrases[at];
        let first = self.parse.clauses[self.clause].phrases.start;
        if phrase.preposition.is_some() {
            let same =
                (first..=before).rev().take(4).find(|p| self.parse.phrases[*p].preposition == phrase.preposition);
            return same.map(|p| (p, Attachment::Coordination));
        }
        let timed = |p: usize| self.language.lexicon.is_time_noun(self.parse.words[self.parse.phrases[p].head].lemma);
        if timed(at) != timed(before) {
            return None;
        }
        // "with Russia and China": the nearest; "the president of Iran and his wife": one with a determiner of its own.
        // "between Iran and the United States": a word of two sides holds them together.
        let mutual = |p: usize| {
            let two = self.language.lexicon.mutual_prepositions().next();
            self.parse.phrases[p].preposition.is_some_and(|w| Some(w) == two)
        };
        let mut candidate = before;
        if phrase.determiner.is_some() && !mutual(before) {
            while let Some((outer, how)) = self.parse.phrases[candidate].attached.filter(|(to, _)| *to < candidate) {
                if self.parse.phrases[candidate].determiner.is_some() && how != Attachment::Coordination {
                    break;
                }
                candidate = outer;
            }
        }
        Some((candidate, Attachment::Coordination))
    }

    /// After a comma: another member of a list, or an apposition.
    fn listed(&self, before: usize, at: usize) -> Option<(usize, Attachment)> {
        let phrase = &self.parse.phrases[at];
        if phrase.pronoun || phrase.preposition.is_some() && !self.list_goes_on(at) {
            return None;
        }
        if self.list_goes_on(at) && !self.begins_subject(before, at) {
            return self.conjunct(before, at);
        }
        let lexicon = &self.language.lexicon;
        if lexicon.is_time_noun(self.parse.words[phrase.head].lemma) || phrase.preposition.is_some() {
            return None;
        }
        // What stands between a comma and the verb is its subject: "On Monday, rebels attacked".
        let verb = self.parse.clauses[self.clause].verb.as_ref().map(|v| v.finite.map_or(v.word, |f| f.min(v.word)));
        let closed = (phrase.words.end..self.parse.words.len())
            .find(|i| verb.is_some_and(|v| *i >= v) || matches!(self.parse.words[*i].tag, Tag::Comma | Tag::Break))
            .is_none_or(|i| verb.is_none_or(|v| i < v));
        if verb.is_some_and(|v| phrase.words.end <= v) && !closed {
            return self
                .state(before)
                .zip(self.state(at))
                .filter(|(a, b)| a != b)
                .map(|_| (before, Attachment::Coordination));
        }
        let mut root = before;
        while let Some((outer, how)) = self.parse.phrases[root].attached.filter(|(to, _)| *to < root) {
            if how == Attachment::Apposition || how == Attachment::Coordination {
                break;
            }
            root = outer;
        }
        if self.parse.phrases[root].pronoun
            || lexicon.is_time_noun(self.parse.words[self.parse.phrases[root].head].lemma)
        {
            return None;
        }
        // "in Kyiv, the president said": what stands behind a place and before the verb is the subject.
        if self.parse.phrases[root].preposition.is_some() && phrase.determiner.is_some() {
            return None;
        }
        Some((root, Attachment::Apposition))
    }

    /// The code of a state or seat that a bare phrase is, with no other words: "Chile, Peru sign a treaty".
    fn state(&self, phrase: usize) -> Option<&str> {
        let p = &self.parse.phrases[phrase];
        let name = self.parse.words[p.words.start].name.filter(|n| usize::from(n.words) == p.words.len());
        let entity = name.and_then(|n| self.language.gazetteer.entity(n.entity))?;
        let rules = matches!(entity.kind, EntityKind::State | EntityKind::Seat);
        (rules && p.preposition.is_none() && p.attached.is_none()).then_some(entity.code.as_str())
    }

    /// "In Paris, | ministers of Kenya and Chad met": all that stands between a fronted phrase and the verb; not "troops from
    /// Chad, | Niger and Togo fought", where the phrase is part of the subject.
    fn begins_subject(&self, before: usize, at: usize) -> bool {
        let hung = |p: &usize| self.parse.phrases[*p].attached.map(|(to, _)| to).filter(|to| to < p);
        let root = std::iter::successors(Some(before), hung).last().unwrap_or(before);
        let (left, phrase) = (&self.parse.phrases[root], &self.parse.phrases[at]);
        let verb = self.parse.clauses[self.clause].verb.as_ref().map(|v| v.finite.map_or(v.word, |f| f.min(v.word)));
        let Some(verb) = verb.filter(|v| phrase.words.end <= *v) else { return false };
        let closed = |i: usize| matches!(self.parse.words[i].tag, Tag::Comma | Tag::Break);
        left.preposition.is_some() && phrase.preposition.is_none() && !(phrase.words.end..verb).any(closed)
    }

    /// A conjunction closes the list further on: "A, B and C".
    fn list_goes_on(&self, at: usize) -> bool {
        let range = self.parse.clauses[self.clause].phrases.clone();
        let mut here = at;
        while here + 1 < range.end && here < at + 10 {
            let end = self.parse.phrases[here].words.end;
            let next = &self.parse.phrases[here + 1];
            let gap: Vec<Tag> = (end..next.words.start).map(|i| self.parse.words[i].tag).collect();
            match gap.as_slice() {
                [Tag::Coordinator] | [Tag::Comma, Tag::Coordinator] => return true,
                [Tag::Comma] => {}
                [] if next.preposition.is_some() || self.parse.phrases[here].agree == Agree::GEN => {}
                _ => return false,
            }
            here += 1;
        }
        false
    }
}
