//! The name of this deployment at the gateway.

use billing::Instant;

use super::{Columns, StoreError};
use crate::store::Connection;

/// The id of this deployment. The first call stores `new`.
pub async fn id_or_insert(conn: &mut Connection, new: &str, at: Instant) -> Result<String, StoreError> {
    let query = "INSERT INTO deployment (only_row, id, created_at) VALUES (1, $1, $2) ON CONFLICT (only_row) DO NOTHING";
    sqlx::query(query).bind(new).bind(at.epoch_seconds()).execute(&mut *conn).await?;
    sqlx::query("SELECT id FROM deployment").fetch_one(conn).await?.column("id")
}
