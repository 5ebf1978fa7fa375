use billing::Instant;
use contract::DeclineClass;

use super::AttemptRow;
use crate::store::Connection;
use crate::store::{Lease, StoreError};

/// How an attempt ends without a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// The bank declined the card, and the gateway canceled the intent.
    Declined(DeclineClass),
    /// The gateway canceled the intent.
    Canceled,
    /// No intent was stored, so none was confirmed. The idempotency key can be used again.
    NotSent {
        /// Whether the gateway may have an unconfirmed intent whose id is unknown, because the response was lost.
        unresolved: bool,
    },
}

/// Ends the attempt as charged, which unlocks its subscription.
///
/// The caller then stores the response body with [`store_answer`] in the same transaction, because the body contains
/// the result of the transaction. Returns `false` if the attempt was taken over or has ended.
pub async fn charge(
    connection: &mut Connection,
    attempt: &AttemptRow,
    at: Instant,
) -> Result<bool, StoreError> {
    let query = "UPDATE upgrade_attempt
                 SET state = 'charged', charged = CASE amount_due_minor WHEN 0 THEN 'no' ELSE 'yes' END,
                     recovery_point = 'R3', settled_at = $1, answered = 1, at_work = 0, answer_body = ''
                 WHERE id = $2 AND fence = $3 AND state IN ('started', 'charging', 'requires_action', 'unknown')
                 AND alarm IS NULL";
    let result = sqlx::query(query)
        .bind(at.epoch_seconds())
        .bind(&attempt.id)
        .bind(attempt.fence)
        .execute(connection)
        .await?;
    Ok(result.rows_affected() == 1)
}

/// Stores the response body of a charged attempt. It can be set only once.
pub async fn store_answer(connection: &mut Connection, id: &str, body: &str) -> Result<(), StoreError> {
    let query = "UPDATE upgrade_attempt SET answer_body = $1 WHERE id = $2 AND answer_body = ''";
    sqlx::query(query).bind(body).bind(id).execute(connection).await?;
    Ok(())
}

/// Ends the attempt without a charge.
///
/// Returns `false` if the attempt was taken over or has ended, or if an intent was stored in the case of
/// [`Release::NotSent`].
pub async fn release(
    connection: &mut Connection,
    attempt: &AttemptRow,
    release: Release,
    at: Instant,
) -> Result<bool, StoreError> {
    let (state, class, key_released, unresolved, points) = match release {
        Release::Declined(class) => ("declined", Some(class.as_str()), false, false, "R1 R2 R2u"),
        Release::Canceled => ("canceled", None, false, false, "R1 R2 R2u"),
        Release::NotSent { unresolved } => ("canceled", None, true, unresolved, "R0"),
    };
    let query = "UPDATE upgrade_attempt
                 SET state = $1, charged = 'no', recovery_point = 'R4', decline_class = $2, key_released = $3,
                     create_unresolved = $4, settled_at = $5, answered = 1, at_work = 0,
                     lease_from = $5, lease_until = $5, failed_checks = 0
                 WHERE id = $6 AND fence = $7 AND state IN ('started', 'charging', 'requires_action', 'unknown')
                 AND alarm IS NULL AND instr(' ' || $8 || ' ', ' ' || recovery_point || ' ') > 0";
    let result = sqlx::query(query)
        .bind(state)
        .bind(class)
        .bind(key_released)
        .bind(unresolved)
        .bind(at.epoch_seconds())
        .bind(&attempt.id)
        .bind(attempt.fence)
        .bind(points)
        .execute(connection)
        .await?;
    Ok(result.rows_affected() == 1)
}

/// Holds an attempt that was charged differently than requested, until an operator resolves it.
///
/// Returns `false` if the attempt was taken over.
pub async fn hold(
    connection: &mut Connection,
    attempt: &AttemptRow,
    alarm: &str,
) -> Result<bool, StoreError> {
    let query = "UPDATE upgrade_attempt
                 SET state = 'unknown', charged = 'yes', recovery_point = 'R2u', alarm = $1, answered = 1, at_work = 0
                 WHERE id = $2 AND fence = $3 AND recovery_point IN ('R1', 'R2', 'R2u')";
    let result =
        sqlx::query(query).bind(alarm).bind(&attempt.id).bind(attempt.fence).execute(connection).await?;
    Ok(result.rows_affected() == 1)
}

/// Records that the intent of an unanswered create request is canceled, or that it does not exist.
pub async fn create_resolved(
    connection: &mut Connection,
    id: &str,
    intent: Option<&str>,
) -> Result<(), StoreError> {
    let query = "UPDATE upgrade_attempt SET create_unresolved = 0, intent_id = $1 WHERE id = $2";
    sqlx::query(query).bind(intent).bind(id).execute(connection).await?;
    Ok(())
}

/// Releases the hold of an attempt, so that an operator's resolution can settle it.
///
/// Returns the row with its new fence, or `None` if the attempt is no longer held.
pub async fn unhold(
    connection: &mut Connection,
    attempt: &AttemptRow,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "UPDATE upgrade_attempt SET alarm = NULL, fence = fence + 1
                 WHERE id = $1 AND fence = $2 AND state = 'unknown' AND alarm IS NOT NULL RETURNING *";
    let row = sqlx::query(query).bind(&attempt.id).bind(attempt.fence).fetch_optional(connection).await?;
    row.as_ref().map(AttemptRow::read).transpose()
}

/// Sets the alarm of a canceled attempt that the gateway charged.
pub async fn keep_alarm(connection: &mut Connection, id: &str, alarm: &str) -> Result<(), StoreError> {
    let query = "UPDATE upgrade_attempt SET alarm = $1 WHERE id = $2 AND state = 'canceled'";
    sqlx::query(query).bind(alarm).bind(id).execute(connection).await?;
    Ok(())
}

/// Postpones the next check of an unanswered create request. Returns `false` if another process is making this check.
pub async fn postpone_create(
    connection: &mut Connection,
    attempt: &AttemptRow,
    next: Lease,
) -> Result<bool, StoreError> {
    let query = "UPDATE upgrade_attempt
                 SET lease_from = $1, lease_until = $2, failed_checks = failed_checks + 1
                 WHERE id = $3 AND create_unresolved = 1 AND lease_until = $4 AND failed_checks = $5";
    let result = sqlx::query(query)
        .bind(next.from.epoch_seconds())
        .bind(next.until.epoch_seconds())
        .bind(&attempt.id)
        .bind(attempt.lease.until.epoch_seconds())
        .bind(attempt.failed_checks)
        .execute(connection)
        .await?;
    Ok(result.rows_affected() == 1)
}
