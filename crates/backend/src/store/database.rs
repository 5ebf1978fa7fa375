use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use process::private_file;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, SqlitePool};
use tokio::time::sleep;

use super::StoreError;
use super::audit::{self, Anchors, AuditKeys, Report};

/// A connection to the database, in or outside a transaction.
pub type Connection = sqlx::SqliteConnection;

/// An open transaction. It is rolled back if it is dropped without `commit`.
pub type Transaction = sqlx::Transaction<'static, Sqlite>;

/// How long a statement waits for a lock that another process holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a caller waits for a connection of a pool.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(20);
/// How often a process tries to lock a database that another process opens.
const LOCK_INTERVAL: Duration = Duration::from_millis(20);
const MAX_READERS: u32 = 4;

/// The database: one connection for writing and several read-only connections.
///
/// Writers queue for the single connection instead of failing with `SQLITE_BUSY`. Readers do not block writers.
#[derive(Clone, Debug)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    audit_keys: Arc<AuditKeys>,
}

impl Store {
    /// Opens the database `sqlite:PATH`, creates the file if it is missing, and migrates the schema. Only one process at
    /// a time does so.
    ///
    /// # Errors
    /// If the URL is not `sqlite:PATH`, the file cannot be opened, the schema is newer than this build, or the audit
    /// key file cannot be used.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, None).await
    }

    /// Opens the database like [`open`](Self::open), with the audit key file `audit_keys` instead of the default path.
    ///
    /// A missing key file is created, unless the audit trail is already signed. Audit rows of releases without a key
    /// are signed only with a newly created key.
    pub async fn open_with(url: &str, audit_keys: Option<&Path>) -> Result<Self, StoreError> {
        let options = options(url)?;
        let path: PathBuf = options.get_filename().to_owned();
        let unopenable = |reason| StoreError::Unopenable { path: path.clone(), reason };
        // SQLite would create a database file that every user can read. It gives its other files the mode of this file.
        private_file::create_missing(&path).map_err(|error| unopenable(error.into()))?;
        // SQLite's own locks do not span the migrations. Two processes would run the same one.
        let opening = lock(&path).await.map_err(|error| unopenable(error.into()))?;
        let mut connection = Connection::connect_with(&options).await.map_err(&unopenable)?;
        sqlx::migrate!("migrations/sqlite").run(&mut connection).await?;
        let keys = audit_keys.map_or_else(|| audit::default_path(&path), Path::to_owned);
        let keys = Arc::new(audit::open_keys(&mut connection, &keys).await?);
        connection.close().await?;
        drop(opening);
        let attached = Arc::clone(&keys);
        let writer = pool(1).after_connect(move |connection, _| {
            let keys = Arc::clone(&attached);
            Box::pin(async move { audit::attach(connection, &keys).await })
        });
        let writer = writer.connect_with(options.clone()).await.map_err(&unopenable)?;
        let options = options.create_if_missing(false);
        // A connection opened later must not create an empty database if the file was moved.
        writer.set_connect_options(options.clone());
        let readers =
            pool(MAX_READERS).connect_with(options.pragma("query_only", "true")).await.map_err(unopenable)?;
        Ok(Self { writer, readers, audit_keys: keys })
    }

    /// Opens a read-only connection to an existing file, without migrating it. Returns the connection and the path of
    /// the file.
    ///
    /// # Errors
    /// If the URL is not `sqlite:PATH` or the file cannot be opened.
    pub async fn connect_read_only(url: &str) -> Result<(Connection, PathBuf), StoreError> {
        let options = options(url)?.create_if_missing(false).pragma("query_only", "true");
        let path = options.get_filename().to_owned();
        match Connection::connect_with(&options).await {
            Ok(connection) => Ok((connection, path)),
            Err(reason) => Err(StoreError::Unopenable { path, reason }),
        }
    }

    /// Begins a write transaction (`BEGIN IMMEDIATE`). No other transaction can change what it reads.
    ///
    /// It holds the only connection for writing, so never keep it open across a gateway request.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if the connection is not free within 20 seconds.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Begins a read transaction. All its reads see the same snapshot.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if no connection is free within 20 seconds.
    pub async fn begin_read(&self) -> Result<Transaction, StoreError> {
        Ok(self.readers.begin().await?)
    }

    /// A connection for a single read.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if no connection is free within 20 seconds.
    pub async fn reader(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.readers.acquire().await?)
    }

    /// Verifies the whole audit trail, and that it still contains the rows recorded outside the database.
    pub async fn verify_audit(&self, anchors: &Anchors) -> Result<Report, StoreError> {
        audit::verify(&mut *self.begin_read().await?, &self.audit_keys, anchors).await
    }

    /// Waits for connections in use, then closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Locks the file `PATH-lock` next to a database, until the returned file is dropped. Waits while another process opens
/// the same database.
///
/// The file is never removed: a process that waits for a removed file would not see the lock of a new one.
async fn lock(database: &Path) -> io::Result<File> {
    let mut path = database.as_os_str().to_owned();
    path.push("-lock");
    let file = private_file::options().append(true).create(true).open(path)?;
    let mut is_waiting = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if !is_waiting => {
                tracing::info!("another process is opening the database; waiting for it");
                is_waiting = true;
            }
            Err(TryLockError::WouldBlock) => {}
        }
        sleep(LOCK_INTERVAL).await;
    }
}

/// The options of every connection to a database file.
fn options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        return Err(StoreError::Address(
            "postgres databases are not supported: set --database-url to sqlite:PATH",
        ));
    }
    Ok(SqliteConnectOptions::from_str(url)
        .ok()
        .filter(|_| url.starts_with("sqlite:") && !url.contains(":memory:"))
        .ok_or(StoreError::Address("invalid database URL: set --database-url to sqlite:PATH"))?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // The audit key is in a temporary table, which must not be written to a file.
        .pragma("temp_store", "MEMORY")
        .busy_timeout(BUSY_TIMEOUT))
}

/// A pool that closes broken connections instead of reusing them.
fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(size).acquire_timeout(ACQUIRE_TIMEOUT).before_acquire(
        |connection, _| {
            // After an I/O error or a full disk, SQLite rolls back automatically. sqlx still counts the transaction as
            // open and would reject every later BEGIN on this connection. The pool has pinged the connection before
            // this check, so a pending rollback has already run.
            let is_reusable = !connection.is_in_transaction();
            Box::pin(async move {
                if !is_reusable {
                    tracing::warn!("closing a database connection whose transaction SQLite rolled back");
                }
                Ok(is_reusable)
            })
        },
    )
}
