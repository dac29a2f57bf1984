//! What closed-class words are for: which prepositions name sides, places, contents; which pronouns point where.

use super::{Closed, Lexicon, WordClass};
use crate::resources::frames::Slot;
use crate::resources::grammar::Agree;
use crate::resources::symbol::Symbol;

impl Lexicon {
    /// Prepositions that name whom an act is for or against, in order of preference.
    pub fn recipient_prepositions(&self) -> impl Iterator<Item = Slot> + '_ {
        self.recipient_prepositions.iter().map(|p| Slot::Preposition(*p))
    }

    /// "wegen": what stands behind it is why something is done.
    pub fn names_cause(&self, preposition: Symbol) -> bool {
        self.cause_prepositions.contains(&preposition)
    }

    /// Prepositions behind which a state or town is a place, not an actor.
    pub fn place_prepositions(&self) -> impl Iterator<Item = Symbol> + '_ {
        self.place_prepositions.iter().copied()
    }

    /// Stem of the adjective for two of a kind.
    pub fn both_adjective(&self) -> Symbol {
        self.both_adjective
    }

    /// "mit", "durch": what stands behind them is done by the subject of the clause.
    pub fn is_instrument(&self, preposition: Symbol) -> bool {
        self.instrument_prepositions.contains(&preposition)
    }

    /// "als", "für": a bare adjective behind them says what something is held to be.
    pub fn is_predicative(&self, preposition: Symbol) -> bool {
        self.predicative_prepositions.contains(&preposition)
    }

    /// Prepositions behind which a verb of speaking names what it speaks of.
    pub fn opens_content(&self, preposition: Symbol) -> bool {
        self.content_prepositions.contains(&preposition)
    }

    pub fn is_indefinite(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| self.indefinites.contains(&c.extra))
    }

    /// Prepositions behind an office that name where it belongs ("Regierung in Libyen").
    pub fn names_origin(&self, preposition: Symbol) -> bool {
        self.origin_prepositions.contains(&preposition)
    }

    /// "aus" behind people: where they are from.
    pub fn names_home(&self, preposition: Symbol) -> bool {
        self.home_prepositions.contains(&preposition)
    }

    /// "for" behind who speaks for somebody: "a spokesman for the army".
    pub fn names_voiced(&self, preposition: Symbol) -> bool {
        self.voice_prepositions.contains(&preposition)
    }

    /// Prepositions that join the two sides of a reciprocal act ("zwischen", "mit").
    pub fn mutual_prepositions(&self) -> impl Iterator<Item = Symbol> + '_ {
        self.mutual_prepositions.iter().copied()
    }

    /// Sub-class of reflexive pronouns.
    pub fn reflexive(&self) -> Symbol {
        self.reflexive
    }

    /// Sub-class of words that tell what several do to each other.
    pub fn reciprocal(&self) -> Symbol {
        self.reciprocal
    }

    /// Nouns whose bare accusative says when, not whom ("vergangenen Samstag").
    pub fn is_time_noun(&self, lemma: Symbol) -> bool {
        self.time_nouns.contains(&lemma)
    }

    /// Sub-classes of determiners that point at something known: articles ("das") and demonstratives ("dieses").
    pub fn is_pointing(&self, extra: Symbol) -> bool {
        self.pointing.contains(&extra)
    }

    /// A determiner that points at something known.
    pub fn is_pointing_at(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| self.is_pointing(c.extra))
    }

    /// "dieses": points at what was told just before.
    pub fn is_demonstrative(&self, extra: Symbol) -> bool {
        self.pointing[1] == extra
    }

    /// "er", "sie", "es".
    pub fn is_personal(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| c.extra == self.personal)
    }

    /// "ich", "wir".
    pub fn is_first_person(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| self.first_person.contains(&c.extra))
    }

    /// "man": anybody, in reported speech the speaker.
    pub fn is_impersonal(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| c.extra == self.impersonal)
    }

    /// The signs that group digits and that split off decimals.
    pub fn number_signs(&self) -> (char, char) {
        self.number_signs
    }

    pub fn is_possessive(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| self.possessives.contains(&c.extra))
    }

    pub fn is_agent(&self, preposition: Symbol) -> bool {
        self.agent_prepositions.contains(&preposition)
    }

    /// Whether a preposition before a number may only blur it: "über 1000 Menschen".
    pub fn counts(&self, preposition: Symbol) -> bool {
        self.counting.contains(&preposition)
    }

    /// Words that before a number only blur it: "mehr als", "bis zu".
    pub fn counting_phrases(&self) -> impl Iterator<Item = &[Symbol]> {
        self.counting_phrases.iter().map(Vec::as_slice)
    }

    /// "of": what stands behind it is to its noun what a genitive is.
    pub fn is_genitive_preposition(&self, preposition: Symbol) -> bool {
        self.genitive_prepositions.contains(&preposition)
    }

    /// "to": what stands behind it is to its verb what a dative is.
    pub fn dative_prepositions(&self) -> impl Iterator<Item = Symbol> + '_ {
        self.dative_prepositions.iter().copied()
    }

    /// Prepositions that name who does an act: after nouns and in the passive.
    pub fn agent_prepositions(&self) -> impl Iterator<Item = Slot> + '_ {
        self.agent_prepositions.iter().map(|p| Slot::Preposition(*p))
    }

    /// A pronoun that is capitalised where it addresses somebody.
    pub fn is_polite(&self, closed: Closed) -> bool {
        self.polite.contains(&closed.extra) && matches!(closed.class, WordClass::Pronoun | WordClass::Determiner)
    }

    /// "als", "wie" before what is compared.
    pub fn is_comparison(&self, closed: Closed) -> bool {
        closed.extra == self.marks.comparison
    }

    /// A preposition that stands behind its noun, or can.
    pub fn is_postposition(&self, closed: Closed) -> bool {
        closed.class == WordClass::Preposition
            && (closed.extra == self.marks.behind || closed.extra == self.marks.around)
    }

    /// A preposition that only stands behind its noun.
    pub fn only_behind(&self, closed: Closed) -> bool {
        closed.class == WordClass::Preposition && closed.extra == self.marks.behind
    }

    /// What case and gender an infinitive has that stands as a noun.
    pub fn infinitive_noun(&self) -> Agree {
        self.infinitive_noun
    }

    /// "um", "ohne", "statt" before an infinitive.
    pub fn opens_infinitive(&self, closed: Closed) -> bool {
        closed.class == WordClass::Subordinator && closed.extra == self.marks.infinitive
    }

    /// A word that sets what it stands in against what was told before ("aber", "jedoch").
    pub fn is_contrast(&self, closed: Closed) -> bool {
        closed.extra == self.marks.weak[0]
    }

    /// "aber", "denn": conjunctions only at the head of what they join.
    pub fn is_weak_coordinator(&self, closed: Closed) -> bool {
        closed.class == WordClass::Coordinator && self.marks.weak.contains(&closed.extra)
    }

    /// "oder", "noch", "sondern": what they join may be one.
    pub fn is_alternative(&self, closed: Closed) -> bool {
        closed.class == WordClass::Coordinator && self.marks.alternative.contains(&closed.extra)
    }

    /// The word that must stand before for this one to join ("weder … noch", "sowohl … als auch").
    pub fn partner(&self, closed: Closed) -> Option<Symbol> {
        self.partners.get(&closed.extra).copied()
    }

    /// The definite article.
    pub fn is_article(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| c.class == WordClass::Determiner && c.extra == self.marks.article)
    }

    /// "deren", "dessen" before a noun.
    pub fn is_relative_possessive(&self, closed: Closed) -> bool {
        closed.extra == self.marks.relative_possessive
    }

    /// "there": stands where the subject stands, and the subject behind the verb.
    pub fn is_expletive(&self, closed: &[Closed]) -> bool {
        closed.iter().any(|c| c.extra == self.marks.expletive)
    }

    /// "wer", "was" and their forms.
    pub fn is_question(&self, closed: Closed) -> bool {
        closed.extra == self.marks.question
    }
}
