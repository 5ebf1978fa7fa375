use contract::{Charged, PaymentMethod, ProblemCode, SubscriptionStatus};
use gateway::GatewayError;
use serde_json::json;
use tracing::Instrument;
use uuid::Uuid;

use super::{payment, renewals, snapshot};
use crate::app::AppState;
use crate::error::Refusal;
use crate::seal::fingerprint;
use crate::store::StoreError;
use crate::store::audit::{self, AuditEntry};
use crate::store::cards::{self, CardRow, TokenUse};
use crate::store::people::UserRow;
use crate::store::rate_limits::{self, Limit};
use crate::store::renewals as stored_renewals;

const LONGEST_TOKEN: usize = 255;

/// Limits on submitted cards, against card testing: the gateway reports for each card whether it exists.
const PER_PERSON: Limit = Limit { purpose: "card_person", burst: 10, interval_seconds: 360 };
const PER_ORGANIZATION: Limit = Limit { purpose: "card_organization", burst: 20, interval_seconds: 180 };

/// Puts the card of a gateway token on file and retries an unpaid renewal with it. After too many declines, the renewal is
/// tried when the limit allows it. A token is accepted once, in one organization. A repeated request gets the same response.
///
/// # Errors
/// 422 for an unknown or used token or an expired card, 429 after too many cards, 503 when the gateway cannot be
/// reached.
pub async fn replace(
    state: &AppState,
    user: &UserRow,
    organization: i64,
    token: &str,
) -> Result<PaymentMethod, Refusal> {
    if !(1..=LONGEST_TOKEN).contains(&token.len()) || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(refused("invalid"));
    }
    let token_hash = fingerprint(token);
    match cards::token_use(&mut *state.store.reader().await?, organization, &token_hash).await? {
        TokenUse::Unused => {}
        TokenUse::OnFile(card) => return Ok(card.summary(state.clock.now())),
        TokenUse::Used => return Err(refused("used")),
    }
    take(state, user, organization).await?;
    let card = state.gateway.card(token).await;
    let is_answered = card.as_ref().map_or_else(GatewayError::is_refusal, |_| true);
    if !is_answered || card.as_ref().is_ok_and(|card| card.reusable_token) {
        // The response revealed nothing about a card.
        give_back(state, user, organization).await?;
    }
    let card = card.map_err(|error| match error {
        GatewayError::NotFound | GatewayError::CardUnknown | GatewayError::Refused { .. } => {
            refused("unknown")
        }
        GatewayError::Busy { retry_after } => Refusal::new(ProblemCode::GatewayUnavailable)
            .charged(Charged::No)
            .retry_after(retry_after.as_secs().max(1)),
        GatewayError::Unreachable | GatewayError::Unknown => Refusal::new(ProblemCode::GatewayUnavailable)
            .detail("The payment gateway cannot be reached now. The card on file is unchanged.")
            .charged(Charged::No)
            .retry_after(5),
    })?;
    let token_hash = (!card.reusable_token).then_some(token_hash);
    let now = state.clock.now();
    let row = CardRow {
        id: format!("pm_{}", Uuid::new_v4().simple()),
        card_ref: card.card_ref,
        brand: card.brand,
        last4: card.last4,
        expires_month: card.expires_month,
        expires_year: card.expires_year,
    };
    if row.expired(now) {
        return Err(Refusal::new(ProblemCode::PaymentMethodExpired).field("gatewayToken", "expired"));
    }
    let mut transaction = state.store.begin().await?;
    if let Some(hash) = &token_hash {
        // Checked again inside the write transaction: a parallel request may have used the token.
        match cards::token_use(&mut transaction, organization, hash).await? {
            TokenUse::Unused => {}
            TokenUse::OnFile(card) => return Ok(card.summary(now)),
            TokenUse::Used => return Err(refused("used")),
        }
    }
    cards::replace(&mut transaction, organization, &row, token_hash.as_deref(), Some(&user.id), now).await?;
    let body = json!({ "brand": row.brand, "last4": row.last4 }).to_string();
    let entry = AuditEntry {
        at: now,
        organization,
        actor: &user.id,
        event: "payment_method.replaced",
        subject: &row.id,
        body: &body,
    };
    audit::append(&mut transaction, &entry).await?;
    let subscription = snapshot::load(&mut transaction, organization).await?;
    // Beyond the limit, a saved card must not reveal at once whether the bank accepts it.
    let wait = payment::limit_of_declines(&mut transaction, &user.id, organization, now).await?;
    if let Some(wait) = wait {
        renewals::try_later(&mut transaction, &subscription, wait, now).await?;
    } else {
        stored_renewals::try_at(&mut transaction, &subscription.id, Some(now)).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    if wait.is_some() {
        state.metrics.payments_limited.inc("declines");
        tracing::warn!(organization, person = user.id, "too many declines: a saved card is tried later");
    } else if subscription.status == SubscriptionStatus::PastDue {
        renew(state, organization).await;
    }
    Ok(row.summary(now))
}

fn refused(code: &str) -> Refusal {
    Refusal::new(ProblemCode::PaymentMethodRefused).field("gatewayToken", code)
}

/// Counts a card before it is sent to the gateway, so that parallel requests share one count.
async fn take(state: &AppState, user: &UserRow, organization: i64) -> Result<(), Refusal> {
    let now = state.clock.now();
    let mut transaction = state.store.begin().await?;
    let by_person = rate_limits::take(&mut transaction, PER_PERSON, &user.id, now).await?;
    let scope = organization.to_string();
    let by_organization = rate_limits::take(&mut transaction, PER_ORGANIZATION, &scope, now).await?;
    let Some(seconds) = by_person.max(by_organization) else {
        transaction.commit().await?;
        return Ok(());
    };
    transaction.rollback().await?;
    state.metrics.payments_limited.inc("cards");
    tracing::warn!(organization, person = user.id, "too many submitted cards");
    Err(Refusal::new(ProblemCode::TooManyCards).retry_after(seconds))
}

async fn give_back(state: &AppState, user: &UserRow, organization: i64) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    rate_limits::give_back(&mut transaction, PER_PERSON, &user.id).await?;
    rate_limits::give_back(&mut transaction, PER_ORGANIZATION, &organization.to_string()).await?;
    transaction.commit().await?;
    Ok(())
}

/// Retries the unpaid renewal in its own task, so that it completes when the client disconnects. The card is saved in
/// any case, and the renewal worker continues after a failure.
async fn renew(state: &AppState, organization: i64) {
    let state = state.clone();
    let retry = async move {
        if let Err(refusal) = renewals::book_due(&state, organization).await {
            let code = refusal.code().as_str();
            tracing::error!(organization, code, "a renewal could not be retried with the new card");
        }
    };
    if tokio::spawn(retry.in_current_span()).await.is_err() {
        tracing::error!(organization, "the task that retries a renewal panicked");
    }
}
