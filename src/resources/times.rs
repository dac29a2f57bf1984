//! Words of time: months, weekdays, units, directions and the words that bind them.

use super::lexicon::Lexicon;
use super::symbol::Symbol;
use super::table::{self, Row};
use crate::error::LoadError;
use rustc_hash::FxHashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    First,
    Middle,
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPart {
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    /// Half a year.
    Half,
    Year,
    Decade,
    Century,
}

/// How a preposition or conjunction binds the expression behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Ago,
    Since,
    From,
    Until,
    /// Opens a range: "von", "zwischen".
    Range,
    Within,
    After,
    /// Into the future or inside: "in zwei Wochen".
    In,
    /// On the hour: "um 12.15".
    At,
    /// For each: "pro Woche".
    Per,
    /// Before an age: "mit 16 Jahren".
    With,
    /// What is set for a time: "für Montag".
    For,
    /// At the time of an act: "bei", "während".
    During,
}

/// A number as a word of time gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Whole(i32),
    /// Counted in halves: "eineinhalb" is three.
    Halves(i32),
    /// "einige", "mehrere".
    Vague,
}

/// Where an adverb puts things without naming a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    Past,
    /// A little while ago.
    Recent,
    /// What `Recent` and `Blurred` say behind "vor" and "seit" alone: "kurzem", "langem".
    While,
    Present,
    /// At the same time as the news: "unterdessen".
    Meanwhile,
    Future,
    /// Not at one time: "bisher", "wiederholt".
    Blurred,
}

/// A feast: a fixed day, or one counted from Easter Sunday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feast {
    Fixed(i8, i8),
    Easter(i16),
}

/// What a word of time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeWord {
    Month(i8),
    /// An abbreviation that is also a name: "Jan".
    ShortMonth(i8),
    /// Monday is 1.
    Weekday(i8, Option<DayPart>),
    DayPart(DayPart),
    /// Days from the article's date.
    Day(i32),
    Part(Part),
    /// "Jahresende": a part of the unit that holds the article's date.
    PartOf(Part, Unit),
    /// A unit, and whether in the plural.
    Unit(Unit, bool),
    /// One half of what follows: "Hälfte".
    HalfOf,
    /// First month of the season.
    Season(i8),
    /// "letzt-", "dies-", "kommend-".
    Direction(i32),
    /// The time told last: "selb-".
    Same,
    /// A unit counted from the article's date: "Vorjahr", "heuer".
    Offset(Unit, i32),
    /// A unit counted from the time told last: "Vortag".
    Beside(Unit, i32),
    /// Behind a count: "später", "zuvor"; alone the one that looks back says that the act is not of the day.
    Shift(i32),
    /// As `Shift`, and says nothing alone: "davor".
    BoundShift(i32),
    Relation(Relation),
    Count(Count),
    Ordinal(i8),
    /// "rund", "etwa": before a number.
    Around,
    /// Between "mehr" and a number.
    Than,
    /// "erst", "bereits": before a date.
    Stress,
    /// "jeweils": on each of the days told.
    Severally,
    /// Behind a count: "two days ago".
    Ago,
    /// The word behind the time of the clock.
    Clock,
    Feast(Feast),
    /// Last two digits of the decade's first year.
    Decade(i16),
    Era(Era),
    /// "jed-".
    Each,
    /// "alle" before a count.
    Every,
    /// "täglich".
    Often(Unit),
    /// "montags".
    Weekly(i8),
    /// "einwöchig", "jahrelang".
    Lasting(Count, Unit),
    /// "alt", "jünger": what stands before it is an age.
    Aged,
    /// The noun for time itself.
    Time,
    /// Says how an exact day is still meant: "noch", "bis".
    Still,
}

/// Readings of one form: written small, and as a noun.
#[derive(Clone, Copy, Debug, Default)]
struct Readings {
    plain: Option<TimeWord>,
    noun: Option<TimeWord>,
}

#[derive(Debug, Default)]
pub struct Times {
    /// By lower-case form.
    forms: FxHashMap<Symbol, Readings>,
    /// By noun lemma.
    lemmas: FxHashMap<Symbol, TimeWord>,
    decade_endings: Vec<Box<str>>,
    /// Endings of a day's number behind its month ("May 5th"); where there are none, days stand before the month.
    pub day_endings: Vec<Box<str>>,
    /// "dabei".
    therewith: Vec<Symbol>,
}

impl Times {
    pub(super) fn load((file, text): (&str, &str), lexicon: &mut Lexicon) -> Result<Self, LoadError> {
        let mut times = Self::default();
        let (mut endings, mut counts) = (Vec::new(), Vec::new());
        let (mut weekdays, mut dayparts) = (Vec::new(), Vec::new());
        for row in table::rows(file, text, &["form", "kind", "value"])? {
            let row = row?;
            match row.cell(1) {
                "day_ending" => {
                    times.day_endings.push(row.cell(0).into());
                    continue;
                }
                "decade_ending" => {
                    times.decade_endings.push(row.cell(0).into());
                    continue;
                }
                "therewith" => {
                    times.therewith.push(lexicon.symbols.intern(row.cell(0)));
                    continue;
                }
                "lasting_ending" => {
                    endings.push((row.cell(0), unit(&row, row.cell(2))?));
                    continue;
                }
                _ => {}
            }
            let (form, word) = (row.cell(0), time_word(&row)?);
            let stem = form.trim_end_matches('~');
            match word {
                TimeWord::Weekday(..) => weekdays.push((stem.to_lowercase(), word)),
                TimeWord::DayPart(_) => dayparts.push((stem.to_lowercase(), word)),
                TimeWord::Count(count) => counts.push((stem, count)),
                _ => {}
            }
            times.add(lexicon, form, word);
            if let TimeWord::ShortMonth(_) = word {
                // Where the table of abbreviations has it, the point is part of the word.
                times.add_form(lexicon, &format!("{}.", form.to_lowercase()), word, true);
            }
        }
        for (weekday, of) in &weekdays {
            for (daypart, at) in &dayparts {
                if let (TimeWord::Weekday(day, None), TimeWord::DayPart(part)) = (of, at) {
                    times.add_form(lexicon, &format!("{weekday}{daypart}"), TimeWord::Weekday(*day, Some(*part)), true);
                }
            }
        }
        for (stem, count) in counts {
            for (ending, unit) in &endings {
                times.add(lexicon, &format!("{stem}{ending}~"), TimeWord::Lasting(count, *unit));
            }
        }
        Ok(times)
    }

    /// Adds a form as written, or with `~` behind it the stem and all its adjective endings.
    fn add(&mut self, lexicon: &mut Lexicon, form: &str, word: TimeWord) {
        let noun = form.chars().next().is_some_and(char::is_uppercase);
        let Some(stem) = form.strip_suffix('~') else {
            if noun {
                let lemma = lexicon.symbols.intern(form);
                let _ = self.lemmas.insert(lemma, word);
            }
            return self.add_form(lexicon, &form.to_lowercase(), word, noun);
        };
        let lower = stem.to_lowercase();
        let inflected: Vec<String> = lexicon.adjective_endings().map(|e| format!("{lower}{e}")).collect();
        for form in inflected.into_iter().chain([lower]) {
            let known = self.forms.get(&lexicon.symbols.intern(&form)).copied().unwrap_or_default();
            let taken = if noun { known.noun } else { known.plain };
            if taken.is_none() {
                self.add_form(lexicon, &form, word, noun);
            }
        }
    }

    fn add_form(&mut self, lexicon: &mut Lexicon, lower: &str, word: TimeWord, noun: bool) {
        let readings = self.forms.entry(lexicon.symbols.intern(lower)).or_default();
        let place = if noun { &mut readings.noun } else { &mut readings.plain };
        *place = Some(word);
    }

    /// What a word says by its lower-case form and, for simple nouns, its lemma. A capital letter means a noun, except
    /// where the word opens its sentence.
    pub fn word(&self, form: Symbol, lemma: Symbol, capital: bool, opens: bool) -> Option<TimeWord> {
        let readings =
            if form.is_known() { self.forms.get(&form).copied().unwrap_or_default() } else { Readings::default() };
        match (capital, opens) {
            (false, _) => readings.plain,
            (true, true) => readings.plain.or(readings.noun),
            (true, false) => readings.noun.or(readings.plain),
        }
        .or_else(|| self.lemmas.get(&lemma).copied().filter(|_| capital && lemma.is_known()))
    }

    /// Words that put an act into the course of what was told just before: "dabei".
    pub fn is_therewith(&self, form: Symbol) -> bool {
        self.therewith.contains(&form)
    }

    /// Nouns that a number with a point behind it counts: "13. September", "3. Quartal", "19. Jahrhundert".
    pub fn takes_ordinal(&self, form: Symbol) -> bool {
        let said = self.forms.get(&form).filter(|_| form.is_known()).and_then(|r| r.noun);
        matches!(
            said,
            Some(
                TimeWord::Month(_)
                    | TimeWord::ShortMonth(_)
                    | TimeWord::Unit(Unit::Quarter | Unit::Half | Unit::Century, false)
            )
        )
    }

    /// The first year of a decade ("1970er", "70er-Jahren").
    pub fn decade(&self, token: &str) -> Option<i16> {
        let digits = self.decade_endings.iter().find_map(|e| token.strip_suffix(&**e))?;
        let year: i16 = digits.parse().ok().filter(|y| y % 10 == 0)?;
        match digits.len() {
            4 => Some(year),
            2 => Some(1900 + year),
            _ => None,
        }
    }
}

fn time_word(row: &Row<'_>) -> Result<TimeWord, LoadError> {
    let value = row.cell(2);
    let number = || value.parse::<i32>().map_err(|_| row.error(format!("{value:?} is no number")));
    let small = || value.parse::<i8>().map_err(|_| row.error(format!("{value:?} is no small number")));
    let pair = || value.split_once(' ').ok_or_else(|| row.error(format!("{value:?} needs two words")));
    Ok(match row.cell(1) {
        "month" => TimeWord::Month(small()?),
        "short_month" => TimeWord::ShortMonth(small()?),
        "weekday" => TimeWord::Weekday(small()?, None),
        "daypart" => TimeWord::DayPart(daypart(row, value)?),
        "day" => TimeWord::Day(number()?),
        "part" => TimeWord::Part(part(row, value)?),
        "part_of" => pair().and_then(|(p, u)| Ok(TimeWord::PartOf(part(row, p)?, unit(row, u)?)))?,
        "unit" => TimeWord::Unit(unit(row, value)?, false),
        "units" => TimeWord::Unit(unit(row, value)?, true),
        "half_of" => TimeWord::HalfOf,
        "season" => TimeWord::Season(season(row, value)?),
        "direction" => TimeWord::Direction(number()?),
        "same" => TimeWord::Same,
        "offset" => step(row).map(|(u, n)| TimeWord::Offset(u, n))?,
        "beside" => step(row).map(|(u, n)| TimeWord::Beside(u, n))?,
        "shift" => TimeWord::Shift(number()?),
        "bound_shift" => TimeWord::BoundShift(number()?),
        "relation" => TimeWord::Relation(relation(row, value)?),
        "count" => TimeWord::Count(Count::Whole(number()?)),
        "halves" => TimeWord::Count(Count::Halves(number()?)),
        "vague_count" => TimeWord::Count(Count::Vague),
        "ordinal" => TimeWord::Ordinal(small()?),
        "around" => TimeWord::Around,
        "than" => TimeWord::Than,
        "stress" => TimeWord::Stress,
        "severally" => TimeWord::Severally,
        "ago" => TimeWord::Ago,
        "clock" => TimeWord::Clock,
        "feast" => TimeWord::Feast(feast(row, value)?),
        "decade" => TimeWord::Decade(i16::from(small()?)),
        "era" => TimeWord::Era(era(row, value)?),
        "each" => TimeWord::Each,
        "every" => TimeWord::Every,
        "often" => TimeWord::Often(unit(row, value)?),
        "weekly" => TimeWord::Weekly(small()?),
        "lasting" => TimeWord::Lasting(Count::Vague, unit(row, value)?),
        "aged" => TimeWord::Aged,
        "time" => TimeWord::Time,
        "still" => TimeWord::Still,
        other => return Err(row.error(format!("{other:?} is no kind of time word"))),
    })
}

fn step(row: &Row<'_>) -> Result<(Unit, i32), LoadError> {
    let value = row.cell(2);
    let bad = || row.error(format!("{value:?} is no unit and number"));
    let (name, number) = value.split_once(' ').ok_or_else(bad)?;
    Ok((unit(row, name)?, number.parse().map_err(|_| bad())?))
}

fn unit(row: &Row<'_>, name: &str) -> Result<Unit, LoadError> {
    Ok(match name {
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "weekend" => Unit::Weekend,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "half" => Unit::Half,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => return Err(row.error(format!("{name:?} is no unit"))),
    })
}

fn part(row: &Row<'_>, name: &str) -> Result<Part, LoadError> {
    Ok(match name {
        "first" => Part::First,
        "middle" => Part::Middle,
        "last" => Part::Last,
        _ => return Err(row.error(format!("{name:?} is no part"))),
    })
}

fn daypart(row: &Row<'_>, name: &str) -> Result<DayPart, LoadError> {
    Ok(match name {
        "morning" => DayPart::Morning,
        "noon" => DayPart::Noon,
        "afternoon" => DayPart::Afternoon,
        "evening" => DayPart::Evening,
        "night" => DayPart::Night,
        _ => return Err(row.error(format!("{name:?} is no part of the day"))),
    })
}

/// The first month of a season.
fn season(row: &Row<'_>, name: &str) -> Result<i8, LoadError> {
    Ok(match name {
        "spring" => 3,
        "summer" => 6,
        "autumn" => 9,
        "winter" => 12,
        _ => return Err(row.error(format!("{name:?} is no season"))),
    })
}

fn relation(row: &Row<'_>, name: &str) -> Result<Relation, LoadError> {
    Ok(match name {
        "ago" => Relation::Ago,
        "since" => Relation::Since,
        "from" => Relation::From,
        "until" => Relation::Until,
        "range" => Relation::Range,
        "within" => Relation::Within,
        "after" => Relation::After,
        "in" => Relation::In,
        "at" => Relation::At,
        "per" => Relation::Per,
        "with" => Relation::With,
        "for" => Relation::For,
        "during" => Relation::During,
        _ => return Err(row.error(format!("{name:?} is no relation"))),
    })
}

fn era(row: &Row<'_>, name: &str) -> Result<Era, LoadError> {
    Ok(match name {
        "past" => Era::Past,
        "recent" => Era::Recent,
        "while" => Era::While,
        "meanwhile" => Era::Meanwhile,
        "present" => Era::Present,
        "future" => Era::Future,
        "blurred" => Era::Blurred,
        _ => return Err(row.error(format!("{name:?} is no era"))),
    })
}

/// "12-25", or "easter 39".
fn feast(row: &Row<'_>, value: &str) -> Result<Feast, LoadError> {
    let bad = || row.error(format!("{value:?} is no feast"));
    if let Some(days) = value.strip_prefix("easter ") {
        return days.parse().map(Feast::Easter).map_err(|_| bad());
    }
    let (month, day) = value.split_once('-').ok_or_else(bad)?;
    Ok(Feast::Fixed(month.parse().map_err(|_| bad())?, day.parse().map_err(|_| bad())?))
}
