//! The verbs of a clause in, its verb complex out: full verb with particle, voice, tense, mood, modal.

use super::segments;
use super::{Clause, ClauseKind, Mood, Parse, Tag, VerbComplex, Word};
use crate::resources::Language;
use crate::resources::grammar::Form;
use crate::resources::symbol::Symbol;

/// Finds the verb complex of every clause of a sentence.
pub(super) fn analyse(language: &Language, parse: &mut Parse<'_>, sentence: usize) {
    // Clauses that lend their auxiliary come first.
    let (lenders, borrowers): (Vec<usize>, Vec<usize>) =
        parse.sentences[sentence].clauses.clone().partition(|c| parse.clauses[*c].auxiliary.is_none());
    for clause in lenders.into_iter().chain(borrowers) {
        let verb = Group { language, words: &parse.words, clause: &parse.clauses[clause] }.complex(parse);
        parse.clauses[clause].verb = verb;
        give_back(parse, clause);
    }
}

/// "soll A geführt und B geplündert haben", "sind A getötet und B verletzt worden": what the second participle has behind
/// it is said of those before as well.
fn give_back(parse: &mut Parse<'_>, clause: usize) {
    let c = &parse.clauses[clause];
    let (Some(lender), Some(verb)) = (c.auxiliary, &c.verb) else { return };
    let own = c.words.iter().filter(|w| **w > verb.word && parse.words[**w].tag == Tag::Verb);
    let helped = own.clone().count() > 0 && own.clone().all(|w| parse.words[*w].auxiliary);
    let (passive, perfect) = (verb.passive, verb.perfect);
    for earlier in lender..clause {
        let same = earlier == lender || parse.clauses[earlier].auxiliary == Some(lender);
        let Some(first) = parse.clauses[earlier].verb.as_mut().filter(|_| same) else { continue };
        if helped && parse.words[first.word].can_be(Form::PARTICIPLE) {
            (first.passive, first.perfect) = (passive, perfect);
        }
    }
}

struct Group<'g, 'a> {
    language: &'g Language,
    words: &'g [Word<'a>],
    clause: &'g Clause,
}

impl Group<'_, '_> {
    fn complex(&self, parse: &Parse<'_>) -> Option<VerbComplex> {
        let verb_last = matches!(self.clause.kind, ClauseKind::Subordinate | ClauseKind::Relative);
        let mut found = segments::verbs(self.words, self.clause.words.iter().copied(), verb_last);
        if self.clause.auxiliary.is_some() {
            let finite = found.finite.take();
            found.nonfinite = found.nonfinite.or(finite);
        }
        let others = self.others(found.finite, verb_last);
        let full = others.iter().rev().copied().find(|v| !self.words[*v].auxiliary);
        let lead = match found.finite {
            Some(finite) if !self.words[finite].auxiliary => match found.marked.filter(|_| self.is_coherent(finite)) {
                Some(marked) => full.filter(|f| *f < marked && self.words[marked].auxiliary).unwrap_or(marked),
                None => finite,
            },
            Some(finite) => full.or(found.marked).or(others.last().copied()).unwrap_or(finite),
            None => full.or(found.marked).or(others.last().copied())?,
        };
        let mut complex = VerbComplex { word: lead, ..VerbComplex::default() };
        let mut helpers: Vec<usize> =
            found.finite.into_iter().filter(|f| self.words[*f].auxiliary && *f != lead).collect();
        helpers.extend(others.iter().copied().filter(|v| self.words[*v].auxiliary && *v != lead));
        helpers.extend(found.marked.filter(|m| self.words[*m].auxiliary && *m != lead && !others.contains(m)));
        let shared = self
            .clause
            .auxiliary
            .or(self.clause.shares)
            .filter(|_| found.finite.is_none())
            .and_then(|s| parse.clauses[s].verb.clone());
        if let Some(shared) = &shared {
            complex = VerbComplex { word: lead, lemma: Symbol::NONE, particle: None, ..shared.clone() };
            // What was passive beside a participle is future or nothing beside an infinitive.
            complex.passive &= self.words[lead].can_be(Form::PARTICIPLE);
        }
        self.help(lead, found.finite, &helpers, &mut complex);
        if found.finite.is_none() && shared.is_none() && helpers.is_empty() && found.marked.is_none() {
            self.bare(lead, &mut complex);
        }
        if let Some(finite) = found.finite {
            self.describe(finite, &mut complex);
        }
        let wanted = self.wanted(lead, found.finite, found.marked);
        let (lemma, particle) = self.lemma(lead, wanted, found.finite == Some(lead));
        complex.lemma = lemma;
        complex.particle = particle;
        if !complex.passive && complex.perfect && self.is_state(lemma, lead, &helpers) {
            complex.passive = true;
            complex.perfect = false;
        }
        Some(complex)
    }

    /// The verbs beside the finite one that belong to its group: those at the end of the clause, or at its head where
    /// none stand there ("Unterzeichnet wurde …"). A participle before another phrase only describes.
    fn others(&self, finite: Option<usize>, verb_last: bool) -> Vec<usize> {
        let own = &self.clause.words;
        let verb = |w: usize| self.words[w].tag == Tag::Verb;
        let mut runs: Vec<Vec<usize>> = Vec::new();
        let mut open = false;
        for &word in own {
            if verb(word) && Some(word) != finite {
                if !open {
                    runs.push(Vec::new());
                }
                if let Some(run) = runs.last_mut() {
                    run.push(word);
                }
                open = true;
            } else if Some(word) == finite
                || matches!(self.words[word].tag, Tag::InfinitiveMark | Tag::Quote | Tag::Other)
            {
                open = open && (Some(word) != finite || verb_last);
            } else {
                open = false;
            }
        }
        let Some(finite) = finite else { return runs.pop().unwrap_or_default() };
        let needs = self.words[finite].auxiliary && !self.is_copula(finite);
        let fits = |run: &&Vec<usize>| {
            let Some(&last) = run.last() else { return false };
            let next = own.iter().copied().find(|w| *w > last && !self.words[*w].sign);
            let phrase = next.is_some_and(|w| {
                w != finite
                    && matches!(
                        self.words[w].tag,
                        Tag::Noun | Tag::Name | Tag::Determiner | Tag::Adjective | Tag::Pronoun | Tag::Adverb
                    )
            });
            if verb_last {
                next.is_none_or(|w| w == finite || verb(w)) || last > finite || needs
            } else {
                last > finite && (!phrase || needs)
            }
        };
        let chosen = runs.iter().rev().find(fits);
        let first = || {
            runs.first().filter(|r| !verb_last && r.last().is_some_and(|l| *l < finite) && self.words[finite].auxiliary)
        };
        chosen.or_else(first).cloned().unwrap_or_default()
    }

    fn is_copula(&self, word: usize) -> bool {
        self.words[word].verbs.first().is_some_and(|r| r.lemma == self.language.auxiliaries.copula)
    }

    fn is_coherent(&self, word: usize) -> bool {
        self.words[word].verbs.iter().any(|r| self.language.syntax.coherent.contains(&r.lemma))
    }

    /// What auxiliaries and modals say of the full verb.
    fn help(&self, lead: usize, finite: Option<usize>, helpers: &[usize], complex: &mut VerbComplex) {
        let roles = &self.language.auxiliaries;
        let lead_word = &self.words[lead];
        let marked = self.is_marked(lead);
        let infinitive = marked || lead_word.can_be(Form::INFINITIVE);
        let participle = lead_word.can_be(Form::PARTICIPLE) && !marked;
        let other_passive = helpers.iter().filter(|h| self.auxiliary(**h) == roles.passive).count() > 1;
        for &helper in helpers {
            let lemma = self.auxiliary(helper);
            if lemma == roles.passive {
                let word = &self.words[helper];
                let present = Some(helper) == finite && !word.can_be(Form::PASTS);
                if participle && !(present && (infinitive || other_passive)) {
                    complex.passive = true;
                    // "… und verletzt worden"
                    complex.perfect |= Some(helper) != finite && !word.can_be(Form::INFINITIVE);
                } else if present {
                    complex.future = true;
                }
            } else if lemma == roles.copula && marked {
                // "ist zu erwarten"
                complex.passive = true;
            } else if lemma == roles.perfect || lemma == roles.copula {
                complex.perfect |=
                    participle || helpers.iter().any(|h| roles.modals.contains(&self.auxiliary(*h)) && *h != helper);
            } else if roles.modals.contains(&lemma) {
                complex.modal = Some((lemma, helper));
            }
        }
    }

    fn is_marked(&self, word: usize) -> bool {
        let before = self.clause.words.iter().copied().rfind(|w| *w < word);
        self.words[word].can_be(Form::MARKED_INFINITIVE)
            || before.is_some_and(|b| self.words[b].tag == Tag::InfinitiveMark)
    }

    /// "US-Präsident in Hiroshima eingetroffen", "Vertrag unterzeichnet": a participle alone.
    fn bare(&self, lead: usize, complex: &mut VerbComplex) {
        if !self.words[lead].can_be(Form::PARTICIPLE) {
            return;
        }
        let lemma = self.lemma(lead, Form::PARTICIPLE, false).0;
        complex.passive = !self.language.auxiliaries.perfect_with_copula.contains(&lemma);
        complex.perfect = true;
    }

    /// The state passive ("ist geplant") has verbs that build their perfect with the other auxiliary.
    fn is_state(&self, lemma: Symbol, lead: usize, helpers: &[usize]) -> bool {
        let roles = &self.language.auxiliaries;
        let only_copula = !helpers.is_empty()
            && helpers.iter().all(|h| self.auxiliary(*h) == roles.copula || roles.modals.contains(&self.auxiliary(*h)));
        only_copula
            && helpers.iter().any(|h| self.auxiliary(*h) == roles.copula)
            && self.words[lead].can_be(Form::PARTICIPLE)
            && !roles.perfect_with_copula.contains(&lemma)
    }

    fn describe(&self, finite: usize, complex: &mut VerbComplex) {
        let word = &self.words[finite];
        complex.finite = Some(finite);
        complex.past = word.can_be(Form::PASTS);
        complex.plural = word.can_be(Form::FINITE_PLURAL) && !word.can_be(Form::FINITE.without(Form::FINITE_PLURAL));
        let indicative = Form::PRESENT | Form::PRESENT_PLURAL | Form::PASTS;
        complex.mood = match (word.can_be(indicative), word.can_be(Form::QUOTEDS), word.can_be(Form::WISHES)) {
            (false, true, _) => Mood::Quoted,
            (false, false, true) => Mood::Wish,
            _ => Mood::Indicative,
        };
    }

    fn auxiliary(&self, word: usize) -> Symbol {
        self.words[word].verbs.first().map_or(Symbol::NONE, |r| r.lemma)
    }

    /// The form that the full verb has in its group.
    fn wanted(&self, lead: usize, finite: Option<usize>, marked: Option<usize>) -> Form {
        if finite == Some(lead) {
            Form::FINITE
        } else if marked == Some(lead) {
            Form::INFINITIVE | Form::MARKED_INFINITIVE
        } else {
            Form::PARTICIPLE | Form::INFINITIVE
        }
    }

    /// The lemma with its particle: one written together, or one that stands apart at the end of the clause.
    fn lemma(&self, verb: usize, wanted: Form, apart: bool) -> (Symbol, Option<usize>) {
        let readings = &self.words[verb].verbs;
        let base =
            readings.iter().find(|r| r.form.meets(wanted)).or(readings.first()).map_or(Symbol::NONE, |r| r.lemma);
        if !apart {
            // "gefangen genommen": a particle written apart right before its verb.
            let before = self
                .clause
                .words
                .iter()
                .copied()
                .rfind(|w| *w < verb)
                .filter(|w| w + 1 == verb && matches!(self.words[*w].tag, Tag::Adverb | Tag::Verb | Tag::Particle));
            let whole = |w: usize| {
                let form = self.language.lexicon.symbols.word(self.words[w].form);
                readings.iter().find_map(|r| self.language.lexicon.particle_verb(form, r.lemma)).map(|v| (v, Some(w)))
            };
            return before.and_then(whole).unwrap_or((base, None));
        }
        let behind = || self.clause.words.iter().rev().copied().filter(|i| *i > verb);
        let whole = |particle: usize| {
            let form = self.language.lexicon.symbols.word(self.words[particle].form);
            readings
                .iter()
                .find_map(|r| self.language.lexicon.particle_verb(form, r.lemma))
                .map(|w| (w, Some(particle)))
        };
        let particle = behind().filter(|i| self.words[*i].tag == Tag::Particle).find_map(whole);
        let ends = |i: &usize| {
            self.clause
                .words
                .iter()
                .copied()
                .filter(|w| *w > *i)
                .all(|w| self.words[w].sign || self.words[w].tag == Tag::Preposition)
        };
        let adverb = || behind().filter(|i| self.words[*i].tag == Tag::Adverb).filter(ends).find_map(whole);
        particle.or_else(adverb).unwrap_or((base, None))
    }
}
