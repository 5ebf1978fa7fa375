//! Processed webhooks, so that a redelivered webhook has no second effect.

use billing::Instant;

use super::StoreError;
use crate::store::Connection;

/// Whether the webhook was processed before.
pub async fn is_known(connection: &mut Connection, id: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM inbound_event WHERE id = $1";
    Ok(sqlx::query(query).bind(id).fetch_optional(connection).await?.is_some())
}

/// Records that the webhook was processed. Does nothing if it is already recorded.
pub async fn note(
    connection: &mut Connection,
    id: &str,
    kind: &str,
    intent: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let query = "INSERT INTO inbound_event (id, kind, intent_id, received_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (id) DO NOTHING";
    sqlx::query(query).bind(id).bind(kind).bind(intent).bind(at.epoch_seconds()).execute(connection).await?;
    Ok(())
}
