//! Uses of promotion codes: reserved while an attempt runs, then redeemed or released with it.

use billing::Instant;
use sqlx::SqliteConnection;

use super::StoreError;

/// Reserves one use for an attempt whose row is written, by one conditional statement. `false` when the code is
/// disabled, used up, or used up by this organization. Its dates do not count any more: a sealed quote keeps them.
pub async fn reserve(
    connection: &mut SqliteConnection,
    attempt: &str,
    code: &str,
    organization: i64,
    at: Instant,
) -> Result<bool, StoreError> {
    let query = "INSERT INTO promotion_redemption (attempt, code, organization, state, at)
                 SELECT ?1, promotion.code, ?3, 'reserved', ?4 FROM promotion
                 WHERE promotion.code = ?2 AND promotion.disabled = 0
                 AND (promotion.organization IS NULL OR promotion.organization = ?3)
                 AND (promotion.max_redemptions IS NULL OR promotion.max_redemptions > promotion.used_before + (
                     SELECT COUNT(*) FROM promotion_redemption AS used
                     WHERE used.code = promotion.code AND used.state IN ('reserved', 'redeemed')))
                 AND promotion.max_per_account > (
                     SELECT COUNT(*) FROM promotion_redemption AS used
                     WHERE used.code = promotion.code AND used.organization = ?3
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

/// Counts the reserved use for good.
pub async fn redeem(connection: &mut SqliteConnection, attempt: &str, at: Instant) -> Result<(), StoreError> {
    end(connection, attempt, "redeemed", at).await
}

/// Makes the reserved use available again.
pub async fn release(
    connection: &mut SqliteConnection,
    attempt: &str,
    at: Instant,
) -> Result<(), StoreError> {
    end(connection, attempt, "released", at).await
}

async fn end(
    connection: &mut SqliteConnection,
    attempt: &str,
    state: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let query = "UPDATE promotion_redemption SET state = ?, at = ? WHERE attempt = ? AND state = 'reserved'";
    sqlx::query(query).bind(state).bind(at.epoch_seconds()).bind(attempt).execute(connection).await?;
    Ok(())
}

/// The code behind the renewal discount of an organization: the last redeemed one that also discounts renewals.
pub async fn renewing_code(
    connection: &mut SqliteConnection,
    organization: i64,
) -> Result<Option<String>, StoreError> {
    let query = "SELECT promotion.code FROM promotion_redemption AS used
                 JOIN promotion ON promotion.code = used.code
                 WHERE used.organization = ? AND used.state = 'redeemed' AND promotion.renewals > 0
                 ORDER BY used.at DESC, used.rowid DESC LIMIT 1";
    Ok(sqlx::query_scalar(query).bind(organization).fetch_optional(connection).await?)
}
