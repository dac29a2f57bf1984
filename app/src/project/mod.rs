//! The project file: coded articles in; events, disputes, announcements, agreements and searches out.
//!
//! One SQLite file holds a project (`docs/decisions/0008-the-project-file.md`). [`Project::create`] opens it for writing,
//! [`Project::open`] for reading, also while another process writes. [`Project::add`] takes a few articles at a time, in one
//! transaction: an article is in the file with all that follows from it, or not at all. What one article
//! changes depends only on what the file held before, so a run that was killed and begun again ends with the same file.
//!
//! Everything is asked by one [`Filter`]: [`Project::events`] gives the engine's own events, [`Project::batch`] the whole
//! as `relate` and `tell` read it. A [`MentionRef`](demarche::event::MentionRef) from here has the article's number in
//! the file as `article`; in a batch it is the index, as in the engine.

mod add;
mod agreements;
mod announced;
mod articles;
mod copies;
mod deeds;
mod doctor;
mod events;
mod fault;
mod filter;
mod finish;
mod history;
mod pack;
mod past;
mod positions;
mod passages;
mod query;
mod recode;
mod relink;
mod region;
mod review;
mod rows;
mod schema;
mod search;
mod settle;
mod shelf;
mod status;
mod sums;
mod then;
mod ties;
mod told;
mod told_acts;
mod treaties;
mod views;
mod voices;
mod watched;

pub(crate) use add::Added;
pub(crate) use articles::{content_hash, settle_scores};
pub(crate) use fault::{cause, explain};
pub(crate) use filter::{Filter, Having, code_of};
pub(crate) use pack::{read_statement, statement};
pub(crate) use passages::number;
pub(crate) use query::{Ambiguous, COUNTED, DOUBTFUL, Kept};
pub(crate) use review::{Correction, Decision, Unfit};
pub(crate) use search::{Hit, Placed, Sought};
pub(crate) use shelf::{Mark, Shelved};
pub(crate) use sums::Direction;
pub(crate) use told::Quote;
pub(crate) use views::View;
pub(crate) use voices::{Cited, Said};
pub(crate) use watched::{Entry, Known, Page, Stored, Validators, Waiting};

use anyhow::{Context, bail};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags, TransactionBehavior};
use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The ending of project files.
pub(crate) const ENDING: &str = "demarche";
/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(30);
/// Kibibytes of the file that are kept in memory, and pages of the log after which it is worked in.
const CACHE: i64 = 32_768;
const LOG_PAGES: i64 = 8_000;
/// Bytes of the file that are read as memory.
const MAPPED: i64 = 1 << 32;
/// Statements that stay prepared.
const STATEMENTS: usize = 160;

/// An open project file.
pub(crate) struct Project {
    connection: Connection,
    path: PathBuf,
    prints: copies::Prints,
    recent: settle::Recent,
    /// What one answer has read, while it is made.
    read: RefCell<Option<then::Read>>,
}

impl Project {
    /// Opens a project for writing; makes it where there is none, and brings an older one up to date.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        // Before anything is changed: a file that is not ours keeps its settings too.
        schema::version(&connection, path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
        schema::migrate(&mut connection, path)?;
        Self::settled(connection, path)
    }

    /// Opens a project for reading; others may write to it at the same time.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        if !path.is_file() {
            bail!("there is no project {}; `demarche add` makes one", path.display());
        }
        let connection = Self::reader(path)?;
        connection.busy_timeout(PATIENCE)?;
        let version = schema::version(&connection, path)?;
        if version == 0 {
            bail!("{} is empty; `demarche add` fills it", path.display());
        }
        if version < schema::VERSION {
            drop(connection);
            drop(Self::create(path).with_context(|| format!("{} is of an older format", path.display()))?);
            return Self::open(path);
        }
        Self::settled(connection, path)
    }

    /// A reader needs two small files beside a project; where these cannot be made, nobody can be writing either.
    fn reader(path: &Path) -> anyhow::Result<Connection> {
        let readable =
            |connection: &Connection| connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
        // One thread at a time has a reader: no lock is taken for each row.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        match readable(&connection) {
            Ok(()) => Ok(connection),
            Err(error) if fault::is_read_only(&error) => {
                let uri =
                    format!("file:{}?immutable=1", path.display().to_string().replace('%', "%25").replace('?', "%3f"));
                Ok(Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn settled(connection: Connection, path: &Path) -> anyhow::Result<Self> {
        connection.pragma_update(None, "cache_size", -CACHE)?;
        connection.pragma_update(None, "mmap_size", MAPPED)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        // Plans do not hang on values: else a statement is made anew whenever it is asked with others.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let (prints, recent, read) = Default::default();
        Ok(Self { connection, path: path.to_owned(), prints, recent, read })
    }

    /// Does something with a project, and makes it where there is none: where nothing came into it, it is not kept.
    pub(crate) fn filled<R>(path: &Path, work: impl FnOnce(&mut Self) -> anyhow::Result<R>) -> anyhow::Result<R> {
        let is_new = !path.exists();
        let mut project = Self::create(path)?;
        let done = work(&mut project);
        let holds = "SELECT EXISTS(SELECT 1 FROM article)";
        if is_new && !project.connection.query_row(holds, [], |row| row.get::<_, bool>(0))? {
            drop(project);
            fs::remove_file(path)?;
        }
        done
    }

    /// Answers out of one state of the file: while others write to it, and without taking its locks for each question.
    /// Only of a project that was opened for reading: what were written meanwhile would be lost.
    pub(crate) fn at_once<R>(&self, answer: impl FnOnce(&Self) -> anyhow::Result<R>) -> anyhow::Result<R> {
        if !self.connection.is_readonly(MAIN_DB)? {
            bail!("{} is open for writing: open it for reading to ask it", self.path.display());
        }
        let _state = self.connection.unchecked_transaction()?;
        self.read.replace(Some(then::Read::default()));
        let answered = answer(self);
        self.read.take();
        answered
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Does in one transaction what changes the answers of the file: all of it or nothing.
    fn change<R>(&mut self, work: impl FnOnce(&Connection) -> anyhow::Result<R>) -> anyhow::Result<R> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        shelf::count_change(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::Project;

    #[test]
    fn who_answers_at_once_sees_nothing_of_what_others_write_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.demarche");
        let mut writer = Project::create(&path).unwrap();
        let reader = Project::open(&path).unwrap();
        let before = reader.state().unwrap();
        let seen = reader.at_once(|project| {
            let first = project.state()?;
            writer.change(|_| Ok(()))?;
            Ok([first, project.state()?])
        });
        assert_eq!(seen.unwrap(), [before.clone(), before.clone()]);
        assert_ne!(reader.state().unwrap(), before);
    }

    #[test]
    fn what_answers_at_once_can_write_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.demarche");
        let writer = Project::create(&path).unwrap();
        assert!(writer.at_once(|project| project.state()).is_err());
        // A file of an older format is brought up to date, and then read.
        writer
            .connection
            .execute_batch(
                "DROP INDEX event_first; CREATE INDEX event_first ON event(first, id); DROP INDEX article_lang;
                DROP TABLE speaker; DROP TABLE treaty; DROP TABLE treaty_news; DROP TABLE past;
                DROP TABLE announced; DROP TABLE treaty_past; DROP INDEX event_told; ALTER TABLE prediction DROP COLUMN again;
                ALTER TABLE event DROP COLUMN since; ALTER TABLE page DROP COLUMN published;
                ALTER TABLE page DROP COLUMN led; PRAGMA user_version = 6",
            )
            .unwrap();
        drop(writer);
        let reader = Project::open(&path).unwrap();
        let written = reader.at_once(|project| Ok(project.connection.execute("DELETE FROM fact", [])?));
        assert!(written.is_err_and(|fault| fault.to_string().contains("readonly")));
    }
}
