//! Sign-in history of pairs of an e-mail address and a network.

use billing::Instant;

use super::{Columns, StoreError};
use crate::store::Connection;

/// The maximum number of expired rows removed per written row. Above 1, so that the table shrinks faster than it grows.
const REMOVAL_BATCH: i64 = 20;

/// A pair of an e-mail address and a network, both hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The hash of the e-mail address and the network.
    pub pair: String,
    /// The hash of the e-mail address.
    pub email: String,
}

/// The stored state of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairRow {
    /// Consecutive failures.
    pub failures: i64,
    /// The time of the last failure, in seconds since 1970.
    pub failed_at: i64,
    /// The time from which the next sign-in is allowed, in seconds since 1970.
    pub blocked_until: i64,
    /// The time until which the pair is known because of an earlier success, in seconds since 1970.
    pub known_until: i64,
}

/// The stored state of `pair`.
pub async fn find(conn: &mut Connection, pair: &Pair) -> Result<Option<PairRow>, StoreError> {
    let row = sqlx::query(
        "SELECT failures, failed_at, blocked_until, known_until FROM sign_in_pair WHERE pair = $1",
    )
    .bind(&pair.pair)
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(PairRow {
            failures: row.column("failures")?,
            failed_at: row.column("failed_at")?,
            blocked_until: row.column("blocked_until")?,
            known_until: row.column("known_until")?,
        })
    })
    .transpose()
}

/// Stores a pair until `expires_at` and removes some expired pairs.
pub async fn save(
    conn: &mut Connection,
    pair: &Pair,
    row: PairRow,
    expires_at: i64,
    now: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sign_in_pair (pair, email, failures, failed_at, blocked_until, known_until, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (pair) DO UPDATE SET failures = excluded.failures, failed_at = excluded.failed_at,
           blocked_until = excluded.blocked_until, known_until = excluded.known_until,
           expires_at = excluded.expires_at",
    )
    .bind(&pair.pair)
    .bind(&pair.email)
    .bind(row.failures)
    .bind(row.failed_at)
    .bind(row.blocked_until)
    .bind(row.known_until)
    .bind(expires_at)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "DELETE FROM sign_in_pair WHERE pair IN
           (SELECT pair FROM sign_in_pair WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
    )
    .bind(now.epoch_seconds())
    .bind(REMOVAL_BATCH)
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps the newest known pairs of an e-mail address and removes the others.
pub async fn keep_newest_known(conn: &mut Connection, email: &str, most: i64) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM sign_in_pair WHERE pair IN
           (SELECT pair FROM sign_in_pair WHERE email = $1 AND known_until > 0
            ORDER BY known_until DESC LIMIT -1 OFFSET $2)",
    )
    .bind(email)
    .bind(most)
    .execute(conn)
    .await?;
    Ok(())
}
