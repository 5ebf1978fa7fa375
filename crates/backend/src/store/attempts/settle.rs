use billing::Instant;
use contract::DeclineClass;
use sqlx::SqliteConnection;

use super::AttemptRow;
use crate::store::StoreError;

/// How an attempt ends without a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// Bank or card refused, and the gateway has canceled the intent.
    Declined(DeclineClass),
    /// The gateway has canceled the intent.
    Canceled,
    /// No intent was ever stored, so none can have been confirmed: the key may be used again. With `unresolved` the
    /// gateway may hold an unconfirmed intent whose id never arrived.
    NotSent {
        /// Whether such an intent is to be looked for.
        unresolved: bool,
    },
}

/// Ends the attempt as paid, which unlocks its subscription. `false` when it was taken over or has ended. The answer
/// follows in the same transaction by [`store_answer`], because it tells what the transaction made of everything.
///
/// # Errors
/// When the database cannot be written; so for every change here.
pub async fn charge(
    connection: &mut SqliteConnection,
    attempt: &AttemptRow,
    at: Instant,
) -> Result<bool, StoreError> {
    let query = "UPDATE upgrade_attempt
                 SET state = 'charged', charged = CASE amount_due_minor WHEN 0 THEN 'no' ELSE 'yes' END,
                     recovery_point = 'R3', settled_at = ?, answered = 1, answer_body = ''
                 WHERE id = ? AND fence = ? AND state IN ('started', 'charging', 'requires_action', 'unknown')
                 AND alarm IS NULL";
    let changed = sqlx::query(query)
        .bind(at.epoch_seconds())
        .bind(&attempt.id)
        .bind(attempt.fence)
        .execute(connection)
        .await?;
    Ok(changed.rows_affected() == 1)
}

/// Keeps what a paid attempt is answered, byte for byte.
///
/// # Errors
/// As [`charge`].
pub async fn store_answer(connection: &mut SqliteConnection, id: &str, body: &str) -> Result<(), StoreError> {
    let query = "UPDATE upgrade_attempt SET answer_body = ? WHERE id = ? AND answer_body = ''";
    sqlx::query(query).bind(body).bind(id).execute(connection).await?;
    Ok(())
}

/// Ends the attempt without a charge. `false` when it was taken over or has ended, and, for one that never sent
/// anything, when it has meanwhile.
///
/// # Errors
/// As [`charge`].
pub async fn release(
    connection: &mut SqliteConnection,
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
                 SET state = ?, charged = 'no', recovery_point = 'R4', decline_class = ?, key_released = ?,
                     create_unresolved = ?, settled_at = ?, answered = 1
                 WHERE id = ? AND fence = ? AND state IN ('started', 'charging', 'requires_action', 'unknown')
                 AND alarm IS NULL AND instr(' ' || ? || ' ', ' ' || recovery_point || ' ') > 0";
    let changed = sqlx::query(query)
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
    Ok(changed.rows_affected() == 1)
}

/// Holds an attempt whose money moved in a way that was not asked for, until a person decides. `false` when it was
/// taken over.
///
/// # Errors
/// As [`charge`].
pub async fn hold(
    connection: &mut SqliteConnection,
    attempt: &AttemptRow,
    alarm: &str,
) -> Result<bool, StoreError> {
    let query = "UPDATE upgrade_attempt
                 SET state = 'unknown', charged = 'yes', recovery_point = 'R2u', alarm = ?, answered = 1
                 WHERE id = ? AND fence = ? AND recovery_point IN ('R1', 'R2', 'R2u')";
    let changed =
        sqlx::query(query).bind(alarm).bind(&attempt.id).bind(attempt.fence).execute(connection).await?;
    Ok(changed.rows_affected() == 1)
}

/// Notes that the intent an unanswered create left behind is canceled.
///
/// # Errors
/// As [`charge`].
pub async fn create_resolved(
    connection: &mut SqliteConnection,
    id: &str,
    intent: &str,
) -> Result<(), StoreError> {
    let query = "UPDATE upgrade_attempt SET create_unresolved = 0, intent_id = ? WHERE id = ?";
    sqlx::query(query).bind(intent).bind(id).execute(connection).await?;
    Ok(())
}
