use billing::Instant;
use sqlx::SqliteConnection;

use super::AttemptRow;
use crate::store::StoreError;

/// Why an attempt that has its intent is not settled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The bank asks for the buyer's confirmation until an instant that is fixed when it first asks.
    ActionRequired {
        /// The bank's page.
        url: Option<String>,
        /// The end of the time it may take.
        until: Instant,
    },
    /// The gateway itself does not know yet.
    Processing,
    /// No answer says whether money moved.
    OutcomeUnknown,
}

/// Takes an attempt over from whoever held it; its first request is then no longer waited for. Gives the row with its new fence, or `None` when somebody else was
/// faster or it has ended.
///
/// # Errors
/// When the database cannot be written; so for every change here.
pub async fn take_over(
    connection: &mut SqliteConnection,
    attempt: &AttemptRow,
    lease_until: Instant,
) -> Result<Option<AttemptRow>, StoreError> {
    let query =
        "UPDATE upgrade_attempt SET fence = fence + 1, lease_until = ?, checks = checks + 1, answered = 1
                 WHERE id = ? AND fence = ? AND state IN ('started', 'charging', 'requires_action', 'unknown')
                 RETURNING *";
    let row = sqlx::query(query)
        .bind(lease_until.epoch_seconds())
        .bind(&attempt.id)
        .bind(attempt.fence)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(AttemptRow::read).transpose()
}

/// Stores the intent before it is confirmed. `false` when the attempt was taken over, or the subscription moved on or
/// began to renew while it was not locked yet: then the intent must not be confirmed.
///
/// # Errors
/// As [`take_over`].
pub async fn store_intent(
    connection: &mut SqliteConnection,
    attempt: &AttemptRow,
    intent: &str,
    lease_until: Instant,
) -> Result<bool, StoreError> {
    let query = "UPDATE upgrade_attempt
                 SET intent_id = ?, state = 'charging', charged = 'unknown', recovery_point = 'R1', lease_until = ?
                 WHERE id = ? AND fence = ? AND recovery_point = 'R0'
                 AND EXISTS (SELECT 1 FROM subscription
                     WHERE subscription.id = upgrade_attempt.subscription
                     AND subscription.version = upgrade_attempt.version)
                 AND NOT EXISTS (SELECT 1 FROM renewal
                     WHERE renewal.subscription = upgrade_attempt.subscription AND renewal.state = 'charging')";
    let changed = sqlx::query(query)
        .bind(intent)
        .bind(lease_until.epoch_seconds())
        .bind(&attempt.id)
        .bind(attempt.fence)
        .execute(connection)
        .await?;
    Ok(changed.rows_affected() == 1)
}

/// Writes down why the attempt waits and when it is looked at again. `false` when it was taken over.
///
/// # Errors
/// As [`take_over`].
pub async fn wait(
    connection: &mut SqliteConnection,
    attempt: &AttemptRow,
    waiting: &Waiting,
    lease_until: Instant,
) -> Result<bool, StoreError> {
    let (state, charged, point, url, until) = match waiting {
        Waiting::ActionRequired { url, until } => {
            ("requires_action", "no", "R2", url.as_deref(), Some(until.epoch_seconds()))
        }
        Waiting::Processing => ("charging", "unknown", "R1", None, None),
        Waiting::OutcomeUnknown => ("unknown", "unknown", "R2u", None, None),
    };
    let query = "UPDATE upgrade_attempt
                 SET state = ?, charged = ?, recovery_point = ?, lease_until = ?,
                     confirmation_url = COALESCE(?, confirmation_url), confirm_until = COALESCE(confirm_until, ?)
                 WHERE id = ? AND fence = ? AND recovery_point IN ('R1', 'R2', 'R2u')";
    let changed = sqlx::query(query)
        .bind(state)
        .bind(charged)
        .bind(point)
        .bind(lease_until.epoch_seconds())
        .bind(url)
        .bind(until)
        .bind(&attempt.id)
        .bind(attempt.fence)
        .execute(connection)
        .await?;
    Ok(changed.rows_affected() == 1)
}

/// Leaves the attempt as it stands and says when it is looked at again. `false` when it was taken over.
///
/// # Errors
/// As [`take_over`].
pub async fn keep_waiting(
    connection: &mut SqliteConnection,
    attempt: &AttemptRow,
    lease_until: Instant,
) -> Result<bool, StoreError> {
    let query = "UPDATE upgrade_attempt SET lease_until = ?
                 WHERE id = ? AND fence = ? AND state IN ('started', 'charging', 'requires_action', 'unknown')";
    let changed = sqlx::query(query)
        .bind(lease_until.epoch_seconds())
        .bind(&attempt.id)
        .bind(attempt.fence)
        .execute(connection)
        .await?;
    Ok(changed.rows_affected() == 1)
}

/// Notes that the request which began the attempt has its answer, so that later ones with its key are told how the
/// attempt stands and not to wait.
///
/// # Errors
/// As [`take_over`].
pub async fn mark_answered(connection: &mut SqliteConnection, id: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE upgrade_attempt SET answered = 1 WHERE id = ?").bind(id).execute(connection).await?;
    Ok(())
}
