use contract::{AttemptState, Charged, ProblemCode, UpgradeAnswer};

use super::lease;
use super::record::{Change, note, record};
use super::recovery::recover;
use super::settle::{cancel, settle};
use super::step::Confirmer;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::attempts::{self, AttemptRow, TakeOver};
use crate::store::{StoreError, receipts};

/// How often a cancellation starts again because another check took the attempt over.
const CANCEL_TRIES: u32 = 3;

/// The attempt of that id.
///
/// # Errors
/// 404 where the organization has none.
pub async fn attempt(state: &AppState, organization: i64, id: &str) -> Result<AttemptRow, Refusal> {
    let mut reader = state.store.reader().await?;
    let attempt = attempts::by_id(&mut reader, organization, id).await?;
    attempt.ok_or_else(|| Refusal::new(ProblemCode::NotFound))
}

/// The attempt that person began with that key.
///
/// # Errors
/// 404 `attempt_unknown` where there is none yet. That proves nothing about money: the request with the key may still
/// be on its way, or wait for its turn to write.
pub async fn attempt_by_key(
    state: &AppState,
    organization: i64,
    person: &str,
    key: &str,
) -> Result<AttemptRow, Refusal> {
    let mut reader = state.store.reader().await?;
    let attempt = attempts::by_key(&mut reader, organization, person, key).await?;
    attempt.ok_or_else(|| Refusal::new(ProblemCode::AttemptUnknown).charged(Charged::Unknown))
}

/// The attempt as it is now, with its receipt once it is paid.
///
/// # Errors
/// The database's.
pub async fn answer(state: &AppState, attempt: &AttemptRow) -> Result<UpgradeAnswer, Refusal> {
    let receipt = match attempt.state {
        AttemptState::Charged => receipts::of_attempt(&mut *state.store.reader().await?, &attempt.id).await?,
        _ => None,
    };
    Ok(UpgradeAnswer { attempt: attempt.view(), receipt, subscription: None })
}

/// Asks the gateway how an attempt stands, after the bank's page or while its outcome is unknown. What the browser
/// reports is ignored, and an attempt that a request or check is working on is left alone.
///
/// # Errors
/// The database's.
pub async fn refresh(state: &AppState, attempt: AttemptRow, by: &str) -> Result<AttemptRow, Refusal> {
    let is_at_work = attempt.at_work && !attempt.lease.is_over(state.clock.now());
    if attempt.state.is_final() || attempt.alarm.is_some() || is_at_work {
        return Ok(attempt);
    }
    Ok(recover(state, &attempt, TakeOver::WhenIdle, by).await?)
}

/// Cancels an attempt that waits for the bank's confirmation. The gateway decides: it may have charged already.
///
/// The wish is stored before the gateway is called, so that every later check cancels the intent too, whoever makes it.
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
        attempt = match cancel(state, &taken, &intent).await {
            Ok(intent) => settle(state, &taken, intent, Confirmer::Gone, by).await?,
            Err(error) => {
                let later = Change::LookLater { retry_after: error.retry_after() };
                record(state, &taken, &later, by).await?
            }
        };
        if attempt.fence == taken.fence {
            break;
        }
    }
    Ok(attempt)
}

/// Stores the wish and takes the attempt over, whoever holds it. `None` when the attempt cannot be canceled.
async fn request_cancel(
    state: &AppState,
    attempt: &AttemptRow,
    by: &str,
) -> Result<Option<(AttemptRow, String)>, StoreError> {
    let mut transaction = state.store.begin().await?;
    let taken = attempts::request_cancel(&mut transaction, &attempt.id, by, lease::lease(state)).await?;
    let taken = taken.and_then(|taken| {
        let intent = taken.intent_id.clone()?;
        Some((taken, intent))
    });
    if let Some((taken, _)) = &taken
        && attempt.cancel_requested_by.is_none()
    {
        note(state, &mut transaction, taken, "attempt.cancel_requested", by).await?;
    }
    transaction.commit().await?;
    Ok(taken)
}
