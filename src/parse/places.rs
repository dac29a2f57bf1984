//! A word that could open a clause in; where the verb of the words behind it stands out.

use super::tags::{Tagger, has};
use super::{Tag, Word};
use crate::resources::grammar::Form;
use crate::resources::lexicon::WordClass;

/// Where the verb of the words up to the next comma or stop stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VerbPlace {
    Last,
    /// There is a finite verb, and words behind it.
    Earlier,
    /// There is no finite verb before a comma or bracket: the clause may go on behind it.
    Open,
    None,
}

impl Tagger<'_, '_> {
    pub(super) fn verb_place(&self, at: usize) -> VerbPlace {
        let mut last = None;
        let mut finite = false;
        let mut open = false;
        let mut bracketed = false;
        for i in at + 1..self.end {
            let word = &self.words[i];
            bracketed = word.tag == Tag::Open || bracketed && word.tag != Tag::Close;
            if word.inner || bracketed || word.tag == Tag::Close && i > at + 1 {
                continue;
            }
            let after_verb =
                last.is_some_and(|l: usize| self.words[l].tag == Tag::Verb && self.words[l].can_be(Form::FINITE));
            if matches!(word.tag, Tag::Comma | Tag::Break) || has(word, WordClass::Coordinator) && after_verb {
                open = !after_verb && self.token(i) != ":";
                break;
            }
            if word.sign {
                continue;
            }
            finite |= word.tag == Tag::Verb && word.can_be(Form::FINITE);
            last = Some(i);
        }
        // "Damit will X Y bestrafen": the form at the end belongs to the auxiliary in second place.
        let bracket = last.is_some_and(|l| {
            let helps = |w: &Word<'_>| w.auxiliary && !w.can_be(Form::INFINITIVE | Form::PARTICIPLE);
            let form = &self.words[l];
            form.tag == Tag::Verb
                && !form.auxiliary
                && form.can_be(Form::INFINITIVE | Form::PARTICIPLE)
                && self.words[at + 1..l].iter().any(|w| w.tag == Tag::Verb && helps(w))
        });
        match last.map(|l| &self.words[l]) {
            Some(_) if bracket => VerbPlace::Earlier,
            Some(w) if w.tag == Tag::Verb && w.can_be(Form::FINITE) => VerbPlace::Last,
            _ if finite => VerbPlace::Earlier,
            _ if open => VerbPlace::Open,
            _ => VerbPlace::None,
        }
    }

    /// A marked infinitive before the sentence ends or a finite verb comes.
    pub(super) fn infinitive_ahead(&self, at: usize) -> bool {
        for i in at + 1..self.end {
            let word = &self.words[i];
            let marked = word.can_be(Form::MARKED_INFINITIVE) && !word.capital
                || has(word, WordClass::InfinitiveMark) && self.marks(i);
            if marked {
                return true;
            }
            if word.tag == Tag::Verb && word.can_be(Form::FINITE) && !word.can_be(Form::INFINITIVE | Form::PARTICIPLE) {
                return false;
            }
        }
        false
    }
}
