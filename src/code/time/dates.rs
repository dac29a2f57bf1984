//! Expressions that name a stretch of the calendar: dates, months, seasons, years, decades, centuries, their parts.

use super::calendar::{Stretch, cut, easter, halved};
use super::{Found, Moment, Reader, Tense, Value};
use crate::mention::Precision;
use crate::parse::Tag;
use crate::resources::lexicon::WordClass;
use crate::resources::times::{Feast, Part, Relation, TimeWord, Unit};
use jiff::civil::Date;

/// Words that may stand between the days of a list ("am 3., 4. und 5. Mai") or before its month.
const LIST_REACH: usize = 24;

/// Days ahead that a date in the past tense may still mean.
const SOON: i32 = 45;

impl Reader<'_, '_> {
    /// What begins with a number.
    pub(super) fn number(&self, at: usize) -> Option<Found> {
        self.numeric_date(at)
            .or_else(|| self.clock(at))
            .or_else(|| self.day_of_month(at))
            .or_else(|| self.numbered(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.duration(at))
            .or_else(|| self.year(at))
    }

    /// "13.09.2024", "2024-09-13", and behind a preposition "13.9.".
    fn numeric_date(&self, at: usize) -> Option<Found> {
        let token = self.token(at);
        if let Some((year, rest)) = token.split_once('-').filter(|(y, _)| y.len() == 4) {
            let (month, day) = rest.split_once('-')?;
            let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
            return Some(Found::on(Stretch::Day(date), at + 1, true));
        }
        let (day, rest) = token.split_once('.')?;
        let (month, year) = rest.split_once('.').unwrap_or((rest, ""));
        let (day, month): (i8, i8) = (day.parse().ok()?, month.parse().ok()?);
        if year.is_empty() {
            let bound = at > self.range.start
                && (self.is(at - 1, WordClass::PrepositionArticle)
                    || self.is(at - 1, WordClass::Preposition)
                    || self.is(at - 1, WordClass::Determiner));
            if !bound || self.token(at + 1) != "." || !(1..=12).contains(&month) {
                return None;
            }
            return self.in_some_year(at, at + 2, |year| Some(Stretch::Day(Date::new(year, month, day).ok()?)));
        }
        let year: i16 = year.parse().ok()?;
        let year = match (year, token.rsplit('.').next()?.len()) {
            (y, 2) if y < 70 => 2000 + y,
            (y, 2) => 1900 + y,
            (y, 4) => y,
            _ => return None,
        };
        Some(Found::on(Stretch::Day(Date::new(year, month, day).ok()?), at + 1, true))
    }

    /// "13. September 2024", "13. September", and the first days of a list.
    pub(super) fn day_of_month(&self, at: usize) -> Option<Found> {
        let (day, next) = self.day_number(at)?;
        let Some((month, after)) = self.month_word(next) else {
            let listed = self.token(next.checked_sub(1)?) == "." && next == at + 2;
            let (month, year) = if listed { self.month_ahead(next)? } else { return None };
            let end = at + 2;
            return match year {
                Some((year, dated)) => Some(Found::on(Stretch::Day(Date::new(year, month, day).ok()?), end, dated)),
                None => self.in_some_year(at, end, |year| Some(Stretch::Day(Date::new(year, month, day).ok()?))),
            };
        };
        if let Some((year, end, dated)) = self.year_after(after) {
            return Some(Found::on(Stretch::Day(Date::new(year, month, day).ok()?), end, dated));
        }
        self.in_some_year(at, after, |year| Some(Stretch::Day(Date::new(year, month, day).ok()?)))
    }

    /// A day's number and what stands behind it and its point.
    fn day_number(&self, at: usize) -> Option<(i8, usize)> {
        let day: i8 = self.token(at).parse().ok().filter(|d| (1..=31).contains(d))?;
        let point = usize::from(self.token(at + 1) == ".");
        Some((day, at + 1 + point))
    }

    /// A month and what stands behind it; an abbreviation may keep its point.
    fn month_word(&self, at: usize) -> Option<(i8, usize)> {
        match self.said(at)? {
            TimeWord::Month(month) => Some((month, at + 1)),
            TimeWord::ShortMonth(month) => {
                Some((month, at + 1 + usize::from(self.token(at + 1) == "." && at + 2 < self.range.end)))
            }
            _ => None,
        }
    }

    /// The month (and year) of the last day in a list of days.
    fn month_ahead(&self, from: usize) -> Option<(i8, Option<(i16, bool)>)> {
        let mut at = from;
        while at < self.range.end && at < from + LIST_REACH {
            let word = self.word(at)?;
            if let Some((_, next)) = self.day_number(at) {
                if let Some((month, after)) = self.month_word(next) {
                    return Some((month, self.year_after(after).map(|(year, _, dated)| (year, dated))));
                }
                if next != at + 2 {
                    return None;
                }
                at = next;
            } else if word.sign && !matches!(self.token(at), "." | "!" | "?")
                || word.tag == Tag::Coordinator
                || !word.capital && !word.closed.is_empty()
            {
                at += 1;
            } else {
                return None;
            }
        }
        None
    }

    /// A year that follows: "2024", "desselben Jahres", "des vergangenen Jahres", "des Vorjahres"; where it ends; whether
    /// it stands without the article's date.
    pub(super) fn year_after(&self, at: usize) -> Option<(i16, usize, bool)> {
        if let Some(year) = year_number(self.token(at)) {
            return Some((year, at + 1, true));
        }
        let from = at + usize::from(self.is(at, WordClass::Determiner) && self.said(at).is_none());
        let found = match self.said(from)? {
            TimeWord::Direction(_) | TimeWord::Same | TimeWord::Offset(Unit::Year, _) => self.read(from)?,
            TimeWord::Unit(Unit::Year, _) if from > at => self.of_unit(from, Unit::Year)?,
            _ => return None,
        };
        match found.value {
            Value::On(Stretch::Year(year)) => Some((year, found.end, found.dated)),
            _ => None,
        }
    }

    /// What a name without a year means: the year told just before, else the one that tense and nearness choose.
    pub(super) fn in_some_year(
        &self,
        at: usize,
        end: usize,
        stretch: impl Fn(i16) -> Option<Stretch>,
    ) -> Option<Found> {
        let tense = match self.relation_before(at) {
            Some(Relation::Since) => Tense::Past,
            Some(Relation::Until) => self.tense(at, end).unsure(),
            _ => self.tense(at, end),
        };
        if let Some(mark) = self.near_mark()
            && let Some(year) = carried_year(mark.stretch)
            && mark.dated
            && (mark.sentence == self.sentence || !matches!(mark.stretch, Stretch::Year(_)))
            && self.today().is_none_or(|t| t.year() != year && tense != Tense::Future)
        {
            return Some(Found::on(stretch(year)?, end, true));
        }
        let Some(today) = self.today() else { return Some(Found::other(Value::Unresolved, end, true)) };
        let year = today.year();
        let span = |year: i16| stretch(year).and_then(Stretch::span);
        let this = span(year)?;
        // "wurde auf den 19. Dezember verlegt": a day just ahead is not last year's, whatever the tense.
        let ahead = (this.start - today).get_days();
        let soon = this.precision == Precision::Day && ahead <= SOON;
        let chosen = match tense {
            Tense::Past if this.start > today && !soon => year - 1,
            Tense::Future if this.end < today => year + 1,
            Tense::Past | Tense::Future => year,
            Tense::Present | Tense::Unknown => {
                let months =
                    12 * i32::from(this.start.year() - year) + i32::from(this.start.month()) - i32::from(today.month());
                if months > 8 {
                    year - 1
                } else if months < -8 {
                    year + 1
                } else {
                    year
                }
            }
        };
        Some(Found::on(stretch(chosen)?, end, false))
    }

    /// "Juni", "Juni 2024", "Juni des vergangenen Jahres".
    pub(super) fn month(&self, at: usize) -> Option<Found> {
        let short = matches!(self.said(at)?, TimeWord::ShortMonth(_));
        let (month, next) = self.month_word(at)?;
        if !self.word(at)?.capital {
            return None;
        }
        if let Some((year, end, dated)) = self.year_after(next) {
            return Some(Found::on(Stretch::month(year, month)?, end, dated));
        }
        if short {
            self.month_first(at, month).or_else(|| self.day_behind(at, month, next))
        } else if let Some(found) = self.day_behind(at, month, next) {
            Some(found)
        } else {
            self.in_some_year(at, next, |year| Stretch::month(year, month))
        }
    }

    /// "May 5, 2024", "May 5th": the day's number behind its month, where the language writes it so.
    fn day_behind(&self, at: usize, month: i8, next: usize) -> Option<Found> {
        let endings = &self.coding.language.times.day_endings;
        let token = self.token(next);
        let digits = endings.iter().find_map(|e| token.strip_suffix(&**e)).unwrap_or(token);
        let day: i8 = digits.parse().ok().filter(|d| !endings.is_empty() && (1..=31).contains(d))?;
        let comma = usize::from(self.word(next + 1).is_some_and(|w| w.tag == Tag::Comma));
        if let Some(year) = year_number(self.token(next + 1 + comma)) {
            return Some(Found::on(Stretch::Day(Date::new(year, month, day).ok()?), next + 2 + comma, true));
        }
        self.in_some_year(at, next + 1, |year| Some(Stretch::Day(Date::new(year, month, day).ok()?)))
    }

    /// "Jun 19, 2025".
    fn month_first(&self, at: usize, month: i8) -> Option<Found> {
        let day: i8 = self.token(at + 1).parse().ok()?;
        let comma = usize::from(self.word(at + 2)?.tag == Tag::Comma);
        let year = year_number(self.token(at + 2 + comma))?;
        Some(Found::on(Stretch::Day(Date::new(year, month, day).ok()?), at + 3 + comma, true))
    }

    pub(super) fn season(&self, at: usize) -> Option<Found> {
        let TimeWord::Season(month) = self.said(at)? else { return None };
        if let Some((year, end, dated)) = self.year_after(at + 1) {
            let second = self.second_year(end, year);
            return Some(Found::on(Stretch::season(year, month, year)?, second.map_or(end, |(_, end)| end), dated));
        }
        // A winter without a year is called by the year in which it ends.
        let called = |year: i16| if month == 12 { year + 1 } else { year };
        self.in_some_year(at, at + 1, |year| {
            let begins = if month == 12 && self.today().is_some_and(|t| t.month() < 9) { year - 1 } else { year };
            Stretch::season(begins, month, called(begins))
        })
    }

    /// "1970er Jahre", "70er-Jahren".
    fn decade(&self, at: usize) -> Option<Found> {
        let year = self.coding.language.times.decade(self.token(at))?;
        Some(Found::on(Stretch::Decade(year), self.over_years(at + 1), true))
    }

    /// "neunziger Jahre", "Neunzigerjahren".
    pub(super) fn decade_word(&self, at: usize, year: i16) -> Option<Found> {
        let end = self.over_years(at + 1);
        (end > at + 1 || self.word(at)?.capital).then(|| Found::on(Stretch::Decade(1900 + year), end, true))
    }

    fn over_years(&self, at: usize) -> usize {
        at + usize::from(matches!(self.said(at), Some(TimeWord::Unit(Unit::Year, _))))
    }

    /// An ordinal in figures: "3. Quartal", "15. Jahrhundert".
    fn numbered(&self, at: usize) -> Option<Found> {
        let (number, next) = self.day_number(at).filter(|(_, next)| *next == at + 2)?;
        self.ordinal(next, number)
    }

    /// What an ordinal counts: quarters, halves, centuries, days of a month.
    pub(super) fn ordinal(&self, at: usize, number: i8) -> Option<Found> {
        match self.said(at)? {
            TimeWord::Unit(Unit::Century, _) => Some(Found::on(Stretch::Century(i16::from(number) - 1), at + 1, true)),
            TimeWord::Unit(Unit::Quarter, _) => self.in_given_year(at, |year| Stretch::quarter(year, number)),
            TimeWord::Unit(Unit::Half, _) => self.in_given_year(at, |year| Stretch::half(year, number)),
            TimeWord::HalfOf => {
                let (stretch, whole) = self.stretch_after(at + 1)?;
                Some(Found { time: halved(stretch, number), ..whole })
            }
            TimeWord::Month(month) => {
                let day = |year: i16| Some(Stretch::Day(Date::new(year, month, number).ok()?));
                self.in_given_year(at, day)
            }
            _ => None,
        }
    }

    fn in_given_year(&self, at: usize, stretch: impl Fn(i16) -> Option<Stretch>) -> Option<Found> {
        match self.year_after(at + 1) {
            Some((year, end, dated)) => Some(Found::on(stretch(year)?, end, dated)),
            None => self.in_some_year(at, at + 1, stretch),
        }
    }

    /// "Anfang 2024", "Ende des vergangenen Jahres", "Mitte Juni", "in den frühen 2000er Jahren".
    pub(super) fn part(&self, at: usize, part: Part) -> Option<Found> {
        if let Some(TimeWord::DayPart(day_part)) = self.said(at + 1) {
            return self.part_of_day(at + 1, day_part);
        }
        let (stretch, whole) = self.stretch_after(at + 1)?;
        Some(Found { time: cut(stretch, part), ..whole })
    }

    /// The stretch whose part is named: an article may stand before it.
    fn stretch_after(&self, at: usize) -> Option<(Stretch, Found)> {
        let from = at + usize::from(self.is(at, WordClass::Determiner) && self.said(at).is_none());
        let found = match self.said(from) {
            Some(TimeWord::Unit(unit, _)) if from > at => self.of_unit(from, unit)?,
            _ => self.read(from)?,
        };
        match found.value {
            Value::On(Stretch::Day(_)) => None,
            Value::On(stretch) => Some((stretch, found)),
            _ => None,
        }
    }

    /// "des Jahres", "der Woche": the one told just before, else the article's own.
    fn of_unit(&self, at: usize, unit: Unit) -> Option<Found> {
        if unit == Unit::Year
            && let Some(year) = year_number(self.token(at + 1))
        {
            return Some(Found::on(Stretch::Year(year), at + 2, true));
        }
        let told = self
            .near_mark()
            .filter(|m| m.dated)
            .and_then(|m| Some((Stretch::holding(m.stretch.span()?.start, unit)?, true)));
        let (stretch, dated) = match told {
            Some(told) if unit == Unit::Year || unit == Unit::Month => told,
            _ => (Stretch::holding(self.today()?, unit)?, false),
        };
        Some(Found::on(stretch, at + 1, dated))
    }

    /// "Jahresende", "Monatsanfang 2024".
    pub(super) fn part_of(&self, at: usize, part: Part, unit: Unit) -> Option<Found> {
        if let Some((year, end, dated)) = self.year_after(at + 1).filter(|_| unit == Unit::Year) {
            return Some(Found { time: cut(Stretch::Year(year), part), ..Found::on(Stretch::Year(year), end, dated) });
        }
        let Some(today) = self.today() else { return Some(Found::other(Value::Unresolved, at + 1, true)) };
        let whole = Stretch::holding(today, unit)?;
        let time = cut(whole, part)?;
        let moved = match self.tense(at, at + 1) {
            Tense::Past if time.start > today => whole.moved(-1)?,
            Tense::Future if time.end < today => whole.moved(1)?,
            _ => whole,
        };
        Some(Found { time: cut(moved, part), ..Found::on(moved, at + 1, false) })
    }

    /// "Weihnachten", "Ostern 2024".
    pub(super) fn feast(&self, at: usize, feast: Feast) -> Option<Found> {
        self.in_given_year(at, |year| {
            let day = match feast {
                Feast::Fixed(month, day) => Date::new(year, month, day).ok()?,
                Feast::Easter(days) => easter(year)?.checked_add(jiff::Span::new().days(days)).ok()?,
            };
            Some(Stretch::Day(day))
        })
    }

    /// Two years in one word: "1898-1976".
    pub(super) fn joined_years(&self, at: usize) -> Option<[Found; 2]> {
        let (from, to) = self.token(at).split_once(['-', '–'])?;
        let (from, to) = (year_number(from)?, year_number(to)?);
        Some([from, to].map(|year| Found::on(Stretch::Year(year), at + 1, true)))
    }

    /// The second year of "2007/08" and where it ends.
    fn second_year(&self, at: usize, first: i16) -> Option<(i16, usize)> {
        if self.token(at) != "/" {
            return None;
        }
        let second: i16 = self.token(at + 1).parse().ok()?;
        let second = if self.token(at + 1).len() == 2 { first / 100 * 100 + second } else { second };
        (second > first && second - first < 10).then_some((second, at + 2))
    }

    /// A year in figures that counts nothing.
    pub(super) fn year(&self, at: usize) -> Option<Found> {
        let year = year_number(self.token(at))?;
        if let Some((second, end)) = self.second_year(at + 1, year).filter(|_| self.token(at + 2).len() == 2) {
            return Some(Found::on(Stretch::Years(year, second), end, true));
        }
        let next = self.word(at + 1).filter(|_| self.said(at + 1).is_none());
        let counts = next.is_some_and(|w| match w.tag {
            Tag::Noun => true,
            // "in einem 2010 veröffentlichten Interview".
            Tag::Adjective if w.capital => false,
            Tag::Adjective => w.verbs.is_empty() || at == self.range.start || !self.is_binding(at - 1),
            _ => matches!(self.token(at + 1), "%" | "€" | "$"),
        });
        let about = self.before(at) == Some(TimeWord::Around) || at > self.range.start && self.is_figure(at - 1);
        let likely = (1800..=2100).contains(&year) || next.is_none_or(|w| w.tag != Tag::Name);
        let fits = self.names_years(at) || likely && !counts && !about && !self.counts_through(at);
        fits.then(|| Found::on(Stretch::Year(year), at + 1, true))
    }

    /// A number that is no year.
    fn is_figure(&self, at: usize) -> bool {
        self.word(at).is_some_and(|w| w.tag == Tag::Number)
            && self.said(at).is_none()
            && year_number(self.token(at)).is_none()
    }

    /// "2000 bis 3000 Grad": the second number counts, so the first does.
    fn counts_through(&self, at: usize) -> bool {
        let joined = matches!(self.said(at + 1), Some(TimeWord::Relation(Relation::Until)))
            || self.word(at + 1).is_some_and(|w| matches!(w.tag, Tag::Coordinator | Tag::Break));
        let second =
            self.word(at + 2).is_some_and(|w| w.tag == Tag::Number) && year_number(self.token(at + 2)).is_none();
        joined && second && self.word(at + 3).is_some_and(|w| w.tag == Tag::Noun && self.said(at + 3).is_none())
    }

    /// Behind some words a number of four figures is a year, whatever follows.
    fn names_years(&self, at: usize) -> bool {
        match self.before(at) {
            Some(TimeWord::Unit(Unit::Year, _) | TimeWord::Month(_) | TimeWord::Season(_) | TimeWord::Stress) => true,
            Some(TimeWord::Relation(Relation::Since | Relation::In | Relation::From)) => true,
            Some(TimeWord::Relation(Relation::Until)) => at >= 2 && year_number(self.token(at - 2)).is_some(),
            _ => false,
        }
    }
}

impl Tense {
    /// A term may have passed already, whatever is said of it.
    fn unsure(self) -> Self {
        if self == Tense::Future { Tense::Unknown } else { self }
    }
}

/// The year that what follows goes on in.
fn carried_year(stretch: Stretch) -> Option<i16> {
    match stretch {
        Stretch::Day(day) | Stretch::Month(day) | Stretch::Season(day, _) | Stretch::Quarter(day) => Some(day.year()),
        Stretch::Year(year) => Some(year),
        _ => None,
    }
}

pub(super) fn year_number(token: &str) -> Option<i16> {
    token.parse().ok().filter(|y| token.len() == 4 && (1000..2100).contains(y))
}

/// The moment of the clock that a figure names: "12", "20.30", "9:30".
pub(super) fn clock_time(token: &str) -> Option<Moment> {
    let (hour, minute) = token.split_once(['.', ':']).unwrap_or((token, "0"));
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour <= 24 && (0..60).contains(&minute) && hour >= 0).then_some(Moment::Clock(hour, minute))
}
