use std::time::Duration;

use gateway::{Confirmation, GatewayError, Intent, IntentStatus, NewIntent, PaymentGateway, Presence};
use uuid::Uuid;

use super::commit::{AttemptChange, commit};
use super::decide::{Confirmer, NextStep, decide, is_of};
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::service::gateway_customer::{self, CustomerError};
use crate::store::StoreError;
use crate::store::attempts::{AttemptRow, RecoveryPoint, Release, Waiting};

/// The most calls of one kind within a request. After them, recovery continues.
const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest pause within a request, because a person waits for the response. Recovery handles longer pauses.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The result of charging an attempt within its request.
#[derive(Debug)]
pub struct ChargeOutcome {
    /// The attempt as stored afterwards.
    pub attempt: AttemptRow,
    /// The gateway's `Retry-After`, in seconds.
    pub retry_after: Option<u64>,
    /// Whether the gateway no longer has the card.
    pub card_unknown: bool,
}

impl From<AttemptRow> for ChargeOutcome {
    fn from(attempt: AttemptRow) -> Self {
        Self { attempt, retry_after: None, card_unknown: false }
    }
}

/// Charges a claimed attempt: creates the intent, stores it, confirms it and commits the outcome. The bank's page returns
/// to `return_url`.
///
/// # Errors
/// When the database cannot be written. The row keeps its last committed state, and recovery continues from it.
pub async fn charge(
    state: &AppState,
    attempt: AttemptRow,
    return_url: String,
) -> Result<ChargeOutcome, StoreError> {
    let by = attempt.person.clone();
    if attempt.amount_due_minor == 0 {
        return Ok(commit(state, &attempt, &AttemptChange::Charge(None), &by).await?.into());
    }
    let customer = match gateway_customer::ensure(state, attempt.organization).await {
        Ok(customer) => customer,
        // Nothing can be charged without an intent.
        Err(CustomerError::Gateway(error)) => {
            return release_unsent(state, &attempt, NotCreated::before_create(&error), &by).await;
        }
        Err(CustomerError::Store(error)) => return Err(error),
    };
    let intent = match create_intent(&*state.gateway, &new_intent(&attempt, customer)).await {
        Ok(intent) => intent,
        Err(not_created) => return release_unsent(state, &attempt, not_created, &by).await,
    };
    if !is_of(&attempt, &intent) || intent.status != IntentStatus::Unconfirmed {
        state.alarms.raise(Alarm::IntentDiffers, &attempt.id, &intent.id);
        return Ok(drop_intent(state, &attempt, &intent, &by).await?.into());
    }
    let stored = commit(state, &attempt, &AttemptChange::StoreIntent(intent.id.clone()), &by).await?;
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
    Ok(confirm(state, &stored, &intent.id, return_url, &by).await?.into())
}

async fn confirm(
    state: &AppState,
    attempt: &AttemptRow,
    intent: &str,
    return_url: String,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let key = format!("{}:confirm", attempt.id);
    let confirmation = Confirmation {
        card_ref: attempt.card_ref.clone().unwrap_or_default(),
        presence: Presence::OnSession { return_url },
    };
    let error = match confirm_intent(&*state.gateway, intent, &confirmation, &key).await {
        Ok(intent) => return settle(state, attempt, intent, Confirmer::Running, by).await,
        Err(error) => error,
    };
    let mut retry_after = error.retry_after();
    match error {
        GatewayError::Unreachable | GatewayError::Busy { .. } => {
            // The intent is certainly not confirmed. When the cancel succeeds, the buyer can try again at once.
            tracing::warn!(attempt = attempt.id, %error, "a confirm request did not reach the gateway");
            match cancel_intent(state, attempt, intent).await {
                Ok(intent) => return settle(state, attempt, intent, Confirmer::Ended, by).await,
                Err(error) => retry_after = error.retry_after().or(retry_after),
            }
        }
        GatewayError::Unknown | GatewayError::ServerError { .. } => {
            tracing::warn!(attempt = attempt.id, %error, "a confirm request has no outcome");
        }
        GatewayError::Unauthorized { .. }
        | GatewayError::NotFound
        | GatewayError::CardUnknown
        | GatewayError::OtherDeployment
        | GatewayError::Refused { .. } => {
            tracing::error!(attempt = attempt.id, %error, "the gateway refused a confirm request");
        }
    }
    commit(state, attempt, &AttemptChange::Wait(Waiting::OutcomeUnknown { retry_after }), by).await
}

async fn release_unsent(
    state: &AppState,
    attempt: &AttemptRow,
    not_created: NotCreated,
    by: &str,
) -> Result<ChargeOutcome, StoreError> {
    tracing::warn!(attempt = attempt.id, ?not_created, "the gateway did not create an intent");
    let NotCreated { unanswered, retry_after, card_unknown } = not_created;
    let release = AttemptChange::Release(Release::NotSent { unresolved: unanswered });
    let attempt = commit(state, attempt, &release, by).await?;
    Ok(ChargeOutcome { attempt, retry_after, card_unknown })
}

/// Cancels an intent that was not stored and is never confirmed, and ends its attempt.
async fn drop_intent(
    state: &AppState,
    attempt: &AttemptRow,
    intent: &Intent,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let canceled = cancel_intent(state, attempt, &intent.id)
        .await
        .is_ok_and(|answer| answer.status == IntentStatus::Canceled);
    commit(state, attempt, &AttemptChange::Release(Release::NotSent { unresolved: !canceled }), by).await
}

/// The intent of an attempt. Always the same for one attempt, because it is sent with the same idempotency key.
pub fn new_intent(attempt: &AttemptRow, customer: String) -> NewIntent {
    let metadata = [
        ("quote_id", attempt.quote_id.clone()),
        ("quote_hash", attempt.quote_hash.clone()),
        ("version", attempt.version.to_string()),
        ("sessions", attempt.after.sessions.to_string()),
        ("cycle", attempt.after.cycle.as_str().to_owned()),
    ];
    NewIntent {
        customer,
        metadata: metadata.map(|(name, value)| (name.to_owned(), value)).into(),
        idempotency_key: format!("{}:create", attempt.id),
        organization: attempt.organization,
        amount_minor: attempt.amount_due_minor,
        currency: attempt.currency.clone(),
        card_ref: attempt.card_ref.clone().unwrap_or_default(),
        attempt: attempt.id.clone(),
    }
}

/// Why no intent was created. Nothing was charged, because only a confirmed intent charges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct NotCreated {
    /// Whether an unconfirmed intent with an unknown id may exist, because a response was lost. A later refusal does not
    /// change that.
    unanswered: bool,
    /// The gateway's `Retry-After`, in seconds.
    retry_after: Option<u64>,
    /// Whether the gateway no longer has the card.
    card_unknown: bool,
}

impl NotCreated {
    /// Why no create request was sent.
    fn before_create(error: &GatewayError) -> Self {
        let retry_after = error.retry_after().map(|pause| pause.as_secs().max(1));
        Self { retry_after, ..Self::default() }
    }
}

/// Creates the intent of an attempt. Retries with the same key when the response is lost. A 5xx is not retried: the
/// gateway stores it and would send it again.
async fn create_intent(gateway: &dyn PaymentGateway, new: &NewIntent) -> Result<Intent, NotCreated> {
    let mut not_created = NotCreated::default();
    for pause in pauses() {
        match gateway.create_intent(new).await {
            Ok(intent) => return Ok(intent),
            Err(GatewayError::Unknown) => not_created.unanswered = true,
            Err(GatewayError::ServerError { retry_after }) => {
                not_created.unanswered = true;
                not_created.retry_after = retry_after.map(|pause| pause.as_secs().max(1));
                break;
            }
            Err(GatewayError::Unreachable) => {}
            Err(GatewayError::Busy { retry_after }) => {
                not_created.retry_after = Some(retry_after.as_secs().max(1));
                if retry_after > LONGEST_PAUSE {
                    break;
                }
                tokio::time::sleep(retry_after).await;
            }
            Err(
                error @ (GatewayError::Unauthorized { .. }
                | GatewayError::NotFound
                | GatewayError::CardUnknown
                | GatewayError::OtherDeployment
                | GatewayError::Refused { .. }),
            ) => {
                tracing::warn!(attempt = new.attempt, %error, "the gateway refused to create an intent");
                not_created.card_unknown = error == GatewayError::CardUnknown;
                break;
            }
        }
        tokio::time::sleep(pause).await;
    }
    Err(not_created)
}

/// Confirms an intent. Retries only when the gateway has certainly not acted. After a lost response, the outcome is
/// found by retrieving the intent.
///
/// # Errors
/// The last gateway error.
async fn confirm_intent(
    gateway: &dyn PaymentGateway,
    intent: &str,
    confirmation: &Confirmation,
    key: &str,
) -> Result<Intent, GatewayError> {
    let mut last = GatewayError::Unreachable;
    for pause in pauses() {
        match gateway.confirm(intent, confirmation, key).await {
            Err(GatewayError::Unreachable) => last = GatewayError::Unreachable,
            Err(GatewayError::Busy { retry_after }) if retry_after <= LONGEST_PAUSE => {
                last = GatewayError::Busy { retry_after };
                tokio::time::sleep(retry_after).await;
            }
            result => return result,
        }
        tokio::time::sleep(pause).await;
    }
    Err(last)
}

/// Exponential pauses with jitter, so that many requests do not retry at the same time.
fn pauses() -> impl Iterator<Item = Duration> {
    (0..TRIES).map(|round| {
        let [jitter, ..] = *Uuid::new_v4().as_bytes();
        FIRST_PAUSE.saturating_mul(1 << round).saturating_add(Duration::from_millis(u64::from(jitter)))
    })
}

/// Acts on the gateway's view of the intent until the attempt is settled or must wait.
///
/// # Errors
/// When the database cannot be written. The row is unchanged, and recovery continues from it.
pub async fn settle(
    state: &AppState,
    attempt: &AttemptRow,
    mut intent: Intent,
    confirmer: Confirmer,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let mut canceled = false;
    let change = loop {
        break match decide(attempt, &intent, confirmer, state.clock.now()) {
            // A cancel is sent once. If its response still requires a cancel, the outcome is unknown.
            NextStep::Cancel if canceled => {
                AttemptChange::Wait(Waiting::OutcomeUnknown { retry_after: None })
            }
            NextStep::Cancel => {
                canceled = true;
                match cancel_intent(state, attempt, &intent.id).await {
                    Ok(answer) => {
                        // The gateway may forget the reason of a decline when the intent is canceled.
                        intent = Intent { decline: answer.decline.or(intent.decline), ..answer };
                        continue;
                    }
                    Err(error) => {
                        AttemptChange::Wait(Waiting::OutcomeUnknown { retry_after: error.retry_after() })
                    }
                }
            }
            NextStep::Commit => AttemptChange::Charge(Some(Box::new(intent))),
            NextStep::Hold(alarm) => AttemptChange::Hold(alarm),
            NextStep::Release(release) => AttemptChange::Release(release),
            NextStep::Wait(waiting) => AttemptChange::Wait(waiting),
        };
    };
    commit(state, attempt, &change, by).await
}

/// Cancels the intent at the gateway. Returns the intent as it is then: it may have succeeded before.
///
/// # Errors
/// When the gateway does not respond. The intent may or may not be canceled.
pub async fn cancel_intent(
    state: &AppState,
    attempt: &AttemptRow,
    intent: &str,
) -> Result<Intent, GatewayError> {
    // A new key each time: the response stored under an earlier key may be outdated.
    let key = format!("{}:cancel:{}", attempt.id, Uuid::new_v4().simple());
    let answer = match state.gateway.cancel(intent, &key).await {
        // Refused because of the intent's state, which only retrieving it returns.
        Err(error) if error.is_refusal() => state.gateway.retrieve(intent).await,
        answer => answer,
    };
    if let Err(error) = &answer {
        tracing::warn!(attempt = attempt.id, intent, %error, "the gateway did not respond to a cancel request");
    }
    answer
}
