//! Moves audit rows of earlier releases, which linked rows without a key, into the keyed chains.

use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteRow;

use super::{AuditEntry, append};
use crate::store::Connection;
use crate::store::{Columns, StoreError};

const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The organization id of entries about the service itself.
const SERVICE: i64 = 0;

/// Appends every row without a key to the chain of its organization.
///
/// Then appends an entry with the number of rows and the first row whose plain hash is wrong. The key protects the rows
/// as they are now. Call it only with a newly created key: rows that are added later are not from an earlier release.
pub async fn rekey(connection: &mut Connection) -> Result<(), StoreError> {
    let rows =
        sqlx::query("SELECT * FROM audit_without_key ORDER BY sequence").fetch_all(&mut *connection).await?;
    let Some(last) = rows.last() else { return Ok(()) };
    let at = last.instant("at")?;
    let mut previous = BEGINNING.to_owned();
    let mut first_broken = None;
    for (expected, row) in (1_i64..).zip(&rows) {
        let (sequence, hash) = (row.column::<i64>("sequence")?, row.column::<String>("hash")?);
        let texts = texts(row)?;
        let entry = entry(row, &texts)?;
        let is_intact = sequence == expected
            && row.column::<String>("previous_hash")? == previous
            && hash == plain_link(sequence, &entry, &previous);
        if first_broken.is_none() && !is_intact {
            first_broken = Some(sequence);
        }
        append(connection, &entry).await?;
        previous = hash;
    }
    let body = serde_json::json!({ "rows": rows.len(), "firstBrokenRow": first_broken }).to_string();
    let boundary = AuditEntry {
        at,
        organization: SERVICE,
        actor: "migration",
        event: "audit.rekeyed",
        subject: "audit",
        body: &body,
    };
    append(connection, &boundary).await?;
    sqlx::query("DELETE FROM audit_without_key").execute(connection).await?;
    match first_broken {
        None => {
            tracing::info!(rows = rows.len(), "signed the audit rows of earlier releases with the audit key")
        }
        Some(row) => tracing::error!(row, "the audit trail was changed before it was signed with a key"),
    }
    Ok(())
}

pub(super) fn texts(row: &SqliteRow) -> Result<[String; 4], StoreError> {
    Ok([row.column("actor")?, row.column("event")?, row.column("subject")?, row.column("body")?])
}

pub(super) fn entry<'a>(row: &SqliteRow, texts: &'a [String; 4]) -> Result<AuditEntry<'a>, StoreError> {
    let [actor, event, subject, body] = texts;
    Ok(AuditEntry {
        at: row.instant("at")?,
        organization: row.column("organization")?,
        actor,
        event,
        subject,
        body,
    })
}

fn plain_link(sequence: i64, entry: &AuditEntry<'_>, previous: &str) -> String {
    let AuditEntry { at, organization, actor, event, subject, body } = *entry;
    let at = at.epoch_seconds();
    let row = serde_json::json!([sequence, at, organization, actor, event, subject, body, previous]);
    base16ct::lower::encode_string(&Sha256::digest(row.to_string()))
}
