use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection, SqlitePool};

use super::StoreError;
use super::audit::{self, AuditKeys, Head, Report};
use crate::private_file;

/// An open transaction; dropped without `commit` it leaves nothing behind.
pub type Transaction = sqlx::Transaction<'static, Sqlite>;

/// How long a statement waits for another process that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a request waits for its turn to write.
const TURN_TIMEOUT: Duration = Duration::from_secs(20);
const READERS: u32 = 4;

/// The database: one connection that writes, so that writers queue here instead of failing there, and several that
/// only read and are never in their way.
#[derive(Clone, Debug)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    audit_keys: Arc<AuditKeys>,
}

impl Store {
    /// Opens the file named by `sqlite:PATH`, creates it where it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// An address of another kind, a file that cannot be opened, a schema that is newer than this build.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, None).await
    }

    /// Opens the file with a key file for the audit trail other than the one beside it. A key file that is missing is
    /// created, unless the trail was signed before. Rows of releases without a key are signed with a created key only.
    ///
    /// # Errors
    /// As [`open`](Self::open), and a key file that cannot be used.
    pub async fn open_with(url: &str, audit_keys: Option<&Path>) -> Result<Self, StoreError> {
        let options = options(url)?;
        let path: PathBuf = options.get_filename().to_owned();
        let unopenable = |reason| StoreError::Unopenable { path: path.clone(), reason };
        // SQLite gives its other files the mode of the database file, which it would create readable for everybody.
        private_file::create_missing(&path).map_err(|error| unopenable(error.into()))?;
        let mut first = SqliteConnection::connect_with(&options).await.map_err(&unopenable)?;
        sqlx::migrate!("migrations/sqlite").run(&mut first).await?;
        let keys = audit_keys.map_or_else(|| audit::default_path(&path), Path::to_owned);
        let keys = Arc::new(audit::open_keys(&mut first, &keys).await?);
        first.close().await?;
        let attached = Arc::clone(&keys);
        let writer = pool(1).after_connect(move |connection, _| {
            let keys = Arc::clone(&attached);
            Box::pin(async move { audit::attach(connection, &keys).await })
        });
        let writer = writer.connect_with(options.clone()).await.map_err(&unopenable)?;
        let options = options.create_if_missing(false);
        // A connection opened later must not create an empty database in place of a file that was moved away.
        writer.set_connect_options(options.clone());
        let readers =
            pool(READERS).connect_with(options.pragma("query_only", "true")).await.map_err(unopenable)?;
        Ok(Self { writer, readers, audit_keys: keys })
    }

    /// Connects to a file that exists, only to read it: no file is created, no schema changed. Returns its path too.
    ///
    /// # Errors
    /// An address of another kind, a file that cannot be opened.
    pub async fn connect_read_only(url: &str) -> Result<(SqliteConnection, PathBuf), StoreError> {
        let options = options(url)?.create_if_missing(false).pragma("query_only", "true");
        let path = options.get_filename().to_owned();
        match SqliteConnection::connect_with(&options).await {
            Ok(connection) => Ok((connection, path)),
            Err(reason) => Err(StoreError::Unopenable { path, reason }),
        }
    }

    /// Begins to write: the transaction holds the one writing connection from its first moment, so nothing it reads
    /// can be changed under it. Never keep it open across a call of the gateway.
    ///
    /// # Errors
    /// When its turn does not come.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Begins to read: everything read through it is of one moment.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn reading(&self) -> Result<Transaction, StoreError> {
        Ok(self.readers.begin().await?)
    }

    /// A connection for a single question.
    ///
    /// # Errors
    /// When none is free in time.
    pub async fn reader(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.readers.acquire().await?)
    }

    /// Checks the whole audit trail, and that the rows recorded outside the database are still there.
    pub async fn verify_audit(&self, anchors: &[Head]) -> Result<Report, StoreError> {
        audit::verify(&mut *self.reading().await?, &self.audit_keys, anchors).await
    }

    /// Finishes what is under way and closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// The options of every connection to a database file.
fn options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        return Err(StoreError::Address(
            "a postgres database is not in this build yet: give --database-url sqlite:PATH",
        ));
    }
    Ok(SqliteConnectOptions::from_str(url)
        .ok()
        .filter(|_| url.starts_with("sqlite:") && !url.contains(":memory:"))
        .ok_or(StoreError::Address("the database URL is not sqlite:PATH: give --database-url sqlite:PATH"))?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // The key of the audit trail is in a temporary table, which must not reach a file.
        .pragma("temp_store", "MEMORY")
        .busy_timeout(BUSY_TIMEOUT))
}

/// A pool that closes broken connections instead of reusing them.
fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(size).acquire_timeout(TURN_TIMEOUT).before_acquire(
        |connection, _| {
            // After an I/O error or a full disk SQLite rolls back by itself. sqlx still counts a transaction as open
            // and would refuse every later BEGIN on this connection. The pool has pinged the connection before this
            // check, so a pending rollback has already run.
            let is_reusable = !connection.is_in_transaction();
            Box::pin(async move {
                if !is_reusable {
                    tracing::warn!("closing a database connection that lost its transaction");
                }
                Ok(is_reusable)
            })
        },
    )
}
