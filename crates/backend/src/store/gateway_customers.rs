//! The customers of organizations at the gateway.

use billing::Instant;

use super::{Columns, StoreError};
use crate::store::Connection;

/// The customer of an organization in an account.
pub async fn find(
    conn: &mut Connection,
    organization: i64,
    account: &str,
) -> Result<Option<String>, StoreError> {
    let query = "SELECT customer_ref FROM gateway_customer WHERE organization = $1 AND account = $2";
    let row = sqlx::query(query).bind(organization).bind(account).fetch_optional(conn).await?;
    row.map(|row| row.column("customer_ref")).transpose()
}

/// Stores the customer of an organization. The first one stays.
pub async fn insert(
    conn: &mut Connection,
    organization: i64,
    account: &str,
    customer: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let query = "INSERT INTO gateway_customer (organization, account, customer_ref, created_at)
                 VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    sqlx::query(query)
        .bind(organization)
        .bind(account)
        .bind(customer)
        .bind(at.epoch_seconds())
        .execute(conn)
        .await?;
    Ok(())
}
