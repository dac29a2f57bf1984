//! Figures of an act go in, the words for them come out: those of a passage where it gives them, else the number with the
//! marks of the language and what it counts.

use super::pattern::{Slots, say};
use super::teller::Teller;
use crate::event::MentionRef;
use crate::mention::Magnitude;
use crate::resources::grammar::Agree;
use crate::resources::phrases::Phrases;

/// A number is given in the words of the text, if it is no longer than this.
const LONGEST_NUMBER: usize = 60;

impl<'a> Teller<'a> {
    /// Numbers as a reader wants them: exact ones with a unit that can stand alone are written out; vague ones, and those
    /// whose unit the sentence inflects or another language names, come in the words of the text.
    pub(super) fn magnitudes(&self, magnitudes: &[Magnitude], places: &[MentionRef]) -> Vec<String> {
        let mut printed: Vec<String> = Vec::new();
        for magnitude in magnitudes {
            let told = self.in_text(magnitude, places);
            let native = told.as_ref().is_none_or(|(lang, _)| *lang == self.language.code);
            let alone = native && self.stands_alone(&magnitude.unit);
            let words = || told.as_ref().map(|(_, w)| if alone { w.clone() } else { self.name_quoted(w) });
            let text = if magnitude.vague || !alone { words() } else { None };
            let text = text.or_else(|| self.counted(magnitude).filter(|_| native && !magnitude.vague));
            printed.extend(text.filter(|t| !printed.contains(t)));
        }
        printed
    }

    /// Whether a unit is a form in which nouns are listed, or no noun that the lexicon knows.
    fn stands_alone(&self, unit: &str) -> bool {
        let known = self.language.lexicon.noun(unit);
        known.is_none_or(|reading| reading.agree.meets(Agree::NOM))
    }

    /// The words of a number, and their language.
    fn in_text(&self, magnitude: &Magnitude, places: &[MentionRef]) -> Option<(&'a str, String)> {
        let same = |other: &&Magnitude| other.value == magnitude.value && other.unit == magnitude.unit;
        let told = |p: &MentionRef| {
            let mention = self.mention(*p)?;
            Some((p.article, mention.lang.as_str(), mention.magnitudes.iter().find(same)?.span))
        };
        let (article, lang, span) = places.iter().find_map(told)?;
        let words = span.of(&self.coded.get(article)?.article.text);
        (!words.is_empty() && words.len() <= LONGEST_NUMBER).then(|| (lang, words.to_owned()))
    }

    fn counted(&self, magnitude: &Magnitude) -> Option<String> {
        let number = self.number(magnitude.value)?;
        Some(if magnitude.unit.is_empty() { number } else { format!("{number} {}", magnitude.unit) })
    }

    /// A number with the marks of the language; whole numbers below ten thousand stay together, millions and more are
    /// counted as such where that leaves at most three figures behind the decimal sign.
    pub(super) fn number(&self, value: f64) -> Option<String> {
        let large = [("number.e12", 1e12), ("number.e9", 1e9), ("number.e6", 1e6)];
        let round = |unit: f64| value >= unit && (value / unit * 1e3).fract() == 0.0;
        if let Some((key, unit)) = large.into_iter().find(|(_, unit)| round(*unit)) {
            let count = self.plain_number(value / unit)?;
            return say(self.phrases(), key, Slots::default().text("a", count));
        }
        self.plain_number(value)
    }

    fn plain_number(&self, value: f64) -> Option<String> {
        let plain = format!("{value}");
        let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), None), |(w, r)| (w, Some(r)));
        let long = whole.len() > 4 && whole.chars().all(|c| c.is_ascii_digit());
        let grouped = if long { grouped(self.phrases(), whole)? } else { whole.to_owned() };
        Some(rest.map_or(grouped.clone(), |rest| self.joined("number.decimal", &grouped, rest)))
    }
}

/// Digits with their thousands apart, as the language writes them.
pub(super) fn grouped(phrases: &Phrases, digits: &str) -> Option<String> {
    let digits: Vec<char> = digits.chars().collect();
    let groups = digits.rchunks(3).rev().map(|group| group.iter().collect::<String>());
    groups
        .reduce(|a, b| say(phrases, "number.thousands", Slots::default().text("a", a).text("b", b)).unwrap_or_default())
}
