//! Rate limits (generic cell rate algorithm), shared by all instances through the database.

use billing::Instant;

use super::{Columns, StoreError};
use crate::store::Connection;

/// The maximum number of expired rows removed per written row. Above 1, so that the table shrinks faster than it grows.
const REMOVAL_BATCH: i64 = 20;

/// A rate limit: a burst, then one use per interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The limited operation.
    pub purpose: &'static str,
    /// The number of uses available to an unused scope.
    pub burst: i64,
    /// Seconds until one more use is available.
    pub interval_seconds: i64,
}

impl Limit {
    const fn span_seconds(self) -> i64 {
        self.burst * self.interval_seconds
    }
}

/// Takes one use of a scope atomically.
///
/// Returns `None` on success. If no use is left, writes nothing and returns the seconds until one is available.
pub async fn take(
    conn: &mut Connection,
    limit: Limit,
    scope: &str,
    now: Instant,
) -> Result<Option<u64>, StoreError> {
    remove_expired(conn, limit.purpose, now).await?;
    // A `restored_at` beyond the full span was written before the clock was set back. Treat it as restored.
    let result = sqlx::query(
        "INSERT INTO rate_limit (purpose, scope, restored_at) VALUES ($1, $2, $3 + $4)
         ON CONFLICT (purpose, scope) DO UPDATE SET restored_at =
           CASE WHEN restored_at < $3 OR restored_at > $3 + $5 THEN $3 + $4 ELSE restored_at + $4 END
         WHERE restored_at + $4 <= $3 + $5 OR restored_at > $3 + $5",
    )
    .bind(limit.purpose)
    .bind(scope)
    .bind(now.epoch_seconds())
    .bind(limit.interval_seconds)
    .bind(limit.span_seconds())
    .execute(&mut *conn)
    .await?;
    if result.rows_affected() > 0 { Ok(None) } else { wait(conn, limit, scope, now).await }
}

/// The seconds until a use is available to a scope. `None` if one is available now. Takes no use.
pub async fn wait(
    conn: &mut Connection,
    limit: Limit,
    scope: &str,
    now: Instant,
) -> Result<Option<u64>, StoreError> {
    let row = sqlx::query("SELECT restored_at FROM rate_limit WHERE purpose = $1 AND scope = $2")
        .bind(limit.purpose)
        .bind(scope)
        .fetch_optional(conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let left = row.column::<i64>("restored_at")?.saturating_sub(now.epoch_seconds());
    let wait = left + limit.interval_seconds - limit.span_seconds();
    Ok(u64::try_from(wait).ok().filter(|wait| *wait > 0 && left <= limit.span_seconds()))
}

/// Returns one use to a scope, if the operation turns out not to count.
pub async fn give_back(conn: &mut Connection, limit: Limit, scope: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE rate_limit SET restored_at = restored_at - $1 WHERE purpose = $2 AND scope = $3")
        .bind(limit.interval_seconds)
        .bind(limit.purpose)
        .bind(scope)
        .execute(conn)
        .await?;
    Ok(())
}

async fn remove_expired(conn: &mut Connection, purpose: &str, now: Instant) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM rate_limit WHERE purpose = $1 AND scope IN
           (SELECT scope FROM rate_limit WHERE purpose = $1 AND restored_at <= $2 ORDER BY restored_at LIMIT $3)",
    )
    .bind(purpose)
    .bind(now.epoch_seconds())
    .bind(REMOVAL_BATCH)
    .execute(conn)
    .await?;
    Ok(())
}
