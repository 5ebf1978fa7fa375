use std::time::Duration;

use axum::body::Bytes;
use contract::{AttemptState, Charged, ProblemCode, UpgradeRequest};
use sha2::{Digest, Sha256};

use super::charge::{ChargeOutcome, charge};
use super::claim::{Claim, claim, find_repeated};
use crate::app::AppState;
use crate::error::Refusal;
use crate::seal::fingerprint;
use crate::service::return_url::ReturnUrl;
use crate::store::attempts::{self, AttemptRow};
use crate::store::people::UserRow;
use crate::store::{Store, StoreError};

const TRIES: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// `Retry-After` of a repeated request while the first one is still running, in seconds.
const RUNNING_RETRY_SECONDS: u64 = 1;

/// A request to pay.
#[derive(Clone, Debug)]
pub struct PaymentRequest {
    /// The buyer.
    pub user: UserRow,
    /// The organization to pay for.
    pub organization: i64,
    /// Whether the person signed in recently enough to pay. Always `true` outside a portal.
    pub is_sign_in_recent: bool,
    /// The idempotency key.
    pub key: String,
    /// The subscription version that the buyer saw.
    pub if_match: i64,
    /// Where the bank's page returns to.
    pub return_url: ReturnUrl,
    /// The path, as sent.
    pub path: String,
    /// The body, as sent.
    pub body: Bytes,
    /// The parsed body. An invalid body is refused at its place in the order of checks.
    pub request: Result<UpgradeRequest, Refusal>,
}

impl PaymentRequest {
    /// The request hash. Two requests with one key are the same when path and body are equal byte for byte.
    #[must_use]
    pub fn hash(&self) -> String {
        let body = Sha256::digest(&self.body);
        fingerprint(&format!("{} {}", self.path, base16ct::lower::encode_string(&body)))
    }
}

/// The result of a request to pay that was not refused.
#[derive(Debug)]
pub enum PaymentResult {
    /// The attempt of this request: paid, declined or still open.
    Attempt(AttemptRow),
    /// The attempt of an earlier, identical request.
    Replayed(AttemptRow),
}

/// Pays a sealed quote exactly once. Run it in its own task, so that it completes when the client disconnects.
///
/// # Errors
/// The refusals of the contract. Only a refusal for a claimed key can follow a charge, and it reports that.
pub async fn pay(state: AppState, payment: PaymentRequest) -> Result<PaymentResult, Refusal> {
    let known = find_repeated(&state, &mut *state.store.reader().await?, &payment).await;
    match known {
        Ok(Some(attempt)) => return replay(&state, attempt),
        Ok(None) => {}
        Err(refused) => return Err(refused.into_refusal(&state, &payment).await),
    }
    match claim(&state, &payment).await {
        Ok(Claim::New(attempt)) => charge_attempt(&state, attempt, &payment.return_url).await,
        Ok(Claim::Repeated(attempt)) => replay(&state, attempt),
        Err(refused) => Err(refused.into_refusal(&state, &payment).await),
    }
}

fn replay(state: &AppState, attempt: AttemptRow) -> Result<PaymentResult, Refusal> {
    let running = !attempt.answered && !attempt.lease.is_over(state.clock.now());
    if running && !attempt.state.is_final() {
        return Err(Refusal::new(ProblemCode::AttemptRunning)
            .attempt(attempt.view())
            .retry_after(RUNNING_RETRY_SECONDS));
    }
    Ok(PaymentResult::Replayed(attempt))
}

async fn charge_attempt(
    state: &AppState,
    attempt: AttemptRow,
    return_url: &ReturnUrl,
) -> Result<PaymentResult, Refusal> {
    let id = attempt.id.clone();
    let return_url = return_url.of_attempt(attempt.organization, &id);
    let organization = attempt.organization;
    let outcome = match charge(state, attempt, return_url).await {
        Ok(outcome) => outcome,
        Err(error) => {
            tracing::warn!(attempt = id, %error, "a payment could not be stored; recovery continues it");
            return respond_to_store_error(state, organization, &id, error).await;
        }
    };
    if !outcome.attempt.answered {
        mark_answered(&state.store, &id).await;
    }
    respond(outcome)
}

fn respond(outcome: ChargeOutcome) -> Result<PaymentResult, Refusal> {
    let ChargeOutcome { attempt, retry_after, card_unknown } = outcome;
    if attempt.state != AttemptState::Canceled {
        return Ok(PaymentResult::Attempt(attempt));
    }
    let code = if card_unknown { ProblemCode::PaymentMethodRefused } else { ProblemCode::GatewayUnavailable };
    let refusal = Refusal::new(code).attempt(attempt.view());
    Err(match retry_after {
        Some(seconds) => refusal.retry_after(seconds),
        None => refusal,
    })
}

/// Responds after the database failed between two phases. An attempt with an intent is returned in its current state, so
/// that the client polls it. One without is refused: whether it charged is `unknown` until recovery has ended it.
async fn respond_to_store_error(
    state: &AppState,
    organization: i64,
    id: &str,
    error: StoreError,
) -> Result<PaymentResult, Refusal> {
    let attempt = async {
        let mut reader = state.store.reader().await?;
        attempts::by_id(&mut reader, organization, id).await
    };
    match attempt.await {
        Ok(Some(attempt)) if attempt.intent_id.is_some() => Ok(PaymentResult::Attempt(attempt)),
        Ok(Some(attempt)) => Err(Refusal::from(error).attempt(attempt.view())),
        Ok(None) | Err(_) => Err(Refusal::from(error).charged(Charged::Unknown)),
    }
}

/// Marks an attempt as answered. Without the mark, a repeated request must wait until the lease expires, which is safe.
async fn mark_answered(store: &Store, id: &str) {
    let mut pause = FIRST_PAUSE;
    for _ in 0..TRIES {
        let result = async {
            let mut transaction = store.begin().await?;
            attempts::mark_answered(&mut transaction, id).await?;
            transaction.commit().await?;
            Ok::<_, StoreError>(())
        };
        match result.await {
            Ok(()) => return,
            Err(error) => tracing::warn!(attempt = id, %error, "an attempt could not be marked as answered"),
        }
        tokio::time::sleep(pause).await;
        pause = pause.saturating_mul(3);
    }
}
