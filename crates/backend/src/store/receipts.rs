//! Receipts: immutable, and numbered without gaps within an organization.

use contract::Receipt;
use sqlx::sqlite::SqliteRow;

use super::{Columns, StoreError, UnreadableRow};
use crate::store::Connection;

/// The sequence and the number of the organization's next receipt. Valid only within the transaction that writes it.
pub async fn next_number(
    connection: &mut Connection,
    organization: i64,
) -> Result<(i64, String), StoreError> {
    let query = "SELECT COALESCE(MAX(sequence), 0) + 1 AS next FROM receipt WHERE organization = $1";
    let next: i64 = sqlx::query(query).bind(organization).fetch_one(connection).await?.column("next")?;
    Ok((next, format!("R-{organization}-{next:06}")))
}

/// What a receipt is for.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// An upgrade, identified by its attempt.
    Attempt(&'a str),
    /// A renewal, identified by its entry group in the ledger.
    Renewal(&'a str),
    /// A payment in the sample history.
    SampleData,
}

/// Writes a receipt with the number that [`next_number`] returned in this transaction.
///
/// # Errors
/// [`StoreError::Database`] if the number is taken or the source already has a receipt.
pub async fn insert(
    connection: &mut Connection,
    sequence: i64,
    receipt: &Receipt,
    source: Source<'_>,
) -> Result<(), StoreError> {
    let (attempt, renewal) = match source {
        Source::Attempt(attempt) => (Some(attempt), None),
        Source::Renewal(renewal) => (None, Some(renewal)),
        Source::SampleData => (None, None),
    };
    let body = serde_json::to_string(receipt).map_err(|_| StoreError::Unreadable("body"))?;
    let query = "INSERT INTO receipt (number, organization, sequence, attempt, renewal, body) VALUES ($1, $2, $3, $4, $5, $6)";
    sqlx::query(query)
        .bind(&receipt.number)
        .bind(receipt.organization.id)
        .bind(sequence)
        .bind(attempt)
        .bind(renewal)
        .bind(body)
        .execute(connection)
        .await?;
    Ok(())
}

/// A stored receipt, or its number and the error if it cannot be read.
pub type Stored = Result<Receipt, UnreadableRow>;

/// The receipt of an organization with this number.
pub async fn by_number(
    connection: &mut Connection,
    organization: i64,
    number: &str,
) -> Result<Option<Stored>, StoreError> {
    let query = "SELECT number AS id, body FROM receipt WHERE organization = $1 AND number = $2";
    let row = sqlx::query(query).bind(organization).bind(number).fetch_optional(connection).await?;
    Ok(row.as_ref().map(read))
}

/// The receipt of an attempt.
pub async fn of_attempt(connection: &mut Connection, attempt: &str) -> Result<Option<Stored>, StoreError> {
    let query = "SELECT number AS id, body FROM receipt WHERE attempt = $1";
    let row = sqlx::query(query).bind(attempt).fetch_optional(connection).await?;
    Ok(row.as_ref().map(read))
}

/// The number of the receipt of a charge of the gateway.
pub async fn of_intent(
    connection: &mut Connection,
    organization: i64,
    intent: &str,
) -> Result<Option<String>, StoreError> {
    // The entry group of a charge names its attempt or its renewal, as a receipt does.
    let query = "SELECT receipt.number FROM ledger_entry
                 JOIN receipt ON receipt.organization = ledger_entry.organization
                   AND (ledger_entry.entry_group = 'attempt:' || receipt.attempt
                     OR ledger_entry.entry_group = receipt.renewal)
                 WHERE ledger_entry.intent_id = $1 AND ledger_entry.organization = $2";
    let row = sqlx::query(query).bind(intent).bind(organization).fetch_optional(connection).await?;
    row.map(|row| row.column("number")).transpose()
}

/// The number of receipts of an organization.
pub async fn count(connection: &mut Connection, organization: i64) -> Result<i64, StoreError> {
    let query = "SELECT COUNT(*) AS total FROM receipt WHERE organization = $1";
    sqlx::query(query).bind(organization).fetch_one(connection).await?.column("total")
}

/// The receipts of an organization, newest first: at most `limit`, after skipping `skipped`.
pub async fn newest(
    connection: &mut Connection,
    organization: i64,
    limit: i64,
    skipped: i64,
) -> Result<Vec<Stored>, StoreError> {
    let query = "SELECT number AS id, body FROM receipt WHERE organization = $1 ORDER BY sequence DESC LIMIT $2 OFFSET $3";
    let rows = sqlx::query(query).bind(organization).bind(limit).bind(skipped).fetch_all(connection).await?;
    Ok(rows.iter().map(read).collect())
}

fn read(row: &SqliteRow) -> Stored {
    let receipt = row
        .column("body")
        .and_then(|body: String| serde_json::from_str(&body).map_err(|_| StoreError::Unreadable("body")));
    receipt.map_err(|error| UnreadableRow::of(row, error))
}
