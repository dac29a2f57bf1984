//! A verb group at its place in, the clause that it makes out: finite verbs, infinitives, forms in -ing, participles.

use super::chunks::{Chunk, Kind};
use super::clauses::Builder;
use super::drafts::Draft;
use super::groups::{Group, Shape};
use crate::parse::ClauseKind;
use crate::resources::frames::Slot;
use crate::resources::grammar::{Agree, Form};
use crate::resources::symbol::Symbol;

impl Builder<'_, '_> {
    pub(super) fn finite(&mut self, at: usize, group: &Group) {
        let either = self.view().is_past_or_participle(at);
        if either && self.awaits_participle() {
            return self.participle(at, group);
        }
        // "will under no circumstances | attack"
        let base = self.words[group.complex.word].can_be(Form::INFINITIVE | Form::PRESENT_PLURAL);
        if base && !group.waits && self.is_interrupted() && self.takes_base() {
            return self.bare(at, group);
        }
        if self.drafts[self.open].lacks_verb() {
            // "troops trained by X attacked", "the deal struck in Geneva stays": the first of two is a participle.
            let view = self.view();
            let agent = self.agent_follows(at) && view.finite_follows(at + 1, false);
            let subject = self.drafts[self.open].chunks.iter().any(|c| self.chunks[*c].is_bare());
            let next = subject && view.finite_is_next(at + 1);
            let outer = self.waits_around();
            if let Some(noun) = self.described(at).filter(|_| next && !agent) {
                return self.contact(at, group, noun);
            }
            if either && (agent || next && !outer) {
                return self.participle(at, group);
            }
            if let Some(position) = self.inserted_speech(at, group) {
                let new = Draft { inserted: true, ..Draft::new(ClauseKind::Main, Some(self.open)) };
                let _ = self.split(self.open, position, new);
            }
            return self.assign(at, group);
        }
        let comma = self.view().before(at).is_some_and(|b| self.chunks[b].is_comma());
        let says = self.view().takes_clause(group.complex.lemma);
        let lacking = self.lacking();
        if comma && says && lacking.is_none() && self.speaker_follows(at) {
            self.begin(Draft::new(ClauseKind::Main, None));
            return self.assign(at, group);
        }
        let trailing = self.trailing(self.open);
        if let Some(outer) = lacking {
            let more = self.view().finite_follows(at + 1, false);
            if trailing.is_none() || !(more && self.is_speech(self.open)) {
                self.open = outer;
                return self.assign(at, group);
            }
        }
        let speech = self.is_speech(self.open);
        if let Some(position) = trailing {
            return self.with_subject(at, group, position, speech);
        }
        // "said troops [who entered X] left": the noun described is the subject of a clause of its own.
        if self.drafts[self.open].kind == ClauseKind::Relative
            && let Some(parent) = self.drafts[self.open].parent
            && self.is_speech(parent)
            && let Some(position) = self.trailing(parent)
        {
            let new = Draft { content: true, ..Draft::new(ClauseKind::Subordinate, Some(parent)) };
            let _ = self.split(parent, position, new);
            return self.assign(at, group);
        }
        let plain = self.view().is_past_or_participle(at);
        if plain && !comma && !speech {
            return self.participle(at, group);
        }
        let mut new = Draft::new(ClauseKind::Main, None);
        if !(comma && says) {
            new.shares = Some(self.open);
        }
        self.begin(new);
        self.assign(at, group);
    }

    /// "the pact that Chad and Togo | signed lapsed": of two verbs behind a clause that describes the other is that of the
    /// clause around.
    fn waits_around(&self) -> bool {
        self.drafts[self.open].kind == ClauseKind::Relative && self.lacking().is_some()
    }

    /// "the pact | the ministers | signed": the phrase that a clause without a pronoun describes, where its subject stands
    /// right behind it.
    fn described(&self, at: usize) -> Option<usize> {
        let own = &self.drafts[self.open].chunks;
        let view = self.view();
        let subject = view.before(at).filter(|s| own.contains(s) && self.chunks[*s].is_bare() && !view.is_time(*s))?;
        let noun =
            subject.checked_sub(1).filter(|n| own.contains(n) && self.chunks[*n].is_bare() && !view.is_time(*n))?;
        let plain = self.chunks[noun].phrase().is_some_and(|p| !p.pronoun && p.agree != Agree::GEN);
        plain.then_some(noun)
    }

    /// A clause without a pronoun that describes the phrase before its subject.
    fn contact(&mut self, at: usize, group: &Group, noun: usize) {
        let open = self.open;
        let position = self.drafts[open].chunks.iter().position(|c| *c > noun).unwrap_or_default();
        let new = Draft { antecedent: Some(noun), ..Draft::new(ClauseKind::Relative, Some(open)) };
        let _ = self.split(open, position, new);
        self.assign(at, group);
    }

    /// "Kenya, | the minister said, | attacked": where the subject begins of a verb of saying that interrupts a clause.
    fn inserted_speech(&self, at: usize, group: &Group) -> Option<usize> {
        let view = self.view();
        // "officials said on Monday in a statement,"
        let told = |at: usize| {
            let phrase = view.chunks.get(at).and_then(|c| c.phrase());
            phrase.is_some_and(|p| p.preposition.is_some()) || view.is_time(at)
        };
        let mut closing = view.past_words(at + 1);
        while told(closing) {
            closing = view.past_words(closing + 1);
        }
        let goes_on =
            view.chunks.get(closing).is_some_and(Chunk::is_comma) && view.is_finite(view.past_words(closing + 1));
        if !goes_on || !view.takes_clause(group.complex.lemma) {
            return None;
        }
        let own = &self.drafts[self.open].chunks;
        let position = self.trailing(self.open).filter(|p| own[..*p].iter().any(|c| self.chunks[*c].is_bare()))?;
        view.before(own[position]).filter(|b| self.chunks[*b].is_comma()).map(|_| position)
    }

    /// "…, said the president": a name, an office or a pronoun behind the verb, and no other verb of its own.
    fn speaker_follows(&self, at: usize) -> bool {
        let view = self.view();
        let next = view.past_words(at + 1);
        let Some(phrase) = self.chunks.get(next).filter(|c| c.is_bare()).and_then(|c| c.phrase()) else { return false };
        let head = &self.words[phrase.head];
        let office = || {
            let token = head.span.of(self.text);
            self.language.gazetteer.office(&self.language.lexicon, token, head.lemma).is_some()
        };
        (phrase.pronoun || head.name.is_some() || office())
            && !view.is_relative(next)
            && !view.finite_follows(at + 1, false)
    }

    fn agent_follows(&self, at: usize) -> bool {
        let next = self.view().past_words(at + 1);
        self.chunks
            .get(next)
            .and_then(|c| c.phrase())
            .and_then(|p| p.preposition)
            .is_some_and(|p| self.language.lexicon.is_agent(p))
    }

    /// Right behind a verb stands what it is done to; verbs with whom and what have that as participles, too.
    fn object_follows(&self, at: usize) -> bool {
        let view = self.view();
        let next = view.past_words(at + 1);
        let lemma = self.chunks[at].verb().map(|g| g.complex.lemma);
        let gives = lemma.is_some_and(|l| self.language.syntax.dative_objects.contains(&l));
        !gives && self.chunks.get(next).is_some_and(Chunk::is_bare) && !view.is_time(next) && !view.is_relative(next)
    }

    /// A finite verb whose subject stands behind the verb of the open clause.
    fn with_subject(&mut self, at: usize, group: &Group, position: usize, speech: bool) {
        let open = self.open;
        let first = self.drafts[open].chunks[position];
        let view = self.view();
        let before = view.before(first);
        let comma = before.is_some_and(|b| self.chunks[b].is_comma());
        let opened = self.quoted(first) && before.is_some_and(|b| !self.quoted(b));
        // "the deal Iran signed": two phrases side by side, and the verb takes no clause.
        let described = before.filter(|b| {
            self.chunks[*b].is_bare() && !view.is_time(*b) && *b + 1 == first && self.drafts[open].chunks.contains(b)
        });
        let zero = described.filter(|_| !speech || view.finite_follows(at + 1, false) && !self.takes_two(open));
        // "attacked rebels backed by X": a participle taken for a past.
        let adjacent = view.before(at) == Some(self.drafts[open].chunks.last().copied().unwrap_or(usize::MAX));
        // "announced a plan drafted by X", "ordered members of X jailed": no clause of what is said.
        let reduced = zero.is_none() && !comma && !opened && adjacent && view.is_past_or_participle(at);
        if reduced && speech && (self.agent_follows(at) || !self.opens_bare(open)) {
            return self.participle(at, group);
        }
        if !speech && zero.is_none() && !comma && adjacent && view.is_past_or_participle(at) {
            return self.participle(at, group);
        }
        let new = if comma && !opened {
            let around = self.drafts[open].kind == ClauseKind::Main;
            let parent = if around { None } else { self.drafts[open].parent };
            let kind = if around { ClauseKind::Main } else { self.drafts[parent.unwrap_or(open)].kind };
            let content = parent.is_some_and(|p| self.drafts[p].content);
            let outer = parent.and_then(|p| self.drafts[p].parent);
            Draft { content, ..Draft::new(kind, outer) }
        } else if let Some(noun) = zero {
            Draft { antecedent: Some(noun), ..Draft::new(ClauseKind::Relative, Some(open)) }
        } else {
            Draft { content: speech || opened, ..Draft::new(ClauseKind::Subordinate, Some(open)) }
        };
        let _ = self.split(open, position, new);
        self.assign(at, group);
    }

    /// The verb takes a clause without a conjunction: "said X attacked", not "ordered X jailed".
    fn opens_bare(&self, draft: usize) -> bool {
        let lemma = self.drafts[draft].verb.as_ref().map(|v| v.complex.lemma);
        lemma.is_some_and(|l| self.language.syntax.clause_verbs.contains(&l))
    }

    /// "told reporters …": a verb with whom and what.
    fn takes_two(&self, draft: usize) -> bool {
        self.drafts[draft].verb.as_ref().is_some_and(|v| self.language.syntax.dative_objects.contains(&v.complex.lemma))
    }

    pub(super) fn infinitive(&mut self, at: usize, group: &Group) {
        let mark = group.words.start;
        let view = self.view();
        let finite = |i: usize| view.is_finite(i) || i > at && view.is_past_or_participle(i) && !self.agent_follows(i);
        let none = !(0..self.chunks.len()).any(finite);
        if none && self.drafts[self.open].lacks_verb() && !self.drafts[self.open].chunks.is_empty() {
            // A headline: "Iran to resume talks".
            let mut group = group.clone();
            group.complex.future = true;
            group.complex.finite = Some(group.complex.word);
            return self.assign(at, &group);
        }
        if self.drafts[self.open].verb.is_none() && self.drafts[self.open].kind == ClauseKind::Infinitive {
            return self.assign(at, group);
        }
        let fixed = self.words[mark].parts > 0;
        let comma = at.checked_sub(1).is_some_and(|b| self.chunks[b].is_comma());
        let draft = Draft {
            link: fixed.then_some(mark),
            content: !fixed && !comma,
            inserted: comma,
            ..Draft::new(ClauseKind::Infinitive, Some(self.open))
        };
        self.begin(draft);
        self.assign(at, group);
    }

    pub(super) fn gerund(&mut self, at: usize, group: &Group) {
        let open = self.open;
        if self.drafts[open].verb.is_none() && self.drafts[open].kind == ClauseKind::Infinitive {
            return self.assign(at, group);
        }
        let before = self.view().before(at);
        let kind = before.map(|b| self.chunks[b].kind.clone());
        let mut draft = Draft::new(ClauseKind::Infinitive, Some(open));
        match (kind, before) {
            (Some(Kind::Preposition | Kind::Subordinator), Some(b)) => {
                let link = self.chunks[b].words.start;
                let form = self.words[link].form;
                let content = self.language.lexicon.opens_content(form);
                draft.link = (!content).then_some(link);
                draft.content = content;
                draft.inserted = b.checked_sub(1).is_some_and(|c| self.chunks[c].is_comma());
                draft.chunks.push(b);
            }
            (Some(Kind::Phrase(p)), Some(b)) if !p.pronoun => {
                draft.kind = ClauseKind::Relative;
                draft.antecedent = Some(b);
            }
            (Some(Kind::Verb(_)), _) => draft.content = true,
            (Some(Kind::Comma), _) => draft.inserted = true,
            _ => draft.inserted = self.drafts[open].lacks_verb(),
        }
        self.begin(draft);
        self.assign(at, group);
    }

    pub(super) fn participle(&mut self, at: usize, group: &Group) {
        let open = self.open;
        let mut group = group.clone();
        let before = self.view().before(at);
        let comma = before.is_some_and(|b| self.chunks[b].is_comma());
        let d = &self.drafts[open];
        if let Some(verb) = d.verb.clone().filter(|_| self.awaits_participle()) {
            let lemma = self.auxiliary();
            let mut complex = verb.complex.clone();
            complex.word = group.complex.word;
            complex.lemma = group.complex.lemma;
            complex.passive |= lemma == Some(self.language.auxiliaries.copula);
            complex.perfect |= lemma == Some(self.language.auxiliaries.perfect);
            self.drafts[open].verb = Some(Group { complex, waits: false, ..verb });
            return self.push(at);
        }
        if d.lacks_verb() && d.shares.is_some() {
            // "was attacked and killed"
            self.lend(&mut group);
            return self.assign(at, &group);
        }
        if d.lacks_verb() && d.kind == ClauseKind::Subordinate && !d.chunks.iter().any(|c| self.chunks[*c].is_bare()) {
            group.complex.passive = true;
            return self.assign(at, &group);
        }
        let subject = d.chunks.iter().any(|c| self.chunks[*c].is_bare());
        if d.lacks_verb()
            && subject
            && self.view().is_past_or_participle(at)
            && (self.plans(at)
                || self.waits_around() && self.view().finite_is_next(at + 1) && !self.agent_follows(at)
                || !self.view().finite_follows(at + 1, comma) && !self.later_main(at))
        {
            return self.assign(at, &past(group));
        }
        // "the pact the ministers signed in Lomé lapsed": past, not participle.
        let told = d.lacks_verb() && self.view().is_past_or_participle(at) && !self.agent_follows(at);
        if let Some(noun) = self.described(at).filter(|_| told && self.view().finite_is_next(at + 1)) {
            return self.contact(at, &past(group), noun);
        }
        // "said troops attacked the village": what has an object, or is the last verb, is what is said.
        let speech = d.verb.is_some() && !comma && self.is_speech(open) && self.opens_bare(open);
        if speech
            && self.view().is_past_or_participle(at)
            && !self.agent_follows(at)
            && (self.object_follows(at) || !self.view().finite_follows(at + 1, false))
            && let Some(position) = self.trailing(open)
        {
            return self.with_subject(at, &past(group), position, true);
        }
        // "soldiers [who are part of a force] arrived": the verb that the clause around waits for.
        if d.verb.is_some()
            && matches!(d.kind, ClauseKind::Relative | ClauseKind::Infinitive)
            && let Some(outer) = self.lacking()
            && self.drafts[outer].chunks.iter().any(|c| self.chunks[*c].is_bare())
            && self.view().is_past_or_participle(at)
            && !self.agent_follows(at)
            && !self.view().finite_follows(at + 1, comma)
        {
            self.open = outer;
            return self.assign(at, &past(group));
        }
        group.complex.passive = true;
        group.shape = Shape::Participle;
        let noun = before
            .and_then(|b| if comma { self.view().before(b) } else { Some(b) })
            .filter(|b| self.chunks[*b].phrase().is_some_and(|p| !p.pronoun));
        let none = !(0..self.chunks.len()).any(|i| self.view().is_finite(i));
        if none && d.lacks_verb() && subject {
            // A headline: "Minister killed in blast".
            group.complex.finite = Some(group.complex.word);
            return self.assign(at, &group);
        }
        let draft = match noun {
            Some(noun) => {
                Draft { antecedent: Some(noun), inserted: comma, ..Draft::new(ClauseKind::Relative, Some(open)) }
            }
            None => Draft { inserted: true, ..Draft::new(ClauseKind::Infinitive, Some(open)) },
        };
        self.begin(draft);
        self.assign(at, &group);
    }

    /// "threatened to shell …": a verb whose subject is to do what its infinitive tells is no participle.
    fn plans(&self, at: usize) -> bool {
        let frames = &self.language.frames;
        let lemma = self.chunks[at].verb().map(|g| g.complex.lemma);
        let rows = lemma.into_iter().flat_map(|l| frames.verb(l)).filter_map(|id| frames.frame(*id));
        let mut controls = rows.filter_map(|f| f.content.and_then(|(_, who)| who)).peekable();
        let next = self.view().shape(self.view().past_words(at + 1));
        next == Some(Shape::Infinitive) && controls.peek().is_some() && controls.all(|who| who == Slot::Subject)
    }

    /// A finite verb further on that has no subject of its own: the one that this clause waits for.
    fn later_main(&self, at: usize) -> bool {
        let view = self.view();
        let next = (at + 1..self.chunks.len()).find(|i| view.is_finite(*i));
        next.is_some_and(|n| {
            view.before(n).is_some_and(|b| b > at && self.chunks[b].is_comma()) && !view.takes_clause_at(n)
        })
    }

    /// "had Kenya and Chad | agreed", "has in recent days | agreed": an auxiliary before its subject, or before words of
    /// time and place, waits for its verb.
    pub(super) fn awaits_participle(&self) -> bool {
        self.awaits(false)
    }

    /// The open clause has only an auxiliary, whose verb is yet to come: one without ending, or a participle.
    fn awaits(&self, base: bool) -> bool {
        self.drafts[self.open].verb.as_ref().is_some_and(|v| v.waits)
            && (self.is_inverted(self.open) || self.is_interrupted() && self.takes_base() == base)
    }

    /// An auxiliary other than that of being, with nothing behind it but words of time and place.
    fn is_interrupted(&self) -> bool {
        let d = &self.drafts[self.open];
        let Some(verb) = d.verb.as_ref().filter(|v| v.waits) else { return false };
        let copula = self.language.auxiliaries.copula;
        let is_copula = self.words[verb.complex.word].verbs.first().is_some_and(|r| r.lemma == copula);
        let at = d.chunks.iter().rposition(|c| matches!(self.chunks[*c].kind, Kind::Verb(_)));
        let behind = at.map_or(&[][..], |at| &d.chunks[at + 1..]);
        let view = self.view();
        let told = |c: &usize| {
            let phrase = self.chunks[*c].phrase();
            phrase.is_some_and(|p| p.preposition.is_some()) || view.is_time(*c)
        };
        !is_copula
            && behind.iter().any(told)
            && behind.iter().all(|c| told(c) || matches!(self.chunks[*c].kind, Kind::Word))
    }

    /// A modal, or the verb that supports a negation: what follows has no ending.
    fn takes_base(&self) -> bool {
        let roles = &self.language.auxiliaries;
        self.auxiliary().is_some_and(|l| roles.modals.contains(&l) || l == roles.support)
    }

    /// The lemma of the finite verb of the open clause.
    fn auxiliary(&self) -> Option<Symbol> {
        let finite = self.drafts[self.open].verb.as_ref()?.complex.finite?;
        self.words[finite].verbs.first().map(|r| r.lemma)
    }

    /// The clause begins with its finite verb.
    fn is_inverted(&self, draft: usize) -> bool {
        let chunks = &self.drafts[draft].chunks;
        let verb = chunks.iter().position(|c| matches!(self.chunks[*c].kind, Kind::Verb(_)));
        verb.is_some_and(|v| !chunks[..v].iter().any(|c| self.chunks[*c].is_bare()))
    }

    /// What the auxiliary of the clause before says of a participle or base form beside its verb.
    fn lend(&self, group: &mut Group) {
        let shared = self.drafts[self.open].shares.and_then(|s| self.drafts[s].verb.as_ref());
        if let Some(verb) = shared {
            let (word, lemma, particle) = (group.complex.word, group.complex.lemma, group.complex.particle);
            group.complex = crate::parse::VerbComplex { word, lemma, particle, finite: None, ..verb.complex.clone() };
            if group.shape != Shape::Participle {
                group.complex.passive = false;
            }
        }
    }

    pub(super) fn bare(&mut self, at: usize, group: &Group) {
        let open = self.open;
        let mut group = group.clone();
        let d = &self.drafts[open];
        if let Some(verb) = d.verb.clone().filter(|_| self.awaits(true)) {
            let mut complex = verb.complex.clone();
            complex.word = group.complex.word;
            complex.lemma = group.complex.lemma;
            self.drafts[open].verb = Some(Group { complex, waits: false, ..verb });
            return self.push(at);
        }
        if d.verb.is_none() && d.shares.is_some() {
            self.lend(&mut group);
            return self.assign(at, &group);
        }
        if d.lacks_verb() {
            group.complex.finite = Some(group.complex.word);
            group.complex.plural = true;
            return self.assign(at, &group);
        }
        let draft = Draft { content: true, ..Draft::new(ClauseKind::Infinitive, Some(open)) };
        self.begin(draft);
        self.assign(at, &group);
    }
}

/// A form that is both, as a finite past.
fn past(mut group: Group) -> Group {
    group.shape = Shape::Finite;
    group.complex.finite = Some(group.complex.word);
    group.complex.past = true;
    group
}
