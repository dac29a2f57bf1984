//! Words of time: months, weekdays, units, directions and the words that bind them.

use super::lexicon::Lexicon;
use super::table::Table;
use crate::error::LoadError;
use rustc_hash::FxHashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    First,
    Middle,
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Ago,
    Since,
    From,
    Until,
    Range,
    Within,
    After,
}

/// What a word of time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeWord {
    Month(i8),
    /// Monday is 1.
    Weekday(i8),
    /// Days from the article's date.
    Day(i32),
    Part(Part),
    Unit(Unit),
    /// First month of the season.
    Season(i8),
    Direction(i32),
    Relation(Relation),
    Count(i32),
}

#[derive(Debug, Default)]
pub struct Times {
    words: FxHashMap<Box<str>, TimeWord>,
    stems: FxHashMap<Box<str>, TimeWord>,
    decade_ending: Box<str>,
}

impl Times {
    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut times = Self::default();
        for row in Table::read(file, text, &["form", "kind", "value"])?.rows {
            let value = row.cell(2);
            let number = || value.parse::<i32>().map_err(|_| row.error(format!("{value:?} is no number")));
            let small = || value.parse::<i8>().map_err(|_| row.error(format!("{value:?} is no number")));
            let bad = |what: &str| row.error(format!("{value:?} is no {what}"));
            let word = match row.cell(1) {
                "month" => TimeWord::Month(small()?),
                "weekday" => TimeWord::Weekday(small()?),
                "day" => TimeWord::Day(number()?),
                "count" => TimeWord::Count(number()?),
                "direction" => TimeWord::Direction(number()?),
                "part" => TimeWord::Part(match value {
                    "first" => Part::First,
                    "middle" => Part::Middle,
                    "last" => Part::Last,
                    _ => return Err(bad("part")),
                }),
                "unit" => TimeWord::Unit(match value {
                    "hour" => Unit::Hour,
                    "day" => Unit::Day,
                    "week" => Unit::Week,
                    "weekend" => Unit::Weekend,
                    "month" => Unit::Month,
                    "quarter" => Unit::Quarter,
                    "year" => Unit::Year,
                    "decade" => Unit::Decade,
                    "century" => Unit::Century,
                    _ => return Err(bad("unit")),
                }),
                "season" => TimeWord::Season(match value {
                    "spring" => 3,
                    "summer" => 6,
                    "autumn" => 9,
                    "winter" => 12,
                    _ => return Err(bad("season")),
                }),
                "relation" => TimeWord::Relation(match value {
                    "ago" => Relation::Ago,
                    "since" => Relation::Since,
                    "from" => Relation::From,
                    "until" => Relation::Until,
                    "range" => Relation::Range,
                    "within" => Relation::Within,
                    "after" => Relation::After,
                    _ => return Err(bad("relation")),
                }),
                "decade_ending" => {
                    times.decade_ending = row.cell(0).into();
                    continue;
                }
                other => return Err(row.error(format!("{other:?} is no kind of time word"))),
            };
            match row.cell(0).strip_suffix('~') {
                Some(stem) => drop(times.stems.insert(stem.into(), word)),
                None => drop(times.words.insert(row.cell(0).into(), word)),
            }
        }
        Ok(times)
    }

    /// What a word says: as written, in lower case, by noun lemma, by adjective stem.
    pub fn word(&self, lexicon: &Lexicon, token: &str, lemma: &str) -> Option<TimeWord> {
        let found = self.words.get(token).or_else(|| self.words.get(lemma));
        let stem = || {
            let lower = token.to_lowercase();
            self.stems.get(lexicon.adjective_stem(&lower)).or_else(|| self.stems.get(&*lower)).or_else(|| self.words.get(&*lower)).copied()
        };
        found.copied().or_else(stem)
    }

    /// The first year of a decade ("1970er").
    pub fn decade(&self, token: &str) -> Option<i16> {
        let digits = token.strip_suffix(&*self.decade_ending).filter(|_| !self.decade_ending.is_empty())?;
        let year: i16 = digits.parse().ok()?;
        match digits.len() {
            4 => Some(year),
            2 => Some(1900 + year),
            _ => None,
        }
    }
}
