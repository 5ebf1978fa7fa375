use contract::{Plan, ProblemCode};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::call::Call;
use super::refused::Refused;
use super::status::find_by_key;
use super::{checks, declines, lease, record};
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::attempts::{self, AttemptRow, NewAttempt};
use crate::store::{StoreError, redemptions};

/// The attempt of a request to pay.
#[derive(Debug)]
pub enum Claim {
    /// A new attempt, which this request must execute.
    New(AttemptRow),
    /// An attempt that the same request with the same key started before.
    Seen(AttemptRow),
}

/// Checks the request and inserts the attempt in one transaction, so that every check still holds when the attempt is
/// stored.
///
/// # Errors
/// The first refusal that applies, in the order of the contract. The key is then not claimed.
pub async fn claim(state: &AppState, call: &Call) -> Result<Claim, Refused> {
    let mut transaction = state.store.begin().await?;
    let connection = &mut *transaction;
    if let Some(seen) = seen(state, connection, call).await? {
        return Ok(Claim::Seen(seen));
    }
    // The key has no attempt, so a refusal from here on means that nothing was charged.
    let attempt = claim_new(state, connection, call).await.map_err(Refused::before_claim)?;
    transaction.commit().await?;
    Ok(Claim::New(attempt))
}

async fn claim_new(
    state: &AppState,
    connection: &mut SqliteConnection,
    call: &Call,
) -> Result<AttemptRow, Refused> {
    let request = call.request.as_ref().map_err(Clone::clone)?;
    let (quote, terms) = checks::sealed_quote(state, connection, call, request).await?;
    let row = checks::payable(state, connection, call, &quote, &terms).await?;
    checks::code_left(connection, call.organization, &terms.input).await?;
    checks::agreed(request, &terms)?;
    let now = state.clock.now();
    let due_minor = terms.output.amount_due_minor;
    let card = checks::card(connection, call.organization, request, due_minor, now).await?;
    if card.is_some() {
        declines::check(state, connection, call, now).await?;
    }

    let input = &terms.input;
    let new = NewAttempt {
        id: format!("att_{}", Uuid::new_v4().simple()),
        organization: call.organization,
        subscription: row.id.clone(),
        person: call.user.id.clone(),
        by_name: call.user.full_name(),
        idempotency_key: call.key.clone(),
        request_hash: call.hash(),
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
        let reserved = redemptions::reserve(connection, &new.id, &promo.code, call.organization, now).await?;
        if !reserved {
            return Err(checks::exhausted(input.target));
        }
    }
    let attempt = attempts::by_id(connection, call.organization, &new.id)
        .await?
        .ok_or(StoreError::Unreadable("upgrade_attempt.id"))?;
    record::note(state, connection, &attempt, "attempt.started", &call.user.id).await?;
    Ok(attempt)
}

/// The attempt that the same request started before.
///
/// # Errors
/// 422 `idempotency_conflict` when a different request used the key.
pub async fn seen(
    state: &AppState,
    connection: &mut SqliteConnection,
    call: &Call,
) -> Result<Option<AttemptRow>, Refused> {
    let attempt = find_by_key(state, connection, call.organization, &call.user.id, &call.key).await?;
    // An attempt that released its key ended before an intent was stored, so none was confirmed.
    let Some(attempt) = attempt.filter(|attempt| !attempt.key_released) else { return Ok(None) };
    if attempt.request_hash == call.hash() {
        return Ok(Some(attempt));
    }
    Err(Refusal::new(ProblemCode::IdempotencyConflict).attempt(attempt.view()).into())
}
