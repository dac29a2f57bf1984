//! The file in, what is wrong with it out: SQLite's own check, and whether the tables agree with each other.

use super::filter::Filter;
use super::schema;
use super::{Project, fault, history, pack, passages, review, treaties};
use demarche::link::{self, Passage};
use rusqlite::params;
use std::path::Path;

/// Articles that are looked at where nobody asks for the whole: in a larger project the youngest. Of the events that they
/// tell those are told again that have few passages.
const LOOKED_AT: i64 = 200;
const FEW: usize = 32;

/// What is looked at: articles, their passages, the events of these.
const ASKED: &str = "
    CREATE TEMP TABLE asked_article(id INTEGER PRIMARY KEY);
    CREATE TEMP TABLE asked_mention(id INTEGER PRIMARY KEY);
    CREATE TEMP TABLE asked_event(id INTEGER PRIMARY KEY);";
const ASK: [&str; 3] = [
    "INSERT INTO asked_article SELECT id FROM article ORDER BY id DESC LIMIT CASE WHEN ?1 THEN -1 ELSE ?2 END",
    "INSERT INTO asked_mention SELECT id FROM mention
     WHERE id >= CASE WHEN ?1 THEN 0 ELSE (SELECT coalesce(min(id), 0) << 16 FROM asked_article) END AND ?2",
    "INSERT INTO asked_event SELECT event FROM mention WHERE id IN asked_mention AND event > 0
     UNION SELECT id FROM event WHERE ?1 AND ?2",
];

/// Each must find nothing: what it means if it does, and how to look.
const CHECKS: &[(&str, &str)] = &[
    (
        "articles without a text",
        "SELECT doc FROM article WHERE id IN asked_article AND id NOT IN (SELECT article FROM body)",
    ),
    (
        "mentions without an article",
        "SELECT id FROM asked_mention WHERE id >> 16 NOT IN (SELECT id FROM article)",
    ),
    (
        "mentions without an event that do not wait for one",
        "SELECT id FROM mention WHERE id IN asked_mention AND event NOT IN (SELECT id FROM event)
         AND NOT (event = 0 AND (id >> 16 > (SELECT CAST(value AS INTEGER) FROM fact WHERE name = 'settled')
                                 OR id IN (SELECT mention FROM pending)))",
    ),
    (
        "waiting for linking, but no mention",
        "SELECT mention FROM pending WHERE mention NOT IN (SELECT id FROM mention)",
    ),
    (
        "events that miscount their passages",
        "SELECT name FROM event e WHERE id IN asked_event
         AND passages <> (SELECT count(*) FROM mention m WHERE m.event = e.id AND m.event > 0)",
    ),
    (
        "events that miscount their origins",
        "SELECT name FROM event e WHERE id IN asked_event AND origins <> (SELECT count(DISTINCT a.origin) FROM mention m
         JOIN article a ON a.id = m.id >> 16 WHERE m.event = e.id AND m.event > 0)",
    ),
    (
        "events without a record",
        "SELECT name FROM event WHERE id IN asked_event AND id NOT IN (SELECT event FROM event_record)",
    ),
    (
        "decisions about events that are no more (`demarche review undo NUMBER` takes one back)",
        "SELECT id FROM decision WHERE undone = 0 AND event > 0 AND event NOT IN (SELECT id FROM event)",
    ),
    (
        "announcements that stand in another event",
        "SELECT made FROM prediction p WHERE event IN asked_event
         AND event IS NOT (SELECT event FROM mention m WHERE m.id = p.made)",
    ),
    (
        "origins that are copies themselves",
        "SELECT doc FROM article a WHERE id IN asked_article AND origin <>
         (SELECT origin FROM article b WHERE b.id = a.origin)",
    ),
];

/// The same for what hangs on nothing that could be looked at: the whole table is read.
const CHECKS_OF_ALL: &[(&str, &str)] = &[
    ("texts without an article", "SELECT article FROM body WHERE article NOT IN (SELECT id FROM article)"),
    ("records of no event", "SELECT event FROM event_record WHERE event NOT IN (SELECT id FROM event)"),
    ("old ids that lead nowhere", "SELECT old FROM redirect WHERE event NOT IN (SELECT id FROM event)"),
    ("old ids that are also new ones", "SELECT old FROM redirect WHERE old IN (SELECT name FROM event)"),
    ("parties of no event", "SELECT event FROM part WHERE event NOT IN (SELECT id FROM event)"),
    ("pairs of no event", "SELECT event FROM pair WHERE event NOT IN (SELECT id FROM event)"),
    ("disputes of no event", "SELECT event FROM dispute WHERE event NOT IN (SELECT id FROM event)"),
    (
        "agreements that rest on no event (the next `demarche add` finds them anew)",
        "SELECT name FROM agreement WHERE id NOT IN
         (SELECT x.agreement FROM agreement_event x JOIN event e ON e.id = x.event)",
    ),
    ("a past of no event", "SELECT event FROM past WHERE event NOT IN (SELECT id FROM event)"),
    ("announcements of no event", "SELECT made FROM prediction WHERE event NOT IN (SELECT id FROM event)"),
    ("announcements of no event on past days", "SELECT made FROM announced WHERE event NOT IN (SELECT id FROM event)"),
    (
        "mentions without blocks",
        "SELECT id FROM mention WHERE id NOT IN (SELECT mention FROM block)
         AND id >> 16 <= (SELECT CAST(value AS INTEGER) FROM fact WHERE name = 'settled')",
    ),
    (
        "stands of or on no mention",
        "SELECT act FROM stand WHERE act NOT IN (SELECT id FROM mention) OR mention NOT IN (SELECT id FROM mention)",
    ),
    ("speakers in no mention", "SELECT mention FROM speaker WHERE mention NOT IN (SELECT id FROM mention)"),
    ("treaties of no event", "SELECT event FROM treaty WHERE event NOT IN (SELECT id FROM event)"),
    (
        "treaties of past days of no event",
        "SELECT event FROM treaty_past WHERE event NOT IN (SELECT event FROM treaty)",
    ),
    ("statements in no article", "SELECT id FROM statement WHERE id >> 16 NOT IN (SELECT id FROM article)"),
    ("blocks of no mention", "SELECT mention FROM block WHERE mention NOT IN (SELECT id FROM mention)"),
];

/// What a look at a project finds.
pub(crate) struct Health {
    /// Every fault, in words; none in a sound file.
    pub(crate) faults: Vec<String>,
    /// How many articles were looked at, and whether they are all there are.
    pub(crate) articles: usize,
    pub(crate) whole: bool,
    /// SQLite itself finds the file broken.
    pub(crate) damaged: bool,
    /// The tables agree, but not all is as this program tells it.
    pub(crate) told_otherwise: bool,
}

impl Project {
    /// The health of the project in a file. What cannot be read for damage is a fault that is found.
    pub(crate) fn health(path: &Path, full: bool) -> anyhow::Result<Health> {
        Self::open(path).and_then(|project| project.at_once(|project| project.check(full))).or_else(|error| {
            let found = Health {
                faults: vec![format!("{error:#}")],
                articles: 0,
                whole: full,
                damaged: true,
                told_otherwise: false,
            };
            if fault::is_damage(&error) { Ok(found) } else { Err(error) }
        })
    }

    /// Looks at the whole of a small project or of one of which it is asked for; else at the articles that came last, their
    /// passages and the events of these.
    pub(crate) fn check(&self, full: bool) -> anyhow::Result<Health> {
        let mut faults = Vec::new();
        let version = schema::version(&self.connection, self.path())?;
        if version != schema::VERSION {
            faults.push(format!("the format is {version}, not {}", schema::VERSION));
        }
        let larger = "SELECT 1 FROM article LIMIT 1 OFFSET ?1";
        let whole = full || !self.connection.prepare(larger)?.exists([LOOKED_AT])?;
        if whole {
            let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
            for line in statement.query_map([], |row| row.get::<_, String>(0))? {
                faults.extend(Some(line?).filter(|line| line != "ok"));
            }
            if !faults.is_empty() {
                // What the tables say of each other is worth nothing then, or cannot be read.
                return Ok(Health { faults, articles: 0, whole, damaged: true, told_otherwise: false });
            }
        }
        self.connection.execute_batch(ASKED)?;
        for sql in ASK {
            self.connection.execute(sql, params![whole, LOOKED_AT])?;
        }
        if whole {
            self.find(CHECKS_OF_ALL, &mut faults)?;
        }
        self.find(CHECKS, &mut faults)?;
        let ids = self.numbers("SELECT id FROM asked_article ORDER BY id")?;
        let agree = faults.is_empty();
        if agree {
            faults.extend(self.check_records(&ids, if whole { usize::MAX } else { FEW })?);
        }
        let told_otherwise = agree && !faults.is_empty();
        Ok(Health { faults, articles: ids.len(), whole, damaged: false, told_otherwise })
    }

    fn find(&self, checks: &[(&str, &str)], faults: &mut Vec<String>) -> anyhow::Result<()> {
        for (fault, sql) in checks {
            let mut statement = self.connection.prepare(sql)?;
            let found: Vec<String> = statement
                .query_map([], |row| Ok(row.get_ref(0)?.as_str().map(str::to_owned).unwrap_or_else(|_| text(row))))?
                .collect::<Result<_, _>>()?;
            if let Some(first) = found.first() {
                faults.push(format!("{fault}: {}, the first {first}", found.len()));
            }
        }
        Ok(())
    }

    /// Whether all can be read, and says what the passages tell.
    fn check_records(&self, ids: &[i64], most: usize) -> anyhow::Result<Vec<String>> {
        let mut faults = Vec::new();
        for id in ids.iter().copied() {
            self.check_article(id, &mut faults)
                .unwrap_or_else(|error| faults.push(format!("article {id} cannot be read: {error:#}")));
        }
        let few = format!(
            "SELECT id FROM event WHERE id IN asked_event AND passages <= {} ORDER BY id",
            most.min(i64::MAX as usize)
        );
        for event in self.numbers(&few)? {
            let fault = match self.check_event(event) {
                Ok(None) => continue,
                Ok(Some(fault)) => fault.to_owned(),
                Err(error) => format!("cannot be read: {error:#}"),
            };
            faults.push(format!("event {} {fault}", self.name(event)?));
        }
        if let Err(error) = self.agreements(&Filter::default()) {
            faults.push(format!("agreements cannot be read (the next `demarche add` finds them anew): {error:#}"));
        }
        Ok(faults)
    }

    /// Whether the passages of an article can be read, and their words stand where they say.
    fn check_article(&self, id: i64, faults: &mut Vec<String>) -> anyhow::Result<()> {
        let coded = self.coded(id)?;
        let doc = &coded.article.id;
        let astray = coded.mentions.iter().filter(|m| m.sentence.of(&coded.article.text).is_empty()).count();
        let misnamed = coded.mentions.iter().filter(|m| m.doc != *doc).count();
        if astray + misnamed > 0 {
            faults.push(format!("{doc}: {astray} passages astray, {misnamed} misnamed"));
        }
        let stored = passages::of_article(&self.connection, id)?;
        let altered = stored.iter().filter(|one| !one.is_sound(&coded.article.text)).count();
        if altered > 0 {
            faults.push(format!("{doc}: {altered} passages are not what was coded"));
        }
        let mut unheard = 0;
        for one in &stored {
            unheard += usize::from(!passages::has_speakers(&self.connection, one)?);
        }
        if unheard > 0 {
            faults.push(format!("{doc}: the speakers of {unheard} passages are not what is kept"));
        }
        if super::articles::content_hash(&coded.article) != self.stored_hash(id)? {
            faults.push(format!("{doc}: its content is not what was added"));
        }
        Ok(())
    }

    /// What is wrong with an event.
    fn check_event(&self, event: i64) -> anyhow::Result<Option<&'static str>> {
        let stored = passages::of_event(&self.connection, event)?;
        let all: Vec<&passages::Stored> = stored.iter().collect();
        let told: Vec<Passage<'_>> = stored.iter().map(passages::Stored::wordless).collect();
        let Some(mut told) = link::assemble(&told) else { return Ok(Some("cannot be told")) };
        review::lay_over(&self.connection, event, &mut told)?;
        if pack::event(&told)? != self.stored_record(event)? {
            return Ok(Some("is not what its passages tell"));
        }
        if !history::is_sound(&self.connection, event, &told, &all)? {
            return Ok(Some("did not stand on past days as is kept"));
        }
        if !treaties::is_sound(&self.connection, event, &told, &all)? {
            return Ok(Some("is not about the treaty that is kept"));
        }
        if let Some(kept) = self.stored(event)? {
            self.disputes_of(&Filter::default(), &kept)?;
        }
        Ok(None)
    }

    /// As users know it.
    fn name(&self, event: i64) -> anyhow::Result<String> {
        let mut statement = self.connection.prepare_cached("SELECT name FROM event WHERE id = ?1")?;
        Ok(statement.query_row([event], |row| row.get(0))?)
    }

    fn stored_record(&self, event: i64) -> anyhow::Result<String> {
        let mut statement = self.connection.prepare_cached("SELECT record FROM event_record WHERE event = ?1")?;
        Ok(statement.query_row([event], |row| row.get(0))?)
    }

    fn stored_hash(&self, id: i64) -> anyhow::Result<String> {
        let mut statement = self.connection.prepare_cached("SELECT hash FROM article WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| row.get(0))?)
    }

    fn numbers(&self, sql: &str) -> anyhow::Result<Vec<i64>> {
        let mut statement = self.connection.prepare(sql)?;
        let ids = statement.query_map([], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}

/// A number as text.
fn text(row: &rusqlite::Row<'_>) -> String {
    row.get::<_, i64>(0).map(|n| n.to_string()).unwrap_or_default()
}
