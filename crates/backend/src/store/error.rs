use std::path::PathBuf;

use super::audit::KeyFileError;

/// Why something could not be remembered or read back.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no database this build can use.
    #[error("{0}")]
    Address(&'static str),
    /// The file cannot be opened or created.
    #[error("the database file {} cannot be opened: {reason}; make its folder writable, or name another file", path.display())]
    Unopenable {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        reason: sqlx::Error,
    },
    /// The keys of the audit trail cannot be used.
    #[error(transparent)]
    AuditKeys(#[from] KeyFileError),
    /// The schema of the file cannot be brought up to this build's.
    #[error("the database cannot be migrated: {0}; use the build that wrote it, or another file")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Busy for longer than anybody should wait, or no space left: worth trying again.
    #[error("the database cannot be used now: {0}")]
    Unavailable(sqlx::Error),
    /// A row holds what no version of this service writes.
    #[error("the column {0} holds something unreadable")]
    Unreadable(&'static str),
    /// Any other failure.
    #[error("the database refused: {0}")]
    Database(sqlx::Error),
}

/// SQLite's primary result codes for temporary states: busy, locked, out of memory, read-only file system, I/O error,
/// disk full, cannot open, locking protocol.
const TEMPORARY: [i64; 8] = [5, 6, 7, 8, 10, 13, 14, 15];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let is_temporary = match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed
            | sqlx::Error::InvalidSavePointStatement
            | sqlx::Error::Io(_) => true,
            sqlx::Error::Database(database) => database
                .code()
                .and_then(|code| code.parse::<i64>().ok())
                // The low byte is the primary code, the rest says which kind of it.
                .is_some_and(|code| TEMPORARY.contains(&(code & 0xff))),
            _ => false,
        };
        if is_temporary { Self::Unavailable(error) } else { Self::Database(error) }
    }
}
