use super::gateway_calls::{self, NotCreated};
use super::record::{Change, record};
use super::settle::{cancel, settle};
use super::step::{Confirmer, is_of};
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::gateway::{GatewayError, Intent, IntentStatus, NewIntent};
use crate::store::StoreError;
use crate::store::attempts::{AttemptRow, RecoveryPoint, Release, Waiting};

/// How far the request that began an attempt brought it.
#[derive(Debug)]
pub struct Executed {
    /// The attempt as it stands.
    pub attempt: AttemptRow,
    /// The seconds the gateway asked to be left alone for.
    pub retry_after: Option<u64>,
    /// Whether the gateway does not know the card.
    pub card_refused: bool,
}

impl From<AttemptRow> for Executed {
    fn from(attempt: AttemptRow) -> Self {
        Self { attempt, retry_after: None, card_refused: false }
    }
}

/// Brings a claimed attempt as far as one request can: create, store, confirm, commit.
///
/// # Errors
/// When the database cannot be written: the row stands as it was, and recovery continues from it.
pub async fn execute(state: &AppState, attempt: AttemptRow) -> Result<Executed, StoreError> {
    let by = attempt.person.clone();
    if attempt.amount_due_minor == 0 {
        return Ok(record(state, &attempt, &Change::Commit(None), &by).await?.into());
    }
    let intent = match gateway_calls::create(&*state.gateway, &new_intent(&attempt)).await {
        Ok(intent) => intent,
        Err(not_created) => return give_up(state, &attempt, not_created, &by).await,
    };
    if !is_of(&attempt, &intent) || intent.status != IntentStatus::Unconfirmed {
        state.alarms.raise(Alarm::IntentDiffers, &attempt.id, &intent.id);
        return Ok(drop_intent(state, &attempt, &intent, &by).await?.into());
    }
    let stored = record(state, &attempt, &Change::StoreIntent(intent.id.clone()), &by).await?;
    if stored.recovery_point == RecoveryPoint::Claimed && stored.fence == attempt.fence {
        // The subscription moved on before it was locked: the price no longer holds.
        return Ok(drop_intent(state, &stored, &intent, &by).await?.into());
    }
    let is_ours_to_confirm = stored.recovery_point == RecoveryPoint::IntentStored
        && stored.fence == attempt.fence
        && stored.intent_id.as_ref() == Some(&intent.id);
    if !is_ours_to_confirm {
        // Whoever ended or took over the attempt cancels what this request created.
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
            // Certainly not confirmed. When the gateway answers the cancel, the buyer can try again at once.
            tracing::warn!(attempt = attempt.id, %error, "a confirm did not reach the gateway");
            match cancel(state, attempt, intent).await {
                Ok(intent) => return settle(state, attempt, intent, Confirmer::Gone, by).await,
                Err(error) => retry_after = error.retry_after().or(retry_after),
            }
        }
        GatewayError::Unknown => {
            tracing::warn!(attempt = attempt.id, "the answer to a confirm is lost");
        }
        GatewayError::NotFound | GatewayError::Refused { .. } => {
            tracing::error!(attempt = attempt.id, %error, "the gateway refused a confirm");
        }
    }
    record(state, attempt, &Change::Wait(Waiting::OutcomeUnknown { retry_after }), by).await
}

async fn give_up(
    state: &AppState,
    attempt: &AttemptRow,
    not_created: NotCreated,
    by: &str,
) -> Result<Executed, StoreError> {
    tracing::warn!(attempt = attempt.id, ?not_created, "the gateway made no intent");
    let NotCreated { unanswered, retry_after, refused } = not_created;
    let release = Change::Release(Release::NotSent { unresolved: unanswered });
    let attempt = record(state, attempt, &release, by).await?;
    let card_refused = refused.as_deref() == Some("card_unknown");
    Ok(Executed { attempt, retry_after, card_refused })
}

/// Ends an attempt whose intent was never stored and is never confirmed.
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

/// The payment an attempt asks for; always the same, so that its key always means the same.
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
