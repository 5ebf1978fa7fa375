use std::path::Path;

use sqlx::{SqlitePool, sqlite::SqliteConnectOptions};

use crate::Step;

/// The backend's database, read only.
pub struct Ledger {
    pool: SqlitePool,
}

impl Ledger {
    /// Opens the file beside the running backend.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(file: &Path) -> Step<Self> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        Ok(Self { pool: SqlitePool::connect_with(options).await? })
    }
}
