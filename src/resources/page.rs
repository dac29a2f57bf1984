//! Cue words of web pages, from `page.tsv`: what marks an advert, a teaser, a by-line, a date line; month names.
//!
//! A row is `kind fit words cue`. `cue` is a row of words; `#` stands for a number and `word*` for any word that
//! begins so. `fit` says where in a stretch of text the cue must stand, and `words` how long that stretch may be.

use super::table::{Row, Table};
use crate::error::LoadError;
use std::collections::BTreeMap;
use std::str::FromStr;

/// What a cue marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CueKind {
    Advert,
    Newsletter,
    Consent,
    Paywall,
    /// "Read more", "you may also like": links to other articles.
    Teaser,
    Tags,
    Share,
    /// Who wrote it.
    Byline,
    ReadingTime,
    /// Who took or owns a picture.
    Credit,
    /// Words that open or close the text under a picture.
    Caption,
    Legal,
    Comments,
    Navigation,
    Published,
    Updated,
}

impl FromStr for CueKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "advert" => Self::Advert,
            "newsletter" => Self::Newsletter,
            "consent" => Self::Consent,
            "paywall" => Self::Paywall,
            "teaser" => Self::Teaser,
            "tags" => Self::Tags,
            "share" => Self::Share,
            "byline" => Self::Byline,
            "reading-time" => Self::ReadingTime,
            "credit" => Self::Credit,
            "caption" => Self::Caption,
            "legal" => Self::Legal,
            "comments" => Self::Comments,
            "navigation" => Self::Navigation,
            "published" => Self::Published,
            "updated" => Self::Updated,
            _ => return Err(format!("{text:?} is no kind of cue")),
        })
    }
}

/// Where in a stretch of text a cue must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Whole,
    /// The text begins so and is no sentence.
    Start,
    /// The text begins so, sentence or not.
    Opens,
    End,
    Any,
    /// Proves nothing alone; two of them do.
    Hint,
}

impl FromStr for Fit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "whole" => Self::Whole,
            "start" => Self::Start,
            "opens" => Self::Opens,
            "end" => Self::End,
            "any" => Self::Any,
            "hint" => Self::Hint,
            _ => return Err(format!("{text:?} is no fit; use whole, start, opens, end, any or hint")),
        })
    }
}

#[derive(Clone, Debug)]
enum Pattern {
    Word(String),
    Prefix(String),
    Number,
}

impl Pattern {
    fn read(word: &str) -> Self {
        match (word, word.strip_suffix('*')) {
            ("#", _) => Self::Number,
            (_, Some(prefix)) => Self::Prefix(prefix.to_lowercase()),
            _ => Self::Word(word.to_lowercase()),
        }
    }

    fn fits(&self, word: &str) -> bool {
        match self {
            Self::Word(w) => w == word,
            Self::Prefix(p) => word.starts_with(p.as_str()),
            Self::Number => word.bytes().all(|b| b.is_ascii_digit()),
        }
    }
}

#[derive(Clone, Debug)]
struct Cue {
    kind: CueKind,
    fit: Fit,
    longest: usize,
    pattern: Vec<Pattern>,
}

impl Cue {
    fn fits(&self, words: &[String], sentence: bool) -> bool {
        let length = self.pattern.len();
        if words.len() < length || words.len() > self.longest {
            return false;
        }
        let at = |start: usize| self.pattern.iter().zip(&words[start..]).all(|(p, w)| p.fits(w));
        match self.fit {
            Fit::Whole => words.len() == length && at(0),
            Fit::Start => !sentence && at(0),
            Fit::Opens => at(0),
            Fit::End => at(words.len() - length),
            Fit::Any | Fit::Hint => (0..=words.len() - length).any(at),
        }
    }
}

/// A cue that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: CueKind,
    /// The cue stands at the beginning; what follows it may be its value: the name after "by".
    pub opens: bool,
    /// Words of the cue.
    pub length: usize,
}

/// The cues of one language.
#[derive(Debug, Default)]
pub struct PageCues {
    cues: Vec<Cue>,
    months: BTreeMap<String, i8>,
}

impl PageCues {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let table = Table::read(file, text, &["kind", "fit", "words", "cue"])?;
        let mut cues = Self::default();
        for row in &table.rows {
            match row.cell(0).strip_prefix("month-") {
                Some(number) => cues.add_months(number, row)?,
                None => cues.add_cues(row)?,
            }
        }
        Ok(cues)
    }

    fn add_months(&mut self, number: &str, row: &Row<'_>) -> Result<(), LoadError> {
        let number: i8 = number.parse().map_err(|_| row.error("a month row is named month-01 to month-12"))?;
        if !(1..=12).contains(&number) {
            return Err(row.error("a month row is named month-01 to month-12"));
        }
        for name in row.list(3) {
            if self.months.insert(name.to_lowercase(), number).is_some_and(|other| other != number) {
                return Err(row.error(format!("{name:?} names two months")));
            }
        }
        Ok(())
    }

    fn add_cues(&mut self, row: &Row<'_>) -> Result<(), LoadError> {
        let kind = row.parse(0)?.ok_or_else(|| row.error("the kind is missing"))?;
        let fit = row.parse(1)?.ok_or_else(|| row.error("the fit is missing"))?;
        let longest = row.parse(2)?.unwrap_or(usize::MAX);
        for cue in row.list(3) {
            let pattern = cue.split_whitespace().map(Pattern::read).collect();
            self.cues.push(Cue { kind, fit, longest, pattern });
        }
        Ok(())
    }

    /// What the words are by a cue that is proof: the first row that fits. `sentence` tells whether they are one.
    pub fn find(&self, words: &[String], sentence: bool) -> Option<Hit> {
        let cue = self.cues.iter().find(|cue| cue.fit != Fit::Hint && cue.fits(words, sentence))?;
        Some(Hit { kind: cue.kind, opens: matches!(cue.fit, Fit::Whole | Fit::Start | Fit::Opens), length: cue.pattern.len() })
    }

    /// The kinds of the hints among the words: two or more are proof.
    pub fn hints(&self, words: &[String]) -> Vec<CueKind> {
        self.cues.iter().filter(|cue| cue.fit == Fit::Hint && cue.fits(words, true)).map(|cue| cue.kind).collect()
    }

    /// The number of a month, by any of its names; `name` is lower-cased.
    pub fn month(&self, name: &str) -> Option<i8> {
        self.months.get(name).copied()
    }
}

/// The words of a text as cues see them: runs of letters and digits, lower-cased.
pub fn cue_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}
