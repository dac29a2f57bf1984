//! Words in, a verb group out: auxiliaries, negation and adverbs, the full verb and its particle, with what they say of
//! voice, tense and modality.

use super::chunks::Chunker;
use crate::parse::{Tag, VerbComplex};
use crate::resources::cues::ModalForm;
use crate::resources::grammar::Form;
use crate::resources::letters::lower;
use crate::resources::neighbours::Class;
use crate::resources::symbol::Symbol;
use std::ops::Range;

/// What a group of verbs is in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Finite,
    /// With its mark.
    Infinitive,
    /// A base form without mark: an imperative, or what an auxiliary before the subject waits for.
    Bare,
    Gerund,
    Participle,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub shape: Shape,
    pub words: Range<usize>,
    pub complex: VerbComplex,
    /// Only an auxiliary: its full verb may follow behind the subject.
    pub waits: bool,
}

/// The verb group that begins at `at`, if one does.
pub(super) fn group(chunker: &Chunker<'_, '_>, at: usize) -> Option<Group> {
    let class = chunker.class(at)?;
    let (shape, first) = match class {
        Class::MODAL | Class::AUX_FINITE | Class::PRESENTS | Class::PRESENT | Class::PAST => (Shape::Finite, at),
        Class::MARK => {
            let next = skip(chunker, at + 1 + chunker.words[at].parts);
            let base = matches!(chunker.class(next), Some(Class::BASE | Class::AUX_BASE | Class::PRESENTS));
            if !base {
                return None;
            }
            (Shape::Infinitive, next)
        }
        Class::NEGATION => {
            // "not to attack", "not attacking": the negation belongs to the group.
            let next = at + 1 + chunker.words[at].parts;
            let inner = chunker
                .class(next)
                .filter(|c| matches!(*c, Class::MARK | Class::GERUND | Class::AUX_GERUND))
                .and_then(|_| group(chunker, next))?;
            return Some(Group { words: at..inner.words.end, ..inner });
        }
        Class::BASE | Class::AUX_BASE => (Shape::Bare, at),
        Class::GERUND | Class::AUX_GERUND => (Shape::Gerund, at),
        Class::PARTICIPLE | Class::AUX_PARTICIPLE => (Shape::Participle, at),
        _ => return None,
    };
    if chunker.words[first].tag != Tag::Verb || class == Class::PARTICIPLE && is_predicate(chunker, at) {
        return None;
    }
    Some(Builder { chunker, complex: VerbComplex { word: first, ..VerbComplex::default() } }.build(at, first, shape))
}

/// "is opposed to", "remains concerned about": a participle that rows know as an adjective, behind a verb of being and
/// with no agent.
fn is_predicate(chunker: &Chunker<'_, '_>, at: usize) -> bool {
    let language = chunker.language;
    let before = (0..at).rev().find(|i| !matches!(chunker.words[*i].tag, Tag::Adverb | Tag::Negation));
    let being = before.is_some_and(|b| {
        chunker.words[b]
            .verbs
            .iter()
            .any(|r| r.lemma == language.auxiliaries.copula || language.syntax.predicative.contains(&r.lemma))
    });
    being
        && chunker.class(at + 1) != Some(Class::AGENT)
        && !language.frames.adjective(&lower(chunker.token(at))).is_empty()
}

/// Past adverbs and negations.
fn skip(chunker: &Chunker<'_, '_>, mut at: usize) -> usize {
    while matches!(chunker.tag(at), Some(Tag::Adverb | Tag::Negation)) {
        at += 1 + chunker.words[at].parts;
    }
    at
}

struct Builder<'b, 'c, 'a> {
    chunker: &'b Chunker<'c, 'a>,
    complex: VerbComplex,
}

impl Builder<'_, '_, '_> {
    fn lemma(&self, at: usize) -> Symbol {
        self.chunker.words[at].verbs.first().map_or(Symbol::NONE, |r| r.lemma)
    }

    fn build(mut self, start: usize, first: usize, shape: Shape) -> Group {
        let chunker = self.chunker;
        let finite = shape == Shape::Finite;
        if finite {
            let word = &chunker.words[first];
            self.complex.finite = Some(first);
            self.complex.past =
                word.can_be(Form::PASTS) && !chunker.language.auxiliaries.modals.contains(&self.lemma(first));
            self.complex.plural = word.can_be(Form::FINITE_PLURAL) && !word.can_be(Form::PRESENT | Form::PAST);
        }
        let mut at = first;
        let mut end = first + 1;
        let mut waits = false;
        while chunker.words[at].auxiliary {
            let next = skip(chunker, at + 1 + chunker.words[at].parts);
            match self.step(at, next) {
                Some((to, stop)) => {
                    at = to;
                    end = stop;
                }
                None => {
                    waits = true;
                    // A negation behind the auxiliary is its own ("did not").
                    while chunker.tag(end) == Some(Tag::Negation) {
                        end += 1 + chunker.words[end].parts;
                    }
                    break;
                }
            }
        }
        self.complex.word = at;
        self.complex.lemma = self.lemma(at);
        let mut group = Group { shape, words: start..end, complex: self.complex, waits };
        coherent(chunker, &mut group);
        particle(chunker, &mut group);
        group
    }

    /// From an auxiliary to what it governs: the next verb of the group, and where the group then ends.
    fn step(&mut self, at: usize, next: usize) -> Option<(usize, usize)> {
        let chunker = self.chunker;
        let roles = &chunker.language.auxiliaries;
        let lemma = self.lemma(at);
        let class = chunker.class(next)?;
        let base = matches!(class, Class::BASE | Class::AUX_BASE | Class::PRESENTS);
        if roles.modals.contains(&lemma) {
            self.complex.modal = self.complex.modal.or(Some((lemma, at)));
            let marked = class == Class::MARK && matches!(chunker.class(next + 1), Some(Class::BASE | Class::AUX_BASE));
            let to = if marked { next + 1 } else { next };
            return (base || marked).then_some((to, to + 1));
        }
        if lemma == roles.support {
            return base.then_some((next, next + 1));
        }
        let participle = matches!(class, Class::PARTICIPLE | Class::AUX_PARTICIPLE | Class::PAST);
        if lemma == roles.perfect {
            if participle && chunker.words[next].tag == Tag::Verb {
                self.complex.perfect = true;
                return Some((next, next + 1));
            }
            return None;
        }
        if lemma != roles.copula {
            return None;
        }
        let gerund = matches!(class, Class::GERUND | Class::AUX_GERUND);
        if gerund {
            return Some((next, next + 1));
        }
        if participle && is_predicate(chunker, next) {
            return None;
        }
        if participle {
            self.complex.passive = true;
            return Some((next, next + 1));
        }
        // "is to visit": what is fixed for later.
        let marked = class == Class::MARK
            && next == skip(chunker, at + 1)
            && matches!(chunker.class(next + 1), Some(Class::BASE | Class::AUX_BASE));
        if marked {
            self.complex.future = true;
            return Some((next + 1, next + 2));
        }
        None
    }
}

/// "seems to have attacked", "going to attack", "has to go": verbs that make one group with a marked infinitive.
fn coherent(chunker: &Chunker<'_, '_>, group: &mut Group) {
    let syntax = &chunker.language.syntax;
    let word = &chunker.words[group.complex.word];
    let joins = word.verbs.iter().any(|r| syntax.coherent.contains(&r.lemma));
    let next = skip(chunker, group.words.end);
    if !joins || chunker.class(next) != Some(Class::MARK) {
        return;
    }
    let Some(inner) = super::groups::group(chunker, next).filter(|g| g.shape == Shape::Infinitive) else { return };
    if word.can_be(Form::PRESENT_PARTICIPLE) {
        group.complex.future = true;
    }
    // "seems to have attacked": the first says of the other what a modal would.
    let lemma = word.verbs.first().map(|r| r.lemma);
    let hedge = lemma.filter(|l| chunker.language.cues.modal(*l, ModalForm::Plain).is_some());
    group.complex.modal = group.complex.modal.or(hedge.map(|l| (l, group.complex.word)));
    group.words.end = inner.words.end;
    group.complex.word = inner.complex.word;
    group.complex.lemma = inner.complex.lemma;
    group.complex.particle = inner.complex.particle;
    group.complex.passive = inner.complex.passive;
    group.complex.perfect |= inner.complex.perfect;
    group.waits = false;
}

/// "carried out", "calls for": a word behind the verb that a row knows as part of it.
fn particle(chunker: &Chunker<'_, '_>, group: &mut Group) {
    let at = group.words.end;
    if group.complex.particle.is_some() || chunker.tag(at).is_none() {
        return;
    }
    if let Some(whole) = whole(chunker, group.complex.lemma, at) {
        group.complex.lemma = whole;
        group.complex.particle = Some(at);
        group.words.end = at + 1;
    }
}

/// The verb of two words that a base and a particle make, where a table has it.
pub(super) fn whole(chunker: &Chunker<'_, '_>, base: Symbol, particle: usize) -> Option<Symbol> {
    let language = chunker.language;
    let symbols = &language.lexicon.symbols;
    let form = chunker.words.get(particle)?.form;
    if !base.is_known() || !language.syntax.verb_particles.contains(&form) {
        return None;
    }
    let whole = symbols.get(&format!("{} {}", symbols.word(base), symbols.word(form)));
    (whole.is_known() && !language.frames.verb(whole).is_empty()).then_some(whole)
}
