//! The transactional outbox: messages written with the change they report and sent after the commit.

use billing::Instant;

use super::{Columns, StoreError};
use crate::store::Connection;

/// A message to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxMessage {
    /// Sequence number, in the order of writing.
    pub id: i64,
    /// The deduplication key: a message can be delivered more than once.
    pub dedupe: String,
    /// The organization's id.
    pub organization: i64,
    /// The message type, for example `upgrade_paid`.
    pub kind: String,
    /// The payload, as JSON.
    pub body: String,
}

/// Whether a message with that `dedupe` was written.
pub async fn exists(connection: &mut Connection, dedupe: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM outbox WHERE dedupe = $1";
    Ok(sqlx::query(query).bind(dedupe).fetch_optional(connection).await?.is_some())
}

/// Writes a message.
///
/// # Errors
/// [`StoreError::Database`] if a message with that `dedupe` exists.
pub async fn append(
    connection: &mut Connection,
    dedupe: &str,
    organization: i64,
    kind: &str,
    body: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let query =
        "INSERT INTO outbox (dedupe, organization, kind, body, created_at) VALUES ($1, $2, $3, $4, $5)";
    sqlx::query(query)
        .bind(dedupe)
        .bind(organization)
        .bind(kind)
        .bind(body)
        .bind(at.epoch_seconds())
        .execute(connection)
        .await?;
    Ok(())
}

/// The oldest unsent messages, oldest first.
pub async fn unsent(connection: &mut Connection, limit: i64) -> Result<Vec<OutboxMessage>, StoreError> {
    let query =
        "SELECT id, dedupe, organization, kind, body FROM outbox WHERE sent_at IS NULL ORDER BY id LIMIT $1";
    let rows = sqlx::query(query).bind(limit).fetch_all(connection).await?;
    let read = |row: &sqlx::sqlite::SqliteRow| {
        Ok(OutboxMessage {
            id: row.column("id")?,
            dedupe: row.column("dedupe")?,
            organization: row.column("organization")?,
            kind: row.column("kind")?,
            body: row.column("body")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Marks a message as sent.
pub async fn mark_sent(connection: &mut Connection, id: i64, at: Instant) -> Result<(), StoreError> {
    let query = "UPDATE outbox SET sent_at = $1 WHERE id = $2 AND sent_at IS NULL";
    sqlx::query(query).bind(at.epoch_seconds()).bind(id).execute(connection).await?;
    Ok(())
}
