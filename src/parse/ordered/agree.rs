//! The readings of a sentence and the classes chosen of them in; what cannot be the verb or adjective that it was taken for
//! becomes a noun or verb.

use super::classes::Readings;
use crate::parse::Word;
use crate::resources::Language;
use crate::resources::grammar::{Agree, Form};
use crate::resources::lexicon::WordClass;
use crate::resources::neighbours::Class;

/// Classes of what can stand between a determiner and its noun.
const INSIDE: [Class; 5] = [Class::NOUN, Class::NAME, Class::ADJECTIVE, Class::POSSESSOR, Class::NUMBER];
/// Classes that a preposition can have.
const LED: [Class; 3] = [Class::PREPOSITION, Class::OF, Class::AGENT];
/// A finite verb, by itself or helping.
const FINITE: [Class; 5] = [Class::PRESENTS, Class::PRESENT, Class::PAST, Class::AUX_FINITE, Class::MODAL];

/// Makes nouns of verbs that have no place in their sentence, and keeps only these readings of them.
pub(super) fn nouns(language: &Language, words: &[Word<'_>], lattice: &mut [(usize, Readings)], chosen: &mut [Class]) {
    let one = |at: usize| {
        let closed = words[at].closed;
        let plural = |c: &&crate::resources::lexicon::Closed| c.agree.meets(Agree::PLURAL);
        let determiner = closed.iter().filter(|c| c.class == WordClass::Determiner);
        language.lexicon.is_indefinite(closed) && determiner.filter(plural).count() == 0
    };
    // "a State Department call": one thing does not "call", so that is what it is.
    let of_one = |lattice: &[(usize, Readings)], chosen: &[Class], at: usize| {
        let named = at > 0 && matches!(chosen[at - 1], Class::NOUN | Class::NAME);
        let inside = chosen[..at].iter().rev().take_while(|c| INSIDE.contains(c)).count();
        let led = inside < at && chosen[at - 1 - inside] == Class::DETERMINER && one(lattice[at - 1 - inside].0);
        named && led && matches!(chosen[at], Class::PRESENTS | Class::BASE | Class::NOUN)
    };
    for at in 0..chosen.len() {
        let verb = matches!(chosen[at], Class::PRESENTS | Class::PRESENT) || at == 0 && chosen[at] == Class::GERUND;
        let noun = lattice[at].1.iter().map(|r| r.0).find(|c| matches!(*c, Class::NOUN | Class::PLURAL));
        let owned = at > 0 && chosen[at - 1] == Class::POSSESSOR && chosen[at] == Class::GERUND;
        let place = of_one(lattice, chosen, at)
            || (verb || owned) && is_subject(&chosen[at + 1..])
            || is_object(language, words, lattice, chosen, at);
        if let Some(noun) = noun.filter(|_| place) {
            chosen[at] = noun;
            lattice[at].1.retain(|r| matches!(r.0, Class::NOUN | Class::PLURAL));
        }
    }
}

/// "received help from Chad": behind most verbs stands no plain infinitive.
fn is_object(
    language: &Language,
    words: &[Word<'_>],
    lattice: &[(usize, Readings)],
    chosen: &[Class],
    at: usize,
) -> bool {
    let leads = |b: usize| words[b].verbs.iter().any(|v| language.syntax.bare_infinitive.contains(&v.lemma));
    let verb = |c: Class| FINITE[..3].contains(&c) || matches!(c, Class::BASE | Class::GERUND | Class::PARTICIPLE);
    let behind = at > 0 && lattice[at - 1].0 + 1 == lattice[at].0;
    chosen[at] == Class::BASE && behind && verb(chosen[at - 1]) && !leads(lattice[at - 1].0)
}

/// "went on to attack Iraq": a noun between the mark of an infinitive and a name or article is its verb.
pub(super) fn infinitives(words: &[Word<'_>], lattice: &[(usize, Readings)], chosen: &mut [Class]) {
    for at in 1..chosen.len().saturating_sub(1) {
        let has = |at: usize, class: Class| lattice[at].1.iter().any(|r| r.0 == class);
        let object = matches!(chosen[at + 1], Class::NAME | Class::DETERMINER) && !words[lattice[at + 1].0].sign;
        let led = chosen[at - 1] == Class::PREPOSITION && has(at - 1, Class::MARK);
        if led && object && chosen[at] == Class::NOUN && has(at, Class::BASE) {
            chosen[at - 1] = Class::MARK;
            chosen[at] = Class::BASE;
        }
    }
}

/// "is striking rebel positions", "are striking the port": an adjective of one thing does not stand before several, and
/// none before an article.
pub(super) fn gerunds(language: &Language, words: &[Word<'_>], lattice: &[(usize, Readings)], chosen: &mut [Class]) {
    for at in 1..chosen.len().saturating_sub(1) {
        let gerund = lattice[at].1.iter().any(|r| r.0 == Class::GERUND);
        if chosen[at] != Class::ADJECTIVE || !gerund {
            continue;
        }
        let Some(be) = (0..at).rev().find(|b| !matches!(chosen[*b], Class::ADVERB | Class::NEGATION)) else { continue };
        let copula = &words[lattice[be].0];
        let is = copula.verbs.iter().any(|v| v.lemma == language.auxiliaries.copula);
        let one = is && (!copula.can_be(Form::FINITE_PLURAL) || copula.can_be(Form::PRESENT | Form::PAST));
        let inside = chosen[at + 1..].iter().take_while(|c| INSIDE.contains(c)).count();
        let several = chosen.get(at + 1 + inside) == Some(&Class::PLURAL);
        if is && (chosen[at + 1] == Class::DETERMINER || one && several) {
            chosen[at] = Class::GERUND;
        }
    }
}

/// "sanctions | on Chad were lifted": what follows is a circumstance, and then the verb, with no subject of its own.
fn is_subject(behind: &[Class]) -> bool {
    let opened = |at: usize| at > 0 && LED.contains(&behind[at - 1]);
    let inside = |at: usize| match behind[at] {
        Class::DETERMINER => opened(at),
        // "fighting | between Chad and Togo resumed"
        Class::COORDINATOR => at > 1,
        class => LED.contains(&class) || INSIDE.contains(&class) || class == Class::PLURAL,
    };
    let circumstance = (0..behind.len()).take_while(|at| inside(*at)).count();
    let led = behind.first().is_some_and(|c| LED.contains(c));
    led && behind.get(circumstance).is_some_and(|c| FINITE.contains(c))
}
