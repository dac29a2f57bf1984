//! What the words around an act say of its time: those of its phrase, of the relative clause that describes it, of its
//! clause.

use super::Teller;
use crate::code::time::TimeHit;
use crate::mention::{Precision, TimeSpan};
use crate::parse::{Attachment, Clause, ClauseKind, Tag};
use crate::resources::grammar::Agree;
use crate::resources::times::Relation;
use std::ops::Range;

/// What the words around an act say of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    Nothing,
    /// Some other time than the day of the news: "seit Jahren".
    Open,
    At(TimeSpan),
}

impl Own {
    fn of<'h>(hits: impl Iterator<Item = &'h TimeHit>) -> Self {
        let mut told = Self::Nothing;
        for hit in hits {
            match hit.time {
                Some(time) => return Self::At(time),
                None => told = Self::Open,
            }
        }
        told
    }

    pub(super) fn time(self) -> Option<TimeSpan> {
        match self {
            Self::At(time) => Some(time),
            Self::Nothing | Self::Open => None,
        }
    }

    fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::Nothing { other() } else { self }
    }
}

/// Where an expression stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Free,
    /// In a noun phrase.
    Noun,
    /// With the noun of an act that is subject or object.
    Object,
    /// With the noun of an act that is a circumstance, or in an attribute.
    Circumstance,
    /// With a noun behind "seit".
    Since,
}

impl Teller<'_, '_> {
    pub(super) fn own(&self, at: usize) -> Own {
        let m = &self.matches[at];
        let clause = self.clause(at);
        let hits = &self.hits[clause.sentence];
        let Some(phrase) = m.phrase else { return self.of_clause(m.clause, at) };
        let p = self.coding.phrase(phrase);
        if m.word != p.head {
            return Own::of(hits.iter().filter(|h| h.words.start >= p.words.start && h.words.start < m.word));
        }
        let with = Own::of(hits.iter().filter(|h| self.stands_with(h, at, phrase)));
        with.or_else(|| self.of_relative(at, phrase))
            .or_else(|| if self.carries_clause(at) { self.of_clause(m.clause, at) } else { Own::Nothing })
    }

    /// The expression is the noun's: no other act's noun stands between, save that of a circumstance ("die Zusagen beim
    /// Gipfel im Mai"), and it does not tell since when something is so ("das erste Treffen seit der Revolution von 1979").
    fn stands_with(&self, hit: &TimeHit, at: usize, phrase: usize) -> bool {
        let clause = self.clause(at);
        let mut between = self.chain(hit, clause).take_while(|p| *p != phrase);
        if between.any(|p| !self.overlaps(p, &hit.words) && self.relation(p) == Some(Relation::Since)) {
            return false;
        }
        let mut nouns = self.chain(hit, clause).filter(|p| self.act_of(self.matches[at].clause, *p).is_some());
        // "das Veto gegen die Überwachung der Sanktionen Anfang 2024" tells when the first of them was.
        if self.tails(hit, clause).is_some() {
            return nouns.last() == Some(phrase);
        }
        nouns.find(|p| *p == phrase || !self.is_during(*p)) == Some(phrase)
    }

    /// The phrase before an expression without a preposition that ends what stands before the finite verb of a main
    /// clause: all of that is one phrase.
    fn tails(&self, hit: &TimeHit, clause: &Clause) -> Option<usize> {
        let finite = clause.verb.as_ref().and_then(|v| v.finite).filter(|_| clause.kind == ClauseKind::Main)?;
        let holds = clause.phrases.clone().find(|p| self.overlaps(*p, &hit.words))?;
        let p = self.coding.phrase(holds);
        let before = holds.checked_sub(1).filter(|b| clause.phrases.contains(b))?;
        let left = self.coding.phrase(before);
        let comma = |at: usize| self.coding.parse.words[at].tag == Tag::Comma;
        let ends = p.words.start == left.words.end && p.words.end <= finite && (p.words.end..finite).all(comma);
        (ends && p.preposition.is_none() && left.preposition.is_some()).then_some(before)
    }

    /// The match that is the noun of a phrase.
    fn act_of(&self, clause: usize, phrase: usize) -> Option<usize> {
        self.of(clause).find(|o| self.noun(*o) == Some(phrase))
    }

    fn is_during(&self, phrase: usize) -> bool {
        matches!(self.relation(phrase), Some(Relation::In | Relation::During))
    }

    /// The phrase that holds an expression, or that it directly follows, and those which that hangs on or directly
    /// follows in its turn.
    fn chain<'t>(&'t self, hit: &'t TimeHit, clause: &'t Clause) -> impl Iterator<Item = usize> + 't {
        let mut phrases = clause.phrases.clone();
        let holds = phrases.clone().find(|p| self.overlaps(*p, &hit.words));
        let first = holds.or_else(|| phrases.find(|p| self.coding.phrase(*p).words.end == hit.words.start));
        std::iter::successors(first, move |p| {
            let phrase = self.coding.phrase(*p);
            let attached = phrase.attached.map(|(to, _)| to).filter(|to| to < p);
            let before = p.checked_sub(1).filter(|b| {
                let left = self.coding.phrase(*b);
                left.clause == phrase.clause && !left.pronoun && left.words.end == phrase.words.start
            });
            let tail = || self.tails(hit, clause).filter(|_| Some(*p) == first);
            attached
                .or(before.filter(|_| phrase.preposition.is_some()))
                .or_else(tail)
                .or_else(|| self.conjunct(*p, clause))
        })
    }

    /// The phrase with a preposition before "und" to which a noun without a part of its own belongs, a genitive before
    /// it or not: "zwischen Frankreichs Präsident und Spaniens König im Mai".
    fn conjunct(&self, phrase: usize, clause: &Clause) -> Option<usize> {
        let p = self.coding.phrase(phrase);
        let part = [clause.arguments.subject, clause.arguments.accusative, clause.arguments.dative];
        if p.attached.is_some() || p.preposition.is_some() || part.contains(&Some(phrase)) {
            return None;
        }
        let mine = |b: &usize| self.coding.phrase(*b).attached.is_some_and(|(to, _)| to == phrase);
        let genitive = phrase.checked_sub(1).filter(mine);
        let first = genitive.unwrap_or(phrase);
        let coordinator = self.coding.phrase(first).words.start.checked_sub(1)?;
        let before = first.checked_sub(1).filter(|b| clause.phrases.contains(b))?;
        let left = self.coding.phrase(before);
        let joined = self.coding.parse.words[coordinator].tag == Tag::Coordinator && left.words.end == coordinator;
        (joined && left.preposition.is_some()).then_some(before)
    }

    pub(super) fn overlaps(&self, phrase: usize, words: &Range<usize>) -> bool {
        let p = self.coding.phrase(phrase);
        p.words.start < words.end && words.start < p.words.end
    }

    /// "das Treffen, das am Samstag stattfand".
    fn of_relative(&self, at: usize, phrase: usize) -> Own {
        let parse = self.coding.parse;
        let mut clauses = parse.sentences[self.sentence(at)].clauses.clone();
        let found = clauses.find(|c| parse.clauses[*c].antecedent == Some(phrase) && !self.acts_in(*c, at));
        found.map_or(Own::Nothing, |c| self.of_clause(c, at))
    }

    /// Another act is told by the verb of the clause.
    fn acts_in(&self, clause: usize, besides: usize) -> bool {
        let word = self.matches[besides].word;
        self.of(clause)
            .any(|o| self.matches[o].phrase.is_none() && self.matches[o].word != word && self.event(o).is_some())
    }

    /// A noun that says what its clause tells: "ein Treffen fand statt", "kam es zu Gefechten", "bei dem Treffen".
    pub(super) fn carries_clause(&self, at: usize) -> bool {
        let Some(phrase) = self.noun(at) else { return true };
        let p = self.coding.phrase(phrase);
        let free = self.settled[at].governor.is_none();
        if p.preposition.is_some() {
            // "auf dem Gipfel", not "reagierte auf den Angriff".
            return free && self.is_during(phrase) && p.agree.meets(Agree::DAT);
        }
        let alone = p.attached.is_none_or(|(_, how)| how == Attachment::Coordination);
        free && alone && !self.acts_in(self.matches[at].clause, at)
    }

    /// Of the expressions in a clause those that stand free in it, before those inside noun phrases, before those of
    /// another act's noun.
    pub(super) fn of_clause(&self, clause: usize, at: usize) -> Own {
        let c = &self.coding.parse.clauses[clause];
        let hits = &self.hits[c.sentence];
        let placed = |place: Place| {
            hits.iter().filter(move |h| c.words.contains(&h.words.start) && self.place(h, c, clause, at) == place)
        };
        let free = Own::of(placed(Place::Free));
        let told = free.or_else(|| Own::of(placed(Place::Noun))).or_else(|| Own::of(placed(Place::Object)));
        told.or_else(|| self.since(c, placed(Place::Since).next()))
    }

    /// "seit dem Treffen im Mai" runs to the article's date; "seit Beginn des Krieges" is open.
    fn since(&self, clause: &Clause, hit: Option<&TimeHit>) -> Own {
        if !clause.phrases.clone().any(|p| self.relation(p) == Some(Relation::Since)) {
            return Own::Nothing;
        }
        match (hit.and_then(|h| h.time), self.published) {
            (Some(from), Some(today)) if from.start <= today.end => {
                Own::At(TimeSpan { start: from.start, end: today.end, precision: Precision::Span })
            }
            _ => Own::Open,
        }
    }

    fn place(&self, hit: &TimeHit, clause: &Clause, number: usize, at: usize) -> Place {
        let mut place = Place::Free;
        for phrase in self.chain(hit, clause) {
            if self.overlaps(phrase, &hit.words) {
                // "das Abkommen von 2005" is not what happened in 2005.
                if self.tells_which(hit, phrase) || self.is_attribute(hit, phrase) {
                    return Place::Circumstance;
                }
                continue;
            }
            if self.relation(phrase) == Some(Relation::Since) {
                return Place::Since;
            }
            if self.of(number).any(|o| self.noun(o) == Some(phrase) && o != at && self.event(o).is_some()) {
                let object = [clause.arguments.subject, clause.arguments.accusative].contains(&Some(phrase));
                return if object { Place::Object } else { Place::Circumstance };
            }
            place = Place::Noun;
        }
        place
    }

    /// Behind a noun, telling which one is meant: "das Abkommen von 2005", "die Wahl vom 3. März", "den Haushalt für 2016".
    pub(super) fn tells_which(&self, hit: &TimeHit, phrase: usize) -> bool {
        let p = self.coding.phrase(phrase);
        let left = phrase.checked_sub(1).map(|before| self.coding.phrase(before));
        let follows = left.is_some_and(|l| l.clause == p.clause && !l.pronoun && l.words.end == p.words.start);
        (p.attached.is_some() || follows)
            && matches!(self.relation(phrase), Some(Relation::Range | Relation::For))
            && hit.time.is_some_and(|t| t.precision != Precision::Span)
    }

    /// Before the noun of a phrase: "der am Dienstag erfolgten Veröffentlichung".
    pub(super) fn is_attribute(&self, hit: &TimeHit, phrase: usize) -> bool {
        let p = self.coding.phrase(phrase);
        hit.words.start > p.words.start && hit.words.end <= p.head && self.coding.parse.words[p.head].tag == Tag::Noun
    }
}
