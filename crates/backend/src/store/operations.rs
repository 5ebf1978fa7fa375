use sqlx::SqliteConnection;

use super::{Columns, Store, StoreError};

/// Reads, then writes one row and commits it, so that a full disk is noticed.
pub async fn check_health(store: &Store) -> Result<(), StoreError> {
    sqlx::query("SELECT 1 FROM organization LIMIT 1").fetch_optional(&mut *store.reader().await?).await?;
    let mut transaction = store.begin().await?;
    // The count changes with every check: SQLite does not write a page that stays the same.
    sqlx::query("UPDATE health_check SET checks = checks + 1").execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// Attempts that have not ended, counted by state.
pub async fn open_attempts(conn: &mut SqliteConnection) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT state AS word, count(*) AS total FROM upgrade_attempt
         WHERE state IN ('started', 'charging', 'requires_action', 'unknown') GROUP BY state",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| Ok((row.column("word")?, row.column("total")?))).collect()
}

/// How many attempts a person must decide about.
pub async fn held_attempts(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let query = "SELECT count(*) FROM upgrade_attempt WHERE state = 'unknown' AND alarm IS NOT NULL";
    Ok(sqlx::query_scalar(query).fetch_one(conn).await?)
}

/// How many renewals a person must decide about.
pub async fn held_renewals(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let query = "SELECT count(*) FROM renewal WHERE state = 'held'";
    Ok(sqlx::query_scalar(query).fetch_one(conn).await?)
}

/// Subscriptions counted by status.
pub async fn subscriptions(conn: &mut SqliteConnection) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT status AS word, count(*) AS total FROM subscription GROUP BY status ORDER BY status",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| Ok((row.column("word")?, row.column("total")?))).collect()
}

/// Messages that are not sent yet.
pub async fn unsent(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM outbox WHERE sent_at IS NULL").fetch_one(conn).await?)
}
