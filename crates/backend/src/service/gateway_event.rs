//! Webhooks of the gateway. They only say what to look at: the object is read from the gateway before anything changes.

use contract::ProblemCode;
use gateway::stripe::webhook::{self, Event, WebhookError};

use super::{charge_reversal, payment, renewals, setup_session};
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::{attempts, inbound_events, renewals as stored_renewals};

const BY: &str = "gateway event";
/// `Retry-After` for an event that could not be processed, in seconds.
const RETRY_SECONDS: u64 = 30;

/// Verifies a webhook and updates what it concerns, once per event.
///
/// # Errors
/// 400 for an invalid or old signature or an invalid body, and 503 when the database or the gateway fails. The gateway
/// sends the event again after a 503.
pub async fn receive(state: &AppState, signature: Option<&str>, body: &[u8]) -> Result<(), Refusal> {
    let now = state.clock.now();
    let secrets = state.webhook_secrets.expose();
    let header = signature.unwrap_or_default();
    let event = webhook::verify(header, body, &secrets, now, webhook::TOLERANCE_SECONDS);
    let event = event.map_err(|error| {
        tracing::warn!(%error, "rejected a webhook");
        match error {
            WebhookError::MalformedEvent => {
                Refusal::new(ProblemCode::BodyUnreadable).detail("The body is not a valid event.")
            }
            _ => Refusal::new(ProblemCode::ParameterInvalid).detail("The signature is invalid."),
        }
    })?;
    if inbound_events::is_known(&mut *state.store.reader().await?, &event.id).await? {
        return Ok(());
    }
    let object = event.object_id.clone().unwrap_or_default();
    if !process(state, &event, &object).await? {
        tracing::warn!(
            event = event.id,
            object,
            "a webhook could not be processed: the gateway did not respond"
        );
        return Err(Refusal::new(ProblemCode::GatewayUnavailable).retry_after(RETRY_SECONDS));
    }
    let mut transaction = state.store.begin().await?;
    inbound_events::note(&mut transaction, &event.id, &event.event_type, &object, now).await?;
    transaction.commit().await?;
    Ok(())
}

/// Returns whether the gateway responded.
async fn process(state: &AppState, event: &Event, object: &str) -> Result<bool, Refusal> {
    match event.object_kind.as_str() {
        "payment_intent" => settle_intent(state, object).await,
        "charge" => charge_reversal::record_refunds_of(state, object).await,
        "refund" => charge_reversal::record_refund(state, object).await,
        "dispute" => charge_reversal::record_dispute(state, object).await,
        "checkout.session" => setup_session::complete_for_event(state, object).await,
        kind => {
            tracing::debug!(kind, event_type = event.event_type, "ignored a webhook");
            Ok(true)
        }
    }
}

/// Settles the payment of an intent. One whose request or worker is still running settles without this check, which must
/// not interfere.
async fn settle_intent(state: &AppState, intent: &str) -> Result<bool, Refusal> {
    let mut reader = state.store.reader().await?;
    let attempt = attempts::by_intent(&mut reader, intent).await?;
    let renewal = stored_renewals::charging_intent(&mut reader, intent).await?;
    drop(reader);
    match (attempt, renewal) {
        (Some(attempt), _) => {
            let failed_checks = attempt.failed_checks;
            Ok(payment::refresh(state, attempt, BY).await?.failed_checks <= failed_checks)
        }
        (None, Some(organization)) => renewals::check_intent(state, organization, intent).await,
        (None, None) => {
            tracing::info!(intent, "a webhook concerns no open payment");
            Ok(true)
        }
    }
}
