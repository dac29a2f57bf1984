//! An act of which neither side is known in, its people out: of an attack or protest those of the place where it
//! happened, of all else whoever the article leaves without a country, in an article about one.

use super::Coding;
use super::match_frames::Match;
use super::place;
use crate::mention::{Actor, EventType, Sector};
use crate::parse::Tag;
use crate::resources::frames::Frame;
use crate::resources::grammar::Agree;

/// Sentences before an act in which its place may be told.
const NEAR: usize = 6;

/// Whom an attack hit that names nobody, and who protested where nobody is named: the people of the place told beside
/// the act, else of the country that the article is about, else of the last place told before it.
pub(super) fn people(
    coding: &Coding<'_>,
    m: &Match,
    kind: EventType,
    actors: &mut Vec<Actor>,
    recipients: &mut Vec<Actor>,
) {
    if !actors.is_empty() || !recipients.is_empty() {
        return;
    }
    if !matches!(kind, EventType::Assault | EventType::Protest) {
        let quoted = coding.language.frames.frame(m.frame).is_some_and(Frame::is_quoted_speech);
        let Some(code) = coding.home.clone().filter(|_| m.phrase.is_none() && !quoted) else { return };
        let Some(phrase) = coding.roles(m.clause).subject.filter(|s| coding.is_someone(*s)) else { return };
        let person =
            Actor { code, sector: Some(Sector::Cvl), name: None, role: None, span: coding.phrase_span(phrase) };
        let passive = coding.parse.clauses[m.clause].verb.as_ref().is_some_and(|v| v.passive);
        if passive {
            recipients.push(person)
        } else {
            actors.push(person)
        }
        return;
    }
    let here = || place::place(coding, m).and_then(|p| p.country);
    let Some(code) = here().or_else(|| coding.home.clone()).or_else(|| told_before(coding, m)) else { return };
    let span = coding.parse.words[m.word].span;
    let people = Actor { code, sector: Some(Sector::Cvl), name: None, role: None, span };
    if kind == EventType::Protest { actors.push(people) } else { recipients.push(people) }
}

/// The country of the last place told in the sentence of the act or in one of those before it.
fn told_before(coding: &Coding<'_>, m: &Match) -> Option<String> {
    let sentence = coding.parse.clauses[m.clause].sentence;
    (sentence.saturating_sub(NEAR)..=sentence).rev().find_map(|s| {
        let clauses = coding.parse.sentences[s].clauses.clone().rev();
        let phrases = clauses.flat_map(|c| coding.parse.clauses[c].phrases.clone().rev());
        phrases
            .flat_map(|p| coding.referents[p].iter().rev())
            .find(|r| r.place && r.actor.code.len() == 3)
            .map(|r| r.actor.code.clone())
    })
}

impl Coding<'_> {
    /// True where a phrase that names nobody known is somebody all the same: a name, a person's pronoun, an office.
    pub(super) fn is_someone(&self, phrase: usize) -> bool {
        let p = self.phrase(phrase);
        let head = &self.parse.words[p.head];
        if p.pronoun {
            let named = Agree::NOM & (Agree::MASCULINE | Agree::FEMININE | Agree::PLURAL);
            return self.language.lexicon.is_personal(head.closed) && p.agree.meets(named);
        }
        let gazetteer = &self.language.gazetteer;
        (head.name.is_none() && head.tag == Tag::Name)
            || gazetteer.office(&self.language.lexicon, self.text(p.head), head.lemma).is_some()
    }
}
