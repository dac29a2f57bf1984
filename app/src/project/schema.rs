//! A connection in, a file of today's schema out: created, brought up from an older version, or refused with a reason.
//!
//! `docs/decisions/0008-the-project-file.md` tells what the tables hold. A migration is one step of [`STEPS`], runs in one
//! transaction together with the number of the version it leads to, and is never changed once it was released.

use super::{copies, events, passages, relink, treaties};
use anyhow::{Context, bail};
use rusqlite::Connection;
use std::path::Path;

/// Marks the file as one of ours: the letters DEMA.
const APPLICATION: i32 = 0x4445_4D41;

/// The way from each version to the next, oldest first: what SQL can say, then what it cannot.
const STEPS: &[(&str, Then)] = &[
    (include_str!("schema-1.sql"), |_| Ok(())),
    (include_str!("schema-2.sql"), |_| Ok(())),
    (include_str!("schema-3.sql"), |_| Ok(())),
    (include_str!("schema-4.sql"), |_| Ok(())),
    (include_str!("schema-5.sql"), |connection| {
        copies::refill(connection)?;
        passages::reblock(connection)?;
        relink::link_all(connection)
    }),
    (include_str!("schema-6.sql"), |_| Ok(())),
    (include_str!("schema-7.sql"), |_| Ok(())),
    (include_str!("schema-8.sql"), |_| Ok(())),
    (include_str!("schema-9.sql"), |_| Ok(())),
    (include_str!("schema-10.sql"), |_| Ok(())),
    (include_str!("schema-11.sql"), passages::name_speakers),
    (include_str!("schema-12.sql"), |connection| {
        events::remember(connection, events::OF_DAYS)?;
        treaties::remember_all(connection)
    }),
    (include_str!("schema-13.sql"), |connection| events::remember(connection, events::OF_DAYS)),
    (include_str!("schema-14.sql"), |connection| events::remember(connection, events::OF_ANNOUNCEMENTS)),
];

type Then = fn(&Connection) -> anyhow::Result<()>;

/// Today's version.
pub(crate) const VERSION: usize = STEPS.len();

/// The version of the file; an empty file has none yet.
pub(super) fn version(connection: &Connection, path: &Path) -> anyhow::Result<usize> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application != APPLICATION && (tables > 0 || application != 0) {
        bail!("{} is a database, but not of demarche; give the project file another name", path.display());
    }
    let version = usize::try_from(version).context("the file names a version below zero")?;
    if version > VERSION {
        bail!(
            "{} was written by a newer demarche (its format is {version}, this one knows up to {VERSION}); \
             nothing was changed; install the newer program",
            path.display()
        );
    }
    Ok(version)
}

/// Brings the file to today's version.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> anyhow::Result<()> {
    if version(connection, path)? == VERSION {
        return Ok(());
    }
    // Taking the lock first: of two processes that find an old file, the second sees the work done.
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let from = version(&transaction, path)?;
    let steps = || STEPS.iter().enumerate().skip(from);
    for (step, (sql, _)) in steps() {
        transaction.execute_batch(sql).with_context(|| format!("failed to bring the file to format {}", step + 1))?;
    }
    // The program reads and writes the tables of today.
    for (step, (_, then)) in steps() {
        then(&transaction).with_context(|| format!("failed to fill what is new in format {}", step + 1))?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", i32::try_from(VERSION)?)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::{APPLICATION, STEPS, VERSION, migrate, version};
    use rusqlite::Connection;
    use std::path::Path;

    fn shape(connection: &Connection) -> Vec<String> {
        let mut statement =
            connection.prepare("SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn a_file_of_every_older_version_becomes_one_of_today() {
        let path = Path::new("x.demarche");
        let mut fresh = Connection::open_in_memory().unwrap();
        migrate(&mut fresh, path).unwrap();
        for old in 0..VERSION {
            let mut file = Connection::open_in_memory().unwrap();
            STEPS.iter().take(old).for_each(|(sql, _)| file.execute_batch(sql).unwrap());
            if old > 0 {
                file.pragma_update(None, "application_id", APPLICATION).unwrap();
                file.pragma_update(None, "user_version", i32::try_from(old).unwrap()).unwrap();
            }
            migrate(&mut file, path).unwrap();
            assert_eq!(version(&file, path).unwrap(), VERSION);
            assert_eq!(shape(&file), shape(&fresh), "from version {old}");
            migrate(&mut file, path).unwrap();
        }
    }

    #[test]
    fn a_newer_file_and_a_foreign_database_are_refused_untouched() {
        let path = Path::new("x.demarche");
        let mut newer = Connection::open_in_memory().unwrap();
        migrate(&mut newer, path).unwrap();
        newer.pragma_update(None, "user_version", i32::try_from(VERSION + 1).unwrap()).unwrap();
        let before = shape(&newer);
        assert!(migrate(&mut newer, path).unwrap_err().to_string().contains("newer demarche"));
        assert_eq!(shape(&newer), before);
        let mut foreign = Connection::open_in_memory().unwrap();
        foreign.execute_batch("CREATE TABLE songs(title)").unwrap();
        assert!(migrate(&mut foreign, path).unwrap_err().to_string().contains("not of demarche"));
        assert_eq!(shape(&foreign).len(), 1);
    }
}
