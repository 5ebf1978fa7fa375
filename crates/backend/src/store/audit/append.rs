use billing::Instant;
use sqlx::SqliteConnection;

use super::keys::mac;
use crate::store::{Columns, StoreError};

/// The link before the first row of a chain.
pub(super) const BEGINNING: &str = "";

/// A change of state.
#[derive(Clone, Copy, Debug)]
pub struct AuditEntry<'a> {
    /// When.
    pub at: Instant,
    /// Whose.
    pub organization: i64,
    /// The person's id, or the part of the service that did it by itself.
    pub actor: &'a str,
    /// What happened, for example `attempt.charged`.
    pub event: &'a str,
    /// The id of what changed.
    pub subject: &'a str,
    /// What else is worth knowing, in JSON; no secret, no card.
    pub body: &'a str,
}

/// Appends to the chain of the entry's organization. Only in a writing transaction of the store, whose connection has
/// the key: two writers at once would fork the chain.
pub async fn append(connection: &mut SqliteConnection, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
    let key = sqlx::query("SELECT id, secret FROM temp.audit_key WHERE rowid = 1")
        .fetch_one(&mut *connection)
        .await?;
    let (key_id, secret): (String, Vec<u8>) = (key.column("id")?, key.column("secret")?);
    let sequence: i64 = sqlx::query_scalar("SELECT coalesce(max(sequence), 0) + 1 FROM audit")
        .fetch_one(&mut *connection)
        .await?;
    let last =
        sqlx::query("SELECT position, mac FROM audit WHERE organization = ? ORDER BY position DESC LIMIT 1")
            .bind(entry.organization)
            .fetch_optional(&mut *connection)
            .await?;
    let (position, previous): (i64, String) = match last {
        Some(row) => (row.column::<i64>("position")? + 1, row.column("mac")?),
        None => (1, BEGINNING.to_owned()),
    };
    let mac = link(&secret, &key_id, sequence, position, entry, &previous)
        .ok_or(StoreError::Unreadable("audit_key.secret"))?;
    sqlx::query(
        "INSERT INTO audit (sequence, organization, position, at, actor, event, subject, body, key_id, mac)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(sequence)
    .bind(entry.organization)
    .bind(position)
    .bind(entry.at.epoch_seconds())
    .bind(entry.actor)
    .bind(entry.event)
    .bind(entry.subject)
    .bind(entry.body)
    .bind(key_id)
    .bind(mac)
    .execute(connection)
    .await?;
    Ok(())
}

/// The MAC of a row and the link before it.
pub(super) fn link(
    secret: &[u8],
    key_id: &str,
    sequence: i64,
    position: i64,
    entry: &AuditEntry<'_>,
    previous: &str,
) -> Option<String> {
    let AuditEntry { at, organization, actor, event, subject, body } = *entry;
    let at = at.epoch_seconds();
    // A JSON array: two different rows never have the same text.
    let row = serde_json::json!([
        "tcu-audit/1",
        key_id,
        organization,
        position,
        sequence,
        at,
        actor,
        event,
        subject,
        body,
        previous
    ]);
    mac(secret, &row.to_string())
}
