//! Failed and successful sign-ins of one e-mail address from one network.

use billing::Instant;
use sqlx::SqliteConnection;

use super::{Columns, StoreError};

/// Expired rows removed with each row that is written, so that the table shrinks faster than it grows.
const REMOVED_AT_ONCE: i64 = 20;

/// An e-mail address tried from a network, both hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The hash of both.
    pub pair: String,
    /// The hash of the e-mail address alone.
    pub email: String,
}

/// What is stored about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairRow {
    /// Failures in a row.
    pub failures: i64,
    /// The latest of them, in seconds since 1970.
    pub failed_at: i64,
    /// When the next try is allowed, in seconds since 1970.
    pub blocked_until: i64,
    /// Until when an earlier success makes the pair known, in seconds since 1970.
    pub known_until: i64,
}

/// Reads a pair.
pub async fn find(conn: &mut SqliteConnection, pair: &Pair) -> Result<Option<PairRow>, StoreError> {
    let row = sqlx::query(
        "SELECT failures, failed_at, blocked_until, known_until FROM sign_in_pair WHERE pair = ?",
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

/// Stores a pair until `expires_at`, and removes some that have expired.
pub async fn save(
    conn: &mut SqliteConnection,
    pair: &Pair,
    row: PairRow,
    expires_at: i64,
    now: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sign_in_pair (pair, email, failures, failed_at, blocked_until, known_until, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)
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
           (SELECT pair FROM sign_in_pair WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)",
    )
    .bind(now.epoch_seconds())
    .bind(REMOVED_AT_ONCE)
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps the newest known pairs of an e-mail address and removes the others.
pub async fn keep_newest_known(
    conn: &mut SqliteConnection,
    email: &str,
    most: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM sign_in_pair WHERE pair IN
           (SELECT pair FROM sign_in_pair WHERE email = ? AND known_until > 0
            ORDER BY known_until DESC LIMIT -1 OFFSET ?)",
    )
    .bind(email)
    .bind(most)
    .execute(conn)
    .await?;
    Ok(())
}
