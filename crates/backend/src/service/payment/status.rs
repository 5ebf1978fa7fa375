use contract::{AttemptState, ProblemCode, UpgradeAnswer};

use super::lease;
use super::record::{Change, record};
use super::recovery::recover;
use super::settle::{cancel, settle};
use super::step::Confirmer;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::attempts::{self, AttemptRow};
use crate::store::receipts;

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
/// 404 `attempt_unknown` where there is none.
pub async fn attempt_by_key(
    state: &AppState,
    organization: i64,
    person: &str,
    key: &str,
) -> Result<AttemptRow, Refusal> {
    let mut reader = state.store.reader().await?;
    let attempt = attempts::by_key(&mut reader, organization, person, key).await?;
    attempt.ok_or_else(|| Refusal::new(ProblemCode::AttemptUnknown))
}

/// The attempt as it stands, with its receipt once it is paid.
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
/// says is never looked at, and an attempt whose request is still at work is left alone.
///
/// # Errors
/// The database's.
pub async fn refresh(state: &AppState, attempt: AttemptRow, by: &str) -> Result<AttemptRow, Refusal> {
    let in_other_hands =
        !attempt.answered && !attempt.lease_is_over(state.clock.now(), lease::longest(state));
    if attempt.state.is_final() || attempt.alarm.is_some() || in_other_hands {
        return Ok(attempt);
    }
    Ok(recover(state, &attempt, by).await?)
}

/// Gives up an attempt that waits for the bank's confirmation. The gateway decides: it may have charged already.
///
/// # Errors
/// 409 `attempt_not_cancelable` in any other open state.
pub async fn cancel_payment(state: &AppState, attempt: AttemptRow, by: &str) -> Result<AttemptRow, Refusal> {
    if attempt.state.is_final() {
        return Ok(attempt);
    }
    let (AttemptState::RequiresAction, Some(intent)) = (attempt.state, attempt.intent_id.clone()) else {
        return Err(Refusal::new(ProblemCode::AttemptNotCancelable)
            .charged(attempt.charged)
            .attempt(attempt.view()));
    };
    let mut transaction = state.store.begin().await?;
    let taken = attempts::take_over(&mut transaction, &attempt, lease::lease(state)).await?;
    transaction.commit().await?;
    let Some(attempt) = taken else {
        return self::attempt(state, attempt.organization, &attempt.id).await;
    };
    match cancel(state, &attempt, &intent).await {
        Some(intent) => Ok(settle(state, &attempt, intent, Confirmer::Gone, by).await?),
        None => Ok(record(state, &attempt, &Change::LookLater, by).await?),
    }
}
