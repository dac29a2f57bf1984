//! A project, conditions and words in; drawings with their tables out: what pages, reports and files show.

pub(crate) mod args;
pub(crate) mod brief;
mod events;
pub(crate) mod report;

use crate::project::{Filter, Kept, Project, code_of};
use demarche::event::Event;
use demarche::relate::acts::{self, Act};
use demarche::relate::course::{Course, Moved};
use demarche::resources::ontology::Ontology;
use demarche::tell::drawn::{self, Acted, Between, Crowd, Figure, Showing, Tie};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Actors around one, and of a whole project.
pub(crate) const AROUND: usize = 30;
pub(crate) const OF_ALL: usize = 20;
/// Events that moved a relation, and weeks that are looked back for them.
const MOVERS: usize = 5;
const LATELY: u32 = 12;
/// Days of the shortest gap that parts few early events from the others.
const LEAST_GAP: i32 = 730;
/// A difference of the index below which nothing is said to have moved.
const LEAST_STEP: f64 = 0.25;

/// What is looked at, and how it is told.
pub(crate) struct Sight<'a> {
    pub(crate) project: &'a Project,
    pub(crate) ontology: &'a Ontology,
    pub(crate) filter: &'a Filter,
    pub(crate) showing: Showing<'a>,
    /// An event in a line, and when it was.
    pub(crate) fact: &'a dyn Fn(&Event) -> String,
    pub(crate) when: &'a dyn Fn(&Kept) -> String,
}

/// How two stand to each other.
pub(crate) struct Relation {
    pub(crate) course: Figure,
    pub(crate) months: Figure,
    /// What moved the index of each direction when something last happened, with by how much; and that day.
    pub(crate) moved: [Vec<(Kept, f64)>; 2],
    pub(crate) moved_at: Option<Date>,
    /// Acts long before all others, which are not drawn.
    pub(crate) early: Option<Early>,
}

/// Few that stand long before all others: drawn with them, these would stand in a heap at one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Early {
    pub(crate) count: usize,
    /// When they begin, and when the others do.
    pub(crate) first: Date,
    pub(crate) rest: Date,
}

impl Early {
    /// Of days in any order: one in ten at most, before a gap that is longer than all that comes after it.
    pub(crate) fn of(mut days: Vec<Date>) -> Option<Self> {
        days.sort_unstable();
        let (first, last) = (*days.first()?, *days.last()?);
        let between = |from: Date, to: Date| (to - from).get_days();
        let gap = days.windows(2).take(days.len().div_ceil(10)).enumerate().filter(|(_, pair)| {
            let rest = between(pair[1], last);
            between(pair[0], pair[1]) > rest.max(LEAST_GAP)
        });
        let (at, pair) = gap.max_by_key(|(at, _)| *at)?;
        Some(Self { count: at + 1, first, rest: pair[1] })
    }
}

/// How one stands towards another at the end, beside what was usual in the year before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Standing {
    pub(crate) index: f64,
    pub(crate) usual: f64,
    /// The difference is more than the weeks before scatter.
    pub(crate) moved: bool,
}

impl<'a> Sight<'a> {
    /// The same with other ids in its drawings.
    fn showing(&self, id: &'a str) -> Showing<'a> {
        Showing { id, ..self.showing }
    }

    /// The two and all that is reported between them.
    pub(crate) fn relation(&self, one: &str, other: &str, ids: [&'a str; 2], whole: bool) -> anyhow::Result<Relation> {
        let filter = self.filter.around(&[one, other]);
        let mut forth = self.project.acts(self.ontology, one, other, &filter)?;
        let mut back = self.project.acts(self.ontology, other, one, &filter)?;
        // What both did together stands in both directions.
        let days: BTreeMap<u32, u32> = forth.iter().chain(&back).map(|act| (act.event, act.day)).collect();
        let days = days.into_values().filter_map(acts::date).collect();
        let early = if whole || self.filter.from.is_some() { None } else { Early::of(days) };
        let first = early.and_then(|early| acts::day(early.rest)).unwrap_or_default();
        [&mut forth, &mut back].into_iter().for_each(|acts| acts.retain(|act| act.day >= first));
        let today = self.filter.to.or(self.project.today(self.filter)?).and_then(acts::day);
        let end = forth.iter().chain(&back).map(|act| act.day).chain(today).max().map_or(0, |day| day + 1);
        let course = |acts: &[Act]| Course::new(acts, end, &|_| None);
        let (forth, back) = (course(&forth), course(&back));
        let then = self.filter.then();
        let act = |number: u32| match self.project.numbered_then(&then, i64::from(number)) {
            Ok(Some(kept)) => Acted {
                when: (self.when)(&kept),
                what: (self.fact)(&kept.event),
                address: (self.showing.lead)(drawn::Lead::Event(&kept.event.id)),
            },
            _ => Acted::default(),
        };
        let events: BTreeSet<u32> = forth.acts().iter().chain(back.acts()).map(|act| act.event).collect();
        let loose = self.project.loose(&then, events)?;
        let between = Between { one, other, forth: &forth, back: &back, act: &act, loose: &loose };
        let (course, months) =
            (drawn::course(&self.showing(ids[0]), &between), drawn::months(&self.showing(ids[1]), &between));
        let last = forth.acts().iter().chain(back.acts()).map(|act| act.day).max();
        let moved = [self.moved(&forth, last)?, self.moved(&back, last)?];
        Ok(Relation { course, months, moved, moved_at: last.and_then(acts::date), early })
    }

    /// How one stands towards another, where enough is told for something to be usual.
    pub(crate) fn standing(&self, one: &str, other: &str) -> anyhow::Result<Option<Standing>> {
        let acts = self.project.acts(self.ontology, one, other, &self.filter.around(&[one, other]))?;
        let today = self.filter.to.or(self.project.today(self.filter)?).and_then(acts::day);
        let end = acts.iter().map(|act| act.day).chain(today).max().map_or(0, |day| day + 1);
        let course = Course::new(&acts, end, &|_| None);
        Ok(course.last().and_then(|week| {
            let norm = week.norms[1]?;
            let moved = (week.index - norm.mean).abs() > norm.scatter.max(LEAST_STEP);
            Some(Standing { index: week.index, usual: norm.mean, moved })
        }))
    }

    /// What moved the index in the weeks up to a day.
    fn moved(&self, course: &Course, last: Option<u32>) -> anyhow::Result<Vec<(Kept, f64)>> {
        let until = course.weeks.iter().enumerate().rfind(|(_, week)| last.is_some_and(|day| week.start <= day));
        let Some((at, week)) = until else { return Ok(Vec::new()) };
        let moved: Vec<Moved> = course.moved(at, week.start.saturating_sub(LATELY * 7));
        let mut found = Vec::new();
        for one in moved.iter().take(MOVERS) {
            let kept = self.project.numbered_then(&self.filter.then(), i64::from(one.event))?;
            found.extend(kept.map(|kept| (kept, one.by)));
        }
        Ok(found)
    }

    /// The network around one, or of those to whom most happens; as lines and as a matrix.
    pub(crate) fn ties(&self, middle: Option<&str>, ids: [&'a str; 2]) -> anyhow::Result<[Figure; 2]> {
        Ok(self.drawn(&self.around(middle)?, middle, ids))
    }

    /// What is between the actors around one, or of a whole project, as it is drawn; and whether there are others.
    fn around(&self, middle: Option<&str>) -> anyhow::Result<(Vec<Tie>, bool)> {
        self.graph(middle, if middle.is_some() { AROUND } else { OF_ALL })
    }

    fn drawn(&self, (ties, more): &(Vec<Tie>, bool), middle: Option<&str>, ids: [&'a str; 2]) -> [Figure; 2] {
        let crowd = Crowd { middle, more: *more };
        let network = drawn::network(&self.showing(ids[0]), ties, crowd);
        [network, drawn::matrix(&self.showing(ids[1]), ties, crowd)]
    }

    /// What is between the actors around one, or between those to whom most happens; and whether there are others.
    pub(crate) fn graph(&self, middle: Option<&str>, most: usize) -> anyhow::Result<(Vec<Tie>, bool)> {
        let middle = middle.map(code_of);
        let filter = middle.map_or_else(|| self.filter.clone(), |middle| self.filter.around(&[middle]));
        let mut near = self.project.near(middle, &filter, most + 1)?;
        let more = near.len() > most;
        near.truncate(most);
        let codes: Vec<String> = near.into_iter().map(|(code, _)| code).chain(middle.map(str::to_owned)).collect();
        Ok((self.project.ties(self.ontology, &codes, &filter)?, more))
    }

    /// The pairs between which most is told: the one asked for, or those of the one asked for, or of all, where these are the
    /// ties.
    fn pairs(&self, middle: Option<&str>, of_all: &[Tie], most: usize) -> anyhow::Result<Vec<(String, String)>> {
        if let Some((one, other)) = &self.filter.dyad {
            return Ok(vec![(code_of(one).to_owned(), code_of(other).to_owned())]);
        }
        let own = middle.map(|code| anyhow::Ok(self.graph(Some(code), OF_ALL)?.0)).transpose()?;
        let mut sums: BTreeMap<(String, String), usize> = BTreeMap::new();
        for tie in own.as_deref().unwrap_or(of_all) {
            let (a, b) = (tie.from.clone().min(tie.to.clone()), tie.from.clone().max(tie.to.clone()));
            if middle.is_none_or(|code| a == code || b == code) {
                *sums.entry((a, b)).or_default() += tie.done;
            }
        }
        let mut pairs: Vec<((String, String), usize)> = sums.into_iter().filter(|(_, done)| *done > 0).collect();
        pairs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        Ok(pairs.into_iter().take(most).map(|(pair, _)| pair).collect())
    }

    /// Those who have to do with both, with how much.
    pub(crate) fn thirds(&self, one: &str, other: &str) -> anyhow::Result<Vec<(String, usize, usize)>> {
        let filter = Filter { dyad: None, ..self.filter.clone() };
        let near = |code: &str| -> anyhow::Result<BTreeMap<String, usize>> {
            Ok(self.project.near(Some(code), &filter, 2 * AROUND)?.into_iter().collect())
        };
        let (near, far) = (near(one)?, near(other)?);
        let both = near.iter().filter(|(code, _)| *code != one && *code != other);
        let mut found: Vec<(String, usize, usize)> =
            both.filter_map(|(code, count)| Some((code.clone(), *count, *far.get(code)?))).collect();
        found.sort_by(|a, b| b.1.min(b.2).cmp(&a.1.min(a.2)).then(a.0.cmp(&b.0)));
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::Early;
    use jiff::civil::date;

    #[test]
    fn few_that_stand_long_before_all_others_are_told_apart() {
        let mut days: Vec<_> = (1..=11).map(|month| date(2020, month, 3)).collect();
        assert_eq!(Early::of(days.clone()), None);
        days.push(date(1979, 5, 1));
        let early = Early::of(days.clone());
        assert_eq!(early, Some(Early { count: 1, first: date(1979, 5, 1), rest: date(2020, 1, 3) }));
        // More than one in ten are no outliers; nor is a gap shorter than what follows.
        days.extend([date(1979, 6, 1), date(1980, 1, 1)]);
        assert_eq!(Early::of(days), None);
        assert_eq!(Early::of(vec![date(2000, 1, 1), date(2003, 1, 1), date(2020, 1, 1)]), None);
        assert_eq!(Early::of(Vec::new()), None);
    }
}
