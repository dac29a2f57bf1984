//! An actor or two in, sums over their events out: with whom, of which kind, how friendly, month by month.

use super::Project;
use super::deeds::{Part, Sides};
use super::filter::{Filter, code_of};
use demarche::Resources;
use demarche::mention::{EventType, Mode, Quad};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Partners of an actor that are named.
const PARTNERS: usize = 15;

/// Day, type and mode of an act.
type Told = (String, String, Option<String>);

/// What one does to another.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Direction {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) events: usize,
    /// In the order of the quadrants: words and deeds of cooperation, words and deeds of conflict.
    pub(crate) quadrants: [usize; 4],
    /// Mean of the scores of the acts, −10 to 10.
    pub(crate) tone: f64,
    pub(crate) types: BTreeMap<String, usize>,
    /// Month, events, mean score.
    pub(crate) months: Vec<(String, usize, f64)>,
}

impl Direction {
    fn of(resources: &Resources, [from, to]: [&str; 2], acts: Vec<Told>) -> anyhow::Result<Self> {
        let mut sums = Self { from: from.to_owned(), to: to.to_owned(), ..Self::default() };
        let mut months: BTreeMap<String, (usize, f64)> = BTreeMap::new();
        for (first, kind, mode) in acts {
            let kind: EventType = super::pack::word(&kind)?;
            let mode: Option<Mode> = mode.as_deref().map(super::pack::word).transpose()?;
            let score = resources.ontology.score(kind, mode);
            sums.events += 1;
            sums.tone += score;
            let quadrant = Quad::ALL.iter().position(|q| *q == kind.quad()).unwrap_or_default();
            sums.quadrants[quadrant] += 1;
            *sums.types.entry(kind.to_string()).or_default() += 1;
            let month = months.entry(first.chars().take(7).collect()).or_default();
            *month = (month.0 + 1, month.1 + score);
        }
        sums.tone = super::pack::rounded(sums.tone / sums.events.max(1) as f64);
        let mean =
            |(month, (count, sum)): (String, (usize, f64))| (month, count, super::pack::rounded(sum / count as f64));
        sums.months = months.into_iter().map(mean).collect();
        Ok(sums)
    }
}

/// What is told of one actor.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Portrait {
    pub(crate) code: String,
    pub(crate) acts: BTreeMap<String, usize>,
    pub(crate) suffers: BTreeMap<String, usize>,
    pub(crate) partners: Vec<(String, usize)>,
    pub(crate) first: String,
    pub(crate) last: String,
}

impl Portrait {
    fn note(&mut self, part: Part<'_>, count: usize) {
        let kinds = if part.acts { &mut self.acts } else { &mut self.suffers };
        *kinds.entry(part.kind.to_owned()).or_default() += count;
        let days = part.days.map(str::to_owned);
        let [first, last] = days;
        if !first.is_empty() && (self.first.is_empty() || first < self.first) {
            self.first = first;
        }
        self.last = last.max(std::mem::take(&mut self.last));
    }
}

impl Project {
    /// What is told as done by one towards the other and back, in events that meet the filter.
    pub(crate) fn directions(
        &self,
        resources: &Resources,
        [one, other]: [&str; 2],
        filter: &Filter,
    ) -> anyhow::Result<[Direction; 2]> {
        let direction = |from, to| Direction::of(resources, [from, to], self.acts_between(from, to, filter)?);
        Ok([direction(one, other)?, direction(other, one)?])
    }

    /// Day, type and mode of what one is reported to have done to the other, in order of days.
    fn acts_between(&self, from: &str, to: &str, filter: &Filter) -> anyhow::Result<Vec<Told>> {
        let (from, to) = (BTreeSet::from([from]), BTreeSet::from([to]));
        let least = filter.from.map(|day| day.to_string()).unwrap_or_default();
        let mut acts: Vec<Told> = Vec::new();
        self.each_deed(filter, Sides { from: Some(&from), to: Some(&to) }, |deed| {
            if deed.is_reported && !deed.first.is_empty() {
                let first = deed.first.max(least.as_str()).to_owned();
                acts.push((first, deed.kind.to_owned(), deed.mode.map(str::to_owned)));
            }
            Ok(())
        })?;
        acts.sort();
        Ok(acts)
    }

    /// Whether an event names an actor of this code, or code and sector.
    pub(crate) fn has_actor(&self, code: &str) -> anyhow::Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM part WHERE code = ?1")?.exists([code])?)
    }

    /// Whether an article is in the language, is of the outlet.
    pub(crate) fn has_language(&self, lang: &str) -> anyhow::Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM article WHERE lang = ?1")?.exists([lang])?)
    }

    pub(crate) fn has_outlet(&self, outlet: &str) -> anyhow::Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM article WHERE source = ?1")?.exists([outlet])?)
    }

    /// The codes of all actors, with and without their sectors.
    pub(crate) fn actor_codes(&self) -> anyhow::Result<BTreeSet<String>> {
        let mut statement = self.connection.prepare_cached("SELECT DISTINCT code FROM part")?;
        let codes = statement.query_map([], |row| row.get(0))?;
        Ok(codes.collect::<Result<_, _>>()?)
    }

    /// What is told of one in events that meet the filter.
    pub(crate) fn portrait(&self, code: &str, filter: &Filter) -> anyhow::Result<Portrait> {
        let filter = filter.around(&[code]);
        let mut portrait = Portrait { code: code.to_owned(), ..Portrait::default() };
        self.each_part(code, &filter, |part, count| portrait.note(part, count))?;
        let own = match code_of(code) == code {
            true => filter,
            // Pairs are of whole actors: of what a sector does only a look at its events tells.
            false => Filter { actors: vec![code.to_owned()], ..filter },
        };
        portrait.partners = self.near(Some(code_of(code)), &own, PARTNERS)?;
        Ok(portrait)
    }
}
