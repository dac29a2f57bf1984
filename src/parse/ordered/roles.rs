//! A clause with its phrases and verb in, its subject and objects out, by their order.

use crate::parse::{Arguments, ClauseKind, Parse, Tag};
use crate::resources::Language;
use crate::resources::grammar::Agree;

/// Chooses subject and objects of every clause of a sentence and writes the cases that they would have.
pub(super) fn assign(language: &Language, parse: &mut Parse<'_>, sentence: usize) {
    for clause in parse.sentences[sentence].clauses.clone() {
        let chosen = Order { language, parse, clause }.arguments();
        parse.clauses[clause].arguments = chosen;
        let own = parse.clauses[clause].phrases.clone();
        let cases = [(chosen.subject, Agree::NOM), (chosen.accusative, Agree::ACC), (chosen.dative, Agree::DAT)];
        for (phrase, case) in cases {
            if let Some(phrase) = phrase.filter(|p| own.contains(p)) {
                let agree = &mut parse.phrases[phrase].agree;
                *agree = if agree.is_plural() { case & Agree::PLURAL } else { case.without(Agree::PLURAL) & *agree };
                if agree.is_empty() {
                    *agree = case.without(Agree::PLURAL);
                }
            }
        }
    }
}

struct Order<'o, 'a> {
    language: &'o Language,
    parse: &'o Parse<'a>,
    clause: usize,
}

impl Order<'_, '_> {
    /// A phrase that can be subject or object.
    fn is_free(&self, phrase: usize) -> bool {
        let p = &self.parse.phrases[phrase];
        let word = &self.parse.words[p.head];
        let year = word.tag == Tag::Number && p.words.len() == 1 && word.closed.is_empty();
        p.preposition.is_none()
            && p.attached.is_none()
            && !year
            && (p.pronoun || !self.language.lexicon.is_time_noun(word.lemma))
            && !(p.pronoun && word.closed.iter().any(|c| c.extra == self.language.lexicon.reflexive()))
    }

    fn arguments(&self) -> Arguments {
        let c = &self.parse.clauses[self.clause];
        let Some(verb) = &c.verb else { return Arguments::default() };
        let free: Vec<usize> = c.phrases.clone().filter(|p| self.is_free(*p)).collect();
        let place = verb.finite.map_or(verb.word, |f| f.min(verb.word));
        let before: Vec<usize> = free.iter().copied().filter(|p| self.parse.phrases[*p].words.start < place).collect();
        let mut behind: Vec<usize> =
            free.iter().copied().filter(|p| self.parse.phrases[*p].words.start > place).collect();
        let takes_subject = verb.finite.is_some() && c.shares.is_none();
        let mut arguments = Arguments::default();
        let pronoun = |p: &usize| self.parse.words[self.parse.phrases[*p].head].tag == Tag::Relative;
        if takes_subject {
            // A fronted phrase, then the subject: the nearest to the verb.
            arguments.subject = before.iter().rev().copied().find(|p| !pronoun(p)).or(before.last().copied());
            let existential = arguments.subject.is_some_and(|s| self.is_existential(s));
            if arguments.subject.is_none() || existential {
                let inverted = c.verb_first || existential || c.kind == ClauseKind::Main;
                if inverted && !behind.is_empty() {
                    arguments.subject = Some(behind.remove(0));
                }
            }
        }
        self.objects(&behind, &mut arguments);
        self.relative(&before, &mut arguments);
        arguments
    }

    fn is_existential(&self, phrase: usize) -> bool {
        let p = &self.parse.phrases[phrase];
        p.pronoun && self.language.lexicon.is_expletive(self.parse.words[p.head].closed)
    }

    fn objects(&self, behind: &[usize], arguments: &mut Arguments) {
        let Some(verb) = &self.parse.clauses[self.clause].verb else { return };
        let two = self.language.syntax.dative_objects.contains(&verb.lemma);
        let adjacent = |a: usize, b: usize| {
            let end = self.parse.phrases[a].words.end;
            let gap = self.parse.phrases[b].words.start.saturating_sub(end);
            gap == 0 || (a + 1..b).all(|p| self.parse.phrases[p].attached.is_some()) && gap < 12
        };
        if self.language.syntax.predicative.contains(&verb.lemma) {
            return;
        }
        match behind {
            [first, second, ..] if two && !verb.passive && adjacent(*first, *second) => {
                arguments.dative = Some(*first);
                arguments.accusative = Some(*second);
            }
            // "Kenya was given tanks": what is given stands behind.
            [first, ..] if two && verb.passive => {
                arguments.dative = arguments.subject;
                arguments.subject = Some(*first);
            }
            [first, ..] => arguments.accusative = Some(*first),
            [] => {}
        }
    }

    /// The noun that a relative clause describes fills what its clause lacks.
    fn relative(&self, before: &[usize], arguments: &mut Arguments) {
        let c = &self.parse.clauses[self.clause];
        let Some(verb) = c.verb.as_ref().filter(|_| c.kind == ClauseKind::Relative) else { return };
        let pronoun =
            before.iter().copied().find(|p| self.parse.words[self.parse.phrases[*p].head].tag == Tag::Relative);
        let led = c.phrases.clone().any(|p| {
            self.parse.phrases[p].preposition.is_some()
                && self.parse.words[self.parse.phrases[p].head].tag == Tag::Relative
        });
        let described = pronoun.or(c.antecedent);
        if led {
            return;
        }
        if verb.finite.is_none() {
            if c.shares.is_none() {
                arguments.subject = arguments.subject.or(c.antecedent);
            }
        } else if arguments.subject.is_none() {
            if c.shares.is_none() {
                arguments.subject = described;
            }
        } else if arguments.subject != pronoun && arguments.accusative.is_none() && !verb.passive {
            arguments.accusative = described;
        }
    }
}
