//! An act whose doer is untold and who may be meant in, out whether he cannot have done it: nobody complains of his own act.

use super::fill::INTERNATIONAL;
use super::sides;
use super::speech::is_complement;
use super::untold::Told;
use crate::mention::{Actor, EventType, Quad};
use crate::parse::ClauseKind;

impl Told<'_, '_> {
    /// "Die EU kritisierte die Festnahme …", "verhängte Sanktionen wegen der Festnahme": who complains of an act, or answers
    /// it, did not do it; at home others of the same state may have. No body of states takes to the streets.
    pub(super) fn may_do(&self, at: usize, kind: EventType) -> impl Fn(&[Actor]) -> bool + '_ {
        let against: Vec<usize> = self.complaint(at).into_iter().chain(self.answers(at)).collect();
        let home = |code: &str| self.coding.home.as_deref() == Some(code);
        let same = move |a: &Actor, b: &Actor| a.code == b.code && (!home(&a.code) || a.sector == b.sector);
        move |actors| {
            let complains = |o: &usize| actors.iter().all(|a| self.sides[*o].actors.iter().any(|b| same(a, b)));
            let marches = kind == EventType::Protest && actors.iter().any(|a| a.code.starts_with(INTERNATIONAL));
            let barred = || marches || kind == EventType::Assault && self.are_victims(at, actors);
            actors.is_empty() || !barred() && !against.iter().any(complains)
        }
    }

    /// "Three Malian soldiers were killed when gunmen attacked": whom the sentence tells as killed by nobody named.
    fn are_victims(&self, at: usize, actors: &[Actor]) -> bool {
        let sentence = |o: usize| self.coding.parse.clauses[self.matches[o].clause].sentence;
        let assault =
            |o: usize| sides::event(self.coding, &self.matches[o]).is_some_and(|(k, _)| k == EventType::Assault);
        let suffers =
            |o: usize, a: &Actor| self.sides[o].recipients.iter().any(|r| r.code == a.code && r.sector == a.sector);
        self.near(at)
            .filter(|o| *o != at && sentence(*o) == sentence(at) && assault(*o))
            .any(|o| self.sides[o].actors.is_empty() && actors.iter().all(|a| suffers(o, a)))
    }

    /// The act that complains of this one, or asks for it: that governs it, or whose object it is.
    fn complaint(&self, at: usize) -> Option<usize> {
        let (coding, m) = (self.coding, &self.matches[at]);
        let kind = |o: &usize| sides::event(coding, &self.matches[*o]).map(|(kind, _)| kind);
        let blames = |o: &usize| kind(o) == Some(EventType::Accuse);
        // "demanded that the sanctions be lifted"
        let asks = |g: &usize| m.phrase.is_none() && kind(g) == Some(EventType::Request);
        let objects = |g: &usize| blames(g) || asks(g) || kind(g) == Some(EventType::Reject);
        let governor = self.settled[at].governor.filter(objects);
        let object = m.phrase.is_some_and(|p| is_complement(coding, m.clause, p));
        let verb = |o: &usize| self.matches[*o].clause == m.clause && self.matches[*o].phrase.is_none();
        governor.or_else(|| self.near(at).find(|o| object && verb(o) && blames(o))).or_else(|| self.described_in(at))
    }

    /// Acts of conflict in the clause in which one is told as their cause.
    fn answers(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let (coding, m) = (self.coding, &self.matches[at]);
        let preposition = m.phrase.and_then(|p| coding.phrase(p).preposition);
        let cause = preposition.is_some_and(|w| coding.language.lexicon.names_cause(w));
        let conflict = |k: EventType| matches!(k.quad(), Quad::VerbalConflict | Quad::MaterialConflict);
        self.near(at)
            .filter(move |o| cause && *o != at && self.matches[*o].clause == m.clause)
            .filter(move |o| sides::event(coding, &self.matches[*o]).is_some_and(|(k, _)| conflict(k)))
    }

    /// "condemned the arrest of a man who was beaten", "demanded the release of the teacher jailed in Lomé": the word that
    /// complains, where the act only describes what stands behind it.
    fn described_in(&self, at: usize) -> Option<usize> {
        let coding = self.coding;
        let clause = &coding.parse.clauses[self.matches[at].clause];
        let noun = clause.antecedent.filter(|_| clause.kind == ClauseKind::Relative)?;
        let outer = coding.phrase(noun).clause;
        let subject = coding.roles(outer).subject.is_some_and(|s| s == noun || coding.hangs_on(noun, s));
        let complains = |o: &usize| {
            let kind = sides::event(coding, &self.matches[*o]).map(|(kind, _)| kind);
            let verb = self.matches[*o].clause == outer && self.matches[*o].phrase.is_none();
            verb && matches!(kind, Some(EventType::Accuse | EventType::Reject | EventType::Request))
        };
        self.near(at).find(|o| !subject && complains(o))
    }
}
