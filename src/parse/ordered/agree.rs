//! The readings of a sentence and the classes chosen of them in; a verb in the plural that stands behind one thing becomes a noun.

use super::classes::Readings;
use crate::parse::Word;
use crate::resources::Language;
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use crate::resources::neighbours::Class;

/// Classes of what can stand between a determiner and its noun.
const INSIDE: [Class; 5] = [Class::NOUN, Class::NAME, Class::ADJECTIVE, Class::POSSESSOR, Class::NUMBER];

/// "a State Department call": one thing does not "call", so that is what it is.
pub(super) fn nouns(language: &Language, words: &[Word<'_>], lattice: &[(usize, Readings)], chosen: &mut [Class]) {
    let one = |at: usize| {
        let closed = words[at].closed;
        let plural = |c: &&crate::resources::lexicon::Closed| c.agree.meets(Agree::PLURAL);
        let determiner = closed.iter().filter(|c| c.class == WordClass::Determiner);
        language.lexicon.is_indefinite(closed) && determiner.filter(plural).count() == 0
    };
    for at in 1..chosen.len() {
        let named = matches!(chosen[at - 1], Class::NOUN | Class::NAME);
        let inside = chosen[..at].iter().rev().take_while(|c| INSIDE.contains(c)).count();
        let led = inside < at && chosen[at - 1 - inside] == Class::DETERMINER && one(lattice[at - 1 - inside].0);
        let several = matches!(chosen[at], Class::PRESENTS | Class::BASE);
        if several && named && led && lattice[at].1.iter().any(|r| r.0 == Class::NOUN) {
            chosen[at] = Class::NOUN;
        }
    }
}
