//! Expressions that count from the article's date or from what was told last: weekdays, "heute", "im vergangenen Jahr",
//! "am Vortag", parts of the day, times of the clock, "damals".

use super::calendar::{Stretch, weekday_from};
use super::dates::clock_time;
use super::durations::day_span;
use super::{Found, Moment, Reader, Tense, Value};
use crate::parse::Tag;
use crate::resources::lexicon::WordClass;
use crate::resources::times::{Count, DayPart, Era, Relation, TimeWord, Unit};
use jiff::civil::Date;

impl Reader<'_, '_> {
    /// "Montag", "Montagabend", "vergangenen Samstag", "Samstag, den 25. August".
    pub(super) fn weekday(&self, at: usize, step: Option<i32>) -> Option<Found> {
        let TimeWord::Weekday(day, joined) = self.said(at)? else { return None };
        if self.word(at)?.agree.is_plural() {
            return None;
        }
        let apart = match self.said(at + 1) {
            Some(TimeWord::DayPart(part)) => Some(part),
            _ => None,
        };
        let (part, end) = (joined.or(apart), at + 1 + usize::from(apart.is_some()));
        if let Some(exact) = self.date_beside(end) {
            return Some(at_part(exact, part));
        }
        let Some(today) = self.today() else { return Some(Found::other(Value::Unresolved, end, true)) };
        let tense = self.tense(at, end);
        let ahead = match step {
            Some(step) if step != 0 => step > 0,
            _ => match self.relation_before(at) {
                Some(Relation::Since) => false,
                Some(Relation::Until | Relation::From) => tense != Tense::Past,
                Some(Relation::For) => true,
                _ => matches!(tense, Tense::Future | Tense::Present) || step.is_some() && tense == Tense::Unknown,
            },
        };
        let date = weekday_from(today, day, ahead, step.is_some_and(|s| s != 0))?;
        Some(at_part(Found::on(Stretch::Day(date), end, false), part))
    }

    /// The date that stands behind its weekday.
    fn date_beside(&self, from: usize) -> Option<Found> {
        let mut at = from;
        while at < from + 3 && (matches!(self.token(at), "," | "(") || self.is_binding(at) && !self.word(at)?.capital) {
            at += 1;
        }
        let found = if self.word(at)?.tag == Tag::Number { self.number(at)? } else { return None };
        matches!(found.value, Value::On(Stretch::Day(_))).then_some(found)
    }

    /// "heute", "gestern Abend", "am heutigen Montag"; "noch heute" and "das heutige Kaliningrad" name no day.
    pub(super) fn day(&self, at: usize, offset: i32) -> Option<Found> {
        let mut end = at + 1;
        let adjective = self.word(at)?.tag == Tag::Adjective;
        let mut part = None;
        match self.said(end) {
            Some(TimeWord::DayPart(p)) => (part, end) = (Some(p), end + 1),
            Some(TimeWord::Weekday(_, p)) if adjective => (part, end) = (p, end + 1),
            Some(TimeWord::Unit(Unit::Day, _)) if adjective => end += 1,
            // A day for an act ("der heutige Rücktritt"), none for a thing ("das heutige Kaliningrad").
            _ if adjective && offset == 0 => {
                let time = self.today().map(day_span);
                let era = Found::other(Value::Era(Era::Present), end, time.is_some());
                return Some(Found { time, dated: false, ..era });
            }
            _ => {}
        }
        let still = |w: Option<TimeWord>| matches!(w, Some(TimeWord::Still | TimeWord::Relation(Relation::Until)));
        if offset == 0 && (still(self.before(at)) || still(self.said(end))) && self.tense(at, end) != Tense::Future {
            return Some(Found::other(Value::Era(Era::Present), end, false));
        }
        let Some(today) = self.today() else { return Some(Found::other(Value::Unresolved, end, true)) };
        let day = Stretch::Day(today).moved(offset)?;
        Some(at_part(Found::on(day, end, false), part))
    }

    /// "am Nachmittag", "in der Nacht zum Montag" (the day alone), "am Abend des 14. August".
    pub(super) fn part_of_day(&self, at: usize, part: DayPart) -> Option<Found> {
        let word = self.word(at)?;
        let placed = at > self.range.start
            && (self.is_binding(at - 1)
                || self.is(at - 1, WordClass::Preposition)
                || matches!(self.before(at), Some(TimeWord::Part(_) | TimeWord::Same | TimeWord::Direction(_))));
        if !word.capital || !placed {
            return None;
        }
        let mut next = at + 1;
        while next < at + 3 && (self.is_binding(next) || self.is(next, WordClass::Preposition)) {
            next += 1;
        }
        let dated = matches!(self.said(next), Some(TimeWord::Weekday(..) | TimeWord::Day(_)))
            || self.word(next).is_some_and(|w| w.tag == Tag::Number && self.day_of_month(next).is_some());
        if dated && next > at + 1 {
            return if self.is(at + 1, WordClass::Determiner) {
                self.read(next).map(|found| at_part(found, Some(part)))
            } else {
                None
            };
        }
        let Some((day, dated)) = self.day_told() else {
            return Some(Found::other(Value::At(None, Moment::Part(part)), at + 1, true));
        };
        Some(Found {
            value: Value::At(Some(day), Moment::Part(part)),
            time: Some(day_span(day)),
            end: at + 1,
            dated,
            says_when: true,
            aside: false,
        })
    }

    /// "vergangenen Samstag", "im letzten Jahr", "dieser Woche", "in den kommenden Tagen".
    pub(super) fn directed(&self, at: usize, step: i32) -> Option<Found> {
        if let Some(counted) = self.directed_count(at + 1, step) {
            return Some(counted);
        }
        let skip = usize::from(self.said(at + 1).is_none() && self.word(at + 1)?.tag == Tag::Adjective);
        let next = at + 1 + skip;
        match self.said(next)? {
            TimeWord::Weekday(..) => self.weekday(next, Some(step)),
            TimeWord::Month(_) | TimeWord::Season(_) | TimeWord::Feast(_) => self.nearest(next, step),
            TimeWord::DayPart(part) => {
                let today = self.today()?;
                let back = step < 0 && part != DayPart::Night;
                let day = if back || step > 0 { Stretch::Day(today).moved(step)? } else { Stretch::Day(today) };
                Some(at_part(Found::on(day, next + 1, false), Some(part)))
            }
            TimeWord::Unit(unit, true) => Some(Found::other(Value::Lasts(Count::Vague, unit), next + 1, true)),
            TimeWord::Unit(Unit::Day, _) if step == 0 => self.told(Unit::Day, next + 1),
            TimeWord::Unit(Unit::Day, _) => self.beside(next + 1, Unit::Day, step),
            TimeWord::Unit(unit, _) => self.offset(next, unit, step),
            TimeWord::Time if step == 0 => Some(Found::other(Value::Era(Era::Present), next + 1, false)),
            TimeWord::Time => Some(Found::other(Value::Era(Era::Blurred), next + 1, true)),
            _ => None,
        }
    }

    /// A month, season or feast with a direction: the nearest on that side.
    fn nearest(&self, at: usize, step: i32) -> Option<Found> {
        let found = self.read(at)?;
        let (Value::On(stretch), Some(today), Some(time), false) = (found.value, self.today(), found.time, found.dated)
        else {
            return Some(found);
        };
        let years = match step.signum() {
            -1 if time.end >= today => -1,
            1 if time.start <= today => 1,
            _ => return Some(found),
        };
        let moved = match stretch {
            Stretch::Month(first) => Stretch::month(first.year() + years, first.month())?,
            Stretch::Day(day) => Stretch::Day(Date::new(day.year() + years, day.month(), day.day()).ok()?),
            other => other.moved(i32::from(years))?,
        };
        Some(Found::on(moved, found.end, false))
    }

    /// "am selben Tag", "im gleichen Jahr", "zur selben Zeit".
    pub(super) fn same(&self, at: usize) -> Option<Found> {
        match self.said(at + 1)? {
            TimeWord::Unit(unit, _) => self.told(unit, at + 2),
            TimeWord::DayPart(part) => self.part_of_day(at + 1, part),
            TimeWord::Weekday(_, part) => self.told(Unit::Day, at + 2).map(|found| at_part(found, part)),
            _ => None,
        }
    }

    /// The unit that holds what was told last.
    fn told(&self, unit: Unit, end: usize) -> Option<Found> {
        if unit == Unit::Day {
            let (day, dated) = self.day_told()?;
            return Some(Found::on(Stretch::Day(day), end, dated));
        }
        let Some(mark) = self.last else { return Some(Found::other(Value::Unresolved, end, true)) };
        Some(Found::on(Stretch::holding(mark.stretch.span()?.start, unit)?, end, mark.dated))
    }

    /// A unit counted from the one that holds the article's date: "im Vorjahr", "nächste Woche".
    pub(super) fn offset(&self, at: usize, unit: Unit, step: i32) -> Option<Found> {
        let Some(today) = self.today() else { return Some(Found::other(Value::Unresolved, at + 1, true)) };
        let this = Stretch::holding(today, unit)?;
        // On a working day the coming weekend is this week's.
        let step = if unit == Unit::Weekend && step > 0 && this.span()?.start > today { step - 1 } else { step };
        Some(Found::on(this.moved(step)?, at + 1, false))
    }

    /// A unit counted from what was told last: "am Vortag", "am nächsten Tag".
    pub(super) fn beside(&self, end: usize, unit: Unit, step: i32) -> Option<Found> {
        Some(self.shifted(step, unit, end).unwrap_or(Found::other(Value::Unresolved, end, true)))
    }

    /// "damals" is what was told last; "jetzt", "kürzlich", "in Zukunft" are no dates.
    pub(super) fn era(&self, at: usize, era: Era) -> Option<Found> {
        let bound = self.relation_before(at);
        if era == Era::While && !matches!(bound, Some(Relation::Ago | Relation::Since)) {
            return None;
        }
        if era == Era::Meanwhile {
            let time = self.anchor.filter(|(_, exact)| *exact).map(|(day, _)| day_span(day));
            return Some(Found { time, dated: false, ..Found::other(Value::Era(era), at + 1, time.is_some()) });
        }
        let noun = self.word(at)?.tag == Tag::Noun;
        if noun && bound != Some(Relation::In) && !self.is_binding(at.checked_sub(1)?) {
            return None;
        }
        let found = Found::other(Value::Era(era), at + 1, !matches!(era, Era::Present | Era::Future));
        match self.near_mark().filter(|_| era == Era::Past && !noun) {
            Some(mark) => Some(Found { time: mark.stretch.span(), dated: mark.dated, ..found }),
            None => Some(found),
        }
    }

    /// "20.30 Uhr", "um 12.15", the first of "10 bis 15 Uhr".
    pub(super) fn clock(&self, at: usize) -> Option<Found> {
        let token = self.token(at);
        let (first, range) = token.split_once('-').map_or((token, false), |(first, _)| (first, true));
        let moment = clock_time(first)?;
        let is_clock = |at: usize| self.said(at) == Some(TimeWord::Clock);
        let joins = |at: usize| {
            matches!(self.said(at), Some(TimeWord::Relation(Relation::Until)))
                || self.word(at).is_some_and(|w| matches!(w.tag, Tag::Break | Tag::Coordinator))
        };
        let mut end = at + 1;
        if is_clock(end) {
            end += usize::from(!range);
        } else {
            let through = joins(end) && self.word(end + 1).is_some_and(|w| w.tag == Tag::Number) && is_clock(end + 2);
            let exact = self.before(at) == Some(TimeWord::Relation(Relation::At))
                && token.contains(['.', ':'])
                && self.word(end).is_none_or(|w| w.tag != Tag::Noun);
            if !through && !exact {
                return None;
            }
        }
        Some(self.on_the_clock(at, moment, end))
    }

    /// The second of "10-18 Uhr": its figure is in the word before.
    pub(super) fn clock_after_range(&self, at: usize) -> Option<Found> {
        let before = at.checked_sub(1)?;
        let (_, second) = self.token(before).split_once('-')?;
        Some(self.on_the_clock(before, clock_time(second)?, at + 1))
    }

    /// A moment of the day told last, else of the article's day.
    fn on_the_clock(&self, at: usize, moment: Moment, end: usize) -> Found {
        let severally = self.before(at) == Some(TimeWord::Severally);
        let told = self.day_told().filter(|_| !severally && !self.many_days(at));
        let value = Value::At(told.map(|(day, _)| day), moment);
        Found {
            value,
            time: told.map(|(day, _)| day_span(day)),
            end,
            dated: told.is_none_or(|(_, dated)| dated),
            says_when: told.is_some(),
            aside: false,
        }
    }

    /// The day told last is the end of a list, so a time of the clock is of each of them.
    fn many_days(&self, at: usize) -> bool {
        let Some(mark) = self.last_day.filter(|m| m.sentence == self.sentence && m.word < at) else { return false };
        let before = mark.word.checked_sub(1);
        before.is_some_and(|b| {
            self.word(b).is_some_and(|w| w.tag == Tag::Coordinator)
                && b > 0
                && (self.token(b - 1) == "." || matches!(self.said(b - 1), Some(TimeWord::Day(_))))
        })
    }
}

/// The same day, narrowed to a part of it.
fn at_part(found: Found, part: Option<DayPart>) -> Found {
    match (found.value, part) {
        (Value::On(Stretch::Day(day)), Some(part)) => {
            Found { value: Value::At(Some(day), Moment::Part(part)), ..found }
        }
        _ => found,
    }
}
