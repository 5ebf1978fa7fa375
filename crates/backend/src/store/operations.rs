use super::{Columns, Store, StoreError};
use crate::store::Connection;

/// Reads a row, then writes and commits one, so that the check detects a full disk.
pub async fn check_health(store: &Store) -> Result<(), StoreError> {
    sqlx::query("SELECT 1 FROM organization LIMIT 1").fetch_optional(&mut *store.reader().await?).await?;
    let mut transaction = store.begin().await?;
    // Change the count with every check: SQLite does not write an unchanged page.
    sqlx::query("UPDATE health_check SET checks = checks + 1").execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// The number of open attempts by state.
pub async fn open_attempts(conn: &mut Connection) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT state AS word, count(*) AS total FROM upgrade_attempt
         WHERE state IN ('started', 'charging', 'requires_action', 'unknown') GROUP BY state",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| Ok((row.column("word")?, row.column("total")?))).collect()
}

/// The number of held attempts, which an operator must resolve.
pub async fn held_attempts(conn: &mut Connection) -> Result<i64, StoreError> {
    let query = "SELECT count(*) FROM upgrade_attempt WHERE state = 'unknown' AND alarm IS NOT NULL";
    Ok(sqlx::query_scalar(query).fetch_one(conn).await?)
}

/// The number of held renewals, which an operator must resolve.
pub async fn held_renewals(conn: &mut Connection) -> Result<i64, StoreError> {
    let query = "SELECT count(*) FROM renewal WHERE state = 'held'";
    Ok(sqlx::query_scalar(query).fetch_one(conn).await?)
}

/// The number of subscriptions by status.
pub async fn subscriptions(conn: &mut Connection) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT status AS word, count(*) AS total FROM subscription GROUP BY status ORDER BY status",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| Ok((row.column("word")?, row.column("total")?))).collect()
}

/// The number of unsent outbox messages.
pub async fn unsent(conn: &mut Connection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM outbox WHERE sent_at IS NULL").fetch_one(conn).await?)
}
