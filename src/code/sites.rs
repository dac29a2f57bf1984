//! Where a row looks for its fillers, and whether its conditions hold there.

use super::actors::Referent;
use super::slots::{Depth, Phrases, Roles};
use super::{Coding, NounForms};
use crate::mention::{Actor, TREATY};
use crate::parse::{Attachment, ClauseKind, Tag};
use crate::resources::frames::{Check, Frame, FrameId, Slot, Test};
use crate::resources::letters::lower;
use crate::resources::symbol::Symbol;
use crate::resources::syntax::Roles as By;
use std::rc::Rc;

/// Where a row looks for its fillers.
pub(super) struct Site<'s> {
    pub clause: usize,
    pub roles: &'s Roles,
    /// Set for nouns: the phrase and the word.
    pub noun: Option<(usize, usize)>,
    /// The subject of the clause does what the noun tells: "kündigt Sanktionen an", "mit Truppenentsendungen".
    pub subject_acts: bool,
}

impl<'a> Coding<'a> {
    pub(super) fn fillers(&self, site: &Site<'_>, slot: Slot) -> Phrases {
        if slot == Slot::Content {
            return self.complement(site.clause).and_then(|c| self.roles(c).subject).into_iter().collect();
        }
        match site.noun {
            Some((phrase, _)) => match slot {
                Slot::Subject => site.roles.subject.into_iter().filter(|s| *s != phrase).collect(),
                _ => self.noun_slot(phrase, slot),
            },
            None => self.verb_slot(site.clause, site.roles, slot),
        }
    }

    /// The actors in a slot, also those named inside a phrase that is no actor itself.
    pub(super) fn actors_in(&self, site: &Site<'_>, slot: Slot, depth: Depth) -> Vec<Actor> {
        self.parties_in(site, slot, depth, true)
    }

    /// The same, places among them only where they may be.
    pub(super) fn parties_in(&self, site: &Site<'_>, slot: Slot, depth: Depth, places: bool) -> Vec<Actor> {
        if let Some((phrase, word)) = site.noun {
            match slot {
                Slot::Adjective => return self.adjective_actors(phrase),
                Slot::Compound => return self.compound_actors(phrase, word),
                Slot::Possessive if self.fillers(site, slot).is_empty() => return self.possessor(phrase, site),
                _ => {}
            }
        }
        let passive = self.parse.clauses[site.clause].verb.as_ref().is_some_and(|v| v.passive);
        let is_understood = site.noun.is_none()
            && ((slot == Slot::Subject && !passive) || (slot == Slot::Accusative && passive))
            && site.roles.subject.is_none();
        if is_understood {
            return site.roles.understood.iter().map(|r| r.actor.clone()).collect();
        }
        let located =
            matches!(slot, Slot::Preposition(p) if self.language.lexicon.place_prepositions().any(|w| w == p));
        let place_slot = located && places;
        let mut actors: Vec<Actor> = Vec::new();
        for phrase in self.fillers(site, slot) {
            for referent in self.deep(phrase, depth).into_iter().filter(|r| place_slot || !r.place) {
                if !actors.iter().any(|a| a.code == referent.actor.code && a.sector == referent.actor.sector) {
                    actors.push(referent.actor);
                }
            }
        }
        actors
    }

    /// Whom a possessive determiner means: the subject of the clause, else the actor told last.
    fn possessor(&self, phrase: usize, site: &Site<'_>) -> Vec<Actor> {
        let Some(determiner) = self.phrase(phrase).determiner else { return Vec::new() };
        let word = &self.parse.words[determiner];
        if !self.language.lexicon.is_possessive(word.closed) {
            return Vec::new();
        }
        // "criticised Chad for its attack": whoever is blamed or thanked did it.
        let cause = self.phrase(phrase).preposition.is_some_and(|w| self.language.lexicon.names_cause(w));
        let blamed = site.roles.accusative.filter(|o| cause && *o < phrase && self.is_actor(*o));
        let subject = blamed.or(site.roles.subject).filter(|s| *s != phrase && !self.hangs_on(phrase, *s));
        let own: Vec<Actor> = subject.map(|s| self.heads(s)).unwrap_or_default().into_iter().map(|r| r.actor).collect();
        if !own.is_empty() {
            return own;
        }
        let told = (0..phrase).rev().take(12).find(|p| self.referents[*p].iter().any(|r| r.head && !r.place));
        told.map(|p| {
            let all = self.conjuncts_back(p);
            all.iter().flat_map(|m| self.referents[*m].iter().filter(|r| r.head).map(|r| r.actor.clone())).collect()
        })
        .unwrap_or_default()
    }

    /// The words in a slot of the site, read once.
    fn words_in<'s>(&self, site: &Site<'_>, slot: Slot, seen: &'s mut Vec<(Slot, Vec<NounForms>)>) -> &'s [NounForms] {
        let at = seen.iter().position(|(s, _)| *s == slot).unwrap_or_else(|| {
            seen.push((slot, self.head_words(site, slot)));
            seen.len() - 1
        });
        seen.get(at).map_or(&[], |(_, words)| words)
    }

    /// Whether a condition holds; `seen` keeps the words in each slot of the site for the conditions that follow.
    pub(super) fn holds(
        &self,
        site: &Site<'_>,
        frame: &Frame,
        test: &Test,
        seen: &mut Vec<(Slot, Vec<NounForms>)>,
    ) -> bool {
        let outcome = match &test.check {
            Check::Actor => match test.slot {
                Slot::Recipient => frame.recipient.iter().any(|s| !self.actors_in(site, *s, Depth::All).is_empty()),
                // "seine Festnahme", "Solís' Festnahme": as good as a genitive behind, where the row takes both.
                Slot::Genitive if frame.takes_owner() && self.fillers(site, Slot::Genitive).is_empty() => {
                    !self.actors_in(site, Slot::Possessive, Depth::All).is_empty()
                }
                slot => {
                    let inside = site.noun.is_some() || matches!(slot, Slot::Preposition(_));
                    let depth = if inside { Depth::All } else { Depth::Head };
                    // "We support Chad": whoever is quoted.
                    let speaks = || slot == Slot::Subject && !frame.is_quoted_speech() && self.is_first_person(site);
                    // "Manche Anwohner meinen", "er meint": of a word of saying anybody is the speaker.
                    let someone = || {
                        let passive = self.parse.clauses[site.clause].verb.as_ref().is_some_and(|v| v.passive);
                        let says = slot == Slot::Subject && !test.negated && !passive && frame.event.is_none();
                        let subject = site.roles.subject.filter(|_| says && frame.content.is_some());
                        subject.is_some_and(|s| self.is_someone(s) || self.is_anybody(s))
                    };
                    !self.actors_in(site, slot, depth).is_empty() || speaks() || someone()
                }
            },
            Check::Filled => match (test.slot, site.noun) {
                (Slot::Compound, Some((_, word))) => self.first_part(word).is_some(),
                (Slot::Adjective, Some((phrase, _))) => !self.adjective_actors(phrase).is_empty(),
                (Slot::Infinitive, _) => self.infinitive(site.clause).is_some(),
                (slot, _) => !self.fillers(site, slot).is_empty(),
            },
            Check::Head(words) => {
                self.words_in(site, test.slot, seen).iter().any(|h| words.iter().any(|w| self.fits(h, w)))
            }
            Check::Class(class) => self.words_in(site, test.slot, seen).iter().any(|h| self.is_of_class(h, *class)),
        };
        outcome != test.negated
    }

    /// The clause that tells what is said in `clause`: opened by a conjunction of content.
    fn complement(&self, clause: usize) -> Option<usize> {
        let sentence = &self.parse.sentences[self.parse.clauses[clause].sentence];
        sentence.clauses.clone().find(|c| {
            let inner = &self.parse.clauses[*c];
            *c != clause && inner.parent == Some(clause) && inner.content && inner.kind != ClauseKind::Infinitive
        })
    }

    /// The bare infinitive clause that a clause governs.
    pub(super) fn infinitive(&self, clause: usize) -> Option<usize> {
        let sentence = &self.parse.sentences[self.parse.clauses[clause].sentence];
        sentence.clauses.clone().find(|c| {
            let inner = &self.parse.clauses[*c];
            *c != clause && inner.parent == Some(clause) && inner.kind == ClauseKind::Infinitive && inner.link.is_none()
        })
    }

    /// For each phrase in a slot (and its conjuncts) the lower-case forms of its head: whole, and last part.
    fn head_words(&self, site: &Site<'_>, slot: Slot) -> Vec<NounForms> {
        if let (Slot::Compound, Some((_, word))) = (slot, site.noun) {
            return self.first_part(word).into_iter().collect();
        }
        if slot == Slot::Content {
            let modal = self.complement(site.clause).and_then(|c| self.parse.clauses[c].verb.as_ref()?.modal);
            let lemma = modal.map(|(m, _)| self.language.lexicon.symbols.word(m).to_owned());
            return lemma.into_iter().map(|l| NounForms::new([l.clone(), l])).collect();
        }
        let mut phrases = self.fillers(site, slot);
        // "soldiers were seen beating a driver": whoever is understood has his words where he was named.
        if slot == Slot::Subject && site.noun.is_none() && phrases.is_empty() {
            phrases.extend(site.roles.understood.iter().filter_map(|r| self.named_by(site.clause, r)));
        }
        let members = phrases.iter().flat_map(|p| self.conjuncts(*p));
        members.flat_map(|p| self.with_whole(self.described(p))).map(|p| self.noun_forms(self.phrase(p).head)).collect()
    }

    /// The phrase of the sentence that names an understood actor.
    fn named_by(&self, clause: usize, understood: &Referent) -> Option<usize> {
        let clauses = self.parse.sentences[self.parse.clauses[clause].sentence].clauses.clone();
        let mut phrases = clauses.flat_map(|c| self.parse.clauses[c].phrases.clone());
        phrases.find(|p| self.referents[*p].iter().any(|r| r.head && r.actor.span == understood.actor.span))
    }

    /// A phrase, and behind "part of", "thousands of" also what it is a part of.
    fn with_whole(&self, phrase: usize) -> impl Iterator<Item = usize> + '_ {
        let head = &self.parse.words[self.phrase(phrase).head];
        let partitive = head.tag == Tag::Number || self.language.syntax.partitive_nouns.contains(&head.lemma);
        let whole = self.attached(phrase, Attachment::Genitive).find(|p| partitive && *p > phrase);
        std::iter::once(phrase).chain(whole)
    }

    /// For a relative pronoun the phrase that its clause describes; any other phrase itself.
    fn described(&self, phrase: usize) -> usize {
        let p = self.phrase(phrase);
        let clause = &self.parse.clauses[p.clause];
        if clause.link == Some(p.head) { clause.antecedent.unwrap_or(phrase) } else { phrase }
    }

    /// Lower-case lemma of a noun: the whole compound, and its head alone.
    pub(super) fn noun_forms(&self, word: usize) -> NounForms {
        Rc::clone(self.nouns[word].get_or_init(|| Rc::new(self.read_noun(word))))
    }

    fn read_noun(&self, word: usize) -> [String; 2] {
        let w = &self.parse.words[word];
        let token = self.text(word);
        let head = lower(self.language.lexicon.symbols.word(w.lemma)).into_owned();
        if head.is_empty() {
            let lower = self.small(word).to_owned();
            // "$300": a sum by its sign.
            if let Some(sign) = token.chars().find(|c| matches!(c, '$' | '€' | '£' | '¥')) {
                return [lower, sign.to_string()];
            }
            let stem = self.language.lexicon.adjective_stem(&lower).to_owned();
            return [lower, stem];
        }
        let mut whole = String::with_capacity(token.len() + head.len());
        for modifier in self.modifiers(word).filter(|_| self.apart()) {
            whole.push_str(modifier);
            whole.push(' ');
        }
        whole.push_str(&lower(token.get(..w.first).unwrap_or("")));
        whole.push_str(&head);
        [whole, head]
    }

    /// Compounds are written apart ("peace talks"), and roles told by order.
    fn apart(&self) -> bool {
        self.language.syntax.roles == By::Order
    }

    /// The nouns and adjectives right before a noun, at most two, in lower case.
    fn modifiers(&self, head: usize) -> impl Iterator<Item = &str> {
        let modifies = |at: &usize| {
            let w = &self.parse.words[*at];
            matches!(w.tag, Tag::Noun | Tag::Adjective) && !w.genitive && !w.sign
        };
        let from = (head.saturating_sub(2)..head).rev().take_while(modifies).last().unwrap_or(head);
        (from..head).map(|at| self.small(at))
    }

    /// A condition's word fits a whole noun, its head, or the end of a compound.
    pub(super) fn fits(&self, forms: &[String; 2], wanted: &str) -> bool {
        // Most words differ in their last letter already.
        let last = wanted.as_bytes().last();
        if forms.iter().all(|f| f.as_bytes().last() != last) {
            return false;
        }
        if self.apart() {
            return forms[1] == wanted || ends(&forms[0]).any(|end| end == wanted);
        }
        forms.iter().any(|f| f == wanted) || (wanted.len() > 4 && forms[0].ends_with(wanted))
    }

    pub(super) fn is_of_class(&self, forms: &[String; 2], class: Symbol) -> bool {
        self.classes(forms).any(|classes| classes.contains(&class))
    }

    /// The classes of a noun by its head, by the whole of it, and by the ends of a compound that is written apart.
    pub(super) fn classes<'f>(
        &self,
        [whole, head]: &'f [String; 2],
    ) -> impl Iterator<Item = &'a [Symbol]> + use<'f, 'a> {
        let (frames, count) = (&self.language.frames, if self.apart() { usize::MAX } else { 1 });
        std::iter::once(head.as_str())
            .chain(ends(whole).take(count).skip(usize::from(whole == head)))
            .map(|form| frames.classes(form))
    }

    /// True where a noun is a treaty, pact or accord.
    pub(super) fn about_treaty(&self, head: usize) -> bool {
        self.is_of_class(&self.noun_forms(head), self.language.lexicon.symbols.get(TREATY))
    }

    /// The rows of a noun: of its whole compound, else of its longest last part that has any.
    pub(super) fn frames_of_noun(&self, [whole, head]: &[String; 2]) -> &'a [FrameId] {
        let frames = &self.language.frames;
        if self.apart() {
            return ends(whole).map(|e| frames.noun(e)).find(|f| !f.is_empty()).unwrap_or_default();
        }
        if !frames.noun(whole).is_empty() {
            return frames.noun(whole);
        }
        let cut = whole.len().saturating_sub(head.len());
        for (at, _) in whole.char_indices().skip(2) {
            let rest = whole.get(at..).unwrap_or("");
            // Inside the head only long words are trusted to be a part of their own.
            if (at <= cut || rest.len() > 6) && !frames.noun(rest).is_empty() {
                return frames.noun(rest);
            }
        }
        &[]
    }

    /// "the withdrawal of troops from Iraq": the noun that a genitive stands with has a slot for what is behind both.
    pub(super) fn is_slot_of_whole(&self, genitive: usize, preposition: Symbol) -> bool {
        let Some((whole, Attachment::Genitive)) = self.phrase(genitive).attached else { return false };
        let rows = self.frames_of_noun(&self.noun_forms(self.phrase(whole).head));
        let mut frames = rows.iter().filter_map(|id| self.language.frames.frame(*id));
        frames.any(|f| f.recipient.contains(&Slot::Preposition(preposition)))
    }

    /// The first part of a compound, without linking letters, whole and as its own last part.
    fn first_part(&self, word: usize) -> Option<NounForms> {
        let w = &self.parse.words[word];
        let first = self.text(word).get(..w.first)?.trim_end_matches('-');
        if first.is_empty() && self.apart() {
            let before = word.checked_sub(1).filter(|b| self.parse.words[*b].tag == Tag::Noun)?;
            return (!self.parse.words[before].genitive).then(|| self.noun_forms(before));
        }
        if first.is_empty() {
            return None;
        }
        let noun = self.language.lexicon.first_part(first);
        let whole = lower(first).into_owned();
        let head = noun.map(|n| lower(self.language.lexicon.symbols.word(n.head)).into_owned());
        Some(NounForms::new([whole.clone(), head.unwrap_or(whole)]))
    }
}

/// A compound written apart, and what is left of it behind each space or hyphen.
fn ends(whole: &str) -> impl Iterator<Item = &str> {
    let cuts = whole.char_indices().filter(|(_, c)| matches!(c, ' ' | '-')).filter_map(|(at, _)| whole.get(at + 1..));
    std::iter::once(whole).chain(cuts)
}
