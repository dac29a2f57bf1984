//! What went wrong with the file in, words that say what to do about it out.

use rusqlite::ErrorCode;
use std::path::Path;

/// The error, led by a sentence for the causes that people can mend.
pub(crate) fn explain(error: anyhow::Error, path: &Path) -> anyhow::Error {
    let file = path.display();
    let advice = match code(&error) {
        Some(ErrorCode::DiskFull) => format!(
            "the disk is full: everything before this article is safe in {file}; make room and run the same command again"
        ),
        Some(ErrorCode::ReadOnly) => {
            format!("{file} cannot be written to; nothing was changed; check its mode and its folder's")
        }
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            format!("failed to open {file}; check that its folder exists and that you may read and write it")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            format!("another process is writing to {file} and did not finish in time; nothing was changed; try again")
        }
        Some(ErrorCode::NotADatabase) => format!("{file} is no project file; give the right one with --project"),
        Some(ErrorCode::DatabaseCorrupt) => {
            format!("{file} is damaged; `demarche doctor --full` tells how far; go back to a copy")
        }
        Some(ErrorCode::SystemIoFailure) => format!("the system failed to read or write {file}; check the disk"),
        _ if error.chain().any(is_unreadable) => {
            format!("{file} holds what cannot be read; `demarche doctor --full` tells where; go back to a copy")
        }
        _ => return error,
    };
    error.context(advice)
}

/// The same cause in one word, for those who say it in words of their own.
pub(crate) fn cause(error: &anyhow::Error) -> &'static str {
    match code(error) {
        Some(ErrorCode::DiskFull) => "full",
        Some(ErrorCode::ReadOnly) => "read-only",
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => "closed",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "busy",
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => "damaged",
        _ => "other",
    }
}

pub(super) fn is_read_only(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen))
}

/// Whether SQLite finds the file not to be what it wrote.
pub(super) fn is_damage(error: &anyhow::Error) -> bool {
    code(error) == Some(ErrorCode::DatabaseCorrupt)
}

/// Whether a value is not what this program wrote.
fn is_unreadable(cause: &(dyn std::error::Error + 'static)) -> bool {
    use rusqlite::Error::{FromSqlConversionFailure, InvalidColumnType, Utf8Error};
    let of_table = cause.downcast_ref::<rusqlite::Error>();
    of_table.is_some_and(|fault| matches!(fault, FromSqlConversionFailure(..) | InvalidColumnType(..) | Utf8Error(..)))
        || cause.is::<std::str::Utf8Error>()
        || cause.is::<rusqlite::types::FromSqlError>()
}

fn code(error: &anyhow::Error) -> Option<ErrorCode> {
    error.chain().find_map(|cause| cause.downcast_ref::<rusqlite::Error>()?.sqlite_error_code())
}
