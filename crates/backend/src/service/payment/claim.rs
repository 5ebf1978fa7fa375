use billing::Target;
use contract::{Plan, ProblemCode, QuoteRequest};
use uuid::Uuid;

use super::attempt::find_by_key;
use super::request::PaymentRequest;
use super::{checks, commit, lease};
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::quoting;
use crate::store::Connection;
use crate::store::attempts::{self, AttemptRow, NewAttempt};
use crate::store::{StoreError, redemptions};

/// The attempt of a request to pay.
#[derive(Debug)]
pub enum Claim {
    /// A new attempt, which this request must execute.
    New(AttemptRow),
    /// An attempt that the same request with the same key started before.
    Repeated(AttemptRow),
}

/// Checks the request and inserts the attempt in one transaction, so that every check still holds when the attempt is
/// stored.
///
/// # Errors
/// The first refusal that applies, in the order of the contract. The key is then not claimed.
pub async fn claim(state: &AppState, payment: &PaymentRequest) -> Result<Claim, ClaimError> {
    let mut transaction = state.store.begin().await?;
    let connection = &mut *transaction;
    if let Some(attempt) = find_repeated(state, connection, payment).await? {
        return Ok(Claim::Repeated(attempt));
    }
    // The key has no attempt, so a refusal from here on means that nothing was charged.
    let attempt = claim_new(state, connection, payment).await.map_err(ClaimError::before_claim)?;
    transaction.commit().await?;
    Ok(Claim::New(attempt))
}

async fn claim_new(
    state: &AppState,
    connection: &mut Connection,
    payment: &PaymentRequest,
) -> Result<AttemptRow, ClaimError> {
    if !payment.is_sign_in_recent {
        return Err(Refusal::new(ProblemCode::StepUpRequired).into());
    }
    let request = payment.request.as_ref().map_err(Clone::clone)?;
    let (quote, terms) = checks::sealed_quote(state, connection, payment, request).await?;
    let row = checks::payable(state, connection, payment, &quote, &terms).await?;
    checks::code_left(connection, payment.organization, &terms.input).await?;
    checks::agreed(request, &terms)?;
    let now = state.clock.now();
    let due_minor = terms.output.amount_due_minor;
    let card = checks::card(state, connection, payment.organization, request, due_minor, now).await?;
    if card.is_some() {
        checks::declines(state, connection, payment, now).await?;
    }

    let input = &terms.input;
    let new = NewAttempt {
        id: format!("att_{}", Uuid::new_v4().simple()),
        organization: payment.organization,
        subscription: row.id.clone(),
        person: payment.user.id.clone(),
        by_name: payment.user.full_name(),
        idempotency_key: payment.key.clone(),
        request_hash: payment.hash(),
        quote_id: quote.id,
        quote_hash: quote.quote_hash,
        sealed: quote.sealed,
        version: row.version,
        before: row.plan(),
        after: Plan { sessions: input.target.sessions, cycle: input.target.cycle },
        amount_due_minor: due_minor,
        currency: row.currency,
        card,
        started_at: now,
        lease: lease::lease(state),
    };
    attempts::insert(connection, &new).await?;
    if let Some(promo) = &input.promo {
        let reserved =
            redemptions::reserve(connection, &new.id, &promo.code, payment.organization, now).await?;
        if !reserved {
            return Err(checks::exhausted(input.target));
        }
    }
    let attempt = attempts::by_id(connection, payment.organization, &new.id)
        .await?
        .ok_or(StoreError::Unreadable("upgrade_attempt.id"))?;
    commit::audit_event(state, connection, &attempt, "attempt.started", &payment.user.id).await?;
    Ok(attempt)
}

/// The attempt that the same request started before.
///
/// # Errors
/// 422 `idempotency_conflict` when a different request used the key.
pub async fn find_repeated(
    state: &AppState,
    connection: &mut Connection,
    payment: &PaymentRequest,
) -> Result<Option<AttemptRow>, ClaimError> {
    let attempt =
        find_by_key(state, connection, payment.organization, &payment.user.id, &payment.key).await?;
    // An attempt that released its key ended before an intent was stored, so none was confirmed.
    let Some(attempt) = attempt.filter(|attempt| !attempt.key_released) else { return Ok(None) };
    if attempt.request_hash == payment.hash() {
        return Ok(Some(attempt));
    }
    Err(Refusal::new(ProblemCode::IdempotencyConflict).attempt(attempt.view()).into())
}

/// A payment that is refused before its key is claimed, with the request for a new quote if the buyer needs one.
#[derive(Debug)]
pub struct ClaimError {
    refusal: Refusal,
    requote: Option<QuoteRequest>,
}

impl ClaimError {
    /// A refusal after which the buyer needs a new price for the same upgrade.
    pub fn priced_again(refusal: Refusal, target: Target, promotion_code: Option<String>) -> Self {
        Self { refusal, requote: Some(QuoteRequest { target, promotion_code }) }
    }

    /// See [`Refusal::before_claim`].
    pub fn before_claim(self) -> Self {
        Self { refusal: self.refusal.before_claim(), ..self }
    }

    /// The refusal, with a new quote if the upgrade can still be quoted.
    pub async fn into_refusal(self, state: &AppState, payment: &PaymentRequest) -> Refusal {
        let Some(request) = self.requote else { return self.refusal };
        // There may be no price any more, for example for fewer sessions than now. The refusal is then sufficient.
        let quote = quoting::quote(state, &payment.user, payment.organization, &request).await.ok();
        self.refusal.quote(quote)
    }
}

impl From<Refusal> for ClaimError {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, requote: None }
    }
}

impl From<StoreError> for ClaimError {
    fn from(error: StoreError) -> Self {
        Refusal::from(error).into()
    }
}

impl From<sqlx::Error> for ClaimError {
    fn from(error: sqlx::Error) -> Self {
        Refusal::from(error).into()
    }
}
