use billing::Instant;

use super::{Columns, StoreError};
use crate::store::Connection;

/// The ids and secrets of the keys that seal quotes, oldest first.
pub async fn all(conn: &mut Connection) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let rows = sqlx::query("SELECT id, secret FROM seal_key ORDER BY created_at, id").fetch_all(conn).await?;
    rows.iter().map(|row| Ok((row.column("id")?, row.column("secret")?))).collect()
}

/// Stores a key.
pub async fn insert(conn: &mut Connection, id: &str, secret: &[u8], at: Instant) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO seal_key (id, secret, created_at) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(secret)
        .bind(at.epoch_seconds())
        .execute(conn)
        .await?;
    Ok(())
}
