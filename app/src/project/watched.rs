//! What feeds and pages answered in, what is to be asked and read next out: so that watching goes on where it was stopped.

use super::Project;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use std::io::{Read, Write};

/// By which a server tells whether a page has changed since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
}

/// What is known of a feed or page before it is asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) validators: Validators,
    /// It is not asked before this moment.
    pub(crate) due: i64,
    /// Times in a row that something was in the way.
    pub(crate) faults: u32,
}

/// A page that is to be asked for, and how often something was in its way.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) url: String,
    pub(crate) faults: u32,
}

/// A page that a feed names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) url: String,
    /// When it was published, in the feed's words.
    pub(crate) published: Option<String>,
}

/// A page that has come and is to be read.
pub(crate) struct Waiting {
    pub(crate) entry: Entry,
    /// The address at which it was in the end.
    pub(crate) led: String,
    pub(crate) body: Vec<u8>,
}

/// An answer to be kept.
pub(crate) struct Stored<'a> {
    pub(crate) url: &'a str,
    /// The address that answered in the end.
    pub(crate) led: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) body: &'a [u8],
}

impl Project {
    pub(crate) fn feed(&self, url: &str) -> anyhow::Result<Known> {
        let mut statement =
            self.connection.prepare_cached("SELECT etag, modified, due, faults FROM feed WHERE url = ?1")?;
        let known = statement.query_row([url], |row| {
            let validators = Validators { etag: row.get(0)?, modified: row.get(1)? };
            Ok(Known { validators, due: row.get(2)?, faults: row.get(3)? })
        });
        Ok(known.optional()?.unwrap_or_default())
    }

    /// Keeps what is known of a feed now.
    pub(crate) fn keep_feed(&mut self, url: &str, known: &Known) -> anyhow::Result<()> {
        write_feed(&self.connection, url, known)
    }

    /// Keeps a feed's answer with the pages it names, all or nothing.
    pub(crate) fn keep_entries(&mut self, answer: &Stored<'_>, known: &Known, pages: &[Entry]) -> anyhow::Result<()> {
        let transaction = self.connection.transaction()?;
        write_response(&transaction, answer)?;
        write_feed(&transaction, answer.url, known)?;
        let sql = "INSERT OR IGNORE INTO page(url, state, due, faults, published) VALUES(?1, 'open', 0, 0, ?2)";
        for Entry { url, published } in pages {
            transaction.prepare_cached(sql)?.execute(params![url, published])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The pages that may be asked for now.
    pub(crate) fn open_pages(&self, now: i64) -> anyhow::Result<Vec<Page>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT url, faults FROM page WHERE state = 'open' AND due <= ?1 ORDER BY due, url")?;
        let rows = statement.query_map([now], |row| Ok(Page { url: row.get(0)?, faults: row.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps a page's answer: it need not be asked again.
    pub(crate) fn keep_page(&mut self, answer: &Stored<'_>) -> anyhow::Result<()> {
        let transaction = self.connection.transaction()?;
        write_response(&transaction, answer)?;
        transaction.execute("UPDATE page SET state = 'stored', led = ?2 WHERE url = ?1", [answer.url, answer.led])?;
        transaction.commit()?;
        Ok(())
    }

    /// Puts a page off until a moment.
    pub(crate) fn put_off_page(&mut self, url: &str, due: i64, faults: u32) -> anyhow::Result<()> {
        self.connection.execute("UPDATE page SET due = ?2, faults = ?3 WHERE url = ?1", params![url, due, faults])?;
        Ok(())
    }

    /// Leaves a host alone until a moment.
    pub(crate) fn rest(&mut self, host: &str, due: i64) -> anyhow::Result<()> {
        let sql = "INSERT INTO rest(host, due) VALUES(?1, ?2) ON CONFLICT(host) DO UPDATE SET due = max(due, ?2)";
        self.connection.execute(sql, params![host, due])?;
        Ok(())
    }

    /// The hosts that are left alone, and until when.
    pub(crate) fn resting(&self, now: i64) -> anyhow::Result<Vec<(String, i64)>> {
        let mut statement = self.connection.prepare_cached("SELECT host, due FROM rest WHERE due > ?1")?;
        let rows = statement.query_map([now], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Ends what is to be done with a page: it was read, or it is not to be had.
    pub(crate) fn end_page(&mut self, url: &str, is_read: bool) -> anyhow::Result<()> {
        let state = if is_read { "done" } else { "refused" };
        self.connection.execute("UPDATE page SET state = ?2 WHERE url = ?1", [url, state])?;
        Ok(())
    }

    /// Some pages that are stored and not yet read, each with its last answer.
    pub(crate) fn stored_pages(&self, count: usize) -> anyhow::Result<Vec<Waiting>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT page.url, published, coalesce(led, page.url), response.body FROM page
             JOIN response ON response.id = (SELECT max(id) FROM response WHERE url = page.url)
             WHERE state = 'stored' ORDER BY response.id LIMIT ?1",
        )?;
        let rows = statement.query_map([i64::try_from(count)?], |row| {
            let entry = Entry { url: row.get(0)?, published: row.get(1)? };
            Ok(Waiting { entry, led: row.get(2)?, body: row.get(3)? })
        })?;
        let unpacked = rows.map(|row| {
            let packed = row?;
            let mut body = Vec::new();
            GzDecoder::new(packed.body.as_slice()).read_to_end(&mut body)?;
            Ok(Waiting { body, ..packed })
        });
        unpacked.collect()
    }

    /// Notes the events that are not noted yet; gives how many are new. Those of the first time are not new.
    pub(crate) fn note_news(&mut self) -> anyhow::Result<usize> {
        let begun: bool =
            self.connection.query_row("SELECT count(*) > 0 FROM fact WHERE name = 'watched'", [], |r| r.get(0))?;
        let at = if begun { Timestamp::now().to_string() } else { String::new() };
        let transaction = self.connection.transaction()?;
        let sql = "INSERT INTO news(event, at) SELECT name, ?1 FROM event WHERE name NOT IN (SELECT event FROM news)";
        let new = transaction.execute(sql, [&at])?;
        transaction
            .execute("INSERT OR IGNORE INTO fact(name, value) VALUES('watched', ?1)", [Timestamp::now().to_string()])?;
        transaction.commit()?;
        Ok(if begun { new } else { 0 })
    }
}

fn write_feed(connection: &Connection, url: &str, known: &Known) -> anyhow::Result<()> {
    let Known { validators, due, faults } = known;
    connection
        .prepare_cached("INSERT OR REPLACE INTO feed(url, etag, modified, due, faults) VALUES(?1, ?2, ?3, ?4, ?5)")?
        .execute(params![url, validators.etag, validators.modified, due, faults])?;
    Ok(())
}

fn write_response(connection: &Connection, answer: &Stored<'_>) -> anyhow::Result<()> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(answer.body)?;
    connection.prepare_cached("INSERT INTO response(url, at, kind, body) VALUES(?1, ?2, ?3, ?4)")?.execute(params![
        answer.url,
        Timestamp::now().to_string(),
        answer.kind,
        packer.finish()?
    ])?;
    Ok(())
}
