//! Codes and days in; what is between them out: the acts of one towards another, sums for each pair, and who is near whom.

use super::Project;
use super::filter::Filter;
use demarche::mention::{EventType, Mode};
use demarche::relate::acts::{self, Act};
use demarche::resources::ontology::Ontology;
use demarche::tell::drawn::{Shared, Tie};
use rusqlite::{params, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};

/// Codes from which on pairs are not sought one by one.
const SOUGHT: usize = 64;

/// The days of a filter as texts that bound those of the file.
fn days(filter: &Filter) -> [String; 3] {
    let bound = |day: Option<jiff::civil::Date>, none: &str| day.map_or(none.to_owned(), |d| d.to_string());
    [bound(filter.from, ""), bound(filter.to, "~"), bound(filter.as_of, "~")]
}

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

impl Project {
    /// What one is reported to have done to the other, in order of days. The number of an act is that of its event.
    pub(crate) fn acts(&self, ontology: &Ontology, from: &str, to: &str, filter: &Filter) -> anyhow::Result<Vec<Act>> {
        let [first, last, told] = days(filter);
        let mut statement = self.connection.prepare_cached(
            "SELECT p.first, p.kind, p.mode, p.event FROM pair p
             WHERE p.actor = ?1 AND p.recipient = ?2 AND p.status = 'reported' AND p.first > ''
               AND p.first >= ?3 AND p.first <= ?4
               AND (?5 = '~' OR (SELECT told FROM event e WHERE e.id = p.event) <= ?5) ORDER BY p.first, p.event",
        )?;
        let mut rows = statement.query(params![from, to, first, last, told])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (day, kind, mode): (String, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (kind, score) = score(ontology, &kind, mode.as_deref())?;
            // Of what was before 1970 there is no course.
            let Some(day) = day.parse().ok().and_then(acts::day) else { continue };
            let event = u32::try_from(row.get::<_, i64>(3)?)?;
            found.push(Act { day, event, one: event, quad: Some(kind.quad()), score: Some(score) });
        }
        Ok(found)
    }

    /// What is between those of these codes, for each ordered pair.
    pub(crate) fn ties(&self, ontology: &Ontology, codes: &[String], filter: &Filter) -> anyhow::Result<Vec<Tie>> {
        let codes: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
        // Of few each pair is sought; of many all is read that one does.
        let few = codes.len() < SOUGHT;
        let among = if few { "AND p.recipient IN (SELECT value FROM json_each(?5))" } else { "" };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT p.recipient, p.kind, p.mode, p.status = 'reported', p.event FROM pair p
             WHERE p.actor = ?1 AND p.first >= ?2 AND p.first <= ?3
               AND (?4 = '~' OR (SELECT told FROM event e INDEXED BY event_told WHERE e.id = p.event) <= ?4) {among}
             ORDER BY p.recipient",
        ))?;
        let [first, last, told] = days(filter);
        let all = few.then(|| serde_json::to_string(&codes)).transpose()?;
        let (mut scores, mut events) = (Scores::new(), BTreeMap::<(&str, String), Own>::new());
        for from in &codes {
            let mut met: Vec<(String, Own)> = Vec::new();
            let asked = [*from, &first, &last, &told].into_iter().chain(all.as_deref());
            let mut rows = statement.query(params_from_iter(asked))?;
            while let Some(row) = rows.next()? {
                let to = row.get_ref(0)?.as_str()?;
                if met.last().is_none_or(|(last, _)| last != to) {
                    met.push((to.to_owned(), Own::new()));
                }
                let (kind, mode) = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str_or_null()?);
                let score = known(&mut scores, ontology, kind, mode)?;
                if let Some((_, own)) = met.last_mut() {
                    own.push((row.get(4)?, row.get::<_, bool>(3)?.then_some(score)));
                }
            }
            for (to, mut own) in met.into_iter().filter(|(to, _)| codes.contains(to.as_str())) {
                own.sort_unstable_by_key(|(event, _)| *event);
                events.insert((from, to), own);
            }
        }
        let tie = |((from, to), own): (&(&str, String), &Own)| {
            let back = codes.get(to.as_str()).and_then(|to| events.get(&(*to, (*from).to_owned())));
            let both = |event: i64| back.is_some_and(|back| back.binary_search_by_key(&event, |(at, _)| *at).is_ok());
            let Shared { events, done, score } = sum(own.iter());
            let shared = sum(own.iter().filter(|(event, _)| both(*event)));
            Tie { from: (*from).to_owned(), to: to.clone(), events, done, score, shared }
        };
        let ties = events.iter().map(tie).collect();
        Ok(ties)
    }

    /// Those with whom one has most to do, with the number of events; of all, where none is named. Each side is read in the
    /// order in which it stands.
    pub(crate) fn near(
        &self,
        code: Option<&str>,
        filter: &Filter,
        most: usize,
    ) -> anyhow::Result<Vec<(String, usize)>> {
        let [first, last, _] = days(filter);
        let mut near: BTreeMap<String, usize> = BTreeMap::new();
        match code {
            Some(code) => {
                let met = self.met(code, [&first, &last])?;
                near.extend(met.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0.clone(), same.len())));
            }
            // Who never acts and only suffers is in the network too.
            None => {
                let sql = "SELECT actor, recipient, count(*) FROM pair WHERE first >= ?1 AND first <= ?2 GROUP BY 1, 2";
                let mut statement = self.connection.prepare_cached(sql)?;
                let mut rows = statement.query([&first, &last])?;
                while let Some(row) = rows.next()? {
                    let count = usize::try_from(row.get::<_, i64>(2)?)?;
                    for code in [row.get(0)?, row.get(1)?] {
                        *near.entry(code).or_default() += count;
                    }
                }
            }
        }
        let mut near: Vec<(String, usize)> = near.into_iter().collect();
        near.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        near.truncate(most);
        Ok(near)
    }

    /// With whom one has to do in which events, each once, in order.
    fn met(&self, code: &str, [first, last]: [&str; 2]) -> anyhow::Result<Vec<(String, i64)>> {
        let mut met: Vec<(String, i64)> = Vec::new();
        for sql in [
            "SELECT recipient, event FROM pair WHERE actor = ?1 AND first >= ?2 AND first <= ?3",
            "SELECT actor, event FROM pair WHERE recipient = ?1 AND first >= ?2 AND first <= ?3",
        ] {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([code, first, last], |row| Ok((row.get(0)?, row.get(1)?)))?;
            for row in rows {
                met.push(row?);
            }
        }
        met.sort_unstable();
        met.dedup();
        Ok(met)
    }
}
