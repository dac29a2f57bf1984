//! The kinds of `morphology.tsv` that make forms of words in; endings and other spellings out.

use super::grammar::Agree;
use super::table;
use crate::error::LoadError;
use std::cmp::Reverse;

/// What forms of words are made with.
#[derive(Clone, Debug, Default)]
pub struct Endings {
    /// Endings of adjectives, longest first.
    adjectives: Vec<Box<str>>,
    /// Ending of an adjective → its readings without and behind an article.
    inflections: Vec<(Box<str>, Agree, Agree)>,
    /// Letters that may be written as others ("muß", "muss").
    respelling: Option<(Box<str>, Box<str>)>,
}

impl Endings {
    /// The kinds of rows that are read here.
    pub(super) const KINDS: [&str; 3] = ["adjective_ending", "inflection", "respelling"];

    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut endings = Self::default();
        for row in table::rows(file, text, &["kind", "value"])? {
            let row = row?;
            match row.cell(0) {
                "adjective_ending" => endings.adjectives.push(row.cell(1).into()),
                "inflection" => endings.inflections.push(inflection(row.cell(1)).map_err(|cause| row.error(cause))?),
                "respelling" => {
                    endings.respelling = row.cell(1).split_once('>').map(|(from, to)| (from.into(), to.into()));
                }
                _ => {}
            }
        }
        endings.adjectives.sort_by_key(|ending| Reverse(ending.len()));
        Ok(endings)
    }

    /// Endings of adjectives, longest first.
    pub fn adjectives(&self) -> &[Box<str>] {
        &self.adjectives
    }

    pub fn inflections(&self) -> &[(Box<str>, Agree, Agree)] {
        &self.inflections
    }

    /// The word without an adjective ending, longest ending first; the word itself where it has none.
    pub fn adjective_stem<'a>(&self, form: &'a str) -> &'a str {
        // Most endings differ in their last letter already.
        let last = form.as_bytes().last();
        let mut fitting = self.adjectives.iter().filter(|ending| ending.as_bytes().last() == last);
        fitting.find_map(|ending| form.strip_suffix(&**ending)).unwrap_or(form)
    }

    /// The spelling with the letters that the language may write instead.
    pub fn respelt(&self, form: &str) -> Option<String> {
        let (from, to) = self.respelling.as_ref()?;
        let may = from.is_ascii() || !form.is_ascii();
        (may && form.contains(&**from)).then(|| form.replace(&**from, to))
    }
}

/// `er>nm|gf|df|gp>nm|…`: ending, readings without an article, readings behind one.
fn inflection(value: &str) -> Result<(Box<str>, Agree, Agree), String> {
    let mut parts = value.split('>');
    let (Some(ending), Some(strong), Some(weak)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(format!("{value:?} is not ending>readings>readings"));
    };
    Ok((ending.into(), Agree::read(strong)?, Agree::read(weak)?))
}
