//! Events of the gateway that were processed, so that one delivered again has no second effect.

use billing::Instant;
use sqlx::SqliteConnection;

use super::StoreError;

/// Whether the event was processed before.
pub async fn is_known(connection: &mut SqliteConnection, id: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM inbound_event WHERE id = ?";
    Ok(sqlx::query(query).bind(id).fetch_optional(connection).await?.is_some())
}

/// Notes that the event was processed; a second note changes nothing.
pub async fn note(
    connection: &mut SqliteConnection,
    id: &str,
    kind: &str,
    intent: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let query = "INSERT INTO inbound_event (id, kind, intent_id, received_at) VALUES (?, ?, ?, ?)
                 ON CONFLICT (id) DO NOTHING";
    sqlx::query(query).bind(id).bind(kind).bind(intent).bind(at.epoch_seconds()).execute(connection).await?;
    Ok(())
}
