//! Participles before a noun: "der im Juni unterzeichnete Vertrag", "von der Sowjetunion unterstützte Rebellen".

use super::Coding;
use super::actors::{Referent, Referents, actor_of, members, office_actor};
use super::match_frames::Match;
use super::sites::Site;
use super::slots::{Depth, Roles};
use crate::mention::Actor;
use crate::parse::Tag;
use crate::resources::frames::{Check, FrameId, Slot, Test};
use crate::resources::gazetteer::Office;
use crate::resources::grammar::Form;
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;
use smallvec::SmallVec;

/// Participles before a noun: "der im Juni unterzeichnete Vertrag", "von der Sowjetunion unterstützte Rebellen".
pub(super) fn participles(coding: &Coding<'_>, clause: usize, phrase: usize, matches: &mut Vec<Match>) {
    let p = coding.phrase(phrase);
    for at in p.words.start..p.head {
        let word = &coding.parse.words[at];
        if word.tag != Tag::Adjective || !word.verbs.iter().any(|r| r.form.meets(Form::PARTICIPLE)) {
            continue;
        }
        if !attribute_tells(coding, phrase, at) {
            continue;
        }
        let lemma = word.verbs.iter().find(|r| r.form.meets(Form::PARTICIPLE)).map(|r| r.lemma);
        let Some(lemma) = lemma else { continue };
        let agents = attribute_agents(coding, phrase, at);
        let roles = Roles { accusative: Some(phrase), understood: agents, ..Roles::default() };
        let ids: Vec<FrameId> = coding.language.frames.verb(lemma).to_vec();
        let Some(found) = coding.choose_attribute(&ids, clause, phrase, &roles, at) else { continue };
        // "verhängte Sanktionen": the noun tells the same act.
        let here = matches.partition_point(|m| m.clause < clause);
        match matches[here..].iter_mut().find(|m| m.phrase == Some(phrase) && coding.event(m) == coding.event(&found)) {
            Some(noun) if noun.actors.is_empty() => noun.actors = found.actors,
            Some(_) => {}
            None => matches.push(found),
        }
    }
}

/// A participle tells an act where it brings a circumstance or agent along, or where its noun is an actor or an
/// agreement; "die vertiefte Partnerschaft" is a state.
fn attribute_tells(coding: &Coding<'_>, phrase: usize, participle: usize) -> bool {
    let p = coding.phrase(phrase);
    let circumstance =
        (p.words.start..participle).any(|at| at > p.words.start && coding.parse.words[at].tag == Tag::Preposition);
    circumstance || coding.is_actor(phrase) || coding.about_treaty(p.head)
}

/// Actors between the determiner and the participle, behind a preposition of agents.
fn attribute_agents(coding: &Coding<'_>, phrase: usize, participle: usize) -> Referents {
    attribute_actors(coding, phrase, participle, |w| coding.language.lexicon.is_agent(w))
}

/// Actors that stand between the determiner of a phrase and its participle behind a preposition that `wanted` takes:
/// names, and offices with an adjective of nationality ("der von der türkischen Regierung verhängte Bann").
fn attribute_actors(
    coding: &Coding<'_>,
    phrase: usize,
    participle: usize,
    wanted: impl Fn(Symbol) -> bool,
) -> Referents {
    let p = coding.phrase(phrase);
    let mut found = Referents::new();
    let mut open = false;
    let mut nations: SmallVec<[&str; 2]> = SmallVec::new();
    let mut homeless: Option<Office> = None;
    for at in p.words.start..participle {
        let word = &coding.parse.words[at];
        if word.closed.iter().any(|c| matches!(c.class, WordClass::Preposition | WordClass::PrepositionArticle)) {
            // "von der Regierung in London"
            let seat = open && homeless.is_some() && coding.language.lexicon.names_origin(word.form);
            open = seat || wanted(word.form) || word.closed.iter().any(|c| wanted(c.extra));
            homeless = homeless.filter(|_| seat);
            nations.clear();
        }
        if !open {
            continue;
        }
        let head = |actor: Actor| Referent { actor, place: false, head: true };
        if let Some(entity) = word.name.and_then(|hit| coding.entity(hit.entity)) {
            match homeless.take() {
                Some(office) => found.push(head(office_actor(&entity.code, office, word.span))),
                None => found.extend(members(actor_of(entity, word.span)).into_iter().map(head)),
            }
        } else if word.tag == Tag::Adjective {
            nations = coding.adjective_nations(at).into();
        } else if word.tag == Tag::Noun {
            nations.extend(coding.compound_nations(coding.text(at)));
            let office = coding.office(at);
            homeless = office.filter(|_| nations.is_empty());
            let office = office.filter(|_| !nations.is_empty());
            let of = |office: Office| nations.iter().map(move |code| office_actor(code, office, word.span));
            found.extend(office.into_iter().flat_map(of).map(head));
            nations.clear();
        }
    }
    found
}

impl Coding<'_> {
    fn choose_attribute(
        &self,
        ids: &[FrameId],
        clause: usize,
        phrase: usize,
        roles: &Roles,
        word: usize,
    ) -> Option<Match> {
        let object = self.noun_forms(self.phrase(phrase).head);
        let fits_test = |t: &Test| {
            let outcome = match (&t.check, t.slot) {
                (Check::Head(words), Slot::Accusative) => words.iter().any(|w| self.fits(&object, w)),
                (Check::Class(class), Slot::Accusative) => self.is_of_class(&object, *class),
                (Check::Filled, Slot::Accusative) => true,
                (Check::Actor, Slot::Accusative) => self.is_actor(phrase),
                _ => false,
            };
            outcome != t.negated
        };
        let best = ids
            .iter()
            .filter_map(|id| Some((*id, self.language.frames.frame(*id)?)))
            .filter(|(_, f)| !f.reflexive && f.tests.iter().all(fits_test))
            .max_by_key(|(id, f)| (f.tests.len(), std::cmp::Reverse(*id)))?;
        let (id, frame) = best;
        let _ = frame.event?;
        let mut actors: Vec<Actor> = roles.understood.iter().map(|r| r.actor.clone()).collect();
        let accusative = frame.recipient.contains(&Slot::Accusative);
        let heads: Vec<Actor> = self.heads(phrase).into_iter().map(|r| r.actor).collect();
        let mut recipients = if accusative { heads } else { Vec::new() };
        // "die von Ghana verhängten Sanktionen gegen Togo"
        let noun = Site { clause, roles, noun: Some((phrase, self.phrase(phrase).head)), subject_acts: false };
        for slot in &frame.recipient {
            let Slot::Preposition(preposition) = *slot else { continue };
            if recipients.is_empty() {
                // "die gegen Togo verhängten Sanktionen"
                let inside = attribute_actors(self, phrase, word, |w| w == preposition);
                recipients = inside.into_iter().map(|r| r.actor).collect();
            }
            if recipients.is_empty() {
                recipients = self.actors_in(&noun, *slot, Depth::All);
            }
        }
        let mut symmetric = frame.flags.symmetric;
        if frame.flags.symmetric || frame.flags.plural_symmetric {
            // The parties of what was made together stand around the noun: "zwischen X und Y".
            let site = Site { clause, roles, noun: Some((phrase, self.phrase(phrase).head)), subject_acts: false };
            symmetric = self.balance(frame, &site, true, &mut actors, &mut recipients);
        }
        if (frame.flags.needs_actor && actors.is_empty()) || (frame.flags.needs_recipient && recipients.is_empty()) {
            return None;
        }
        Some(Match {
            frame: id,
            clause,
            word,
            phrase: Some(phrase),
            actors,
            recipients,
            symmetric,
            object: Some(phrase),
            wanting: false,
        })
    }
}
