//! A pronoun in, whom it means out: the subject around it, whoever was told last with its gender and number, nobody.

use super::Coding;
use super::actors::{Referent, Referents};
use super::discourse::Discourse;
use crate::mention::Actor;
use crate::parse::{Attachment, ClauseKind, Tag};
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;
use crate::resources::syntax::Roles as By;
use smallvec::SmallVec;

/// Clauses around one in which the subject that a pronoun means is sought.
const CLAUSES: usize = 3;

impl Discourse<'_, '_> {
    pub(super) fn pronoun(&mut self, phrase: usize) -> Referents {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let word = &coding.parse.words[p.head];
        let span = word.span;
        let clause = &coding.parse.clauses[p.clause];
        if word.tag == Tag::Relative || clause.link == Some(p.head) {
            let Some(antecedent) = clause.antecedent else { return Referents::new() };
            return coding.conjuncts_back(antecedent).into_iter().flat_map(|m| self.visit(m)).collect();
        }
        let is = |extra: Symbol| word.closed.iter().any(|c| c.extra == extra);
        if is(coding.both) {
            return self.both(phrase);
        }
        let lexicon = &coding.language.lexicon;
        if is(lexicon.reciprocal()) || is(lexicon.reflexive()) && coding.is_mutual(p.clause) {
            return self.each_other(phrase);
        }
        let personal = word.closed.iter().any(|c| c.class == WordClass::Pronoun && c.extra == self.words.third);
        // "Dieser wurde festgenommen": a neuter tells of something, not of somebody.
        let pointing = word.closed.iter().any(|c| coding.language.lexicon.is_demonstrative(c.extra))
            && !p.agree.without(Agree::NEUTER).is_empty();
        // "einer der Minister"
        let several: Vec<usize> = coding.attached(phrase, Attachment::Genitive).collect();
        if !(personal || pointing && several.is_empty()) {
            return several.into_iter().flat_map(|q| self.visit(q)).collect();
        }
        if coding.is_nobody(phrase) {
            return Referents::new();
        }
        let plural_verb = clause.verb.as_ref().is_some_and(|v| v.plural);
        // "dieser" and "diese" have other cases' readings, too.
        let agree = if !personal && p.agree.meets(Agree::NOM) { p.agree & Agree::NOM } else { p.agree };
        let plural = agree.is_plural() || (agree.meets(Agree::PLURAL) && agree.meets(Agree::NOM) && plural_verb);
        if let Some(bound) = self.bound(phrase, plural) {
            return bound;
        }
        if plural {
            return self.last_several(span, &self.beside(phrase));
        }
        let wanted = agree.without(Agree::PLURAL);
        let gender = [Agree::MASCULINE, Agree::FEMININE, Agree::NEUTER];
        let beside = self.beside(phrase);
        let told = self.recent().filter(|t| !beside.contains(&t.phrase)).find(|t| {
            let agree = coding.phrase(t.phrase).agree.without(Agree::PLURAL);
            let same = gender.iter().any(|g| agree.meets(*g) && wanted.meets(*g));
            let neuter = wanted.without(Agree::NEUTER).is_empty();
            let own = beside.iter().any(|b| self.done[*b].iter().flatten().any(|r| r.actor.key() == t.actor.key()));
            !t.group && !own && same && (t.person || neuter == (t.actor.name.is_none() && !t.person))
        });
        // "Die Regierung teilte mit, dass sie …": a body or state that was the subject just before.
        let subject = self.subject_before(phrase).filter(|s| told.is_none_or(|t| t.phrase < *s));
        let same = |s: &usize| {
            let agree = coding.phrase(*s).agree & Agree::NOM;
            agree.without(Agree::PLURAL).meets(wanted) && wanted.without(Agree::NEUTER) == wanted
        };
        if let Some(subject) = subject.filter(same) {
            let heads = self.done[subject].iter().flatten().filter(|r| r.head && !r.place);
            return heads.map(|r| Referent { actor: Actor { span, ..r.actor.clone() }, ..r.clone() }).collect();
        }
        told.map(|t| Referent { actor: Actor { span, ..t.actor.clone() }, place: false, head: true })
            .into_iter()
            .collect()
    }

    /// "einander": whomever the subject names, where that is several.
    fn each_other(&mut self, phrase: usize) -> Referents {
        let coding = self.coding;
        let span = coding.parse.words[coding.phrase(phrase).head].span;
        let subject = coding.parse.clauses[coding.phrase(phrase).clause].arguments.subject;
        let names = subject.map(|s| coding.conjuncts(s)).unwrap_or_default();
        let named: Referents = names.into_iter().flat_map(|s| self.visit(s)).collect();
        let each = named.iter().filter(|_| named.len() > 1);
        each.map(|r| Referent { actor: Actor { span, ..r.actor.clone() }, place: false, head: true }).collect()
    }

    /// "the army said it …": the subject of a clause that another one governs means the subject around it, where both
    /// are one or several, persons or not. Where order does not tell the subject only if they are several.
    fn bound(&mut self, phrase: usize, plural: bool) -> Option<Referents> {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let subject_of = |c: usize| coding.parse.clauses[c].arguments.subject;
        let ordered = coding.language.syntax.roles == By::Order;
        if !(ordered || plural) || subject_of(p.clause) != Some(phrase) {
            return None;
        }
        let mut around = Vec::new();
        let mut clause = p.clause;
        while let Some(parent) = coding.parse.clauses[clause].parent.filter(|_| around.len() < CLAUSES) {
            clause = parent;
            around.push(clause);
        }
        // "Sweden kept its word. It lifted …": the subject of the sentence before.
        let sentence = coding.parse.clauses[p.clause].sentence;
        if let Some(before) = sentence.checked_sub(1).filter(|_| around.is_empty()) {
            let main = |c: &usize| coding.parse.clauses[*c].kind == ClauseKind::Main;
            around.extend(coding.parse.sentences[before].clauses.clone().filter(main).take(1));
        }
        for clause in around {
            let first = coding.parse.clauses[clause].shares.unwrap_or(clause);
            let Some(subject) = subject_of(first).filter(|s| *s < phrase) else { continue };
            let members = coding.conjuncts(subject);
            let several = members.len() > 1 || coding.is_several(subject);
            let found: Referents = members.into_iter().flat_map(|m| self.visit(m)).collect();
            let Some(one) = found.iter().find(|r| r.head && !r.place) else { continue };
            let person = self.is_person(subject, &one.actor);
            let fits = if plural {
                several || ordered && !person
            } else {
                let neuter = p.agree.without(Agree::PLURAL).without(Agree::NEUTER).is_empty();
                !several && neuter != person
            };
            if fits {
                let span = coding.parse.words[p.head].span;
                let heads = found.into_iter().filter(|r| r.head);
                return Some(heads.map(|r| Referent { actor: Actor { span, ..r.actor }, ..r }).collect());
            }
        }
        None
    }

    /// The one subject, no pronoun, of the clause that governs that of a phrase, else of the main clause before it.
    fn subject_before(&self, phrase: usize) -> Option<usize> {
        let coding = self.coding;
        let own = coding.phrase(phrase).clause;
        let parents = std::iter::successors(coding.parse.clauses[own].parent, |c| coding.parse.clauses[*c].parent);
        let main = |c: &usize| coding.parse.clauses[*c].kind == ClauseKind::Main;
        let around = parents.take(CLAUSES).chain((0..own).rev().filter(main).take(1));
        let subject = around.filter_map(|c| coding.parse.clauses[c].arguments.subject).find(|s| *s < phrase)?;
        let one = coding.conjuncts(subject).len() == 1 && !coding.phrase(subject).pronoun;
        (one && self.done[subject].iter().flatten().any(|r| r.head)).then_some(subject)
    }

    /// The subject beside an object that is a pronoun: somebody else.
    fn beside(&self, phrase: usize) -> SmallVec<[usize; 4]> {
        let coding = self.coding;
        let clause = coding.phrase(phrase).clause;
        let subject = coding.parse.clauses[clause].arguments.subject.filter(|s| *s != phrase);
        subject.map(|s| coding.conjuncts(s)).unwrap_or_default()
    }
}

impl Coding<'_> {
    /// Whether a phrase tells of more than one: by its form, or where that may be either by the verb whose subject it is.
    pub(super) fn is_several(&self, phrase: usize) -> bool {
        let p = self.phrase(phrase);
        let clause = &self.parse.clauses[p.clause];
        let agrees = || clause.arguments.subject == Some(phrase) && clause.verb.as_ref().is_some_and(|v| v.plural);
        p.agree.is_plural() || p.agree.meets(Agree::PLURAL) && agrees()
    }

    /// "Gestern kam es zu Kämpfen", "sie begrüßen es, dass …": a neuter that points at nobody.
    pub(super) fn is_nobody(&self, phrase: usize) -> bool {
        if !self.phrase(phrase).pronoun {
            return false;
        }
        let p = self.phrase(phrase);
        let clause = &self.parse.clauses[p.clause];
        let Some(verb) = clause.verb.as_ref().filter(|_| p.agree.without(Agree::NEUTER).is_empty()) else {
            return false;
        };
        let told = self.parse.sentences[clause.sentence].clauses.clone().any(|c| {
            let inner = &self.parse.clauses[c];
            inner.parent == Some(p.clause) && inner.content
        });
        let led = |word: Symbol| clause.phrases.clone().any(|q| self.phrase(q).preposition == Some(word));
        let object = clause.arguments.subject != Some(phrase);
        told && (object || verb.passive) || self.language.syntax.is_impersonal(verb.lemma, led)
    }
}
