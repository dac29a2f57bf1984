//! The verbs of a clause in, its verb complex out: full verb with particle, voice, tense, mood, modal.

use super::{Clause, Mood, Parse, Tag, VerbComplex, Word};
use crate::resources::Language;
use crate::resources::grammar::Form;
use crate::resources::symbol::Symbol;

/// Finds the verb complex of every clause of a sentence.
pub(super) fn analyse(language: &Language, parse: &mut Parse<'_>, sentence: usize) {
    for clause in parse.sentences[sentence].clauses.clone() {
        let verb = complex(language, parse, &parse.clauses[clause]);
        parse.clauses[clause].verb = verb;
    }
}

fn complex(language: &Language, parse: &Parse<'_>, clause: &Clause) -> Option<VerbComplex> {
    let roles = &language.auxiliaries;
    let words = &parse.words;
    let verbs: Vec<usize> = clause.words.iter().copied().filter(|i| words[*i].tag == Tag::Verb).collect();
    let mut complex = VerbComplex::default();
    let full: Vec<usize> = verbs.iter().copied().filter(|v| !words[*v].auxiliary).collect();
    let auxiliaries: Vec<usize> = verbs.iter().copied().filter(|v| words[*v].auxiliary).collect();
    let shared = clause.shares.and_then(|s| parse.clauses[s].verb.clone());
    let word = *full.last().or(auxiliaries.last())?;
    // In a main clause the finite full verb leads; further full verbs are infinitives that depend on it.
    let lead = full.iter().copied().find(|v| words[*v].can_be(Form::FINITE)).filter(|_| auxiliaries.is_empty()).unwrap_or(word);
    complex.word = lead;
    let participle = words[lead].can_be(Form::PARTICIPLE);
    let infinitive = words[lead].can_be(Form::INFINITIVE | Form::MARKED_INFINITIVE);
    for &auxiliary in &auxiliaries {
        let lemma = auxiliary_lemma(&words[auxiliary]);
        if auxiliary == lead {
            continue;
        }
        if lemma == roles.passive {
            if participle {
                complex.passive = true;
            } else if infinitive {
                complex.future = true;
            }
        } else if lemma == roles.perfect || lemma == roles.copula {
            complex.perfect |= participle || words[lead].tag == Tag::Verb && !infinitive;
            if lemma == roles.copula && participle && !complex.passive && auxiliaries.len() == 1 {
                // The state passive ("ist geplant") has verbs that build their perfect with the other auxiliary.
                let lemma = lemma_of(language, words, clause, lead).0;
                complex.passive = !roles.perfect_with_copula.contains(&lemma);
            }
        } else if roles.modals.contains(&lemma) {
            complex.modal = Some((lemma, auxiliary));
        }
    }
    let finite = verbs.iter().copied().find(|v| words[*v].can_be(Form::FINITE) && (words[*v].auxiliary || *v == lead));
    let finite = pick_finite(words, &auxiliaries, finite);
    match finite {
        Some(finite) => describe(words, finite, &mut complex),
        None => {
            if let Some(shared) = shared {
                complex = VerbComplex { word: lead, lemma: Symbol::NONE, particle: None, ..shared };
                complex.passive &= participle;
            }
        }
    }
    let (lemma, particle) = lemma_of(language, words, clause, lead);
    complex.lemma = lemma;
    complex.particle = particle;
    Some(complex)
}

/// Of several auxiliaries the finite one: the first that can be nothing else, else the last.
fn pick_finite(words: &[Word<'_>], auxiliaries: &[usize], lead: Option<usize>) -> Option<usize> {
    let other = Form::INFINITIVE | Form::PARTICIPLE;
    let sure = auxiliaries.iter().copied().find(|a| words[*a].can_be(Form::FINITE) && !words[*a].can_be(other));
    sure.or_else(|| auxiliaries.iter().rev().copied().find(|a| words[*a].can_be(Form::FINITE))).or(lead)
}

fn describe(words: &[Word<'_>], finite: usize, complex: &mut VerbComplex) {
    let word = &words[finite];
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

fn auxiliary_lemma(word: &Word<'_>) -> Symbol {
    word.verbs.first().map_or(Symbol::NONE, |r| r.lemma)
}

/// The lemma with its particle: one written together, or one that stands apart at the end of the clause.
fn lemma_of(language: &Language, words: &[Word<'_>], clause: &Clause, verb: usize) -> (Symbol, Option<usize>) {
    let base = words[verb].verbs.first().map_or(Symbol::NONE, |r| r.lemma);
    let apart = clause.words.iter().rev().copied().find(|i| *i > verb && could_be_particle(&words[*i]));
    let Some(particle) = apart else { return (base, None) };
    let form = language.lexicon.symbols.word(words[particle].form);
    let whole = words[verb].verbs.iter().find_map(|r| language.lexicon.particle_verb(form, r.lemma));
    match whole {
        Some(whole) => (whole, Some(particle)),
        None => (base, None),
    }
}

fn could_be_particle(word: &Word<'_>) -> bool {
    matches!(word.tag, Tag::Particle | Tag::Adverb)
}
