//! Uses of promotion codes: reserved while an attempt is open, then redeemed or released.

use billing::Instant;

use super::StoreError;
use crate::store::Connection;

/// Reserves one use for an attempt that is already inserted, with one conditional statement.
///
/// Returns `false` if the code is disabled, or if its limit in total or for this organization is reached. Does not
/// check the validity dates: a sealed quote keeps its discount.
pub async fn reserve(
    connection: &mut Connection,
    attempt: &str,
    code: &str,
    organization: i64,
    at: Instant,
) -> Result<bool, StoreError> {
    let query = "INSERT INTO promotion_redemption (attempt, code, organization, state, at)
                 SELECT $1, promotion.code, $3, 'reserved', $4 FROM promotion
                 WHERE promotion.code = $2 AND promotion.disabled = 0
                 AND (promotion.organization IS NULL OR promotion.organization = $3)
                 AND (promotion.max_redemptions IS NULL OR promotion.max_redemptions > promotion.used_before + (
                     SELECT COUNT(*) FROM promotion_redemption AS used
                     WHERE used.code = promotion.code AND used.state IN ('reserved', 'redeemed')))
                 AND promotion.max_per_account > (
                     SELECT COUNT(*) FROM promotion_redemption AS used
                     WHERE used.code = promotion.code AND used.organization = $3
                     AND used.state IN ('reserved', 'redeemed'))";
    let reserved = sqlx::query(query)
        .bind(attempt)
        .bind(code)
        .bind(organization)
        .bind(at.epoch_seconds())
        .execute(connection)
        .await?;
    Ok(reserved.rows_affected() == 1)
}

/// Marks the reserved use as redeemed.
pub async fn redeem(connection: &mut Connection, attempt: &str, at: Instant) -> Result<(), StoreError> {
    set_state(connection, attempt, "redeemed", at).await
}

/// Releases the reserved use, so that it is available again.
pub async fn release(connection: &mut Connection, attempt: &str, at: Instant) -> Result<(), StoreError> {
    set_state(connection, attempt, "released", at).await
}

async fn set_state(
    connection: &mut Connection,
    attempt: &str,
    state: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let query =
        "UPDATE promotion_redemption SET state = $1, at = $2 WHERE attempt = $3 AND state = 'reserved'";
    sqlx::query(query).bind(state).bind(at.epoch_seconds()).bind(attempt).execute(connection).await?;
    Ok(())
}

/// The code of an organization's renewal discount: the last redeemed code that also discounts renewals.
pub async fn renewing_code(
    connection: &mut Connection,
    organization: i64,
) -> Result<Option<String>, StoreError> {
    let query = "SELECT promotion.code FROM promotion_redemption AS used
                 JOIN promotion ON promotion.code = used.code
                 WHERE used.organization = $1 AND used.state = 'redeemed' AND promotion.renewals > 0
                 ORDER BY used.at DESC, used.rowid DESC LIMIT 1";
    Ok(sqlx::query_scalar(query).bind(organization).fetch_optional(connection).await?)
}
