use std::time::Duration;

use billing::Instant;

use super::AttemptRow;
use crate::store::Connection;
use crate::store::lease::CLOCK_SKEW_SECONDS;
use crate::store::{Lease, StoreError};

/// When another process may take over an attempt from its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeOver {
    /// When the lease has expired. The next check is then due.
    WhenLeaseExpired,
    /// When no process is working on the attempt, or the lease has expired.
    WhenIdle,
}

/// Why an attempt with an intent is not settled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The bank requires the buyer's confirmation. The deadline is set at the first request and does not change.
    ActionRequired {
        /// The bank's page.
        url: Option<String>,
        /// The deadline.
        until: Instant,
    },
    /// The gateway is processing the payment.
    Processing,
    /// The gateway did not respond, so it is unknown whether money moved.
    OutcomeUnknown {
        /// The delay that the gateway requested before the next request.
        retry_after: Option<Duration>,
    },
}

/// Takes over an attempt from its holder and increments its fence.
///
/// Returns the updated row, or `None` if another process was faster, the attempt has ended or is held, or its holder is
/// still working on it.
pub async fn take_over(
    connection: &mut Connection,
    attempt: &AttemptRow,
    when: TakeOver,
    lease: Lease,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "UPDATE upgrade_attempt
                 SET fence = fence + 1, lease_from = $1, lease_until = $2, at_work = 1, checks = checks + 1, answered = 1
                 WHERE id = $3 AND fence = $4 AND state IN ('started', 'charging', 'requires_action', 'unknown')
                 AND alarm IS NULL
                 AND (lease_until <= $1 OR lease_from > $1 + $5 OR ($6 AND at_work = 0))
                 RETURNING *";
    let row = sqlx::query(query)
        .bind(lease.from.epoch_seconds())
        .bind(lease.until.epoch_seconds())
        .bind(&attempt.id)
        .bind(attempt.fence)
        .bind(CLOCK_SKEW_SECONDS)
        .bind(when == TakeOver::WhenIdle)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(AttemptRow::read).transpose()
}

/// Stores a person's request to cancel an attempt that waits for the bank, and takes the attempt over from any holder.
///
/// Returns `None` if the attempt is in another state.
pub async fn request_cancel(
    connection: &mut Connection,
    id: &str,
    by: &str,
    lease: Lease,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "UPDATE upgrade_attempt
                 SET cancel_requested_by = COALESCE(cancel_requested_by, $1),
                     fence = fence + 1, lease_from = $2, lease_until = $3, at_work = 1, checks = checks + 1, answered = 1
                 WHERE id = $4 AND intent_id IS NOT NULL AND alarm IS NULL
                 AND (state = 'requires_action' OR (state = 'unknown' AND confirm_until IS NOT NULL))
                 RETURNING *";
    let row = sqlx::query(query)
        .bind(by)
        .bind(lease.from.epoch_seconds())
        .bind(lease.until.epoch_seconds())
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(AttemptRow::read).transpose()
}

/// Stores the intent before it is confirmed.
///
/// Returns `false` if the attempt was taken over, or if the subscription changed or started to renew before the intent
/// was stored. The caller must then not confirm the intent.
pub async fn store_intent(
    connection: &mut Connection,
    attempt: &AttemptRow,
    intent: &str,
    lease: Lease,
) -> Result<bool, StoreError> {
    let query = "UPDATE upgrade_attempt
                 SET intent_id = $1, state = 'charging', charged = 'unknown', recovery_point = 'R1',
                     lease_from = $2, lease_until = $3
                 WHERE id = $4 AND fence = $5 AND recovery_point = 'R0'
                 AND EXISTS (SELECT 1 FROM subscription
                     WHERE subscription.id = upgrade_attempt.subscription
                     AND subscription.version = upgrade_attempt.version)
                 AND NOT EXISTS (SELECT 1 FROM renewal
                     WHERE renewal.subscription = upgrade_attempt.subscription
                     AND renewal.state IN ('charging', 'held'))";
    let result = sqlx::query(query)
        .bind(intent)
        .bind(lease.from.epoch_seconds())
        .bind(lease.until.epoch_seconds())
        .bind(&attempt.id)
        .bind(attempt.fence)
        .execute(connection)
        .await?;
    Ok(result.rows_affected() == 1)
}

/// Stores why the attempt waits and when it is checked next. Returns `false` if it was taken over.
pub async fn wait(
    connection: &mut Connection,
    attempt: &AttemptRow,
    waiting: &Waiting,
    next: Lease,
) -> Result<bool, StoreError> {
    // The bank may have charged the card until the gateway confirms that the intent is canceled.
    let (state, point, url, until, failed) = match waiting {
        Waiting::ActionRequired { url, until } => {
            ("requires_action", "R2", url.as_deref(), Some(until.epoch_seconds()), false)
        }
        Waiting::Processing => ("charging", "R1", None, None, false),
        Waiting::OutcomeUnknown { .. } => ("unknown", "R2u", None, None, true),
    };
    let query = "UPDATE upgrade_attempt
                 SET state = $1, charged = 'unknown', recovery_point = $2, lease_from = $3, lease_until = $4, at_work = 0,
                     failed_checks = CASE WHEN $5 THEN failed_checks + 1 ELSE 0 END,
                     confirmation_url = COALESCE($6, confirmation_url), confirm_until = COALESCE(confirm_until, $7)
                 WHERE id = $8 AND fence = $9 AND recovery_point IN ('R1', 'R2', 'R2u')";
    let result = sqlx::query(query)
        .bind(state)
        .bind(point)
        .bind(next.from.epoch_seconds())
        .bind(next.until.epoch_seconds())
        .bind(failed)
        .bind(url)
        .bind(until)
        .bind(&attempt.id)
        .bind(attempt.fence)
        .execute(connection)
        .await?;
    Ok(result.rows_affected() == 1)
}

/// Counts a check that the gateway did not answer, and stores when the attempt is checked next.
///
/// Returns `false` if it was taken over.
pub async fn keep_waiting(
    connection: &mut Connection,
    attempt: &AttemptRow,
    next: Lease,
) -> Result<bool, StoreError> {
    let query = "UPDATE upgrade_attempt
                 SET lease_from = $1, lease_until = $2, at_work = 0, failed_checks = failed_checks + 1
                 WHERE id = $3 AND fence = $4 AND state IN ('started', 'charging', 'requires_action', 'unknown')";
    let result = sqlx::query(query)
        .bind(next.from.epoch_seconds())
        .bind(next.until.epoch_seconds())
        .bind(&attempt.id)
        .bind(attempt.fence)
        .execute(connection)
        .await?;
    Ok(result.rows_affected() == 1)
}

/// Marks the request that started the attempt as answered.
///
/// Later requests with the same key then get the state of the attempt instead of `attempt_running`.
pub async fn mark_answered(connection: &mut Connection, id: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE upgrade_attempt SET answered = 1 WHERE id = $1").bind(id).execute(connection).await?;
    Ok(())
}
