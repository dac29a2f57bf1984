//! Room `parse`: an article's coded blocks in, sentences of words, phrases and clauses out.
//!
//! What the coder needs and no more: words with class, lemma, agreement; noun phrases with case, genitives, prepositions
//! and coordination; clauses with their verb complex. It never decides what an act is or who an actor is; it only marks
//! which words belong to a name that the gazetteer knows.

mod arguments;
mod attach;
mod attributes;
mod brackets;
mod clauses;
mod closed;
mod counts;
mod heads;
mod infinitives;
mod names;
mod ordered;
mod parts;
mod persons;
mod phrases;
mod places;
mod predicatives;
mod relate;
mod relatives;
mod segments;
mod sentences;
pub mod show;
mod tags;
mod tokens;
mod verbs;

pub(crate) use arguments::is_source;

use crate::article::{Article, BlockKind, Span};
use crate::resources::Language;
use crate::resources::gazetteer::EntityId;
use crate::resources::grammar::{Agree, Form};
use crate::resources::lexicon::{Closed, VerbReading};
use crate::resources::neighbours::Class;
use crate::resources::symbol::Symbol;
use crate::resources::syntax::Roles;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::ops::Range;

/// Part of speech of a word in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tag {
    Noun,
    Name,
    Verb,
    /// Adjective or participle with an ending, before a noun.
    Adjective,
    Determiner,
    Pronoun,
    Relative,
    Preposition,
    Proadverb,
    Adverb,
    Negation,
    Coordinator,
    Subordinator,
    Number,
    InfinitiveMark,
    /// Separated particle of a verb.
    Particle,
    Comma,
    /// Colon, semicolon or dash between parts of a sentence.
    Break,
    Open,
    Close,
    Quote,
    /// End of sentence and all other signs.
    #[default]
    Other,
}

/// A known name: the entity and the range of words it covers, given at its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameHit {
    pub entity: EntityId,
    pub words: u8,
    /// Written in the genitive ("Russlands").
    pub genitive: bool,
}

/// One word or sign.
#[derive(Clone, Debug, Default)]
pub struct Word<'a> {
    pub span: Span,
    pub tag: Tag,
    /// Lower-case form, where a table knows it.
    pub form: Symbol,
    /// Lemma: of nouns the head of the compound, of verbs the base without particle.
    pub lemma: Symbol,
    /// Bytes of the word before the head of a compound; 0 for a simple word.
    pub first: usize,
    pub agree: Agree,
    pub closed: &'a [Closed],
    pub verbs: SmallVec<[VerbReading; 4]>,
    pub capital: bool,
    /// A sign, not a word or number.
    pub sign: bool,
    /// Stands inside quotation marks.
    pub quoted: bool,
    pub name: Option<NameHit>,
    /// Follows the first word of a name.
    pub in_name: bool,
    /// Part of a person's name that no table knows.
    pub person: bool,
    /// A form of an auxiliary or modal verb.
    pub auxiliary: bool,
    /// A comma or conjunction between the parts of one phrase.
    pub inner: bool,
    /// Class as its neighbours tell it, in languages that need them.
    pub class: Class,
    /// Marked as a genitive by an ending of its own ("government's").
    pub genitive: bool,
    /// How many words behind it are parts of it ("according to"), and whether it is such a part.
    pub parts: usize,
    pub joined: bool,
}

impl Word<'_> {
    pub fn can_be(&self, form: Form) -> bool {
        self.verbs.iter().any(|r| r.form.meets(form))
    }
}

/// A noun phrase, prepositional phrase, pronoun or pronominal adverb.
#[derive(Clone, Debug)]
pub struct Phrase {
    pub words: Range<usize>,
    pub head: usize,
    pub preposition: Option<Symbol>,
    pub agree: Agree,
    pub determiner: Option<usize>,
    /// The phrase this one depends on or is coordinated with, and how.
    pub attached: Option<(usize, Attachment)>,
    pub clause: usize,
    pub pronoun: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attachment {
    Genitive,
    /// A prepositional phrase that directly follows its noun.
    Preposition,
    Apposition,
    Coordination,
}

/// What introduces a clause and what it is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    Main,
    /// Introduced by a subordinating conjunction.
    Subordinate,
    Relative,
    Infinitive,
    /// No verb: a heading, a caption, a parenthesis.
    Fragment,
}

/// Mood of the finite verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Indicative,
    /// Mood of reported speech.
    Quoted,
    /// Mood of the unreal.
    Wish,
}

/// The verb of a clause with what auxiliaries, modals and particles say about it.
#[derive(Clone, Debug, Default)]
pub struct VerbComplex {
    /// Lemma of the full verb, particle included.
    pub lemma: Symbol,
    /// The word that carries the full verb.
    pub word: usize,
    pub finite: Option<usize>,
    pub particle: Option<usize>,
    pub passive: bool,
    pub perfect: bool,
    pub past: bool,
    pub future: bool,
    pub modal: Option<(Symbol, usize)>,
    pub mood: Mood,
    pub plural: bool,
}

#[derive(Clone, Debug)]
pub struct Clause {
    pub kind: ClauseKind,
    pub sentence: usize,
    /// Word indices in order; embedded clauses leave gaps.
    pub words: Vec<usize>,
    /// The subordinator or relative pronoun.
    pub link: Option<usize>,
    /// The clause that this one is embedded in or follows.
    pub parent: Option<usize>,
    /// The earlier clause whose subject this one shares, if it names none itself.
    pub shares: Option<usize>,
    /// The clause beside it whose auxiliary or modal it uses: "hat A gelobt und B getadelt".
    pub auxiliary: Option<usize>,
    /// It tells what the verb or noun that governs it is about: content of speech, plan, accusation.
    pub content: bool,
    /// The phrase that a relative clause describes.
    pub antecedent: Option<usize>,
    pub verb: Option<VerbComplex>,
    pub phrases: Range<usize>,
    /// The finite verb comes first.
    pub verb_first: bool,
    pub arguments: Arguments,
}

/// The phrases of a clause that its verb governs by case alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    pub subject: Option<usize>,
    pub accusative: Option<usize>,
    pub dative: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Sentence {
    pub span: Span,
    pub words: Range<usize>,
    pub clauses: Range<usize>,
    pub block: BlockKind,
}

/// The analysis of one article.
#[derive(Clone, Debug, Default)]
pub struct Parse<'a> {
    pub words: Vec<Word<'a>>,
    pub sentences: Vec<Sentence>,
    pub clauses: Vec<Clause>,
    pub phrases: Vec<Phrase>,
    /// Acronyms that the article gives to somebody else than the tables do, and whom; nobody of the tables.
    pub acronyms: FxHashMap<String, Option<EntityId>>,
}

impl Parse<'_> {
    /// A word of the clause is of this sub-class of closed-class words.
    pub(crate) fn has_closed(&self, clause: &Clause, extra: Symbol) -> bool {
        clause.words.iter().any(|w| self.words[*w].closed.iter().any(|c| c.extra == extra))
    }
}

/// Bytes that a word or sign takes with what is behind it, in texts of short words.
const SHORT_WORD: usize = 5;

/// A word with the classes that it can have by itself, each with its weight, in languages whose words are told apart by
/// their neighbours: what the weights of these are fitted on.
#[derive(Clone, Debug)]
pub struct Reading {
    pub span: Span,
    pub classes: Vec<(&'static str, f32)>,
}

/// The readings of each sentence's words; none in other languages.
pub fn readings(language: &Language, article: &Article) -> Vec<Vec<Reading>> {
    if language.syntax.roles != Roles::Order {
        return Vec::new();
    }
    let mut parse = split(language, article);
    (0..parse.sentences.len()).map(|s| ordered::readings(language, &article.text, &mut parse, s)).collect()
}

/// Analyses every block that is to be coded.
pub fn parse<'a>(language: &'a Language, article: &Article) -> Parse<'a> {
    let mut parse = split(language, article);
    for sentence in 0..parse.sentences.len() {
        if language.syntax.roles == Roles::Order {
            ordered::analyse(language, &article.text, &mut parse, sentence);
            continue;
        }
        tags::tag(language, &article.text, &mut parse, sentence);
        clauses::analyse(language, &article.text, &mut parse, sentence);
        phrases::find(language, &article.text, &mut parse, sentence);
        verbs::analyse(language, &mut parse, sentence);
        attach::attach(language, &article.text, &mut parse, sentence);
        arguments::assign(language, &mut parse, sentence);
        relate::relate(language, &mut parse, sentence);
    }
    parse
}

/// The words and sentences of all blocks that are to be coded, names marked.
fn split<'a>(language: &'a Language, article: &Article) -> Parse<'a> {
    let coded = || article.blocks.iter().filter(|b| b.kind.is_coded());
    let letters: usize = coded().map(|b| b.span.end - b.span.start).sum();
    let mut parse = Parse { words: Vec::with_capacity(letters / SHORT_WORD), ..Parse::default() };
    for block in coded() {
        let from = parse.words.len();
        tokens::split(language, &article.text, block.span, &mut parse.words);
        names::mark(language, &article.text, &mut parse.words, from);
        sentences::split(language, &article.text, block.kind, &mut parse, from);
    }
    parse.acronyms = persons::acronyms(language, &article.text, &mut parse.words);
    names::confirm(language, &article.text, &mut parse.words);
    persons::settle(language, &article.text, &mut parse.words);
    parse
}
