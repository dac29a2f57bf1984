//! A place in a run of words in, out whether a name there begins a phrase of its own.

use super::chunks::Chunker;
use crate::parse::Tag;
use crate::resources::gazetteer::EntityKind;
use crate::resources::neighbours::Class;

impl Chunker<'_, '_> {
    /// A known name that is none of the words before: "President Putin | Kyiv" are two phrases, "NATO Russia talks" one.
    pub(super) fn breaks_name(&self, start: usize, at: usize) -> bool {
        let word = &self.words[at];
        if word.tag != Tag::Name || word.in_name || word.name.is_none() {
            return false;
        }
        // A state or town right behind a person's name.
        let person = (start..at).any(|i| self.kind(i) == Some(EntityKind::Person));
        let noun_follows = matches!(self.tag(at + 1), Some(Tag::Noun | Tag::Adjective));
        person && self.kind(at) != Some(EntityKind::Person) && !noun_follows
    }

    /// "three Kenyan [fishing] boats": a form in -ing between an adjective and its noun.
    pub(super) fn describes_noun(&self, at: usize) -> bool {
        self.class(at) == Some(Class::GERUND)
            && self.words[at - 1].tag == Tag::Adjective
            && self.tag(at + 1) == Some(Tag::Noun)
    }

    /// "the deal | Iran signed with China": behind a noun that is nobody a state or body, and then its verb without an object.
    pub(super) fn describes(&self, start: usize, at: usize) -> bool {
        let acts = matches!(self.kind(at), Some(EntityKind::State | EntityKind::Body | EntityKind::Group));
        let Some(name) = self.words[at].name.filter(|n| acts && !n.genitive) else { return false };
        let noun = &self.words[at - 1];
        let led = self.words[start].tag == Tag::Determiner && noun.tag == Tag::Noun && !noun.capital;
        let office =
            || self.language.gazetteer.office(&self.language.lexicon, self.token(at - 1), noun.lemma).is_some();
        // "the hostages | Hamas holds": several are not the one that is named.
        if !led || !noun.agree.is_plural() && office() {
            return false;
        }
        let behind = at + usize::from(name.words);
        let verb = |i: &usize| self.tag(*i) == Some(Tag::Verb);
        let verbs = (behind..self.end).take_while(verb).count();
        let finite = matches!(
            self.class(behind),
            Some(Class::PAST | Class::PARTICIPLE | Class::PRESENT | Class::AUX_FINITE | Class::MODAL)
        );
        let object = self.tag(behind + verbs).is_some_and(|t| {
            matches!(t, Tag::Determiner | Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number | Tag::Pronoun)
        });
        let speaks =
            |i: usize| self.words[i].verbs.iter().any(|v| self.language.syntax.clause_verbs.contains(&v.lemma));
        verbs > 0 && finite && !object && !speaks(behind + verbs - 1)
    }
}
