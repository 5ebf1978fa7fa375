use billing::Instant;
use sqlx::sqlite::SqliteRow;

use crate::store::Connection;
use crate::store::{Columns, StoreError};

/// How an operator resolved a held upgrade attempt or a held renewal attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The id of the upgrade attempt, or the name of the renewal.
    pub attempt: String,
    /// `charged` or `released`.
    pub outcome: String,
    /// The operator's reason.
    pub because: String,
    /// The alarm for which it was held.
    pub alarm: String,
    /// The gateway's intent at that time, as JSON. `None` if the gateway has no such intent.
    pub gateway_intent: Option<String>,
    /// When it was resolved.
    pub at: Instant,
}

impl Resolution {
    /// Reads the columns that resolutions of upgrades and of renewals have in common.
    pub fn read(attempt: &str, row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            attempt: attempt.to_owned(),
            outcome: row.column("outcome")?,
            because: row.column("because")?,
            alarm: row.column("alarm")?,
            gateway_intent: row.column("gateway_intent")?,
            at: row.instant("at")?,
        })
    }
}

/// Stores the resolution of a held attempt.
///
/// # Errors
/// [`StoreError::Database`] if the attempt already has a resolution.
pub async fn insert_resolution(
    connection: &mut Connection,
    resolution: &Resolution,
) -> Result<(), StoreError> {
    let query = "INSERT INTO attempt_resolution (attempt, outcome, because, alarm, gateway_intent, at)
                 VALUES ($1, $2, $3, $4, $5, $6)";
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

/// The resolution of an attempt, if it has one.
pub async fn resolution_of(
    connection: &mut Connection,
    attempt: &str,
) -> Result<Option<Resolution>, StoreError> {
    let query = "SELECT attempt, outcome, because, alarm, gateway_intent, at FROM attempt_resolution
                 WHERE attempt = $1";
    let row = sqlx::query(query).bind(attempt).fetch_optional(connection).await?;
    row.map(|row| Resolution::read(attempt, &row)).transpose()
}
