use contract::{Charged, ProblemCode, SubscriptionStatus};
use gateway::{Confirmation, GatewayError, Intent, IntentStatus, Presence};

use super::book::{check_intent, store};
use super::charge::{Origin, RenewalOutcome, name, settle};
use super::settle::change_since;
use super::{Booking, lease, schedule};
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::{payment, snapshot};
use crate::store::StoreError;
use crate::store::people::UserRow;
use crate::store::renewals::{self, RenewalRow, RenewalState};

/// The time limit of the bank's confirmation, in seconds.
const CONFIRMATION_SECONDS: i64 = 900;
/// `Retry-After` when the gateway gives none, in seconds.
const RETRY_SECONDS: u64 = 5;

/// Confirms the unpaid renewal with a person present. Returns the bank's page, which returns to `return_url`.
///
/// # Errors
/// 409 if no renewal waits for a confirmation, or if the bank has decided without its page: the subscription shows the
/// result. 429 after too many declines. 503 when the gateway cannot be reached.
pub async fn confirm_with_bank(
    state: &AppState,
    user: &UserRow,
    organization: i64,
    return_url: String,
) -> Result<String, Refusal> {
    let renewal = match begin(state, user, organization).await? {
        Begun::New(renewal) => renewal,
        Begun::Earlier(renewal) => return bank_page(state, organization, &renewal).await,
    };
    let intent = renewal.intent_id.clone().unwrap_or_default();
    let confirmation = Confirmation {
        card_ref: renewal.card_ref.clone().unwrap_or_default(),
        presence: Presence::OnSession { return_url },
    };
    let key = format!("{}:confirm:{}", name(&renewal), renewal.confirmations);
    match state.gateway.confirm(&intent, &confirmation, &key).await {
        Ok(Intent { status: IntentStatus::RequiresAction, confirmation_url: Some(url), .. }) => {
            wait(state, organization, &renewal, None).await?;
            Ok(url)
        }
        Ok(intent) => {
            let outcome = settle(state, organization, &renewal, intent, Origin::Confirm).await;
            store(state, organization, &renewal, outcome).await?;
            Err(Refusal::new(ProblemCode::RenewalNotConfirmable))
        }
        Err(error @ (GatewayError::Unreachable | GatewayError::Busy { .. })) => {
            // Nothing was confirmed, so the person can try again at once.
            let mut transaction = state.store.begin().await?;
            renewals::undo_confirmation(&mut transaction, &renewal).await?;
            transaction.commit().await.map_err(StoreError::from)?;
            Err(unavailable(&error))
        }
        Err(error) => {
            tracing::warn!(organization, %error, "the confirmation of a renewal has no outcome");
            wait(state, organization, &renewal, Some(&error)).await?;
            Err(unavailable(&error))
        }
    }
}

enum Begun {
    /// This request confirms the intent.
    New(RenewalRow),
    /// An earlier request has confirmed it, and the person may still be on the bank's page.
    Earlier(RenewalRow),
}

async fn begin(state: &AppState, user: &UserRow, organization: i64) -> Result<Begun, Refusal> {
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let row = snapshot::load(&mut transaction, organization).await?;
    let not_confirmable = || Refusal::new(ProblemCode::RenewalNotConfirmable);
    let open = renewals::open_of(&mut transaction, &row.id).await?.ok_or_else(not_confirmable)?;
    let is_confirming = open.confirm_until.is_some_and(|until| now < until);
    if open.state == RenewalState::Charging && is_confirming {
        return Ok(Begun::Earlier(open));
    }
    if !open.confirmable || row.status != SubscriptionStatus::PastDue {
        return Err(not_confirmable());
    }
    if let Some(wait) = payment::limit_of_declines(&mut transaction, &user.id, organization, now).await? {
        let seconds = u64::try_from(wait).unwrap_or(RETRY_SECONDS);
        return Err(Refusal::new(ProblemCode::TooManyDeclines).retry_after(seconds));
    }
    // The price must still be right: the intent was created for the subscription as it was then.
    let booking = Booking::from_text(&open.booking)?;
    let is_outdated = now >= schedule::end(open.due_at)
        || change_since(&mut transaction, &row, &open, &booking).await?.is_some();
    if is_outdated {
        state.renewal_wake.notify_one();
        return Err(not_confirmable());
    }
    let until = now.checked_add_seconds(CONFIRMATION_SECONDS).unwrap_or(now);
    let started = renewals::start_confirmation(&mut transaction, &open, until, lease::at_work(state)).await?;
    let renewal = started.ok_or_else(not_confirmable)?;
    super::settle::note(&mut transaction, &row, "renewal.confirmation_started", &renewal, now).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(Begun::New(renewal))
}

/// The bank's page of a confirmation that has begun.
async fn bank_page(state: &AppState, organization: i64, renewal: &RenewalRow) -> Result<String, Refusal> {
    let id = renewal.intent_id.as_deref().unwrap_or_default();
    let intent = state.gateway.retrieve(id).await.map_err(|error| unavailable(&error))?;
    match (intent.status, intent.confirmation_url) {
        (IntentStatus::RequiresAction, Some(url)) => Ok(url),
        _ => {
            // The bank has decided, or the confirmation is still running: the subscription shows the result.
            check_intent(state, organization, id).await?;
            Err(Refusal::new(ProblemCode::RenewalNotConfirmable))
        }
    }
}

async fn wait(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    error: Option<&GatewayError>,
) -> Result<(), Refusal> {
    let outcome = RenewalOutcome::Later {
        confirm_sent: true,
        retry_after: error.and_then(GatewayError::retry_after),
        is_answered: error.is_none(),
    };
    store(state, organization, renewal, outcome).await.map(drop)
}

fn unavailable(error: &GatewayError) -> Refusal {
    let seconds = error.retry_after().map_or(RETRY_SECONDS, |pause| pause.as_secs().max(1));
    Refusal::new(ProblemCode::GatewayUnavailable).charged(Charged::Unknown).retry_after(seconds)
}
