use contract::{Plan, ProblemCode};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::call::Call;
use super::refused::Refused;
use super::{checks, declines, lease, record};
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::attempts::{self, AttemptRow, NewAttempt};
use crate::store::{StoreError, redemptions};

/// What became of a request to pay.
#[derive(Debug)]
pub enum Claim {
    /// A new attempt, this request's to bring forward.
    New(AttemptRow),
    /// The key was seen with this very request.
    Seen(AttemptRow),
}

/// Checks everything and claims the attempt, in one transaction: whatever was checked is still so when the row is
/// there.
///
/// # Errors
/// The first check that fails, in the order of the contract. The key is then not claimed.
pub async fn claim(state: &AppState, call: &Call) -> Result<Claim, Refused> {
    let mut transaction = state.store.begin().await?;
    let connection = &mut *transaction;
    if let Some(seen) = seen(connection, call).await? {
        return Ok(Claim::Seen(seen));
    }
    // The key has no attempt, so a refusal from here on is certain to follow no charge.
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

/// The attempt this very request began before.
///
/// # Errors
/// 422 `idempotency_conflict` where another request began it.
pub async fn seen(connection: &mut SqliteConnection, call: &Call) -> Result<Option<AttemptRow>, Refused> {
    let known = attempts::by_key(connection, call.organization, &call.user.id, &call.key).await?;
    // An attempt that let its key go ended before anything was sent.
    let Some(attempt) = known.filter(|attempt| !attempt.key_released) else { return Ok(None) };
    if attempt.request_hash == call.hash() {
        return Ok(Some(attempt));
    }
    Err(Refusal::new(ProblemCode::IdempotencyConflict).attempt(attempt.view()).into())
}
