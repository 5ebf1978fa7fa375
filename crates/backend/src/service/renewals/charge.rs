use crate::app::AppState;
use crate::error::Refusal;
use crate::gateway::{GatewayError, Intent, IntentStatus, NewIntent};
use crate::store::renewals::{self, RenewalRow};

/// What the gateway said about a renewal.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Charged for exactly what was due.
    Paid(Intent),
    /// Certainly not charged, and never will be by this try.
    NotPaid,
    /// Not known, or not now.
    Later,
}

/// Charges one try, or finds out what became of it.
pub(super) async fn charge(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
) -> Result<Outcome, Refusal> {
    let key = key(renewal);
    let intent = match &renewal.intent_id {
        Some(intent) => state.gateway.retrieve(intent).await,
        None => create(state, organization, renewal, &key).await?,
    };
    let intent = match intent {
        Ok(intent) if intent.status == IntentStatus::Unconfirmed => confirm(state, &intent.id, &key).await,
        other => other,
    };
    match intent {
        Ok(intent) => settled(state, renewal, intent, &key).await,
        Err(GatewayError::Refused { code }) => {
            tracing::error!(organization, code, alarm = true, "the gateway refuses a renewal");
            Ok(Outcome::Later)
        }
        Err(error) => {
            tracing::warn!(organization, %error, "the outcome of a renewal is not known");
            Ok(Outcome::Later)
        }
    }
}

/// `renewal:{subscription}:{instant}`; a further try, after a refusal, is another charge and has another key.
fn key(renewal: &RenewalRow) -> String {
    let first = format!("renewal:{}:{}", renewal.subscription, renewal.due_at);
    if renewal.tries == 1 { first } else { format!("{first}:{}", renewal.tries) }
}

async fn create(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    key: &str,
) -> Result<Result<Intent, GatewayError>, Refusal> {
    let new = NewIntent {
        idempotency_key: key.to_owned(),
        organization,
        amount_minor: renewal.amount_minor,
        currency: renewal.currency.clone(),
        card_ref: renewal.card_ref.clone().unwrap_or_default(),
        attempt: key.to_owned(),
    };
    let intent = match state.gateway.create_intent(&new).await {
        Ok(intent) => intent,
        Err(error) => return Ok(Err(error)),
    };
    let mut transaction = state.store.begin().await?;
    renewals::store_intent(&mut transaction, renewal, &intent.id).await?;
    transaction.commit().await?;
    Ok(Ok(intent))
}

/// A confirm whose answer was lost is not repeated but asked about.
async fn confirm(state: &AppState, intent: &str, key: &str) -> Result<Intent, GatewayError> {
    match state.gateway.confirm(intent, &format!("{key}:confirm")).await {
        Err(GatewayError::Unknown) => state.gateway.retrieve(intent).await,
        answer => answer,
    }
}

async fn settled(
    state: &AppState,
    renewal: &RenewalRow,
    intent: Intent,
    key: &str,
) -> Result<Outcome, Refusal> {
    match intent.status {
        IntentStatus::Succeeded => {
            if intent.amount_minor == renewal.amount_minor && intent.currency == renewal.currency {
                return Ok(Outcome::Paid(intent));
            }
            tracing::error!(
                subscription = renewal.subscription,
                alarm = true,
                "a renewal charged another amount"
            );
            Ok(Outcome::Later)
        }
        IntentStatus::Canceled => Ok(Outcome::NotPaid),
        // Nobody is there to confirm a renewal with the bank: it counts as declined.
        IntentStatus::Declined | IntentStatus::RequiresAction => {
            match state.gateway.cancel(&intent.id, &format!("{key}:cancel")).await {
                Ok(intent) if intent.status == IntentStatus::Canceled => Ok(Outcome::NotPaid),
                _ => Ok(Outcome::Later),
            }
        }
        IntentStatus::Processing | IntentStatus::Unconfirmed => Ok(Outcome::Later),
    }
}
