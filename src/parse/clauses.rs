//! Segments in, clauses out: interrupted clauses are joined again, each clause knows what it depends on.

use super::segments::{self, Opening, Segment};
use super::{Arguments, Clause, ClauseKind, Parse, Tag};
use crate::resources::Language;
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use crate::resources::symbol::Symbol;

/// Builds the clauses of a sentence from its tagged words.
pub(super) fn analyse(language: &Language, parse: &mut Parse<'_>, sentence: usize) {
    let range = parse.sentences[sentence].words.clone();
    let cut = segments::cut(&parse.words, range);
    let first = parse.clauses.len();
    let infinitive = language.lexicon.symbols.get("infinitive");
    let mut builder = Builder { parse, sentence, infinitive, open: Vec::new(), last: None };
    for segment in &cut {
        builder.place(segment);
    }
    parse.sentences[sentence].clauses = first..parse.clauses.len();
}

struct Builder<'p, 'a> {
    parse: &'p mut Parse<'a>,
    sentence: usize,
    /// Sub-class of the subordinators that open infinitive clauses.
    infinitive: Symbol,
    /// Clauses that still wait for their finite verb, innermost last.
    open: Vec<usize>,
    last: Option<usize>,
}

impl Builder<'_, '_> {
    fn place(&mut self, segment: &Segment) {
        if segment.bracketed && segment.finite.is_none() {
            let clause = self.add(ClauseKind::Fragment, segment, None);
            self.parse.clauses[clause].parent = self.last;
            return;
        }
        match segment.opening {
            Opening::Subordinator(word) => self.embed(ClauseKind::Subordinate, segment, Some(word)),
            Opening::Relative(word) => self.embed(ClauseKind::Relative, segment, Some(word)),
            Opening::Infinitive => self.infinitive(segment),
            Opening::Finite => self.finite(segment),
            Opening::Bare => self.bare(segment),
        }
    }

    fn add(&mut self, kind: ClauseKind, segment: &Segment, link: Option<usize>) -> usize {
        let verb_first = segment.finite.is_some_and(|f| {
            segment.words.clone().take_while(|i| *i < f).all(|i| {
                matches!(self.parse.words[i].tag, Tag::Coordinator | Tag::Quote | Tag::Other)
            })
        });
        self.parse.clauses.push(Clause {
            kind,
            sentence: self.sentence,
            words: segment.words.clone().collect(),
            link,
            parent: None,
            shares: None,
            antecedent: None,
            verb: None,
            phrases: 0..0,
            verb_first,
            arguments: Arguments::default(),
        });
        self.parse.clauses.len() - 1
    }

    fn join(&mut self, clause: usize, segment: &Segment) {
        self.parse.clauses[clause].words.extend(segment.words.clone());
    }

    fn embed(&mut self, kind: ClauseKind, segment: &Segment, link: Option<usize>) {
        let parent = self.open.last().copied().or(self.last);
        let clause = self.add(kind, segment, link);
        self.parse.clauses[clause].parent = parent;
        if segment.coordinated {
            self.parse.clauses[clause].parent = self.last.and_then(|l| self.parse.clauses[l].parent).or(parent);
        }
        let marked = segment.finite.is_none() && segment.nonfinite.is_some() && self.takes_infinitive(link);
        if segment.finite.is_none() && !marked {
            self.open.push(clause);
        }
        self.last = Some(clause);
    }

    /// "um", "ohne", "statt" open clauses whose verb is an infinitive.
    fn takes_infinitive(&self, link: Option<usize>) -> bool {
        link.is_some_and(|word| {
            let closed = self.parse.words[word].closed;
            closed.iter().any(|c| c.class == WordClass::Subordinator && c.extra == self.infinitive)
        })
    }

    fn infinitive(&mut self, segment: &Segment) {
        if let Some(open) = self.open.last().copied()
            && self.parse.clauses[open].link.is_some_and(|w| self.takes_infinitive(Some(w)))
            && self.parse.clauses[open].kind == ClauseKind::Subordinate
        {
            self.join(open, segment);
            let _ = self.open.pop();
            self.last = Some(open);
            return;
        }
        let parent = self.last;
        let clause = self.add(ClauseKind::Infinitive, segment, None);
        self.parse.clauses[clause].parent = parent;
        if segment.coordinated {
            self.parse.clauses[clause].shares = parent;
            self.parse.clauses[clause].parent = parent.and_then(|p| self.parse.clauses[p].parent).or(parent);
        }
        self.last = Some(clause);
    }

    fn finite(&mut self, segment: &Segment) {
        if let Some(open) = self.open.last().copied()
            && !segment.coordinated
        {
            let kind = self.parse.clauses[open].kind;
            let verb_last = self.is_verb_last(segment);
            let resumes = kind == ClauseKind::Fragment || verb_last;
            if resumes {
                self.join(open, segment);
                if kind == ClauseKind::Fragment {
                    self.parse.clauses[open].kind = ClauseKind::Main;
                }
                let _ = self.open.pop();
                self.last = Some(open);
                return;
            }
        }
        let before = self.last;
        let clause = self.add(ClauseKind::Main, segment, None);
        if segment.coordinated {
            self.parse.clauses[clause].shares = before;
            if let Some(b) = before {
                // Verb-last clauses share the conjunction that opened them.
                if self.parse.clauses[b].kind != ClauseKind::Main && self.is_verb_last(segment) {
                    self.parse.clauses[clause].kind = self.parse.clauses[b].kind;
                    self.parse.clauses[clause].parent = self.parse.clauses[b].parent;
                    self.parse.clauses[clause].link = self.parse.clauses[b].link;
                } else {
                    self.parse.clauses[clause].parent = self.parse.clauses[b].parent;
                }
            }
        } else {
            self.parse.clauses[clause].parent = None;
        }
        self.last = Some(clause);
    }

    fn is_verb_last(&self, segment: &Segment) -> bool {
        let Some(finite) = segment.finite else { return false };
        segment.words.clone().filter(|i| *i > finite).all(|i| matches!(self.parse.words[i].tag, Tag::Other | Tag::Quote))
    }

    fn bare(&mut self, segment: &Segment) {
        if let Some(open) = self.open.last().copied() {
            self.join(open, segment);
            if segment.nonfinite.is_some() && self.parse.clauses[open].kind == ClauseKind::Fragment {
                self.last = Some(open);
            }
            return;
        }
        if let Some(last) = self.last {
            if segment.coordinated && segment.nonfinite.is_some() {
                let kind = self.parse.clauses[last].kind;
                let clause = self.add(kind, segment, self.parse.clauses[last].link);
                self.parse.clauses[clause].shares = Some(last);
                self.parse.clauses[clause].parent = self.parse.clauses[last].parent;
                self.last = Some(clause);
                return;
            }
            self.join(last, segment);
            return;
        }
        let clause = self.add(ClauseKind::Fragment, segment, None);
        // "Genf – Die Minister …", "Ukraine: Gericht bestätigt …": a dateline or label stands for itself.
        if !segment.broken_off {
            self.open.push(clause);
            self.last = Some(clause);
        }
    }
}

/// Settles what each clause depends on, once phrases and verbs are known: antecedents of relative clauses, the main
/// clause that follows an opening subordinate clause.
pub(super) fn relate(parse: &mut Parse<'_>, sentence: usize) {
    let clauses = parse.sentences[sentence].clauses.clone();
    let main = clauses.clone().find(|c| parse.clauses[*c].kind == ClauseKind::Main);
    for clause in clauses.clone() {
        let kind = parse.clauses[clause].kind;
        if kind == ClauseKind::Relative {
            parse.clauses[clause].antecedent = antecedent(parse, clause);
        }
        if parse.clauses[clause].parent.is_none() && matches!(kind, ClauseKind::Subordinate | ClauseKind::Infinitive) {
            parse.clauses[clause].parent = main.filter(|m| *m != clause);
        }
    }
}

/// The noun phrase right before the relative pronoun, climbing from genitives and agreeing in gender and number.
fn antecedent(parse: &Parse<'_>, clause: usize) -> Option<usize> {
    let link = parse.clauses[clause].link?;
    let first = *parse.clauses[clause].words.first()?;
    let number = parse.words[link].agree;
    let candidates = parse.clauses[clause]
        .parent
        .map(|p| parse.clauses[p].phrases.clone())
        .into_iter()
        .flatten()
        .filter(|p| parse.phrases[*p].words.end <= first && !parse.phrases[*p].pronoun);
    let mut best = None;
    for phrase in candidates {
        best = match best {
            None => Some(phrase),
            Some(before) => {
                let attached = parse.phrases[phrase].attached.is_some_and(|(to, _)| to == before);
                let fits = |p: usize| agrees(parse, p, number);
                Some(if attached && fits(before) && !fits(phrase) { before } else { phrase })
            }
        };
    }
    best
}

fn agrees(parse: &Parse<'_>, phrase: usize, pronoun: Agree) -> bool {
    let agree = parse.phrases[phrase].agree;
    let kinds = [
        Agree::MASCULINE,
        Agree::FEMININE,
        Agree::NEUTER,
        Agree::PLURAL,
    ];
    pronoun.is_empty() || agree.is_empty() || kinds.iter().any(|k| agree.meets(*k) && pronoun.meets(*k))
}
