//! Codes and days in; what is between them out: the acts of one towards another, sums for each pair, and who is near whom.

use super::Project;
use super::filter::Filter;
use demarche::mention::{EventType, Mode};
use demarche::relate::acts::{self, Act};
use demarche::resources::ontology::Ontology;
use demarche::tell::drawn::Tie;
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

/// How often a kind of act, with its mode, was done or only spoken of. Kinds are few.
type Counts = Vec<(String, Option<String>, bool, usize)>;

fn count(counts: &mut Counts, kind: &str, mode: Option<&str>, done: bool) {
    match counts.iter_mut().find(|(k, m, d, _)| k == kind && m.as_deref() == mode && *d == done) {
        Some((.., count)) => *count += 1,
        None => counts.push((kind.to_owned(), mode.map(str::to_owned), done, 1)),
    }
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
               AND (?4 = '~' OR (SELECT told FROM event e WHERE e.id = p.event) <= ?4) {among}
             ORDER BY p.recipient",
        ))?;
        let [first, last, told] = days(filter);
        let all = few.then(|| serde_json::to_string(&codes)).transpose()?;
        let mut ties = Vec::new();
        let mut events: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
        for from in &codes {
            let mut met: Vec<(String, Counts, Vec<i64>)> = Vec::new();
            let asked = [*from, &first, &last, &told].into_iter().chain(all.as_deref());
            let mut rows = statement.query(params_from_iter(asked))?;
            while let Some(row) = rows.next()? {
                let to = row.get_ref(0)?.as_str()?;
                if met.last().is_none_or(|(last, ..)| last != to) {
                    met.push((to.to_owned(), Counts::new(), Vec::new()));
                }
                if let Some((_, counts, events)) = met.last_mut() {
                    count(counts, row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str_or_null()?, row.get(3)?);
                    events.push(row.get(4)?);
                }
            }
            met.retain(|(to, ..)| codes.contains(to.as_str()));
            for (to, mut counts, mut own) in met {
                counts.sort_unstable();
                own.sort_unstable();
                events.insert(((*from).to_owned(), to.clone()), own);
                let mut tie = Tie { from: (*from).to_owned(), to, ..Tie::default() };
                for (kind, mode, done, count) in counts {
                    tie.events += count;
                    if done {
                        tie.done += count;
                        tie.score += score(ontology, &kind, mode.as_deref())?.1 * count as f64;
                    }
                }
                ties.push(tie);
            }
        }
        for tie in &mut ties {
            let [way, back] =
                [(&tie.from, &tie.to), (&tie.to, &tie.from)].map(|(from, to)| events.get(&(from.clone(), to.clone())));
            if let (Some(way), Some(back)) = (way, back) {
                tie.shared = way.iter().filter(|event| back.binary_search(event).is_ok()).count();
            }
        }
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
                let sql =
                    "SELECT actor, recipient FROM pair WHERE first >= ?1 AND first <= ?2 ORDER BY actor, recipient";
                let mut statement = self.connection.prepare_cached(sql)?;
                let mut rows = statement.query([&first, &last])?;
                let mut pairs: Vec<([String; 2], usize)> = Vec::new();
                while let Some(row) = rows.next()? {
                    let pair = [row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?];
                    match pairs.last_mut().filter(|(last, _)| *last == pair) {
                        Some((_, count)) => *count += 1,
                        None => pairs.push((pair.map(str::to_owned), 1)),
                    }
                }
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
