use super::gateway_calls::{self, NotCreated};
use super::record::{Change, record};
use super::settle::{cancel, settle};
use super::step::{Confirmer, is_of};
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::gateway::{GatewayError, Intent, IntentStatus, NewIntent};
use crate::store::StoreError;
use crate::store::attempts::{AttemptRow, RecoveryPoint, Release, Waiting};

/// The result of executing an attempt within its request.
#[derive(Debug)]
pub struct Executed {
    /// The attempt after execution.
    pub attempt: AttemptRow,
    /// The gateway's `Retry-After`, in seconds.
    pub retry_after: Option<u64>,
    /// Whether the gateway refused the card as unknown.
    pub card_refused: bool,
}

impl From<AttemptRow> for Executed {
    fn from(attempt: AttemptRow) -> Self {
        Self { attempt, retry_after: None, card_refused: false }
    }
}

/// Executes a claimed attempt: creates the intent, stores it, confirms it and commits the outcome.
///
/// # Errors
/// When the database cannot be written. The row keeps its last committed state, and recovery continues from it.
pub async fn execute(state: &AppState, attempt: AttemptRow) -> Result<Executed, StoreError> {
    let by = attempt.person.clone();
    if attempt.amount_due_minor == 0 {
        return Ok(record(state, &attempt, &Change::Commit(None), &by).await?.into());
    }
    let intent = match gateway_calls::create(&*state.gateway, &new_intent(&attempt)).await {
        Ok(intent) => intent,
        Err(not_created) => return release_unsent(state, &attempt, not_created, &by).await,
    };
    if !is_of(&attempt, &intent) || intent.status != IntentStatus::Unconfirmed {
        state.alarms.raise(Alarm::IntentDiffers, &attempt.id, &intent.id);
        return Ok(drop_intent(state, &attempt, &intent, &by).await?.into());
    }
    let stored = record(state, &attempt, &Change::StoreIntent(intent.id.clone()), &by).await?;
    if stored.recovery_point == RecoveryPoint::Claimed && stored.fence == attempt.fence {
        // The subscription changed before it was locked, so the price is no longer valid.
        return Ok(drop_intent(state, &stored, &intent, &by).await?.into());
    }
    let can_confirm = stored.recovery_point == RecoveryPoint::IntentStored
        && stored.fence == attempt.fence
        && stored.intent_id.as_ref() == Some(&intent.id);
    if !can_confirm {
        // The writer that ended or took over the attempt cancels the intent that this request created.
        return Ok(stored.into());
    }
    Ok(confirm(state, &stored, &intent.id, &by).await?.into())
}

async fn confirm(
    state: &AppState,
    attempt: &AttemptRow,
    intent: &str,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let key = format!("{}:confirm", attempt.id);
    let error = match gateway_calls::confirm(&*state.gateway, intent, &key).await {
        Ok(intent) => return settle(state, attempt, intent, Confirmer::AtWork, by).await,
        Err(error) => error,
    };
    let mut retry_after = error.retry_after();
    match error {
        GatewayError::Unreachable | GatewayError::Busy { .. } => {
            // The intent is certainly not confirmed. When the cancel succeeds, the buyer can try again at once.
            tracing::warn!(attempt = attempt.id, %error, "a confirm request did not reach the gateway");
            match cancel(state, attempt, intent).await {
                Ok(intent) => return settle(state, attempt, intent, Confirmer::Gone, by).await,
                Err(error) => retry_after = error.retry_after().or(retry_after),
            }
        }
        GatewayError::Unknown => {
            tracing::warn!(attempt = attempt.id, "the response to a confirm request was lost");
        }
        GatewayError::NotFound | GatewayError::Refused { .. } => {
            tracing::error!(attempt = attempt.id, %error, "the gateway refused a confirm request");
        }
    }
    record(state, attempt, &Change::Wait(Waiting::OutcomeUnknown { retry_after }), by).await
}

async fn release_unsent(
    state: &AppState,
    attempt: &AttemptRow,
    not_created: NotCreated,
    by: &str,
) -> Result<Executed, StoreError> {
    tracing::warn!(attempt = attempt.id, ?not_created, "the gateway did not create an intent");
    let NotCreated { unanswered, retry_after, refused } = not_created;
    let release = Change::Release(Release::NotSent { unresolved: unanswered });
    let attempt = record(state, attempt, &release, by).await?;
    let card_refused = refused.as_deref() == Some("card_unknown");
    Ok(Executed { attempt, retry_after, card_refused })
}

/// Cancels an intent that was not stored and is never confirmed, and ends its attempt.
async fn drop_intent(
    state: &AppState,
    attempt: &AttemptRow,
    intent: &Intent,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let canceled =
        cancel(state, attempt, &intent.id).await.is_ok_and(|answer| answer.status == IntentStatus::Canceled);
    record(state, attempt, &Change::Release(Release::NotSent { unresolved: !canceled }), by).await
}

/// The intent of an attempt. Always the same for one attempt, because it is sent with the same idempotency key.
pub fn new_intent(attempt: &AttemptRow) -> NewIntent {
    NewIntent {
        idempotency_key: format!("{}:create", attempt.id),
        organization: attempt.organization,
        amount_minor: attempt.amount_due_minor,
        currency: attempt.currency.clone(),
        card_ref: attempt.card_ref.clone().unwrap_or_default(),
        attempt: attempt.id.clone(),
    }
}
