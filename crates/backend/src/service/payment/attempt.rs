use contract::{AttemptState, Charged, ProblemCode, UpgradeAnswer};

use super::charge::{cancel_intent, settle};
use super::commit::{AttemptChange, audit_event, commit};
use super::decide::Confirmer;
use super::lease;
use super::recovery::recover;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::unreadable;
use crate::store::Connection;
use crate::store::attempts::{self, AttemptRow, TakeOver};
use crate::store::{StoreError, receipts};

/// How often a cancellation is tried when another check takes over the attempt.
const CANCEL_TRIES: u32 = 3;

/// The attempt with this id.
///
/// # Errors
/// 404 when the organization has none.
pub async fn attempt(state: &AppState, organization: i64, id: &str) -> Result<AttemptRow, Refusal> {
    let mut reader = state.store.reader().await?;
    let attempt = attempts::by_id(&mut reader, organization, id).await;
    let attempt = attempt.map_err(|error| {
        unreadable::alarm_attempt(state, id, &error);
        Refusal::from(error).alarmed()
    });
    attempt?.ok_or_else(|| Refusal::new(ProblemCode::NotFound))
}

/// The attempt that a person started with an idempotency key.
///
/// # Errors
/// 404 `attempt_unknown` when there is none yet, or only one that has released the key. It does not mean that nothing
/// will be charged: a request with the key may still arrive, or wait for the write connection.
pub async fn attempt_by_key(
    state: &AppState,
    organization: i64,
    person: &str,
    key: &str,
) -> Result<AttemptRow, Refusal> {
    let mut reader = state.store.reader().await?;
    let attempt = find_by_key(state, &mut reader, organization, person, key).await?;
    // An attempt that released its key proves nothing about another request with this key.
    attempt
        .filter(|attempt| !attempt.key_released)
        .ok_or_else(|| Refusal::new(ProblemCode::AttemptUnknown).charged(Charged::Unknown))
}

/// Finds an attempt by its key. Raises an alarm if it cannot be read.
pub(super) async fn find_by_key(
    state: &AppState,
    connection: &mut Connection,
    organization: i64,
    person: &str,
    key: &str,
) -> Result<Option<AttemptRow>, Refusal> {
    let error = match attempts::by_key(connection, organization, person, key).await {
        Ok(found) => return Ok(found),
        Err(error) => error,
    };
    if error.is_unreadable() {
        let id = attempts::id_by_key(connection, organization, person, key).await?;
        unreadable::alarm_attempt(state, &id.unwrap_or_default(), &error);
    }
    Err(Refusal::from(error).alarmed())
}

/// The response for an attempt, with its receipt once it is paid. A receipt that cannot be read is absent, because the
/// state of the attempt says whether it was charged.
pub async fn answer(state: &AppState, attempt: &AttemptRow) -> Result<UpgradeAnswer, Refusal> {
    let receipt = match attempt.state {
        AttemptState::Charged => receipts::of_attempt(&mut *state.store.reader().await?, &attempt.id).await?,
        _ => None,
    };
    let receipt = receipt.and_then(|stored| unreadable::readable_receipt(state, stored));
    Ok(UpgradeAnswer { attempt: attempt.view(), receipt, subscription: None })
}

/// Retrieves the current outcome from the gateway, after the bank's page or while the outcome is unknown. Ignores what
/// the browser reports, and skips an attempt that a request or check is working on.
pub async fn refresh(state: &AppState, attempt: AttemptRow, by: &str) -> Result<AttemptRow, Refusal> {
    let is_at_work = attempt.at_work && !attempt.lease.is_over(state.clock.now());
    if attempt.state.is_final() || attempt.alarm.is_some() || is_at_work {
        return Ok(attempt);
    }
    Ok(recover(state, &attempt, TakeOver::WhenIdle, by).await?)
}

/// Cancels an attempt that waits for the bank's confirmation. The intent may have succeeded before.
///
/// The cancellation request is stored before the gateway is called, so that every later check also cancels the intent.
///
/// # Errors
/// 409 `attempt_not_cancelable` in any other open state.
pub async fn cancel_payment(
    state: &AppState,
    mut attempt: AttemptRow,
    by: &str,
) -> Result<AttemptRow, Refusal> {
    for _ in 0..CANCEL_TRIES {
        if attempt.state.is_final() {
            break;
        }
        let Some((taken, intent)) = request_cancel(state, &attempt, by).await? else {
            let now = self::attempt(state, attempt.organization, &attempt.id).await?;
            if now.state.is_final() {
                return Ok(now);
            }
            return Err(Refusal::new(ProblemCode::AttemptNotCancelable).attempt(now.view()));
        };
        attempt = match cancel_intent(state, &taken, &intent).await {
            Ok(intent) => settle(state, &taken, intent, Confirmer::Ended, by).await?,
            Err(error) => {
                let later = AttemptChange::CheckLater { retry_after: error.retry_after() };
                commit(state, &taken, &later, by).await?
            }
        };
        if attempt.fence == taken.fence {
            break;
        }
    }
    Ok(attempt)
}

/// Stores the cancellation request and takes over the attempt. `None` when the attempt cannot be canceled.
async fn request_cancel(
    state: &AppState,
    attempt: &AttemptRow,
    by: &str,
) -> Result<Option<(AttemptRow, String)>, StoreError> {
    let mut transaction = state.store.begin().await?;
    let row = attempts::request_cancel(&mut transaction, &attempt.id, by, lease::lease(state)).await?;
    let row_and_intent = row.and_then(|row| {
        let intent = row.intent_id.clone()?;
        Some((row, intent))
    });
    if let Some((row, _)) = &row_and_intent
        && attempt.cancel_requested_by.is_none()
    {
        audit_event(state, &mut transaction, row, "attempt.cancel_requested", by).await?;
    }
    transaction.commit().await?;
    Ok(row_and_intent)
}
