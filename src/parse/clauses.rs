//! Segments in, clauses out: interrupted clauses are joined again, each clause knows what it depends on.
//!
//! A stack holds the clauses that are still open or could go on, the innermost last, each with what it still needs: a
//! finite verb at its end, one in second place, the participle or infinitive of its auxiliary, a marked infinitive.

use super::infinitives;
use super::segments::{self, Boundary, Segment, Verbs};
use super::{Arguments, Clause, ClauseKind, Parse, Tag};
use crate::resources::Language;
use crate::resources::grammar::Form;
use crate::resources::lexicon::WordClass;
use std::ops::Range;

/// What a clause still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// A finite verb at its end.
    FiniteLast,
    /// A finite verb behind its first phrase.
    FiniteSecond,
    /// The participle or infinitive that its auxiliary announces.
    Bracket,
    /// An infinitive with its mark.
    Infinitive,
    Nothing,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub clause: usize,
    pub needs: Needs,
}

/// Builds the clauses of a sentence from its tagged words.
pub(super) fn analyse(language: &Language, text: &str, parse: &mut Parse<'_>, sentence: usize) {
    let range = parse.sentences[sentence].words.clone();
    let cut = segments::cut(language, text, &parse.words, range);
    let first = parse.clauses.len();
    let mut builder = Builder { language, text, parse, sentence, segments: &cut, stack: Vec::new(), last: None };
    for at in 0..cut.len() {
        builder.place(at);
    }
    parse.sentences[sentence].clauses = first..parse.clauses.len();
}

pub(super) struct Builder<'p, 'a> {
    pub language: &'p Language,
    pub text: &'p str,
    pub parse: &'p mut Parse<'a>,
    sentence: usize,
    pub segments: &'p [Segment],
    pub stack: Vec<State>,
    pub last: Option<usize>,
}

/// A word that opens a verb-last clause, and the kind of that clause.
type Opening = (ClauseKind, usize);

impl Builder<'_, '_> {
    fn place(&mut self, at: usize) {
        let segment = self.segments[at].clone();
        let opening = self.opening(at);
        if segment.bracketed {
            self.insert(&segment, opening);
            return;
        }
        if let Some(opening) = opening {
            self.embed(at, &segment, opening);
            return;
        }
        let verbs = self.verbs(&segment, false);
        if self.heads_only(at, verbs) {
            self.bare(&segment, Verbs { nonfinite: verbs.finite, finite: None, ..verbs });
            return;
        }
        if self.interrupts(at, verbs) {
            self.insert(&segment, None);
            return;
        }
        match (verbs.finite, verbs.marked) {
            (Some(_), _) => self.finite(&segment, verbs),
            (None, Some(_)) => self.infinitive(&segment),
            // "sagte, der Minister, der dort war, habe gelogen"
            (None, None) if self.resumes_speech(at) => {
                let clause = self.add(ClauseKind::Main, segment.words.clone(), verbs, None);
                self.stack.push(State { clause, needs: Needs::FiniteSecond });
                self.last = Some(clause);
            }
            (None, None) => self.bare(&segment, verbs),
        }
    }

    pub(super) fn verbs(&self, segment: &Segment, verb_last: bool) -> Verbs {
        segments::verbs(&self.parse.words, segment.words.clone(), verb_last)
    }

    /// The word that opens a segment as a verb-last clause.
    fn opening(&mut self, at: usize) -> Option<Opening> {
        let segment = &self.segments[at];
        if let Some(word) = segments::opener(&self.parse.words, segment.words.clone()) {
            let compares = self.parse.words[word].tag == Tag::Subordinator
                && self.parse.words[word].closed.iter().any(|c| self.language.lexicon.is_comparison(*c));
            if compares && self.waits(Needs::FiniteLast) && !self.spare_verbs(at) {
                // "weil er ihn, wie immer, als Freund beschrieb": the verb is needed outside.
                self.parse.words[word].tag = Tag::Preposition;
                return None;
            }
            let kind = if self.parse.words[word].tag == Tag::Relative {
                ClauseKind::Relative
            } else {
                ClauseKind::Subordinate
            };
            return Some((kind, word));
        }
        self.maybe_opening(at)
    }

    pub(super) fn waits(&self, needs: Needs) -> bool {
        self.stack.iter().any(|s| s.needs == needs)
    }

    /// The verb could be a participle or infinitive as well.
    pub(super) fn is_ambiguous(&self, verb: usize) -> bool {
        let word = &self.parse.words[verb];
        !word.auxiliary && word.can_be(Form::PARTICIPLE | Form::INFINITIVE)
    }

    /// A parenthesis: a clause of its own beside the one that it interrupts.
    fn insert(&mut self, segment: &Segment, opening: Option<Opening>) {
        let verbs = self.verbs(segment, opening.is_some());
        let kind = match (opening, verbs.finite) {
            (Some((kind, _)), Some(_)) => kind,
            (None, Some(_)) if !segment.bracketed && !verbs.first && self.tells(verbs) => ClauseKind::Subordinate,
            (None, Some(_)) => ClauseKind::Main,
            _ => ClauseKind::Fragment,
        };
        let parent = self.stack.last().map(|s| s.clause).or(self.last);
        let link = opening.map(|(_, word)| word).filter(|_| verbs.finite.is_some());
        let clause = self.add(kind, segment.words.clone(), verbs, link);
        self.parse.clauses[clause].parent = parent;
    }

    pub(super) fn add(
        &mut self,
        kind: ClauseKind,
        words: impl IntoIterator<Item = usize>,
        verbs: Verbs,
        link: Option<usize>,
    ) -> usize {
        self.parse.clauses.push(Clause {
            content: false,
            kind,
            sentence: self.sentence,
            words: words.into_iter().collect(),
            link,
            parent: None,
            shares: None,
            auxiliary: None,
            antecedent: None,
            verb: None,
            phrases: 0..0,
            verb_first: verbs.first,
            arguments: Arguments::default(),
        });
        self.parse.clauses.len() - 1
    }

    fn join(&mut self, clause: usize, words: impl IntoIterator<Item = usize>) {
        self.parse.clauses[clause].words.extend(words);
    }

    /// A verb-last clause.
    fn embed(&mut self, at: usize, segment: &Segment, (kind, link): Opening) {
        let mut verbs = self.verbs(segment, true);
        if verbs.finite.is_some_and(|f| self.parse.words[f].can_be(Form::PARTICIPLE) && self.is_ambiguous(f))
            && segment.after == Boundary::Comma
            && !self.segments.get(at + 1).is_some_and(|next| self.verbs(next, false).first)
            && (self.spare_verbs(at) || self.segments.get(at + 1).is_some_and(|next| self.leads_list(next)))
        {
            // "dass X verletzt, erschöpft und müde sei", "dass X A besetzt, B geschlossen und C verhaftet habe"
            verbs.nonfinite = verbs.finite.take();
        }
        let (own, inner) = infinitives::split(self, segment.words.clone(), verbs, true);
        let sibling = if segment.coordinated {
            self.stack.iter().rposition(|s| self.parse.clauses[s.clause].kind == kind)
        } else {
            None
        };
        let parent = match sibling {
            Some(position) => {
                let clause = self.stack[position].clause;
                self.stack.truncate(position);
                self.parse.clauses[clause].parent
            }
            None if segment.coordinated => self.outer(),
            None => self.stack.last().map(|s| s.clause).or(self.last),
        };
        let clause = self.add(kind, own, Verbs { first: false, ..verbs }, Some(link));
        self.parse.clauses[clause].parent = parent;
        let needs = match (verbs.finite, verbs.marked) {
            (Some(_), _) => Needs::Nothing,
            (None, Some(_)) if self.takes_infinitive(link) => Needs::Nothing,
            (None, _) if self.takes_infinitive(link) => Needs::Infinitive,
            (None, _) => Needs::FiniteLast,
        };
        self.stack.push(State { clause, needs });
        self.last = Some(clause);
        self.hang(inner, clause);
    }

    /// Adds the infinitive clause that a segment holds beside its own.
    fn hang(&mut self, inner: Option<Range<usize>>, parent: usize) {
        let Some(inner) = inner else { return };
        let clause = self.add(ClauseKind::Infinitive, inner, Verbs::default(), None);
        self.parse.clauses[clause].parent = Some(parent);
        self.stack.push(State { clause, needs: Needs::Nothing });
        self.last = Some(clause);
    }

    /// The clause around the innermost finished one, for what a conjunction adds behind an embedded clause.
    fn outer(&self) -> Option<usize> {
        let top = self.stack.last()?;
        self.parse.clauses[top.clause].parent.or(Some(top.clause))
    }

    /// "um", "ohne", "statt" open clauses whose verb is an infinitive.
    fn takes_infinitive(&self, link: usize) -> bool {
        let word = &self.parse.words[link];
        word.tag == Tag::Subordinator && word.closed.iter().any(|c| self.language.lexicon.opens_infinitive(*c))
    }

    fn infinitive(&mut self, segment: &Segment) {
        if let Some(position) = self.stack.iter().rposition(|s| s.needs == Needs::Infinitive) {
            self.resume(position, segment.words.clone(), Needs::Nothing);
            return;
        }
        let verbs = self.verbs(segment, false);
        let before = self.stack.iter().rposition(|s| {
            self.parse.clauses[s.clause].kind == ClauseKind::Infinitive
                || self.parse.clauses[s.clause].link.is_some_and(|l| self.takes_infinitive(l))
        });
        if let (true, Some(position)) = (segment.coordinated, before) {
            let sibling = self.stack[position].clause;
            let Clause { kind, parent, link, .. } = self.parse.clauses[sibling].clone();
            let clause = self.add(kind, segment.words.clone(), verbs, link);
            self.parse.clauses[clause].parent = parent;
            self.parse.clauses[clause].shares = Some(sibling);
            self.stack.truncate(position);
            self.stack.push(State { clause, needs: Needs::Nothing });
            self.last = Some(clause);
            return;
        }
        let parent = self.stack.last().map(|s| s.clause).or(self.last);
        let clause = self.add(ClauseKind::Infinitive, segment.words.clone(), verbs, None);
        self.parse.clauses[clause].parent = parent;
        self.stack.push(State { clause, needs: Needs::Nothing });
        self.last = Some(clause);
    }

    /// Goes on with the open clause at a place of the stack; what stands above it is finished.
    fn resume(&mut self, position: usize, words: impl IntoIterator<Item = usize>, needs: Needs) {
        let clause = self.stack[position].clause;
        self.join(clause, words);
        self.stack.truncate(position + 1);
        self.stack[position].needs = needs;
        self.last = Some(clause);
    }

    fn finite(&mut self, segment: &Segment, verbs: Verbs) {
        if let Some(position) = self.completed(segment) {
            self.share(position, segment, verbs);
            return;
        }
        if let Some(position) = self.waiting(segment, verbs) {
            if self.stack[position].needs == Needs::FiniteLast && self.goes_on(segment, position) {
                self.queue(position, segment, Verbs { nonfinite: verbs.finite, finite: None, ..verbs });
                return;
            }
            let last = self.stack[position].needs == Needs::FiniteLast;
            let chosen = self.verbs(segment, last);
            let (own, inner) = infinitives::split(self, segment.words.clone(), chosen, last);
            let clause = self.stack[position].clause;
            let needs =
                if last || self.stack[position].needs == Needs::Bracket { Needs::Nothing } else { self.after(chosen) };
            if self.parse.clauses[clause].kind == ClauseKind::Fragment {
                self.parse.clauses[clause].kind = ClauseKind::Main;
            }
            self.resume(position, own, needs);
            self.hang(inner, clause);
            return;
        }
        let verb_last = self.verbs(segment, true);
        if let Some(position) = self.lender(segment, verb_last) {
            self.share(position, segment, verbs);
            return;
        }
        let sibling = if segment.coordinated { self.sibling(segment, verbs, verb_last) } else { None };
        let (kind, parent, link) = match sibling.map(|p| &self.parse.clauses[self.stack[p].clause]) {
            Some(c) if c.kind == ClauseKind::Infinitive => {
                (ClauseKind::Main, c.parent.and_then(|p| self.parse.clauses[p].parent), None)
            }
            Some(c) => (c.kind, c.parent, c.link),
            None => (ClauseKind::Main, None, None),
        };
        let last = matches!(kind, ClauseKind::Subordinate | ClauseKind::Relative);
        let kind = if kind == ClauseKind::Fragment { ClauseKind::Main } else { kind };
        let chosen = if last { verb_last } else { verbs };
        let (own, inner) = infinitives::split(self, segment.words.clone(), chosen, last);
        let needs = if last { Needs::Nothing } else { self.after(chosen) };
        let clause = self.add(kind, own, chosen, link);
        self.parse.clauses[clause].parent = parent;
        self.parse.clauses[clause].shares = sibling.map(|p| self.stack[p].clause);
        if last && let Some(position) = sibling {
            self.lend(clause, chosen, position);
        }
        self.stack.truncate(sibling.unwrap_or(0));
        self.stack.push(State { clause, needs });
        self.last = Some(clause);
        self.hang(inner, clause);
    }

    /// "weil er A getan und B gesagt hat": the first participle uses the auxiliary of the second.
    fn lend(&mut self, clause: usize, verbs: Verbs, position: usize) {
        let helped = verbs.finite.is_some_and(|f| self.parse.words[f].auxiliary) && verbs.nonfinite.is_some();
        let mut next = Some(self.stack[position].clause).filter(|_| helped);
        while let Some(before) = next {
            let own = segments::verbs(&self.parse.words, self.parse.clauses[before].words.iter().copied(), true);
            if !own.finite.map_or(own.nonfinite.is_some(), |f| self.is_ambiguous(f)) {
                break;
            }
            self.parse.clauses[before].auxiliary = Some(clause);
            self.stack[position].needs = Needs::Nothing;
            next = self.parse.clauses[before].shares;
        }
    }

    /// The place of the clause whose auxiliary a participle or infinitive at the end of its segment uses.
    fn lender(&self, segment: &Segment, verbs: Verbs) -> Option<usize> {
        let verb = verbs.finite.filter(|f| verbs.last && self.is_ambiguous(*f))?;
        let position = self.stack.len().checked_sub(1)?;
        let wanted = |s: &State| {
            let c = &self.parse.clauses[s.clause];
            let last = matches!(c.kind, ClauseKind::Subordinate | ClauseKind::Relative);
            let own = segments::verbs(&self.parse.words, c.words.iter().copied(), last);
            let helper = own.finite.filter(|f| self.parse.words[*f].auxiliary);
            let form = own.nonfinite.filter(|n| helper.is_some_and(|h| h != *n)).map(|n| &self.parse.words[n]);
            form.is_some_and(|w| {
                let both = |f: Form| w.can_be(f) && self.parse.words[verb].can_be(f);
                both(Form::PARTICIPLE) || both(Form::INFINITIVE) && self.parse.words[verb].can_be(Form::INFINITIVE)
            })
        };
        // Without a conjunction only a list goes on: "müssten A abziehen, B aufheben und C ersetzen".
        let first = if segment.coordinated || verbs.first { position } else { self.stack.iter().position(wanted)? };
        (self.stack.get(first).is_some_and(wanted) && !verbs.first)
            .then_some(first)
            .or_else(|| (segment.coordinated && wanted(&self.stack[position])).then_some(position))
    }

    /// What a clause lacks once its finite verb stands in second place.
    fn after(&self, verbs: Verbs) -> Needs {
        let Some(finite) = verbs.finite else { return Needs::FiniteSecond };
        let word = &self.parse.words[finite];
        let announces = word.auxiliary && verbs.nonfinite.is_none() && verbs.marked.is_none();
        if announces { Needs::Bracket } else { Needs::Nothing }
    }

    /// The place of the open clause that a segment with a finite verb goes on with.
    fn waiting(&self, segment: &Segment, verbs: Verbs) -> Option<usize> {
        let finite = verbs.finite?;
        let verb_last = self.verbs(segment, true);
        let quoted = |word: usize| self.parse.words[word].quoted;
        // "der A besucht und B kritisiert hat": the end of a verb-last clause goes on with the one right before it.
        let top = self.stack.last().map(|s| self.parse.clauses[s.clause].kind);
        let inner = matches!(top, Some(ClauseKind::Relative | ClauseKind::Subordinate))
            && segment.coordinated
            && segment.before == Boundary::Coordinator
            && verb_last.last
            && !verbs.first;
        let second = self.stack.iter().rposition(|s| s.needs == Needs::FiniteSecond);
        for (position, state) in self.stack.iter().enumerate().rev() {
            let clause = &self.parse.clauses[state.clause];
            let last = clause.words.iter().rfind(|w| !self.parse.words[**w].sign);
            let same = last.is_none_or(|w| quoted(*w) == quoted(finite));
            let fits = match state.needs {
                // "dass X A angegriffen und B besetzt hat"
                Needs::FiniteLast if segment.before == Boundary::Coordinator && verb_last.nonfinite.is_some() => {
                    segments::verbs(&self.parse.words, clause.words.iter().copied(), true).nonfinite.is_none()
                }
                Needs::FiniteLast => verb_last.last || second.is_none(),
                Needs::FiniteSecond => same && !inner && segment.before != Boundary::Full,
                // "hat, wie er sagte, verhandelt": the form can be the participle.
                Needs::Bracket => self.closes(verb_last),
                Needs::Infinitive | Needs::Nothing => false,
            };
            if fits {
                return Some(position);
            }
        }
        None
    }

    /// The clause on the stack beside which a coordinated segment with a finite verb stands.
    fn sibling(&self, segment: &Segment, verbs: Verbs, verb_last: Verbs) -> Option<usize> {
        let kind = |s: &State| self.parse.clauses[s.clause].kind;
        let embedded =
            self.stack.iter().rposition(|s| matches!(kind(s), ClauseKind::Subordinate | ClauseKind::Relative));
        let main = self.stack.iter().rposition(|s| matches!(kind(s), ClauseKind::Main | ClauseKind::Fragment));
        let top_embedded = embedded.is_some() && embedded >= main;
        let comma = segment.before == Boundary::Comma;
        // "…, und ging": behind a comma the outer clause goes on; without one the inner.
        let ambiguous = verbs.first && verb_last.last;
        let last = verb_last.last && (!ambiguous || !comma);
        if top_embedded && last && !(comma && main.is_some() && verbs.first) {
            return embedded;
        }
        main.or(if verb_last.last { embedded } else { None })
            .or_else(|| self.stack.len().checked_sub(1).filter(|_| main.is_none() && embedded.is_none()))
    }

    fn bare(&mut self, segment: &Segment, verbs: Verbs) {
        let open = self.stack.iter().rposition(|s| {
            s.needs != Needs::Nothing && !(s.needs == Needs::FiniteSecond && segment.before == Boundary::Full)
        });
        if let Some(position) = open {
            if self.stack[position].needs == Needs::FiniteLast && self.goes_on(segment, position) {
                self.queue(position, segment, verbs);
                return;
            }
            let needs = match self.stack[position].needs {
                Needs::Bracket if verbs.nonfinite.is_some() => Needs::Nothing,
                needs => needs,
            };
            // A phrase behind a finished embedded clause goes on with the clause around it.
            self.resume(position, segment.words.clone(), needs);
            return;
        }
        if segment.before == Boundary::Full || self.stack.is_empty() {
            let clause = self.add(ClauseKind::Fragment, segment.words.clone(), verbs, None);
            let dateline = segment.after == Boundary::Dash && segment.words.len() <= DATELINE;
            if segment.after != Boundary::Full && !dateline {
                self.stack.clear();
                self.stack.push(State { clause, needs: Needs::FiniteSecond });
            }
            self.last = Some(clause);
            return;
        }
        let top = self.stack.len() - 1;
        if verbs.nonfinite.is_some() && (segment.coordinated || self.lists(segment, top)) {
            self.share(top, segment, verbs);
            return;
        }
        // "…, wo er X traf, und nach Y": a conjunction behind an embedded clause goes on with the clause around it.
        let outer = segment.coordinated && segment.before == Boundary::Comma;
        let position = if outer {
            self.stack
                .iter()
                .rposition(|s| matches!(self.parse.clauses[s.clause].kind, ClauseKind::Main | ClauseKind::Fragment))
                .unwrap_or(top)
        } else if segment.before == Boundary::Comma && !self.adds(segment) {
            // "lehnte den Plan, den X vorlegte, ab": nothing but its verbs ends a verb-last clause.
            self.stack.iter().rposition(|s| !self.is_finished(s)).unwrap_or(top)
        } else {
            top
        };
        self.resume(position, segment.words.clone(), Needs::Nothing);
    }

    /// "… hat A kritisiert und B gelobt": a participle or infinitive beside another, under the same auxiliary.
    fn share(&mut self, position: usize, segment: &Segment, verbs: Verbs) {
        let sibling = self.stack[position].clause;
        let Clause { kind, parent, link, .. } = self.parse.clauses[sibling].clone();
        let clause = self.add(kind, segment.words.clone(), verbs, link);
        self.parse.clauses[clause].parent = parent;
        self.parse.clauses[clause].shares = Some(sibling);
        self.parse.clauses[clause].auxiliary = Some(self.parse.clauses[sibling].auxiliary.unwrap_or(sibling));
        self.stack.truncate(position);
        self.stack.push(State { clause, needs: Needs::Nothing });
        self.last = Some(clause);
    }

    /// True for "wer", "was" and "welche" where they can open a clause.
    pub(super) fn asks(&self, word: usize) -> bool {
        self.parse.words[word].closed.iter().any(|c| {
            self.language.lexicon.is_question(*c) && matches!(c.class, WordClass::Pronoun | WordClass::Determiner)
        })
    }
}

/// A dateline ("Genf –") has at most so many words.
const DATELINE: usize = 6;
