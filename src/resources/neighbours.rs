//! How well classes of words stand side by side, and the usual class of forms that have several (`neighbours.tsv`,
//! `usual.tsv`): for languages whose words are told apart by their neighbours.

use super::table;
use super::words::Words;
use crate::error::LoadError;

/// The names that tables use, in the order of the numbers of [`Class`].
const NAMES: [&str; Class::COUNT] = [
    "start",
    "end",
    "noun",
    "plural",
    "name",
    "possessor",
    "base",
    "presents",
    "present",
    "past",
    "participle",
    "gerund",
    "modal",
    "aux_base",
    "aux_finite",
    "aux_participle",
    "aux_gerund",
    "adjective",
    "adverb",
    "determiner",
    "pronoun",
    "preposition",
    "agent",
    "of",
    "mark",
    "coordinator",
    "subordinator",
    "that",
    "relative",
    "negation",
    "number",
    "comma",
    "break",
];

/// A class of words as their neighbours tell it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(u8);

macro_rules! classes {
    ($($name:ident = $number:literal),* $(,)?) => {
        impl Class {
            $(pub const $name: Self = Self($number);)*
        }
    };
}

classes! {
    START = 0, END = 1, NOUN = 2, PLURAL = 3, NAME = 4, POSSESSOR = 5, BASE = 6, PRESENTS = 7, PRESENT = 8, PAST = 9,
    PARTICIPLE = 10, GERUND = 11, MODAL = 12, AUX_BASE = 13, AUX_FINITE = 14, AUX_PARTICIPLE = 15, AUX_GERUND = 16,
    ADJECTIVE = 17, ADVERB = 18, DETERMINER = 19, PRONOUN = 20, PREPOSITION = 21, AGENT = 22, OF = 23, MARK = 24,
    COORDINATOR = 25, SUBORDINATOR = 26, THAT = 27, RELATIVE = 28, NEGATION = 29, NUMBER = 30, COMMA = 31, BREAK = 32,
}

impl Class {
    pub const COUNT: usize = 33;

    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().position(|n| *n == name).and_then(|n| u8::try_from(n).ok()).map(Self)
    }

    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).map_or("", |n| n)
    }

    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

#[derive(Debug, Default)]
pub struct Neighbours {
    /// For each two classes the weights of all that may follow; empty where the language has no such table.
    weights: Vec<[f32; Class::COUNT]>,
    usual: Words<Class>,
}

impl Neighbours {
    pub(super) fn load(weights: (&str, &str), usual: (&str, &str)) -> Result<Self, LoadError> {
        let mut neighbours = Self::default();
        let mut pairs = [[0.0; Class::COUNT]; Class::COUNT];
        for row in table::rows(weights.0, weights.1, &["before", "left", "class", "weight"])? {
            let row = row?;
            let class = |column: usize| {
                let name = row.cell(column);
                Class::named(name).ok_or_else(|| row.error(format!("{name:?} is no class of words")))
            };
            let weight = row.parse::<f32>(3)?.ok_or_else(|| row.error("a pair needs a weight"))?;
            let (left, own) = (class(1)?, class(2)?);
            if row.cell(0).is_empty() {
                pairs[left.index()][own.index()] = weight;
            } else {
                neighbours.weights.resize(Class::COUNT * Class::COUNT, [0.0; Class::COUNT]);
                neighbours.weights[class(0)?.index() * Class::COUNT + left.index()][own.index()] = weight;
            }
        }
        for (number, after) in neighbours.weights.iter_mut().enumerate() {
            after.iter_mut().zip(pairs[number % Class::COUNT]).for_each(|(weight, pair)| *weight += pair);
        }
        for row in table::rows(usual.0, usual.1, &["form", "class"])? {
            let row = row?;
            let name = row.cell(1);
            let class = Class::named(name).ok_or_else(|| row.error(format!("{name:?} is no class of words")))?;
            *neighbours.usual.entry(row.cell(0)) = class;
        }
        Ok(neighbours)
    }

    /// The usual class of a form with several.
    pub fn usual(&self, form: &str) -> Option<Class> {
        self.usual.get(form).copied()
    }

    /// How well each class, by its number, stands behind `left`, and that behind `before`.
    pub fn weights(&self, before: Class, left: Class) -> &[f32; Class::COUNT] {
        self.weights.get(before.index() * Class::COUNT + left.index()).unwrap_or(&[0.0; Class::COUNT])
    }
}
