use std::path::PathBuf;

use sqlx::migrate::MigrateError;
use sqlx::sqlite::SqliteRow;

use super::Columns;
use super::audit::KeyFileError;

/// An error of the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database URL is invalid or not supported.
    #[error("{0}")]
    Address(&'static str),
    /// The file cannot be opened or created.
    #[error("the database file {} cannot be opened: {reason}; make its folder writable, free disk space, or choose another file", path.display())]
    Unopenable {
        /// The file.
        path: PathBuf,
        /// The error from SQLite.
        reason: sqlx::Error,
    },
    /// The audit key file cannot be used.
    #[error(transparent)]
    AuditKeys(#[from] KeyFileError),
    /// The schema cannot be migrated to the version of this build.
    #[error("the database cannot be migrated: {0}; use the build that created it, or choose another file")]
    Migration(MigrateError),
    /// A temporary failure, such as a timeout or a full disk. The caller may retry.
    #[error("the database is temporarily unavailable: {0}")]
    Unavailable(sqlx::Error),
    /// A column has a value that no version of this service writes.
    #[error("column {0} has an invalid value")]
    Unreadable(&'static str),
    /// The audit trail did not store an entry. Its transaction must fail.
    #[error("the audit trail has not stored an entry: run backend audit verify")]
    NotAudited,
    /// Any other failure.
    #[error("database error: {0}")]
    Database(sqlx::Error),
}

impl StoreError {
    /// Whether the error concerns the content of a row, so that a retry fails in the same way.
    #[must_use]
    pub const fn is_unreadable(&self) -> bool {
        matches!(self, Self::Unreadable(_) | Self::Database(sqlx::Error::ColumnDecode { .. }))
    }
}

/// A row that cannot be read.
#[derive(Debug)]
pub struct UnreadableRow {
    /// The id or the name of the row.
    pub id: String,
    /// The error, which contains the column.
    pub error: StoreError,
}

impl UnreadableRow {
    /// The unreadable row, with its column `id` if that can be read.
    pub(super) fn of(row: &SqliteRow, error: StoreError) -> Self {
        let text = row.column::<String>("id").or_else(|_| Ok(row.column::<i64>("id")?.to_string()));
        Self { id: text.unwrap_or_else(|_: StoreError| "with an unreadable id".to_owned()), error }
    }
}

/// SQLite's primary result codes for temporary states: busy, locked, out of memory, read-only file system, I/O error,
/// disk full, cannot open, locking protocol.
const TEMPORARY: [i64; 8] = [5, 6, 7, 8, 10, 13, 14, 15];

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            // A full disk, for example, which another build or file would not cure.
            MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _)
                if is_temporary(&cause) =>
            {
                Self::Unavailable(cause)
            }
            error => Self::Migration(error),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if is_temporary(&error) { Self::Unavailable(error) } else { Self::Database(error) }
    }
}

fn is_temporary(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed
        | sqlx::Error::InvalidSavePointStatement
        | sqlx::Error::Io(_) => true,
        sqlx::Error::Database(database) => database
            .code()
            .and_then(|code| code.parse::<i64>().ok())
            // The low byte of an extended result code is the primary code.
            .is_some_and(|code| TEMPORARY.contains(&(code & 0xff))),
        _ => false,
    }
}
