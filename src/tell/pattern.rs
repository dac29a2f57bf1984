//! Fills phrase patterns: slots with their cases go in, a sentence or a part of one comes out, or nothing where the
//! pattern needs what the record does not hold.
//!
//! The pattern language of `phrases.tsv`; everything that is not listed here is printed as it stands:
//!
//! ```text
//! {A}              slot, in the nominative
//! {R.dat}          slot in a case: nom, gen, dat, acc
//! {A:was|were}     agrees with the number of a slot: one form for one, one for many
//! [ … ]            optional: dropped where a slot in it is empty
//! [ … / … ]        the first alternative whose slots are all filled
//! {?n}             prints nothing; the alternative fails where the slot is empty
//! ```
//!
//! Words that fuse (`contract` in the table: "zu der=zur") are fused after filling, and spaces that an empty part leaves
//! behind are closed.
//!
//! An act (`act.TYPE.mode@variant:shape`) is one row in four parts, from which the `frame.` of each status builds its
//! sentence (see `tell::act`):
//!
//! ```text
//! griff|griffen … an ~ {R.acc} {x} {n} ~ angegriffen haben ~ angreifen ~ Q
//! finite for one and many, closing word ~ middle ~ participle and auxiliary ~ infinitive ~ flags
//! ```
//!
//! Slots of the middle: `R` recipient, `L` its representatives where it is a bare state, `t` time, `p` place, `s` speaker,
//! `x` these three together, `n` negation, `N` what the act is called, `T` the treaty. `t p s x n` may be empty anywhere.
//! Flags: `Q` the phrase says little, so its passage is quoted beside it; `P` only people can be its subject.

use crate::resources::names::{Case, Forms, Gender};
use crate::resources::phrases::{Pattern, Phrases, Piece};
use std::collections::BTreeMap;

/// What fills a slot: its four case forms and its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) forms: [String; 4],
    pub(super) plural: bool,
}

impl Value {
    /// The same in all cases.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { forms: [text.clone(), text.clone(), text.clone(), text], plural: false }
    }

    /// A number, with which other words agree.
    pub(super) fn count(count: usize) -> Self {
        Self { plural: count != 1, ..Self::plain(count.to_string()) }
    }

    pub(super) fn new(plural: bool, form: impl Fn(Case) -> String) -> Self {
        Self { forms: Case::ALL.map(form), plural }
    }

    pub(super) fn from_forms(forms: &Forms) -> Self {
        Self::new(forms.gender == Gender::Plural, |case| forms.case(case).to_owned())
    }

    pub(super) fn case(&self, case: Case) -> &str {
        Case::ALL.iter().zip(&self.forms).find(|(c, _)| **c == case).map_or("", |(_, form)| form)
    }

    pub(super) fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Self { forms: Case::ALL.map(|case| change(self.case(case))), plural: self.plural }
    }
}

/// The filled slots of one sentence; an empty text counts as not filled.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots(BTreeMap<&'static str, Value>);

impl Slots {
    pub(super) fn set(&mut self, name: &'static str, value: Value) -> &mut Self {
        if !value.case(Case::Nominative).is_empty() {
            self.0.insert(name, value);
        }
        self
    }

    pub(super) fn text(&mut self, name: &'static str, text: impl Into<String>) -> &mut Self {
        self.set(name, Value::plain(text))
    }

    pub(super) fn drop(&mut self, name: &str) -> &mut Self {
        self.0.remove(name);
        self
    }

    pub(super) fn nominative(&self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.case(Case::Nominative).to_owned())
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
}

/// The phrase of this key with its holes filled; `None` where there is no such phrase or a needed slot is empty.
pub(super) fn say(phrases: &Phrases, key: &str, slots: &Slots) -> Option<String> {
    fill(phrases, phrases.get(key)?, slots)
}

/// The pattern with its holes filled; `None` where a needed slot is empty.
pub(super) fn fill(phrases: &Phrases, pattern: &Pattern, slots: &Slots) -> Option<String> {
    let mut text = String::new();
    write(pattern, slots, &mut text)?;
    Some(contract(phrases, &close_spaces(&text)))
}

fn write(pattern: &Pattern, slots: &Slots, out: &mut String) -> Option<()> {
    for piece in &pattern.0 {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Slot { name, case } => out.push_str(slots.get(name).map(|v| v.case(*case)).or(soft(name))?),
            Piece::Agree { name, one, many } => {
                let many_of_them = slots.get(name)?.plural;
                out.push_str(if many_of_them { many } else { one });
            }
            Piece::Present(name) => {
                let _ = slots.get(name)?;
            }
            Piece::Choice(choices) => {
                let chosen = choices.iter().find_map(|choice| {
                    let mut text = String::new();
                    write_strict(choice, slots, &mut text).map(|()| text)
                });
                out.push_str(&chosen.unwrap_or_default());
            }
        }
    }
    Some(())
}

/// Inside brackets every slot must be filled.
fn write_strict(pattern: &Pattern, slots: &Slots, out: &mut String) -> Option<()> {
    let empty = |piece: &Piece| matches!(piece, Piece::Slot { name, .. } if slots.get(name).is_none());
    if pattern.0.iter().any(empty) { None } else { write(pattern, slots, out) }
}

/// Circumstances may be missing without harm to the sentence: time, place, speaker, all together, the negation, and the
/// middle that holds nothing else.
fn soft(name: &str) -> Option<&'static str> {
    matches!(name, "t" | "p" | "s" | "x" | "n" | "M").then_some("")
}

/// One space between words, none before a comma or a full stop.
fn close_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        if !out.is_empty() && !word.starts_with([',', '.', ';', ':']) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Fuses neighbours that the language writes as one word.
fn contract(phrases: &Phrases, text: &str) -> String {
    let pairs: Vec<(&str, &str)> = phrases.list("contract").filter_map(|pair| pair.split_once('=')).collect();
    let mut padded = format!(" {text} ");
    for (apart, fused) in pairs {
        padded = padded.replace(&format!(" {apart} "), &format!(" {fused} "));
    }
    padded.trim().to_owned()
}

/// A value from four phrases, one for each case; `None` where one of them cannot be said.
pub(super) fn cases(said: impl Fn(&str) -> Option<String>) -> Option<Value> {
    let (nominative, genitive, dative, accusative) = (said("nom")?, said("gen")?, said("dat")?, said("acc")?);
    Some(Value { forms: [nominative, genitive, dative, accusative], plural: false })
}

/// The text with its first letter as a capital.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
