//! What a clause is while it is being built, and what the chunks around a place say about where one begins or ends.

use super::chunks::{Chunk, Kind};
use super::groups::{Group, Shape};
use crate::parse::{ClauseKind, Phrase, Tag, Word};
use crate::resources::Language;
use crate::resources::grammar::{Agree, Form};
use crate::resources::letters::lower;
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;

/// A clause in the making; chunks are named by their number.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub kind: ClauseKind,
    pub link: Option<usize>,
    pub parent: Option<usize>,
    pub shares: Option<usize>,
    /// The chunk of the phrase that it describes.
    pub antecedent: Option<usize>,
    pub content: bool,
    pub verb: Option<Group>,
    pub chunks: Vec<usize>,
    /// Opened behind a comma, so that the next one closes it.
    pub inserted: bool,
    /// The chunk of the bracket that it stands in.
    pub scope: Option<usize>,
}

impl Draft {
    pub(super) fn new(kind: ClauseKind, parent: Option<usize>) -> Self {
        Self {
            kind,
            link: None,
            parent,
            shares: None,
            antecedent: None,
            content: false,
            verb: None,
            chunks: Vec::new(),
            inserted: false,
            scope: None,
        }
    }

    pub(super) fn lacks_verb(&self) -> bool {
        self.verb.is_none() && matches!(self.kind, ClauseKind::Main | ClauseKind::Subordinate | ClauseKind::Relative)
    }
}

pub(super) struct View<'v, 'a> {
    pub language: &'v Language,
    pub text: &'v str,
    pub words: &'v [Word<'a>],
    pub chunks: &'v [Chunk],
}

impl View<'_, '_> {
    pub(super) fn kind(&self, at: usize) -> Option<&Kind> {
        self.chunks.get(at).map(|c| &c.kind)
    }

    pub(super) fn shape(&self, at: usize) -> Option<Shape> {
        self.chunks.get(at).and_then(|c| c.verb()).map(|g| g.shape)
    }

    pub(super) fn is_finite(&self, at: usize) -> bool {
        self.shape(at) == Some(Shape::Finite)
    }

    /// The first chunk from `at` on that is more than an adverb or sign.
    pub(super) fn past_words(&self, mut at: usize) -> usize {
        while matches!(self.kind(at), Some(Kind::Word)) {
            at += 1;
        }
        at
    }

    /// The last chunk before `at` that is more than an adverb or sign.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|i| !matches!(self.chunks[*i].kind, Kind::Word))
    }

    pub(super) fn is_relative(&self, at: usize) -> bool {
        self.chunks.get(at).and_then(|c| c.phrase()).is_some_and(|p| self.words[p.head].tag == Tag::Relative)
    }

    /// A bare phrase that only says when.
    pub(super) fn is_time(&self, at: usize) -> bool {
        self.chunks
            .get(at)
            .and_then(|c| c.phrase())
            .is_some_and(|p| p.preposition.is_none() && self.language.lexicon.is_time_noun(self.words[p.head].lemma))
    }

    /// A phrase behind a preposition that says when or where: "on Tuesday", "in Nairobi", "in a speech".
    pub(super) fn is_circumstance(&self, at: usize) -> bool {
        let Some(phrase) = self.chunks.get(at).and_then(|c| c.phrase()) else { return false };
        let lexicon = &self.language.lexicon;
        let head = &self.words[phrase.head];
        let indefinite = |d: usize| lexicon.is_indefinite(self.words[d].closed);
        let place = phrase.preposition.is_some_and(|w| lexicon.place_prepositions().any(|p| p == w));
        phrase.preposition.is_some() && lexicon.is_time_noun(head.lemma)
            || place && (head.tag == Tag::Name || phrase.determiner.is_some_and(indefinite))
    }

    /// The lemma takes a clause as its object.
    pub(super) fn takes_clause(&self, lemma: Symbol) -> bool {
        let frames = &self.language.frames;
        self.language.syntax.clause_verbs.contains(&lemma)
            || frames.verb(lemma).iter().filter_map(|id| frames.frame(*id)).any(|f| f.content.is_some())
    }

    pub(super) fn takes_clause_at(&self, at: usize) -> bool {
        self.chunks.get(at).and_then(|c| c.verb()).is_some_and(|g| self.takes_clause(g.complex.lemma))
    }

    /// A noun that a clause tells the contents of ("claim", "report").
    pub(super) fn noun_takes_clause(&self, at: usize) -> bool {
        let Some(phrase) = self.chunks.get(at).and_then(|c| c.phrase()) else { return false };
        let lemma = lower(self.language.lexicon.symbols.word(self.words[phrase.head].lemma));
        let frames = &self.language.frames;
        frames.noun(&lemma).iter().filter_map(|id| frames.frame(*id)).any(|f| f.content.is_some())
    }

    /// A participle that the lexicon also has as a past, or the other way round.
    pub(super) fn is_past_or_participle(&self, at: usize) -> bool {
        let Some(group) = self.chunks.get(at).and_then(|c| c.verb()) else { return false };
        let word = &self.words[group.complex.word];
        let readings = self.language.lexicon.verb(&lower(word.span.of(self.text)));
        let all = readings.iter().fold(Form::NONE, |all, r| all | r.form);
        group.words.len() <= 1 + usize::from(group.complex.particle.is_some())
            && all.meets(Form::PASTS)
            && all.meets(Form::PARTICIPLE)
    }

    /// A finite verb follows before the part of the sentence ends; the first comma is passed where `comma` says so.
    pub(super) fn finite_follows(&self, from: usize, mut comma: bool) -> bool {
        let mut closed = false;
        for at in from..self.chunks.len() {
            match &self.chunks[at].kind {
                Kind::Verb(g) if g.shape == Shape::Finite => {
                    if !closed {
                        return true;
                    }
                    closed = false;
                }
                Kind::Comma if comma => {
                    comma = false;
                    closed = false;
                }
                Kind::Comma | Kind::Break | Kind::Coordinator => return false,
                // The next finite verb is that of this clause.
                Kind::Subordinator => closed = true,
                Kind::Phrase(_) if self.is_relative(at) => closed = true,
                Kind::Phrase(p) if self.leads_clause(at, p) => closed = true,
                _ => {}
            }
        }
        false
    }

    /// A finite verb is the next that is more than a circumstance: nothing before it can be its subject.
    pub(super) fn finite_is_next(&self, from: usize) -> bool {
        let next = (from..self.chunks.len()).find(|at| match &self.chunks[*at].kind {
            Kind::Phrase(p) => p.preposition.is_none() && !self.is_time(*at) || self.leads_clause(*at, p),
            kind => !matches!(kind, Kind::Word),
        });
        next.is_some_and(|n| self.is_finite(n))
    }

    /// The preposition of a phrase is a conjunction: "after | Iran attacked".
    pub(super) fn leads_clause(&self, at: usize, phrase: &Phrase) -> bool {
        phrase.preposition.is_some() && self.can_subordinate(phrase.words.start) && self.clause_follows(at)
    }

    /// From `from` on stands one subject and then a finite verb: a clause, not a phrase.
    pub(super) fn clause_follows(&self, from: usize) -> bool {
        let mut subjects = 0;
        let mut joined = false;
        let mut at = from;
        while at < self.chunks.len() {
            match &self.chunks[at].kind {
                Kind::Verb(g) if g.shape == Shape::Finite => return subjects == 1,
                Kind::Verb(g) if g.shape == Shape::Participle && subjects > 0 => {
                    if self.is_past_or_participle(at) && !self.finite_follows(at + 1, false) {
                        return subjects == 1;
                    }
                }
                Kind::Phrase(_) if self.is_relative(at) => return false,
                Kind::Phrase(p) if p.preposition.is_none() || at == from => {
                    let genitive = p.agree == Agree::GEN && !p.pronoun;
                    if !joined && !genitive && (!self.is_time(at) || at == from) {
                        subjects += 1;
                    }
                    joined = false;
                }
                Kind::Phrase(_) | Kind::Word => {}
                Kind::Coordinator => joined = true,
                _ => return false,
            }
            at += 1;
        }
        false
    }

    /// The word opens clauses as well.
    pub(super) fn can_subordinate(&self, word: usize) -> bool {
        self.closed(word).iter().any(|c| c.class == WordClass::Subordinator)
    }

    pub(super) fn can_be_preposition(&self, word: usize) -> bool {
        self.closed(word).iter().any(|c| c.class == WordClass::Preposition)
    }

    pub(super) fn closed(&self, word: usize) -> &[crate::resources::lexicon::Closed] {
        let word = &self.words[word];
        if word.parts == 0 {
            return word.closed;
        }
        self.language.lexicon.closed(self.language.lexicon.symbols.word(word.form))
    }
}
