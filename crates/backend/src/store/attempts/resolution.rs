use billing::Instant;
use sqlx::SqliteConnection;

use crate::store::{Columns, StoreError};

/// How a person settled a held attempt or the held try of a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The id of the attempt, or the name of the renewal.
    pub attempt: String,
    /// `charged` or `released`.
    pub outcome: String,
    /// The person's reason.
    pub because: String,
    /// Why it was held.
    pub alarm: String,
    /// The gateway's answer at that time, in JSON; `None` when it does not know the intent.
    pub gateway_intent: Option<String>,
    /// When.
    pub at: Instant,
}

/// Stores how a person settled a held attempt.
///
/// # Errors
/// When the attempt has a resolution already, or the database cannot be written.
pub async fn insert_resolution(
    connection: &mut SqliteConnection,
    resolution: &Resolution,
) -> Result<(), StoreError> {
    let query = "INSERT INTO attempt_resolution (attempt, outcome, because, alarm, gateway_intent, at)
                 VALUES (?, ?, ?, ?, ?, ?)";
    sqlx::query(query)
        .bind(&resolution.attempt)
        .bind(&resolution.outcome)
        .bind(&resolution.because)
        .bind(&resolution.alarm)
        .bind(&resolution.gateway_intent)
        .bind(resolution.at.epoch_seconds())
        .execute(connection)
        .await?;
    Ok(())
}

/// How a person settled an attempt; `None` when nobody did.
pub async fn resolution_of(
    connection: &mut SqliteConnection,
    attempt: &str,
) -> Result<Option<Resolution>, StoreError> {
    let query = "SELECT attempt, outcome, because, alarm, gateway_intent, at FROM attempt_resolution
                 WHERE attempt = ?";
    let row = sqlx::query(query).bind(attempt).fetch_optional(connection).await?;
    row.map(|row| {
        Ok(Resolution {
            attempt: row.column("attempt")?,
            outcome: row.column("outcome")?,
            because: row.column("because")?,
            alarm: row.column("alarm")?,
            gateway_intent: row.column("gateway_intent")?,
            at: row.instant("at")?,
        })
    })
    .transpose()
}
