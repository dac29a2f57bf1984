//! Chunks in, clauses out: every verb group gets a clause of its own, with the phrases that belong to it.
//!
//! One clause is open at a time; the ones around it can go on when it ends. A finite verb goes to the innermost clause
//! that still lacks one, else it opens a clause with the phrases that stand as its subject before it.

use super::chunks::{Chunk, Kind};
use super::drafts::{Draft, View};
use super::groups::{Group, Shape};
use crate::parse::{ClauseKind, Tag, Word};
use crate::resources::Language;
use crate::resources::grammar::Agree;

pub(super) struct Builder<'b, 'a> {
    pub language: &'b Language,
    pub text: &'b str,
    pub words: &'b [Word<'a>],
    pub chunks: Vec<Chunk>,
    pub drafts: Vec<Draft>,
    pub open: usize,
    /// Clauses interrupted by a bracket.
    interrupted: Vec<usize>,
}

/// The clauses of the chunks, which may be changed on the way.
pub(super) fn build(
    language: &Language,
    text: &str,
    words: &[Word<'_>],
    chunks: Vec<Chunk>,
) -> (Vec<Chunk>, Vec<Draft>) {
    let mut builder = Builder {
        language,
        text,
        words,
        chunks,
        drafts: vec![Draft::new(ClauseKind::Main, None)],
        open: 0,
        interrupted: Vec::new(),
    };
    for at in 0..builder.chunks.len() {
        builder.place(at);
    }
    builder.speeches();
    (builder.chunks, builder.drafts)
}

impl Builder<'_, '_> {
    pub(super) fn view(&self) -> View<'_, '_> {
        View { language: self.language, text: self.text, words: self.words, chunks: &self.chunks }
    }

    fn place(&mut self, at: usize) {
        match self.chunks[at].kind.clone() {
            Kind::Word => self.push(at),
            Kind::Comma => self.comma(at),
            Kind::Break => self.stop(at),
            Kind::Open => {
                self.interrupted.push(self.open);
                let closed = self.chunks[at..].iter().any(|c| matches!(c.kind, Kind::Close));
                let draft = Draft::new(ClauseKind::Main, Some(self.open));
                self.begin(Draft { scope: closed.then_some(at), ..draft });
            }
            Kind::Close => {
                if let Some(open) = self.interrupted.pop() {
                    self.open = open;
                }
            }
            Kind::Subordinator => self.subordinator(at),
            Kind::Coordinator => self.coordinator(at),
            Kind::Preposition => self.preposition(at),
            Kind::Phrase(_) if self.view().is_relative(at) => self.relative(at),
            Kind::Phrase(phrase) => {
                if self.view().leads_clause(at, &phrase) {
                    self.unlead(at);
                    return;
                }
                self.push(at);
            }
            Kind::Verb(group) => self.verb(at, &group),
        }
    }

    pub(super) fn push(&mut self, at: usize) {
        self.drafts[self.open].chunks.push(at);
    }

    /// Opens a clause, within the same bracket as the one before unless it says which.
    pub(super) fn begin(&mut self, draft: Draft) -> usize {
        let scope = draft.scope.or(self.drafts[self.open].scope);
        self.drafts.push(Draft { scope, ..draft });
        self.open = self.drafts.len() - 1;
        self.open
    }

    /// The clause itself and those around it, innermost first, up to the bracket that it stands in.
    fn around(&self, from: usize) -> Vec<usize> {
        let scope = self.drafts[from].scope;
        self.chain(from).into_iter().take_while(|d| self.drafts[*d].scope == scope).collect()
    }

    /// The clause itself and all those around it, innermost first.
    fn chain(&self, from: usize) -> Vec<usize> {
        let mut found = vec![from];
        let mut at = from;
        while let Some(parent) = self.drafts[at].parent.filter(|p| !found.contains(p)) {
            found.push(parent);
            at = parent;
        }
        found
    }

    /// A phrase that can be the subject stands in the clause.
    pub(super) fn has_subject(&self, draft: usize) -> bool {
        self.drafts[draft].chunks.iter().any(|c| self.chunks[*c].is_bare() && !self.view().is_time(*c))
    }

    pub(super) fn lacking(&self) -> Option<usize> {
        self.around(self.open).into_iter().skip(1).find(|d| self.drafts[*d].lacks_verb())
    }

    /// A comma ends what was inserted, and returns to a clause that still waits for its verb.
    fn comma(&mut self, at: usize) {
        let open = &self.drafts[self.open];
        let kind = open.kind;
        if open.lacks_verb() || kind == ClauseKind::Main && open.parent.is_none() {
            return;
        }
        if self.list_goes_on(at + 1) {
            return;
        }
        if let Some(outer) = self.lacking() {
            self.open = outer;
        } else if open.inserted
            && let Some(parent) = open.parent
        {
            self.open = parent;
        }
    }

    /// Bare phrases up to a conjunction: "tanks, guns and shells".
    fn list_goes_on(&self, from: usize) -> bool {
        let view = self.view();
        let mut at = from;
        let mut phrases = 0;
        while let Some(kind) = view.kind(at) {
            match kind {
                Kind::Phrase(_) if !view.is_relative(at) => phrases += 1,
                Kind::Word => {}
                Kind::Comma => {}
                Kind::Coordinator => {
                    let next = view.past_words(at + 1);
                    return phrases > 0
                        && view.chunks.get(next).is_some_and(|c| c.phrase().is_some())
                        && !view.clause_follows(next);
                }
                _ => return false,
            }
            at += 1;
        }
        false
    }

    /// Colon, semicolon, dash: a new part of the sentence.
    fn stop(&mut self, at: usize) {
        let sign = self.words[self.chunks[at].words.start].span.of(self.text);
        if matches!(sign, "/" | "…" | "•") {
            return;
        }
        let dash = !matches!(sign, ":" | ";");
        let outer = if self.drafts[self.open].lacks_verb() { Some(self.open) } else { self.lacking() };
        if dash
            && let Some(outer) = outer.filter(|o| self.drafts[*o].chunks.len() > 3 || self.drafts[*o].parent.is_some())
        {
            self.open = outer;
            return;
        }
        self.begin(Draft::new(ClauseKind::Main, None));
    }

    /// A phrase whose preposition is a conjunction: "after | Iran attacked".
    fn unlead(&mut self, at: usize) {
        let Kind::Phrase(phrase) = &mut self.chunks[at].kind else { return };
        let link = phrase.words.start;
        phrase.words.start = link + 1 + self.words[link].parts;
        phrase.preposition = None;
        self.subordinate(link, at);
        self.push(at);
    }

    fn subordinate(&mut self, link: usize, at: usize) {
        let contents = self.language.cues.contents;
        let content = self
            .view()
            .closed(link)
            .iter()
            .any(|c| c.class == crate::resources::lexicon::WordClass::Subordinator && contents.contains(&c.extra));
        let behind_comma = at.checked_sub(1).is_some_and(|b| self.chunks[b].is_comma());
        let draft = Draft {
            link: Some(link),
            content,
            inserted: behind_comma,
            ..Draft::new(ClauseKind::Subordinate, Some(self.open))
        };
        let _ = self.begin(draft);
    }

    fn subordinator(&mut self, at: usize) {
        let link = self.chunks[at].words.start;
        let view = self.view();
        let next = view.past_words(at + 1);
        let gerund = matches!(view.shape(next), Some(Shape::Gerund | Shape::Participle));
        let phrase = view.chunks.get(next).is_some_and(|c| c.is_bare()) && !view.is_relative(next);
        if view.can_be_preposition(link) && !gerund && phrase && next == at + 1 && !view.clause_follows(next) {
            // "since Monday", "after the attack".
            let form = self.words[link].form;
            if let Kind::Phrase(p) = &mut self.chunks[next].kind {
                p.preposition = Some(form);
            }
            self.push(at);
            return;
        }
        if gerund && view.shape(next) == Some(Shape::Gerund) {
            return self.preposition(at);
        }
        let before = view.before(at).filter(|b| self.chunks[*b].phrase().is_some());
        let that = self.words[link].closed.iter().any(|c| c.class == crate::resources::lexicon::WordClass::Relative);
        if that && let Some(noun) = before.filter(|b| self.is_described(*b, at, next)) {
            let draft =
                Draft { link: Some(link), antecedent: Some(noun), ..Draft::new(ClauseKind::Relative, Some(self.open)) };
            self.begin(draft);
            self.push(at);
            return;
        }
        // "… and that Y": beside the clause that the first one opened.
        let coordinated = at.checked_sub(1).is_some_and(|b| matches!(self.chunks[b].kind, Kind::Coordinator));
        if coordinated {
            let same = |d: &usize| {
                self.drafts[*d].link.is_some_and(|l| self.words[l].form == self.words[link].form)
                    || self.drafts[*d].content && self.drafts[*d].kind == ClauseKind::Subordinate
            };
            if let Some(parent) = self.around(self.open).into_iter().find(same).and_then(|d| self.drafts[d].parent) {
                self.open = parent;
            }
        }
        self.subordinate(link, at);
        self.push(at);
    }

    /// "the missiles that were fired", "the missiles that Iran fired": the noun before is described, not told about.
    fn is_described(&self, noun: usize, at: usize, next: usize) -> bool {
        let view = self.view();
        if noun + 1 != at {
            return false;
        }
        if view.is_finite(next) {
            return true;
        }
        let open = &self.drafts[self.open];
        let told = open.verb.as_ref().is_some_and(|v| view.takes_clause(v.complex.lemma));
        if view.noun_takes_clause(noun)
            || told && (self.chunks[noun].is_bare() || view.is_circumstance(noun))
            || self.chunks[noun].phrase().is_some_and(|p| p.pronoun)
        {
            return false;
        }
        // What follows the verb is no object.
        let verb = (next..self.chunks.len()).find(|i| view.is_finite(*i));
        verb.is_some_and(|v| !view.chunks.get(view.past_words(v + 1)).is_some_and(|c| c.is_bare()))
    }

    fn relative(&mut self, at: usize) {
        let view = self.view();
        let before = (0..at).rev().find(|i| self.chunks[*i].phrase().is_some() && !view.is_relative(*i));
        let comma = at.checked_sub(1).is_some_and(|b| self.chunks[b].is_comma());
        let head = self.chunks[at].phrase().map_or(0, |p| p.head);
        let question = before.is_none()
            || view.before(at).is_some_and(|b| matches!(self.chunks[b].kind, Kind::Verb(_)))
            || !self.words[head].closed.iter().any(|c| c.class == crate::resources::lexicon::WordClass::Relative);
        let draft = if question {
            Draft { link: Some(head), content: true, ..Draft::new(ClauseKind::Subordinate, Some(self.open)) }
        } else {
            Draft {
                link: Some(head),
                antecedent: before,
                inserted: comma,
                ..Draft::new(ClauseKind::Relative, Some(self.open))
            }
        };
        self.begin(draft);
        self.push(at);
    }

    fn preposition(&mut self, at: usize) {
        // It opens the clause of a form in -ing behind it.
        let next = self.view().past_words(at + 1);
        if self.view().shape(next) != Some(Shape::Gerund) {
            self.push(at);
        }
    }

    fn coordinator(&mut self, at: usize) {
        let view = self.view();
        let next = view.past_words(at + 1);
        let finite = self.around(self.open).into_iter().find(|d| {
            self.drafts[*d].verb.as_ref().is_some_and(|v| v.shape == Shape::Finite || v.complex.finite.is_some())
                || self.drafts[*d].verb.is_some() && self.drafts[*d].kind != ClauseKind::Infinitive
        });
        match view.shape(next) {
            Some(Shape::Finite) => {
                if let Some(first) = finite {
                    self.join(first, true);
                }
            }
            Some(shape) => {
                let same = self.around(self.open).into_iter().find(|d| {
                    self.drafts[*d]
                        .verb
                        .as_ref()
                        .is_some_and(|v| v.shape == shape || v.shape == Shape::Infinitive && shape == Shape::Bare)
                });
                let helped =
                    self.drafts[self.open].verb.as_ref().is_some_and(|v| v.shape == Shape::Finite && v.words.len() > 1);
                if let Some(first) = same.or(Some(self.open).filter(|_| helped && shape != Shape::Infinitive)) {
                    self.join(first, true);
                }
            }
            None if view.chunks.get(next).is_some_and(|c| c.phrase().is_some())
                && !self.awaits_participle()
                && !(self.drafts[self.open].lacks_verb() && self.has_subject(self.open))
                && view.clause_follows(next)
                && !view.is_relative(next) =>
            {
                if let Some(first) = finite {
                    self.join(first, false);
                }
            }
            None => {}
        }
        self.push(at);
    }

    /// A clause beside `first`, of the same kind; `shares` where it goes on with its subject.
    fn join(&mut self, first: usize, shares: bool) {
        let model = self.drafts[first].clone();
        let draft = Draft {
            shares: shares.then_some(first),
            content: model.content,
            antecedent: model.antecedent.filter(|_| shares),
            inserted: model.inserted,
            ..Draft::new(model.kind, model.parent)
        };
        self.begin(draft);
    }

    fn verb(&mut self, at: usize, group: &Group) {
        match group.shape {
            Shape::Finite => self.finite(at, group),
            Shape::Infinitive => self.infinitive(at, group),
            Shape::Gerund => self.gerund(at, group),
            Shape::Participle => self.participle(at, group),
            Shape::Bare => self.bare(at, group),
        }
    }

    pub(super) fn assign(&mut self, at: usize, group: &Group) {
        let open = self.open;
        self.drafts[open].verb = Some(group.clone());
        self.push(at);
    }

    pub(super) fn is_speech(&self, draft: usize) -> bool {
        self.drafts[draft].verb.as_ref().is_some_and(|v| self.view().takes_clause(v.complex.lemma))
    }

    /// Where, among the chunks of a clause, the phrases begin that stand as a subject behind its verb.
    pub(super) fn trailing(&self, draft: usize) -> Option<usize> {
        let d = &self.drafts[draft];
        let view = self.view();
        let mut found = None;
        for position in (0..d.chunks.len()).rev() {
            let at = d.chunks[position];
            match &self.chunks[at].kind {
                Kind::Verb(_) => break,
                Kind::Word if found.is_none() => {}
                Kind::Phrase(p) if p.preposition.is_some() && found.is_none() => {}
                Kind::Phrase(p) if p.preposition.is_none() => {
                    if found.is_some() {
                        let next = d.chunks[position + 1];
                        let leads = p.agree == Agree::GEN && !p.pronoun;
                        let joined = matches!(self.chunks[next].kind, Kind::Coordinator);
                        if !(leads || joined) {
                            break;
                        }
                    } else if view.is_time(at) {
                        continue;
                    }
                    found = Some(position);
                }
                Kind::Coordinator
                    if found.is_some() && position > 0 && self.chunks[d.chunks[position - 1]].is_bare() => {}
                _ => break,
            }
        }
        found
    }

    /// The words of `draft` from a position on become a clause of their own.
    pub(super) fn split(&mut self, draft: usize, position: usize, new: Draft) -> usize {
        let moved = self.drafts[draft].chunks.split_off(position);
        let made = self.begin(Draft { chunks: moved.clone(), ..new });
        // What described the phrases that moved goes with them.
        for other in 0..self.drafts.len() {
            if other != made
                && self.drafts[other].parent == Some(draft)
                && self.drafts[other].antecedent.is_some_and(|a| moved.contains(&a))
            {
                self.drafts[other].parent = Some(made);
            }
        }
        made
    }

    pub(super) fn quoted(&self, at: usize) -> bool {
        self.words[self.chunks[at].words.start].quoted
    }

    /// "…, X said", "X said: …", and quotations: which clauses are what somebody says.
    fn speeches(&mut self) {
        for speech in 0..self.drafts.len() {
            let d = &self.drafts[speech];
            if d.kind != ClauseKind::Main || d.content || !self.is_speech(speech) {
                continue;
            }
            let own = |c: &Draft| c.parent == Some(speech) && c.content;
            if self.drafts.iter().any(own) {
                continue;
            }
            if let Some(told) = d.parent.filter(|p| d.inserted && self.drafts[*p].scope == d.scope) {
                self.drafts[speech].parent = None;
                self.drafts[told].parent = Some(speech);
                self.drafts[told].content = true;
                continue;
            }
            let Some(first) = d.chunks.iter().copied().find(|c| !matches!(self.chunks[*c].kind, Kind::Word)) else {
                continue;
            };
            let object = self.has_object(speech);
            let sign = first.checked_sub(1).map(|b| self.words[self.chunks[b].words.start].tag);
            let led = self.view().before(first).is_some_and(|b| self.chunks[b].is_comma())
                || sign.is_some_and(|t| matches!(t, Tag::Quote | Tag::Comma));
            let firsts: Vec<usize> =
                self.drafts.iter().map(|d| d.chunks.first().copied().unwrap_or(usize::MAX)).collect();
            let inside = self.chain(speech);
            let roots = || (0..self.drafts.len()).filter(|i| !inside.contains(i) && self.is_root(*i, d.scope));
            let before: Vec<usize> = roots().filter(|i| firsts[*i] < first).collect();
            let after: Vec<usize> = roots().filter(|i| firsts[*i] > first).collect();
            if led && !object && !before.is_empty() && self.drafts[speech].shares.is_none() {
                for told in before {
                    self.drafts[told].parent = Some(speech);
                    self.drafts[told].content = true;
                }
            } else if let Some(&told) = after.first()
                && let Some(behind) = firsts[told].checked_sub(1)
                && (matches!(self.chunks[behind].kind, Kind::Break)
                    && self.words[self.chunks[behind].words.start].span.of(self.text) == ":"
                    || self.quoted(firsts[told]) && !self.quoted(first))
            {
                self.drafts[told].parent = Some(speech);
                self.drafts[told].content = true;
            }
        }
    }

    /// A main clause with a verb that nothing in its bracket stands around.
    fn is_root(&self, draft: usize, scope: Option<usize>) -> bool {
        let d = &self.drafts[draft];
        let outermost = d.parent.is_none_or(|p| self.drafts[p].scope != scope);
        d.kind == ClauseKind::Main && d.verb.is_some() && d.scope == scope && outermost
    }

    /// A bare phrase behind the verb that is what is said, not who says it or when.
    fn has_object(&self, draft: usize) -> bool {
        let d = &self.drafts[draft];
        let Some(verb) = d.chunks.iter().position(|c| matches!(self.chunks[*c].kind, Kind::Verb(_))) else {
            return false;
        };
        let view = self.view();
        let bare = |c: &&usize| self.chunks[**c].is_bare() && !view.is_time(**c);
        let before = d.chunks[..verb].iter().any(|c| self.chunks[*c].is_bare() && !view.is_time(*c));
        let behind = d.chunks[verb..].iter().filter(bare).count();
        let told = d.verb.as_ref().is_some_and(|v| self.language.syntax.dative_objects.contains(&v.complex.lemma));
        behind > usize::from(!before || told)
    }
}
