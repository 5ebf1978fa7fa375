use billing::Instant;

use super::keys::mac;
use crate::store::Connection;
use crate::store::{Columns, StoreError};

/// The previous MAC of the first row of a chain.
pub(super) const BEGINNING: &str = "";

/// A state change to record.
#[derive(Clone, Copy, Debug)]
pub struct AuditEntry<'a> {
    /// When it happened.
    pub at: Instant,
    /// The organization's id, or 0 for the service itself.
    pub organization: i64,
    /// The id of the person, or the name of the part of the service that made the change.
    pub actor: &'a str,
    /// The event type, for example `attempt.charged`.
    pub event: &'a str,
    /// The id of the changed object.
    pub subject: &'a str,
    /// Details as JSON, without secrets or card data.
    pub body: &'a str,
}

/// Appends an entry to the chain of its organization.
///
/// Call it only in a write transaction of the store: its connection has the key, and two concurrent writers would fork
/// the chain.
///
/// # Errors
/// [`StoreError::NotAudited`] if the database has not stored the row.
pub async fn append(connection: &mut Connection, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
    let key = sqlx::query("SELECT id, secret FROM temp.audit_key WHERE rowid = 1")
        .fetch_one(&mut *connection)
        .await?;
    let (key_id, secret): (String, Vec<u8>) = (key.column("id")?, key.column("secret")?);
    let sequence: i64 = sqlx::query_scalar("SELECT coalesce(max(sequence), 0) + 1 FROM audit")
        .fetch_one(&mut *connection)
        .await?;
    let last =
        sqlx::query("SELECT position, CAST(mac AS BLOB) AS mac FROM audit WHERE organization = $1 ORDER BY position DESC LIMIT 1")
            .bind(entry.organization)
            .fetch_optional(&mut *connection)
            .await?;
    let (position, previous): (i64, String) = match last {
        Some(row) => {
            // An altered MAC must not stop the service: verification reports its row in any case.
            let mac = row.column::<Vec<u8>>("mac")?;
            let position = row.column::<i64>("position")?.checked_add(1);
            (position.ok_or(StoreError::NotAudited)?, String::from_utf8_lossy(&mac).into_owned())
        }
        None => (1, BEGINNING.to_owned()),
    };
    let mac = link(&secret, &key_id, sequence, position, entry, &previous)
        .ok_or(StoreError::Unreadable("audit_key.secret"))?;
    let inserted = sqlx::query(
        "INSERT INTO audit (sequence, organization, position, at, actor, event, subject, body, key_id, mac)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
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
    // A trigger can skip the row without an error.
    if inserted.rows_affected() == 1 { Ok(()) } else { Err(StoreError::NotAudited) }
}

/// The MAC of a row and the MAC of the previous row, in lower-case hex.
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
    // Use a JSON array, so that two different rows never have the same text.
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
