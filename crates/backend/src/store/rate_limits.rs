//! Allowances that refill over time (the generic cell rate algorithm), shared by every instance through the database.

use billing::Instant;
use sqlx::SqliteConnection;

use super::{Columns, StoreError};

/// Expired rows removed with each row that is written, so that the table shrinks faster than it grows.
const REMOVED_AT_ONCE: i64 = 20;

/// An allowance: so many at once, then one more every interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is limited.
    pub purpose: &'static str,
    /// How many are available to a scope that has used none.
    pub burst: i64,
    /// Seconds until one more is available.
    pub interval_seconds: i64,
}

impl Limit {
    const fn span_seconds(self) -> i64 {
        self.burst * self.interval_seconds
    }
}

/// Takes one from the allowance of a scope, atomically. When none is left, nothing is written and the result is the
/// number of seconds until one is.
pub async fn take(
    conn: &mut SqliteConnection,
    limit: Limit,
    scope: &str,
    now: Instant,
) -> Result<Option<u64>, StoreError> {
    remove_restored(conn, limit.purpose, now).await?;
    // An instant beyond the whole span was written before the clock was set back.
    let taken = sqlx::query(
        "INSERT INTO rate_limit (purpose, scope, restored_at) VALUES (?1, ?2, ?3 + ?4)
         ON CONFLICT (purpose, scope) DO UPDATE SET restored_at =
           CASE WHEN restored_at < ?3 OR restored_at > ?3 + ?5 THEN ?3 + ?4 ELSE restored_at + ?4 END
         WHERE restored_at + ?4 <= ?3 + ?5 OR restored_at > ?3 + ?5",
    )
    .bind(limit.purpose)
    .bind(scope)
    .bind(now.epoch_seconds())
    .bind(limit.interval_seconds)
    .bind(limit.span_seconds())
    .execute(&mut *conn)
    .await?;
    if taken.rows_affected() > 0 { Ok(None) } else { wait(conn, limit, scope, now).await }
}

/// The seconds until one is available to a scope; `None` when one is available now. Takes nothing.
pub async fn wait(
    conn: &mut SqliteConnection,
    limit: Limit,
    scope: &str,
    now: Instant,
) -> Result<Option<u64>, StoreError> {
    let row = sqlx::query("SELECT restored_at FROM rate_limit WHERE purpose = ? AND scope = ?")
        .bind(limit.purpose)
        .bind(scope)
        .fetch_optional(conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let left = row.column::<i64>("restored_at")?.saturating_sub(now.epoch_seconds());
    let wait = left + limit.interval_seconds - limit.span_seconds();
    Ok(u64::try_from(wait).ok().filter(|wait| *wait > 0 && left <= limit.span_seconds()))
}

/// Gives one back to a scope that turned out not to owe it.
pub async fn give_back(conn: &mut SqliteConnection, limit: Limit, scope: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE rate_limit SET restored_at = restored_at - ? WHERE purpose = ? AND scope = ?")
        .bind(limit.interval_seconds)
        .bind(limit.purpose)
        .bind(scope)
        .execute(conn)
        .await?;
    Ok(())
}

async fn remove_restored(conn: &mut SqliteConnection, purpose: &str, now: Instant) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM rate_limit WHERE purpose = ?1 AND scope IN
           (SELECT scope FROM rate_limit WHERE purpose = ?1 AND restored_at <= ?2 ORDER BY restored_at LIMIT ?3)",
    )
    .bind(purpose)
    .bind(now.epoch_seconds())
    .bind(REMOVED_AT_ONCE)
    .execute(conn)
    .await?;
    Ok(())
}
