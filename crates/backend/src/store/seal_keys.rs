use billing::Instant;
use sqlx::SqliteConnection;

use super::{Columns, StoreError};

/// The ids and secrets of the keys that seal quotes, oldest first.
pub async fn all(conn: &mut SqliteConnection) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let rows = sqlx::query("SELECT id, secret FROM seal_key ORDER BY created_at, id").fetch_all(conn).await?;
    rows.iter().map(|row| Ok((row.column("id")?, row.column("secret")?))).collect()
}

/// Stores a key.
pub async fn insert(
    conn: &mut SqliteConnection,
    id: &str,
    secret: &[u8],
    at: Instant,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO seal_key (id, secret, created_at) VALUES (?, ?, ?)")
        .bind(id)
        .bind(secret)
        .bind(at.epoch_seconds())
        .execute(conn)
        .await?;
    Ok(())
}
