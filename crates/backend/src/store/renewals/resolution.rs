use super::{RenewalRow, parse_name};
use crate::store::Connection;
use crate::store::StoreError;
use crate::store::attempts::Resolution;

/// Stores the resolution of a held renewal attempt.
///
/// # Errors
/// [`StoreError::Database`] if the attempt already has a resolution.
pub async fn insert_resolution(
    connection: &mut Connection,
    renewal: &RenewalRow,
    resolution: &Resolution,
) -> Result<(), StoreError> {
    let query = "INSERT INTO renewal_resolution
                     (subscription, due_at, try, outcome, because, alarm, intent_id, gateway_intent, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(query)
        .bind(&renewal.subscription)
        .bind(renewal.due_at.epoch_seconds())
        .bind(renewal.tries)
        .bind(&resolution.outcome)
        .bind(&resolution.because)
        .bind(&resolution.alarm)
        .bind(&renewal.intent_id)
        .bind(&resolution.gateway_intent)
        .bind(resolution.at.epoch_seconds())
        .execute(connection)
        .await?;
    Ok(())
}

/// The resolution of the last held attempt of the renewal with this name, if it has one.
pub async fn resolution_of(
    connection: &mut Connection,
    name: &str,
) -> Result<Option<Resolution>, StoreError> {
    let Some((subscription, due_at)) = parse_name(name) else { return Ok(None) };
    let query = "SELECT subscription, due_at, try, outcome, because, alarm, gateway_intent, at FROM renewal_resolution
                 WHERE subscription = $1 AND due_at = $2 ORDER BY try DESC LIMIT 1";
    let row =
        sqlx::query(query).bind(subscription).bind(due_at.epoch_seconds()).fetch_optional(connection).await?;
    row.map(|row| Resolution::read(name, &row)).transpose()
}
