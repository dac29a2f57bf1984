//! Room `code`: a parsed article in, mentions out: who did what to whom, with status, speaker, time, place, numbers.
//!
//! A frame row fires on a verb, noun or predicate adjective whose conditions hold; its slots are read from the clause or
//! the noun phrase; what governs the clause sets status and speaker. It never merges what two passages tell: `link` does.

mod about;
mod actors;
mod attributes;
mod attributions;
mod blame;
mod discourse;
mod echo;
mod emit;
mod explain;
mod fill;
mod focus;
mod locals;
mod match_frames;
mod offices;
mod place;
mod pointing;
mod pronouns;
mod quoted;
mod sides;
mod sites;
mod slots;
mod speech;
mod status;
mod symbols;
mod sureness;
mod time;
mod time_of;
mod topic;
mod untold;
mod voices;

pub use attributions::{Attribution, attributions};
pub use explain::explain;
pub use time::{Timex, times, timex};
pub use untold::{Candidate, Untold, untold};

use self::match_frames::Match;
use self::status::Settled;
use crate::article::Article;
use crate::mention::Mention;
use crate::note::{Note, NoteKind};
use crate::parse::{Parse, Word};
use crate::resources::gazetteer::Office;
use crate::resources::letters::lower;
use crate::resources::symbol::Symbol;
use crate::resources::topics::Shares;
use crate::resources::{Language, Resources};
use crate::voice::Statement;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

/// The sub-class of words for two of a kind.
const BOTH: &str = "both";

/// The lower-case lemma of a noun: the whole compound, and its head alone.
pub(crate) type NounForms = Rc<[String; 2]>;

/// Everything that the files of this room look at while they code one article.
pub(crate) struct Coding<'a> {
    pub language: &'a Language,
    pub article: &'a Article,
    pub parse: &'a Parse<'a>,
    /// For each phrase the actors that it names.
    pub referents: Vec<actors::Referents>,
    /// The words in small letters.
    small: Vec<Cow<'a, str>>,
    /// The sub-class of words for two of a kind.
    both: Symbol,
    /// For each word that was asked for, its forms as a noun, the nations that it names as an adjective, and the office
    /// that it heads with the words around it, and the one that it names alone.
    nouns: Vec<OnceCell<NounForms>>,
    nations: Vec<OnceCell<Box<[&'a str]>>>,
    offices: Vec<OnceCell<Option<Office>>>,
    own_offices: Vec<OnceCell<Option<Office>>>,
    /// For each clause that was asked for, whether a word of negation stands in it.
    negated: Vec<OnceCell<bool>>,
    /// The states of the article with the number of their mentions, most named first.
    pub states: Vec<(String, usize)>,
    /// The two states that the article is about, where two stand out.
    pub pair: Option<[String; 2]>,
    /// The one state that the article is about, where one clearly leads and no pair does.
    pub home: Option<String>,
    /// What the words of the article speak of, once asked for.
    topics: OnceCell<Shares<'a>>,
}

impl<'a> Coding<'a> {
    /// The article with what it is about, its phrases not yet resolved.
    pub(super) fn unresolved(language: &'a Language, article: &'a Article, parse: &'a Parse<'a>) -> Self {
        let words = parse.words.len();
        let mut coding = Self {
            language,
            article,
            parse,
            referents: Vec::new(),
            small: parse.words.iter().map(|word| small(language, word, word.span.of(&article.text))).collect(),
            both: language.lexicon.symbols.get(BOTH),
            nouns: vec![OnceCell::new(); words],
            nations: vec![OnceCell::new(); words],
            offices: vec![OnceCell::new(); words],
            own_offices: vec![OnceCell::new(); words],
            negated: vec![OnceCell::new(); parse.clauses.len()],
            states: Vec::new(),
            pair: None,
            home: None,
            topics: OnceCell::new(),
        };
        let named = focus::named(&coding);
        coding.states = focus::states(&named);
        coding.pair = focus::main_pair(&coding, &named);
        coding.home = focus::home(&coding);
        coding
    }

    /// The article with every phrase's actors.
    pub(super) fn new(language: &'a Language, article: &'a Article, parse: &'a Parse<'a>) -> Self {
        let mut coding = Self::unresolved(language, article, parse);
        coding.referents = discourse::resolve(&coding);
        coding
    }

    /// The rows that fire in the article, each with its status and speaker.
    pub(super) fn told(&self) -> (Vec<Match>, Vec<Settled>) {
        let mut matches = match_frames::all(self);
        let mut settled = status::settle(self, &matches);
        quoted::voice(self, &mut matches, &mut settled);
        (matches, settled)
    }

    pub(super) fn text(&self, word: usize) -> &'a str {
        self.parse.words.get(word).map_or("", |w| w.span.of(&self.article.text))
    }

    /// A word in small letters.
    pub(super) fn small(&self, word: usize) -> &str {
        self.small.get(word).map_or("", |small| small)
    }
}

/// A word in small letters: that of the tables, where they know it.
fn small<'a>(language: &'a Language, word: &Word<'_>, text: &'a str) -> Cow<'a, str> {
    let is_known = word.capital && word.parts == 0 && word.form.is_known();
    if is_known { Cow::Borrowed(language.lexicon.symbols.word(word.form)) } else { lower(text) }
}

/// What a parsed article tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    pub mentions: Vec<Mention>,
    pub statements: Vec<Statement>,
    pub notes: Vec<Note>,
}

/// Codes one parsed article.
pub fn code(resources: &Resources, article: &Article, parse: &Parse<'_>) -> Told {
    let Some(language) = resources.language(&article.lang) else {
        let message = format!("the language {:?} is not built", article.lang);
        return Told { notes: vec![Note::new(NoteKind::UnknownLanguage, message)], ..Told::default() };
    };
    let coding = Coding::new(language, article, parse);
    let (matches, settled) = coding.told();
    let mut mentions = emit::mentions(&coding, &matches, &settled);
    for mention in &mut mentions {
        let weight = resources.ontology.weight(mention.kind, mention.mode);
        mention.cameo = weight.map(|w| w.cameo.clone()).unwrap_or_default();
    }
    let statements = voices::statements(&coding, &matches, &settled, &mentions);
    Told { mentions, statements, notes: Vec::new() }
}
