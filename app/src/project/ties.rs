//! Codes and days in; what is between them out: the acts of one towards another, sums for each pair, and who is near whom.

use super::Project;
use super::deeds::{Deed, Sides};
use super::filter::Filter;
use demarche::mention::{EventType, Mode};
use demarche::relate::acts::{self, Act};
use demarche::resources::ontology::Ontology;
use demarche::tell::drawn::{Shared, Tie};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

/// Days between the first and the last of the longest month.
const LONGEST_MONTH: i32 = 30;

fn score(ontology: &Ontology, kind: &str, mode: Option<&str>) -> anyhow::Result<(EventType, f64)> {
    let kind: EventType = super::pack::word(kind)?;
    let mode: Option<Mode> = mode.map(super::pack::word).transpose()?;
    Ok((kind, ontology.score(kind, mode)))
}

/// The score of each kind of act, with its mode, that was met. Kinds are few.
type Scores = Vec<(String, Option<String>, f64)>;

fn known(scores: &mut Scores, ontology: &Ontology, kind: &str, mode: Option<&str>) -> anyhow::Result<f64> {
    if let Some((.., score)) = scores.iter().find(|(k, m, _)| k == kind && m.as_deref() == mode) {
        return Ok(*score);
    }
    let score = score(ontology, kind, mode)?.1;
    scores.push((kind.to_owned(), mode.map(str::to_owned), score));
    Ok(score)
}

/// Events of one towards another, with the scores of those that are told as done.
type Own = Vec<(i64, Option<f64>)>;

fn sum<'a>(own: impl Iterator<Item = &'a (i64, Option<f64>)>) -> Shared {
    own.fold(Shared::default(), |sum, (_, score)| Shared {
        events: sum.events + 1,
        done: sum.done + usize::from(score.is_some()),
        score: sum.score + score.unwrap_or_default(),
    })
}

/// What is gathered of the pair of a deed: deeds come each pair's together.
fn of_pair<'o, T: Default>(pairs: &'o mut Vec<([String; 2], T)>, deed: &Deed<'_>) -> Option<&'o mut T> {
    if pairs.last().is_none_or(|(pair, _)| *pair != [deed.actor, deed.recipient]) {
        pairs.push(([deed.actor.to_owned(), deed.recipient.to_owned()], T::default()));
    }
    pairs.last_mut().map(|(_, gathered)| gathered)
}

impl Project {
    /// What one is reported to have done to the other, in order of days. The number of an act is that of its event; one that
    /// began before the first day of the filter stands on that.
    pub(crate) fn acts(&self, ontology: &Ontology, from: &str, to: &str, filter: &Filter) -> anyhow::Result<Vec<Act>> {
        let (from, to) = (BTreeSet::from([from]), BTreeSet::from([to]));
        let mut found = Vec::new();
        self.each_deed(filter, Sides { from: Some(&from), to: Some(&to) }, |deed| {
            // Of what was before 1970 there is no course.
            let day = deed.first.parse::<Date>().ok().map(|day| filter.from.map_or(day, |first| day.max(first)));
            if let Some(day) = day.filter(|_| deed.is_reported).and_then(acts::day) {
                let (kind, score) = score(ontology, deed.kind, deed.mode)?;
                let event = u32::try_from(deed.event)?;
                found.push(Act { day, event, one: event, quad: Some(kind.quad()), score: Some(score) });
            }
            Ok(())
        })?;
        found.sort_unstable_by_key(|act| (act.day, act.event));
        Ok(found)
    }

    /// Those of these events of which no month is told, as they stood on the day of the filter.
    pub(crate) fn loose(&self, filter: &Filter, events: BTreeSet<u32>) -> anyhow::Result<BTreeSet<u32>> {
        let day = filter.as_of.map_or("~".to_owned(), |day| day.to_string());
        let mut statement = self.connection.prepare_cached(
            "SELECT e.id, julianday(e.last) - julianday(e.first) > ?1, ?2 < '~' AND (e.told_last > ?2 OR e.since = '')
             FROM json_each(?3) n CROSS JOIN event e ON e.id = n.value",
        )?;
        let mut rows = statement.query(params![LONGEST_MONTH, day, serde_json::to_string(&events)?])?;
        let mut found = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let (number, mut is_loose): (i64, bool) = (row.get(0)?, row.get::<_, Option<bool>>(1)?.unwrap_or_default());
            if row.get(2)? {
                let time = self.numbered_then(filter, number)?.and_then(|kept| kept.event.time);
                is_loose = time.is_some_and(|time| (time.end - time.start).get_days() > LONGEST_MONTH);
            }
            found.extend(is_loose.then(|| u32::try_from(number)).transpose()?);
        }
        Ok(found)
    }

    /// What is between those of these codes, for each ordered pair.
    pub(crate) fn ties(&self, ontology: &Ontology, codes: &[String], filter: &Filter) -> anyhow::Result<Vec<Tie>> {
        let codes: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
        let (mut scores, mut pairs) = (Scores::new(), Vec::<([String; 2], Own)>::new());
        self.each_deed(filter, Sides { from: Some(&codes), to: Some(&codes) }, |deed| {
            let score = deed.is_reported.then(|| known(&mut scores, ontology, deed.kind, deed.mode)).transpose()?;
            of_pair(&mut pairs, &deed).into_iter().for_each(|own| own.push((deed.event, score)));
            Ok(())
        })?;
        let mut events: BTreeMap<[String; 2], Own> = BTreeMap::new();
        for (pair, mut own) in pairs {
            events.entry(pair).or_default().append(&mut own);
        }
        events.values_mut().for_each(|own| own.sort_unstable_by_key(|(event, _)| *event));
        let tie = |([from, to], own): (&[String; 2], &Own)| {
            let back = events.get(&[to.clone(), from.clone()]);
            let both = |event: i64| back.is_some_and(|back| back.binary_search_by_key(&event, |(at, _)| *at).is_ok());
            let Shared { events, done, score } = sum(own.iter());
            let shared = sum(own.iter().filter(|(event, _)| both(*event)));
            Tie { from: from.clone(), to: to.clone(), events, done, score, shared }
        };
        Ok(events.iter().map(tie).collect())
    }

    /// Those with whom one has most to do, with the number of events; of all, where none is named.
    pub(crate) fn near(
        &self,
        code: Option<&str>,
        filter: &Filter,
        most: usize,
    ) -> anyhow::Result<Vec<(String, usize)>> {
        let mut near: BTreeMap<String, usize> = BTreeMap::new();
        match code {
            Some(code) => {
                let met = self.met(code, filter)?;
                near.extend(met.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0.clone(), same.len())));
            }
            // Who never acts and only suffers is in the network too.
            None => {
                let mut pairs: Vec<([String; 2], usize)> = Vec::new();
                self.each_deed(filter, Sides { from: None, to: None }, |deed| {
                    of_pair(&mut pairs, &deed).into_iter().for_each(|count| *count += 1);
                    Ok(())
                })?;
                for (pair, count) in pairs {
                    pair.into_iter().for_each(|code| *near.entry(code).or_default() += count);
                }
            }
        }
        let mut near: Vec<(String, usize)> = near.into_iter().collect();
        near.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        near.truncate(most);
        Ok(near)
    }

    /// With whom one has to do in which events, each once, in order.
    fn met(&self, code: &str, filter: &Filter) -> anyhow::Result<Vec<(String, i64)>> {
        let mut met: Vec<(String, i64)> = Vec::new();
        let own = BTreeSet::from([code]);
        for (from, to) in [(Some(&own), None), (None, Some(&own))] {
            self.each_deed(filter, Sides { from, to }, |deed| {
                met.push(((if from.is_some() { deed.recipient } else { deed.actor }).to_owned(), deed.event));
                Ok(())
            })?;
        }
        met.sort_unstable();
        met.dedup();
        Ok(met)
    }
}
