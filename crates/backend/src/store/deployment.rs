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

/// The account that has the cards and intents of this database. The first call stores `account`.
pub async fn account_or_set(conn: &mut Connection, account: &str) -> Result<String, StoreError> {
    let query = "UPDATE deployment SET account = COALESCE(account, $1) WHERE only_row = 1 RETURNING account";
    let row = sqlx::query(query).bind(account).fetch_optional(conn).await?;
    row.map_or_else(|| Ok(account.to_owned()), |row| row.column("account"))
}
