//! Receipts: numbered without gaps within an organization, written once, never changed.

use contract::Receipt;
use sqlx::SqliteConnection;

use super::{Columns, StoreError};

/// The number the organization's next receipt gets. Only of use in the transaction that writes it.
pub async fn next_number(
    connection: &mut SqliteConnection,
    organization: i64,
) -> Result<(i64, String), StoreError> {
    let query = "SELECT COALESCE(MAX(sequence), 0) + 1 AS next FROM receipt WHERE organization = ?";
    let next: i64 = sqlx::query(query).bind(organization).fetch_one(connection).await?.column("next")?;
    Ok((next, format!("R-{organization}-{next:06}")))
}

/// What was paid for.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// An upgrade, by its attempt.
    Attempt(&'a str),
    /// A renewal, by its entry group in the ledger.
    Renewal(&'a str),
    /// A payment of the sample history.
    SampleData,
}

/// Writes a receipt whose number came from [`next_number`] in this transaction.
///
/// # Errors
/// When the number is taken, the source has a receipt already, or the database cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
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
    let query = "INSERT INTO receipt (number, organization, sequence, attempt, renewal, body) VALUES (?, ?, ?, ?, ?, ?)";
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

/// The receipt of that number, in that organization only.
pub async fn by_number(
    connection: &mut SqliteConnection,
    organization: i64,
    number: &str,
) -> Result<Option<Receipt>, StoreError> {
    let query = "SELECT body FROM receipt WHERE organization = ? AND number = ?";
    let row = sqlx::query(query).bind(organization).bind(number).fetch_optional(connection).await?;
    row.map(|row| read(&row)).transpose()
}

/// The receipt of an attempt.
pub async fn of_attempt(
    connection: &mut SqliteConnection,
    attempt: &str,
) -> Result<Option<Receipt>, StoreError> {
    let query = "SELECT body FROM receipt WHERE attempt = ?";
    let row = sqlx::query(query).bind(attempt).fetch_optional(connection).await?;
    row.map(|row| read(&row)).transpose()
}

/// How many receipts an organization has.
pub async fn count(connection: &mut SqliteConnection, organization: i64) -> Result<i64, StoreError> {
    let query = "SELECT COUNT(*) AS total FROM receipt WHERE organization = ?";
    sqlx::query(query).bind(organization).fetch_one(connection).await?.column("total")
}

/// Receipts of an organization, newest first, at most `limit` after the first `skipped`.
pub async fn newest(
    connection: &mut SqliteConnection,
    organization: i64,
    limit: i64,
    skipped: i64,
) -> Result<Vec<Receipt>, StoreError> {
    let query = "SELECT body FROM receipt WHERE organization = ? ORDER BY sequence DESC LIMIT ? OFFSET ?";
    let rows = sqlx::query(query).bind(organization).bind(limit).bind(skipped).fetch_all(connection).await?;
    rows.iter().map(read).collect()
}

fn read(row: &sqlx::sqlite::SqliteRow) -> Result<Receipt, StoreError> {
    let body: String = row.column("body")?;
    serde_json::from_str(&body).map_err(|_| StoreError::Unreadable("body"))
}
