//! The audit trail: one row per change of state, each chained to the one before it by a hash.

use std::fmt::Write;

use billing::Instant;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use super::{Columns, StoreError};

/// What the first row is chained to.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A change of state.
#[derive(Clone, Debug)]
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

/// Appends to the chain. Only in a writing transaction: two writers at once would fork it.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn append(connection: &mut SqliteConnection, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
    let last = sqlx::query("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1")
        .fetch_optional(&mut *connection)
        .await?;
    let (sequence, previous): (i64, String) = match last {
        Some(row) => (row.column::<i64>("sequence")? + 1, row.column("hash")?),
        None => (1, BEGINNING.to_owned()),
    };
    let hash = link(sequence, entry, &previous);
    let query =
        "INSERT INTO audit (sequence, at, organization, actor, event, subject, body, previous_hash, hash)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    sqlx::query(query)
        .bind(sequence)
        .bind(entry.at.epoch_seconds())
        .bind(entry.organization)
        .bind(entry.actor)
        .bind(entry.event)
        .bind(entry.subject)
        .bind(entry.body)
        .bind(previous)
        .bind(hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// Recomputes the whole chain. Gives the sequence of the first row that is not as it was written, or is missing.
///
/// # Errors
/// When the database cannot be read.
pub async fn first_broken(connection: &mut SqliteConnection) -> Result<Option<i64>, StoreError> {
    let rows = sqlx::query("SELECT * FROM audit ORDER BY sequence").fetch_all(connection).await?;
    let mut previous = BEGINNING.to_owned();
    for (expected, row) in (1_i64..).zip(&rows) {
        let texts: [String; 5] = [
            row.column("actor")?,
            row.column("event")?,
            row.column("subject")?,
            row.column("body")?,
            row.column("hash")?,
        ];
        let [actor, event, subject, body, hash] = &texts;
        let organization = row.column("organization")?;
        let entry = AuditEntry { at: row.instant("at")?, organization, actor, event, subject, body };
        let sequence: i64 = row.column("sequence")?;
        if sequence != expected || *hash != link(sequence, &entry, &previous) {
            return Ok(Some(expected));
        }
        previous.clone_from(hash);
    }
    Ok(None)
}

fn link(sequence: i64, entry: &AuditEntry<'_>, previous: &str) -> String {
    let AuditEntry { at, organization, actor, event, subject, body } = *entry;
    // A JSON array, so that no two different rows are written the same.
    let row = serde_json::json!([
        sequence,
        at.epoch_seconds(),
        organization,
        actor,
        event,
        subject,
        body,
        previous
    ]);
    Sha256::digest(row.to_string()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
